pub mod controllers;
pub mod data;
pub mod services;

pub mod web {
    use roob::App;

    use crate::{controllers, data::Db};

    pub fn app( db: Db ) -> App {
        App::new().controller(controllers::Health::new(db.clone()))
    }
}

pub use web::app;
