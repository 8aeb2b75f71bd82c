//! A build that knows that nothing changed: it is over after reading, tells what the build before told, and never leaves a
//! site that a clean build of the same sources would not make.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::Command,
    time::Duration,
};

use crate::common::{Published, Run, Site, copy};

const WORKSHOP: &str = ".public.icsi";
const MEMORY: &str = ".public.icsi/memory";

/// A page whose body gives a warning, and none elsewhere.
const WARNED: &str = "//- content/warned.en.md\n+++\ntitle = \"Warned\"\n+++\nA <marquee>word</marquee>.\n";

/// A small site with something of every kind in it.
fn site() -> Site {
    let site = Site::new(
        "//- content/clusters/uca/logo.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 2\"/>\n\
         //- static/robots-too.txt\nall\n\
         //- content/old.en.md\n+++\ntitle = \"Old\"\n+++\nText.\n",
    );
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv.", "Founded in Kyiv.\n\n![The logo](uca/logo.svg)");
    assert_eq!(site.icsi(&["translated", "--all"]).code, 0);
    site
}

/// The stages that `--timings` tells.
fn stages(run: &Run) -> Vec<&str> {
    let lines = run.stderr.lines().filter_map(|line| line.trim_start().split_once("  "));
    lines.filter(|(_, rest)| rest.contains(" ms")).map(|(stage, _)| stage).collect()
}

/// The site's own build, in the place where it is published.
fn build(site: &Site, options: &[&str]) -> Run {
    site.icsi(&[&["build", "--no-sync", "--timings"], options].concat())
}

/// Builds the site where nothing is known of it, and holds what is published to that, byte for byte.
#[track_caller]
fn assert_right(site: &Site, options: &[&str], what: &str) {
    let clean = site.above().join("clean");
    for folder in [&clean, &site.above().join(".clean.icsi")] {
        drop(fs::remove_dir_all(folder));
    }
    let run = build(site, &[&["--out", clean.to_str().unwrap()], options].concat());
    assert_eq!(run.code, 0, "{what}: {}", run.stderr);
    let (expected, published) = (Published::at(clean).files(), site.published().files());
    let differing: Vec<&String> =
        expected.keys().chain(published.keys()).filter(|path| expected.get(*path) != published.get(*path)).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

/// Builds, and holds that nothing but reading was done and that the site is right.
#[track_caller]
fn assert_short(site: &Site, options: &[&str], what: &str) -> Run {
    let marks = site.published().marks();
    let run = build(site, options);
    assert_eq!((run.code, stages(&run)), (0, vec!["read", "compare", "total"]), "{what}: {}", run.stderr);
    let files = site.published().files().len() - 1;
    assert!(run.stderr.contains(&format!("published {files} files, nothing changed; ")), "{what}: {}", run.stderr);
    assert!(site.published().marks() == marks, "{what}: something was written");
    assert_right(site, options, what);
    run
}

/// Builds, and holds that all was done and that the site is right.
#[track_caller]
fn assert_whole(site: &Site, options: &[&str], what: &str) -> Run {
    let run = build(site, options);
    assert_eq!(run.code, 0, "{what}: {}", run.stderr);
    assert!(stages(&run).contains(&"render"), "{what}: {}", run.stderr);
    assert_right(site, options, what);
    run
}

/// The published site, without the list of what it is.
fn published(site: &Site) -> Vec<(String, Vec<u8>)> {
    site.published().files().into_iter().filter(|(path, _)| path != ".icsi").collect()
}

#[test]
fn an_unchanged_build_is_over_after_reading() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    assert_eq!(fs::read_to_string(site.path(".public.icsi/.gitignore")).unwrap(), "*\n");
    for round in 0..3 {
        assert_short(&site, &[], &format!("round {round}"));
    }
    let run = site.icsi(&["build", "--timings", "--messages", "uk"]);
    assert!(run.stderr.contains("порівняння"), "{}", run.stderr);
}

