//! The command line: what it takes, prints and returns.

use std::os::unix::fs::PermissionsExt as _;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::common::{Run, Site, files_below};

/// A site with one error and one warning.
fn wrong() -> Site {
    let site = Site::new("");
    site.replace("content/clusters/wool.en.md", "[\"pl\"]", "[\"plo\"]");
    site.replace("content/clusters/wool.en.md", "#history).", "#history). <font>Їжа</font>");
    site
}

#[test]
fn exit_codes() {
    let good = Site::new("");
    assert_eq!(good.icsi(&["build"]).code, 0);
    assert_eq!(good.icsi(&["check"]).code, 0);
    assert_eq!(good.icsi(&["status"]).code, 0);
    assert_eq!(good.icsi(&["--version"]).code, 0);
    assert_eq!(good.icsi(&["--help"]).code, 0);
    assert_eq!(good.icsi(&["completions", "bash"]).code, 0);
    let wrong = wrong();
    assert_eq!(wrong.icsi(&["build"]).code, 1);
    assert_eq!(wrong.icsi(&["check"]).code, 1);
    for line in [
        [].as_slice(),
        &["bild"],
        &["build", "--ouut", "x"],
        &["build", "--base-url", "example.org"],
        &["check", "--format", "xml"],
        &["build", "--quiet", "--verbose"],
        &["translated"],
        &["translated", "clusters/uca", "--all"],
        &["status", "clusters/none"],
        &["--root", "nowhere", "check"],
        &["completions", "tcl"],
    ] {
        let run = good.icsi(line);
        assert_eq!(run.code, 2, "{line:?}: {}", run.stderr);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{line:?}");
    }
    // The machine fails us: the output folder's parent cannot be made.
    let run = good.icsi(&["build", "--out", "/proc/nowhere/public"]);
    assert!(matches!(run.code, 1 | 3), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_fails_the_command() {
    let site = Site::new("");
    for arguments in [
        &["schema", "clusters"][..],
        &["headers", "--for", "nginx"],
        &["check", "--format", "gitlab"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut command = site.command(arguments);
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let child = command.stdout(full).stderr(std::process::Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}\n{told}");
        assert!(told.contains("the answer could not be written whole: "), "{arguments:?}\n{told}");
    }
}

#[test]
fn a_language_that_the_tool_does_not_speak_is_told_with_those_it_does() {
    let site = Site::new("");
    for (language, expected) in [("C.UTF-8", "known here: en, uk"), ("uk_UA.UTF-8", "тут відомі: en, uk")] {
        let mut command = site.command(&["check", "--messages", "xx"]);
        let output = command.env("LC_ALL", language).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("xx") && told.contains(expected), "{told}");
    }
}

#[test]
fn no_server_listens_at_port_0() {
    let run = Site::new("").icsi(&["headers", "--for", "nginx", "--http", "0"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("--http <PORT>"), "{}", run.stderr);
}

#[test]
fn a_reader_of_completions_that_goes_away_is_no_crash() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_icsi"));
    let mut child = command.args(["completions", "bash"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn people_see_the_line_the_mark_and_what_to_do() {
    let run = wrong().icsi(&["build"]);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[unknown-term]: the vocabulary `countries` has no term `plo`
 --> content/clusters/wool.en.md:3:12
  |
3 | country = ["plo"]
  |            ^^^^^
  |
  = hint: known here: `pl`, `ua`; or add it to content/countries.toml: [plo]

warning[raw-html]: `<font>` is not among the elements that a page may use; it is shown as text
 --> content/clusters/wool.en.md:6:40
  |
6 | See the [alliance](uca.en.md#history). <font>Їжа</font>
  |                                        ^^^^^^
  |
  = hint: write `&lt;` for the sign `<`

nothing published: 1 error, 1 warning

"#]]
    );
    assert_eq!(run.stdout, "");
}

#[test]
fn programs_get_an_object_a_line() {
    let run = wrong().icsi(&["check", "--format", "json"]);
    assert_eq!(run.stderr, "", "nothing beside it");
    assert_data_eq!(run.stdout.as_str(), str![[r#"
{"severity":"error","rule":"unknown-term","file":"content/clusters/wool.en.md","line":3,"column":12,"message":"the vocabulary `countries` has no term `plo`","hint":"known here: `pl`, `ua`; or add it to content/countries.toml: [plo]"}
{"severity":"warning","rule":"raw-html","file":"content/clusters/wool.en.md","line":6,"column":40,"message":"`<font>` is not among the elements that a page may use; it is shown as text","hint":"write `&lt;` for the sign `<`"}

"#]].raw());
    for line in run.stdout.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["severity", "rule", "file", "line", "column", "message", "hint"]);
        assert!(line["line"].as_u64() >= Some(1) && line["column"].as_u64() >= Some(1));
    }
    // A finding that stands in no file has no place.
    let site = Site::new("");
    let run = site.icsi(&["build", "--out", "content", "--format", "json"]);
    let line: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    assert_eq!((line["rule"].as_str(), line["file"].as_str()), (Some("output-folder"), None));
}

#[test]
fn a_forge_gets_annotations() {
    let run = wrong().icsi(&["check", "--format", "github"]);
    assert_data_eq!(run.stdout, str![[r#"
::error file=content/clusters/wool.en.md,line=3,col=12,title=unknown-term::the vocabulary `countries` has no term `plo`%0Ahint: known here: `pl`, `ua`; or add it to content/countries.toml: [plo]
::warning file=content/clusters/wool.en.md,line=6,col=40,title=raw-html::`<font>` is not among the elements that a page may use; it is shown as text%0Ahint: write `&lt;` for the sign `<`

"#]].raw());
    assert_eq!(run.stderr, "");
}

#[test]
fn strict_makes_warnings_errors() {
    let site = Site::new("");
    site.replace("content/clusters/wool.en.md", "#history).", "#history). <font>x</font>");
    assert_eq!(site.icsi(&["check"]).code, 0);
    assert_eq!(site.icsi(&["build", "--no-sync"]).code, 0);
    let before = site.published().marks();
    site.replace("content/clusters/wool.en.md", "Wool Valley", "Wool Vale");
    for command in ["build", "check"] {
        let run = site.icsi(&[command, "--strict", "--format", "json"]);
        assert_eq!(run.code, 1, "{command}");
        assert_data_eq!(
            run.diagnostics(),
            str![[r#"
content/clusters/wool.en.md:6:40 raw-html: write `&lt;` for the sign `<`

"#]]
        );
    }
    assert!(site.published().marks() == before);
}

#[test]
fn what_only_check_says_counts_for_its_strictness() {
    let site = Site::new("");
    site.replace("content/clusters/uca.en.md", "Founded", "Established");
    assert_eq!(site.icsi(&["check"]).code, 0);
    assert_eq!(site.icsi(&["check", "--strict"]).code, 1);
    assert_eq!(site.icsi(&["build", "--strict", "--no-sync"]).code, 0, "a build is not stopped by an old translation");
}

#[test]
fn quiet_says_nothing_but_diagnostics() {
    let site = Site::new("");
    for command in [["build", "--quiet"].as_slice(), &["-q", "check"], &["translated", "--all", "-q"]] {
        let run = site.icsi(command);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{command:?}");
    }
    let wrong = wrong();
    let (loud, quiet) = (wrong.icsi(&["check"]).stderr, wrong.icsi(&["check", "-q"]).stderr);
    assert!(loud.starts_with(quiet.trim_end()) && quiet.contains("unknown-term"), "{quiet}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let site = wrong();
    let escape = '\u{1b}';
    // Standard error is no terminal here.
    assert!(!site.icsi(&["check"]).stderr.contains(escape));
    assert!(!site.icsi(&["check", "--color", "never"]).stderr.contains(escape));
    assert!(site.icsi(&["check", "--color", "always"]).stderr.contains(escape));
    for format in ["json", "github"] {
        assert!(!site.icsi(&["check", "--color", "always", "--format", format]).stdout.contains(escape));
    }
}

#[test]
fn the_sites_folder_is_named_or_found_upwards() {
    let site = Site::new("");
    let in_folder = |folder: &std::path::Path, arguments: &[&str]| Run::of(site.command(arguments).current_dir(folder));
    assert_eq!(in_folder(&site.path("content/clusters"), &["build", "--no-sync"]).code, 0);
    assert!(site.published().has("en/index.html"), "the site's public/, not the working folder's");
    let root = site.root.to_str().unwrap();
    assert_eq!(in_folder(std::path::Path::new("/"), &["check", "--root", root]).code, 0);
    assert_eq!(in_folder(site.above(), &["--root", "site", "build", "--no-sync"]).code, 0);
    // `--out` is seen from the working folder.
    assert_eq!(in_folder(site.above(), &["build", "--root", "site", "--out", "www", "--no-sync"]).code, 0);
    assert!(site.above().join("www/index.html").is_file());
    let run = in_folder(site.above(), &["build"]);
    assert_eq!(run.code, 2);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: there is no site.toml here or in a folder above
hint: go to a site's folder, or name it: --root DIR

"#]]
    );
    let run = in_folder(site.above(), &["check", "--root", "home"]);
    assert_eq!(run.code, 2);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: `home` is not a site's folder: it has no site.toml
hint: name the folder that holds site.toml: --root DIR

"#]]
    );
}

#[test]
fn what_is_printed_cannot_act_on_a_terminal() {
    let site = Site::new("");
    site.write("//- content/clusters/new.en.md\n+++\ntitle = \"\u{1b}[31mred\u{7}\"\ncountry = [\"\u{202e}x\u{1b}]0;t\u{7}\"]\n+++\n");
    for format in ["human", "json", "github"] {
        let run = site.icsi(&["check", "--format", format]);
        let all = run.stdout + &run.stderr;
        assert!(all.contains("forbidden-character"), "{all}");
        assert!(!all.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format}: {all:?}");
    }
}

// ---------------------------------------------------------------- status and translated

#[test]
fn status_counts_and_names() {
    let site = Site::new("");
    assert_data_eq!(
        site.icsi(&["status"]).stdout,
        str![[r#"
en: 3 originals, 0 current, 0 outdated, 1 missing
uk: 1 original, 2 current, 0 outdated, 1 missing

missing:
  clusters/wool.uk
  memoranda/kosice.en

"#]]
    );
    site.replace("content/clusters/uca.en.md", "Founded", "Established");
    assert_data_eq!(
        site.icsi(&["status"]).stdout,
        str![[r#"
en: 3 originals, 0 current, 0 outdated, 1 missing
uk: 1 original, 1 current, 1 outdated, 1 missing

outdated:
  clusters/uca.uk

missing:
  clusters/wool.uk
  memoranda/kosice.en

"#]]
    );
    assert_data_eq!(
        site.icsi(&["status", "clusters/uca"]).stdout,
        str![[r#"
en: original  (content/clusters/uca.en.md)
uk: outdated, follows 3a7ecd6a, the original is at 2111f79c  (content/clusters/uca.uk.md)
  what changed is not known: no commit of content/clusters/uca.en.md has the revision 3a7ecd6a

"#]]
    );
    assert_data_eq!(
        site.icsi(&["status", "content/clusters/wool.en.md"]).stdout,
        str![[r#"
en: original  (content/clusters/wool.en.md)
uk: missing

"#]]
    );
    let run = site.icsi(&["status", "--format", "json"]);
    let lines: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 8, "a line for each page and language");
    let states: Vec<(&str, &str, &str)> = lines
        .iter()
        .map(|line| {
            (line["page"].as_str().unwrap(), line["language"].as_str().unwrap(), line["state"].as_str().unwrap())
        })
        .collect();
    assert!(states.contains(&("clusters/uca", "uk", "outdated")), "{states:?}");
    assert!(states.contains(&("memoranda/kosice", "en", "missing")), "{states:?}");
    let run = site.icsi(&["status", "clusters/uac"]);
    assert_eq!(run.code, 2);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: there is no page `clusters/uac`
hint: did you mean `clusters/uca`?

"#]]
    );
}

#[test]
fn status_shows_what_changed_since_the_translation() {
    let site = Site::new("");
    let git = |arguments: &[&str]| {
        let run = Run::of(
            std::process::Command::new("git")
                .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
                .args(arguments)
                .current_dir(&site.root)
                .env("HOME", site.home()),
        );
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "One"]);
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv.", "Founded in Kyiv in 2010.");
    assert_data_eq!(
        site.icsi(&["status", "clusters/uca"]).stdout,
        str![[r#"
en: original  (content/clusters/uca.en.md)
uk: outdated, follows 3a7ecd6a, the original is at b50ac470  (content/clusters/uca.uk.md)
  - Founded in Kyiv.
  + Founded in Kyiv in 2010.

"#]]
    );
}

#[test]
fn translated_stamps_one_line_and_keeps_every_other_byte() {
    let site = Site::new("");
    site.replace("content/clusters/uca.en.md", "Founded", "Established");
    let path = "content/clusters/uca.uk.md";
    let before = site.read(path).replace('\n', "\r\n").replace("Засновано", "Засновано  ");
    site.write_bytes(path, format!("\u{feff}{before}").as_bytes());
    std::fs::set_permissions(site.path(path), std::fs::Permissions::from_mode(0o640)).unwrap();
    let others = |site: &Site| -> Vec<String> {
        files_below(&site.root)
            .iter()
            .filter(|other| *other != path)
            .map(|other| format!("{other}\n{}", site.read(other)))
            .collect()
    };
    let rest = others(&site);
    let run = site.icsi(&["translated", "clusters/uca"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let after = site.read(path);
    let changed: Vec<(String, String)> = format!("\u{feff}{before}")
        .split('\n')
        .zip(after.split('\n'))
        .filter(|(old, new)| old != new)
        .map(|(old, new)| (old.to_owned(), new.to_owned()))
        .collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0].0, "translates = \"3a7ecd6a\"\r");
    assert!(changed[0].1.ends_with("\"\r") && changed[0].1.starts_with("translates = \""), "{changed:?}");
    assert_eq!(after.matches('\n').count(), before.matches('\n').count());
    assert_eq!(std::fs::metadata(site.path(path)).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(others(&site), rest, "and no other file");
    assert_eq!(site.check().diagnostics(), "");
    // Again: nothing to do, nothing written.
    let stamp = std::fs::metadata(site.path(path)).unwrap().modified().unwrap();
    assert_eq!(site.icsi(&["translated", "--all"]).code, 0);
    assert_eq!(std::fs::metadata(site.path(path)).unwrap().modified().unwrap(), stamp);
}

/// An original or a translation that cannot be read stays as it is, and the command says why.
#[test]
fn translated_stamps_nothing_that_cannot_be_read() {
    for (file, states) in [
        ("content/clusters/uca.uk.md", "en: original  (content/clusters/uca.en.md)\nuk: unreadable\n"),
        ("content/clusters/uca.en.md", "en: unreadable\nuk: outdated  (content/clusters/uca.uk.md)\n"),
    ] {
        let site = Site::new("");
        site.write_bytes(file, b"+++\ntitle = \"caf\xe9\"\n+++\n");
        let translation = std::fs::read(site.path("content/clusters/uca.uk.md")).unwrap();
        for which in ["clusters/uca", "clusters/uca.uk", "--all"] {
            let run = site.icsi(&["translated", which]);
            assert_eq!(run.code, 1, "{file} {which}: {}", run.stderr);
            assert!(run.stderr.contains("not-utf8") && run.stderr.contains(file), "{which}: {}", run.stderr);
        }
        assert_eq!(std::fs::read(site.path("content/clusters/uca.uk.md")).unwrap(), translation);
        assert_eq!(site.icsi(&["status", "clusters/uca"]).stdout, states);
    }
}

#[test]
fn translated_takes_pages_by_any_of_their_names() {
    for name in [
        "clusters/uca",
        "clusters/uca.uk",
        "clusters/uca.uk.md",
        "content/clusters/uca.uk.md",
        "./content/clusters/uca.uk.md",
    ] {
        let site = Site::new("");
        site.replace("content/clusters/uca.en.md", "Founded", "Established");
        let run = site.icsi(&["translated", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert_eq!(site.check().diagnostics(), "", "{name}");
    }
    let site = Site::new("");
    for (name, expected) in [
        (
            "clusters/uac",
            str![[r#"
error: there is no translation `clusters/uac`
hint: did you mean `clusters/uca`?

"#]],
        ),
        (
            "clusters/wool",
            str![[r#"
error: there is no translation `clusters/wool`
hint: `clusters/wool` has none yet: write content/clusters/wool.uk.md

"#]],
        ),
        (
            "clusters/uca.en.md",
            str![[r#"
error: there is no translation `clusters/uca.en.md`
hint: that is the original; its translations are stamped by `icsi translated clusters/uca`

"#]],
        ),
    ] {
        let run = site.icsi(&["translated", name]);
        assert_eq!(run.code, 2);
        assert_data_eq!(run.stderr, expected);
    }
}

#[test]
fn a_page_that_is_broken_is_not_stamped() {
    let site = Site::new("");
    site.replace("content/clusters/uca.en.md", "[\"ua\"]", "[\"ua\"");
    let before = site.read("content/clusters/uca.uk.md");
    let run = site.icsi(&["translated", "clusters/uca"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(site.read("content/clusters/uca.uk.md"), before);
}

#[test]
fn timings_name_the_stages_with_what_went_through_them() {
    let site = Site::new("");
    let run = site.icsi(&["build", "--timings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = format!("{}{}", run.stdout, run.stderr);
    for stage in ["read", "parse", "resolve", "theme", "plan", "search", "render", "publish", "total"] {
        let line = told.lines().find(|line| line.trim_start().starts_with(stage));
        assert!(line.is_some_and(|line| line.contains(" ms")), "{stage}: {told}");
    }
    let html = site.built().paths().iter().filter(|path| path.ends_with(".html")).count();
    assert!(told.contains(&format!("  {html} pages, ")), "{told}");
}

#[test]
fn the_schema_of_front_matter_describes_its_keys_in_the_language_of_whoever_asks() {
    let site = Site::new("");
    let described = |language: &str| -> (String, String, String) {
        let run = site.icsi(&["schema", "memoranda", "--messages", language]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let text = |at: &str| schema.pointer(at).and_then(|text| text.as_str()).unwrap_or_default().to_owned();
        let signed = text("/else/properties/signed/description");
        (text("/title"), text("/then/properties/title/description"), signed)
    };
    let expected = |title: &str, key: &str, field: &str| (title.to_owned(), key.to_owned(), field.to_owned());
    assert_eq!(described("en"), expected("Front matter of memoranda", "The title of the page", "Signed"));
    assert_eq!(described("uk"), expected("Шапка сторінок колекції memoranda", "Назва сторінки", "Підписано"));
}

#[test]
fn a_page_is_named_as_one_stands() {
    let site = Site::new("");
    let run = |folder: &str, arguments: &[&str]| Run::of(site.command(arguments).current_dir(site.path(folder)));
    // As the shell completes it in the page's own folder, above it, and in a folder beside it.
    for (folder, name) in [
        ("content/clusters", "uca.uk.md"),
        ("content", "clusters/uca.uk.md"),
        ("content/memoranda", "../clusters/uca.uk.md"),
    ] {
        let status = run(folder, &["status", name]);
        assert_eq!(status.code, 0, "{folder}: {}", status.stderr);
        assert!(status.stdout.contains("uca"), "{folder}: {}", status.stdout);
        assert_eq!(run(folder, &["translated", name]).code, 0, "{folder}");
    }
    assert_eq!(run("content/clusters", &["set", "uca.en.md", "members=60"]).code, 0);
    assert!(site.read("content/clusters/uca.en.md").contains("members = 60"));
    assert_eq!(run("content/clusters", &["status", "uka.uk.md"]).code, 2);
}
