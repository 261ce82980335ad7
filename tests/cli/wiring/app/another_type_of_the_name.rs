pub mod controllers;
pub mod data;
pub mod services;

mod legacy {
    pub struct Products;

    impl Products {
        pub fn new() -> Self {
            Self
        }
    }
}

use data::Db;
use legacy::Products;
use roob::App;

pub fn app(db: Db) -> App {
    let _ = Products::new();
    App::new( )
}
