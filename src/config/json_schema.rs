//! JSON Schema (draft 2020-12) of a collection's front matter, for editors that complete and check while one types.

use serde_json::{Map, Value, json};

use super::{Collection, Config, Field, FieldKind};
use crate::{diagnostics::Rule, message, message::Message, messages::MessageLanguage};

/// The site and language that the schemas are made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SchemaOptions<'c> {
    pub config: &'c Config,
    /// The language of titles and descriptions, which editors of text show while one types.
    pub words: MessageLanguage,
}

/// The schema of one collection's originals and translations.
pub(crate) fn collection(wanted: SchemaOptions<'_>, collection: &Collection) -> Value {
    let mut properties = page_properties(wanted.words);
    let mut required = vec!["title".to_owned()];
    for field in &collection.fields {
        properties.insert(field.name.clone(), field_schema(wanted, field));
        if field.required {
            required.push(field.name.clone());
        }
    }
    let localized: Map<String, Value> = collection
        .fields
        .iter()
        .filter(|field| field.localized)
        .map(|field| {
            let mut schema = texts(field);
            describe(wanted, &mut schema, field);
            (field.name.clone(), schema)
        })
        .collect();
    let mut translation = page_properties(wanted.words);
    translation.extend(localized);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": message!("schema-of", collection = &collection.name).text(wanted.words),
        "type": "object",
        "if": { "required": ["translates"] },
        "then": { "properties": translation, "required": ["title"], "additionalProperties": false },
        "else": { "properties": properties, "required": required, "additionalProperties": false },
    })
}

