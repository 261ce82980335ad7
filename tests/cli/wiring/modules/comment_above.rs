mod alpha;
// About
// zeta.
mod zeta;

// All of them.
pub use alpha::Alpha;
pub use zeta::Zeta;
