//! What one driver needed for one load.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[derive(Default)]
pub struct Figures {
    /// For a request, one value a round.
    nanoseconds: Vec<f64>,
    allocations: f64,
    bytes: f64,
}

impl Figures {
    /// One more round of `count` requests. What is counted is that of the last one.
    pub fn round(&mut self, count: u32, request: impl Fn()) {
        // The first request of a round fills caches and thread locals.
        request();
        let region = Region::new(ALLOCATOR);
        let start = Instant::now();
        (0..count).for_each(|_| request());
        self.nanoseconds.push(start.elapsed().as_nanos() as f64 / f64::from(count));
        let change = region.change();
        self.allocations = (change.allocations + change.reallocations) as f64 / f64::from(count);
        self.bytes = change.bytes_allocated as f64 / f64::from(count);
    }

    /// As `round`, but of what comes of `prepare`; only `make` is counted, and not what it takes to
    /// forget what it made.
    #[allow(dead_code)] // only one program has something to prepare
    pub fn round_of<P, M>(&mut self, count: u32, prepare: impl Fn() -> P, make: impl Fn(P) -> M) {
        // Few at a time, so that what is made stays near.
        const BATCH: u32 = 20;
        let (mut seconds, mut allocations, mut bytes) = (0.0, 0, 0);
        for _ in 0..count / BATCH {
            let prepared: Vec<P> = (0..BATCH).map(|_| prepare()).collect();
            let mut made = Vec::with_capacity(prepared.len());
            let region = Region::new(ALLOCATOR);
            let start = Instant::now();
            made.extend(prepared.into_iter().map(&make));
            seconds += start.elapsed().as_secs_f64();
            let change = region.change();
            allocations += change.allocations + change.reallocations;
            bytes += change.bytes_allocated;
        }
        let count = f64::from(count / BATCH * BATCH);
        self.nanoseconds.push(seconds * 1e9 / count);
        self.allocations = allocations as f64 / count;
        self.bytes = bytes as f64 / count;
    }

    /// How long a request took here in terms of how long it took there, round by round: what slows
    /// the machine slows both sides of a round.
    pub fn ratio(&self, other: &Self) -> f64 {
        let rounds = self.nanoseconds.iter().zip(&other.nanoseconds);
        middle(rounds.map(|(own, other)| own / other).collect())
    }

    /// The cells of a row.
    pub fn cells(&self) -> String {
        let smallest = self.nanoseconds.iter().copied().fold(f64::INFINITY, f64::min);
        let largest = self.nanoseconds.iter().copied().fold(0.0, f64::max);
        let median = middle(self.nanoseconds.clone());
        format!(
            "{median:.0} ({smallest:.0}–{largest:.0}) | {:.1} | {:.0}",
            self.allocations, self.bytes
        )
    }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
