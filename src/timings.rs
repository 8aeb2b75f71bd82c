//! Measures how long each stage took, for `--timings` and the development server. The one clock of the library.

use std::time::{Duration, Instant};

#[derive(Debug, Default)]
pub struct Timings {
    pub stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    // A function of its own in the program too: `benches/count.py` tells stages apart by the calls of it.
    #[inline(never)]
    #[expect(clippy::disallowed_methods, reason = "this is where time is taken; no output depends on it")]
    pub fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.stages.push((name, start.elapsed()));
        result
    }

    /// Adds stages that ran beside each other, each with its own time.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Timings>) {
        self.stages.extend(others.into_iter().flat_map(|other| other.stages));
    }

    pub fn total(&self) -> Duration {
        self.stages.iter().map(|(_, took)| *took).sum()
    }
}
