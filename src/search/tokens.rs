//! What words as they stand in texts are to search, each learnt once. Every word of every text is looked up here: short
//! words are compared whole, without a look at their lengths, which a processor cannot foresee.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, Hasher},
    ops::Range,
};

use super::{slots::Slots, vocabulary::Seeded};

/// What a word as it stands is to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Nothing is left of it.
    Nothing,
    /// Its number in the vocabulary.
    Word(u32),
    /// The same of a word that says nothing by itself.
    Stop(u32),
    /// The place of the list of words that it stands for, itself first.
    Several(u32),
}

/// Short words stand one after another as they came, so that the frequent ones are together where the processor keeps
/// them at hand.
#[derive(Debug, Default)]
pub struct Tokens {
    slots: Slots,
    short: Vec<(Short, Token)>,
    seeded: Seeded,
    long: HashMap<Box<str>, Token, Seeded>,
}

impl Tokens {
    /// Of the word that stands at a place in a text.
    #[inline]
    pub fn get(&self, text: &str, word: &Range<usize>) -> Option<Token> {
        let Some(short) = Short::new(text, word) else { return self.long.get(text.get(word.clone())?).copied() };
        let is = |place| self.short.get(place).is_some_and(|(known, _)| *known == short);
        self.short.get(self.slots.find(self.seeded.hash_one(short), is)?).map(|(_, token)| *token)
    }

    /// Of a word that is not known yet.
    pub fn insert(&mut self, text: &str, word: &Range<usize>, token: Token) {
        if let Some(short) = Short::new(text, word) {
            self.short.push((short, token));
            let hash_of = |place: usize| self.short.get(place).map_or(0, |(short, _)| self.seeded.hash_one(short));
            self.slots.enter(self.short.len() - 1, hash_of);
        } else if let Some(word) = text.get(word.clone()) {
            self.long.insert(word.into(), token);
        }
    }
}

/// Bytes of a short word: sixteen Cyrillic letters.
const SHORT: usize = 32;

/// The bytes of a short word, zeros after them. No word has a zero byte.
#[derive(Clone, Copy, Debug)]
struct Short([u64; SHORT / 8]);

impl PartialEq for Short {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        (a ^ e) | (b ^ f) | (c ^ g) | (d ^ h) == 0
    }
}

impl Eq for Short {}

impl Hash for Short {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [a, b, c, d] = self.0;
        state.write_u128(u128::from(a) | u128::from(b) << 64);
        state.write_u128(u128::from(c) | u128::from(d) << 64);
    }
}

impl Short {
    #[inline]
    fn new(text: &str, word: &Range<usize>) -> Option<Self> {
        let mask = MASKS.get(word.len())?;
        // As many bytes as can be, whatever they are: the mask leaves the word. Only at a text's end there are fewer.
        let rest = text.as_bytes().get(word.start..)?;
        Some(rest.first_chunk().map_or_else(|| Self::at_the_end(rest, mask), |block| Self::masked(block, mask)))
    }

    #[inline]
    fn masked(block: &[u8; SHORT], mask: &[u64; SHORT / 8]) -> Self {
        let mut numbers = *mask;
        let (eights, _) = block.as_chunks();
        numbers.iter_mut().zip(eights).for_each(|(number, eight)| *number &= u64::from_le_bytes(*eight));
        Self(numbers)
    }

    #[cold]
    fn at_the_end(rest: &[u8], mask: &[u64; SHORT / 8]) -> Self {
        let mut block = [0; SHORT];
        block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Self::masked(&block, mask)
    }
}

/// By length, which bits belong to a word.
const MASKS: [[u64; SHORT / 8]; SHORT + 1] = {
    let mut masks = [[0; SHORT / 8]; SHORT + 1];
    let mut length = 0;
    while length <= SHORT {
        let mut byte = 0;
        while byte < length {
            masks[length][byte / 8] |= 0xff << (byte % 8 * 8);
            byte += 1;
        }
        length += 1;
    }
    masks
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_wherever_it_stands() {
        let long = "я".repeat(17);
        let mut tokens = Tokens::default();
        let learn =
            |tokens: &mut Tokens, word: &str, number| tokens.insert(word, &(0..word.len()), Token::Word(number));
        for (word, number) in [("кластер", 1), ("кластери", 2), ("a", 3), (long.as_str(), 4), (&long[2..], 5)]
        {
            learn(&mut tokens, word, number);
        }
        let text = format!("a кластери, кластер {long} {} у кластері a", &long[2..]);
        let mut found = Vec::new();
        let mut start = 0;
        for word in text.split([' ', ',']) {
            found.push(tokens.get(&text, &(start..start + word.len())));
            start += word.len() + 1;
        }
        let known = [Some(3), Some(2), None, Some(1), Some(4), Some(5), None, None, Some(3)];
        assert_eq!(found, known.map(|number| number.map(Token::Word)));
        assert_eq!(tokens.get("кластер", &(0..400)), None, "a place beyond the text has no word");
    }
    #[test]
    fn many_words_are_told_apart() {
        let words: Vec<String> = (0..5_000).map(|number| format!("слово{number}")).collect();
        let mut tokens = Tokens::default();
        for (number, word) in (0..).zip(&words) {
            assert_eq!(tokens.get(word, &(0..word.len())), None);
            tokens.insert(word, &(0..word.len()), Token::Word(number));
        }
        for (number, word) in (0..).zip(&words) {
            assert_eq!(tokens.get(word, &(0..word.len())), Some(Token::Word(number)));
        }
    }
}
