pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    let db = std::sync::Arc::new(db);
    App::new().controller(controllers::Health::new((*db).clone()))
}
