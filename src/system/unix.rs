//! The family of Unix. Every name is looked up below an open folder, so that nobody can put another folder above it meanwhile, and
//! none of these calls follows a symbolic link at the end of a path.

use std::{
    ffi::OsStr,
    fs::{File, Permissions},
    io,
    mem::MaybeUninit,
    os::{
        fd::OwnedFd,
        unix::{
            ffi::OsStrExt as _,
            fs::{MetadataExt as _, PermissionsExt as _},
        },
    },
    path::{Path, PathBuf},
};

pub(crate) use rustix::io::Errno;
use rustix::{
    fs::{Access, AtFlags, Dir, FileType, FlockOperation, Mode, OFlags, Stat, Timespec, Timestamps},
    process::{Resource, getrlimit},
};

use super::{Entry, FileKind, FileTime, Identity, IfLocked, Meta, Result, portable};

/// An open folder.
pub(crate) type Folder = OwnedFd;
pub(crate) type OpenFile = OwnedFd;

/// The number of bytes that are read at once. Most pages fit.
const CHUNK: usize = 32 << 10;

/// The depth to which folders are removed: deeper than outputs can lie, and not too deep for any stack.
const MAX_REMOVED_DEPTH: usize = 128;

/// The program that opens an address in the browser that the user has chosen.
pub(crate) const BROWSER: &str = if cfg!(target_vendor = "apple") { "open" } else { "xdg-open" };

/// The nice value of what is done in the background: 19 would starve it on a busy machine.
#[cfg(target_os = "linux")]
const BACKGROUND_PRIORITY: i32 = 10;

impl From<Stat> for Meta {
    #[allow(clippy::unnecessary_cast, clippy::useless_conversion, reason = "the fields' types differ between systems")]
    fn from(stat: Stat) -> Self {
        Meta {
            identity: Identity { device: stat.st_dev as u64, inode: stat.st_ino as u64 },
            kind: FileType::from_raw_mode(stat.st_mode.into()).into(),
            mode: u32::from(stat.st_mode) & 0o7777,
            links: stat.st_nlink as u64,
            size: stat.st_size as u64,
            modified: FileTime { seconds: stat.st_mtime as i64, nanoseconds: stat.st_mtime_nsec as u32 },
            changed: FileTime { seconds: stat.st_ctime as i64, nanoseconds: stat.st_ctime_nsec as u32 },
        }
    }
}

impl From<FileType> for FileKind {
    fn from(kind: FileType) -> Self {
        match kind {
            FileType::RegularFile => FileKind::File,
            FileType::Directory => FileKind::Folder,
            _ => FileKind::Other,
        }
    }
}

/// Opens a folder by a path that may lead over links.
pub(crate) fn open_top(path: &Path) -> Result<Folder> {
    rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

pub(crate) fn open_folder(at: &Folder, path: impl AsRef<Path>) -> Result<Folder> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::openat(at, path.as_ref(), flags, Mode::empty())
}

/// Opens a file for reading, without blocking if it is a pipe.
pub(crate) fn open_file(at: &Folder, path: &str) -> Result<OpenFile> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    rustix::fs::openat(at, path, flags, Mode::empty())
}

/// Opens a file below a folder for reading, whatever links, pipes and devices stand on the way: none leads out, none blocks.
#[cfg(target_os = "linux")]
pub(crate) fn open_beneath(top: &Folder, path: &str) -> Result<OpenFile> {
    use rustix::fs::ResolveFlags;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    match rustix::fs::openat2(top, path, flags, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
        Err(Errno::NOSYS) => portable::open_beneath(top, path),
        result => result,
    }
}

/// Opens a file below a folder for reading, whatever links, pipes and devices stand on the way: none leads out, none blocks.
#[cfg(not(target_os = "linux"))]
pub(crate) fn open_beneath(top: &Folder, path: &str) -> Result<OpenFile> {
    portable::open_beneath(top, path)
}

/// Makes a file that is not there yet, for writing.
pub(crate) fn create_file(at: &Folder, path: &str, mode: u32) -> Result<OpenFile> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::openat(at, path, flags, bits(mode))
}

