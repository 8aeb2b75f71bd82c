//! Tells when to look at a site's folder again. Events only say *when*: changes are found by reading the tree, so that no
//! trick of an editor, missed event or renamed folder can leave something stale behind.
//!
//! Start at [`Watch::wait`].
//!
//! A save leads to a look as soon as it is whole: not before a file that is being written is closed, and [`BEFORE_LOOK`] after
//! its last event. What was looked at counts once nothing has happened for [`SETTLED`] ([`Watch::is_settled`]), most of which the
//! look itself takes. A burst of many files, as when a branch is checked out, leads to one look when it is over.
//!
//! Many editors move the old file away before the new one comes, so a file that goes is waited for ([`GONE`]). The look that
//! follows one save may still fall into the gap of the next: whoever looks and misses a file ([`Missing`]) asks for another
//! look ([`Watch::look_again`]) before it believes that the file is gone.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode},
};

use crate::{
    message,
    message::{Message, decimal},
    source::read::{WELL_KNOWN, is_left_out},
    system,
};

/// The wait after a save that is whole, for the rest of its own events.
const BEFORE_LOOK: Duration = Duration::from_millis(1);
/// The time for which nothing more must have happened before something is made of what a look found.
const SETTLED: Duration = Duration::from_millis(3);
/// The time that a file must have been missing before it counts as gone: editors bring it back sooner.
const GONE: Duration = Duration::from_millis(40);
/// The longest wait for a file to be closed, where the system reports that. A file that is written for longer is
/// looked at before it is closed.
const WRITING: Duration = Duration::from_millis(400);
/// More files than this at once are a burst, and not somebody saving a file.
const BURST: usize = 8;
const BURST_SETTLED: Duration = Duration::from_millis(60);
/// The longest wait for a burst to end.
const LONGEST: Duration = Duration::from_secs(1);
/// The times at which to look again after a folder came: files put into it before it was watched made no events.
const SECOND_LOOKS: [Duration; 3] = [Duration::from_millis(50), Duration::from_millis(300), Duration::from_secs(2)];
/// The shortest interval of polling, which finds changes where events do not come or may be missing.
const POLL: Duration = Duration::from_millis(400);
/// The interval is so many times what a look takes, so that polling a large site costs little.
const POLL_SHARE: u32 = 20;
/// The longest interval, however large the site is.
const POLL_SELDOM: Duration = Duration::from_secs(5);

/// Why to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wake {
    /// Something happened.
    Event,
    /// No event came, but something may have happened.
    Routine,
    /// No event will ever come again.
    Closed,
}

/// Files that a look missed and that may come back at once, since many editors move the old file away before the new one comes.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    /// The time of the first look that missed files; `None` where the last look missed none.
    since: Option<Instant>,
}

impl Missing {
    /// Whether what a look of this time missed is still waited for. [`GONE`] after the first such look, it counts as gone.
    pub(crate) fn may_come_back(&mut self, is_missing: bool, now: Instant) -> bool {
        self.since = is_missing.then(|| self.since.unwrap_or(now)).filter(|since| now.duration_since(*since) < GONE);
        self.is_waited_for()
    }

    pub(crate) fn is_waited_for(&self) -> bool {
        self.since.is_some()
    }
}

enum Signal {
    Event(Event),
    Failed(notify::Error),
}

/// Watches `site.toml` and folders below a root.
pub(crate) struct Watch {
    root: PathBuf,
    folders: Vec<&'static str>,
    files: Vec<&'static str>,
    signals: Receiver<Signal>,
    /// Keeps the channel open even when there is no watcher.
    sender: Sender<Signal>,
    watcher: Option<RecommendedWatcher>,
    /// Why the folder is polled; `None` where events are enough.
    polling: Option<Message>,
    /// Whether [`Watch::notice`] has given its notice.
    noticed: bool,
    /// Whether the tree has something that makes no events (links to files elsewhere).
    has_links: bool,
    interval: Duration,
    second_looks: Vec<Instant>,
    /// The time at which [`Watch::wait`] last returned.
    woken: Option<Instant>,
    /// The events since the last look that counted.
    burst: Option<Burst>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("root", &self.root).field("polling", &self.polling).finish_non_exhaustive()
    }
}

impl Watch {
    /// Never fails: where the system cannot watch, the folder is polled, and [`Watch::notice`] says so.
    pub(crate) fn new(root: &Path, files: &[&'static str], folders: &[&'static str], poll: bool) -> Self {
        let (sender, signals) = channel();
        let mut watch = Self {
            root: root.to_owned(),
            folders: folders.to_vec(),
            files: files.to_vec(),
            signals,
            sender,
            watcher: None,
            polling: None,
            noticed: false,
            has_links: false,
            interval: POLL,
            second_looks: Vec::new(),
            woken: None,
            burst: None,
        };
        if poll {
            watch.polling = Some(message!("polling-asked"));
        } else if let Some(kind) = system::silent_file_system(root) {
            watch.polling = Some(message!("polling-silent", kind));
        } else {
            watch.start();
        }
        watch
    }

