//! Texts written in Fluent, with arguments and plurals: a theme's interface strings and the tool's own messages.
//!
//! `parse` turns a file into a [`Bundle`] and says what is wrong with it; `evaluate` fills in a message's arguments.
//! Everything a message refers to is checked when the file is read, so that formatting fails only for arguments that
//! the caller forgot. Numbers and plural categories are the locale's own; no marks for bidirectional isolation are added,
//! as the strings stand in HTML, where `dir` and `lang` do that, and in terminals, which would show them.
//!
//! Understood of Fluent 1.0: messages, attributes (`key.attribute`), terms with arguments, selectors, string and number
//! literals, and the function `NUMBER` with `minimumFractionDigits`, `maximumFractionDigits`, `useGrouping` and `type`.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Locale, Number};

mod evaluate;
mod parse;

/// The strings of one language. Can be shared between threads.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    locale: Locale,
    /// Whether numbers are written without groups, whatever the strings say.
    ungrouped: bool,
    /// By key, and `key.attribute` for attributes.
    messages: BTreeMap<String, FluentMessage>,
    /// By name without the hyphen, and `name.attribute` for attributes.
    terms: BTreeMap<String, FluentPattern>,
    /// By key: the keys of the messages that it refers to, directly or not, and itself.
    references: BTreeMap<String, BTreeSet<String>>,
}

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// In bytes of the file.
    pub range: Range<usize>,
    pub message: crate::message::Message,
    pub hint: crate::message::Message,
    /// The text can be used all the same.
    pub is_advice: bool,
}

/// One string that can be asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MessageKey<'a> {
    /// `key`, or `key.attribute`.
    pub name: &'a str,
    /// The place of its identifier in the file that defines it, in bytes.
    pub range: &'a Range<usize>,
    /// The arguments that it needs, itself or through messages that it refers to.
    pub arguments: &'a BTreeSet<String>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum FluentArgument<'a> {
    Text(Cow<'a, str>),
    Number(Number),
}

impl<'a> From<&'a str> for FluentArgument<'a> {
    fn from(text: &'a str) -> Self {
        FluentArgument::Text(Cow::Borrowed(text))
    }
}

impl From<String> for FluentArgument<'_> {
    fn from(text: String) -> Self {
        FluentArgument::Text(Cow::Owned(text))
    }
}

impl From<Number> for FluentArgument<'_> {
    fn from(number: Number) -> Self {
        FluentArgument::Number(number)
    }
}

impl From<i64> for FluentArgument<'_> {
    fn from(number: i64) -> Self {
        FluentArgument::Number(number.into())
    }
}

impl From<usize> for FluentArgument<'_> {
    fn from(number: usize) -> Self {
        FluentArgument::Number(number.into())
    }
}

impl Bundle {
    /// Writes all numbers without groups of digits, as a terminal's lines are read by programs too.
    #[must_use]
    pub(crate) fn ungrouped(self) -> Self {
        Self { ungrouped: true, ..self }
    }

    /// Whether there is such a string.
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.messages.contains_key(key)
    }

    /// All strings, in the order of their keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = MessageKey<'_>> {
        self.messages.iter().map(|(name, message)| message.key(name))
    }

    /// What is known of one string.
    pub(crate) fn key(&self, name: &str) -> Option<MessageKey<'_>> {
        self.messages.get_key_value(name).map(|(name, message)| message.key(name))
    }

    /// The keys of the strings that a string refers to, directly or not, and its own.
    pub(crate) fn references(&self, name: &str) -> impl Iterator<Item = &str> {
        self.references.get(name).into_iter().flatten().map(String::as_str)
    }
}

#[derive(Clone, Debug)]
struct FluentMessage {
    range: Range<usize>,
    pattern: FluentPattern,
    arguments: BTreeSet<String>,
}

impl FluentMessage {
    fn key<'a>(&'a self, name: &'a str) -> MessageKey<'a> {
        MessageKey { name, range: &self.range, arguments: &self.arguments }
    }
}

type FluentPattern = Vec<FluentElement>;

#[derive(Clone, Debug)]
enum FluentElement {
    Text(String),
    Value(FluentValue),
    Select { selector: FluentValue, variants: Vec<FluentVariant>, default: usize },
}

/// The expression that a placeable shows or a selector looks at.
#[derive(Clone, Debug)]
enum FluentValue {
    Text(String),
    Number(Number),
    Variable(String),
    /// `key` or `key.attribute`.
    Message(String),
    /// A term, or its attribute, with what it is given.
    Term {
        name: String,
        arguments: Vec<(String, FluentValue)>,
    },
    /// `NUMBER`.
    Formatted {
        value: Box<FluentValue>,
        options: NumberOptions,
    },
    /// A placeable within a placeable.
    Nested(Box<FluentElement>),
}

#[derive(Clone, Debug)]
struct FluentVariant {
    key: VariantKey,
    pattern: FluentPattern,
}

#[derive(Clone, Debug)]
enum VariantKey {
    /// A plural category or a text.
    Name(String),
    Number(Number),
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct NumberOptions {
    least_fraction_digits: Option<u8>,
    most_fraction_digits: Option<u8>,
    ungrouped: bool,
    ordinal: bool,
}

#[cfg(test)]
mod tests;
