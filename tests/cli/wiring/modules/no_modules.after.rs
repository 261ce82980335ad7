// Two.
mod products;

pub use products::Products;

pub fn two() -> u8 { 2 }
