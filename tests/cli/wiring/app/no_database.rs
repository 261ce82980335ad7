pub mod controllers;
pub mod data;
pub mod services;

use roob::App;

pub fn app() -> App {
    App::new()
}
