//! Lists: pages of cards, groups by collection, facets.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Views,
    fragments::{CardPlace, Failed},
    object::{Object, none},
};
use crate::{
    config::{CollectionId, FieldKind, LanguageId, Role, VocabularyId, with_ids},
    content::{PageKey, Value as Content},
    plan::{PAGE_SIZE, address},
    site::{EntryId, TermId},
    theme::Value,
};

/// One page of a list.
#[derive(Debug)]
pub struct ListPage<'l> {
    pub entries: &'l [EntryId],
    pub number: usize,
    /// The address of the list's first page.
    pub folder: &'l str,
}

impl ListPage<'_> {
    pub fn pages(&self) -> usize {
        self.entries.len().div_ceil(PAGE_SIZE).max(1)
    }

    /// The entries of this page.
    pub fn own(&self) -> &[EntryId] {
        let start = (self.number.max(1) - 1) * PAGE_SIZE;
        let end = (start + PAGE_SIZE).min(self.entries.len());
        self.entries.get(start..end).unwrap_or_default()
    }
}

impl Views {
    /// The entries of a collection that readers of a language are shown, in their order.
    pub fn collection_list(&self, collection: CollectionId, language: LanguageId) -> Arc<[EntryId]> {
        let make = || {
            let all: Vec<EntryId> = self.site.collection_entries(collection).collect();
            self.site.sorted(&all, language).into()
        };
        match self.collection_lists.get(language.0).and_then(|all| all.get(collection.0)) {
            Some(slot) => Arc::clone(slot.get_or_init(make)),
            None => make(),
        }
    }

