use roob::{App, Request, Response};

async fn timing(_request: Request) -> Response {
    Response::default()
}

fn main() {
    let _ = App::new().wrap(timing);
}
