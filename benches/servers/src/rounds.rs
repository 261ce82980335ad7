//! Turns with wrk: in each round every server gets every load, each load in turns.

use super::load::LOADS;
use super::process::Process;
use super::server::Server;
use super::wrk::{self, Seen};

pub const WORKERS: usize = 2;
const SECONDS: u32 = 2;

/// What was measured of one server.
#[derive(Default)]
pub struct Figures {
    /// In the order of the loads, one for each round.
    pub loads: [Turns; LOADS.len()],
    /// In MiB, one for each round.
    pub memory: Vec<f64>,
}

/// One server under one load, one figure for each round.
#[derive(Default)]
pub struct Turns {
    /// Microseconds of the processor that a request takes outside of the kernel.
    pub user: Vec<f64>,
    pub per_second: Vec<f64>,
    pub p99: Vec<f64>,
}

/// Measures `servers` in so many rounds.
pub fn measure(servers: &[&Server], rounds: usize) -> Vec<Figures> {
    let mut all: Vec<Figures> = servers.iter().map(|_| Figures::default()).collect();
    for round in 0..rounds {
        let running: Vec<Process> =
            servers.iter().map(|server| Process::start(server, WORKERS, &[])).collect();
        for (at, load) in LOADS.iter().enumerate() {
            eprintln!("round {} of {rounds}: {}", round + 1, load.name);
            // Everybody is the first once, and has another before it.
            for turn in 0..servers.len() {
                let who = (turn + round) % servers.len();
                let before = running[who].user_time();
                let seen = wrk::run(running[who].address, load, SECONDS);
                all[who].loads[at].note(&seen, running[who].user_time() - before);
            }
        }
        for (process, figures) in running.iter().zip(&mut all) {
            figures.memory.push(process.peak_memory());
        }
    }
    all
}

impl Turns {
    fn note(&mut self, seen: &Seen, seconds: f64) {
        self.user.push(seconds * 1e6 / seen.requests);
        self.per_second.push(seen.per_second);
        self.p99.extend(seen.p99);
    }
}
