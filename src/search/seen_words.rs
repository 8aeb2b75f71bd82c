//! Words as texts spell them, and what each of them means to search: every word of every text is looked up here, so
//! that folding and stemming are done once for each spelling.

use std::{
    hash::{Hash, Hasher},
    ops::Range,
};

use hashbrown::HashMap;

/// The meaning of a spelling for search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeenWord {
    /// Folding leaves nothing of it.
    Nothing,
    /// One word, by its number in the lexicon.
    Word(u32),
    /// One word that counts in names only, by its number in the lexicon.
    StopWord(u32),
    /// Several words (`clusters4ukraine`), by the place of their list.
    Several(u32),
}

/// All spellings seen so far.
#[derive(Debug, Default)]
pub(super) struct SeenWords {
    short: HashMap<ShortWord, SeenWord>,
    long: HashMap<Box<str>, SeenWord>,
}

impl SeenWords {
    /// The meaning of the word at `place` in `text`; `None` for a spelling that is new.
    #[inline]
    pub(super) fn get(&self, text: &str, place: &Range<usize>) -> Option<SeenWord> {
        match ShortWord::new(text, place) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(text.get(place.clone())?).copied(),
        }
    }

    pub(super) fn insert(&mut self, text: &str, place: &Range<usize>, word: SeenWord) {
        if let Some(short) = ShortWord::new(text, place) {
            self.short.insert(short, word);
        } else if let Some(long) = text.get(place.clone()) {
            self.long.insert(long.into(), word);
        }
    }
}

/// The longest short word, in bytes: sixteen Cyrillic letters.
const SHORT: usize = 32;

/// By length of a word: the bits of its numbers that are its own. What follows it in the text is not of it.
const OWN_BITS: [[u64; SHORT / 8]; SHORT + 1] = {
    let mut bits = [[0; SHORT / 8]; SHORT + 1];
    let mut length = 1;
    while length < bits.len() {
        bits[length] = bits[length - 1];
        bits[length][(length - 1) / 8] |= 0xff << (8 * ((length - 1) % 8));
        length += 1;
    }
    bits
};

/// A short word, padded with zeros, as numbers of eight bytes. A key of fixed length is hashed and compared without a loop,
/// which most of the time in this table goes to. No word has a zero byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ShortWord([u64; SHORT / 8]);

impl ShortWord {
    #[inline]
    fn new(text: &str, place: &Range<usize>) -> Option<Self> {
        let bytes = text.as_bytes();
        let own_bits = OWN_BITS.get(place.len()).filter(|_| place.end <= bytes.len())?;
        let ahead = bytes.get(place.start..)?;
        let mut first = [0; SHORT];
        match ahead.first_chunk() {
            Some(chunk) => first = *chunk,
            None => first.get_mut(..ahead.len())?.copy_from_slice(ahead),
        }
        let mut numbers = [0; SHORT / 8];
        for ((number, eight), own) in numbers.iter_mut().zip(first.as_chunks().0).zip(own_bits) {
            *number = u64::from_le_bytes(*eight) & own;
        }
        Some(Self(numbers))
    }
}

/// Numbers one by one: an array would be hashed as a text of unknown length.
impl Hash for ShortWord {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|eight| state.write_u64(*eight));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_the_same_wherever_it_stands() {
        let long = "я".repeat(17);
        let mut seen = SeenWords::default();
        for (word, number) in [("кластер", 1), ("кластери", 2), ("a", 3), (long.as_str(), 4), (&long[2..], 5)]
        {
            seen.insert(word, &(0..word.len()), SeenWord::Word(number));
        }
        let text = format!("a кластери, кластер {long} {} у кластері a", &long[2..]);
        let mut found = Vec::new();
        let mut start = 0;
        for word in text.split([' ', ',']) {
            found.push(seen.get(&text, &(start..start + word.len())));
            start += word.len() + 1;
        }
        let known = [Some(3), Some(2), None, Some(1), Some(4), Some(5), None, None, Some(3)];
        assert_eq!(found, known.map(|number| number.map(SeenWord::Word)));
        assert_eq!(seen.get("кластер", &(0..400)), None, "a place beyond the text has no word");
    }
}
