pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

fn base(_: Db) -> App {
    App::new()
}

pub fn app(db: Db) -> App {
    base(db)
}
