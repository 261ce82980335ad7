mod products;

mod inner {
    pub struct Inner;
}

pub use inner::Inner;
pub use products::Products;
