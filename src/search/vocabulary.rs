//! The words that documents have, each once and numbered: whatever is done to a word is done once, however often it
//! stands in the texts.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{language::Analyser, slots::Slots};

/// Words as they are compared, numbered as they come. The numbers differ from run to run; nothing that comes out depends
/// on them.
#[derive(Debug, Default)]
pub struct Vocabulary {
    slots: Slots,
    seeded: Seeded,
    forms: Texts,
    is_stop: Vec<bool>,
    stems: Texts,
    /// How many stems there are up to each form's last.
    up_to: Vec<u32>,
}

/// Texts one after another.
#[derive(Debug, Default)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
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

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.forms.ends.len()
    }

    pub fn text(&self, number: u32) -> &str {
        self.forms.get(number as usize).unwrap_or_default()
    }

    /// The stems of a form, with their places; never none. The same stem of another form has another place.
    pub fn stems(&self, number: u32) -> impl Iterator<Item = (u32, &str)> {
        let up_to = |number: u32| self.up_to.get(number as usize).copied().unwrap_or_default();
        let places = number.checked_sub(1).map_or(0, up_to)..up_to(number);
        places.map(|place| (place, self.stem(place)))
    }

    pub fn stem(&self, place: u32) -> &str {
        self.stems.get(place as usize).unwrap_or_default()
    }

    fn find(&self, folded: &str) -> Option<(u32, bool)> {
        let is = |place| self.forms.get(place) == Some(folded);
        let place = self.slots.find(self.seeded.hash_one(folded), is)?;
        Some((place as u32, self.is_stop.get(place).copied().unwrap_or_default()))
    }

    fn add(&mut self, folded: &str, is_stop: bool, stems: &[String]) -> u32 {
        if let Some((number, _)) = self.find(folded) {
            return number;
        }
        let number = self.len();
        let Self { forms, seeded, .. } = self;
        forms.push(folded);
        self.slots.enter(number, |place| seeded.hash_one(forms.get(place).unwrap_or_default()));
        self.is_stop.push(is_stop);
        stems.iter().for_each(|stem| self.stems.push(stem));
        self.up_to.push(self.stems.ends.len() as u32);
        number as u32
    }
}

/// The first bytes of a text as a number, in the same order as texts: mostly there is no need to look further.
pub fn key(text: &str) -> u128 {
    let mut first = [0; 16];
    first.iter_mut().zip(text.as_bytes()).for_each(|(to, from)| *to = *from);
    u128::from_be_bytes(first)
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
        if let Some(known) = self.lock().find(folded) {
            return known;
        }
        // Stemming takes its time: the others go on meanwhile.
        let (stems, is_stop) = (analyser.stems(folded), analyser.is_stop(folded));
        (self.lock().add(folded, is_stop, &stems), is_stop)
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
        assert_eq!(vocabulary.text(first.0), "кластери");
        let stems = |number| vocabulary.stems(number).map(|(_, stem)| stem).collect::<Vec<_>>();
        assert_eq!([stems(first.0), stems(1)], [["кластер"], ["дл"]]);
    }
}
