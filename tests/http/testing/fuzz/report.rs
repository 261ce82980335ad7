//! What is told of requests that found nothing.

use super::super::panics::panic_of;
use roob::testing::{TestClient, block_on};
use roob::{App, Error, get};

#[test]
fn the_report_counts_statuses_by_route() {
    let client = TestClient::new(
        App::new()
            .route("/fine", get(|| "fine"))
            .route("/never", get(|| async { Err::<(), _>(Error::not_found("never")) })),
    );
    let report = block_on(client.fuzz().requests(200).seed(3).run());
    assert_eq!(report.requests(), 200);
    assert_eq!(report.unreached().collect::<Vec<_>>(), ["GET /never"]);
    insta::assert_snapshot!(report, @r#"
    GET /fine   200 × 87
    GET /never  404 × 81
    no route    204 × 2, 400 × 1, 404 × 15, 405 × 14
    "#);
}

#[test]
fn routes_can_be_chosen() {
    let app = || App::new().route("/api/a", get(|| "a")).route("/api/b", get(|| "b"));
    let client = TestClient::new(app().route("/admin", get(|| "admin")));
    let report = block_on(client.fuzz().requests(20).only("/api").skip("/api/b").run());
    assert_eq!(report.to_string().lines().count(), 2, "{report}");
    assert!(report.to_string().starts_with("GET /api/a"));
    let line = line!() + 1;
    let fuzz = client.fuzz().only("/nothing");
    let message = format!(
        "there is no route to ask: the app has 3, and `only` and `skip` leave none\n\
         fuzz at {}:{line}:23",
        file!()
    );
    let (text, _) = panic_of(|| block_on(fuzz.run()));
    assert_eq!(text, message);
}
