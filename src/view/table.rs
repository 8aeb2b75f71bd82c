//! Lists as tables, and as files for spreadsheets. Both have the same columns, in the reader's language.
//!
//! The columns follow from site.toml. A collection's list has each of its fields, but for tables, files and lists of
//! sentences, which the open data have. A term's list has entries of several collections, and what these have in common: the date,
//! fields by their roles, terms.

use std::collections::BTreeSet;

use super::{
    View, Views,
    data::{Download, FactValue, TableCell, TableColumn, TablePageData, TableRow},
    fragments::Failed,
    lists::ListPage,
    page::{foreign, list_head, other_direction, view},
    values::{Html, Text},
};
use crate::{
    config::{CollectionId, Field, FieldId, FieldKind, LanguageId, Role, VocabularyId, with_ids},
    content::PageKey,
    outputs::list_file::{self, BETWEEN},
    plan::{ListOf, What, address},
    site::{EntryId, FieldTerms},
    theme::TABLE,
};

/// The fields that entries of several collections have in common, by what they are known as.
const COMMON: &[Role] = &[Role::Kind, Role::Status, Role::Place, Role::Party];

struct ListColumn {
    name: String,
    heading: String,
    kind: &'static str,
    of: ColumnSource,
}

/// The source of a column's values.
enum ColumnSource {
    Title,
    Collection,
    Date,
    Updated,
    Field(FieldId),
    Role(Role),
    Vocabulary(VocabularyId),
}

pub(super) fn page(
    views: &Views,
    collection: CollectionId,
    language: LanguageId,
    number: usize,
) -> Result<View, Failed> {
    let config = &views.site.config;
    let entries = views.collection_entries(collection, language);
    let list_folder = address::collection(config, collection, language);
    let folder = address::table(&list_folder);
    let title = config.collection(collection).title.get(language);
    let mut head = list_head(views, "table", title, language, number, |language| {
        let folder = address::table(&address::collection(config, collection, language));
        (folder, views.collection_entries(collection, language).len())
    });
    // The list itself is the one to find, to cite and to link to.
    head.fallback_of = Some(list_folder.into());
    head.breadcrumbs = Some(views.collection_breadcrumbs(collection, language));
    head.feed = Some(collection);
    let list = ListPage { entries: &entries, number, folder: &folder };
    let columns = views.collection_columns(collection, &entries, language);
    let row = |id: &EntryId| {
        let cells = columns.iter().map(|column| Ok(TableCell { values: views.cell(*id, column, language)? }));
        let cells = cells.collect::<Result<_, Failed>>()?;
        Ok(TableRow { entry: views.card(*id, language), cells })
    };
    let data = TablePageData {
        collection: views.collection_link(collection, language),
        rows: list.own().iter().map(row).collect::<Result<_, Failed>>()?,
        list: views.list(&list, Html::default(), language),
        facets: views.facets(collection, language),
        download: views.download(ListOf::Collection(collection), language),
        columns: columns.iter().map(ListColumn::data).collect(),
    };
    view(views, TABLE.to_owned(), &head, &data)
}

impl ListColumn {
    fn data(&self) -> TableColumn {
        TableColumn { name: (&self.name).into(), heading: (&self.heading).into(), kind: self.kind.into() }
    }
}

impl Views {
    /// The address of a collection's list as a table, where there is one.
    pub(super) fn table_url(&self, collection: CollectionId, language: LanguageId) -> Option<Text> {
        let inside = address::table(&address::collection(&self.site.config, collection, language));
        let output = self.plan.find(&format!("{inside}index.html"))?;
        matches!(output.what, What::Table(..)).then(|| self.url(&inside).into())
    }

    /// The file for spreadsheets of a list, where there is one.
    pub(super) fn download(&self, of: ListOf, language: LanguageId) -> Option<Download> {
        let config = &self.site.config;
        let (folder, name) = match of {
            ListOf::Collection(collection) => {
                (address::collection(config, collection, language), &config.collection(collection).name)
            }
            ListOf::Term(vocabulary, term) => {
                (address::term(&self.site, vocabulary, term, language)?, &self.site.term(vocabulary, term)?.id)
            }
        };
        let inside = address::list_file(&folder);
        let output = self.plan.find(&inside)?;
        if !matches!(output.what, What::ListFile(..)) {
            return None;
        }
        let publisher = config.data.publisher.as_ref().unwrap_or(&config.title);
        Some(Download {
            url: self.url(&inside).into(),
            name: format!("{name}-{}.csv", config.tag(language)).into(),
            licence: config.data.licence.as_ref().map(Text::from),
            licence_url: config.data.licence_address().map(Text::from),
            publisher: publisher.get(language).into(),
        })
    }

