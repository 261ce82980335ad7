pub(crate) mod alpha;
pub(self) mod zeta;

pub(crate) use alpha::Alpha;
pub use zeta::*;
