//! Shortens a text to its beginning, where the whole has no room.

use std::borrow::Cow;

/// The first letters of a text, `letters` at most, wherever that may be within a word.
pub(crate) fn beginning(text: &str, letters: usize) -> &str {
    text.char_indices().nth(letters).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The first words of a text, `letters` long at most, with an ellipsis where there are more words.
pub(crate) fn shortened(text: &str, letters: usize) -> Cow<'_, str> {
    let start = beginning(text, letters);
    if start.len() == text.len() {
        return text.into();
    }
    let whole = start.rsplit_once(' ').map_or(start, |(whole, _)| whole);
    format!("{whole}…").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, letters: usize, expected: &str) {
        assert_eq!(shortened(text, letters), expected, "{text}");
    }

    #[test]
    fn a_long_text_ends_after_a_word() {
        check("Перше речення", 13, "Перше речення");
        check("Перше речення", 12, "Перше…");
        check("Перше речення", 4, "Перш…");
        check("", 4, "");
        check("слово", 0, "…");
    }

    #[test]
    fn letters_are_counted_and_not_bytes() {
        assert_eq!(beginning("Їжак", 2), "Їж");
        assert_eq!(beginning("Їжак", 9), "Їжак");
    }
}
