//! Footnotes: numbered in the order of their first mention, and moved to the page's end.
//!
//! Labels are an author's text and stay out of the output: ids are `_note-1`, `_ref-1`, `_ref-1-2`. Ids that begin
//! with `_` are the tool's and the theme's; no heading can have one.

use std::{collections::BTreeMap, ops::Range};

use super::{
    limits,
    writer::{FrameKind, Mark, Slot, Writer},
};
use crate::diagnostics::Rule;

#[derive(Debug, Default)]
pub(super) struct Notes {
    /// In the order of their numbers, from 1.
    pub list: Vec<Note>,
    /// Numbers by label, in lower case.
    numbers: BTreeMap<String, usize>,
    /// Defined, but not mentioned so far.
    waiting: BTreeMap<String, Note>,
    definitions: usize,
}

#[derive(Debug, Default)]
pub(super) struct Note {
    pub html: String,
    pub slots: Vec<Slot>,
    /// Where it is defined.
    pub range: Option<Range<usize>>,
    /// How many mentions there are that link to it.
    pub references: usize,
    label: String,
}

impl Notes {
    /// The number of a note, and which mention of it this is.
    pub fn mention(&mut self, label: &str, linked: bool) -> (usize, usize) {
        let key = label.to_lowercase();
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => {
                let note = self.waiting.remove(&key).unwrap_or_default();
                self.list.push(note);
                self.numbers.insert(key, self.list.len());
                self.list.len()
            }
        };
        let Some(note) = self.list.get_mut(number - 1) else { return (number, 1) };
        note.references += usize::from(linked);
        (number, note.references)
    }

    fn defined(&mut self, key: &str) -> Option<&mut Note> {
        match self.numbers.get(key) {
            Some(number) => self.list.get_mut(number - 1),
            None => self.waiting.get_mut(key),
        }
    }
}

/// The end of a mention's id, after `_ref-`.
pub(super) fn push_reference(note: usize, reference: usize, out: &mut String) {
    out.push_str(&note.to_string());
    if reference > 1 {
        out.push('-');
        out.push_str(&reference.to_string());
    }
}

impl Writer<'_> {
    pub fn start_note(&mut self, label: &str, range: &Range<usize>) {
        self.boundary();
        self.notes.definitions += 1;
        if self.notes.definitions > limits::FOOTNOTES {
            return self.stop(range.clone(), "this page has too many footnotes", "split the page");
        }
        let key = label.to_lowercase();
        let known = self.notes.defined(&key).is_some_and(|note| note.range.is_some());
        if known {
            let message = format!("the footnote `{label}` is defined twice; this one is not shown");
            self.report(Rule::Footnote, label_range(range, label), message, Some("give it another label"));
        } else {
            let note = match self.notes.numbers.get(&key) {
                Some(number) => self.notes.list.get_mut(number - 1),
                None => Some(self.notes.waiting.entry(key.clone()).or_default()),
            };
            if let Some(note) = note {
                note.range = Some(label_range(range, label));
                note.label = label.to_owned();
            }
        }
        let key = (!known).then_some(key);
        self.push_frame(FrameKind::Note { key, start: self.mark() }, "", range);
    }

    /// Moves what was written since into the note.
    pub fn cut_note(&mut self, key: Option<&str>, start: Mark) {
        let html = self.html.get(start.html..).unwrap_or_default().to_owned();
        let slots = self.slots.drain(start.slots.min(self.slots.len())..);
        let slots = slots.map(|slot| Slot { at: slot.at - start.html, ..slot }).collect();
        self.html.truncate(start.html);
        if let Some(note) = key.and_then(|key| self.notes.defined(key)) {
            note.html = html;
            note.slots = slots;
        }
    }

    /// Notes that nothing mentions are shown after the others: nothing that was written is lost.
    pub fn number_unmentioned_notes(&mut self) {
        for note in std::mem::take(&mut self.notes.waiting).into_values() {
            let message = format!("the footnote `{}` is mentioned nowhere", note.label);
            let hint = format!("write `[^{}]` where it belongs, or leave it out", note.label);
            self.report(Rule::Footnote, note.range.clone().unwrap_or_default(), message, Some(&hint));
            self.notes.list.push(note);
        }
    }
}

fn label_range(range: &Range<usize>, label: &str) -> Range<usize> {
    range.start..(range.start + label.len() + "[^]:".len()).min(range.end)
}
