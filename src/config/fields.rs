//! The typed fields of collections, vocabularies and tables, as site.toml describes them.

use std::ops::Range;

use super::{
    Choice, Collection, CollectionId, Field, FieldKind, Localized, Through, VocabularyId, is_id,
    reader::ConfigReader,
    roles::{self, FieldOwner},
};
use crate::{
    diagnostics::Rule,
    text::suggest,
    toml_reader::{TomlEntry, TomlFields, TomlTable, TomlValue, string, wrong_type},
};

/// Keys that every page knows: no field can take them.
pub const PAGE_KEYS: &[&str] = &["title", "summary", "slug", "aliases", "draft", "updated", "translates"];

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
    pub fn vocabulary(&self, reader: &mut ConfigReader<'_>, name: &str, range: Range<usize>) -> Option<VocabularyId> {
        let found = self.vocabularies.iter().position(|known| known == name);
        if found.is_none() {
            let hint = suggest(name, self.vocabularies.iter().map(String::as_str));
            let hint = hint.unwrap_or_else(|| "describe it: [vocabularies.name]".to_owned());
            reader.error(Rule::InvalidConfig, range, format!("there is no vocabulary `{name}`"), hint);
        }
        found.map(VocabularyId)
    }

    fn collection(&self, reader: &mut ConfigReader<'_>, name: &str, range: Range<usize>) -> Option<CollectionId> {
        let found = self.collections.iter().position(|known| known == name);
        if found.is_none() {
            let hint = suggest(name, self.collections.iter().map(String::as_str));
            let hint = hint.unwrap_or_else(|| "describe it: [collections.name]".to_owned());
            reader.error(Rule::InvalidConfig, range, format!("there is no collection `{name}`"), hint);
        }
        found.map(CollectionId)
    }
}

