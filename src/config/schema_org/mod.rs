//! `schema` in site.toml: what a collection's entries are in the words of <https://schema.org>, and which property a field
//! is. A value's own `schema` narrows the type (of a field with `schema = "@type"`) or names a member of a list.

use std::ops::Range;

use super::{Collection, CollectionId, Field, FieldKind, Vocabulary, roles::FieldOwner};
use crate::{
    diagnostics::{Rule, Sink},
    message::Message,
    text::suggest,
    toml_reader::TomlEntry,
};

mod vocabulary;

pub use vocabulary::{PROPERTIES, Property, TYPES, Type};

/// What marks the field whose choices narrow the entry's type.
const TYPE_KEY: &str = "@type";

/// What a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSchema {
    pub meaning: Meaning,
    /// Of the name, in site.toml.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The `schema` of its choices is the entry's type.
    Type,
    Property(&'static Property),
}

/// The type that a collection's `schema` names.
pub(super) fn read_type(sink: &mut Sink, entry: &TomlEntry) -> Option<&'static Type> {
    let name = sink.string(entry)?;
    let found = vocabulary::find_type(name);
    if found.is_none() {
        let hint = suggest(name, vocabulary::TYPES.iter().map(|known| known.name));
        let hint = hint.unwrap_or_else(|| {
            "Organization, Project, Person, Event, CreativeWork or another type that the guide lists".into()
        });
        let message = format!("`{name}` is not a schema.org type that entries can have");
        sink.report(Rule::InvalidConfig, &entry.node.range, message).hint(hint);
    }
    found
}

/// The property that a field's `schema` names, if a field of this kind and owner can be it.
pub(super) fn read_meaning(
    sink: &mut Sink,
    (name, range): (&str, &Range<usize>),
    kind: &FieldKind,
    owner: FieldOwner,
) -> Option<FieldSchema> {
    let is_choice = matches!(kind, FieldKind::Choice(_));
    let (message, hint): (String, Message) = match vocabulary::find_property(name) {
        _ if owner == FieldOwner::Vocabulary => {
            ("a term has no schema.org data of its own".to_owned(), "remove `schema`".into())
        }
        _ if name == TYPE_KEY && is_choice => {
            return Some(FieldSchema { meaning: Meaning::Type, range: range.clone() });
        }
        _ if name == TYPE_KEY => {
            let message = format!("a {} field cannot narrow the type", kind.name());
            (message, "only a choice can, by the `schema` of its values".into())
        }
        Some(property) if can_be(kind, property) => {
            return Some(FieldSchema { meaning: Meaning::Property(property), range: range.clone() });
        }
        Some(property) => {
            let message = format!("a {} field cannot be `{name}`", kind.name());
            (message, format!("the values of `{name}` are: {}", property.values.join(", ")).into())
        }
        None => {
            let hint = suggest(name, vocabulary::PROPERTIES.iter().map(|known| known.name));
            let hint = hint.unwrap_or_else(|| "one of the properties that the guide lists".into());
            (format!("`{name}` is not a schema.org property that fields can be"), hint)
        }
    };
    sink.report(Rule::InvalidConfig, range, message).hint(hint);
    None
}

/// Whether values of a kind can be a property's. What entries a page field leads to is judged in [`check`].
fn can_be(kind: &FieldKind, property: &Property) -> bool {
    let takes = |names: &[&str]| names.iter().any(|name| property.takes_named(name));
    match kind {
        FieldKind::Text => takes(&["Text", "Place"]),
        FieldKind::Url => takes(&["URL"]),
        FieldKind::Email => takes(&["Text"]),
        FieldKind::Integer | FieldKind::Decimal => takes(&["Number"]),
        FieldKind::Date => takes(&["Date"]),
        FieldKind::Choice(_) => property.members().is_some() || takes(&["Text"]),
        FieldKind::Term(_) => takes(&["Text", "Thing", "DefinedTerm", "Place", "Country"]),
        FieldKind::Page(_) => true,
        FieldKind::File => takes(&["URL"]) && matches!(property.name, "image" | "logo"),
        FieldKind::Boolean | FieldKind::Money | FieldKind::Table(_) => false,
    }
}

/// The type or member that the `schema` of a choice's value names: which of the two is judged in [`check`].
pub(super) fn read_choice(sink: &mut Sink, entry: &TomlEntry) -> Option<(String, Range<usize>)> {
    Some((sink.string(entry)?.to_owned(), entry.node.range.clone()))
}

/// Reports what does not fit together, once all collections are read.
pub(super) fn check(sink: &mut Sink, collections: &[Collection], vocabularies: &[Vocabulary]) {
    for collection in collections {
        let columns = collection.fields.iter().flat_map(Field::columns);
        for field in collection.fields.iter().chain(columns) {
            check_field(sink, field, collection, collections, vocabularies);
        }
    }
}

