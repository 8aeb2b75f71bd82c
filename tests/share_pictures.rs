//! Share pictures: which there are, what names them, and when they are drawn.

use std::os::unix::fs::MetadataExt as _;

use crate::common::{Published, Site, html::Page};

const BACKGROUND: &[u8] = include_bytes!("../themes/intermarium/static/img/share-entry.png");

fn site() -> Site {
    let site = Site::new(
        "//- content/clusters/one.en.md\n+++\ntitle = \"One\"\ncountry = [\"ua\"]\nupdated = 2026-02-03\n+++\nText.\n\
         //- content/clusters/one.uk.md\n+++\ntitle = \"Ґанок & «їжа»\"\ntranslates = \"00000000\"\n+++\nТекст.\n\
         //- content/clusters/two.en.md\n+++\ntitle = \"東京\"\ncountry = [\"ua\"]\n+++\nText.\n",
    );
    site.write_bytes("themes/plain/static/img/share-entry.png", BACKGROUND);
    site
}

fn pictures(published: &Published) -> Vec<String> {
    published.paths().into_iter().filter(|path| path.contains("assets/share/") && path.contains("/one.")).collect()
}

fn property(published: &Published, page: &str, name: &str) -> Vec<String> {
    Page::read(&published.folder, page).attributes(&format!("meta[property='{name}']"), "content")
}

#[test]
fn each_entry_has_one_in_each_of_its_languages() {
    let published = site().built();
    let found = pictures(&published);
    assert_eq!(found.len(), 2, "{found:?}");
    for (language, path) in ["en", "uk"].iter().zip(&found) {
        let page = format!("{language}/clusters/one/index.html");
        assert_eq!(property(&published, &page, "og:image"), [format!("https://example.org/{path}")]);
        assert_eq!(
            (property(&published, &page, "og:image:width"), property(&published, &page, "og:type")),
            (vec!["1200".to_owned()], vec!["article".to_owned()])
        );
    }
    let uk = "uk/clusters/one/index.html";
    assert_eq!(property(&published, uk, "og:image:alt"), ["Ґанок & «їжа»"]);
    assert_eq!(property(&published, uk, "og:locale"), ["uk_UA"]);
    assert_eq!(property(&published, uk, "og:locale:alternate"), ["en_GB"]);
    assert_eq!(property(&published, "en/clusters/one/index.html", "article:modified_time"), ["2026-02-03"]);
    // A script that the program has no letters of; a page that is no entry.
    for page in ["en/clusters/two/index.html", "en/clusters/index.html", "en/index.html"] {
        assert_eq!(property(&published, page, "og:image"), Vec::<String>::new(), "{page}");
    }
    // A fallback shows the original's.
    assert_eq!(property(&published, "uk/clusters/two/index.html", "og:locale"), ["en_GB"]);
}

#[test]
fn a_picture_is_drawn_once_and_its_name_follows_its_words() {
    let site = site();
    let before = pictures(&site.built());
    let mark = |path: &String| {
        let meta = std::fs::metadata(site.path("public").join(path)).unwrap();
        (meta.ino(), meta.mtime_nsec())
    };
    let marks: Vec<_> = before.iter().map(mark).collect();
    // Not drawn again: what stands at the name is kept, whatever it is.
    site.replace("content/clusters/one.en.md", "Text.", "Other text.");
    let published = site.built();
    assert_eq!(pictures(&published), before);
    assert_eq!(before.iter().map(mark).collect::<Vec<_>>(), marks);
    site.replace("content/clusters/one.en.md", "\"One\"", "\"Won\"");
    let after = pictures(&site.built());
    assert_ne!(after[0], before[0]);
    assert_eq!(after[1], before[1]);
    site.replace("content/clusters/one.en.md", "\"Won\"", "\"One\"");
    assert_eq!(pictures(&site.built()), before);
}

#[test]
fn a_picture_that_was_touched_is_drawn_again() {
    let site = site();
    let path = pictures(&site.built()).remove(0);
    let drawn = std::fs::read(site.path("public").join(&path)).unwrap();
    std::fs::write(site.path("public").join(&path), &drawn[1..]).unwrap();
    site.built();
    assert_eq!(std::fs::read(site.path("public").join(&path)).unwrap(), drawn);
}

#[test]
fn they_can_be_left_out() {
    let site = site();
    let toml = site.read("site.toml") + "[outputs]\nshare_pictures = false\n";
    site.write_bytes("site.toml", toml.as_bytes());
    let published = site.built();
    assert_eq!(pictures(&published), Vec::<String>::new());
    assert_eq!(property(&published, "en/clusters/one/index.html", "og:image"), Vec::<String>::new());
}

#[test]
fn a_background_that_cannot_be_drawn_on_is_an_error() {
    let site = site();
    site.write_bytes("themes/plain/static/img/share-entry.png", &BACKGROUND[..200]);
    let run = site.build();
    assert_eq!(run.code, 1);
    assert!(run.diagnostics().contains("missing-theme"), "{}", run.diagnostics());
}
