//! What stands in the output folder now.

use std::{
    collections::HashMap,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
};

use rayon::prelude::*;
use rustix::{
    fs::{Access, AtFlags, FileType, OFlags, Timespec},
    io::Errno,
};

use super::{
    PublishError,
    disk::{self, Identity, Shown},
    guard::{Place, refuse},
    manifest::{self, MANIFEST, MAX_MANIFEST},
    tree::{Item, Tree, join},
};

/// The published site: checked to hold nothing but what its list names.
#[derive(Debug)]
pub(super) struct Published {
    folder: OwnedFd,
    identity: Identity,
    /// The list's own bytes.
    pub manifest: Vec<u8>,
    /// Sorted. Some may have been removed by hand.
    pub paths: Vec<String>,
    shown: String,
}

/// A published file that is as the new site wants it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub identity: Identity,
    pub modified: Timespec,
}

impl Published {
    /// `None` where there is no folder or an empty one. Refuses a folder that holds what its list does not name.
    pub fn read(parent: BorrowedFd<'_>, place: &Place) -> Result<Option<Published>, PublishError> {
        let cannot = |error: Errno| {
            PublishError::io_or_forbidden(format!("cannot read the output folder `{}`", place.shown), error)
        };
        let folder = match disk::open_folder(parent, &place.name) {
            Ok(folder) => folder,
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(cannot(error)),
        };
        if let Err(error @ (Errno::ACCESS | Errno::PERM | Errno::ROFS)) =
            rustix::fs::accessat(&folder, ".", Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)
        {
            return Err(PublishError::io_or_forbidden(
                format!("cannot write to the output folder `{}`", place.shown),
                error,
            ));
        }
        let Some(bytes) = read_manifest(&folder).map_err(cannot)? else {
            let found = disk::open_folder(&folder, ".").and_then(disk::entries).map_err(cannot)?;
            return match found.first() {
                None => Ok(None),
                Some((name, _)) => Err(refuse(
                    place,
                    format!("holds `{}` and was not made by this tool", name.to_string_lossy()),
                    "choose an empty folder or a new one with `--out`",
                )),
            };
        };
        let Some(paths) = manifest::read(&bytes) else {
            return Err(refuse(
                place,
                format!("carries a damaged list of what was published, `{MANIFEST}`"),
                "the tool cannot tell which files are its own; move the folder away and build again",
            ));
        };
        let foreign = foreign(&folder, &paths, &place.shown)?;
        if !foreign.is_empty() {
            return Err(refuse_foreign(place, &foreign));
        }
        let identity = disk::meta_of(&folder).map_err(cannot)?.identity;
        Ok(Some(Published { folder, identity, manifest: bytes, paths, shown: place.shown.clone() }))
    }

    pub fn folder(&self) -> BorrowedFd<'_> {
        self.folder.as_fd()
    }

    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// The file at this path, if it is exactly what it should be.
    ///
    /// It is read rather than trusted by time and sum: that is quick as long as the files are in memory, needs no
    /// sum of every output in a clean build, and finds what was altered by hand however that was done.
    pub fn standing(&self, path: &str, bytes: &[u8]) -> Result<Option<Standing>, PublishError> {
        let cannot = |error: Errno| PublishError::io(format!("cannot read {}", Shown(&self.shown, path)), error);
        let file = match disk::maybe(disk::open_file(&self.folder, path, OFlags::RDONLY)) {
            Ok(Some(file)) => file,
            // What cannot be read was altered by hand, like what is missing: it is written anew.
            Ok(None) | Err(Errno::ACCESS | Errno::NXIO) => return Ok(None),
            Err(error) => return Err(cannot(error)),
        };
        let meta = disk::meta_of(&file).map_err(cannot)?;
        if !meta.regular || meta.mode != disk::FILE_MODE || meta.size != bytes.len() as u64 {
            return Ok(None);
        }
        let same = disk::holds(&file, bytes).map_err(cannot)?;
        Ok(same.then_some(Standing { identity: meta.identity, modified: meta.modified }))
    }
}

/// The list in a tree, if there is a readable one. Whether it is sound is [`manifest::read`]'s to say.
pub(super) fn read_manifest(folder: impl AsFd) -> Result<Option<Vec<u8>>, Errno> {
    let Some(file) = disk::maybe(disk::open_file(folder, MANIFEST, OFlags::RDONLY))? else {
        return Ok(None);
    };
    if !disk::meta_of(&file)?.regular {
        return Ok(Some(Vec::new()));
    }
    Ok(Some(disk::read_up_to(&file, MAX_MANIFEST)?.unwrap_or_default()))
}

/// What a tree holds beside what was published, sorted.
///
/// Looks at each folder by itself: one that is no longer a folder is found where it stands, in its parent.
fn foreign(root: &OwnedFd, paths: &[String], shown: &str) -> Result<Vec<String>, PublishError> {
    let tree = Tree::new(paths)?;
    let index = tree.index(paths);
    let per_folder: Result<Vec<Vec<String>>, PublishError> =
        tree.folders.par_iter().map(|folder| foreign_in(root, &folder.path, &index, shown)).collect();
    let mut all = per_folder?.concat();
    all.sort();
    Ok(all)
}

/// As [`foreign`] on one thread, for callers that hold a lock: a thread that waits for others may be given work that
/// wants the same lock.
pub(super) fn foreign_alone(root: &OwnedFd, paths: &[String], shown: &str) -> Result<Vec<String>, PublishError> {
    let tree = Tree::new(paths)?;
    let index = tree.index(paths);
    let mut all = Vec::new();
    for folder in &tree.folders {
        all.extend(foreign_in(root, &folder.path, &index, shown)?);
    }
    all.sort();
    Ok(all)
}

fn foreign_in(
    root: &OwnedFd,
    folder: &str,
    index: &HashMap<&str, Item>,
    shown: &str,
) -> Result<Vec<String>, PublishError> {
    let cannot = |error| PublishError::io_or_forbidden(format!("cannot read {}", Shown(shown, folder)), error);
    let at = if folder.is_empty() { "." } else { folder };
    let Some(opened) = disk::maybe(disk::open_folder(root, at)).map_err(cannot)? else {
        return Ok(Vec::new());
    };
    let mut foreign = Vec::new();
    for (name, kind) in disk::entries(opened).map_err(cannot)? {
        let path = join(folder, &name.to_string_lossy());
        let is_folder = kind == FileType::Directory;
        let ours = match index.get(path.as_str()) {
            Some(Item::Folder) => is_folder,
            Some(Item::File(_)) => !is_folder,
            None => path == MANIFEST && !is_folder,
        };
        if !ours {
            foreign.push(if is_folder { path + "/" } else { path });
        }
    }
    Ok(foreign)
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

fn refuse_foreign(place: &Place, foreign: &[String]) -> PublishError {
    refuse(
        place,
        format!("holds what this tool did not put there: {}", name_some(foreign)),
        "move it away: the tool replaces the whole folder and deletes only its own files \
         (what a desktop leaves behind, such as `.DS_Store`, counts too)",
    )
}
