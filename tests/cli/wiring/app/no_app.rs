pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn other(db: Db) -> App {
    App::new()
}
