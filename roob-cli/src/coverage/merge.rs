//! From what single processes saw to what the suite knows.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{
    answer::{Answer, Seen},
    records::{self, Line, Row},
    route::{Coverage, Route},
};
use crate::error::Error;

/// What the processes that wrote into `folder` know together.
pub(crate) fn read(folder: &Path) -> Result<Coverage, Error> {
    let mut merged = Merged::default();
    for file in records::read(folder)? {
        merged.add(file);
    }
    Ok(merged.finish())
}

/// By pattern, then as the table has its verbs.
type Key = (String, usize, Option<String>, String);

#[derive(Default)]
struct Merged {
    routes: BTreeMap<Key, Entry>,
}

struct Entry {
    route: Route,
    answers: BTreeMap<u16, Answer>,
}

const VERBS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

impl Merged {
    /// The facts of one process, whose rows have numbers of their own.
    fn add(&mut self, file: Vec<Line>) {
        let mut keys: HashMap<usize, Key> = HashMap::new();
        for line in file {
            match line {
                Line::Format(_) => {}
                Line::Row(row) => {
                    keys.insert(row.id, self.row(row));
                }
                Line::Hit(hit) => {
                    if let Some(answer) = self.answer(keys.get(&hit.row), hit.status) {
                        answer.seen = answer.seen.max(Seen::Hit);
                        let is_better = hit.example.complete
                            && !answer.example.as_ref().is_some_and(|known| known.complete);
                        if answer.example.is_none() || is_better {
                            answer.example = Some(hit.example);
                        }
                    }
                }
                Line::LookedAt(look) => {
                    if let Some(answer) = self.answer(keys.get(&look.row), look.status) {
                        answer.seen = Seen::LookedAt;
                    }
                }
            }
        }
    }

    fn row(&mut self, row: Row) -> Key {
        let key = key(&row);
        let Row { id: _, verb, pattern, handler, file, line, column, refusals } = row;
        let entry = self.routes.entry(key.clone()).or_insert_with(|| Entry {
            route: Route { verb, pattern, handler, file, line, column, answers: Vec::new() },
            answers: BTreeMap::new(),
        });
        for refusal in refusals {
            let answer = entry.answer(refusal.status);
            answer.why.get_or_insert(refusal.why);
            answer.request = answer.request.take().or(refusal.request);
        }
        key
    }

    fn answer(&mut self, key: Option<&Key>, status: u16) -> Option<&mut Answer> {
        Some(self.routes.get_mut(key?)?.answer(status))
    }

    fn finish(self) -> Coverage {
        let routes = self.routes.into_values().map(Entry::finish);
        Coverage { routes: routes.filter(|route| !route.answers.is_empty()).collect() }
    }
}

impl Entry {
    fn answer(&mut self, status: u16) -> &mut Answer {
        self.answers.entry(status).or_insert_with(|| Answer::new(Some(status)))
    }

    fn finish(mut self) -> Route {
        let mut answers: Vec<Answer> = self.answers.into_values().collect();
        // Every route succeeds somehow, and nobody but a test knows how.
        if self.route.verb.is_some() && !answers.iter().any(Answer::is_success) {
            answers.insert(0, Answer::new(None));
        }
        self.route.answers = answers;
        self.route
    }
}

/// A path is one, whichever handlers it has in which app.
fn key(row: &Row) -> Key {
    let place = |verb: &String| VERBS.iter().position(|one| one == verb).unwrap_or(VERBS.len());
    match &row.verb {
        Some(verb) => (row.pattern.clone(), place(verb), row.verb.clone(), row.handler.clone()),
        None => (row.pattern.clone(), usize::MAX, None, String::new()),
    }
}
