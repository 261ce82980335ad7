//! The body of a response, piece by piece.

use super::reader::{Parts, Reader};
use super::waiting::waiting;
use bytes::Bytes;
use std::panic::Location;
use std::time::Duration;

/// The body of a response while it comes, from [`TestResponse::pieces`](super::TestResponse::pieces).
///
/// Everything that waits has a deadline, that of the request where none is given, and panics when it
/// passes, with what came until then. Dropping this is a client that goes away.
///
/// ```
/// use futures_util::stream;
/// use roob::testing::{TestClient, block_on};
/// use roob::{App, Body, bytes::Bytes, get};
/// use std::convert::Infallible;
///
/// async fn count() -> Body {
///     Body::stream(stream::iter(["one", "two", "three"].map(|n| Ok::<_, Infallible>(Bytes::from(n)))))
/// }
///
/// block_on(async {
///     let response = TestClient::new(App::new().route("/", get(count))).get("/").streamed().await;
///     let mut pieces = response.assert_ok().pieces();
///     assert_eq!(pieces.next().await, "one");
///     assert_eq!(pieces.rest().await, "twothree");
/// });
/// ```
pub struct Pieces(pub(super) Reader<Whatever>);

/// Pieces as they come.
#[derive(Default)]
pub(super) struct Whatever(Option<Bytes>);

impl Parts for Whatever {
    type Part = Bytes;

    const NAME: &'static str = "piece";
    const ONE: &'static str = "a piece";

    fn push(&mut self, piece: Bytes) {
        self.0 = Some(piece);
    }

    fn next(&mut self) -> Option<(Bytes, Bytes)> {
        self.0.take().map(|piece| (piece.clone(), piece))
    }

    fn left(&self) -> usize {
        0
    }

    fn take_left(&mut self) -> Bytes {
        Bytes::new()
    }

    fn brief(piece: &Bytes) -> String {
        format!("`{}`", piece.escape_ascii())
    }
}

waiting!(Pieces, Bytes, "piece, which is not empty", "pieces");

impl Pieces {
    /// All that comes until the end, as one.
    ///
    /// # Panics
    /// When the end does not come in time or within 16 MiB, or the stream breaks off.
    #[track_caller]
    pub fn rest(&mut self) -> impl Future<Output = Bytes> + Send {
        let pieces = self.0.rest(Location::caller());
        async { pieces.await.concat().into() }
    }
}
