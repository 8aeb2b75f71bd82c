//! Gives every output its address: the first to come keeps it, and two things at one address are an error.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry as Slot};

use super::{
    AssetPath, Briefed, Cross, DataFile, DataOf, ListOf, OUTPUTS_LIMIT, OptionalPages, Output, What, address, pages,
    pictures, sitemap_part_path, sitemap_part_size,
};
use crate::{
    config::{CollectionId, Config, LanguageId, VocabularyId},
    content::{PageKey, name::CONTENT},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
    message::Message,
    picture::Photograph,
    site::{EntryId, Site, TermId},
    source::read::STATIC,
    static_files::StaticFile,
    text::path::is_below,
};

/// Gives out the addresses, and tells of two things at one.
pub(super) struct Planner<'p> {
    pub(super) site: &'p Site,
    pub(super) addresses: &'p [Vec<String>],
    /// By the path in lower case: on some file systems `A` and `a` are one.
    pub(super) taken: BTreeMap<String, Taken>,
    optional: OptionalPages,
    pub(super) redirects: Vec<(String, String)>,
    is_full: bool,
    /// Entries whose id is in the way of something: said once, not in every language.
    reported: BTreeSet<EntryId>,
    diagnostics: &'p mut Diagnostics,
}

#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// The path, where it differs from the key.
    pub(super) path: Option<String>,
    pub(super) what: What,
    pub(super) owner: AddressOwner,
}

/// The owner of an address.
#[derive(Clone, Debug)]
pub(super) enum AddressOwner {
    /// The site itself, for something that no editor wrote.
    Site,
    /// A slug, an alias or a file.
    Written(Location),
    /// An entry whose id makes the address.
    Id(EntryId, Location),
}

impl AddressOwner {
    pub(super) fn location(&self) -> Option<&Location> {
        match self {
            AddressOwner::Site => None,
            AddressOwner::Written(location) | AddressOwner::Id(_, location) => Some(location),
        }
    }
}

impl<'p> Planner<'p> {
    pub(super) fn new(
        site: &'p Site,
        addresses: &'p [Vec<String>],
        optional: OptionalPages,
        diagnostics: &'p mut Diagnostics,
    ) -> Self {
        // Pairs are counted before they are planned: they alone grow with the square of what is written.
        let pairs = site.cross.iter().map(BTreeMap::len).sum::<usize>() * 2 * site.config.languages.len();
        Self {
            site,
            addresses,
            taken: BTreeMap::new(),
            optional,
            redirects: Vec::new(),
            is_full: pairs > OUTPUTS_LIMIT,
            reported: BTreeSet::new(),
            diagnostics,
        }
    }

    /// Plans everything, in the order in which one has the right to an address before the other.
    pub(super) fn plan_all(
        &mut self,
        assets: &[AssetPath],
        share_pictures: &[Vec<Option<String>>],
        static_files: &[StaticFile],
    ) {
        if self.is_full {
            return;
        }
        for language in self.config().language_ids() {
            self.pages(language);
            self.lists(language);
        }
        self.overviews();
        self.tables();
        self.once(assets);
        self.share_pictures(share_pictures);
        self.aliases();
        self.static_files(static_files);
    }

    /// The outputs by path, and the redirects, sorted both.
    pub(super) fn finish(self) -> (Vec<Output>, Vec<(String, String)>) {
        let Self { mut taken, mut redirects, .. } = self;
        if self.is_full {
            // Nothing of it is rendered, not even to check the templates.
            taken.clear();
            let message = message!("too-many-outputs", limit = OUTPUTS_LIMIT);
            let limit = Diagnostic::without_location(Rule::Limit, message).hint(message!("too-many-outputs.hint"));
            self.diagnostics.push(limit);
        }
        redirects.sort();
        let output = |(key, Taken { path, what, .. }): (String, Taken)| Output { path: path.unwrap_or(key), what };
        let mut outputs: Vec<Output> = taken.into_iter().map(output).collect();
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        (outputs, redirects)
    }

    pub(super) fn config(&self) -> &Config {
        &self.site.config
    }

