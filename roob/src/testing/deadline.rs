//! How long a test waits, so that none hangs.

use crate::timer::Alarm;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

/// A time that begins when somebody first has to wait: what is ready at once costs nothing, neither
/// a look at the clock nor a lock.
pub(super) struct Deadline {
    /// In milliseconds, because every request has room for this: 49 days are enough.
    limit: u32,
    /// How often something came, so that what always comes is stopped too.
    came: u8,
    alarm: Option<Box<Alarm>>,
}

/// It did not come in this time.
#[derive(Debug)]
pub(super) struct Late(pub(super) Duration);

/// How long a test waits where nothing else was said.
const DEFAULT: Duration = Duration::from_secs(30);

/// The environment variable that makes tests more patient.
const VARIABLE: &str = "ROOB_TEST_DEADLINE";

impl Deadline {
    /// `own` is what the test said; the environment may say more.
    pub(super) fn of(own: Option<Duration>) -> Self {
        let limit = limit(own).as_millis().try_into().unwrap_or(u32::MAX);
        Self { limit, came: 0, alarm: None }
    }

    pub(super) fn limit(&self) -> Duration {
        Duration::from_millis(self.limit.into())
    }

    /// What `future` gives, if it does in time. Several may share a deadline, one after the other.
    pub(super) fn within<F: Future>(
        &mut self,
        mut future: Pin<&mut F>,
    ) -> impl Future<Output = Result<F::Output, Late>> {
        poll_fn(move |context| match future.as_mut().poll(context) {
            Poll::Ready(_) if self.is_over() => Poll::Ready(Err(Late(self.limit()))),
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => self.poll(context).map(Err),
        })
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Late> {
        self.alarm().poll(context).map(|()| Late(self.limit()))
    }

    /// Looks at the clock every 256th time.
    fn is_over(&mut self) -> bool {
        self.came = self.came.wrapping_add(1);
        self.came == 0 && self.alarm().is_due()
    }

    fn alarm(&mut self) -> &mut Alarm {
        let limit = self.limit();
        self.alarm.get_or_insert_with(|| Box::new(Alarm::after(limit)))
    }
}

fn limit(own: Option<Duration>) -> Duration {
    let least = least();
    match own {
        Some(own) => least.map_or(own, |least| own.max(least)),
        None => least.unwrap_or(DEFAULT),
    }
}

/// The least that anything waits for, as the environment says.
///
/// # Panics
/// When the environment says something else than a time.
#[track_caller]
pub(super) fn least() -> Option<Duration> {
    static LEAST: OnceLock<Result<Option<Duration>, String>> = OnceLock::new();
    let least = LEAST.get_or_init(|| match std::env::var_os(VARIABLE) {
        Some(value) => seconds(&value.to_string_lossy()).map(Some),
        None => Ok(None),
    });
    match least {
        Ok(least) => *least,
        Err(wrong) => panic!("{wrong}"),
    }
}

fn seconds(value: &str) -> Result<Duration, String> {
    let seconds = value.parse().ok().and_then(|number| Duration::try_from_secs_f64(number).ok());
    seconds.filter(|time| !time.is_zero()).ok_or_else(|| {
        format!("{VARIABLE} is `{value}`, but has to be a number of seconds above 0, such as `600`")
    })
}
