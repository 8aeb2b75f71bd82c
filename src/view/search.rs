//! What each page offers to search, and the index made of it. Made when first asked for: only the search page and the
//! index's own files need it.

use std::borrow::Cow;

use rayon::prelude::*;

use super::Views;
use crate::{
    config::{Field, FieldKind, LanguageId, Role, VocabularyId, with_column_ids, with_ids},
    content::{Item, PageKey, RowValues, Value},
    markdown,
    search::{self, Facet, Facets, PieceContent, SearchDocument, SearchPiece, SearchText},
    site::{EntryId, TermId, Version, texts_in},
};

/// In percent. Somebody who types the name of a country or sector looks for its own page.
const TERM_BOOST: u16 = 130;

/// The index of a language.
#[derive(Debug, Default)]
pub(super) struct SearchIndex {
    /// What the documents were made of, in the order in which the pieces number them.
    sources: Vec<Source>,
    pieces: Vec<SearchPiece>,
}

/// What a document is made of.
#[derive(Clone, Copy, Debug)]
enum Source {
    Entry(EntryId),
    Term(VocabularyId, TermId),
}

impl Views {
    /// The files of a language's index; the first is the one that the search page names.
    pub fn search_pieces(&self, language: LanguageId) -> &[SearchPiece] {
        self.search_index(language).map_or(&[], |index| &index.pieces)
    }

    /// Where a file of the index stands.
    pub fn search_path(&self, language: LanguageId, piece: &SearchPiece) -> String {
        format!("assets/search/{}/{}", self.site.config.tag(language), piece.name)
    }

