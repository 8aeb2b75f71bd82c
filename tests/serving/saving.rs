//! All the ways in which files change under the development server: after each, what is served is what a clean build of
//! the files gives.

use std::{
    convert::Infallible,
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    os::unix::fs::symlink,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use icsi::{
    diagnostics::{Diagnostic, report},
    pipeline::{self, LoadMemory, LoadOptions},
    serve::News,
    source::SourceTree,
    timings::Timings,
};

use crate::common::{
    Site,
    editor::{Editor, MORE},
    serve::{PATIENCE, Served},
};

const PAGE: &str = "content/clusters/wool.en.md";
const ADDRESS: &str = "/en/clusters/wool/";

fn text(mark: &str) -> String {
    format!("+++\ntitle = \"Wool Valley\"\ncountry = [\"pl\"]\nsectors = [\"textile\"]\n+++\nText of {mark}.\n")
}

/// Saves a page in some way, and holds what is served against a clean build.
fn check(name: &str, save: impl Fn(&Site, &Path, &str)) {
    let site = Site::new("");
    let served = Served::new(&site.root);
    for round in 0..3 {
        let mark = format!("{name} {round}");
        save(&site, &site.path(PAGE), &text(&mark));
        served.until_shows(ADDRESS, &mark);
    }
    assert_eq!(served.settled(), "", "{name}");
    served.is_exact(&site.root);
}

#[test]
fn in_place() {
    // nano, VS Code, Notepad, and shells.
    check("in place", |_, path, text| fs::write(path, text).unwrap());
    check("in two steps", |_, path, text| {
        let mut file = File::create(path).unwrap();
        file.sync_all().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        file.write_all(text.as_bytes()).unwrap();
    });
    check("in many small writes", |_, path, text| {
        let mut file = File::create(path).unwrap();
        for byte in text.as_bytes() {
            file.write_all(&[*byte]).unwrap();
        }
    });
    check("over the old bytes", |_, path, text| {
        let mut file = File::options().write(true).open(path).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.set_len(text.len() as u64).unwrap();
    });
}

#[test]
fn written_elsewhere_and_renamed() {
    // Helix, Kate, Sublime Text (atomic), gedit, sed -i, rustfmt.
    for other in [".wool.en.md.swx123", "wool.en.md.tmp", ".goutputstream-AB12CD", "sedQ4x1", "wool.en.md.AbCdEf"] {
        check(other, |_, path, text| {
            let other = path.with_file_name(other);
            fs::write(&other, text).unwrap();
            fs::rename(&other, path).unwrap();
        });
    }
    // From a folder that is not watched.
    check("another folder", |site, path, text| {
        fs::write(site.root.join("elsewhere.md"), text).unwrap();
        fs::rename(site.root.join("elsewhere.md"), path).unwrap();
    });
}

#[test]
fn as_vim_and_jetbrains_do() {
    // backupcopy=no: tries whether it may write there, moves the old file away, writes a new one, removes the old.
    check("vim", |_, path, text| {
        let probe = path.with_file_name("4913");
        drop(File::create(&probe).unwrap());
        fs::remove_file(&probe).unwrap();
        let backup = path.with_file_name("wool.en.md~");
        fs::rename(path, &backup).unwrap();
        let mut file = File::create(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_all().unwrap();
        drop(file);
        fs::set_permissions(path, fs::metadata(&backup).unwrap().permissions()).unwrap();
        fs::remove_file(&backup).unwrap();
    });
    check("jetbrains", |_, path, text| {
        let (new, old) = (path.with_file_name("wool.en.md___jb_tmp___"), path.with_file_name("wool.en.md___jb_old___"));
        fs::write(&new, text).unwrap();
        fs::rename(path, &old).unwrap();
        fs::rename(&new, path).unwrap();
        fs::remove_file(&old).unwrap();
    });
    check("emacs", |_, path, text| {
        symlink("somebody@somewhere.1:2", path.with_file_name(".#wool.en.md")).unwrap();
        fs::write(path.with_file_name("#wool.en.md#"), text).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(path.with_file_name("#wool.en.md#")).unwrap();
        fs::remove_file(path.with_file_name(".#wool.en.md")).unwrap();
    });
    check("removed and written anew", |_, path, text| {
        fs::remove_file(path).unwrap();
        std::thread::sleep(Duration::from_millis(10));
        fs::write(path, text).unwrap();
    });
}

#[test]
fn a_save_that_takes_the_file_away_for_a_moment_shows_no_mistake() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    served.settled();
    let rebuilds_with_errors = || {
        let news = served.news.lock().unwrap();
        news.iter().filter(|news| matches!(news, News::Rebuilt { with_errors: true })).count()
    };
    // Other pages link to this one: were it gone, they would be wrong.
    let path = site.path("content/clusters/uca.en.md");
    let mut quick = 0;
    // On a machine that is too busy to save a file, nothing is judged: src/watch/tests.rs holds the same with made-up times.
    for round in 0..50 {
        let before = rebuilds_with_errors();
        let text = fs::read_to_string(&path).unwrap();
        let start = Instant::now();
        fs::rename(&path, path.with_file_name("uca.en.md~")).unwrap();
        std::thread::sleep(Duration::from_millis(5));
        fs::write(&path, format!("{text}\nRound {round}.\n")).unwrap();
        fs::remove_file(path.with_file_name("uca.en.md~")).unwrap();
        // No editor takes as long as a busy machine may let this test wait.
        let is_quick = start.elapsed() < Duration::from_millis(25);
        served.until_shows("/en/clusters/uca/", &format!("Round {round}."));
        assert_eq!(served.settled(), "");
        if is_quick {
            assert_eq!(rebuilds_with_errors(), before, "no rebuild had an error");
            quick += 1;
        }
        if quick == 5 {
            break;
        }
    }
}

#[test]
fn files_that_belong_together_are_shown_together() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    served.settled();
    let rebuilds = || {
        let news = served.news.lock().unwrap();
        news.iter().filter(|news| matches!(news, News::Rebuilt { .. })).count()
    };
    for round in 0..5 {
        let before = rebuilds();
        // The first leads to the second, which is not there yet. It is open until the second is written, which no machine is
        // too busy for; src/watch/tests.rs holds what happens where it is closed before.
        let mut first = File::create(site.path(PAGE)).unwrap();
        let start = Instant::now();
        first.write_all(format!("{}[More](loom{round}.en.md)\n", text("both")).as_bytes()).unwrap();
        let other = format!("+++\ntitle = \"Loom {round}\"\ncountry = [\"pl\"]\n+++\nText.\n");
        fs::write(site.path(&format!("content/clusters/loom{round}.en.md")), other).unwrap();
        drop(first);
        // A file that stays open for longer is looked at before it is closed.
        let is_quick = start.elapsed() < Duration::from_millis(200);
        served.until_shows(ADDRESS, &format!("loom{round}/"));
        assert_eq!(served.settled(), "");
        assert!(!is_quick || rebuilds() == before + 1, "both in one");
    }
    served.is_exact(&site.root);
}

