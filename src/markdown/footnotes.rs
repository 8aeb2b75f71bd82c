//! Footnotes: numbered in the order of their first mention, and moved to the page's end.
//!
//! Labels are an author's text and stay out of the output: ids are `_note-1`, `_ref-1`, `_ref-1-2`. Ids that begin
//! with `_` are the tool's and the theme's; no heading can have one.

use std::ops::Range;

use super::{document::Finding, frames::OpenElementKind, limits, output::Mark, writer::Writer};
use crate::{diagnostics::Rule, message};

impl Writer<'_> {
    pub(super) fn start_note(&mut self, label: &str, range: &Range<usize>) {
        self.boundary();
        if self.notes.count_definition() > limits::FOOTNOTES {
            return self.findings.stop(
                range.clone(),
                message!("too-many-footnotes"),
                message!("too-many-footnotes.hint"),
            );
        }
        let place = label_range(range, label);
        let key = self.notes.define(label, place.clone());
        if key.is_none() {
            let hint = Some(message!("footnote-twice.hint"));
            self.report(Rule::Footnote, place, message!("footnote-twice", label), hint);
        }
        self.push_frame(OpenElementKind::Footnote { key, start: self.output.mark() }, "", range);
    }

    /// Moves what was written since into the note. Without a key, it is dropped.
    pub(super) fn cut_note(&mut self, key: Option<&str>, start: Mark) {
        let text = self.output.cut(start);
        self.notes.cut_from = Some(self.output.html().len());
        if let Some(key) = key {
            self.notes.set_text(key, text);
        }
    }

    /// Reports a list's item or a quote that held a footnote's definition alone.
    pub(super) fn check_emptied(&mut self, range: &Range<usize>) {
        let html = self.output.html();
        let is_empty = html.ends_with("<li>") || html.ends_with("<blockquote>\n");
        if is_empty && self.notes.cut_from == Some(html.len()) {
            let place = range.start..range.start + self.line_at(range.start).len();
            let hint = Some(message!("footnote-leaves-nothing.hint"));
            self.report(Rule::Footnote, place, message!("footnote-leaves-nothing"), hint);
        }
    }

    /// Reports the notes that nothing mentions and shows them after the others. Reports those without a text.
    pub(super) fn number_unmentioned_notes(&mut self) {
        for note in self.notes.list.iter().filter(|note| note.output.html().trim().is_empty()) {
            let Some(range) = note.range.clone() else { continue };
            let message = message!("footnote-empty", label = &note.label);
            let hint = Some(message!("footnote-empty.hint"));
            self.findings.push(Finding { rule: Rule::Footnote, range, message, hint });
        }
        for note in self.notes.number_unmentioned() {
            let label = &note.label;
            self.findings.push(Finding {
                rule: Rule::Footnote,
                range: note.range.clone().unwrap_or_default(),
                message: message!("footnote-unmentioned", label),
                hint: Some(message!("footnote-unmentioned.hint", label)),
            });
        }
    }
}

fn label_range(range: &Range<usize>, label: &str) -> Range<usize> {
    range.start..(range.start + label.len() + "[^]:".len()).min(range.end)
}
