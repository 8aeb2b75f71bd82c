//! System calls in the shapes that publishing needs. None follows a symbolic link at the end of a path.

use std::{
    ffi::{CStr, CString},
    fmt,
    mem::MaybeUninit,
    os::fd::{AsFd, OwnedFd},
};

use rustix::{
    fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat, Timespec, Timestamps},
    io::Errno,
    path::Arg,
};

pub(super) const FILE_MODE: u32 = 0o644;
pub(super) const FOLDER_MODE: u32 = 0o755;

/// The number of bytes that are read at once. Most pages fit.
const CHUNK: usize = 32 << 10;

/// The depth to which folders are removed: deeper than outputs can lie, and not too deep for any stack.
const MAX_REMOVED_DEPTH: usize = 128;

/// Identifies a file or folder whatever its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub device: u64,
    pub inode: u64,
}

/// The metadata that publishing needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meta {
    pub identity: Identity,
    pub regular: bool,
    pub folder: bool,
    /// Permission bits, with the set-id and sticky ones.
    pub mode: u32,
    pub links: u64,
    pub size: u64,
    pub modified: Timespec,
    /// The time of the last change of the file's content, metadata or names, as the system keeps it.
    pub changed: Timespec,
}

#[expect(clippy::unnecessary_cast, clippy::useless_conversion, reason = "the fields' types differ between systems")]
impl From<Stat> for Meta {
    fn from(stat: Stat) -> Self {
        let kind = FileType::from_raw_mode(stat.st_mode.into());
        Meta {
            identity: Identity { device: stat.st_dev as u64, inode: stat.st_ino as u64 },
            regular: kind == FileType::RegularFile,
            folder: kind == FileType::Directory,
            mode: u32::from(stat.st_mode) & 0o7777,
            links: stat.st_nlink as u64,
            size: stat.st_size as u64,
            modified: Timespec { tv_sec: stat.st_mtime as _, tv_nsec: stat.st_mtime_nsec as _ },
            changed: Timespec { tv_sec: stat.st_ctime as _, tv_nsec: stat.st_ctime_nsec as _ },
        }
    }
}

pub(super) fn meta(at: impl AsFd, path: impl Arg) -> Result<Meta, Errno> {
    rustix::fs::statat(at, path, AtFlags::SYMLINK_NOFOLLOW).map(Meta::from)
}

pub(super) fn meta_of(file: impl AsFd) -> Result<Meta, Errno> {
    rustix::fs::fstat(file).map(Meta::from)
}

/// Turns errors into `Ok(None)` that say that nothing of the kind is at the path.
pub(super) fn maybe<T>(result: Result<T, Errno>) -> Result<Option<T>, Errno> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn open_folder(at: impl AsFd, path: impl Arg) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::openat(at, path, flags, Mode::empty())
}

/// Opens a file, without blocking if it is a pipe.
pub(super) fn open_file(at: impl AsFd, path: &str, access: OFlags) -> Result<OwnedFd, Errno> {
    let flags = access | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    rustix::fs::openat(at, path, flags, Mode::empty())
}

pub(super) fn create_file(at: impl AsFd, path: &str) -> Result<OwnedFd, Errno> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::openat(at, path, flags, mode(FILE_MODE))
}

pub(super) fn mode(bits: u32) -> Mode {
    Mode::from_raw_mode(bits as _)
}

pub(super) fn write_all(file: impl AsFd, bytes: &[u8]) -> Result<(), Errno> {
    let mut done = 0;
    while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
        match rustix::io::pwrite(&file, rest, done as u64) {
            Ok(0) => return Err(Errno::IO),
            Ok(n) => done += n,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether the file holds exactly these bytes.
pub(super) fn holds(file: impl AsFd, bytes: &[u8]) -> Result<bool, Errno> {
    let mut buffer = [const { MaybeUninit::<u8>::uninit() }; CHUNK];
    let mut rest = bytes;
    loop {
        match rustix::io::read(&file, &mut buffer) {
            Ok(([], _)) => return Ok(rest.is_empty()),
            Ok((read, _)) => match rest.strip_prefix(&*read) {
                Some(left) => rest = left,
                None => return Ok(false),
            },
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
        // The sizes were compared before, so that no read beyond the last byte is needed.
        if rest.is_empty() {
            return Ok(true);
        }
    }
}

/// The whole file; `None` if it is longer than the limit.
pub(super) fn read_up_to(file: impl AsFd, limit: u64) -> Result<Option<Vec<u8>>, Errno> {
    let size = meta_of(&file)?.size;
    if size > limit {
        return Ok(None);
    }
    let mut bytes = vec![0; usize::try_from(size).unwrap_or_default()];
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match rustix::io::read(&file, rest) {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(done);
    Ok(Some(bytes))
}

pub(super) fn set_modified(file: impl AsFd, modified: Timespec) -> Result<(), Errno> {
    rustix::fs::futimens(file, &Timestamps { last_access: modified, last_modification: modified })
}

/// The names and kinds of everything in a folder, without `.` and `..`.
pub(super) fn entries(folder: OwnedFd) -> Result<Vec<(CString, FileType)>, Errno> {
    let mut all = Vec::new();
    let mut dir = Dir::new(folder)?;
    while let Some(entry) = dir.read() {
        let entry = entry?;
        let name = entry.file_name();
        if name == c"." || name == c".." {
            continue;
        }
        let kind = match entry.file_type() {
            // Some file systems do not give the kind with the name.
            FileType::Unknown => {
                let stat = rustix::fs::statat(dir.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?;
                #[allow(clippy::useless_conversion, reason = "the field's type differs between systems")]
                FileType::from_raw_mode(stat.st_mode.into())
            }
            kind => kind,
        };
        all.push((name.to_owned(), kind));
    }
    Ok(all)
}

/// Removes a file or a whole folder, following no link. It is no error if nothing is there.
pub(super) fn remove_all(at: impl AsFd, name: &CStr) -> Result<(), Errno> {
    remove_to_depth(at, name, MAX_REMOVED_DEPTH)
}

fn remove_to_depth(at: impl AsFd, name: &CStr, depth: usize) -> Result<(), Errno> {
    match rustix::fs::unlinkat(&at, name, AtFlags::empty()) {
        Ok(()) | Err(Errno::NOENT) => return Ok(()),
        // Linux says the first of a folder, POSIX the second.
        Err(Errno::ISDIR | Errno::PERM) if depth > 0 => {}
        Err(error) => return Err(error),
    }
    let folder = open_folder(&at, name)?;
    for (child, _) in entries(open_folder(&folder, c".")?)? {
        remove_to_depth(&folder, &child, depth - 1)?;
    }
    rustix::fs::unlinkat(&at, name, AtFlags::REMOVEDIR)
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
