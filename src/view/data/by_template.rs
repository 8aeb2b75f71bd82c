//! Data of the template of each kind of page, beside those of every template.

use serde::Serialize;

use super::{
    Card, ChangeDay, ChangeItem, CollectionLink, Contact, Crossing, Date, Download, EntryDate, Facet, Fact, GlanceRow,
    Group, LanguageData, LastChange, ListData, MapData, Matrix, Notice, PageVersion, RelationGraph, TableColumn,
    TableRow, TermData, TimelineYear, VocabularyLink,
};
use crate::view::values::{Html, Named, Shared, Text};

/// `home.html`
#[derive(Debug, Serialize)]
pub(crate) struct HomeData {
    /// an editor's text
    #[serde(flatten)]
    pub text: PageText,
    /// each with its first entries
    pub collections: Vec<Group>,
    /// each with its terms
    pub vocabularies: Vec<HomeVocabulary>,
    /// every country; null without a vocabulary of countries
    pub map: Option<Shared<MapData>>,
    /// the collections whose first entries `[home]` of `site.toml` shows, those with any
    pub latest: Vec<LatestGroup>,
    /// the entry that `[home]` shows large, or null
    pub feature: Option<Shared<Card>>,
    /// the dated entries that its chart counts
    #[serde(flatten)]
    pub timeline: TimelineData,
    /// the 8 entries that came last
    pub newest: Vec<NewestEntry>,
    /// the 6 entries that were added or changed last; empty without a page of changes
    pub changes: Vec<ChangeItem>,
}

/// `timeline.html`, and a part of `home.html`
#[derive(Debug, Serialize)]
pub(crate) struct TimelineData {
    /// dated entries of the collections that `[home]` names, or of all; newest year first
    pub timeline: Vec<TimelineYear>,
    /// these collections
    pub timeline_collections: Vec<CollectionLink>,
    /// a sentence on the timeline, or null
    pub timeline_note: Option<Text>,
}

/// A collection's first entries on the home page.
#[derive(Debug, Serialize)]
pub(crate) struct LatestGroup {
    /// its entries
    #[serde(flatten)]
    pub group: Group,
    /// a sentence on them, or null
    pub note: Option<Text>,
}

/// A vocabulary on the home page.
#[derive(Debug, Serialize)]
pub(crate) struct HomeVocabulary {
    /// the vocabulary
    pub vocabulary: VocabularyLink,
    /// its terms
    pub terms: Vec<Shared<TermData>>,
}

/// An entry that came lately.
#[derive(Debug, Serialize)]
pub(crate) struct NewestEntry {
    /// the entry
    pub entry: Shared<Card>,
    /// its first date that is not a last day
    pub date: EntryDate,
}

/// `page.html`, and a part of every page that may show a text from a file.
#[derive(Debug, Default, Serialize)]
pub(crate) struct PageText {
    /// the text; empty when there is none
    pub body: Html,
    /// the items of a list: an `<li>` with a link for each heading, with an `<ol>` of those right below it; empty when there are fewer than 3 headings
    pub toc: Html,
    /// the number of items of `toc`, without those below others
    pub toc_length: usize,
    /// the notice that readers must have of the text, or null
    pub notice: Option<Notice>,
    /// the tag of the text where it is not the page's language, else null
    pub lang: Option<Text>,
    /// `ltr` or `rtl` where the text runs the other way than the page does, else null
    pub dir: Option<Text>,
    /// when the text was last changed, or null
    pub updated: Option<Date>,
    /// the summary, or null
    pub summary: Option<Text>,
}

/// `entry.html`
#[derive(Debug, Serialize)]
pub(crate) struct EntryPageData {
    /// the entry as lists have it
    pub entry: Shared<Card>,
    /// the entry's text
    #[serde(flatten)]
    pub text: PageText,
    /// the entry's facts
    #[serde(flatten)]
    pub facts: EntryFacts,
    /// the address of its brief, or null
    pub brief_url: Option<Text>,
    /// its last change, or null
    pub last_change: Option<LastChange>,
    /// a contact to write to; null where entries of the collection have no contacts, and nobody speaks for the site
    pub contact: Option<Contact>,
    /// the entries that refer to this one, by the field that does
    pub relations: Vec<Relation>,
    /// with the entry's countries marked; null when it has none
    pub map: Option<Shared<MapData>>,
    /// as `page.switcher`, but where the entry is missing the address is its original's
    pub translations: Vec<PageVersion>,
    /// the collection it is in
    pub collection: CollectionLink,
    /// which text of the original it is, or null
    pub revision: Option<Text>,
    /// the file that the text stands in. For other themes
    pub source_file: Text,
}

