//! Values of lists between brackets: added, moved, removed. Rows under headings are handed on to `blocks`.

use super::{
    Edits, Operation, PlainValue, Refusal, Schema, Splice, Step, blocks,
    document::SourceDocument,
    layout::{self, TomlForm},
    shown,
};
use crate::{message, toml_reader::TomlNode};

/// A list that stands between brackets.
struct List<'d> {
    node: &'d TomlNode,
    items: &'d [TomlNode],
    text: &'d str,
}

fn list<'d>(document: &'d SourceDocument<'_>, path: &[Step]) -> Result<List<'d>, Refusal> {
    match (document.node(path), document.items(path)) {
        (Some(node), Some(items)) => Ok(List { node, items, text: document.text }),
        (Some(_), None) => Err(Refusal::new(message!("not-a-list", path = shown(path)))),
        (None, _) => Err(Refusal::new(message!("edit-nothing-there", path = shown(path)))),
    }
}

impl List<'_> {
    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The text between the value before this place (or the bracket) and the one after it (or the bracket).
    fn gap(&self, at: usize) -> std::ops::Range<usize> {
        let start = match at.checked_sub(1).and_then(|before| self.items.get(before)) {
            Some(before) => before.range.end,
            None => self.node.range.start + 1,
        };
        start..self.items.get(at).map_or(self.node.range.end - 1, |next| next.range.start)
    }

    fn gap_text(&self, at: usize) -> &str {
        let gap = self.gap(at);
        self.slice(gap.start, gap.end)
    }

    /// Whether each value has a line of its own.
    fn is_by_line(&self) -> bool {
        (0..self.items.len()).all(|at| self.gap_text(at).contains('\n'))
    }

    fn has_remarks(&self) -> bool {
        (0..=self.items.len()).any(|at| self.gap_text(at).contains('#'))
    }

    /// The line end and indentation before the first value.
    fn indentation(&self) -> &str {
        let gap = self.gap_text(0);
        let at = gap.rfind('\n').unwrap_or(0);
        let at = if gap.get(..at).is_some_and(|before| before.ends_with('\r')) { at - 1 } else { at };
        gap.get(at..).unwrap_or_default()
    }
}

fn is_of_rows(document: &SourceDocument<'_>, path: &[Step]) -> bool {
    document.node(path).and_then(|node| layout::form(node, document.text)) == Some(TomlForm::Heading)
}

pub(super) fn add(
    document: &SourceDocument<'_>,
    schema: &Schema<'_>,
    path: &[Step],
    at: usize,
    value: &PlainValue,
) -> Result<Edits, Refusal> {
    if is_of_rows(document, path) {
        return blocks::add(document, path, at, value);
    }
    let whole = || Operation::Set { path: path.to_vec(), value: PlainValue::List(vec![value.clone()]) };
    if document.node(path).is_none() && at == 0 {
        return Ok(Edits::Operations(vec![whole()]));
    }
    let list = list(document, path)?;
    if list.items.is_empty() && at == 0 {
        let mut operations = vec![whole()];
        if schema.is_table(path) {
            operations.insert(0, Operation::Unset { path: path.to_vec() });
        }
        return Ok(Edits::Operations(operations));
    }
    if at > list.items.len() {
        return Err(Refusal::new(message!("value-count", list = shown(path), count = list.items.len())));
    }
    Ok(Edits::Splices(match (at.checked_sub(1).and_then(|before| list.items.get(before)), list.items.get(at)) {
        (_, Some(next)) => vec![before_item(&list, next, &value.to_toml())],
        (Some(last), None) => after_last(&list, last, &value.to_toml()),
        (None, None) => Vec::new(),
    }))
}

/// The value takes the place of the next one, which moves on; a remark above that one goes with it.
fn before_item(list: &List<'_>, next: &TomlNode, value: &str) -> Splice {
    let text = if list.is_by_line() { format!("{value},{}", list.indentation()) } else { format!("{value}, ") };
    Splice { range: next.range.start..next.range.start, text }
}

/// A list with a comma after its last value has one there afterwards too. In a list of lines, the new line stands after a
/// remark in the last one.
fn after_last(list: &List<'_>, last: &TomlNode, value: &str) -> Vec<Splice> {
    let end = last.range.end;
    let insert = |at: usize, text: String| Splice { range: at..at, text };
    let gap = list.gap_text(list.items.len());
    match (comma(gap), list.is_by_line()) {
        (None, false) => vec![insert(end, format!(", {value}"))],
        (Some(comma), false) => vec![insert(end + comma + 1, format!(" {value},"))],
        (None, true) => {
            let line = end + line_length(gap);
            let new = format!("{}{value}", list.indentation());
            if line == end {
                vec![insert(end, format!(",{new}"))]
            } else {
                vec![insert(end, ",".to_owned()), insert(line, new)]
            }
        }
        (Some(comma), true) => {
            let line = end + comma + 1 + line_length(gap.get(comma + 1..).unwrap_or_default());
            vec![insert(line, format!("{}{value},", list.indentation()))]
        }
    }
}

