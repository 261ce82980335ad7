pub mod controllers;
pub mod data;
pub mod services;

use data::Db;
use roob::{App, Next, Request, Response};

pub fn app(db: Db) -> App {
    App::new()
        .controller(controllers::Health::new(db.clone()))
        .wrap(timing) // the outermost
        .request_ids(true)
}

async fn timing(request: Request, next: Next) -> Response {
    next.run(request).await
}
