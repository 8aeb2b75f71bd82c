//! What stands in the output folder now.

use std::os::fd::BorrowedFd;

use rustix::{
    fs::{Access, AtFlags, OFlags, Timespec},
    io::Errno,
};

use super::{
    PublishError,
    disk::{self, Identity, Shown},
    guard::{Place, refuse},
    listed::{Found, Listed, name_some},
    manifest::MANIFEST,
};

/// A published file that is as the new site wants it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub identity: Identity,
    pub modified: Timespec,
    /// Of its content, as compared.
    pub size: u64,
    pub sum: u128,
}

/// The published site; `None` where there is no folder or an empty one. Refuses a folder that holds what its list
/// does not name.
pub(super) fn read(parent: BorrowedFd<'_>, place: &Place) -> Result<Option<Listed>, PublishError> {
    let cannot =
        |error: Errno| PublishError::io_or_forbidden(format!("cannot read the output folder `{}`", place.shown), error);
    let folder = match disk::open_folder(parent, &place.name) {
        Ok(folder) => folder,
        Err(Errno::NOENT) => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    if let Err(error @ (Errno::ACCESS | Errno::PERM | Errno::ROFS)) =
        rustix::fs::accessat(&folder, ".", Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)
    {
        let action = format!("cannot write to the output folder `{}`", place.shown);
        return Err(PublishError::io_or_forbidden(action, error));
    }
    let listed = match Listed::read(folder, &place.shown).map_err(cannot)? {
        Found::Listed(listed) => *listed,
        Found::Damaged => {
            return Err(refuse(
                place,
                format!("carries a damaged list of what was published, `{MANIFEST}`"),
                "the tool cannot tell which files are its own; move the folder away and build again",
            ));
        }
        Found::NoList => {
            let found = disk::open_folder(parent, &place.name).and_then(disk::entries).map_err(cannot)?;
            let Some((name, _)) = found.first() else { return Ok(None) };
            return Err(refuse(
                place,
                format!("holds `{}` and was not made by this tool", name.to_string_lossy()),
                "choose an empty folder or a new one with `--out`",
            ));
        }
    };
    let foreign = listed.survey()?.foreign;
    if !foreign.is_empty() {
        return Err(refuse(
            place,
            format!("holds what this tool did not put there: {}", name_some(&foreign)),
            "move it away: the tool replaces the whole folder and deletes only its own files \
             (what a desktop leaves behind, such as `.DS_Store`, counts too)",
        ));
    }
    Ok(Some(listed))
}

/// The published file at this path, if it is exactly what it should be.
///
/// The list's sum is enough for a file that nothing happened to since; any other file is read and compared.
pub(super) fn standing(
    published: &Listed,
    path: &str,
    bytes: &[u8],
    sum: u128,
) -> Result<Option<Standing>, PublishError> {
    let cannot = |error: Errno| PublishError::io(format!("cannot read {}", Shown(&published.shown, path)), error);
    let Some(entry) = published.find(path) else { return Ok(None) };
    let Some(meta) = disk::maybe(disk::meta(published, path)).map_err(cannot)? else { return Ok(None) };
    if !meta.regular || meta.mode != disk::FILE_MODE || meta.size != bytes.len() as u64 {
        return Ok(None);
    }
    let standing = Standing { identity: meta.identity, modified: meta.modified, size: meta.size, sum };
    if published.vouches_for(&meta) {
        return Ok((entry.size == meta.size && entry.sum == sum).then_some(standing));
    }
    let file = match disk::maybe(disk::open_file(published, path, OFlags::RDONLY)) {
        Ok(Some(file)) => file,
        // What cannot be read was altered by hand, like what is missing: it is written anew.
        Ok(None) | Err(Errno::ACCESS | Errno::NXIO) => return Ok(None),
        Err(error) => return Err(cannot(error)),
    };
    let same = disk::meta_of(&file).map_err(cannot)? == meta && disk::holds(&file, bytes).map_err(cannot)?;
    Ok(same.then_some(standing))
}
