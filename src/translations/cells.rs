//! Texts that stand beside their translations: `{ en = "Poland", uk = "Польща" }`, wherever in a TOML file or front matter.

use crate::{
    config::{Config, LanguageId},
    content::front_matter,
    diagnostics::{Sink, position::position},
    edit::{Path, Step},
    toml_reader::{self, TomlTable, TomlValue},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Without the language.
    pub path: Path,
    pub sources: Vec<String>,
    /// Empty where the language is missing.
    pub translations: Vec<String>,
    /// Each language has a list.
    pub is_list: bool,
    pub line: usize,
}

/// The cells of a file in its order. The text that is translated is that of `from`, or else of the first language that
/// has one; none of a file that cannot be read.
pub(super) fn cells(text: &str, is_page: bool, config: &Config, from: Option<LanguageId>, to: LanguageId) -> Vec<Cell> {
    let mut sink = Sink::new(&"".into());
    let table = if is_page {
        front_matter::split(text, &mut sink).map(|split| {
            toml_reader::parse(text.get(split.toml.clone()).unwrap_or_default(), split.toml.start, &mut sink)
        })
    } else {
        toml_reader::parse_file(text, &mut sink)
    };
    let finder = Finder { text, config, from: from.map(|from| config.tag(from)), to: config.tag(to) };
    let mut found = Vec::new();
    if let Some(table) = table.filter(|_| !sink.has_errors()) {
        finder.table(&table, &Path::new(), &mut found);
    }
    found
}

struct Finder<'f> {
    text: &'f str,
    config: &'f Config,
    from: Option<&'f str>,
    to: &'f str,
}

impl Finder<'_> {
    fn table(&self, table: &TomlTable, path: &Path, found: &mut Vec<Cell>) {
        for entry in &table.entries {
            let mut path = path.clone();
            path.push(Step::Key(entry.key.clone()));
            self.value(&entry.node.value, entry.key_range.start, path, found);
        }
    }

    fn value(&self, value: &TomlValue, at: usize, path: Path, found: &mut Vec<Cell>) {
        match value {
            TomlValue::Table(table) if self.is_cell(table) => found.extend(self.cell(table, at, path)),
            TomlValue::Table(table) => self.table(table, &path, found),
            TomlValue::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    let mut path = path.clone();
                    path.push(Step::Item(number));
                    self.value(&item.value, item.range.start, path, found);
                }
            }
            _ => {}
        }
    }

    fn is_cell(&self, table: &TomlTable) -> bool {
        let is_text = |value: &TomlValue| !texts(value).is_empty();
        let is_language = |key: &str| self.config.language(key).is_some();
        !table.entries.is_empty()
            && table.entries.iter().all(|entry| is_language(&entry.key) && is_text(&entry.node.value))
    }

    fn cell(&self, table: &TomlTable, at: usize, path: Path) -> Option<Cell> {
        let languages = self.from.into_iter().chain(self.config.languages.iter().map(String::as_str));
        let source = languages.filter(|tag| *tag != self.to).find_map(|tag| table.get(tag))?;
        let translation = table.get(self.to);
        let is_list = |value: &TomlValue| matches!(value, TomlValue::Array(_));
        Some(Cell {
            path,
            sources: texts(&source.node.value),
            translations: translation.map(|entry| texts(&entry.node.value)).unwrap_or_default(),
            is_list: is_list(&source.node.value),
            line: position(self.text, at).line,
        })
    }
}

/// A text, or the texts of a list; none where it is something else.
fn texts(value: &TomlValue) -> Vec<String> {
    match value {
        TomlValue::String(text) if !text.is_empty() => vec![text.clone()],
        TomlValue::Array(items) => {
            let found: Vec<String> = items
                .iter()
                .filter_map(|item| match &item.value {
                    TomlValue::String(text) if !text.is_empty() => Some(text.clone()),
                    _ => None,
                })
                .collect();
            if found.len() == items.len() { found } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}
