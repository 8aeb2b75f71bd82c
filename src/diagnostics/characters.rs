//! Characters that no text of a site may have, reported where they stand.

use std::borrow::Cow;

use super::{Diagnostic, FilePath, Location, Rule, position};
use crate::text::characters::{first_forbidden, is_forbidden};

/// The text with every forbidden character replaced by something harmless of the same length in bytes, so that places
/// stay right, and a diagnostic for the first of each line.
pub fn without_forbidden<'t>(text: &'t str, file: &FilePath, diagnostics: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    if first_forbidden(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut reported_in_line = false;
    for (at, c) in text.char_indices() {
        if c == '\n' {
            reported_in_line = false;
        }
        if !is_forbidden(c) {
            clean.push(c);
            continue;
        }
        clean.push_str(match c.len_utf8() {
            1 => "?",
            2 => "??",
            3 => "\u{fffd}",
            _ => "\u{fffd}?",
        });
        if !reported_in_line {
            reported_in_line = true;
            diagnostics.push(
                Diagnostic::new(
                    Rule::ForbiddenCharacter,
                    Location::new(file, at..at + c.len_utf8()),
                    format!("the invisible character U+{:04X} cannot stand in a text", u32::from(c)),
                )
                .hint("delete it; it often comes along when text is pasted"),
            );
        }
    }
    Cow::Owned(clean)
}

/// Whether an error stands in a line of which a forbidden character has been reported: then that is the mistake.
pub fn is_explained(error: &Diagnostic, reported: &[Diagnostic], text: &str) -> bool {
    let line = |diagnostic: &Diagnostic| diagnostic.location.as_ref().map(|l| position::position(text, l.start).line);
    reported.iter().any(|known| known.rule == Rule::ForbiddenCharacter && line(known) == line(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_reported_once_a_line_and_keep_places() {
        let file: FilePath = "x.md".into();
        let mut diagnostics = Vec::new();
        let text = "a\0b\0\n\u{202e}c\u{e0041}d\u{85}\n«ок – е»";
        let clean = without_forbidden(text, &file, &mut diagnostics);
        assert_eq!(clean.len(), text.len());
        assert_eq!(diagnostics.iter().map(|d| d.location.as_ref().unwrap().start).collect::<Vec<_>>(), [1, 5]);
        assert_eq!(without_forbidden(&clean, &file, &mut diagnostics), clean);
    }
}
