pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

/** The app,
    of course. */
#[doc = "App::new()"]
pub fn app(/* the */ db: Db) -> App {
    App::new( )
        .controller(controllers::Products::new(services::ProductService::new(db.clone())))
}
