//! The command line of a program that is an app.

use super::address::{self, Address};
use super::settings::VARIABLES;
use http::Method;
use std::fmt;

/// What the program is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Serve: at these addresses, or where the environment says.
    Serve(Option<Vec<Address>>),
    Routes {
        json: bool,
    },
    Explain {
        method: Method,
        path: String,
        json: bool,
    },
    Help,
}

/// Arguments that [`run`](crate::run) does not understand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misuse {
    /// The first argument is neither an address nor a command.
    Unknown(String),
    /// An argument that nothing asks for.
    Surplus(String),
    /// `explain` without a verb and a path.
    Incomplete,
    /// A verb that HTTP does not allow (RFC 9110, 9.1).
    Verb(String),
    /// A path that does not begin with `/`.
    Path(String),
}

impl Command {
    /// Understands the arguments that follow the program's name.
    pub(super) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, Misuse> {
        let mut words: Vec<String> = arguments.into_iter().collect();
        if words.iter().any(|word| word == "--help" || word == "-h") {
            return Ok(Self::Help);
        }
        let all = words.len();
        words.retain(|word| word != "--json");
        let json = words.len() < all;
        let mut words = words.into_iter();
        let command = match words.next() {
            Some(word) if word == "routes" => Self::Routes { json },
            Some(word) if word == "explain" => explain(&mut words, json)?,
            _ if json => return Err(Misuse::Surplus("--json".to_owned())),
            None => Self::Serve(None),
            Some(word) => match address::parse(&word) {
                Some(addresses) => Self::Serve(Some(addresses)),
                None => return Err(Misuse::Unknown(word)),
            },
        };
        words.next().map_or(Ok(command), |surplus| Err(Misuse::Surplus(surplus)))
    }
}

/// What `--help` prints.
pub(super) fn usage(program: &str) -> String {
    let width = VARIABLES.iter().map(|variable| variable.name.len()).max().unwrap_or_default();
    let lines: String = VARIABLES
        .iter()
        .map(|one| format!("  {:width$}  {} ({})\n", one.name, one.sets, one.default))
        .collect();
    format!(
        "\
usage: {program} [ADDRESS]                     serve the app
       {program} routes [--json]               list the routes
       {program} explain METHOD PATH [--json]  say how a request would travel

ADDRESS is {EXAMPLES}.

environment variables, with what holds without them:
{lines}",
        EXAMPLES = address::EXAMPLES.replace('`', ""),
    )
}

fn explain(words: &mut impl Iterator<Item = String>, json: bool) -> Result<Command, Misuse> {
    let (Some(verb), Some(path)) = (words.next(), words.next()) else {
        return Err(Misuse::Incomplete);
    };
    // Verbs are case-sensitive, but who types `get` means GET.
    let Ok(method) = Method::from_bytes(verb.to_ascii_uppercase().as_bytes()) else {
        return Err(Misuse::Verb(verb));
    };
    if !path.starts_with('/') {
        return Err(Misuse::Path(path));
    }
    Ok(Command::Explain { method, path, json })
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(argument) => write!(
                f,
                "`{argument}` is neither an address ({}) nor a command (`routes`, `explain METHOD \
                 PATH`, `--help`)",
                address::EXAMPLES
            ),
            Self::Surplus(argument) => write!(
                f,
                "`{argument}` is an argument too many; `--help` says which are understood"
            ),
            Self::Incomplete => {
                write!(f, "`explain` needs a verb and a path, such as `explain GET /`")
            }
            Self::Verb(verb) => write!(f, "`{verb}` is no verb; one is `GET`"),
            Self::Path(path) => write!(f, "`{path}` is no path; a path begins with `/`"),
        }
    }
}

impl std::error::Error for Misuse {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        let words = line.split_whitespace().map(str::to_owned);
        Command::parse(words).map_err(|misuse| misuse.to_string())
    }

    #[track_caller]
    fn check(line: &str, expected: Command) {
        assert_eq!(parse(line), Ok(expected), "{line}");
    }

    #[track_caller]
    fn check_refused(line: &str, message: &str) {
        assert_eq!(parse(line), Err(message.to_owned()), "{line}");
    }

    fn explain(json: bool) -> Command {
        Command::Explain { method: Method::GET, path: "/a?b".to_owned(), json }
    }

    #[test]
    fn a_command_line_is_an_address_or_a_command() {
        check("", Command::Serve(None));
        check("9000", Command::Serve(address::parse("127.0.0.1:9000")));
        check("[::1]:0,unix:/a", Command::Serve(address::parse("[::1]:0,unix:/a")));
        check("routes", Command::Routes { json: false });
        check("routes --json", Command::Routes { json: true });
        check("--json routes", Command::Routes { json: true });
        check("explain GET /a?b", explain(false));
        check("explain get /a?b --json", explain(true));
        check("--help", Command::Help);
        check("explain -h", Command::Help);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        check_refused(
            "serv",
            "`serv` is neither an address (`127.0.0.1:8000`, `[::1]:8000`, a port alone such as \
             `8000`, `unix:/run/app.sock`, or several with commas) nor a command (`routes`, `explain METHOD PATH`, `--help`)",
        );
        let surplus = "` is an argument too many; `--help` says which are understood";
        check_refused("9000 9001", &format!("`9001{surplus}"));
        check_refused("routes --all", &format!("`--all{surplus}"));
        check_refused("explain GET / more", &format!("`more{surplus}"));
        check_refused("--json", &format!("`--json{surplus}"));
        let needs = "`explain` needs a verb and a path, such as `explain GET /`";
        check_refused("explain", needs);
        check_refused("explain GET", needs);
        check_refused("explain G@T /", "`G@T` is no verb; one is `GET`");
        check_refused("explain GET api", "`api` is no path; a path begins with `/`");
    }

    #[test]
    fn help_says_what_the_program_understands() {
        let help = "\
usage: shop [ADDRESS]                     serve the app
       shop routes [--json]               list the routes
       shop explain METHOD PATH [--json]  say how a request would travel

ADDRESS is 127.0.0.1:8000, [::1]:8000, a port alone such as 8000, unix:/run/app.sock, or several with commas.

environment variables, with what holds without them:
  ROOB_ADDR             where to listen (127.0.0.1:8000)
  ROOB_REUSE_PORT       1 when other servers may listen there too (0)
  ROOB_WORKERS          threads for the app (one for each processor)
  ROOB_HEAD_TIMEOUT     seconds for the head of a request (30)
  ROOB_KEEP_ALIVE       seconds that a connection waits for its next request (75)
  ROOB_BODY_TIMEOUT     seconds for the next piece of a request's body (30)
  ROOB_WRITE_TIMEOUT    seconds for a client to take more of its answer (60)
  ROOB_TIME_LIMIT       seconds until the answer begins, unless the app says (30)
  ROOB_DRAIN_DELAY      seconds to go on when told to stop, but not ready (0)
  ROOB_IDLE_GRACE       seconds for idle connections when it stops (0.25)
  ROOB_GRACE            seconds for requests under way when it stops (30)
  ROOB_MAX_HEAD         size of the head of a request (64KiB)
  ROOB_MAX_HEADERS      number of headers of a request (100)
  ROOB_MAX_BODY         size of the body of a request, unless the app says (2MiB)
  ROOB_MAX_CONNECTIONS  connections at once (3/4 of the files it may open, at most 20000)
";
        assert_eq!(usage("shop"), help);
    }
}
