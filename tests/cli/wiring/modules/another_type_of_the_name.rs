mod alpha;

pub use alpha::Alpha as Products;
