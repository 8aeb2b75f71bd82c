//! The knowledge base says what the sources say: tests/knowledge_base/coverage.toml held against the built site.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use icsi::{
    pipeline::{self, LoadMemory, LoadOptions, Loaded, Snapshot},
    timings::Timings,
    view::render,
};
use serde::Deserialize;
use serde_json::Value as Json;

const COVERAGE: &str = include_str!("coverage.toml");
const LANGUAGES: [&str; 2] = ["en", "uk"];
const COLLECTIONS: [&str; 8] =
    ["initiatives", "memoranda", "clusters", "organisations", "events", "people", "calls", "documents"];
const VOCABULARIES: [&str; 3] = ["countries", "sectors", "themes"];

#[derive(Deserialize)]
struct Coverage {
    /// By source: how many lines it has.
    lines: BTreeMap<String, u32>,
    fact: Vec<Fact>,
}

#[derive(Deserialize)]
struct Fact {
    group: String,
    fact: String,
    entry: String,
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    uk: Vec<String>,
    /// Values that must not stand in those fields, and words that must not stand on the page: no source says so.
    #[serde(default)]
    no_fields: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    no_en: Vec<String>,
    #[serde(default)]
    no_uk: Vec<String>,
}

fn coverage() -> Coverage {
    toml::from_str(COVERAGE).expect("tests/knowledge_base/coverage.toml")
}

fn load() -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    pipeline::load(root, &LoadOptions::default(), &mut LoadMemory::default(), &mut Timings::default())
        .expect("the repository's own site")
}

/// The site with what was rendered of it so far.
struct Built<'s> {
    snapshot: &'s Snapshot,
    data: BTreeMap<String, Json>,
    pages: BTreeMap<String, String>,
}

impl<'s> Built<'s> {
    fn new(loaded: &'s Loaded) -> Self {
        let snapshot = loaded.snapshot.as_ref().expect("a usable site.toml");
        Self { snapshot, data: BTreeMap::new(), pages: BTreeMap::new() }
    }

    fn output(&self, path: &str) -> Option<Vec<u8>> {
        let output = self.snapshot.plan.find(path)?;
        let views = self.snapshot.views.as_ref().expect("a usable theme");
        Some(render(views, output).unwrap_or_else(|error| panic!("{path}: {error:?}")).into_owned())
    }

    fn collection(&mut self, name: &str) -> &Json {
        if !self.data.contains_key(name) {
            let bytes = self.output(&format!("data/{name}.json")).unwrap_or_else(|| panic!("no data/{name}.json"));
            self.data.insert(name.to_owned(), serde_json::from_slice(&bytes).expect("JSON"));
        }
        &self.data[name]
    }

    fn entry(&mut self, collection: &str, id: &str) -> Option<Json> {
        let entries = self.collection(collection)["entries"].as_array()?;
        entries.iter().find(|entry| entry["id"] == id).cloned()
    }

    /// The words of a page, without markup, with plain spaces.
    fn page(&mut self, entry: &str, language: &str) -> Option<&str> {
        let path = format!("{language}/{entry}/index.html");
        if !self.pages.contains_key(&path) {
            let html = String::from_utf8(self.output(&path)?).expect("UTF-8");
            self.pages.insert(path.clone(), words(&html));
        }
        self.pages.get(&path).map(String::as_str)
    }
}

fn words(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let mut text = String::new();
    let mut inside_tag = true;
    for c in main.chars() {
        match c {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            _ if !inside_tag => text.push(c),
            _ => {}
        }
    }
    for (entity, plain) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, plain);
    }
    plain_spaces(&text)
}

