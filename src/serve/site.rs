//! A loaded site that renders what is asked for, and remembers of each output what it was.

use std::{
    cmp::Ordering as Order,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::body::Bytes;
use sha2::{Digest, Sha256};

use crate::{
    diagnostics::Diagnostic,
    pipeline::Snapshot,
    plan::{Output, Plan, What},
    view::{Views, render},
};

/// Rendered outputs are kept up to so many bytes together; what does not fit is rendered again when it is asked for.
const KEPT_LIMIT: usize = 24 * 1024 * 1024;
/// What nobody has asked for yet is not kept: a page is rendered within milliseconds when somebody does.
const KEPT_UNASKED: usize = 0;
/// Files of the search index stand below it. Their names depend on every page's words, so they are known late.
const SEARCH: &str = "assets/search/";

/// What an output's bytes are, without the bytes: the first half of their SHA-256.
pub type Print = [u8; 16];

/// The place of an output in a [`Built`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(usize);

/// What the outputs of a site were, without the site.
#[derive(Debug)]
pub struct Prints {
    plan: Arc<Plan>,
    /// By output of the plan; `None` for what was not rendered.
    prints: Vec<Option<Print>>,
}

pub struct Built {
    pub snapshot: Snapshot,
    views: Arc<Views>,
    /// The same for all that were made of one rebuild.
    rebuild: Arc<()>,
    /// By output of the plan.
    made: Vec<Slot>,
    /// The search index, from the first time that it is needed.
    pieces: OnceLock<Vec<(Output, Slot)>>,
    kept: AtomicUsize,
}

type Slot = OnceLock<Result<Made, Box<Diagnostic>>>;

struct Made {
    print: Print,
    bytes: OnceLock<Bytes>,
}

impl std::fmt::Debug for Built {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Built").field("outputs", &self.made.len()).finish_non_exhaustive()
    }
}

impl Built {
    /// `None` when there is no theme to render with.
    pub fn new(snapshot: Snapshot) -> Option<Self> {
        let views = Arc::clone(snapshot.views.as_ref()?);
        Some(Self::with(snapshot, views, Arc::default()))
    }

    fn with(snapshot: Snapshot, views: Arc<Views>, rebuild: Arc<()>) -> Self {
        let made = std::iter::repeat_with(OnceLock::new).take(snapshot.plan.outputs.len()).collect();
        Self { snapshot, views, rebuild, made, pieces: OnceLock::new(), kept: AtomicUsize::new(0) }
    }

    /// The same site without anything that was made for its pages: what is kept for later shall be small.
    pub fn again(&self) -> Self {
        let Snapshot { config, site, plan, drafts, .. } = &self.snapshot;
        let views = Arc::new(self.views.again());
        let snapshot = Snapshot {
            config: Arc::clone(config),
            site: Arc::clone(site),
            plan: Arc::clone(plan),
            drafts: Arc::clone(drafts),
            views: Some(Arc::clone(&views)),
        };
        Self::with(snapshot, views, Arc::clone(&self.rebuild))
    }

    /// Whether both are of one rebuild.
    pub fn is(&self, other: &Built) -> bool {
        Arc::ptr_eq(&self.rebuild, &other.rebuild)
    }

    /// The outputs that the plan knows: all but the search index.
    pub fn planned(&self) -> &[Output] {
        &self.snapshot.plan.outputs
    }

    pub fn has_the_theme_of(&self, other: &Built) -> bool {
        Arc::ptr_eq(&self.views.theme, &other.views.theme)
    }

    /// Places of all outputs that can be rendered without the search index, then of those that need it.
    pub fn places(&self) -> (Vec<Place>, Vec<Place>) {
        (0..self.made.len()).map(Place).partition(|place| {
            !self.planned().get(place.0).is_some_and(|output| matches!(output.what, What::Search(_)))
        })
    }

    pub fn output(&self, place: Place) -> Option<&Output> {
        self.slot(place).map(|(output, _)| output)
    }

    fn slot(&self, Place(at): Place) -> Option<(&Output, &Slot)> {
        match self.planned().get(at) {
            Some(output) => Some((output, self.made.get(at)?)),
            None => self.pieces().get(at - self.made.len()).map(|(output, slot)| (output, slot)),
        }
    }

    /// The place of an output by its path below the output folder. Takes its time for files of the search index.
    pub fn find(&self, path: &str) -> Option<Place> {
        if !path.starts_with(SEARCH) {
            return self.planned().binary_search_by(|output| output.path.as_str().cmp(path)).ok().map(Place);
        }
        let at = self.pieces().iter().position(|(output, _)| output.path == path)?;
        Some(Place(self.made.len() + at))
    }

    fn pieces(&self) -> &[(Output, Slot)] {
        self.pieces.get_or_init(|| {
            let all = self.snapshot.outputs().into_iter();
            all.filter(|output| matches!(output.what, What::SearchPiece(..))).map(|o| (o, OnceLock::new())).collect()
        })
    }

    /// The bytes of an output, for somebody who asked.
    pub fn bytes(&self, place: Place) -> Result<(Print, Bytes), Box<Diagnostic>> {
        let Some((output, slot)) = self.slot(place) else { return Ok((Print::default(), Bytes::new())) };
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

    /// Renders an output unless that was done already.
    pub fn try_render(&self, place: Place) -> Result<(), Box<Diagnostic>> {
        let Some((output, slot)) = self.slot(place) else { return Ok(()) };
        let made = slot.get_or_init(|| self.make(output, KEPT_UNASKED, &mut None));
        made.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// The print of a planned output if it has been rendered.
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

    /// What the outputs are that have been rendered, for a comparison later.
    pub fn prints(&self) -> Prints {
        let prints = (0..self.made.len()).map(|at| self.known(at)).collect();
        Prints { plan: Arc::clone(&self.snapshot.plan), prints }
    }

    /// How many outputs differ from those of another site, new and gone ones included. The search index is left out.
    pub fn differing(&self, before: &Prints) -> usize {
        let (mut old, mut new, mut count) = (0, 0, 0);
        loop {
            let order = match (before.plan.outputs.get(old), self.planned().get(new)) {
                (None, None) => return count,
                (Some(_), None) => Order::Less,
                (None, Some(_)) => Order::Greater,
                (Some(a), Some(b)) => a.path.cmp(&b.path),
            };
            count += usize::from(order.is_ne() || before.prints.get(old).copied().flatten() != self.known(new));
            old += usize::from(order.is_le());
            new += usize::from(order.is_ge());
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
