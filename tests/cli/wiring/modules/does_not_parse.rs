mod alpha
pub use alpha::Alpha;
