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
use roob::{App, Path, Service, get};
use std::hint::black_box;
use std::process::ExitCode;

const ROUNDS: usize = 9;
const MADE: u32 = 2_000;

/// What is made, by whom and of what; and a round of it.
type Maker = (&'static str, fn(&mut Figures, u32));

const MAKERS: [Maker; 6] = [
    ("roob TestClient::new of an app", |figures, count| {
        figures.round_of(count, app, TestClient::new);
    }),
    ("roob TestClient::of a service", |figures, count| {
        let service = service();
        figures.round(count, || drop(black_box(TestClient::of(service.clone()))));
    }),
    ("axum-test TestServer of a router", |figures, count| {
        let server = |router| TestServer::builder().transport(Transport::MockHttp).build(router);
        figures.round_of(count, axum, server);
    }),
    ("roob App and TestClient, made and dropped", |figures, count| {
        figures.round(count, || drop(black_box(TestClient::new(app()))));
    }),
    ("axum Router and TestServer, made and dropped", |figures, count| {
        let server = |router| TestServer::builder().transport(Transport::MockHttp).build(router);
        figures.round(count, || drop(black_box(server(axum()))));
    }),
    ("poem Route and TestClient, made and dropped", |figures, count| {
        figures.round(count, || drop(black_box(poem::test::TestClient::new(poem()))));
    }),
];

/// The place of the peer that the others are compared with.
const AXUM: usize = 4;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let known = |name: &str| MAKERS.iter().find(|(known, _)| *known == name);
    match &arguments[..] {
        [] => print(),
        [name, count] if known(name).is_some() && count.parse::<u32>().is_ok() => {
            let count = count.parse().unwrap_or_default();
            known(name).into_iter().for_each(|(_, round)| round(&mut Figures::default(), count));
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
        for ((_, round), figures) in MAKERS.iter().zip(&mut all) {
            round(figures, MADE);
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
    "/users",
    "/orders",
    "/products",
    "/carts",
    "/invoices",
    "/reviews",
    "/coupons",
    "/addresses",
    "/payments",
    "/shipments",
];

fn app() -> App {
    RESOURCES.iter().fold(App::new(), |app, path| {
        let one = format!("{path}/{{id:d}}");
        app.route(*path, get(list).post(create)).route(&one, get(show).put(show).delete(show))
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
