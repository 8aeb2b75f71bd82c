//! Checks for text that Markdown took otherwise than its author meant, and that is published as it looks: links and
//! tables with a slip in them, headings without their blank, blocks without an end. Each check is a function of the
//! body and its [`Layout`].
//!
//! ```text
//! lines      merges, headings, lists and tables that are paragraphs
//! blocks     code and remarks without an end, code by its blanks, cells that no head stands above, levels left out
//! inlines    links, emphasis and containers that are text
//! ```
//!
//! A page says each kind once, at its first place.

use std::ops::Range;

use super::{document::Finding, headings::Headings, layout::Layout};
use crate::{diagnostics::Rule, message, message::Message};

/// Rules that are told here and nowhere else.
#[cfg(test)]
pub(super) const RULES: &[Rule] = &[
    Rule::ConflictMarks,
    Rule::HeadingNotTaken,
    Rule::BoldHeading,
    Rule::HeadingLevel,
    Rule::ListNotTaken,
    Rule::TableNotTaken,
    Rule::LinkNotTaken,
    Rule::LeftoverMarkup,
    Rule::IndentedCode,
    Rule::UnclosedFence,
    Rule::CellsLeftOut,
];

mod blocks;
mod inlines;
mod lines;
#[cfg(test)]
mod tests;

/// No text has this character.
const TAKEN: char = '\u{1}';

/// A body as the checks see it.
pub(super) struct Checked<'b> {
    pub body: &'b str,
    pub layout: &'b Layout,
    /// Places of backslashes that nobody typed.
    pub backslashes: &'b [usize],
    /// The body with [`TAKEN`] in the place of what Markdown took, and of signs with a backslash before them.
    text: String,
    found: Vec<Found>,
}

struct Found {
    rule: Rule,
    range: Range<usize>,
    message: Message,
    hint: Message,
}

/// Finds parts of a body that were probably meant otherwise, each kind once.
pub(super) fn check(body: &str, layout: &Layout, headings: &Headings, backslashes: &[usize]) -> Vec<Finding> {
    let mut checked = Checked { body, layout, backslashes, text: left_as_text(body, layout), found: Vec::new() };
    lines::check(&mut checked);
    blocks::check(&mut checked, headings);
    inlines::check(&mut checked);
    once_each(checked.found)
}

impl<'b> Checked<'b> {
    pub(super) fn add(&mut self, rule: Rule, range: Range<usize>, message: Message, hint: Message) {
        self.found.push(Found { rule, range, message, hint });
    }

    /// The places of a sign in what is left as text, ascending.
    pub(super) fn places(&self, sign: &str) -> impl Iterator<Item = usize> {
        memchr::memmem::find_iter(self.text.as_bytes(), sign)
    }

    /// The lines of a part of the body with their places, as far as they are text.
    pub(super) fn lines(&self, range: &Range<usize>) -> Vec<(usize, &str)> {
        let mut start = range.start;
        let text = self.text.get(range.clone()).unwrap_or_default();
        text.split_inclusive('\n')
            .map(|line| {
                let place = start;
                start += line.len();
                // In a quote each line begins with its sign.
                let shown = line.trim_start_matches([' ', '>']);
                (place + line.len() - shown.len(), shown.trim_end_matches(['\n', '\r']))
            })
            .collect()
    }
}

/// Places in it are those of the body.
fn left_as_text(body: &str, layout: &Layout) -> String {
    let mut taken = layout.taken.clone();
    taken.sort_unstable_by_key(|range| range.start);
    let mut text = String::with_capacity(body.len());
    // Links and pictures stand within others: what is done is passed by.
    for range in taken {
        push_left(body.get(text.len()..range.start).unwrap_or_default(), &mut text);
        push_taken(body.get(text.len()..range.end).unwrap_or_default(), &mut text);
    }
    push_left(body.get(text.len()..).unwrap_or_default(), &mut text);
    text
}

fn push_left(mut part: &str, text: &mut String) {
    while let Some((before, after)) = part.split_once('\\') {
        text.push_str(before);
        let escaped = after.chars().next().filter(char::is_ascii_punctuation);
        text.push(if escaped.is_some() { TAKEN } else { '\\' });
        text.extend(escaped.map(|_| TAKEN));
        part = after.get(usize::from(escaped.is_some())..).unwrap_or_default();
    }
    text.push_str(part);
}

fn push_taken(part: &str, text: &mut String) {
    text.extend(part.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { TAKEN }));
}

fn once_each(found: Vec<Found>) -> Vec<Finding> {
    let mut kinds: Vec<(Found, usize)> = Vec::new();
    for one in found {
        match kinds.iter_mut().find(|(first, _)| first.rule == one.rule) {
            Some((first, more)) => {
                *more += 1;
                if one.range.start < first.range.start {
                    *first = one;
                }
            }
            None => kinds.push((one, 0)),
        }
    }
    let finding = |(Found { rule, range, message, hint }, more): (Found, usize)| {
        let message = if more == 0 { message } else { message!("and-more-of-this-page", what = message, count = more) };
        Finding { rule, range, message, hint: Some(hint) }
    };
    kinds.into_iter().map(finding).collect()
}