pub(crate) fn make_folder(at: &Folder, path: impl AsRef<Path>, mode: u32) -> Result<()> {
    rustix::fs::mkdirat(at, path.as_ref(), bits(mode))
}

pub(crate) fn meta(at: &Folder, path: impl AsRef<Path>) -> Result<Meta> {
    rustix::fs::statat(at, path.as_ref(), AtFlags::SYMLINK_NOFOLLOW).map(Meta::from)
}

pub(crate) fn meta_of(file: &OpenFile) -> Result<Meta> {
    rustix::fs::fstat(file).map(Meta::from)
}

pub(crate) fn meta_of_folder(folder: &Folder) -> Result<Meta> {
    rustix::fs::fstat(folder).map(Meta::from)
}

/// The executable file of this process, open for reading. Linux knows the file itself, whatever has taken its name since.
#[expect(clippy::disallowed_methods, reason = "no file of the site, and no output depends on it")]
pub(crate) fn own_program() -> io::Result<File> {
    if cfg!(target_os = "linux")
        && let Ok(file) = File::open("/proc/self/exe")
    {
        return Ok(file);
    }
    File::open(std::env::current_exe()?)
}

/// Identifies what a path leads to, over links too.
#[expect(clippy::disallowed_methods, reason = "publish looks at the folder that it writes")]
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    std::fs::metadata(path).ok().map(|metadata| Identity { device: metadata.dev(), inode: metadata.ino() })
}

/// The whole path of what a path leads to, without links.
#[expect(clippy::disallowed_methods, reason = "editors and watchers are told whole paths")]
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// A whole path as it stands in an address: `/home/ann/site/content`.
pub(crate) fn path_of_address(path: &Path) -> Option<String> {
    path.to_str().map(str::to_owned)
}

/// The device of what stands at a path, be it a link.
#[expect(clippy::disallowed_methods, reason = "edits look at what they write")]
pub(crate) fn device(path: &Path) -> Option<u64> {
    std::fs::symlink_metadata(path).ok().map(|metadata| metadata.dev())
}

/// The permission bits of a file.
pub(crate) fn mode_of(file: &File) -> io::Result<u32> {
    Ok(file.metadata()?.mode())
}

/// A path as it is typed in a shell: in quotation marks where a blank or sign would mean something there.
pub(crate) fn shell_word(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@,%=".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Lets everyone run a file.
pub(crate) fn make_executable(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o755))
}

/// Whether files can be made and removed in a folder, as far as permissions tell.
pub(crate) fn may_write_in(folder: &Folder) -> Result<()> {
    rustix::fs::accessat(folder, ".", Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)
}

pub(crate) fn set_mode(at: &Folder, path: &str, mode: u32) -> Result<()> {
    rustix::fs::chmodat(at, path, bits(mode), AtFlags::empty())
}

pub(crate) fn set_mode_of(file: &OpenFile, mode: u32) -> Result<()> {
    rustix::fs::fchmod(file, bits(mode))
}

pub(crate) fn set_mode_of_folder(folder: &Folder, mode: u32) -> Result<()> {
    rustix::fs::fchmod(folder, bits(mode))
}

pub(crate) fn set_modified(file: &OpenFile, modified: FileTime) -> Result<()> {
    let modified = Timespec { tv_sec: modified.seconds as _, tv_nsec: modified.nanoseconds as _ };
    rustix::fs::futimens(file, &Timestamps { last_access: modified, last_modification: modified })
}

/// Gives what stands at a path another one; an empty folder there, or a file where a file is moved, makes room.
pub(crate) fn rename(from: (&Folder, impl AsRef<Path>), to: (&Folder, impl AsRef<Path>)) -> Result<()> {
    rustix::fs::renameat(from.0, from.1.as_ref(), to.0, to.1.as_ref())
}

/// Puts a file in the place of another, at paths.
#[expect(clippy::disallowed_methods, reason = "edits write the site's sources")]
pub(crate) fn replace(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)
}

/// Whether an error is what Windows says when another program has a file open. Other systems do not mind.
pub(crate) fn is_in_use(_: Errno) -> bool {
    false
}

