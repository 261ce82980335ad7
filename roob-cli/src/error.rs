//! Everything that can go wrong, with what a user needs to put it right.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::exit::Exit;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Error {
    /// A name or a field that cannot be.
    Argument(String),
    /// Files are there already, with other content.
    Conflicts(Vec<PathBuf>),
    /// The folder of a new project has other things in it.
    Exists {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder of a new project cannot be made, as a file has its name.
    FileInTheWay {
        /// The file.
        file: PathBuf,
    },
    /// A workspace around a new project would take it as a member.
    Member {
        /// The `Cargo.toml` of the workspace.
        workspace: PathBuf,
        /// The project, as that file would name it.
        member: String,
    },
    /// Files that the command does not dare to edit.
    Refused(Vec<Refusal>),
    /// No project around the folder.
    NoProject {
        /// Where the command looked first.
        folder: PathBuf,
    },
    /// No checkout of Roob where one should be.
    NoCheckout {
        /// Where `roob/Cargo.toml` was expected.
        folder: PathBuf,
    },
    /// `.roob/manifest.json` is not what a `roob` wrote.
    Manifest {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another command is at work on the same project.
    Busy {
        /// The project.
        project: PathBuf,
    },
    /// Files are not what they were when the plan was made.
    Changed(Vec<PathBuf>),
    /// The user sees what is in the way, and wants nothing written.
    Quit,
    /// A signal asked the command to end.
    Interrupted {
        /// Whether that was after everything was written.
        written: bool,
    },
    /// Writing failed, and so did taking back what was written.
    Unfinished {
        /// Why writing failed.
        cause: Box<Error>,
        /// `gen controller products`
        command: String,
    },
    /// A dry run in a project where a command was interrupted.
    Pending {
        /// `gen controller products`
        command: String,
    },
    /// What an interrupted command left can neither be finished nor be taken back.
    Stuck {
        /// `gen controller products`
        command: String,
        /// What the user edited since.
        files: Vec<PathBuf>,
    },
    /// The journal of an interrupted command cannot be read.
    Journal {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A record of what a command did cannot be read.
    Ledger {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// No command is recorded that could be undone.
    NothingToUndo {
        /// The project.
        project: PathBuf,
    },
    /// Files that a command wrote were edited since, so that it cannot be undone.
    Edited {
        /// `gen controller products`
        command: String,
        /// The files; the lines are those that `roob` would take out.
        files: Vec<Refusal>,
    },
    /// A file or folder could not be read or written.
    Io {
        /// What was tried: `write`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        cause: io::Error,
    },
    /// A template is broken, which is our mistake.
    Template(tera::Error),
    /// A cargo command failed.
    Cargo {
        /// `cargo test`
        command: String,
    },
    /// A command of cargo that is not installed.
    NoRunner {
        /// `cargo nextest`
        name: &'static str,
        /// The command that installs it.
        install: &'static str,
    },
    /// What a test process wrote cannot be read.
    Record {
        /// Its file.
        file: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// No test made a client of an app, so nothing can be said about its routes.
    NothingSeen,
    /// Tests look at less than they should.
    Coverage {
        /// What they look at, in per cent.
        percent: f64,
        /// What they should.
        min: f64,
        /// The answers that they do not look at.
        missing: String,
    },
    /// Tests that only the user can write.
    LeftToTest(Vec<String>),
}

/// One file that the command does not dare to edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Relative to the project.
    pub file: PathBuf,
    /// Why.
    pub problem: String,
    /// What the user has to add.
    pub lines: String,
}

impl Error {
    /// Makes an [`Error::Io`], for `map_err`.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { action, path, cause }
    }

    /// The same about `path`, which is what the user knows of.
    #[must_use]
    pub(crate) fn about(self, path: &Path) -> Self {
        match self {
            Self::Io { action, cause, .. } => Self::Io { action, path: path.to_owned(), cause },
            other => other,
        }
    }

    /// How a command ends that failed like this.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Argument(_) => Exit::Usage,
            Self::Conflicts(_)
            | Self::Exists { .. }
            | Self::FileInTheWay { .. }
            | Self::Changed(_)
            | Self::Quit
            | Self::Edited { .. } => Exit::Conflict,
            Self::Refused(_) | Self::Member { .. } | Self::LeftToTest(_) => Exit::LeftToDo,
            _ => Exit::Failed,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(message) => f.write_str(message),
            Self::Conflicts(files) => conflicts(f, files),
            Self::Exists { folder } => write!(
                f,
                "`{}` is there already, and it is not this project: choose another name, or write into it with `--force`",
                folder.display()
            ),
            Self::FileInTheWay { file } => write!(
                f,
                "`{}` is there already, and it is a file: choose another name",
                file.display()
            ),
            Self::Member { workspace, member } => in_workspace(f, workspace, member),
            Self::Refused(refusals) => refused(f, refusals),
            Self::NoProject { folder } => write!(
                f,
                "`{}` is in no Roob project: go to one, or make one with `roob new shop`",
                folder.display()
            ),
            Self::NoCheckout { folder } => write!(
                f,
                "there is no checkout of Roob in `{}`: say where its `roob` folder is with `--roob-path`",
                folder.display()
            ),
            Self::Manifest { file, problem } => {
                write!(f, "`{}` cannot be read: {problem}", file.display())
            }
            Self::Busy { project } => write!(
                f,
                "another `roob` is at work in `{}`: wait until it is done",
                project.display()
            ),
            Self::Changed(files) => changed(f, files),
            Self::Quit => f.write_str("nothing was written, as you wished"),
            Self::Interrupted { written } => interrupted(f, *written),
            Self::Unfinished { cause, command } => write!(
                f,
                "{cause}; and what `roob {command}` had written could not be taken back: the next `roob` in this project does it"
            ),
            Self::Pending { command } => write!(
                f,
                "`roob {command}` was interrupted here, and a dry run changes nothing: the next `roob` that is no dry run brings it to an end, `roob undo --list` for one"
            ),
            Self::Stuck { command, files } => stuck(f, command, files),
            Self::Journal { file, problem } => write!(
                f,
                "the journal `{}` of an interrupted command cannot be read: {problem}",
                file.display()
            ),
            Self::Ledger { file, problem } => write!(
                f,
                "the record `{}` cannot be read: {problem}; remove it, and what it tells of cannot be undone",
                file.display()
            ),
            Self::NothingToUndo { project } => nothing_to_undo(f, project),
            Self::Edited { command, files } => edited(f, command, files),
            Self::Io { action, path, cause } => {
                write!(f, "cannot {action} `{}`: {cause}", path.display())
            }
            Self::Template(cause) => write!(f, "a template of `roob` is broken: {cause}"),
            Self::Cargo { command } => write!(f, "`{command}` failed"),
            Self::NoRunner { name, install } => {
                write!(f, "`{name}` is not installed: get it with `{install}`")
            }
            Self::Record { file, problem } => {
                write!(f, "the record `{}` cannot be read: {problem}", file.display())
            }
            Self::NothingSeen => f.write_str(
                "no test asked an app: make a `roob::testing::TestClient` in one, and send a request",
            ),
            Self::Coverage { percent, min, missing } => write!(
                f,
                "tests look at {percent} % of the answers, {:.1} less than the {min} % that they should: {missing}",
                min - percent
            ),
            Self::LeftToTest(reasons) => left_to_test(f, reasons),
        }
    }
}

