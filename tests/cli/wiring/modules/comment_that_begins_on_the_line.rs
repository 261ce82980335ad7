mod alpha; /* it begins
mod products; and ends */

pub use alpha::Alpha; /* and
again */