/// An entry's facts.
#[derive(Debug, Default, Serialize)]
pub(crate) struct EntryFacts {
    /// in the order of `site.toml`, only those with a value
    pub facts: Vec<Shared<Fact>>,
    /// those that are no tables, no lists of sentences and not in `contact`, as `facts/fact.html` shows them: dates, places, parties and states first, terms and choices last
    pub facts_html: Html,
    /// those of them that a phone folds: what comes after the first 3, where there are more than 5; else empty
    pub more_facts_html: Html,
    /// the number of these
    pub more_facts: usize,
    /// tables and lists of sentences, without `sources`
    pub fact_blocks: Vec<Shared<Fact>>,
    /// whether a value of any of them is derived
    pub facts_derived: bool,
    /// the facts by name: `fact.website` is there only when it has a value, so ask `{% if fact.website %}`
    pub fact: Named<Shared<Fact>>,
    /// the fact of the role `source`, which says where the others come from; or null
    pub sources: Option<Shared<Fact>>,
}

/// Entries that refer to one by the same field.
#[derive(Debug, Serialize)]
pub(crate) struct Relation {
    /// the field's name for it, from its `inverse`
    pub label: Text,
    /// the field's name. For other themes
    pub field: Text,
    /// the collection that they are in
    pub collection: CollectionLink,
    /// all of them
    pub items: Vec<Shared<Card>>,
    /// the first 12 as `cards/relation.html` shows them
    pub cards: Html,
    /// the others
    pub more_cards: Html,
    /// the number of the others
    pub more: usize,
    /// the number of all
    pub count: usize,
}

/// `collection.html`
#[derive(Debug, Serialize)]
pub(crate) struct CollectionPageData {
    /// the collection
    pub collection: CollectionLink,
    /// an editor's text
    #[serde(flatten)]
    pub text: PageText,
    /// one page of its entries
    pub list: ListData,
    /// the facets by which the list can be narrowed: vocabularies, choices, the year
    pub facets: Shared<Vec<Facet>>,
    /// the address of the list as a table, or null
    pub table_url: Option<Text>,
    /// the whole list as a file for spreadsheets, or null
    pub download: Option<Download>,
    /// newest year first; on the first page of the list only
    pub timeline: Vec<TimelineYear>,
    /// a diagram of who takes part in what, on the first page only; null where there is nothing to draw, or too much
    pub relation_graph: Option<RelationGraph>,
}

/// `table.html`: a collection's list as a table
#[derive(Debug, Serialize)]
pub(crate) struct TablePageData {
    /// the collection
    pub collection: CollectionLink,
    /// one page of its entries
    pub list: ListData,
    /// the facets by which the list can be narrowed
    pub facets: Shared<Vec<Facet>>,
    /// the title, each field that some entry has, but for tables, files and lists of sentences, and the day of the last change
    pub columns: Vec<TableColumn>,
    /// the entries of this page of the list
    pub rows: Vec<TableRow>,
    /// the whole list as a file, or null
    pub download: Option<Download>,
}

/// `vocabulary.html`
#[derive(Debug, Serialize)]
pub(crate) struct VocabularyPageData {
    /// the vocabulary
    pub vocabulary: VocabularyLink,
    /// an editor's text
    #[serde(flatten)]
    pub text: PageText,
    /// its terms
    pub terms: Vec<Shared<TermData>>,
    /// every country; null for a vocabulary of anything else
    pub map: Option<Shared<MapData>>,
    /// the vocabulary against the one that it is crossed with; null where there is none
    pub matrix: Option<Matrix>,
}

/// `brief.html`, of an entry or a term
#[derive(Debug, Serialize)]
pub(crate) struct BriefData {
    /// the title of the entry or term
    pub title: Text,
    /// its page
    pub page_url: Text,
    /// its summary, or null
    pub summary: Option<Text>,
    /// the first paragraph of its text; empty when there is none
    pub paragraph: Text,
    /// at most 8 facts, none of them a table
    pub facts: Vec<Shared<Fact>>,
    /// the term at a glance; empty for an entry
    pub glance: Vec<GlanceRow>,
    /// a contact to write to, or null
    pub contact: Option<Contact>,
    /// entries with parties or a status that it has to do with, newest first
    pub lines: Vec<BriefLine>,
    /// the number of these that are left out
    pub more: usize,
    /// the documents that its facts come from
    pub sources: Vec<Shared<Card>>,
    /// when the text was last changed, or null
    pub updated: Option<Date>,
    /// which text of the original it is, or null
    pub revision: Option<Text>,
}

/// An entry as one line of a brief.
#[derive(Debug, Serialize)]
pub(crate) struct BriefLine {
    /// the entry
    pub entry: Shared<Card>,
    /// the value of its field of the role `place`, or null
    pub place: Option<Text>,
    /// the label of its choice of the role `status`, or null
    pub status: Option<Text>,
}

/// `changes.html`
#[derive(Debug, Serialize)]
pub(crate) struct ChangesPageData {
    /// the newest 300 changes by day, the newest first
    pub days: Vec<ChangeDay>,
    /// the number of older ones
    pub older: usize,
    /// whether the repository's history was asked: without it the pages' own notes and days are all that is known
    pub has_history: bool,
    /// all of it as open data
    pub data_url: Text,
}

