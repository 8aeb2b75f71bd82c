//! How published files and folders are, and how messages name them.

use std::fmt;

use crate::system::{self, Folder, Meta, OpenFile, Result};

pub(super) const FILE_MODE: u32 = 0o644;
pub(super) const FOLDER_MODE: u32 = 0o755;

/// Whether the permissions of a folder are those of a published one.
pub(super) fn has_folder_mode(meta: &Meta) -> bool {
    meta.mode & 0o777 == FOLDER_MODE
}

pub(super) fn create_file(at: &Folder, path: &str) -> Result<OpenFile> {
    system::create_file(at, path, FILE_MODE)
}

/// The whole file; `None` if it is longer than the limit, in bytes.
pub(super) fn read_up_to(file: &OpenFile, limit: u64) -> Result<Option<Vec<u8>>> {
    let size = system::meta_of(file)?.size;
    if size > limit {
        return Ok(None);
    }
    // The file may grow while it is read.
    let mut bytes = Vec::new();
    system::read(file, size, limit, &mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// A path in the output folder as messages name it: the folder, then the path below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShownPath<'a>(pub &'a str, pub &'a str);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            "" => write!(f, "`{}`", self.0),
            path => write!(f, "`{}/{path}`", self.0),
        }
    }
}
