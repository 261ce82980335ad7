//! What is taken from the allocator, counted without unsafe code of ours.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many allocations `job` makes; what grows in place counts too.
pub fn allocations(job: impl FnOnce()) -> usize {
    let region = Region::new(ALLOCATOR);
    job();
    let change = region.change();
    change.allocations + change.reallocations
}

/// What `make` makes, and the bytes that it holds on the heap.
pub fn live<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let region = Region::new(ALLOCATOR);
    let made = make();
    let change = region.change();
    (made, change.bytes_allocated - change.bytes_deallocated)
}
