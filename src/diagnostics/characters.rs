//! Characters that no text of a site may have, and words that mix scripts.

use std::{borrow::Cow, cell::Cell};

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick};

use super::{Diagnostic, FilePath, Location, Rule, position};
use crate::scan;

/// Control characters (but for tab and line ends), bidirectional overrides and isolates, and tag characters.
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// The first forbidden character of a text.
pub fn first_forbidden(text: &str) -> Option<char> {
    if may_hold_forbidden(text) { text.chars().find(|c| is_forbidden(*c)) } else { None }
}

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

/// A quick look at bytes: what nearly every text passes without being decoded.
fn may_hold_forbidden(text: &str) -> bool {
    let is_suspect = |byte: u8| {
        // 0xc2 and 0xe2 differ in that one bit.
        ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f) | (byte | 0x20 == 0xe2) | (byte == 0xf3)
    };
    scan::any(text.as_bytes(), is_suspect, |byte, rest| match (byte, rest) {
        (b'\t' | b'\r', _) => false,
        // U+0080 to U+009F
        (0xc2, [second, ..]) => *second < 0xa0,
        // U+202A to U+202E and U+2066 to U+2069
        (0xe2, [second, third, ..]) => matches!((second, third), (0x80, 0xaa..=0xae) | (0x81, 0xa6..=0xa9)),
        _ => true,
    })
}

pub const MIXED_SCRIPTS_HINT: &str = "type the word again in one script: some letters only look alike";

/// The first word that mixes Cyrillic with Latin or Greek letters, as byte range.
///
/// Parts joined by hyphens or apostrophes are words of their own: `IT-кластер` is none that mixes.
pub fn mixed_scripts(text: &str) -> Option<std::ops::Range<usize>> {
    let mut start = 0;
    let mut scripts = [false; 3];
    let end_of = |from: usize, to: usize, scripts: &mut [bool; 3]| {
        let mixed = scripts.iter().filter(|seen| **seen).count() > 1;
        *scripts = [false; 3];
        mixed.then_some(from..to)
    };
    for (at, c) in text.char_indices() {
        let in_word = match c {
            // Most of all texts; for the others there are tables to be looked through.
            '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
            '\u{400}'..='\u{481}' => true,
            _ => c.is_alphabetic() || c.is_numeric() || is_combining(c),
        };
        if in_word {
            if let Some(script) = script(c).and_then(|index| scripts.get_mut(index)) {
                *script = true;
            }
        } else {
            if let Some(range) = end_of(start, at, &mut scripts) {
                return Some(range);
            }
            start = at + c.len_utf8();
        }
    }
    end_of(start, text.len(), &mut scripts)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn script(c: char) -> Option<usize> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' if c != '×' && c != '÷' => Some(0),
        '\u{400}'..='\u{52f}' => Some(1),
        '\u{370}'..='\u{3ff}' => Some(2),
        _ => None,
    }
}

/// Whether a spreadsheet would run a cell: some skip blanks and take full-width signs for the plain ones.
pub fn is_formula(cell: &str) -> bool {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    (cell.starts_with(starts) || cell.trim_start().starts_with(starts)) && cell.parse::<f64>().is_err()
}

/// Normal form C, as every text of the site is published.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Whether a text is in normal form C. Nearly all bytes of nearly every text are of characters that need no look
/// ([`is_suspect`], [`is_doubtful`]); what is written around the others is judged by itself.
pub fn is_nfc(text: &str) -> bool {
    let judged = Cell::new(0);
    !scan::any(text.as_bytes(), is_suspect, |byte, rest| {
        let at = text.len() - rest.len() - 1;
        if at < judged.get() || !is_doubtful(byte, rest) {
            return false;
        }
        let (before, from) = text.split_at_checked(at).unwrap_or(("", text));
        if from.chars().next().is_none_or(stands_alone) {
            return false;
        }
        // What is before this part has been judged or needs no look, so that its last character stands alone.
        let start = before.char_indices().next_back().map_or(at, |(place, _)| place);
        let end = from.char_indices().find(|(_, c)| stands_alone(*c)).map_or(text.len(), |(place, _)| at + place);
        judged.set(end);
        let part = text.get(start..end).unwrap_or(text);
        match is_nfc_quick(part.chars()) {
            IsNormalized::Yes => false,
            IsNormalized::No => true,
            IsNormalized::Maybe => !part.nfc().eq(part.chars()),
        }
    })
}

