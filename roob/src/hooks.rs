//! What an app does before its first request and after its last.

use crate::endpoint::BoxFuture;
use crate::error::{BoxError, Error, chain};
use crate::unwind::caught;
use std::fmt;
use std::future::Future;
use std::panic::Location;
#[cfg(any(feature = "serve", feature = "testing"))]
use std::time::Duration;

/// A function of the author's, and when it runs.
pub(crate) struct Hook {
    pub(crate) moment: Moment,
    pub(crate) location: &'static Location<'static>,
    run: Box<dyn Fn() -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Start,
    Stop,
}

/// A hook that failed: by an error, by a panic, or because it took too long.
#[derive(Debug)]
pub struct HookError {
    moment: Moment,
    location: &'static Location<'static>,
    cause: BoxError,
}

impl Hook {
    pub(crate) fn new<F, R>(moment: Moment, location: &'static Location<'static>, run: F) -> Self
    where
        F: FnOnce() -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        Self { moment, location, run: Box::new(move || Box::pin(run.clone()())) }
    }

    pub(crate) async fn run(&self) -> Result<(), HookError> {
        // The call may panic as well.
        let future = Box::pin(async { Ok::<_, Error>((self.run)().await) });
        let result = match caught(future).await {
            Ok(result) => result,
            Err(panic) => Err(panic.cause_chain().unwrap_or_default().into()),
        };
        result.map_err(|cause| self.failed(cause))
    }

    /// It had `time` and is not done.
    #[cfg(any(feature = "serve", feature = "testing"))]
    pub(crate) fn late(&self, time: Duration) -> HookError {
        self.failed(format!("it took longer than {time:?}").into())
    }

    /// Nobody waits for it any longer.
    #[cfg(feature = "serve")]
    pub(crate) fn interrupted(&self) -> HookError {
        self.failed("a second signal came before it was done".into())
    }

    fn failed(&self, cause: BoxError) -> HookError {
        HookError { moment: self.moment, location: self.location, cause }
    }
}

impl HookError {
    /// Where the hook was registered.
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }
}

impl fmt::Display for HookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { moment, location, cause } = self;
        write!(f, "`{moment}` at {location} failed: {}", chain(cause.as_ref()))
    }
}

/// Its cause is in the text already.
impl std::error::Error for HookError {}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "on_start",
            Self::Stop => "on_stop",
        })
    }
}
