//! One document to its words with weights; depends on the document alone, so that it can be remembered.

use std::{collections::HashMap, ops::Range};

use super::{
    Document, Latin,
    language::Analyser,
    text,
    tokens::{Token, Tokens},
    vocabulary::{Seeded, Shared},
};

/// The strongest level of a word in a document; see [`level`].
pub const TOP_LEVEL: u8 = 51;

/// Where a word stands, best first, and what that is worth, in hundredths of one mention in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    /// A name of one word, an abbreviation as a rule: who types it alone means this page.
    Abbreviation,
    Name,
    Summary,
    Term,
    Heading,
    Text,
    /// Latin spellings of the title and the names.
    Latin,
}

impl Field {
    const ALL: [Self; 8] = [
        Self::Title,
        Self::Abbreviation,
        Self::Name,
        Self::Summary,
        Self::Term,
        Self::Heading,
        Self::Text,
        Self::Latin,
    ];

    fn weight(self, title_words: u32) -> u32 {
        match self {
            // The fewer words a title has, the more each of them is what the page is about.
            Field::Title => 1200 + 1200 / title_words.max(1),
            // More than all that a page with the word in a longer title can have.
            Field::Abbreviation => 3200,
            Field::Name => 800,
            Field::Summary | Field::Term => 400,
            Field::Heading => 300,
            Field::Text => 100,
            Field::Latin => 900,
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The words of a document by their numbers in the vocabulary, in no certain order, with their levels (to
/// [`TOP_LEVEL`]).
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Words {
    numbers: Box<[u32]>,
    levels: Box<[u8]>,
}

impl Words {
    pub fn iter(&self) -> impl Iterator<Item = (u32, u8)> {
        self.numbers.iter().copied().zip(self.levels.iter().copied())
    }
}

/// Reads documents, one after another. What it has learnt of the words of one serves it at the next, so that there is
/// one for each thread.
pub struct Reader<'a> {
    analyser: &'a Analyser,
    latin: Latin,
    vocabulary: &'a Shared,
    tokens: Tokens,
    /// For tokens that are more than one word.
    parts: Vec<Vec<(u32, bool)>>,
    /// By number of the word, what is known of it in the document that is being read.
    tallies: Vec<Tally>,
    /// The words of the document that is being read.
    found: Vec<u32>,
    /// Where its texts are made.
    made: String,
    /// Where the words of a text stand.
    places: Vec<Range<usize>>,
    /// Latin spellings of words of titles and names.
    spelled: HashMap<Box<str>, Box<str>, Seeded>,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    /// A bit for each field that the word stands in.
    fields: u8,
    in_text: u32,
}

impl Tally {
    /// Each field counts once; repetitions in the text add ever less, up to twice the first.
    fn weight(self, title_words: u32) -> u32 {
        let text = || {
            let once = Field::Text.weight(title_words);
            2 * once - (once >> (self.in_text - 1).min(8))
        };
        // Most words stand in the text alone.
        if self.fields == Field::Text.bit() {
            return text();
        }
        let fields = Field::ALL.into_iter().filter(|field| self.fields & field.bit() != 0);
        fields.map(|field| if field == Field::Text { text() } else { field.weight(title_words) }).sum()
    }
}

impl<'a> Reader<'a> {
    pub fn new(analyser: &'a Analyser, latin: Latin, vocabulary: &'a Shared) -> Self {
        Self {
            analyser,
            latin,
            vocabulary,
            tokens: Tokens::default(),
            parts: Vec::new(),
            tallies: Vec::new(),
            found: Vec::new(),
            made: String::new(),
            places: Vec::new(),
            spelled: HashMap::default(),
        }
    }

    /// The words of a document, weighed.
    pub fn read(&mut self, document: &Document<'_>) -> Words {
        // Exhaustive, so that a new field cannot be forgotten.
        let Document {
            boost,
            title,
            names,
            summary,
            terms,
            headings,
            texts,
            // Nobody looks for these by words.
            id: _,
            url: _,
            language: _,
            kind: _,
            countries: _,
            sectors: _,
        } = document;
        let title_words = self.add(title, Field::Title);
        for name in names {
            let is_word = name.split_whitespace().nth(1).is_none();
            self.add(name, if is_word { Field::Abbreviation } else { Field::Name });
        }
        // Names come first: a stop word counts only where it is part of one.
        self.add_latin(title);
        for name in names {
            self.add_latin(name);
        }
        self.add(summary, Field::Summary);
        for (list, field) in [(terms, Field::Term), (headings, Field::Heading)] {
            for each in list {
                self.add(each, field);
            }
        }
        let mut made = std::mem::take(&mut self.made);
        for text in texts {
            self.add(text.whole(&mut made), Field::Text);
        }
        self.made = made;
        let mut numbers = Vec::with_capacity(self.found.len());
        let mut levels = Vec::with_capacity(self.found.len());
        for number in self.found.drain(..) {
            let Some(tally) = self.tallies.get_mut(number as usize).map(std::mem::take) else { continue };
            numbers.push(number);
            levels.push(level(tally.weight(title_words) * u32::from(*boost) / 100));
        }
        Words { numbers: numbers.into(), levels: levels.into() }
    }

    /// Adds the words of a text; how many there are.
    fn add(&mut self, text: &str, field: Field) -> u32 {
        let mut places = std::mem::take(&mut self.places);
        self.analyser.folding.places(text, &mut places);
        let mut count = 0;
        for word in &places {
            let token = self.tokens.get(text, word).unwrap_or_else(|| self.learn(text, word));
            count += u32::from(token != Token::Nothing);
            match token {
                Token::Nothing => {}
                Token::Word(number) => self.mention(number, false, field),
                Token::Stop(number) => self.mention(number, true, field),
                Token::Several(at) => {
                    for (part, is_stop) in self.parts.get(at as usize).cloned().unwrap_or_default() {
                        self.mention(part, is_stop, field);
                    }
                }
            }
        }
        self.places = places;
        count
    }

    #[cold]
    fn learn(&mut self, text: &str, word: &Range<usize>) -> Token {
        let folded = self.analyser.folding.fold(text.get(word.clone()).unwrap_or_default());
        let token = if folded.is_empty() {
            Token::Nothing
        } else {
            let (number, is_stop) = self.vocabulary.number(&folded, self.analyser);
            let mut parts = text::parts(&folded).map(|part| self.vocabulary.number(part, self.analyser)).peekable();
            if parts.peek().is_some() {
                self.parts.push(std::iter::once((number, is_stop)).chain(parts).collect());
                Token::Several(self.parts.len() as u32 - 1)
            } else if is_stop {
                Token::Stop(number)
            } else {
                Token::Word(number)
            }
        };
        self.tokens.insert(text, word, token);
        token
    }

    #[inline]
    fn mention(&mut self, number: u32, is_stop: bool, field: Field) {
        const NAMED: u8 = Field::Title.bit() | Field::Abbreviation.bit() | Field::Name.bit();
        let at = number as usize;
        if at >= self.tallies.len() {
            self.tallies.resize(2 * at + 1, Tally::default());
        }
        let Some(tally) = self.tallies.get_mut(at) else { return };
        if is_stop && (tally.fields | field.bit()) & NAMED == 0 {
            return;
        }
        if tally.fields == 0 {
            self.found.push(number);
        }
        tally.fields |= field.bit();
        tally.in_text += u32::from(field == Field::Text);
    }

    fn add_latin(&mut self, text: &str) {
        let analyser = self.analyser;
        let mut spelled = std::mem::take(&mut self.spelled);
        for word in analyser.folding.raw_words(text).filter(|word| text::has_cyrillic(word)) {
            match spelled.get(word) {
                Some(latin) => self.add(latin, Field::Latin),
                None => {
                    let latin = (self.latin)(word).into_boxed_str();
                    let count = self.add(&latin, Field::Latin);
                    spelled.insert(word.into(), latin);
                    count
                }
            };
        }
        self.spelled = spelled;
    }
}

/// Weights on a scale of 52 levels, each an eighth more than the one before, so that a letter can tell it.
///
/// In whole numbers: the same on every machine, and in the script that reads it back.
fn level(weight: u32) -> u8 {
    LEVELS.partition_point(|least| *least <= weight) as u8
}

/// The least weight of every level but the lowest.
const LEVELS: [u32; TOP_LEVEL as usize] = {
    let mut levels = [100; TOP_LEVEL as usize];
    let mut at = 1;
    while at < levels.len() {
        levels[at] = levels[at - 1] + levels[at - 1] / 8;
        at += 1;
    }
    levels
};
