//! The operating system, in the steps that reading, publishing, editing and watching take. Everything else in the program is the
//! same on all systems, or has a library's word for it.
//!
//! | | |
//! |---|---|
//! | `unix` | Linux, macOS and their family: every name is looked up below an open folder, and no link at its end is followed |
//! | `portable` | what stands in the place of calls that Linux alone has |
//! | `windows` | the same steps by paths; its first comment says what Windows does not promise |
//! | `names` | which names Windows has for itself |
//!
//! `unix` and `windows` have functions of the same names, so that one that is missing does not compile. The tests of `publish`,
//! `source` and `edit` hold what is made of these steps.

use std::ffi::OsString;

mod names;
#[cfg(unix)]
mod portable;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub(crate) use names::{is_one_name, may_be_named};
#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;

pub(crate) type Result<T> = std::result::Result<T, Errno>;

/// Identifies a file or folder whatever its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub device: u64,
    pub inode: u64,
}

/// A time of the file system's clock. Two compare as they follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileTime {
    /// Since 1970, as UTC.
    pub seconds: i64,
    pub nanoseconds: u32,
}

impl FileTime {
    /// Stands where a system does not tell a time.
    pub(crate) const LATEST: FileTime = FileTime { seconds: i64::MAX, nanoseconds: 0 };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    File,
    Folder,
    /// A symbolic link, a device, a pipe, a socket.
    Other,
}

/// What a file system says of a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub identity: Identity,
    pub kind: FileKind,
    /// Permission bits, with the set-id and sticky ones. Windows has none: there they are what was asked for.
    pub mode: u32,
    /// The number of names that the file has.
    pub links: u64,
    /// In bytes.
    pub size: u64,
    pub modified: FileTime,
    /// The time of the last change of content, metadata or names, as the system keeps it: no program can set it. Where a
    /// system does not tell it, [`FileTime::LATEST`], so that nothing is ever taken to be older.
    pub changed: FileTime,
}

impl Meta {
    pub(crate) fn is_file(&self) -> bool {
        self.kind == FileKind::File
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.kind == FileKind::Folder
    }
}

/// A name in a folder, with the kind of what it names.
pub(crate) type Entry = (OsString, FileKind);

/// Whether somebody else has the lock that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IfLocked {
    Wait,
    /// [`Errno::WOULDBLOCK`].
    Fail,
}

/// Turns errors into `Ok(None)` that say that nothing of the kind is at the path.
pub(crate) fn maybe<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(None),
        Err(error) => Err(error),
    }
}
