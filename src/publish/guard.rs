//! Finds the output folder and refuses one that cannot be ours. Nothing is written here.

use std::{
    ffi::{OsStr, OsString},
    io::ErrorKind,
    path::{Component, Path, PathBuf},
};

use super::{PublishError, error::mount_hint, manifest::MANIFEST};

use crate::{message, message::Message, system::identity};

/// The folder that a site is published to.
#[derive(Clone, Debug)]
pub(super) struct OutputFolder {
    /// The folder that holds the output folder, without symbolic links. It may have yet to be made.
    pub parent: PathBuf,
    pub name: OsString,
    /// The path as the user wrote it, for messages.
    pub shown: String,
}

fn choose() -> Message {
    message!("out-choose")
}

/// Finds the output folder, and refuses what must never be one: a file or a link, the root, a home, the site's own
/// folder or one that holds it, a folder among the sources, a checkout, a mount point, a folder with anything in it
/// that lacks our mark.
pub(super) fn place(out: &Path, site_root: &Path, home: Option<&Path>) -> Result<OutputFolder, PublishError> {
    // Without a slash at its end, a link is seen as a link.
    let out: PathBuf = out.components().collect();
    let shown = out.display().to_string();
    let full = resolve(&out, &shown)?;
    let (Some(parent), Some(name)) = (full.parent(), full.file_name()) else {
        return Err(PublishError::refused(message!("out-root", shown), choose()));
    };
    let place = OutputFolder { parent: parent.to_owned(), name: name.to_owned(), shown };
    check_sources(&place, &full, site_root, home)?;
    if let Some(own) = identity(&full) {
        if identity(parent).is_some_and(|parent| parent.device != own.device) {
            return Err(PublishError::refused(message!("out-mount-point", folder = &place.shown), mount_hint()));
        }
        check_mark(&place, &full)?;
    }
    Ok(place)
}

/// The folder's path without symbolic links. Parts at its end that do not exist stay as written.
fn resolve(out: &Path, shown: &str) -> Result<PathBuf, PublishError> {
    let cannot = |error| PublishError::io(message!("cannot-look-at-out", shown), error);
    match read_metadata(out) {
        Ok(metadata) if metadata.is_symlink() => {
            Err(PublishError::refused(message!("out-link", shown), message!("out-link.hint")))
        }
        Ok(metadata) if !metadata.is_dir() => Err(PublishError::refused(message!("out-file", shown), choose())),
        Ok(_) => std::fs::canonicalize(out).map_err(cannot),
        Err(error) if error.kind() == ErrorKind::NotFound => resolve_missing(out, shown),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(PublishError::refused(message!("out-behind-file", shown), choose()))
        }
        Err(error) => Err(cannot(error)),
    }
}

fn resolve_missing(out: &Path, shown: &str) -> Result<PathBuf, PublishError> {
    let cannot = |error| PublishError::io(message!("cannot-look-at-out", shown), error);
    let mut missing = vec![];
    for ancestor in out.ancestors() {
        let existing = if ancestor.as_os_str().is_empty() { Path::new(".") } else { ancestor };
        match std::fs::canonicalize(existing) {
            Ok(existing) => return Ok(missing.iter().rev().fold(existing, |path, part| path.join(part))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(cannot(error)),
        }
        match ancestor.components().next_back() {
            Some(Component::Normal(part)) if read_metadata(ancestor).is_err() => missing.push(part.to_owned()),
            // A link that leads nowhere, or `..` under a folder that is not there.
            _ => break,
        }
    }
    Err(PublishError::refused(message!("out-behind-nothing", shown), choose()))
}

/// Refuses an output folder that holds the sources, a home or a repository, or lies in one.
fn check_sources(place: &OutputFolder, full: &Path, site_root: &Path, home: Option<&Path>) -> Result<(), PublishError> {
    let holds = |path: &Path| {
        let out = identity(full);
        out.is_some() && path.ancestors().any(|ancestor| identity(ancestor) == out)
    };
    let sources =
        ["", "content", "static", "theme", "themes"].map(|folder| std::fs::canonicalize(site_root.join(folder)));
    if sources.first().and_then(|root| root.as_ref().ok()).is_some_and(|root| identity(root) == identity(full)) {
        return Err(PublishError::refused(message!("out-site-folder", folder = &place.shown), choose()));
    }
    if let Some(home) = home.and_then(|home| std::fs::canonicalize(home).ok())
        && holds(&home)
    {
        return Err(PublishError::refused(message!("out-home", folder = &place.shown), choose()));
    }
    if sources.iter().flatten().any(|source| holds(source)) {
        return Err(PublishError::refused(message!("out-holds-sources", folder = &place.shown), choose()));
    }
    for source in sources.iter().skip(1).flatten() {
        let source = identity(source);
        if full.ancestors().any(|ancestor| source.is_some() && identity(ancestor) == source) {
            return Err(PublishError::refused(message!("out-among-sources", folder = &place.shown), choose()));
        }
    }
    if full.components().any(|part| part == Component::Normal(OsStr::new(".git"))) {
        return Err(PublishError::refused(message!("out-in-git", folder = &place.shown), choose()));
    }
    Ok(())
}

/// Refuses a folder with anything in it that lacks our list. Whether the list names everything in it is checked later,
/// under the lock.
#[expect(clippy::disallowed_methods, reason = "publish looks at the folder that it writes")]
fn check_mark(place: &OutputFolder, full: &Path) -> Result<(), PublishError> {
    if read_metadata(&full.join(".git")).is_ok() {
        return Err(PublishError::refused(message!("out-checkout", folder = &place.shown), choose()));
    }
    if read_metadata(&full.join(MANIFEST)).is_ok() {
        return Ok(());
    }
    let action = message!("cannot-read-out", folder = &place.shown);
    let mut entries = std::fs::read_dir(full).map_err(|error| PublishError::io_or_forbidden(action.clone(), error))?;
    match entries.next() {
        None => Ok(()),
        Some(Err(error)) => Err(PublishError::io(action, error)),
        Some(Ok(entry)) => Err(PublishError::refused(
            message!("out-not-ours", folder = &place.shown, file = entry.file_name().display().to_string()),
            message!("out-not-ours.hint"),
        )),
    }
}

#[expect(clippy::disallowed_methods, reason = "publish looks at the folder that it writes")]
fn read_metadata(path: &Path) -> std::io::Result<std::fs::Metadata> {
    std::fs::symlink_metadata(path)
}
