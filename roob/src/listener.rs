//! What a request says to the log, kept for its failure card. Whoever listens besides hears the same
//! as without a test client.

use crate::witness;
use std::fmt::{self, Write};
use std::sync::{LazyLock, Mutex, PoisonError};
use tracing::dispatcher::{DefaultGuard, Dispatch, WeakDispatch, get_default, set_default};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, NoSubscriber};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_core::span::Current;

/// Keeps the lines of this thread's witness and passes everything on.
pub(crate) struct Listener {
    /// Who listened before. Spans that are held longer than its own guard do not keep it alive.
    outer: WeakDispatch,
}

/// A subscriber of somebody else, and what stands in front of it.
struct Known {
    /// `Dispatch` cannot be compared. As text it is an address: of the subscriber for one of the whole
    /// program, else of where the `Dispatch` itself stands, which the next subscriber of a thread has
    /// again once this one is gone. (Of two that take turns at one place, both alive, the first hears
    /// both.)
    address: String,
    outer: WeakDispatch,
    listener: Dispatch,
}

/// Where nobody else listens.
///
/// There are two of it, because `tracing` asks all dispatchers whether a place in the code is of
/// interest only if there are several. If there is one, it asks that of the current thread and
/// remembers the answer for all, so a place that was first reached outside of a request would be
/// silent ever after.
static ALONE: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [0, 1].map(|_| Listener::before(&Dispatch::none())));

/// To register a dispatcher is slow, so there is one for each subscriber and not for each request.
/// Before them is room to write down the address that is looked for.
static KNOWN: Mutex<(String, Vec<Known>)> = Mutex::new((String::new(), Vec::new()));

/// Events of this level are kept, and those above it.
const KEPT: Level = Level::DEBUG;

/// The longest line that is kept, in bytes.
const LONGEST: usize = 500;

/// What the framework itself says of a request, which a witness knows already.
const KNOWN_ALREADY: [&str; 2] = ["roob::report", "roob::access"];

/// Listens on this thread as long as the guard lives; without a guard it does already, as when a
/// handler that is tested uses a test client.
pub(crate) fn listen() -> Option<DefaultGuard> {
    let outer = get_default(Clone::clone);
    if outer.is::<NoSubscriber>() {
        Some(set_default(&ALONE[0]))
    } else if outer.is::<Listener>() {
        None
    } else {
        Some(set_default(&before(&outer)))
    }
}

/// The listener in front of `outer`.
fn before(outer: &Dispatch) -> Dispatch {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let (address, known) = &mut *known;
    address.clear();
    // A string takes all that is written to it.
    let _ = write!(address, "{outer:?}");
    let is_same = |known: &&Known| known.address == *address && known.is_alive();
    if let Some(same) = known.iter().find(is_same) {
        return same.listener.clone();
    }
    known.retain(Known::is_alive);
    let (outer, listener) = (outer.downgrade(), Listener::before(outer));
    known.push(Known { address: address.clone(), outer, listener: listener.clone() });
    listener
}

impl Known {
    fn is_alive(&self) -> bool {
        self.outer.upgrade().is_some()
    }
}

impl Listener {
    fn before(outer: &Dispatch) -> Dispatch {
        Dispatch::new(Self { outer: outer.downgrade() })
    }

    /// Whether anybody else listens.
    pub(crate) fn is_heard(&self) -> bool {
        !self.outer().is::<NoSubscriber>()
    }

    fn outer(&self) -> Dispatch {
        self.outer.upgrade().unwrap_or_else(Dispatch::none)
    }
}

/// Ids of spans are those of the outer subscriber, which is asked about everything that is not kept.
impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_kept(metadata) { Interest::always() } else { Interest::sometimes() }
    }

    fn max_level_hint(&self) -> Option<tracing::level_filters::LevelFilter> {
        Some(KEPT.into())
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_kept(metadata) || self.outer().enabled(metadata)
    }

    fn event(&self, event: &Event<'_>) {
        let (outer, metadata) = (self.outer(), event.metadata());
        let is_kept = is_kept(metadata);
        if is_kept && !KNOWN_ALREADY.contains(&metadata.target()) {
            witness::logged(Line::of(event));
        }
        // Those that are not kept are here because `outer` said so; a filter must not be asked twice.
        if !is_kept || outer.enabled(metadata) {
            outer.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.outer().new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.outer().record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.outer().record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.outer().enter(span);
    }

    fn exit(&self, span: &Id) {
        self.outer().exit(span);
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.outer().clone_span(span)
    }

    fn try_close(&self, span: Id) -> bool {
        self.outer().try_close(span)
    }

    fn current_span(&self) -> Current {
        self.outer().current_span()
    }
}

fn is_kept(metadata: &Metadata<'_>) -> bool {
    metadata.is_event() && *metadata.level() <= KEPT
}

/// `LEVEL target: message field=value`.
struct Line {
    text: String,
    fields: String,
}

impl Line {
    fn of(event: &Event<'_>) -> String {
        let metadata = event.metadata();
        let text = format!("{} {}:", metadata.level(), metadata.target());
        let mut line = Self { text, fields: String::new() };
        event.record(&mut line);
        line.text.push_str(&line.fields);
        shortened(line.text)
    }

    fn push(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        let _ = match field.name() {
            "message" => write!(self.text, " {value}"),
            name => write!(self.fields, " {name}={value}"),
        };
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.push(field, format_args!("{value}")),
            _ => self.push(field, format_args!("{value:?}")),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.push(field, format_args!("{value:?}"));
    }
}

fn shortened(mut line: String) -> String {
    if line.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| line.is_char_boundary(*at));
        line.truncate(end.unwrap_or_default());
        line.push('…');
    }
    line
}
