//! Every address of the site and what stands there. A [`Plan`] is made from a [`Site`] and the theme's files; two things
//! at one address are an error here, before anything is rendered.
//!
//! The files of the search indexes are not in it: their names are fingerprints of all pages' words, and reading those takes
//! longer than everything else together, so that `serve` shows pages first. The view adds them to the outputs.

use crate::{
    config::{CollectionId, Config, LanguageId, VocabularyId},
    diagnostics::Diagnostics,
    site::{EntryId, Site, TermId},
    static_files::StaticFile,
};

pub(crate) mod address;
mod data;
pub(crate) mod ledger;
mod lost;
mod planner;
mod redirects;
pub(crate) mod share;

pub use data::{DataFile, DataOf};
use ledger::Ledger;
use planner::Planner;

/// Lists show so many entries a page.
pub const PAGE_SIZE: usize = 50;

/// The number of pages that a list of so many entries has: at least one.
pub fn pages(entries: usize) -> usize {
    entries.div_ceil(PAGE_SIZE).max(1)
}

/// A site has so many outputs. A few lines can ask for many: an entry with a thousand terms in each of two vocabularies
/// has a page for every pair of them.
pub const OUTPUTS_LIMIT: usize = 1_000_000;

/// A sitemap names so many pages (sitemaps.org), and so many of their versions: it has at most 50 MiB.
const SITEMAP_PAGES: usize = 50_000;
const SITEMAP_VERSIONS: usize = 200_000;

/// How many pages each part of the sitemap names.
pub fn sitemap_part_size(languages: usize) -> usize {
    SITEMAP_PAGES.min(SITEMAP_VERSIONS / languages.max(1)).max(1)
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// `/index.html`: the way in, which picks no language.
    Root,
    /// `/404.html`
    RootNotFound,
    Home(LanguageId),
    /// What the home page's chart counts, by year.
    Timeline(LanguageId),
    Plain(EntryId, LanguageId),
    Entry(EntryId, LanguageId),
    /// The number of the list's page, from 1.
    Collection(CollectionId, LanguageId, usize),
    Vocabulary(VocabularyId, LanguageId),
    Term(VocabularyId, TermId, LanguageId, usize),
    /// One printed page of an entry, or of a term, where the theme has a template for it.
    Brief(Briefed, LanguageId),
    /// Entries that have both terms; the first is the one whose page this stands below.
    Cross(Cross, LanguageId, usize),
    Search(LanguageId),
    NotFound(LanguageId),
    Feed(LanguageId, Option<CollectionId>),
    Calendar(LanguageId, Option<CollectionId>),
    /// The picture of an entry for whoever shares its page.
    SharePicture(EntryId, LanguageId),
    /// A file of open data.
    Data(DataOf, DataFile),
    /// `/data/catalogue.jsonld`: what open data there is.
    Catalogue,
    /// `/data/changes.json`
    Changes,
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
    /// A file of `static/`, by its place in [`Plan::static_files`].
    Static(usize),
    /// A file of a language's search index, by its place among them.
    SearchPiece(LanguageId, usize),
}

impl What {
    /// Whether its path has a fingerprint of everything that it is made of, and making it takes long: what stands at the
    /// path already is the same.
    pub fn is_named_by_content(&self) -> bool {
        matches!(self, What::SharePicture(..))
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
            | What::Search(_) => true,
            What::RootNotFound
            | What::NotFound(_)
            | What::Brief(..)
            | What::Feed(..)
            | What::Calendar(..)
            | What::SharePicture(..)
            | What::Data(..)
            | What::Catalogue
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
            | What::Static(_)
            | What::SearchPiece(..) => false,
        }
    }
}

/// What has a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Briefed {
    Entry(EntryId),
    Term(VocabularyId, TermId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cross {
    /// Which of `indexes.cross`.
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The file below the output folder.
    pub path: String,
    pub what: What,
}

#[derive(Debug, Default)]
pub struct Plan {
    /// Sorted by path; no two share one.
    pub outputs: Vec<Output>,
    /// By language and entry: the address of its page, or of the page in the original's language where the entry is
    /// left out in this one.
    pub addresses: Vec<Vec<String>>,
    /// By language and entry: where its share picture stands; empty where there are none.
    pub share_pictures: Vec<Vec<Option<String>>>,
    /// Old addresses and where they lead, as paths inside the site, sorted.
    pub redirects: Vec<(String, String)>,
    /// Addresses of what was removed on purpose, as paths inside the site, sorted.
    pub gone: Vec<String>,
    pub static_files: Vec<StaticFile>,
}

impl Plan {
    pub fn address(&self, entry: EntryId, language: LanguageId) -> &str {
        self.addresses.get(language.0).and_then(|entries| entries.get(entry.0)).map_or("", String::as_str)
    }

    /// Where the share picture of an entry stands, if it has one of its own.
    pub fn share_picture(&self, entry: EntryId, language: LanguageId) -> Option<&str> {
        self.share_pictures.get(language.0)?.get(entry.0)?.as_deref()
    }

    pub fn find(&self, path: &str) -> Option<&Output> {
        self.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok().and_then(|at| self.outputs.get(at))
    }
}

/// A file that the theme publishes, by its path below the output folder.
pub type AssetPath = String;

/// Pages that are made only where the theme has a template for them and site.toml wants them.
#[derive(Clone, Copy, Debug, Default)]
pub struct OptionalPages {
    pub briefs: bool,
    pub timeline: bool,
}

/// Plans the whole site. Two things at one address, and what the ledger lacks, go to `diagnostics`.
pub fn plan(
    site: &Site,
    assets: &[AssetPath],
    static_files: Vec<StaticFile>,
    ledger: &Ledger,
    optional: OptionalPages,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let addresses = address::of_entries(site);
    let share_pictures = share::paths(site, assets);
    let mut planner = Planner::new(site, &addresses, optional, diagnostics);
    planner.plan_all(assets, &share_pictures, &static_files);
    let (outputs, redirects) = planner.finish();
    let gone = ledger.gone(&outputs);
    let plan = Plan { outputs, addresses, share_pictures, redirects, gone, static_files };
    // A page that cannot be read has no address, and says so itself.
    if !diagnostics.has_errors() {
        ledger.compare(site, &plan, diagnostics);
    }
    plan
}

pub fn sitemap_part_path(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}
