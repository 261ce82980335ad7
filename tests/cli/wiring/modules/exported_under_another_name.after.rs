mod products;

pub use products::Products as Goods;
pub use products::Products;
