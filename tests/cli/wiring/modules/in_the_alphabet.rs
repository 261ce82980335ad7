//! Mine.

mod alpha; // first
mod zeta;

pub use self::alpha::Alpha; // too
pub use zeta::{Zeta};
