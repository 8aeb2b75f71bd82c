//! The workshop beside the output folder: `.public.icsi` for `public`.
//!
//! ```text
//! .public.icsi/lock         held while a run publishes; the system frees a dead run's lock
//! .public.icsi/tree/        the other tree: the former site between runs, the next one while it grows
//! .public.icsi/list         the next site's list, until its tree is whole
//! .public.icsi/former/      the former site between the two renames, where a file system cannot exchange folders
//! .public.icsi/memory       which inputs gave the published list, and what was found in them
//! .public.icsi/.gitignore   so that no one commits the above
//! ```
//!
//! Everything in it is the tool's own. It is 0700, so that no web server hands out a site's former or next state.

use std::ffi::{OsStr, OsString};

use super::{Busy, PublishError, disk, guard::OutputFolder};

use crate::{
    message,
    system::{self, Errno, Folder, IfLocked, Meta, OpenFile},
};

const LOCK: &str = "lock";
pub(super) const TREE: &str = "tree";
pub(super) const FORMER: &str = "former";
/// The list of the next site, until its tree is whole.
pub(super) const LIST: &str = "list";
/// The build memory, see [`super::memory`].
pub(super) const MEMORY: &str = "memory";
/// A file that is made for a moment to see which modes new files get.
pub(super) const PROBE: &str = "probe";
const IGNORE: &str = ".gitignore";
const OURS: [&str; 7] = [LOCK, LIST, TREE, FORMER, MEMORY, PROBE, IGNORE];
const WORKSHOP_MODE: u32 = 0o700;
const LOCK_MODE: u32 = 0o600;

/// The number of tries when another run removes the workshop between two steps of this one.
const TRIES: usize = 1000;

#[derive(Debug)]
pub(super) struct Workshop {
    /// The folder that holds the output folder.
    parent: Folder,
    /// The workshop's name in it.
    name: OsString,
    folder: Folder,
    /// The open file that holds the lock.
    _lock: OpenFile,
}

impl Workshop {
    /// Makes the workshop if there is none, and takes its lock.
    pub(super) fn enter(place: &OutputFolder, busy: Busy) -> Result<Workshop, PublishError> {
        let beside = &place.shown;
        let parent = system::open_top(&place.parent)
            .map_err(|error| PublishError::io_or_forbidden(message!("cannot-open-beside", beside), error))?;
        let name = name(place);
        for _ in 0..TRIES {
            match system::make_folder(&parent, &name, WORKSHOP_MODE) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(PublishError::io_or_forbidden(message!("cannot-make-beside", beside), error)),
            }
            let folder = match system::open_folder(&parent, &name) {
                Ok(folder) => folder,
                Err(Errno::NOENT) => continue,
                Err(Errno::NOTDIR | Errno::LOOP) => return Err(not_ours(&name)),
                Err(error) => {
                    return Err(PublishError::io_or_forbidden(message!("cannot-open-own-beside", beside), error));
                }
            };
            match take_lock(&folder, &name, busy, place) {
                Ok(Some(lock)) if is_current(&parent, &name, &folder, &lock) => {
                    return Ok(Workshop { parent, name, folder, _lock: lock });
                }
                Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
        Err(PublishError::io(message!("cannot-lock-out", folder = &place.shown), Errno::AGAIN))
    }

    pub(super) fn parent(&self) -> &Folder {
        &self.parent
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// As messages name it.
    pub(super) fn shown(&self) -> String {
        self.name.display().to_string()
    }

    /// Removes the build memory, if there is one.
    pub(super) fn forget(&self) {
        let _ = system::remove_file(&self.folder, MEMORY);
    }

    /// Removes the tree of a run that failed.
    pub(super) fn discard_tree(&self) {
        let _ = system::remove_all(&self.folder, TREE);
    }
}

/// Removes a workshop that has nothing to keep, neither a tree nor a memory, and hides any other from git. Errors are ignored:
/// a file that stays, or that git sees, is no reason for a run to fail.
impl Drop for Workshop {
    fn drop(&mut self) {
        let empty = [TREE, FORMER, MEMORY].iter().all(|name| system::meta(&self.folder, name) == Err(Errno::NOENT));
        if empty {
            for name in [IGNORE, PROBE, LIST, LOCK] {
                let _ = system::remove_file(&self.folder, name);
            }
            let _ = system::remove_folder(&self.parent, &self.name);
        } else if let Ok(file) = disk::create_file(&self.folder, IGNORE) {
            let _ = system::write_all(&file, b"*\n");
        }
    }
}

/// The name of the workshop beside an output folder.
pub(super) fn name(place: &OutputFolder) -> OsString {
    let mut name = OsString::from(".");
    name.push(&place.name);
    name.push(".icsi");
    name
}

/// Takes the lock; `None` if another run removed the workshop meanwhile.
fn take_lock(
    folder: &Folder,
    name: &OsStr,
    busy: Busy,
    place: &OutputFolder,
) -> Result<Option<OpenFile>, PublishError> {
    let cannot =
        |error| PublishError::io_or_forbidden(message!("cannot-lock", file = name.display().to_string()), error);
    if system::meta(folder, LOCK) == Err(Errno::NOENT) {
        let found = system::open_folder(folder, ".").and_then(system::entries).map_err(cannot)?;
        // Another run may be making or removing the workshop right now, so its files may be there before the lock.
        if found.iter().any(|(entry, _)| !OURS.iter().any(|own| *entry == **own)) {
            return Err(not_ours(name));
        }
    }
    let if_locked = if busy == Busy::Wait { IfLocked::Wait } else { IfLocked::Fail };
    match system::lock_file(folder, LOCK, LOCK_MODE, if_locked) {
        Ok(lock) => Ok(Some(lock)),
        Err(Errno::NOENT) => Ok(None),
        Err(Errno::LOOP | Errno::ISDIR) => Err(not_ours(name)),
        Err(Errno::WOULDBLOCK) => Err(PublishError::busy(&place.shown)),
        Err(error) => Err(cannot(error)),
    }
}

/// Whether the locked file is still the one that other runs find. If not, another run removed it before it was locked.
fn is_current(parent: &Folder, name: &OsStr, folder: &Folder, lock: &OpenFile) -> bool {
    let identity = |meta: Result<Meta, Errno>| meta.ok().map(|meta| meta.identity);
    identity(system::meta(parent, name)) == identity(system::meta_of_folder(folder))
        && identity(system::meta(folder, LOCK)) == identity(system::meta_of(lock))
}

fn not_ours(name: &OsStr) -> PublishError {
    PublishError::refused(message!("lock-not-ours", file = name.display().to_string()), message!("lock-not-ours.hint"))
}