#[test]
fn every_change_of_an_input_is_seen() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let check = |what: &str, changes: bool| {
        let before = published(&site);
        assert_whole(&site, &[], what);
        assert_eq!(published(&site) != before, changes, "{what}");
        assert_short(&site, &[], what);
    };
    let swap = |path: &str, from: &str, to: &str, changes: bool| {
        site.replace(path, from, to);
        check(&format!("{path}: {to}"), changes);
    };
    swap("content/old.en.md", "Text.", "Txet.", true);
    swap("content/old.en.md", "title = \"Old\"", "title = \"Odl\"", true);
    swap("content/countries.toml", "\"Poland\"", "\"Polska\"", true);
    swap("content/sectors.toml", "[textile]", "# nothing that is shown\n[textile]", false);
    swap("site.toml", "en = \"Knowledge\"", "en = \"Knowing\"", true);
    swap("site.toml", "[indexes]", "[outputs]\nchanges = false\n[indexes]", true);
    swap("site.toml", "[outputs]", "[checks]\nraw-html = \"off\"\n[outputs]", false);
    swap("content/clusters/uca/logo.svg", "0 0 2 2", "0 0 4 4", true);
    swap("static/robots-too.txt", "all", "any", true);
    swap("themes/plain/templates/page.html", "<div class=\"body\"", "<div class=\"text\"", true);
    swap("themes/plain/templates/404.html", "<h1", "<h1 ", true);
    swap("themes/plain/i18n/uk.ftl", "home = Головна", "home = Додому", true);
    swap("themes/plain/static/site.css", "body", "main", true);
    let picture = site.read("themes/plain/static/img/dot.svg");
    site.write_bytes("themes/plain/static/img/dot.svg", picture.replace("svg xmlns", "svg  xmlns").as_bytes());
    check("a picture of the theme", true);

    site.write("//- content/new.en.md\n+++\ntitle = \"New\"\n+++\n");
    check("a page added", true);
    fs::rename(site.path("content/new.en.md"), site.path("content/newer.en.md")).unwrap();
    check("a page renamed", true);
    site.remove("content/newer.en.md");
    check("a page removed", true);
    site.write("//- static/empty.txt\n\n");
    check("a static file added", true);
    fs::rename(site.path("static/empty.txt"), site.path("static/void.txt")).unwrap();
    check("a static file renamed", true);
    site.remove("static/void.txt");
    check("a static file removed", true);
    let page = site.read("themes/plain/templates/page.html").replace("<h1", "<h1 id=\"own\"");
    site.write_bytes("theme/templates/page.html", page.as_bytes());
    check("a template of the site's own", true);
    site.write("//- theme/i18n/en.ftl\nhome = At home\n");
    check("a string of the site's own", true);
    fs::remove_dir_all(site.path("theme")).unwrap();
    check("none of them", true);
    assert_eq!(site.icsi(&["addresses"]).code, 0);
    check("a ledger", false);
    site.write_bytes("addresses.txt", format!("{}/en/left/ gone\n", site.read("addresses.txt")).as_bytes());
    check("an address that is gone", true);
    symlink("logo.svg", site.path("content/clusters/uca/other.svg")).unwrap();
    site.replace("content/clusters/uca.en.md", "![The logo](uca/logo.svg)", "![The logo](uca/other.svg)");
    check("a file over a link", true);
    swap("content/clusters/uca/logo.svg", "0 0 4 4", "0 0 6 6", true);
}

#[test]
fn the_programs_theme_and_the_same_in_the_sites_folder_are_two_inputs() {
    let site = site();
    fs::remove_dir_all(site.path("themes")).unwrap();
    site.replace("site.toml", "theme = \"plain\"", "theme = \"intermarium\"");
    assert_whole(&site, &[], "the program's theme");
    assert_short(&site, &[], "the program's theme");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/intermarium"), &site.path("themes/intermarium"));
    assert_whole(&site, &[], "a copy");
    assert_short(&site, &[], "a copy");
}

#[test]
fn options_are_inputs() {
    let site = site();
    site.write("//- content/draft.en.md\n+++\ntitle = \"Draft\"\ndraft = true\n+++\n");
    let all: [&[&str]; 6] = [
        &[],
        &["--drafts"],
        &["--base-url", "https://example.com/"],
        &["--base-url", "https://example.com/kb/"],
        &["--strict"],
        &["--strict", "--drafts"],
    ];
    for (at, options) in all.iter().enumerate() {
        assert_whole(&site, options, &format!("{options:?}"));
        // What stands there is another run's whenever the options differ.
        assert_short(&site, options, &format!("{options:?}"));
        assert_whole(&site, all[(at + 1) % all.len()], "others");
        assert_whole(&site, options, &format!("{options:?} again"));
    }
}

