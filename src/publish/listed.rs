//! A folder with a list of what was published there: the output folder, or the former site in the workshop.

use rayon::prelude::*;

use super::{
    PublishError,
    disk::{self, ShownPath},
    manifest::{self, ListedFile, MANIFEST, MAX_MANIFEST},
    tree::{self, Tree, find, join, or_dot},
};

use crate::{
    message,
    message::{Argument, quoted},
    system::{self, Errno, FileKind, FileTime, Folder, Identity, Meta, maybe},
};

#[derive(Debug)]
pub(super) struct ListedTree {
    pub folder: Folder,
    pub identity: Identity,
    /// The bytes of the list.
    pub manifest: Vec<u8>,
    /// Sorted by path. Some files may have been removed by hand.
    pub entries: Vec<ListedFile>,
    pub tree: Tree,
    /// The time at which the list was written, by the file system's clock.
    written: FileTime,
    /// Whether the list is known to have been published here; [`Self::trust`] says so.
    is_trusted: bool,
    /// The folder as messages name it.
    pub shown: String,
}

/// The list that a folder was found to have.
#[derive(Debug)]
pub(super) enum FoundList {
    Missing,
    Damaged,
    Sound(Box<ListedTree>),
}

/// The findings of a look at each folder of a tree.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Paths that the list does not name, sorted. Folders end in a slash.
    pub foreign: Vec<String>,
    /// The current metadata of each folder of the tree; `None` if it is missing.
    pub folders: Vec<Option<Meta>>,
}

impl ListedTree {
    pub(super) fn read(folder: Folder, shown: &str) -> Result<FoundList, Errno> {
        let Some(list) = maybe(system::open_file(&folder, MANIFEST))? else {
            return Ok(FoundList::Missing);
        };
        let meta = system::meta_of(&list)?;
        let bytes = if meta.is_file() { disk::read_up_to(&list, MAX_MANIFEST)? } else { None };
        let Some(bytes) = bytes else { return Ok(FoundList::Damaged) };
        let Some(entries) = manifest::read(&bytes) else { return Ok(FoundList::Damaged) };
        let Ok(tree) = Tree::new(&entries) else { return Ok(FoundList::Damaged) };
        let identity = system::meta_of_folder(&folder)?.identity;
        // The earlier time is the safe one: a list that was copied with its times, or touched, vouches for less.
        let written = meta.modified.min(meta.changed);
        let shown = shown.to_owned();
        let listed = ListedTree { folder, identity, manifest: bytes, entries, tree, written, is_trusted: false, shown };
        Ok(FoundList::Sound(Box::new(listed)))
    }

    pub(super) fn find(&self, path: &str) -> Option<&ListedFile> {
        find(&self.entries, path).and_then(|place| self.entries.get(place))
    }

    /// The list was published here: from now on it vouches for the content of files. A stranger's folder may bring a list that was
    /// written after its files, with sums of other content.
    pub(super) fn trust(&mut self) {
        self.is_trusted = true;
    }

    /// Whether a file has the content that the list says, as nothing happened to it since the list was written here.
    pub(super) fn vouches_for(&self, file: &Meta) -> bool {
        self.is_trusted && self.is_older(file)
    }

    /// Whether nothing happened to a file, or to the names in a folder, since the list was written.
    ///
    /// The system keeps the change time, and no program can set it back. A change in the same tick of the slow clock as
    /// the list may have come after it, so that an equal time proves nothing.
    fn is_older(&self, meta: &Meta) -> bool {
        meta.changed < self.written
    }

    /// Looks at each folder of the tree, on all threads.
    pub(super) fn survey(&self) -> Result<Survey, PublishError> {
        let all: Result<Vec<_>, PublishError> =
            self.tree.folders.par_iter().map(|folder| self.survey_folder(&folder.path)).collect();
        Ok(Survey::of(all?))
    }

    /// As [`Self::survey`], but on one thread, for callers that hold a lock: a thread that waits for others of the pool may
    /// be given work that wants the same lock.
    pub(super) fn survey_alone(&self) -> Result<Survey, PublishError> {
        let all: Result<Vec<_>, PublishError> =
            self.tree.folders.iter().map(|folder| self.survey_folder(&folder.path)).collect();
        Ok(Survey::of(all?))
    }

    /// Looks at one folder. If it is missing or no longer a folder, the look at its parent finds what stands there.
    fn survey_folder(&self, folder: &str) -> Result<(Option<Meta>, Vec<String>), PublishError> {
        let cannot = |error| {
            PublishError::io_or_forbidden(
                message!("cannot-read-output", file = ShownPath(&self.shown, folder).to_string()),
                error,
            )
        };
        let Some(meta) = maybe(system::meta(&self.folder, or_dot(folder))).map_err(cannot)? else {
            return Ok((None, Vec::new()));
        };
        if !meta.is_folder() || self.is_older(&meta) {
            return Ok((meta.is_folder().then_some(meta), Vec::new()));
        }
        let Some(opened) = maybe(system::open_folder(&self.folder, or_dot(folder))).map_err(cannot)? else {
            return Ok((None, Vec::new()));
        };
        let mut foreign = Vec::new();
        for (name, kind) in system::entries(opened).map_err(cannot)? {
            let path = join(folder, &name.to_string_lossy());
            if kind == FileKind::Folder {
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

/// The number of foreign files that a message names.
const NAMED: usize = 3;

pub(super) fn name_some(foreign: &[String]) -> Argument {
    let named = quoted(foreign.iter().take(NAMED).map(String::as_str));
    match foreign.len().saturating_sub(NAMED) {
        0 => named,
        more => Argument::Message(message!("files-and-more", named, more)),
    }
}
