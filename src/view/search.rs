//! What each page offers to search, and the index made of it. Made when first asked for: only the search page and the
//! index's own files need it.

use std::sync::Arc;

use rayon::prelude::*;

use super::Views;
use crate::{
    config::{CollectionId, FieldKind, LanguageId, VocabularyId},
    content::{FieldValues, PageKey, Value},
    locale::transliterate,
    search::{self, Document, Facet, Piece},
    site::{EntryId, TermId, texts_in},
};

/// Fields whose texts are other names of the entry.
const NAME_FIELDS: &[&str] = &["names", "abbreviation", "project"];

/// In percent: a country's or sector's page is what somebody who types its name looks for.
const TERM_BOOST: u16 = 130;

impl Views {
    /// The files of a language's index; the first is the one that the search page names.
    pub fn search_pieces(&self, language: LanguageId) -> &[Piece] {
        let make = || {
            let documents = self.documents(language);
            search::index(self.site.config.tag(language), &documents, transliterate::latin).unwrap_or_default()
        };
        self.search.get(language.0).map_or(&[], |slot| slot.get_or_init(make).as_slice())
    }

    /// Where a file of the index stands.
    pub fn search_path(&self, language: LanguageId, piece: &Piece) -> String {
        format!("assets/search/{}/{}", self.site.config.tag(language), piece.name)
    }

    fn documents(&self, language: LanguageId) -> Vec<Document> {
        let pages: Vec<EntryId> = self
            .site
            .entry_ids()
            .filter(|id| matches!(self.site.entry(*id).key, PageKey::Entry(..) | PageKey::Plain(_)))
            .collect();
        let mut documents: Vec<Document> =
            pages.par_iter().filter_map(|id| self.entry_document(*id, language)).collect();
        for at in 0..self.site.config.vocabularies.len() {
            let vocabulary = VocabularyId(at);
            for term in (0..self.site.terms_of(vocabulary).len()).map(TermId) {
                documents.extend(self.term_document(vocabulary, term, language));
            }
        }
        documents
    }

    fn entry_document(&self, id: EntryId, language: LanguageId) -> Option<Document> {
        let entry = self.site.entry(id);
        let (version, _) = entry.shown(language)?;
        let page = &version.page;
        let (names, more) = self.field_texts(id, language);
        let mut text = page.body.text.clone();
        for one in &more {
            text.push('\n');
            text.push_str(one);
        }
        // The title in the site's other languages is a name too.
        let others = entry.versions.iter().flatten().filter(|v| v.page.language != page.language);
        let names = names.into_iter().chain(others.map(|version| version.page.title.clone())).collect();
        let kind = match entry.key.collection() {
            Some(collection) => self.kind(collection, language),
            None => Facet { id: "page".into(), label: self.string(language, "search-kind-page").into() },
        };
        let countries = self.country_vocabulary();
        let sectors = self.sector_vocabulary();
        Some(Document {
            id: entry.key.path(&self.site.config),
            url: self.url(self.plan.address(id, language)),
            language: self.site.config.tag(page.language).to_owned(),
            kind,
            boost: 100,
            title: page.title.clone(),
            names,
            summary: page.summary.clone().unwrap_or_default(),
            terms: self.all_term_titles(id, language),
            headings: page.body.headings.iter().map(|heading| heading.text.clone()).collect(),
            text: text.into(),
            countries: countries.map(|v| self.term_facets(id, v, language)).unwrap_or_default(),
            sectors: sectors.map(|v| self.term_facets(id, v, language)).unwrap_or_default(),
        })
    }

    fn kind(&self, collection: CollectionId, language: LanguageId) -> Facet {
        let collection = self.site.config.collection(collection);
        Facet { id: collection.name.as_str().into(), label: collection.title.get(language).into() }
    }

    /// The vocabulary that the facet of sectors shows: the one of that name, or the first that is not of countries.
    fn sector_vocabulary(&self) -> Option<VocabularyId> {
        let config = &self.site.config;
        config.vocabulary_named("sectors").or_else(|| {
            (0..config.vocabularies.len()).map(VocabularyId).find(|id| Some(*id) != self.country_vocabulary())
        })
    }

