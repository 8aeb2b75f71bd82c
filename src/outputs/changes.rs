//! `/data/changes.json`: what has changed, by day, from pages' own notes and from the repository's history.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::{
    config::LanguageId,
    content::PageKey,
    plan::Plan,
    site::{
        EntryId, Site,
        changes::{Change, History, notes},
    },
};

pub(crate) fn json(site: &Site, plan: &Plan, history: Option<&History>) -> String {
    let mut days: BTreeMap<String, (Vec<Json>, Vec<Json>)> = BTreeMap::new();
    for note in notes(site) {
        let texts = by_language(site, |language| note.note.what.get(language.0)?.clone());
        let mut data = subject(site, plan, &site.entry(note.entry).key);
        data.insert("what".to_owned(), texts);
        days.entry(note.note.on.to_string()).or_default().0.push(Json::Object(data));
    }
    for change in history.map(|history| history.changes.as_slice()).unwrap_or_default() {
        days.entry(change.day.clone()).or_default().1.push(recorded(site, plan, change));
    }
    let days = days.into_iter().rev();
    let days: Vec<Json> =
        days.map(|(day, (notes, changes))| json!({ "day": day, "notes": notes, "changes": changes })).collect();
    let known =
        history.map(|history| json!({ "complete": history.known_from.is_none(), "known_from": history.known_from }));
    let data = json!({ "languages": site.config.languages, "history": known, "days": days });
    // A tree of strings, numbers and lists always serialises.
    serde_json::to_string_pretty(&data).unwrap_or_default() + "\n"
}

fn recorded(site: &Site, plan: &Plan, change: &Change) -> Json {
    let mut data = subject(site, plan, &change.key);
    let languages: Vec<&str> = change.languages.iter().map(|language| site.config.tag(*language)).collect();
    data.insert("change".to_owned(), json!(change.kind.name()));
    data.insert("languages".to_owned(), json!(languages));
    data.insert("fields".to_owned(), json!(change.fields));
    Json::Object(data)
}

/// Describes the entry or term that changed. Of one that is gone, only the id is given.
fn subject(site: &Site, plan: &Plan, key: &PageKey) -> Map<String, Json> {
    let config = &site.config;
    let mut data = Map::new();
    let collection = match key {
        PageKey::Entry(collection, _) | PageKey::CollectionIndex(collection) => {
            Some(config.collection(*collection).name.as_str())
        }
        PageKey::Term(vocabulary, _) | PageKey::VocabularyIndex(vocabulary) => {
            Some(config.vocabulary(*vocabulary).name.as_str())
        }
        PageKey::Home | PageKey::Plain(_) => None,
    };
    data.insert("collection".to_owned(), json!(collection));
    data.insert("id".to_owned(), json!(key.id()));
    if let Some(entry) = site.find(key) {
        data.insert("title".to_owned(), by_language(site, |language| Some(title(site, entry, language)?.to_owned())));
        data.insert("url".to_owned(), by_language(site, |language| Some(url(site, plan, entry, language))));
    } else if let PageKey::Term(vocabulary, id) = key
        && let Some(term) = site.find_term(*vocabulary, id).and_then(|term| site.term(*vocabulary, term))
    {
        let address = |language| format!("{}/{}/{id}/", config.tag(language), config.vocabulary(*vocabulary).name);
        data.insert("title".to_owned(), by_language(site, |language| Some(term.title.get(language).to_owned())));
        data.insert("url".to_owned(), by_language(site, |language| Some(config.base_url.join(&address(language)))));
    }
    data
}

fn title(site: &Site, entry: EntryId, language: LanguageId) -> Option<&str> {
    site.entry(entry).version(language).map(|version| version.page.title.as_str())
}

fn url(site: &Site, plan: &Plan, entry: EntryId, language: LanguageId) -> String {
    site.config.base_url.join(plan.address(entry, language))
}

fn by_language(site: &Site, text: impl Fn(LanguageId) -> Option<String>) -> Json {
    let texts = site
        .config
        .language_ids()
        .filter_map(|language| Some((site.config.tag(language).to_owned(), Json::String(text(language)?))));
    Json::Object(texts.collect())
}
