//! Open data: each collection and vocabulary as JSON (RFC 8259) and CSV (RFC 4180), every field, every language, links and
//! back-references, with schemas beside them.

use std::borrow::Cow;

use super::datum::Datum;
use crate::{
    config::{CollectionId, Field, FieldId, FieldKind, Localized, VocabularyId, with_column_ids, with_ids},
    content::{FieldValues, Item, PageKey, Value},
    plan::{DataOf, Plan, address},
    site::{EntryId, Site, TermId},
};

mod catalogue;
mod csv;
mod rows;
mod schemas;
mod sqlite;
mod tables;

pub(crate) use catalogue::catalogue;
pub(crate) use csv::inert;
pub(crate) use rows::Rows;
pub(crate) use schemas::{json_schema, table_schema};
use sqlite::{ColumnType, SqlValue, Table};

/// The version of the format. What is added makes the second number greater; keys and columns that go or mean something
/// else, the first.
pub(crate) const FORMAT: &str = "2.0";

/// The subject of a file of open data.
#[derive(Clone, Copy)]
pub(crate) enum Described<'s> {
    Collection(&'s Site, &'s Plan, CollectionId),
    Vocabulary(&'s Site, VocabularyId),
}

impl<'s> Described<'s> {
    pub(crate) fn new(site: &'s Site, plan: &'s Plan, of: DataOf) -> Self {
        match of {
            DataOf::Collection(collection) => Described::Collection(site, plan, collection),
            DataOf::Vocabulary(vocabulary) => Described::Vocabulary(site, vocabulary),
        }
    }

    fn site(self) -> &'s Site {
        match self {
            Described::Collection(site, ..) | Described::Vocabulary(site, _) => site,
        }
    }

    pub(crate) fn name(self) -> &'s str {
        match self {
            Described::Collection(site, _, collection) => &site.config.collection(collection).name,
            Described::Vocabulary(site, vocabulary) => &site.config.vocabulary(vocabulary).name,
        }
    }

    pub(crate) fn title(self) -> &'s Localized {
        match self {
            Described::Collection(site, _, collection) => &site.config.collection(collection).title,
            Described::Vocabulary(site, vocabulary) => &site.config.vocabulary(vocabulary).title,
        }
    }

    pub(crate) fn fields(self) -> &'s [Field] {
        match self {
            Described::Collection(site, _, collection) => &site.config.collection(collection).fields,
            Described::Vocabulary(site, vocabulary) => &site.config.vocabulary(vocabulary).fields,
        }
    }

    pub(crate) fn is_of_entries(self) -> bool {
        matches!(self, Described::Collection(..))
    }

    /// The key of the list: `entries` or `terms`.
    pub(crate) fn list(self) -> &'static str {
        if self.is_of_entries() { "entries" } else { "terms" }
    }

    /// Made one by one: all at once would be the largest thing in memory.
    fn each_row(self, take: &mut dyn FnMut(&Datum<'s>)) {
        match self {
            Described::Collection(site, plan, collection) => {
                let ids = site.collection_entries(collection);
                ids.filter_map(|id| entry(site, plan, collection, id)).for_each(|row| take(&row));
            }
            Described::Vocabulary(site, vocabulary) => {
                (0..site.terms_of(vocabulary).len())
                    .filter_map(|at| term(site, vocabulary, TermId(at)))
                    .for_each(|row| take(&row));
            }
        }
    }
}

pub(crate) fn json(described: Described<'_>, rows: &Rows) -> Vec<u8> {
    let site = described.site();
    let mut head = about(site, described, rows);
    head.push(("languages", Datum::texts(site.config.languages.iter().map(String::as_str))));
    let fields = described.fields().iter().map(|field| description(site, field));
    head.push(("fields", Datum::List(fields.collect())));
    // A tree of strings, numbers and lists always serialises.
    let mut file = serde_json::to_vec_pretty(&Datum::Object(head)).unwrap_or_default();
    file.truncate(file.len().saturating_sub("\n}".len()));
    file.extend_from_slice(format!(",\n  \"{}\": ", described.list()).as_bytes());
    file.extend_from_slice(&rows.json);
    file.extend_from_slice(b"\n}\n");
    file
}

