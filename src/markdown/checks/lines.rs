//! Paragraphs whose lines look like something else.

use std::ops::Range;

use super::{Checked, Found};
use crate::{diagnostics::Rule, message};

/// A title is hardly longer, in characters.
const TITLE: usize = 100;

/// Lines of a paragraph with their places.
type Lines<'t> = [(usize, &'t str)];

pub(super) fn check(checked: &mut Checked<'_>) {
    merge(checked);
    let mut found = Vec::new();
    for block in &checked.layout.paragraphs {
        if is_one_line_of_words(checked.text.get(block.range.clone()).unwrap_or_default()) {
            continue;
        }
        let lines = checked.lines(&block.range);
        found.extend(heading(&lines));
        if block.is_outermost {
            found.extend(bold_heading(checked, &block.range));
        }
        found.extend(list(&lines));
        found.extend(table(&lines));
    }
    checked.found.append(&mut found);
}

/// Whether a paragraph is one line that begins with a Latin or Cyrillic letter, as most are: it looks like nothing else.
fn is_one_line_of_words(paragraph: &str) -> bool {
    let begins_with_letter =
        paragraph.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, 0xd0..=0xd3));
    begins_with_letter && memchr::memchr(b'\n', paragraph.trim_end().as_bytes()).is_none()
}

/// The marks that a merge leaves for somebody to decide.
fn merge(checked: &mut Checked<'_>) {
    if checked.places("<<<<<<<").next().is_none() {
        return;
    }
    let mut start = 0;
    let mut opening = None;
    for line in checked.text.split_inclusive('\n') {
        let is_mark = |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.starts_with([' ', '\n', '\r']));
        if is_mark("<<<<<<<") && opening.is_none() {
            opening = Some(start..start + line.trim_end().len());
        } else if is_mark(">>>>>>>") && opening.is_some() {
            break;
        }
        start += line.len();
    }
    if let Some(range) = opening.filter(|_| start < checked.body.len()) {
        checked.add(Rule::ConflictMarks, range, message!("conflict-marks"), message!("conflict-marks.hint"));
    }
}

fn heading(lines: &Lines<'_>) -> Option<Found> {
    let is_alone = lines.len() == 1;
    let &(start, line) = lines.iter().find(|(_, line)| is_heading_without_blank(line, is_alone))?;
    let signs = line.len() - line.trim_start_matches('#').len();
    let (signs, title) = line.split_at(signs);
    let hint = message!("heading-not-taken.hint", heading = format!("{signs} {}", title.trim()));
    let range = start..start + line.len();
    Some(Found { rule: Rule::HeadingNotTaken, range, message: message!("heading-not-taken"), hint })
}

fn is_heading_without_blank(line: &str, is_alone: bool) -> bool {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let begins = title.starts_with(char::is_alphabetic);
    match level {
        2..=6 => begins,
        // One sign before a word is a hashtag as well: `#StandWithUkraine`, `#one #two`.
        1 if is_alone && begins && !title.contains('#') => {
            title.contains(' ') || !title.chars().skip(1).any(char::is_uppercase)
        }
        _ => false,
    }
}

/// A line in bold print that stands where a heading would.
fn bold_heading(checked: &Checked<'_>, range: &Range<usize>) -> Option<Found> {
    let source = checked.body.get(range.clone()).unwrap_or_default();
    let line = range.start..range.start + source.trim_end().len();
    let at = checked.layout.bold.binary_search_by_key(&line.start, |bold| bold.start).ok()?;
    if checked.layout.bold.get(at) != Some(&line) {
        return None;
    }
    let title = source.trim_end().trim_matches('*');
    let ends_like_text = title.ends_with(['.', '!', '?', ':', ';', ',', '…', '»', '”', ')']);
    let is_last = checked.body.get(range.end..).is_none_or(|rest| !rest.contains(|c: char| !c.is_whitespace()));
    if title.contains('\n') || title.chars().count() > TITLE || ends_like_text || is_last {
        return None;
    }
    let hint = message!("bold-heading.hint", heading = format!("## {title}"));
    Some(Found { rule: Rule::BoldHeading, range: line, message: message!("bold-heading"), hint })
}

/// Signs that word processors put before the items of a list, and nobody before a sentence.
const BULLETS: &[char] = &['•', '●', '▪', '◦', '‣', '■', '○', '∙'];
/// Signs that may begin a line of speech too.
const DASHES: &[char] = &['–', '—', '·', '-'];

fn list(lines: &Lines<'_>) -> Option<Found> {
    let bullet = lines.iter().find(|(_, line)| line.starts_with(BULLETS));
    let two = |is_item: fn(&str) -> bool| {
        let mut items = lines.iter().filter(|(_, line)| is_item(line));
        items.next().filter(|_| items.next().is_some())
    };
    let &(start, line) = bullet.or_else(|| two(begins_with_dash)).or_else(|| two(begins_with_number))?;
    let is_numbered = line.starts_with(|c: char| c.is_ascii_digit());
    let hint = if is_numbered { message!("list-not-taken.numbered") } else { message!("list-not-taken.hint") };
    let range = start..start + line.len();
    Some(Found { rule: Rule::ListNotTaken, range, message: message!("list-not-taken"), hint })
}

fn begins_with_dash(line: &str) -> bool {
    line.strip_prefix(DASHES).is_some_and(|rest| rest.trim_start().starts_with(char::is_alphabetic))
}

/// `1.one`, and `2. two` within a paragraph, where only a list that begins with 1 can begin.
fn begins_with_number(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    (1..=2).contains(&digits)
        && rest.strip_prefix(['.', ')']).is_some_and(|rest| rest.trim_start().starts_with(char::is_alphabetic))
}

fn table(lines: &Lines<'_>) -> Option<Found> {
    let tabs = |line: &str| line.trim().matches('\t').count();
    let pipes = |line: &str| {
        if line.starts_with('|') && line.trim_end().ends_with('|') { line.matches('|').count() } else { 0 }
    };
    let rows = |count: &dyn Fn(&str) -> usize, least: usize| {
        let mut pairs = lines.iter().zip(lines.iter().skip(1));
        pairs
            .find(|((_, a), (_, b))| count(a) >= least && count(a) == count(b))
            .map(|((start, line), _)| (*start, line.len()))
    };
    let of_pipes = rows(&pipes, 3).map(|row| (row, message!("table-not-taken.hint")));
    let ((start, length), hint) =
        of_pipes.or_else(|| rows(&tabs, 1).map(|row| (row, message!("table-not-taken.tabs"))))?;
    let range = start..start + length;
    Some(Found { rule: Rule::TableNotTaken, range, message: message!("table-not-taken"), hint })
}
