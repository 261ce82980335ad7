mod products;

pub use products::Products;
