//! What each command does, from its arguments to its last line.

mod generate;
mod new;

pub(crate) use generate::Generate;
pub(crate) use new::New;
