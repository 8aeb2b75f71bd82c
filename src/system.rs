//! Differences between operating systems, for reading, publishing and watching. Everything else in the program is the same on all of
//! them, or has a library's word for it.
//!
//! Linux has calls of its own, and `portable` holds what stands in their place elsewhere. The tests try both on Linux.

use std::{
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    path::Path,
};

use rustix::{
    fs::{Mode, OFlags, Stat},
    io::{Errno, Result},
    path::Arg,
};

/// The nice value of what is done in the background: 19 would starve it on a busy machine.
#[cfg(target_os = "linux")]
const BACKGROUND_PRIORITY: i32 = 10;

/// Opens a file below a folder for reading, whatever links, pipes and devices stand on the way: none leads out, none blocks.
#[cfg(target_os = "linux")]
pub(crate) fn open_beneath(top: BorrowedFd<'_>, path: &str) -> Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    match rustix::fs::openat2(top, path, flags, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
        Err(Errno::NOSYS) => portable::open_beneath(top, path),
        result => result,
    }
}

/// Opens a file below a folder for reading, whatever links, pipes and devices stand on the way: none leads out, none blocks.
#[cfg(not(target_os = "linux"))]
pub(crate) fn open_beneath(top: BorrowedFd<'_>, path: &str) -> Result<OwnedFd> {
    portable::open_beneath(top, path)
}

/// Exchanges two folders in one step. `Errno::NOSYS` where the system has no call for it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(crate) fn exchange(one: (impl AsFd, impl Arg), other: (impl AsFd, impl Arg)) -> Result<()> {
    rustix::fs::renameat_with(one.0, one.1, other.0, other.1, rustix::fs::RenameFlags::EXCHANGE)
}

/// Exchanges two folders in one step. `Errno::NOSYS` where the system has no call for it.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(crate) fn exchange(_: (impl AsFd, impl Arg), _: (impl AsFd, impl Arg)) -> Result<()> {
    Err(Errno::NOSYS)
}

/// Sees to it that a file reaches the disk, where [`sync_folders`] does not do so for all files at once.
#[cfg(target_os = "linux")]
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn sync_file(_: impl AsFd) -> Result<()> {
    Ok(())
}

/// Sees to it that a file reaches the disk, where [`sync_folders`] does not do so for all files at once.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sync_file(file: impl AsFd) -> Result<()> {
    rustix::fs::fsync(file)
}

/// Returns once everything below a folder is on the disk; `folders` are the paths of all folders of it, itself included.
#[cfg(target_os = "linux")]
pub(crate) fn sync_folders<'f>(top: BorrowedFd<'_>, _: impl Iterator<Item = &'f str>) -> Result<()> {
    rustix::fs::syncfs(top)
}

/// Returns once the names of everything below a folder are on the disk, where the files already are; `folders` are the
/// paths of all folders of it, itself included.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sync_folders<'f>(top: BorrowedFd<'_>, folders: impl Iterator<Item = &'f str>) -> Result<()> {
    portable::sync_folders(top, folders)
}

/// The kind of file system that a folder is on, when changes made elsewhere are not reported there.
#[cfg(target_os = "linux")]
pub(crate) fn silent_file_system(folder: &Path) -> Option<&'static str> {
    // statfs(2) lists these.
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "magic numbers have 32 bits")]
    match kind as u32 {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("a Windows share"),
        0x0102_1997 => Some("9P"),
        0x786f_4256 => Some("a VirtualBox share"),
        0x6573_5546 => Some("FUSE"),
        _ => None,
    }
}

/// The kind of file system that a folder is on, when changes made elsewhere are not reported there; not known here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn silent_file_system(_: &Path) -> Option<&'static str> {
    None
}

/// Lets this thread give way to others. On Linux a priority is the thread's; elsewhere it would be the whole process's.
pub(crate) fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, BACKGROUND_PRIORITY);
}

/// The device of a file; its number has another type on each system.
#[allow(clippy::unnecessary_cast, clippy::cast_sign_loss, reason = "the field's type differs between systems")]
pub(crate) fn device(stat: &Stat) -> u64 {
    stat.st_dev as u64
}

/// The calls of every system of the family of Unix.
mod portable {
    use super::{AsFd, BorrowedFd, Errno, Mode, OFlags, OwnedFd, Result};

    /// Opens each folder of the path in turn and follows no symbolic link.
    pub(super) fn open_beneath(top: BorrowedFd<'_>, path: &str) -> Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW;
        let mut folder: Option<OwnedFd> = None;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            if part == ".." {
                return Err(Errno::XDEV);
            }
            let at = folder.as_ref().map_or(top, AsFd::as_fd);
            let extra = if parts.peek().is_some() { OFlags::DIRECTORY } else { OFlags::empty() };
            folder = Some(rustix::fs::openat(at, part, flags | extra, Mode::empty())?);
        }
        folder.ok_or(Errno::NOENT)
    }

    #[cfg(any(test, not(target_os = "linux")))]
    pub(crate) fn sync_folders<'f>(top: BorrowedFd<'_>, folders: impl Iterator<Item = &'f str>) -> Result<()> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        for path in folders {
            let path = if path.is_empty() { "." } else { path };
            rustix::fs::fsync(rustix::fs::openat(top, path, flags, Mode::empty())?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make the files")]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    fn folder() -> (tempfile::TempDir, OwnedFd) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("in/deep")).unwrap();
        fs::write(folder.path().join("in/deep/file"), "inside").unwrap();
        fs::write(folder.path().join("outside"), "outside").unwrap();
        let top = fs::File::open(folder.path().join("in")).unwrap();
        (folder, top.into())
    }

    #[test]
    fn what_lies_below_a_folder_is_opened_and_nothing_else() {
        let (folder, top) = folder();
        symlink("../outside", folder.path().join("in/out")).unwrap();
        symlink("deep", folder.path().join("in/way")).unwrap();
        symlink("/etc", folder.path().join("in/etc")).unwrap();
        for open in [open_beneath, portable::open_beneath] {
            assert!(open(top.as_fd(), "deep/file").is_ok());
            for path in ["out", "../outside", "etc/passwd", "deep/../../outside", "/etc/passwd"] {
                assert!(open(top.as_fd(), path).is_err(), "{path}");
            }
            assert_eq!(open(top.as_fd(), "deep/nothing").err(), Some(Errno::NOENT));
        }
        // If a lookup cannot be confined, no link is followed at all.
        assert!(portable::open_beneath(top.as_fd(), "way/file").is_err());
    }

    #[test]
    fn two_folders_change_places_or_the_system_says_that_it_cannot() {
        let (folder, top) = folder();
        fs::create_dir(folder.path().join("in/other")).unwrap();
        match exchange((&top, "deep"), (&top, "other")) {
            Ok(()) => {
                assert!(folder.path().join("in/other/file").exists() && !folder.path().join("in/deep/file").exists())
            }
            Err(error) => assert!(matches!(error, Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP), "{error}"),
        }
    }

    #[test]
    fn folders_reach_the_disk_in_either_way() {
        let (_folder, top) = folder();
        assert_eq!(sync_folders(top.as_fd(), ["", "deep"].into_iter()), Ok(()));
        assert_eq!(portable::sync_folders(top.as_fd(), ["", "deep"].into_iter()), Ok(()));
        assert_eq!(portable::sync_folders(top.as_fd(), ["gone"].into_iter()), Err(Errno::NOENT));
        assert_eq!(sync_file(&top), Ok(()));
    }

    #[test]
    fn a_disk_of_this_machine_reports_its_changes() {
        assert_eq!(silent_file_system(Path::new("/proc/self")), None);
    }
}
