//! Data of parts that show many entries at once: changes, a term at a glance, matrix, timeline, diagram, map.

use serde::Serialize;

use super::{Card, CollectionLink, CountedValue, Date, TermLink, VocabularyLink};
use crate::view::values::{Html, Shared, Text};

/// The change of a page, a term or an entry on a day.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeItem {
    /// `new`, `changed` or `removed`; `noted` where there are `notes` alone; `updated` where nothing is known but the day
    pub kind: Text,
    /// its day
    pub day: Date,
    /// the `id` of its place on the page of changes, without the `_` that all ids of a theme begin with
    pub anchor: Text,
    /// the title of what changed; of what was removed its id
    pub title: Text,
    /// its address; null for what was removed
    pub url: Option<Text>,
    /// the tag of `title` where it is not in the page's language, else null
    pub lang: Option<Text>,
    /// `ltr` or `rtl` where `title` runs the other way than the page does, else null
    pub dir: Option<Text>,
    /// the title of its collection or vocabulary, or null
    pub of: Option<Text>,
    /// the parts that differ, by their labels
    pub fields: Vec<Text>,
    /// the notes of editors on it
    pub notes: Vec<ChangeNoteData>,
    /// that it is announced and not confirmed, in the words of its choice; or null
    pub state: Option<Text>,
}

/// The note of an editor on a change.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeNoteData {
    /// the note
    pub text: Text,
    /// the tag of `text` where it is not in the page's language, else null
    pub lang: Option<Text>,
    /// `ltr` or `rtl` where `text` runs the other way than the page does, else null
    pub dir: Option<Text>,
}

/// The changes of a day.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeDay {
    /// the day
    pub day: Date,
    /// the first 12
    pub items: Vec<ChangeItem>,
    /// the others
    pub more: Vec<ChangeItem>,
}

/// The last change of an entry.
#[derive(Debug, Serialize)]
pub(crate) struct LastChange {
    /// the change
    #[serde(flatten)]
    pub change: ChangeItem,
    /// its place on the page of changes
    pub page_url: Text,
}

/// A line of what a term comes to. Without entries and terms it says that nothing is on record.
#[derive(Debug, Serialize)]
pub(crate) struct GlanceRow {
    /// `represents`, `party`, `status`, `crossed` or `source`
    pub kind: Text,
    /// the subject of the line
    pub label: Text,
    /// the collection that its entries are in, or null
    pub collection: Option<CollectionLink>,
    /// the entries, by their status
    pub groups: Vec<GlanceGroup>,
    /// the terms of another vocabulary that share most entries with it
    pub terms: Vec<CountedValue>,
}

/// Entries of one status.
#[derive(Debug, Serialize)]
pub(crate) struct GlanceGroup {
    /// the status, or null
    pub label: Option<Text>,
    /// the first of them
    pub items: Vec<GlanceEntry>,
    /// the number of the others
    pub more: usize,
}

/// An entry in a line.
#[derive(Debug, Serialize)]
pub(crate) struct GlanceEntry {
    /// the entry
    pub entry: Shared<Card>,
    /// the value of its field of the role `place`, or null
    pub place: Option<Text>,
    /// that it is announced and not confirmed, in the words of its choice; or null
    pub state: Option<Text>,
}

/// Pages of a term with the terms of another vocabulary.
#[derive(Debug, Serialize)]
pub(crate) struct Crossing {
    /// the other vocabulary
    pub vocabulary: VocabularyLink,
    /// its terms that share an entry with this one
    pub terms: Vec<CountedValue>,
}

/// Two vocabularies against each other, without rows and columns that are empty.
#[derive(Debug, Serialize)]
pub(crate) struct Matrix {
    /// the vocabulary of the columns
    pub with: VocabularyLink,
    /// its terms
    pub columns: Vec<TermLink>,
    /// the number of entries that each column's term has
    pub column_counts: Vec<usize>,
    /// the terms of the page's vocabulary
    pub rows: Vec<MatrixRow>,
}

/// A term with its numbers.
#[derive(Debug, Serialize)]
pub(crate) struct MatrixRow {
    /// the term
    #[serde(flatten)]
    pub link: TermLink,
    /// one for each column
    pub cells: Vec<MatrixCell>,
    /// the number of entries that the term has, in whichever column and in none
    pub count: usize,
}

/// The number of entries that have both terms.
#[derive(Debug, Serialize)]
pub(crate) struct MatrixCell {
    /// the number
    pub count: usize,
    /// the address of their page, null when there is none
    pub url: Option<Text>,
}

/// A year's entries.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineYear {
    /// the year
    pub year: u16,
    /// the number of all its entries
    pub count: usize,
    /// the numbers by collection
    pub counts: Vec<TimelineCount>,
    /// newest first; empty in years before the one in which the 150th entry stands
    pub items: Vec<Shared<Card>>,
}

/// How many of a year's entries are of a collection.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineCount {
    /// the collection's name in `site.toml`
    pub collection: Text,
    /// the number
    pub count: usize,
}

/// A diagram of who takes part in what.
#[derive(Debug, Serialize)]
pub(crate) struct RelationGraph {
    /// those who take part
    pub left: Vec<Shared<Card>>,
    /// entries of the collection
    pub right: Vec<Shared<Card>>,
    /// pairs of places in the two lists
    pub edges: Vec<(usize, usize)>,
}

/// The map. A shape of it is `<use href="{{ map.url }}#{{ country.iso }}"/>`.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MapData {
    /// the drawing with the shapes
    #[serde(flatten)]
    pub drawing: MapDrawing,
    /// every country
    pub countries: Vec<Shared<Country>>,
    /// those that are marked
    pub marked: Vec<Shared<Country>>,
    /// the terms of those that are marked
    pub places: Vec<TermLink>,
    /// the map as `maps/entry.html` shows it; null when nothing is marked
    pub figure: Option<Html>,
}

/// The drawing of a map.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MapDrawing {
    /// its width
    pub width: i32,
    /// its height
    pub height: i32,
    /// its address
    pub url: Text,
    /// for `viewBox`
    pub view_box: Text,
}

/// A country on the map.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Country {
    /// its ISO 3166 code, which is its shape's name
    pub iso: Text,
    /// the term's title, null when the site has no such term
    pub title: Option<Text>,
    /// the address of the term's page, or null
    pub url: Option<Text>,
    /// the number of entries that have the term
    pub count: usize,
    /// whether it is marked
    pub here: bool,
    /// its middle
    pub x: i32,
    /// its middle
    pub y: i32,
    /// whether its shape is too small to be pointed at
    pub small: bool,
    /// as `maps/country.html` draws it; null in that template, and without it
    pub html: Option<Html>,
}