/// Everything in one file of SQLite. `rows` gives those of a collection or vocabulary.
pub(crate) fn database<'r>(site: &Site, plan: &Plan, rows: impl Fn(DataOf) -> Option<&'r Rows>) -> Vec<u8> {
    let columns = ["name", "kind", "language", "title", "publisher", "licence", "revision", "format"];
    let mut about = Table::new("about".to_owned(), columns.map(|name| (name.to_owned(), ColumnType::Text)).into());
    let data = &site.config.data;
    let all: Vec<&Rows> = DataOf::all(&site.config).filter_map(&rows).collect();
    for (of, rows) in DataOf::all(&site.config).zip(&all) {
        let described = Described::new(site, plan, of);
        for language in site.config.language_ids() {
            let text = |text: &str| SqlValue::Text(text.to_owned());
            let or_null = |text: Option<&str>| text.map_or(SqlValue::Null, |text| SqlValue::Text(text.to_owned()));
            about.push(&[
                text(described.name()),
                text(if described.is_of_entries() { "collection" } else { "vocabulary" }),
                text(site.config.tag(language)),
                text(described.title().get(language)),
                or_null(data.publisher.as_ref().map(|publisher| publisher.get(language))),
                or_null(data.licence.as_deref()),
                text(&rows.revision),
                text(FORMAT),
            ]);
        }
    }
    sqlite::database(std::iter::once(&about).chain(all.iter().flat_map(|rows| &rows.tables)))
}

/// The beginning of a JSON file: format, subject, licence.
fn about<'s>(site: &'s Site, described: Described<'s>, rows: &'s Rows) -> Vec<(&'static str, Datum<'s>)> {
    let data = &site.config.data;
    vec![
        ("format", Datum::text(FORMAT)),
        (if described.is_of_entries() { "collection" } else { "vocabulary" }, Datum::text(described.name())),
        ("title", by_language(site, described.title())),
        ("licence", Datum::or_null(data.licence.as_deref().map(Datum::text))),
        ("publisher", Datum::or_null(data.publisher.as_ref().map(|publisher| by_language(site, publisher)))),
        ("revision", Datum::text(&rows.revision)),
    ]
}

fn by_language<'s>(site: &'s Site, texts: &'s Localized) -> Datum<'s> {
    let own = |language| Some((site.config.tag(language), Datum::text(texts.own(language)?)));
    site.config.language_ids().filter_map(own).collect()
}

fn description<'s>(site: &'s Site, field: &'s Field) -> Datum<'s> {
    let mut data = vec![
        ("name", Datum::text(&field.name)),
        ("type", Datum::text(field.kind.name())),
        ("many", Datum::Boolean(field.many)),
        ("localized", Datum::Boolean(field.localized)),
        ("required", Datum::Boolean(field.required)),
        ("label", by_language(site, &field.label)),
    ];
    if let Some(inverse) = &field.inverse {
        data.push(("inverse", by_language(site, inverse)));
    }
    if !field.through.is_empty() {
        let ways = field.through.iter().map(|through| {
            through.way.iter().chain([&through.term_field]).map(String::as_str).collect::<Vec<_>>().join(".")
        });
        data.push(("through", Datum::List(ways.map(Datum::text).collect())));
    }
    match &field.kind {
        FieldKind::Choice(choices) => {
            let values = choices.iter().map(|choice| (choice.id.as_str(), by_language(site, &choice.label)));
            data.push(("values", values.collect()));
        }
        FieldKind::Term(vocabulary) => {
            data.push(("of", Datum::text(&site.config.vocabulary(*vocabulary).name)));
            let terms =
                site.terms_of(*vocabulary).iter().map(|term| (term.id.as_str(), by_language(site, &term.title)));
            data.push(("terms", terms.collect()));
        }
        FieldKind::Page(of) => {
            data.push(("of", Datum::texts(of.iter().map(|id| site.config.collection(*id).name.as_str()))));
        }
        FieldKind::Table(columns) => {
            data.push(("fields", Datum::List(columns.iter().map(|column| description(site, column)).collect())));
        }
        FieldKind::Text
        | FieldKind::Integer
        | FieldKind::Decimal
        | FieldKind::Boolean
        | FieldKind::Date
        | FieldKind::Url
        | FieldKind::Email
        | FieldKind::File
        | FieldKind::Money => {}
    }
    Datum::Object(data)
}

