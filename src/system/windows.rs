//! Windows. A name is looked up by the whole path of its folder, as there is no safe call that begins at an open one.
//!
//! Windows promises less than the other systems, and these steps claim no more:
//!
//! - no call exchanges two folders: [`exchange`] says so, and publishing takes three renames, between which there is no output folder
//!   for a moment;
//! - a folder with a file that some program has open cannot be renamed: [`rename`] waits for a second, then fails;
//! - the time of a file's last change, which no program can set, is not to be had without unsafe code: [`Meta::changed`] is the latest
//!   time there is, so that every file is read and compared anew;
//! - files have no modes, so that who may read the workshop is what the folder above it says;
//! - a folder cannot be flushed to the disk: the file system writes names there in its own time, in their order.
//!
//! Names that Windows gives a meaning of its own (devices, streams) or changes are refused by [`place`].

#![expect(clippy::disallowed_methods, reason = "reading, publishing and editing ask for files here")]

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Write as _},
    os::windows::fs::OpenOptionsExt as _,
    path::{Component, Path, PathBuf},
    thread,
    time::Duration,
};

pub(crate) use errno::Errno;

use super::{Entry, FileKind, FileTime, Identity, IfLocked, Meta, Result, names::may_be_named};

mod errno;

/// A folder that was there when it was opened. It is no handle, since one would keep others from renaming the folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    /// From the drive on and without links: `\\?\C:\site`. In such a path no name is a device, and it may be of any length.
    path: PathBuf,
    meta: Meta,
}

pub(crate) type OpenFile = File;

/// FILE_READ_ATTRIBUTES: enough to look at a file, whoever has it open.
const TO_LOOK: u32 = 0x80;
/// GENERIC_WRITE and DELETE.
const TO_WRITE_AND_REMOVE: u32 = 0x4000_0000 | 0x0001_0000;
/// FILE_SHARE_READ and FILE_SHARE_WRITE, and so no renaming and no removing.
const SHARE_ALL_BUT_REMOVING: u32 = 1 | 2;
/// FILE_FLAG_BACKUP_SEMANTICS, which opening a folder takes.
const FOLDER_TOO: u32 = 0x0200_0000;
/// FILE_FLAG_OPEN_REPARSE_POINT: a link itself, and not what it leads to.
const LINK_ITSELF: u32 = 0x0020_0000;
/// FILE_FLAG_DELETE_ON_CLOSE
const GONE_WHEN_CLOSED: u32 = 0x0400_0000;

/// The program that opens an address in the browser that the user has chosen.
pub(crate) const BROWSER: &str = "explorer";

/// The number of bytes that are read at once. Most pages fit.
const CHUNK: usize = 32 << 10;
/// The waits, one after another, for other programs to close a file: scanners of viruses and indexes open new ones
/// for a moment. A second in all.
const PATIENCE: [Duration; 7] = [
    Duration::from_millis(8),
    Duration::from_millis(16),
    Duration::from_millis(32),
    Duration::from_millis(64),
    Duration::from_millis(128),
    Duration::from_millis(256),
    Duration::from_millis(512),
];
/// The time between two looks whether another program has ended its edit.
const LOOK_AT_LOCK: Duration = Duration::from_millis(50);
/// Holds the place of a lock while sources are edited. The reader of sites passes dot files over.
const SOURCES_LOCK: &str = ".icsi-edit.lock";

/// Opens a folder by a path that may lead over links.
pub(crate) fn open_top(path: &Path) -> Result<Folder> {
    folder_at(fs::canonicalize(path)?)
}

pub(crate) fn open_folder(at: &Folder, path: impl AsRef<Path>) -> Result<Folder> {
    folder_at(place(at, path.as_ref())?)
}

fn folder_at(path: PathBuf) -> Result<Folder> {
    let meta = look(&path)?;
    match meta.kind {
        FileKind::Folder => Ok(Folder { path, meta }),
        FileKind::File => Err(Errno::NOTDIR),
        FileKind::Other => Err(Errno::LOOP),
    }
}

/// Opens a file for reading.
pub(crate) fn open_file(at: &Folder, path: &str) -> Result<OpenFile> {
    open_at(&place(at, Path::new(path))?)
}

/// Opens what stands at a path for reading; a link is an error.
fn open_at(path: &Path) -> Result<File> {
    let file = OpenOptions::new().read(true).custom_flags(FOLDER_TOO | LINK_ITSELF).open(path)?;
    if file.metadata()?.is_symlink() { Err(Errno::LOOP) } else { Ok(file) }
}

