//! Files that `icsi init` makes for a repository, and the report that GitLab's workflow takes. The workflows' steps are
//! run by tests/workflows.

use std::os::unix::fs::PermissionsExt as _;

use snapbox::{assert_data_eq, str};

use crate::common::{Run, Site, files_below};

fn init(arguments: &[&str]) -> (Site, Run) {
    let site = Site::empty();
    let line: Vec<&str> = ["init", "new"].iter().chain(arguments).copied().collect();
    let run = site.icsi(&line);
    (site, run)
}

/// The files of a new site beside its pages and theme.
fn made(site: &Site) -> Vec<String> {
    let all = files_below(&site.path("new"));
    all.into_iter().filter(|path| !path.starts_with("content/") && !path.starts_with("themes/")).collect()
}

#[test]
fn a_new_site_is_ready_for_a_repository() {
    let (site, run) = init(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(made(&site), [".gitignore", "README.md", "site.toml"]);
    // Nothing that a build or a workflow makes is left to be committed by mistake.
    assert_data_eq!(
        site.read("new/.gitignore"),
        str![[r#"
/public
/.public.icsi
/.icsi-edit
/preview
/.preview.icsi
/.ci/bin

"#]]
    );
}

#[test]
fn the_command_that_is_told_can_be_copied() {
    let site = Site::empty();
    for (folder, word) in [("Мій сайт", "'Мій сайт'"), ("it's", r"'it'\''s'"), ("plain-1/a.b", "plain-1/a.b")]
    {
        let run = site.icsi(&["init", folder]);
        assert!(run.stderr.contains(&format!("now: icsi serve --root {word}\n")), "{}", run.stderr);
    }
}

#[test]
fn each_forge_has_its_workflow_and_the_script_that_gets_the_program() {
    for (forge, workflow) in [
        ("github", ".github/workflows/site.yml"),
        ("forgejo", ".forgejo/workflows/site.yml"),
        ("gitlab", ".gitlab-ci.yml"),
    ] {
        let (site, run) = init(&["--forge", forge, "--licence", "cc0-1.0"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let mut expected = [".ci/get-icsi", workflow, ".gitignore", "LICENSE", "README.md", "site.toml"];
        expected.sort_unstable();
        assert_eq!(made(&site), expected);
        let mode = std::fs::metadata(site.path("new/.ci/get-icsi")).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{mode:o}");
        assert!(site.read("new/README.md").contains(workflow));
        assert!(run.stderr.ends_with("then: write where icsi comes from into new/.ci/get-icsi\n"), "{}", run.stderr);
        assert_eq!(site.icsi(&["--root", "new", "check", "--strict"]).code, 0);
    }
}

#[test]
fn a_licence_is_the_licence_alone() {
    for (name, title, begins) in [
        ("CC-BY-4.0", "[CC BY 4.0](LICENSE)", "Creative Commons Attribution 4.0 International"),
        ("CC0-1.0", "[CC0 1.0](LICENSE)", "Creative Commons Legal Code\n\nCC0 1.0 Universal"),
    ] {
        let (site, _) = init(&["--licence", name]);
        assert!(site.read("new/README.md").contains(title));
        assert!(site.read("new/LICENSE").starts_with(begins), "{name}");
        assert!(!site.read("new/LICENSE").contains("ICSI"));
    }
    assert_eq!(init(&["--licence", "WTFPL"]).1.code, 2);
}

/// Whoever takes the data out of the site must know under which licence it is.
#[test]
fn open_data_names_the_licence() {
    for name in ["CC-BY-4.0", "CC0-1.0"] {
        let (site, _) = init(&["--licence", &name.to_lowercase()]);
        assert_eq!(site.icsi(&["--root", "new", "build", "--no-sync"]).code, 0);
        let data = site.read("new/public/data/clusters.json");
        assert!(data.contains(&format!("\"licence\": \"{name}\"")), "{data}");
    }
    let (site, _) = init(&[]);
    assert!(!site.read("new/site.toml").contains("[data]"), "a licence that nobody has chosen");
}

#[test]
fn gitlab_gets_one_report() {
    let site = Site::new("");
    assert_eq!(site.icsi(&["check", "--format", "gitlab"]).stdout, "[]\n");
    site.replace("content/clusters/wool.en.md", "[\"pl\"]", "[\"plo\"]");
    let run = site.icsi(&["check", "--format", "gitlab"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stdout,
        str![[r#"
[
  {
    "description": "the vocabulary `countries` has no term `plo` (hint: known here: `pl`, `ua`; or add it to content/countries.toml: [plo])",
    "check_name": "unknown-term",
    "fingerprint": "8453e34f552ac033cfd93030b44cb49a",
    "severity": "major",
    "location": {
      "path": "content/clusters/wool.en.md",
      "lines": {
        "begin": 3
      }
    }
  }
]

"#]]
    );
}

/// Compiles the whole program, so only by `cargo test --test all install_from_git -- --ignored`.
#[test]
#[ignore = "compiles the program and what it is made of"]
fn install_from_git_works_from_a_clone() {
    let folder = tempfile::tempdir().unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let mut command = std::process::Command::new(program);
        let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run("git", &["clone", "--quiet", env!("CARGO_MANIFEST_DIR"), "clone"]);
    let clone = folder.path().join("clone");
    let commit = run("git", &["-C", clone.to_str().unwrap(), "rev-parse", "HEAD"]);
    let address = format!("file://{}", clone.display());
    let place = folder.path().join("installed");
    let place = place.to_str().unwrap();
    let line = ["install", "--quiet", "--locked", "--profile", "quick", "--git", &address, "--rev", commit.trim()];
    run(env!("CARGO"), &[&line[..], &["--root", place, "icsi"]].concat());
    let installed = format!("{place}/bin/icsi");
    run(&installed, &["init", "site"]);
    run(&installed, &["build", "--no-sync", "--root", "site"]);
    assert!(folder.path().join("site/public/uk/index.html").is_file());
}

#[test]
fn a_new_site_speaks_the_language_of_whoever_makes_it() {
    let (site, run) = init(&["--messages", "uk", "--licence", "CC0-1.0", "--forge", "gitlab"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let readme = site.read("new/README.md");
    for line in ["# Наша база знань", "за ліцензією [CC0 1.0](LICENSE).", "публікує `.gitlab-ci.yml`."]
    {
        assert!(readme.contains(line), "{line}: {readme}");
    }
    assert!(site.read("new/site.toml").starts_with("# З чого складається сайт."));
    assert_eq!(site.icsi(&["--root", "new", "check", "--strict"]).code, 0);
    let english = init(&["--licence", "CC0-1.0"]).0;
    assert!(english.read("new/README.md").contains("# Our knowledge base"));
    let starter = include_str!("../src/cli/starter/site.toml");
    assert_eq!(english.read("new/site.toml"), format!("{starter}\n[data]\nlicence = \"CC0-1.0\"\n"));
    assert_eq!(init(&[]).0.read("new/site.toml"), starter, "the site of the examples in the guide");
}
