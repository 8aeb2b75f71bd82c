//! The state that the server shows: one value that is replaced as a whole. It changes when
//!
//! - a rebuild without errors makes a new site, which is served ([`ServeState::rebuilt`]);
//! - a rebuild has errors, which are shown while the former site stays;
//! - a page of the new site cannot be rendered, so that the former site is served again ([`ServeState::template_failed`]);
//! - a site was rendered whole, and so becomes the one to return to ([`ServeState::verified`]).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::sync::watch;

use super::site::Built;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath},
    lock::lock,
    source::SourceTree,
};

/// The outcome of a rebuild: the number of changed files, and how long it took.
#[derive(Clone, Debug, Default)]
pub struct Rebuild {
    /// Files that are new, changed or gone. Empty for the first build.
    pub changed: Vec<FilePath>,
    pub stages: Vec<(&'static str, Duration)>,
    /// From the first event to the site being there.
    pub took: Duration,
}

/// The diagnostics of the newest state of the files.
#[derive(Debug, Default)]
pub struct Report {
    pub tree: SourceTree,
    /// Errors, which stand in the way of publishing, and warnings. Sorted.
    pub diagnostics: Diagnostics,
    /// Notices that only `check` shows. Sorted.
    pub advice: Diagnostics,
}

#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Grows with every change that a browser could notice.
    pub generation: u64,
    /// The site that is served; `None` until the files were once without errors.
    pub site: Option<Arc<Built>>,
    /// The site that the newest files make, with or without errors; `None` if they make none.
    pub newest: Option<Arc<Built>>,
    pub report: Arc<Report>,
    pub rebuild: Arc<Rebuild>,
    /// Whether every output of `newest` but the search pages has been rendered.
    pub complete: bool,
    /// Pages whose files were renamed: old key to new, as `clusters/uca`.
    pub renamed: Arc<BTreeMap<String, String>>,
}

impl Shown {
    /// Changes with everything that the server's own pages show.
    pub fn version(&self) -> String {
        format!("{}{}", self.generation, if self.complete { " complete" } else { "" })
    }
}

#[derive(Debug, Default)]
struct ServeStateData {
    shown: Arc<Shown>,
    /// The newest site of which every output could be rendered.
    verified: Option<Arc<Built>>,
    /// The newest site of which every output but the search pages could be rendered; those are tried late.
    rendered: Option<Arc<Built>>,
}

#[derive(Debug)]
pub struct ServeState {
    inner: Mutex<ServeStateData>,
    generation: watch::Sender<u64>,
}

impl Default for ServeState {
    fn default() -> Self {
        Self { inner: Mutex::default(), generation: watch::Sender::new(0) }
    }
}

impl ServeState {
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.lock().shown)
    }

    /// Follows the generation; it is 0 until the first build is there.
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, ServeStateData> {
        lock(&self.inner)
    }

    fn replace(&self, inner: &mut ServeStateData, change: impl FnOnce(&mut Shown)) {
        let mut shown = Shown::clone(&inner.shown);
        shown.generation += 1;
        change(&mut shown);
        let generation = shown.generation;
        inner.shown = Arc::new(shown);
        self.generation.send_replace(generation);
    }

    /// The files have a new state. Returns the sites that must be rendered to know whether every output can be: the newest
    /// one, and the served one if that is not known of it.
    pub fn rebuilt(
        &self,
        newest: Option<Arc<Built>>,
        report: Report,
        rebuild: Rebuild,
        renamed: Arc<BTreeMap<String, String>>,
    ) -> Vec<Arc<Built>> {
        let mut inner = self.lock();
        let clean = !report.diagnostics.has_errors();
        let verified = inner.verified.clone();
        let mut open = Vec::new();
        self.replace(&mut inner, |shown| {
            if clean && newest.is_some() {
                shown.site.clone_from(&newest);
            } else if let Some(site) = &shown.site
                && !is(&verified, site)
            {
                open.push(Arc::clone(site));
            }
            open.extend(newest.clone());
            shown.complete = newest.is_none();
            shown.newest = newest;
            shown.report = Arc::new(report);
            shown.rebuild = Arc::new(rebuild);
            shown.renamed = renamed;
        });
        open
    }

    /// An output of a site could not be rendered, so that the site must not be served.
    pub fn template_failed(&self, site: &Arc<Built>, diagnostic: &Diagnostic) {
        self.take_back(&mut self.lock(), site, [diagnostic.clone()].into_iter().collect());
    }

    /// Every output of a site was tried, and some could not be rendered.
    pub fn failed(&self, site: &Arc<Built>, failures: Diagnostics) {
        let mut inner = self.lock();
        self.take_back(&mut inner, site, failures);
        if is(&inner.shown.newest, site) {
            self.complete(&mut inner);
        }
    }

    fn take_back(&self, inner: &mut ServeStateData, site: &Arc<Built>, failures: Diagnostics) {
        let (served, newest) = (is(&inner.shown.site, site), is(&inner.shown.newest, site));
        let mut diagnostics = inner.shown.report.diagnostics.clone();
        diagnostics.append(failures);
        diagnostics.sort();
        let new = newest && diagnostics != inner.shown.report.diagnostics;
        if !served && !new {
            return;
        }
        if is(&inner.rendered, site) {
            inner.rendered = None;
        }
        let before = inner.rendered.clone().or_else(|| inner.verified.clone());
        self.replace(inner, |shown| {
            if served {
                shown.site = before;
            }
            if new {
                let (tree, advice) = (shown.report.tree.clone(), shown.report.advice.clone());
                shown.report = Arc::new(Report { tree, diagnostics, advice });
            }
        });
    }

    /// Every output of a site but its search pages was rendered without a mistake.
    pub fn rendered(&self, site: &Arc<Built>) {
        let mut inner = self.lock();
        if is(&inner.shown.site, site) {
            inner.rendered = Some(Arc::clone(site));
        }
        if is(&inner.shown.newest, site) {
            self.complete(&mut inner);
        }
    }

    /// Every output of a site was rendered without a mistake, so that it becomes the site to return to.
    pub fn verified(&self, site: &Arc<Built>) {
        let mut inner = self.lock();
        if is(&inner.shown.site, site) {
            inner.verified = Some(Arc::clone(site));
            inner.rendered = None;
        }
    }

    /// Marks the newest site as rendered. The generation stays, since no page is different, but the dashboard is told.
    fn complete(&self, inner: &mut ServeStateData) {
        inner.shown = Arc::new(Shown { complete: true, ..Shown::clone(&inner.shown) });
        self.generation.send_modify(|_| ());
    }
}

fn is(one: &Option<Arc<Built>>, other: &Arc<Built>) -> bool {
    one.as_ref().is_some_and(|one| Arc::ptr_eq(one, other))
}
