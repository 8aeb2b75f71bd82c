//! The loop that looks at the folder, builds, and renders what nobody has asked for yet so that every mistake shows.

use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{
    News, ServeOptions,
    site::{Built, OutputPlace},
    state::{Rebuild, Report, ServeState},
};
use crate::{
    config::read::SITE_TOML,
    content::name::CONTENT,
    diagnostics::{Diagnostic, Diagnostics, FilePath, Rule, report::visible},
    lock::lock,
    message,
    message::{Message, list},
    pipeline::{self, LoadMemory},
    site::Site,
    source::SourceTree,
    source::read::{LEDGER, STATIC},
    system,
    timings::Timings,
    watch::{Missing, Wake, Watch},
};

/// Progress is reported only of what takes longer than this.
const CALM: Duration = Duration::from_secs(1);
/// The time for which nothing must have been saved before the search index is made.
const BEFORE_SEARCH: Duration = Duration::from_millis(800);
const CALM_INTERVAL: Duration = Duration::from_millis(20);

type Tell = Arc<dyn Fn(News) + Send + Sync>;

/// Runs until the process ends.
#[expect(clippy::disallowed_methods, reason = "how long a rebuild took is told; no output depends on it")]
pub(super) fn run(options: &ServeOptions, state: &Arc<ServeState>, memory: &Mutex<LoadMemory>, tell: &Tell) {
    let folders = [CONTENT, STATIC, "theme", "themes"];
    let mut watch = Watch::new(&options.root, &[SITE_TOML, LEDGER], &folders, options.poll);
    let mut rebuilder = Rebuilder {
        options,
        state,
        tell,
        memory,
        tree: SourceTree::default(),
        read_diagnostics: Diagnostics::default(),
        failed: None,
        missing: Missing::default(),
        look_took: Duration::ZERO,
        rendering: Arc::default(),
        pool: background_pool(),
        renamed: Arc::default(),
        first: true,
    };
    tell(News::Begun);
    loop {
        let start = Instant::now();
        let read = rebuilder.read(start);
        // What happened meanwhile is looked at too before anything is made of it.
        if watch.is_settled() {
            rebuilder.take(read, start);
        }
        let uncertain = rebuilder.failed.is_some() || lock(rebuilder.memory).reads_links();
        watch.looked(rebuilder.look_took, uncertain);
        if rebuilder.missing.is_waited_for() {
            watch.look_again();
        }
        if let Some(notice) = watch.notice() {
            tell(News::Notice(notice));
        }
        if watch.wait() == Wake::Closed {
            return;
        }
    }
}

struct Rebuilder<'r> {
    options: &'r ServeOptions,
    state: &'r Arc<ServeState>,
    tell: &'r Tell,
    memory: &'r Mutex<LoadMemory>,
    tree: SourceTree,
    read_diagnostics: Diagnostics,
    /// Why the folder itself could not be read.
    failed: Option<String>,
    /// Files that `tree` has and the last look missed.
    missing: Missing,
    /// The time that reading the folder took last, without building.
    look_took: Duration,
    /// Set to stop the rendering that is going on.
    rendering: Arc<AtomicBool>,
    pool: Option<Arc<ThreadPool>>,
    renamed: Arc<BTreeMap<String, String>>,
    first: bool,
}

