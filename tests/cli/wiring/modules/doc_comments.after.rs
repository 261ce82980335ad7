//! mod products;

/// mod products;
mod alpha;
mod products;
/** mod products; */
mod zeta;

/// Of alpha.
pub use alpha::Alpha;
pub use products::Products;
/// Of zeta.
pub use zeta::Zeta;