/// Opens a file below a folder for reading; no link on the way is followed. While a folder is held open and not shared for
/// removing, nothing else can be put in its place, so that what was looked at is what is opened.
pub(crate) fn open_beneath(top: &Folder, path: &str) -> Result<OpenFile> {
    let whole = place(top, Path::new(path))?;
    let mut held = Vec::new();
    let mut folder = top.path.clone();
    for part in path.rsplit_once('/').map_or("", |(folders, _)| folders).split('/').filter(|part| !part.is_empty()) {
        folder.push(part);
        let flags = FOLDER_TOO | LINK_ITSELF;
        let opened =
            OpenOptions::new().read(true).share_mode(SHARE_ALL_BUT_REMOVING).custom_flags(flags).open(&folder)?;
        let meta = opened.metadata()?;
        if meta.is_symlink() {
            return Err(Errno::LOOP);
        }
        if !meta.is_dir() {
            return Err(Errno::NOTDIR);
        }
        held.push(opened);
    }
    open_at(&whole)
}

/// Makes a file that is not there yet, for writing.
pub(crate) fn create_file(at: &Folder, path: &str, _: u32) -> Result<OpenFile> {
    let place = place(at, Path::new(path))?;
    patiently(|| OpenOptions::new().write(true).create_new(true).open(&place))
}

pub(crate) fn make_folder(at: &Folder, path: impl AsRef<Path>, _: u32) -> Result<()> {
    Ok(fs::create_dir(place(at, path.as_ref())?)?)
}

pub(crate) fn meta(at: &Folder, path: impl AsRef<Path>) -> Result<Meta> {
    look(&place(at, path.as_ref())?)
}

pub(crate) fn meta_of(file: &OpenFile) -> Result<Meta> {
    let (kind, information) = (file.metadata()?.file_type(), winapi_util::file::information(file)?);
    let kind = match kind {
        _ if kind.is_symlink() => FileKind::Other,
        _ if kind.is_dir() => FileKind::Folder,
        _ if kind.is_file() => FileKind::File,
        _ => FileKind::Other,
    };
    Ok(Meta {
        identity: Identity { device: information.volume_serial_number(), inode: information.file_index() },
        kind,
        mode: if kind == FileKind::Folder { 0o755 } else { 0o644 },
        links: information.number_of_links(),
        size: information.file_size(),
        modified: FileTime::of(information.last_write_time().unwrap_or_default()),
        changed: FileTime::LATEST,
    })
}

/// The folder as it was when it was opened.
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn meta_of_folder(folder: &Folder) -> Result<Meta> {
    Ok(folder.meta)
}

/// Looks at what stands at a path, be it a link.
fn look(path: &Path) -> Result<Meta> {
    meta_of(&OpenOptions::new().access_mode(TO_LOOK).custom_flags(FOLDER_TOO | LINK_ITSELF).open(path)?)
}

/// The executable file of this process, open for reading.
pub(crate) fn own_program() -> io::Result<File> {
    File::open(std::env::current_exe()?)
}

/// Identifies what a path leads to, over links too.
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    let opened = OpenOptions::new().access_mode(TO_LOOK).custom_flags(FOLDER_TOO).open(path).ok()?;
    meta_of(&opened).ok().map(|meta| meta.identity)
}

/// The whole path of what a path leads to, without links, as other programs take it: `C:\site`. What has no such path, as on
/// a network, stays in Windows' long form.
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    let long = fs::canonicalize(path)?;
    let is_of_drive = |rest: &str| rest.as_bytes().get(1) == Some(&b':');
    let short = long.to_str().and_then(|path| path.strip_prefix(r"\\?\")).filter(|rest| is_of_drive(rest));
    Ok(short.map_or_else(|| long.clone(), PathBuf::from))
}

/// A whole path as it stands in an address: `/C:/site/content`.
pub(crate) fn path_of_address(path: &Path) -> Option<String> {
    Some(format!("/{}", path.to_str()?.replace('\\', "/")))
}

/// The device of what stands at a path, be it a link.
pub(crate) fn device(path: &Path) -> Option<u64> {
    look(path).ok().map(|meta| meta.identity.device)
}

/// The permission bits of a file: Windows has none, and who asks for them to keep a secret must not go on here.
pub(crate) fn mode_of(_: &File) -> io::Result<u32> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A path as it is typed in a shell: in quotation marks where a blank or sign would mean something there.
pub(crate) fn shell_word(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || r"\/._-+:@=".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("\"{}\"", path.replace('"', "\\\"")) }
}