impl Rebuilder<'_> {
    fn read(&mut self, start: Instant) -> io::Result<(pipeline::ReadFiles, Timings)> {
        let mut timings = Timings::default();
        let read = pipeline::read(&self.options.root, &mut lock(self.memory), &mut timings);
        self.look_took = start.elapsed();
        Ok((read?, timings))
    }

    fn take(&mut self, read: io::Result<(pipeline::ReadFiles, Timings)>, start: Instant) {
        match read {
            Ok((read, timings)) => self.rebuild(read, timings, start),
            Err(error) => self.unreadable(&error),
        }
    }

    /// Makes a site of the files, if anything in them is new.
    fn rebuild(&mut self, read: pipeline::ReadFiles, mut timings: Timings, start: Instant) {
        let changed = read.tree.difference(&self.tree);
        let same = changed.is_empty() && read.diagnostics == self.read_diagnostics && self.failed.is_none();
        let is_missing = changed.iter().any(|path| read.tree.get(path).is_none());
        if self.missing.may_come_back(is_missing, start) || (same && !self.first) {
            return;
        }
        (self.tell)(News::Begun);
        self.rendering.store(true, Ordering::Release);
        self.failed = None;
        self.read_diagnostics = read.diagnostics.clone();
        let loaded = pipeline::resolve(read, &self.options.pipeline, &mut lock(self.memory), &mut timings);
        let before = self.state.shown();
        let newest = loaded.snapshot.and_then(Built::new).map(Arc::new);
        if let (Some(old), Some(new)) = (&before.newest, &newest) {
            self.follow_renames(&old.snapshot.site, &new.snapshot.site);
        }
        let mut report = Report { tree: loaded.tree, diagnostics: loaded.diagnostics, advice: loaded.advice };
        report.diagnostics.sort();
        report.advice.sort();
        self.tree = report.tree.clone();
        let has_errors = report.diagnostics.has_errors();
        let changed = if std::mem::take(&mut self.first) { Vec::new() } else { changed };
        let rebuild = Rebuild { changed, stages: timings.stages, took: start.elapsed() };
        let open = self.state.rebuilt(newest, report, rebuild, Arc::clone(&self.renamed));
        drop(before);
        (self.tell)(News::Rebuilt { with_errors: has_errors });
        self.render(open);
    }

    fn unreadable(&mut self, error: &io::Error) {
        let why = error.to_string();
        if self.failed.as_ref() == Some(&why) {
            return;
        }
        self.rendering.store(true, Ordering::Release);
        let message = message!("site-folder-not-read", error);
        self.failed = Some(why);
        self.first = false;
        let diagnostics = [Diagnostic::without_location(Rule::UnreadableFile, message)].into_iter().collect();
        let report = Report { diagnostics, ..Report::default() };
        let _ = self.state.rebuilt(None, report, Rebuild::default(), Arc::clone(&self.renamed));
        (self.tell)(News::Rebuilt { with_errors: true });
        (self.tell)(News::Complete);
    }

    /// Starts to render these sites on threads of their own.
    fn render(&mut self, open: Vec<Arc<Built>>) {
        let cancelled = Arc::new(AtomicBool::new(false));
        self.rendering = Arc::clone(&cancelled);
        let (state, tell, pool) = (Arc::clone(self.state), Arc::clone(self.tell), self.pool.clone());
        let spawned = std::thread::Builder::new().name("render".to_owned()).spawn(move || {
            let background =
                BackgroundRendering { pool: pool.as_deref(), state: &state, tell: &tell, cancelled: &cancelled };
            for built in open {
                if background.render(built) == Ended::Cancelled {
                    return;
                }
            }
            tell(News::Complete);
        });
        if let Err(error) = spawned {
            (self.tell)(News::Notice(message!("rendered-when-asked", error)));
        }
    }

    /// Notes pages that were renamed, so that a browser which shows one follows it: one page is gone, and another with the
    /// same text has come.
    fn follow_renames(&mut self, old: &Site, new: &Site) {
        let keys = |site: &Site| -> BTreeMap<String, String> {
            site.entries
                .iter()
                .filter_map(|entry| Some((entry.key.path(&site.config), entry.original()?.page.revision.clone()?)))
                .collect()
        };
        if old.entries.len() == new.entries.len() && old.entries.iter().zip(&new.entries).all(|(a, b)| a.key == b.key) {
            return;
        }
        let (old, new) = (keys(old), keys(new));
        let came: BTreeMap<&str, &str> = new
            .iter()
            .filter(|(key, _)| !old.contains_key(*key))
            .map(|(key, revision)| (revision.as_str(), key.as_str()))
            .collect();
        let mut renamed = BTreeMap::clone(&self.renamed);
        for (key, revision) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            if let Some(to) = came.get(revision.as_str()) {
                for target in renamed.values_mut().filter(|target| *target == key) {
                    (*to).clone_into(target);
                }
                renamed.insert(key.clone(), (*to).to_owned());
            }
        }
        // A page that exists again counts as not renamed.
        renamed.retain(|from, _| !new.contains_key(from));
        self.renamed = Arc::new(renamed);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Whole,
    Cancelled,
}

