//! Whatever stands in the site's folder in place of a file: nothing from outside gets in, nothing blocks, and it is told.

use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::Path,
};

use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};

use super::site::Site;

/// Stands in files outside of the site, and in no output.
const SECRET: &str = "hagiography";

type Put = fn(&Path, &Path);

/// Things that may stand in place of a file, given where it stands and a file outside.
const IN_PLACE: &[(&str, Put)] = &[
    ("a link to a file outside", |at, outside| symlink(outside, at).unwrap()),
    ("a link to a folder outside", |at, outside| symlink(outside.parent().unwrap(), at).unwrap()),
    ("a link by a relative path", |at, outside| {
        let up = "../".repeat(at.components().count());
        symlink(format!("{up}{}", outside.strip_prefix("/").unwrap().display()), at).unwrap();
    }),
    ("a link to itself", |at, _| symlink(at, at).unwrap()),
    ("a link to nothing", |at, _| symlink("/nowhere", at).unwrap()),
    ("a link to the process itself", |at, _| symlink("/proc/self/environ", at).unwrap()),
    ("a hard link", |at, outside| fs::hard_link(outside, at).unwrap()),
    ("a pipe", |at, _| mknodat(CWD, at, FileType::Fifo, Mode::from_raw_mode(0o644), 0).unwrap()),
    ("a socket", |at, _| drop(UnixListener::bind(at).unwrap())),
    ("a device", |at, _| {
        // Only the system's administrator may make one; a link to one is all that others could leave.
        if mknodat(CWD, at, FileType::CharacterDevice, Mode::from_raw_mode(0o644), makedev(1, 5)).is_err() {
            symlink("/dev/zero", at).unwrap();
        }
    }),
];

/// Places that a stranger or a careless copy can fill, each of a file that is read or published.
const PLACES: &[&str] = &[
    "site.toml",
    "content/places.toml",
    "content/things/x.en.md",
    "content/things/new.en.md",
    "content/things/x/logo.png",
    "content/things/x/list.csv",
    "content/about.en.md",
    "themes/intermarium/theme.toml",
    "themes/intermarium/templates/home.html",
    "themes/intermarium/static/robots.svg",
    "themes/intermarium/i18n/en.ftl",
];

/// Folders that can be links to folders outside, with such a file in them.
const FOLDERS: &[(&str, &str)] = &[
    ("content", "about.en.md"),
    ("content/things", "x.en.md"),
    ("content/things/x", "logo.png"),
    ("themes", "intermarium/theme.toml"),
    ("themes/intermarium", "theme.toml"),
    ("themes/intermarium/templates", "home.html"),
];

fn site() -> Site {
    let site = Site::new();
    site.entry("x", "title = \"T\"", "Text.");
    site
}

fn refused(site: &Site, what: &str) {
    let built = site.build();
    // A folder without a file site.toml is no site's folder, which is told by itself.
    assert!(matches!(built.code, Some(1 | 2)), "{what}: {:?} {}", built.code, built.said);
    assert!(built.outputs.is_empty(), "{what} is published");
    assert!(!built.diagnostics.is_empty() || built.said.contains("site.toml"), "{what} is not told");
    let told = format!("{:?}{}", built.diagnostics, built.said);
    assert!(!told.contains(SECRET) && !told.contains("panicked"), "{what}: {told}");
}

#[test]
fn nothing_stands_in_for_a_file() {
    for (kind, put) in IN_PLACE {
        for place in PLACES {
            let site = site();
            let outside = site.root().with_file_name("outside");
            fs::create_dir(&outside).unwrap();
            let outside = outside.join("secret");
            fs::write(&outside, format!("+++\ntitle = \"{SECRET}\"\n+++\n{SECRET}\n")).unwrap();
            let at = site.root().join(place);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            drop(fs::remove_file(&at));
            put(&at, &outside);
            refused(&site, &format!("{kind} as {place}"));
        }
    }
}

#[test]
fn no_folder_on_the_way_may_be_a_link() {
    for (folder, file) in FOLDERS {
        let site = site();
        let at = site.root().join(folder);
        let outside = site.root().with_file_name("outside");
        if at.exists() {
            fs::rename(&at, &outside).unwrap();
        }
        fs::create_dir_all(outside.join(file).parent().unwrap()).unwrap();
        if !outside.join(file).exists() {
            fs::write(outside.join(file), format!("+++\ntitle = \"{SECRET}\"\n+++\n{SECRET}\n")).unwrap();
        }
        symlink(&outside, &at).unwrap();
        refused(&site, &format!("a link as {folder}"));
    }
}
