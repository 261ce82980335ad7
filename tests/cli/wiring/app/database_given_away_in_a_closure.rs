pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    let health = move || controllers::Health::new(db.clone());
    App::new().controller(health())
}
