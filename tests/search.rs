//! The builder and the page's script together: indexes made here, asked by the script in Node (20 or later).

#![expect(clippy::disallowed_methods, clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::{fs, path::Path, process::Command};

use icsi::search::{Content, Document, Facet, Facets, index, text_piece};
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

fn ids(pages: &[Page], of: impl Fn(&Page) -> &[String]) -> Vec<Facet> {
    let ids: std::collections::BTreeSet<&String> = pages.iter().flat_map(of).collect();
    ids.into_iter().map(|id| Facet { id: id.clone(), label: id.to_uppercase() }).collect()
}

fn document<'a>(language: &'a str, page: &'a Page, facets: &Facets) -> Document<'a> {
    let Page { id, kind, title, names, summary, text, countries, sectors } = page;
    let place = |list: &[Facet], id: &str| list.iter().position(|facet| facet.id == id).unwrap();
    Document {
        url: format!("/{language}/{id}/"),
        id: id.clone(),
        language,
        kind: place(&facets.kinds, kind),
        boost: 100,
        title,
        names: names.iter().map(String::as_str).collect(),
        summary,
        terms: Vec::new(),
        headings: Vec::new(),
        texts: vec![text.as_str().into()],
        countries: countries.iter().map(|id| place(&facets.countries, id)).collect(),
        sectors: sectors.iter().map(|id| place(&facets.sectors, id)).collect(),
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
        let pages = &case.documents;
        let facets = Facets {
            kinds: ids(pages, |page| std::slice::from_ref(&page.kind)),
            countries: ids(pages, |page| &page.countries),
            sectors: ids(pages, |page| &page.sectors),
        };
        let documents: Vec<Document> = pages.iter().map(|page| document(&language, page, &facets)).collect();
        write(&folder.join(&language), &language, &documents, &facets);
    }
    node("tests/search/questions.mjs", folder.to_str().unwrap());
}

fn write(folder: &Path, language: &str, documents: &[Document], facets: &Facets) {
    let pieces = index(language, documents, facets, latin, None).unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("first"), &pieces[0].name).unwrap();
    for piece in pieces {
        let bytes = match piece.content {
            Content::Whole(bytes) => bytes,
            Content::Texts(places) => {
                text_piece(places.into_iter().map(|place| documents[place].texts.iter().copied())).into_bytes()
            }
        };
        fs::write(folder.join(piece.name), bytes).unwrap();
    }
}
