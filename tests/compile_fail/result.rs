use roob::{App, get};

struct Basket;

async fn show() -> Basket {
    Basket
}

fn main() {
    let _ = App::new().route("/", get(show));
}
