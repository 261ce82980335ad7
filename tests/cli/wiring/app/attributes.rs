#![allow(clippy::all)]

pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

#[must_use]
#[rustfmt::skip]
#[inline(never)]
pub fn app(#[allow(unused)] db: Db) -> App {
    #[allow(clippy::let_and_return)]
    let app = App::new()
    .debug(true);
    app
}