    /// The entries of a term that readers of a language are shown, in their order.
    pub fn term_list(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Arc<[EntryId]> {
        let make = || self.site.sorted(self.site.entries_of_term(vocabulary, term), language).into();
        let slot =
            self.term_lists.get(language.0).and_then(|all| all.get(vocabulary.0)).and_then(|all| all.get(term.0));
        match slot {
            Some(slot) => Arc::clone(slot.get_or_init(make)),
            None => make(),
        }
    }

    pub fn list(&self, list: &ListPage<'_>, language: LanguageId) -> Object {
        let own = list.own();
        let first = if own.is_empty() { 0 } else { (list.number.max(1) - 1) * PAGE_SIZE + 1 };
        let pages = list.pages();
        let url = |number: usize| self.url(&address::list_page(list.folder, number));
        let link = |number: Option<usize>| number.map(url);
        let page_links: Vec<Value> = (1..=pages)
            .map(|number| {
                Object::new()
                    .with("number", number)
                    .with("url", url(number))
                    .with("current", number == list.number)
                    .into()
            })
            .collect();
        Object::new()
            .with("items", self.cards(own, language))
            .with("total", list.entries.len())
            .with("first", first)
            .with("last", first + own.len().saturating_sub(1))
            .with("page", list.number)
            .with("pages", pages)
            .with("previous", link((list.number > 1).then(|| list.number - 1)))
            .with("next", link((list.number < pages).then(|| list.number + 1)))
            .with("page_links", page_links)
    }

    /// The entries of one page of a list, grouped by collection, with each collection's count in the whole list.
    pub fn groups(&self, list: &ListPage<'_>, language: LanguageId) -> Result<Vec<Value>, Failed> {
        let mut counts: BTreeMap<CollectionId, usize> = BTreeMap::new();
        for id in list.entries {
            if let Some(collection) = self.site.entry(*id).key.collection() {
                *counts.entry(collection).or_default() += 1;
            }
        }
        let mut groups: BTreeMap<CollectionId, Vec<EntryId>> = BTreeMap::new();
        for id in list.own() {
            if let Some(collection) = self.site.entry(*id).key.collection() {
                groups.entry(collection).or_default().push(*id);
            }
        }
        groups
            .into_iter()
            .map(|(collection, ids)| {
                let group = Object::new()
                    .with("collection", self.collection_ref(collection, language))
                    .with("count", counts.get(&collection).copied().unwrap_or_default())
                    .with("items", self.cards(&ids, language))
                    .with("cards", self.card_fragments(CardPlace::Group, &ids, language)?);
                Ok(group.into())
            })
            .collect()
    }

    /// What a collection's entries can be narrowed by: terms, choices and the year of their date, with counts.
    pub fn facets(&self, collection: CollectionId, language: LanguageId) -> Value {
        let make = || {
            let entries = self.collection_list(collection, language);
            self.make_facets(collection, &entries, language).into()
        };
        match self.collection_facets.get(language.0).and_then(|all| all.get(collection.0)) {
            Some(slot) => slot.get_or_init(make).clone(),
            None => make(),
        }
    }

    fn make_facets(&self, collection: CollectionId, entries: &[EntryId], language: LanguageId) -> Vec<Value> {
        let config = &self.site.config;
        let schema = config.collection(collection);
        let mut facets = Vec::new();
        for (at, vocabulary) in config.vocabularies.iter().enumerate() {
            let id = VocabularyId(at);
            let mut counts: BTreeMap<TermId, usize> = BTreeMap::new();
            for entry in entries {
                for term in self.terms_of_entry(*entry, id) {
                    *counts.entry(term).or_default() += 1;
                }
            }
            let values: Vec<Value> = counts
                .into_iter()
                .map(|(term, count)| self.term_link(id, term, language).with("count", count).into())
                .collect();
            push_facet(&mut facets, &vocabulary.name, vocabulary.title.get(language), values);
        }
        for (at, field) in with_ids(&schema.fields) {
            let FieldKind::Choice(choices) = &field.kind else { continue };
            let mut counts = vec![0usize; choices.len()];
            for entry in entries {
                for item in self.site.facts(*entry).map(|facts| facts.get(at)).unwrap_or_default() {
                    if let Content::Choice(chosen) = item.value
                        && let Some(count) = counts.get_mut(chosen)
                    {
                        *count += 1;
                    }
                }
            }
            let values: Vec<Value> = choices
                .iter()
                .zip(counts)
                .filter(|(_, count)| *count > 0)
                .map(|(choice, count)| facet_value(&choice.id, choice.label.get(language)).with("count", count).into())
                .collect();
            push_facet(&mut facets, &field.name, field.label.get(language), values);
        }
        let mut years: BTreeMap<u16, usize> = BTreeMap::new();
        for entry in entries {
            if let Some(date) = self.first_date(*entry) {
                *years.entry(date.year()).or_default() += 1;
            }
        }
        let values: Vec<Value> = years
            .into_iter()
            .rev()
            .map(|(year, count)| facet_value(&year.to_string(), &year.to_string()).with("count", count).into())
            .collect();
        let label = schema.fields.iter().find(|field| matches!(field.kind, FieldKind::Date));
        push_facet(&mut facets, "year", label.map_or("", |field| field.label.get(language)), values);
        facets
    }

    /// Every term of a vocabulary that an entry has, itself or through others.
    pub fn terms_of_entry(&self, id: EntryId, vocabulary: VocabularyId) -> Vec<TermId> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Vec::new() };
        let fields = &self.site.config.collection(*collection).fields;
        self.site.terms.get(id.0).map(|terms| terms.of(vocabulary, fields).into_iter().collect()).unwrap_or_default()
    }

    /// The terms of a vocabulary with their numbers.
    pub fn term_refs(&self, vocabulary: VocabularyId, language: LanguageId) -> Vec<Value> {
        (0..self.site.terms_of(vocabulary).len()).map(|at| self.term_ref(vocabulary, TermId(at), language)).collect()
    }

    /// A term with its numbers.
    pub fn term_ref(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Value {
        let make = || self.make_term_ref(vocabulary, term, language).into();
        let slot = self.term_refs.get(language.0).and_then(|all| all.get(vocabulary.0)).and_then(|all| all.get(term.0));
        slot.map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    fn make_term_ref(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Object {
        let entries = self.site.entries_of_term(vocabulary, term);
        let mut counts: BTreeMap<CollectionId, usize> = BTreeMap::new();
        for id in entries {
            let entry = self.site.entry(*id);
            if let (Some(collection), true) = (entry.key.collection(), entry.shown(language).is_some()) {
                *counts.entry(collection).or_default() += 1;
            }
        }
        let total: usize = counts.values().sum();
        let by_collection: Vec<Value> = counts
            .iter()
            .map(|(collection, count)| {
                let collection = self.site.config.collection(*collection);
                Object::new()
                    .with("collection", collection.name.as_str())
                    .with("title", collection.title.get(language))
                    .with("count", *count)
                    .into()
            })
            .collect();
        let fields = &self.site.config.vocabulary(vocabulary).fields;
        let facts = self
            .site
            .term(vocabulary, term)
            .map(|known| self.term_facts(fields, &known.fields, language))
            .unwrap_or_default();
        self.term_link(vocabulary, term, language)
            .with("count", total)
            .with("counts", by_collection)
            .with("fields", facts)
            .with("iso", self.iso(vocabulary, term).map_or_else(none, Value::from))
    }

    /// A term's country code, which ties it to the map.
    pub fn iso(&self, vocabulary: VocabularyId, term: TermId) -> Option<&str> {
        let (at, _) = with_ids(&self.site.config.vocabulary(vocabulary).fields)
            .find(|(_, field)| field.role == Some(Role::CountryCode))?;
        match self.site.term(vocabulary, term)?.fields.get(at).first().map(|item| &item.value) {
            Some(Content::Text(iso)) => Some(iso),
            _ => None,
        }
    }
}

fn facet_value(id: &str, title: &str) -> Object {
    Object::new().with("id", id).with("title", title).with("url", none())
}

/// A facet with one value narrows nothing.
fn push_facet(facets: &mut Vec<Value>, name: &str, label: &str, values: Vec<Value>) {
    if values.len() > 1 {
        facets.push(Object::new().with("name", name).with("label", label).with("values", values).into());
    }
}
