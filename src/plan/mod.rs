//! Every address of the site and what stands there. A [`Plan`] is made from a [`Site`] and the theme's files; two things
//! at one address are an error here, before anything is rendered.
//!
//! The files of the search indexes are not in it: their names are fingerprints of all pages' words, and reading those takes
//! longer than everything else together, so that `serve` shows pages first. The view adds them to the outputs.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry as Slot};

use crate::{
    config::{CollectionId, Config, LanguageId, VocabularyId},
    content::PageKey,
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
    site::{EntryId, Site, TermId},
    source::read::STATIC,
    static_files::StaticFile,
    text::path::is_below,
};

pub(crate) mod address;
mod data;
pub(crate) mod ledger;
mod lost;
mod redirects;
pub(crate) mod share;

pub use data::{DataFile, DataOf};
use ledger::Ledger;

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

pub fn plan(
    site: &Site,
    assets: &[AssetPath],
    static_files: Vec<StaticFile>,
    ledger: &Ledger,
    optional: OptionalPages,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let config = &site.config;
    let addresses = address::of_entries(site);
    let share_pictures = share::paths(site, assets);
    let mut planner = Planner {
        site,
        addresses: &addresses,
        taken: BTreeMap::new(),
        optional,
        redirects: Vec::new(),
        // Pairs are counted before they are planned: they alone grow with the square of what is written.
        is_full: site.cross.iter().map(BTreeMap::len).sum::<usize>() * 2 * config.languages.len() > OUTPUTS_LIMIT,
        reported: BTreeSet::new(),
        diagnostics: &mut *diagnostics,
    };
    if !planner.is_full {
        for language in config.language_ids() {
            planner.pages(language);
            planner.lists(language);
        }
        planner.once(assets);
        planner.share_pictures(&share_pictures);
        planner.aliases();
        planner.static_files(&static_files);
    }
    let Planner { mut taken, mut redirects, is_full, .. } = planner;
    if is_full {
        // Nothing of it is rendered, not even to check the templates.
        taken.clear();
        let message = message!("too-many-outputs", limit = OUTPUTS_LIMIT);
        diagnostics.push(Diagnostic::without_location(Rule::Limit, message).hint(message!("too-many-outputs.hint")));
    }
    redirects.sort();
    let mut outputs: Vec<Output> =
        taken.into_iter().map(|(key, Taken { path, what, .. })| Output { path: path.unwrap_or(key), what }).collect();
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let gone = ledger.gone(&outputs);
    let plan = Plan { outputs, addresses, share_pictures, redirects, gone, static_files };
    // A page that cannot be read has no address, and says so itself.
    if !diagnostics.has_errors() {
        ledger.compare(site, &plan, diagnostics);
    }
    plan
}

struct Planner<'p> {
    site: &'p Site,
    addresses: &'p [Vec<String>],
    /// By the path in lower case: on some file systems `A` and `a` are one.
    taken: BTreeMap<String, Taken>,
    optional: OptionalPages,
    redirects: Vec<(String, String)>,
    is_full: bool,
    /// Entries whose id is in the way of something: said once, not in every language.
    reported: BTreeSet<EntryId>,
    diagnostics: &'p mut Diagnostics,
}

#[derive(Clone, Debug)]
struct Taken {
    /// Where it differs from the key.
    path: Option<String>,
    what: What,
    owner: Owner,
}

/// Who wants an address.
#[derive(Clone, Debug)]
enum Owner {
    /// The site itself, for something that no editor wrote.
    Site,
    /// A slug, an alias or a file.
    Written(Location),
    /// An entry whose id makes the address.
    Id(EntryId, Location),
}

impl Owner {
    fn location(&self) -> Option<&Location> {
        match self {
            Owner::Site => None,
            Owner::Written(location) | Owner::Id(_, location) => Some(location),
        }
    }
}

