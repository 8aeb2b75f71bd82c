//! Data that stand in those of several templates.

use serde::Serialize;

use super::{LanguageData, MenuPage};
use crate::view::values::{Html, Named, Shared, Text};

/// A collection.
#[derive(Debug, Serialize)]
pub(crate) struct CollectionLink {
    /// its name in `site.toml`
    pub name: Text,
    /// its title
    pub title: Text,
    /// the address of its list
    pub url: Text,
    /// the number of its entries
    pub count: usize,
}

/// A vocabulary.
#[derive(Debug, Serialize)]
pub(crate) struct VocabularyLink {
    /// its name in `site.toml`
    pub name: Text,
    /// its title
    pub title: Text,
    /// the address of its list of terms
    pub url: Text,
    /// the number of its terms
    pub count: usize,
}

/// A term with its numbers.
#[derive(Debug, Serialize)]
pub(crate) struct TermData {
    /// the term
    #[serde(flatten)]
    pub link: TermLink,
    /// the number of entries that have it
    pub count: usize,
    /// the same by collection
    pub counts: Vec<CollectionCount>,
    /// its other names in the page's language
    pub names: Vec<Text>,
    /// its facts, only those with a value
    pub fields: Vec<Fact>,
    /// the code that ties it to the map, or null
    pub iso: Option<Text>,
}

/// The number of entries of a collection that have a term.
#[derive(Debug, Serialize)]
pub(crate) struct CollectionCount {
    /// the collection's name in `site.toml`
    pub collection: Text,
    /// its title
    pub title: Text,
    /// the number
    pub count: usize,
}

/// A term's link.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TermLink {
    /// its key in the vocabulary's file
    pub id: Text,
    /// its title
    pub title: Text,
    /// the address of its page, or null
    pub url: Option<Text>,
}

/// A term of an entry.
#[derive(Debug, Serialize)]
pub(crate) struct EntryTerm {
    /// the term
    #[serde(flatten)]
    pub link: TermLink,
    /// whether the entry has it through others
    pub derived: bool,
}

/// A value with the number of entries that have it: of a facet, or of pages of two terms.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CountedValue {
    /// the term; of a choice its key and label, of a year the year, both without address
    #[serde(flatten)]
    pub link: TermLink,
    /// the number of entries that have it
    pub count: usize,
}

/// A vocabulary, field or year that a list can be narrowed by.
#[derive(Debug, Serialize)]
pub(crate) struct Facet {
    /// the vocabulary's or field's name, or `year`
    pub name: Text,
    /// its title or label
    pub label: Text,
    /// at least two
    pub values: Vec<CountedValue>,
}

/// A day, month or year.
#[derive(Debug, Serialize)]
pub(crate) struct Date {
    /// `2023-03`
    pub iso: Text,
    /// March 2023
    pub text: Text,
}

/// A date of an entry; on cards that of the collection's first date field with a value.
#[derive(Debug, Serialize)]
pub(crate) struct EntryDate {
    /// the date
    #[serde(flatten)]
    pub date: Date,
    /// its year
    pub year: u16,
    /// the name of its field
    pub name: Text,
    /// the [role](configuration.en.md#roles) of its field, or null
    pub role: Option<Text>,
    /// the label of its field
    pub label: Text,
    /// whether it is the collection's first date field at all; another wants its label to be understood
    pub first: bool,
}

/// An entry as lists have it.
#[derive(Debug, Serialize)]
pub(crate) struct Card {
    /// its id, which is its file's name
    pub id: Text,
    /// the name of its collection in `site.toml`, empty for plain pages
    pub collection: Text,
    /// the collection's title
    pub collection_title: Text,
    /// its title
    pub title: Text,
    /// its address
    pub url: Text,
    /// its summary, or null
    pub summary: Option<Text>,
    /// its picture by the field with the role `logo`, or null
    pub logo: Option<Picture>,
    /// the tag of title and summary where they are not in the page's language, else null
    pub lang: Option<Text>,
    /// `ltr` or `rtl` where they run the other way than the page does, else null
    pub dir: Option<Text>,
    /// by the names of vocabularies: `terms.countries`
    pub terms: Named<Shared<Vec<EntryTerm>>>,
    /// one for each vocabulary of which it has terms
    pub term_ids: Vec<Shared<TermIds>>,
    /// by the names of fields, only those with a value
    pub choices: Named<ChosenValue>,
    /// the label of the choice that says that it is announced and not confirmed, or null
    pub unconfirmed: Option<Text>,
    /// the value of its choice of the role `kind`, or null
    pub kind: Option<Text>,
    /// its date, or null
    pub date: Option<EntryDate>,
}

/// The terms that an entry has of a vocabulary, for scripts.
#[derive(Debug, Serialize)]
pub(crate) struct TermIds {
    /// the vocabulary's name in `site.toml`
    pub vocabulary: Text,
    /// their keys, with a blank between two
    pub ids: Text,
}

/// The value of a field that is a choice.
#[derive(Debug, Serialize)]
pub(crate) struct ChosenValue {
    /// its key in `site.toml`
    pub id: Text,
    /// its label
    pub label: Text,
    /// the field's [role](configuration.en.md#roles), or null
    pub role: Option<Text>,
    /// whether it says that the entry is announced and not confirmed
    pub unconfirmed: bool,
}

