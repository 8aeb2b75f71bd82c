//! The builder and the page's script together: indexes made here, asked by the script in Node (20 or later).

use std::{fs, path::Path, process::Command};

use icsi::search::{Facets, PieceContent, SearchDocument, SearchFacet, index, text_piece};
use serde::Deserialize;

use crate::common::Site;

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

fn ids(pages: &[Page], of: impl Fn(&Page) -> &[String]) -> Vec<SearchFacet> {
    let ids: std::collections::BTreeSet<&String> = pages.iter().flat_map(of).collect();
    ids.into_iter().map(|id| SearchFacet { id: id.clone(), label: id.to_uppercase() }).collect()
}

fn document<'a>(language: &'a str, page: &'a Page, facets: &Facets) -> SearchDocument<'a> {
    let Page { id, kind, title, names, summary, text, countries, sectors } = page;
    let place = |list: &[SearchFacet], id: &str| list.iter().position(|facet| facet.id == id).unwrap();
    SearchDocument {
        url: format!("/{language}/{id}/"),
        id: id.clone(),
        language,
        kind: place(&facets.kinds, kind),
        boost: 100,
        title,
        part_of: "",
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
fn node(script: &str, arguments: &[&str]) {
    let output = Command::new("node").arg(script).args(arguments).output().expect("node runs the page's script");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{script}:\n{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn both_engines_agree_on_the_vectors() {
    node("tests/search/vectors.mjs", &[]);
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
        let documents: Vec<SearchDocument> = pages.iter().map(|page| document(&language, page, &facets)).collect();
        write(&folder.join(&language), &language, &documents, &facets);
    }
    node("tests/search/questions.mjs", &[folder.to_str().unwrap()]);
}

/// Texts that a passage can be taken from: every kind of block, signs that HTML escapes, parts that are no text.
const PAGES: &str = r#"
//- site.toml
base_url = "https://example.org/kb/"
languages = ["en"]
theme = "intermarium"
title = { en = "Knowledge" }
description = { en = "What we know" }

[vocabularies.countries]
title = { en = "Countries" }

[collections.notes]
title = { en = "Notes" }
fields.saying = { type = "text", many = true, label = { en = "Sayings" } }

//- content/countries.toml
[ua]
title = { en = "Ukraine" }

//- content/countries/ua.en.md
+++
title = "Ukraine"
+++

Rivers and *bridges*: nothing else of `<this>` & that.

//- content/about.en.md
+++
title = "About"
+++

## Of ґрунт

A line\
and **its** next.

## Second part

A *valley* that the second part is about.

### Below it

And more.

## Third part

A meadow & its third part.

//- content/notes/two.en.md
+++
title = "Two"
summary = "The second"
saying = ["A long saying of a lantern that goes on and on, beyond what a fact in a short list may have, up to its very end", "Another, no shorter one, which goes on and on as well, as long as there is something that can be said of it by us"]
+++

//- content/notes/one.en.md
+++
title = "One"
summary = "The first"
+++

A harbour "at" 5 < 6 & 7 > 2, it's &amp; so.[^n]

| goods | tariff |
|---|---:|
| salt | 5 % |

- one pier
- [ ] a compass
  1. and an anchor

> Quoted
> twice

```text
wood & <b>nails</b>
```

[^n]: Here footnoted.
"#;

#[test]
fn a_large_sites_passages_come_from_its_pages() {
    let (small, large) = (Site::with_theme("intermarium"), Site::with_theme("intermarium"));
    for site in [&small, &large] {
        site.write(PAGES);
    }
    for number in 0..600 {
        let page = format!("+++\ntitle = \"Number {number}\"\n+++\n\nFiller.\n");
        large.write_bytes(&format!("content/notes/n{number:03}.en.md"), page.as_bytes());
    }
    let [small, large] = [small.built(), large.built()];
    node("tests/search/pages.mjs", &[small.folder.to_str().unwrap(), large.folder.to_str().unwrap()]);
}

fn write(folder: &Path, language: &str, documents: &[SearchDocument], facets: &Facets) {
    let pieces = index(language, documents, facets, None).unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("first"), &pieces[0].name).unwrap();
    for piece in pieces {
        let bytes = match piece.content {
            PieceContent::Whole(bytes) => bytes,
            PieceContent::Texts(places) => {
                text_piece(places.into_iter().map(|place| documents[place].texts.iter().cloned())).into_bytes()
            }
        };
        fs::write(folder.join(piece.name), bytes).unwrap();
    }
}