#[test]
fn folders_come_go_and_are_renamed() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    // A new folder with a page in it, made elsewhere and moved, or made here and filled at once.
    site.replace(
        "site.toml",
        "[indexes]",
        "[collections.news]\ntitle = { en = \"News\", uk = \"Новини\" }\n\n[indexes]",
    );
    served.until_shows("/en/news/", "News");
    fs::create_dir_all(site.path("content/news")).unwrap();
    fs::write(site.path("content/news/first.en.md"), "+++\ntitle = \"First\"\n+++\nWords.\n").unwrap();
    served.until_shows("/en/news/first/", "Words");
    fs::create_dir_all(site.path("prepared/first")).unwrap();
    fs::write(site.path("prepared/first/notes.txt"), "notes").unwrap();
    fs::rename(site.path("prepared/first"), site.path("content/news/first")).unwrap();
    site.replace("content/news/first.en.md", "Words.", "[Notes](first/notes.txt)");
    served.until_shows("/en/news/first/", "notes.");
    // A save in a folder that came later is seen too.
    site.write("//- content/news/second.en.md\n+++\ntitle = \"Second\"\n+++\nMore.\n");
    served.until_shows("/en/news/second/", "More.");
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);

    // A whole folder renamed, and its collection with it.
    fs::rename(site.path("content/news"), site.path("content/reports")).unwrap();
    site.replace("site.toml", "[collections.news]", "[collections.reports]");
    served.until_shows("/en/reports/second/", "More.");
    assert_eq!(served.get("/en/news/second/").status, 404);
    site.replace("content/reports/second.en.md", "More.", "Even more.");
    served.until_shows("/en/reports/second/", "Even more.");

    // All of the content exchanged, as a checkout or a synchronising program may do.
    copy(&site.path("content"), &site.path("new"));
    fs::write(site.path("new/about.en.md"), "+++\ntitle = \"About\"\n+++\nThe new content.\n").unwrap();
    fs::rename(site.path("content"), site.path("old")).unwrap();
    fs::rename(site.path("new"), site.path("content")).unwrap();
    served.until_shows("/en/about/", "The new content.");
    site.replace("content/about.en.md", "The new content.", "Saved after that.");
    served.until_shows("/en/about/", "Saved after that.");
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
}

