//! A loaded site that renders each output when it is asked for. Nothing rendered is kept: a page takes milliseconds.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

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

    /// The same site, without what was made for its pages: cards, lists, open data, the search index. Whoever asks for a page
    /// has them made again.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let views = Arc::new(self.views.afresh());
        let Snapshot { config, site, plan, drafts, views: _ } = &self.snapshot;
        let snapshot = Snapshot {
            config: Arc::clone(config),
            site: Arc::clone(site),
            plan: Arc::clone(plan),
            drafts: Arc::clone(drafts),
            views: Some(Arc::clone(&views)),
        };
        Self { snapshot, views, pieces: OnceLock::new() }
    }

    /// Whether both are the site of one run of the pipeline.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.snapshot.site, &other.snapshot.site)
    }

    /// The outputs that the plan has: all but the search index.
    pub fn planned(&self) -> &[Output] {
        &self.snapshot.plan.outputs
    }

    /// The places of outputs that can be rendered without the search index, in groups that are made of the same cards and lists
    /// (those of each language, those of none), and of those that need the index.
    pub fn places(&self) -> (Vec<Vec<OutputPlace>>, Vec<OutputPlace>) {
        let (mut groups, mut searching) = (BTreeMap::<_, Vec<OutputPlace>>::new(), Vec::new());
        // Share pictures are drawn when they are asked for: nothing can be wrong with them.
        for (at, output) in self.planned().iter().enumerate().filter(|(_, output)| !output.what.is_named_by_content()) {
            match output.what {
                What::Search(_) => searching.push(OutputPlace(at)),
                _ => groups.entry(output.what.language()).or_default().push(OutputPlace(at)),
            }
        }
        (groups.into_values().collect(), searching)
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
