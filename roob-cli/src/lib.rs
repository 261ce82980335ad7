//! The `roob` command: new projects, and code generated into them.
//!
//! From an argument to a file: [`names`](ResourceName) and [fields](Field) check what the user
//! says, a template makes text of them, a draft collects the texts and the edits of the user's
//! own files, a plan compares the draft with the disk, and `apply` writes all of it or nothing.

// In reading order: a file imports only files listed above it.
mod exit;
mod error;
mod reserved;
mod words;
mod names;
mod field;
mod clock;
mod address;
mod sample;
mod sql;
mod template;
mod context;
mod conversation;
mod snapshots;
mod draft;
mod manifest;
mod rustfmt;
mod wiring;
mod project;
mod wire;
mod controller;
mod migration;
mod middleware;
mod workspace;
mod plan;
mod apply;
mod cargo;
mod coverage;
mod runner;
mod measure;
mod handlers;
mod test_code;
mod missing_tests;
mod report;
mod commands;
mod examples;
mod cli;

pub use cli::run;
pub use error::{Error, Refusal};
pub use exit::Exit;
pub use field::{Field, Type};
pub use names::{ProjectName, ResourceName};
