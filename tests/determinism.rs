//! The same sources give the same bytes, whatever the machine is like, and what is unchanged is not written.

use std::{collections::BTreeMap, path::Path, process::Command, sync::Mutex};

use icsi::{
    diagnostics::{Diagnostics, report},
    pipeline::{self, LoadMemory, LoadOptions},
    timings::Timings,
};

use crate::common::{Published, Run, Site, copy, files_below};

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
fn threads_folders_and_environments_make_no_difference() {
    let site = site();
    let out = |name: &str| site.above().join(name);
    let one = build(&site, &site.root, &out("one"), &[("RAYON_NUM_THREADS", "1")]);
    assert!(one.len() > 700, "{}", one.len());
    for round in 0..3 {
        let many = build(&site, &site.root, &out(&format!("many-{round}")), &[("RAYON_NUM_THREADS", "8")]);
        assert_same(&one, &many, "eight threads");
    }
    let elsewhere = site.above().join("a folder with blanks/їжак");
    copy(&site.root, &elsewhere);
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
    let mut paths = files_below(&site.root);
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
    let beside = |site: &Site| Published::at(site.path(".public.icsi")).marks();
    let workshop = beside(&site);
    for _ in 0..2 {
        let run = site.icsi(&["build"]);
        assert!(run.stderr.contains("nothing changed"), "{}", run.stderr);
        assert!(site.published().marks() == marks, "something was written");
        assert!(beside(&site) == workshop, "something was written beside it");
    }
    // Nor by a command that only looks.
    for command in [["check"].as_slice(), &["status"], &["status", "clusters/uca"]] {
        site.icsi(command);
        assert!(site.published().marks() == marks, "{command:?} wrote something");
    }
}

#[test]
fn only_what_changed_is_written() {
    let site = site();
    site.built();
    let (files, marks) = (site.published().files(), site.published().marks());
    site.replace("content/about.en.md", "Nothing", "Something");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (files_now, marks_now) = (site.published().files(), site.published().marks());
    // The search index knows the words, too.
    let may_change = |path: &str| {
        ["en/about-us/index.html", "uk/about/index.html", ".icsi"].contains(&path) || path.contains("/search/")
    };
    for (path, bytes) in &files_now {
        let full = site.published().folder.join(path);
        if may_change(path) {
            continue;
        }
        let (before, now) = (&marks[&full], &marks_now[&full]);
        assert!(files[path] == *bytes, "{path} changed");
        assert_eq!((before.1, before.2), (now.1, now.2), "{path} is unchanged and keeps its time");
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

// ---------------------------------------------------------------- Warm runs

/// Diagnostics as lines, and every output with its bytes.
type Made = (String, BTreeMap<String, Vec<u8>>);

fn make(root: &Path, memory: &mut LoadMemory) -> Made {
    let mut loaded = pipeline::load(root, &LoadOptions::default(), memory, &mut Timings::default()).unwrap();
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    diagnostics.append(std::mem::take(&mut loaded.advice));
    let made = Mutex::new(BTreeMap::new());
    if let Some(snapshot) = &loaded.snapshot {
        let outputs = snapshot.outputs();
        let found: Result<Diagnostics, ()> = pipeline::render_all(
            snapshot,
            &outputs,
            |_| Ok(false),
            |at, bytes| {
                made.lock().unwrap().insert(outputs[at].path.clone(), bytes.to_vec());
                Ok(())
            },
        );
        diagnostics.append(found.unwrap());
    }
    diagnostics.sort();
    let lines = diagnostics
        .iter()
        .map(|one| {
            report::render(one, &loaded.tree, report::ReportFormat::Json, icsi::messages::MessageLanguage::English)
        })
        .collect();
    (lines, made.into_inner().unwrap())
}

/// A run that remembers an earlier one gives the same as one that remembers nothing, whatever was edited, broken and
/// mended between.
#[test]
fn a_warm_run_gives_what_a_clean_one_gives() {
    let site = Site::new(include_str!("fixtures/whole_site.txt"));
    let mut memory = LoadMemory::default();
    let mut check = |what: &str| {
        // Twice: the second run has nothing new to look at.
        for round in ["first", "second"] {
            let (warm, clean) = (make(&site.root, &mut memory), make(&site.root, &mut LoadMemory::default()));
            assert_eq!(warm.0, clean.0, "the diagnostics of the {round} run after: {what}");
            assert_same(&warm.1, &clean.1, what);
        }
    };
    check("nothing");
    let wool = "content/clusters/wool.en.md";
    let text = site.read(wool);
    let swap = |path: &str, from: &str, to: &str| site.replace(path, from, to);
    swap(wool, "Wool Valley", "Cotton Valley");
    check("a title");
    swap(wool, "[\"pl\"]", "[\"pl\"");
    check("broken front matter");
    site.write_bytes(wool, b"\xff");
    check("bytes that are no text");
    site.remove(wool);
    check("a page removed");
    site.write_bytes(wool, text.as_bytes());
    check("the page back");
    swap("content/countries.toml", "\"Poland\"", "\"Polska\"");
    check("a term's title");
    swap("content/countries.toml", "[pl]", "[plo]");
    check("a term's id");
    site.write_bytes("content/countries.toml", b"\xff");
    check("a vocabulary that is no text");
    site.remove("content/countries.toml");
    check("a vocabulary removed");
    site.write("//- content/countries.toml\n[ua]\ntitle = { en = \"Ukraine\", uk = \"Україна\" }\n[pl]\ntitle = { en = \"Poland\", uk = \"Польща\" }\n");
    check("a vocabulary in another order");
    let page = "themes/plain/templates/page.html";
    let template = site.read(page);
    swap(page, "page.title }}", "page.title }");
    check("a broken template");
    site.write_bytes(page, b"\xff");
    check("a template that is no text");
    site.remove(page);
    check("a template removed");
    site.write_bytes(page, template.as_bytes());
    check("the template back");
    site.write_bytes("themes/plain/templates/more.html", b"\xff");
    check("a file too many in the theme");
    site.remove("themes/plain/templates/more.html");
    check("which is gone again");
    swap("themes/plain/i18n/uk.ftl", "home = Головна", "home = Додому");
    check("an interface string");
    swap("themes/plain/static/site.css", "body", "main");
    check("a style sheet");
    swap("content/clusters/uca/logo.svg", "0 0 2 2", "0 0 4 4");
    check("an entry's own file");
    let site_toml = site.read("site.toml");
    swap("site.toml", "title = { en = \"Clusters\"", "title = { en = \"Groups\"");
    check("the configuration");
    swap("site.toml", "[indexes]", "[indexes");
    check("a broken configuration");
    site.remove("site.toml");
    check("no configuration");
    site.write_bytes("site.toml", site_toml.replace("[\"en\", \"uk\"]", "[\"uk\", \"en\"]").as_bytes());
    check("languages in another order");
    site.write_bytes("site.toml", site_toml.as_bytes());
    check("the configuration back");
    std::fs::rename(site.path("content/clusters"), site.path("content/groups")).unwrap();
    check("a folder renamed");
    std::fs::rename(site.path("content/groups"), site.path("content/clusters")).unwrap();
    check("and back");
    swap("content/clusters/uca.uk.md", "title =", "draft = true\ntitle =");
    check("a draft");
    swap("content/clusters/uca.en.md", "## Today", "### Today");
    check("another outline");
}
