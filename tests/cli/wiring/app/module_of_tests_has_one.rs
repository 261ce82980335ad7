pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::App;

pub fn app(db: Db) -> App {
    App::new( )
}

#[cfg(test)]
mod tests {
    fn app(db: super::Db) -> super::App {
        super::App::new().controller(super::controllers::Products::new(super::services::ProductService::new(db)))
    }
}
