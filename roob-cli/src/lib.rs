//! The `roob` command: new projects, and code generated into them.
//!
//! From an argument to a file: [`names`](ResourceName) and [fields](Field) check what the user
//! says, a template makes text of them, a draft collects the texts and the edits of the user's
//! own files, a plan compares the draft with the disk, the journal writes all of it or nothing, and
//! the ledger keeps how it was before.

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
mod digest;
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
mod fault;
mod disk;
mod diff;
mod plan;
mod interrupt;
mod lock;
mod ledger;
mod take_out;
mod journal;
mod beside;
mod cargo;
mod coverage;
mod runner;
mod measure;
mod handlers;
mod test_code;
mod missing_tests;
mod undo;
mod report;
mod conflicts;
mod carry_out;
mod commands;
mod examples;
mod cli;

pub use cli::run;
pub use error::{Error, Refusal};
pub use exit::Exit;
pub use field::{Field, Type};
pub use names::{ProjectName, ResourceName};
