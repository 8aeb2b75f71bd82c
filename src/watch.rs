//! When to look at a site's folder again. Events only say *when*; what changed is found by reading the tree, so that
//! no trick of an editor, missed event or renamed folder can leave something stale behind.
//!
//! Start at [`Watch::wait`].
//!
//! A save is looked at as soon as it is whole. After a file was closed or moved into its place, the watch waits
//! [`SETTLED`]; after one was removed, [`UNSETTLED`], since many editors move the old file away before the new one comes;
//! a file that is being written is waited for until it is closed. A burst of many files, as when a branch is checked out,
//! is looked at once it is over.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode},
};

use crate::source::read::is_left_out;

/// How long to wait after a save that is whole, for the rest of its own events.
const SETTLED: Duration = Duration::from_millis(3);
/// How long to wait after a file is gone, since it may come back at once.
const UNSETTLED: Duration = Duration::from_millis(40);
/// How long to wait at most for a file to be closed, where the system reports that. A file that is written to for longer
/// is meant to be seen meanwhile.
const WRITING: Duration = Duration::from_millis(400);
/// More files than this at once are a burst, and not somebody saving a file.
const BURST: usize = 8;
const BURST_SETTLED: Duration = Duration::from_millis(60);
/// How long to wait at most for a burst to end.
const LONGEST: Duration = Duration::from_secs(1);
/// How long after a look at single files the whole tree is looked at, so that nothing is missed.
const WHOLE_LOOK: Duration = Duration::from_millis(150);
/// When to look again after a folder came: what was put into it before it was watched made no event.
const SECOND_LOOKS: [Duration; 3] = [Duration::from_millis(50), Duration::from_millis(300), Duration::from_secs(2)];
/// The shortest time between two looks where there are no events, or where some may be missing …
const POLL: Duration = Duration::from_millis(400);
/// … which is longer where looking takes long: looking takes at most one part in so many of the time …
const POLL_SHARE: u32 = 20;
/// … but a change is seen within so long, however large the site is.
const POLL_SELDOM: Duration = Duration::from_secs(5);

/// Why to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something happened.
    Event,
    /// These files (paths below the root) were written, and probably nothing else happened.
    Written(Vec<String>),
    /// No event came, but something may have happened.
    Routine,
    /// No event will ever come again.
    Closed,
}

enum Signal {
    Event(Event),
    Failed(notify::Error),
}

/// Watches `site.toml` and folders below a root.
pub struct Watch {
    root: PathBuf,
    folders: Vec<&'static str>,
    files: Vec<&'static str>,
    signals: Receiver<Signal>,
    /// Keeps the channel open even when there is no watcher.
    sender: Sender<Signal>,
    watcher: Option<RecommendedWatcher>,
    /// Why the folder is polled; `None` where events are enough.
    polling: Option<String>,
    /// Whether [`Watch::notice`] has given its notice.
    noticed: bool,
    /// Whether the tree has something that makes no events (links to files elsewhere).
    has_links: bool,
    interval: Duration,
    second_looks: Vec<Instant>,
    /// When [`Watch::wait`] last returned.
    woken: Option<Instant>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("root", &self.root).field("polling", &self.polling).finish_non_exhaustive()
    }
}

