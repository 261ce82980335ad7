//! Puts what is generated into the user's own files: parses them, finds the one place, and
//! changes nothing but that. Each function gives the whole new text, the old one if what it
//! would add is there already, or in words what it could not find.

// In reading order, as in `lib.rs`.
mod source;
mod names;
mod modules;
mod tests;
mod flow;
mod given_away;
mod mentions;
mod app;
mod migrations;
mod dependencies;

pub(crate) use app::{call, controller, wrap};
pub(crate) use dependencies::{Dependency, dependencies};
pub(crate) use migrations::{entry, migration};
pub(crate) use modules::{module, reexport};
pub(crate) use tests::{has_function, test};
