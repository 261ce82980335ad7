pub mod controllers;
pub mod data;
pub mod services;

use controllers::Products;
use data::Db;
use roob::App;
use services::ProductService;

pub fn app(db: Db) -> App {
    api(App::new(), db)
}

fn api(app: App, db: Db) -> App {
    app.controller(Products::new(ProductService::new(db)))
}
