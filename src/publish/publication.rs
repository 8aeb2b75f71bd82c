//! One publication: outputs are handed in from any thread, in any order, and appear all at once.

use std::{
    fmt,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;

use super::{
    PublishError, Target,
    disk::ShownPath,
    exchange,
    listed::ListedTree,
    manifest::{self, ListedFile},
    memory::{self, BuildMemory},
    published::{self, UnchangedFile},
    staging::Staging,
    wanted::WantedFiles,
};
use crate::{
    lock::lock,
    message,
    system::{self, Errno},
};

/// The fate of one output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputChange {
    /// The published file is the same.
    Unchanged,
    /// It was written and will appear.
    Written,
}

/// Counts of what a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Outputs that are new or changed.
    pub written: usize,
    pub unchanged: usize,
    /// Published files that the site no longer has.
    pub removed: usize,
    /// In the written outputs.
    pub bytes_written: u64,
}

impl Summary {
    /// Whether anything at all was written.
    pub fn is_unchanged(&self) -> bool {
        self.written == 0 && self.removed == 0
    }
}

/// The stage that one output has reached.
#[derive(Clone, Copy, Debug)]
enum OutputState {
    /// It has not been handed in.
    Waiting,
    /// It is being compared or written, or that failed.
    Taken,
    Unchanged(UnchangedFile),
    Written {
        size: u64,
        sum: u128,
    },
}

/// A publication under way. Dropped without [`Publication::finish`], it leaves the published site as it was.
pub struct Publication {
    wanted: WantedFiles,
    /// In the order of the wanted files.
    states: Vec<Mutex<OutputState>>,
    /// Opened by the first output that is new or changed.
    staging: OnceLock<Staging>,
    opening: Mutex<()>,
    written: AtomicUsize,
    bytes_written: AtomicU64,
    finished: bool,
    memory: Option<BuildMemory>,
    target: Target,
}

impl Publication {
    pub(super) fn new<P: AsRef<str>>(target: Target, paths: &[P]) -> Result<Publication, PublishError> {
        let wanted = WantedFiles::new(paths)?;
        Ok(Publication {
            states: wanted.paths.iter().map(|_| Mutex::new(OutputState::Waiting)).collect(),
            wanted,
            staging: OnceLock::new(),
            opening: Mutex::new(()),
            written: AtomicUsize::new(0),
            bytes_written: AtomicU64::new(0),
            finished: false,
            memory: None,
            target,
        })
    }

    /// Hands in an output, by its place in the paths given to [`Target::begin`]. Each is handed in once.
    ///
    /// # Errors
    ///
    /// [`super::PublishErrorKind::Io`], after which the publication cannot be finished; [`super::PublishErrorKind::Misuse`].
    pub fn put(&self, index: usize, bytes: &[u8]) -> Result<OutputChange, PublishError> {
        let file = self.wanted.rank.get(index).copied().unwrap_or(usize::MAX);
        let (Some(state), Some(path)) = (self.states.get(file), self.wanted.paths.get(file)) else {
            return Err(PublishError::misuse(message!("misuse-number", index)));
        };
        if !lock(state).take() {
            return Err(PublishError::misuse(message!("misuse-twice", path)));
        }
        let (size, sum) = (bytes.len() as u64, manifest::sum(bytes));
        if let Some(published) = &self.target.published
            && let Some(unchanged) = published::unchanged_file(published, path, bytes, sum)?
        {
            *lock(state) = OutputState::Unchanged(unchanged);
            return Ok(OutputChange::Unchanged);
        }
        self.staging()?.write(&self.wanted, file, bytes).map_err(|error| {
            PublishError::io(
                message!("cannot-write-output", file = ShownPath(&self.target.folder.shown, path).to_string()),
                error,
            )
        })?;
        *lock(state) = OutputState::Written { size, sum };
        self.written.fetch_add(1, Ordering::Relaxed);
        self.bytes_written.fetch_add(size, Ordering::Relaxed);
        Ok(OutputChange::Written)
    }

    /// Keeps the published file at the path of an output, by its place, instead of having it handed in: for outputs whose name
    /// is a fingerprint of all that they are made of. `false` where there is none, or where something may have happened to it.
    ///
    /// # Errors
    ///
    /// As for [`Publication::put`].
    pub fn keep(&self, index: usize) -> Result<bool, PublishError> {
        let file = self.wanted.rank.get(index).copied().unwrap_or(usize::MAX);
        let (Some(state), Some(path)) = (self.states.get(file), self.wanted.paths.get(file)) else {
            return Err(PublishError::misuse(message!("misuse-number", index)));
        };
        let Some(published) = &self.target.published else { return Ok(false) };
        let Some(unchanged) = published::untouched_file(published, path)? else { return Ok(false) };
        if !lock(state).take() {
            return Err(PublishError::misuse(message!("misuse-twice", path)));
        }
        *lock(state) = OutputState::Unchanged(unchanged);
        Ok(true)
    }

    /// Keeps a memory of this build once it is published, for [`super::Remembered`].
    pub fn remember(&mut self, memory: BuildMemory) {
        self.memory = Some(memory);
    }

