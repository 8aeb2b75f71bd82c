//! The typed fields of collections, vocabularies and tables, as site.toml describes them.

use std::ops::Range;

use super::{
    Choice, Collection, CollectionId, Field, FieldKind, Localized, Through, VocabularyId, is_id,
    reader::ConfigReader,
    roles::{self, FieldOwner},
    schema_org,
};
use crate::{
    diagnostics::{Rule, Sink},
    message,
    message::Message,
    message::list,
    text::suggest,
    toml_reader::{TomlEntry, TomlFields, TomlNode, TomlTable, TomlValue},
};

/// Keys that every page knows: no field can take them.
pub const PAGE_KEYS: &[&str] =
    &["title", "summary", "slug", "aliases", "draft", "updated", "translates", "allow", "changes"];

pub const TYPES: &[&str] = &[
    "text", "integer", "decimal", "boolean", "date", "url", "email", "choice", "term", "page", "file", "money", "table",
];

/// A `through` path has so many fields: it is a thought that a reader can follow.
const THROUGH_LIMIT: usize = 8;

/// The names that a field's `of` can use.
#[derive(Debug)]
pub(super) struct KnownNames {
    pub vocabularies: Vec<String>,
    /// Of the vocabularies, once they are read.
    pub titles: Vec<Localized>,
    pub collections: Vec<String>,
}

impl KnownNames {
    pub(super) fn vocabulary(&self, sink: &mut Sink, name: &str, range: &Range<usize>) -> Option<VocabularyId> {
        find(
            sink,
            &self.vocabularies,
            (name, range),
            |name| message!("no-such-vocabulary", name),
            "[vocabularies.name]",
        )
        .map(VocabularyId)
    }

    pub(super) fn collection(&self, sink: &mut Sink, name: &str, range: &Range<usize>) -> Option<CollectionId> {
        find(sink, &self.collections, (name, range), |name| message!("no-collection", name), "[collections.name]")
            .map(CollectionId)
    }
}

fn find(
    sink: &mut Sink,
    known: &[String],
    (name, range): (&str, &Range<usize>),
    lacks: impl Fn(&str) -> Message,
    heading: &str,
) -> Option<usize> {
    let found = known.iter().position(|known| known == name);
    if found.is_none() {
        let hint =
            suggest(name, known.iter().map(String::as_str)).unwrap_or_else(|| message!("hint-describe", heading));
        sink.report(Rule::InvalidConfig, range, lacks(name)).hint(hint);
    }
    found
}

pub(super) fn read_fields(
    reader: &mut ConfigReader,
    table: &TomlTable,
    names: &KnownNames,
    owner: FieldOwner,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for entry in &table.entries {
        match read_field(reader, entry, names, owner) {
            Some(field) => fields.push(field),
            None => drop(reader.broken_fields.insert(entry.key.clone())),
        }
    }
    fields
}

