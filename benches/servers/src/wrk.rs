//! wrk, which loads a server as fast as it can.

use super::load::Load;
use std::net::SocketAddr;
use std::process::Command;

const CONNECTIONS: &str = "64";
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/");

/// What wrk saw.
pub struct Seen {
    pub requests: f64,
    pub per_second: f64,
    /// In microseconds; wrk has no figure for pipelined requests.
    pub p99: Option<f64>,
}

/// Loads `address` for `seconds`.
pub fn run(address: SocketAddr, load: &Load, seconds: u32) -> Seen {
    let mut command = Command::new("wrk");
    command.args(["-t1", "-c", CONNECTIONS, "--latency", "-d", &format!("{seconds}s")]);
    let (script, argument) = match load {
        Load { depth: 2.., .. } => ("pipelined.lua", load.depth.to_string()),
        Load { method: "POST", .. } => ("post.lua", load.body.to_owned()),
        _ => ("", String::new()),
    };
    if !script.is_empty() {
        command.args(["-s", &format!("{SCRIPTS}{script}")]);
    }
    command.arg(format!("http://{address}{}", load.path));
    let output = command.arg("--").arg(argument).output().expect("wrk, which has to be installed");
    let text = String::from_utf8_lossy(&output.stdout);
    read(&text).unwrap_or_else(|| panic!("{}: wrk says {text}", load.name))
}

fn read(text: &str) -> Option<Seen> {
    let failed = |line: &str| line.contains("Non-2xx") || line.contains("Socket errors");
    if text.lines().any(failed) {
        return None;
    }
    let requests = text.lines().find(|line| line.contains(" requests in "))?;
    let per_second = text.lines().find_map(|line| line.strip_prefix("Requests/sec:"))?;
    let p99 = text.lines().find_map(|line| line.trim().strip_prefix("99% ")).and_then(micros);
    Some(Seen {
        requests: requests.split_whitespace().next()?.parse().ok()?,
        per_second: per_second.trim().parse().ok()?,
        p99: p99.filter(|time| *time > 0.0),
    })
}

/// `1.83ms` in microseconds.
fn micros(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let factor = match unit {
        "us" => 1.0,
        "ms" => 1_000.0,
        "s" => 1_000_000.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * factor)
}
