//! A loaded site that renders the outputs that are asked for, and remembers a checksum of each.

use std::{
    collections::BTreeMap,
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
    plan::{Output, What},
    view::{Views, render},
};

/// The most bytes of rendered outputs that are kept. What does not fit is rendered again when it is asked for.
const KEPT_LIMIT: usize = 24 * 1024 * 1024;
/// The same for outputs that nobody has asked for: none are kept, since a page is rendered within milliseconds.
const KEPT_UNASKED: usize = 0;
/// The folder of the files of the search index. Their names depend on every page's words, so they are known late.
const SEARCH: &str = "assets/search/";

/// The first half of the SHA-256 of an output's bytes.
pub type Checksum = [u8; 16];

/// The place of an output in a [`Built`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputPlace(usize);

/// A site that is served: what it is made of, and which of its outputs have been rendered.
pub struct Built {
    pub snapshot: Snapshot,
    views: Arc<Views>,
    /// Identifies the rebuild: [`Built::without_rendered`] makes another value of the same one.
    rebuild: Arc<()>,
    /// By output of the plan.
    rendered: Vec<RenderSlot>,
    /// The files of the search index, made when the first of them is asked for.
    pieces: OnceLock<Vec<(Output, RenderSlot)>>,
    /// Bytes of rendered outputs that are kept.
    kept: AtomicUsize,
}

type RenderSlot = OnceLock<Result<Rendered, Box<Diagnostic>>>;

struct Rendered {
    checksum: Checksum,
    /// Empty if the bytes are not kept.
    bytes: OnceLock<Bytes>,
}

impl std::fmt::Debug for Built {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Built").field("outputs", &self.rendered.len()).finish_non_exhaustive()
    }
}

impl Built {
    /// `None` when there is no theme to render with.
    pub fn new(snapshot: Snapshot) -> Option<Self> {
        let views = Arc::clone(snapshot.views.as_ref()?);
        Some(Self::with(snapshot, views, Arc::default()))
    }

    fn with(snapshot: Snapshot, views: Arc<Views>, rebuild: Arc<()>) -> Self {
        let rendered = std::iter::repeat_with(OnceLock::new).take(snapshot.plan.outputs.len()).collect();
        Self { snapshot, views, rebuild, rendered, pieces: OnceLock::new(), kept: AtomicUsize::new(0) }
    }

    /// The same site without anything that was made to render it, so that it takes little memory to keep.
    pub fn without_rendered(&self) -> Self {
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

    /// Whether both are of the same rebuild.
    pub fn is(&self, other: &Built) -> bool {
        Arc::ptr_eq(&self.rebuild, &other.rebuild)
    }

    /// The outputs that the plan has: all but the search index.
    pub fn planned(&self) -> &[Output] {
        &self.snapshot.plan.outputs
    }

    pub fn has_the_theme_of(&self, other: &Built) -> bool {
        Arc::ptr_eq(&self.views.theme, &other.views.theme)
    }

    /// The places of outputs that can be rendered without the search index, and of those that need it.
    pub fn places(&self) -> (Vec<OutputPlace>, Vec<OutputPlace>) {
        (0..self.rendered.len()).map(OutputPlace).partition(|place| {
            !self.planned().get(place.0).is_some_and(|output| matches!(output.what, What::Search(_)))
        })
    }

    pub fn output(&self, place: OutputPlace) -> Option<&Output> {
        self.slot(place).map(|(output, _)| output)
    }

    fn slot(&self, OutputPlace(at): OutputPlace) -> Option<(&Output, &RenderSlot)> {
        match self.planned().get(at) {
            Some(output) => Some((output, self.rendered.get(at)?)),
            None => self.pieces().get(at - self.rendered.len()).map(|(output, slot)| (output, slot)),
        }
    }

    /// The place of an output by its path below the output folder. The first file of the search index that is asked for
    /// takes long, since the index is made then.
    pub fn find(&self, path: &str) -> Option<OutputPlace> {
        if !path.starts_with(SEARCH) {
            return self.planned().binary_search_by(|output| output.path.as_str().cmp(path)).ok().map(OutputPlace);
        }
        let at = self.pieces().iter().position(|(output, _)| output.path == path)?;
        Some(OutputPlace(self.rendered.len() + at))
    }

    fn pieces(&self) -> &[(Output, RenderSlot)] {
        self.pieces.get_or_init(|| {
            let all = self.snapshot.outputs().into_iter();
            all.filter(|output| matches!(output.what, What::SearchPiece(..))).map(|o| (o, OnceLock::new())).collect()
        })
    }

    /// Renders an output for a request; its bytes may be kept for the next one.
    pub fn bytes(&self, place: OutputPlace) -> Result<(Checksum, Bytes), Box<Diagnostic>> {
        let Some((output, slot)) = self.slot(place) else { return Ok((Checksum::default(), Bytes::new())) };
        let mut fresh: Option<Bytes> = None;
        let rendered = slot.get_or_init(|| self.make(output, KEPT_LIMIT, &mut fresh)).as_ref().map_err(Clone::clone)?;
        if let Some(bytes) = fresh.or_else(|| rendered.bytes.get().cloned()) {
            return Ok((rendered.checksum, bytes));
        }
        // The output was rendered before but not kept: rendered again it has the same bytes.
        let bytes = Bytes::from(render(&self.views, output)?.into_owned());
        self.keep(rendered, &bytes, KEPT_LIMIT);
        Ok((rendered.checksum, bytes))
    }

    /// Renders an output in the background, unless that was done already.
    pub fn try_render(&self, place: OutputPlace) -> Result<(), Box<Diagnostic>> {
        let Some((output, slot)) = self.slot(place) else { return Ok(()) };
        let rendered = slot.get_or_init(|| self.make(output, KEPT_UNASKED, &mut None));
        rendered.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn make(&self, output: &Output, limit: usize, fresh: &mut Option<Bytes>) -> Result<Rendered, Box<Diagnostic>> {
        let bytes = Bytes::from(render(&self.views, output)?.into_owned());
        let rendered = Rendered { checksum: checksum(&bytes), bytes: OnceLock::new() };
        self.keep(&rendered, &bytes, limit);
        *fresh = Some(bytes);
        Ok(rendered)
    }

    fn keep(&self, rendered: &Rendered, bytes: &Bytes, limit: usize) {
        let fits = |kept: usize| Some(kept + bytes.len()).filter(|sum| *sum <= limit);
        if self.kept.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
            && rendered.bytes.set(bytes.clone()).is_err()
        {
            // Another thread has kept the same bytes meanwhile.
            self.kept.fetch_sub(bytes.len(), Ordering::Relaxed);
        }
    }

    /// The checksums of the planned outputs that have been rendered, by path.
    pub fn checksums(&self) -> BTreeMap<String, Checksum> {
        let rendered = self.planned().iter().zip(&self.rendered);
        rendered.filter_map(|(output, slot)| Some((output.path.clone(), slot.get()?.as_ref().ok()?.checksum))).collect()
    }
}

/// How many outputs are new, changed or gone.
pub fn count_differing(before: &BTreeMap<String, Checksum>, after: &BTreeMap<String, Checksum>) -> usize {
    let changed = after.iter().filter(|(path, checksum)| before.get(*path) != Some(checksum)).count();
    let gone = before.keys().filter(|path| !after.contains_key(*path)).count();
    changed + gone
}

pub fn checksum(bytes: &[u8]) -> Checksum {
    let mut checksum = Checksum::default();
    for (to, from) in checksum.iter_mut().zip(Sha256::digest(bytes)) {
        *to = from;
    }
    checksum
}
