mod alpha;
pub mod products;

pub use self::{alpha::Alpha, products::{self as other, Products}};
