#[allow(dead_code)]
mod alpha;
mod products;
#[cfg(not(miri))]
#[doc(hidden)]
pub(crate) mod zeta;

#[doc(inline)]
pub use alpha::Alpha;
pub use products::Products;
#[cfg(not(miri))]
pub use zeta::Zeta;
