//! Lists: pages of cards, groups by collection, facets.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Views,
    data::{CollectionCount, CountedValue, Facet, Group, ListData, ListPageLink, TermData, TermLink},
    fragments::{CardPlace, Failed},
    values::{Html, Shared, Text},
};
use crate::{
    config::{CollectionId, FieldKind, LanguageId, Role, VocabularyId, with_ids},
    content::{PageKey, Value as Content},
    plan::{self, PAGE_SIZE, address},
    site::{EntryId, TermId},
};

/// One page of a list.
#[derive(Debug)]
pub(super) struct ListPage<'l> {
    pub entries: &'l [EntryId],
    pub number: usize,
    /// The address of the list's first page.
    pub folder: &'l str,
}

impl ListPage<'_> {
    pub(super) fn pages(&self) -> usize {
        plan::pages(self.entries.len())
    }

    /// The entries of this page.
    pub(super) fn own(&self) -> &[EntryId] {
        let start = (self.number.max(1) - 1) * PAGE_SIZE;
        let end = (start + PAGE_SIZE).min(self.entries.len());
        self.entries.get(start..end).unwrap_or_default()
    }
}

impl Views {
    /// The entries of a collection that readers of a language are shown, in their order.
    pub(super) fn collection_entries(&self, collection: CollectionId, language: LanguageId) -> Arc<[EntryId]> {
        self.caches.collection_entries.get(language, collection.0, || {
            let all: Vec<EntryId> = self.site.collection_entries(collection).collect();
            self.site.sorted(&all, language).into()
        })
    }

