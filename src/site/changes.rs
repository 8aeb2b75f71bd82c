//! What has changed: the notes that pages have of themselves, and what the repository's history tells.

use super::{EntryId, Site};
use crate::{
    config::{LanguageId, Role},
    content::{PageKey, changes::ChangeNote},
};

/// A note of a published page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note<'s> {
    pub entry: EntryId,
    pub note: &'s ChangeNote,
}

/// All notes of originals, the newest first; those of one day by collection and id.
pub(crate) fn notes(site: &Site) -> Vec<Note<'_>> {
    let of_entry = |entry: EntryId| {
        let notes = site.entry(entry).original().map(|version| version.page.changes.as_slice()).unwrap_or_default();
        notes.iter().map(move |note| Note { entry, note })
    };
    let mut notes: Vec<Note<'_>> = site.entry_ids().flat_map(of_entry).collect();
    notes.sort_by_key(|note| std::cmp::Reverse(note.note.on));
    notes
}

/// The day on which an entry was published: what its field of the role `published` says, or else the day on which the
/// repository's history has it as new. `None` where neither knows the day.
pub(crate) fn published(site: &Site, id: EntryId, history: Option<&History>) -> Option<String> {
    if let Some((_, date)) = site.date_field(id, |field| field.role == Some(Role::Published)) {
        return date.day().map(|_| date.to_string());
    }
    let key = &site.entry(id).key;
    let changes = history.map(|history| history.changes.as_slice()).unwrap_or_default();
    let first = changes.iter().rev().find(|change| change.kind == ChangeKind::New && change.key == *key);
    first.map(|change| change.day.clone())
}

/// What the history of a site's repository tells of its present pages and terms, and of what was removed on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The day from which on everything is known, where the history begins earlier than what is there of it.
    pub known_from: Option<String>,
    /// The newest first; those of one day by what they concern.
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `2026-11-28`
    pub day: String,
    pub key: PageKey,
    pub kind: ChangeKind,
    /// The languages of the pages that changed; none for terms.
    pub languages: Vec<LanguageId>,
    /// What differs, by name: `title`, `summary`, fields, and `text` for the body. Only of what changed.
    pub fields: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    New,
    Changed,
    /// By purpose: the ledger of addresses says so.
    Removed,
}

impl ChangeKind {
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::New => "new",
            ChangeKind::Changed => "changed",
            ChangeKind::Removed => "removed",
        }
    }
}
