mod alpha; // the last

pub use alpha::Alpha; /* too */