/// A field with its values.
#[derive(Debug, Serialize)]
pub(crate) struct Fact {
    /// the field's name
    pub name: Text,
    /// its label
    pub label: Text,
    /// its type
    pub kind: Text,
    /// its [role](configuration.en.md#roles), or null
    pub role: Option<Text>,
    /// whether there is not just one value
    pub many: bool,
    /// whether it is a list of sentences
    pub long: bool,
    /// whether any value is derived
    pub derived: bool,
    /// empty for a table
    pub values: Vec<FactValue>,
    /// null for everything else
    pub table: Option<FactTable>,
}

/// The rows of a field that is a table, without columns that no row has a value for. One of the role `source` keeps all its columns.
#[derive(Debug, Serialize)]
pub(crate) struct FactTable {
    /// their labels
    pub columns: Vec<Text>,
    /// their names. For other themes
    pub column_names: Vec<Text>,
    /// each row's cells, each cell's values
    pub rows: Vec<Vec<Vec<FactValue>>>,
}

/// A value of a field.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FactValue {
    /// the field's type
    pub kind: Text,
    /// in the page's language already: *29 березня 2023 р.*, *2,5 млн євро*
    pub text: Text,
    /// an address, or null
    pub url: Option<Text>,
    /// the tag of `text` where it is not in the page's language: its element needs `lang`. Else null
    pub lang: Option<Text>,
    /// `ltr` or `rtl` where `text` runs the other way than the page does, else null
    pub dir: Option<Text>,
    /// of a date
    pub iso: Option<Text>,
    /// of a choice, term, page, decimal number or money
    pub id: Option<Text>,
    /// whether it follows from linked entries
    pub derived: bool,
    /// of an integer. For other themes
    pub number: Option<i64>,
    /// of a page. For other themes
    pub card: Option<Shared<Card>>,
    /// of a term: as `facts/value.html` shows it
    pub html: Option<Html>,
    /// of a file with the role `logo` or `picture`: the picture
    pub picture: Option<Picture>,
}

/// A picture, in the sizes that there are.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Picture {
    /// the attributes of its `<img>`: addresses, sizes, width and height
    pub attributes: Html,
    /// its description: the title of its entry
    pub alt: Text,
    /// the file, where it has more to show than the page, else null. For other themes
    pub whole_url: Option<Text>,
}

/// A notice that readers must have of a text.
#[derive(Debug, Serialize)]
pub(crate) struct Notice {
    /// `fallback`: the text is the original's; `outdated`: the original has changed since
    pub kind: Text,
    /// the address of the original
    pub original_url: Text,
    /// the text's language when it is a fallback, else null
    pub language: Option<Shared<LanguageData>>,
    /// the original's language when the text is outdated, else null
    pub original_language: Option<Shared<LanguageData>>,
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct ListData {
    /// the entries of this page
    pub items: Vec<Shared<Card>>,
    /// the same as `cards/list.html` shows them; empty on pages of terms, which show `groups`
    pub cards: Html,
    /// the number of entries of the whole list
    pub total: usize,
    /// the place in the list of this page's first entry, from 1
    pub first: usize,
    /// the place of its last entry
    pub last: usize,
    /// which page it is. `page.number` says it too. For other themes
    pub page: usize,
    /// the number of pages
    pub pages: usize,
    /// the address of the page before, or null
    pub previous: Option<Text>,
    /// the address of the page after, or null
    pub next: Option<Text>,
    /// all pages
    pub page_links: Vec<ListPageLink>,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct ListPageLink {
    /// which page
    pub number: usize,
    /// its address
    pub url: Text,
    /// whether it is this one
    pub current: bool,
}

/// Entries of one collection.
#[derive(Debug, Serialize)]
pub(crate) struct Group {
    /// the collection
    pub collection: CollectionLink,
    /// the number of its entries in the whole list
    pub count: usize,
    /// those of this page of the list; on the home page the first 6
    pub items: Vec<Shared<Card>>,
    /// the same as `cards/group.html` shows them
    pub cards: Html,
}

/// A list as a file for spreadsheets.
#[derive(Debug, Serialize)]
pub(crate) struct Download {
    /// its address
    pub url: Text,
    /// the name to save it under
    pub name: Text,
    /// the licence of the data, or null
    pub licence: Option<Text>,
    /// the address at which the licence can be read, or null
    pub licence_url: Option<Text>,
    /// the publisher of the data
    pub publisher: Text,
}

/// A column of a list as a table.
#[derive(Debug, Serialize)]
pub(crate) struct TableColumn {
    /// the field's name; `title` and `updated` of what every entry has
    pub name: Text,
    /// the heading above it
    pub heading: Text,
    /// the field's type
    pub kind: Text,
}

/// An entry in a table.
#[derive(Debug, Serialize)]
pub(crate) struct TableRow {
    /// the entry
    pub entry: Shared<Card>,
    /// one for each column, the first with the title and the address
    pub cells: Vec<TableCell>,
}

/// The values of an entry in a column.
#[derive(Debug, Serialize)]
pub(crate) struct TableCell {
    /// its values
    pub values: Vec<FactValue>,
}

/// A contact to write to.
#[derive(Debug, Serialize)]
pub(crate) struct Contact {
    /// `own`; `linked`: of an entry that has to do with it; `site`: of the entry that speaks for the site
    pub level: Text,
    /// the owner of the contact, null when it is the entry's own
    pub entry: Option<Shared<Card>>,
    /// the relation of that entry to this one: the label of a field, or null
    pub label: Option<Text>,
    /// the facts of the role `contact`
    pub facts: Vec<Shared<Fact>>,
    /// the page that says how to join, or null
    pub join: Option<MenuPage>,
}
