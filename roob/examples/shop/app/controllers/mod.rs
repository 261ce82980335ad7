//! Controllers: from requests to services and back.

mod products;

pub use products::Products;
