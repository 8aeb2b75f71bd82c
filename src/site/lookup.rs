//! Entries and terms by their ids, for the steps that follow references before there is a [`super::Site`].

use std::sync::Arc;

use hashbrown::HashMap;

use super::{Entry, EntryId, TermId, meant::Candidate};
use crate::{
    config::{Collection, CollectionId, Config, LanguageId, Role, VocabularyId, with_ids},
    content::{
        FieldValues, Page, PageKey, Value,
        vocabulary::{Term, Terms},
    },
};

/// The tables in which references are followed. Each is looked up several times, hence by hash.
#[derive(Debug)]
pub(crate) struct Lookup<'e> {
    pub config: &'e Config,
    pub entries: &'e [Entry],
    vocabularies: &'e [Arc<Terms>],
    entries_by_id: HashMap<(CollectionId, &'e str), EntryId>,
    /// By vocabulary.
    terms_by_id: Vec<HashMap<&'e str, TermId>>,
}

impl<'e> Lookup<'e> {
    pub(crate) fn new(entries: &'e [Entry], vocabularies: &'e [Arc<Terms>], config: &'e Config) -> Self {
        let entries_by_id = entries.iter().enumerate().filter_map(|(at, entry)| match &entry.key {
            PageKey::Entry(collection, id) => Some(((*collection, id.as_str()), EntryId(at))),
            _ => None,
        });
        let terms_by_id = |terms: &'e Arc<Terms>| {
            // Of two terms with one id, which has been reported, the first counts.
            terms.terms.iter().enumerate().rev().map(|(at, term)| (term.id.as_str(), TermId(at))).collect()
        };
        Self {
            config,
            entries,
            vocabularies,
            entries_by_id: entries_by_id.collect(),
            terms_by_id: vocabularies.iter().map(terms_by_id).collect(),
        }
    }

    /// The entry that an id in a field means that leads to these collections.
    pub(crate) fn entry(&self, of: &[CollectionId], id: &str) -> Option<EntryId> {
        of.iter().find_map(|collection| self.entries_by_id.get(&(*collection, id)).copied())
    }

    pub(crate) fn term(&self, vocabulary: VocabularyId, id: &str) -> Option<TermId> {
        self.terms_by_id.get(vocabulary.0)?.get(id).copied()
    }

    pub(crate) fn terms_of(&self, vocabulary: VocabularyId) -> &'e [Term] {
        self.vocabularies.get(vocabulary.0).map_or(&[], |terms| &terms.terms)
    }

    /// The schema, values and page of an entry of a collection; `None` for all other pages.
    pub(crate) fn facts(&self, id: EntryId) -> Option<(&'e Collection, &'e FieldValues, &'e Page)> {
        let entry = self.entries.get(id.0)?;
        let PageKey::Entry(collection, _) = &entry.key else { return None };
        let page = &entry.original()?.page;
        Some((self.config.collection(*collection), &page.fields, page))
    }

    /// The terms of a vocabulary with all that they are called; titles to show are in the language of who is told.
    pub(crate) fn term_candidates(&self, vocabulary: VocabularyId, language: LanguageId) -> Vec<Candidate<'e>> {
        let fields = &self.config.vocabulary(vocabulary).fields;
        let codes = || with_ids(fields).filter(|(_, field)| field.role == Some(Role::CountryCode)).map(|(id, _)| id);
        let candidate = |term: &'e Term| {
            let codes = codes().flat_map(|field| term.fields.get(field)).filter_map(|item| match &item.value {
                Value::Text(code) => Some(code.as_str()),
                _ => None,
            });
            Candidate {
                id: &term.id,
                title: term.title.get(language),
                names: term.title.texts().chain(term.names.iter().flatten()).map(String::as_str).chain(codes).collect(),
                aliases: term.aliases.iter().map(|alias| alias.value.as_str()).collect(),
            }
        };
        self.terms_of(vocabulary).iter().map(candidate).collect()
    }

    /// The candidates among the entries of some collections.
    pub(crate) fn entry_candidates(&self, of: &[CollectionId], language: LanguageId) -> Vec<Candidate<'e>> {
        let candidate = |entry: &'e Entry| {
            let PageKey::Entry(collection, id) = &entry.key else { return None };
            let pages = || entry.versions.iter().flatten().map(|version| &version.page);
            let shown = entry.version(language).or_else(|| entry.original());
            of.contains(collection).then(|| Candidate {
                id,
                title: shown.map_or("", |version| &version.page.title),
                names: pages().map(|page| page.title.as_str()).collect(),
                aliases: pages().flat_map(|page| &page.aliases).map(|alias| alias.value.as_str()).collect(),
            })
        };
        self.entries.iter().filter_map(candidate).collect()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len()).map(EntryId)
    }
}
