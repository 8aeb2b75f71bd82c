//! Pages and vocabularies -> [`Site`].
//!
//! A warm run skips each step whose inputs are the very same values, or equal in all that the step looks at; the
//! functions of `same` say in what. What comes out is what a clean run gives.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Entry, EntryId, Site,
    links::{self, Unpublished},
    order,
    relations::{self, Relations, Unusable},
    same,
    translations::{self, Advice},
};
use crate::{
    config::{Config, LanguageId, VocabularyId},
    content::{Attachment, Page, PageKey, vocabulary::Terms},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::Locale,
};

/// What was read, file by file.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Sorted by path.
    pub pages: Vec<Arc<Page>>,
    /// By vocabulary.
    pub vocabularies: Vec<Arc<Terms>>,
    /// Files of entries: the entry's folder (`clusters/uca`), the name below it, the file.
    pub attachments: Vec<(String, String, Arc<Attachment>)>,
    /// Folder and id of files whose name is wrong: what refers to them stays silent.
    pub broken: BTreeSet<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct Resolved {
    pub site: Arc<Site>,
    /// Errors and warnings of everything that depends on more than one file.
    pub diagnostics: Diagnostics,
    /// What `check` says beyond that.
    pub advice: Diagnostics,
    /// Files that are left out because they are drafts, sorted.
    pub drafts: Arc<Vec<String>>,
}

/// What an earlier run made, with what it was made of.
#[derive(Debug)]
pub struct Memory {
    config: Arc<Config>,
    locales: Arc<Vec<Locale>>,
    with_drafts: bool,
    parsed: Parsed,
    /// Sorted by key.
    groups: Vec<Arc<Group>>,
    /// What is wrong with files that belong to no page.
    orphans: Diagnostics,
    unusable: Unusable,
    /// Files of entries of which nothing is published, sorted.
    left_out: Vec<String>,
    /// What is wrong with references.
    references: Diagnostics,
    /// What is wrong with links, by entry.
    links: BTreeMap<EntryId, Diagnostics>,
    resolved: Resolved,
}

/// The pages and files of one key, and what they make together.
#[derive(Debug)]
struct Group {
    key: PageKey,
    /// Places in [`Parsed::pages`].
    members: Vec<usize>,
    pages: Vec<Arc<Page>>,
    /// Sorted by name.
    attachments: Vec<(String, Arc<Attachment>)>,
    made: Made,
}

#[derive(Clone, Debug, Default)]
struct Made {
    /// `None` when nothing of it is to be published.
    entry: Option<Arc<Entry>>,
    diagnostics: Diagnostics,
    advice: Diagnostics,
    drafts: Vec<String>,
}

/// The memory is `None` before the first run.
pub fn resolve(
    parsed: Parsed,
    config: &Arc<Config>,
    locales: &Arc<Vec<Locale>>,
    with_drafts: bool,
    memory: &mut Option<Memory>,
) -> Resolved {
    let known = memory.take().filter(|known| {
        Arc::ptr_eq(&known.config, config) && Arc::ptr_eq(&known.locales, locales) && known.with_drafts == with_drafts
    });
    let memory = match known {
        Some(known) if same::parsed(&known.parsed, &parsed) => memory.insert(known),
        known => memory.insert(resolve_anew(parsed, config, locales, with_drafts, known.as_ref())),
    };
    memory.resolved.clone()
}

