//! All pages together: entries with their versions, references, inverse relations, terms, order. A pure function of the
//! parsed content.
//!
//! Start at [`resolve()`], which makes a [`Site`] and reports what does not fit together. An id in a site leads somewhere,
//! so the stages after it look things up without checking again.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use hashbrown::HashMap;

use crate::{
    config::{
        CollectionId, Config, Field, FieldId, FieldKind, FieldPlace, LanguageId, MissingTexts, MissingTranslation,
        VocabularyId, with_column_ids, with_ids,
    },
    content::{
        Attachment, FieldValues, Item, Page, PageKey, Value,
        load::UnreadablePage,
        vocabulary::{Term, Terms},
    },
    diagnostics::FilePath,
    locale::{Locale, date::PartialDate},
};

mod advice;
pub(crate) mod changes;
mod derived;
pub(crate) mod links;
mod lookup;
mod meant;
mod named_entries;
pub(crate) mod order;
pub(crate) mod relations;
pub(crate) mod resolve;
pub(crate) mod translations;

pub(crate) use advice::advise;
pub(crate) use resolve::resolve;

/// The place of an entry in [`Site::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub usize);

/// The place of a term in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub usize);

/// The state of a version that is not there.
pub(crate) const MISSING: &str = "missing";

/// A page in all its languages: an entry of a collection, a plain page, or the text of an index or term.
#[derive(Debug)]
pub struct Entry {
    pub key: PageKey,
    pub original: LanguageId,
    /// By language; `None` where there is no translation (or only a draft of one, or one that could not be read).
    pub versions: Vec<Option<Version>>,
    /// Files that are there but could not be read, which has been reported. Mistakes that they may explain are not.
    pub unreadable: Vec<UnreadablePage>,
    pub policy: MissingTranslation,
    /// Texts that the original gives for each language at once and that lack one.
    pub missing_texts: MissingTexts,
    /// The entry's own files by the name below its folder, sorted.
    pub attachments: Vec<(String, Arc<Attachment>)>,
}

#[derive(Debug)]
pub struct Version {
    pub page: Arc<Page>,
    pub state: State,
    /// The page whose headings name the anchors: the original where the outlines agree, so that a link to a heading
    /// holds in every language, and the page itself where they differ.
    pub outline: Arc<Page>,
}

impl Version {
    /// The anchors of the body's headings, in order.
    pub fn anchors(&self) -> impl ExactSizeIterator<Item = &str> {
        self.outline.body.headings.iter().map(|heading| heading.anchor.as_str())
    }

    /// The anchor of a heading, by its place in the body.
    pub fn anchor(&self, heading: usize) -> &str {
        self.outline.body.headings.get(heading).map_or("", |heading| heading.anchor.as_str())
    }

    /// Whether a link may lead to an anchor. Of a body that was cut at a limit not all headings are known.
    pub fn may_have_anchor(&self, anchor: &str) -> bool {
        self.anchors().any(|known| known == anchor) || self.page.body.is_cut()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Original,
    Current,
    Outdated,
}

impl State {
    /// As commands, open data and templates name it.
    pub fn name(self) -> &'static str {
        match self {
            State::Original => "original",
            State::Current => "current",
            State::Outdated => "outdated",
        }
    }
}

impl Entry {
    /// The name of the state in a language; `missing` where there is no version, `unreadable` where there may be one.
    pub fn state_name(&self, language: LanguageId) -> &'static str {
        match self.version(language) {
            Some(version) => version.state.name(),
            None if self.unreadable.iter().any(|page| page.language == language) => "unreadable",
            None => MISSING,
        }
    }

    pub fn version(&self, language: LanguageId) -> Option<&Version> {
        self.versions.get(language.0).and_then(Option::as_ref)
    }

    /// `None` only where the site has no version of the language that the entry was written in.
    pub fn original(&self) -> Option<&Version> {
        self.version(self.original)
    }

    /// The revision that translations are to follow; `None` where the original is not known or has mistakes of its own.
    pub fn revision(&self) -> Option<&str> {
        let original = &self.original()?.page;
        original.revision.as_deref().filter(|_| original.is_original())
    }

    /// The version that a reader of this language is shown, and its language; `None` where the entry is left out.
    pub fn shown(&self, language: LanguageId) -> Option<(&Version, LanguageId)> {
        match self.version(language) {
            Some(version) => Some((version, language)),
            None if self.policy == MissingTranslation::Omit => None,
            None => self.original().map(|version| (version, self.original)),
        }
    }

    pub fn attachment(&self, name: &str) -> Option<&Arc<Attachment>> {
        let at = self.attachments.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.attachments.get(at).map(|(_, file)| file)
    }
}

