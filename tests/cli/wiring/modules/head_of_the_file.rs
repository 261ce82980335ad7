// Copyright: nobody.
mod zeta;

pub use zeta::Zeta;
