//! The search index, made of what each page offers to search. It is made when first asked for: only the search page and the
//! index's own files need it.

use std::borrow::Cow;

use rayon::prelude::*;

use super::{Views, search_documents::section_headings};
use crate::{
    config::{CollectionId, LanguageId, VocabularyId},
    content::PageKey,
    search::{self, Facets, PieceContent, SearchDocument, SearchFacet, SearchPiece},
    site::{EntryId, TermId},
};

/// The index of a language.
#[derive(Debug, Default)]
pub(super) struct SearchIndex {
    /// The sources of the documents, in the order in which the pieces number them.
    sources: Vec<DocumentSource>,
    pieces: Vec<SearchPiece>,
}

/// The source of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum DocumentSource {
    /// An entry or a plain page. Of a plain page with sections, what stands before them.
    Entry(EntryId),
    /// A section of a plain page, by its heading's place in the body: such a page, a glossary for example, is about many
    /// things, and each of its sections about one.
    Section(EntryId, usize),
    Collection(CollectionId),
    Vocabulary(VocabularyId),
    Term(VocabularyId, TermId),
}

impl Views {
    /// The files of a language's index; the first is the one that the search page names.
    pub fn search_pieces(&self, language: LanguageId) -> &[SearchPiece] {
        self.search_index(language).map_or(&[], |index| &index.pieces)
    }

    /// The path of a file of the index.
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

    /// Makes the indexes of all languages, side by side. Only where nothing else asks for them meanwhile: a thread that
    /// waits for a part of an index may be given other work, and none of that may want the same index.
    pub fn make_search_indexes(&self) {
        let languages: Vec<LanguageId> = self.site.config.language_ids().collect();
        languages.par_iter().with_max_len(1).for_each(|language| {
            self.search_index(*language);
        });
    }

    fn search_index(&self, language: LanguageId) -> Option<&SearchIndex> {
        self.caches.search_indexes.get_ref(language, 0, || self.make_search_index(language))
    }

    fn make_search_index(&self, language: LanguageId) -> SearchIndex {
        let (sources, documents): (Vec<DocumentSource>, Vec<SearchDocument<'_>>) = self
            .sources(language)
            .into_par_iter()
            .filter_map(|source| Some((source, self.document(source, language)?)))
            .unzip();
        let memory = self.search_memory.upgrade();
        let (tag, facets) = (self.site.config.tag(language), self.search_facets(language));
        let pieces = search::index(tag, &documents, &facets, memory.as_deref());
        SearchIndex { sources, pieces: pieces.unwrap_or_default() }
    }

    fn sources(&self, language: LanguageId) -> Vec<DocumentSource> {
        let pages = self.site.entry_ids().flat_map(|id| match self.site.entry(id).key {
            PageKey::Entry(..) => vec![DocumentSource::Entry(id)],
            PageKey::Plain(_) => {
                let version = self.site.entry(id).shown(language).map(|(version, _)| version);
                let sections = version.into_iter().flat_map(section_headings);
                [DocumentSource::Entry(id)]
                    .into_iter()
                    .chain(sections.map(|heading| DocumentSource::Section(id, heading)))
                    .collect()
            }
            _ => Vec::new(),
        });
        let collections = (0..self.site.config.collections.len()).map(CollectionId).map(DocumentSource::Collection);
        let terms = self.vocabularies().flat_map(|vocabulary| {
            let terms = self.terms(vocabulary).map(move |term| DocumentSource::Term(vocabulary, term));
            [DocumentSource::Vocabulary(vocabulary)].into_iter().chain(terms)
        });
        pages.chain(collections).chain(terms).collect()
    }

    /// Kinds are the collections, then plain pages, then the vocabularies.
    fn search_facets(&self, language: LanguageId) -> Facets {
        let config = &self.site.config;
        let facet = |id: &str, label: &str| SearchFacet { id: id.to_owned(), label: label.to_owned() };
        let page = facet("page", &self.string(language, "search-kind-page"));
        let collections = config.collections.iter().map(|each| facet(&each.name, each.title.get(language)));
        let vocabularies = config.vocabularies.iter().map(|each| facet(&each.name, each.title.get(language)));
        let terms = |vocabulary: Option<VocabularyId>| -> Vec<SearchFacet> {
            let terms = vocabulary.map_or(&[][..], |vocabulary| self.site.terms_of(vocabulary));
            terms.iter().map(|term| facet(&term.id, term.title.get(language))).collect()
        };
        Facets {
            kinds: collections.chain([page]).chain(vocabularies).collect(),
            countries: terms(self.country_vocabulary()),
            sectors: terms(self.site.config.subject_vocabulary()),
        }
    }
}
