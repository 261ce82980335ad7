mod alpha;
mod products; /* it begins
mod products; and ends */

pub use alpha::Alpha;
pub use products::Products; /* and
again */
