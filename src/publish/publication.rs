//! One publication: outputs are handed in from any thread, in any order, and appear all at once.

use std::{
    fmt,
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;
use rustix::io::Errno;

use super::{
    PublishError, Target,
    disk::Shown,
    exchange,
    listed::Listed,
    manifest::{self, Entry, check_path},
    published::{self, Standing},
    staging::{Staging, Written},
    tree::{Tree, find},
};

/// Every output that the site will have.
#[derive(Debug)]
pub(super) struct Plan {
    /// Sorted by bytes.
    pub paths: Vec<String>,
    pub tree: Tree,
    /// Where each path of the caller's order stands in the sorted one.
    rank: Vec<usize>,
}

/// What became of one output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The published file is the same.
    Unchanged,
    /// It was written and will appear.
    Written,
}

/// What a publication did.
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

/// Where one output is on its way.
#[derive(Clone, Copy, Debug)]
enum Slot {
    /// Becomes `Taken` when it is handed in.
    Waiting,
    /// Being compared or written; stays so if that fails.
    Taken,
    Unchanged(Standing),
    Written {
        size: u64,
        sum: u128,
        written: Written,
    },
}

/// A publication under way. Dropped without [`Publication::finish`], it leaves the published site as it was.
pub struct Publication {
    plan: Plan,
    /// In the plan's order.
    slots: Vec<Mutex<Slot>>,
    /// Made by the first output that is new or changed.
    staging: OnceLock<Staging>,
    opening: Mutex<()>,
    written: AtomicUsize,
    bytes_written: AtomicU64,
    finished: bool,
    target: Target,
}

impl Publication {
    pub(super) fn new<P: AsRef<str>>(target: Target, paths: &[P]) -> Result<Publication, PublishError> {
        let plan = Plan::new(paths)?;
        Ok(Publication {
            slots: plan.paths.iter().map(|_| Mutex::new(Slot::Waiting)).collect(),
            plan,
            staging: OnceLock::new(),
            opening: Mutex::new(()),
            written: AtomicUsize::new(0),
            bytes_written: AtomicU64::new(0),
            finished: false,
            target,
        })
    }

    /// Hands in an output, by its place in the paths given to [`Target::begin`]. Each is handed in once.
    ///
    /// # Errors
    ///
    /// [`super::Kind::Io`], after which the publication cannot be finished; [`super::Kind::Misuse`].
    pub fn put(&self, index: usize, bytes: &[u8]) -> Result<Change, PublishError> {
        let file = self.plan.rank.get(index).copied().unwrap_or(usize::MAX);
        let (Some(slot), Some(path)) = (self.slots.get(file), self.plan.paths.get(file)) else {
            return Err(PublishError::misuse(format!("there is no output number {index}")));
        };
        if !lock(slot).take() {
            return Err(PublishError::misuse(format!("`{path}` was handed in twice")));
        }
        let (size, sum) = (bytes.len() as u64, manifest::sum(bytes));
        if let Some(published) = &self.target.published
            && let Some(standing) = published::standing(published, path, bytes, sum)?
        {
            *lock(slot) = Slot::Unchanged(standing);
            return Ok(Change::Unchanged);
        }
        let written = self.staging()?.write(&self.plan, file, bytes).map_err(|error| {
            PublishError::io(format!("cannot write {}", Shown(&self.target.place.shown, path)), error)
        })?;
        *lock(slot) = Slot::Written { size, sum, written };
        self.written.fetch_add(1, Ordering::Relaxed);
        self.bytes_written.fetch_add(size, Ordering::Relaxed);
        Ok(Change::Written)
    }

    /// Has the site appear, if anything changed.
    ///
    /// # Errors
    ///
    /// [`super::Kind::Misuse`] if an output was not handed in, or could not be written; [`super::Kind::Io`];
    /// [`super::Kind::Refused`] if something else changed the folder meanwhile. In each case the published site is as
    /// it was, but for a disk that fails in the very last step, of which the message says that the new site stands.
    pub fn finish(mut self) -> Result<Summary, PublishError> {
        let mut entries = Vec::with_capacity(self.slots.len());
        for (path, slot) in self.plan.paths.iter().zip(&self.slots) {
            let (Slot::Unchanged(Standing { size, sum, .. }) | Slot::Written { size, sum, .. }) = *lock(slot) else {
                return Err(PublishError::misuse(format!("`{path}` was never handed in")));
            };
            entries.push(Entry { path: path.clone(), size, sum });
        }
        let text = manifest::write(&entries);
        let former = self.target.published.as_ref();
        let written = *self.written.get_mut();
        let summary = Summary {
            written,
            unchanged: self.plan.paths.len() - written,
            removed: former.map_or(0, |former| self.plan.count_removed(former)),
            bytes_written: *self.bytes_written.get_mut(),
        };
        let same = former.is_some_and(|former| former.manifest == text.as_bytes());
        if !same || self.staging.get().is_some() {
            self.publish(&text)?;
        }
        self.finished = true;
        Ok(summary)
    }

