mod alpha;
mod products;
// About
// zeta.
mod zeta;

// All of them.
pub use alpha::Alpha;
pub use products::Products;
pub use zeta::Zeta;