fn conflicts(f: &mut fmt::Formatter<'_>, files: &[PathBuf]) -> fmt::Result {
    writeln!(f, "nothing was written, as these files are there with other content:")?;
    listed(f, files)?;
    write!(f, "move them away, overwrite them with `--force`, or keep them with `--skip`")
}

fn in_workspace(f: &mut fmt::Formatter<'_>, workspace: &Path, member: &str) -> fmt::Result {
    write!(
        f,
        "nothing was written, as the workspace of `{}` would take the project as a member, and it is a workspace of its own; add\n    exclude = [\"{member}\"]\nto its `[workspace]`, then run the command again",
        workspace.display()
    )
}

fn changed(f: &mut fmt::Formatter<'_>, files: &[PathBuf]) -> fmt::Result {
    writeln!(f, "nothing was written, as these files were changed meanwhile:")?;
    listed(f, files)?;
    write!(f, "run the command again")
}

fn interrupted(f: &mut fmt::Formatter<'_>, written: bool) -> fmt::Result {
    f.write_str(match written {
        false => "interrupted: nothing was written",
        true => "interrupted: everything was written, and nothing else was done",
    })
}

fn stuck(f: &mut fmt::Formatter<'_>, command: &str, files: &[PathBuf]) -> fmt::Result {
    writeln!(
        f,
        "`roob {command}` was interrupted here while it wrote, and these files were edited since:"
    )?;
    listed(f, files)?;
    write!(
        f,
        "put them back as they were; or keep everything as it is, by removing `.roob/journal` and each `.*.roob-new` and `.*.roob-old`"
    )
}

fn nothing_to_undo(f: &mut fmt::Formatter<'_>, project: &Path) -> fmt::Result {
    write!(
        f,
        "nothing can be undone here, as no `roob gen` is recorded; what `roob new` made goes with its folder: rm -r '{}'",
        project.display()
    )
}

fn listed(f: &mut fmt::Formatter<'_>, files: &[PathBuf]) -> fmt::Result {
    files.iter().try_for_each(|file| writeln!(f, "  {}", file.display()))
}

fn edited(f: &mut fmt::Formatter<'_>, command: &str, files: &[Refusal]) -> fmt::Result {
    writeln!(f, "nothing was undone, as these files were edited since `roob {command}`:")?;
    for Refusal { file, problem, lines } in files {
        writeln!(f, "  {}: {problem}", file.display())?;
        lines.lines().try_for_each(|line| writeln!(f, "    {line}"))?;
    }
    write!(f, "put them back as they were, or take out by hand what you do not want")
}

fn refused(f: &mut fmt::Formatter<'_>, refusals: &[Refusal]) -> fmt::Result {
    writeln!(f, "nothing was written, as these files have a shape that `roob` does not edit:")?;
    for refusal in refusals {
        writeln!(f, "  {}: {}; add", refusal.file.display(), refusal.problem)?;
        for line in refusal.lines.lines() {
            writeln!(f, "    {line}")?;
        }
    }
    write!(f, "then run the command again")
}

fn left_to_test(f: &mut fmt::Formatter<'_>, reasons: &[String]) -> fmt::Result {
    write!(f, "these answers have no test yet, as only you know how to get them:")?;
    reasons.iter().try_for_each(|reason| write!(f, "\n  {reason}"))
}

impl std::error::Error for Error {}

impl From<tera::Error> for Error {
    fn from(cause: tera::Error) -> Self {
        Self::Template(cause)
    }
}