    /// A list as CSV.
    ///
    /// # Errors
    ///
    /// When a value cannot be shown.
    pub(super) fn list_file(&self, of: ListOf, language: LanguageId) -> Result<String, Failed> {
        let (entries, columns) = match of {
            ListOf::Collection(collection) => {
                let entries = self.collection_entries(collection, language);
                let columns = self.collection_columns(collection, &entries, language);
                (entries, columns)
            }
            ListOf::Term(vocabulary, term) => {
                let entries = self.term_entries(vocabulary, term, language);
                let columns = self.common_columns(&entries, language);
                (entries, columns)
            }
        };
        let licence = self.site.config.data.licence.as_ref();
        let mut headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
        headings.extend(licence.map(|_| self.string(language, "column-licence")));
        headings.push(self.string(language, "column-address"));
        let row = |id: &EntryId| {
            let cell = |column| {
                let values = self.cell(*id, column, language)?;
                Ok(values.iter().map(plain).collect::<Vec<_>>().join(BETWEEN))
            };
            let mut row: Vec<String> = columns.iter().map(cell).collect::<Result<_, Failed>>()?;
            row.extend(licence.cloned());
            row.push(self.absolute(self.plan.address(*id, language)));
            Ok(row)
        };
        let rows: Vec<Vec<String>> = entries.iter().map(row).collect::<Result<_, Failed>>()?;
        Ok(list_file::csv(&headings, rows.into_iter()))
    }

    /// A column for each field that some of the entries have.
    fn collection_columns(
        &self,
        collection: CollectionId,
        entries: &[EntryId],
        language: LanguageId,
    ) -> Vec<ListColumn> {
        let mut columns = vec![self.column("title", "column-title", "text", ColumnSource::Title, language)];
        for (at, field) in with_ids(&self.site.config.collection(collection).fields) {
            if is_column(field) && entries.iter().any(|id| self.has_value(*id, at)) {
                let heading = field.label.get(language).to_owned();
                columns.push(ListColumn {
                    name: field.name.clone(),
                    heading,
                    kind: field.kind.name(),
                    of: ColumnSource::Field(at),
                });
            }
        }
        columns.push(self.column("updated", "column-updated", "date", ColumnSource::Updated, language));
        distinct(&mut columns);
        columns
    }

    /// The columns of entries of several collections.
    fn common_columns(&self, entries: &[EntryId], language: LanguageId) -> Vec<ListColumn> {
        let config = &self.site.config;
        let mut columns = vec![
            self.column("title", "column-title", "text", ColumnSource::Title, language),
            self.column("collection", "column-collection", "text", ColumnSource::Collection, language),
            self.column("date", "column-date", "date", ColumnSource::Date, language),
        ];
        let fields = |id: &EntryId| match &self.site.entry(*id).key {
            PageKey::Entry(collection, _) => config.collection(*collection).fields.as_slice(),
            _ => &[],
        };
        for role in COMMON {
            // The first collection that has the role names the column.
            let mut known = entries.iter().flat_map(fields);
            if let Some(field) = known.find(|field| field.role == Some(*role) && is_column(field)) {
                let (name, heading) = (role.name().to_owned(), field.label.get(language).to_owned());
                columns.push(ListColumn { name, heading, kind: field.kind.name(), of: ColumnSource::Role(*role) });
            }
        }
        for (at, vocabulary) in config.vocabularies.iter().enumerate() {
            let (name, heading) = (vocabulary.name.clone(), vocabulary.title.get(language).to_owned());
            columns.push(ListColumn { name, heading, kind: "term", of: ColumnSource::Vocabulary(VocabularyId(at)) });
        }
        columns.push(self.column("updated", "column-updated", "date", ColumnSource::Updated, language));
        distinct(&mut columns);
        columns
    }