impl Planner<'_> {
    fn config(&self) -> &Config {
        &self.site.config
    }

    /// Takes an address for something. The first to come keeps it; the other is an error at its own place.
    fn take(&mut self, path: String, what: What, owner: Owner) -> bool {
        if self.taken.len() >= OUTPUTS_LIMIT {
            self.is_full = true;
            return false;
        }
        let is_lower_case = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let (key, written) = if is_lower_case { (path, None) } else { (path.to_lowercase(), Some(path)) };
        match self.taken.entry(key) {
            Slot::Vacant(slot) => {
                slot.insert(Taken { path: written, what, owner });
                true
            }
            Slot::Occupied(slot) => {
                let first = slot.get().owner.clone();
                let path = written.unwrap_or_else(|| slot.key().clone());
                self.collision(&path, owner, first);
                false
            }
        }
    }

    fn collision(&mut self, path: &str, owner: Owner, first: Owner) {
        let message = match (&owner, first.location()) {
            (Owner::Written(_) | Owner::Id(..), Some(first)) => {
                message!("address-collision", address = visible_path(path), file = &first.file)
            }
            _ => message!("address-of-site", address = visible_path(path)),
        };
        let culprit = if matches!(owner, Owner::Site) { first } else { owner };
        if matches!(culprit, Owner::Id(entry, _) if !self.reported.insert(entry)) {
            return;
        }
        let diagnostic = match culprit.location() {
            Some(location) => Diagnostic::new(Rule::AddressCollision, location.clone(), message),
            None => Diagnostic::without_location(Rule::AddressCollision, message),
        };
        let is_static = culprit.location().is_some_and(|location| is_below(&location.file, STATIC));
        let hint = if is_static { message!("address-collision.file") } else { message!("address-collision.hint") };
        self.diagnostics.push(diagnostic.hint(hint));
    }

    fn owner(&self, id: EntryId, language: LanguageId) -> Owner {
        let entry = self.site.entry(id);
        let own = entry.version(language);
        match (own.and_then(|version| version.page.slug.as_ref()), own.or_else(|| entry.original())) {
            (Some(slug), Some(version)) => Owner::Written(Location::new(&version.page.file, slug.range.clone())),
            (None, Some(version)) => Owner::Id(id, Location::file(&version.page.file)),
            (_, None) => Owner::Site,
        }
    }

    fn pages(&mut self, language: LanguageId) {
        let tag = self.config().tag(language).to_owned();
        self.take(format!("{tag}/index.html"), What::Home(language), Owner::Site);
        if self.optional.timeline {
            let path = format!("{}index.html", address::timeline(self.config(), language));
            self.take(path, What::Timeline(language), Owner::Site);
        }
        self.take(format!("{tag}/search/index.html"), What::Search(language), Owner::Site);
        self.take(format!("{tag}/404.html"), What::NotFound(language), Owner::Site);
        self.take(format!("{tag}/feed.xml"), What::Feed(language, None), Owner::Site);
        if address::has_calendar(self.config(), None) {
            self.take(format!("{tag}/{}", address::CALENDAR), What::Calendar(language, None), Owner::Site);
        }
        // A slug that takes another entry's id is the mistake, so ids come first.
        let has_slug =
            |id: &EntryId| self.site.entry(*id).version(language).is_some_and(|version| version.page.slug.is_some());
        let (with_slug, by_id): (Vec<EntryId>, Vec<EntryId>) = self.site.entry_ids().partition(has_slug);
        for id in by_id.into_iter().chain(with_slug) {
            self.page(id, language);
        }
    }

    fn page(&mut self, id: EntryId, language: LanguageId) {
        let entry = self.site.entry(id);
        let what = match &entry.key {
            PageKey::Plain(_) => What::Plain(id, language),
            PageKey::Entry(..) => What::Entry(id, language),
            _ => return,
        };
        if entry.shown(language).is_none() {
            return;
        }
        let Some(address) = self.addresses.get(language.0).and_then(|all| all.get(id.0)) else { return };
        let path = format!("{address}index.html");
        let last = address.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        let owner = self.owner(id, language);
        if matches!(entry.key, PageKey::Entry(..)) && matches!(last, "page" | "index") {
            self.collision(&path, owner, Owner::Site);
            return;
        }
        self.take(path, what, owner);
        // Of what is shown in another language, the page in that language has one.
        if self.optional.briefs && matches!(entry.key, PageKey::Entry(..)) && entry.version(language).is_some() {
            let path = format!("{}index.html", address::brief(address));
            self.take(path, What::Brief(Briefed::Entry(id), language), Owner::Site);
        }
    }

    fn lists(&mut self, language: LanguageId) {
        for at in 0..self.config().collections.len() {
            let collection = CollectionId(at);
            let folder = address::collection(self.config(), collection, language);
            let entries: Vec<EntryId> = self.site.collection_entries(collection).collect();
            let count = self.site.count_shown(&entries, language);
            self.paginated(&folder, count, |page| What::Collection(collection, language, page));
            self.take(format!("{folder}feed.xml"), What::Feed(language, Some(collection)), Owner::Site);
            if address::has_calendar(self.config(), Some(collection)) {
                let path = format!("{folder}{}", address::CALENDAR);
                self.take(path, What::Calendar(language, Some(collection)), Owner::Site);
            }
        }
        for at in 0..self.config().vocabularies.len() {
            let vocabulary = VocabularyId(at);
            let folder = address::vocabulary(self.config(), vocabulary, language);
            self.take(format!("{folder}index.html"), What::Vocabulary(vocabulary, language), Owner::Site);
            for term in (0..self.site.terms_of(vocabulary).len()).map(TermId) {
                let Some(folder) = address::term(self.site, vocabulary, term, language) else { continue };
                let entries = self.site.entries_of_term(vocabulary, term);
                let count = self.site.count_shown(entries, language);
                self.paginated(&folder, count, |page| What::Term(vocabulary, term, language, page));
                if self.optional.briefs {
                    let path = format!("{}index.html", address::brief(&folder));
                    self.take(path, What::Brief(Briefed::Term(vocabulary, term), language), Owner::Site);
                }
            }
        }
        for pair in 0..self.config().cross.len() {
            self.cross(pair, language);
        }
    }

    fn cross(&mut self, pair: usize, language: LanguageId) {
        let site = self.site;
        let Some(entries_of) = site.cross.get(pair) else { return };
        for (terms, entries) in entries_of {
            if self.is_full {
                return;
            }
            let count = self.site.count_shown(entries, language);
            if count == 0 {
                continue;
            }
            for swapped in [false, true] {
                let cross = Cross { pair, swapped, terms: *terms };
                if let Some(folder) = address::cross(site, cross, language) {
                    self.paginated(&folder, count, |page| What::Cross(cross, language, page));
                }
            }
        }
    }

    fn paginated(&mut self, folder: &str, count: usize, what: impl Fn(usize) -> What) {
        for page in 1..=pages(count) {
            self.take(format!("{}index.html", address::list_page(folder, page)), what(page), Owner::Site);
        }
    }

    fn once(&mut self, assets: &[AssetPath]) {
        for (path, what) in [
            ("index.html", What::Root),
            ("404.html", What::RootNotFound),
            ("sitemap.xml", What::Sitemap),
            ("robots.txt", What::Robots),
            ("_headers", What::Headers),
            ("_redirects", What::Redirects),
        ] {
            self.take(path.to_owned(), what, Owner::Site);
        }
        if self.config().security.is_some() {
            self.take(".well-known/security.txt".to_owned(), What::SecurityTxt, Owner::Site);
        }
        for at in 0..self.config().collections.len() {
            let name = self.config().collection(CollectionId(at)).name.clone();
            self.data(&name, DataOf::Collection(CollectionId(at)));
        }
        for at in 0..self.config().vocabularies.len() {
            let name = self.config().vocabulary(VocabularyId(at)).name.clone();
            self.data(&name, DataOf::Vocabulary(VocabularyId(at)));
        }
        self.take("data/catalogue.jsonld".to_owned(), What::Catalogue, Owner::Site);
        if self.config().outputs.changes {
            self.take("data/changes.json".to_owned(), What::Changes, Owner::Site);
        }
        let pages = self.taken.values().filter(|taken| taken.what.is_page()).count();
        let parts = pages.div_ceil(sitemap_part_size(self.config().languages.len()));
        for part in (0..parts).filter(|_| parts > 1) {
            self.take(sitemap_part_path(part), What::SitemapPart(part), Owner::Site);
        }
        for (at, path) in assets.iter().enumerate() {
            self.take(path.clone(), What::Asset(at), Owner::Site);
        }
        if self.config().country_vocabulary().is_some() {
            self.take(crate::map::drawing().path.clone(), What::Map, Owner::Site);
        }
        for id in self.site.entry_ids() {
            for (name, file) in &self.site.entry(id).attachments {
                let path = address::attachment(&self.site.entry(id).key, self.config(), name, file);
                self.take(path, What::Attachment(id, name.clone()), Owner::Written(Location::file(&file.path)));
            }
        }
    }

    fn share_pictures(&mut self, paths: &[Vec<Option<String>>]) {
        for (language, of_entries) in paths.iter().enumerate() {
            for (entry, path) in of_entries.iter().enumerate() {
                if let Some(path) = path {
                    self.take(path.clone(), What::SharePicture(EntryId(entry), LanguageId(language)), Owner::Site);
                }
            }
        }
    }

    fn data(&mut self, name: &str, of: DataOf) {
        for file in DataFile::ALL {
            self.take(format!("data/{name}{}", file.ending()), What::Data(of, file), Owner::Site);
        }
    }

    /// Files of `static/` come after everything else: they take no address of the site's own.
    fn static_files(&mut self, files: &[StaticFile]) {
        for (at, StaticFile { path, file }) in files.iter().enumerate() {
            let owner = Owner::Written(Location::file(&file.path));
            match self.owner_in_the_way(path) {
                Some(first) => self.collision(path, owner, first),
                None => {
                    self.take(path.clone(), What::Static(at), owner);
                }
            }
        }
    }

    /// The owner of what makes a path impossible: a file where it needs a folder, or a folder where it would be a file.
    /// Everything below `assets/` is the site's own.
    fn owner_in_the_way(&self, path: &str) -> Option<Owner> {
        let key = path.to_lowercase();
        if key.starts_with("assets/") {
            return Some(Owner::Site);
        }
        let above = key.match_indices('/').find_map(|(at, _)| self.taken.get(key.get(..at)?));
        let folder = format!("{key}/");
        let below = || self.taken.range(folder.clone()..).next().filter(|(other, _)| other.starts_with(&folder));
        above.or_else(|| below().map(|(_, taken)| taken)).map(|taken| taken.owner.clone())
    }
}

pub fn sitemap_part_path(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

fn visible_path(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}
