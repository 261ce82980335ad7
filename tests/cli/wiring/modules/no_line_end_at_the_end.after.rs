mod alpha;
mod products;

pub use alpha::Alpha;
pub use products::Products;