/// Exchanges two folders in one step. `Errno::NOSYS` where the system has no call for it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(crate) fn exchange(one: (&Folder, impl AsRef<Path>), other: (&Folder, impl AsRef<Path>)) -> Result<()> {
    let flags = rustix::fs::RenameFlags::EXCHANGE;
    rustix::fs::renameat_with(one.0, one.1.as_ref(), other.0, other.1.as_ref(), flags)
}

/// Exchanges two folders in one step. `Errno::NOSYS` where the system has no call for it.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(crate) fn exchange(_: (&Folder, impl AsRef<Path>), _: (&Folder, impl AsRef<Path>)) -> Result<()> {
    Err(Errno::NOSYS)
}

/// Whether an error says that the file system has nothing of the kind, as with folders that change places or second names.
pub(crate) fn is_unsupported(error: Errno) -> bool {
    // Apple's systems say the second, which is the third on Linux.
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&error)
}

/// Gives a file a second name, of the same path below another folder.
pub(crate) fn link(from: &Folder, to: &Folder, path: &str) -> Result<()> {
    rustix::fs::linkat(from, path, to, path, AtFlags::empty())
}

pub(crate) fn remove_file(at: &Folder, path: impl AsRef<Path>) -> Result<()> {
    rustix::fs::unlinkat(at, path.as_ref(), AtFlags::empty())
}

/// Removes a folder that is empty.
pub(crate) fn remove_folder(at: &Folder, path: impl AsRef<Path>) -> Result<()> {
    rustix::fs::unlinkat(at, path.as_ref(), AtFlags::REMOVEDIR)
}

/// Removes a file or a whole folder, following no link. It is no error if nothing is there.
pub(crate) fn remove_all(at: &Folder, path: impl AsRef<Path>) -> Result<()> {
    remove_to_depth(at, path.as_ref(), MAX_REMOVED_DEPTH)
}

fn remove_to_depth(at: &Folder, path: &Path, depth: usize) -> Result<()> {
    match remove_file(at, path) {
        Ok(()) | Err(Errno::NOENT) => return Ok(()),
        // Linux says the first of a folder, POSIX the second.
        Err(Errno::ISDIR | Errno::PERM) if depth > 0 => {}
        Err(error) => return Err(error),
    }
    let folder = open_folder(at, path)?;
    for (child, _) in entries(open_folder(&folder, ".")?)? {
        remove_to_depth(&folder, Path::new(&child), depth - 1)?;
    }
    remove_folder(at, path)
}

/// The names and kinds of everything in a folder, without `.` and `..`.
pub(crate) fn entries(folder: Folder) -> Result<Vec<Entry>> {
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
            FileType::Unknown => Meta::from(rustix::fs::statat(dir.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?).kind,
            kind => kind.into(),
        };
        all.push((OsStr::from_bytes(name.to_bytes()).to_owned(), kind));
    }
    Ok(all)
}

