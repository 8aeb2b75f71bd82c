//! The caches of [`Views`](super::Views), one for each kind of value. The file that has the value's type makes it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock},
};

use super::{
    breadcrumbs::Breadcrumbs,
    cache::{KeyedCache, LanguageGrid},
    card::{CardTerms, TermRowKey},
    changes::AllChanges,
    data::{Card, Facet, MapData, TermData},
    facts::{SharedFact, SharedFactKey},
    fragments::{AroundKey, CARD_PLACES, Failed},
    frame::Frame,
    pictures::MadeSizes,
    search::SearchIndex,
    values::{Html, Named, Shared},
};
use crate::{
    config::{CollectionId, LanguageId, VocabularyId},
    outputs::data::Rows,
    plan::DataOf,
    site::{EntryId, Site, TermId},
};

/// Everything by language; most also by the number of an entry, a collection or a term.
pub(super) struct Caches {
    pub frames: LanguageGrid<Frame>,
    pub search_indexes: LanguageGrid<SearchIndex>,
    pub changes: LanguageGrid<Arc<AllChanges>>,
    pub cards: LanguageGrid<Shared<Card>>,
    /// For each place of cards.
    pub card_html: [LanguageGrid<Result<Html, Failed>>; CARD_PLACES],
    pub collection_entries: LanguageGrid<Arc<[EntryId]>>,
    pub facets: LanguageGrid<Shared<Vec<Facet>>>,
    /// By the number that [`of_collection`] gives.
    pub breadcrumbs: LanguageGrid<Breadcrumbs>,
    /// By [`Caches::term`], as is the next.
    pub terms: LanguageGrid<Result<Shared<TermData>, Failed>>,
    pub term_entries: LanguageGrid<Arc<[EntryId]>>,
    pub term_rows: KeyedCache<TermRowKey, Arc<CardTerms>>,
    pub facts: KeyedCache<SharedFactKey, Result<SharedFact, Failed>>,
    /// By the countries that are marked.
    pub maps: KeyedCache<(LanguageId, Vec<TermId>), Result<Shared<MapData>, Failed>>,
    pub fragments: KeyedCache<AroundKey, Result<Shared<Named<Html>>, Failed>>,
    /// Sizes of photographs that were made with another that was asked for.
    pub pictures: Mutex<BTreeMap<(EntryId, String), MadeSizes>>,
    /// Of open data.
    pub rows: BTreeMap<DataOf, OnceLock<Rows>>,
    /// By vocabulary: how many terms the vocabularies before it have.
    terms_before: Vec<usize>,
}

impl Caches {
    pub(super) fn new(site: &Site) -> Self {
        let languages = site.config.languages.len();
        let (entries, collections) = (site.entries.len(), site.config.collections.len());
        let mut terms = 0;
        let mut terms_before = Vec::new();
        for vocabulary in &site.vocabularies {
            terms_before.push(terms);
            terms += vocabulary.terms.len();
        }
        Self {
            frames: LanguageGrid::new(languages, 1),
            search_indexes: LanguageGrid::new(languages, 1),
            changes: LanguageGrid::new(languages, 1),
            cards: LanguageGrid::new(languages, entries),
            card_html: std::array::from_fn(|_| LanguageGrid::new(languages, entries)),
            collection_entries: LanguageGrid::new(languages, collections),
            facets: LanguageGrid::new(languages, collections),
            breadcrumbs: LanguageGrid::new(languages, collections + 1),
            terms: LanguageGrid::new(languages, terms),
            term_entries: LanguageGrid::new(languages, terms),
            term_rows: KeyedCache::default(),
            facts: KeyedCache::default(),
            maps: KeyedCache::default(),
            fragments: KeyedCache::default(),
            pictures: Mutex::default(),
            rows: DataOf::all(&site.config).map(|of| (of, OnceLock::new())).collect(),
            terms_before,
        }
    }

    /// A term's number among the terms of all vocabularies.
    pub(super) fn term(&self, vocabulary: VocabularyId, term: TermId) -> usize {
        self.terms_before.get(vocabulary.0).map_or(usize::MAX, |before| before.saturating_add(term.0))
    }
}

/// The number of a collection in lists whose first place is the whole site's.
pub(super) fn of_collection(collection: Option<CollectionId>) -> usize {
    collection.map_or(0, |collection| collection.0 + 1)
}
