pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: &Db) -> App {
    let other = db;
    App::new().controller( controllers::Health::new(other.clone()) )
        .controller(controllers::Products::new(services::ProductService::new(db.clone())))
}
