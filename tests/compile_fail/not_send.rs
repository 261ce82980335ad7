use roob::{App, get};
use std::rc::Rc;

async fn count() -> String {
    let count = Rc::new(1);
    std::future::ready(()).await;
    count.to_string()
}

fn main() {
    let _ = App::new().route("/", get(count));
}