    /// The entries of a term that readers of a language are shown, in their order.
    pub(super) fn term_entries(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Arc<[EntryId]> {
        self.caches.term_entries.get(language, self.caches.term(vocabulary, term), || {
            self.site.sorted(self.site.entries_of_term(vocabulary, term), language).into()
        })
    }

    pub(super) fn list(&self, list: &ListPage<'_>, cards: Html, language: LanguageId) -> ListData {
        let own = list.own();
        let first = if own.is_empty() { 0 } else { (list.number.max(1) - 1) * PAGE_SIZE + 1 };
        let pages = list.pages();
        let url = |number: usize| Text::from(self.url(&address::list_page(list.folder, number)));
        let link = |number| ListPageLink { number, url: url(number), current: number == list.number };
        ListData {
            items: self.cards(own, language),
            cards,
            total: list.entries.len(),
            first,
            last: first + own.len().saturating_sub(1),
            page: list.number,
            pages,
            previous: (list.number > 1).then(|| url(list.number - 1)),
            next: (list.number < pages).then(|| url(list.number + 1)),
            page_links: (1..=pages).map(link).collect(),
        }
    }

    /// The entries of one page of a list, grouped by collection, with each collection's count in the whole list.
    pub(super) fn groups(&self, list: &ListPage<'_>, language: LanguageId) -> Result<Vec<Group>, Failed> {
        let collection = |id: &EntryId| self.site.entry(*id).key.collection();
        let counts = counted(list.entries.iter().filter_map(collection));
        let mut groups: BTreeMap<CollectionId, Vec<EntryId>> = BTreeMap::new();
        for id in list.own() {
            if let Some(collection) = collection(id) {
                groups.entry(collection).or_default().push(*id);
            }
        }
        let count = |collection| counts.get(&collection).copied().unwrap_or_default();
        groups.into_iter().map(|(collection, ids)| self.group(collection, count(collection), &ids, language)).collect()
    }

    /// Entries of a collection, which has `count` of them in all.
    pub(super) fn group(
        &self,
        collection: CollectionId,
        count: usize,
        ids: &[EntryId],
        language: LanguageId,
    ) -> Result<Group, Failed> {
        Ok(Group {
            collection: self.collection_link(collection, language),
            count,
            items: self.cards(ids, language),
            cards: self.card_fragments(CardPlace::Group, ids, language)?,
        })
    }

    /// The facets of a collection's list: terms, choices and the year of their date, with counts.
    pub(super) fn facets(&self, collection: CollectionId, language: LanguageId) -> Shared<Vec<Facet>> {
        self.caches.facets.get(language, collection.0, || {
            let entries = self.collection_entries(collection, language);
            Shared::new(self.make_facets(collection, &entries, language))
        })
    }

    fn make_facets(&self, collection: CollectionId, entries: &[EntryId], language: LanguageId) -> Vec<Facet> {
        let config = &self.site.config;
        let schema = config.collection(collection);
        let mut facets = Vec::new();
        for (at, vocabulary) in config.vocabularies.iter().enumerate() {
            let id = VocabularyId(at);
            let counts = counted(entries.iter().flat_map(|entry| self.terms_of_entry(*entry, id)));
            let value = |(term, count)| CountedValue { link: self.term_link(id, term, language), count };
            let values = counts.into_iter().map(value).collect();
            push_facet(&mut facets, &vocabulary.name, vocabulary.title.get(language), values);
        }
        for (at, field) in with_ids(&schema.fields) {
            let FieldKind::Choice(choices) = &field.kind else { continue };
            let items = entries.iter().filter_map(|entry| self.site.facts(*entry)).flat_map(|facts| facts.get(at));
            let counts = counted(items.filter_map(|item| match item.value {
                Content::Choice(chosen) => Some(chosen),
                _ => None,
            }));
            let value = |(chosen, count): (usize, usize)| {
                let choice = choices.get(chosen)?;
                Some(unlinked_value(&choice.id, choice.label.get(language), count))
            };
            let values = counts.into_iter().filter_map(value).collect();
            push_facet(&mut facets, &field.name, field.label.get(language), values);
        }
        let years = counted(entries.iter().filter_map(|entry| self.first_date(*entry)).map(|date| date.year()));
        let value = |(year, count): (u16, usize)| unlinked_value(&year.to_string(), &year.to_string(), count);
        let values = years.into_iter().rev().map(value).collect();
        let label = schema.fields.iter().find(|field| matches!(field.kind, FieldKind::Date));
        push_facet(&mut facets, "year", label.map_or("", |field| field.label.get(language)), values);
        facets
    }

    /// Every term of a vocabulary that an entry has, itself or through others.
    pub(super) fn terms_of_entry(&self, id: EntryId, vocabulary: VocabularyId) -> Vec<TermId> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Vec::new() };
        let fields = &self.site.config.collection(*collection).fields;
        self.site.terms.get(id.0).map(|terms| terms.of(vocabulary, fields)).unwrap_or_default()
    }

    /// The terms of a vocabulary with their numbers.
    pub(super) fn all_term_data(
        &self,
        vocabulary: VocabularyId,
        language: LanguageId,
    ) -> Result<Vec<Shared<TermData>>, Failed> {
        self.terms(vocabulary).map(|term| self.term_data(vocabulary, term, language)).collect()
    }

    /// A term with its numbers.
    pub(super) fn term_data(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        language: LanguageId,
    ) -> Result<Shared<TermData>, Failed> {
        self.caches.terms.get(language, self.caches.term(vocabulary, term), || {
            self.make_term_data(vocabulary, term, language).map(Shared::new)
        })
    }

    fn make_term_data(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Result<TermData, Failed> {
        let entries = self.site.entries_of_term(vocabulary, term);
        let shown = entries.iter().map(|id| self.site.entry(*id)).filter(|entry| entry.shown(language).is_some());
        let counts = counted(shown.filter_map(|entry| entry.key.collection()));
        let of_collection = |(collection, count): (&CollectionId, &usize)| {
            let collection = self.site.config.collection(*collection);
            CollectionCount {
                collection: (&collection.name).into(),
                title: collection.title.get(language).into(),
                count: *count,
            }
        };
        let fields = &self.site.config.vocabulary(vocabulary).fields;
        let known = self.site.term(vocabulary, term);
        let facts = known.map_or(Ok(Vec::new()), |known| self.term_facts(fields, &known.fields, language))?;
        Ok(TermData {
            link: self.term_link(vocabulary, term, language),
            count: counts.values().sum(),
            counts: counts.iter().map(of_collection).collect(),
            names: known.and_then(|known| known.names.get(language.0)).into_iter().flatten().map(Text::from).collect(),
            fields: facts,
            iso: self.iso(vocabulary, term).map(Into::into),
        })
    }

    /// A term's country code, which ties it to the map.
    pub(super) fn iso(&self, vocabulary: VocabularyId, term: TermId) -> Option<&str> {
        let (at, _) = with_ids(&self.site.config.vocabulary(vocabulary).fields)
            .find(|(_, field)| field.role == Some(Role::CountryCode))?;
        match self.site.term(vocabulary, term)?.fields.get(at).first().map(|item| &item.value) {
            Some(Content::Text(iso)) => Some(iso),
            _ => None,
        }
    }
}

/// Counts how often each key occurs.
fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

/// A value that has no page.
fn unlinked_value(id: &str, title: &str, count: usize) -> CountedValue {
    CountedValue { link: TermLink { id: id.into(), title: title.into(), url: None }, count }
}

/// Adds a facet, unless it has just one value and could narrow nothing.
fn push_facet(facets: &mut Vec<Facet>, name: &str, label: &str, values: Vec<CountedValue>) {
    if values.len() > 1 {
        facets.push(Facet { name: name.into(), label: label.into(), values });
    }
}