/// An entry as both formats say it.
fn entry<'s>(site: &'s Site, plan: &Plan, collection: CollectionId, id: EntryId) -> Option<Datum<'s>> {
    let entry = site.entry(id);
    let original = entry.original()?;
    let fields = &site.config.collection(collection).fields;
    let versions = site.config.language_ids().filter_map(|language| {
        let version = entry.version(language)?;
        let texts = [
            ("title", Datum::text(&version.page.title)),
            ("summary", Datum::or_null(version.page.summary.as_deref().map(Datum::text))),
            ("written_title", Datum::text(&version.page.written.title)),
            ("written_summary", Datum::or_null(version.page.written.summary.as_deref().map(Datum::text))),
            ("url", Datum::text(site.config.base_url.join(plan.address(id, language)))),
            ("translation", Datum::text(version.state.name())),
            ("updated", Datum::or_null(version.page.updated.as_ref().map(|date| Datum::text(date.to_string())))),
        ];
        Some((site.config.tag(language), Datum::from_iter(texts)))
    });
    let values = with_ids(fields).filter_map(|(at, field)| {
        Some((field.name.as_str(), field_value(site, id, at, field, &original.page.fields)?))
    });
    Some(Datum::from_iter([
        ("id", Datum::text(entry.key.id())),
        ("original", Datum::text(site.config.tag(entry.original))),
        ("revision", Datum::or_null(entry.revision().map(Datum::text))),
        ("versions", versions.collect()),
        ("fields", values.collect()),
        ("derived", derived(site, id, fields)),
        ("referenced_by", referenced_by(site, id)),
    ]))
}

/// A term as both formats say it.
fn term<'s>(site: &'s Site, vocabulary: VocabularyId, at: TermId) -> Option<Datum<'s>> {
    let term = site.term(vocabulary, at)?;
    let config = &site.config;
    let schema = config.vocabulary(vocabulary);
    let languages = || config.language_ids().map(|language| (config.tag(language), language));
    let titles = languages().filter_map(|(tag, language)| Some((tag, Datum::text(term.title.own(language)?))));
    let urls = languages().filter_map(|(tag, language)| {
        Some((tag, Datum::text(config.base_url.join(&address::term(site, vocabulary, at, language)?))))
    });
    let names = languages().filter_map(|(tag, language)| {
        let names = term.names.get(language.0).filter(|names| !names.is_empty())?;
        Some((tag, Datum::texts(names.iter().map(String::as_str))))
    });
    let page = site.find(&PageKey::Term(vocabulary, term.id.clone()));
    let values = with_ids(&schema.fields).filter_map(|(at, field)| {
        let mut values = term.fields.get(at).iter().filter_map(|item| value(site, page, field, item));
        if !field.many || field.localized {
            return Some((field.name.as_str(), values.next()?));
        }
        let values: Vec<Datum<'_>> = values.collect();
        (!values.is_empty()).then_some((field.name.as_str(), Datum::List(values)))
    });
    let mut entries: Vec<(&str, Vec<Datum<'_>>)> = Vec::new();
    for id in site.entries_of_term(vocabulary, at) {
        let key = &site.entry(*id).key;
        let Some(collection) = key.collection() else { continue };
        let name = config.collection(collection).name.as_str();
        match entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, ids)) => ids.push(Datum::text(key.id())),
            None => entries.push((name, vec![Datum::text(key.id())])),
        }
    }
    let entries = entries.into_iter().map(|(collection, ids)| {
        Datum::from_iter([("collection", Datum::text(collection)), ("entries", Datum::List(ids))])
    });
    Some(Datum::from_iter([
        ("id", Datum::text(&term.id)),
        ("title", titles.collect()),
        ("url", urls.collect()),
        ("names", names.collect()),
        ("fields", values.collect()),
        ("entries", Datum::List(entries.collect())),
    ]))
}

/// Terms that other entries give this one, by field.
fn derived<'s>(site: &'s Site, id: EntryId, fields: &'s [Field]) -> Datum<'s> {
    let by_field = site.terms.get(id.0).map(|terms| terms.fields.as_slice()).unwrap_or_default();
    let derived = by_field.iter().filter(|terms| !terms.derived.is_empty()).filter_map(|terms| {
        let field = fields.get(terms.field.0)?;
        let FieldKind::Term(vocabulary) = field.kind else { return None };
        let ids = terms.derived.iter().filter_map(|term| site.term(vocabulary, *term)).map(|term| term.id.as_str());
        Some((field.name.as_str(), Datum::texts(ids)))
    });
    derived.collect()
}

