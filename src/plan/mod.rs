//! Every address of the site and what stands there. A [`Plan`] is made from a [`Site`] and the theme's files; two things
//! at one address are an error here, before anything is rendered.
//!
//! The files of the search indexes are not in it: their names are fingerprints of all pages' words, and reading those takes
//! longer than everything else together, so that `serve` shows pages first. The view adds them to the outputs.

use crate::{
    config::LanguageId,
    diagnostics::Diagnostics,
    site::{EntryId, Site},
    static_files::StaticFile,
};

pub(crate) mod address;
mod data;
pub(crate) mod ledger;
mod lost;
mod pictures;
mod planner;
mod redirects;
pub(crate) mod share;
mod what;

pub use data::{DataFile, DataOf};
use ledger::Ledger;
use planner::Planner;
pub use what::{Briefed, Cross, ListOf, What};

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

/// The number of pages that each part of the sitemap names.
pub fn sitemap_part_size(languages: usize) -> usize {
    SITEMAP_PAGES.min(SITEMAP_VERSIONS / languages.max(1)).max(1)
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

    /// The path of an entry's share picture, if it has one of its own.
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
    /// The page and the feeds of what changed.
    pub changes: bool,
    pub timeline: bool,
    /// The page about open data.
    pub data: bool,
    /// Lists as tables and as files for spreadsheets.
    pub tables: bool,
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
