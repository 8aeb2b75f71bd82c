//! What words as they stand in texts are to search, each learnt once. Every word of every text is looked up here: short
//! words are compared whole, without a look at their lengths, which a processor cannot foresee.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    ops::Range,
};

use super::vocabulary::Seeded;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number in the vocabulary; `None` when nothing is left of it.
    pub number: Option<u32>,
    pub is_stop: bool,
    /// The place of the words that it is made of, if of several.
    pub parts: Option<u32>,
}

#[derive(Debug, Default)]
pub struct Tokens {
    short: HashMap<Short, Token, Seeded>,
    long: HashMap<Box<str>, Token, Seeded>,
}

impl Tokens {
    /// Of the word that stands at a place in a text.
    #[inline]
    pub fn get(&self, text: &str, word: &Range<usize>) -> Option<Token> {
        match Short::new(text, word) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(text.get(word.clone())?).copied(),
        }
    }

    pub fn insert(&mut self, text: &str, word: &Range<usize>, token: Token) {
        if let Some(short) = Short::new(text, word) {
            self.short.insert(short, token);
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
        let token = |number| Token { number: Some(number), is_stop: false, parts: None };
        let long = "я".repeat(17);
        let mut tokens = Tokens::default();
        let learn = |tokens: &mut Tokens, word: &str, number| tokens.insert(word, &(0..word.len()), token(number));
        for (word, number) in [("кластер", 1), ("кластери", 2), ("a", 3), (long.as_str(), 4), (&long[2..], 5)]
        {
            learn(&mut tokens, word, number);
        }
        let text = format!("a кластери, кластер {long} {} у кластері a", &long[2..]);
        let mut found = Vec::new();
        let mut start = 0;
        for word in text.split([' ', ',']) {
            found.push(tokens.get(&text, &(start..start + word.len())).and_then(|token| token.number));
            start += word.len() + 1;
        }
        assert_eq!(found, [Some(3), Some(2), None, Some(1), Some(4), Some(5), None, None, Some(3)]);
        assert_eq!(tokens.get("кластер", &(0..400)), None, "a place beyond the text has no word");
    }
}
