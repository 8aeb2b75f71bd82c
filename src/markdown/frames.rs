//! The stack of open elements, Markdown's and raw HTML's alike.

use super::output::Mark;

/// An open element.
#[derive(Debug)]
pub(super) struct OpenElement {
    pub kind: OpenElementKind,
    /// The end of the element in the HTML; empty for kinds that end in a way of their own.
    pub close: &'static str,
}

#[derive(Debug)]
pub(super) enum OpenElementKind {
    Markdown,
    /// A heading, by its number.
    Heading(usize),
    /// A footnote's definition, cut out from `start` when it ends; without a key if it repeats another.
    Footnote {
        key: Option<String>,
        start: Mark,
    },
    /// An element of raw HTML, by its number.
    Raw(usize),
}

/// Open elements, the innermost last.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    stack: Vec<OpenElement>,
}

impl OpenElements {
    pub(super) fn push(&mut self, kind: OpenElementKind, close: &'static str) {
        self.stack.push(OpenElement { kind, close });
    }

    pub(super) fn pop(&mut self) -> Option<OpenElement> {
        self.stack.pop()
    }

    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Open elements, the innermost first.
    pub(super) fn inside_out(&self) -> impl Iterator<Item = &OpenElementKind> {
        self.stack.iter().rev().map(|frame| &frame.kind)
    }

    /// The raw elements that are open within Markdown's innermost element, the innermost first.
    pub(super) fn innermost_raw(&self) -> impl Iterator<Item = usize> {
        self.inside_out().map_while(|kind| match kind {
            OpenElementKind::Raw(index) => Some(*index),
            _ => None,
        })
    }

    /// Gives the innermost element another end.
    pub(super) fn set_close(&mut self, close: &'static str) {
        if let Some(frame) = self.stack.last_mut() {
            frame.close = close;
        }
    }
}