fn read_field(reader: &mut ConfigReader, entry: &TomlEntry, names: &KnownNames, owner: FieldOwner) -> Option<Field> {
    let sink = &mut reader.sink;
    if !is_field_name(&entry.key) {
        sink.report(Rule::InvalidConfig, &entry.key_range, message!("field-name", name = &entry.key))
            .hint(message!("field-name.hint"));
    }
    if owner != FieldOwner::Table && PAGE_KEYS.contains(&entry.key.as_str()) {
        sink.report(Rule::InvalidConfig, &entry.key_range, message!("field-of-every-page", name = &entry.key))
            .hint(message!("field-of-every-page.hint"));
    }
    let hint = Message::code(format!("{} = {{ type = \"text\" }}", entry.key));
    let mut keys = TomlFields::new(sink.table(entry, message!("config-type-field"), hint)?, &entry.key_range);
    let required = keys.boolean("required", sink);
    let many = keys.boolean("many", sink);
    let localized = keys.boolean("localized", sink);
    let label = keys.take("label").and_then(|label| reader.localized(label));
    let inverse_entry = keys.take("inverse");
    let inverse = inverse_entry.and_then(|inverse| reader.localized(inverse));
    let through_entry = keys.take("through");
    let through = through_entry.map(|through| read_through(&mut reader.sink, through)).unwrap_or_default();
    let role = keys.take("role").and_then(|role| Some((reader.sink.string(role)?, &role.node.range)));
    let schema = keys.take("schema").and_then(|name| Some((reader.sink.string(name)?, &name.node.range)));
    let kind = read_kind(reader, entry, &mut keys, names);
    let sink = &mut reader.sink;
    keys.finish(sink);
    let kind = kind?;
    if localized && !matches!(kind, FieldKind::Text | FieldKind::Url) {
        let message = message!("field-not-localised", kind = kind.name());
        sink.report(Rule::InvalidConfig, &entry.key_range, message).hint(message!("field-not-localised.hint"));
    }
    if let Some(inverse) = inverse_entry.filter(|_| !matches!(kind, FieldKind::Page(_))) {
        let message = message!("field-no-inverse", kind = kind.name());
        sink.report(Rule::InvalidConfig, &inverse.key_range, message).hint(message!("field-no-inverse.hint"));
    }
    let can_derive = owner != FieldOwner::Table && many && matches!(kind, FieldKind::Term(_));
    if let Some(through) = through_entry.filter(|_| !can_derive) {
        let hint = "countries = { type = \"term\", of = \"countries\", many = true, through = \"parties.country\" }";
        sink.report(Rule::InvalidConfig, &through.key_range, message!("through-kind")).hint(Message::code(hint));
    }
    let role = role.and_then(|role| roles::read(sink, role, &kind, localized, owner));
    let schema = schema.and_then(|schema| schema_org::read_meaning(sink, schema, &kind, owner));
    let label = label.unwrap_or_else(|| match kind {
        // Its vocabulary's title is in every language; its own name is in none.
        FieldKind::Term(VocabularyId(at)) if names.titles.get(at).is_some_and(|title| !title.is_empty()) => {
            names.titles.get(at).cloned().unwrap_or_default()
        }
        _ => Localized::same(&readable(&entry.key), reader.languages.len()),
    });
    Some(Field {
        name: entry.key.clone(),
        name_range: entry.key_range.clone(),
        kind,
        required,
        many,
        localized,
        role,
        schema,
        label,
        inverse,
        through,
    })
}