/// Whether a character neither changes nor composes with what stands before it nor changes places with it: a text is in
/// normal form if the parts that begin with such characters are.
fn stands_alone(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// The first byte of a character that needs a look: all but ASCII, Latin-1, Latin Extended-A and basic Cyrillic.
fn is_suspect(byte: u8) -> bool {
    (byte > 0xc5) & (byte & 0xfe != 0xd0)
}

/// Whether a suspect character may be other than a Latin or Cyrillic letter, an apostrophe or the usual punctuation and
/// currency signs, all of which stand alone.
fn is_doubtful(byte: u8, rest: &[u8]) -> bool {
    match (byte, rest) {
        // U+0180 to U+02FF
        (0xc6..=0xcb, _) => false,
        // U+0480 to U+04BF without the combining marks among them
        (0xd2, [second, ..]) => matches!(second, 0x83..=0x89),
        // U+2002 to U+203F, U+2080 to U+20BF, and U+2116; U+2000 and U+2001 do change.
        (0xe2, [second, third, ..]) => !matches!((second, third), (0x80, 0x82..) | (0x82, _) | (0x84, 0x96)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_of_two_scripts_are_found_and_compounds_are_not() {
        assert_eq!(mixed_scripts("the EСA alliance"), Some(4..8), "a Cyrillic С among Latin letters");
        for fine in ["IT-кластер", "DIH «Centre 4.0 KPI»", "п'ять", "Košice", "Україна", "µm", ""]
        {
            assert_eq!(mixed_scripts(fine), None, "{fine}");
        }
    }

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

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(nfc("и\u{306}ои\u{308}"), "йоӥ");
        assert_eq!(nfc("\u{2000}\u{212b}"), "\u{2002}Å");
        assert_eq!(nfc("а\u{301}и\u{306}"), "а\u{301}й");
        let composed = "Кошиці – «Єднання» № 5, 2,5 млн €/₴, Košice… Ґан\u{2bc}я, за\u{301}мок";
        assert!(matches!(nfc(composed), Cow::Borrowed(_)));
    }

    /// Each character by itself, and between others that may join it: those of the look and those of the tables.
    #[test]
    fn every_character_is_judged_as_by_the_tables() {
        for c in ('\0'..=char::MAX).filter(|c| u32::from(*c) < 0x1_1400 || canonical_combining_class(*c) != 0) {
            for text in [format!("а{c}b"), format!("{c}\u{301}")] {
                assert_eq!(is_nfc(&text), unicode_normalization::is_nfc(&text), "U+{:04X}", u32::from(c));
            }
        }
    }

    /// Marks upon marks are judged once, not again from each.
    #[test]
    fn a_text_of_marks_alone_is_judged_in_one_go() {
        let marks = "\u{301}".repeat(2_000_000);
        assert_eq!(nfc(&marks), marks);
    }

    proptest! {
        #[test]
        fn the_quick_look_never_errs(text in "[ -~à-žƀ-˿Ѐ-ԯᄀ-ᇿ가-각\u{300}-\u{345}\u{2000}-\u{2130}ー-ヾ]{0,40}") {
            prop_assert_eq!(nfc(&text).into_owned(), text.nfc().collect::<String>());
        }

        #[test]
        fn nor_among_marks(text in "[аиґAe\u{2bc}\u{300}-\u{308}\u{315}-\u{31b}\u{321}-\u{32f}\u{483}-\u{487}]{0,60}") {
            prop_assert_eq!(nfc(&text).into_owned(), text.nfc().collect::<String>());
        }
    }
}
