//! Open data: each collection as JSON (RFC 8259) and CSV (RFC 4180), every field, every language, links and
//! back-references.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

use crate::{
    config::{CollectionId, Field, FieldKind, LanguageId, Localized},
    content::{FieldValues, Item, Value, text::is_formula},
    plan::{Plan, address},
    site::{EntryId, Site, State, relations},
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
    Json::Object(site.config.languages.iter().cloned().zip(texts.0.iter().map(|text| json!(text))).collect())
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

fn entry(site: &Site, plan: &Plan, collection: CollectionId, id: EntryId) -> Option<Json> {
    let entry = site.entry(id);
    let original = entry.original()?;
    let fields = &site.config.collection(collection).fields;
    let mut versions = Map::new();
    for language in site.config.language_ids() {
        let Some(version) = entry.version(language) else { continue };
        let state = match version.state {
            State::Original => "original",
            State::Current => "current",
            State::Outdated => "outdated",
        };
        let text = json!({
            "title": version.page.title,
            "summary": version.page.summary,
            "url": site.config.base_url.join(plan.address(id, language)),
            "translation": state,
            "updated": version.page.updated.as_ref().map(ToString::to_string),
        });
        versions.insert(site.config.tag(language).to_owned(), text);
    }
    let mut values = Map::new();
    for (at, field) in fields.iter().enumerate() {
        if let Some(value) = field_value(site, id, at, field, &original.page.fields) {
            values.insert(field.name.clone(), value);
        }
    }
    Some(json!({
        "id": entry.key.id(),
        "original": site.config.tag(entry.original),
        "revision": original.page.revision,
        "versions": versions,
        "fields": values,
        "derived": derived(site, id, fields),
        "referenced_by": referenced_by(site, id),
    }))
}

/// Terms that other entries give this one, by field.
fn derived(site: &Site, id: EntryId, fields: &[Field]) -> Json {
    let mut data = Map::new();
    for (at, _, derived) in site.terms.get(id.0).map(|terms| terms.fields.as_slice()).unwrap_or_default() {
        let Some(field) = fields.get(*at) else { continue };
        let FieldKind::Term(vocabulary) = field.kind else { continue };
        let ids: Vec<&str> =
            derived.iter().filter_map(|term| site.term(vocabulary, *term)).map(|term| term.id.as_str()).collect();
        if !ids.is_empty() {
            data.insert(field.name.clone(), json!(ids));
        }
    }
    Json::Object(data)
}

fn referenced_by(site: &Site, id: EntryId) -> Json {
    let inverse = site.inverse.get(id.0).map(Vec::as_slice).unwrap_or_default();
    let list: Vec<Json> = inverse
        .iter()
        .filter_map(|inverse| {
            let collection = site.config.collection(inverse.collection);
            let field = relations::field_at(&collection.fields, inverse.field)?;
            let table = inverse.field.1.and(collection.fields.get(inverse.field.0));
            let name = table.map_or_else(|| field.name.clone(), |table| format!("{}.{}", table.name, field.name));
            let ids: Vec<&str> = inverse.sources.iter().map(|id| site.entry(*id).key.id()).collect();
            Some(json!({"collection": collection.name, "field": name, "entries": ids}))
        })
        .collect();
    json!(list)
}

fn field_value(site: &Site, id: EntryId, at: usize, field: &Field, facts: &FieldValues) -> Option<Json> {
    if field.localized {
        let mut data = Map::new();
        for language in site.config.language_ids() {
            if let Some((texts, shown)) = site.localized(id, at, language)
                && shown == language
            {
                let value = if field.many { json!(texts) } else { json!(texts.first()) };
                data.insert(site.config.tag(language).to_owned(), value);
            }
        }
        return (!data.is_empty()).then_some(Json::Object(data));
    }
    let values: Vec<Json> = facts.get(at).iter().filter_map(|item| value(site, id, field, item)).collect();
    if field.many { (!values.is_empty()).then(|| json!(values)) } else { values.into_iter().next() }
}

fn value(site: &Site, id: EntryId, field: &Field, item: &Item) -> Option<Json> {
    Some(match &item.value {
        Value::Text(text) | Value::Url(text) | Value::Email(text) | Value::Term(text) => json!(text),
        Value::Integer(number) => json!(number),
        // As text: a decimal number loses nothing on its way.
        Value::Decimal(digits) => json!(digits),
        Value::Boolean(value) => json!(value),
        Value::Date(date) => json!(date.to_string()),
        Value::Choice(chosen) => match &field.kind {
            FieldKind::Choice(choices) => json!(choices.get(*chosen)?.id),
            _ => return None,
        },
        Value::Page(page) => {
            let FieldKind::Page(of) = &field.kind else { return None };
            let target = site.find_page(of, page)?;
            let collection = site.entry(target).key.collection()?;
            json!({"collection": site.config.collection(collection).name, "id": page})
        }
        Value::File(name) => {
            let entry = site.entry(id);
            let file = entry.attachment(name)?;
            json!({"name": name, "url": site.config.base_url.join(&address::attachment(&entry.key, &site.config, name, file))})
        }
        Value::Money { amount, currency } => json!({"amount": amount, "currency": currency}),
        Value::Localized(texts) => {
            let texts = site.config.languages.iter().zip(texts).filter_map(|(language, texts)| {
                let texts = texts.as_ref()?;
                let value = if field.many { json!(texts) } else { json!(texts.first()) };
                Some((language.clone(), value))
            });
            Json::Object(texts.collect())
        }
        Value::Row(row) => {
            let FieldKind::Table(columns) = &field.kind else { return None };
            let mut data = Map::new();
            for (at, column) in columns.iter().enumerate() {
                let values: Vec<Json> = row.get(at).iter().filter_map(|item| value(site, id, column, item)).collect();
                let value =
                    if column.many && !column.localized { Some(json!(values)) } else { values.into_iter().next() };
                if let Some(value) = value {
                    data.insert(column.name.clone(), value);
                }
            }
            Json::Object(data)
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
        let safe: Vec<String> = row.into_iter().map(inert).collect();
        let _ = writer.write_record(&safe);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A value of a field in a cell: several are joined, a reference is `collection/id`, an amount has its currency behind
/// it, a file is its address, rows are JSON.
fn field_cell(kind: &FieldKind, value: Option<&Json>) -> String {
    let part = |value: &Json, key: &str| cell(value.get(key));
    match (kind, value) {
        (_, None | Some(Json::Null)) => String::new(),
        (FieldKind::Table(_), Some(rows)) => rows.to_string(),
        (kind, Some(Json::Array(items))) => {
            items.iter().map(|item| field_cell(kind, Some(item))).collect::<Vec<_>>().join("; ")
        }
        (FieldKind::Page(_), Some(value)) => format!("{}/{}", part(value, "collection"), part(value, "id")),
        (FieldKind::Money, Some(value)) => format!("{} {}", part(value, "amount"), part(value, "currency")),
        (FieldKind::File, Some(value)) => part(value, "url"),
        (_, value) => cell(value),
    }
}

fn cell(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(items)) => items.iter().map(|item| cell(Some(item))).collect::<Vec<_>>().join("; "),
        Some(other) => other.to_string(),
    }
}

fn backwards(value: Option<&Json>) -> String {
    let Some(Json::Array(relations)) = value else { return String::new() };
    let all: Vec<String> = relations
        .iter()
        .flat_map(|relation| {
            let collection = cell(relation.get("collection"));
            let field = cell(relation.get("field"));
            let entries = relation.get("entries").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            entries.iter().map(|id| format!("{collection}/{}#{field}", cell(Some(id)))).collect::<Vec<_>>()
        })
        .collect();
    all.join("; ")
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). Numbers
/// keep their sign.
fn inert(cell: String) -> String {
    if is_formula(&cell) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_become_formulas() {
        for hostile in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1"] {
            assert!(inert(hostile.to_owned()).starts_with('\''), "{hostile}");
        }
        for fine in ["-12.5", "UCA", "", "50+"] {
            assert_eq!(inert(fine.to_owned()), fine);
        }
    }
}
