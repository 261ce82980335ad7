// Nothing yet.
mod products;

pub use products::Products;