/// All collections, by name.
pub(crate) fn site(wanted: SchemaOptions<'_>) -> Value {
    let definitions: Map<String, Value> =
        wanted.config.collections.iter().map(|c| (c.name.clone(), collection(wanted, c))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": message!("schema-of-plain-pages").text(wanted.words),
        "type": "object",
        "properties": page_properties(wanted.words),
        "required": ["title"],
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// The keys that every page has.
fn page_properties(words: MessageLanguage) -> Map<String, Value> {
    let properties = json!({
        "title": { "type": "string", "minLength": 1 },
        "summary": { "type": "string", "minLength": 1 },
        "slug": { "type": "string", "pattern": ID },
        "aliases": { "type": "array", "items": { "type": "string" } },
        "draft": { "type": "boolean" },
        "updated": date(),
        "translates": { "type": "string", "pattern": "^[0-9a-f]{8}$" },
        "changes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": { "on": date(), "what": { "type": "object", "additionalProperties": { "type": "string", "minLength": 1 } } },
                "required": ["on", "what"],
                "additionalProperties": false,
            },
        },
        "allow": {
            "type": "object",
            "propertyNames": { "enum": Rule::lowerable().map(Rule::name).collect::<Vec<_>>() },
            "additionalProperties": { "type": "string", "minLength": 1 },
        },
    });
    let Value::Object(mut properties) = properties else { return Map::new() };
    let descriptions: [(&str, Message); 9] = [
        ("title", message!("schema-title")),
        ("summary", message!("schema-summary")),
        ("slug", message!("schema-slug")),
        ("aliases", message!("schema-aliases")),
        ("draft", message!("schema-draft")),
        ("updated", message!("schema-updated")),
        ("translates", message!("schema-translates")),
        ("changes", message!("schema-changes")),
        ("allow", message!("schema-allow")),
    ];
    for (key, description) in descriptions {
        if let Some(object) = properties.get_mut(key).and_then(Value::as_object_mut) {
            object.insert("description".to_owned(), json!(description.text(words)));
        }
    }
    properties
}

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// A year, a month as text, or a day; TOML's own dates reach a JSON Schema as text.
fn date() -> Value {
    json!({ "anyOf": [
        { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" },
        { "type": "integer", "minimum": 1, "maximum": 9999 },
    ] })
}

fn field_schema(wanted: SchemaOptions<'_>, field: &Field) -> Value {
    let config = wanted.config;
    let mut schema = if field.localized {
        let by_language: Map<String, Value> =
            config.languages.iter().map(|language| (language.clone(), texts(field))).collect();
        json!({ "anyOf": [texts(field), {
            "type": "object", "properties": by_language, "required": config.languages, "additionalProperties": false,
        }] })
    } else if field.many {
        list(field, one(wanted, field))
    } else {
        one(wanted, field)
    };
    describe(wanted, &mut schema, field);
    schema
}

/// Says in a schema what the field is called and which role it has.
fn describe(wanted: SchemaOptions<'_>, schema: &mut Value, field: &Field) {
    let Some(object) = schema.as_object_mut() else { return };
    let language = wanted.config.language(wanted.words.tag()).unwrap_or_default();
    object.insert("description".to_owned(), json!(field.label.get(language)));
    if let Some(role) = field.role {
        let known = object.get("$comment").and_then(Value::as_str).map(|comment| format!("{comment}; "));
        object.insert("$comment".to_owned(), json!(format!("{}role: {}", known.unwrap_or_default(), role.name())));
    }
}

/// A localised field's value in one language.
fn texts(field: &Field) -> Value {
    let text = match field.kind {
        FieldKind::Url => json!({ "type": "string", "format": "uri" }),
        _ => json!({ "type": "string", "minLength": 1 }),
    };
    if field.many { list(field, text) } else { text }
}

/// A list with at least one value where the field must have one.
fn list(field: &Field, items: Value) -> Value {
    if field.required {
        json!({ "type": "array", "items": items, "minItems": 1 })
    } else {
        json!({ "type": "array", "items": items })
    }
}

fn one(wanted: SchemaOptions<'_>, field: &Field) -> Value {
    let config = wanted.config;
    match &field.kind {
        FieldKind::Text => json!({ "type": "string", "minLength": 1 }),
        FieldKind::Integer => json!({ "type": "integer" }),
        FieldKind::Decimal => json!({ "type": "number" }),
        FieldKind::Boolean => json!({ "type": "boolean" }),
        FieldKind::Date => date(),
        FieldKind::Url => json!({ "type": "string", "format": "uri", "pattern": "^https?://" }),
        FieldKind::Email => json!({ "type": "string", "format": "email" }),
        FieldKind::Choice(choices) => {
            json!({ "enum": choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>() })
        }
        FieldKind::Term(vocabulary) => json!({
            "type": "string", "pattern": ID,
            "$comment": format!("the id of a term of {}", config.vocabulary(*vocabulary).name),
        }),
        FieldKind::Page(of) => {
            let names: Vec<&str> = of.iter().map(|id| config.collection(*id).name.as_str()).collect();
            json!({ "type": "string", "pattern": ID, "$comment": format!("the id of an entry of {}", names.join(", ")) })
        }
        FieldKind::File => json!({ "type": "string", "minLength": 1 }),
        FieldKind::Money => json!({
            "type": "object",
            "properties": { "amount": { "type": "number" }, "currency": { "type": "string", "pattern": "^[A-Z]{3}$" } },
            "required": ["amount", "currency"],
            "additionalProperties": false,
        }),
        FieldKind::Table(columns) => {
            let properties: Map<String, Value> =
                columns.iter().map(|column| (column.name.clone(), column_schema(wanted, column))).collect();
            let required: Vec<&str> = columns.iter().filter(|c| c.required).map(|c| c.name.as_str()).collect();
            json!({
                "type": "object", "properties": properties, "required": required, "additionalProperties": false,
            })
        }
    }
}

/// In rows a localised text names its languages.
fn column_schema(wanted: SchemaOptions<'_>, column: &Field) -> Value {
    if !column.localized {
        return field_schema(wanted, column);
    }
    let config = wanted.config;
    let by_language: Map<String, Value> =
        config.languages.iter().map(|language| (language.clone(), texts(column))).collect();
    let mut schema = json!({
        "type": "object", "properties": by_language, "required": config.languages, "additionalProperties": false,
    });
    describe(wanted, &mut schema, column);
    schema
}