fn referenced_by(site: &Site, id: EntryId) -> Datum<'_> {
    let inverse = site.inverse.get(id.0).map(Vec::as_slice).unwrap_or_default();
    let list = inverse.iter().filter_map(|inverse| {
        let collection = site.config.collection(inverse.collection);
        let field = inverse.field.find(&collection.fields)?;
        let table = inverse.field.column.and(collection.fields.get(inverse.field.field.0));
        let name = table
            .map_or(Cow::Borrowed(field.name.as_str()), |table| Cow::Owned(format!("{}.{}", table.name, field.name)));
        let ids = inverse.sources.iter().map(|id| site.entry(*id).key.id());
        Some(Datum::from_iter([
            ("collection", Datum::text(&collection.name)),
            ("field", Datum::Text(name)),
            ("entries", Datum::texts(ids)),
        ]))
    });
    Datum::List(list.collect())
}

fn field_value<'s>(
    site: &'s Site,
    id: EntryId,
    at: FieldId,
    field: &'s Field,
    facts: &'s FieldValues,
) -> Option<Datum<'s>> {
    if field.localized {
        let by_language: Vec<(&str, Datum<'_>)> = site
            .config
            .language_ids()
            .filter_map(|language| {
                let (texts, shown) = site.localized(id, at, language)?;
                (shown == language).then(|| (site.config.tag(language), of_texts(field, texts)))
            })
            .collect();
        return (!by_language.is_empty()).then_some(Datum::Object(by_language));
    }
    let mut values = facts.get(at).iter().filter_map(|item| value(site, Some(id), field, item));
    if !field.many {
        return values.next();
    }
    let values: Vec<Datum<'_>> = values.collect();
    (!values.is_empty()).then_some(Datum::List(values))
}

/// The texts of a field in one language.
fn of_texts<'s>(field: &Field, texts: &'s [String]) -> Datum<'s> {
    let mut texts = texts.iter().map(String::as_str);
    if field.many { Datum::texts(texts) } else { Datum::or_null(texts.next().map(Datum::text)) }
}

/// A value of an entry's field. A term has files of its own only where it has a page.
fn value<'s>(site: &'s Site, id: Option<EntryId>, field: &'s Field, item: &'s Item) -> Option<Datum<'s>> {
    Some(match &item.value {
        Value::Text(text) | Value::Url(text) | Value::Email(text) | Value::Term(text) => Datum::text(text),
        Value::Integer(number) => Datum::Integer(*number),
        // As text: a decimal number loses nothing on its way.
        Value::Decimal(digits) => Datum::text(digits),
        Value::Boolean(value) => Datum::Boolean(*value),
        Value::Date(date) => Datum::text(date.to_string()),
        Value::Choice(chosen) => match &field.kind {
            FieldKind::Choice(choices) => Datum::text(&choices.get(*chosen)?.id),
            _ => return None,
        },
        Value::Page(page) => {
            let FieldKind::Page(of) = &field.kind else { return None };
            let target = site.find_page(of, page)?;
            let collection = site.entry(target).key.collection()?;
            let collection = Datum::text(&site.config.collection(collection).name);
            Datum::from_iter([("collection", collection), ("id", Datum::text(page))])
        }
        Value::File(name) => {
            let entry = site.entry(id?);
            let file = entry.attachment(name)?;
            let url = site.config.base_url.join(&address::attachment(&entry.key, &site.config, name, file));
            Datum::from_iter([("name", Datum::text(name)), ("url", Datum::text(url))])
        }
        Value::Money { amount, currency } => {
            Datum::from_iter([("amount", Datum::text(amount)), ("currency", Datum::text(currency))])
        }
        Value::Localized(texts) => {
            let texts = site
                .config
                .languages
                .iter()
                .zip(texts)
                .filter_map(|(language, texts)| Some((language.as_str(), of_texts(field, texts.as_ref()?))));
            texts.collect()
        }
        Value::Row(row) => {
            let FieldKind::Table(columns) = &field.kind else { return None };
            let cells = with_column_ids(columns).filter_map(|(at, column)| {
                let mut values = row.get(at).iter().filter_map(|item| value(site, id, column, item));
                let value =
                    if column.many && !column.localized { Some(Datum::List(values.collect())) } else { values.next() };
                Some((column.name.as_str(), value?))
            });
            cells.collect()
        }
    })
}
