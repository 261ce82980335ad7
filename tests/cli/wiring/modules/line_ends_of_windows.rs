mod alpha;
mod zeta;

pub use alpha::Alpha;
pub use zeta::Zeta;
