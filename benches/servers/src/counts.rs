//! What no neighbour disturbs: instructions and system calls, counted.
//!
//! Each figure is the difference of two runs, one of which answered more requests.

use super::client::ask;
use super::load::Load;
use super::process::Process;
use super::server::Server;
use std::collections::BTreeMap;
use std::path::PathBuf;

const CONNECTIONS: usize = 16;
/// How often each connection asks, in the short and in the long run.
const TIMES: [usize; 2] = [50, 300];

/// System calls a request, by name.
pub type Calls = BTreeMap<String, f64>;

/// The instructions outside of the kernel that one request takes.
pub fn instructions(server: &Server, load: &Load) -> f64 {
    let [short, long] = TIMES.map(|times| {
        let tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"];
        let text = traced(server, load, times, &tool, |file| vec![format!("--log-file={file}")]);
        let line = text.lines().find_map(|line| line.split_once("Collected : "));
        let number = line.and_then(|(_, number)| number.trim().parse::<f64>().ok());
        number.unwrap_or_else(|| panic!("{}: valgrind says {text}", server.name))
    });
    (long - short) / requests(load)
}

/// The system calls that one request takes.
pub fn calls(server: &Server, load: &Load) -> Calls {
    let [short, long] = TIMES.map(|times| {
        let name = |file: &str| vec!["-o".to_owned(), file.to_owned()];
        summary(&traced(server, load, times, &["strace", "-f", "-c"], name))
    });
    let more = |(name, count): (&String, &f64)| {
        let before = short.get(name).copied().unwrap_or_default();
        (name.clone(), (count - before) / requests(load))
    };
    long.iter().map(more).collect()
}

/// What a tool has written when the server, with one worker, has answered.
fn traced(
    server: &Server,
    load: &Load,
    times: usize,
    tool: &[&str],
    output: impl Fn(&str) -> Vec<String>,
) -> String {
    let file = output_file();
    let options = output(&file.display().to_string());
    let before: Vec<&str> =
        tool.iter().copied().chain(options.iter().map(String::as_str)).collect();
    let process = Process::start(server, 1, &before);
    ask(process.address, load, CONNECTIONS, times);
    process.end();
    let text = std::fs::read_to_string(&file).expect("what the tool wrote");
    let _ = std::fs::remove_file(file);
    text
}

fn output_file() -> PathBuf {
    std::env::temp_dir().join(format!("roob-servers-{}", std::process::id()))
}

/// How many requests the long run has more than the short one.
fn requests(load: &Load) -> f64 {
    ((TIMES[1] - TIMES[0]) * CONNECTIONS * load.depth) as f64
}

/// The table that `strace -c` ends with: calls are in the fourth column, names in the last.
fn summary(text: &str) -> Calls {
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = *words.last()?;
        let count = words.get(3)?.parse().ok()?;
        (name != "total").then(|| (name.to_owned(), count))
    };
    text.lines().filter_map(row).collect()
}