#[test]
fn what_a_repository_tells_is_never_taken_for_what_the_files_tell() {
    let site = site();
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "content", "site.toml", "themes"],
        &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "All"],
    ] {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&site.root).env("HOME", site.home());
        assert!(command.output().unwrap().status.success(), "git {arguments:?}");
    }
    assert_whole(&site, &[], "without a history");
    let without = published(&site);
    assert_whole(&site, &["--history"], "with one");
    assert!(published(&site) != without);
    assert_whole(&site, &["--history"], "with one, again");
    assert_whole(&site, &[], "without, after it");
    assert_short(&site, &[], "without, again");
}

#[test]
fn another_program_builds_anew() {
    let site = site();
    let other = site.above().join("other");
    fs::copy(env!("CARGO_BIN_EXE_icsi"), &other).unwrap();
    let run_other = || {
        let mut command = Command::new(&other);
        command.args(["build", "--no-sync", "--timings"]).current_dir(&site.root).env_clear().env("HOME", site.home());
        Run::of(&mut command)
    };
    assert_whole(&site, &[], "the first build");
    assert_eq!(run_other().code, 0);
    assert_eq!(stages(&run_other()), ["read", "compare", "total"], "the program in another place");
    let mut bytes = fs::read(&other).unwrap();
    bytes.push(b'\n');
    // A file of its own, as a rebuilt program is.
    fs::remove_file(&other).unwrap();
    fs::write(&other, bytes).unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(stages(&run_other()).contains(&"render"), "another program");
    assert_eq!(stages(&run_other()), ["read", "compare", "total"], "the other one again");
    assert_whole(&site, &[], "the first program again");
    assert_short(&site, &[], "and once more");
}

#[test]
fn what_was_done_to_the_output_folder_is_seen() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let page = "public/en/old/index.html";
    let check = |what: &str, alter: &dyn Fn()| {
        assert_short(&site, &[], what);
        alter();
        assert_whole(&site, &[], what);
        assert_short(&site, &[], what);
    };
    check("the same size", &|| site.write_bytes(page, site.read(page).replace("Text.", "Test.").as_bytes()));
    check("the same size and time", &|| {
        let modified = fs::metadata(site.path(page)).unwrap().modified().unwrap();
        site.write_bytes(page, site.read(page).replace("Text.", "Test.").as_bytes());
        fs::File::options().write(true).open(site.path(page)).unwrap().set_modified(modified).unwrap();
    });
    check("another size", &|| site.write_bytes(page, b"short"));
    check("another mode", &|| fs::set_permissions(site.path(page), fs::Permissions::from_mode(0o600)).unwrap());
    check("removed", &|| site.remove(page));
    check("a folder removed", &|| fs::remove_dir_all(site.path("public/uk")).unwrap());
    check("a link in its place", &|| {
        site.remove(page);
        symlink("../index.html", site.path(page)).unwrap();
    });
    check("all removed", &|| fs::remove_dir_all(site.path("public")).unwrap());

    // What may not be written over is refused.
    let check_refused = |what: &str, alter: &dyn Fn(), undo: &dyn Fn()| {
        assert_short(&site, &[], what);
        alter();
        let run = site.build();
        assert_eq!(run.code, 1, "{what}: {}", run.stderr);
        assert!(run.stdout.contains("\"rule\":\"output-folder\""), "{what}: {}", run.stdout);
        undo();
    };
    let letter = "public/en/letter";
    check_refused("a file added", &|| site.write_bytes(letter, b"mine"), &|| site.remove(letter));
    let list = site.read("public/.icsi");
    check_refused("a damaged list", &|| site.write_bytes("public/.icsi", &list.as_bytes()[1..]), &|| {
        site.write_bytes("public/.icsi", list.as_bytes());
    });
    assert_whole(&site, &[], "somebody else wrote the list");
    // A sound list that is not the one that was published.
    let line = list.lines().find(|line| line.ends_with(" en/old/index.html")).unwrap();
    check("another list", &|| {
        site.write_bytes("public/.icsi", list.replace(&format!("{line}\n"), "").as_bytes());
        site.remove(page);
    });
}

#[test]
fn times_alone_are_no_change() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let long_ago = fs::metadata(site.path("site.toml")).unwrap().modified().unwrap() - Duration::from_secs(1_000_000);
    for path in ["content/old.en.md", "public/en/old/index.html"] {
        fs::File::options().write(true).open(site.path(path)).unwrap().set_modified(long_ago).unwrap();
        assert_short(&site, &[], path);
    }
    // The same bytes in a file of another identity.
    let text = site.read("content/old.en.md");
    site.remove("content/old.en.md");
    site.write_bytes("content/old.en.md", text.as_bytes());
    assert_short(&site, &[], "written again");
}

