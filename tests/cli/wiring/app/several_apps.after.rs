pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    let admin = App::new().controller(controllers::Health::new(db.clone()));
    App::new()
        .controller(controllers::Products::new(services::ProductService::new(db.clone()))).mount("/admin", admin).mount("/other", App::new())
}
