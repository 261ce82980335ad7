//! A log that cannot be written: the subscriber that most programs have panics when the disk behind
//! standard error is full.

use super::support::{Running, app};
use roob::http::header::TRANSFER_ENCODING;
use roob::{Body, IntoResponse, Response, get};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tracing::{Event, Metadata, Subscriber, span};

/// Panics at every event, and counts them.
#[derive(Clone, Default)]
struct Full(Arc<AtomicUsize>);

impl Subscriber for Full {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("roob")
    }

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
        panic!("failed printing to stderr");
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

async fn lies() -> Result<Response, roob::Error> {
    let mut response = "honest".into_response()?;
    response.headers_mut().insert(TRANSFER_ENCODING, "gzip".parse().unwrap());
    Ok(response)
}

async fn breaks() -> Body {
    let pieces = ["begun"].map(|text| Ok(text.into())).into_iter();
    Body::stream(futures_util::stream::iter(pieces.chain([Err("broken")])))
}

/// The subscriber is of this thread only, and so is the runtime.
#[tokio::test]
async fn a_log_that_panics_keeps_no_client_from_its_answer() {
    let full = Full::default();
    let _guard = tracing::subscriber::set_default(full.clone());
    let app = app().debug(false).route("/lies", get(lies)).route("/breaks", get(breaks));
    // That it is full is told as well.
    let mut server = Running::with(app, |server| server.max_connections(1)).await;
    let mut client = server.connect().await;
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    client.ask("GET /lies HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "honest");
    let message = r#"{"message":"Unhandled exception occurred"}"#;
    client.ask("GET /panic HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(500, message);
    client.send("GET /breaks HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(client.rest().await.ends_with("\r\n\r\n5\r\nbegun\r\n"));
    drop(client);
    let mut client = server.connect().await;
    let message = r#"{"message":"Request has no Host header"}"#;
    client.ask("GET / HTTP/1.1\r\n\r\n").await.assert(400, message);
    server.stop();
    server.end().await.unwrap();
    // That the log was what it should be. How often it was told depends on the tests beside this one:
    // `tracing` asks all subscribers of a program whether anybody wants an event.
    assert!(full.0.load(Ordering::Relaxed) > 0);
}
