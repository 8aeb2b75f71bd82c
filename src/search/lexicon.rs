//! The lexicon: every folded word that documents have, once, with a number and its stems. Whatever is done to a word is
//! done once, however often the texts have it.

use std::{
    hash::BuildHasher,
    sync::{Mutex, PoisonError},
};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::language::Analyser;
use crate::lock::lock;

/// Folded words, numbered in the order in which threads find them. That order differs from run to run, so nothing that
/// is published may depend on the numbers.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: StringPool,
    is_stop: Vec<bool>,
    stems: StringPool,
    /// By word: where its stems end in `stems`; those of the next word begin there.
    stem_ends: Vec<u32>,
    /// The number of each word, by its hash.
    numbers: HashTable<u32>,
    hash_builder: DefaultHashBuilder,
}

/// A word in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LexiconWord {
    pub number: u32,
    /// The word says nothing by itself (`the`, `для`).
    pub is_stop: bool,
}

/// Strings one after another in one allocation.
#[derive(Debug, Default)]
struct StringPool {
    all: String,
    ends: Vec<usize>,
}

impl StringPool {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    #[inline]
    fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.all.get(start..end)
    }
}

impl Lexicon {
    pub(super) fn len(&self) -> usize {
        self.words.ends.len()
    }

    pub(super) fn text(&self, number: u32) -> &str {
        self.words.get(number as usize).unwrap_or_default()
    }

    /// The stems of a word with their places; at least one. Words that share a stem have it at different places.
    pub(super) fn stems(&self, number: u32) -> impl Iterator<Item = (u32, &str)> {
        let end = |number: u32| self.stem_ends.get(number as usize).copied().unwrap_or_default();
        let places = number.checked_sub(1).map_or(0, end)..end(number);
        places.map(|place| (place, self.stem(place)))
    }

    pub(super) fn stem(&self, place: u32) -> &str {
        self.stems.get(place as usize).unwrap_or_default()
    }

    fn find(&self, folded: &str) -> Option<LexiconWord> {
        let is_same = |number: &u32| self.words.get(*number as usize) == Some(folded);
        let number = *self.numbers.find(self.hash_builder.hash_one(folded), is_same)?;
        Some(LexiconWord { number, is_stop: self.is_stop.get(number as usize).copied().unwrap_or_default() })
    }

    fn add(&mut self, folded: &str, is_stop: bool, stems: &[String]) -> LexiconWord {
        // Another thread may have added the word while this one stemmed it.
        if let Some(known) = self.find(folded) {
            return known;
        }
        let number = self.len() as u32;
        self.words.push(folded);
        self.is_stop.push(is_stop);
        stems.iter().for_each(|stem| self.stems.push(stem));
        self.stem_ends.push(self.stems.ends.len() as u32);
        let Self { words, hash_builder, numbers, .. } = self;
        let hash = |word: &str| hash_builder.hash_one(word);
        numbers.insert_unique(hash(folded), number, |at| hash(words.get(*at as usize).unwrap_or_default()));
        LexiconWord { number, is_stop }
    }
}

/// The first bytes of a text as a number. Numbers are in the order of the texts and quicker to compare; only texts that
/// begin alike have to be compared whole.
pub(super) fn sort_key(text: &str) -> u128 {
    let mut first = [0; 16];
    first.iter_mut().zip(text.as_bytes()).for_each(|(to, from)| *to = *from);
    u128::from_be_bytes(first)
}

/// A lexicon that several threads add to.
#[derive(Debug, Default)]
pub(super) struct SharedLexicon(Mutex<Lexicon>);

impl SharedLexicon {
    pub(super) fn new(lexicon: Lexicon) -> Self {
        Self(Mutex::new(lexicon))
    }

    pub(super) fn into_inner(self) -> Lexicon {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folded word in the lexicon, added if it is new.
    pub(super) fn word(&self, folded: &str, analyser: &Analyser) -> LexiconWord {
        if let Some(known) = lock(&self.0).find(folded) {
            return known;
        }
        // Stemming takes long enough to let other threads use the lexicon meanwhile.
        let (stems, is_stop) = (analyser.stems(folded), analyser.is_stop(folded));
        lock(&self.0).add(folded, is_stop, &stems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number() {
        let analyser = Analyser::new("uk").unwrap();
        let shared = SharedLexicon::default();
        let first = shared.word("кластери", &analyser);
        assert_eq!(shared.word("для", &analyser), LexiconWord { number: 1, is_stop: true });
        assert_eq!(shared.word("кластери", &analyser), first);
        let many: Vec<String> = (0..5_000).map(|number| format!("слово{number}")).collect();
        let numbers = |words: &[String]| words.iter().map(|word| shared.word(word, &analyser).number).collect();
        let [once, twice]: [Vec<u32>; 2] = [numbers(&many), numbers(&many)];
        assert_eq!(once, (2..5_002).collect::<Vec<_>>());
        assert_eq!(once, twice);
        let lexicon = shared.into_inner();
        assert_eq!(lexicon.len(), 5_002);
        assert_eq!(lexicon.text(first.number), "кластери");
        let stems = |number| lexicon.stems(number).map(|(_, stem)| stem).collect::<Vec<_>>();
        assert_eq!([stems(first.number), stems(1)], [["кластер"], ["дл"]]);
    }
}
