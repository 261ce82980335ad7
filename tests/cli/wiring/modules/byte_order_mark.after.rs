mod alpha;
mod products;
mod zeta;

pub use alpha::Alpha;
pub use products::Products;
pub use zeta::Zeta;
