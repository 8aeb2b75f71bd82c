//! The parts of a file that a translator works on, each with its place: title, summary, localised facts, cells that give a
//! text in every language, and the blocks of the body.
//!
//! A page's body is its blocks and what stands between them (blank lines, definitions of links): the blocks' ranges in
//! their order, each replaced or not, make the body again, byte for byte. [`super::Operation::Body`] replaces one.

use std::ops::Range;

use super::{
    FileFormat, Path, Refusal, Step,
    document::{SourceDocument, below},
};
use crate::{
    config::{Config, Field, FieldKind, LanguageId},
    markdown, message,
    toml_reader::{TomlNode, TomlTable, TomlValue},
};

/// A part of a file that is translated by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub place: UnitPlace,
    /// Of a value, the text that it is; of a block, its Markdown as it is written, with LF line ends.
    pub text: String,
    /// In bytes of the file: the value as TOML writes it, or the block.
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitPlace {
    /// A text of the page's own language: title, summary or a localised fact. Its translation stands at the same path of the
    /// translation's file.
    Value(Path),
    /// A text that stands beside its translations: the last step of the path is the language, and the translation stands at
    /// the same path with the other language, in the same file.
    Cell(Path),
    /// A block of the body; counted from 0.
    Block(usize),
}

/// The units of a page in the order of the file: values as the schema has them, then blocks. `fields` are those of the
/// page's collection; cells are given in the page's own language.
///
/// # Errors
///
/// A page that cannot be read.
pub fn of_page(text: &str, fields: &[Field], config: &Config, language: LanguageId) -> Result<Vec<Unit>, Refusal> {
    let document = SourceDocument::read(text, FileFormat::Page)?;
    let mut units = Vec::new();
    for key in ["title", "summary"] {
        if let Some(entry) = document.table.get(key) {
            push(&vec![Step::Key(key.to_owned())], &entry.node, UnitPlace::Value, &mut units);
        }
    }
    let collector = UnitCollector { config, language, is_page: true };
    collector.fields(fields, &document.table, &Path::new(), &mut units);
    let body = document.slice(document.body.clone());
    let blocks = markdown::blocks(body).ok_or_else(|| Refusal::new(message!("text-no-markdown")))?;
    units.extend(blocks.into_iter().enumerate().map(|(at, block)| Unit {
        place: UnitPlace::Block(at),
        text: body.get(block.clone()).unwrap_or_default().replace("\r\n", "\n"),
        range: block.start + document.body.start..block.end + document.body.start,
    }));
    Ok(units)
}

/// The units of a vocabulary's file: titles and localised facts of its terms in a language, all of them cells.
///
/// # Errors
///
/// A file that cannot be read.
pub fn of_vocabulary(
    text: &str,
    fields: &[Field],
    config: &Config,
    language: LanguageId,
) -> Result<Vec<Unit>, Refusal> {
    let document = SourceDocument::read(text, FileFormat::Toml)?;
    let collector = UnitCollector { config, language, is_page: false };
    let mut units = Vec::new();
    for term in &document.table.entries {
        let TomlValue::Table(table) = &term.node.value else { continue };
        let path = vec![Step::Key(term.key.clone())];
        if let Some(title) = table.get("title") {
            collector.texts(&below(&path, Step::Key("title".to_owned())), &title.node, &mut units);
        }
        collector.fields(fields, table, &path, &mut units);
    }
    Ok(units)
}

struct UnitCollector<'c> {
    config: &'c Config,
    language: LanguageId,
    /// A text without a language is that of the page; in rows and terms there is none.
    is_page: bool,
}

impl UnitCollector<'_> {
    fn fields(&self, fields: &[Field], table: &TomlTable, path: &Path, units: &mut Vec<Unit>) {
        for field in fields {
            let Some(entry) = table.get(&field.name) else { continue };
            let path = below(path, Step::Key(field.name.clone()));
            match (&field.kind, &entry.node.value) {
                _ if field.localized => self.texts(&path, &entry.node, units),
                (FieldKind::Table(columns), TomlValue::Array(rows)) => {
                    for (at, row) in rows.iter().enumerate() {
                        if let TomlValue::Table(row) = &row.value {
                            self.in_rows().fields(columns, row, &below(&path, Step::Item(at)), units);
                        }
                    }
                }
                (FieldKind::Table(columns), TomlValue::Table(row)) => self.in_rows().fields(columns, row, &path, units),
                _ => {}
            }
        }
    }

    fn in_rows(&self) -> Self {
        Self { is_page: false, ..*self }
    }

    fn texts(&self, path: &Path, node: &TomlNode, units: &mut Vec<Unit>) {
        match &node.value {
            TomlValue::Table(languages) => {
                let tag = self.config.tag(self.language);
                if let Some(entry) = languages.get(tag) {
                    push(&below(path, Step::Key(tag.to_owned())), &entry.node, UnitPlace::Cell, units);
                }
            }
            _ if self.is_page => push(path, node, UnitPlace::Value, units),
            _ => {}
        }
    }
}

/// A text, or each text of a list.
fn push(path: &Path, node: &TomlNode, place: fn(Path) -> UnitPlace, units: &mut Vec<Unit>) {
    match &node.value {
        TomlValue::String(text) => {
            units.push(Unit { place: place(path.clone()), text: text.clone(), range: node.range.clone() });
        }
        TomlValue::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                push(&below(path, Step::Item(at)), item, place, units);
            }
        }
        _ => {}
    }
}
