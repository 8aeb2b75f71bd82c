//! Blocks that end where nobody meant them to, or are of another kind than they look.

use std::ops::Range;

use super::{super::headings::Headings, Checked};
use crate::{diagnostics::Rule, message};

pub(super) fn check(checked: &mut Checked<'_>, headings: &Headings) {
    let layout = checked.layout;
    for range in &layout.fenced_code {
        unclosed_fence(checked, range);
    }
    for range in &layout.indented_code {
        let line = first_line(checked.body, range);
        checked.add(Rule::IndentedCode, line, message!("indented-code"), message!("indented-code.hint"));
    }
    for (range, columns) in &layout.rows {
        cells(checked, range, *columns);
    }
    levels(checked, headings);
}

fn first_line(body: &str, range: &Range<usize>) -> Range<usize> {
    let line = body.get(range.clone()).unwrap_or_default().lines().next().unwrap_or_default();
    range.start..range.start + line.trim_end().len()
}

fn unclosed_fence(checked: &mut Checked<'_>, range: &Range<usize>) {
    let source = checked.body.get(range.clone()).unwrap_or_default();
    let Some(sign) = source.chars().next().filter(|sign| matches!(sign, '`' | '~')) else { return };
    let length = source.chars().take_while(|c| *c == sign).count();
    let last = source.lines().skip(1).last().unwrap_or_default().trim_start_matches([' ', '>', '\t']).trim_end();
    let is_closed = last.len() >= length && last.chars().all(|c| c == sign);
    if !is_closed {
        let line = first_line(checked.body, range);
        let fence: String = std::iter::repeat_n(sign, length).collect();
        let hint = message!("unclosed-fence.hint", fence = fence);
        checked.add(Rule::UnclosedFence, line, message!("unclosed-fence"), hint);
    }
}

fn cells(checked: &mut Checked<'_>, range: &Range<usize>, columns: usize) {
    let line = first_line(checked.body, range);
    let source = checked.body.get(line.clone()).unwrap_or_default();
    let row = source.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut ends = Vec::new();
    let mut is_escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !is_escaped {
            ends.push(at);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    // The last sign only ends the last cell.
    let is_ended = ends.last().is_some_and(|end| row.get(end + 1..).is_some_and(|rest| rest.trim().is_empty()));
    let count = ends.len() + usize::from(!is_ended);
    let lost = columns.checked_sub(1).and_then(|last| ends.get(last)).filter(|_| count > columns);
    if let Some(lost) = lost {
        let before = source.len() - source.trim_start().len() + usize::from(source.trim_start().starts_with('|'));
        let message = message!("cells-left-out", cells = count, columns = columns);
        checked.add(Rule::CellsLeftOut, line.start + before + lost..line.end, message, message!("cells-left-out.hint"));
    }
}

/// A heading that is more than one level below the heading before it. The first rank that a page has stands right below its
/// title, whatever number of signs it is written with.
fn levels(checked: &mut Checked<'_>, headings: &Headings) {
    let outline = || headings.list.iter().filter(|heading| !heading.nested);
    let Some(top) = outline().map(|heading| heading.level).min() else { return };
    let mut before = top.saturating_sub(1);
    for heading in outline() {
        if heading.level > before + 1 {
            let line = first_line(checked.body, &heading.range);
            let signs: String = std::iter::repeat_n('#', usize::from(before + 1)).collect();
            let hint = message!("heading-level.hint", signs = signs);
            checked.add(Rule::HeadingLevel, line, message!("heading-level"), hint);
        }
        before = heading.level;
    }
}
