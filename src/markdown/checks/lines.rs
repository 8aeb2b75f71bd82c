//! Paragraphs whose lines look like something else.

use std::ops::Range;

use super::Checked;
use crate::{diagnostics::Rule, message};

/// A title is hardly longer, in characters.
const TITLE: usize = 100;

pub(super) fn check(checked: &mut Checked<'_>) {
    merge(checked);
    let ranges: Vec<(Range<usize>, bool)> =
        checked.layout.paragraphs.iter().map(|block| (block.range.clone(), block.is_outermost)).collect();
    for (range, is_outermost) in ranges {
        headings(checked, &range);
        if is_outermost {
            bold_heading(checked, &range);
        }
        list(checked, &range);
        table(checked, &range);
    }
}

/// The marks that a merge leaves for somebody to decide.
fn merge(checked: &mut Checked<'_>) {
    let all = 0..checked.body.len();
    let mut start = all.start;
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
    if let Some(range) = opening.filter(|_| start < all.end) {
        checked.add(Rule::ConflictMarks, range, message!("conflict-marks"), message!("conflict-marks.hint"));
    }
}

fn headings(checked: &mut Checked<'_>, range: &Range<usize>) {
    let lines = checked.lines(range);
    let is_alone = lines.len() == 1;
    let found = lines.iter().find(|(_, line)| is_heading_without_blank(line, is_alone));
    if let Some((start, line)) = found.map(|(start, line)| (*start, (*line).to_owned())) {
        let signs = line.len() - line.trim_start_matches('#').len();
        let (signs, title) = line.split_at(signs);
        let hint = message!("heading-not-taken.hint", heading = format!("{signs} {}", title.trim()));
        checked.add(Rule::HeadingNotTaken, start..start + line.len(), message!("heading-not-taken"), hint);
    }
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
fn bold_heading(checked: &mut Checked<'_>, range: &Range<usize>) {
    let source = checked.body.get(range.clone()).unwrap_or_default();
    let line = range.start..range.start + source.trim_end().len();
    let title = source.trim_end().trim_matches('*');
    let ends_like_text = title.ends_with(['.', '!', '?', ':', ';', ',', '…', '»', '”', ')']);
    let is_last = checked.body.get(range.end..).is_none_or(|rest| !rest.contains(|c: char| !c.is_whitespace()));
    if checked
        .layout
        .bold
        .binary_search_by_key(&line.start, |bold| bold.start)
        .is_ok_and(|at| checked.layout.bold.get(at) == Some(&line))
        && !title.contains('\n')
        && title.chars().count() <= TITLE
        && !ends_like_text
        && !is_last
    {
        let hint = message!("bold-heading.hint", heading = format!("## {title}"));
        checked.add(Rule::BoldHeading, line, message!("bold-heading"), hint);
    }
}

/// Signs that word processors put before the items of a list, and nobody before a sentence.
const BULLETS: &[char] = &['•', '●', '▪', '◦', '‣', '■', '○', '∙'];
/// Signs that may begin a line of speech too.
const DASHES: &[char] = &['–', '—', '·', '-'];

fn list(checked: &mut Checked<'_>, range: &Range<usize>) {
    let lines = checked.lines(range);
    let bullet = lines.iter().find(|(_, line)| line.starts_with(BULLETS));
    let two = |is_item: fn(&str) -> bool| {
        let mut items = lines.iter().filter(|(_, line)| is_item(line));
        items.next().filter(|_| items.next().is_some())
    };
    let first = bullet.or_else(|| two(begins_with_dash)).or_else(|| two(begins_with_number));
    if let Some((start, line)) = first.map(|(start, line)| (*start, (*line).to_owned())) {
        let is_numbered = line.starts_with(|c: char| c.is_ascii_digit());
        let hint = if is_numbered { message!("list-not-taken.numbered") } else { message!("list-not-taken.hint") };
        checked.add(Rule::ListNotTaken, start..start + line.len(), message!("list-not-taken"), hint);
    }
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

fn table(checked: &mut Checked<'_>, range: &Range<usize>) {
    let lines = checked.lines(range);
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
    if let Some((start, length)) = rows(&pipes, 3) {
        let hint = message!("table-not-taken.hint");
        checked.add(Rule::TableNotTaken, start..start + length, message!("table-not-taken"), hint);
    } else if let Some((start, length)) = rows(&tabs, 1) {
        let hint = message!("table-not-taken.tabs");
        checked.add(Rule::TableNotTaken, start..start + length, message!("table-not-taken"), hint);
    }
}