/// The entries that refer to an entry in one field. Only fields with `inverse` in site.toml have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inverse {
    pub collection: CollectionId,
    pub field: FieldPlace,
    /// The entries that refer, sorted by id. Pages show them in the order of the reader's language.
    pub sources: Vec<EntryId>,
}

/// The terms that an entry has, itself or through others, each list in its vocabulary's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryTerms {
    /// By the entry's own term fields.
    pub fields: Vec<FieldTerms>,
    /// The terms in rows of its tables.
    pub in_rows: BTreeSet<(VocabularyId, TermId)>,
}

/// The terms of one field of an entry. A term that is written there is not among the derived ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldTerms {
    pub field: FieldId,
    pub written: Vec<TermId>,
    /// From the entries that the field's `through` leads to.
    pub derived: Vec<TermId>,
}

impl EntryTerms {
    /// All terms of a vocabulary, wherever they stand, sorted and each once. `fields` are the schema of the entry.
    pub fn of(&self, vocabulary: VocabularyId, fields: &[Field]) -> Vec<TermId> {
        let is_of = |field: FieldId| matches!(fields.get(field.0).map(|f| &f.kind), Some(FieldKind::Term(v)) if *v == vocabulary);
        let own = self.fields.iter().filter(|terms| is_of(terms.field));
        let rows = self.in_rows.iter().filter(|(of, _)| *of == vocabulary).map(|(_, term)| *term);
        let mut all: Vec<TermId> =
            own.flat_map(|terms| terms.written.iter().chain(&terms.derived).copied()).chain(rows).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The entries that have both terms of a pair, by id.
pub(crate) type CrossEntries = BTreeMap<(TermId, TermId), Vec<EntryId>>;

pub struct Site {
    pub config: Arc<Config>,
    pub locales: Arc<Vec<Locale>>,
    /// Sorted by key.
    pub entries: Vec<Entry>,
    /// By vocabulary, in the order of its file.
    pub vocabularies: Vec<Arc<Terms>>,
    /// By entry.
    pub inverse: Vec<Vec<Inverse>>,
    /// By entry.
    pub terms: Vec<EntryTerms>,
    /// By vocabulary and term: the entries that have it, by id.
    pub term_entries: Vec<Vec<Vec<EntryId>>>,
    /// By pair of `indexes.cross`: entries that have both terms, for every pair that has any.
    pub cross: Vec<CrossEntries>,
    /// By language and entry: its place in the order that lists of its collection have.
    pub ranks: Vec<Vec<u32>>,
    /// By path: what links may lead to.
    pub files: HashMap<FilePath, SiteFile>,
}

/// The role of a file below content/ in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteFile {
    Page(EntryId, LanguageId),
    /// One of the entry's own files, by its place among them.
    Attachment(EntryId, usize),
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Site {
    pub fn entry(&self, id: EntryId) -> &Entry {
        // Ids are only made from positions in this very list.
        &self.entries[id.0]
    }

    pub fn entry_ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len()).map(EntryId)
    }

    pub fn find(&self, key: &PageKey) -> Option<EntryId> {
        self.entries.binary_search_by(|entry| entry.key.cmp(key)).ok().map(EntryId)
    }

    fn find_entry(&self, collection: CollectionId, id: &str) -> Option<EntryId> {
        find_entry(&self.entries, collection, id)
    }

    /// The entry that a `page` field's id means.
    pub fn find_page(&self, of: &[CollectionId], id: &str) -> Option<EntryId> {
        of.iter().find_map(|collection| self.find_entry(*collection, id))
    }

    pub fn find_term(&self, vocabulary: VocabularyId, id: &str) -> Option<TermId> {
        self.terms_of(vocabulary).iter().position(|term| term.id == id).map(TermId)
    }

