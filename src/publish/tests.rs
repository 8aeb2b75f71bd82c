#![allow(clippy::disallowed_methods, reason = "tests look at the disk")]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    time::Duration,
};

use proptest::prelude::*;
use rayon::prelude::*;
use tempfile::TempDir;

use super::*;

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

    /// What stands in `public`, without the list.
    fn public(&self) -> BTreeMap<String, String> {
        let mut all = read_tree(&self.path("public"));
        all.remove(MANIFEST);
        all
    }

    /// What stands beside the site's own files.
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

/// Refused with this message and hint, and nothing on disk is changed by that.
#[track_caller]
fn check_refused(site: &Site, out: &Path, home: Option<&Path>, message: &str, hint: &str) {
    // The site's folder itself may hold the lock for a moment.
    let before = fingerprint(site.folder.path()).split_off(1);
    let error = Target::open(out, site.folder.path(), home, &PublishOptions::default()).unwrap_err();
    let said =
        format!("{}\nhint: {}", error.message, error.hint.clone().map(|hint| hint.to_string()).unwrap_or_default());
    assert!(said.contains(message) && said.contains(hint), "{said}");
    assert_eq!(error.kind, PublishErrorKind::Refused);
    assert_eq!(error.diagnostic().rule.name(), "output-folder");
    assert_eq!(fingerprint(site.folder.path()).split_off(1), before);
}

#[test]
fn folders_that_are_never_ours_are_refused() {
    let site = Site::new();
    let root = site.folder.path();
    let outside = TempDir::new().unwrap();
    let elsewhere = outside.path();
    fs::create_dir(elsewhere.join("full")).unwrap();
    fs::write(elsewhere.join("full/diary.txt"), "").unwrap();
    fs::create_dir_all(elsewhere.join("checkout/.git")).unwrap();
    fs::create_dir(elsewhere.join("home")).unwrap();
    fs::write(elsewhere.join("file"), "").unwrap();
    symlink(elsewhere.join("home"), elsewhere.join("link")).unwrap();
    symlink(root, elsewhere.join("site")).unwrap();
    let home = elsewhere.join("home");

    let check = |out: &Path, message: &str, hint: &str| check_refused(&site, out, Some(&home), message, hint);
    check(Path::new("/"), "is the root of the file system", "--out");
    check(Path::new("/../"), "is the root of the file system", "--out");
    check(root, "is the site's own folder", "--out");
    check(&root.join("content/.."), "is the site's own folder", "--out");
    check_refused(&site, root.parent().unwrap(), None, "holds the site's sources", "--out");
    check(&root.join("content"), "holds the site's sources", "--out");
    check(&root.join("content/clusters"), "lies among the site's sources", "--out");
    check(&root.join("content/new/deep"), "lies among the site's sources", "--out");
    check(&root.join("themes/plain"), "lies among the site's sources", "--out");
    check(&elsewhere.join("site/content/new"), "lies among the site's sources", "--out");
    check(&home, "is or holds your home folder", "--out");
    check(&elsewhere.join("full"), "holds `diary.txt` and was not made by this tool", "empty folder");
    check(&elsewhere.join("checkout"), "is a checkout", "--out");
    check(&elsewhere.join("checkout/.git/x"), "`.git`", "--out");
    check(&elsewhere.join("file"), "is a file", "--out");
    check(&elsewhere.join("file/public"), "is a file", "--out");
    check(&elsewhere.join("link"), "is a symbolic link", "the folder that it leads to");
    check(&elsewhere.join("link/"), "is a symbolic link", "the folder that it leads to");
    check(&elsewhere.join("missing/../public"), "does not exist", "--out");
    assert_eq!(fs::read_dir(elsewhere).unwrap().count(), 6, "nothing was made beside them");
    if let Ok(proc) = fs::symlink_metadata("/proc/self")
        && proc.is_symlink()
    {
        check(Path::new("/proc"), "is a mount point", "a folder inside it");
    }
}