    /// A sentence for the user on how changes are found, where that is by polling; only the first call gives it.
    pub(crate) fn notice(&mut self) -> Option<Message> {
        if self.noticed {
            return None;
        }
        let why = self.polling.as_ref()?;
        self.noticed = true;
        Some(message!("polling", seconds = decimal(self.interval.as_secs_f64(), 1), why))
    }

    /// The caller has looked at all files: how long that took, and whether the tree has something that makes no events.
    pub(crate) fn looked(&mut self, took: Duration, has_links: bool) {
        self.interval = POLL.max(took * POLL_SHARE).min(POLL_SELDOM);
        self.has_links = has_links;
        if let Some(woken) = self.woken {
            self.second_looks.retain(|at| *at > woken);
        }
    }

    /// Makes [`Watch::wait`] return again after [`GONE`], a short while: the caller missed files that may come back.
    #[expect(clippy::disallowed_methods, reason = "when to look is a matter of time; no output depends on it")]
    pub(crate) fn look_again(&mut self) {
        self.second_looks.push(Instant::now() + GONE);
    }

    /// Waits until it is time to look.
    #[expect(clippy::disallowed_methods, reason = "waiting for changes is a matter of time; no output depends on it")]
    pub(crate) fn wait(&mut self) -> Wake {
        let poll_at = Instant::now() + self.interval;
        loop {
            let now = Instant::now();
            let due = self.burst.as_ref().map(|burst| burst.quiet_for(BEFORE_LOOK));
            if due.is_some_and(|due| due <= now) {
                self.woken = Some(now);
                return Wake::Event;
            }
            let until = due.or_else(|| self.next_routine(poll_at));
            // A signal that waits already is heard before a routine look begins.
            let signal = match until {
                Some(until) => self.signals.recv_timeout(until.saturating_duration_since(now)),
                None => self.signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match signal {
                Ok(signal) => {
                    self.hear(signal);
                }
                Err(RecvTimeoutError::Timeout) if self.burst.is_none() => {
                    self.woken = Some(Instant::now());
                    return Wake::Routine;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Wake::Closed,
            }
        }
    }

    /// Whether nothing has happened while the caller looked, nor just before, so that what it read is one state of the files.
    /// Waits for what is left of [`SETTLED`]. If not, the next [`Watch::wait`] says when to look again; where something happens
    /// all the time, a look counts nevertheless every [`LONGEST`].
    #[expect(clippy::disallowed_methods, reason = "waiting for changes is a matter of time; no output depends on it")]
    pub(crate) fn is_settled(&mut self) -> bool {
        loop {
            let now = Instant::now();
            let until = self.burst.as_ref().map_or(now, |burst| burst.quiet_for(SETTLED));
            let is_long = self.burst.as_ref().is_some_and(|burst| burst.first + LONGEST <= now);
            if !is_long && let Ok(signal) = self.signals.recv_timeout(until.saturating_duration_since(now)) {
                if self.hear(signal) {
                    return false;
                }
                continue;
            }
            self.burst = None;
            return true;
        }
    }

    /// Takes a signal in; whether it says that something happened to the site.
    #[expect(clippy::disallowed_methods, reason = "when to look is a matter of time; no output depends on it")]
    fn hear(&mut self, signal: Signal) -> bool {
        let now = Instant::now();
        match signal {
            Signal::Event(event) if self.concerns_site(&event) => {
                self.burst.get_or_insert_with(|| Burst::new(now)).add(now, &event);
                self.prepare(&event, now);
                true
            }
            Signal::Event(_) => false,
            Signal::Failed(error) => {
                self.failed(&error);
                self.burst.get_or_insert_with(|| Burst::new(now)).last = now;
                true
            }
        }
    }

    fn next_routine(&self, poll_at: Instant) -> Option<Instant> {
        let poll = (self.polling.is_some() || self.has_links).then_some(poll_at);
        self.second_looks.iter().copied().chain(poll).min()
    }

    fn start(&mut self) {
        let sender = self.sender.clone();
        let handler = move |event: notify::Result<Event>| {
            // Sending fails only when the receiver is gone because the process ends.
            let _ = sender.send(event.map_or_else(Signal::Failed, Signal::Event));
        };
        let config = notify::Config::default().with_follow_symlinks(false);
        let started = RecommendedWatcher::new(handler, config).and_then(|mut watcher| {
            watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
            for folder in &self.folders {
                let path = self.root.join(folder);
                match watcher.watch(&path, RecursiveMode::Recursive) {
                    // On Windows, the error of a folder that is not there has no kind of its own.
                    Err(error) if !is_missing(&error) && system::identity(&path).is_some() => return Err(error),
                    _ => {}
                }
            }
            Ok(watcher)
        });
        match started {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&mut self, error: &notify::Error) {
        if is_missing(error) {
            return;
        }
        self.watcher = None;
        let why = match &error.kind {
            notify::ErrorKind::MaxFilesWatch => {
                message!("polling-folders-limit")
            }
            notify::ErrorKind::Io(error) if error.raw_os_error() == Some(system::Errno::MFILE.raw_os_error()) => {
                message!("polling-watchers-limit")
            }
            notify::ErrorKind::Io(error) if error.raw_os_error() == Some(system::Errno::NOSPC.raw_os_error()) => {
                message!("polling-folders-limit")
            }
            _ => message!("polling-failed", error = error.to_string()),
        };
        self.polling = Some(why);
    }

    fn concerns_site(&self, event: &Event) -> bool {
        let is_access = matches!(event.kind, EventKind::Access(_)) && !is_close_of_written(event.kind);
        event.need_rescan() || (!is_access && event.paths.iter().any(|path| self.concerns(path)))
    }

    fn concerns(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return true };
        let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
        let Some(first) = parts.next() else { return true };
        let is_file = self.files.iter().any(|file| *file == first);
        let is_folder = self.folders.iter().any(|folder| *folder == first);
        (is_file || is_folder) && !parts.any(|part| part != WELL_KNOWN && is_left_out(&part))
    }

    /// Watches anew when a watched folder comes, goes or is moved, and plans second looks at folders that come.
    fn prepare(&mut self, event: &Event, now: Instant) {
        let top = |path: &PathBuf| path.parent() == Some(&self.root);
        let moves = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder | CreateKind::Any)
                | EventKind::Remove(_)
                | EventKind::Modify(ModifyKind::Name(_))
        );
        if event.need_rescan() || (moves && event.paths.iter().any(top)) {
            self.watcher = None;
            if self.polling.is_none() {
                self.start();
            }
        }
        let folders_may_come = event.need_rescan()
            || matches!(event.kind, EventKind::Create(CreateKind::Folder | CreateKind::Any))
            || (matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)))
                && event.paths.iter().any(|path| path.extension().is_none()));
        if folders_may_come {
            self.second_looks = SECOND_LOOKS.iter().map(|after| now + *after).collect();
        }
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn is_close_of_written(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(AccessKind::Close(AccessMode::Write)))
}

