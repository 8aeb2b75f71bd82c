//! Limits of one body. A body that passes a limit is read no further and has a finding of [`Rule::Limit`].
//!
//! [`Rule::Limit`]: crate::diagnostics::Rule::Limit

use std::ops::Range;

/// Elements within one another, written in Markdown or as HTML; a list counts as two, itself and its item.
pub const NESTING: usize = 64;
/// Links, pictures and references to footnotes.
pub const LINKS: usize = 5_000;
pub const HEADINGS: usize = 2_000;
/// Cells of all tables, those included that Markdown fills in where a row is short.
pub const TABLE_CELLS: usize = 50_000;
pub const FOOTNOTES: usize = 1_000;
/// Bytes of HTML, before addresses are filled in.
pub const OUTPUT: usize = 8 * 1024 * 1024;
/// Findings of one body; the one after them says that there are more.
pub const FINDINGS: usize = 1_000;
/// Bytes of a heading's anchor, cut at a hyphen where there is one.
pub const ANCHOR: usize = 80;
/// Bytes of an address.
pub const ADDRESS: usize = 2_048;

/// Code with a longer line (in bytes) is not highlighted.
pub const HIGHLIGHTED_LINE: usize = 160;
/// A longer block of code (in bytes) is not highlighted.
pub const HIGHLIGHTED_BLOCK: usize = 8 * 1024;
/// Bytes of code highlighted on one page; blocks after them are not.
pub const HIGHLIGHTED_PAGE: usize = 16 * 1024;

/// Steps that the Markdown parser may need to match lines with the quotes and lists that they may continue.
const CONTAINER_STEPS: usize = 64_000_000;

/// The line that makes the parser's work grow with depth times lines, when it would grow too much.
///
/// The parser keeps no limit of its own: for every line that could continue an open paragraph it walks all open
/// quotes and lists. This looks for the deepest line by the markers and the indentation at its start, which is
/// never less than the real depth, and multiplies.
pub(super) fn too_deep(body: &str) -> Option<Range<usize>> {
    // Depth and lines together cannot be more than bytes.
    if body.len() / 2 * (body.len() / 2) <= CONTAINER_STEPS {
        return None;
    }
    // No line is deeper than twice its length, if it is all tabs.
    let ends = body.bytes().filter(|byte| (*byte == b'\n') | (*byte == b'\r')).count();
    if body.len().saturating_mul(2 * (ends + 1)) <= CONTAINER_STEPS {
        return None;
    }
    let mut lines = 0;
    let mut deepest = (0, 0..0);
    let mut start = 0;
    for line in body.split_inclusive(['\n', '\r']) {
        lines += 1;
        let depth = possible_depth(line.as_bytes());
        if depth > deepest.0 {
            deepest = (depth, start..start + line.trim_end().len());
        }
        start += line.len();
    }
    let (depth, range) = deepest;
    (depth > NESTING && depth.saturating_mul(lines) > CONTAINER_STEPS).then_some(range)
}

/// An upper bound of the containers that a line can open or continue: one for each marker at its start, and one for
/// each two columns of indentation.
fn possible_depth(line: &[u8]) -> usize {
    let mut markers = 0;
    let mut columns = 0;
    let mut rest = line;
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            b'>' | b'-' | b'+' | b'*' | b':' => markers += 1,
            b'0'..=b'9' | b'.' | b')' => columns += 1,
            _ => break,
        }
        rest = after;
    }
    markers + columns / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_depth_times_length_is_refused() {
        assert_eq!(too_deep("> > > a\n\n* * *\n"), None);
        assert_eq!(too_deep(&"- ".repeat(400)), None);
        let deep = format!("{}a\n{}", ">".repeat(10_000), "a\n".repeat(100_000));
        assert_eq!(too_deep(&deep), Some(0..10_001));
    }
}
