//! A loaded site that renders each output when it is asked for. Nothing rendered is kept: a page takes milliseconds.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use sha2::{Digest, Sha256};

use crate::{
    diagnostics::Diagnostic,
    pipeline::Snapshot,
    plan::{Output, What},
    view::{Views, render},
};

/// The folder of the files of the search index. Their names depend on every page's words, so they are known late.
const SEARCH: &str = "assets/search/";

/// The first half of the SHA-256 of an output's bytes.
pub type Checksum = [u8; 16];

/// The place of an output in a [`Built`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputPlace(usize);

/// A site that can be served.
#[derive(Debug)]
pub struct Built {
    pub snapshot: Snapshot,
    views: Arc<Views>,
    /// The files of the search index, made when the first of them is asked for.
    pieces: OnceLock<Vec<Output>>,
}

impl Built {
    /// `None` when there is no theme to render with.
    pub fn new(snapshot: Snapshot) -> Option<Self> {
        let views = Arc::clone(snapshot.views.as_ref()?);
        Some(Self { snapshot, views, pieces: OnceLock::new() })
    }

    /// The outputs that the plan has: all but the search index.
    pub fn planned(&self) -> &[Output] {
        &self.snapshot.plan.outputs
    }

    /// The places of outputs that can be rendered without the search index, and of those that need it.
    pub fn places(&self) -> (Vec<OutputPlace>, Vec<OutputPlace>) {
        let what = |place: &OutputPlace| self.planned().get(place.0).map(|output| &output.what);
        // Share pictures are drawn when they are asked for: nothing can be wrong with them.
        let wanted = (0..self.planned().len()).map(OutputPlace);
        let wanted = wanted.filter(|place| !what(place).is_some_and(What::is_named_by_content));
        wanted.partition(|place| !matches!(what(place), Some(What::Search(_))))
    }

    pub fn output(&self, OutputPlace(at): OutputPlace) -> Option<&Output> {
        match self.planned().get(at) {
            Some(output) => Some(output),
            None => self.pieces().get(at - self.planned().len()),
        }
    }

    /// The place of an output by its path below the output folder. The first file of the search index that is asked for
    /// takes long, since the index is made then.
    pub fn find(&self, path: &str) -> Option<OutputPlace> {
        if !path.starts_with(SEARCH) {
            return self.planned().binary_search_by(|output| output.path.as_str().cmp(path)).ok().map(OutputPlace);
        }
        let at = self.pieces().iter().position(|output| output.path == path)?;
        Some(OutputPlace(self.planned().len() + at))
    }

    fn pieces(&self) -> &[Output] {
        self.pieces.get_or_init(|| {
            let all = self.snapshot.outputs().into_iter();
            all.filter(|output| matches!(output.what, What::SearchPiece(..))).collect()
        })
    }

    /// Renders an output; there are no bytes at a place that another site gave.
    pub fn render(&self, place: OutputPlace) -> Result<Bytes, Box<Diagnostic>> {
        let Some(output) = self.output(place) else { return Ok(Bytes::new()) };
        Ok(Bytes::from(render(&self.views, output)?.into_owned()))
    }
}

pub fn checksum(bytes: &[u8]) -> Checksum {
    let mut checksum = Checksum::default();
    for (to, from) in checksum.iter_mut().zip(Sha256::digest(bytes)) {
        *to = from;
    }
    checksum
}
