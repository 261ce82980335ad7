#[rustfmt::skip]
mod   zeta;
#[rustfmt::skip]
pub   use   zeta::Zeta;
