//! Folders that are none to publish to.

use super::*;

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
