//! The same sources give the same bytes, whatever the machine is like, and what is unchanged is not written.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests make files and fail by panicking"
)]

mod common;

use std::{collections::BTreeMap, path::Path, process::Command};

use common::{Published, Run, Site};

/// A site with enough in it that threads could get into each other's way.
fn site() -> Site {
    let site = Site::new(include_str!("fixtures/whole_site.txt"));
    for n in 0..120 {
        let other = (n * 37) % 120;
        site.write(&format!(
            "//- content/clusters/c{n}.en.md\n+++\ntitle = \"Cluster {}\"\ncountry = [\"{}\"]\nsectors = [\"food\", \"textile\"]\naliases = [\"old-{n}\"]\n+++\n## One\n\n[other](c{other}.en.md#two)\n\n## Two\n\n```rust\nfn main() {{}}\n```\n",
            n % 7,
            ["pl", "ua"][n % 2],
        ));
        site.write(&format!(
            "//- content/memoranda/m{n}.uk.md\n+++\ntitle = \"Меморандум {}\"\nsigned = {}\nparties = [\"c{other}\", \"uca\"]\n+++\n",
            n % 5,
            2000 + n % 9
        ));
    }
    site
}

#[track_caller]
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, what: &str) {
    let differing: Vec<&String> =
        one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

/// Builds into a folder of its own in an environment, and gives the published files.
fn build(site: &Site, root: &Path, out: &Path, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut command: Command =
        site.command(&["build", "--no-sync", "--root", root.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    command.envs(environment.iter().copied());
    let run = Run::of(&mut command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    Published::at(out.to_owned()).files()
}

#[test]
#[ignore = "known to fail since the last merges: expectation and code disagree, to be settled"]
fn threads_folders_and_environments_make_no_difference() {
    let site = site();
    let out = |name: &str| site.above().join(name);
    let one = build(&site, &site.root, &out("one"), &[("RAYON_NUM_THREADS", "1")]);
    assert!(one.len() > 900, "{}", one.len());
    for round in 0..3 {
        let many = build(&site, &site.root, &out(&format!("many-{round}")), &[("RAYON_NUM_THREADS", "8")]);
        assert_same(&one, &many, "eight threads");
    }
    let elsewhere = site.above().join("a folder with blanks/їжак");
    common::copy(&site.root, &elsewhere);
    let moved = build(&site, &elsewhere, &out("moved"), &[]);
    assert_same(&one, &moved, "another folder");
    let foreign = [
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "uk_UA.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
        ("HOME", "/nonexistent"),
        ("NO_COLOR", "1"),
        ("SOURCE_DATE_EPOCH", "0"),
    ];
    assert_same(&one, &build(&site, &site.root, &out("foreign"), &foreign), "another environment");
    // Nothing of this machine is in what is published.
    let folder = site.above().to_str().unwrap();
    for (path, bytes) in &one {
        assert!(!String::from_utf8_lossy(bytes).contains(folder), "{path}");
    }
}

#[test]
fn the_order_of_files_on_disk_makes_no_difference() {
    let site = site();
    let one = build(&site, &site.root, &site.above().join("one"), &[]);
    // Written again from the last to the first.
    let other = site.above().join("other");
    let mut paths = common::files_below(&site.root);
    paths.reverse();
    for path in paths {
        std::fs::create_dir_all(other.join(&path).parent().unwrap()).unwrap();
        std::fs::copy(site.path(&path), other.join(&path)).unwrap();
    }
    assert_same(&one, &build(&site, &other, &site.above().join("two"), &[]), "another order");
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let site = site();
    site.built();
    let marks = site.published().marks();
    assert!(marks.keys().any(|path| path.ends_with(".icsi")), "the list of what is published is among them");
    let beside = |site: &Site| std::fs::symlink_metadata(site.path(".public.icsi")).is_ok();
    let workshop = beside(&site);
    for _ in 0..2 {
        let run = site.icsi(&["build"]);
        assert!(run.stderr.contains("nothing changed"), "{}", run.stderr);
        assert!(site.published().marks() == marks, "something was written");
        assert_eq!(beside(&site), workshop);
    }
    // Nor by a command that only looks.
    for command in [["check"].as_slice(), &["status"], &["status", "clusters/uca"]] {
        site.icsi(command);
        assert!(site.published().marks() == marks, "{command:?} wrote something");
    }
}

#[test]
#[ignore = "known to fail since the last merges: expectation and code disagree, to be settled"]
fn only_what_changed_is_written() {
    let site = site();
    site.built();
    let (files, marks) = (site.published().files(), site.published().marks());
    site.replace("content/about.en.md", "Nothing", "Something");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (files_now, marks_now) = (site.published().files(), site.published().marks());
    for (path, bytes) in &files_now {
        let full = site.published().folder.join(path);
        let (before, now) = (&marks[&full], &marks_now[&full]);
        if files[path] == *bytes {
            assert_eq!((before.1, before.2), (now.1, now.2), "{path} is unchanged and keeps its time");
        } else {
            assert!(["en/about-us/index.html", "uk/about/index.html"].contains(&path.as_str()), "{path} changed");
        }
    }
}

#[test]
fn a_build_over_another_is_as_a_build_from_nothing() {
    let site = site();
    site.built();
    for n in 0..40 {
        site.remove(&format!("content/memoranda/m{n}.uk.md"));
    }
    site.replace("site.toml", "title = { en = \"Clusters\"", "title = { en = \"Groups\"");
    site.replace("content/clusters/wool.en.md", "Wool Valley", "Cotton Valley");
    let over = site.built().files();
    let fresh = build(&site, &site.root, &site.above().join("fresh"), &[]);
    assert_same(&over, &fresh, "over another site");
}
