//! A loaded site that renders what is asked for, and remembers of each output what it was.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use axum::body::Bytes;
use sha2::{Digest, Sha256};

use crate::{diagnostics::Diagnostic, pipeline::Snapshot, plan::Output, render::render, view::Views};
use std::sync::Arc;

/// Rendered outputs are kept up to so many bytes together; what does not fit is rendered again when it is asked for.
const KEPT_LIMIT: usize = 48 * 1024 * 1024;
/// What nobody has asked for yet may take this much of it.
const KEPT_UNASKED: usize = KEPT_LIMIT / 2;

/// What an output's bytes are, without the bytes: the first half of their SHA-256.
pub type Print = [u8; 16];

pub struct Built {
    pub snapshot: Snapshot,
    views: Arc<Views>,
    /// By output.
    made: Vec<OnceLock<Result<Made, Box<Diagnostic>>>>,
    kept: AtomicUsize,
}

impl std::fmt::Debug for Built {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Built").field("outputs", &self.made.len()).finish_non_exhaustive()
    }
}

struct Made {
    print: Print,
    bytes: OnceLock<Bytes>,
}

impl Built {
    /// `None` when there is no theme to render with.
    pub fn new(snapshot: Snapshot) -> Option<Self> {
        let views = Arc::clone(snapshot.views.as_ref()?);
        let made = std::iter::repeat_with(OnceLock::new).take(snapshot.plan.outputs.len()).collect();
        Some(Self { snapshot, views, made, kept: AtomicUsize::new(0) })
    }

    pub fn outputs(&self) -> &[Output] {
        &self.snapshot.plan.outputs
    }

    /// The place of an output by its path below the output folder.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.outputs().binary_search_by(|output| output.path.as_str().cmp(path)).ok()
    }

    /// The bytes of an output, for somebody who asked.
    pub fn bytes(&self, at: usize) -> Result<(Print, Bytes), Box<Diagnostic>> {
        let Some((slot, output)) = self.made.get(at).zip(self.outputs().get(at)) else {
            return Ok((Print::default(), Bytes::new()));
        };
        let mut fresh: Option<Bytes> = None;
        let made = slot.get_or_init(|| self.make(output, KEPT_LIMIT, &mut fresh)).as_ref().map_err(Clone::clone)?;
        if let Some(bytes) = fresh.or_else(|| made.bytes.get().cloned()) {
            return Ok((made.print, bytes));
        }
        // Rendered before and not kept: the same inputs give the same bytes.
        let bytes = Bytes::from(render(&self.views, output)?.into_owned());
        self.keep(made, &bytes, KEPT_LIMIT);
        Ok((made.print, bytes))
    }

    /// What an output is, rendering it when that is not known yet.
    pub fn print(&self, at: usize) -> Result<Print, Box<Diagnostic>> {
        let Some((slot, output)) = self.made.get(at).zip(self.outputs().get(at)) else { return Ok(Print::default()) };
        let made = slot.get_or_init(|| self.make(output, KEPT_UNASKED, &mut None));
        made.as_ref().map(|made| made.print).map_err(Clone::clone)
    }

    /// The print of an output if it has been rendered.
    fn known(&self, at: usize) -> Option<Print> {
        self.made.get(at)?.get()?.as_ref().ok().map(|made| made.print)
    }

    fn make(&self, output: &Output, limit: usize, fresh: &mut Option<Bytes>) -> Result<Made, Box<Diagnostic>> {
        let bytes = Bytes::from(render(&self.views, output)?.into_owned());
        let made = Made { print: print_of(&bytes), bytes: OnceLock::new() };
        self.keep(&made, &bytes, limit);
        *fresh = Some(bytes);
        Ok(made)
    }

    fn keep(&self, made: &Made, bytes: &Bytes, limit: usize) {
        let fits = |kept: usize| Some(kept + bytes.len()).filter(|sum| *sum <= limit);
        if self.kept.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
            && made.bytes.set(bytes.clone()).is_err()
        {
            // Somebody else kept the same bytes meanwhile.
            self.kept.fetch_sub(bytes.len(), Ordering::Relaxed);
        }
    }

    /// How many outputs differ from those of another site, gone ones included. Outputs not rendered yet do not count.
    pub fn differing(&self, before: &Built) -> usize {
        let mut count = 0;
        let (mut old, mut new) = (0, 0);
        loop {
            match (before.outputs().get(old), self.outputs().get(new)) {
                (None, None) => return count,
                (Some(_), None) => {
                    count += 1;
                    old += 1;
                }
                (None, Some(_)) => {
                    count += 1;
                    new += 1;
                }
                (Some(a), Some(b)) => match a.path.cmp(&b.path) {
                    std::cmp::Ordering::Less => {
                        count += 1;
                        old += 1;
                    }
                    std::cmp::Ordering::Greater => {
                        count += 1;
                        new += 1;
                    }
                    std::cmp::Ordering::Equal => {
                        count += usize::from(before.known(old) != self.known(new));
                        old += 1;
                        new += 1;
                    }
                },
            }
        }
    }
}

pub fn print_of(bytes: &[u8]) -> Print {
    let mut print = Print::default();
    for (to, from) in print.iter_mut().zip(Sha256::digest(bytes)) {
        *to = from;
    }
    print
}

pub fn hexadecimal(print: &Print) -> String {
    print.iter().map(|byte| format!("{byte:02x}")).collect()
}
