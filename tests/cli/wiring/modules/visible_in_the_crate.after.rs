pub(crate) mod alpha;
mod products;
pub(self) mod zeta;

pub(crate) use alpha::Alpha;
pub use products::Products;
pub use zeta::*;
