//! What the command tells the shell when it ends.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It is done, or there was nothing to do.
    Done = 0,
    /// Something went wrong.
    Failed = 1,
    /// It was called with arguments that make no sense.
    Usage = 2,
    /// Files are in the way; nothing was written.
    Conflict = 3,
    /// Something is left for the user to do.
    LeftToDo = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
