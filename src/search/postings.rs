//! Postings: the documents that each word stands in, gathered from the words that each document has, and encoded.

use rayon::prelude::*;

use super::{analyse::TOP_LEVEL, corpus::AnalysedDocument, encode::letter};

/// Documents are gathered in so many parts at most, each by a thread.
const MOST_PARTS: usize = 8;
/// Words that a thread encodes before it takes the next ones.
const ENCODED_TOGETHER: usize = 512;

/// A document that a word stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// The document's number: its place among all documents, sorted by id.
    document: u32,
    /// The level of the word's weight in the document; at most [`TOP_LEVEL`].
    level: u8,
}

/// The postings of all words.
pub(super) struct Postings {
    document_count: usize,
    /// Each part has the documents that follow those of the part before.
    parts: Vec<PostingsPart>,
}

/// The postings of some documents.
struct PostingsPart {
    /// By number of the word: where its postings end. Those of the next word begin there.
    ends: Vec<u32>,
    documents: Vec<u32>,
    levels: Vec<u8>,
}

impl PostingsPart {
    fn new(analysed: &mut [AnalysedDocument<'_>], first: u32, word_count: usize) -> Self {
        // The postings of each word are counted first, so that each has its place at once and nothing has to grow.
        let mut places = vec![0_u32; word_count];
        for word in analysed.iter().flat_map(|each| each.words.iter()) {
            places[word.number as usize] += 1;
        }
        let mut total = 0;
        for place in &mut places {
            total += std::mem::replace(place, total);
        }
        let (mut documents, mut levels) = (vec![0; total as usize], vec![0; total as usize]);
        for (document, each) in (first..).zip(analysed) {
            for word in each.words.iter() {
                let place = &mut places[word.number as usize];
                (documents[*place as usize], levels[*place as usize]) = (document, word.level);
                *place += 1;
            }
            each.free_words();
        }
        // Each place now is where the word's postings end.
        Self { ends: places, documents, levels }
    }

    fn of(&self, number: u32) -> impl Iterator<Item = Posting> {
        let end_of = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let number = number as usize;
        let range = number.checked_sub(1).map_or(0, end_of)..end_of(number);
        let documents = self.documents.get(range.clone()).unwrap_or_default();
        let levels = self.levels.get(range).unwrap_or_default();
        documents.iter().zip(levels).map(|(document, level)| Posting { document: *document, level: *level })
    }
}

impl Postings {
    /// Gathers the postings of all documents. Words that no memory will keep are freed meanwhile.
    pub(super) fn gather(analysed: &mut [AnalysedDocument<'_>], word_count: usize) -> Self {
        let together = analysed.len().div_ceil(rayon::current_num_threads().min(MOST_PARTS)).max(1);
        let document_count = analysed.len();
        let parts = analysed.par_chunks_mut(together).enumerate();
        let parts = parts.map(|(at, some)| PostingsPart::new(some, (at * together) as u32, word_count)).collect();
        Self { document_count, parts }
    }

    /// Whether any document has a word.
    pub(super) fn has(&self, number: u32) -> bool {
        self.of(number).next().is_some()
    }

    fn of(&self, number: u32) -> impl Iterator<Item = Posting> {
        self.parts.iter().flat_map(move |part| part.of(number))
    }

    /// The best documents that have any of these words, at most `room` of them, encoded.
    pub(super) fn best(&self, words: &[u32], mut room: usize) -> String {
        // By document: its best level plus one, or 0 if it has none of the words.
        let mut best = vec![0_u8; self.document_count];
        for Posting { document, level } in words.iter().flat_map(|number| self.of(*number)) {
            best[document as usize] = best[document as usize].max(level + 1);
        }
        let mut of_level = [0_usize; TOP_LEVEL as usize + 2];
        best.iter().for_each(|level| of_level[usize::from(*level)] += 1);
        // All documents above the least level fit, and as many at it as there is room for.
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
        encode(kept.map(|(level, document)| Posting { document, level: level - 1 }), &mut encoded);
        encoded
    }
}

/// The postings of some words as the pieces write them, in the order of the words.
pub(super) struct EncodedPostings(Vec<EncodedChunk>);

#[derive(Default)]
struct EncodedChunk {
    text: String,
    /// By word: where its postings end in the text.
    ends: Vec<u32>,
    best_levels: Vec<u8>,
}

impl EncodedPostings {
    pub(super) fn new(postings: &Postings, words: &[u32]) -> Self {
        let encode_some = |words: &[u32]| {
            let mut chunk = EncodedChunk::default();
            for number in words {
                chunk.best_levels.push(encode(postings.of(*number), &mut chunk.text));
                chunk.ends.push(chunk.text.len() as u32);
            }
            chunk.text.shrink_to_fit();
            chunk
        };
        Self(words.par_chunks(ENCODED_TOGETHER).map(encode_some).collect())
    }

    /// The postings of a word, by its place among the words.
    pub(super) fn postings(&self, word: usize) -> &str {
        let Some(chunk) = self.0.get(word / ENCODED_TOGETHER) else { return "" };
        let place = word % ENCODED_TOGETHER;
        let end_of = |place: usize| chunk.ends.get(place).map_or(0, |end| *end as usize);
        chunk.text.get(place.checked_sub(1).map_or(0, end_of)..end_of(place)).unwrap_or_default()
    }

    /// The level of a word in the document where it is strongest.
    pub(super) fn best_level(&self, word: usize) -> u8 {
        let chunk = self.0.get(word / ENCODED_TOGETHER);
        chunk.and_then(|chunk| chunk.best_levels.get(word % ENCODED_TOGETHER)).copied().unwrap_or_default()
    }
}

/// Writes postings, which are in ascending order, and returns their best level. Each is the difference to the document
/// before, left out when it is 1, and the letter of the level.
fn encode(postings: impl Iterator<Item = Posting>, to: &mut String) -> u8 {
    // The lowest number that the next document can have.
    let (mut next, mut best) = (0, 0);
    for Posting { document, level } in postings {
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
