//! Places of the statements of a TOML text: its headings and its lines `key = value`, in the order of the file.

use std::ops::Range;

use super::{Path, Step};
use crate::toml_reader::{TomlEntry, TomlNode, TomlTable, TomlValue};

/// `key = value`, or a heading `[table]` or `[[row]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// Of a heading, the table or row that it begins.
    pub path: Path,
    /// Whole lines, with the last one's end.
    pub lines: Range<usize>,
    /// The last part of the key; in a heading, the whole heading without a remark after it.
    pub key: Range<usize>,
    /// `None` for a heading.
    pub value: Option<Range<usize>>,
}

impl Statement {
    pub(super) fn is_heading(&self) -> bool {
        self.value.is_none()
    }

    pub(super) fn is_below(&self, path: &[Step]) -> bool {
        self.path.starts_with(path)
    }
}

/// The form in which a table or list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TomlForm {
    /// Between brackets or braces, as a value.
    Inline,
    /// Under a heading of its own; of a list, each row is.
    Heading,
    /// By dotted keys, or only by headings of what it holds.
    Implicit,
}

/// `None` for what is neither a table nor a list.
pub(super) fn form(node: &TomlNode, text: &str) -> Option<TomlForm> {
    let start = text.get(node.range.start..).unwrap_or_default();
    match &node.value {
        TomlValue::Table(_) if start.starts_with('{') => Some(TomlForm::Inline),
        TomlValue::Table(_) if start.starts_with('[') => Some(TomlForm::Heading),
        TomlValue::Table(_) => Some(TomlForm::Implicit),
        // The list's own bracket stands before that of its first value.
        TomlValue::Array(items) if items.first().is_some_and(|first| first.range.start == node.range.start) => {
            Some(TomlForm::Heading)
        }
        TomlValue::Array(_) => Some(TomlForm::Inline),
        _ => None,
    }
}

/// The statements of a text, in their order. `toml` is where TOML stands in the text.
pub(super) fn statements(table: &TomlTable, text: &str, toml: &Range<usize>) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut collector = LayoutCollector { text, toml, found: &mut found };
    collector.table(table, &mut Path::new());
    found.sort_by_key(|statement| statement.lines.start);
    found
}

struct LayoutCollector<'t> {
    text: &'t str,
    toml: &'t Range<usize>,
    found: &'t mut Vec<Statement>,
}

impl LayoutCollector<'_> {
    fn table(&mut self, table: &TomlTable, path: &mut Path) {
        for entry in &table.entries {
            path.push(Step::Key(entry.key.clone()));
            self.entry(entry, path);
            path.pop();
        }
    }

    fn entry(&mut self, entry: &TomlEntry, path: &mut Path) {
        match (&entry.node.value, form(&entry.node, self.text)) {
            (TomlValue::Array(rows), Some(TomlForm::Heading)) => {
                for (at, row) in rows.iter().enumerate() {
                    path.push(Step::Item(at));
                    self.push(path, row.range.clone(), None);
                    if let TomlValue::Table(table) = &row.value {
                        self.table(table, path);
                    }
                    path.pop();
                }
            }
            (TomlValue::Table(table), Some(TomlForm::Heading)) => {
                self.push(path, entry.node.range.clone(), None);
                self.table(table, path);
            }
            (TomlValue::Table(table), Some(TomlForm::Implicit)) => self.table(table, path),
            _ => self.push(path, entry.key_range.clone(), Some(entry.node.range.clone())),
        }
    }

    fn push(&mut self, path: &Path, key: Range<usize>, value: Option<Range<usize>>) {
        let lines = lines(self.text, self.toml, key.start..value.as_ref().map_or(key.end, |value| value.end));
        self.found.push(Statement { path: path.clone(), lines, key, value });
    }
}

/// The whole lines that a range of the TOML touches, with the last one's end.
pub(super) fn lines(text: &str, toml: &Range<usize>, range: Range<usize>) -> Range<usize> {
    let before = text.get(toml.start..range.start).unwrap_or_default();
    let start = toml.start + before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(range.end..toml.end).unwrap_or_default();
    start..range.end + after.find('\n').map_or(after.len(), |at| at + 1)
}

/// The beginning of the remarks that stand directly above a line and belong to it; without any, that of the line.
pub(super) fn with_remarks_above(text: &str, toml: &Range<usize>, line_start: usize) -> usize {
    let mut start = line_start;
    while start > toml.start {
        let above = lines(text, toml, start - 1..start - 1);
        let is_remark = text.get(above.clone()).is_some_and(|line| line.trim_start().starts_with('#'));
        if !is_remark || above.start == start {
            break;
        }
        start = above.start;
    }
    start
}
