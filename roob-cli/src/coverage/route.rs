//! The routes of a project with their answers, and how many of these the suite looks at.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};

use super::answer::Answer;

/// All routes that a suite knows of.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Coverage {
    pub routes: Vec<Route>,
}

/// A route, or a path with the verbs that it has no route for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Route {
    /// `None` for the path.
    pub verb: Option<String>,
    pub pattern: String,
    /// Of a path, the handler of its first route.
    pub handler: String,
    pub file: String,
    pub line: u32,
    pub column: u32,
    /// By status.
    pub answers: Vec<Answer>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub part: usize,
    pub of: usize,
}

impl Coverage {
    /// How many answers a test looks at.
    pub(crate) fn share(&self) -> Share {
        let answers = || self.routes.iter().flat_map(|route| &route.answers);
        let part = answers().filter(|answer| !answer.is_missing()).count();
        Share { part, of: answers().count() }
    }
}

impl Route {
    /// Its verb, as the table has it.
    pub(crate) fn verb(&self) -> &str {
        self.verb.as_deref().unwrap_or("other")
    }

    pub(crate) fn missing(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.is_missing())
    }

    /// Whether no test looks at any of its answers.
    pub(crate) fn is_untested(&self) -> bool {
        self.verb.is_some() && self.answers.iter().all(Answer::is_missing)
    }

    /// `src/controllers/products.rs:20:14`
    pub(crate) fn location(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Share {
    /// In per cent with one digit, never rounded up: 100 is all of them.
    pub(crate) fn percent(self) -> f64 {
        match self.of {
            0 => 100.0,
            of => (self.part * 1000 / of) as f64 / 10.0,
        }
    }

    pub(crate) fn is_below(self, percent: f64) -> bool {
        // Not the rounded number: 2 of 3 are 66.7 % to nobody.
        (self.part as f64) * 100.0 < percent * (self.of as f64)
    }
}

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let share = self.share();
        let mut document = serializer.serialize_struct("Coverage", 4)?;
        document.serialize_field("percent", &share.percent())?;
        document.serialize_field("looked_at", &share.part)?;
        document.serialize_field("answers", &share.of)?;
        document.serialize_field("routes", &self.routes)?;
        document.end()
    }
}