fn plain_spaces(text: &str) -> String {
    // No-break spaces are white space too; word joiners and soft hyphens are nothing to a reader.
    let text = text.replace(['\u{2060}', '\u{ad}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that stands in a value, as text.
fn leaves(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Null => {}
        Json::Bool(value) => found.push(value.to_string()),
        Json::Number(value) => found.push(value.to_string()),
        Json::String(value) => found.push(plain_spaces(value)),
        Json::Array(values) => values.iter().for_each(|value| leaves(value, found)),
        Json::Object(values) => values.values().for_each(|value| leaves(value, found)),
    }
}

/// Ids, dates and numbers must be there whole; words may be part of a longer text.
fn stands_in(wanted: &str, leaves: &[String]) -> bool {
    let in_words = wanted.contains(' ') || wanted.chars().any(char::is_uppercase);
    leaves.iter().any(|leaf| leaf == wanted || (in_words && leaf.contains(wanted)))
}

#[test]
fn every_fact_stands_where_the_list_says() {
    let (coverage, loaded) = (coverage(), load());
    let mut built = Built::new(&loaded);
    let mut missing = Vec::new();
    for fact in &coverage.fact {
        let about = format!("{} {} ({})", fact.group, fact.fact, fact.entry);
        let (collection, id) = fact.entry.split_once('/').expect("collection/id");
        if !VOCABULARIES.contains(&collection) {
            let Some(entry) = built.entry(collection, id) else {
                missing.push(format!("{about}: no such entry"));
                continue;
            };
            for language in LANGUAGES {
                match entry["versions"][language]["translation"].as_str() {
                    Some("original" | "current") => {}
                    state => missing.push(format!("{about}: {language} is {state:?}")),
                }
            }
            for (field, wanted) in &fact.fields {
                let mut found = Vec::new();
                leaves(&entry["fields"][field], &mut found);
                let absent = wanted.iter().filter(|wanted| !stands_in(wanted, &found));
                missing.extend(absent.map(|wanted| format!("{about}: no “{wanted}” in {field}: {found:?}")));
            }
            for (field, unwanted) in &fact.no_fields {
                let mut found = Vec::new();
                leaves(&entry["fields"][field], &mut found);
                let present = unwanted.iter().filter(|unwanted| stands_in(unwanted, &found));
                missing.extend(present.map(|unwanted| format!("{about}: “{unwanted}” in {field}: {found:?}")));
            }
        }
        for (language, wanted, unwanted) in [("en", &fact.en, &fact.no_en), ("uk", &fact.uk, &fact.no_uk)] {
            let Some(page) = built.page(&fact.entry, language) else {
                missing.push(format!("{about}: no page in {language}"));
                continue;
            };
            let absent = wanted.iter().filter(|wanted| !page.contains(wanted.as_str()));
            missing.extend(absent.map(|wanted| format!("{about}: no “{wanted}” on the page in {language}")));
            let present = unwanted.iter().filter(|unwanted| page.contains(unwanted.as_str()));
            missing.extend(present.map(|unwanted| format!("{about}: “{unwanted}” on the page in {language}")));
        }
    }
    assert!(missing.is_empty(), "{} wrong:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn the_list_covers_every_group_and_every_entry() {
    let (coverage, loaded) = (coverage(), load());
    let groups: BTreeSet<&str> = coverage.fact.iter().map(|fact| fact.group.as_str()).collect();
    for group in ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"] {
        assert!(groups.contains(group), "no fact of {group}");
    }
    let listed: BTreeSet<&str> = coverage.fact.iter().map(|fact| fact.entry.as_str()).collect();
    let mut built = Built::new(&loaded);
    let mut unlisted = Vec::new();
    for collection in COLLECTIONS {
        for entry in built.collection(collection)["entries"].as_array().expect("entries") {
            let id = format!("{collection}/{}", entry["id"].as_str().expect("an id"));
            if !listed.contains(id.as_str()) {
                unlisted.push(id);
            }
        }
    }
    assert!(unlisted.is_empty(), "entries that carry no fact of the list: {unlisted:?}");
}

#[test]
fn nobody_is_shown_as_a_member_without_a_source() {
    let loaded = load();
    let mut built = Built::new(&loaded);
    for id in ["icsi-joint-platform", "clusters4defence"] {
        let entry = built.entry("initiatives", id).expect("the initiative");
        assert!(entry["fields"]["participants"].is_null(), "{id} names participants; no source does");
    }
    let memorandum = built.entry("memoranda", "cp4u-memorandum-2023").expect("the memorandum");
    assert_eq!(memorandum["fields"]["parties"].as_array().map(Vec::len), Some(6));
}

#[test]
fn people_stand_with_their_public_roles_alone() {
    let loaded = load();
    let mut built = Built::new(&loaded);
    let people = built.collection("people")["entries"].as_array().expect("entries").clone();
    for person in people {
        let id = person["id"].as_str().expect("an id");
        assert!(person["fields"]["country"].is_null(), "{id}: where a person lives is nobody's business");
        for language in LANGUAGES {
            let page = built.page(&format!("people/{id}"), language).expect("a page");
            for word in ["based in", "resid", "lives", "мешка", "прожива"] {
                assert!(!page.contains(word), "{id} ({language}): “{word}”");
            }
        }
    }
}

#[test]
fn every_entry_names_its_sources_with_lines_that_exist() {
    let (coverage, loaded) = (coverage(), load());
    let mut built = Built::new(&loaded);
    let mut wrong = Vec::new();
    for collection in COLLECTIONS {
        for entry in built.collection(collection)["entries"].as_array().expect("entries") {
            let id = format!("{collection}/{}", entry["id"].as_str().expect("an id"));
            if entry["fields"]["standing"] == "source" {
                continue;
            }
            let rows = entry["fields"]["sources"].as_array().cloned().unwrap_or_default();
            if !rows.iter().any(|row| row["document"]["id"].is_string()) {
                wrong.push(format!("{id}: no source"));
            }
            for row in rows {
                let Some(document) = row["document"]["id"].as_str() else { continue };
                let Some(lines) = coverage.lines.get(document) else {
                    wrong.push(format!("{id}: {document} is not one of the sources"));
                    continue;
                };
                let place = row["place"].as_str().unwrap_or_default();
                let numbers: Option<Vec<u32>> =
                    place.split([',', '–']).map(|number| number.trim().parse().ok()).collect();
                match numbers {
                    Some(numbers)
                        if numbers.iter().all(|number| (1..=*lines).contains(number)) && numbers.is_sorted() => {}
                    _ => wrong.push(format!("{id}: “{place}” are no lines of {document}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
