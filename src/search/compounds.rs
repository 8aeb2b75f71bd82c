//! Words that several words of a text make together: a number written in groups or with a word for thousands (`300 000` and
//! `300 тис.` are both `300000`), and the parts of a hyphenated word (`dual-use` is `dualuse` too).
//!
//! The page's script (`themes/intermarium/static/js/search/words.js`) does the same; `tests/search/vectors.json` tests
//! that both do.

use std::ops::Range;

use super::{
    folding::{Folding, LONGEST_WORD, has_cyrillic},
    language::Analyser,
};

/// The most parts of a hyphenated word.
const MOST_PARTS: usize = 4;
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];
/// Signs that may stand between the groups of a number, and before the word for thousands.
const BLANKS: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// A number of several words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CompoundNumber {
    /// The end of the compound in the text.
    pub end: usize,
    /// The number of words that belong to it after the first.
    pub words_after: usize,
    /// As it is searched: `2500000`.
    pub word: String,
}

/// A quick look that tells nearly all words which begin neither a number nor a hyphenated word. `after` are the places of
/// the words that follow.
#[inline]
pub(super) fn may_begin(text: &str, place: &Range<usize>, after: &[Range<usize>]) -> bool {
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or_default();
    after.first().is_some_and(|next| {
        byte(place.start).is_ascii_digit()
            || (next.start == place.end + 1 && byte(place.end) == b'-')
            || (next.start == place.end + 3 && byte(place.end) == 0xe2)
    })
}

/// The number that begins with the word at `place` and goes on in the next.
pub(super) fn number(
    text: &str,
    place: &Range<usize>,
    after: &[Range<usize>],
    analyser: &Analyser,
) -> Option<CompoundNumber> {
    let word = |place: &Range<usize>| text.get(place.clone()).unwrap_or_default();
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let first = word(place);
    let grouped = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    let mut number = if grouped { first.to_owned() } else { analyser.folding.fold(first) };
    let (mut end, mut words_after) = (place.end, 0);
    let next = |end: usize, words_after: usize| {
        let next = after.get(words_after)?;
        is_one_of(text.get(end..next.start)?, &BLANKS).then_some(next)
    };
    while grouped && let Some(group) = next(end, words_after).filter(|next| next.len() == 3 && is_digits(word(next))) {
        number.push_str(word(group));
        (end, words_after) = (group.end, words_after + 1);
    }
    if let Some(place) = next(end, words_after)
        && let Some(power) = analyser.power_of_ten(&analyser.folding.fold(word(place)))
        && let Some(multiplied) = multiplied(&number, power)
    {
        (number, end, words_after) = (multiplied, place.end, words_after + 1);
    }
    number.truncate(LONGEST_WORD);
    (words_after > 0).then_some(CompoundNumber { end, words_after, word: number })
}

/// A number times a power of ten, if it is one and the result has no decimals.
fn multiplied(number: &str, power: u32) -> Option<String> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_number = [whole, decimals].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let zeros = (power as usize).checked_sub(decimals.len()).filter(|_| is_number)?;
    let digits = format!("{whole}{decimals}{}", "0".repeat(zeros));
    Some(digits.trim_start_matches('0').to_owned()).filter(|digits| !digits.is_empty())
}

/// The end of the hyphenated word that begins at `place`: words with one hyphen between two.
pub(super) fn hyphenated_end(text: &str, place: &Range<usize>, after: &[Range<usize>]) -> Option<usize> {
    let mut end = place.end;
    let mut parts = 1;
    for next in after {
        if !text.get(end..next.start).is_some_and(|between| is_one_of(between, &HYPHENS)) {
            break;
        }
        (end, parts) = (next.end, parts + 1);
    }
    (2..=MOST_PARTS).contains(&parts).then_some(end)
}

/// A hyphenated word without hyphens, folded; `None` for numbers (`2022-2023`) and for parts in two alphabets.
pub(super) fn joined(text: &str, place: &Range<usize>, folding: &Folding) -> Option<String> {
    let parts = text.get(place.clone())?.split(HYPHENS).map(|part| folding.fold(part));
    let mut joined: String = parts.collect();
    let has_latin = joined.contains(|letter: char| letter.is_ascii_lowercase());
    if has_latin == has_cyrillic(&joined) {
        return None;
    }
    if let Some((end, _)) = joined.char_indices().nth(LONGEST_WORD) {
        joined.truncate(end);
    }
    Some(joined)
}

fn is_one_of(text: &str, signs: &[char]) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| signs.contains(&first)) && letters.next().is_none()
}
