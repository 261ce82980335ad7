pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub struct State {
    db: Db,
}

pub fn app(State { db }: State) -> App {
    App::new()
}
