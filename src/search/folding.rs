//! Cutting texts into words, and folding words so that spellings which search takes as equal become equal.
//!
//! The folding of letters is data (`rules/fold.json`), shared with the page's script
//! (`themes/intermarium/static/js/search/words.js`). `tests/search/vectors.json` tests that both do the same.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

use crate::scan::{self, TOGETHER};

/// Words are cut to so many characters: nobody types longer ones, and hostile text must not grow the index.
pub(crate) const LONGEST_WORD: usize = 40;

/// Letters below this are folded by a table. The Cyrillic block and its supplement end here.
const TABLE_END: u32 = 0x530;

/// Rules of folding letters, as the file has them.
#[derive(Clone, Debug, Deserialize)]
pub struct FoldingFile {
    /// Signs that may stand inside a word: apostrophes, stress marks, soft hyphens, joiners.
    inner: String,
    /// Letters that are left out.
    drop: String,
    /// Endings that are no part of a word (the English 's).
    clip: Vec<String>,
    /// Letters that become others (ґ becomes г, ł becomes l).
    map: BTreeMap<char, String>,
}

/// Rules of folding letters, ready to use.
#[derive(Clone, Debug)]
pub struct Folding {
    inner: String,
    clip: Vec<String>,
    map: BTreeMap<char, String>,
    drop: String,
    /// By code of the letter, up to [`TABLE_END`].
    table: Vec<FoldedLetter>,
    /// By ASCII code: whether a word can go on after the sign.
    joints: [bool; 128],
}

/// A letter's folding, found out beforehand: nearly all letters of a text are in the table.
#[derive(Clone, Debug)]
struct FoldedLetter {
    /// Normal form C never joins the letter with its neighbours.
    composed: bool,
    folded: Folded,
}

#[derive(Clone, Debug)]
enum Folded {
    One(char),
    /// No letter or several.
    Other(String),
}

impl Folding {
    pub fn new(file: FoldingFile) -> Self {
        let FoldingFile { inner, drop, clip, map } = file;
        let mut joints = [false; 128];
        for (code, is_joint) in (0_u8..).zip(&mut joints) {
            *is_joint = matches!(code, b'.' | b',') || inner.contains(char::from(code));
        }
        let mut folding = Self { inner, clip, map, drop, table: Vec::new(), joints };
        folding.table = (0..TABLE_END).filter_map(char::from_u32).map(|letter| folding.folded_letter(letter)).collect();
        folding
    }

    fn folded_letter(&self, letter: char) -> FoldedLetter {
        let mut written = String::new();
        self.fold_letter(letter, &mut written);
        let mut letters = written.chars();
        let folded = match (letters.next(), letters.next()) {
            (Some(only), None) => Folded::One(only),
            _ => Folded::Other(written),
        };
        // Combining marks, and the few letters that normal form C replaces by others, begin at U+0300.
        let composed = letter < '\u{300}' || (is_cyrillic(letter) && !is_combining_mark(letter));
        FoldedLetter { composed, folded }
    }

    fn fold_letter(&self, letter: char, folded: &mut String) {
        for letter in letter.to_lowercase() {
            if self.drop.contains(letter) {
            } else if let Some(other) = self.map.get(&letter) {
                folded.push_str(other);
            } else if letter.is_ascii() || is_cyrillic(letter) {
                folded.push(letter);
            } else {
                folded.extend(letter.nfd().filter(|part| !matches!(part, '\u{300}'..='\u{36f}')));
            }
        }
    }

    /// The folded word: composed, in lower case, without apostrophes, stress marks and foreign diacritics.
    ///
    /// Diacritics come off letters of other scripts only (Košice becomes kosice): in Cyrillic they make й and ї.
    pub fn fold(&self, word: &str) -> String {
        let mut folded = String::with_capacity(word.len());
        if !self.fold_by_table(self.clipped(word), &mut folded) {
            folded.clear();
            let word = if is_nfc(word) { Cow::Borrowed(word) } else { Cow::Owned(word.nfc().collect()) };
            self.clipped(&word).chars().for_each(|letter| self.fold_letter(letter, &mut folded));
        }
        if folded.starts_with(|first: char| first.is_ascii_digit()) {
            fold_number(&mut folded);
        }
        if folded.len() > LONGEST_WORD
            && let Some((end, _)) = folded.char_indices().nth(LONGEST_WORD)
        {
            folded.truncate(end);
        }
        folded
    }

