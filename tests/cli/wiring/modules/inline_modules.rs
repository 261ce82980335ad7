mod inner {
    pub mod products {
        pub struct Inner;
    }
}
mod alpha;

pub use alpha::Alpha;
pub use inner::products::Inner;
