pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

macro_rules! keep {
    ($db:expr) => {
        std::mem::forget($db)
    };
}

pub fn app(db: Db) -> App {
    keep!(db);
    App::new()
}