#[test]
fn a_folder_with_other_files_is_refused_by_their_names() {
    let check = |put: &dyn Fn(&Path), message: &str| {
        let site = Site::new();
        site.publish(FIRST).unwrap();
        put(&site.path("public"));
        check_refused(&site, &site.path("public"), None, message, "");
    };
    check(&|out| fs::write(out.join("en/.DS_Store"), "").unwrap(), "put there: `en/.DS_Store`\nhint: move it away");
    check(
        &|out| ["z", "y", "en/x", "en/a/w", "v"].iter().for_each(|name| fs::write(out.join(name), "").unwrap()),
        "put there: `en/a/w`, `en/x`, `v` and 2 more",
    );
    check(&|out| fs::create_dir(out.join("en/empty")).unwrap(), "`en/empty/`");
    check(&|out| fs::create_dir(out.join(".git")).unwrap(), "is a checkout");
    check(
        &|out| {
            // A folder swapped for a link that leads to the same files.
            fs::rename(out.join("en"), out.parent().unwrap().join("moved")).unwrap();
            symlink("../moved", out.join("en")).unwrap();
        },
        "put there: `en`\n",
    );
    check(
        &|out| {
            fs::remove_file(out.join("index.html")).unwrap();
            fs::create_dir(out.join("index.html")).unwrap();
        },
        "`index.html/`",
    );
    check(&|out| fs::remove_file(out.join(MANIFEST)).unwrap(), "was not made by this tool");
    let line = |path| format!("icsi output 1\n{:032x} 0 {path}\n", 0);
    let both = line("b") + &line("a")[14..];
    for damage in ["", "icsi output 1\nen/index.html", "icsi output 2\n", &line("../x"), &both] {
        check(&|out| fs::write(out.join(MANIFEST), damage).unwrap(), "damaged list");
    }
    check(
        &|out| fs::remove_dir_all(out.parent().unwrap().join("public")).and_then(|()| fs::write(out, "")).unwrap(),
        "is a file",
    );
}

#[test]
fn a_workshop_that_is_not_ours_is_refused() {
    let site = Site::new();
    fs::create_dir(site.path(".public.icsi")).unwrap();
    fs::write(site.path(".public.icsi/letter"), "").unwrap();
    check_refused(&site, &site.path("public"), None, "`.public.icsi` stands beside the output folder", "move it away");
    fs::remove_dir_all(site.path(".public.icsi")).unwrap();
    symlink("content", site.path(".public.icsi")).unwrap();
    check_refused(&site, &site.path("public"), None, "`.public.icsi` stands beside the output folder", "move it away");
}

#[test]
fn an_empty_folder_and_missing_parents_are_fine() {
    let site = Site::new();
    fs::create_dir(site.path("public")).unwrap();
    site.publish(FIRST).unwrap();
    assert_eq!(site.public(), as_map(FIRST));
    let out = site.path("dist/site/");
    put_all(Target::open(&out, site.folder.path(), None, &PublishOptions::default()).unwrap(), FIRST)
        .unwrap()
        .finish()
        .unwrap();
    assert!(out.join("en/a/index.html").is_file());
}

#[test]
fn dropped_halfway_leaves_the_site_as_it_was() {
    let site = Site::new();
    drop(put_all(site.open().unwrap(), FIRST).unwrap());
    assert_eq!(site.beside(), [""; 0]);

    site.publish(FIRST).unwrap();
    for _ in 0..2 {
        let before = mtimes(&site.path("public"));
        let target = site.open().unwrap();
        let publication = target.begin(&["en/index.html", "new/page.html", "index.html"]).unwrap();
        publication.put(1, b"new").unwrap();
        publication.put(0, b"other").unwrap();
        drop(publication);
        assert_eq!(mtimes(&site.path("public")), before);
        assert!(!site.path(".public.icsi/tree/new/page.html").exists(), "what it wrote is gone");
        // The second time round, with a former site to work on.
        site.publish(SECOND).unwrap();
        site.publish(FIRST).unwrap();
    }
    assert_eq!(site.public(), as_map(FIRST));
}