fn is_field_name(name: &str) -> bool {
    name.len() <= 60
        && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// `signed_at` -> `Signed at`, for fields without a label.
fn readable(name: &str) -> String {
    let mut text = name.replace('_', " ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn read_kind(
    reader: &mut ConfigReader,
    entry: &TomlEntry,
    keys: &mut TomlFields<'_>,
    names: &KnownNames,
) -> Option<FieldKind> {
    let hint = message!("hint-one-of", known = list(TYPES.iter().copied()));
    let type_entry = keys.require("type", &hint)?;
    Some(match reader.sink.string(type_entry)? {
        "text" => FieldKind::Text,
        "integer" => FieldKind::Integer,
        "decimal" => FieldKind::Decimal,
        "boolean" => FieldKind::Boolean,
        "date" => FieldKind::Date,
        "url" => FieldKind::Url,
        "email" => FieldKind::Email,
        "file" => FieldKind::File,
        "money" => FieldKind::Money,
        "choice" => {
            let mut choices = read_choices(reader, keys.require("values", Message::code(VALUES))?)?;
            if let Some(named) = keys.take("unconfirmed") {
                mark_choices(&mut reader.sink, named, &mut choices, |choice| choice.unconfirmed = true);
            }
            if let Some(named) = keys.take("represents") {
                mark_choices(&mut reader.sink, named, &mut choices, |choice| choice.represents = true);
            }
            FieldKind::Choice(choices)
        }
        "term" => {
            let of = keys.require("of", message!("field-of-vocabulary"))?;
            let name = reader.sink.string(of)?;
            FieldKind::Term(names.vocabulary(&mut reader.sink, name, &of.node.range)?)
        }
        "page" => {
            let of = keys.require("of", message!("field-of-collections"))?;
            FieldKind::Page(read_targets(&mut reader.sink, of, names)?)
        }
        "table" => {
            let of = keys.require("fields", message!("field-of-table"))?;
            let table = reader.sink.table(of, message!("config-type-fields"), Message::code("fields = { … }"))?;
            let fields = read_fields(reader, table, names, FieldOwner::Table);
            if let Some(inner) = fields.iter().find(|f| matches!(f.kind, FieldKind::Table(_))) {
                let message = message!("table-in-table", inner = &inner.name, outer = &entry.key);
                let hint = message!("table-in-table.hint");
                reader.sink.report(Rule::InvalidConfig, &inner.name_range, message).hint(hint);
                return None;
            }
            FieldKind::Table(fields)
        }
        other => {
            // The keys of a type that does not exist are not known: those of all types pass.
            for key in ["values", "unconfirmed", "represents", "of", "fields"] {
                let _ = keys.take(key);
            }
            let hint = suggest(other, TYPES.iter().copied()).unwrap_or_else(|| hint.clone());
            let message = message!("no-field-type", other);
            reader.sink.report(Rule::InvalidConfig, &type_entry.node.range, message).hint(hint);
            return None;
        }
    })
}

const VALUES: &str = "values = { signed = { en = \"Signed\", uk = \"Підписано\" } }";

fn read_choices(reader: &mut ConfigReader, entry: &TomlEntry) -> Option<Vec<Choice>> {
    let table = reader.sink.table(entry, message!("config-type-choices"), Message::code(VALUES))?;
    if table.entries.is_empty() {
        let message = message!("choice-empty");
        reader.sink.report(Rule::InvalidConfig, &entry.node.range, message).hint(Message::code("values = { … }"));
    }
    let mut choices = Vec::new();
    for value in &table.entries {
        if !is_id(&value.key) {
            let message = message!("choice-value", value = &value.key);
            let hint = message!("choice-value.hint");
            reader.sink.report(Rule::InvalidConfig, &value.key_range, message).hint(hint);
        }
        let (texts, schema) = split_schema(value);
        let schema = schema.and_then(|schema| schema_org::read_choice(&mut reader.sink, &schema));
        let label = reader.localized(&texts).unwrap_or_default();
        choices.push(Choice { id: value.key.clone(), label, unconfirmed: false, represents: false, schema });
    }
    Some(choices)
}

/// The label of a choice's value without the `schema` that stands among its texts, and that.
fn split_schema(value: &TomlEntry) -> (TomlEntry, Option<TomlEntry>) {
    let mut texts = value.clone();
    let schema = match &mut texts.node.value {
        TomlValue::Table(table) => {
            let at = table.entries.iter().position(|entry| entry.key == "schema");
            at.map(|at| table.entries.remove(at))
        }
        _ => None,
    };
    (texts, schema)
}

/// Marks the choices that a key of the field names: `unconfirmed = ["planned"]`.
fn mark_choices(sink: &mut Sink, named: &TomlEntry, choices: &mut [Choice], mark: impl Fn(&mut Choice)) {
    for node in one_or_many(&named.node) {
        let TomlValue::String(name) = &node.value else {
            let first = choices.first().map_or("", |choice| choice.id.as_str());
            sink.report(Rule::InvalidConfig, &node.range, message!("choice-list", key = &named.key))
                .hint(Message::code(format!("{} = [\"{first}\"]", named.key)));
            continue;
        };
        if let Some(choice) = choices.iter_mut().find(|choice| choice.id == *name) {
            mark(choice);
        } else {
            let names: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            let hint = suggest(name, names.iter().copied())
                .unwrap_or_else(|| message!("hint-one-of", known = list(names.iter().copied())));
            sink.report(Rule::InvalidConfig, &node.range, message!("choice-unknown", name)).hint(hint);
        }
    }
}

/// The values of a list, or the one value that stands in its place.
fn one_or_many(node: &TomlNode) -> &[TomlNode] {
    match &node.value {
        TomlValue::Array(items) => items,
        _ => std::slice::from_ref(node),
    }
}

fn read_targets(sink: &mut Sink, entry: &TomlEntry, names: &KnownNames) -> Option<Vec<CollectionId>> {
    let is_list = matches!(&entry.node.value, TomlValue::Array(items) if !items.is_empty());
    if !is_list && !matches!(entry.node.value, TomlValue::String(_)) {
        sink.wrong_type(entry, message!("config-type-collections"))
            .hint(Message::code("of = [\"clusters\", \"organisations\"]"));
        return None;
    }
    let mut targets = Vec::new();
    for node in one_or_many(&entry.node) {
        let TomlValue::String(name) = &node.value else {
            let message = message!("collection-name-type", given = node.value.type_name());
            sink.report(Rule::WrongType, &node.range, message).hint(Message::code("of = [\"clusters\"]"));
            continue;
        };
        targets.extend(names.collection(sink, name, &node.range).filter(|id| !targets.contains(id)));
    }
    (!targets.is_empty()).then_some(targets)
}

fn read_through(sink: &mut Sink, entry: &TomlEntry) -> Vec<Through> {
    let mut paths = Vec::new();
    for node in one_or_many(&entry.node) {
        let mut way: Vec<String> = match &node.value {
            TomlValue::String(text) => text.split('.').map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        if (2..=THROUGH_LIMIT).contains(&way.len()) && way.iter().all(|part| is_field_name(part)) {
            let term_field = way.pop().unwrap_or_default();
            paths.push(Through { way, term_field, range: node.range.clone() });
        } else {
            let message = message!("through-path");
            sink.report(Rule::InvalidConfig, &node.range, message).hint(Message::code("through = \"parties.country\""));
        }
    }
    paths
}

/// Every `through` must lead over a page field to a term field of the same vocabulary.
pub(super) fn check_through(reader: &mut ConfigReader, collections: &[Collection]) {
    for collection in collections {
        for field in &collection.fields {
            let FieldKind::Term(vocabulary) = field.kind else { continue };
            for through in &field.through {
                let mut names = through.way.iter().chain([&through.term_field]);
                if names.any(|name| reader.broken_fields.contains(name)) {
                    continue;
                }
                if let Err((message, hint)) = check_path(through, vocabulary, collection, collections) {
                    reader.sink.report(Rule::InvalidConfig, &through.range, message).hint(hint);
                }
            }
        }
    }
}

fn check_path(
    through: &Through,
    vocabulary: VocabularyId,
    collection: &Collection,
    collections: &[Collection],
) -> Result<(), (Message, Message)> {
    // The fields that the next name can mean: of the collection, of a table's rows, of all collections that a page
    // field leads to.
    let mut levels: Vec<&[Field]> = vec![&collection.fields];
    let mut over_a_page = false;
    for name in &through.way {
        let found: Vec<&Field> = levels.iter().flat_map(|fields| fields.iter().filter(|f| f.name == *name)).collect();
        let Some(first) = found.first() else {
            let known: Vec<&str> = levels.iter().flat_map(|fields| fields.iter().map(|f| f.name.as_str())).collect();
            let hint = suggest(name, known).unwrap_or_else(|| message!("through-no-field.hint"));
            return Err((message!("through-no-field", name), hint));
        };
        let next: Vec<&[Field]> = found
            .iter()
            .flat_map(|field| match &field.kind {
                FieldKind::Table(columns) => vec![columns.as_slice()],
                FieldKind::Page(of) => {
                    over_a_page = true;
                    of.iter().filter_map(|id| collections.get(id.0)).map(|c| c.fields.as_slice()).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        if next.is_empty() {
            let message = message!("through-nowhere", name, kind = first.kind.name());
            return Err((message, message!("through-nowhere.hint")));
        }
        levels = next;
    }
    if !over_a_page {
        return Err((message!("through-stops"), message!("through-stops.hint")));
    }
    let of_vocabulary = || {
        let fields = levels.iter().flat_map(|fields| fields.iter());
        fields.filter(|field| matches!(field.kind, FieldKind::Term(of) if of == vocabulary))
    };
    if of_vocabulary().any(|field| field.name == through.term_field) {
        return Ok(());
    }
    let known: Vec<&str> = of_vocabulary().map(|field| field.name.as_str()).collect();
    Err((
        message!("through-no-term", field = &through.term_field),
        suggest(&through.term_field, known).unwrap_or_else(|| message!("through-no-term.hint")),
    ))
}