fn resolve_anew(
    parsed: Parsed,
    config: &Arc<Config>,
    locales: &Arc<Vec<Locale>>,
    with_drafts: bool,
    known: Option<&Memory>,
) -> Memory {
    let (groups, orphans) = groups(&parsed, config, with_drafts, known);
    let mut diagnostics = orphans.clone();
    let mut advice = Diagnostics::default();
    let mut drafts: Vec<String> = Vec::new();
    let mut unusable = Unusable { broken: parsed.broken.clone(), ..Unusable::default() };
    for (at, terms) in parsed.vocabularies.iter().enumerate() {
        if terms.unreadable {
            unusable.vocabularies.insert(VocabularyId(at));
        }
        unusable.terms.extend(terms.broken.iter().map(|id| (VocabularyId(at), id.clone())));
    }
    let mut left_out: Vec<String> = Vec::new();
    for group in &groups {
        diagnostics.extend_from(group.made.diagnostics.as_slice());
        advice.extend_from(group.made.advice.as_slice());
        drafts.extend_from_slice(&group.made.drafts);
        if group.made.entry.is_none() {
            unusable.drafts.insert(group.key.clone());
            left_out.extend_from_slice(&group.made.drafts);
        }
    }
    drafts.sort();
    left_out.sort();
    let entries: Vec<Arc<Entry>> = groups.iter().filter_map(|group| group.made.entry.clone()).collect();
    let warm = known.and_then(|known| Warm::new(known, entries.clone()));

    let vocabularies: Vec<_> = parsed.vocabularies.iter().map(|terms| terms.terms.clone()).collect();
    let terms_are_known = known.is_some_and(|known| same::term_ids(&known.parsed.vocabularies, &parsed.vocabularies));
    let (references, related) = match &warm {
        Some(warm)
            if terms_are_known
                && warm.known.unusable == unusable
                && warm.all(|old, new| same::references(old, new, config))
                && (warm.known.references.is_empty() || warm.all(same::places)) =>
        {
            (warm.known.references.clone(), relations_of(&warm.known.resolved.site))
        }
        _ => {
            let check = || {
                let mut found = Diagnostics::default();
                check_term_pages(&entries, &vocabularies, config, &unusable, &mut found);
                relations::check(&entries, &vocabularies, config, &unusable, &mut found);
                found
            };
            let (found, related) = rayon::join(check, || relations::relate(&entries, &vocabularies, config));
            (found, keep_equal(related, known.map(|known| &*known.resolved.site)))
        }
    };
    diagnostics.extend_from(references.as_slice());
    let ranks = match &warm {
        Some(warm) if warm.all(|old, new| same::order(old, new, config)) => Arc::clone(&warm.known.resolved.site.ranks),
        _ => Arc::new(order::ranks(&entries, config, locales)),
    };
    let files = match &warm {
        Some(warm) if same::paths(&warm.known.parsed.pages, &parsed.pages) => {
            Arc::clone(&warm.known.resolved.site.files)
        }
        _ => Arc::new(files(&groups)),
    };
    let site = Site {
        config: Arc::clone(config),
        locales: Arc::clone(locales),
        entries,
        vocabularies,
        vocabulary_files: parsed.vocabularies.iter().map(|terms| terms.file.clone()).collect(),
        inverse: related.inverse,
        terms: related.terms,
        term_entries: related.term_entries,
        cross: related.cross,
        ranks,
        files,
    };
    let unpublished = Unpublished { drafts: &left_out, broken: &unusable.broken };
    let links = match &warm {
        Some(warm)
            if Arc::ptr_eq(&warm.known.resolved.site.files, &site.files)
                && warm.known.left_out == left_out
                && warm.known.unusable.broken == unusable.broken
                && warm.all(same::targets) =>
        {
            let mut links = warm.known.links.clone();
            for at in &warm.changed {
                links.remove(&EntryId(*at));
            }
            links.extend(check_links(&site, &warm.changed, &unpublished));
            links
        }
        _ => check_links(&site, &(0..site.entries.len()).collect::<Vec<_>>(), &unpublished),
    };
    for found in links.values() {
        diagnostics.extend_from(found.as_slice());
    }
    let resolved = Resolved { site: Arc::new(site), diagnostics, advice, drafts: Arc::new(drafts) };
    Memory {
        config: Arc::clone(config),
        locales: Arc::clone(locales),
        with_drafts,
        parsed,
        groups,
        orphans,
        unusable,
        left_out,
        references,
        links,
        resolved,
    }
}

/// A run before whose entries have the same keys, so that their ids mean the same.
struct Warm<'m> {
    known: &'m Memory,
    /// Places of the entries that are not the very same values.
    changed: Vec<usize>,
    now: Vec<Arc<Entry>>,
}