impl Watch {
    /// Never fails: where the system cannot watch, the folder is polled, and [`Watch::notice`] says so.
    pub fn new(root: &Path, files: &[&'static str], folders: &[&'static str], poll: bool) -> Self {
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
        };
        if poll {
            watch.polling = Some("as asked".to_owned());
        } else if let Some(kind) = silent_file_system(root) {
            watch.polling = Some(format!("the folder is on {kind}, which does not report every change"));
        } else {
            watch.start();
        }
        watch
    }

    /// What the user should know of how changes are found, the first time that it is asked for.
    pub fn notice(&mut self) -> Option<String> {
        if self.noticed {
            return None;
        }
        let why = self.polling.as_ref()?;
        self.noticed = true;
        Some(format!("looking for changes every {:.1} s: {why}", self.interval.as_secs_f32()))
    }

    /// The caller has looked at all files: how long that took, and whether the tree has something that makes no events.
    pub fn looked(&mut self, took: Duration, has_links: bool) {
        self.interval = POLL.max(took * POLL_SHARE).min(POLL_SELDOM);
        self.has_links = has_links;
        if let Some(woken) = self.woken {
            self.second_looks.retain(|at| *at > woken);
        }
    }

    /// The caller has looked at the files of [`Wake::Written`] alone.
    #[expect(clippy::disallowed_methods, reason = "when to look is a matter of time; no output depends on it")]
    pub fn looked_at_some(&mut self) {
        self.second_looks.push(Instant::now() + WHOLE_LOOK);
    }

    /// Waits until it is time to look.
    #[expect(clippy::disallowed_methods, reason = "waiting for changes is a matter of time; no output depends on it")]
    pub fn wait(&mut self) -> Wake {
        let mut burst: Option<Burst> = None;
        let poll_at = Instant::now() + self.interval;
        loop {
            let now = Instant::now();
            let until = match &burst {
                Some(burst) => Some(burst.due()),
                None => self.next_routine(poll_at),
            };
            if until.is_some_and(|until| until <= now) {
                self.woken = Some(now);
                return burst.map_or(Wake::Routine, |burst| self.wake(&burst));
            }
            let signal = match until {
                Some(until) => self.signals.recv_timeout(until - now),
                None => self.signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match signal {
                Ok(Signal::Event(event)) => {
                    if let Some(meaning) = self.meaning(&event) {
                        let now = Instant::now();
                        burst.get_or_insert_with(|| Burst::new(now)).add(now, &event, meaning);
                        self.prepare(&event, now);
                    }
                }
                Ok(Signal::Failed(error)) => {
                    self.failed(&error);
                    let now = Instant::now();
                    burst.get_or_insert_with(|| Burst::new(now)).touch(now);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Wake::Closed,
            }
        }
    }

    fn wake(&self, burst: &Burst) -> Wake {
        if burst.is_more || burst.paths.len() > BURST {
            return Wake::Event;
        }
        let below = |path: &PathBuf| Some(path.strip_prefix(&self.root).ok()?.to_str()?.to_owned());
        match burst.paths.iter().map(below).collect::<Option<Vec<String>>>() {
            Some(paths) => Wake::Written(paths),
            None => Wake::Event,
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
                match watcher.watch(&self.root.join(folder), RecursiveMode::Recursive) {
                    Err(error) if !is_missing(&error) => return Err(error),
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
                "the system's limit of watched folders is reached (Linux: sysctl fs.inotify.max_user_watches)"
                    .to_owned()
            }
            notify::ErrorKind::Io(error) if error.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) => {
                "the system's limit of watchers is reached (Linux: sysctl fs.inotify.max_user_instances)".to_owned()
            }
            notify::ErrorKind::Io(error) if error.raw_os_error() == Some(rustix::io::Errno::NOSPC.raw_os_error()) => {
                "the system's limit of watched folders is reached (Linux: sysctl fs.inotify.max_user_watches)"
                    .to_owned()
            }
            _ => format!("changes cannot be watched: {error}"),
        };
        self.polling = Some(why);
    }

    /// What an event means for the site; `None` when it does not concern the site.
    fn meaning(&self, event: &Event) -> Option<EventMeaning> {
        if event.need_rescan() {
            return Some(EventMeaning::Settled);
        }
        if !event.paths.iter().any(|path| self.concerns(path)) {
            return None;
        }
        Some(match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => EventMeaning::Settled,
            EventKind::Access(_) => return None,
            EventKind::Create(CreateKind::Folder) => EventMeaning::Unsettled,
            EventKind::Create(_) => EventMeaning::Created,
            EventKind::Remove(RemoveKind::Folder) => EventMeaning::Settled,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => EventMeaning::Removed,
            EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_)) => EventMeaning::Settled,
            // Other systems do not report that a file is closed.
            EventKind::Modify(_) if cfg!(target_os = "linux") => EventMeaning::Writing,
            EventKind::Modify(_) | EventKind::Any | EventKind::Other => EventMeaning::Settled,
        })
    }

    fn concerns(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return true };
        let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
        let Some(first) = parts.next() else { return true };
        let is_file = self.files.iter().any(|file| *file == first);
        let is_folder = self.folders.iter().any(|folder| *folder == first);
        (is_file || is_folder) && !parts.any(|part| is_left_out(&part))
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EventMeaning {
    /// The file or folder is whole.
    Settled,
    /// More will follow at once.
    Unsettled,
    /// The file is being written; an event will say when it is closed.
    Writing,
    Created,
    Removed,
}

