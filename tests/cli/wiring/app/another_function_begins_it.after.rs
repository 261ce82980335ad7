pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

fn base() -> App {
    App::new().debug(true)
}

pub fn app(db: Db) -> App {
    base()
        .controller(controllers::Health::new(db.clone())) // first
        .controller(controllers::Products::new(services::ProductService::new(
            db.clone(),
        )))
        .log_paths(true)
}
