pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

fn with_layers(app: App) -> App {
    app.debug(true)
}

pub fn app(db: Db) -> App {
    with_layers( App::new() )
}