    /// Makes the new site appear, if anything changed.
    ///
    /// # Errors
    ///
    /// [`super::PublishErrorKind::Misuse`] if an output was not handed in, or could not be written; [`super::PublishErrorKind::Io`];
    /// [`super::PublishErrorKind::Refused`] if something else changed the folder meanwhile. In each case the published site is as
    /// it was, but for a disk that fails in the very last step, of which the message says that the new site stands.
    pub fn finish(mut self) -> Result<Summary, PublishError> {
        let mut entries = Vec::with_capacity(self.states.len());
        for (path, state) in self.wanted.paths.iter().zip(&self.states) {
            let (OutputState::Unchanged(UnchangedFile { size, sum, .. }) | OutputState::Written { size, sum, .. }) =
                *lock(state)
            else {
                return Err(PublishError::misuse(message!("misuse-never", path)));
            };
            entries.push(ListedFile { path: path.clone(), size, sum });
        }
        let text = manifest::write(&entries);
        let former = self.target.published.as_ref();
        let written = *self.written.get_mut();
        let summary = Summary {
            written,
            unchanged: self.wanted.paths.len() - written,
            removed: former.map_or(0, |former| self.wanted.count_removed(former)),
            bytes_written: *self.bytes_written.get_mut(),
        };
        let same = former.is_some_and(|former| former.manifest == text.as_bytes());
        if !same || self.staging.get().is_some() {
            self.publish(&text)?;
        }
        self.finished = true;
        if let Some(memory) = &self.memory {
            let Target { workshop, folder, .. } = &self.target;
            memory::write(workshop, folder, memory, manifest::sum(text.as_bytes()));
        }
        Ok(summary)
    }

    fn publish(&self, text: &str) -> Result<(), PublishError> {
        let staging = self.staging()?;
        self.each_unchanged(|file, published, unchanged| staging.keep(&self.wanted, file, published, unchanged))?;
        staging.write_list(&self.target.workshop, text, || {
            self.each_unchanged(|file, _, unchanged| match self.wanted.paths.get(file) {
                Some(path) if staging.is_kept(path, unchanged)? => Ok(()),
                _ => Err(Errno::STALE),
            })
        })?;
        let Target { folder, published, options, can_exchange, workshop } = &self.target;
        if options.sync {
            staging
                .sync_all(&self.wanted)
                .map_err(|error| PublishError::io(message!("cannot-sync", folder = &folder.shown), error))?;
        }
        exchange::appear(workshop, folder, published.as_ref(), *can_exchange)?;
        if options.sync {
            system::sync_folder(workshop.parent()).and_then(|()| system::sync_folder(workshop.folder())).map_err(
                |error| {
                    let action = message!("maybe-not-on-disk", folder = &folder.shown);
                    PublishError::io(action, error)
                },
            )?;
        }
        Ok(())
    }

    /// Calls `act` for each unchanged output, on all threads.
    fn each_unchanged(
        &self,
        act: impl Fn(usize, &ListedTree, UnchangedFile) -> Result<(), Errno> + Sync,
    ) -> Result<(), PublishError> {
        let Target { folder, published: Some(published), .. } = &self.target else { return Ok(()) };
        self.states.par_iter().enumerate().try_for_each(|(file, state)| {
            let OutputState::Unchanged(unchanged) = *lock(state) else { return Ok(()) };
            act(file, published, unchanged).map_err(|error| {
                let shown = ShownPath(&folder.shown, self.wanted.paths.get(file).map_or("", String::as_str));
                match error {
                    Errno::STALE | Errno::NOENT => changed_meanwhile(shown),
                    error => PublishError::io(message!("cannot-keep-output", shown = shown.to_string()), error),
                }
            })
        })
    }

    /// The tree that outputs are written to. What runs under the lock must not wait for other threads of the pool: they
    /// may be waiting for the lock.
    fn staging(&self) -> Result<&Staging, PublishError> {
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let guard = lock(&self.opening);
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let opened = Staging::open(&self.target.workshop, &self.wanted, self.target.options.sync)?;
        let staging = self.staging.get_or_init(|| opened);
        drop(guard);
        Ok(staging)
    }
}

/// A run that failed removes what it has written, above all to free the room on a full disk.
impl Drop for Publication {
    fn drop(&mut self) {
        let Target { workshop, .. } = &self.target;
        let Some(staging) = self.staging.get().filter(|staging| !self.finished && staging.is_in(workshop)) else {
            return;
        };
        if staging.fresh {
            workshop.discard_tree();
            return;
        }
        for (path, state) in self.wanted.paths.iter().zip(&self.states) {
            if matches!(*lock(state), OutputState::Taken | OutputState::Written { .. }) {
                staging.take_back(path);
            }
        }
    }
}

impl fmt::Debug for Publication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publication").field("target", &self.target).field("outputs", &self.wanted.paths.len()).finish()
    }
}

impl OutputState {
    /// Marks a waiting output as taken. `false` if somebody took it before.
    fn take(&mut self) -> bool {
        let waiting = matches!(self, OutputState::Waiting);
        if waiting {
            *self = OutputState::Taken;
        }
        waiting
    }
}

fn changed_meanwhile(shown: ShownPath<'_>) -> PublishError {
    PublishError::refused(
        message!("output-changed-meanwhile", shown = shown.to_string()),
        message!("output-changed-meanwhile.hint"),
    )
}
