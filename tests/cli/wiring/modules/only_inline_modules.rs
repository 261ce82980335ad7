mod inner {
    pub struct Inner;
}

pub use inner::Inner;