pub(crate) fn write_all(file: &OpenFile, bytes: &[u8]) -> Result<()> {
    let mut done = 0;
    while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
        match rustix::io::pwrite(file, rest, done as u64) {
            Ok(0) => return Err(Errno::IO),
            Ok(n) => done += n,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether the file holds exactly these bytes.
pub(crate) fn holds(file: &OpenFile, bytes: &[u8]) -> Result<bool> {
    let mut buffer = [const { MaybeUninit::<u8>::uninit() }; CHUNK];
    let mut rest = bytes;
    loop {
        match rustix::io::read(file, &mut buffer) {
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

/// Reads an open file to its end, into an empty buffer. It has `size` bytes, or more if it is being written meanwhile; then
/// reading ends soon after `limit`.
pub(crate) fn read(file: &OpenFile, size: u64, limit: u64, bytes: &mut Vec<u8>) -> Result<()> {
    let size = usize::try_from(size).unwrap_or_default();
    // With room for one byte more, a read that does not fill it has met the end, and no second read is needed.
    bytes.reserve(size + 1);
    while bytes.len() as u64 <= limit {
        if bytes.len() == bytes.capacity() {
            bytes.reserve(bytes.len());
        }
        match rustix::io::read(file, rustix::buffer::spare_capacity(bytes)) {
            Ok(0) => break,
            Ok(_) if bytes.len() == size => break,
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Opens a file, makes it if there is none, and locks it; the lock is free again when the file is closed, or the program dead.
pub(crate) fn lock_file(at: &Folder, path: &str, mode: u32, if_locked: IfLocked) -> Result<OpenFile> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = rustix::fs::openat(at, path, flags, bits(mode))?;
    match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) if if_locked == IfLocked::Wait => {
            rustix::io::retry_on_intr(|| rustix::fs::flock(&file, FlockOperation::LockExclusive))?;
        }
        other => other?,
    }
    Ok(file)
}

/// Waits until no other program writes to the sources in a folder. The lock is on the folder itself, and free again when
/// the value is dropped, or the program dead.
#[expect(clippy::disallowed_methods, reason = "edits lock what they write")]
pub(crate) fn lock_sources(folder: &Path) -> io::Result<File> {
    let folder = File::open(folder)?;
    folder.lock()?;
    Ok(folder)
}

/// The largest file that this process may write, in bytes. A larger one would kill the process.
pub(crate) fn file_size_limit() -> u64 {
    getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX)
}

/// Returns once the names in a folder are on the disk.
#[cfg(not(target_vendor = "apple"))]
pub(crate) fn sync_folder(folder: &Folder) -> Result<()> {
    rustix::fs::fsync(folder)
}

/// Returns once the names in a folder are on the disk, and all that was handed to it before: on Apple's systems, fsync
/// alone leaves it in the disk's own memory.
#[cfg(target_vendor = "apple")]
pub(crate) fn sync_folder(folder: &Folder) -> Result<()> {
    match rustix::fs::fcntl_fullfsync(folder) {
        // File systems of other makes.
        Err(error) if is_unsupported(error) || error == Errno::NOTTY => rustix::fs::fsync(folder),
        result => result,
    }
}

/// Returns once the names in the folder at a path are on the disk.
#[expect(clippy::disallowed_methods, reason = "edits write the site's sources")]
pub(crate) fn sync_folder_at(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Sees to it that a file reaches the disk, where [`sync_folders`] does not do so for all files at once.
#[cfg(target_os = "linux")]
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn sync_file(_: &OpenFile) -> Result<()> {
    Ok(())
}

/// Sees to it that a file reaches the disk, where [`sync_folders`] does not do so for all files at once.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sync_file(file: &OpenFile) -> Result<()> {
    rustix::fs::fsync(file)
}

/// Returns once everything below a folder is on the disk; `folders` are the paths of all folders of it, itself included.
#[cfg(target_os = "linux")]
pub(crate) fn sync_folders<'f>(top: &Folder, _: impl Iterator<Item = &'f str>) -> Result<()> {
    rustix::fs::syncfs(top)
}

/// Returns once the names of everything below a folder are on the disk, where the files already are; `folders` are the
/// paths of all folders of it, itself included.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sync_folders<'f>(top: &Folder, folders: impl Iterator<Item = &'f str>) -> Result<()> {
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

fn bits(mode: u32) -> Mode {
    Mode::from_raw_mode(mode as _)
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
            assert!(open(&top, "deep/file").is_ok());
            for path in ["out", "../outside", "etc/passwd", "deep/../../outside", "/etc/passwd"] {
                assert!(open(&top, path).is_err(), "{path}");
            }
            assert_eq!(open(&top, "deep/nothing").err(), Some(Errno::NOENT));
        }
        // If a lookup cannot be confined, no link is followed at all.
        assert!(portable::open_beneath(&top, "way/file").is_err());
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
        assert_eq!(sync_folders(&top, ["", "deep"].into_iter()), Ok(()));
        assert_eq!(portable::sync_folders(&top, ["", "deep"].into_iter()), Ok(()));
        assert_eq!(portable::sync_folders(&top, ["gone"].into_iter()), Err(Errno::NOENT));
        assert_eq!(sync_file(&top), Ok(()));
    }

    #[test]
    fn a_disk_of_this_machine_reports_its_changes() {
        assert_eq!(silent_file_system(Path::new("/proc/self")), None);
    }
}
