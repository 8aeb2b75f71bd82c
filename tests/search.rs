//! The builder and the page's script together: indexes made here, asked by the script in Node (20 or later).

#![expect(clippy::disallowed_methods, clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::{fs, path::Path, process::Command, sync::Arc};

use icsi::search::{Document, Facet, index};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    documents: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    kind: String,
    title: String,
    #[serde(default)]
    names: Vec<String>,
    summary: String,
    text: String,
    countries: Vec<String>,
    sectors: Vec<String>,
}

fn facet(id: &str) -> Facet {
    Facet { id: id.into(), label: id.to_uppercase().into() }
}

fn document(language: &str, page: Page) -> Document {
    let Page { id, kind, title, names, summary, text, countries, sectors } = page;
    Document {
        url: format!("/{language}/{id}/"),
        id,
        language: language.to_owned(),
        kind: facet(&kind),
        boost: 100,
        title,
        names,
        summary,
        terms: Vec::new(),
        headings: Vec::new(),
        text: Arc::from(text),
        countries: countries.iter().map(|id| facet(id)).collect(),
        sectors: sectors.iter().map(|id| facet(id)).collect(),
    }
}

/// The words of the documents alone; the table itself is tested in tests/search/vectors.json.
fn latin(word: &str) -> String {
    let known = [("запоріжжя", "zaporizhzhia"), ("подільський", "podilskyi")];
    known.iter().find(|(from, _)| *from == word.to_lowercase()).map_or_else(String::new, |(_, to)| (*to).to_owned())
}

fn node(script: &str, argument: &str) {
    let output = Command::new("node").arg(script).arg(argument).output().expect("node runs the page's script");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{script}:\n{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn both_engines_agree_on_the_vectors() {
    node("tests/search/vectors.mjs", "");
}

#[test]
fn questions_find_their_pages() {
    let cases = fs::read_to_string("tests/search/questions.json").unwrap();
    let cases: std::collections::BTreeMap<String, Case> = serde_json::from_str(&cases).unwrap();
    let temporary = tempfile::tempdir().unwrap();
    // Kept for tests/search/browser.mjs when it asks for them.
    let folder = std::env::var_os("ICSI_SEARCH_OUT").map_or_else(|| temporary.path().to_owned(), Into::into);
    for (language, case) in cases {
        let documents: Vec<Document> = case.documents.into_iter().map(|page| document(&language, page)).collect();
        write(&folder.join(&language), &language, &documents);
    }
    node("tests/search/questions.mjs", folder.to_str().unwrap());
}

fn write(folder: &Path, language: &str, documents: &[Document]) {
    let pieces = index(language, documents, latin).unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("first"), &pieces[0].name).unwrap();
    for piece in pieces {
        fs::write(folder.join(piece.name), piece.bytes).unwrap();
    }
}
