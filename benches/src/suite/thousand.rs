//! A thousand tests, each with a name, all of them `crate::walk`.

macro_rules! ones {
    ($($name:ident)*) => {$(
        #[tokio::test]
        async fn $name() {
            crate::walk().await;
        }
    )*};
}

macro_rules! tens {
    ($($name:ident)*) => {$(
        mod $name {
            ones!(a b c d e f g h i j);
        }
    )*};
}

macro_rules! hundreds {
    ($($name:ident)*) => {$(
        mod $name {
            tens!(a b c d e f g h i j);
        }
    )*};
}

hundreds!(a b c d e f g h i j);