#[test]
fn the_theme_and_the_configuration_are_watched() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    site.replace("themes/plain/templates/entry.html", "<h1", "<!-- mark one --><h1");
    served.until_shows(ADDRESS, "mark one");
    site.replace("themes/plain/i18n/en.ftl", "home = Home", "home = The start");
    site.replace("themes/plain/templates/page.html", "<h1", "{{ \"home\" | t }}<h1");
    site.write("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n");
    served.until_shows("/en/about/", "The start");
    site.replace("content/countries.toml", "en = \"Poland\"", "en = \"Rzeczpospolita\"");
    served.until_shows("/en/countries/pl/", "Rzeczpospolita");
    served.until_shows(ADDRESS, "Rzeczpospolita");
    site.replace("site.toml", "en = \"Knowledge\"", "en = \"What is known\"");
    served.until_shows("/en/clusters/", "What is known");
    // Another theme.
    copy(&site.path("themes/plain"), &site.path("themes/other"));
    site.replace("themes/other/templates/entry.html", "mark one", "mark two");
    site.replace("site.toml", "theme = \"plain\"", "theme = \"other\"");
    served.until_shows(ADDRESS, "mark two");
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
}

#[test]
fn another_branch_is_checked_out() {
    let site = Site::new("");
    let git = |arguments: &[&str]| {
        let run = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.org",
                "-c",
                "init.defaultBranch=main",
                "-c",
                "gc.auto=0",
            ])
            .args(arguments)
            .current_dir(&site.root)
            .env("HOME", site.home())
            .output()
            .unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "One"]);
    git(&["checkout", "-qb", "two"]);
    for at in 0..40 {
        let page = format!("+++\ntitle = \"Cluster {at}\"\ncountry = [\"ua\"]\n+++\nOn the branch.\n");
        site.write_bytes(&format!("content/clusters/c{at}.en.md"), page.as_bytes());
    }
    site.replace("site.toml", "en = \"Knowledge\"", "en = \"The branch\"");
    site.remove("content/memoranda/kosice.uk.md");
    git(&["add", "."]);
    git(&["commit", "-qm", "Two"]);
    let served = Served::new(&site.root);
    for _ in 0..3 {
        git(&["checkout", "-q", "main"]);
        served.until("the branch is gone", |served| served.get("/en/clusters/c7/").status == 404);
        assert_eq!(served.settled(), "");
        served.is_exact(&site.root);
        git(&["checkout", "-q", "two"]);
        served.until_shows("/en/clusters/c7/", "On the branch.");
        served.until_shows("/en/clusters/", "The branch");
        assert_eq!(served.settled(), "");
        served.is_exact(&site.root);
    }
}

#[test]
fn a_burst_is_few_rebuilds() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    served.settled();
    let rebuilds = || served.news.lock().unwrap().iter().filter(|n| matches!(n, News::Rebuilt { .. })).count();
    let before = rebuilds();
    // A busy machine may let this test wait, and what comes after a pause is another burst.
    let start = Instant::now();
    let (mut pauses, mut last) = (0, start);
    for at in 0..300 {
        pauses += usize::from(last.elapsed() > Duration::from_millis(30));
        last = Instant::now();
        let page = format!("+++\ntitle = \"Cluster {at}\"\ncountry = [\"ua\"]\n+++\nText.\n");
        site.write_bytes(&format!("content/clusters/c{at}.en.md"), page.as_bytes());
    }
    // What goes on for longer than a second is shown every second.
    let seconds = start.elapsed().as_secs() as usize;
    served.until_shows("/en/clusters/c299/", "Text.");
    served.settled();
    let count = rebuilds() - before;
    assert!(count <= 8 + pauses + seconds, "{count} rebuilds for 300 files saved in one go");
    served.is_exact(&site.root);
}

#[test]
fn files_that_vanish_while_they_are_read_do_no_harm() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    for round in 0..150 {
        for at in 0..4 {
            let path = site.path(&format!("content/clusters/flicker{at}.en.md"));
            if (round + at) % 2 == 0 {
                let _ = fs::write(&path, format!("+++\ntitle = \"Flicker {round}\"\ncountry = [\"ua\"]\n+++\nText.\n"));
            } else {
                let _ = fs::remove_file(&path);
            }
        }
        if round % 10 == 0 {
            std::thread::sleep(Duration::from_millis(3));
        }
    }
    fs::write(site.path(PAGE), text("the last word")).unwrap();
    served.until_shows(ADDRESS, "the last word");
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
}

