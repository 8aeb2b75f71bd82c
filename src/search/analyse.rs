//! One document to its words with weights; depends on the document alone, so that it can be remembered.

use std::{collections::HashMap, ops::Range, sync::Arc};

use crate::diagnostics::position::floor_char_boundary;

use super::{Document, Facet, Latin, language::Analyser, text};

/// Characters of a summary that a result shows.
const LONGEST_SUMMARY: usize = 300;
/// Bytes of a text in which passages are looked for; beyond it words are found but not shown.
const LONGEST_TEXT: usize = 12_000;

/// The strongest level of a word in a document; see [`level`].
pub const TOP_LEVEL: u8 = 51;

/// Where a word stands, best first, and what that is worth, in hundredths of one mention in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Name,
    Summary,
    Term,
    Heading,
    Text,
    /// Latin spellings of the title and the names.
    Latin,
}

impl Field {
    const ALL: [Self; 7] = [Self::Title, Self::Name, Self::Summary, Self::Term, Self::Heading, Self::Text, Self::Latin];

    fn weight(self, title_words: u32) -> u32 {
        match self {
            // The fewer words a title has, the more each of them is what the page is about.
            Field::Title => 1200 + 1200 / title_words.max(1),
            Field::Name => 800,
            Field::Summary | Field::Term => 400,
            Field::Heading => 300,
            Field::Text => 100,
            Field::Latin => 900,
        }
    }
}

/// What search keeps of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysed {
    pub(super) id: String,
    pub(super) card: Card,
    /// The document's words, sorted, one after another; their lengths in bytes, their levels.
    words: String,
    lengths: Vec<u8>,
    levels: Vec<u8>,
    text: Arc<str>,
    shown: usize,
}

/// What a result shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub title: String,
    pub url: String,
    pub language: String,
    pub summary: String,
    pub kind: Facet,
    pub countries: Vec<Facet>,
    pub sectors: Vec<Facet>,
}

impl Analysed {
    /// Words and levels (to [`TOP_LEVEL`]), in the words' order.
    pub fn words(&self) -> impl Iterator<Item = (&str, u8)> {
        let mut start = 0;
        self.lengths.iter().zip(&self.levels).filter_map(move |(length, level)| {
            let end = start + usize::from(*length);
            let word = self.words.get(start..end)?;
            start = end;
            Some((word, *level))
        })
    }

    /// The part of the text that passages are taken from.
    pub fn text(&self) -> &str {
        self.text.get(..self.shown).unwrap_or_default()
    }
}

/// The words of a document, weighed.
pub fn analyse(analyser: &Analyser, document: &Document, latin: Latin) -> Analysed {
    // Exhaustive, so that a new field cannot be forgotten.
    let Document { id, url, language, kind, boost, title, names, summary, terms, headings, text, countries, sectors } =
        document;
    let mut words = Words { analyser, buffer: String::new(), found: Vec::new() };
    let title_words = words.add(title, Field::Title);
    words.add_latin(title, latin);
    for name in names {
        words.add(name, Field::Name);
        words.add_latin(name, latin);
    }
    words.add(summary, Field::Summary);
    for (list, field) in [(terms, Field::Term), (headings, Field::Heading)] {
        for each in list {
            words.add(each, field);
        }
    }
    words.add(text, Field::Text);

    let summary = if summary.trim().is_empty() { text } else { summary.as_str() };
    let mut analysed = Analysed {
        id: id.clone(),
        card: Card {
            title: title.clone(),
            url: url.clone(),
            language: language.clone(),
            summary: shorten(summary.trim()).to_owned(),
            kind: kind.clone(),
            countries: countries.clone(),
            sectors: sectors.clone(),
        },
        words: String::new(),
        lengths: Vec::new(),
        levels: Vec::new(),
        text: Arc::clone(text),
        shown: floor_char_boundary(text, LONGEST_TEXT),
    };
    for tally in words.grouped() {
        let word = words.word(&tally.word);
        let weight = tally.weight(title_words) * u32::from(*boost) / 100;
        let Ok(length) = u8::try_from(word.len()) else { continue };
        analysed.words.push_str(word);
        analysed.lengths.push(length);
        analysed.levels.push(level(weight));
    }
    analysed
}

/// The words found so far, in a buffer; most come again, so they are grouped in the end.
struct Words<'a> {
    analyser: &'a Analyser,
    buffer: String,
    found: Vec<Mention>,
}

