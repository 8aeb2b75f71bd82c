//! Open data: each collection as JSON (RFC 8259) and CSV (RFC 4180), every field, every language, links and
//! back-references.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

use super::datum::Datum;
use crate::{
    config::{CollectionId, Field, FieldId, FieldKind, LanguageId, Localized, with_column_ids, with_ids},
    content::{FieldValues, Item, Value},
    plan::{Plan, address},
    site::{EntryId, Site},
    text::characters::is_formula,
};

pub fn json(site: &Site, plan: &Plan, collection: CollectionId) -> String {
    let schema = site.config.collection(collection);
    let data = Data {
        collection: &schema.name,
        title: by_language(site, &schema.title),
        languages: &site.config.languages,
        fields: schema.fields.iter().map(|field| description(site, field)).collect(),
        entries: Entries { site, plan, collection },
    };
    // A tree of strings, numbers and lists always serialises.
    serde_json::to_string_pretty(&data).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct Data<'s> {
    collection: &'s str,
    title: Json,
    languages: &'s [String],
    fields: Vec<Json>,
    entries: Entries<'s>,
}

/// Made one by one as they are written: all at once would be the largest thing in memory.
struct Entries<'s> {
    site: &'s Site,
    plan: &'s Plan,
    collection: CollectionId,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ids = self.site.collection_entries(self.collection);
        serializer.collect_seq(ids.filter_map(|id| entry(self.site, self.plan, self.collection, id)))
    }
}

fn by_language(site: &Site, texts: &Localized) -> Json {
    let own = |language| Some((site.config.tag(language).to_owned(), json!(texts.own(language)?)));
    Json::Object(site.config.language_ids().filter_map(own).collect())
}

fn description(site: &Site, field: &Field) -> Json {
    let mut data = Map::new();
    data.insert("name".to_owned(), json!(field.name));
    data.insert("type".to_owned(), json!(field.kind.name()));
    data.insert("many".to_owned(), json!(field.many));
    data.insert("localized".to_owned(), json!(field.localized));
    data.insert("label".to_owned(), by_language(site, &field.label));
    match &field.kind {
        FieldKind::Choice(choices) => {
            let values: Map<String, Json> =
                choices.iter().map(|choice| (choice.id.clone(), by_language(site, &choice.label))).collect();
            data.insert("values".to_owned(), Json::Object(values));
        }
        FieldKind::Term(vocabulary) => {
            data.insert("of".to_owned(), json!(site.config.vocabulary(*vocabulary).name));
            let terms = site.terms_of(*vocabulary).iter().map(|term| (term.id.clone(), by_language(site, &term.title)));
            data.insert("terms".to_owned(), Json::Object(terms.collect()));
        }
        FieldKind::Page(of) => {
            let names: Vec<&str> = of.iter().map(|c| site.config.collection(*c).name.as_str()).collect();
            data.insert("of".to_owned(), json!(names));
        }
        FieldKind::Table(columns) => {
            let columns: Vec<Json> = columns.iter().map(|column| description(site, column)).collect();
            data.insert("fields".to_owned(), json!(columns));
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
    Json::Object(data)
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
    let mut values = facts.get(at).iter().filter_map(|item| value(site, id, field, item));
    if !field.many {
        return values.next();
    }
    let values: Vec<Datum<'_>> = values.collect();
    (!values.is_empty()).then_some(Datum::List(values))
}

/// What a field says in one language.
fn of_texts<'s>(field: &Field, texts: &'s [String]) -> Datum<'s> {
    let mut texts = texts.iter().map(String::as_str);
    if field.many { Datum::texts(texts) } else { Datum::or_null(texts.next().map(Datum::text)) }
}

fn value<'s>(site: &'s Site, id: EntryId, field: &'s Field, item: &'s Item) -> Option<Datum<'s>> {
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
            let entry = site.entry(id);
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

/// What a row says of each version of an entry.
const CSV_TEXTS: [&str; 5] = ["title", "summary", "url", "translation", "updated"];

