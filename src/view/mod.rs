//! The content of every output: data for templates ([`data`] lists them all), made from the resolved site and the plan, and the
//! bytes of every output.
//!
//! Start at [`Views::page`]; the functions for each kind of page are in `pages`, `lists`, `vocabularies`.

use std::sync::{Arc, OnceLock, Weak};

use crate::{
    config::{LanguageId, VocabularyId},
    diagnostics::Diagnostic,
    locale::fluent::FluentArgument,
    outputs::data::{Described, Rows},
    plan::{DataOf, Output, Plan, What},
    search::SearchMemory,
    site::{
        EntryId, Site, TermId,
        changes::{History, published},
    },
    theme::Theme,
};

mod body;
mod breadcrumbs;
mod brief;
mod cache;
mod caches;
mod card;
mod changes;
mod contact;
mod context;
mod countries;
pub(crate) mod data;
mod data_page;
mod entity;
mod facts;
mod fragments;
mod frame;
mod glance;
mod graph;
mod head;
mod lists;
mod page;
mod pages;
mod pictures;
mod render;
mod search;
mod search_documents;
mod structured;
mod table;
mod timeline;
pub(crate) mod values;
mod vocabularies;

use caches::Caches;
pub use fragments::FRAGMENT_LIMIT;
pub use render::{OUTPUT_LIMIT, render};

/// Everything that pages are made of, and what was made of it so far.
pub struct Views {
    pub site: Arc<Site>,
    pub plan: Arc<Plan>,
    pub theme: Arc<Theme>,
    caches: Caches,
    /// Texts read for an earlier search index, if anybody keeps them for the next.
    search_memory: Weak<SearchMemory>,
    history: OnceLock<History>,
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
    pub context: tera::Context,
}

impl Views {
    pub fn new(site: Arc<Site>, plan: Arc<Plan>, theme: Arc<Theme>, search_memory: Weak<SearchMemory>) -> Self {
        Self { caches: Caches::new(&site), site, plan, theme, search_memory, history: OnceLock::new() }
    }

    /// The same site, of which nothing has been made yet: no card, no list, no search index.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let (site, plan, theme) = (Arc::clone(&self.site), Arc::clone(&self.plan), Arc::clone(&self.theme));
        let fresh = Self::new(site, plan, theme, Weak::clone(&self.search_memory));
        if let Some(history) = self.history() {
            fresh.set_history(history.clone());
        }
        fresh
    }

    /// Gives the outputs the repository's history, before any of them is rendered.
    pub fn set_history(&self, history: History) {
        let _ = self.history.set(history);
    }

    pub fn history(&self) -> Option<&History> {
        self.history.get()
    }

    /// The day on which an entry was published, if that is known.
    fn published(&self, id: EntryId) -> Option<String> {
        published(&self.site, id, self.history())
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

    /// The rows of a collection or vocabulary, made for the first file of open data that asks.
    pub(crate) fn rows(&self, of: DataOf) -> Option<&Rows> {
        let rows = self.caches.rows.get(&of)?;
        Some(rows.get_or_init(|| Rows::of(Described::new(&self.site, &self.plan, of))))
    }

    /// An interface string without arguments.
    pub fn string(&self, language: LanguageId, key: &str) -> String {
        self.theme.strings().get(language, key, &[])
    }

    pub fn string_with(&self, language: LanguageId, key: &str, arguments: &[(&str, FluentArgument<'_>)]) -> String {
        self.theme.strings().get(language, key, arguments)
    }

    /// The address of something inside the site, as links write it: with the site's own path before it.
    pub fn url(&self, inside: &str) -> String {
        [&self.site.config.base_url.path, inside].concat()
    }

    /// The full address, for metadata.
    pub fn absolute(&self, inside: &str) -> String {
        self.site.config.base_url.join(inside)
    }

    fn vocabularies(&self) -> impl Iterator<Item = VocabularyId> + use<> {
        (0..self.site.config.vocabularies.len()).map(VocabularyId)
    }

    /// The terms of a vocabulary in the order of its file.
    fn terms(&self, vocabulary: VocabularyId) -> impl Iterator<Item = TermId> + use<> {
        (0..self.site.terms_of(vocabulary).len()).map(TermId)
    }
}
