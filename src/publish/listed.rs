//! A tree with a sound list: what stands in the output folder, or stood there before.

use std::os::fd::{AsFd, OwnedFd};

use rayon::prelude::*;
use rustix::{
    fs::{FileType, OFlags, Timespec},
    io::Errno,
};

use super::{
    PublishError,
    disk::{self, Identity, Meta, Shown},
    manifest::{self, Entry, MANIFEST, MAX_MANIFEST},
    tree::{self, Tree, find, join, or_dot},
};

#[derive(Debug)]
pub(super) struct Listed {
    pub folder: OwnedFd,
    pub identity: Identity,
    /// The list's own bytes.
    pub manifest: Vec<u8>,
    /// Sorted by path. Some files may have been removed by hand.
    pub entries: Vec<Entry>,
    pub tree: Tree,
    /// When the list was written, by the file system's clock.
    written: Timespec,
    /// The folder, as messages name it.
    pub shown: String,
}

/// What a folder may be.
#[derive(Debug)]
pub(super) enum Found {
    NoList,
    Damaged,
    Listed(Box<Listed>),
}

/// What a look at each folder of a tree found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// What the list does not name, sorted; folders end in a slash.
    pub foreign: Vec<String>,
    /// By folder of the tree: what it is now, if it is there.
    pub folders: Vec<Option<Meta>>,
}

impl Listed {
    pub fn read(folder: OwnedFd, shown: &str) -> Result<Found, Errno> {
        let Some(list) = disk::maybe(disk::open_file(&folder, MANIFEST, OFlags::RDONLY))? else {
            return Ok(Found::NoList);
        };
        let meta = disk::meta_of(&list)?;
        let bytes = if meta.regular { disk::read_up_to(&list, MAX_MANIFEST)? } else { None };
        let Some(bytes) = bytes else { return Ok(Found::Damaged) };
        let Some(entries) = manifest::read(&bytes) else { return Ok(Found::Damaged) };
        let Ok(tree) = Tree::new(&entries) else { return Ok(Found::Damaged) };
        let identity = disk::meta_of(&folder)?.identity;
        // The earlier of the two: a list that was copied with its times, or touched, vouches for less.
        let written = meta.modified.min(meta.changed);
        let listed = Listed { folder, identity, manifest: bytes, entries, tree, written, shown: shown.to_owned() };
        Ok(Found::Listed(Box::new(listed)))
    }

    pub fn find(&self, path: &str) -> Option<&Entry> {
        find(&self.entries, path).and_then(|place| self.entries.get(place))
    }

    /// Whether nothing happened to a file or a folder's entries since the list was written.
    ///
    /// The change time is the system's own: no program can set it back. One that equals the list's says nothing,
    /// since the clock ticks slowly.
    pub fn vouches_for(&self, meta: &Meta) -> bool {
        meta.changed < self.written
    }

    /// Looks at each folder, on all threads.
    pub fn survey(&self) -> Result<Survey, PublishError> {
        let all: Result<Vec<_>, PublishError> =
            self.tree.folders.par_iter().map(|folder| self.survey_folder(&folder.path)).collect();
        Ok(Survey::of(all?))
    }

    /// As [`Self::survey`] on one thread, for callers that hold a lock: a thread that waits for others may be given
    /// work that wants the same lock.
    pub fn survey_alone(&self) -> Result<Survey, PublishError> {
        let all: Result<Vec<_>, PublishError> =
            self.tree.folders.iter().map(|folder| self.survey_folder(&folder.path)).collect();
        Ok(Survey::of(all?))
    }

    /// Each folder is looked at by itself: one that is no longer a folder is found in its parent.
    fn survey_folder(&self, folder: &str) -> Result<(Option<Meta>, Vec<String>), PublishError> {
        let cannot =
            |error| PublishError::io_or_forbidden(format!("cannot read {}", Shown(&self.shown, folder)), error);
        let Some(meta) = disk::maybe(disk::meta(&self.folder, or_dot(folder))).map_err(cannot)? else {
            return Ok((None, Vec::new()));
        };
        if !meta.folder || self.vouches_for(&meta) {
            return Ok((meta.folder.then_some(meta), Vec::new()));
        }
        let Some(opened) = disk::maybe(disk::open_folder(&self.folder, or_dot(folder))).map_err(cannot)? else {
            return Ok((None, Vec::new()));
        };
        let mut foreign = Vec::new();
        for (name, kind) in disk::entries(opened).map_err(cannot)? {
            let path = join(folder, &name.to_string_lossy());
            if kind == FileType::Directory {
                if !tree::has_folder(&self.entries, &path) {
                    foreign.push(path + "/");
                }
            } else if self.find(&path).is_none() && path != MANIFEST {
                foreign.push(path);
            }
        }
        Ok((Some(meta), foreign))
    }
}

impl Survey {
    fn of(all: Vec<(Option<Meta>, Vec<String>)>) -> Survey {
        let mut survey = Survey::default();
        for (meta, foreign) in all {
            survey.folders.push(meta);
            survey.foreign.extend(foreign);
        }
        survey.foreign.sort();
        survey
    }
}

/// How many foreign files a message names.
const NAMED: usize = 3;

pub(super) fn name_some(foreign: &[String]) -> String {
    let named: Vec<String> = foreign.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    match foreign.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

impl AsFd for Listed {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.folder.as_fd()
    }
}
