//! Parsed files -> [`Site`]. A plain function of everything that was parsed: pages are grouped into entries, references
//! checked and followed, lists ordered, links checked.

use std::sync::Arc;

use hashbrown::HashMap;

use rayon::prelude::*;

use super::{
    Entry, EntryId, Site, SiteFile, Version,
    links::{self, Unpublished},
    lookup::Lookup,
    meant::{Meant, meant},
    named_entries, order,
    relations::{self, Relations, Unusable},
    translations,
};
use crate::{
    config::{Config, VocabularyId},
    content::{
        Attachment, Page, PageKey,
        load::{AttachmentFile, ParsedContent, UnreadablePage},
    },
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::Locale,
    message,
    message::Message,
};

#[derive(Debug)]
pub(crate) struct Resolved {
    pub site: Site,
    /// Errors and warnings of everything that depends on more than one file.
    pub diagnostics: Diagnostics,
    /// Notices that only `check` shows.
    pub advice: Diagnostics,
    /// Files that are left out because they are drafts, sorted.
    pub drafts: Vec<String>,
}

/// `locales` are those of the configuration's languages.
pub(crate) fn resolve(
    content: &ParsedContent,
    config: &Arc<Config>,
    locales: &Arc<Vec<Locale>>,
    with_drafts: bool,
) -> Resolved {
    let pages = sorted_pages(content);
    let (groups, mut diagnostics) = group(&pages, content, config);
    let grouped: Vec<GroupResult> =
        groups.par_iter().with_min_len(64).map(|group| group.resolve(config, with_drafts)).collect();
    let files = files(&groups, &grouped);
    let mut advice = Diagnostics::default();
    let mut unusable = unusable(content);
    let (mut drafts, mut left_out, mut entries) = (Vec::new(), Vec::new(), Vec::with_capacity(groups.len()));
    for (group, result) in groups.into_iter().zip(grouped) {
        diagnostics.append(result.diagnostics);
        advice.append(result.advice);
        drafts.extend_from_slice(&result.drafts);
        match result.entry {
            Some(entry) => entries.push(entry),
            None => {
                unusable.drafts.insert(group.key.clone());
                left_out.extend(result.drafts);
            }
        }
    }
    drafts.sort();
    left_out.sort();

    advice.extend(translations::without_day(&entries));
    let (found, related, ranks) = follow_references(&entries, content, config, locales, &unusable);
    diagnostics.append(found);
    let Relations { inverse, terms, term_entries, cross } = related;
    let site = Site {
        config: Arc::clone(config),
        locales: Arc::clone(locales),
        entries,
        vocabularies: content.vocabularies.clone(),
        inverse,
        terms,
        term_entries,
        cross,
        ranks,
        files,
    };
    diagnostics.extend_from(&named_entries::check(&site));
    diagnostics.append(check_links(&site, &Unpublished { drafts: &left_out, misnamed: &unusable.misnamed }));
    Resolved { site, diagnostics, advice, drafts }
}

/// Mistakes in references, the facts that follow from references, and the order of lists.
fn follow_references(
    entries: &[Entry],
    content: &ParsedContent,
    config: &Config,
    locales: &[Locale],
    unusable: &Unusable,
) -> (Diagnostics, Relations, Vec<Vec<u32>>) {
    let lookup = Lookup::new(entries, &content.vocabularies, config);
    let check = || {
        let mut diagnostics = check_term_pages(&lookup, unusable);
        diagnostics.append(relations::check(&lookup, unusable));
        diagnostics
    };
    let order = || order::ranks(&lookup, locales);
    let (diagnostics, (related, ranks)) = rayon::join(check, || rayon::join(|| relations::relate(&lookup), order));
    (diagnostics, related, ranks)
}

/// The pages and files of one key, which make an entry together.
#[derive(Debug)]
struct EntryFiles<'c> {
    key: &'c PageKey,
    /// Sorted by language.
    pages: &'c [&'c Arc<Page>],
    unreadable: Vec<UnreadablePage>,
    /// Sorted by name.
    attachments: Vec<(String, Arc<Attachment>)>,
}

