//! From bytes in a file to the line and column that an editor counts.

/// A place as people count it: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The position of a byte offset. A byte order mark takes no column; an offset inside a character is its start.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let offset = floor_char_boundary(text, offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let column = before[line_start..].chars().filter(|c| *c != BYTE_ORDER_MARK).count() + 1;
    Position { line: before.matches('\n').count() + 1, column }
}

/// The whole lines that a range touches: their byte range (without the last line's end) and the first one's number.
pub(crate) fn lines_around(text: &str, start: usize, end: usize) -> (std::ops::Range<usize>, usize) {
    let start = floor_char_boundary(text, start);
    let end = floor_char_boundary(text, end.max(start));
    let from = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let to = text[end..].find('\n').map_or(text.len(), |i| end + i);
    (from..to, text[..start].matches('\n').count() + 1)
}

pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

pub(crate) fn ceil_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_a_byte_order_mark_is_none() {
        let text = "\u{feff}їжак\r\nдва слова\n";
        assert_eq!(position(text, 3), Position { line: 1, column: 1 });
        assert_eq!(position(text, text.find('ж').unwrap()), Position { line: 1, column: 2 });
        assert_eq!(position(text, text.find("слова").unwrap()), Position { line: 2, column: 5 });
        assert_eq!(position(text, 10_000), Position { line: 3, column: 1 });
    }
}
