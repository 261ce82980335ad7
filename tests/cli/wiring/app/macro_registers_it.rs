pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

macro_rules! assemble {
    ($($it:tt)*) => {
        App::new().controller($($it)*)
    };
}

pub fn app(db: Db) -> App {
    assemble!(controllers :: Products :: new (services::ProductService::new(db)))
}
