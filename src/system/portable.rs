//! The calls of every system of the family of Unix, in the place of what Linux alone has. The tests try them on Linux too.

use std::os::fd::AsFd as _;

use rustix::fs::{Mode, OFlags};

use super::{Errno, Folder, OpenFile, Result};

/// Opens each folder of the path in turn and follows no symbolic link.
pub(super) fn open_beneath(top: &Folder, path: &str) -> Result<OpenFile> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW;
    let mut folder: Option<Folder> = None;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if part == ".." {
            return Err(Errno::XDEV);
        }
        let at = folder.as_ref().unwrap_or(top).as_fd();
        let extra = if parts.peek().is_some() { OFlags::DIRECTORY } else { OFlags::empty() };
        folder = Some(rustix::fs::openat(at, part, flags | extra, Mode::empty())?);
    }
    folder.ok_or(Errno::NOENT)
}

#[cfg(any(test, not(target_os = "linux")))]
pub(super) fn sync_folders<'f>(top: &Folder, folders: impl Iterator<Item = &'f str>) -> Result<()> {
    for path in folders {
        let path = if path.is_empty() { "." } else { path };
        rustix::fs::fsync(super::open_folder(top, path)?)?;
    }
    super::sync_folder(top)
}
