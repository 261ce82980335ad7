//! Größe: 🦀

pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

/* äöü */ pub fn app(db: Db) -> App { /* 🦀🦀 */ App::new()
    .controller(controllers::Products::new(services::ProductService::new(db.clone()))) /* ß */ .debug(true) }