#[derive(Debug)]
struct GroupResult {
    /// `None` when nothing of it is to be published.
    entry: Option<Entry>,
    diagnostics: Diagnostics,
    advice: Diagnostics,
    /// Files of pages that are left out.
    drafts: Vec<String>,
}

/// Sorted by key, then by language.
fn sorted_pages(content: &ParsedContent) -> Vec<&Arc<Page>> {
    let mut pages: Vec<&Arc<Page>> = content.pages.iter().collect();
    pages.par_sort_by(|a, b| a.key.cmp(&b.key).then(a.language.cmp(&b.language)));
    pages
}

/// Pages and files grouped by key, sorted by key, and what is wrong with files that belong to none.
fn group<'c>(
    pages: &'c [&'c Arc<Page>],
    content: &'c ParsedContent,
    config: &Config,
) -> (Vec<EntryFiles<'c>>, Diagnostics) {
    let of_one_key = pages.chunk_by(|a, b| a.key == b.key);
    let mut groups: Vec<EntryFiles<'c>> =
        of_one_key.filter_map(|pages| Some(EntryFiles { pages, ..EntryFiles::new(&pages.first()?.key) })).collect();
    for page in &content.unreadable_pages {
        match groups.binary_search_by(|group| group.key.cmp(&page.key)) {
            Ok(at) => groups[at].unreadable.push(page.clone()),
            Err(at) => groups.insert(at, EntryFiles { unreadable: vec![page.clone()], ..EntryFiles::new(&page.key) }),
        }
    }
    let orphans = attach(&mut groups, content, config);
    (groups, orphans)
}

impl<'c> EntryFiles<'c> {
    fn new(key: &'c PageKey) -> Self {
        Self { key, pages: &[], unreadable: Vec::new(), attachments: Vec::new() }
    }

    fn resolve(&self, config: &Config, with_drafts: bool) -> GroupResult {
        let (mut diagnostics, mut advice) = (Diagnostics::default(), Diagnostics::default());
        let (key, pages, unreadable) = (self.key.clone(), self.pages, self.unreadable.clone());
        let entry = translations::entry(key, pages, unreadable, config, with_drafts, &mut diagnostics, &mut advice);
        let is_published = |page: &Arc<Page>| {
            let mut versions = entry.iter().flat_map(|entry| entry.versions.iter().flatten());
            versions.any(|version| Arc::ptr_eq(&version.page, page))
        };
        let drafts = self.pages.iter().filter(|page| !is_published(page)).map(|page| page.file.to_string()).collect();
        let entry = entry.map(|entry| Entry { attachments: self.attachments.clone(), ..entry });
        GroupResult { entry, diagnostics, advice, drafts }
    }
}

