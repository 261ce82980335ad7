pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App as Application;

pub fn app(db: Db) -> Application {
    Application::new( )
}
