pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app( db: Db ) -> App {
    App::new() // all
        .controller(controllers::Products::new(services::ProductService::new(db.clone())))
}
