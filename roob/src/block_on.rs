//! A future driven by the thread that asks for it.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};

/// Waits for `future` on this thread, which sleeps in between. It needs no runtime, so a plain
/// `#[test]` can send requests; what the handlers themselves await may need one, such as the timers
/// and sockets of tokio.
///
/// ```
/// use roob::testing::{TestClient, block_on};
/// use roob::{App, get};
///
/// let client = TestClient::new(App::new().route("/", get(|| "hello")));
/// block_on(client.get("/")).assert_text("hello");
/// ```
#[cfg_attr(not(feature = "testing"), expect(unreachable_pub))]
pub fn block_on<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    let waker = Arc::new(Sleeper(thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        // A wake between the poll and here is not lost: it makes `park` return at once.
        thread::park();
    }
}

/// A thread that waits for a future.
struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
