//! One request in process, Roob beside its peers: nanoseconds, allocations and bytes, the building of
//! the request and the reading of the answer included.
//!
//! `dispatch` prints tables: alternating rounds, medians with the smallest and the largest,
//! allocations counted in the last round. `dispatch DRIVER LOAD COUNT` runs one driver only and
//! prints nothing, for a profiler.

mod axum_app;
mod axum_test_app;
mod figures;
mod load;
mod poem_app;
mod roob_app;

use figures::Figures;
use load::{LOADS, Load};
use std::hint::black_box;
use std::process::ExitCode;

const ROUNDS: usize = 9;
const REQUESTS: u32 = 50_000;

/// A way to answer a load.
struct Driver {
    name: &'static str,
    /// Gives the length of the body that came.
    drive: fn(&Load) -> usize,
    /// With which drivers it is compared: those that do the same, by their names.
    peers: &'static [&'static str],
}

const SERVICES: &[&str] = &["axum Router::call", "poem get_response"];
const CLIENTS: &[&str] = &["axum-test mock", "poem TestClient"];

const DRIVERS: [Driver; 8] = [
    Driver { name: "http types alone", drive: load::floor, peers: SERVICES },
    Driver { name: "roob Service::call", drive: roob_app::call, peers: SERVICES },
    Driver { name: "axum Router::call", drive: axum_app::call, peers: SERVICES },
    Driver { name: "poem get_response", drive: poem_app::call, peers: SERVICES },
    Driver { name: "roob TestClient", drive: roob_app::test_client, peers: CLIENTS },
    Driver { name: "roob new TestClient", drive: roob_app::new_test_client, peers: CLIENTS },
    Driver { name: "axum-test mock", drive: axum_test_app::mock, peers: CLIENTS },
    Driver { name: "poem TestClient", drive: poem_app::test_client, peers: CLIENTS },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => LOADS.iter().for_each(|load| print(load, &measure(load))),
        [driver, load, count] if run(driver, load, count).is_some() => {}
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let drivers = DRIVERS.map(|driver| driver.name).join("`, `");
    let loads = LOADS.map(|load| load.name).join("`, `");
    eprintln!("usage: dispatch [DRIVER LOAD COUNT]\ndrivers: `{drivers}`\nloads: `{loads}`");
    ExitCode::from(2)
}

/// One driver with one load; `None` when there is no such driver, load or count.
fn run(driver: &str, load: &str, count: &str) -> Option<()> {
    let driver = DRIVERS.iter().find(|known| known.name == driver)?;
    let load = LOADS.iter().find(|known| known.name == load)?;
    (0..count.parse().ok()?).for_each(|_: u32| driver.answer(load));
    Some(())
}

fn measure(load: &Load) -> [Figures; DRIVERS.len()] {
    let mut all = DRIVERS.map(|_| Figures::default());
    for _ in 0..ROUNDS {
        for (driver, figures) in DRIVERS.iter().zip(&mut all) {
            figures.round(REQUESTS, || driver.answer(load));
        }
    }
    all
}

/// A table in Markdown.
fn print(load: &Load, figures: &[Figures]) {
    println!("| {} | ns, median (min–max) | allocations | bytes | × axum | × poem |", load.name);
    println!("|---|---:|---:|---:|---:|---:|");
    for (driver, own) in DRIVERS.iter().zip(figures) {
        let named = |name| DRIVERS.iter().position(|known| known.name == name);
        let peers = driver.peers.iter().filter_map(|name| Some(&figures[named(*name)?]));
        let ratios: Vec<String> = peers.map(|peer| format!("{:.2}", own.ratio(peer))).collect();
        println!("| {} | {} | {} |", driver.name, own.cells(), ratios.join(" | "));
    }
    println!();
}

impl Driver {
    fn answer(&self, load: &Load) {
        assert_eq!(black_box((self.drive)(load)), load.answer, "{}", self.name);
    }
}