struct Mention {
    word: Range<usize>,
    field: Field,
}

/// A word with where it stands.
struct Tally {
    /// The word's first bytes as a number, which orders most words without looking at the buffer.
    key: u64,
    word: Range<usize>,
    /// A bit for each field.
    fields: u8,
    in_text: u32,
}

impl Tally {
    fn add(&mut self, field: Field) {
        self.fields |= 1 << field as u8;
        self.in_text += u32::from(field == Field::Text);
    }

    fn is_named(&self) -> bool {
        self.fields & (1 << Field::Title as u8 | 1 << Field::Name as u8) != 0
    }

    /// Each field counts once; repetitions in the text add ever less, up to twice the first.
    fn weight(&self, title_words: u32) -> u32 {
        let fields = Field::ALL.into_iter().filter(|field| self.fields & (1 << *field as u8) != 0);
        let weights = fields.map(|field| {
            let once = field.weight(title_words);
            if field == Field::Text { 2 * once - (once >> (self.in_text - 1).min(8)) } else { once }
        });
        weights.sum()
    }
}

impl Words<'_> {
    /// Adds the words of a text; how many there are.
    fn add(&mut self, text: &str, field: Field) -> u32 {
        let analyser = self.analyser;
        let mut count = 0;
        for word in analyser.folding.raw_words(text) {
            let start = self.buffer.len();
            analyser.folding.fold_into(word, &mut self.buffer);
            let range = start..self.buffer.len();
            if range.is_empty() {
                continue;
            }
            count += 1;
            self.mention(range.clone(), field);
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                self.add_parts(range, field);
            }
        }
        count
    }

    fn add_parts(&mut self, word: Range<usize>, field: Field) {
        let word = self.buffer.get(word).unwrap_or_default().to_owned();
        for part in text::parts(&word) {
            let start = self.buffer.len();
            self.buffer.push_str(part);
            self.mention(start..self.buffer.len(), field);
        }
    }

    fn mention(&mut self, word: Range<usize>, field: Field) {
        self.found.push(Mention { word, field });
    }

    fn word(&self, range: &Range<usize>) -> &str {
        self.buffer.get(range.clone()).unwrap_or_default()
    }

    fn add_latin(&mut self, text: &str, latin: Latin) {
        let words: Vec<&str> = self.analyser.folding.raw_words(text).filter(|word| text::has_cyrillic(word)).collect();
        for word in words {
            self.add(&latin(word), Field::Latin);
        }
    }

    /// Each word once, sorted; stop words only from titles and names.
    fn grouped(&self) -> Vec<Tally> {
        // Looked up, then sorted: a text has each of its words two or three times.
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(self.found.len() / 2);
        let mut tallies: Vec<Tally> = Vec::with_capacity(self.found.len() / 2);
        for Mention { word: range, field } in &self.found {
            let word = self.word(range);
            let place = *places.entry(word).or_insert_with(|| {
                tallies.push(Tally { key: key(word), word: range.clone(), fields: 0, in_text: 0 });
                tallies.len() - 1
            });
            if let Some(tally) = tallies.get_mut(place) {
                tally.add(*field);
            }
        }
        tallies.retain(|tally| tally.is_named() || !self.analyser.is_stop(self.word(&tally.word)));
        tallies.sort_unstable_by(|a, b| (a.key, self.word(&a.word)).cmp(&(b.key, self.word(&b.word))));
        tallies
    }
}

fn key(word: &str) -> u64 {
    let mut first = [0; size_of::<u64>()];
    first.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(first)
}

/// Weights on a scale of 52 levels, each an eighth more than the one before, so that a letter can tell it.
///
/// In whole numbers: the same on every machine, and in the script that reads it back.
fn level(weight: u32) -> u8 {
    let (mut level, mut next) = (0, 100);
    while level < TOP_LEVEL && weight >= next {
        next += next / 8;
        level += 1;
    }
    level
}

/// The beginning of a summary, up to a blank where there is one near.
fn shorten(summary: &str) -> &str {
    let Some((end, _)) = summary.char_indices().nth(LONGEST_SUMMARY) else { return summary };
    let cut = summary.get(..end).unwrap_or_default();
    match cut.rfind(char::is_whitespace) {
        Some(blank) if blank > end / 2 => cut.get(..blank).unwrap_or(cut),
        _ => cut,
    }
}
