pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub const HELP: &str = r#"
pub fn app(db: Db) -> App { App::new().controller(controllers::Products::new("db")) }
"#;

pub fn app(db: Db) -> App {
    App::new( )
}
