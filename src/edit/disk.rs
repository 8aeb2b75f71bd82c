//! The few steps on the file system that an edit takes.

#![expect(clippy::disallowed_methods, reason = "edits write the site's sources")]

use std::{
    ffi::OsString,
    fs::{self, Metadata},
    io::{self, Write as _},
    path::Path,
};

use crate::system;

/// `None` where there is nothing.
pub(super) fn meta(path: &Path) -> Option<Metadata> {
    fs::symlink_metadata(path).ok()
}

/// `None` where there is no file.
pub(super) fn read_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn write_file(path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    if let Some(like) = like {
        file.set_permissions(fs::metadata(like)?.permissions())?;
    }
    file.sync_all()
}

pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    system::replace(from, to)
}

pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    fs::remove_dir(path)
}

pub(super) fn names_in(folder: &Path) -> io::Result<Vec<OsString>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}
