//! The first look at a text, at its bytes: where a rule of typography may have something to change.

use super::{Spaces, TypographyRules};
use crate::scan;

/// Whether a byte begins a character that can matter: `"`, `'`, `-`, `.`, «, ʼ and general punctuation. No letter that
/// European texts are full of begins with one of these.
pub(super) fn is_candidate(byte: u8) -> bool {
    (byte == b'"')
        | (byte == b'\'')
        | (byte == b'-')
        | (byte == b'.')
        | (byte == 0xc2)
        | (byte == 0xca)
        | (byte == 0xe2)
}

pub(super) fn is_candidate_or_space(byte: u8) -> bool {
    is_candidate(byte) | (byte == b' ') | (byte == b'\n')
}

pub(super) fn has_candidates(rules: &TypographyRules, text: &str) -> bool {
    let found = match rules.spaces {
        Spaces::AsTyped => scan::find(text.as_bytes(), is_candidate),
        _ => scan::find(text.as_bytes(), is_candidate_or_space),
    };
    found.is_some()
}

/// Whether no rule changes the sign or space at a place: a look at the bytes around it, which is enough for nearly all of
/// them. These are points that stand alone, hyphens within words and spaces between words. A word of one letter may be a
/// short one, and one in «лн» or «рд» one of the [`MULTIPLIERS`](super::rules::MULTIPLIERS): the space after it is for the rules.
pub(super) fn surely_stays(bytes: &[u8], at: usize) -> bool {
    let Some((before, [sign, behind @ ..])) = bytes.split_at_checked(at) else { return false };
    match sign {
        b'.' => !behind.starts_with(b"."),
        b'-' => behind.first().is_some_and(|next| !matches!(next, b'-' | b' ' | b'\n')),
        b' ' | b'\n' => {
            let may_be_multiplier = before.ends_with("лн".as_bytes()) || before.ends_with("рд".as_bytes());
            begins_with_letter(behind) && ends_with_two_letters(before) && !may_be_multiplier
        }
        _ => false,
    }
}

/// Letters here are those of one byte (Latin) and of two (U+00C0 to U+07FF, which begin with 0xc3 to 0xdf: no rule names any
/// sign or space among them). A digit counts too.
fn begins_with_letter(text: &[u8]) -> bool {
    text.first().is_some_and(|first| first.is_ascii_alphanumeric() || matches!(first, 0xc3..=0xdf))
}

fn ends_with_two_letters(text: &[u8]) -> bool {
    match text {
        [.., 0xc3..=0xdf, _, 0xc3..=0xdf, _] => true,
        [.., 0xc3..=0xdf, _, last] => last.is_ascii_alphabetic(),
        [.., earlier, 0xc3..=0xdf, _] => earlier.is_ascii_alphabetic(),
        [.., earlier, last] => earlier.is_ascii_alphabetic() && last.is_ascii_alphabetic(),
        _ => false,
    }
}