#[test]
fn misuse_is_an_error_and_publishes_nothing() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let check = |result: Result<(), PublishError>, message: &str| {
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind, error.message.to_string().contains(message)),
            (PublishErrorKind::Misuse, true),
            "{error}"
        );
        assert_eq!(site.public(), as_map(FIRST));
    };
    let long = "x".repeat(256);
    let deep = "a/".repeat(64) + "b";
    for path in
        ["", "/etc/passwd", "../x", "a/../x", "./x", "a//b", "a/", "a\0b", "a\nb", MANIFEST, ".icsi/x", &long, &deep]
    {
        check(site.open().unwrap().begin(&["en/index.html", path]).map(drop), "");
    }
    check(site.open().unwrap().begin(&["a", "b", "a"]).map(drop), "`a` is planned twice");
    check(site.open().unwrap().begin(&["a", "a-b/x", "a/b"]).map(drop), "`a` is an output and also holds `a/b`");
    let publication = site.open().unwrap().begin(&["a", "b"]).unwrap();
    publication.put(0, b"").unwrap();
    check(publication.put(0, b"").map(drop), "`a` was handed in twice");
    check(publication.put(2, b"").map(drop), "no output number 2");
    check(publication.finish().map(drop), "`b` was never handed in");
}

#[test]
fn two_runs_take_turns() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let first = put_all(site.open().unwrap(), SECOND).unwrap();
    let error = site.open().unwrap_err();
    assert_eq!(error.kind, PublishErrorKind::Busy);
    assert!(error.message.to_string().starts_with("another run is publishing to `"), "{error}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let options = PublishOptions { sync: false, busy: Busy::Wait };
            let target = Target::open(&site.path("public"), site.folder.path(), None, &options).unwrap();
            assert_eq!(site.public(), as_map(SECOND), "it sees what the first one published");
            put_all(target, FIRST).unwrap().finish().unwrap()
        });
        std::thread::sleep(Duration::from_millis(50));
        assert!(!waiting.is_finished());
        first.finish().unwrap();
        assert_eq!(waiting.join().unwrap().written, 3);
    });
    assert_eq!(site.public(), as_map(FIRST));
}

#[test]
fn many_runs_at_once_take_turns() {
    let site = Site::new();
    let options = PublishOptions { sync: false, busy: Busy::Wait };
    std::thread::scope(|scope| {
        for i in 0..8 {
            let (site, options) = (&site, &options);
            scope.spawn(move || {
                let target = Target::open(&site.path("public"), site.folder.path(), None, options).unwrap();
                put_all(target, if i % 2 == 0 { FIRST } else { SECOND }).unwrap().finish().unwrap();
            });
        }
    });
    assert!([as_map(FIRST), as_map(SECOND)].contains(&site.public()));
}

#[test]
fn a_dead_runs_lock_is_free() {
    let site = Site::new();
    fs::create_dir(site.path(".public.icsi")).unwrap();
    fs::write(site.path(".public.icsi/lock"), "").unwrap();
    site.publish(FIRST).unwrap();
    assert_eq!(site.beside(), ["public"]);
}

#[test]
fn without_an_exchange_two_renames_do() {
    let site = Site::new();
    let publish = |files| {
        let mut target = site.open().unwrap();
        target.can_exchange = false;
        put_all(target, files).unwrap().finish().unwrap();
        assert_eq!(site.public(), as_map(files));
        assert!(!site.path(".public.icsi/former").exists());
    };
    publish(FIRST);
    publish(SECOND);
    publish(FIRST);
}

#[test]
fn a_run_that_died_between_two_renames_is_mended() {
    let site = Site::new();
    let workshop = |name: &str| site.path(".public.icsi").join(name);
    site.publish(FIRST).unwrap();
    site.publish(SECOND).unwrap();
    // The former site had left.
    fs::rename(site.path("public"), workshop("former")).unwrap();
    drop(site.open().unwrap());
    assert_eq!(site.public(), as_map(SECOND));
    // And the next one had entered.
    fs::rename(site.path("public"), workshop("former")).unwrap();
    fs::rename(workshop("tree"), site.path("public")).unwrap();
    drop(site.open().unwrap());
    assert_eq!(site.public(), as_map(FIRST));
    assert_eq!(site.publish(SECOND).unwrap().written, 2);
    assert!(!workshop("former").exists());
}

