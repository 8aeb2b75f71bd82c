//! Finds entries and terms that a field can name: for typed texts, and for the list that opens while one types.

use axum::{body::Body, http::Response};
use serde::Serialize;

use super::{
    ask::{Ask, json},
    field_view::title,
    list::{Query, names, words_of},
};
use crate::{
    config::{Field, FieldKind, LanguageId},
    content::vocabulary::Term,
    site::{EntryId, Site},
    text::nearest,
};

/// So many results are offered at once.
const OFFERED: usize = 12;

/// The id that a typed text means: the id itself, a title in any language, or another name that nothing else has.
pub(super) fn resolve(site: &Site, field: &Field, typed: &str) -> Option<String> {
    let wanted = typed.trim().to_lowercase();
    let is_meant = |title: &str| title.to_lowercase() == wanted;
    match &field.kind {
        FieldKind::Page(of) => {
            if site.find_page(of, &wanted).is_some() {
                return Some(wanted);
            }
            let ids = || of.iter().flat_map(|collection| site.collection_entries(*collection));
            let has_title =
                |id: &EntryId| site.entry(*id).versions.iter().flatten().any(|version| is_meant(&version.page.title));
            let has_name = |id: &EntryId| names(site, site.entry(*id)).iter().any(|name| is_meant(name));
            let found = ids().find(has_title).or_else(|| only(ids().filter(has_name)));
            found.map(|id| site.entry(id).key.id().to_owned())
        }
        FieldKind::Term(vocabulary) => {
            let terms = site.terms_of(*vocabulary);
            let found = terms.iter().find(|term| term.id == wanted || term.title.texts().any(|title| is_meant(title)));
            let has_name = |term: &&Term| term.names.iter().flatten().any(|name| is_meant(name));
            found.or_else(|| only(terms.iter().filter(has_name))).map(|term| term.id.clone())
        }
        FieldKind::Choice(choices) => {
            let found =
                choices.iter().find(|choice| choice.id == wanted || choice.label.texts().any(|label| is_meant(label)));
            found.map(|choice| choice.id.clone())
        }
        FieldKind::File => (!typed.trim().is_empty()).then(|| typed.trim().to_owned()),
        _ => None,
    }
}

/// What was found, where it is the only one.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Proposes the title nearest to a text that names nothing.
pub(super) fn nearest_to(site: &Site, field: &Field, typed: &str, labels: LanguageId) -> Option<String> {
    let titles: Vec<&str> = match &field.kind {
        FieldKind::Page(of) => {
            let ids = of.iter().flat_map(|collection| site.collection_entries(*collection));
            ids.map(|id| title(site.entry(id), labels)).collect()
        }
        FieldKind::Term(vocabulary) => site.terms_of(*vocabulary).iter().map(|term| term.title.get(labels)).collect(),
        _ => Vec::new(),
    };
    nearest(typed, titles).map(str::to_owned)
}

/// Something that can be chosen.
#[derive(Debug, Serialize)]
struct Offered {
    id: String,
    title: String,
    /// The kind of entry that it is, and its title in the other language.
    more: String,
    /// For links in a text: the path of its page from content/.
    path: String,
}

/// Answers what is typed into a field that names entries of collections or terms of a vocabulary: `of=clusters+organisations`.
/// Without `of` all pages are searched, for links.
pub(super) fn pick(ask: &Ask<'_>) -> Response<Body> {
    let (of, typed) = (ask.query.get("of"), ask.query.get("q"));
    let (site, config, labels) = (ask.site(), ask.config(), ask.labels());
    let query = Query::new(typed);
    let mut found: Vec<(u32, String, Offered)> = Vec::new();
    // In a query a plus is a space.
    let names: Vec<&str> = of.split([' ', '+']).filter(|name| !name.is_empty()).collect();
    for id in site.entry_ids() {
        let entry = site.entry(id);
        let collection = entry.key.collection().map(|id| config.collection(id));
        if !names.is_empty()
            && !collection.is_some_and(|c| names.contains(&c.name.as_str()) && entry.key.id() != "index")
        {
            continue;
        }
        let Some(score) = query.score(ask, entry) else { continue };
        let own = title(entry, labels).to_owned();
        let kind = collection.map_or_else(|| ask.say("plain-pages", &[]), |c| c.title.get(labels).to_owned());
        let mut others = entry.versions.iter().flatten().map(|version| version.page.title.as_str());
        let other = others.find(|other| *other != own).map(|other| format!(" · {other}")).unwrap_or_default();
        let offered = Offered {
            id: entry.key.id().to_owned(),
            title: own.clone(),
            more: format!("{kind}{other}"),
            path: entry.key.path(config),
        };
        found.push((score, own, offered));
    }
    for name in &names {
        let Some(vocabulary) = config.vocabulary_named(name) else { continue };
        for term in site.terms_of(vocabulary) {
            let names = term.names.iter().flatten().cloned();
            let texts: Vec<String> = term.title.texts().cloned().chain([term.id.clone()]).chain(names).collect();
            let Some(score) = query.score_of(texts.iter().map(|text| words_of(&ask.desk.stems, text))) else {
                continue;
            };
            let own = term.title.get(labels).to_owned();
            let more = term.title.texts().filter(|title| **title != own).cloned().collect::<Vec<_>>().join(" · ");
            let offered =
                Offered { id: term.id.clone(), title: own.clone(), more, path: format!("{name}/{}", term.id) };
            found.push((score, own, offered));
        }
    }
    found.sort_by(|a, b| (std::cmp::Reverse(a.0), &a.1).cmp(&(std::cmp::Reverse(b.0), &b.1)));
    let offered: Vec<Offered> = found.into_iter().take(OFFERED).map(|(_, _, offered)| offered).collect();
    json(&offered)
}
