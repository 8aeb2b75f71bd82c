//! README.md is true: its commands run, its pictures are there in both looks and small, and the claims of
//! its table hold on this side.

use std::{fs, path::Path};

use crate::common::Site;

/// A picture of the README is loaded by everybody who looks at the repository.
const PICTURE_LIMIT: u64 = 80 * 1024;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The texts that stand between two others, each time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn its_pictures_are_there_in_both_looks() {
    let text = readme();
    let dark = between(&text, "<source media=\"(prefers-color-scheme: dark)\" srcset=\"", "\"");
    let light = between(&text, "<img src=\"", "\"");
    assert!(light.len() >= 2 && light.len() == dark.len(), "{light:?} {dark:?}");
    assert_eq!(between(&text, " alt=\"", "\"").len(), light.len(), "each has a description");
    let script = fs::read_to_string(root().join("tools/pictures/make.mjs")).unwrap();
    for (light, dark) in light.iter().zip(&dark) {
        let name = light.strip_prefix("docs/pictures/").and_then(|name| name.strip_suffix("-light.webp")).unwrap();
        assert_eq!(*dark, format!("docs/pictures/{name}-dark.webp"));
        assert!(script.contains(&format!(" {name}: ")), "tools/pictures/make.mjs makes {name}");
        for path in [light, dark] {
            let size = fs::metadata(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).len();
            assert!(size < PICTURE_LIMIT, "{path} has {size} bytes");
        }
    }
}

#[test]
fn its_commands_are_the_programs() {
    let text = readme();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("\n[profile.quick]\n"));
    let lines = between(&text, "cargo run --profile quick -- ", "\n");
    assert_eq!(lines, ["serve", "init my-site", "check --root my-site"]);
    let site = Site::empty();
    for line in lines.iter().filter(|line| **line != "serve") {
        let run = site.icsi(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{line}: {}", run.stderr);
    }
    // The development server has tests of its own.
    assert_eq!(site.icsi(&["serve", "--help"]).code, 0);
    assert!(text.contains("`cargo run --release -- build` writes the site to `public/`"));
    assert_eq!(site.icsi(&["build", "--no-sync", "--root", "my-site"]).code, 0);
    assert!(site.path("my-site/public/en/index.html").exists());
}

#[test]
fn the_message_in_the_picture_is_the_programs() {
    let site = Site::new("");
    site.replace("content/clusters/wool.en.md", "[\"pl\"]", "[\"pol\"]");
    let run = site.icsi(&["check"]);
    assert!(run.code == 1 && run.stderr.contains("did you mean `pl`?"), "{}", run.stderr);
}

/// The other claims of the table have tests of their own: translations in `build`, back-references and what follows from
/// them in `relations`, failed and killed builds in `publishing`.
#[test]
fn facts_are_written_once_and_published_as_open_data() {
    let site = Site::new("");
    let uk = site.read("content/clusters/uca.uk.md");
    assert!(!uk.contains("country = "), "the translation has no facts: {uk}");
    let published = site.built();
    assert!(published.read("uk/clusters/uca/index.html").contains("/uk/countries/ua/"));
    assert!(published.has("data/clusters.json") && published.has("data/clusters.csv"));
}
