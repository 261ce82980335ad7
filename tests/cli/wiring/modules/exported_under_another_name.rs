mod products;

pub use products::Products as Goods;
