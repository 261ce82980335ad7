//! One event of a stream of server-sent events.

use crate::error::BoxError;
use serde::Serialize;
use std::fmt::{self, Display};
use std::time::Duration;

/// An event, as the format of server-sent events has it (WHATWG HTML, 9.2.6).
///
/// ```
/// use roob::Event;
/// let event = Event::data("two\nlines").event("note").id("7");
/// assert_eq!(event.to_string(), "data: two\ndata: lines\nevent: note\nid: 7\n\n");
/// ```
///
/// A name or an id that cannot be sent makes an event that cannot be sent either: the stream breaks
/// off there and the log says why. [`checked`](Self::checked) says it before, for names and ids that
/// come from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "an event is sent by a stream of them"]
pub struct Event {
    lines: String,
    wrong: Option<EventError>,
}

/// Why an event cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventError {
    /// Its name has a line break.
    Name(String),
    /// Its id has a line break, or a NUL, which clients do not take.
    Id(String),
    /// Its data does not serialize.
    Data(String),
}

/// What a stream of events may give: an [`Event`], a type of your own, or a `Result` of these.
pub trait IntoEvent {
    /// The event, or why the stream ends here.
    ///
    /// # Errors
    /// Whatever keeps the value from being sent. It goes to the log.
    fn into_event(self) -> Result<Event, BoxError>;
}

impl Event {
    /// An event with this text. Each line of it is a `data` field; clients put them together again,
    /// and do not tell LF from CRLF or CR.
    pub fn data(text: impl AsRef<str>) -> Self {
        Self::empty().lines("data", text.as_ref())
    }

    /// An event with `value` as JSON.
    pub fn json(value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => Self::data(text),
            Err(error) => Self::empty().wrong(EventError::Data(error.to_string())),
        }
    }

    /// An event without data. Clients take its [`id`](Self::id) and its [`retry`](Self::retry), and
    /// tell nobody.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Names the kind of the event; without a name it is a `message`.
    pub fn event(self, name: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        if name.contains(['\r', '\n']) {
            return self.wrong(EventError::Name(name.to_owned()));
        }
        self.line("event", name)
    }

    /// What a client that comes back sends as its [`LastEventId`](crate::LastEventId).
    pub fn id(self, id: impl AsRef<str>) -> Self {
        let id = id.as_ref();
        if id.contains(['\r', '\n', '\0']) {
            return self.wrong(EventError::Id(id.to_owned()));
        }
        self.line("id", id)
    }

    /// How long clients wait before they come back, in whole milliseconds.
    pub fn retry(self, time: Duration) -> Self {
        self.line("retry", time.as_millis())
    }

    /// Adds lines that clients leave out.
    pub fn comment(self, text: impl AsRef<str>) -> Self {
        self.lines("", text.as_ref())
    }

    /// The event, when it can be sent.
    ///
    /// # Errors
    /// [`EventError`] says what is wrong with which value, the first if there are several.
    pub fn checked(self) -> Result<Self, EventError> {
        match self.wrong {
            Some(wrong) => Err(wrong),
            None => Ok(self),
        }
    }

    fn wrong(mut self, wrong: EventError) -> Self {
        self.wrong.get_or_insert(wrong);
        self
    }

    fn lines(self, field: &str, text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        text.split(['\r', '\n']).fold(self, |event, line| event.line(field, line))
    }

    fn line(mut self, field: &str, value: impl Display) -> Self {
        // With a space always, because clients take one away.
        self.lines.push_str(&format!("{field}: {value}\n"));
        self
    }
}

/// As it is sent.
impl Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.lines)
    }
}

impl IntoEvent for Event {
    fn into_event(self) -> Result<Self, BoxError> {
        Ok(self)
    }
}

impl<T: IntoEvent, E: Into<BoxError>> IntoEvent for Result<T, E> {
    fn into_event(self) -> Result<Event, BoxError> {
        self.map_err(Into::into)?.into_event()
    }
}

impl Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => {
                write!(
                    f,
                    "the name of an event cannot have a line break: `{}`",
                    name.escape_debug()
                )
            }
            Self::Id(id) => {
                write!(
                    f,
                    "the id of an event cannot have a line break or a NUL: `{}`",
                    id.escape_debug()
                )
            }
            Self::Data(reason) => {
                write!(f, "the data of an event cannot be sent as JSON: {reason}")
            }
        }
    }
}

impl std::error::Error for EventError {}
