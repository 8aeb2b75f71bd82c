//! The words that documents have, each once and numbered: whatever is done to a word is done once, however often it
//! stands in the texts.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hasher, RandomState},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::language::Analyser;

/// A word as it is compared.
#[derive(Debug)]
pub struct Form {
    pub text: Arc<str>,
    pub is_stop: bool,
    /// Never none.
    pub stems: Box<[Box<str>]>,
}

/// Forms, numbered as they come. The numbers differ from run to run; nothing that comes out depends on them.
#[derive(Debug, Default)]
pub struct Vocabulary {
    numbers: HashMap<Arc<str>, u32, Seeded>,
    forms: Vec<Form>,
}

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    pub fn get(&self, number: u32) -> Option<&Form> {
        self.forms.get(number as usize)
    }

    fn add(&mut self, form: Form) -> u32 {
        if let Some(number) = self.numbers.get(&form.text) {
            return *number;
        }
        let number = self.forms.len() as u32;
        self.numbers.insert(Arc::clone(&form.text), number);
        self.forms.push(form);
        number
    }
}

/// A vocabulary that several threads add to.
#[derive(Debug, Default)]
pub struct Shared(Mutex<Vocabulary>);

impl Shared {
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self(Mutex::new(vocabulary))
    }

    pub fn into_inner(self) -> Vocabulary {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a folded word, and whether it says nothing by itself.
    pub fn number(&self, folded: &str, analyser: &Analyser) -> (u32, bool) {
        {
            let known = self.lock();
            if let Some(number) = known.numbers.get(folded) {
                return (*number, known.get(*number).is_some_and(|form| form.is_stop));
            }
        }
        // Stemming takes its time: the others go on meanwhile.
        let stems = analyser.stems(folded).into_iter().map(String::into_boxed_str).collect();
        let form = Form { text: folded.into(), is_stop: analyser.is_stop(folded), stems };
        let is_stop = form.is_stop;
        (self.lock().add(form), is_stop)
    }

    fn lock(&self) -> MutexGuard<'_, Vocabulary> {
        // Only a panic while it is held could poison it, and nothing here panics.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes [`WordHasher`]s, with a seed of their own in every table, so that nobody can write words that collide.
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl BuildHasher for Seeded {
    type Hasher = WordHasher;

    #[inline]
    fn build_hasher(&self) -> WordHasher {
        WordHasher(self.0)
    }
}

/// A quick hash of short texts: sixteen bytes at a time, multiplied and folded.
#[derive(Clone, Debug)]
pub struct WordHasher(u64);

/// An odd number with as many ones as zeros and no pattern: digits of the golden ratio.
const MIXER: u64 = 0x9e37_79b9_7f4a_7c15;

impl WordHasher {
    #[inline]
    fn mix(&mut self, a: u64, b: u64) {
        let product = u128::from(a ^ self.0) * u128::from(b ^ MIXER);
        self.0 = product as u64 ^ (product >> 64) as u64 ^ self.0.rotate_left(23);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((block, more)) = rest.split_first_chunk::<16>()
            && !more.is_empty()
        {
            let number = u128::from_le_bytes(*block);
            self.mix(number as u64, (number >> 64) as u64);
            rest = more;
        }
        // The ends overlap when there are less than sixteen, so that no byte is taken alone.
        let (a, b) = match (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => match (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
                (Some(first), Some(last)) => {
                    (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
                }
                _ => (rest.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), 0),
            },
        };
        self.mix(a ^ (bytes.len() as u64) << 56, b);
    }

    /// Texts are followed by a byte that no text has, lists have their length before them; it is in the hash already.
    fn write_u8(&mut self, _: u8) {}

    fn write_usize(&mut self, _: usize) {}

    /// Sixteen bytes of a short word.
    #[inline]
    fn write_u128(&mut self, number: u128) {
        self.mix(number as u64, (number >> 64) as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_told_apart_by_their_hashes() {
        let seeded = Seeded::default();
        let words = (0..20_000_u32).map(|number| format!("слово{number}"));
        let short = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")));
        let repeated = (0..60).map(|length| "я".repeat(length));
        let all: Vec<String> = words.chain(short).chain(repeated).collect();
        let hashes: BTreeSet<u64> = all.iter().map(|word| seeded.hash_one(word.as_str())).collect();
        assert_eq!(hashes.len(), all.len());
        for bits in [
            hashes.iter().map(|hash| hash >> 57).collect::<BTreeSet<_>>(),
            hashes.iter().map(|hash| hash & 127).collect(),
        ] {
            assert_eq!(bits.len(), 128, "the table uses the first and the last bits");
        }
    }

    #[test]
    fn a_form_has_one_number() {
        let analyser = Analyser::new("uk").unwrap();
        let shared = Shared::default();
        let first = shared.number("кластери", &analyser);
        assert_eq!(shared.number("для", &analyser), (1, true));
        assert_eq!(shared.number("кластери", &analyser), first);
        let vocabulary = shared.into_inner();
        assert_eq!(vocabulary.len(), 2);
        assert_eq!(*vocabulary.get(first.0).unwrap().stems, [Box::from("кластер")]);
    }
}
