pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

macro_rules! make {
    ($app:expr) => {
        $app
    };
}

pub fn app(db: Db) -> App {
    make!(App::new().controller(controllers::Health::new(db)))
}
