pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    if cfg!(debug_assertions) { App::new().debug(true) } else { App::new() }
}
