pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    App::new() /* the /* inner */ app */
        .controller(controllers::Health::new(db.clone())) /* the last */
        .controller(controllers::Products::new(services::ProductService::new(db.clone()))) .debug(true) /* over
        lines */
}
