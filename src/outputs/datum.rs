//! Values of open data, as JSON and CSV say them.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// A tree that borrows its texts. Keys are few: they are looked for one by one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum<'s> {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(Cow<'s, str>),
    List(Vec<Datum<'s>>),
    Object(Vec<(&'s str, Datum<'s>)>),
}

impl<'s> Datum<'s> {
    pub(super) fn text(text: impl Into<Cow<'s, str>>) -> Self {
        Datum::Text(text.into())
    }

    pub(super) fn texts(texts: impl IntoIterator<Item = &'s str>) -> Self {
        Datum::List(texts.into_iter().map(Datum::text).collect())
    }

    pub(super) fn or_null(value: Option<Self>) -> Self {
        value.unwrap_or(Datum::Null)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Datum::Object(pairs) = self else { return None };
        pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }
}

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Datum::Null => serializer.serialize_unit(),
            Datum::Boolean(value) => serializer.serialize_bool(*value),
            Datum::Integer(number) => serializer.serialize_i64(*number),
            Datum::Text(text) => serializer.serialize_str(text),
            Datum::List(items) => serializer.collect_seq(items),
            Datum::Object(pairs) => serializer.collect_map(pairs.iter().map(|(key, value)| (key, value))),
        }
    }
}

impl<'s> FromIterator<(&'s str, Datum<'s>)> for Datum<'s> {
    fn from_iter<I: IntoIterator<Item = (&'s str, Datum<'s>)>>(pairs: I) -> Self {
        Datum::Object(pairs.into_iter().collect())
    }
}