    pub fn terms_of(&self, vocabulary: VocabularyId) -> &[Term] {
        self.vocabularies.get(vocabulary.0).map_or(&[], |terms| &terms.terms)
    }

    /// The file that a vocabulary's terms stand in, if there is one.
    pub fn vocabulary_file(&self, vocabulary: VocabularyId) -> Option<&FilePath> {
        self.vocabularies.get(vocabulary.0)?.file.as_ref()
    }

    pub fn term(&self, vocabulary: VocabularyId, term: TermId) -> Option<&Term> {
        self.terms_of(vocabulary).get(term.0)
    }

    pub fn locale(&self, language: LanguageId) -> &Locale {
        &self.locales[language.0]
    }

    pub fn entries_of_term(&self, vocabulary: VocabularyId, term: TermId) -> &[EntryId] {
        self.term_entries.get(vocabulary.0).and_then(|terms| terms.get(term.0)).map_or(&[], Vec::as_slice)
    }

    /// The facts of an entry: the values of its original.
    pub fn facts(&self, id: EntryId) -> Option<&FieldValues> {
        self.entry(id).original().map(|version| &version.page.fields)
    }

    /// The entry's first date field with a value, of those that are wanted, and its date.
    pub fn date_field(&self, id: EntryId, wanted: impl Fn(&Field) -> bool) -> Option<(&Field, &PartialDate)> {
        let PageKey::Entry(collection, _) = &self.entry(id).key else { return None };
        let facts = self.facts(id)?;
        with_ids(&self.config.collection(*collection).fields).filter(|(_, field)| wanted(field)).find_map(
            |(at, field)| match facts.get(at).first().map(|item| &item.value) {
                Some(Value::Date(date)) => Some((field, date)),
                _ => None,
            },
        )
    }

    /// Entries that stand on the timeline, dated or not: of the collections that site.toml names, else all.
    pub fn on_timeline(&self) -> Vec<EntryId> {
        match &self.config.presentation.home.timeline {
            Some(collections) => collections.iter().flat_map(|id| self.collection_entries(*id)).collect(),
            None => self.entry_ids().collect(),
        }
    }

    pub fn has_timeline(&self) -> bool {
        self.on_timeline().into_iter().any(|id| self.date_field(id, |_| true).is_some())
    }

    /// A localised field's texts for a reader, and the language they are in.
    pub fn localized(&self, id: EntryId, field: FieldId, language: LanguageId) -> Option<(&[String], LanguageId)> {
        let entry = self.entry(id);
        let own = entry.version(language).and_then(|version| texts_in(version.page.fields.get(field), language));
        if let Some(texts) = own {
            return Some((texts, language));
        }
        let original = entry.original()?.page.fields.get(field);
        texts_shown(original, language, entry.original)
    }

    /// Counts the texts that are given for each language at once and lack a language: in site.toml, of terms and in entries.
    pub fn count_missing_texts(&self, language: LanguageId) -> usize {
        let of_terms = self.vocabularies.iter().map(|terms| &terms.missing_texts);
        let of_entries = self.entries.iter().map(|entry| &entry.missing_texts);
        let all = std::iter::once(&self.config.missing_texts).chain(of_terms).chain(of_entries);
        all.map(|missing| missing.count(language)).sum()
    }

    /// Counts those of these entries that readers of a language are shown.
    pub fn count_shown(&self, ids: &[EntryId], language: LanguageId) -> usize {
        ids.iter().filter(|id| self.entry(**id).shown(language).is_some()).count()
    }

    /// Sorts entries as lists show them to readers of a language, and leaves out what they are not shown.
    pub fn sorted(&self, ids: &[EntryId], language: LanguageId) -> Vec<EntryId> {
        let mut shown: Vec<EntryId> =
            ids.iter().copied().filter(|id| self.entry(*id).shown(language).is_some()).collect();
        shown.sort_by(|a, b| self.compare(*a, *b, language));
        shown
    }

    fn compare(&self, a: EntryId, b: EntryId, language: LanguageId) -> Ordering {
        let rank = |id: EntryId| self.ranks.get(language.0).and_then(|ranks| ranks.get(id.0));
        (self.entry(a).key.collection(), rank(a), a).cmp(&(self.entry(b).key.collection(), rank(b), b))
    }

