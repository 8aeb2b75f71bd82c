//! The HTML that is being written, with the places in it that are filled in later.

use super::document::HoleKind;
use crate::text::escape;

/// HTML so far, and its slots in ascending order.
#[derive(Debug, Default)]
pub(super) struct HtmlOutput {
    html: String,
    slots: Vec<OutputSlot>,
}

/// A place in the HTML that is filled in later: by `assemble`, or by whoever shows the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct OutputSlot {
    pub at: usize,
    pub kind: SlotKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum SlotKind {
    Hole(HoleKind),
    /// The digit of a heading's tag, by the heading's number. A digit stands in for it.
    HeadingLevel(usize),
    /// A raw element's tag, which becomes text if the element is never closed.
    RawTag(usize, RawTag),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum RawTag {
    Open,
    /// The opening tag of a `details` element's summary.
    SummaryOpen,
    SummaryClose,
}

/// A place in the output so far. Slots take no room in the HTML, so that bytes alone do not tell a place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    html: usize,
    slots: usize,
}

impl HtmlOutput {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), slots: Vec::new() }
    }

    pub(super) fn html(&self) -> &str {
        &self.html
    }

    pub(super) fn slots(&self) -> &[OutputSlot] {
        &self.slots
    }

    /// Appends markup as it is.
    pub(super) fn push_str(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Appends text, escaped for a place between tags.
    pub(super) fn text(&mut self, text: &str) {
        escape::text(text, &mut self.html);
    }

    /// Appends text, escaped for an attribute's value.
    pub(super) fn attribute(&mut self, value: &str) {
        escape::attribute(value, &mut self.html);
    }

    /// Appends an address, encoded and escaped for an attribute's value.
    pub(super) fn address(&mut self, address: &str) {
        escape::address(address, &mut self.html);
    }

    /// The HTML for a function that appends to a string.
    pub(super) fn html_mut(&mut self) -> &mut String {
        &mut self.html
    }

    pub(super) fn slot(&mut self, kind: SlotKind) {
        self.slots.push(OutputSlot { at: self.html.len(), kind });
    }

    pub(super) fn hole(&mut self, kind: HoleKind) {
        self.slot(SlotKind::Hole(kind));
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { html: self.html.len(), slots: self.slots.len() }
    }

    /// Whether nothing was written since a mark, neither HTML nor a slot.
    pub(super) fn is_empty_since(&self, mark: Mark) -> bool {
        self.html.len() == mark.html && self.slots.len() == mark.slots
    }

    /// Takes back what was written since a mark.
    pub(super) fn take_back(&mut self, mark: Mark) {
        self.html.truncate(mark.html);
        self.slots.truncate(mark.slots);
    }

    /// Cuts out what was written since a mark, as an output of its own.
    pub(super) fn cut(&mut self, mark: Mark) -> HtmlOutput {
        let html = self.html.split_off(mark.html.min(self.html.len()));
        let slots = self.slots.drain(mark.slots.min(self.slots.len())..);
        let slots = slots.map(|slot| OutputSlot { at: slot.at - mark.html, ..slot }).collect();
        HtmlOutput { html, slots }
    }
}
