//! The footnotes of a body: their numbers, texts and mentions.

use std::{collections::BTreeMap, ops::Range};

use super::output::HtmlOutput;

#[derive(Debug, Default)]
pub(super) struct FootnoteList {
    /// In the order of their numbers, from 1.
    pub list: Vec<Footnote>,
    /// Numbers by label, in lower case.
    numbers: BTreeMap<String, usize>,
    /// Defined, but not mentioned so far; by label, in lower case.
    waiting: BTreeMap<String, Footnote>,
    definitions: usize,
    /// The length of the HTML when the last definition had been cut out of it.
    pub cut_from: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Footnote {
    pub output: HtmlOutput,
    /// The place of its definition.
    pub range: Option<Range<usize>>,
    /// The number of mentions that link to it.
    pub references: usize,
    pub label: String,
}

impl FootnoteList {
    /// Records a mention of a note. Returns the note's number and how many linked mentions it has, with this one if `linked`.
    pub(super) fn mention(&mut self, label: &str, linked: bool) -> (usize, usize) {
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

    /// Counts a definition; returns how many there are so far.
    pub(super) fn count_definition(&mut self) -> usize {
        self.definitions += 1;
        self.definitions
    }

    /// Takes a definition whose label is written at `range`; returns its key, or `None` if the label is defined already.
    pub(super) fn define(&mut self, label: &str, range: Range<usize>) -> Option<String> {
        let key = label.to_lowercase();
        let note = match self.numbers.get(&key) {
            Some(number) => self.list.get_mut(number - 1)?,
            None => self.waiting.entry(key.clone()).or_default(),
        };
        if note.range.is_some() {
            return None;
        }
        note.range = Some(range);
        note.label = label.to_owned();
        Some(key)
    }

    /// Gives a definition its text.
    pub(super) fn set_text(&mut self, key: &str, output: HtmlOutput) {
        let note = match self.numbers.get(key) {
            Some(number) => self.list.get_mut(number - 1),
            None => self.waiting.get_mut(key),
        };
        if let Some(note) = note {
            note.output = output;
        }
    }

    /// Puts the notes that nothing mentions behind the others, so that nothing that was written is lost; returns them.
    pub(super) fn number_unmentioned(&mut self) -> &[Footnote] {
        let mentioned = self.list.len();
        self.list.extend(std::mem::take(&mut self.waiting).into_values());
        self.list.get(mentioned..).unwrap_or_default()
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