    fn term_facets(&self, id: EntryId, vocabulary: VocabularyId, language: LanguageId) -> Vec<Facet> {
        self.terms_of_entry(id, vocabulary)
            .into_iter()
            .filter_map(|term| self.site.term(vocabulary, term))
            .map(|term| Facet { id: term.id.as_str().into(), label: term.title.get(language).into() })
            .collect()
    }

    fn all_term_titles(&self, id: EntryId, language: LanguageId) -> Vec<String> {
        (0..self.site.config.vocabularies.len())
            .map(VocabularyId)
            .flat_map(|vocabulary| {
                self.terms_of_entry(id, vocabulary)
                    .into_iter()
                    .filter_map(move |term| self.site.term(vocabulary, term))
                    .map(|term| term.title.get(language).to_owned())
            })
            .collect()
    }

    /// The texts of an entry's fields as a reader sees them: its other names, and the rest.
    fn field_texts(&self, id: EntryId, language: LanguageId) -> (Vec<String>, Vec<String>) {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Default::default() };
        let Some(facts) = self.site.facts(id) else { return Default::default() };
        let (mut names, mut more) = (Vec::new(), Vec::new());
        for (at, field) in self.site.config.collection(*collection).fields.iter().enumerate() {
            let list = if NAME_FIELDS.contains(&field.name.as_str()) { &mut names } else { &mut more };
            if field.localized {
                list.extend(self.site.localized(id, at, language).map(|(texts, _)| texts).unwrap_or_default().to_vec());
                continue;
            }
            match &field.kind {
                FieldKind::Text => list.extend(facts.get(at).iter().filter_map(|item| match &item.value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                })),
                FieldKind::Table(columns) => {
                    for item in facts.get(at) {
                        if let Value::Row(row) = &item.value {
                            list.extend(row_texts(columns.len(), row, language));
                        }
                    }
                }
                _ => {}
            }
        }
        (names, more)
    }

    fn term_document(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Option<Document> {
        let config = &self.site.config;
        let known = self.site.term(vocabulary, term)?;
        let text = self.site.find(&PageKey::Term(vocabulary, known.id.clone()));
        let version = text.and_then(|id| self.site.entry(id).shown(language)).map(|(version, _)| version);
        let facet = Facet { id: known.id.as_str().into(), label: known.title.get(language).into() };
        let address = crate::plan::address::term(&self.site, vocabulary, term, language)?;
        let facets = |wanted: Option<VocabularyId>| {
            if wanted == Some(vocabulary) { vec![facet.clone()] } else { Vec::new() }
        };
        Some(Document {
            id: format!("{}/{}", config.vocabulary(vocabulary).name, known.id),
            url: self.url(&address),
            language: config.tag(version.map_or(language, |version| version.page.language)).to_owned(),
            kind: Facet {
                id: config.vocabulary(vocabulary).name.as_str().into(),
                label: config.vocabulary(vocabulary).title.get(language).into(),
            },
            boost: TERM_BOOST,
            title: known.title.get(language).to_owned(),
            names: config.language_ids().filter(|l| *l != language).map(|l| known.title.get(l).to_owned()).collect(),
            summary: version.and_then(|version| version.page.summary.clone()).unwrap_or_default(),
            terms: Vec::new(),
            headings: Vec::new(),
            text: version.map_or_else(|| Arc::from(""), |version| version.page.body.text.as_str().into()),
            countries: facets(self.country_vocabulary()),
            sectors: facets(self.sector_vocabulary()),
        })
    }
}

fn row_texts(columns: usize, row: &FieldValues, language: LanguageId) -> Vec<String> {
    (0..columns)
        .flat_map(|at| {
            let localized = texts_in(row.get(at), language).unwrap_or_default().iter().cloned();
            let plain = row.get(at).iter().filter_map(|item| match &item.value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            });
            localized.chain(plain).collect::<Vec<_>>()
        })
        .collect()
}