fn check_field(
    sink: &mut Sink,
    field: &Field,
    collection: &Collection,
    collections: &[Collection],
    vocabularies: &[Vocabulary],
) {
    let Some(FieldSchema { meaning, range }) = &field.schema else {
        if let Some((_, range)) = choices(field).next() {
            let hint = "write schema = \"@type\" in the field, where its values narrow the type, or name a property";
            sink.report(Rule::InvalidConfig, range, "the field of this value has no `schema`").hint(hint);
        }
        return;
    };
    let Some(of) = collection.schema else {
        let message = format!("the collection `{}` has no `schema`", collection.name);
        sink.report(Rule::InvalidConfig, range, message).hint("say what its entries are: schema = \"Organization\"");
        return;
    };
    match meaning {
        Meaning::Type => check_types(sink, field, of),
        Meaning::Property(property) if !property.is_of(of) => {
            let message = format!("`{}` is no property of the type `{}`", property.name, of.name);
            let hint = format!("it belongs to {}", property.of.join(", "));
            sink.report(Rule::InvalidConfig, range, message).hint(hint);
        }
        Meaning::Property(property) => {
            let problem = value_problem(field, property, collections, vocabularies);
            if let Some((message, hint)) = problem {
                sink.report(Rule::InvalidConfig, range, message).hint(hint);
            }
            check_members(sink, field, property);
        }
    }
}

fn choices(field: &Field) -> impl Iterator<Item = (&str, &Range<usize>)> {
    let choices = match &field.kind {
        FieldKind::Choice(choices) => choices.as_slice(),
        _ => &[],
    };
    choices.iter().filter_map(|choice| choice.schema.as_ref().map(|(name, range)| (name.as_str(), range)))
}

fn check_types(sink: &mut Sink, field: &Field, of: &Type) {
    for (name, range) in choices(field) {
        if !vocabulary::find_type(name).is_some_and(|found| found.is(of.name)) {
            let message = format!("`{name}` is no type below `{}`", of.name);
            let below = vocabulary::TYPES.iter().filter(|known| known.is(of.name)).map(|known| known.name);
            let names: Vec<&str> = below.collect();
            let hint = suggest(name, names.clone()).unwrap_or_else(|| format!("one of {}", names.join(", ")).into());
            sink.report(Rule::InvalidConfig, range, message).hint(hint);
        }
    }
}

fn check_members(sink: &mut Sink, field: &Field, property: &Property) {
    let members = property.members().unwrap_or_default();
    for (name, range) in choices(field) {
        if !members.contains(&name) {
            let message = format!("`{name}` is no value of `{}`", property.name);
            let hint = match suggest(name, members.iter().copied()) {
                Some(hint) => hint,
                None if members.is_empty() => "remove it: the label is the value".into(),
                None => format!("one of {}", members.join(", ")).into(),
            };
            sink.report(Rule::InvalidConfig, range, message).hint(hint);
        }
    }
}

fn value_problem(
    field: &Field,
    property: &Property,
    collections: &[Collection],
    vocabularies: &[Vocabulary],
) -> Option<(String, String)> {
    let values = property.values.join(", ");
    match &field.kind {
        FieldKind::Page(of) => {
            let fits = |id: &CollectionId| {
                collections.get(id.0).and_then(|c| c.schema).is_some_and(|target| property.takes(target))
            };
            (!of.iter().any(fits)).then(|| {
                let message =
                    format!("no collection that `{}` leads to has a type that `{}` takes", field.name, property.name);
                (message, format!("give one of them such a `schema`: {values}"))
            })
        }
        FieldKind::Term(vocabulary) => {
            let is_country = vocabularies.get(vocabulary.0).is_some_and(Vocabulary::is_of_countries);
            let takes = |names: &[&str]| names.iter().any(|name| property.takes_named(name));
            (!is_country && !takes(&["Text", "Thing", "DefinedTerm"])).then(|| {
                let message = format!(
                    "the terms of `{}` are no countries, and `{}` takes nothing else",
                    field.name, property.name
                );
                (message, "name another property".to_owned())
            })
        }
        _ => None,
    }
}

/// The type that a valid name means.
pub fn type_named(name: &str) -> Option<&'static Type> {
    vocabulary::find_type(name)
}

#[cfg(test)]
mod tests {
    use super::vocabulary::*;

    #[test]
    fn every_name_in_the_tables_is_known_and_stands_once() {
        let literals = ["Text", "URL", "Date", "Number", "DefinedTerm", "Country"];
        for (at, one) in TYPES.iter().enumerate() {
            assert!(!TYPES[..at].iter().any(|other| other.name == one.name), "{} twice", one.name);
            assert!(one.is("Thing"), "{}", one.name);
        }
        for (at, property) in PROPERTIES.iter().enumerate() {
            assert!(!PROPERTIES[..at].iter().any(|other| other.name == property.name), "{} twice", property.name);
            for name in property.of {
                assert!(*name == "Thing" || find_type(name).is_some(), "{}: {name}", property.name);
            }
            for name in property.values {
                let is_list = ENUMERATIONS.iter().any(|(list, _)| list == name);
                let is_known = literals.contains(name) || is_list || *name == "Thing" || find_type(name).is_some();
                assert!(is_known, "{}: {name}", property.name);
            }
            if let Some(inverse) = property.inverse {
                let back = find_property(inverse).and_then(|other| other.inverse);
                assert_eq!(back, Some(property.name), "{inverse}");
            }
        }
    }
}