#[test]
fn a_folder_that_changed_during_the_run_is_left_alone() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let publication = put_all(site.open().unwrap(), SECOND).unwrap();
    fs::rename(site.path("public"), site.path("moved")).unwrap();
    fs::create_dir(site.path("public")).unwrap();
    fs::write(site.path("public/letter"), "mine").unwrap();
    let error = publication.finish().unwrap_err();
    assert!(error.message.to_string().contains("was changed by something else"), "{error}");
    assert_eq!(site.public(), as_map(&[("letter", "mine")]));

    let site = Site::new();
    let publication = put_all(site.open().unwrap(), FIRST).unwrap();
    fs::create_dir(site.path("public")).unwrap();
    fs::write(site.path("public/letter"), "mine").unwrap();
    assert!(publication.finish().unwrap_err().message.to_string().contains("was changed by something else"));
    assert_eq!(site.public(), as_map(&[("letter", "mine")]));
}

#[test]
fn a_file_altered_during_the_run_is_noticed() {
    let site = Site::new();
    let earlier: &Files = &[("en/index.html", "home"), ("en/a/index.html", "a")];
    for before in [FIRST, SECOND] {
        site.publish(earlier).unwrap();
        site.publish(FIRST).unwrap();
        site.publish(before).unwrap();
        let publication = put_all(site.open().unwrap(), &[("en/a/index.html", "a"), ("new", "")]).unwrap();
        fs::write(site.path("public/en/a/index.html"), "A").unwrap();
        let error = publication.finish().unwrap_err();
        assert!(error.message.to_string().contains("public/en/a/index.html` was changed by something else"), "{error}");
        fs::write(site.path("public/en/a/index.html"), "a").unwrap();
        assert_eq!(site.public(), as_map(before));
    }
}

#[test]
fn a_file_put_into_the_folder_during_a_run_is_not_lost() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let publication = put_all(site.open().unwrap(), SECOND).unwrap();
    fs::write(site.path("public/en/letter"), "mine").unwrap();
    publication.finish().unwrap();
    assert_eq!(site.public(), as_map(SECOND));
    let error = site.publish(FIRST).unwrap_err();
    assert_eq!(
        error.message.to_string(),
        "`.public.icsi/tree` holds what was put into the output folder during a build: `en/letter`"
    );
    assert_eq!(site.public(), as_map(SECOND));
    assert_eq!(fs::read_to_string(site.path(".public.icsi/tree/en/letter")).unwrap(), "mine");
    fs::remove_file(site.path(".public.icsi/tree/en/letter")).unwrap();
    site.publish(FIRST).unwrap();
    assert_eq!(site.public(), as_map(FIRST));
}

#[test]
fn what_a_killed_run_left_is_cleared_or_used() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    site.publish(SECOND).unwrap();
    let tree = site.path(".public.icsi/tree");
    fs::remove_file(tree.join(MANIFEST)).unwrap();
    fs::write(tree.join("en/index.html"), "half a pa").unwrap();
    fs::remove_file(tree.join("en/a/index.html")).unwrap();
    fs::create_dir(tree.join("en/a/index.html")).unwrap();
    fs::write(tree.join("en/a/index.html/x"), "").unwrap();
    fs::create_dir_all(tree.join("gone/deep")).unwrap();
    fs::write(tree.join("gone/deep/page.html"), "").unwrap();
    fs::write(tree.join("uk"), "").unwrap();
    symlink("../../content", tree.join("link")).unwrap();
    let third: &Files = &[("en/index.html", "home 3"), ("en/a/index.html", "a"), ("uk/x/index.html", "x")];
    assert_eq!(site.publish(third).unwrap().unchanged, 1);
    assert_eq!(site.public(), as_map(third));
    assert!(site.path("content/index.en.md").exists());
}

