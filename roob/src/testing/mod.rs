#![doc = include_str!("guide.md")]

// In reading order: a file imports only files listed above it.
mod deadline;
mod base64;
mod dates;
mod json;
mod compare;
mod path;
mod cookies;
mod hook;
mod watch;
mod facts;
mod record;
mod coverage;
mod exchange;
mod draft;
mod example;
mod reading;
mod decoder;
mod headers;
mod media;
mod decode;
mod multipart;
mod rules;
mod names;
mod words;
mod shapes;
mod reference;
mod learned;
mod numbers;
mod secrets;
mod scrub;
mod fields;
mod documents;
mod lines;
mod event_text;
mod readable;
mod transcript;
mod curl;
mod frames;
mod testimony;
mod card;
mod unanswered;
#[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only the server has another way"))]
mod crossing;
mod transport;
mod lint;
mod session;
mod reader;
mod waiting;
mod pieces;
mod events;
mod response;
mod assertions;
mod written;
mod upload;
mod request;
mod sending;
mod fuzz;
mod client;
mod twice;

pub use crate::block_on::block_on;
pub use client::TestClient;
pub use cookies::Cookie;
pub use decoder::TestEvent;
pub use events::Events;
pub use fuzz::{Fuzz, FuzzReport};
pub use lint::Lint;
pub use pieces::Pieces;
pub use request::TestRequest;
pub use response::TestResponse;
pub use twice::twice;
pub use upload::Upload;

/// What carries requests otherwise than by a call.
pub(crate) use transport::Carrier;
#[cfg(feature = "serve")]
pub(crate) use {crossing::Crossing, transport::Carried};
