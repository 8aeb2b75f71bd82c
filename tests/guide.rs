//! The guide is a site too: what the program promises of the knowledge base, it keeps on a site of other languages of
//! facts and with the same look. On a forge, its pages read well as they lie there.

use std::{fs, path::Path, process::Command};

use crate::common::{Site, copy, files_below};

/// The guide's folder with this repository's theme.
fn guide() -> Site {
    let site = Site::with_theme("intermarium");
    copy(&folder(), &site.root);
    site
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide")
}

#[test]
fn nothing_is_to_be_said_of_it() {
    let run = guide().icsi(&["check", "--strict"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
}

/// The chapters that an editor needs are there in Ukrainian too.
#[test]
fn it_is_published_and_searched_in_both_languages() {
    let published = guide().built();
    for chapter in ["first-steps", "pages", "markdown", "files-and-pictures"] {
        let page = published.read(&format!("uk/chapters/{chapter}/index.html"));
        assert!(page.contains("<link rel=\"canonical\" href=\"https://guide.example.org/uk/chapters/"), "{chapter}");
    }
    let asked = Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tests/search/answers.mjs", "--cases", "tests/search/guide.json", "--misses", "--at-least", "80", "90"])
        .arg(&published.folder)
        .output()
        .expect("node runs the page's script");
    assert!(
        asked.status.success(),
        "{}{}",
        String::from_utf8_lossy(&asked.stdout),
        String::from_utf8_lossy(&asked.stderr)
    );
}

/// Each picture speaks the language of its page, and is loaded by everybody who reads it.
#[test]
fn its_pictures_are_small_and_in_the_language_of_their_page() {
    let content = folder().join("content");
    let script = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/pictures/make.mjs")).unwrap();
    let mut shown = Vec::new();
    for page in files_below(&content).iter().filter(|path| path.ends_with(".md")) {
        let (stem, language) = page.trim_end_matches(".md").rsplit_once('.').unwrap();
        let text = fs::read_to_string(content.join(page)).unwrap();
        for picture in text.split("](").skip(1).filter_map(|rest| rest.split_once(".webp)")) {
            let name =
                picture.0.strip_suffix(&format!("-{language}")).unwrap_or_else(|| panic!("{page}: {}", picture.0));
            assert!(script.contains(&format!("\"{name}\": ")), "tools/pictures/make.mjs makes {name}");
            let path = format!("{}/{}.webp", stem.rsplit_once('/').map_or("", |(folder, _)| folder), picture.0);
            let size = fs::metadata(content.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}")).len();
            assert!(size <= 60 * 1024, "{path} has {size} bytes");
            shown.push(path);
        }
    }
    let mut there = files_below(&content);
    there.retain(|path| path.ends_with(".webp"));
    shown.sort();
    there.sort();
    assert_eq!(shown, there, "each is shown on one page");
    assert!(shown.len() >= 14);
}

/// A forge shows the front matter as text.
#[test]
fn its_pages_begin_with_three_lines_of_facts_at_most() {
    for path in files_below(&folder().join("content")).iter().filter(|path| path.ends_with(".md")) {
        let text = fs::read_to_string(folder().join("content").join(path)).unwrap();
        let facts = text.lines().skip(1).position(|line| line == "+++").unwrap();
        assert!(facts <= 3, "{path} has {facts} lines of facts");
    }
}
