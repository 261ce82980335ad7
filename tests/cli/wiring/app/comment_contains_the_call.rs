pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

// .controller(controllers::Products::new(services::ProductService::new(db.clone())))
/// Not yet: `App::new().controller(controllers::Products::new(..))`
pub fn app(db: Db) -> App {
    /* App::new().controller(controllers::Products::new(db)) */
    App::new() // .controller(controllers::Products::new(db))
        .controller(controllers::Health::new(db.clone())) // App::new()
        // .controller(controllers::Products::new(services::ProductService::new(db)))
}