impl<'m> Warm<'m> {
    fn new(known: &'m Memory, now: Vec<Arc<Entry>>) -> Option<Warm<'m>> {
        let before = &known.resolved.site.entries;
        let same_keys =
            before.len() == now.len() && before.iter().zip(&now).all(|(a, b)| Arc::ptr_eq(a, b) || a.key == b.key);
        let pairs = before.iter().zip(&now).enumerate();
        let changed = pairs.filter(|(_, (a, b))| !Arc::ptr_eq(a, b)).map(|(at, _)| at).collect();
        same_keys.then_some(Warm { known, changed, now })
    }

    /// Whether all entries that changed are still the same in some respect.
    fn all(&self, same: impl Fn(&Entry, &Entry) -> bool) -> bool {
        self.changed.iter().all(|at| match (self.known.resolved.site.entries.get(*at), self.now.get(*at)) {
            (Some(old), Some(new)) => same(old, new),
            _ => false,
        })
    }
}

fn relations_of(site: &Site) -> Relations {
    Relations {
        inverse: Arc::clone(&site.inverse),
        terms: Arc::clone(&site.terms),
        term_entries: Arc::clone(&site.term_entries),
        cross: Arc::clone(&site.cross),
    }
}

/// What came out the same as in the run before stays the very same value, so that what is made of it stays too.
fn keep_equal(new: Relations, known: Option<&Site>) -> Relations {
    fn keep<T: PartialEq>(new: Arc<T>, known: Option<&Arc<T>>) -> Arc<T> {
        known.filter(|known| **known == new).map_or(new, Arc::clone)
    }
    Relations {
        inverse: keep(new.inverse, known.map(|site| &site.inverse)),
        terms: keep(new.terms, known.map(|site| &site.terms)),
        term_entries: keep(new.term_entries, known.map(|site| &site.term_entries)),
        cross: keep(new.cross, known.map(|site| &site.cross)),
    }
}

/// The files of each entry's pages: the entry is there even for a link to its translation that is a draft.
fn files(groups: &[Arc<Group>]) -> HashMap<FilePath, (EntryId, LanguageId)> {
    groups
        .iter()
        .filter(|group| group.made.entry.is_some())
        .enumerate()
        .flat_map(|(at, group)| group.pages.iter().map(move |page| (at, page)))
        .map(|(at, page)| (Arc::clone(&page.file), (EntryId(at), page.language)))
        .collect()
}

fn check_links(site: &Site, entries: &[usize], unpublished: &Unpublished<'_>) -> BTreeMap<EntryId, Diagnostics> {
    entries
        .par_iter()
        .filter_map(|at| {
            let mut found = Diagnostics::default();
            for version in site.entries.get(*at)?.versions.iter().flatten() {
                found.append(links::check(site, &version.page, version.page.language, &version.anchors, unpublished));
            }
            (!found.is_empty()).then_some((EntryId(*at), found))
        })
        .collect()
}

/// Pages and files grouped by key, sorted by key, with what each group makes; and what is wrong with files that belong to
/// none.
fn groups(
    parsed: &Parsed,
    config: &Config,
    with_drafts: bool,
    known: Option<&Memory>,
) -> (Vec<Arc<Group>>, Diagnostics) {
    if let Some(known) = known
        && same::paths(&known.parsed.pages, &parsed.pages)
        && same::attachments(&known.parsed, parsed)
        && known.parsed.broken == parsed.broken
    {
        return (groups_again(parsed, config, with_drafts, known), known.orphans.clone());
    }
    let mut by_key: BTreeMap<&PageKey, Vec<usize>> = BTreeMap::new();
    for (at, page) in parsed.pages.iter().enumerate() {
        by_key.entry(&page.key).or_default().push(at);
    }
    let mut groups: Vec<Group> =
        by_key.into_iter().map(|(key, members)| Group::new(key, members, Vec::new(), parsed)).collect();
    let orphans = attach(&mut groups, parsed, config);
    let groups = groups
        .into_par_iter()
        .with_min_len(64)
        .map(|mut group| {
            let before = known.and_then(|known| {
                let at = known.groups.binary_search_by(|other| other.key.cmp(&group.key)).ok()?;
                known.groups.get(at)
            });
            group.made = match before.filter(|before| before.is_made_of_the_same(&group)) {
                Some(before) => before.made.clone(),
                None => group.make(config, with_drafts),
            };
            Arc::new(group)
        })
        .collect();
    (groups, orphans)
}

/// The same paths make the same groups: those whose pages changed are made anew.
fn groups_again(parsed: &Parsed, config: &Config, with_drafts: bool, known: &Memory) -> Vec<Arc<Group>> {
    let pages = known.parsed.pages.iter().zip(&parsed.pages);
    let changed: BTreeSet<usize> = pages
        .filter(|(before, now)| !Arc::ptr_eq(before, now))
        .filter_map(|(_, page)| known.groups.binary_search_by(|group| group.key.cmp(&page.key)).ok())
        .collect();
    let mut groups = known.groups.clone();
    for at in changed {
        if let Some(group) = groups.get_mut(at) {
            let mut new = Group::new(&group.key, group.members.clone(), group.attachments.clone(), parsed);
            new.made = new.make(config, with_drafts);
            *group = Arc::new(new);
        }
    }
    groups
}

impl Group {
    fn new(key: &PageKey, members: Vec<usize>, attachments: Vec<(String, Arc<Attachment>)>, parsed: &Parsed) -> Self {
        let pages = members.iter().filter_map(|at| parsed.pages.get(*at).cloned()).collect();
        Self { key: key.clone(), members, pages, attachments, made: Made::default() }
    }

