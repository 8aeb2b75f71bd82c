//! What the server shows, as one value that is replaced as a whole, and how it changes:
//!
//! - a rebuild without errors shows the new site ([`State::rebuilt`]);
//! - a rebuild with errors leaves the site and shows the errors;
//! - a template that fails while a page is rendered takes the new site back ([`State::template_failed`]);
//! - a site that was rendered becomes the one to go back to ([`State::rendered`], [`State::verified`]).

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::watch;

use super::site::{Built, Prints};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath},
    source::SourceTree,
};

/// What one look at the folder found, and how long it took.
#[derive(Clone, Debug, Default)]
pub struct Rebuild {
    /// Files that are new, changed or gone. Empty for the first build.
    pub changed: Vec<FilePath>,
    pub stages: Vec<(&'static str, Duration)>,
    /// From the first event to the site being there.
    pub took: Duration,
    /// Outputs that differ from those before, once all are rendered.
    pub differing: Option<usize>,
}

/// What is said about the newest state of the files.
#[derive(Debug, Default)]
pub struct Report {
    pub tree: SourceTree,
    /// What stands in the way of publishing, and warnings. Sorted.
    pub diagnostics: Diagnostics,
    /// What `check` says beyond that. Sorted.
    pub advice: Diagnostics,
}

#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Grows with everything that a browser could notice.
    pub generation: u64,
    /// What is served; `None` until the site has once been without errors.
    pub site: Option<Arc<Built>>,
    /// What the newest files make, errors or not; `None` when they make nothing.
    pub newest: Option<Arc<Built>>,
    pub report: Arc<Report>,
    pub rebuild: Arc<Rebuild>,
    /// Every output of `newest` has been rendered.
    pub complete: bool,
    /// Where pages whose files were renamed went: old key to new, as `clusters/uca`.
    pub renamed: Arc<BTreeMap<String, String>>,
}

impl Shown {
    /// What the server's own pages depend on.
    pub fn print(&self) -> String {
        format!("{}{}", self.generation, if self.complete { " complete" } else { "" })
    }
}

#[derive(Debug, Default)]
struct Inner {
    shown: Arc<Shown>,
    /// The newest site whose every output could be rendered. Neither this nor the next has its pages with it.
    verified: Option<Arc<Built>>,
    /// A newer one with another theme, of which all but the search could be rendered so far.
    rendered: Option<Arc<Built>>,
    /// What the outputs were of the site that was rendered last.
    prints: Option<Prints>,
}

impl Inner {
    /// The site to go back to when this one fails.
    fn before(&self, failing: &Arc<Built>) -> Option<Arc<Built>> {
        let others = self.rendered.iter().chain(&self.verified);
        others.into_iter().find(|site| !site.is(failing)).cloned()
    }
}

#[derive(Debug)]
pub struct State {
    inner: Mutex<Inner>,
    generation: watch::Sender<u64>,
    pub gate: Gate,
}

impl Default for State {
    fn default() -> Self {
        Self { inner: Mutex::default(), generation: watch::Sender::new(0), gate: Gate::default() }
    }
}

impl State {
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.lock().shown)
    }

    /// Follows the generation; it is 0 until the first build is there.
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A value that is replaced as a whole is never half changed.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(&self, inner: &mut Inner, change: impl FnOnce(&mut Shown)) {
        let mut shown = Shown::clone(&inner.shown);
        shown.generation += 1;
        change(&mut shown);
        let generation = shown.generation;
        inner.shown = Arc::new(shown);
        self.generation.send_replace(generation);
    }

    /// A new state of the files. Returns what is still to be rendered to know all: the site served and the newest.
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
                && !verified.as_ref().is_some_and(|verified| verified.is(site))
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

    /// A template failed for a page of this site: it is not one to serve.
    pub fn template_failed(&self, site: &Arc<Built>, diagnostic: &Diagnostic) {
        self.take_back(&mut self.lock(), site, [diagnostic.clone()].into_iter().collect());
    }

    /// Every output of a site was tried, and some failed.
    pub fn failed(&self, site: &Arc<Built>, failures: Diagnostics) {
        let mut inner = self.lock();
        self.take_back(&mut inner, site, failures);
        if is(&inner.shown.newest, site) {
            self.complete(&mut inner, None);
        }
    }

    fn take_back(&self, inner: &mut Inner, site: &Arc<Built>, failures: Diagnostics) {
        let (served, newest) = (is(&inner.shown.site, site), is(&inner.shown.newest, site));
        let mut diagnostics = inner.shown.report.diagnostics.clone();
        diagnostics.append(failures);
        diagnostics.sort();
        let new = newest && diagnostics != inner.shown.report.diagnostics;
        if !served && !new {
            return;
        }
        let before = inner.before(site);
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

    /// All but the search index was rendered without a mistake.
    pub fn rendered(&self, site: &Arc<Built>) {
        let mut inner = self.lock();
        let differing = inner.prints.as_ref().map(|before| site.differing(before));
        inner.prints = Some(site.prints());
        if is(&inner.shown.site, site) {
            // Only a theme that is new can fail at the search.
            if inner.verified.as_ref().is_some_and(|before| before.has_the_theme_of(site)) {
                inner.verified = Some(Arc::new(site.again()));
                inner.rendered = None;
            } else {
                inner.rendered = Some(Arc::new(site.again()));
            }
        }
        if is(&inner.shown.newest, site) {
            self.complete(&mut inner, differing);
        }
    }

    /// Every output of a site was rendered without a mistake: from now on this is the site to go back to.
    pub fn verified(&self, site: &Arc<Built>) {
        let mut inner = self.lock();
        if is(&inner.shown.site, site) {
            inner.verified = Some(Arc::new(site.again()));
            inner.rendered = None;
        }
    }

    /// No page of the site is another for it, so the generation stays; the dashboard hears of it all the same.
    fn complete(&self, inner: &mut Inner, differing: Option<usize>) {
        let mut shown = Shown::clone(&inner.shown);
        shown.complete = true;
        shown.rebuild = Arc::new(Rebuild { differing, ..Rebuild::clone(&shown.rebuild) });
        inner.shown = Arc::new(shown);
        self.generation.send_modify(|_| ());
    }

    /// Whether somebody may ask for pages of a site.
    pub fn serves(&self, site: &Built) -> bool {
        is(&self.lock().shown.site, site)
    }

    /// Of the newest site, when it is not served, stays what it is made of, and nothing that was made for its pages.
    pub fn forget(&self, again: &Arc<Built>) {
        let mut inner = self.lock();
        if is(&inner.shown.newest, again) && !is(&inner.shown.site, again) {
            let mut shown = Shown::clone(&inner.shown);
            shown.newest = Some(Arc::clone(again));
            inner.shown = Arc::new(shown);
        }
    }
}

fn is(one: &Option<Arc<Built>>, other: &Built) -> bool {
    one.as_ref().is_some_and(|one| one.is(other))
}

/// Keeps rendering that nobody has asked for waiting while somebody has.
#[derive(Debug, Default)]
pub struct Gate(AtomicUsize);

/// While it lives, the gate is closed.
#[derive(Debug)]
pub struct Hold<'g>(&'g Gate);

impl Gate {
    pub fn hold(&self) -> Hold<'_> {
        self.0.fetch_add(1, Ordering::AcqRel);
        Hold(self)
    }

    pub fn is_open(&self) -> bool {
        self.0.load(Ordering::Acquire) == 0
    }
}

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::AcqRel);
    }
}
