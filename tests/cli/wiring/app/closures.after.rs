pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    let health = || controllers::Health::new(db.clone());
    let none = || { return App::new(); };
    drop(none());
    App::new().controller( health() )
        .controller(controllers::Products::new(services::ProductService::new(db.clone())))
}
