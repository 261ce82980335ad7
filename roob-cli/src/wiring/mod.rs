//! Puts what is generated into the user's own files: parses them, finds the one place, and
//! changes nothing but that. Each function gives the whole new text, the old one if what it
//! would add is there already, or in words what it could not find.

mod app;
mod dependencies;
mod migrations;
mod modules;
mod source;

pub(crate) use app::{call, controller};
pub(crate) use dependencies::{Dependency, dependencies};
pub(crate) use migrations::{entry, migration};
pub(crate) use modules::{module, reexport};
