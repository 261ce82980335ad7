#[cfg(not(miri))]
pub mod controllers;
#[cfg_attr(miri, allow(unused))]
pub mod data;
pub mod services;

use data::Db;
use roob::App;

#[cfg(not(miri))]
pub fn app(db: Db) -> App {
    App::new( )
}
