mod products;
#[rustfmt::skip]
mod   zeta;
pub use products::Products;
#[rustfmt::skip]
pub   use   zeta::Zeta;
