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
        self.notes.cut_from = Some(self.output.html().len());
        if let Some(key) = key {
            self.notes.set_text(key, text);
        }
    }

    /// Reports a list's item or a quote that held a footnote's definition alone.
    pub fn check_emptied(&mut self, range: &Range<usize>) {
        let html = self.output.html();
        let is_empty = html.ends_with("<li>") || html.ends_with("<blockquote>\n");
        if is_empty && self.notes.cut_from == Some(html.len()) {
            let place = range.start..range.start + self.line_at(range.start).len();
            let message = "a footnote's text moves to the page's end; this item or quote is left empty".to_owned();
            self.report(
                Rule::Footnote,
                place,
                message,
                Some("define the footnote on a line of its own, without a sign before it"),
            );
        }
    }

    /// Reports the notes that nothing mentions and shows them after the others. Reports those without a text.
    pub fn number_unmentioned_notes(&mut self) {
        for note in self.notes.list.iter().filter(|note| note.output.html().trim().is_empty()) {
            let Some(range) = note.range.clone() else { continue };
            let message = format!("the footnote `{}` has no text", note.label);
            let hint = Some("write its text behind the colon".to_owned());
            self.findings.push(Finding { rule: Rule::Footnote, range, message, hint });
        }
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