/// Whether the file is being written, so that an event will say when it is closed. Only Linux reports that.
fn is_being_written(kind: EventKind) -> bool {
    cfg!(target_os = "linux")
        && match kind {
            EventKind::Create(kind) => kind != CreateKind::Folder,
            EventKind::Modify(kind) => !matches!(kind, ModifyKind::Name(_) | ModifyKind::Metadata(_)),
            _ => false,
        }
}

fn is_going(kind: EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)))
}

/// The events since the last look that counted.
struct Burst {
    first: Instant,
    last: Instant,
    /// Files of which there were events, at most one more than [`BURST`].
    paths: BTreeSet<PathBuf>,
    /// Files that are being written.
    writing: BTreeSet<PathBuf>,
    /// Files that went and have not come back.
    gone: BTreeSet<PathBuf>,
}

impl Burst {
    fn new(now: Instant) -> Self {
        Self { first: now, last: now, paths: BTreeSet::new(), writing: BTreeSet::new(), gone: BTreeSet::new() }
    }

    fn add(&mut self, now: Instant, event: &Event) {
        self.last = now;
        for path in &event.paths {
            if self.paths.len() <= BURST {
                self.paths.insert(path.clone());
            }
        }
        // An event of a rename may have both paths, the old one first; the old one also has an event of its own before.
        let Some(path) = event.paths.last() else { return };
        self.writing.remove(path);
        self.gone.remove(path);
        if is_being_written(event.kind) {
            self.writing.insert(path.clone());
        } else if is_going(event.kind) {
            self.gone.insert(path.clone());
        }
    }

    /// The time at which all files are whole and nothing has happened for `quiet`, if nothing more happens.
    fn quiet_for(&self, quiet: Duration) -> Instant {
        let wait = match (self.writing.is_empty(), self.gone.is_empty(), self.paths.len() > BURST) {
            (false, ..) => WRITING,
            (true, _, true) => BURST_SETTLED,
            (true, false, false) => GONE,
            (true, true, false) => quiet,
        };
        (self.last + wait).min(self.first + LONGEST)
    }
}

#[cfg(test)]
mod tests;
