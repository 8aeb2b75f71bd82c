//! The desk over the knowledge base: whoever opens a page and saves it without a change has written nothing.

use std::{collections::BTreeMap, path::Path};

use crate::common::{copy, desk::Desk, files_below};

/// Fewer would mean that the test looks in the wrong place.
const PAGES: usize = 400;

fn texts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(folder).into_iter().map(|name| (name.clone(), std::fs::read(folder.join(&name)).unwrap())).collect()
}

#[test]
fn a_page_opened_and_saved_writes_no_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root.join("site.toml"), folder.path().join("site.toml")).unwrap();
    copy(&root.join("content"), &folder.path().join("content"));
    copy(&root.join("themes"), &folder.path().join("themes"));
    let before = texts(&folder.path().join("content"));
    let desk = Desk::new(folder.path());
    let mut pages = 0;
    for name in before.keys().filter(|name| name.ends_with(".md")) {
        let (path, language) = name.strip_suffix(".md").unwrap().rsplit_once('.').unwrap();
        let mut views = Vec::new();
        for view in ["text", "blocks"] {
            let form = desk.form(&format!("/page/{path}?with={language}&view={view}"));
            assert!(form.names().contains(&"f"), "{path}");
            let location = desk.press(&form, "save");
            assert!(location.ends_with("&done=nothing"), "{name}: {location}");
            views.push(form.get("view").to_owned());
        }
        assert_eq!(views[0], "text");
        pages += 1;
    }
    assert!(pages > PAGES, "{pages}");
    assert!(texts(&folder.path().join("content")) == before, "a byte was written");
}
