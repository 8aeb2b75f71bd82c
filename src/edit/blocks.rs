//! Tables and rows under headings: added, moved, removed with all their lines.

use std::ops::Range;

use super::{
    Edits, Operation, PlainValue, Refusal, Splice, Step,
    document::{SourceDocument, below},
    layout,
    lines::{heading_of, table_lines},
    shown,
};

use crate::message;

/// A row with all that stands under its heading.
#[derive(Clone, Debug)]
struct RowBlock {
    /// The beginning of the remarks directly above the heading.
    start: usize,
    heading_start: usize,
    /// After the last line's end.
    end: usize,
}

impl RowBlock {
    fn find(document: &SourceDocument<'_>, path: &[Step]) -> Option<Self> {
        let mut statements = document.statements_below(path);
        let first = statements.next()?;
        let end = statements.last().map_or(first.lines.end, |last| last.lines.end);
        Some(Self { start: document.start_with_remarks(first), heading_start: first.lines.start, end })
    }
}

/// The first rows of a table: after the tables that the schema names before it, or else before the others.
pub(super) fn add_first(
    document: &SourceDocument<'_>,
    keys: &[&str],
    path: &[Step],
    rows: &[PlainValue],
) -> Result<Edits, Refusal> {
    let Some((Step::Key(key), parent)) = path.split_last() else { return Ok(Edits::Splices(Vec::new())) };
    let rank = |key: &str| keys.iter().position(|known| *known == key).unwrap_or(keys.len());
    let rank_of = |path: &[Step]| match path.get(parent.len()) {
        Some(Step::Key(key)) => Some(rank(key)),
        _ => None,
    };
    let line_end = document.line_end();
    let heading = format!("[[{}]]", heading_of(&path.to_vec()));
    let texts: Result<Vec<String>, Refusal> =
        rows.iter().map(|row| row_text(path, &heading, "", row, line_end)).collect();
    let text = texts?.join(line_end);
    let own = rank(key);
    let under_headings = |statement: &&layout::Statement| statement.is_heading() && statement.path.len() > parent.len();
    let below: Vec<&layout::Statement> = document.statements_below(parent).filter(under_headings).collect();
    let next = below.iter().find(|statement| rank_of(&statement.path).is_some_and(|rank| rank > own));
    if let Some(next) = next {
        let at = document.start_with_remarks(next);
        return Ok(Edits::Splices(vec![Splice { range: at..at, text: format!("{text}{line_end}") }]));
    }
    let at = document.statements_below(parent).last().map_or(document.toml.start, |last| last.lines.end);
    let text = if at == document.toml.start { text } else { format!("{line_end}{text}") };
    Ok(Edits::Splices(vec![document.insert_lines(at, &text)]))
}

fn row_text(
    path: &[Step],
    heading: &str,
    indentation: &str,
    row: &PlainValue,
    line_end: &str,
) -> Result<String, Refusal> {
    match row {
        PlainValue::Table(table) => {
            Ok(format!("{indentation}{heading}{line_end}{}", table_lines(table, indentation, line_end)))
        }
        _ => Err(Refusal::new(message!("row-is-table", list = shown(path)))),
    }
}

pub(super) fn add(document: &SourceDocument<'_>, path: &[Step], at: usize, row: &PlainValue) -> Result<Edits, Refusal> {
    let blocks = rows(document, path);
    let line_end = document.line_end();
    let model = document.statements.iter().find(|statement| statement.is_heading() && statement.is_below(path));
    let Some(model) = model else { return Err(Refusal::new(message!("edit-nothing-there", path = shown(path)))) };
    let indentation = document.slice(model.lines.start..model.key.start);
    let text = row_text(path, document.slice(model.key.clone()), indentation, row, line_end)?;
    // Rows stand as far apart as the first two do.
    let is_tight = matches!(blocks.as_slice(), [first, second, ..] if first.end == second.start);
    let gap = if is_tight { "" } else { line_end };
    Ok(Edits::Splices(vec![match (blocks.get(at), blocks.last()) {
        (Some(next), _) => Splice { range: next.start..next.start, text: format!("{text}{gap}") },
        (None, Some(last)) => document.insert_lines(last.end, &format!("{gap}{text}")),
        (None, None) => return Err(Refusal::new(message!("edit-nothing-there", path = shown(path)))),
    }]))
}

