mod inner {
    pub mod products {
        pub struct Inner;
    }
}
mod alpha;
mod products;

pub use alpha::Alpha;
pub use inner::products::Inner;
pub use products::Products;