/// Finds the comma after a value; one in a remark is none.
fn comma(gap: &str) -> Option<usize> {
    let mut in_remark = false;
    gap.char_indices().find_map(|(at, c)| {
        match c {
            '#' => in_remark = true,
            '\n' => in_remark = false,
            ',' if !in_remark => return Some(at),
            _ => {}
        }
        None
    })
}

/// The length of the line's rest without blanks and line end at its end, when a remark stands in it; else 0.
fn line_length(rest: &str) -> usize {
    let line = rest.find('\n').map_or(rest, |at| rest.get(..at).unwrap_or_default());
    if line.contains('#') { line.trim_end_matches(['\r', ' ', '\t']).len() } else { 0 }
}

pub(super) fn remove(document: &SourceDocument<'_>, path: &[Step], at: usize) -> Result<Edits, Refusal> {
    if is_of_rows(document, path) {
        return blocks::remove(document, path, at);
    }
    let list = list(document, path)?;
    let Some(item) = list.items.get(at) else {
        return Err(Refusal::new(message!("no-such-value", list = shown(path), number = at + 1)));
    };
    let gap_after = list.gap_text(at + 1);
    if list.is_by_line() && gap_after.contains('\n') {
        // Its whole line, with a remark after it.
        let line_end = gap_after.find('\n').unwrap_or(0);
        let start = list.slice(0, item.range.start).rfind('\n').map_or(0, |at| at + 1);
        let end = item.range.end + line_end + 1;
        let is_alone = list.slice(start, item.range.start).trim().is_empty();
        if is_alone && end <= list.node.range.end {
            let mut splices = vec![Splice { range: start..end, text: String::new() }];
            // A list that had no comma after its last value has none again.
            let before = at.checked_sub(1).and_then(|before| list.items.get(before));
            if let Some(before) = before.filter(|_| at + 1 == list.items.len() && comma(gap_after).is_none())
                && let Some(comma) = comma(list.gap_text(at))
            {
                let comma = before.range.end + comma;
                splices.insert(0, Splice { range: comma..comma + 1, text: String::new() });
            }
            return Ok(Edits::Splices(splices));
        }
    }
    let next = list.items.get(at + 1);
    let before = at.checked_sub(1).and_then(|before| list.items.get(before));
    let range = match (next, before) {
        (Some(next), _) => item.range.start..next.range.start,
        (None, Some(before)) => before.range.end..item.range.end,
        (None, None) => list.node.range.start + 1..list.node.range.end - 1,
    };
    if list.slice(range.start, range.end).contains('#') && list.has_remarks() && next.is_some() | before.is_some() {
        let between = list.gap_text(if next.is_some() { at + 1 } else { at });
        if between.contains('#') {
            return Err(Refusal::new(message!("remark-between-values", list = shown(path)))
                .hint(message!("remark-between-values.remove")));
        }
    }
    Ok(Edits::Splices(vec![Splice { range, text: String::new() }]))
}

pub(super) fn move_one(document: &SourceDocument<'_>, path: &[Step], from: usize, to: usize) -> Result<Edits, Refusal> {
    if is_of_rows(document, path) {
        return blocks::move_one(document, path, from, to);
    }
    let list = list(document, path)?;
    if from >= list.items.len() || to >= list.items.len() {
        return Err(Refusal::new(message!("value-count", list = shown(path), count = list.items.len())));
    }
    if list.has_remarks() {
        return Err(Refusal::new(message!("remark-between-values", list = shown(path)))
            .hint(message!("remark-between-values.move")));
    }
    let mut order: Vec<&TomlNode> = list.items.iter().collect();
    let moved = order.remove(from);
    order.insert(to, moved);
    let splices = list.items.iter().zip(order).filter(|(place, other)| place.range != other.range);
    let text_of = |node: &TomlNode| list.slice(node.range.start, node.range.end).to_owned();
    Ok(Edits::Splices(
        splices.map(|(place, other)| Splice { range: place.range.clone(), text: text_of(other) }).collect(),
    ))
}
