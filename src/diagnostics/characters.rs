//! Reports forbidden characters and words of two scripts where they stand, and drops errors of a parser that only follow
//! from a forbidden character.

use std::{borrow::Cow, ops::Range};

use super::{Diagnostic, Rule, Sink, position, sink::Reported};
use crate::{
    message,
    text::characters::{first_forbidden, is_forbidden, mixed_scripts, word_in_one_script},
};

/// The text with every forbidden character replaced by something harmless of the same length in bytes, so that places
/// stay right, and a diagnostic for the first of each line.
pub fn without_forbidden<'t>(text: &'t str, sink: &mut Sink) -> Cow<'t, str> {
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
            report_forbidden(c, &(at..at + c.len_utf8()), sink).hint(message!("forbidden-character.hint"));
        }
    }
    Cow::Owned(clean)
}

pub fn report_forbidden<'s>(character: char, range: &Range<usize>, sink: &'s mut Sink) -> Reported<'s> {
    let code = format!("U+{:04X}", u32::from(character));
    sink.report(Rule::ForbiddenCharacter, range, message!("forbidden-character", code))
}

/// A title's letters of two scripts in one word are nearly always a slip of the keyboard.
pub fn report_mixed_scripts(title: &str, range: &Range<usize>, sink: &mut Sink) {
    if let Some(word) = mixed_scripts(title).and_then(|word| title.get(word)) {
        let hint = match word_in_one_script(word) {
            Some(whole) => message!("mixed-scripts.meant", whole),
            None => message!("mixed-scripts.hint"),
        };
        sink.report(Rule::MixedScripts, range, message!("mixed-scripts", word)).hint(hint);
    }
}

/// Drops mistakes in lines of which one of the first `reported` diagnostics tells a forbidden character: that character is
/// the mistake, and what a parser says of its line an echo.
pub fn forget_explained(text: &str, reported: usize, sink: &mut Sink) {
    let line = |diagnostic: &Diagnostic| diagnostic.location.as_ref().map(|l| position::position(text, l.start).line);
    let later = sink.found.split_off(reported);
    let lines: Vec<Option<usize>> = sink.found.iter().map(line).collect();
    sink.found.extend(later.into_iter().filter(|error| !lines.contains(&line(error))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_reported_once_a_line_and_keep_places() {
        let mut sink = Sink::new(&"x.md".into());
        let text = "a\0b\0\n\u{202e}c\u{e0041}d\u{85}\n«ок – е»";
        let clean = without_forbidden(text, &mut sink);
        assert_eq!(clean.len(), text.len());
        assert_eq!(sink.found.iter().map(|d| d.location.as_ref().unwrap().start).collect::<Vec<_>>(), [1, 5]);
        assert_eq!(without_forbidden(&clean, &mut sink), clean);
    }
}
