#![allow(clippy::disallowed_methods, reason = "tests look at the disk")]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    time::Duration,
};

use rayon::prelude::*;
use tempfile::TempDir;

use super::*;

mod histories;
mod refusals;
mod runs;

/// Path to content.
type Files<'a> = [(&'a str, &'a str)];

/// A site's folder with sources in it, and `public` for the output.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Site {
        let folder = TempDir::new().unwrap();
        for path in ["content/clusters", "themes/plain"] {
            fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        fs::write(folder.path().join("site.toml"), "").unwrap();
        fs::write(folder.path().join("content/index.en.md"), "").unwrap();
        Site { folder }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn open(&self) -> Result<Target, PublishError> {
        let options = PublishOptions { sync: false, busy: Busy::Refuse };
        Target::open(&self.path("public"), self.folder.path(), None, &options)
    }

    fn publish(&self, files: &Files) -> Result<Summary, PublishError> {
        put_all(self.open()?, files)?.finish()
    }

    /// The files of `public`, without the list.
    fn public(&self) -> BTreeMap<String, String> {
        let mut all = read_tree(&self.path("public"));
        all.remove(MANIFEST);
        all
    }

    /// The names of everything beside the site's own files.
    fn beside(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !["content", "themes", "site.toml"].contains(&name.as_str()))
            .collect();
        names.sort();
        names
    }
}

fn put_all(target: Target, files: &Files) -> Result<Publication, PublishError> {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let publication = target.begin(&paths)?;
    files.par_iter().enumerate().try_for_each(|(i, (_, content))| publication.put(i, content.as_bytes()).map(drop))?;
    Ok(publication)
}

fn as_map(files: &Files) -> BTreeMap<String, String> {
    files.iter().map(|(path, content)| (path.to_string(), content.to_string())).collect()
}

/// Every file's content by its path; folders end in a slash and links say where they lead.
fn read_tree(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.path_is_symlink() {
            all.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if entry.file_type().is_file() {
            all.insert(path, String::from_utf8(fs::read(entry.path()).unwrap()).unwrap());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            all.insert(path + "/", String::new());
        }
    }
    all
}

/// All that a write would change, of every file and folder: inode, times to the nanosecond, mode.
fn fingerprint(folder: &Path) -> Vec<(PathBuf, u64, [i64; 4], u32)> {
    let mut all: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let meta = fs::symlink_metadata(entry.path()).unwrap();
            let times = [meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()];
            (entry.path().to_owned(), meta.ino(), times, meta.mode())
        })
        .collect();
    all.sort();
    all
}

/// When each file changed, by path and content.
fn mtimes(folder: &Path) -> BTreeMap<(String, String), (i64, i64)> {
    if !folder.exists() {
        return BTreeMap::new();
    }
    let files = read_tree(folder).into_iter().filter(|(path, _)| !path.ends_with('/') && path != MANIFEST);
    files
        .map(|(path, content)| {
            let meta = fs::symlink_metadata(folder.join(&path)).unwrap();
            ((path, content), (meta.mtime(), meta.mtime_nsec()))
        })
        .collect()
}

const FIRST: &Files = &[("en/index.html", "home"), ("en/a/index.html", "a"), ("index.html", "in"), ("en/b.txt", "")];
const SECOND: &Files = &[("en/index.html", "home 2"), ("en/a/index.html", "a"), ("uk/index.html", "дім")];

#[test]
fn a_site_appears_changes_and_goes_on() {
    let site = Site::new();
    assert_eq!(site.publish(FIRST), Ok(Summary { written: 4, unchanged: 0, removed: 0, bytes_written: 7 }));
    assert_eq!(site.public(), as_map(FIRST));
    assert_eq!(site.beside(), ["public"], "a first publication leaves nothing else");

    assert_eq!(site.publish(SECOND), Ok(Summary { written: 2, unchanged: 1, removed: 2, bytes_written: 12 }));
    assert_eq!(site.public(), as_map(SECOND));
    assert_eq!(site.beside(), [".public.icsi", "public"]);
    assert_eq!(fs::read_to_string(site.path(".public.icsi/.gitignore")).unwrap(), "*\n");
    assert_eq!(fs::metadata(site.path(".public.icsi")).unwrap().mode() & 0o777, 0o700);

    assert_eq!(site.publish(FIRST).unwrap().written, 3);
    assert_eq!(site.public(), as_map(FIRST));
    assert_eq!(site.publish(&[]), Ok(Summary { written: 0, unchanged: 0, removed: 4, bytes_written: 0 }));
    assert_eq!(site.public(), as_map(&[]));
}

#[test]
fn the_list_is_sorted_and_says_nothing_of_times() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let list = fs::read_to_string(site.path("public/.icsi")).unwrap();
    let expected = "icsi output 1
a96faf705af16834e6c632b61e964e1f 1 en/a/index.html
99aa06d3014798d86001c324468d497f 0 en/b.txt
a31aa7a9c2f303d1fee9e63fce526ec2 4 en/index.html
6925aa1d9e1c6e8a48068d8a56def9a6 2 index.html
";
    assert_eq!(list, expected);
}

#[test]
fn nothing_changed_writes_nothing() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let before = fingerprint(&site.path("public"));
    let summary = site.publish(FIRST).unwrap();
    assert!(summary.is_unchanged());
    assert_eq!(summary.unchanged, 4);
    assert_eq!(fingerprint(&site.path("public")), before);
    assert_eq!(site.beside(), ["public"]);
}

#[test]
fn what_was_altered_by_hand_is_mended_quietly() {
    let alter = |how: &dyn Fn(&Path)| {
        let site = Site::new();
        site.publish(FIRST).unwrap();
        how(&site.path("public/en/index.html"));
        assert_eq!(site.publish(FIRST).unwrap().written, 1);
        assert_eq!(site.public(), as_map(FIRST));
        assert_eq!(fs::metadata(site.path("public/en/index.html")).unwrap().mode() & 0o7777, 0o644);
        assert_eq!(fs::read_to_string(site.path("content/index.en.md")).unwrap(), "");
    };
    alter(&|file| fs::remove_file(file).unwrap());
    alter(&|file| fs::remove_dir_all(file.parent().unwrap().join("a")).unwrap());
    alter(&|file| fs::write(file, "longer than before").unwrap());
    alter(&|file| fs::set_permissions(file, fs::Permissions::from_mode(0o666)).unwrap());
    alter(&|file| {
        // The same size and time: only reading tells.
        let modified = fs::metadata(file).unwrap().modified().unwrap();
        fs::write(file, "hame").unwrap();
        fs::File::options().write(true).open(file).unwrap().set_modified(modified).unwrap();
    });
    alter(&|file| {
        fs::remove_file(file).unwrap();
        symlink("../../content/index.en.md", file).unwrap();
    });
    alter(&|file| {
        fs::remove_file(file).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, file, rustix::fs::Mode::from_raw_mode(0o644)).unwrap();
    });
}
