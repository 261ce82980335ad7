//! What the user sees.

use std::{
    env,
    fmt::Display,
    io::{self, IsTerminal, Write},
};

use crate::{
    coverage::{Coverage, Seen, Share},
    error::Error,
    handlers,
    journal::{End, Recovered},
    ledger::Record,
    plan::{Action, Plan},
};

/// Writes to the terminal, in colour where that is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    quiet: bool,
}

const GREEN: &str = "32";
const YELLOW: &str = "33";
const RED: &str = "31";
const BOLD: &str = "1";

impl Report {
    /// `quiet` leaves only errors.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Whether only errors are wanted.
    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Lists what was done, or what would be.
    pub(crate) fn plan(self, plan: &Plan, dry_run: bool) {
        let counts = Counts::of(plan);
        for step in &plan.steps {
            let (word, colour) = match step.action {
                Action::Create => ("create", GREEN),
                Action::Edit => ("edit", YELLOW),
                Action::Overwrite => ("overwrite", RED),
                Action::Restore => ("restore", YELLOW),
                Action::Remove => ("remove", RED),
                Action::Skip => ("skip", YELLOW),
                Action::Keep | Action::Conflict => continue,
            };
            let word = paint(colour, format_args!("{word:>9}"), io::stdout().is_terminal());
            self.line(format_args!("{word}  {}", step.path.display()));
        }
        self.line(match (plan.is_empty(), dry_run) {
            (true, _) if counts.all() > 0 => format!("{counts}; nothing else to do"),
            (true, _) => "nothing to do: everything is there already".to_owned(),
            (_, true) => format!("{counts}; nothing was written, as this is a dry run"),
            (_, false) => counts.to_string(),
        });
    }

    /// What is not the same in a file that is in the way.
    pub(crate) fn diff(self, diff: &str) {
        let terminal = io::stderr().is_terminal();
        for line in diff.lines().filter(|_| !self.quiet) {
            let line = match line.chars().next() {
                Some('-') => paint(RED, line, terminal),
                Some('+') => paint(GREEN, line, terminal),
                _ => line.to_owned(),
            };
            let _ = writeln!(io::stderr(), "{line}");
        }
    }

    /// A document for programs, which is what they want even if they want it quiet.
    pub(crate) fn document(self, document: &str) {
        let _ = writeln!(io::stdout(), "{document}");
    }

    /// What was brought to an end. Nobody asked for it, so it is said even to who wants it quiet.
    pub(crate) fn recovered(self, recovered: &Recovered) {
        let command = match &recovered.command {
            Some(command) => format!("`roob {command}`"),
            None => "a `roob`".to_owned(),
        };
        let became = match recovered.end {
            End::Removed => "before it changed anything; what it had prepared is removed",
            End::Finished => "while it wrote; what was left to write is written now",
            End::TakenBack => "while it wrote; what it had written is taken back",
        };
        let word = paint(YELLOW, "note:", io::stderr().is_terminal());
        let _ = writeln!(io::stderr(), "{word} {command} was interrupted here {became}");
    }

    /// What can be undone, the last first.
    pub(crate) fn records(self, records: &[Record]) {
        for record in records.iter().rev() {
            let Record { number, time, command, .. } = record;
            self.line(format_args!("{number:>4}  {time}  {command}: {}", Counts(record.counts())));
        }
        if records.is_empty() {
            self.line("nothing to undo");
        }
    }

    /// A step of several: `2/4 test`.
    pub(crate) fn step(self, number: usize, of: usize, what: &str) {
        let text = paint(BOLD, format_args!("{number}/{of} {what}"), io::stdout().is_terminal());
        self.line(text);
    }

    /// A line, unless the user wants it quiet.
    pub(crate) fn line(self, text: impl Display) {
        if !self.quiet {
            // A reader that went away is no reason to stop half-way.
            let _ = writeln!(io::stdout(), "{text}");
        }
    }

    /// What another program reads as it is: a script, a page.
    pub(crate) fn raw(self, bytes: &[u8]) {
        // A reader that went away has seen enough.
        let _ = io::stdout().write_all(bytes);
    }

    /// A table of what a suite looks at, and what it does not.
    pub(crate) fn coverage(self, coverage: &Coverage) {
        let terminal = io::stdout().is_terminal();
        let colour = |seen| match seen {
            Seen::LookedAt => GREEN,
            Seen::Hit => YELLOW,
            Seen::Never => RED,
        };
        let paint = |seen, text: String| paint(colour(seen), text, terminal);
        let missing = coverage.missing(|route| handlers::name(route, coverage));
        let Share { part, of } = coverage.share();
        let percent = coverage.share().percent();
        self.line(format_args!(
            "\n{}{missing}\ntests look at {part} of {of} answers: {percent} %",
            coverage.table(&paint)
        ));
    }

    /// What went wrong.
    pub(crate) fn error(self, error: &Error) {
        let word = paint(RED, format_args!("error:"), io::stderr().is_terminal());
        let _ = writeln!(io::stderr(), "{word} {error}");
    }
}

/// In colour on a terminal, unless `NO_COLOR` says anything at all (<https://no-color.org>).
fn paint(colour: &str, text: impl Display, terminal: bool) -> String {
    let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if terminal && !unwanted { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_string() }
}

struct Counts(Vec<(&'static str, usize)>);

impl Counts {
    fn of(plan: &Plan) -> Self {
        let count = |action| plan.steps.iter().filter(|step| step.action == action).count();
        Self(vec![
            ("new", count(Action::Create)),
            ("edited", count(Action::Edit)),
            ("overwritten", count(Action::Overwrite)),
            ("restored", count(Action::Restore)),
            ("removed", count(Action::Remove)),
            ("skipped", count(Action::Skip)),
        ])
    }

    fn all(&self) -> usize {
        self.0.iter().map(|(_, count)| count).sum()
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let some: Vec<String> = self
            .0
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        let files = if self.all() == 1 { "file" } else { "files" };
        write!(f, "{} {files}", some.join(", "))
    }
}
