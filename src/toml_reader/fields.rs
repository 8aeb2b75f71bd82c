//! Reads tables key by key, and reports keys that are unknown, missing or of the wrong type at their places.

use std::ops::Range;

use super::{TomlEntry, TomlNode, TomlTable, TomlValue, written_text};
use crate::{
    diagnostics::{FILE_LIMIT, Rule, Sink, sink::Reported},
    message,
    message::Message,
    text::{nearest, suggest},
};

/// The number of unknown keys of a table that are compared with the known ones. No file is told of more of them.
const COMPARED: usize = FILE_LIMIT;

/// Reads a table's keys one by one. Keys that were never asked for are reported as unknown.
#[derive(Debug)]
pub struct TomlFields<'t> {
    table: &'t TomlTable,
    /// The place to point at when a key is missing.
    range: Range<usize>,
    asked: Vec<&'static str>,
    /// Missing keys with their hints. [`Self::finish`] reports those that no unknown key was meant to be.
    missing: Vec<(&'static str, Message)>,
}

impl<'t> TomlFields<'t> {
    pub fn new(table: &'t TomlTable, range: &Range<usize>) -> Self {
        Self { table, range: range.clone(), asked: Vec::new(), missing: Vec::new() }
    }

    pub fn take(&mut self, key: &'static str) -> Option<&'t TomlEntry> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// As [`Self::take`]; that the key is missing is said by [`Self::finish`].
    pub fn require(&mut self, key: &'static str, hint: impl Into<Message>) -> Option<&'t TomlEntry> {
        let entry = self.take(key);
        if entry.is_none() {
            self.missing.push((key, hint.into()));
        }
        entry
    }

    /// The value of a key that is true or false; false when it is not there.
    pub fn boolean(&mut self, key: &'static str, sink: &mut Sink) -> bool {
        self.take(key).is_some_and(|entry| sink.boolean(entry))
    }

    /// Reports every key that was never asked for, and every one that is missing.
    pub fn finish(self, sink: &mut Sink) {
        let unknown: Vec<&TomlEntry> =
            self.table.entries.iter().filter(|entry| !self.asked.contains(&entry.key.as_str())).collect();
        let (compared, rest) = unknown.split_at(unknown.len().min(COMPARED));
        for (key, hint) in self.missing {
            if !is_misspelt(key, compared.iter().copied(), &self.asked) {
                sink.report(Rule::MissingKey, &self.range, message!("key-is-missing", key)).hint(hint);
            }
        }
        compared.iter().for_each(|entry| sink.unknown_key(entry, self.asked.iter().copied()));
        rest.iter().for_each(|entry| sink.unknown_key(entry, []));
    }
}

/// Whether one of the unknown keys is this one, misspelt: then it is reported, and the key is not missing as well.
pub fn is_misspelt<'e>(key: &str, unknown: impl IntoIterator<Item = &'e TomlEntry>, known: &[&str]) -> bool {
    unknown.into_iter().any(|entry| nearest(&entry.key, known.iter().copied()) == Some(key))
}

/// Writes true or false that was given as a text.
pub fn written_boolean(text: &str) -> Option<&'static str> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "так" => Some("true"),
        "false" | "no" | "ні" => Some("false"),
        _ => None,
    }
}

/// Values of one type; any other is reported, with a hint that says how to write it.
impl Sink {
    pub fn wrong_type(&mut self, entry: &TomlEntry, expected: impl Into<Message>) -> Reported<'_> {
        let message =
            message!("wrong-type", key = &entry.key, expected = expected.into(), given = entry.node.value.type_name());
        self.report(Rule::WrongType, &entry.node.range, message)
    }

    pub fn unknown_key<'a>(&mut self, entry: &TomlEntry, known: impl IntoIterator<Item = &'a str> + Clone) {
        let hint = suggest(&entry.key, known).unwrap_or_else(|| message!("unknown-key.hint"));
        let message = message!("unknown-key", key = &entry.key);
        self.report(Rule::UnknownKey, &entry.key_range, message).hint(hint);
    }

    pub fn string<'t>(&mut self, entry: &'t TomlEntry) -> Option<&'t str> {
        let TomlValue::String(text) = &entry.node.value else {
            let written = entry.node.value.written().filter(|written| !written.starts_with('['));
            let written = written.map_or_else(|| "\"…\"".to_owned(), |value| written_text(&value));
            let hint = message!("hint-write-value", key = &entry.key, value = written);
            self.wrong_type(entry, message!("type-text")).hint(hint);
            return None;
        };
        Some(text)
    }

    pub fn boolean(&mut self, entry: &TomlEntry) -> bool {
        let TomlValue::Boolean(value) = entry.node.value else {
            let written = match &entry.node.value {
                TomlValue::String(text) => written_boolean(text),
                _ => None,
            };
            let hint = match written {
                Some(value) => message!("hint-write-unquoted", key = &entry.key, value),
                None => message!("hint-write-boolean", key = &entry.key),
            };
            self.wrong_type(entry, message!("type-boolean")).hint(hint);
            return false;
        };
        value
    }

    pub fn table<'t>(
        &mut self,
        entry: &'t TomlEntry,
        expected: impl Into<Message>,
        hint: impl Into<Message>,
    ) -> Option<&'t TomlTable> {
        let TomlValue::Table(table) = &entry.node.value else {
            self.wrong_type(entry, expected).hint(hint);
            return None;
        };
        Some(table)
    }

    pub fn list<'t>(
        &mut self,
        entry: &'t TomlEntry,
        expected: impl Into<Message>,
        hint: impl Into<Message>,
    ) -> Option<&'t [TomlNode]> {
        let TomlValue::Array(items) = &entry.node.value else {
            self.wrong_type(entry, expected).hint(hint);
            return None;
        };
        Some(items)
    }
}
