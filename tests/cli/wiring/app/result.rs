pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub async fn app(db: Db) -> Result<App, std::fmt::Error> {
    Ok( App::new() )
}
