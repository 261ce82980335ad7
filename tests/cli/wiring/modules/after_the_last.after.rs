mod alpha; // the last
mod products;

pub use alpha::Alpha; /* too */
pub use products::Products;
