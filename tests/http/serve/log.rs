use super::support::{Running, app};
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

/// Writes down the events of the access log, without the time that they took.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "micros" => self.0.push_str("micros "),
            name => write!(self.0, "{name}={value:?} ").unwrap(),
        }
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "roob::access"
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("{} ", event.metadata().level()));
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0.trim_end().to_owned());
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// The recorder is of this thread only, and so is the runtime.
#[tokio::test]
async fn each_request_is_one_event_that_names_the_route_and_not_the_query() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.ask("GET /hello/ada?token=secret HTTP/1.1\r\nhost: a\r\n\r\n").await;
    client.ask("PUT /nowhere HTTP/1.1\r\nhost: a\r\n\r\n").await;
    client.ask("GET /panic HTTP/1.1\r\nhost: a\r\nx-request-id: r1\r\n\r\n").await;
    client.ask("GET /secret HTTP/1.1\r\n\r\n").await;
    let body =
        r#"{"message":"Unhandled exception occurred","cause":"panicked: the handler's own"}"#;
    assert_eq!(
        *recorder.0.lock().unwrap(),
        [
            "INFO message=GET /hello/ada method=\"GET\" route=\"/hello/{name}\" status=200 micros bytes=9".to_owned(),
            "INFO message=PUT /nowhere method=\"PUT\" status=404 micros bytes=53".to_owned(),
            format!("INFO message=GET /panic method=\"GET\" route=\"/panic\" status=500 micros bytes={} request_id=\"r1\"", body.len()),
            "INFO message=refused: Request has no Host header status=400 bytes=40".to_owned(),
        ]
    );
}
