mod products {
    pub struct Products;
}

pub use products::Products;
