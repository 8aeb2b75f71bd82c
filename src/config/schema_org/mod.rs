//! `schema` in site.toml: the type of a collection's entries by <https://schema.org>, and the property that a field
//! is. A value's own `schema` narrows the type (of a field with `schema = "@type"`) or names a member of a list.

use std::ops::Range;

use super::{Collection, CollectionId, Field, FieldKind, Vocabulary, roles::FieldOwner};
use crate::{
    diagnostics::{Rule, Sink},
    message,
    message::Message,
    message::list,
    text::suggest,
    toml_reader::TomlEntry,
};

mod vocabulary;

pub use vocabulary::{PROPERTIES, Property, TYPES, Type};

/// The mark of the field whose choices narrow the entry's type.
const TYPE_KEY: &str = "@type";

/// The meaning of a field.
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
        let hint = hint.unwrap_or_else(|| message!("no-schema-type.hint"));
        let message = message!("no-schema-type", name);
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
    let (message, hint): (Message, Message) = match vocabulary::find_property(name) {
        _ if owner == FieldOwner::Vocabulary => (message!("schema-of-term"), message!("schema-of-term.hint")),
        _ if name == TYPE_KEY && is_choice => {
            return Some(FieldSchema { meaning: Meaning::Type, range: range.clone() });
        }
        _ if name == TYPE_KEY => {
            let message = message!("schema-narrow", kind = kind.name());
            (message, message!("schema-narrow.hint"))
        }
        Some(property) if can_be(kind, property) => {
            return Some(FieldSchema { meaning: Meaning::Property(property), range: range.clone() });
        }
        Some(property) => {
            let message = message!("schema-value", kind = kind.name(), name);
            (message, message!("schema-value.hint", name, values = list(property.values.iter().copied())))
        }
        None => {
            let hint = suggest(name, vocabulary::PROPERTIES.iter().map(|known| known.name));
            let hint = hint.unwrap_or_else(|| message!("no-schema-property.hint"));
            (message!("no-schema-property", name), hint)
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
            let hint = message!("schema-value-alone.hint");
            sink.report(Rule::InvalidConfig, range, message!("schema-value-alone")).hint(hint);
        }
        return;
    };
    let Some(of) = collection.schema else {
        let message = message!("schema-of-collection", collection = &collection.name);
        sink.report(Rule::InvalidConfig, range, message).hint(message!("schema-of-collection.hint"));
        return;
    };
    match meaning {
        Meaning::Type => check_types(sink, field, of),
        Meaning::Property(property) if !property.is_of(of) => {
            let message = message!("schema-property-of", property = &property.name, type_name = of.name);
            let hint = message!("schema-property-of.hint", types = list(property.of.iter().copied()));
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
            let message = message!("schema-narrower", name, type_name = of.name);
            let below = vocabulary::TYPES.iter().filter(|known| known.is(of.name)).map(|known| known.name);
            let names: Vec<&str> = below.collect();
            let hint = suggest(name, names.clone()).unwrap_or_else(|| message!("hint-one-of", known = list(names)));
            sink.report(Rule::InvalidConfig, range, message).hint(hint);
        }
    }
}

fn check_members(sink: &mut Sink, field: &Field, property: &Property) {
    let members = property.members().unwrap_or_default();
    for (name, range) in choices(field) {
        if !members.contains(&name) {
            let message = message!("schema-no-value", name, property = &property.name);
            let hint = match suggest(name, members.iter().copied()) {
                Some(hint) => hint,
                None if members.is_empty() => message!("schema-no-members"),
                None => message!("hint-one-of", known = list(members.iter().copied())),
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
) -> Option<(Message, Message)> {
    let values = list(property.values.iter().copied());
    match &field.kind {
        FieldKind::Page(of) => {
            let fits = |id: &CollectionId| {
                collections.get(id.0).and_then(|c| c.schema).is_some_and(|target| property.takes(target))
            };
            (!of.iter().any(fits)).then(|| {
                let message = message!("schema-no-such-target", field = &field.name, property = &property.name);
                (message, message!("schema-no-such-target.hint", values))
            })
        }
        FieldKind::Term(vocabulary) => {
            let is_country = vocabularies.get(vocabulary.0).is_some_and(Vocabulary::is_of_countries);
            let takes = |names: &[&str]| names.iter().any(|name| property.takes_named(name));
            (!is_country && !takes(&["Text", "Thing", "DefinedTerm"])).then(|| {
                let message = message!("schema-no-countries", field = &field.name, property = &property.name);
                (message, message!("schema-no-countries.hint"))
            })
        }
        _ => None,
    }
}

/// The type that a valid name means.
pub fn property_named(name: &str) -> Option<&'static Property> {
    vocabulary::find_property(name)
}

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
