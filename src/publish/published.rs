//! The site that the output folder has now.

use std::os::fd::BorrowedFd;

use rustix::{
    fs::{Access, AtFlags, OFlags, Timespec},
    io::Errno,
};

use super::{
    PublishError,
    disk::{self, Identity, ShownPath},
    guard::{OutputFolder, refuse},
    listed::{FoundList, ListedTree, name_some},
    manifest::MANIFEST,
};

/// A published file that the new site wants as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnchangedFile {
    pub identity: Identity,
    pub modified: Timespec,
    /// The size of its content, when it was compared.
    pub size: u64,
    /// The sum of its content.
    pub sum: u128,
}

/// Reads the published site; `None` where the folder is missing or empty. Refuses a folder with anything that its list
/// does not name.
pub(super) fn read(parent: BorrowedFd<'_>, out: &OutputFolder) -> Result<Option<ListedTree>, PublishError> {
    let cannot =
        |error: Errno| PublishError::io_or_forbidden(format!("cannot read the output folder `{}`", out.shown), error);
    let folder = match disk::open_folder(parent, &out.name) {
        Ok(folder) => folder,
        Err(Errno::NOENT) => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    if let Err(error @ (Errno::ACCESS | Errno::PERM | Errno::ROFS)) =
        rustix::fs::accessat(&folder, ".", Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)
    {
        let action = format!("cannot write to the output folder `{}`", out.shown);
        return Err(PublishError::io_or_forbidden(action, error));
    }
    let listed = match ListedTree::read(folder, &out.shown).map_err(cannot)? {
        FoundList::Sound(listed) => *listed,
        FoundList::Damaged => {
            return Err(refuse(
                out,
                format!("carries a damaged list of what was published, `{MANIFEST}`"),
                "the tool cannot tell which files are its own; move the folder away and build again",
            ));
        }
        FoundList::Missing => {
            let found = disk::open_folder(parent, &out.name).and_then(disk::entries).map_err(cannot)?;
            let Some((name, _)) = found.first() else { return Ok(None) };
            return Err(refuse(
                out,
                format!("holds `{}` and was not made by this tool", name.to_string_lossy()),
                "choose an empty folder or a new one with `--out`",
            ));
        }
    };
    let foreign = listed.survey()?.foreign;
    if !foreign.is_empty() {
        return Err(refuse(
            out,
            format!("holds what this tool did not put there: {}", name_some(&foreign)),
            "move it away: the tool replaces the whole folder and deletes only its own files \
             (what a desktop leaves behind, such as `.DS_Store`, counts too)",
        ));
    }
    Ok(Some(listed))
}

/// The published file at a path, if its content and mode are what the new site wants.
///
/// For a file that nothing happened to since the list was written, the sum in the list is compared; any other file is
/// read.
pub(super) fn unchanged_file(
    published: &ListedTree,
    path: &str,
    bytes: &[u8],
    sum: u128,
) -> Result<Option<UnchangedFile>, PublishError> {
    let cannot = |error: Errno| PublishError::io(format!("cannot read {}", ShownPath(&published.shown, path)), error);
    let Some(entry) = published.find(path) else { return Ok(None) };
    let Some(meta) = disk::maybe(disk::meta(published, path)).map_err(cannot)? else { return Ok(None) };
    if !meta.regular || meta.mode != disk::FILE_MODE || meta.size != bytes.len() as u64 {
        return Ok(None);
    }
    let unchanged = UnchangedFile { identity: meta.identity, modified: meta.modified, size: meta.size, sum };
    if published.vouches_for(&meta) {
        return Ok((entry.size == meta.size && entry.sum == sum).then_some(unchanged));
    }
    let file = match disk::maybe(disk::open_file(published, path, OFlags::RDONLY)) {
        Ok(Some(file)) => file,
        // A file that cannot be read was altered by hand, like one that is missing, and is written anew.
        Ok(None) | Err(Errno::ACCESS | Errno::NXIO) => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    let same = disk::meta_of(&file).map_err(cannot)? == meta && disk::holds(&file, bytes).map_err(cannot)?;
    Ok(same.then_some(unchanged))
}