    /// A column that every list has, with its heading from the theme's strings.
    fn column(
        &self,
        name: &str,
        heading: &str,
        kind: &'static str,
        of: ColumnSource,
        language: LanguageId,
    ) -> ListColumn {
        ListColumn { name: name.to_owned(), heading: self.string(language, heading), kind, of }
    }

    /// Whether an entry has a value of a field, itself or through others.
    fn has_value(&self, id: EntryId, at: FieldId) -> bool {
        let is_derived = |terms: &FieldTerms| terms.field == at && !terms.derived.is_empty();
        self.site.facts(id).is_some_and(|facts| !facts.get(at).is_empty())
            || self.site.terms.get(id.0).is_some_and(|terms| terms.fields.iter().any(is_derived))
    }

    fn cell(&self, id: EntryId, column: &ListColumn, language: LanguageId) -> Result<Vec<FactValue>, Failed> {
        let card = self.card(id, language);
        let date =
            |iso: &Text, text: &Text| FactValue { iso: Some(iso.clone()), ..FactValue::new("date", text.as_str()) };
        Ok(match &column.of {
            ColumnSource::Title => vec![FactValue {
                url: Some(card.url.clone()),
                lang: card.lang.clone(),
                dir: card.dir.clone(),
                ..FactValue::new("page", card.title.clone())
            }],
            ColumnSource::Collection => vec![FactValue::new("text", card.collection_title.clone())],
            ColumnSource::Date => card.date.iter().map(|day| date(&day.date.iso, &day.date.text)).collect(),
            ColumnSource::Updated => {
                let updated = self.site.entry(id).shown(language).and_then(|(version, _)| version.page.updated);
                updated.map(|day| self.date(&day, language)).iter().map(|day| date(&day.iso, &day.text)).collect()
            }
            ColumnSource::Field(at) => self.field_values(id, |known, _| known == *at, language)?,
            ColumnSource::Role(role) => {
                self.field_values(id, |_, field| field.role == Some(*role) && is_column(field), language)?
            }
            ColumnSource::Vocabulary(vocabulary) => {
                let value = |term| {
                    let known = self.site.term(*vocabulary, term)?;
                    let shown = known.title.shown_in(language);
                    Some(FactValue {
                        lang: foreign(self, shown, language),
                        dir: other_direction(self, shown, language),
                        ..FactValue::new("term", known.title.get(language))
                    })
                };
                self.terms_of_entry(id, *vocabulary).into_iter().filter_map(value).collect()
            }
        })
    }

    /// The values of the first field that is meant.
    fn field_values(
        &self,
        id: EntryId,
        is_meant: impl Fn(FieldId, &Field) -> bool,
        language: LanguageId,
    ) -> Result<Vec<FactValue>, Failed> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Ok(Vec::new()) };
        let fields = &self.site.config.collection(*collection).fields;
        let field = with_ids(fields).find(|(at, field)| is_meant(*at, field));
        let Some(((at, field), values)) = field.zip(self.site.facts(id)) else { return Ok(Vec::new()) };
        let fact = self.fact_of_entry(id, *collection, (at, field), values, language)?;
        Ok(fact.map(|fact| fact.values.clone()).unwrap_or_default())
    }
}

/// Gives columns of one heading the names of their fields besides: programs find a column by its heading.
fn distinct(columns: &mut [ListColumn]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for column in columns {
        if !seen.insert(column.heading.clone()) {
            column.heading = format!("{} ({})", column.heading, column.name);
        }
    }
}

/// Whether a field has room in a cell. Names are a list that has.
fn is_column(field: &Field) -> bool {
    match field.kind {
        FieldKind::Table(_) | FieldKind::File => false,
        FieldKind::Text => !field.many || field.role.is_some(),
        _ => true,
    }
}

/// A value for programs, which read dates, numbers and addresses in one form alone; everything else as readers see it, with
/// plain blanks, by which spreadsheets find and compare.
fn plain(value: &FactValue) -> String {
    let own = match value.kind.as_str() {
        "date" => value.iso.as_ref(),
        "url" => value.url.as_ref(),
        "decimal" | "money" => value.id.as_ref(),
        "integer" => return value.number.map_or_else(String::new, |number| number.to_string()),
        _ => None,
    };
    own.unwrap_or(&value.text).as_str().replace('\u{a0}', " ")
}
