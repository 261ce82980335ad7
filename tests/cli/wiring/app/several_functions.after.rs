pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn admin_app() -> App {
    App::new()
}

pub fn app(db: Db) -> App {
    App::new( )
        .controller(controllers::Products::new(services::ProductService::new(db.clone()))).mount("/admin", admin_app())
}