/// The targets of links: an entry's pages, even a translation that is a draft, and its own files.
fn files(groups: &[EntryFiles<'_>], results: &[GroupResult]) -> HashMap<FilePath, SiteFile> {
    let published = groups.iter().zip(results).filter(|(_, result)| result.entry.is_some());
    let mut files = HashMap::new();
    for (at, (group, _)) in published.enumerate() {
        let entry = EntryId(at);
        let page = |file, language| (Arc::clone(file), SiteFile::Page(entry, language));
        files.extend(group.pages.iter().map(|one| page(&one.file, one.language)));
        files.extend(group.unreadable.iter().map(|one| page(&one.file, one.language)));
        let own = group.attachments.iter().enumerate();
        files.extend(own.map(|(at, (_, file))| (Arc::clone(&file.path), SiteFile::Attachment(entry, at))));
    }
    files
}

/// Entries that are there but cannot be used, as far as the files themselves say it.
fn unusable(content: &ParsedContent) -> Unusable {
    let mut unusable = Unusable { misnamed: content.misnamed.clone(), ..Unusable::default() };
    for (at, terms) in content.vocabularies.iter().enumerate() {
        if terms.unreadable {
            unusable.vocabularies.insert(VocabularyId(at));
        }
        unusable.terms.extend(terms.broken.iter().map(|id| (VocabularyId(at), id.clone())));
    }
    unusable
}

fn check_links(site: &Site, unpublished: &Unpublished<'_>) -> Diagnostics {
    let found: Vec<Diagnostics> = site
        .entries
        .par_iter()
        .flat_map_iter(|entry| entry.versions.iter().flatten())
        .map(|version| links::check(site, version, unpublished))
        .filter(|found| !found.is_empty())
        .collect();
    let mut all = Diagnostics::default();
    found.into_iter().for_each(|found| all.append(found));
    all
}

/// The key that a page with its own files in this folder (such as `clusters/uca`) has; the inverse of [`PageKey::path`].
fn key_of_folder(folder: &str, config: &Config) -> Option<PageKey> {
    let Some((first, id)) = folder.split_once('/') else {
        return Some(if folder == "index" { PageKey::Home } else { PageKey::Plain(folder.to_owned()) });
    };
    if let Some(collection) = config.collection_named(first) {
        return Some(match id {
            "index" => PageKey::CollectionIndex(collection),
            id => PageKey::Entry(collection, id.to_owned()),
        });
    }
    let vocabulary = config.vocabulary_named(first)?;
    Some(match id {
        "index" => PageKey::VocabularyIndex(vocabulary),
        id => PageKey::Term(vocabulary, id.to_owned()),
    })
}

/// Gives each group its files. What is left belongs to no page.
fn attach(groups: &mut [EntryFiles<'_>], content: &ParsedContent, config: &Config) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for AttachmentFile { folder, name, attachment } in &content.attachments {
        let key = key_of_folder(folder, config);
        let owner = key.and_then(|key| groups.binary_search_by(|group| group.key.cmp(&key)).ok());
        if let Some(group) = owner.and_then(|at| groups.get_mut(at)) {
            group.attachments.push((name.clone(), Arc::clone(attachment)));
            continue;
        }
        let owner_is_broken =
            folder.split_once('/').is_some_and(|(collection, id)| content.misnamed.contains(collection, id));
        if !owner_is_broken {
            diagnostics.push(
                Diagnostic::new(Rule::OrphanFile, Location::file(&attachment.path), message!("orphan-file", folder))
                    .hint(message!("orphan-file.hint", folder)),
            );
        }
    }
    for group in groups {
        group.attachments.sort_by(|a, b| a.0.cmp(&b.0));
    }
    diagnostics
}

/// The text of a term's page needs the term.
fn check_term_pages(lookup: &Lookup<'_>, unusable: &Unusable) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for entry in lookup.entries {
        let PageKey::Term(vocabulary, id) = &entry.key else { continue };
        if unusable.is_term(*vocabulary, id) || lookup.term(*vocabulary, id).is_some() {
            continue;
        }
        let Some(version) = entry.original() else { continue };
        let name = &lookup.config.vocabulary(*vocabulary).name;
        let file = &version.page.file;
        let hint = match meant(id, &lookup.term_candidates(*vocabulary, version.page.language)) {
            Some(Meant::One { id, .. }) => rename_text(id, version, *vocabulary, lookup),
            Some(several) => several.hint(),
            None => message!("no-such-term.hint", vocabulary = name, id),
        };
        let message = message!("no-term-for-text", vocabulary = name, id);
        let location = Location::file(file);
        diagnostics.push(Diagnostic::new(Rule::UnknownTerm, location, message).hint(hint));
    }
    diagnostics
}

/// The term that a text was meant for, unless that has a text already.
fn rename_text(term: &str, version: &Version, vocabulary: VocabularyId, lookup: &Lookup<'_>) -> Message {
    let config = lookup.config;
    let key = PageKey::Term(vocabulary, term.to_owned());
    let path = format!("content/{}.{}.md", key.path(config), config.tag(version.page.language));
    if lookup.entries.iter().any(|entry| entry.key == key) {
        return message!("no-term-for-text.taken", term);
    }
    message!("no-term-for-text.rename", term, path)
}
