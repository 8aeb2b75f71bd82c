//! Pages and terms as they are named on the command line: `clusters/uca`, `content/clusters/uca.uk.md`, `countries/pl`.

use super::{Exit, terminal::Terminal};
use crate::{
    config::{LanguageId, VocabularyId},
    content::PageKey,
    message,
    message::Message,
    site::{Entry, EntryId, Site, TermId},
    text::nearest,
};

/// The page, entry or term that a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedPage {
    /// `clusters/uca`
    Entry(EntryId),
    /// `clusters/uca.uk`, `content/clusters/uca.uk.md`
    Page(EntryId, LanguageId),
    /// `countries/pl`, whether or not there is a text for its page.
    Term(VocabularyId, TermId),
}

impl NamedPage {
    pub(super) fn key(self, site: &Site) -> PageKey {
        match self {
            NamedPage::Entry(id) | NamedPage::Page(id, _) => site.entry(id).key.clone(),
            NamedPage::Term(vocabulary, term) => {
                let id = site.term(vocabulary, term).map(|term| term.id.clone());
                PageKey::Term(vocabulary, id.unwrap_or_default())
            }
        }
    }
}

/// The name without what leads to content/, and without the slash that shells add to folders.
pub(super) fn inside(name: &str) -> &str {
    let name = name.trim_start_matches("./").trim_end_matches('/');
    name.strip_prefix("content/").unwrap_or(name)
}

/// Whether a name (see [`inside`]) means this file of an entry: by the entry, or by the file with or without the ending.
pub(super) fn is_meant(name: &str, entry: &Entry, file: &str, site: &Site) -> bool {
    let file = inside(file);
    entry.key.path(&site.config) == name || file == name || file.strip_suffix(".md") == Some(name)
}

/// The entry that has a page of this name.
pub(super) fn find_entry<'s>(name: &str, site: &'s Site) -> Option<&'s Entry> {
    let has_page = |entry: &&Entry| {
        let read = entry.versions.iter().flatten().map(|version| &version.page.file);
        let mut files = read.chain(entry.unreadable.iter().map(|page| &page.file));
        entry.key.path(&site.config) == name || files.any(|file| is_meant(name, entry, file, site))
    };
    site.entries.iter().find(has_page)
}

/// The entry that the command line names. That there is none has been told.
pub(super) fn find<'s>(page: &str, site: &'s Site, terminal: &Terminal) -> Result<&'s Entry, Exit> {
    let name = inside(page);
    find_entry(name, site).ok_or_else(|| terminal.usage(message!("no-such-page", page), Some(hint(name, site))))
}

/// The page or term that the command line names. That there is none has been told.
pub(super) fn find_any(written: &str, site: &Site, terminal: &Terminal) -> Result<NamedPage, Exit> {
    let name = inside(written);
    let page = |id: EntryId| {
        let entry = site.entry(id);
        if entry.key.path(&site.config) == name {
            return Some(NamedPage::Entry(id));
        }
        let version =
            entry.versions.iter().flatten().find(|version| is_meant(name, entry, &version.page.file, site))?;
        Some(NamedPage::Page(id, version.page.language))
    };
    find_term(name, site).or_else(|| site.entry_ids().find_map(page)).ok_or_else(|| {
        let vocabularies = site.config.vocabularies.iter().zip(&site.vocabularies);
        let terms = vocabularies.flat_map(|(vocabulary, terms)| {
            terms.terms.iter().map(move |term| format!("{}/{}", vocabulary.name, term.id))
        });
        let known: Vec<String> = page_names(site).chain(terms).collect();
        terminal.usage(message!("no-such-page-or-term", written), Some(nearest_of(name, &known)))
    })
}

fn find_term(name: &str, site: &Site) -> Option<NamedPage> {
    let (vocabulary, id) = name.split_once('/')?;
    let vocabulary = site.config.vocabulary_named(vocabulary)?;
    Some(NamedPage::Term(vocabulary, site.find_term(vocabulary, id)?))
}

/// The hint on a name that means no page.
pub(super) fn hint(name: &str, site: &Site) -> Message {
    nearest_of(name, &page_names(site).collect::<Vec<_>>())
}

fn page_names(site: &Site) -> impl Iterator<Item = String> {
    site.entries.iter().map(|entry| entry.key.path(&site.config))
}

fn nearest_of(name: &str, known: &[String]) -> Message {
    nearest(name, known.iter().map(String::as_str))
        .map_or_else(|| message!("no-such-page.hint"), |near| message!("hint-did-you-mean", name = near))
}