    fn publish(&self, text: &str) -> Result<(), PublishError> {
        let staging = self.staging()?;
        self.each_unchanged(|file, published, standing| staging.keep(&self.plan, file, published, standing))?;
        staging.write_list(&self.target.workshop, text, || {
            self.each_unchanged(|file, _, standing| match self.plan.paths.get(file) {
                Some(path) if staging.is_kept(path, standing)? => Ok(()),
                _ => Err(Errno::STALE),
            })
        })?;
        let Target { place, published, options, can_exchange, workshop } = &self.target;
        if options.sync {
            staging
                .sync_all(&self.plan)
                .map_err(|error| PublishError::io(format!("cannot write `{}` to the disk", place.shown), error))?;
        }
        exchange::appear(workshop, place, published.as_ref(), *can_exchange)?;
        if options.sync {
            rustix::fs::fsync(workshop.parent()).and_then(|()| rustix::fs::fsync(workshop.folder())).map_err(
                |error| {
                    let action = format!("the new site stands in `{}`, but may not be on the disk", place.shown);
                    PublishError::io(action, error)
                },
            )?;
        }
        Ok(())
    }

    /// On all threads.
    fn each_unchanged(
        &self,
        act: impl Fn(usize, &Listed, Standing) -> Result<(), Errno> + Sync,
    ) -> Result<(), PublishError> {
        let Target { place, published: Some(published), .. } = &self.target else { return Ok(()) };
        self.slots.par_iter().enumerate().try_for_each(|(file, slot)| {
            let Slot::Unchanged(standing) = *lock(slot) else { return Ok(()) };
            act(file, published, standing).map_err(|error| {
                let shown = Shown(&place.shown, self.plan.paths.get(file).map_or("", String::as_str));
                match error {
                    Errno::STALE | Errno::NOENT => changed_meanwhile(shown),
                    error => PublishError::io(format!("cannot keep {shown}"), error),
                }
            })
        })
    }

    /// The tree that the outputs go to. No thread waits for the pool while it holds the lock.
    fn staging(&self) -> Result<&Staging, PublishError> {
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let guard = lock(&self.opening);
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let opened = Staging::open(&self.target.workshop, &self.plan, self.target.options.sync)?;
        let staging = self.staging.get_or_init(|| opened);
        drop(guard);
        Ok(staging)
    }
}

/// What a run that failed has made is taken away again, above all to give back the room on a full disk.
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
        for (path, slot) in self.plan.paths.iter().zip(&self.slots) {
            if matches!(*lock(slot), Slot::Taken | Slot::Written { written: Written::New, .. }) {
                staging.take_back(path);
            }
        }
    }
}

impl fmt::Debug for Publication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publication").field("target", &self.target).field("outputs", &self.plan.paths.len()).finish()
    }
}

impl Slot {
    /// For the one who comes first.
    fn take(&mut self) -> bool {
        let waiting = matches!(self, Slot::Waiting);
        if waiting {
            *self = Slot::Taken;
        }
        waiting
    }
}

impl Plan {
    fn new<P: AsRef<str>>(paths: &[P]) -> Result<Plan, PublishError> {
        let mut order: Vec<usize> = (0..paths.len()).collect();
        let path_at = |index: usize| paths.get(index).map_or("", AsRef::as_ref);
        order.sort_by(|&a, &b| path_at(a).cmp(path_at(b)));
        let mut rank = vec![0; paths.len()];
        let mut sorted: Vec<String> = Vec::with_capacity(paths.len());
        for (place, &index) in order.iter().enumerate() {
            let path = path_at(index);
            check_path(path)?;
            if sorted.last().is_some_and(|last| last == path) {
                return Err(PublishError::misuse(format!("`{path}` is planned twice")));
            }
            sorted.push(path.to_owned());
            if let Some(rank) = rank.get_mut(index) {
                *rank = place;
            }
        }
        let tree = Tree::new(&sorted)?;
        Ok(Plan { paths: sorted, tree, rank })
    }

    fn count_removed(&self, former: &Listed) -> usize {
        former.entries.iter().filter(|entry| find(&self.paths, &entry.path).is_none()).count()
    }
}

fn changed_meanwhile(shown: Shown<'_>) -> PublishError {
    PublishError::refused(
        format!("{shown} was changed by something else while the site was being built"),
        "build again",
    )
}

/// A slot or lock whose thread panicked is as good as any other: it holds no half-made state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
