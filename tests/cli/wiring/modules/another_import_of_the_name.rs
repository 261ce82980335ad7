mod alpha;

pub use alpha as products;
