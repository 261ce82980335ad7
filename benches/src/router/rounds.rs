//! Measuring in turns, so that what disturbs the machine disturbs everybody alike.

use std::time::{Duration, Instant};

/// How long a turn of something short is, about.
const LENGTH: Duration = Duration::from_millis(1);

/// What was measured of one thing in all rounds.
#[derive(Clone, Copy)]
pub struct Times {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Times {
    fn of(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        Self { median: all[all.len() / 2], min: all[0], max: all[all.len() - 1] }
    }

    /// The same in another unit.
    pub fn per(self, count: usize) -> Self {
        let count = count as f64;
        Self { median: self.median / count, min: self.min / count, max: self.max / count }
    }
}

/// What one thing does when it is its turn; gives the nanoseconds that it took.
pub type Turn<'a> = Box<dyn Fn() -> f64 + 'a>;

/// Gives each of `turns` its turn, round by round.
pub fn measure(rounds: usize, turns: &[Turn<'_>]) -> Vec<Times> {
    let mut all = vec![Vec::new(); turns.len()];
    for _ in 0..rounds {
        for (turn, times) in turns.iter().zip(&mut all) {
            times.push(turn());
        }
    }
    all.into_iter().map(Times::of).collect()
}

/// A turn that does `job` often, and gives the time of one.
pub fn often<'a>(job: impl Fn() + 'a) -> Turn<'a> {
    let (_, once) = time(&job);
    let repeats = u32::try_from(LENGTH.as_nanos() / once.as_nanos().max(1)).unwrap_or(u32::MAX);
    let repeats = repeats.max(1);
    Box::new(move || {
        // The one before has filled the caches with its own.
        job();
        let ((), taken) = time(|| (0..repeats).for_each(|_| job()));
        taken.as_nanos() as f64 / f64::from(repeats)
    })
}

/// A turn that makes something once; its end is not part of the time.
pub fn once<'a, T>(make: impl Fn() -> T + 'a) -> Turn<'a> {
    Box::new(move || {
        let (made, taken) = time(&make);
        drop(made);
        taken.as_nanos() as f64
    })
}

fn time<T>(job: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = job();
    (made, start.elapsed())
}