    /// The entries of a collection, by id.
    pub fn collection_entries(&self, collection: CollectionId) -> impl Iterator<Item = EntryId> + use<'_> {
        let start = self.entries.partition_point(|entry| entry.key < PageKey::Entry(collection, String::new()));
        (start..self.entries.len())
            .take_while(move |at| matches!(&self.entries[*at].key, PageKey::Entry(c, _) if *c == collection))
            .map(EntryId)
    }

    /// The page that a source file holds.
    pub fn page_of_file(&self, path: &str) -> Option<(EntryId, LanguageId)> {
        match self.files.get(path)? {
            SiteFile::Page(entry, language) => Some((*entry, *language)),
            SiteFile::Attachment(..) => None,
        }
    }
}

pub(crate) fn find_entry(entries: &[Entry], collection: CollectionId, id: &str) -> Option<EntryId> {
    entries
        .binary_search_by(|entry| match &entry.key {
            PageKey::Entry(c, known) => (*c, known.as_str()).cmp(&(collection, id)),
            PageKey::Home | PageKey::Plain(_) | PageKey::CollectionIndex(_) => Ordering::Less,
            PageKey::VocabularyIndex(_) | PageKey::Term(..) => Ordering::Greater,
        })
        .ok()
        .map(EntryId)
}

/// The texts that a localised field's one item holds for a language.
pub(crate) fn texts_in(items: &[Item], language: LanguageId) -> Option<&[String]> {
    items.iter().find_map(|item| match &item.value {
        Value::Localized(texts) => texts.get(language.0).and_then(Option::as_deref),
        _ => None,
    })
}

/// The texts of a localised field's one item that readers of a language are shown, and the language they are in: their own,
/// else the one that the entry was written in, else any.
pub(crate) fn texts_shown(
    items: &[Item],
    language: LanguageId,
    original: LanguageId,
) -> Option<(&[String], LanguageId)> {
    let given = items.iter().find_map(|item| match &item.value {
        Value::Localized(texts) => Some(texts),
        _ => None,
    })?;
    let all = (0..given.len()).map(LanguageId);
    [language, original].into_iter().chain(all).find_map(|one| Some((given.get(one.0)?.as_deref()?, one)))
}

/// Every value of a `page` or `term` field of an entry, tables included, with its field and column.
pub(crate) fn references<'a>(fields: &'a [Field], values: &'a FieldValues) -> impl Iterator<Item = Reference<'a>> {
    with_ids(fields).flat_map(move |(id, field)| {
        let items = values.get(id);
        let place = FieldPlace { field: id, column: None };
        let direct = items.iter().filter_map(move |item| reference(&field.kind, item, place));
        let nested = items.iter().flat_map(move |item| {
            let (columns, row) = match (&field.kind, &item.value) {
                (FieldKind::Table(columns), Value::Row(row)) => (columns.as_slice(), Some(row)),
                _ => (&[][..], None),
            };
            with_column_ids(columns).flat_map(move |(column_id, column)| {
                let items = row.map_or(&[][..], |row| row.get(column_id));
                let place = FieldPlace { column: Some(column_id), ..place };
                items.iter().filter_map(move |item| reference(&column.kind, item, place))
            })
        });
        direct.chain(nested)
    })
}

#[derive(Clone, Debug)]
pub(crate) struct Reference<'a> {
    pub field: FieldPlace,
    pub id: &'a str,
    pub range: &'a Range<usize>,
    pub target: ReferenceTarget<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum ReferenceTarget<'a> {
    Page(&'a [CollectionId]),
    Term(VocabularyId),
    File,
}

fn reference<'a>(kind: &'a FieldKind, item: &'a Item, field: FieldPlace) -> Option<Reference<'a>> {
    let (id, target) = match (kind, &item.value) {
        (FieldKind::Page(of), Value::Page(id)) => (id, ReferenceTarget::Page(of)),
        (FieldKind::Term(vocabulary), Value::Term(id)) => (id, ReferenceTarget::Term(*vocabulary)),
        (FieldKind::File, Value::File(id)) => (id, ReferenceTarget::File),
        _ => return None,
    };
    Some(Reference { field, id, range: &item.range, target })
}