#[test]
fn a_memory_that_is_not_sound_is_none() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let memory = fs::read(site.path(MEMORY)).unwrap();
    let check = |what: &str, harm: &dyn Fn(&Path)| {
        assert_short(&site, &[], what);
        harm(&site.path(MEMORY));
        let run = assert_whole(&site, &[], what);
        assert!(run.stderr.contains("nothing changed; no errors, no warnings"), "{what}: {}", run.stderr);
        assert_short(&site, &[], what);
    };
    check("removed", &|file| fs::remove_file(file).unwrap());
    check("empty", &|file| fs::write(file, "").unwrap());
    for length in [1, memory.len() / 2, memory.len() - 1] {
        check("truncated", &|file| fs::write(file, &memory[..length]).unwrap());
    }
    check("longer", &|file| fs::write(file, [&memory[..], b"\n"].concat()).unwrap());
    check("no text", &|file| fs::write(file, vec![0xff; memory.len()]).unwrap());
    let text = String::from_utf8(memory.clone()).unwrap();
    check("of another version", &|file| fs::write(file, text.replace("icsi memory 1", "icsi memory 2")).unwrap());
    check("written by hand", &|file| fs::write(file, text.replace("[]", "[1]")).unwrap());
    check("a folder's", &|_| fs::remove_dir_all(site.path(WORKSHOP)).unwrap());
    check("a link", &|file| {
        fs::rename(file, site.above().join("memory")).unwrap();
        symlink(site.above().join("memory"), file).unwrap();
    });
}

/// A run that dies between the exchange and the memory leaves the memory of the site before.
#[test]
fn a_memory_of_another_state_does_no_harm() {
    let site = site();
    let body = |from, to| site.replace("content/old.en.md", from, to);
    assert_whole(&site, &[], "one");
    let one = fs::read(site.path(MEMORY)).unwrap();
    body("Text.", "Other text.");
    assert_whole(&site, &[], "the other");
    let other = fs::read(site.path(MEMORY)).unwrap();
    assert_ne!(one, other);
    fs::write(site.path(MEMORY), &one).unwrap();
    assert_whole(&site, &[], "the other's site with the memory of one");
    fs::write(site.path(MEMORY), &one).unwrap();
    body("Other text.", "Text.");
    assert_whole(&site, &[], "the sources of one with its memory and the other's site");
    assert_short(&site, &[], "one");
    fs::write(site.path(MEMORY), &other).unwrap();
    assert_whole(&site, &[], "one with the memory of the other");
}

#[test]
fn errors_in_between_publish_nothing_and_are_forgotten() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let marks = site.published().marks();
    let check = |path: &str, from: &str, to: &str| {
        site.replace(path, from, to);
        for _ in 0..2 {
            let run = build(&site, &[]);
            assert_eq!(run.code, 1, "{path}: {}", run.stderr);
            assert!(run.stderr.contains("nothing published: 1 error"), "{path}: {}", run.stderr);
            assert!(site.published().marks() == marks, "{path}");
        }
        site.replace(path, to, from);
        assert_short(&site, &[], path);
    };
    check("content/old.en.md", "Text.", "[Text](nowhere.en.md).");
    check("site.toml", "[indexes]", "[indexes");
    check("themes/plain/templates/page.html", "page.title }}", "page.titel }}");
    // What cannot be read at all.
    site.write_bytes("content/binary.en.md", b"\xff");
    assert_eq!(build(&site, &[]).code, 1);
    site.remove("content/binary.en.md");
    assert_short(&site, &[], "all is well again");
}

#[test]
fn warnings_are_told_again() {
    let site = site();
    site.write(WARNED);
    site.write("//- content/more.en.md\n+++\ntitle = \"More\"\n+++\nA <blink>\"word\"</blink>, and: їжак <font>.\n");
    assert_whole(&site, &[], "the first build");
    let told = |format: &str, language: &str| {
        site.icsi(&["build", "--no-sync", "--format", format, "--messages", language, "--color", "never"])
    };
    for (format, language) in ["human", "json", "github", "gitlab"].iter().flat_map(|f| [(f, "en"), (f, "uk")]) {
        site.remove(MEMORY);
        let (whole, short) = (told(format, language), told(format, language));
        assert_eq!((whole.code, &whole.stdout, &whole.stderr), (short.code, &short.stdout, &short.stderr));
        assert!(format!("{}{}", whole.stdout, whole.stderr).contains("content/more.en.md"), "{}", whole.stderr);
    }
    let human = told("human", "en").stderr;
    assert!(human.contains("content/more.en.md:4:3") && human.contains("A <blink>"), "the line is shown: {human}");
    assert!(told("human", "uk").stderr.contains("попередження"));
    assert_short(&site, &[], "with warnings");
    // Strict, they are errors, and the site stays.
    let marks = site.published().marks();
    assert_eq!(build(&site, &["--strict"]).code, 1);
    assert!(site.published().marks() == marks);
}