/// One row an entry; lists inside a cell are joined with `; `, tables are JSON. Back-references have a column for
/// each relation.
pub fn csv(site: &Site, plan: &Plan, collection: CollectionId) -> String {
    let fields = &site.config.collection(collection).fields;
    let languages: Vec<LanguageId> = site.config.language_ids().collect();
    let tags: Vec<&str> = languages.iter().map(|language| site.config.tag(*language)).collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut header = vec!["id".to_owned(), "original".to_owned()];
    for name in CSV_TEXTS {
        header.extend(tags.iter().map(|tag| format!("{name}.{tag}")));
    }
    for field in fields {
        if field.localized {
            header.extend(tags.iter().map(|tag| format!("{}.{tag}", field.name)));
        } else {
            header.push(field.name.clone());
        }
        if !field.through.is_empty() {
            header.push(format!("{}.derived", field.name));
        }
    }
    header.push("referenced_by".to_owned());
    // Writing into memory cannot fail.
    let _ = writer.write_record(&header);
    for id in site.collection_entries(collection) {
        let Some(data) = entry(site, plan, collection, id) else { continue };
        let mut row = vec![cell(data.get("id")), cell(data.get("original"))];
        for name in CSV_TEXTS {
            for tag in &tags {
                row.push(cell(data.get("versions").and_then(|v| v.get(tag)).and_then(|v| v.get(name))));
            }
        }
        for field in fields {
            let value = data.get("fields").and_then(|values| values.get(&field.name));
            if field.localized {
                row.extend(tags.iter().map(|tag| cell(value.and_then(|value| value.get(tag)))));
            } else {
                row.push(field_cell(&field.kind, value));
            }
            if !field.through.is_empty() {
                row.push(cell(data.get("derived").and_then(|derived| derived.get(&field.name))));
            }
        }
        row.push(backwards(data.get("referenced_by")));
        for cell in row {
            let _ = writer.write_field(inert(cell).as_bytes());
        }
        let _ = writer.write_record(None::<&[u8]>);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A value of a field in a cell: several are joined, a reference is `collection/id`, an amount has its currency behind
/// it, a file is its address, rows are JSON.
fn field_cell<'d>(kind: &FieldKind, value: Option<&'d Datum<'_>>) -> Cow<'d, str> {
    let part = |value: &'d Datum<'_>, key: &str| cell(value.get(key));
    match (kind, value) {
        (_, None | Some(Datum::Null)) => Cow::Borrowed(""),
        (FieldKind::Table(_), Some(rows)) => as_json(rows).into(),
        (kind, Some(Datum::List(items))) => joined(items.iter().map(|item| field_cell(kind, Some(item)))),
        (FieldKind::Page(_), Some(value)) => format!("{}/{}", part(value, "collection"), part(value, "id")).into(),
        (FieldKind::Money, Some(value)) => format!("{} {}", part(value, "amount"), part(value, "currency")).into(),
        (FieldKind::File, Some(value)) => part(value, "url"),
        (_, value) => cell(value),
    }
}

fn cell<'d>(value: Option<&'d Datum<'_>>) -> Cow<'d, str> {
    match value {
        None | Some(Datum::Null) => Cow::Borrowed(""),
        Some(Datum::Text(text)) => Cow::Borrowed(text),
        Some(Datum::List(items)) => joined(items.iter().map(|item| cell(Some(item)))),
        Some(other) => as_json(other).into(),
    }
}

fn joined<'d>(cells: impl Iterator<Item = Cow<'d, str>>) -> Cow<'d, str> {
    cells.collect::<Vec<_>>().join("; ").into()
}

/// A tree of texts, numbers and lists always serialises.
fn as_json(value: &Datum<'_>) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn backwards<'d>(value: Option<&'d Datum<'_>>) -> Cow<'d, str> {
    let Some(Datum::List(relations)) = value else { return Cow::Borrowed("") };
    joined(relations.iter().flat_map(|relation| {
        let (collection, field) = (cell(relation.get("collection")), cell(relation.get("field")));
        let entries: &[Datum<'_>] = match relation.get("entries") {
            Some(Datum::List(entries)) => entries,
            _ => &[],
        };
        entries.iter().map(move |id| format!("{collection}/{}#{field}", cell(Some(id))).into())
    }))
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). Numbers
/// keep their sign.
fn inert(cell: Cow<'_, str>) -> Cow<'_, str> {
    if is_formula(&cell) { format!("'{cell}").into() } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_become_formulas() {
        for hostile in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1"] {
            assert!(inert(hostile.into()).starts_with('\''), "{hostile}");
        }
        for fine in ["-12.5", "UCA", "", "50+"] {
            assert_eq!(inert(fine.into()), fine);
        }
    }
}
