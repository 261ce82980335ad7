//! What it costs to have a client before a test asks anything: an app of fifty routes, and who asks it.
//!
//! `client` prints a table: microseconds, the median of alternating rounds with the smallest and the
//! largest, and allocations. `client WHAT COUNT` does one of them, for a profiler.

#[path = "../dispatch/figures.rs"]
mod figures;

use axum_test::{TestServer, Transport};
use figures::Figures;
use poem::{Route, RouteMethod};
use roob::testing::TestClient;
use roob::{App, Path, Service, delete, get, post, put};
use std::hint::black_box;
use std::process::ExitCode;

const ROUNDS: usize = 9;
const MADE: u32 = 2_000;

/// What is made, by whom, and of what.
type Maker = (&'static str, fn());

const MAKERS: [Maker; 6] = [
    ("roob App", || drop(black_box(app()))),
    ("roob App::build", || drop(black_box(service()))),
    ("roob TestClient::new, app and build included", || drop(black_box(TestClient::new(app())))),
    ("roob TestClient::of a service", || {
        SERVICE.with(|service| drop(black_box(TestClient::of(service.clone()))));
    }),
    ("axum Router and axum-test TestServer", || {
        drop(black_box(TestServer::builder().transport(Transport::MockHttp).build(axum())));
    }),
    ("poem Route and TestClient", || drop(black_box(poem::test::TestClient::new(poem())))),
];

/// The place of the peer that the others are compared with.
const AXUM: usize = 4;

thread_local!(static SERVICE: Service = service());

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let known = |name: &str| MAKERS.iter().find(|(known, _)| *known == name);
    match &arguments[..] {
        [] => print(),
        [name, count] if known(name).is_some() && count.parse::<u32>().is_ok() => {
            let count = count.parse().unwrap_or_default();
            known(name).into_iter().for_each(|(_, make)| (0..count).for_each(|_| make()));
        }
        _ => {
            eprintln!("usage: client [WHAT COUNT]\nwhat: {:?}", MAKERS.map(|(name, _)| name));
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn print() {
    let mut all = MAKERS.map(|_| Figures::default());
    for _ in 0..ROUNDS {
        for ((_, make), figures) in MAKERS.iter().zip(&mut all) {
            figures.round(MADE, make);
        }
    }
    println!("| made | ns, median (min–max) | allocations | bytes | × axum |");
    println!("|---|---:|---:|---:|---:|");
    for ((name, _), figures) in MAKERS.iter().zip(&all) {
        println!("| {name} | {} | {:.2} |", figures.cells(), figures.ratio(&all[AXUM]));
    }
}

/// Ten resources of five routes each.
const RESOURCES: [&str; 10] = [
    "/users", "/orders", "/products", "/carts", "/invoices", "/reviews", "/coupons", "/addresses",
    "/payments", "/shipments",
];

fn app() -> App {
    RESOURCES.iter().fold(App::new(), |app, path| {
        let one = format!("{path}/{{id:d}}");
        app.route(*path, get(list))
            .route(*path, post(create))
            .route(&one, get(show))
            .route(&one, put(show))
            .route(&one, delete(show))
    })
}

fn service() -> Service {
    let service = app().build().expect("an app without mistakes");
    assert_eq!(service.routes().len(), 50);
    service
}

async fn list() -> &'static str {
    "all"
}

async fn create() -> &'static str {
    "new"
}

async fn show(Path(id): Path<u64>) -> String {
    id.to_string()
}

fn axum() -> axum::Router {
    RESOURCES.iter().fold(axum::Router::new(), |router, path| {
        let one = axum::routing::get(axum_show).put(axum_show).delete(axum_show);
        router
            .route(path, axum::routing::get(list).post(create))
            .route(&format!("{path}/{{id}}"), one)
    })
}

async fn axum_show(axum::extract::Path(id): axum::extract::Path<u64>) -> String {
    id.to_string()
}

fn poem() -> Route {
    RESOURCES.iter().fold(Route::new(), |route, path| {
        let one: RouteMethod = poem::get(poem_show).put(poem_show).delete(poem_show);
        route.at(path, poem::get(poem_list).post(poem_list)).at(format!("{path}/:id"), one)
    })
}

#[poem::handler]
fn poem_list() -> &'static str {
    "all"
}

#[poem::handler]
fn poem_show(poem::web::Path(id): poem::web::Path<u64>) -> String {
    id.to_string()
}
