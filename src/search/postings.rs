//! In which documents each word stands, as documents tell which words they have; and how that is written.

use rayon::prelude::*;

use super::{analyse::TOP_LEVEL, encode::letter, memory::Read};

/// Documents are gathered in so many parts at most, each by a thread.
const MOST_PARTS: usize = 8;
/// Words that a thread encodes before it takes the next ones.
const ENCODED_TOGETHER: usize = 512;

/// By number of the word, documents and levels, in the order of the documents.
pub struct Postings {
    /// How many documents there are.
    count: usize,
    parts: Vec<Part>,
}

/// What some documents, one after another, have.
struct Part {
    /// By number, where the postings of a word end; those of the next begin there.
    ends: Vec<u32>,
    documents: Vec<u32>,
    levels: Vec<u8>,
}

impl Part {
    fn new(read: &mut [Read<'_>], first: u32, words: usize) -> Self {
        // Counted first; then every posting has its place and nothing grows.
        let mut places = vec![0_u32; words];
        for (number, _) in read.iter().flat_map(|each| each.words.iter()) {
            places[number as usize] += 1;
        }
        let mut total = 0;
        for place in &mut places {
            total += std::mem::replace(place, total);
        }
        let (mut documents, mut levels) = (vec![0; total as usize], vec![0; total as usize]);
        for (document, each) in (first..).zip(read) {
            for (number, level) in each.words.iter() {
                let place = &mut places[number as usize];
                (documents[*place as usize], levels[*place as usize]) = (document, level);
                *place += 1;
            }
            each.let_go();
        }
        Self { ends: places, documents, levels }
    }

    fn of(&self, number: u32) -> impl Iterator<Item = (u32, u8)> {
        let end_of = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let number = number as usize;
        let range = number.checked_sub(1).map_or(0, end_of)..end_of(number);
        let documents = self.documents.get(range.clone()).unwrap_or_default();
        documents.iter().copied().zip(self.levels.get(range).unwrap_or_default().iter().copied())
    }
}

impl Postings {
    pub fn gather(read: &mut [Read<'_>], words: usize) -> Self {
        let together = read.len().div_ceil(rayon::current_num_threads().min(MOST_PARTS)).max(1);
        let count = read.len();
        let parts = read.par_chunks_mut(together).enumerate();
        let parts = parts.map(|(at, read)| Part::new(read, (at * together) as u32, words)).collect();
        Self { count, parts }
    }

    /// Whether any document has a word.
    pub fn has(&self, number: u32) -> bool {
        self.of(number).next().is_some()
    }

    fn of(&self, number: u32) -> impl Iterator<Item = (u32, u8)> {
        self.parts.iter().flat_map(move |part| part.of(number))
    }

    /// Of the documents that have any of these words, so many of the best, encoded.
    pub fn best(&self, words: &[u32], mut room: usize) -> String {
        // By document, one more than its best level; 0 for one without any of the words.
        let mut best = vec![0_u8; self.count];
        for (document, level) in words.iter().flat_map(|number| self.of(*number)) {
            best[document as usize] = best[document as usize].max(level + 1);
        }
        let mut of_level = [0_usize; TOP_LEVEL as usize + 2];
        best.iter().for_each(|level| of_level[usize::from(*level)] += 1);
        // All above a level fit, and as many of it as there is room for.
        let mut least = TOP_LEVEL + 1;
        while least > 1 && of_level[usize::from(least)] <= room {
            room -= of_level[usize::from(least)];
            least -= 1;
        }
        let mut of_least = 0..room;
        let kept = best
            .into_iter()
            .zip(0..)
            .filter(|(level, _)| *level > least || (*level == least && of_least.next().is_some()));
        let mut encoded = String::new();
        encode(kept.map(|(level, document)| (document, level - 1)), &mut encoded);
        encoded
    }
}

/// The postings of some words as they are written, in the words' order.
pub struct Encoded(Vec<Together>);

#[derive(Default)]
struct Together {
    text: String,
    ends: Vec<u32>,
    best_levels: Vec<u8>,
}

impl Encoded {
    pub fn new(postings: &Postings, words: &[u32]) -> Self {
        let encode_some = |words: &[u32]| {
            let mut together = Together::default();
            for number in words {
                together.best_levels.push(encode(postings.of(*number), &mut together.text));
                together.ends.push(together.text.len() as u32);
            }
            together.text.shrink_to_fit();
            together
        };
        Self(words.par_chunks(ENCODED_TOGETHER).map(encode_some).collect())
    }

    pub fn postings(&self, word: usize) -> &str {
        let Some(together) = self.0.get(word / ENCODED_TOGETHER) else { return "" };
        let place = word % ENCODED_TOGETHER;
        let end_of = |place: usize| together.ends.get(place).map_or(0, |end| *end as usize);
        together.text.get(place.checked_sub(1).map_or(0, end_of)..end_of(place)).unwrap_or_default()
    }

    /// The level of a word in the document where it is strongest.
    pub fn best_level(&self, word: usize) -> u8 {
        let together = self.0.get(word / ENCODED_TOGETHER);
        together.and_then(|together| together.best_levels.get(word % ENCODED_TOGETHER)).copied().unwrap_or_default()
    }
}

/// Documents (ascending) and levels: the difference to the document before, left out when it is 1, then the level. Tells
/// the best level.
fn encode(postings: impl Iterator<Item = (u32, u8)>, to: &mut String) -> u8 {
    // The lowest number that may follow.
    let (mut next, mut best) = (0, 0);
    for (document, level) in postings {
        if document > next {
            push_number(to, document - next + 1);
        }
        to.push(letter(usize::from(level)));
        next = document + 1;
        best = best.max(level);
    }
    best
}

fn push_number(to: &mut String, number: u32) {
    if number > 9 {
        push_number(to, number / 10);
    }
    to.push(char::from(b'0' + (number % 10) as u8));
}
