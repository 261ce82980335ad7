pub mod controllers;
pub mod data;
pub mod services;

use roob as web;

pub fn app(db: &data::Db) -> web::App {
    web::App::new().controller(controllers::Health::new( db.clone() ))
}