/// Windows runs a file by its ending.
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether files can be made and removed in a folder: here only a try tells.
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn may_write_in(_: &Folder) -> Result<()> {
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn set_mode(_: &Folder, _: &str, _: u32) -> Result<()> {
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn set_mode_of(_: &OpenFile, _: u32) -> Result<()> {
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn set_mode_of_folder(_: &Folder, _: u32) -> Result<()> {
    Ok(())
}

pub(crate) fn set_modified(file: &OpenFile, modified: FileTime) -> Result<()> {
    let since = Duration::new(modified.seconds.unsigned_abs(), modified.nanoseconds);
    #[expect(clippy::disallowed_types, reason = "a file keeps its time; no output depends on it")]
    let time = std::time::SystemTime::UNIX_EPOCH.checked_add(since).filter(|_| modified.seconds >= 0);
    Ok(file.set_modified(time.ok_or(Errno::INVAL)?)?)
}

/// Gives what stands at a path another one; an empty folder there, or a file where a file is moved, makes room.
pub(crate) fn rename(from: (&Folder, impl AsRef<Path>), to: (&Folder, impl AsRef<Path>)) -> Result<()> {
    let (from, to) = (place(from.0, from.1.as_ref())?, place(to.0, to.1.as_ref())?);
    if look(&to).is_ok_and(|meta| meta.is_folder()) {
        // It fails where the folder is not empty.
        patiently(|| fs::remove_dir(&to))?;
    }
    patiently(|| fs::rename(&from, &to))
}

/// Puts a file in the place of another, at paths.
pub(crate) fn replace(from: &Path, to: &Path) -> io::Result<()> {
    Ok(patiently(|| fs::rename(from, to))?)
}

/// Exchanges two folders in one step: there is no call for it.
pub(crate) fn exchange(_: (&Folder, impl AsRef<Path>), _: (&Folder, impl AsRef<Path>)) -> Result<()> {
    Err(Errno::NOSYS)
}

/// Whether an error says that the file system has nothing of the kind, as with folders that change places or second names.
pub(crate) fn is_unsupported(error: Errno) -> bool {
    const INVALID_FUNCTION: Errno = Errno(1);
    [INVALID_FUNCTION, Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP].contains(&error)
}

/// Whether an error is what Windows says when another program has a file open, or one in a folder.
pub(crate) fn is_in_use(error: Errno) -> bool {
    [Errno::ACCESS, Errno::BUSY].contains(&error)
}

/// Gives a file a second name, of the same path below another folder.
pub(crate) fn link(from: &Folder, to: &Folder, path: &str) -> Result<()> {
    let path = Path::new(path);
    Ok(fs::hard_link(place(from, path)?, place(to, path)?)?)
}

pub(crate) fn remove_file(at: &Folder, path: impl AsRef<Path>) -> Result<()> {
    let place = place(at, path.as_ref())?;
    patiently(|| fs::remove_file(&place))
}

/// Removes a folder that is empty.
pub(crate) fn remove_folder(at: &Folder, path: impl AsRef<Path>) -> Result<()> {
    let place = place(at, path.as_ref())?;
    patiently(|| fs::remove_dir(&place))
}

/// Removes a file or a whole folder, following no link. It is no error if nothing is there.
pub(crate) fn remove_all(at: &Folder, path: impl AsRef<Path>) -> Result<()> {
    let place = place(at, path.as_ref())?;
    let is_folder = match look(&place) {
        Ok(meta) => meta.is_folder(),
        Err(Errno::NOENT) => return Ok(()),
        Err(error) => return Err(error),
    };
    patiently(|| if is_folder { fs::remove_dir_all(&place) } else { fs::remove_file(&place) })
}

/// The names and kinds of everything in a folder.
pub(crate) fn entries(folder: Folder) -> Result<Vec<Entry>> {
    let kind = |kind: fs::FileType| match kind {
        _ if kind.is_dir() => FileKind::Folder,
        _ if kind.is_file() => FileKind::File,
        _ => FileKind::Other,
    };
    let all = fs::read_dir(&folder.path)?.map(|entry| {
        let entry = entry?;
        Ok((entry.file_name(), kind(entry.file_type()?)))
    });
    all.collect()
}

pub(crate) fn write_all(mut file: &OpenFile, bytes: &[u8]) -> Result<()> {
    Ok(file.write_all(bytes)?)
}

/// Whether the file holds exactly these bytes.
pub(crate) fn holds(mut file: &OpenFile, bytes: &[u8]) -> Result<bool> {
    let mut buffer = vec![0; CHUNK];
    let mut rest = bytes;
    loop {
        let count = match file.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        match buffer.get(..count).and_then(|read| rest.strip_prefix(read)) {
            Some(left) => rest = left,
            None => return Ok(false),
        }
        // The sizes were compared before, so that no read beyond the last byte is needed.
        if count == 0 || rest.is_empty() {
            return Ok(rest.is_empty());
        }
    }
}

/// Reads an open file to its end, into an empty buffer. It has `size` bytes, or more if it is being written meanwhile; then
/// reading ends soon after `limit`.
pub(crate) fn read(file: &OpenFile, size: u64, limit: u64, bytes: &mut Vec<u8>) -> Result<()> {
    bytes.reserve(usize::try_from(size).unwrap_or_default());
    file.take(limit.saturating_add(1)).read_to_end(bytes)?;
    Ok(())
}

/// Opens a file, makes it if there is none, and locks it; the lock is free again when the file is closed, or the program dead.
pub(crate) fn lock_file(at: &Folder, path: &str, _: u32, if_locked: IfLocked) -> Result<OpenFile> {
    let place = place(at, Path::new(path))?;
    let flags = FOLDER_TOO | LINK_ITSELF;
    let open = || OpenOptions::new().read(true).write(true).create(true).custom_flags(flags).open(&place);
    // Where another run has just removed it, Windows denies access until that run has closed it too.
    let file = patiently(open)?;
    match meta_of(&file)?.kind {
        FileKind::File => {}
        FileKind::Folder => return Err(Errno::ISDIR),
        FileKind::Other => return Err(Errno::LOOP),
    }
    match if_locked {
        IfLocked::Wait => file.lock()?,
        IfLocked::Fail => file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Errno::WOULDBLOCK,
            TryLockError::Error(error) => error.into(),
        })?,
    }
    Ok(file)
}

/// Waits until no other program writes to the sources in a folder. A folder cannot be locked, so the lock is a file in it that
/// one program alone can have open: Windows removes it when the value is dropped, or the program dead.
pub(crate) fn lock_sources(folder: &Path) -> io::Result<File> {
    let path = folder.join(SOURCES_LOCK);
    let open = || {
        let mut options = OpenOptions::new();
        options.write(true).create(true).access_mode(TO_WRITE_AND_REMOVE).share_mode(0);
        options.custom_flags(GONE_WHEN_CLOSED | LINK_ITSELF).open(&path)
    };
    let mut denied = PATIENCE.iter();
    loop {
        let error = match open() {
            Ok(file) => return Ok(file),
            Err(error) => error,
        };
        match Errno::from_io_error(&error) {
            Some(Errno::BUSY) => thread::sleep(LOOK_AT_LOCK),
            // It may just have been removed; or nobody may write here.
            Some(Errno::ACCESS) => match denied.next() {
                Some(pause) => thread::sleep(*pause),
                None => return Err(error),
            },
            _ => return Err(error),
        }
    }
}

/// The largest file that this process may write, in bytes: Windows has no such limit.
pub(crate) fn file_size_limit() -> u64 {
    u64::MAX
}

/// Windows flushes no folder.
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn sync_folder(_: &Folder) -> Result<()> {
    Ok(())
}

/// Windows flushes no folder.
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn sync_folder_at(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Sees to it that a file reaches the disk.
pub(crate) fn sync_file(file: &OpenFile) -> Result<()> {
    Ok(file.sync_all()?)
}

/// Windows flushes no folder; the files in them reached the disk by [`sync_file`].
#[expect(clippy::unnecessary_wraps, reason = "the other systems' shape")]
pub(crate) fn sync_folders<'f>(_: &Folder, _: impl Iterator<Item = &'f str>) -> Result<()> {
    Ok(())
}

/// The kind of file system that a folder is on, when changes made elsewhere are not reported there; not known here.
pub(crate) fn silent_file_system(_: &Path) -> Option<&'static str> {
    None
}