    /// Takes an address for something. The first to come keeps it; the other is an error at its own place.
    pub(super) fn take(&mut self, path: String, what: What, owner: AddressOwner) -> bool {
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

    pub(super) fn collision(&mut self, path: &str, owner: AddressOwner, first: AddressOwner) {
        let message = match (&owner, first.location()) {
            (AddressOwner::Written(_) | AddressOwner::Id(..), Some(first)) => {
                message!("address-collision", address = visible_path(path), file = &first.file)
            }
            _ => message!("address-of-site", address = visible_path(path)),
        };
        let culprit = if matches!(owner, AddressOwner::Site) { first } else { owner };
        if matches!(culprit, AddressOwner::Id(entry, _) if !self.reported.insert(entry)) {
            return;
        }
        let diagnostic = match culprit.location() {
            Some(location) => Diagnostic::new(Rule::AddressCollision, location.clone(), message),
            None => Diagnostic::without_location(Rule::AddressCollision, message),
        };
        let is_static = culprit.location().is_some_and(|location| is_below(&location.file, STATIC));
        let hint = match self.list_of(&culprit) {
            Some((list, file)) => message!("address-collision.list", list, file),
            None if is_static => message!("address-collision.file"),
            None => message!("address-collision.hint"),
        };
        self.diagnostics.push(diagnostic.hint(hint));
    }

    /// The list that a plain page has the name of, and the file that such a page is the text of that list in.
    fn list_of(&self, owner: &AddressOwner) -> Option<(&str, String)> {
        let AddressOwner::Id(entry, location) = owner else { return None };
        let PageKey::Plain(id) = &self.site.entry(*entry).key else { return None };
        let is_list = self.config().collection_named(id).is_some() || self.config().vocabulary_named(id).is_some();
        let name = location.file.rsplit('/').next()?.strip_prefix(id.as_str())?;
        let file = format!("{CONTENT}/{id}/index{name}");
        (is_list && self.site.page_of_file(&file).is_none()).then_some((id, file))
    }

    /// Tells that an old address is the page's own, or that it stands there twice.
    pub(super) fn needless(&mut self, owner: &AddressOwner, message: Message) {
        if let Some(location) = owner.location() {
            let diagnostic = Diagnostic::new(Rule::AddressCollision, location.clone(), message);
            self.diagnostics.push(diagnostic.hint(message!("alias-needless")));
        }
    }

    fn owner(&self, id: EntryId, language: LanguageId) -> AddressOwner {
        let entry = self.site.entry(id);
        let own = entry.version(language);
        match (own.and_then(|version| version.page.slug.as_ref()), own.or_else(|| entry.original())) {
            (Some(slug), Some(version)) => AddressOwner::Written(Location::new(&version.page.file, slug.range.clone())),
            (None, Some(version)) => AddressOwner::Id(id, Location::file(&version.page.file)),
            (_, None) => AddressOwner::Site,
        }
    }

    fn pages(&mut self, language: LanguageId) {
        let tag = self.config().tag(language).to_owned();
        self.take(format!("{tag}/index.html"), What::Home(language), AddressOwner::Site);
        self.take(format!("{tag}/search/index.html"), What::Search(language), AddressOwner::Site);
        self.take(format!("{tag}/404.html"), What::NotFound(language), AddressOwner::Site);
        self.take(format!("{tag}/feed.xml"), What::Feed(language, None), AddressOwner::Site);
        if address::has_calendar(self.config(), None) {
            self.take(format!("{tag}/{}", address::CALENDAR), What::Calendar(language, None), AddressOwner::Site);
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
            self.collision(&path, owner, AddressOwner::Site);
            return;
        }
        if !self.take(path, what, owner) {
            return;
        }
        // Of what is shown in another language, the page in that language has one.
        if self.optional.briefs && matches!(entry.key, PageKey::Entry(..)) && entry.version(language).is_some() {
            let path = format!("{}index.html", address::brief(address));
            self.take(path, What::Brief(Briefed::Entry(id), language), AddressOwner::Site);
        }
    }

    fn lists(&mut self, language: LanguageId) {
        for at in 0..self.config().collections.len() {
            let collection = CollectionId(at);
            let folder = address::collection(self.config(), collection, language);
            let entries: Vec<EntryId> = self.site.collection_entries(collection).collect();
            let count = self.site.count_shown(&entries, language);
            self.paginated(&folder, count, |page| What::Collection(collection, language, page));
            self.take(format!("{folder}feed.xml"), What::Feed(language, Some(collection)), AddressOwner::Site);
            if address::has_calendar(self.config(), Some(collection)) {
                let path = format!("{folder}{}", address::CALENDAR);
                self.take(path, What::Calendar(language, Some(collection)), AddressOwner::Site);
            }
        }
        for at in 0..self.config().vocabularies.len() {
            let vocabulary = VocabularyId(at);
            let folder = address::vocabulary(self.config(), vocabulary, language);
            self.take(format!("{folder}index.html"), What::Vocabulary(vocabulary, language), AddressOwner::Site);
            for term in (0..self.site.terms_of(vocabulary).len()).map(TermId) {
                let Some(folder) = address::term(self.site, vocabulary, term, language) else { continue };
                let entries = self.site.entries_of_term(vocabulary, term);
                let count = self.site.count_shown(entries, language);
                self.paginated(&folder, count, |page| What::Term(vocabulary, term, language, page));
                if self.optional.briefs {
                    let path = format!("{}index.html", address::brief(&folder));
                    self.take(path, What::Brief(Briefed::Term(vocabulary, term), language), AddressOwner::Site);
                }
            }
        }
        for pair in 0..self.config().cross.len() {
            self.cross(pair, language);
        }
    }

    /// The pages that show the site as a whole: the timeline, the page about open data, and the page of changes with its feeds.
    fn overviews(&mut self) {
        let site = self.site;
        let everywhere = |address: fn(&Config, LanguageId) -> String, name: &str, what: fn(LanguageId) -> What| {
            let output = |language| (format!("{}{name}", address(&site.config, language)), what(language));
            site.config.language_ids().map(output).collect()
        };
        if self.optional.timeline {
            self.take_if_free(everywhere(address::timeline, "index.html", What::Timeline));
        }
        if self.optional.data {
            self.take_if_free(everywhere(address::data, "index.html", What::DataPage));
        }
        if self.optional.changes {
            self.take_if_free(everywhere(address::changes, "index.html", What::ChangesPage));
            self.take_if_free(everywhere(address::changes, "feed.xml", |language| What::ChangesFeed(language, None)));
            self.of_each_term("feed.xml", |language, of| What::ChangesFeed(language, Some(of)));
        }
    }

    /// Lists as tables and as files for spreadsheets.
    fn tables(&mut self) {
        if !self.optional.tables {
            return;
        }
        let site = self.site;
        for collection in (0..site.config.collections.len()).map(CollectionId) {
            let entries: Vec<EntryId> = site.collection_entries(collection).collect();
            let (mut tables, mut files) = (Vec::new(), Vec::new());
            for language in site.config.language_ids() {
                let folder = address::collection(&site.config, collection, language);
                for page in 1..=pages(site.count_shown(&entries, language)) {
                    let path = format!("{}index.html", address::list_page(&address::table(&folder), page));
                    tables.push((path, What::Table(collection, language, page)));
                }
                let file = What::ListFile(ListOf::Collection(collection), language);
                files.push((address::list_file(&folder), file));
            }
            self.take_if_free(tables);
            self.take_if_free(files);
        }
        self.of_each_term(address::LIST_FILE, |language, (vocabulary, term)| {
            What::ListFile(ListOf::Term(vocabulary, term), language)
        });
    }

    /// A file in the folder of each term.
    fn of_each_term(&mut self, name: &str, what: impl Fn(LanguageId, (VocabularyId, TermId)) -> What) {
        let site = self.site;
        for vocabulary in (0..site.config.vocabularies.len()).map(VocabularyId) {
            for term in (0..site.terms_of(vocabulary).len()).map(TermId) {
                let output = |language| {
                    let folder = address::term(site, vocabulary, term, language)?;
                    Some((format!("{folder}{name}"), what(language, (vocabulary, term))))
                };
                self.take_if_free(site.config.language_ids().filter_map(output).collect());
            }
        }
    }

    /// Takes addresses for one thing in all languages, unless an editor's page or another output stands at any of them: then
    /// that is the page in every language, and the thing is left out. Called after the pages and lists of all languages.
    fn take_if_free(&mut self, outputs: Vec<(String, What)>) {
        if outputs.iter().all(|(path, _)| !self.taken.contains_key(&path.to_lowercase())) {
            for (path, what) in outputs {
                self.take(path, what, AddressOwner::Site);
            }
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
            self.take(format!("{}index.html", address::list_page(folder, page)), what(page), AddressOwner::Site);
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
            self.take(path.to_owned(), what, AddressOwner::Site);
        }
        if self.config().security.is_some() {
            self.take(".well-known/security.txt".to_owned(), What::SecurityTxt, AddressOwner::Site);
        }
        for at in 0..self.config().collections.len() {
            let name = self.config().collection(CollectionId(at)).name.clone();
            self.data(&name, DataOf::Collection(CollectionId(at)));
        }
        for at in 0..self.config().vocabularies.len() {
            let name = self.config().vocabulary(VocabularyId(at)).name.clone();
            self.data(&name, DataOf::Vocabulary(VocabularyId(at)));
        }
        self.take("data/catalogue.jsonld".to_owned(), What::Catalogue, AddressOwner::Site);
        if self.config().outputs.database {
            self.take("data/all.sqlite".to_owned(), What::Database, AddressOwner::Site);
        }
        if self.config().outputs.changes {
            self.take("data/changes.json".to_owned(), What::Changes, AddressOwner::Site);
        }
        let pages = self.taken.values().filter(|taken| taken.what.is_page()).count();
        let parts = pages.div_ceil(sitemap_part_size(self.config().languages.len()));
        for part in (0..parts).filter(|_| parts > 1) {
            self.take(sitemap_part_path(part), What::SitemapPart(part), AddressOwner::Site);
        }
        for (at, path) in assets.iter().enumerate() {
            self.take(path.clone(), What::Asset(at), AddressOwner::Site);
        }
        if self.config().country_vocabulary().is_some() {
            self.take(crate::map::drawing().path.clone(), What::Map, AddressOwner::Site);
        }
        for id in self.site.entry_ids() {
            for (name, file) in &self.site.entry(id).attachments {
                let path = address::attachment(&self.site.entry(id).key, self.config(), name, file);
                self.take(path, What::Attachment(id, name.clone()), AddressOwner::Written(Location::file(&file.path)));
            }
        }
        for (id, name) in pictures::shown(self.site) {
            self.picture(id, &name);
        }
    }

    fn picture(&mut self, id: EntryId, name: &str) {
        let entry = self.site.entry(id);
        let Some(file) = entry.attachment(name) else { return };
        for width in file.photograph.iter().flat_map(Photograph::widths) {
            if let Some(path) = address::picture(&entry.key, self.config(), name, file, width) {
                let owner = AddressOwner::Written(Location::file(&file.path));
                self.take(path, What::Picture(id, name.to_owned(), width), owner);
            }
        }
    }

    fn share_pictures(&mut self, paths: &[Vec<Option<String>>]) {
        for (language, of_entries) in paths.iter().enumerate() {
            for (entry, path) in of_entries.iter().enumerate() {
                if let Some(path) = path {
                    self.take(
                        path.clone(),
                        What::SharePicture(EntryId(entry), LanguageId(language)),
                        AddressOwner::Site,
                    );
                }
            }
        }
    }

    fn data(&mut self, name: &str, of: DataOf) {
        for file in DataFile::ALL {
            self.take(format!("data/{name}{}", file.ending()), What::Data(of, file), AddressOwner::Site);
        }
    }

    /// Files of `static/` come after everything else: they take no address of the site's own.
    fn static_files(&mut self, files: &[StaticFile]) {
        for (at, StaticFile { path, file }) in files.iter().enumerate() {
            let owner = AddressOwner::Written(Location::file(&file.path));
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
    pub(super) fn owner_in_the_way(&self, path: &str) -> Option<AddressOwner> {
        let key = path.to_lowercase();
        if key.starts_with("assets/") {
            return Some(AddressOwner::Site);
        }
        let above = key.match_indices('/').find_map(|(at, _)| self.taken.get(key.get(..at)?));
        let folder = format!("{key}/");
        let below = || self.taken.range(folder.clone()..).next().filter(|(other, _)| other.starts_with(&folder));
        above.or_else(|| below().map(|(_, taken)| taken)).map(|taken| taken.owner.clone())
    }
}

fn visible_path(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}
