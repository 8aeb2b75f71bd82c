//! Schemas of open data: JSON Schema (2020-12) of a JSON file, Table Schema (Frictionless) of a CSV file.

use super::{
    Described, Rows, about,
    csv::{CsvColumn, columns},
};
use crate::{
    config::{Field, FieldKind, LanguageId},
    outputs::datum::Datum,
    site::Site,
};

pub(crate) fn json_schema(described: Described<'_>, rows: &Rows) -> String {
    let site = described.site();
    let mut properties: Vec<(&str, Datum<'_>)> =
        about(site, described, rows).into_iter().map(|(key, _)| (key, Datum::Boolean(true))).collect();
    for key in ["languages", "fields"] {
        properties.push((key, of_type("array")));
    }
    properties.push((described.list(), list(of_row(site, described))));
    let id = site.config.base_url.join(&format!("data/{}.schema.json", described.name()));
    let mut schema = vec![
        ("$schema", Datum::text("https://json-schema.org/draft/2020-12/schema")),
        ("$id", Datum::text(id)),
        ("title", Datum::text(described.title().get(LanguageId(0)))),
    ];
    if let Datum::Object(whole) = whole(properties) {
        schema.extend(whole);
    }
    written(&Datum::Object(schema))
}

/// An entry or a term.
fn of_row<'s>(site: &'s Site, described: Described<'s>) -> Datum<'s> {
    let tags = || site.config.languages.iter().map(String::as_str);
    let of_languages = |item: Datum<'s>| object(tags().map(|tag| (tag, item.clone())).collect());
    let fields = object(described.fields().iter().map(|field| (field.name.as_str(), of_field(site, field))).collect());
    let text = || of_type("string");
    let or_null = || Datum::from_iter([("type", Datum::texts(["string", "null"]))]);
    if !described.is_of_entries() {
        let entries = vec![("collection", text()), ("entries", list(text()))];
        return whole(vec![
            ("id", text()),
            ("title", of_languages(text())),
            ("url", of_languages(text())),
            ("names", of_languages(list(text()))),
            ("fields", fields),
            ("entries", list(whole(entries))),
        ]);
    }
    let version = vec![
        ("title", text()),
        ("summary", or_null()),
        ("written_title", text()),
        ("written_summary", or_null()),
        ("url", text()),
        ("translation", text()),
        ("updated", or_null()),
    ];
    let derived = described.fields().iter().filter(|field| !field.through.is_empty());
    let referenced_by = vec![("collection", text()), ("field", text()), ("entries", list(text()))];
    whole(vec![
        ("id", text()),
        ("original", Datum::from_iter([("enum", Datum::texts(tags()))])),
        ("revision", or_null()),
        ("versions", of_languages(whole(version))),
        ("fields", fields),
        ("derived", object(derived.map(|field| (field.name.as_str(), list(text()))).collect())),
        ("referenced_by", list(whole(referenced_by))),
    ])
}

pub(crate) fn table_schema(described: Described<'_>, rows: &Rows) -> String {
    let mut schema = about(described.site(), described, rows);
    for (key, value) in &mut schema {
        // The specification takes a text in one language.
        if *key == "title" {
            *value = Datum::text(described.title().get(LanguageId(0)));
        }
    }
    let columns = columns(described);
    schema.push(("path", Datum::text(format!("{}.csv", described.name()))));
    schema.push(("fields", Datum::List(columns.iter().map(CsvColumn::table_schema).collect())));
    schema.push(("primaryKey", Datum::text("id")));
    schema.push(("missingValues", Datum::texts([""])));
    written(&Datum::Object(schema))
}

/// A value of a field, or the list of them.
fn of_field<'s>(site: &'s Site, field: &'s Field) -> Datum<'s> {
    let text_with = |key, value| Datum::from_iter([("type", Datum::text("string")), (key, Datum::text(value))]);
    let texts = |keys: [&'static str; 2]| whole(keys.map(|key| (key, of_type("string"))).into());
    let one = match &field.kind {
        FieldKind::Integer => of_type("integer"),
        FieldKind::Boolean => of_type("boolean"),
        FieldKind::Decimal => text_with("pattern", "^-?[0-9]+(\\.[0-9]+)?$"),
        FieldKind::Date => text_with("pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
        FieldKind::Url => text_with("format", "uri"),
        FieldKind::Email => text_with("format", "email"),
        FieldKind::Choice(choices) => {
            Datum::from_iter([("enum", Datum::texts(choices.iter().map(|choice| choice.id.as_str())))])
        }
        FieldKind::Page(of) => {
            let names = Datum::texts(of.iter().map(|id| site.config.collection(*id).name.as_str()));
            whole(vec![("collection", Datum::from_iter([("enum", names)])), ("id", of_type("string"))])
        }
        FieldKind::File => texts(["name", "url"]),
        FieldKind::Money => texts(["amount", "currency"]),
        FieldKind::Table(columns) => {
            object(columns.iter().map(|column| (column.name.as_str(), of_field(site, column))).collect())
        }
        FieldKind::Text | FieldKind::Term(_) => of_type("string"),
    };
    let values = if field.many { list(one) } else { one };
    if field.localized {
        object(site.config.languages.iter().map(|tag| (tag.as_str(), values.clone())).collect())
    } else {
        values
    }
}

fn of_type(name: &str) -> Datum<'_> {
    Datum::from_iter([("type", Datum::text(name))])
}

fn list(items: Datum<'_>) -> Datum<'_> {
    Datum::from_iter([("type", Datum::text("array")), ("items", items)])
}

/// An object that has all of these keys.
fn whole<'s>(properties: Vec<(&'s str, Datum<'s>)>) -> Datum<'s> {
    let required = Datum::texts(properties.iter().map(|(key, _)| *key));
    Datum::from_iter([
        ("type", Datum::text("object")),
        ("required", required),
        ("properties", Datum::Object(properties)),
        ("additionalProperties", Datum::Boolean(false)),
    ])
}

/// An object that may have these keys.
fn object<'s>(properties: Vec<(&'s str, Datum<'s>)>) -> Datum<'s> {
    Datum::from_iter([
        ("type", Datum::text("object")),
        ("properties", Datum::Object(properties)),
        ("additionalProperties", Datum::Boolean(false)),
    ])
}

/// A tree of strings, numbers and lists always serialises.
fn written(value: &Datum<'_>) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