/// `term.html`
#[derive(Debug, Serialize)]
pub(crate) struct TermPageData {
    /// its vocabulary
    pub vocabulary: VocabularyLink,
    /// the term
    pub term: Shared<TermData>,
    /// an editor's text
    #[serde(flatten)]
    pub text: PageText,
    /// the address of its brief, on the first page of the list only, or null
    pub brief_url: Option<Text>,
    /// the term at a glance, on the first page of the list only
    pub glance: Vec<GlanceRow>,
    /// a contact to write to, on the first page only; null where nobody is known
    pub contact: Option<Contact>,
    /// the entries of this page of the list, by collection
    pub groups: Vec<Group>,
    /// the same as one list
    pub list: ListData,
    /// the whole list as a file for spreadsheets, or null
    pub download: Option<Download>,
    /// pages of this term with another
    pub cross: Vec<Crossing>,
    /// with the country marked; null for a term of anything else
    pub map: Option<Shared<MapData>>,
}

/// `cross.html`
#[derive(Debug, Serialize)]
pub(crate) struct CrossPageData {
    /// the first term
    pub first: CrossSide,
    /// the second term
    pub second: CrossSide,
    /// the entries of this page of the list, by collection
    pub groups: Vec<Group>,
    /// the same as one list
    pub list: ListData,
}

/// One of two terms.
#[derive(Debug, Serialize)]
pub(crate) struct CrossSide {
    /// its vocabulary
    pub vocabulary: VocabularyLink,
    /// the term
    pub term: Shared<TermData>,
}

/// `data.html`
#[derive(Debug, Serialize)]
pub(crate) struct DataPageData {
    /// the files of each collection
    pub data_collections: Vec<DataFiles>,
    /// and of each vocabulary
    pub data_vocabularies: Vec<DataFiles>,
    /// the address of the database of everything, or null
    pub database_url: Option<Text>,
    /// the address of the catalogue for portals
    pub catalogue_url: Text,
    /// the address of what changed, or null
    pub changes_url: Option<Text>,
    /// the licence's short name, or null
    pub licence: Option<Text>,
    /// the address of the licence, or null
    pub licence_url: Option<Text>,
    /// the publisher of the data, or null
    pub publisher: Option<Text>,
    /// the version of the format
    pub format: Text,
    /// the parts that examples are made of, null without any entry
    pub example: Option<DataExample>,
}

/// The files of a collection or vocabulary.
#[derive(Debug, Serialize)]
pub(crate) struct DataFiles {
    /// its title
    pub title: Text,
    /// the number of its entries or terms
    pub rows: usize,
    /// the address of the JSON file
    pub json_url: Text,
    /// the address of the CSV file
    pub csv_url: Text,
    /// the address of the JSON file's schema
    pub json_schema_url: Text,
    /// the address of the CSV file's schema
    pub table_schema_url: Text,
}

/// The parts that examples of reading the data are made of.
#[derive(Debug, Serialize)]
pub(crate) struct DataExample {
    /// a collection's name
    pub collection: Text,
    /// the full address of its CSV file
    pub csv_url: Text,
    /// the tag of the page's language
    pub language: Text,
}

/// `search.html`
#[derive(Debug, Serialize)]
pub(crate) struct SearchPageData {
    /// the index of the page's language
    pub search: SearchData,
    /// the collections. For other themes
    pub kinds: Vec<CollectionLink>,
}

/// `search`: what the search page's script reads.
#[derive(Debug, Serialize)]
pub(crate) struct SearchData {
    /// the index's address, or null
    pub index: Option<Text>,
    /// the title of the vocabulary of countries, by which results are narrowed, or null
    pub countries: Option<Text>,
    /// the title of the other vocabulary by which results are narrowed, or null
    pub subjects: Option<Text>,
}

/// `404.html`: nothing more.
#[derive(Debug, Serialize)]
pub(crate) struct NotFoundData {}

/// `root.html`
#[derive(Debug, Serialize)]
pub(crate) struct RootData {
    /// the site in each language
    pub languages: Vec<RootLanguage>,
    /// whether it is `/404.html`
    pub not_found: bool,
    /// the versions of the home page, for a head of its own
    pub alternates: Vec<AlternateLink>,
}

/// A language on the way in.
#[derive(Debug, Serialize)]
pub(crate) struct RootLanguage {
    /// the language
    #[serde(flatten)]
    pub language: Shared<LanguageData>,
    /// the site's title in it
    pub title: Text,
    /// the site's description in it
    pub description: Text,
    /// the address of its home page
    pub url: Text,
    /// the string `continue` in it
    pub continue_text: Text,
    /// the string `not-found-title` in it
    pub not_found_text: Text,
}

/// A version of a page, as search engines are told.
#[derive(Debug, Serialize)]
pub(crate) struct AlternateLink {
    /// for `hreflang`; the last one's is `x-default`
    pub tag: Text,
    /// its full address
    pub url: Text,
}

/// `redirect.html`
#[derive(Debug, Serialize)]
pub(crate) struct RedirectData {
    /// the address that it leads to
    pub target: Text,
    /// the title of the page there
    pub target_title: Text,
}
