//! Cutting text into words and folding them: what must look equal to search is made equal here.
//!
//! The letters concerned are data (`rules/fold.json`), shared with the page's script
//! (`themes/intermarium/static/js/search/stem.js`); `tests/search/vectors.json` holds the two together.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

/// A word longer than this is cut: nobody types it, and hostile text must not grow the index. In characters.
pub const LONGEST_WORD: usize = 40;

/// Letters below this have their treatment in a table; it ends with the last Cyrillic block of everyday use.
const TABLE_END: usize = 0x530;

/// Which letters fall together, as their file says it.
#[derive(Clone, Debug, Deserialize)]
pub struct FoldingFile {
    /// May stand inside a word: apostrophes, stress marks, soft hyphens, joiners.
    inner: String,
    /// Not compared at all.
    drop: String,
    /// Endings that are no part of a word (the English 's).
    clip: Vec<String>,
    /// Letters written otherwise (ґ as г, ł as l).
    map: BTreeMap<char, String>,
}

/// Which letters fall together, ready to use.
#[derive(Clone, Debug)]
pub struct Folding {
    inner: String,
    clip: Vec<String>,
    table: Vec<Treatment>,
    beyond: BTreeMap<char, Treatment>,
}

#[derive(Clone, Debug)]
enum Treatment {
    Keep,
    Drop,
    Write(String),
    /// Decomposed, without the marks.
    Bare,
}

impl Folding {
    pub fn new(file: &FoldingFile) -> Self {
        let treat = |letter: char| {
            if file.drop.contains(letter) {
                Treatment::Drop
            } else if let Some(other) = file.map.get(&letter) {
                Treatment::Write(other.clone())
            } else if letter.is_ascii() || is_cyrillic(letter) {
                Treatment::Keep
            } else {
                Treatment::Bare
            }
        };
        let table = (0..TABLE_END as u32).map(|code| char::from_u32(code).map_or(Treatment::Keep, treat)).collect();
        let beyond = file.drop.chars().chain(file.map.keys().copied()).map(|letter| (letter, treat(letter))).collect();
        Self { inner: file.inner.clone(), clip: file.clip.clone(), table, beyond }
    }

    /// One word as it is compared: composed, lower case, without apostrophes, stress and foreign marks.
    ///
    /// Marks come off letters of other scripts only (Košice, kosice): in Cyrillic they make й and ї.
    pub fn fold(&self, word: &str) -> String {
        let mut folded = String::with_capacity(word.len());
        self.fold_into(word, &mut folded);
        folded
    }

    pub(super) fn fold_into(&self, word: &str, folded: &mut String) {
        let composed = if is_nfc(word) { Cow::Borrowed(word) } else { Cow::Owned(word.nfc().collect()) };
        let ends = |ending: &String| {
            let start = composed.len().checked_sub(ending.len()).filter(|start| *start > 0)?;
            composed.get(start..)?.eq_ignore_ascii_case(ending).then_some(start)
        };
        let end = self.clip.iter().find_map(ends).unwrap_or(composed.len());
        let clipped = composed.get(..end).unwrap_or(&composed);
        let start = folded.len();
        for letter in clipped.chars().flat_map(char::to_lowercase) {
            match self.table.get(letter as usize).or_else(|| self.beyond.get(&letter)) {
                Some(Treatment::Keep) => folded.push(letter),
                Some(Treatment::Drop) => {}
                Some(Treatment::Write(other)) => folded.push_str(other),
                Some(Treatment::Bare) | None => {
                    folded.extend(letter.nfd().filter(|part| !matches!(part, '\u{300}'..='\u{36f}')));
                }
            }
        }
        if let Some((end, _)) = folded.get(start..).and_then(|word| word.char_indices().nth(LONGEST_WORD)) {
            folded.truncate(start + end);
        }
    }

    /// The words of a text, folded; in order.
    ///
    /// A word is a run of letters, marks and digits; an apostrophe inside it, or a point or comma between digits,
    /// does not end it. A hyphen does.
    pub fn words(&self, text: &str) -> impl Iterator<Item = String> {
        self.raw_words(text).map(|word| self.fold(word)).filter(|word| !word.is_empty())
    }

    /// The words of a text as they stand there.
    pub fn raw_words<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut letters = text.char_indices().peekable();
        std::iter::from_fn(move || {
            let (start, mut last) = letters.find(|(_, letter)| in_word(*letter))?;
            let mut end = start + last.len_utf8();
            loop {
                while let Some((at, letter)) = letters.next_if(|(_, letter)| in_word(*letter)) {
                    (end, last) = (at + letter.len_utf8(), letter);
                }
                // Look past what may stand inside a word, but take it only when the word goes on after it.
                let mut ahead = letters.clone();
                let mut joined = false;
                while ahead.next_if(|(_, letter)| !in_word(*letter) && self.inner.contains(*letter)).is_some() {
                    joined = true;
                }
                let decimal = !joined && last.is_numeric() && ahead.next_if(|(_, c)| matches!(c, '.' | ',')).is_some();
                let goes_on = ahead.peek().is_some_and(|(_, next)| match (joined, decimal) {
                    (true, _) => in_word(*next),
                    (_, true) => in_word(*next) && next.is_numeric(),
                    _ => false,
                });
                if !goes_on {
                    return text.get(start..end);
                }
                letters = ahead;
            }
        })
    }
}

/// Letters, marks and digits of the basic plane: there an offset means the same in Rust and in a script.
fn in_word(letter: char) -> bool {
    letter <= '\u{ffff}' && (letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter)))
}

fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

pub fn has_cyrillic(text: &str) -> bool {
    text.chars().any(is_cyrillic)
}

/// `clusters4ukraine` is also found as `clusters` and as `ukraine`: the runs of letters between digits.
pub fn parts(word: &str) -> impl Iterator<Item = &str> {
    /// Shorter runs are mostly units and codes (b2b, 5g).
    const SHORTEST_PART: usize = 3;
    let mixed = word.contains(|letter: char| letter.is_numeric());
    word.split(|letter: char| !letter.is_alphabetic())
        .filter(move |part| mixed && part.len() < word.len() && part.chars().count() >= SHORTEST_PART)
}