#[test]
fn a_file_linked_from_elsewhere_is_not_written_through() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    site.publish(&[("en/index.html", "home 2")]).unwrap();
    // A backup made of links, of the file that the next run would write over.
    fs::hard_link(site.path(".public.icsi/tree/en/index.html"), site.path("backup")).unwrap();
    site.publish(&[("en/index.html", "home 3")]).unwrap();
    assert_eq!(fs::read_to_string(site.path("backup")).unwrap(), "home");
}

#[test]
fn a_trusted_file_of_the_former_site_is_not_taken_for_the_published_one() {
    let site = Site::new();
    let publish = |files: &Files| {
        let publication = put_all(site.open().unwrap(), files).unwrap();
        std::thread::sleep(CLOCK_TICK);
        publication.finish().unwrap();
        assert_eq!(site.public(), as_map(files));
        mtimes(&site.path("public"))
    };
    publish(&[("x", "A"), ("y", "1")]);
    let second = publish(&[("x", "B"), ("y", "1")]);
    let third = publish(&[("x", "B"), ("y", "2")]);
    let fourth = publish(&[("x", "B"), ("y", "3")]);
    let x = ("x".to_owned(), "B".to_owned());
    assert!(second[&x] == third[&x] && third[&x] == fourth[&x]);
    let fifth = publish(&[("x", "A"), ("y", "3")]);
    let sixth = publish(&[("x", "A"), ("y", "4")]);
    let x = ("x".to_owned(), "A".to_owned());
    assert_eq!(fifth[&x], sixth[&x]);
    assert!(fifth[&x] > fourth[&("x".to_owned(), "B".to_owned())]);
    // Touched by hand: both trees have the same content, but not the same time.
    fs::File::open(site.path("public/x")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(publish(&[("x", "A"), ("y", "5")])[&x], (0, 0));
}

/// Paths that take each other's place: a file in one site is a folder in another.
const PATHS: [&str; 9] =
    ["a", "a/b", "a/b/c", "a-b/x", "a.html", "en/x/index.html", "en/y/index.html", "en/index.html", "ї"];

fn any_site() -> impl Strategy<Value = BTreeMap<String, String>> {
    let content = prop_oneof![
        4 => "[ab]{0,3}",
        1 => Just("altered".to_owned()),
        1 => Just("x".repeat(40_000)),
        1 => Just("y".repeat(40_000)),
        1 => Just("z".repeat(300_000)),
    ];
    proptest::collection::btree_map(proptest::sample::select(&PATHS[..]), content, 0..PATHS.len()).prop_map(|map| {
        let taken: Vec<&str> = map.keys().copied().collect();
        let fits = |path: &str| !taken.iter().any(|other| path.starts_with(&format!("{other}/")));
        map.iter().filter(|(path, _)| fits(path)).map(|(path, content)| (path.to_string(), content.clone())).collect()
    })
}

/// The slowest clock that a file system is likely to have.
const CLOCK_TICK: Duration = Duration::from_millis(11);

#[derive(Clone, Debug)]
enum Step {
    Publish(BTreeMap<String, String>),
    /// With time between the last output and the list, so that the list vouches for all of them.
    Slowly(BTreeMap<String, String>),
    Abandon(BTreeMap<String, String>, usize),
    TwoRenames(BTreeMap<String, String>),
    RemoveOutput,
    RemoveWorkshop,
    /// As after a kill: the tree is no site.
    HarmTree(usize),
    Alter(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => any_site().prop_map(Step::Publish),
        5 => any_site().prop_map(Step::Slowly),
        2 => (any_site(), 0..9usize).prop_map(|(site, n)| Step::Abandon(site, n)),
        1 => any_site().prop_map(Step::TwoRenames),
        1 => Just(Step::RemoveOutput),
        1 => Just(Step::RemoveWorkshop),
        2 => (0..9usize).prop_map(Step::HarmTree),
        2 => (0..9usize).prop_map(Step::Alter),
    ]
}

fn pairs(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    map.iter().rev().map(|(path, content)| (path.as_str(), content.as_str())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_the_folder_is_exactly_the_site(steps in proptest::collection::vec(any_step(), 1..12)) {
        let site = Site::new();
        let out = site.path("public");
        for step in steps {
            match step {
                Step::Publish(ref map) | Step::Slowly(ref map) | Step::TwoRenames(ref map) => {
                    let before = mtimes(&out);
                    let mut target = site.open().unwrap();
                    target.can_exchange = !matches!(step, Step::TwoRenames(_));
                    let publication = put_all(target, &pairs(map)).unwrap();
                    if matches!(step, Step::Slowly(_)) {
                        std::thread::sleep(CLOCK_TICK);
                    }
                    publication.finish().unwrap();
                    prop_assert_eq!(&site.public(), map);
                    for (file, time) in mtimes(&out) {
                        prop_assert!(before.get(&file).is_none_or(|former| *former == time), "{} keeps its time", file.0);
                    }
                    let quiet = fingerprint(&out);
                    prop_assert!(site.publish(&pairs(map)).unwrap().is_unchanged());
                    prop_assert_eq!(fingerprint(&out), quiet);
                }
                Step::Abandon(map, n) => {
                    let before = out.exists().then(|| (read_tree(&out), mtimes(&out)));
                    let files = pairs(&map);
                    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
                    let publication = site.open().unwrap().begin(&paths).unwrap();
                    for (i, (_, content)) in files.iter().enumerate().take(n) {
                        publication.put(i, content.as_bytes()).unwrap();
                    }
                    drop(publication);
                    prop_assert_eq!(out.exists().then(|| (read_tree(&out), mtimes(&out))), before);
                }
                Step::RemoveOutput => drop(fs::remove_dir_all(&out)),
                Step::RemoveWorkshop => drop(fs::remove_dir_all(site.path(".public.icsi"))),
                Step::HarmTree(n) => {
                    let tree = site.path(".public.icsi/tree");
                    if fs::remove_file(tree.join(MANIFEST)).is_ok() {
                        drop(fs::remove_file(tree.join(PATHS[n])));
                        drop(fs::create_dir_all(tree.join(PATHS[n])));
                        drop(fs::write(tree.join(PATHS[(n + 1) % 9]), "harm"));
                    }
                }
                Step::Alter(n) => {
                    if out.join(PATHS[n]).is_file() {
                        fs::write(out.join(PATHS[n]), "altered").unwrap();
                    }
                }
            }
            prop_assert!(site.beside().iter().all(|name| name == "public" || name == ".public.icsi"));
        }
    }

    #[test]
    fn a_list_is_read_as_it_was_written_or_not_at_all(text in "(icsi output 1\n)?((0{30}[0-9aA]{2} [0+]?[0-9] )?[a-c./ї\u{0}\n\r]{0,12}\n?){0,4}") {
        if let Some(entries) = manifest::read(text.as_bytes()) {
            prop_assert_eq!(manifest::write(&entries), text);
            prop_assert!(!entries.iter().any(|entry| entry.path.split('/').any(|part| part.is_empty() || part == "..")));
        }
    }

    #[test]
    fn any_bytes_make_no_trouble_as_a_list(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        manifest::read(&bytes);
        manifest::read(&[b"icsi output 1\n", &bytes[..]].concat());
    }

    #[test]
    fn folders_come_after_their_parents(paths in proptest::collection::btree_set("([ab-]{1,2}/){0,4}[xy]", 0..20)) {
        let paths: Vec<String> = paths.into_iter().collect();
        let tree = tree::Tree::new(&paths).unwrap();
        for (i, folder) in tree.folders.iter().enumerate().skip(1) {
            let parent = folder.path.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(folder.parent < i);
            prop_assert_eq!(&tree.folders[folder.parent].path, parent);
        }
        for (path, &folder) in paths.iter().zip(&tree.folder_of) {
            prop_assert_eq!(&tree.folders[folder].path, path.rsplit_once('/').map_or("", |(parent, _)| parent));
        }
        let mut unique: Vec<&str> = tree.folders.iter().map(|folder| folder.path.as_str()).collect();
        unique.sort_unstable();
        unique.dedup();
        prop_assert_eq!(unique.len(), tree.folders.len());
    }
}
