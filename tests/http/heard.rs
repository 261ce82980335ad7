//! A subscriber of one thread that keeps all that the log is told, as text.
#![allow(clippy::unwrap_used)] // the helpers of tests may, as the tests do

use std::io;
use std::sync::{Arc, Mutex};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::Layer;
use tracing_subscriber::fmt::format::{DefaultFields, FmtSpan, Format, Full};
use tracing_subscriber::prelude::*;

/// Listens as long as it lives.
pub(crate) struct Heard {
    text: Text,
    _listening: DefaultGuard,
}

/// What a layer writes.
#[derive(Clone, Default)]
pub(crate) struct Text(Arc<Mutex<Vec<u8>>>);

impl Heard {
    /// Hears these targets, and what is below them.
    pub(crate) fn only<const N: usize>(targets: [&str; N]) -> Self {
        Self::with(targets.into_iter().map(|target| (target, LevelFilter::TRACE)).collect())
    }

    /// Hears everything.
    pub(crate) fn all() -> Self {
        Self::with(Targets::new().with_default(LevelFilter::TRACE))
    }

    fn with(filter: Targets) -> Self {
        let text = Text::default();
        let layer = text.layer().with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
        let subscriber = tracing_subscriber::registry().with(layer.with_filter(filter));
        Self { text, _listening: tracing::subscriber::set_default(subscriber) }
    }

    /// All that was said, to the letter.
    pub(crate) fn text(&self) -> String {
        self.text.text()
    }

    /// The lines without the times that requests took.
    pub(crate) fn lines(&self) -> String {
        without_micros(&self.text())
    }
}

impl Text {
    /// A layer that writes here, one line an event.
    pub(crate) fn layer<S>(
        &self,
    ) -> Layer<S, DefaultFields, Format<Full, ()>, impl Fn() -> Self + use<S>> {
        let text = self.clone();
        let layer = tracing_subscriber::fmt::layer();
        layer.with_writer(move || text.clone()).with_ansi(false).without_time()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn without_micros(text: &str) -> String {
    let mut parts = text.trim().split("micros=");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + "micros=_" + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
