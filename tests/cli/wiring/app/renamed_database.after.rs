pub mod controllers;
pub mod data;
pub mod services;

use data::{self as store, Db as Pool};

pub fn app(pool: Pool) -> roob::App {
    let _: Option<store::Db> = None;
    roob::App::new( )
        .controller(controllers::Products::new(services::ProductService::new(pool.clone())))
}