    /// The bytes of a file of the index, by its place among them.
    pub fn search_bytes(&self, language: LanguageId, at: usize) -> Cow<'_, [u8]> {
        let Some(index) = self.search_index(language) else { return Cow::Borrowed(&[]) };
        match index.pieces.get(at).map(|piece| &piece.content) {
            None => Cow::Borrowed(&[]),
            Some(PieceContent::Whole(bytes)) => Cow::Borrowed(bytes),
            Some(PieceContent::Texts(places)) => {
                let sources = places.iter().filter_map(|place| index.sources.get(*place));
                Cow::Owned(search::text_piece(sources.map(|source| self.texts(*source, language))).into_bytes())
            }
        }
    }

    /// Makes the indexes of all languages, one after another: all threads work at each, and what it takes to make one is
    /// not held twice. Only where nothing else asks for them meanwhile: a thread that waits for a part of an index may be
    /// given other work, and none of that may want the same index.
    pub fn make_search_indexes(&self) {
        for language in self.site.config.language_ids() {
            self.search_index(language);
        }
    }

    fn search_index(&self, language: LanguageId) -> Option<&SearchIndex> {
        self.caches.search_indexes.get_ref(language, 0, || self.make_search_index(language))
    }

    fn make_search_index(&self, language: LanguageId) -> SearchIndex {
        let (sources, documents): (Vec<Source>, Vec<SearchDocument<'_>>) = self
            .sources()
            .into_par_iter()
            .filter_map(|source| Some((source, self.document(source, language)?)))
            .unzip();
        let memory = self.search_memory.upgrade();
        let (tag, facets) = (self.site.config.tag(language), self.search_facets(language));
        let pieces = search::index(tag, &documents, &facets, memory.as_deref());
        SearchIndex { sources, pieces: pieces.unwrap_or_default() }
    }

    fn sources(&self) -> Vec<Source> {
        let pages = self
            .site
            .entry_ids()
            .filter(|id| matches!(self.site.entry(*id).key, PageKey::Entry(..) | PageKey::Plain(_)));
        let terms = self
            .vocabularies()
            .flat_map(|vocabulary| self.terms(vocabulary).map(move |term| Source::Term(vocabulary, term)));
        pages.map(Source::Entry).chain(terms).collect()
    }

    /// Kinds are the collections, then plain pages, then the vocabularies.
    fn search_facets(&self, language: LanguageId) -> Facets {
        let config = &self.site.config;
        let facet = |id: &str, label: &str| Facet { id: id.to_owned(), label: label.to_owned() };
        let page = facet("page", &self.string(language, "search-kind-page"));
        let collections = config.collections.iter().map(|each| facet(&each.name, each.title.get(language)));
        let vocabularies = config.vocabularies.iter().map(|each| facet(&each.name, each.title.get(language)));
        let terms = |vocabulary: Option<VocabularyId>| -> Vec<Facet> {
            let terms = vocabulary.map_or(&[][..], |vocabulary| self.site.terms_of(vocabulary));
            terms.iter().map(|term| facet(&term.id, term.title.get(language))).collect()
        };
        Facets {
            kinds: collections.chain([page]).chain(vocabularies).collect(),
            countries: terms(self.country_vocabulary()),
            sectors: terms(self.site.config.subject_vocabulary()),
        }
    }

    fn document(&self, source: Source, language: LanguageId) -> Option<SearchDocument<'_>> {
        match source {
            Source::Entry(id) => self.entry_document(id, language),
            Source::Term(vocabulary, term) => self.term_document(vocabulary, term, language),
        }
    }

    /// What there is to read of a document beside its title and summary; passages are taken from it.
    fn texts(&self, source: Source, language: LanguageId) -> Vec<SearchText<'_>> {
        match source {
            Source::Entry(id) => {
                let body = self.site.entry(id).shown(language).map(|(version, _)| body_text(version));
                body.into_iter()
                    .chain(self.field_texts(id, language, false).into_iter().map(SearchText::from))
                    .collect()
            }
            Source::Term(vocabulary, term) => {
                let text = self.site.term(vocabulary, term).and_then(|known| {
                    let entry = self.site.entry(self.site.find(&PageKey::Term(vocabulary, known.id.clone()))?);
                    Some(body_text(entry.shown(language)?.0))
                });
                text.into_iter().collect()
            }
        }
    }

    fn entry_document(&self, id: EntryId, language: LanguageId) -> Option<SearchDocument<'_>> {
        let config = &self.site.config;
        let entry = self.site.entry(id);
        let (version, _) = entry.shown(language)?;
        let page = &version.page;
        // The title in the site's other languages is a name too.
        let others = entry.versions.iter().flatten().filter(|other| other.page.language != page.language);
        let terms: Vec<(VocabularyId, Vec<TermId>)> =
            self.vocabularies().map(|vocabulary| (vocabulary, self.terms_of_entry(id, vocabulary))).collect();
        let places = |wanted: Option<VocabularyId>| -> Vec<usize> {
            let of = terms.iter().filter(|(vocabulary, _)| Some(*vocabulary) == wanted);
            of.flat_map(|(_, terms)| terms).map(|term| term.0).collect()
        };
        Some(SearchDocument {
            id: entry.key.path(config),
            url: self.url(self.plan.address(id, language)),
            language: config.tag(page.language),
            kind: entry.key.collection().map_or(config.collections.len(), |collection| collection.0),
            boost: 100,
            title: &page.title,
            names: self
                .field_texts(id, language, true)
                .into_iter()
                .chain(others.map(|version| version.page.title.as_str()))
                .collect(),
            summary: page.summary.as_deref().unwrap_or_default(),
            terms: terms
                .iter()
                .flat_map(|(vocabulary, terms)| terms.iter().map(|term| (*vocabulary, *term)))
                .filter_map(|(vocabulary, term)| self.site.term(vocabulary, term))
                .map(|term| term.title.get(language))
                .collect(),
            headings: page.body.headings.iter().map(|heading| heading.text.as_str()).collect(),
            texts: self.texts(Source::Entry(id), language),
            countries: places(self.country_vocabulary()),
            sectors: places(self.site.config.subject_vocabulary()),
        })
    }

    /// The texts of an entry's fields as a reader sees them: its other names, or all the rest.
    fn field_texts(&self, id: EntryId, language: LanguageId, names: bool) -> Vec<&str> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Vec::new() };
        let Some(facts) = self.site.facts(id) else { return Vec::new() };
        let mut found = Vec::new();
        for (at, field) in with_ids(&self.site.config.collection(*collection).fields) {
            if (field.role == Some(Role::Name)) != names {
                continue;
            }
            if field.localized {
                let texts = self.site.localized(id, at, language).map_or(&[][..], |(texts, _)| texts);
                found.extend(texts.iter().map(String::as_str));
                continue;
            }
            match &field.kind {
                FieldKind::Text => found.extend(plain_texts(facts.get(at))),
                FieldKind::Table(columns) => {
                    for item in facts.get(at) {
                        if let Value::Row(row) = &item.value {
                            found.extend(row_texts(columns, row, language));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn term_document(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        language: LanguageId,
    ) -> Option<SearchDocument<'_>> {
        let config = &self.site.config;
        let known = self.site.term(vocabulary, term)?;
        let text = self.site.find(&PageKey::Term(vocabulary, known.id.clone()));
        let version = text.and_then(|id| self.site.entry(id).shown(language)).map(|(version, _)| version);
        let address = crate::plan::address::term(&self.site, vocabulary, term, language)?;
        let places = |wanted: Option<VocabularyId>| if wanted == Some(vocabulary) { vec![term.0] } else { Vec::new() };
        Some(SearchDocument {
            id: format!("{}/{}", config.vocabulary(vocabulary).name, known.id),
            url: self.url(&address),
            language: config.tag(version.map_or(language, |version| version.page.language)),
            kind: config.collections.len() + 1 + vocabulary.0,
            boost: TERM_BOOST,
            title: known.title.get(language),
            names: config
                .language_ids()
                .filter(|other| *other != language)
                .map(|other| known.title.get(other))
                .collect(),
            summary: version.and_then(|version| version.page.summary.as_deref()).unwrap_or_default(),
            terms: Vec::new(),
            headings: Vec::new(),
            texts: self.texts(Source::Term(vocabulary, term), language),
            countries: places(self.country_vocabulary()),
            sectors: places(self.site.config.subject_vocabulary()),
        })
    }
}

/// The text of a page's body. It is taken from the HTML each time it is read, so that memory holds it once.
fn body_text(version: &Version) -> SearchText<'_> {
    SearchText::made(&version.page.body.html, markdown::text::push)
}

fn plain_texts(items: &[Item]) -> impl Iterator<Item = &str> {
    items.iter().filter_map(|item| match &item.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

fn row_texts<'r>(columns: &[Field], row: &'r RowValues, language: LanguageId) -> impl Iterator<Item = &'r str> {
    with_column_ids(columns).flat_map(move |(at, _)| {
        let localized = texts_in(row.get(at), language).unwrap_or_default();
        localized.iter().map(String::as_str).chain(plain_texts(row.get(at)))
    })
}
