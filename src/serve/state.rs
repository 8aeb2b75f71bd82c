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

impl ServeStateData {
    /// The sites to go back to are held without what was made for their pages, once they are not served any more.
    fn stand_by(&mut self) {
        for place in [&mut self.verified, &mut self.rendered] {
            if let Some(site) = place.as_ref().filter(|site| is(&self.shown.site, site)) {
                *place = Some(Arc::new(site.afresh()));
            }
        }
    }
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
        if clean && newest.is_some() {
            inner.stand_by();
        }
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

    /// Lets go of what was made for pages that have been rendered, which takes more memory than their site. Returns
    /// the site that stands in its place.
    pub fn refresh(&self, site: &Built) -> Arc<Built> {
        let fresh = Arc::new(site.afresh());
        let mut inner = self.lock();
        let mut shown = Shown::clone(&inner.shown);
        let ServeStateData { verified, rendered, .. } = &mut *inner;
        for place in [&mut shown.site, &mut shown.newest, verified, rendered] {
            if is(place, &fresh) {
                *place = Some(Arc::clone(&fresh));
            }
        }
        inner.shown = Arc::new(shown);
        fresh
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
    one.as_ref().is_some_and(|one| one.is_same(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostics::Rule,
        message::Message,
        pipeline::{self, LoadMemory, LoadOptions, ReadFiles},
        theme::program,
        timings::Timings,
    };

    const SITE: &str = r#"
base_url = "https://example.org/"
languages = ["en"]
theme = "intermarium"
title = { en = "T" }
description = { en = "D" }

[collections.clusters]
title = { en = "Clusters" }
sort = "title"
"#;

    fn built(title: &str) -> Arc<Built> {
        let page = format!("+++\ntitle = \"{title}\"\n+++\n\nText.\n");
        let files = [("site.toml", SITE), ("content/clusters/a.en.md", page.as_str())];
        let tree = program::completed(SourceTree::from_texts(files));
        let read = ReadFiles { tree, diagnostics: Diagnostics::default() };
        let options = LoadOptions::default();
        let loaded = pipeline::resolve(read, &options, &mut LoadMemory::default(), &mut Timings::default());
        Arc::new(loaded.snapshot.and_then(Built::new).unwrap())
    }

    fn list(site: &Built) -> String {
        let place = site.find("en/clusters/index.html").unwrap();
        String::from_utf8(site.render(place).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn what_was_made_for_rendered_pages_is_let_go_of_and_the_site_stays() {
        let state = ServeState::default();
        let rebuilt = |site: &Arc<Built>| {
            state.rebuilt(Some(Arc::clone(site)), Report::default(), Rebuild::default(), Arc::default());
        };
        let first = built("First");
        rebuilt(&first);
        let page = list(&first);
        let fresh = state.refresh(&first);
        state.rendered(&fresh);
        state.verified(&fresh);
        let generation = state.shown().generation;
        let let_go = Arc::downgrade(&first);
        drop(first);
        assert!(let_go.upgrade().is_none());
        let shown = state.shown();
        assert_eq!(shown.generation, generation, "no page is different");
        let site = shown.site.clone().unwrap();
        assert!(Arc::ptr_eq(&site, &fresh) && shown.newest.as_ref().is_some_and(|newest| Arc::ptr_eq(newest, &fresh)));
        assert_eq!(list(&site), page);

        // The site to go back to is another value too, of the same site.
        let let_go = Arc::downgrade(&fresh);
        drop((site, shown, fresh));
        let second = built("Second");
        rebuilt(&second);
        assert!(let_go.upgrade().is_none());
        let mistake = Diagnostic::without_location(Rule::Limit, Message::code("x = 1"));
        state.template_failed(&second, &mistake);
        assert!(list(state.shown().site.as_ref().unwrap()).contains("First"));
    }
}
