//! The elements of raw HTML in a body, and the block of raw HTML that is being read.

use std::{collections::BTreeMap, ops::Range};

use super::raw_html::ElementKind;

/// An element written as HTML.
#[derive(Debug)]
pub(super) struct RawElement {
    pub name: &'static str,
    pub attribute: Option<(&'static str, String)>,
    pub kind: ElementKind,
    /// Its opening tag in the body.
    pub source: Range<usize>,
    pub closed: bool,
}

#[derive(Debug, Default)]
pub(super) struct RawElements {
    list: Vec<RawElement>,
    /// The number of times that each name was shown as text where an element would open: its closing tag is no second
    /// mistake.
    refused: BTreeMap<String, usize>,
    /// Whether there was a `kbd` or `samp` so far: most bodies have none.
    has_verbatim: bool,
}

impl RawElements {
    pub(super) fn list(&self) -> &[RawElement] {
        &self.list
    }

    pub(super) fn get(&self, index: usize) -> Option<&RawElement> {
        self.list.get(index)
    }

    pub(super) fn is(&self, index: usize, kind: ElementKind) -> bool {
        self.get(index).is_some_and(|element| element.kind == kind)
    }

    pub(super) fn has_verbatim(&self) -> bool {
        self.has_verbatim
    }

    /// Adds an element that is open; returns its number.
    pub(super) fn open(
        &mut self,
        name: &'static str,
        attribute: Option<(&'static str, String)>,
        kind: ElementKind,
        source: Range<usize>,
    ) -> usize {
        self.has_verbatim |= matches!(name, "kbd" | "samp");
        self.list.push(RawElement { name, attribute, kind, source, closed: false });
        self.list.len() - 1
    }

    /// Marks an element as closed; returns its name.
    pub(super) fn close(&mut self, index: usize) -> Option<&'static str> {
        let element = self.list.get_mut(index)?;
        element.closed = true;
        Some(element.name)
    }

    /// Remembers that a tag was shown as text.
    pub(super) fn refuse(&mut self, name: &str) {
        *self.refused.entry(name.to_ascii_lowercase()).or_default() += 1;
    }

    /// Whether a closing tag belongs to an opening one that was shown as text. Each counts once.
    pub(super) fn closes_refused(&mut self, name: &str) -> bool {
        match self.refused.get_mut(&name.to_ascii_lowercase()) {
            Some(times) if *times > 0 => {
                *times -= 1;
                true
            }
            _ => false,
        }
    }
}

/// A block of HTML, gathered from the parser's lines.
#[derive(Debug, Default)]
pub(super) struct HtmlBlock {
    pub text: String,
    /// The beginning of each line, in `text` and in the body.
    lines: Vec<(usize, usize)>,
}

impl HtmlBlock {
    pub(super) fn push(&mut self, line: &str, start: usize) {
        self.lines.push((self.text.len(), start));
        self.text.push_str(line);
    }

    /// The place of a part of the block in the body.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let source = |at: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= at);
            let (start, source) = line.checked_sub(1).and_then(|line| self.lines.get(line)).unwrap_or(&(0, 0));
            source + (at - start)
        };
        source(range.start)..source(range.end.saturating_sub(1).max(range.start)) + 1
    }
}
