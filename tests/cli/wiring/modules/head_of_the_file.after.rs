// Copyright: nobody.
mod products;
mod zeta;

pub use products::Products;
pub use zeta::Zeta;
