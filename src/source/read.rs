//! The only place that reads a site from disk.
//!
//! Files are opened in a way that no symbolic link, hard link, device, pipe or socket leads out of the site's folder or
//! blocks (`openat2` with `RESOLVE_BENEATH` where the system has it). Dot files and editors' leftovers are left out by
//! name, before anything is opened.

#![allow(clippy::disallowed_types, reason = "whether a file's stamp can be trusted depends on its age; no output does")]

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rayon::prelude::*;

use super::{
    FileContent, SourceFile, SourceTree,
    open::{self, UnreadFile},
    walk::{KnownWalks, Walk},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Rule},
    message,
    system::{self, FileTime, Folder, Identity, Meta},
};

/// The folder of files that are published at the root as they are.
pub const STATIC: &str = "static";
/// The one folder of it whose name begins with a dot (RFC 8615).
pub const WELL_KNOWN: &str = ".well-known";
/// The ledger of published addresses. It grows with the site, so it may be longer than other texts.
pub const LEDGER: &str = "addresses.txt";

/// A site may have so many files.
pub const FILES_LIMIT: usize = 500_000;
/// Folders may be nested so deep.
pub const DEPTH_LIMIT: usize = 32;

/// A file that was changed so shortly before it was read may be changed again without a trace in its signature: clocks
/// of file systems are coarse (up to two seconds on FAT). It is read again the next time.
const UNSETTLED: Duration = Duration::from_secs(2);

/// What the last run read. A file whose signature is unchanged is not read again, nor are the names in a folder.
#[derive(Debug, Default)]
pub struct ReadMemory {
    /// Sorted by path.
    files: Vec<KnownFile>,
    walks: KnownWalks,
}

#[derive(Debug)]
struct KnownFile {
    signature: FileSignature,
    /// The file was old enough when it was read: its signature tells every later change.
    settled: bool,
    /// The name is a symbolic link; then the signature is that of the file that it leads to.
    link: bool,
    file: Arc<SourceFile>,
}

impl ReadMemory {
    pub fn has_links(&self) -> bool {
        self.files.iter().any(|file| file.link)
    }

    fn get(&self, path: &str) -> Option<&KnownFile> {
        self.files.binary_search_by(|known| (*known.file.path).cmp(path)).ok().and_then(|at| self.files.get(at))
    }
}

/// The file system's data of a file or folder, known without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileSignature {
    pub(super) identity: Identity,
    size: u64,
    modified: FileTime,
    changed: FileTime,
}

impl FileSignature {
    pub(super) fn of(meta: &Meta) -> Self {
        Self { identity: meta.identity, size: meta.size, modified: meta.modified, changed: meta.changed }
    }

    /// Whether it tells every later change. The system sets the time of the last change whatever is done to a file.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let since = now.checked_sub(UNSETTLED).and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        since.is_some_and(|since| i64::try_from(since.as_secs()).is_ok_and(|since| self.changed.seconds < since))
    }
}

/// Reads the files below `folders` (each a folder or a file of the site). Files that cannot be read are diagnostics, and
/// [`SourceTree::unreadable`] names them.
///
/// # Errors
///
/// When the site's folder itself cannot be opened.
pub fn read(
    root: &Path,
    folders: &[&str],
    memory: &mut ReadMemory,
    diagnostics: &mut Diagnostics,
) -> io::Result<SourceTree> {
    let top = system::open_top(root)?;
    let now = now();
    let mut paths: Vec<(FilePath, bool)> = Vec::new();
    let mut found = Diagnostics::default();
    for folder in folders {
        let walk = memory.walks.take(folder, &top).unwrap_or_else(|| Walk::through(root, folder));
        paths.extend(walk.paths.iter().cloned());
        found.append(walk.found.clone());
        memory.walks.keep(walk, root, &top, |folder| folder.is_settled(now));
    }
    paths.sort();
    paths.dedup();
    if paths.len() > FILES_LIMIT {
        diagnostics.push(Diagnostic::without_location(
            Rule::Limit,
            message!("too-many-files", count = paths.len(), limit = FILES_LIMIT),
        ));
        paths.truncate(FILES_LIMIT);
    }
    let unread = Mutex::new(found.into_iter().map(UnreadFile::from).collect::<Vec<_>>());
    let remembered = &*memory;
    let files: Vec<KnownFile> = paths
        .par_iter()
        .with_min_len(64)
        .filter_map(|(path, link)| match read_one(&top, path, *link, now, remembered) {
            Ok(file) => file,
            Err(failure) => {
                if let Ok(mut unread) = unread.lock() {
                    unread.push(*failure);
                }
                None
            }
        })
        .collect();
    let mut unreadable = Vec::new();
    for UnreadFile { diagnostic, text } in unread.into_inner().unwrap_or_default() {
        if let Some(location) = &diagnostic.location {
            let path = Arc::clone(&location.file);
            unreadable.push(Arc::new(SourceFile { path, content: FileContent::Text(text.into()) }));
        }
        diagnostics.push(diagnostic);
    }
    let tree = SourceTree::new(files.iter().map(|known| Arc::clone(&known.file)).collect()).with_unreadable(unreadable);
    memory.files = files;
    Ok(tree)
}

#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "decides only whether a file is read again; no output depends on it"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Dot files and what editors leave behind are never read and never published.
pub fn is_left_out(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || ["swp", "swo", "swx", "tmp", "bak", "orig", "rej", "part", "crdownload"]
            .iter()
            .any(|ending| name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(ending)))
        || name.contains("___jb_")
        || matches!(name, "4913" | "Thumbs.db" | "desktop.ini")
}

