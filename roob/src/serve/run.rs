//! The `main` of a program that is an app.

use super::command::{self, Command};
use super::error::Error;
use super::server::Server;
use crate::app::App;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

/// Does what the command line of the program asks for: serves `app`, lists its routes, or explains
/// how a request would travel.
///
/// | arguments | what happens |
/// |---|---|
/// | none | serves where the environment variable `ROOB_ADDR` says, else at `127.0.0.1:8000` |
/// | `127.0.0.1:9000`, `[::1]:9000`, `9000`, `unix:/run/app.sock`, or several with commas | serves there |
/// | `routes [--json]` | prints the route table |
/// | `explain METHOD PATH [--json]` | prints how that request would travel |
/// | `--help` | prints this |
///
/// The environment can make all other [settings](super#settings) too; `--help` lists them. Serving ends
/// as [`Bound::run`](super::Bound::run) says. It needs a tokio runtime with its network and time, which
/// `#[tokio::main]` and [`start`](crate::start) make. For settings in the program, or a command line
/// of your own, see [`Server`].
///
/// ```no_run
/// use roob::{App, get};
///
/// #[tokio::main]
/// async fn main() -> Result<(), roob::serve::Error> {
///     roob::run(App::new().route("/", get(|| "hello"))).await
/// }
/// ```
///
/// # Errors
/// Whatever of [`Error`] may happen on the way.
pub async fn run(app: App) -> Result<(), Error> {
    let mut arguments = std::env::args_os().map(|text| text.to_string_lossy().into_owned());
    let program = arguments.next().unwrap_or_default();
    match Command::parse(arguments)? {
        Command::Serve(addresses) => Server::new(app)?.at(addresses).bind().await?.run().await,
        Command::Routes { json } => print(&app.build()?.route_table(), json),
        Command::Explain { method, path, json } => {
            print(&app.build()?.explain(&method, &path), json)
        }
        Command::Help => print_text(&command::usage(name(&program))),
    }
}

fn name(program: &str) -> &str {
    Path::new(program).file_stem().and_then(|name| name.to_str()).unwrap_or("program")
}

fn print(answer: &(impl Display + Serialize), json: bool) -> Result<(), Error> {
    if json {
        let text = serde_json::to_string_pretty(answer).map_err(io::Error::from);
        print_text(&text.map_err(Error::Print)?)
    } else {
        print_text(&answer.to_string())
    }
}

fn print_text(text: &str) -> Result<(), Error> {
    match writeln!(io::stdout(), "{}", text.trim_end()) {
        // Who closes the pipe, as `head` does, has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(Error::Print),
    }
}
