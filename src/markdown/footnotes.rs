//! Footnotes: numbered in the order of their first mention, and moved to the page's end.
//!
//! Labels are an author's text and stay out of the output: ids are `_note-1`, `_ref-1`, `_ref-1-2`. Ids that begin
//! with `_` are the tool's and the theme's; no heading can have one.

use std::ops::Range;

use super::{document::Finding, frames::OpenElementKind, limits, output::Mark, writer::Writer};
use crate::diagnostics::Rule;

impl Writer<'_> {
    pub fn start_note(&mut self, label: &str, range: &Range<usize>) {
        self.boundary();
        if self.notes.count_definition() > limits::FOOTNOTES {
            return self.findings.stop(range.clone(), "this page has too many footnotes", "split the page");
        }
        let place = label_range(range, label);
        let key = self.notes.define(label, place.clone());
        if key.is_none() {
            let message = format!("the footnote `{label}` is defined twice; this one is not shown");
            self.report(Rule::Footnote, place, message, Some("give it another label"));
        }
        self.push_frame(OpenElementKind::Footnote { key, start: self.output.mark() }, "", range);
    }

    /// Moves what was written since into the note. Without a key, it is dropped.
    pub fn cut_note(&mut self, key: Option<&str>, start: Mark) {
        let text = self.output.cut(start);
        if let Some(key) = key {
            self.notes.set_text(key, text);
        }
    }

    /// Reports the notes that nothing mentions and shows them after the others.
    pub fn number_unmentioned_notes(&mut self) {
        for note in self.notes.number_unmentioned() {
            let label = &note.label;
            self.findings.push(Finding {
                rule: Rule::Footnote,
                range: note.range.clone().unwrap_or_default(),
                message: format!("the footnote `{label}` is mentioned nowhere"),
                hint: Some(format!("write `[^{label}]` where it belongs, or leave it out")),
            });
        }
    }
}

fn label_range(range: &Range<usize>, label: &str) -> Range<usize> {
    range.start..(range.start + label.len() + "[^]:".len()).min(range.end)
}
