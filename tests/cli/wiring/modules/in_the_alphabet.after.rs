//! Mine.

mod alpha; // first
mod products;
mod zeta;

pub use self::alpha::Alpha; // too
pub use products::Products;
pub use zeta::{Zeta};
