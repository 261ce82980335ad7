//! What each command does, from its arguments to its last line.

mod describe;
mod generate;
mod generate_test;
mod new;
mod test;
mod undo;

pub(crate) use describe::{completions, man};
pub(crate) use generate::{Generate, What};
pub(crate) use generate_test::GenerateTest;
pub(crate) use new::New;
pub(crate) use test::Test;
pub(crate) use undo::Undo;
