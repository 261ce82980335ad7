//! mod products;

/// mod products;
mod alpha;
/** mod products; */
mod zeta;

/// Of alpha.
pub use alpha::Alpha;
/// Of zeta.
pub use zeta::Zeta;
