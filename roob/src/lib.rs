//! Roob.
