pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    let mut app = App::new( );
    for debug in [true, false] {
        app = app.debug(debug);
    }
    app
}
