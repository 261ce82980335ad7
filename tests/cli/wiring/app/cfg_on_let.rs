pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    #[cfg(debug_assertions)]
    let app = App::new().debug(true);
    #[cfg(not(debug_assertions))]
    let app = App::new();
    app
}