/// The events since the last look.
struct Burst {
    first: Instant,
    last: Instant,
    paths: BTreeSet<PathBuf>,
    /// Paths that were made in this burst: if they go again, nothing has happened.
    created: BTreeSet<PathBuf>,
    unsettled: BTreeSet<PathBuf>,
    /// Files that are being written.
    writing: BTreeSet<PathBuf>,
    /// Whether `paths` may be incomplete, so that the whole tree must be read.
    is_more: bool,
}

impl Burst {
    fn new(now: Instant) -> Self {
        Self {
            first: now,
            last: now,
            paths: BTreeSet::new(),
            created: BTreeSet::new(),
            unsettled: BTreeSet::new(),
            writing: BTreeSet::new(),
            is_more: false,
        }
    }

    /// Notes that watching itself failed, so that anything may have happened.
    fn touch(&mut self, now: Instant) {
        self.last = now;
        self.is_more = true;
    }

    fn add(&mut self, now: Instant, event: &Event, meaning: EventMeaning) {
        self.last = now;
        self.is_more |= event.need_rescan() || event.paths.is_empty();
        // An event of a rename may have both paths, the old one first; an event of its own came for that before.
        let Some(path) = event.paths.last() else { return };
        for path in &event.paths {
            if self.paths.len() <= BURST {
                self.paths.insert(path.clone());
            }
        }
        if meaning != EventMeaning::Writing {
            self.writing.remove(path);
        }
        match meaning {
            EventMeaning::Settled => {
                self.unsettled.remove(path);
            }
            EventMeaning::Writing => {
                self.unsettled.remove(path);
                self.writing.insert(path.clone());
            }
            EventMeaning::Created => {
                self.created.insert(path.clone());
                self.unsettled.insert(path.clone());
            }
            EventMeaning::Removed if self.created.remove(path) => {
                self.unsettled.remove(path);
            }
            EventMeaning::Unsettled | EventMeaning::Removed => {
                self.unsettled.insert(path.clone());
            }
        }
    }

    fn due(&self) -> Instant {
        let settled = if self.paths.len() > BURST { BURST_SETTLED } else { SETTLED };
        let wait = match (self.writing.is_empty(), self.unsettled.is_empty()) {
            (false, _) => WRITING,
            (true, false) => settled.max(UNSETTLED),
            (true, true) => settled,
        };
        (self.last + wait).min(self.first + LONGEST)
    }
}

/// The kind of file system that a folder is on, when changes made elsewhere are not reported there.
#[cfg(target_os = "linux")]
fn silent_file_system(root: &Path) -> Option<&'static str> {
    // statfs(2) lists these.
    let kind = rustix::fs::statfs(root).ok()?.f_type;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "magic numbers have 32 bits")]
    match kind as u32 {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("a Windows share"),
        0x0102_1997 => Some("9P"),
        0x786f_4256 => Some("a VirtualBox share"),
        0x6573_5546 => Some("FUSE"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn silent_file_system(_root: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests;