pub(super) fn read_fields(
    reader: &mut ConfigReader<'_>,
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

fn read_field(
    reader: &mut ConfigReader<'_>,
    entry: &TomlEntry,
    names: &KnownNames,
    owner: FieldOwner,
) -> Option<Field> {
    if !is_field_name(&entry.key) {
        reader.error(
            Rule::InvalidConfig,
            entry.key_range.clone(),
            format!("`{}` cannot be the name of a field", entry.key),
            "lower-case letters, digits and underscores, a letter first",
        );
    }
    if owner != FieldOwner::Table && PAGE_KEYS.contains(&entry.key.as_str()) {
        reader.error(
            Rule::InvalidConfig,
            entry.key_range.clone(),
            format!("every page has `{}` already", entry.key),
            "choose another name for the field",
        );
    }
    let TomlValue::Table(table) = &entry.node.value else {
        let hint = format!("{} = {{ type = \"text\" }}", entry.key);
        reader.diagnostics.push(wrong_type(&reader.file, entry, "a description of the field").hint(hint));
        return None;
    };
    let mut keys = TomlFields::new(&reader.file, table, entry.key_range.clone());
    let required = keys.boolean("required", reader.diagnostics).unwrap_or(false);
    let many = keys.boolean("many", reader.diagnostics).unwrap_or(false);
    let localized = keys.boolean("localized", reader.diagnostics).unwrap_or(false);
    let label = keys.take("label").and_then(|label| reader.localized(label));
    let inverse_entry = keys.take("inverse");
    let inverse = inverse_entry.and_then(|inverse| reader.localized(inverse));
    let through_entry = keys.take("through");
    let through = through_entry.map(|through| read_through(reader, through)).unwrap_or_default();
    let role = keys.string("role", reader.diagnostics);
    let kind = read_kind(reader, entry, &mut keys, names);
    keys.finish(reader.diagnostics);
    let kind = kind?;
    if localized && !matches!(kind, FieldKind::Text | FieldKind::Url) {
        reader.error(
            Rule::InvalidConfig,
            entry.key_range.clone(),
            format!("a {} field cannot be localised", kind.name()),
            "only text and url fields differ from language to language",
        );
    }
    if let Some(inverse) = inverse_entry.filter(|_| !matches!(kind, FieldKind::Page(_))) {
        let message = format!("a {} field has no other side to name", kind.name());
        reader.error(Rule::InvalidConfig, inverse.key_range.clone(), message, "only page fields have an `inverse`");
    }
    if let Some(through) =
        through_entry.filter(|_| owner == FieldOwner::Table || !many || !matches!(kind, FieldKind::Term(_)))
    {
        let message = "`through` fills a term field with `many = true`".to_owned();
        let hint = "countries = { type = \"term\", of = \"countries\", many = true, through = \"parties.country\" }";
        reader.error(Rule::InvalidConfig, through.key_range.clone(), message, hint);
    }
    let role = role.and_then(|role| roles::read(reader, role, &kind, localized, owner));
    let label = label.unwrap_or_else(|| match kind {
        // Its vocabulary's title is in every language; its own name is in none.
        FieldKind::Term(VocabularyId(at)) if names.titles.get(at).is_some_and(|title| !title.0.is_empty()) => {
            names.titles.get(at).cloned().unwrap_or_default()
        }
        _ => Localized(vec![readable(&entry.key); reader.languages.len()]),
    });
    Some(Field {
        name: entry.key.clone(),
        name_range: entry.key_range.clone(),
        kind,
        required,
        many,
        localized,
        role,
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
    reader: &mut ConfigReader<'_>,
    entry: &TomlEntry,
    keys: &mut TomlFields<'_>,
    names: &KnownNames,
) -> Option<FieldKind> {
    let hint = format!("one of {}", TYPES.join(", "));
    let type_entry = keys.require("type", &hint)?;
    let (name, range) = string(type_entry, &reader.file, reader.diagnostics)?;
    Some(match name {
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
            let values = keys.require("values", "values = { signed = { en = \"Signed\", uk = \"Підписано\" } }")?;
            FieldKind::Choice(read_choices(reader, values)?)
        }
        "term" => {
            let of = keys.require("of", "name a vocabulary: of = \"countries\"")?;
            let (of_name, of_range) = string(of, &reader.file, reader.diagnostics)?;
            FieldKind::Term(names.vocabulary(reader, of_name, of_range)?)
        }
        "page" => {
            let of = keys.require("of", "name collections: of = [\"clusters\"]")?;
            FieldKind::Page(read_targets(reader, of, names)?)
        }
        "table" => {
            let of = keys.require("fields", "a table has fields of its own")?;
            let TomlValue::Table(table) = &of.node.value else {
                reader.diagnostics.push(wrong_type(&reader.file, of, "a table of fields").hint("fields = { … }"));
                return None;
            };
            let fields = read_fields(reader, table, names, FieldOwner::Table);
            if let Some(inner) = fields.iter().find(|f| matches!(f.kind, FieldKind::Table(_))) {
                reader.error(
                    Rule::InvalidConfig,
                    inner.name_range.clone(),
                    format!("`{}` is a table inside the table `{}`", inner.name, entry.key),
                    "rows hold plain fields: make it an entry of a collection of its own",
                );
                return None;
            }
            FieldKind::Table(fields)
        }
        other => {
            // What such a type would take is not known.
            for key in ["values", "of", "fields"] {
                let _ = keys.take(key);
            }
            let message = format!("`{other}` is not a type of field");
            reader.error(Rule::InvalidConfig, range, message, suggest(other, TYPES.iter().copied()).unwrap_or(hint));
            return None;
        }
    })
}

fn read_choices(reader: &mut ConfigReader<'_>, entry: &TomlEntry) -> Option<Vec<Choice>> {
    let TomlValue::Table(table) = &entry.node.value else {
        reader.diagnostics.push(
            wrong_type(&reader.file, entry, "a table of values with their labels")
                .hint("values = { signed = { en = \"Signed\", uk = \"Підписано\" } }"),
        );
        return None;
    };
    if table.entries.is_empty() {
        let message = "a choice has at least one value".to_owned();
        reader.error(Rule::InvalidConfig, entry.node.range.clone(), message, "values = { … }");
    }
    let mut choices = Vec::new();
    for value in &table.entries {
        if !is_id(&value.key) {
            reader.error(
                Rule::InvalidConfig,
                value.key_range.clone(),
                format!("`{}` cannot be a value of a choice", value.key),
                "lower-case letters, digits and single hyphens; the label is what readers see",
            );
        }
        let label = reader.localized(value).unwrap_or_default();
        choices.push(Choice { id: value.key.clone(), label });
    }
    Some(choices)
}

fn read_targets(reader: &mut ConfigReader<'_>, entry: &TomlEntry, names: &KnownNames) -> Option<Vec<CollectionId>> {
    let nodes = match &entry.node.value {
        TomlValue::Array(items) if !items.is_empty() => items.iter().collect::<Vec<_>>(),
        TomlValue::String(_) => vec![&entry.node],
        _ => {
            reader.diagnostics.push(
                wrong_type(&reader.file, entry, "one or more collections")
                    .hint("of = [\"clusters\", \"organisations\"]"),
            );
            return None;
        }
    };
    let mut targets = Vec::new();
    for node in nodes {
        match &node.value {
            TomlValue::String(name) => {
                if let Some(id) = names.collection(reader, name, node.range.clone())
                    && !targets.contains(&id)
                {
                    targets.push(id);
                }
            }
            other => {
                let message = format!("a collection's name is a text, not {}", other.type_name());
                reader.error(Rule::WrongType, node.range.clone(), message, "of = [\"clusters\"]");
            }
        }
    }
    (!targets.is_empty()).then_some(targets)
}

fn read_through(reader: &mut ConfigReader<'_>, entry: &TomlEntry) -> Vec<Through> {
    let nodes = match &entry.node.value {
        TomlValue::Array(items) => items.iter().collect::<Vec<_>>(),
        _ => vec![&entry.node],
    };
    let mut paths = Vec::new();
    for node in nodes {
        let path: Option<Vec<String>> = match &node.value {
            TomlValue::String(text) => Some(text.split('.').map(str::to_owned).collect()),
            _ => None,
        };
        match path {
            Some(mut parts)
                if (2..=THROUGH_LIMIT).contains(&parts.len()) && parts.iter().all(|part| is_field_name(part)) =>
            {
                let term_field = parts.pop().unwrap_or_default();
                paths.push(Through { way: parts, term_field, range: node.range.clone() });
            }
            _ => reader.error(
                Rule::InvalidConfig,
                node.range.clone(),
                "`through` is a path from a page field to a term field".to_owned(),
                "through = \"parties.country\"",
            ),
        }
    }
    paths
}

/// Every `through` must lead over a page field to a term field of the same vocabulary.
pub(super) fn check_through(reader: &mut ConfigReader<'_>, collections: &[Collection]) {
    for collection in collections {
        for field in &collection.fields {
            let FieldKind::Term(vocabulary) = field.kind else { continue };
            for through in &field.through {
                let mut names = through.way.iter().chain([&through.term_field]);
                if names.any(|name| reader.broken_fields.contains(name)) {
                    continue;
                }
                if let Err((message, hint)) = check_path(through, vocabulary, collection, collections) {
                    reader.error(Rule::InvalidConfig, through.range.clone(), message, hint);
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
) -> Result<(), (String, String)> {
    // The fields that the next name can mean: of the collection, of a table's rows, of all collections that a page
    // field leads to.
    let mut levels: Vec<&[Field]> = vec![&collection.fields];
    let mut over_a_page = false;
    for name in &through.way {
        let found: Vec<&Field> = levels.iter().flat_map(|fields| fields.iter().filter(|f| f.name == *name)).collect();
        let Some(first) = found.first() else {
            let known: Vec<&str> = levels.iter().flat_map(|fields| fields.iter().map(|f| f.name.as_str())).collect();
            let hint =
                suggest(name, known).unwrap_or_else(|| "name fields that are there, one after another".to_owned());
            return Err((format!("there is no field `{name}`"), hint));
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
            let message = format!("`{name}` is a {} field and leads nowhere", first.kind.name());
            return Err((message, "go through a page field".to_owned()));
        }
        levels = next;
    }
    if !over_a_page {
        return Err(("`through` stops at a table".to_owned(), "name the page field of its rows".to_owned()));
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
        format!("no entry that it leads to has a term field `{}` of this vocabulary", through.term_field),
        suggest(&through.term_field, known)
            .unwrap_or_else(|| "name a term field of the referenced collection".to_owned()),
    ))
}