    /// Folds by the table alone. `false`, with part of the word in `folded`, when a letter needs more than the table.
    fn fold_by_table(&self, word: &str, folded: &mut String) -> bool {
        word.chars().all(|letter| {
            let Some(known) = self.table.get(letter as usize).filter(|known| known.composed) else { return false };
            match &known.folded {
                Folded::One(letter) => folded.push(*letter),
                Folded::Other(letters) => folded.push_str(letters),
            }
            true
        })
    }

    /// The word without an ending that is no part of it.
    fn clipped<'w>(&self, word: &'w str) -> &'w str {
        let before = |ending: &String| {
            let start = word.len().checked_sub(ending.len()).filter(|start| *start > 0)?;
            let (before, end) = word.split_at_checked(start)?;
            end.eq_ignore_ascii_case(ending).then_some(before)
        };
        self.clip.iter().find_map(before).unwrap_or(word)
    }

    /// Whether a sign may stand inside a word.
    #[cfg(test)]
    pub fn is_inner(&self, letter: char) -> bool {
        self.inner.contains(letter)
    }

    /// The words of a text in order, folded.
    ///
    /// A word is a run of letters, marks and digits. An apostrophe inside it and a point or comma between digits do not end
    /// it; a hyphen does.
    pub fn words(&self, text: &str) -> impl Iterator<Item = String> {
        self.raw_words(text).map(|word| self.fold(word)).filter(|word| !word.is_empty())
    }

    /// The words of a text in order, as the text spells them.
    pub fn raw_words<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        let mut places = Vec::new();
        self.places(text, &mut places);
        places.into_iter().filter_map(|place| text.get(place))
    }

    /// Finds the places of the words of a text. It judges [`TOGETHER`] bytes at once and steps through their bits, since
    /// every text of the site is read here.
    pub fn places(&self, text: &str, places: &mut Vec<Range<usize>>) {
        places.clear();
        let mut at = 0;
        // The beginning of a word whose end has not been found yet.
        let mut open = None;
        while at < text.len() {
            let base = at - at % TOGETHER;
            let (letters, rare) = judge(text.as_bytes(), base);
            while at - base < TOGETHER {
                if open.is_none() {
                    let ahead = (letters | rare) >> (at - base);
                    if ahead == 0 {
                        at = base + TOGETHER;
                        break;
                    }
                    at += ahead.trailing_zeros() as usize;
                    if rare >> (at - base) & 1 == 1 {
                        let (is_in_word, length) = decoded(text, at);
                        open = is_in_word.then_some(at);
                        at += length;
                        continue;
                    }
                }
                let start = open.take().unwrap_or(at);
                let end = at + (!(letters >> (at - base))).trailing_zeros() as usize;
                if end - base >= TOGETHER {
                    (open, at) = (Some(start), base + TOGETHER);
                } else if let Some(length) = self.goes_on(text, end) {
                    (open, at) = (Some(start), end + length);
                } else {
                    places.push(start..end);
                    at = end;
                }
            }
        }
        places.extend(open.map(|start| start..text.len()));
    }

    /// Counts the bytes at `at` that still belong to the word before them; `None` if the word ends.
    #[inline]
    fn goes_on(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let byte = bytes.get(at)?;
        if byte.is_ascii() && !self.joints[usize::from(byte & 0x7f)] {
            return None;
        }
        // A shortcut: a point or comma before a blank ends the word, as nearly all do.
        if matches!(byte, b'.' | b',') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\n')) {
            return None;
        }
        self.goes_on_after_a_look(text, at)
    }

    #[cold]
    fn goes_on_after_a_look(&self, text: &str, at: usize) -> Option<usize> {
        match decoded(text, at) {
            (true, length) => Some(length),
            (false, _) => self.joint(text, at),
        }
    }

    /// Counts the bytes at `at` that are signs inside a word, such as an apostrophe or a decimal point; `None` if the
    /// word ends.
    fn joint(&self, text: &str, at: usize) -> Option<usize> {
        let (before, after) = text.split_at_checked(at)?;
        let first = after.chars().next()?;
        if matches!(first, '.' | ',') {
            let goes_on = |letter: char| letter.is_numeric() && is_in_word(letter);
            let decimal = after.get(1..)?.starts_with(goes_on) && before.ends_with(char::is_numeric);
            return decimal.then_some(1);
        }
        if !self.inner.contains(first) {
            return None;
        }
        let next = after.find(|letter| is_in_word(letter) || !self.inner.contains(letter))?;
        after.get(next..)?.starts_with(is_in_word).then_some(next)
    }
}

