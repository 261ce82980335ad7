//! One request in process, Roob beside axum: nanoseconds, allocations and bytes, the building of the
//! request and the reading of the answer included.
//!
//! `cargo run --release` prints a table: alternating rounds, medians with the smallest and the
//! largest, allocations counted in the last round.

mod axum_app;
mod load;
mod roob_app;

use load::{LOADS, Load};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 9;
const REQUESTS: u32 = 100_000;

/// A way to answer a load: the length of the body that came.
type Driver = fn(&Load) -> usize;

/// What one driver needed for one load.
#[derive(Default)]
struct Figures {
    nanoseconds: Vec<f64>,
    allocations: f64,
    bytes: f64,
}

fn main() {
    let drivers: [(&str, Driver); 4] = [
        ("http types alone", load::floor),
        ("roob Service::call", roob_app::call),
        ("roob TestClient", roob_app::test_client),
        ("axum Router::call", axum_app::call),
    ];
    println!(
        "{:20} {:10} {:>24} {:>12} {:>8}",
        "", "", "ns, median (min-max)", "allocations", "bytes"
    );
    for load in &LOADS {
        let figures = measure(load, &drivers);
        for ((name, _), figures) in drivers.iter().zip(&figures) {
            println!("{name:20} {:10} {}", load.name, figures.line());
        }
    }
}

fn measure(load: &Load, drivers: &[(&str, Driver)]) -> Vec<Figures> {
    let mut all: Vec<Figures> = drivers.iter().map(|_| Figures::default()).collect();
    for _ in 0..ROUNDS {
        for ((_, drive), figures) in drivers.iter().zip(&mut all) {
            figures.round(|| assert_eq!(black_box(drive(load)), load.answer));
        }
    }
    all
}

impl Figures {
    fn round(&mut self, request: impl Fn()) {
        // The first request of a round fills caches and thread locals.
        request();
        let region = Region::new(ALLOCATOR);
        let start = Instant::now();
        (0..REQUESTS).for_each(|_| request());
        self.nanoseconds.push(start.elapsed().as_nanos() as f64 / f64::from(REQUESTS));
        let change = region.change();
        self.allocations = (change.allocations + change.reallocations) as f64 / f64::from(REQUESTS);
        self.bytes = change.bytes_allocated as f64 / f64::from(REQUESTS);
    }

    fn line(&self) -> String {
        let mut sorted = self.nanoseconds.clone();
        sorted.sort_by(f64::total_cmp);
        let (min, median, max) = (sorted[0], sorted[sorted.len() / 2], sorted[sorted.len() - 1]);
        let time = format!("{median:.0} ({min:.0}-{max:.0})");
        format!("{time:>24} {:>12.1} {:>8.0}", self.allocations, self.bytes)
    }
}