/// `None` when the file vanished between the walk and now: then it is not part of the site.
fn read_one(
    top: &Folder,
    path: &FilePath,
    link: bool,
    now: SystemTime,
    memory: &ReadMemory,
) -> Result<Option<KnownFile>, Box<UnreadFile>> {
    let known = memory.get(path);
    if let Some(known) = known.filter(|known| !link && known.settled && is_unchanged(top, path, known)) {
        let file = Arc::clone(&known.file);
        return Ok(Some(KnownFile { signature: known.signature, settled: true, link, file }));
    }
    let Some(opened) = open::open(top, path, link)? else { return Ok(None) };
    let signature = FileSignature::of(&opened.meta);
    let settled = signature.is_settled(now);
    if let Some(known) = known.filter(|known| known.settled && known.signature == signature) {
        return Ok(Some(KnownFile { signature, settled, link, file: Arc::clone(&known.file) }));
    }
    let file = SourceFile { path: Arc::clone(path), content: opened.read(path)? };
    // A file that was written with the same content stays the same value, which is quick to compare.
    let file = match known {
        Some(known) if *known.file == file => Arc::clone(&known.file),
        _ => Arc::new(file),
    };
    Ok(Some(KnownFile { signature, settled, link, file }))
}

/// Whether the file at a path still has the signature that is known of it.
fn is_unchanged(top: &Folder, path: &str, known: &KnownFile) -> bool {
    system::meta(top, path)
        .is_ok_and(|meta| meta.links == 1 && meta.is_file() && FileSignature::of(&meta) == known.signature)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use rustix::fs::{FileType, Mode, OFlags};

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test makes the files")]
    fn check(make: impl Fn(&Path), expected: &[(&str, &str)]) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        std::fs::create_dir_all(root.join("content")).unwrap();
        std::fs::write(folder.path().join("secret.md"), "secret").unwrap();
        std::fs::write(root.join("content/plain.md"), "text").unwrap();
        make(&root);
        let mut diagnostics = Diagnostics::default();
        let tree = read(&root, &["content"], &mut ReadMemory::default(), &mut diagnostics).unwrap();
        assert_eq!(tree.get("content/plain.md").and_then(|f| f.text()), Some("text"));
        assert!(tree.iter().all(|f| f.text() != Some("secret")), "nothing from outside");
        let mut found: Vec<(String, String)> = diagnostics
            .iter()
            .map(|d| (d.rule.name().to_owned(), d.location.as_ref().map_or(String::new(), |l| l.file.to_string())))
            .collect();
        found.sort();
        let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes the files")]
    fn a_link_out_of_the_folder_is_an_error_and_shows_nothing() {
        use std::os::unix::fs::symlink;
        check(
            |root| {
                symlink("../../secret.md", root.join("content/a.md")).unwrap();
                symlink("/etc/passwd", root.join("content/b.md")).unwrap();
                symlink("/etc", root.join("content/c")).unwrap();
                std::fs::write(root.join("notes.md"), "for nobody").unwrap();
                symlink("../notes.md", root.join("content/d.md")).unwrap();
                symlink("plain.md", root.join("content/inside.md")).unwrap();
                symlink("nothing.md", root.join("content/zz.md")).unwrap();
            },
            &[
                ("symlink-escapes", "content/a.md"),
                ("symlink-escapes", "content/b.md"),
                ("symlink-escapes", "content/c"),
                ("symlink-escapes", "content/d.md"),
                ("unreadable-file", "content/zz.md"),
            ],
        );
    }

    /// A folder whose path is longer than the system takes cannot be read, whoever asks.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_folder_that_cannot_be_read_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let mut inner = rustix::fs::openat(rustix::fs::CWD, folder.path(), OFlags::RDONLY, Mode::empty()).unwrap();
        for name in std::iter::once("content".to_owned()).chain((0..17).map(|_| "a".repeat(250))) {
            rustix::fs::mkdirat(&inner, &name, Mode::RWXU).unwrap();
            inner = rustix::fs::openat(&inner, &name, OFlags::RDONLY, Mode::empty()).unwrap();
        }
        let mut diagnostics = Diagnostics::default();
        read(folder.path(), &["content"], &mut ReadMemory::default(), &mut diagnostics).unwrap();
        let messages: Vec<String> = diagnostics.iter().map(|one| one.message.to_string()).collect();
        assert_eq!(messages, ["the file cannot be read: File name too long (os error 36)"]);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes the files")]
    fn pipes_hard_links_and_huge_files_are_errors_that_do_not_block() {
        check(
            |root| {
                rustix::fs::mknodat(
                    rustix::fs::CWD,
                    root.join("content/pipe.md"),
                    FileType::Fifo,
                    Mode::RUSR | Mode::WUSR,
                    0,
                )
                .unwrap();
                std::fs::hard_link(root.join("../secret.md"), root.join("content/hard.md")).unwrap();
                let sparse = std::fs::File::create(root.join("content/sparse.md")).unwrap();
                sparse.set_len(5_000_000_000).unwrap();
                std::fs::write(root.join("content/latin1.md"), b"caf\xe9").unwrap();
                std::fs::write(root.join("content/.hidden.md"), "x").unwrap();
                std::fs::write(root.join("content/plain.md~"), "x").unwrap();
            },
            &[
                ("file-too-large", "content/sparse.md"),
                ("not-a-regular-file", "content/hard.md"),
                ("not-a-regular-file", "content/pipe.md"),
                ("not-utf8", "content/latin1.md"),
            ],
        );
    }
}
