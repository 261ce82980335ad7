mod alpha; pub use alpha::Alpha; pub fn two() -> u8 {
    2
}