#[test]
fn links_to_files_and_folders() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    // A page that is a link to a file that is left out itself: what is told of that file names no page.
    fs::create_dir_all(site.path("content/.shared")).unwrap();
    fs::write(site.path("content/.shared/wool.md"), text("the shared file")).unwrap();
    fs::remove_file(site.path(PAGE)).unwrap();
    symlink("../.shared/wool.md", site.path(PAGE)).unwrap();
    served.until_shows(ADDRESS, "the shared file");
    fs::write(site.path("content/.shared/wool.md"), text("the same file later")).unwrap();
    served.until_shows(ADDRESS, "the same file later");
    // A folder that is a link is said to be one, and the site stays.
    fs::create_dir_all(site.path("shared")).unwrap();
    symlink("../shared", site.path("content/linked")).unwrap();
    served.until("it is reported", |served| served.state("/en/")["errors"] == 1);
    assert!(served.state("/en/")["problems"][0]["text"].as_str().unwrap().contains("error[symlink-escapes]"));
    assert!(served.get(ADDRESS).text().contains("the same file later"));
    fs::remove_file(site.path("content/linked")).unwrap();
    served.until("it is mended", |served| served.state("/en/")["errors"] == 0);
}

#[test]
fn where_nothing_is_reported_the_folder_is_looked_at() {
    let site = Site::new("");
    let served = Served::with(&site.root, |options| options.poll = true);
    served.until("it is said", |served| {
        served
            .news
            .lock()
            .unwrap()
            .iter()
            .any(|n| matches!(n, News::Notice(text) if text.to_string().starts_with("looking for changes every")))
    });
    fs::write(site.path(PAGE), text("polling")).unwrap();
    served.until_shows(ADDRESS, "polling");
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
}

#[test]
fn the_whole_folder_goes_and_comes_back() {
    let site = Site::new("");
    let served = Served::new(&site.root);
    let away = site.above().join("away");
    fs::rename(&site.root, &away).unwrap();
    // Something has to happen for it to be noticed; a person would save a file, and find that they cannot.
    let _ = fs::write(away.join("site.toml"), fs::read(away.join("site.toml")).unwrap());
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(served.get(ADDRESS).status, 200, "the last good site goes on being served");
    fs::rename(&away, &site.root).unwrap();
    fs::write(site.path(PAGE), text("being back")).unwrap();
    served.until_shows(ADDRESS, "being back");
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
}

/// `ICSI_SERVE_STEPS=1000 cargo test --test all saving::random` makes more edits, `ICSI_WARM_SEED` others.
#[test]
fn after_random_edits_all_that_is_served_and_said_is_what_a_clean_build_gives() {
    let number =
        |name: &str, otherwise: u64| std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"));
    let site = Site::new(MORE);
    let mut editor = Editor::new(&site, number("ICSI_WARM_SEED", 11));
    let served = Served::new(&site.root);
    let mut done = Vec::new();
    for step in 0..number("ICSI_SERVE_STEPS", 40) {
        done.push(editor.edit());
        if editor.chance(4) {
            done.push(editor.edit());
        }
        let last = done.iter().rev().take(8).rev().cloned().collect::<Vec<_>>().join("\n  ");
        let (clean, has_errors) = said_by_a_clean_build(&site.root);
        let mut now = String::new();
        let start = Instant::now();
        loop {
            let shown = served.server.state.shown();
            if shown.complete {
                now = shown.report.diagnostics.iter().map(|one| told(one, &shown.report.tree)).collect();
                if now == clean {
                    break;
                }
            }
            assert!(start.elapsed() < PATIENCE, "step {step}, clean:\n{clean}\nserved:\n{now}\nafter\n  {last}");
            std::thread::sleep(Duration::from_millis(5));
        }
        if has_errors {
            assert_eq!(served.get("/en/robots.txt").status, 404, "the last good site goes on being served: {last}");
        } else {
            served.is_exact(&site.root);
        }
    }
}

fn told(one: &Diagnostic, sources: &SourceTree) -> String {
    report::render(one, sources, report::ReportFormat::Human { color: false }, icsi::messages::MessageLanguage::English)
}

fn said_by_a_clean_build(root: &Path) -> (String, bool) {
    let mut loaded =
        pipeline::load(root, &LoadOptions::default(), &mut LoadMemory::default(), &mut Timings::default()).unwrap();
    if let Some(snapshot) = &loaded.snapshot {
        let found = pipeline::render_all(snapshot, &snapshot.outputs(), |_| Ok(false), |_, _| Ok::<(), Infallible>(()))
            .unwrap();
        loaded.diagnostics.append(found);
    }
    loaded.diagnostics.sort();
    let said = loaded.diagnostics.iter().map(|one| told(one, &loaded.tree)).collect();
    (said, loaded.diagnostics.has_errors())
}

fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap();
    assert!(status.success());
}
