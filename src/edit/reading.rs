//! The values of a file, for whoever shows it in a form.

use std::ops::Range;

use super::{FileFormat, Path, PlainValue, Refusal, document::SourceDocument};

/// A page or vocabulary, read with the places of its values.
#[derive(Debug)]
pub struct Reading<'t>(SourceDocument<'t>);

impl<'t> Reading<'t> {
    /// # Errors
    ///
    /// A text that no edit could be made of, with its first mistake.
    pub fn new(text: &'t str, format: FileFormat) -> Result<Self, Refusal> {
        SourceDocument::read(text, format).map(Self)
    }

    /// The whole front matter, or the whole vocabulary.
    pub fn values(&self) -> PlainValue {
        self.0.values()
    }

    /// The place of the body, in bytes of the file.
    pub fn body(&self) -> Range<usize> {
        self.0.body.clone()
    }

    /// The statement that has this byte in its lines.
    pub fn path_at(&self, offset: usize) -> Option<&Path> {
        self.0.statements.iter().find(|statement| statement.lines.contains(&offset)).map(|statement| &statement.path)
    }
}
