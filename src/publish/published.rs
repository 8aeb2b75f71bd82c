//! The site that the output folder has now.

use rayon::prelude::*;

use super::{
    PublishError,
    disk::{self, ShownPath},
    guard::OutputFolder,
    listed::{FoundList, ListedTree, name_some},
    manifest::{self, ListedFile, MANIFEST},
    memory,
};

use crate::{
    message,
    system::{self, Errno, FileTime, Folder, Identity, maybe},
};

/// A published file that the new site wants as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnchangedFile {
    pub identity: Identity,
    pub modified: FileTime,
    /// The size of its content, when it was compared.
    pub size: u64,
    /// The sum of its content.
    pub sum: u128,
}

/// Reads the published site; `None` where the folder is missing or empty. Refuses a folder with anything that its list
/// does not name.
pub(super) fn read(parent: &Folder, out: &OutputFolder) -> Result<Option<ListedTree>, PublishError> {
    let cannot = |error: Errno| PublishError::io_or_forbidden(message!("cannot-read-out", folder = &out.shown), error);
    let folder = match system::open_folder(parent, &out.name) {
        Ok(folder) => folder,
        Err(Errno::NOENT) => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    if let Err(error @ (Errno::ACCESS | Errno::PERM | Errno::ROFS)) = system::may_write_in(&folder) {
        let action = message!("cannot-write-to-out", folder = &out.shown);
        return Err(PublishError::io_or_forbidden(action, error));
    }
    let mut listed = match ListedTree::read(folder, &out.shown).map_err(cannot)? {
        FoundList::Sound(listed) => *listed,
        FoundList::Damaged => {
            return Err(PublishError::refused(
                message!("out-damaged-list", folder = &out.shown, list = MANIFEST),
                message!("out-damaged-list.hint"),
            ));
        }
        FoundList::Missing => {
            let found = system::open_folder(parent, &out.name).and_then(system::entries).map_err(cannot)?;
            let Some((name, _)) = found.first() else { return Ok(None) };
            return Err(PublishError::refused(
                message!("out-not-ours", folder = &out.shown, file = name.to_string_lossy()),
                message!("out-not-ours.choose"),
            ));
        }
    };
    if memory::is_of(out, &listed) {
        listed.trust();
    }
    let foreign = listed.survey()?.foreign;
    if !foreign.is_empty() {
        return Err(PublishError::refused(
            message!("out-foreign", folder = &out.shown, files = name_some(&foreign)),
            message!("out-foreign.hint"),
        ));
    }
    Ok(Some(listed))
}

/// The published file at a path, if its content and mode are what the new site wants.
///
/// For a file that nothing happened to since the list was published here, the sum in the list is compared; any other file is
/// read.
pub(super) fn unchanged_file(
    published: &ListedTree,
    path: &str,
    bytes: &[u8],
    sum: u128,
) -> Result<Option<UnchangedFile>, PublishError> {
    let cannot = |error: Errno| cannot_read(published, path, error);
    let Some(entry) = published.find(path) else { return Ok(None) };
    let Some(meta) = maybe(system::meta(&published.folder, path)).map_err(cannot)? else { return Ok(None) };
    if !meta.is_file() || meta.mode != disk::FILE_MODE || meta.size != bytes.len() as u64 {
        return Ok(None);
    }
    let unchanged = UnchangedFile { identity: meta.identity, modified: meta.modified, size: meta.size, sum };
    if published.vouches_for(&meta) {
        return Ok((entry.size == meta.size && entry.sum == sum).then_some(unchanged));
    }
    let file = match maybe(system::open_file(&published.folder, path)) {
        Ok(Some(file)) => file,
        // A file that cannot be read was altered by hand, like one that is missing, and is written anew.
        Ok(None) | Err(Errno::ACCESS | Errno::NXIO) => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    let same = system::meta_of(&file).map_err(cannot)? == meta && system::holds(&file, bytes).map_err(cannot)?;
    Ok(same.then_some(unchanged))
}

/// The published file at a path, if nothing happened to it since the list was published here.
pub(super) fn untouched_file(published: &ListedTree, path: &str) -> Result<Option<UnchangedFile>, PublishError> {
    let cannot = |error: Errno| cannot_read(published, path, error);
    let Some(entry) = published.find(path) else { return Ok(None) };
    let Some(meta) = maybe(system::meta(&published.folder, path)).map_err(cannot)? else { return Ok(None) };
    let is_untouched =
        meta.is_file() && meta.mode == disk::FILE_MODE && meta.size == entry.size && published.vouches_for(&meta);
    let unchanged = UnchangedFile { identity: meta.identity, modified: meta.modified, size: meta.size, sum: entry.sum };
    Ok(is_untouched.then_some(unchanged))
}

/// Whether each file that the list names still has the content that it had then. Looks at all of them, on all threads; a file
/// that something happened to since is read.
pub(super) fn is_as_listed(published: &ListedTree) -> Result<bool, PublishError> {
    let all = published.entries.par_iter().with_min_len(64);
    all.map(|entry| has_its_sum(published, entry)).try_reduce(|| true, |one, other| Ok(one && other))
}

fn has_its_sum(published: &ListedTree, entry: &ListedFile) -> Result<bool, PublishError> {
    let cannot = |error: Errno| cannot_read(published, &entry.path, error);
    let Some(meta) = maybe(system::meta(&published.folder, &entry.path)).map_err(cannot)? else { return Ok(false) };
    if !meta.is_file() || meta.mode != disk::FILE_MODE || meta.size != entry.size {
        return Ok(false);
    }
    if published.vouches_for(&meta) {
        return Ok(true);
    }
    let file = system::open_file(&published.folder, &entry.path).map_err(cannot)?;
    let bytes = disk::read_up_to(&file, meta.size).map_err(cannot)?;
    Ok(system::meta_of(&file).map_err(cannot)? == meta && bytes.is_some_and(|bytes| manifest::sum(&bytes) == entry.sum))
}

fn cannot_read(published: &ListedTree, path: &str, error: Errno) -> PublishError {
    PublishError::io(message!("cannot-read-output", file = ShownPath(&published.shown, path).to_string()), error)
}
