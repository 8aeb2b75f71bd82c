//! One page's body: Markdown in, HTML with holes out.
//!
//! A stranger's text is data here. The HTML comes from a writer of our own over the parser's events: only elements
//! and attributes that the writer itself names are ever written, [`address::judge`] judges every address, and all
//! else passes through [`escape`](crate::text::escape). A body depends on its own file alone: a [`Hole`] is left where
//! something depends on other files (links' addresses, pictures' sizes, headings' ids, words of the interface).
//!
//! ```text
//! limits::too_deep   refuse what would make the parser slow
//! amend              signs added where the parser would misread, such as `<` and `>` around a bare address
//! writer             one pass over the parser's events; its functions: blocks, quotes, inlines, elements, footnotes;
//!                    its parts: output, prose, frames, headings, links, tables, raw_elements, footnote_list, findings
//! headings           anchors, once all explicit ones are known
//! checks             text that Markdown took otherwise than its author meant
//! assemble           the pieces in their order: levels shifted, unclosed tags as text, footnotes at the end
//! ```
//!
//! Start reading at [`parse`], then [`Document`].
//!
//! Of CommonMark 0.31 with tables, footnotes, strikethrough, task lists, definition lists, bare addresses, `{#id}` on
//! headings and alerts, this differs on purpose: raw HTML is a short list ([`raw_html::ELEMENTS`]), addresses are those that
//! [`address`] allows, and the first rank of headings becomes `h2`, whatever number of `#` it has.

use pulldown_cmark::{Event, Options, Parser};

pub mod address;
mod amend;
mod assemble;
mod blocks;
mod checks;
pub(crate) mod document;
mod elements;
mod findings;
mod footnote_list;
mod footnotes;
mod frames;
pub(crate) mod headings;
pub mod highlight;
mod inlines;
mod layout;
pub mod limits;
mod links;

mod output;
pub(crate) mod plain_text;
mod prose;
mod quotes;
mod raw_elements;
pub mod raw_html;
mod tables;
#[cfg(test)]
mod tests;
mod writer;

pub use document::{Alert, Document, Finding, Heading, Hole, HoleKind, Label, Link, LinkTarget};

use crate::{
    diagnostics::Rule,
    locale::{is_right_to_left, typography::Typographer},
    message,
    message::Message,
    text::characters::{has_direction_mark, is_direction_mark, is_forbidden},
};

const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Parses a body written in a language, which is given by its tag. Never fails: what is wrong is among the findings, and
/// the HTML is safe and balanced all the same.
///
/// ```
/// let document = icsi::markdown::parse("## About *us*\n\nIt's \"new\".", "en");
/// assert_eq!(document.headings[0].anchor, "about-us");
/// assert!(document.html.ends_with("<p>It’s “new”.</p>\n"));
/// ```
pub fn parse(body: &str, language: &str) -> Document {
    let marks = if is_right_to_left(language) { DirectionMarks::Allowed } else { DirectionMarks::Refused };
    let typographer = Some(Typographer::new(language));
    if marks == DirectionMarks::Allowed || !has_direction_mark(body) {
        return parse_with(body, typographer, marks, address::judge);
    }
    let clean = body.replace(['\u{200e}', '\u{200f}'], "\u{fffd}").replace('\u{61c}', "??");
    let mut document = parse_with(&clean, typographer, marks, address::judge);
    document.findings.extend(typed_marks(body));
    document
}

/// Parses a body without a language's typography when there is none. The tests of the CommonMark specification have
/// addresses that no page of ours may have and bring another judge.
fn parse_with(body: &str, typographer: Option<Typographer>, marks: DirectionMarks, judge: writer::Judge) -> Document {
    if let Some(range) = limits::too_deep(body) {
        return refused(range, message!("line-too-deep"), message!("line-too-deep.hint"));
    }
    let run = std::panic::AssertUnwindSafe(|| {
        let amended = amend::amend(body, judge);
        let parser = Parser::new_ext(&amended.body, EXTENSIONS);
        let writer = writer::Writer::new(&amended, typographer, marks, judge);
        let document = writer.run(parser.into_offset_iter());
        amended.as_typed(document)
    });
    // The parser asserts what it takes for granted. A body that proves it wrong is one bad page, not the build's end.
    match std::panic::catch_unwind(run) {
        Ok(document) => document,
        Err(_) => refused(0..body.len(), message!("parser-failed"), message!("parser-failed.hint")),
    }
}

/// Finds the blocks of a body that are in no other block: their places in bytes, without blanks and line ends at their ends.
/// `None` for a body that cannot be parsed.
///
/// Definitions of links are no blocks: they stand between them.
pub fn blocks(body: &str) -> Option<Vec<std::ops::Range<usize>>> {
    if limits::too_deep(body).is_some() {
        return None;
    }
    let find = std::panic::AssertUnwindSafe(|| {
        let mut depth = 0usize;
        let mut found = Vec::new();
        for (event, range) in Parser::new_ext(body, EXTENSIONS).into_offset_iter() {
            if depth == 0 {
                let text = body.get(range.clone()).unwrap_or_default();
                let start = range.end - text.trim_start_matches(['\r', '\n']).len();
                found.push(start..range.start + text.trim_end().len());
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        found.retain(|range| range.start < range.end);
        // The parser lets a list of definitions reach over the paragraph behind it, which is a block of its own.
        let starts: Vec<usize> = found.iter().skip(1).map(|range| range.start).collect();
        for (range, next) in found.iter_mut().zip(starts) {
            if range.end > next {
                range.end = range.start + body.get(range.start..next).unwrap_or_default().trim_end().len();
            }
        }
        found
    });
    std::panic::catch_unwind(find).ok()
}

fn refused(range: std::ops::Range<usize>, message: Message, hint: Message) -> Document {
    let finding = Finding { rule: Rule::Limit, range, message, hint: Some(hint) };
    Document { findings: vec![finding], ..Document::default() }
}

/// Whether a body may hold marks of direction.
#[derive(Clone, Copy, Debug, PartialEq)]
enum DirectionMarks {
    /// In languages written from right to left.
    Allowed,
    Refused,
}

impl DirectionMarks {
    /// Whether no text of a page may hold a character, typed or out of a character reference. The source reader has
    /// refused most of them where they are typed; it does not know the page's language.
    fn forbid(self, c: char) -> bool {
        is_forbidden(c) || (self == DirectionMarks::Refused && is_direction_mark(c))
    }
}

/// Direction marks as they are typed, in a language that has no use for them: the first of each line.
fn typed_marks(body: &str) -> impl Iterator<Item = Finding> {
    let mut start = 0;
    body.split_inclusive('\n').filter_map(move |line| {
        let begins = start;
        start += line.len();
        let (at, mark) = line.char_indices().find(|(_, c)| is_direction_mark(*c))?;
        let range = begins + at..begins + at + mark.len_utf8();
        Some(forbidden_character(range))
    })
}

fn forbidden_character(range: std::ops::Range<usize>) -> Finding {
    let message = message!("forbidden-character-in-body");
    Finding { rule: Rule::ForbiddenCharacter, range, message, hint: Some(message!("forbidden-character-in-body.hint")) }
}
