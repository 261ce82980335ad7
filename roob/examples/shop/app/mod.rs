//! The shop, as the server and the tests use it.

#![allow(unreachable_pub)] // as in a project, where the layers are a library

mod controllers;
mod data;
mod services;

use controllers::Products;
use data::Inventory;
use roob::App;
use services::ProductService;

/// The whole application with the data it starts with.
pub fn app() -> App {
    let service = ProductService::new(Inventory::sample(), data::sample_products());
    App::new().controller(Products::new(service))
}