/// Renders all outputs of a site in the background, so that every mistake is found.
struct BackgroundRendering<'b> {
    pool: Option<&'b ThreadPool>,
    state: &'b ServeState,
    tell: &'b Tell,
    cancelled: &'b AtomicBool,
}

impl BackgroundRendering<'_> {
    #[expect(clippy::disallowed_methods, reason = "progress is a matter of time; no output depends on it")]
    fn render(&self, mut built: Arc<Built>) -> Ended {
        let start = Instant::now();
        let (groups, searching) = built.places();
        let failures = Mutex::new(Diagnostics::default());
        let total = groups.iter().map(Vec::len).sum();
        let mut before = 0;
        for group in groups {
            self.each(&group, |at, place| {
                if let Err(diagnostic) = built.render(place) {
                    self.failed(&built, *diagnostic, &failures);
                }
                if at.is_multiple_of(32) && start.elapsed() > CALM {
                    (self.tell)(News::Progress { done: before + at, total });
                }
            });
            if self.is_cancelled() {
                return Ended::Cancelled;
            }
            before += group.len();
            built = self.state.refresh(&built);
        }
        if lock(&failures).is_empty() {
            self.state.rendered(&built);
            (self.tell)(News::Complete);
        }
        // Making the search index takes long and cannot be stopped halfway, so it waits until nothing has been saved for a
        // while.
        for place in searching {
            if !self.is_calm() {
                return Ended::Cancelled;
            }
            self.each(&[place], |_, place| {
                if let Err(diagnostic) = built.render(place) {
                    self.failed(&built, *diagnostic, &failures);
                }
            });
        }
        if self.is_cancelled() {
            return Ended::Cancelled;
        }
        let failures = failures.into_inner().unwrap_or_default();
        if failures.is_empty() {
            self.state.verified(&built);
        } else {
            self.state.failed(&built, failures);
        }
        Ended::Whole
    }

    /// Reports the first mistake at once. The others are reported together, at the end.
    fn failed(&self, built: &Arc<Built>, diagnostic: Diagnostic, failures: &Mutex<Diagnostics>) {
        let is_first = {
            let mut failures = lock(failures);
            failures.push(diagnostic.clone());
            failures.as_slice().len() == 1
        };
        if is_first {
            self.state.template_failed(built, &diagnostic);
        }
    }

    /// Works on all places with all threads of the pool, until cancelled.
    fn each(&self, places: &[OutputPlace], work: impl Fn(usize, OutputPlace) + Sync) {
        let next = AtomicUsize::new(0);
        let worker = || {
            loop {
                let at = next.fetch_add(1, Ordering::AcqRel);
                let Some(place) = places.get(at).filter(|_| !self.is_cancelled()) else { return };
                work(at, *place);
            }
        };
        match self.pool {
            Some(pool) => {
                pool.broadcast(|_| worker());
            }
            None => worker(),
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    /// Waits until nothing has happened for a while.
    fn is_calm(&self) -> bool {
        let mut left = BEFORE_SEARCH.as_millis() / CALM_INTERVAL.as_millis();
        while left > 0 && !self.is_cancelled() {
            std::thread::sleep(CALM_INTERVAL);
            left -= 1;
        }
        !self.is_cancelled()
    }
}

/// Threads of low priority, so that rendering in the background does not slow down a save.
fn background_pool() -> Option<Arc<ThreadPool>> {
    let built = ThreadPoolBuilder::new()
        .thread_name(|at| format!("background-{at}"))
        .start_handler(|_| system::give_way())
        .build();
    built.ok().map(Arc::new)
}

/// Names the files that changed, for a line in the terminal.
pub fn name_files(changed: &[FilePath]) -> Message {
    match changed {
        [] => message!("first-build"),
        [_] | [_, _] => message!("changed-files", files = list(changed.iter().map(|file| visible(file)))),
        [first, rest @ ..] => message!("changed-files-and-more", first = visible(first), more = rest.len()),
    }
}
