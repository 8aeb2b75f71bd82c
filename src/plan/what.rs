//! The kinds of outputs: everything that can stand at an address.

use super::{DataFile, DataOf};
use crate::{
    config::{CollectionId, Config, LanguageId, VocabularyId},
    site::{EntryId, TermId},
};

/// The content of an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// `/index.html`: the way in, which picks no language.
    Root,
    /// `/404.html`
    RootNotFound,
    Home(LanguageId),
    /// The entries that the home page's chart counts, by year.
    Timeline(LanguageId),
    Plain(EntryId, LanguageId),
    Entry(EntryId, LanguageId),
    /// The number of the list's page, from 1.
    Collection(CollectionId, LanguageId, usize),
    /// A page of a collection's list as a table, where the theme has a template for it.
    Table(CollectionId, LanguageId, usize),
    /// A list as a file for spreadsheets.
    ListFile(ListOf, LanguageId),
    Vocabulary(VocabularyId, LanguageId),
    Term(VocabularyId, TermId, LanguageId, usize),
    /// One printed page of an entry, or of a term, where the theme has a template for it.
    Brief(Briefed, LanguageId),
    /// Entries that have both terms; the first is the one whose page this stands below.
    Cross(Cross, LanguageId, usize),
    Search(LanguageId),
    /// `/<lang>/data/`: the open data that there is, and how to open it.
    DataPage(LanguageId),
    NotFound(LanguageId),
    Feed(LanguageId, Option<CollectionId>),
    Calendar(LanguageId, Option<CollectionId>),
    /// The picture of an entry for whoever shares its page.
    SharePicture(EntryId, LanguageId),
    /// A file of open data.
    Data(DataOf, DataFile),
    /// `/data/catalogue.jsonld`: what open data there is.
    Catalogue,
    /// `/data/all.sqlite`: all open data in one file.
    Database,
    /// `/data/changes.json`
    Changes,
    /// The page of what changed, where the theme has a template for it.
    ChangesPage(LanguageId),
    /// The feed of every change, or of those that concern a term.
    ChangesFeed(LanguageId, Option<(VocabularyId, TermId)>),
    /// Of the whole site, or the list of its parts.
    Sitemap,
    /// By its place among the parts.
    SitemapPart(usize),
    Robots,
    Headers,
    Redirects,
    SecurityTxt,
    /// A page that leads on; its target as a path inside the site.
    Redirect {
        target: String,
        language: LanguageId,
    },
    /// The shapes of the region's countries, where a vocabulary is of countries.
    Map,
    /// A file of the theme, by its place among the theme's assets.
    Asset(usize),
    /// A file of an entry.
    Attachment(EntryId, String),
    /// An entry's photograph in one of its widths, by its name.
    Picture(EntryId, String, u32),
    /// A file of `static/`, by its place in [`Plan::static_files`](super::Plan::static_files).
    Static(usize),
    /// A file of a language's search index, by its place among them.
    SearchPiece(LanguageId, usize),
}

impl What {
    /// Whether its path has a fingerprint of everything that it is made of, and making it takes long: what stands at the
    /// path already is the same.
    pub fn is_named_by_content(&self) -> bool {
        matches!(self, What::SharePicture(..) | What::Picture(..))
    }

    /// The language that it is in; `None` where it is in none, or has what all languages have.
    pub fn language(&self) -> Option<LanguageId> {
        match self {
            What::Home(language)
            | What::Timeline(language)
            | What::Plain(_, language)
            | What::Entry(_, language)
            | What::Collection(_, language, _)
            | What::Table(_, language, _)
            | What::ListFile(_, language)
            | What::Vocabulary(_, language)
            | What::Term(_, _, language, _)
            | What::Brief(_, language)
            | What::Cross(_, language, _)
            | What::Search(language)
            | What::DataPage(language)
            | What::NotFound(language)
            | What::Feed(language, _)
            | What::Calendar(language, _)
            | What::SharePicture(_, language)
            | What::ChangesPage(language)
            | What::ChangesFeed(language, _)
            | What::Redirect { language, .. }
            | What::SearchPiece(language, _) => Some(*language),
            What::Root
            | What::RootNotFound
            | What::Data(..)
            | What::Catalogue
            | What::Database
            | What::Changes
            | What::Sitemap
            | What::SitemapPart(_)
            | What::Robots
            | What::Headers
            | What::Redirects
            | What::SecurityTxt
            | What::Map
            | What::Asset(_)
            | What::Attachment(..)
            | What::Picture(..)
            | What::Static(_) => None,
        }
    }

    /// Whether it can stand in the sitemap: a page for readers, at an address of its own.
    pub fn is_page(&self) -> bool {
        match self {
            What::Root
            | What::Home(_)
            | What::Timeline(_)
            | What::Plain(..)
            | What::Entry(..)
            | What::Collection(..)
            | What::Vocabulary(..)
            | What::Term(..)
            | What::Cross(..)
            | What::ChangesPage(_)
            | What::Search(_)
            | What::DataPage(_) => true,
            What::RootNotFound
            | What::NotFound(_)
            | What::Brief(..)
            | What::Table(..)
            | What::ListFile(..)
            | What::Feed(..)
            | What::ChangesFeed(..)
            | What::Calendar(..)
            | What::SharePicture(..)
            | What::Data(..)
            | What::Catalogue
            | What::Database
            | What::Changes
            | What::Sitemap
            | What::SitemapPart(_)
            | What::Robots
            | What::Headers
            | What::Redirects
            | What::SecurityTxt
            | What::Redirect { .. }
            | What::Map
            | What::Asset(_)
            | What::Attachment(..)
            | What::Picture(..)
            | What::Static(_)
            | What::SearchPiece(..) => false,
        }
    }
}

/// The subject of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListOf {
    Collection(CollectionId),
    Term(VocabularyId, TermId),
}

/// The subject of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Briefed {
    Entry(EntryId),
    Term(VocabularyId, TermId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cross {
    /// The place of the pair in `indexes.cross`.
    pub pair: usize,
    /// The pair's second vocabulary comes first in the address.
    pub swapped: bool,
    /// In the pair's own order.
    pub terms: (TermId, TermId),
}

impl Cross {
    /// Of two terms in the order in which the address has them.
    pub fn new(pair: usize, swapped: bool, first: TermId, second: TermId) -> Self {
        Self { pair, swapped, terms: if swapped { (second, first) } else { (first, second) } }
    }

    /// Both terms with their vocabularies, in the order in which the address has them.
    pub fn sides(self, config: &Config) -> Option<[(VocabularyId, TermId); 2]> {
        let (one, two) = *config.cross.get(self.pair)?;
        let mut sides = [(one, self.terms.0), (two, self.terms.1)];
        if self.swapped {
            sides.reverse();
        }
        Some(sides)
    }
}
