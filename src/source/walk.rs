//! Finds the names of a site's files.
//!
//! A walk through a folder is remembered with the signatures of all folders in it, which change with every name that comes,
//! goes or changes. While they are the same, a new walk would find the same names, and none is made.

use std::{
    io,
    path::{MAIN_SEPARATOR, Path, is_separator},
};

use super::{
    open::unreadable,
    read::{DEPTH_LIMIT, FileSignature, STATIC, WELL_KNOWN, is_left_out},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    message,
    message::{Argument, Message},
    system::{self, Folder},
};

/// Files that systems and repositories leave in folders: nobody's mistake.
const OVERLOOKED: &[&str] = &[".DS_Store", ".gitattributes", ".gitignore", ".gitkeep"];

/// The outcome of a walk through a folder of the site, or to the one file that is named.
#[derive(Debug, Default)]
pub(super) struct Walk {
    folder: String,
    /// The files, sorted, each with whether it is a symbolic link.
    pub(super) paths: Vec<(FilePath, bool)>,
    pub(super) found: Diagnostics,
    /// The folders that were read.
    folders: Vec<FilePath>,
}

impl Walk {
    pub(super) fn through(root: &Path, folder: &str) -> Self {
        let mut walk = Self { folder: folder.to_owned(), ..Self::default() };
        through(root, folder, &mut walk);
        walk.paths.sort();
        walk
    }
}

/// The walks of the last run that tell whether something has changed since.
#[derive(Debug, Default)]
pub(super) struct KnownWalks(Vec<(Walk, Vec<FileSignature>)>);

impl KnownWalks {
    /// The walk through a folder in which no name has changed since.
    pub(super) fn take(&mut self, folder: &str, top: &Folder) -> Option<Walk> {
        let at = self.0.iter().position(|(walk, _)| walk.folder == folder)?;
        let (walk, known) = self.0.swap_remove(at);
        (signatures(&walk, top)? == known).then_some(walk)
    }

    /// Keeps a walk whose folders are all settled. What it found must not be able to change without a trace in them: a link may come to
    /// lead elsewhere, what could not be read may be readable. Nor may the file system be one that others write to as well and
    /// whose times are its own affair.
    pub(super) fn keep(&mut self, walk: Walk, root: &Path, top: &Folder, is_settled: impl Fn(&FileSignature) -> bool) {
        let is_plain = walk.found.is_empty() && walk.paths.iter().all(|(_, link)| !link);
        if walk.folders.is_empty() || !is_plain || system::silent_file_system(root).is_some() {
            return;
        }
        let Ok(own) = system::meta_of_folder(top) else { return };
        if let Some(known) = signatures(&walk, top)
            && known.iter().all(|known| is_settled(known) && known.identity.device == own.identity.device)
        {
            self.0.push((walk, known));
        }
    }
}

/// The signatures of the folders of a walk as they are now; `None` if one is gone.
fn signatures(walk: &Walk, top: &Folder) -> Option<Vec<FileSignature>> {
    let signature = |path: &FilePath| {
        let meta = system::meta(top, &**path).ok().filter(|meta| meta.is_folder())?;
        Some(FileSignature::of(&meta))
    };
    walk.folders.iter().map(signature).collect()
}

fn through(root: &Path, folder: &str, walk: &mut Walk) {
    let Walk { paths, folders, found: diagnostics, .. } = walk;
    let walker = walkdir::WalkDir::new(root.join(folder)).follow_links(false).max_depth(DEPTH_LIMIT + 1);
    let mut entries = walker.into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // A folder that is not there is not a mistake here: what needs it says so.
                let gone = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
                if !gone && let Some(path) = error.path().and_then(|path| relative(root, path)) {
                    let why = match error.io_error() {
                        Some(error) => Argument::from(error),
                        None => Argument::from(message!("folder-circle")),
                    };
                    diagnostics.push(unreadable(&path, why));
                }
                continue;
            }
        };
        if folder == STATIC && !may_be_static(root, &entry, diagnostics) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        let is_well_known = folder == STATIC && entry.file_name() == WELL_KNOWN;
        if entry.depth() > 0 && !is_well_known && entry.file_name().to_str().is_some_and(is_left_out) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        let Some(path) = relative(root, entry.path()) else {
            diagnostics.push(
                Diagnostic::without_location(
                    Rule::FileName,
                    message!("name-not-utf8", folder, name = format!("{:?}", entry.file_name())),
                )
                .hint(message!("name-not-utf8.hint")),
            );
            continue;
        };
        if entry.depth() > DEPTH_LIMIT {
            diagnostics.push(
                Diagnostic::new(Rule::Limit, Location::file(&path), message!("folders-too-deep", limit = DEPTH_LIMIT))
                    .hint(message!("folders-too-deep.hint")),
            );
            entries.skip_current_dir();
        } else if entry.path_is_symlink() && leads_to_folder(entry.path()) {
            if entry.depth() == 0 {
                // A walk follows the link that it begins with.
                entries.skip_current_dir();
            }
            diagnostics.push(
                Diagnostic::new(Rule::SymlinkEscapes, Location::file(&path), message!("link-to-folder"))
                    .hint(message!("link-to-folder.hint")),
            );
        } else if entry.file_type().is_dir() {
            folders.push(path);
        } else {
            paths.push((path, entry.path_is_symlink()));
        }
    }
}

