mod alpha;
mod products;

pub use alpha::Alpha;
pub use products::Products;

pub fn two() -> u8 {
    2
}

#[cfg(test)]
mod zeta;
