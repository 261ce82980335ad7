//! Roob's server beside others, over sockets: time and memory under wrk, instructions and system
//! calls counted.
//!
//! - `servers` builds all of them, measures everything, prints it as Markdown and draws
//!   `servers.svg`. wrk, valgrind and strace have to be installed.
//! - `servers rounds COUNT`, `servers instructions` and `servers calls` do a part of it, with the
//!   servers that are named behind, or with all.
//! - `servers ask ADDRESS LOAD TIMES` only is the client that the instructions are counted with: for
//!   a server under a profiler.

#[path = "../../src/chart.rs"]
mod bars;
mod chart;
mod client;
mod counts;
mod load;
mod process;
mod report;
mod rounds;
mod server;
mod wrk;

use load::{LOADS, Load};
use process::Process;
use rounds::Figures;
use server::{SERVERS, Server};

const ROUNDS: usize = 7;
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../servers.svg");

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => {
            let servers = built(&[]);
            draw(&servers, &measure_rounds(&servers, ROUNDS))?;
            count_instructions(&servers);
            count_calls(&servers);
        }
        ["rounds", count, ref names @ ..] => {
            let servers = built(names);
            let figures = measure_rounds(&servers, number(count));
            if names.is_empty() {
                draw(&servers, &figures)?;
            }
        }
        ["instructions", ref names @ ..] => count_instructions(&built(names)),
        ["calls", ref names @ ..] => count_calls(&built(names)),
        ["ask", address, load, times] => {
            client::ask(address.parse().expect("an address"), named(load), 16, number(times));
        }
        _ => {
            panic!("usage: servers [rounds COUNT | instructions | calls | ask ADDRESS LOAD TIMES]")
        }
    }
    Ok(())
}

/// The servers of these names, or all: built, and asked for everything once.
fn built(names: &[&str]) -> Vec<&'static Server> {
    let is_meant = |server: &&Server| names.is_empty() || names.contains(&server.name);
    let servers: Vec<&Server> = SERVERS.iter().filter(is_meant).collect();
    assert!(servers.len() >= names.len(), "the servers are {:?}", SERVERS.map(|one| one.name));
    for server in &servers {
        server.build();
        let process = Process::start(server, 1, &[]);
        LOADS.iter().for_each(|load| client::ask(process.address, load, 2, 2));
    }
    servers
}

fn draw(servers: &[&Server], figures: &[Figures]) -> std::io::Result<()> {
    std::fs::write(PICTURE, chart::svg(servers, figures))
}

fn measure_rounds(servers: &[&Server], count: usize) -> Vec<Figures> {
    let figures = rounds::measure(servers, count);
    println!("{}", report::rounds(servers, &figures));
    figures
}

fn count_instructions(servers: &[&Server]) {
    let of =
        |server: &&Server| LOADS.iter().map(|load| counts::instructions(server, load)).collect();
    let counts: Vec<Vec<f64>> = servers.iter().map(of).collect();
    println!("{}", report::instructions(servers, &counts));
}

fn count_calls(servers: &[&Server]) {
    let loads = ["plaintext", "pipelined"].map(named);
    let of = |server: &&Server| loads.map(|load| counts::calls(server, load));
    let calls: Vec<_> = servers.iter().map(of).collect();
    println!("{}", report::calls(servers, &calls));
}

fn named(load: &str) -> &'static Load {
    let found = LOADS.iter().find(|known| known.name == load);
    found.unwrap_or_else(|| panic!("no load is called {load}"))
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
