pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

#[cfg(unix)]
pub fn app(db: Db) -> App { App::new() }
#[cfg(not(unix))]
pub fn app(db: Db) -> App { App::new() }