/// A site's folder that comes from elsewhere may bring a published site made by hand, and a memory to go with it.
#[test]
fn a_strangers_memory_is_none() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let sum = |bytes: &[u8]| format!("{:032x}", twox_hash::XxHash3_128::oneshot(bytes));
    let (page, list) = ("public/en/old/index.html", site.read("public/.icsi"));
    let text = site.read(page).replace("Text.", "<script src=\"https://example.net/\"></script>");
    let line = list.lines().find(|line| line.ends_with(" en/old/index.html")).unwrap();
    let forged = list.replace(line, &format!("{} {} en/old/index.html", sum(text.as_bytes()), text.len()));
    let memory = site.read(MEMORY);
    let mut lines: Vec<String> = memory.lines().map(str::to_owned).collect();
    lines[2] = sum(forged.as_bytes());
    let findings = lines.pop().unwrap();
    let _ = lines.pop();
    let before: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let memory = format!("{before}{}\n{findings}", sum(format!("{before}{findings}").as_bytes()));
    site.write_bytes(page, text.as_bytes());
    site.write_bytes("public/.icsi", forged.as_bytes());
    site.write_bytes(MEMORY, memory.as_bytes());
    let elsewhere = site.above().join("elsewhere");
    let status = Command::new("cp").arg("-a").args([&site.root, &elsewhere]).status().unwrap();
    assert!(status.success());

    assert_whole(&site, &[], "made by hand");
    let run = Run::of(site.command(&["build", "--no-sync", "--timings"]).current_dir(&elsewhere));
    assert!(stages(&run).contains(&"render"), "a copy with all its times: {}", run.stderr);
    assert_eq!(Published::at(elsewhere.join("public")).files(), site.published().files());
    // Both memories have the form that the program writes: the forged one lacks nothing but the system's word.
    assert!(sound(&memory) && sound(&site.read(MEMORY)), "{memory}");
}

/// The list of such a site may be younger than its files, and have the sums of what they should be.
#[test]
fn a_strangers_list_vouches_for_nothing() {
    let site = site();
    assert_whole(&site, &[], "the first build");
    let page = "public/en/old/index.html";
    let (right, list) = (site.read(page), site.read("public/.icsi"));
    let wrong = right.replace("Text.", "Tixt.");
    assert!(wrong != right && wrong.len() == right.len());
    let check = |what: &str, make: &dyn Fn()| {
        site.write_bytes(page, wrong.as_bytes());
        make();
        // Another page changes, so that the build is a whole one.
        site.write(&format!("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\n{what}.\n"));
        let run = build(&site, &[]);
        assert!(stages(&run).contains(&"render"), "{what}: {}", run.stderr);
        assert_right(&site, &[], what);
    };
    let younger = || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        site.write_bytes("public/.icsi", site.read("public/.icsi").as_bytes());
    };
    check("a younger list", &younger);
    check("no memory", &|| {
        younger();
        fs::remove_file(site.path(MEMORY)).unwrap();
    });
    check("a memory of another list", &|| {
        younger();
        let copy = site.path("public/.icsi.copy");
        fs::copy(site.path("public/.icsi"), &copy).unwrap();
        fs::rename(copy, site.path("public/.icsi")).unwrap();
    });
    assert!(list != site.read("public/.icsi"));
    // A list that this program published here still spares reading: what it knows nothing of is the file that was altered.
    let marks = site.published().marks();
    assert_short(&site, &[], "nothing changed");
    assert!(site.published().marks() == marks);
}

/// Whether a memory has the form and the sum of one that the program wrote.
fn sound(memory: &str) -> bool {
    let lines: Vec<&str> = memory.splitn(8, '\n').collect();
    let [header, numbers @ .., sum, findings] = &lines[..] else { return false };
    let rest =
        format!("{header}\n{}{findings}", numbers.iter().map(|number| format!("{number}\n")).collect::<String>());
    *sum == format!("{:032x}", twox_hash::XxHash3_128::oneshot(rest.as_bytes()))
}
