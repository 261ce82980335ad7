//! The smallest service: text, a path parameter, JSON.
//!
//! ```sh
//! cargo run --example hello
//! curl http://127.0.0.1:8000/hello/Ada
//! curl http://127.0.0.1:8000/hello --json '{"name": "Ada"}'
//! ```

use roob::{App, Json, Path, get, post};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Person {
    name: String,
}

#[derive(Serialize)]
struct Greeting {
    message: String,
}

fn greeting(name: &str) -> Json<Greeting> {
    Json(Greeting { message: format!("Hello, {name}!") })
}

async fn greet(Path(name): Path<String>) -> Json<Greeting> {
    greeting(&name)
}

async fn greet_person(Json(person): Json<Person>) -> Json<Greeting> {
    greeting(&person.name)
}

fn app() -> App {
    App::new()
        .route("/", get(|| "Hello, world!"))
        .route("/hello", post(greet_person))
        .route("/hello/{name}", get(greet))
}

#[tokio::main]
async fn main() -> Result<(), roob::serve::Error> {
    roob::run(app()).await
}