pub(super) fn remove(document: &SourceDocument<'_>, path: &[Step], at: usize) -> Result<Edits, Refusal> {
    let blocks = rows(document, path);
    if blocks.len() == 1 && at == 0 {
        return Ok(Edits::Operations(vec![Operation::Unset { path: path.to_vec() }]));
    }
    let Some(block) = blocks.get(at) else {
        return Err(Refusal::new(message!("no-such-row", list = shown(path), number = at + 1)));
    };
    Ok(Edits::Splices(vec![without_gap(document, block.heading_start..block.end)]))
}

/// Everything of a table: its headings and all lines under them.
pub(super) fn remove_all(document: &SourceDocument<'_>, path: &[Step]) -> Vec<Splice> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for statement in document.statements_below(path) {
        match ranges.last_mut() {
            Some(last) if last.end == statement.lines.start => last.end = statement.lines.end,
            _ => ranges.push(statement.lines.clone()),
        }
    }
    let mut splices: Vec<Splice> = Vec::new();
    for range in ranges {
        let splice = without_gap(document, range);
        // The blank line between two rows goes once.
        match splices.last_mut() {
            Some(last) if last.range.end >= splice.range.start => last.range.end = splice.range.end.max(last.range.end),
            _ => splices.push(splice),
        }
    }
    splices
}

/// Lines are removed with the blank line that set them apart: the one above, or else the one below.
fn without_gap(document: &SourceDocument<'_>, range: Range<usize>) -> Splice {
    let is_blank = |range: &Range<usize>| document.slice(range.clone()).trim().is_empty() && !range.is_empty();
    if range.start > document.toml.start {
        let above = layout::lines(document.text, &document.toml, range.start - 1..range.start - 1);
        if is_blank(&above) && above.end == range.start {
            return document.remove_lines(above.start..range.end);
        }
    }
    if range.end < document.toml.end {
        let next = layout::lines(document.text, &document.toml, range.end..range.end);
        if is_blank(&next) {
            return document.remove_lines(range.start..next.end);
        }
    }
    document.remove_lines(range)
}

fn rows(document: &SourceDocument<'_>, path: &[Step]) -> Vec<RowBlock> {
    let count = document.items(path).map_or(0, <[_]>::len);
    (0..count).filter_map(|at| RowBlock::find(document, &below(path, Step::Item(at)))).collect()
}

/// Rows change places; what stands between them stays where it is.
pub(super) fn move_one(document: &SourceDocument<'_>, path: &[Step], from: usize, to: usize) -> Result<Edits, Refusal> {
    let blocks = rows(document, path);
    if from >= blocks.len() || to >= blocks.len() {
        return Err(Refusal::new(message!("row-count", list = shown(path), count = blocks.len())));
    }
    if blocks.windows(2).any(|pair| matches!(pair, [a, b] if a.end > b.start)) {
        return Err(Refusal::new(message!("rows-interlaced", list = shown(path))));
    }
    let text_of = |block: &RowBlock| {
        let text = document.slice(block.start..block.end);
        text.strip_suffix("\r\n").or(text.strip_suffix('\n')).unwrap_or(text)
    };
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    let moved = order.remove(from);
    order.insert(to, moved);
    let splices = blocks.iter().zip(order).filter_map(|(place, other)| {
        let (old, new) = (text_of(place), text_of(blocks.get(other)?));
        (old != new).then(|| Splice { range: place.start..place.start + old.len(), text: new.to_owned() })
    });
    Ok(Edits::Splices(splices.collect()))
}
