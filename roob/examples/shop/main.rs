//! The application of Roob's first, Python life, with its layers: controllers take requests apart,
//! services know the rules, data is kept. `cargo run --example shop`, then
//! `curl localhost:8000/api/products`.

mod app;

#[tokio::main]
async fn main() -> Result<(), roob::serve::Error> {
    roob::run(app::app()).await
}
