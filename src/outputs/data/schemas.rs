//! Schemas of open data: JSON Schema (2020-12) of a JSON file, Table Schema (Frictionless) of a CSV file.

use serde_json::{Map, Value as Json, json};

use super::{
    Described, Rows, about,
    csv::{CsvColumn, columns},
};
use crate::{
    config::{Field, FieldKind, LanguageId},
    site::Site,
};

pub(crate) fn json_schema(described: Described<'_>, rows: &Rows) -> String {
    let site = described.site();
    let fields = object(described.fields().iter().map(|field| (field.name.clone(), of_field(site, field))));
    let text = json!({ "type": "string" });
    let or_null = json!({ "type": ["string", "null"] });
    let texts = json!({ "type": "array", "items": text });
    let of_languages = |item: &Json| object(site.config.languages.iter().map(|tag| (tag.clone(), item.clone())));
    let relations = |with_field: bool| {
        let mut properties = Map::new();
        properties.insert("collection".to_owned(), text.clone());
        if with_field {
            properties.insert("field".to_owned(), text.clone());
        }
        properties.insert("entries".to_owned(), texts.clone());
        json!({ "type": "array", "items": whole(properties) })
    };
    let mut row = Map::new();
    row.insert("id".to_owned(), text.clone());
    if described.is_of_entries() {
        let version =
            ["title", "summary", "written_title", "written_summary", "url", "translation", "updated"].map(|key| {
                let is_optional = matches!(key, "summary" | "written_summary" | "updated");
                (key.to_owned(), if is_optional { or_null.clone() } else { text.clone() })
            });
        let derived = described.fields().iter().filter(|field| !field.through.is_empty());
        row.insert("original".to_owned(), json!({ "enum": site.config.languages }));
        row.insert("revision".to_owned(), or_null);
        row.insert("versions".to_owned(), of_languages(&whole(version.into_iter().collect())));
        row.insert("fields".to_owned(), fields);
        row.insert("derived".to_owned(), object(derived.map(|field| (field.name.clone(), texts.clone()))));
        row.insert("referenced_by".to_owned(), relations(true));
    } else {
        row.insert("title".to_owned(), of_languages(&text));
        row.insert("url".to_owned(), of_languages(&text));
        row.insert("names".to_owned(), of_languages(&texts));
        row.insert("fields".to_owned(), fields);
        row.insert("entries".to_owned(), relations(false));
    }
    let head = about(site, described, rows);
    let mut properties: Map<String, Json> = head.keys().map(|key| (key.clone(), json!(true))).collect();
    for key in ["languages", "fields"] {
        properties.insert(key.to_owned(), json!({ "type": "array" }));
    }
    properties.insert(described.list().to_owned(), json!({ "type": "array", "items": whole(row) }));
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema
        .insert("$id".to_owned(), json!(site.config.base_url.join(&format!("data/{}.schema.json", described.name()))));
    schema.insert("title".to_owned(), json!(described.title().get(LanguageId(0))));
    if let Json::Object(whole) = whole(properties) {
        schema.extend(whole);
    }
    written(&Json::Object(schema))
}

pub(crate) fn table_schema(described: Described<'_>, rows: &Rows) -> String {
    let site = described.site();
    let mut schema = about(site, described, rows);
    // The specification takes a text in one language.
    schema.insert("title".to_owned(), json!(described.title().get(LanguageId(0))));
    schema.insert("path".to_owned(), json!(format!("{}.csv", described.name())));
    let columns: Vec<Json> = columns(described).iter().map(CsvColumn::table_schema).collect();
    schema.insert("fields".to_owned(), json!(columns));
    schema.insert("primaryKey".to_owned(), json!("id"));
    schema.insert("missingValues".to_owned(), json!([""]));
    written(&Json::Object(schema))
}

/// A value of a field, or the list of them.
fn of_field(site: &Site, field: &Field) -> Json {
    let one = match &field.kind {
        FieldKind::Integer => json!({ "type": "integer" }),
        FieldKind::Boolean => json!({ "type": "boolean" }),
        FieldKind::Decimal => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        FieldKind::Date => json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }),
        FieldKind::Url => json!({ "type": "string", "format": "uri" }),
        FieldKind::Email => json!({ "type": "string", "format": "email" }),
        FieldKind::Choice(choices) => {
            json!({ "enum": choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>() })
        }
        FieldKind::Page(of) => {
            let names: Vec<&str> = of.iter().map(|id| site.config.collection(*id).name.as_str()).collect();
            whole(pairs([("collection", json!({ "enum": names })), ("id", json!({ "type": "string" }))]))
        }
        FieldKind::File => whole(pairs([("name", json!({ "type": "string" })), ("url", json!({ "type": "string" }))])),
        FieldKind::Money => {
            whole(pairs([("amount", json!({ "type": "string" })), ("currency", json!({ "type": "string" }))]))
        }
        FieldKind::Table(columns) => object(columns.iter().map(|column| (column.name.clone(), of_field(site, column)))),
        FieldKind::Text | FieldKind::Term(_) => json!({ "type": "string" }),
    };
    let values = if field.many { json!({ "type": "array", "items": one }) } else { one };
    if field.localized { object(site.config.languages.iter().map(|tag| (tag.clone(), values.clone()))) } else { values }
}

fn pairs<const N: usize>(pairs: [(&str, Json); N]) -> Map<String, Json> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// An object that has all of these keys.
fn whole(properties: Map<String, Json>) -> Json {
    let required: Vec<&String> = properties.keys().collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

/// An object that may have these keys.
fn object(properties: impl Iterator<Item = (String, Json)>) -> Json {
    let properties: Map<String, Json> = properties.collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A tree of strings, numbers and lists always serialises.
fn written(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