/// Lets this thread give way to others: not here, where a priority takes unsafe code.
pub(crate) fn give_way() {}

/// Does something again for as long as another program has the file open, up to a second.
fn patiently<T>(act: impl Fn() -> io::Result<T>) -> Result<T> {
    for pause in PATIENCE {
        match act().map_err(Errno::from) {
            Err(error) if is_in_use(error) => thread::sleep(pause),
            other => return other,
        }
    }
    Ok(act()?)
}

/// Where a path below a folder is, of names alone that mean files.
fn place(at: &Folder, path: &Path) -> Result<PathBuf> {
    let mut place = at.path.clone();
    // Here it would be a folder's end, and elsewhere it is a part of the name.
    if path.as_os_str().as_encoded_bytes().contains(&b'\\') {
        return Err(Errno::NAME);
    }
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) if may_be_named(&name.to_string_lossy()) => place.push(name),
            Component::Normal(_) => return Err(Errno::NAME),
            Component::Prefix(_) | Component::RootDir | Component::ParentDir => return Err(Errno::XDEV),
        }
    }
    Ok(place)
}

impl FileTime {
    /// Of Windows' time, in tenths of microseconds since 1601.
    fn of(time: u64) -> Self {
        const TENTHS: u64 = 10_000_000;
        const FROM_1601_TO_1970: i64 = 11_644_473_600;
        let seconds = i64::try_from(time / TENTHS).unwrap_or(i64::MAX).saturating_sub(FROM_1601_TO_1970);
        Self { seconds, nanoseconds: u32::try_from(time % TENTHS * 100).unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests;
