//! A file's text, parsed for an edit.

use std::ops::Range;

use super::{
    Edits, Path, PlainValue, Refusal, Splice, Step,
    layout::{self, Statement},
};
use crate::{
    content::front_matter,
    diagnostics::{Sink, position},
    message,
    toml_reader::{self, TomlEntry, TomlNode, TomlTable},
};

/// The kind of file that a text is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Front matter between `+++` lines and a body.
    Page,
    /// TOML from the first byte to the last: a vocabulary.
    Toml,
}

#[derive(Debug)]
pub(super) struct SourceDocument<'t> {
    pub text: &'t str,
    pub format: FileFormat,
    /// The part of the text that is TOML.
    pub toml: Range<usize>,
    /// Empty where there is none.
    pub body: Range<usize>,
    pub table: TomlTable,
    pub statements: Vec<Statement>,
}

impl<'t> SourceDocument<'t> {
    /// # Errors
    ///
    /// Text that is not what it should be: nothing of it is edited before it is mended.
    pub(super) fn read(text: &'t str, format: FileFormat) -> Result<Self, Refusal> {
        let mut sink = Sink::new(&"".into());
        let (toml, body) = match format {
            FileFormat::Page => match front_matter::split(text, &mut sink) {
                Some(split) => (split.toml, split.body),
                None => return Err(refusal(text, &sink)),
            },
            FileFormat::Toml => {
                let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                (start..text.len(), text.len()..text.len())
            }
        };
        let table = toml_reader::parse(text.get(toml.clone()).unwrap_or_default(), toml.start, &mut sink);
        if !sink.found.is_empty() {
            return Err(refusal(text, &sink));
        }
        let statements = layout::statements(&table, text, &toml);
        Ok(Self { text, format, toml, body, table, statements })
    }

    pub(super) fn values(&self) -> PlainValue {
        PlainValue::of_table(&self.table, self.text)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// The entry of a path that ends with a key.
    pub(super) fn entry(&self, path: &[Step]) -> Option<&TomlEntry> {
        let (Step::Key(key), parent) = path.split_last()? else { return None };
        self.table_at(parent)?.get(key)
    }

    pub(super) fn node(&self, path: &[Step]) -> Option<&TomlNode> {
        match path.split_last()? {
            (Step::Key(_), _) => self.entry(path).map(|entry| &entry.node),
            (Step::Item(at), list) => match &self.node(list)?.value {
                toml_reader::TomlValue::Array(items) => items.get(*at),
                _ => None,
            },
        }
    }

    pub(super) fn table_at(&self, path: &[Step]) -> Option<&TomlTable> {
        if path.is_empty() {
            return Some(&self.table);
        }
        match &self.node(path)?.value {
            toml_reader::TomlValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The values of a list, or the rows of a table.
    pub(super) fn items(&self, path: &[Step]) -> Option<&[TomlNode]> {
        match &self.node(path)?.value {
            toml_reader::TomlValue::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn statements_below(&self, path: &[Step]) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |statement| statement.is_below(path))
    }

    /// The beginning of the remarks directly above a statement; without any, that of the statement.
    pub(super) fn start_with_remarks(&self, statement: &Statement) -> usize {
        let start = statement.lines.start;
        let before = self.statements.iter().map(|other| other.lines.end).filter(|end| *end <= start).max();
        let free = before.unwrap_or(self.toml.start)..self.toml.end;
        layout::with_remarks_above(self.text, &free, start)
    }

    /// The line end that the TOML has; of several kinds, the first.
    pub(super) fn line_end(&self) -> &'static str {
        // A page's front matter has a line above it even when it is empty.
        let sample = self.slice(0..self.toml.end);
        match sample.find('\n') {
            Some(at) if sample.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
            _ => "\n",
        }
    }

    /// Text that becomes a line of its own (or some) where a line begins or the file ends.
    pub(super) fn insert_lines(&self, at: usize, lines: &str) -> Splice {
        let before = self.slice(0..at);
        let is_open = at > self.toml.start && !before.ends_with('\n');
        // A last line without an end leaves the new last line without one.
        let text = if is_open {
            let lines = lines.strip_suffix(self.line_end()).unwrap_or(lines);
            format!("{}{lines}", self.line_end())
        } else {
            lines.to_owned()
        };
        Splice { range: at..at, text }
    }

    /// Takes whole lines out.
    pub(super) fn remove_lines(&self, lines: Range<usize>) -> Splice {
        let mut range = lines;
        if range.end == self.toml.end && !self.slice(range.clone()).ends_with('\n') {
            let before = self.slice(self.toml.start..range.start);
            let line_end = if before.ends_with("\r\n") { 2 } else { usize::from(before.ends_with('\n')) };
            range.start -= line_end;
        }
        Splice { range, text: String::new() }
    }

    pub(super) fn body_splice(&self, range: &Range<usize>, text: &str) -> Result<Edits, Refusal> {
        let is_inside = range.start >= self.body.start && range.end <= self.body.end && range.start <= range.end;
        if !is_inside || !self.text.is_char_boundary(range.start) || !self.text.is_char_boundary(range.end) {
            return Err(Refusal::new(message!("range-outside-body")));
        }
        let has_crlf = self.slice(self.body.clone()).contains("\r\n")
            || (!self.slice(self.body.clone()).contains('\n') && self.line_end() == "\r\n");
        let text = text.replace("\r\n", "\n");
        let text = if has_crlf { text.replace('\n', "\r\n") } else { text };
        Ok(Edits::Splices(vec![Splice { range: range.clone(), text }]))
    }
}

/// The first mistake of a text.
fn refusal(text: &str, sink: &Sink) -> Refusal {
    let Some(first) = sink.found.first() else { return Refusal::new(message!("edit-unreadable-text")) };
    let line = first.location.as_ref().map_or(1, |place| position::position(text, place.start).line);
    Refusal { message: message!("edit-line", line, what = &first.message), hint: first.hint.clone() }
}

/// A path one step longer.
pub(super) fn below(path: &[Step], step: Step) -> Path {
    let mut path = path.to_vec();
    path.push(step);
    path
}
