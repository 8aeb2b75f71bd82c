//! How long each stage took, for `--timings` and the development server. The one clock of the library.

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

    /// The last stage did these as well: it is said to have taken what it took beyond them.
    pub fn held(&mut self, meanwhile: Timings) {
        let Some((name, took)) = self.stages.pop() else { return };
        let beyond = took.saturating_sub(meanwhile.total());
        self.stages.extend(meanwhile.stages);
        self.stages.push((name, beyond));
    }

    pub fn total(&self) -> Duration {
        self.stages.iter().map(|(_, took)| *took).sum()
    }
}
