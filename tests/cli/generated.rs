//! The generated project, really built.
