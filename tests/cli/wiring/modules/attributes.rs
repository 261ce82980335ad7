#[allow(dead_code)]
mod alpha;
#[cfg(not(miri))]
#[doc(hidden)]
pub(crate) mod zeta;

#[doc(inline)]
pub use alpha::Alpha;
#[cfg(not(miri))]
pub use zeta::Zeta;
