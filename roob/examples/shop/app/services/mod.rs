//! Services: the rules, and nothing of HTTP.

mod products;

pub use products::{ProductError, ProductService};
