#[cfg(not(miri))]
mod products;
#[cfg(not(miri))]
pub use products::*;
