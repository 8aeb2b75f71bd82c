//! Every text of the knowledge base as files for translators, changed and changed back: not one byte differs.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use icsi::translations::po::{self, Catalogue};

/// Fewer would mean that the test looks in the wrong place.
const FILES: usize = 200;
const TEXTS: usize = 1_500;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A copy of the sources without their history.
fn copy() -> tempfile::TempDir {
    let (from, folder) = (Path::new(env!("CARGO_MANIFEST_DIR")), tempfile::tempdir().unwrap());
    let to = folder.path().join("site");
    let parts = ["content", "themes"].into_iter().flat_map(|part| files(&from.join(part)));
    for path in parts.chain([from.join("site.toml")]) {
        let target = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(path, target).unwrap();
    }
    folder
}

#[track_caller]
fn icsi(root: &Path, arguments: &[&str]) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_icsi")).arg("translations").args(arguments).current_dir(root).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn sources(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(root).into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// Exports, lets an edit be made to each translation, and imports.
#[track_caller]
fn rewritten(root: &Path, to: &str, edit: fn(&str) -> String) -> usize {
    let out = root.with_file_name(format!("po-{}", std::fs::read_dir(root.parent().unwrap()).unwrap().count()));
    icsi(root, &["export", "--to", to, "--out", out.to_str().unwrap()]);
    let mut changed = 0;
    let files = files(&out);
    for path in &files {
        let mut catalogue: Catalogue = po::read(&std::fs::read(path).unwrap()).unwrap();
        for message in &mut catalogue.messages {
            let translation = edit(&message.translation);
            changed += usize::from(translation != message.translation);
            message.translation = translation;
        }
        std::fs::write(path, catalogue.to_text()).unwrap();
    }
    assert!(files.len() > FILES, "{}", files.len());
    icsi(root, &["import", out.to_str().unwrap()]);
    changed
}

/// No word of Ukrainian has it.
const MARK: &str = "ъъ";

#[test]
fn every_text_is_translated_anew_and_back_without_a_byte_of_difference() {
    let folder = copy();
    let root = folder.path().join("site");
    let before = sources(&root);
    assert!(before.iter().all(|(_, text)| !String::from_utf8_lossy(text).contains(MARK)));
    assert_eq!(rewritten(&root, "uk", str::to_owned), 0);
    assert!(sources(&root) == before, "an import of what was exported changed something");

    // The first Ukrainian letter of each text is preceded by two of another one.
    let mark = |text: &str| match text.find(|c: char| ('а'..='я').contains(&c)) {
        Some(at) => format!("{}{MARK}{}", &text[..at], &text[at..]),
        None => text.to_owned(),
    };
    let changed = rewritten(&root, "uk", mark);
    assert!(changed > TEXTS, "{changed}");
    let marked = sources(&root);
    assert!(marked != before);
    let marks: usize = marked.iter().map(|(_, text)| String::from_utf8_lossy(text).matches(MARK).count()).sum();
    assert_eq!(marks, changed, "each text is written, once");
    assert_eq!(rewritten(&root, "uk", |text| text.replacen(MARK, "", 1)), changed);
    for ((path, now), (_, then)) in sources(&root).iter().zip(&before) {
        assert!(now == then, "{}", path.display());
    }
}
