macro_rules! modules {
    ($($all:tt)*) => {
        $($all)*
    };
}

modules! { mod products; pub use products::Products; }
