//! A server on a free port, and a client that sends and reads raw bytes.

use bytes::Bytes;
use futures_util::FutureExt;
use roob::serve::{Bound, Error, Server};
use roob::{App, Json, Path, Request, bytes, get, post};
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// No step of a test takes this long unless something hangs.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// The app that most tests serve.
pub(super) fn app() -> App {
    App::new()
        .route("/", get(|| "hello"))
        .route("/hello/{name}", get(|Path(name): Path<String>| format!("hello {name}")))
        .route("/echo", post(|body: Bytes| body))
        .route("/panic", get(panics))
        .route("/number", post(|Json(number): Json<u32>| number.to_string()))
        .body_limit(1000)
}

fn panics() -> &'static str {
    panic!("the handler's own")
}

/// A server that runs until it is stopped or dropped.
pub(super) struct Running {
    pub(super) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    end: JoinHandle<Result<(), Error>>,
}

impl Running {
    pub(super) async fn start(app: App) -> Self {
        Self::with(app, |server| server).await
    }

    pub(super) async fn with(app: App, settings: impl FnOnce(Server) -> Server) -> Self {
        let server = Server::new(app).unwrap().address("127.0.0.1:0").unwrap();
        Self::of(settings(server).bind().await.unwrap())
    }

    pub(super) fn of(bound: Bound) -> Self {
        let (stop, stopped) = oneshot::channel();
        let address = bound.address().ip().unwrap();
        let end = tokio::spawn(bound.run_until(stopped));
        Self { address, stop: Some(stop), end }
    }

    pub(super) async fn connect(&self) -> Client {
        Client(within(TcpStream::connect(self.address)).await.unwrap())
    }

    /// Tells the server to stop; `end` waits for it.
    pub(super) fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until nobody can connect any more.
    pub(super) async fn refuses(&self) {
        while let Ok(connected) = within(TcpStream::connect(self.address)).await {
            drop(connected);
            tokio::task::yield_now().await;
        }
    }

    pub(super) async fn end(self) -> Result<(), Error> {
        within(self.end).await.unwrap()
    }
}

pub(super) struct Client<S = TcpStream>(pub(super) S);

/// A response as it came: the head without the date, and the body by its length.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) head: String,
    pub(super) body: String,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub(super) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        within(self.0.write_all(bytes.as_ref())).await.unwrap();
    }

    /// Sends what the server may refuse to read to its end.
    pub(super) async fn try_send(&mut self, bytes: &[u8]) {
        let _ = within(self.0.write_all(bytes)).await;
    }

    /// Sends a request and reads its answer.
    pub(super) async fn ask(&mut self, request: &str) -> Answer {
        self.send(request).await;
        self.answer().await
    }

    /// Reads one answer that has a length.
    pub(super) async fn answer(&mut self) -> Answer {
        let head = self.head().await;
        let length = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        within(self.0.read_exact(&mut body)).await.unwrap();
        Answer { head, body: String::from_utf8(body).unwrap() }
    }

    /// Reads the head of an answer, to the empty line.
    pub(super) async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let byte = within(self.0.read_u8()).await;
            head.push(byte.unwrap_or_else(|error| panic!("{error} after {head:?}")));
        }
        let head = String::from_utf8(head).unwrap();
        head.split_inclusive("\r\n").filter(|line| !line.starts_with("date: ")).collect()
    }

    /// Reads to the end of the connection.
    pub(super) async fn rest(&mut self) -> String {
        let mut rest = String::new();
        within(self.0.read_to_string(&mut rest)).await.unwrap();
        rest
    }

    /// As `rest`, for a connection that the server may have reset.
    pub(super) async fn rest_or_reset(&mut self) -> String {
        let mut rest = Vec::new();
        let _ = within(self.0.read_to_end(&mut rest)).await;
        String::from_utf8(rest).unwrap()
    }
}

impl Answer {
    #[track_caller]
    pub(super) fn assert(&self, status: u16, body: &str) {
        assert_eq!((self.status(), self.body.as_str()), (status, body), "{}", self.head);
    }

    pub(super) fn status(&self) -> u16 {
        self.head[9..12].parse().unwrap()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// Runs `test` with a time that is short, but in which any machine should get something done; where
/// it was too short, with longer ones. What is wrong is wrong at each of them.
pub(super) async fn at_any_pace(test: impl AsyncFn(Duration)) {
    for millis in [200, 1000] {
        let attempt = AssertUnwindSafe(test(Duration::from_millis(millis)));
        if attempt.catch_unwind().await.is_ok() {
            return;
        }
    }
    test(Duration::from_secs(4)).await;
}

/// What `future` gives; a test that would hang fails instead.
#[track_caller]
pub(super) fn within<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
    let place = std::panic::Location::caller();
    async move {
        let done = timeout(PATIENCE, future).await;
        done.unwrap_or_else(|_| panic!("waited {PATIENCE:?} in vain at {place}"))
    }
}

/// A handler that says when it has begun, and ends when it is told to.
pub(super) struct Gate {
    pub(super) begun: tokio::sync::Semaphore,
    pub(super) open: tokio::sync::Semaphore,
}

impl Gate {
    pub(super) fn new() -> std::sync::Arc<Self> {
        let closed = || tokio::sync::Semaphore::new(0);
        std::sync::Arc::new(Self { begun: closed(), open: closed() })
    }

    pub(super) fn app(self: &std::sync::Arc<Self>) -> App {
        let gate = std::sync::Arc::clone(self);
        let slow = move |_: Request| {
            let gate = std::sync::Arc::clone(&gate);
            async move {
                gate.begun.add_permits(1);
                gate.open.acquire().await.unwrap().forget();
                "late"
            }
        };
        app().route("/slow", get(slow))
    }

    pub(super) async fn has_begun(&self) {
        within(self.begun.acquire()).await.unwrap().forget();
    }

    pub(super) fn open(&self) {
        self.open.add_permits(1);
    }
}