/// Takes the signs between groups of three digits out of a number, and makes its decimal sign a point: `300,000` and
/// `300.000` become `300000`, `2,5` becomes `2.5`.
fn fold_number(word: &mut String) {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = word.split(['.', ',']);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    if rest.is_empty() || !is_digits(first) {
        return;
    }
    if first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|part| part.len() == 3 && is_digits(part)) {
        *word = word.replace(['.', ','], "");
    } else if let [decimals] = rest.as_slice()
        && is_digits(decimals)
    {
        *word = word.replace(',', ".");
    }
}

/// Judges [`TOGETHER`] bytes, with a bit for each: first the bytes of letters and digits of ASCII and of Cyrillic letters
/// up to U+047F, second the bytes of all other letters beyond ASCII, which have to be decoded.
fn judge(bytes: &[u8], start: usize) -> (u64, u64) {
    /// The first bytes of the letters from U+0400 to U+047F, all of which stand in words.
    const CYRILLIC: [u8; 2] = [0xd0, 0xd1];
    let rest = bytes.get(start..).unwrap_or_default();
    let mut last = [b' '; TOGETHER];
    let stretch = rest.first_chunk().unwrap_or_else(|| {
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        &last
    });
    let known = scan::bits(stretch, |byte| {
        ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte & 0xfe == CYRILLIC[0])
    });
    let long = scan::bits(stretch, |byte| byte >= 0x80);
    let first = known & long;
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    let second = first << 1 | u64::from(before.is_some_and(|before| CYRILLIC.contains(before)));
    (known | second, long & !(first | second))
}

/// Whether the letter at `at` stands in words, and its length in bytes.
#[cold]
fn decoded(text: &str, at: usize) -> (bool, usize) {
    let letter = text.get(at..).and_then(|tail| tail.chars().next());
    letter.map_or((false, 1), |letter| (is_in_word(letter), letter.len_utf8()))
}

/// Whether a letter stands in words: letters, marks and digits of the basic plane, where Rust and JavaScript count alike.
fn is_in_word(letter: char) -> bool {
    match letter {
        // A shortcut for nearly all letters that come here: `ґ`, quotation marks, dashes.
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        '\u{a0}' | '«' | '»' | '\u{2000}'..='\u{206f}' => false,
        _ => is_in_word_by_the_tables(letter),
    }
}

fn is_in_word_by_the_tables(letter: char) -> bool {
    letter <= '\u{ffff}' && (letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter)))
}

fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

pub(crate) fn has_cyrillic(text: &str) -> bool {
    text.chars().any(is_cyrillic)
}

/// The runs of letters between digits, by which a word is found too: `clusters` and `ukraine` of `clusters4ukraine`.
pub(crate) fn parts(word: &str) -> impl Iterator<Item = &str> {
    /// Shorter runs are mostly units and parts of codes (b2b, 5g).
    const SHORTEST_PART: usize = 3;
    // A shortcut: of ASCII only digits are numeric, of the Cyrillic block nothing is.
    let mixed = word.chars().any(|letter| match letter {
        '\0'..='\u{7f}' => letter.is_ascii_digit(),
        '\u{400}'..='\u{47f}' => false,
        _ => letter.is_numeric(),
    });
    let word = if mixed { word } else { "" };
    word.split(|letter: char| !letter.is_alphabetic())
        .filter(move |part| part.len() < word.len() && part.chars().count() >= SHORTEST_PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_letters_is_what_the_tables_say() {
        for letter in '\0'..=char::MAX {
            assert_eq!(is_in_word(letter), is_in_word_by_the_tables(letter), "U+{:04X}", u32::from(letter));
        }
    }
}
