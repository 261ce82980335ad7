use roob::{App, get};

struct Basket;

async fn show(_basket: Basket) -> &'static str {
    "full"
}

fn main() {
    let _ = App::new().route("/", get(show));
}