    fn is_made_of_the_same(&self, other: &Group) -> bool {
        let same_pages = self.pages.iter().zip(&other.pages).all(|(a, b)| Arc::ptr_eq(a, b));
        let same_files =
            self.attachments.iter().zip(&other.attachments).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1));
        same_pages
            && same_files
            && self.pages.len() == other.pages.len()
            && self.attachments.len() == other.attachments.len()
    }

    fn make(&self, config: &Config, with_drafts: bool) -> Made {
        let (mut diagnostics, mut advice) = (Diagnostics::default(), Advice::default());
        let pages = self.pages.clone();
        let entry = translations::entry(self.key.clone(), pages, config, with_drafts, &mut diagnostics, &mut advice);
        let published = |page: &Page| {
            let mut versions = entry.iter().flat_map(|entry| entry.versions.iter().flatten());
            versions.any(|version| version.page.file == page.file)
        };
        let drafts = self.pages.iter().filter(|page| !published(page)).map(|page| page.file.to_string()).collect();
        let entry = entry.map(|entry| Arc::new(Entry { attachments: self.attachments.clone(), ..entry }));
        Made { entry, diagnostics, advice: advice.diagnostics, drafts }
    }
}

/// Gives each group its files. What is left belongs to no page.
fn attach(groups: &mut [Group], parsed: &Parsed, config: &Config) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (folder, name, file) in &parsed.attachments {
        let key = links::key_of_folder(folder, config);
        let owner = key.and_then(|key| groups.binary_search_by(|group| group.key.cmp(&key)).ok());
        if let Some(group) = owner.and_then(|at| groups.get_mut(at)) {
            group.attachments.push((name.clone(), Arc::clone(file)));
            continue;
        }
        let owner_is_broken = folder
            .split_once('/')
            .is_some_and(|(collection, id)| parsed.broken.contains(&(collection.to_owned(), id.to_owned())));
        if !owner_is_broken {
            diagnostics.push(
                Diagnostic::new(
                    Rule::OrphanFile,
                    Location::file(&file.path),
                    format!("no page `{folder}` has this file as its own"),
                )
                .hint(format!("make the page content/{folder}.<language>.md, or remove the file")),
            );
        }
    }
    for group in groups {
        group.attachments.sort_by(|a, b| a.0.cmp(&b.0));
    }
    diagnostics
}

/// The text of a term's page needs the term.
fn check_term_pages(
    entries: &[Arc<Entry>],
    vocabularies: &[Vec<crate::content::vocabulary::Term>],
    config: &Config,
    unusable: &Unusable,
    diagnostics: &mut Diagnostics,
) {
    for entry in entries {
        let PageKey::Term(vocabulary, id) = &entry.key else { continue };
        let terms = vocabularies.get(vocabulary.0).map_or(&[][..], Vec::as_slice);
        if unusable.is_term(*vocabulary, id) || terms.iter().any(|term| term.id == *id) {
            continue;
        }
        let Some(version) = entry.original() else { continue };
        let name = &config.vocabulary(*vocabulary).name;
        let hint = crate::text::nearest(id, terms.iter().map(|term| term.id.as_str()))
            .map_or_else(|| format!("add it to content/{name}.toml: [{id}]"), |near| format!("did you mean `{near}`?"));
        diagnostics.push(
            Diagnostic::new(
                Rule::UnknownTerm,
                Location::file(&version.page.file),
                format!("the vocabulary `{name}` has no term `{id}` for this text"),
            )
            .hint(hint),
        );
    }
}
