//! Changes by day: the notes that pages have of themselves, and what the repository's history tells.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{EntryId, Site};
use crate::{
    config::{Field, LanguageId, Role},
    content::{PageKey, changes::ChangeNote},
    locale::date::PartialDate,
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

/// The changes of a site's present pages and terms, and of those that were removed on purpose, as the history of its
/// repository has them.
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
    /// The parts that differ, by name: `title`, `summary`, fields, and `text` for the body. Only a [`ChangeKind::Changed`] has any.
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

/// The changes of an entry or a term that readers of a language are told of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// A whole day.
    pub day: PartialDate,
    pub key: PageKey,
    pub entry: Option<EntryId>,
    /// `None` where nobody recorded more than the day, or a note.
    pub kind: Option<ChangeKind>,
    /// The parts that differ, by name, as in [`Change::fields`].
    pub fields: Vec<String>,
    /// The notes of editors, each with the language that it is in.
    pub notes: Vec<(String, LanguageId)>,
}

/// All that readers of a language are told, the newest day first. Of one day comes what is noted, then what is new, then
/// what changed; of these the entries with the latest date, deadlines aside, come first.
///
/// Pages say on which day they were last changed (`updated`). That counts as far as the history does not reach.
pub(crate) fn told(site: &Site, history: Option<&History>, language: LanguageId) -> Vec<Told> {
    let mut found: BTreeMap<(PartialDate, PageKey), Told> = BTreeMap::new();
    for change in history.map(|history| history.changes.as_slice()).unwrap_or_default() {
        let Ok(day) = PartialDate::parse(&change.day) else { continue };
        let Some(fields) = fields_for(site, change, language) else { continue };
        let told = told_of(site, &mut found, day, &change.key);
        (told.kind, told.fields) = (Some(change.kind), fields);
    }
    for Note { entry, note } in notes(site) {
        let known = site.entry(entry);
        if known.shown(language).is_none() {
            continue;
        }
        let languages = [language, known.original].into_iter().chain(site.config.language_ids());
        let text = languages.filter_map(|of| Some((note.what.get(of.0)?.clone()?, of))).next();
        told_of(site, &mut found, note.on, &known.key).notes.extend(text);
    }
    let known_from = history.and_then(|history| history.known_from.as_ref());
    let is_unknown = |day: &PartialDate| history.is_none() || known_from.is_some_and(|from| day.to_string() <= *from);
    for id in site.entry_ids() {
        let entry = site.entry(id);
        let day = entry.shown(language).and_then(|(version, _)| version.page.updated);
        if let Some(day) = day.filter(|day| day.day().is_some() && is_unknown(day)) {
            told_of(site, &mut found, day, &entry.key);
        }
    }
    let mut told: Vec<Told> = found.into_values().collect();
    told.sort_by_cached_key(|told| {
        // A day to come says nothing of how new an entry is.
        let is_first = |field: &Field| !field.role.is_some_and(Role::is_last_day);
        let date = told.entry.and_then(|id| site.date_field(id, is_first)).map(|(_, date)| *date);
        let rank = match told.kind {
            _ if !told.notes.is_empty() => 0,
            Some(ChangeKind::New) => 1,
            Some(ChangeKind::Changed) => 2,
            None => 3,
            Some(ChangeKind::Removed) => 4,
        };
        (Reverse(told.day), rank, Reverse(date), told.key.clone())
    });
    told
}

fn told_of<'f>(
    site: &Site,
    found: &'f mut BTreeMap<(PartialDate, PageKey), Told>,
    day: PartialDate,
    key: &PageKey,
) -> &'f mut Told {
    found.entry((day, key.clone())).or_insert_with(|| Told {
        day,
        key: key.clone(),
        entry: site.find(key),
        kind: None,
        fields: Vec::new(),
        notes: Vec::new(),
    })
}

/// The parts of a change that readers of a language can see; `None` where there are none: texts of other languages do
/// not concern them.
fn fields_for(site: &Site, change: &Change, language: LanguageId) -> Option<Vec<String>> {
    let all = || change.fields.clone();
    let Some(id) = site.find(&change.key) else { return Some(all()) };
    let entry = site.entry(id);
    let (_, shown) = entry.shown(language)?;
    if change.languages.is_empty() || change.languages.contains(&shown) {
        return Some(all());
    }
    // Shared facts stand in the original.
    if change.kind != ChangeKind::Changed || !change.languages.contains(&entry.original) {
        return None;
    }
    let fields: &[Field] = match &change.key {
        PageKey::Entry(collection, _) => &site.config.collection(*collection).fields,
        _ => &[],
    };
    let is_shared = |name: &String| fields.iter().any(|field| field.name == *name && !field.localized);
    let shared: Vec<String> = all().into_iter().filter(is_shared).collect();
    (!shared.is_empty()).then_some(shared)
}
