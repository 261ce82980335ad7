//! The handler that load balancers ask.

use crate::readiness::Readiness;
use crate::response::{IntoResponse, Json};
use http::StatusCode;
use serde_json::json;

/// Answers 200 with `{"status":"ready"}`, and 503 with `{"status":"stopping"}` from the moment the
/// program is told to stop. That is no failure, so the log is not told.
///
/// With a delay between that moment and the end of listening (`Server::drain_delay`) load balancers
/// notice in time.
///
/// ```
/// use roob::testing::{TestClient, block_on};
/// use roob::{App, get};
///
/// let client = TestClient::new(App::new().route("/readyz", get(roob::ready)));
/// block_on(async {
///     client.get("/readyz").await.assert_ok();
///     client.stop().await;
///     client.get("/readyz").await.assert_status(503).assert_text(r#"{"status":"stopping"}"#);
/// });
/// ```
pub async fn ready(readiness: Readiness) -> impl IntoResponse {
    let (status, word) = match readiness.is_ready() {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
    };
    (status, ([("cache-control", "no-store")], Json(json!({ "status": word }))))
}