/// Whether something in `static/` is looked at further. Names that begin with a dot and links are told, not passed over:
/// whoever put them there believes that they are published.
fn may_be_static(root: &Path, entry: &walkdir::DirEntry, diagnostics: &mut Diagnostics) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_well_known = entry.depth() == 1 && entry.file_type().is_dir() && name == WELL_KNOWN;
    let mut refuse = |message: Message, hint: Message| {
        if let Some(path) = relative(root, entry.path()) {
            diagnostics.push(Diagnostic::new(Rule::StaticFile, Location::file(&path), message).hint(hint));
        }
        false
    };
    if entry.path_is_symlink() {
        return refuse(message!("static-link"), message!("link-out-of-site.hint"));
    }
    if entry.depth() > 0 && name.starts_with('.') && !is_well_known && !OVERLOOKED.contains(&&*name) {
        return refuse(message!("static-dot"), message!("static-dot.hint"));
    }
    true
}

#[expect(clippy::disallowed_methods, reason = "this module is where a site is read")]
fn leads_to_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|target| target.is_dir())
}

fn relative(root: &Path, path: &Path) -> Option<FilePath> {
    // A walk's paths begin with the root as it was given, and have single separators after it.
    let path = path.as_os_str().as_encoded_bytes().strip_prefix(root.as_os_str().as_encoded_bytes())?;
    let path = std::str::from_utf8(path).ok()?.trim_start_matches(is_separator);
    Some(if MAIN_SEPARATOR == '/' { path.into() } else { path.replace(MAIN_SEPARATOR, "/").into() })
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the tests make the files")]
mod tests {
    use std::{fs, os::unix::fs::symlink, time::Duration};

    use super::*;

    type Change = fn(&Path);

    /// A folder with three files below content/, and what is known after a walk through it.
    fn walked(prepare: impl Fn(&Path), is_settled: bool) -> (tempfile::TempDir, Folder, KnownWalks) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content/clusters")).unwrap();
        for name in ["about.md", "clusters/a.md", "clusters/b.md"] {
            fs::write(root.join("content").join(name), "text").unwrap();
        }
        prepare(root);
        let top = system::open_top(root).unwrap();
        let mut known = KnownWalks::default();
        known.keep(Walk::through(root, "content"), root, &top, |_| is_settled);
        (folder, top, known)
    }

    #[test]
    fn a_walk_is_known_until_a_name_changes_anywhere_below() {
        let changes: [(&str, Change); 7] = [
            ("come", |root| fs::write(root.join("content/clusters/c.md"), "").unwrap()),
            ("gone", |root| fs::remove_file(root.join("content/clusters/a.md")).unwrap()),
            ("renamed", |root| {
                fs::rename(root.join("content/clusters/a.md"), root.join("content/clusters/c.md")).unwrap();
            }),
            ("moved here", |root| {
                fs::write(root.join("c.md"), "").unwrap();
                fs::rename(root.join("c.md"), root.join("content/clusters/a.md")).unwrap();
            }),
            ("a new folder", |root| fs::create_dir(root.join("content/news")).unwrap()),
            ("a folder exchanged", |root| {
                fs::create_dir(root.join("new")).unwrap();
                fs::rename(root.join("content/clusters"), root.join("old")).unwrap();
                fs::rename(root.join("new"), root.join("content/clusters")).unwrap();
            }),
            ("all gone", |root| fs::remove_dir_all(root.join("content")).unwrap()),
        ];
        for (name, change) in changes {
            let (folder, top, mut known) = walked(|_| {}, true);
            // The content of files is none of a walk's business.
            fs::write(folder.path().join("content/clusters/a.md"), "other text").unwrap();
            let walk = known.take("content", &top).unwrap();
            assert_eq!(walk.paths.len(), 3, "{name}");
            known.keep(walk, folder.path(), &top, |_| true);
            // Coarse clocks: a change in the tick of the one before could not be told, which is why young folders are not known.
            std::thread::sleep(Duration::from_millis(20));
            change(folder.path());
            assert!(known.take("content", &top).is_none(), "{name}");
        }
    }

    #[test]
    fn what_may_change_without_a_trace_is_walked_through_again() {
        let (_folder, top, mut known) = walked(|_| {}, false);
        assert!(known.take("content", &top).is_none(), "a folder that was just changed may be changed again");
        let link = |root: &Path| symlink("about.md", root.join("content/link.md")).unwrap();
        let dead = |root: &Path| symlink("clusters", root.join("content/link")).unwrap();
        for prepare in [link as Change, dead] {
            let (_folder, top, mut known) = walked(prepare, true);
            assert!(known.take("content", &top).is_none(), "a link may come to lead elsewhere");
        }
    }
}
