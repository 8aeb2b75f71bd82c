//! What templates get: plain data, made from the resolved site and the plan. docs/guide/templates.md lists it all.
//!
//! Values that many pages show (menus, cards, the map) are made once and shared; Tera's values are counted references.
//! Start at [`Views::page`].

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, Weak},
};

use crate::{
    config::LanguageId,
    diagnostics::Diagnostic,
    locale::messages::Argument,
    markdown::Label,
    plan::{Output, Plan, What},
    search::SearchMemory,
    site::{EntryId, Site, TermId},
    theme::{Theme, Value, templates::text_value},
};

pub mod body;
pub mod card;
pub mod facts;
pub mod fragments;
pub mod frame;
pub mod head;
pub mod lists;
pub mod object;
pub mod pages;
pub mod region;
pub mod search;
pub mod timeline;
pub mod vocabularies;

/// Entries in their order, made when first asked for.
type List = OnceLock<Arc<[EntryId]>>;

/// A map as its template renders it.
type Region = Result<Value, fragments::Failed>;

/// Everything that pages are made of, and what they share.
pub struct Views {
    pub site: Arc<Site>,
    pub plan: Arc<Plan>,
    pub theme: Arc<Theme>,
    /// By language: site, menu and the like.
    frames: Vec<OnceLock<frame::Frame>>,
    /// By language and entry.
    cards: Vec<Vec<OnceLock<Value>>>,
    /// By language, vocabulary and term.
    term_refs: Vec<Vec<Vec<OnceLock<Value>>>>,
    term_links: Vec<Vec<Vec<OnceLock<card::TermLinks>>>>,
    /// By language and collection: its entries in their order, its reference, its facets.
    collection_lists: Vec<Vec<List>>,
    collection_refs: Vec<Vec<OnceLock<Value>>>,
    collection_facets: Vec<Vec<OnceLock<Value>>>,
    /// By language, and by language and collection: the way to what stands below.
    trails: Vec<OnceLock<head::Trail>>,
    collection_trails: Vec<Vec<OnceLock<head::Trail>>>,
    /// By language: of the site alone, and of each collection with it.
    feeds: Vec<Vec<OnceLock<head::Feeds>>>,
    /// By language, vocabulary and term: its entries in their order.
    term_lists: Vec<Vec<Vec<List>>>,
    /// The map, by language and the countries that are marked on it: many entries share one.
    regions: Mutex<BTreeMap<(LanguageId, Vec<TermId>), Region>>,
    /// Words in bodies.
    labels: Mutex<BTreeMap<(LanguageId, Label), Arc<str>>>,
    /// What many entries have in common.
    term_rows: Mutex<BTreeMap<card::RowKey, Arc<card::TermRow>>>,
    shared_facts: Mutex<BTreeMap<facts::Chosen, Result<facts::Shared, fragments::Failed>>>,
    /// By language.
    timelines: Vec<OnceLock<Value>>,
    search: Vec<OnceLock<search::SearchIndex>>,
    /// What was read for an earlier index, if anybody keeps it for the next.
    search_memory: Weak<SearchMemory>,
    rendered: fragments::Rendered,
}

impl std::fmt::Debug for Views {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Views").finish_non_exhaustive()
    }
}

/// A template and its data.
#[derive(Debug)]
pub struct View {
    pub template: String,
    pub language: LanguageId,
    pub context: tera::Context,
}

impl Views {
    pub fn new(site: Arc<Site>, plan: Arc<Plan>, theme: Arc<Theme>, search_memory: Weak<SearchMemory>) -> Self {
        let languages = site.config.languages.len();
        Self {
            rendered: fragments::Rendered::new(languages, site.entries.len()),
            frames: empty(languages),
            cards: (0..languages).map(|_| empty(site.entries.len())).collect(),
            term_refs: (0..languages)
                .map(|_| site.vocabularies.iter().map(|terms| empty(terms.len())).collect())
                .collect(),
            term_links: (0..languages)
                .map(|_| site.vocabularies.iter().map(|terms| empty(terms.len())).collect())
                .collect(),
            collection_lists: (0..languages).map(|_| empty(site.config.collections.len())).collect(),
            collection_refs: (0..languages).map(|_| empty(site.config.collections.len())).collect(),
            collection_facets: (0..languages).map(|_| empty(site.config.collections.len())).collect(),
            trails: empty(languages),
            collection_trails: (0..languages).map(|_| empty(site.config.collections.len())).collect(),
            feeds: (0..languages).map(|_| empty(site.config.collections.len() + 1)).collect(),
            term_lists: (0..languages)
                .map(|_| site.vocabularies.iter().map(|terms| empty(terms.len())).collect())
                .collect(),
            site,
            plan,
            theme,
            regions: Mutex::default(),
            labels: Mutex::default(),
            term_rows: Mutex::default(),
            shared_facts: Mutex::default(),
            timelines: empty(languages),
            search: empty(languages),
            search_memory,
        }
    }

    /// The same, of which nothing has been made yet.
    pub fn again(&self) -> Self {
        let (site, plan, theme) = (Arc::clone(&self.site), Arc::clone(&self.plan), Arc::clone(&self.theme));
        Self::new(site, plan, theme, Weak::clone(&self.search_memory))
    }

    /// The view of an output that is an HTML page; `None` for all others.
    ///
    /// # Errors
    ///
    /// When a fragment that the page shows cannot be rendered.
    pub fn page(&self, what: &What) -> Result<Option<View>, Box<Diagnostic>> {
        pages::page(self, what)
    }

    /// Every output of the site: those that the plan knows from the start, and the search index, whose files' names
    /// depend on every page's words.
    pub fn outputs(&self) -> Vec<Output> {
        let mut outputs = self.plan.outputs.clone();
        for language in self.site.config.language_ids() {
            for (at, piece) in self.search_pieces(language).iter().enumerate() {
                let path = self.search_path(language, piece);
                outputs.push(Output { path, what: What::SearchPiece(language, at) });
            }
        }
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        outputs
    }

    /// The output at a path below the output folder.
    pub fn find_output(&self, path: &str) -> Option<Output> {
        if !path.starts_with("assets/search/") {
            return self.plan.find(path).cloned();
        }
        self.site.config.language_ids().find_map(|language| {
            let at = self.search_pieces(language).iter().position(|piece| self.search_path(language, piece) == path)?;
            Some(Output { path: path.to_owned(), what: What::SearchPiece(language, at) })
        })
    }

    pub fn string(&self, language: LanguageId, key: &str) -> String {
        self.theme.strings().get(language, key, &[])
    }

    pub fn string_with(&self, language: LanguageId, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.theme.strings().get(language, key, arguments)
    }

    /// The address of something inside the site, as links write it: with the site's own path before it.
    pub fn url(&self, inside: &str) -> String {
        [&self.site.config.base_url.path, inside].concat()
    }

    /// The same for templates.
    pub fn url_value(&self, inside: &str) -> Value {
        text_value(&self.url(inside))
    }

    /// The full address, for metadata.
    pub fn absolute(&self, inside: &str) -> String {
        self.site.config.base_url.join(inside)
    }
}

fn empty<T>(length: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(length).collect()
}
