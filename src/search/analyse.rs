//! Analysing a document: which words it has, and how much each says about it. The result depends on the document alone,
//! so it can be remembered.

use std::ops::Range;

use hashbrown::HashMap;

use super::{
    SearchDocument, compounds, folding,
    language::Analyser,
    lexicon::{LexiconWord, SharedLexicon},
    seen_words::{SeenWord, SeenWords},
};
use crate::locale::transliterate;

/// The highest level that a word can have in a document; see [`level`].
pub(super) const TOP_LEVEL: u8 = 51;

/// The parts of a document that words stand in. `weight` says how much a word counts in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DocumentPart {
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

impl DocumentPart {
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

    /// The weight of a word that stands here, in hundredths of one mention in the text.
    fn weight(self, title_words: u32) -> u32 {
        match self {
            // The fewer words a title has, the more each of them is what the page is about.
            DocumentPart::Title => 1200 + 1200 / title_words.max(1),
            // More than all that a page with the word in a longer title can have.
            DocumentPart::Abbreviation => 3200,
            DocumentPart::Name => 800,
            DocumentPart::Summary | DocumentPart::Term => 400,
            DocumentPart::Heading => 300,
            DocumentPart::Text => 100,
            DocumentPart::Latin => 900,
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The words of a document in no certain order. Two arrays take five bytes a word, an array of pairs would take eight.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WeighedWords {
    numbers: Box<[u32]>,
    levels: Box<[u8]>,
}

/// A word of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WeighedWord {
    /// Its number in the lexicon.
    pub number: u32,
    /// At most [`TOP_LEVEL`].
    pub level: u8,
}

impl WeighedWords {
    pub(super) fn iter(&self) -> impl Iterator<Item = WeighedWord> {
        self.numbers.iter().zip(&self.levels).map(|(number, level)| WeighedWord { number: *number, level: *level })
    }
}

/// Analyses documents one after another. It keeps the meanings of all words it has seen, so each thread has one for all
/// the documents that fall to it.
pub(super) struct DocumentReader<'a> {
    analyser: &'a Analyser,
    lexicon: &'a SharedLexicon,
    seen: SeenWords,
    /// The lists of words that [`SeenWord::Several`] names.
    several: Vec<Vec<LexiconWord>>,
    /// By number of the word: its mentions in the document being read.
    mentions: Vec<Mentions>,
    /// Numbers of the words that the document being read has.
    found: Vec<u32>,
    /// Reused for texts that are made of HTML.
    text_buffer: String,
    /// Reused for the places of words in a text.
    places: Vec<Range<usize>>,
    /// Latin spellings of words of titles and names.
    latin_spellings: HashMap<Box<str>, Box<str>>,
}

/// The mentions of a word in one document.
#[derive(Clone, Copy, Default)]
struct Mentions {
    /// A bit for each [`DocumentPart`] with the word.
    parts: u8,
    in_text: u32,
}

impl Mentions {
    fn in_text_alone(times: u32) -> Self {
        Self { parts: DocumentPart::Text.bit(), in_text: times }
    }

    /// Each part counts once; repetitions in the text add ever less, up to twice the first.
    fn weight(self, title_words: u32) -> u32 {
        let text = || {
            let once = DocumentPart::Text.weight(title_words);
            2 * once - (once >> (self.in_text - 1).min(8))
        };
        let parts = DocumentPart::ALL.into_iter().filter(|part| self.parts & part.bit() != 0);
        parts.map(|part| if part == DocumentPart::Text { text() } else { part.weight(title_words) }).sum()
    }
}

impl<'a> DocumentReader<'a> {
    pub(super) fn new(analyser: &'a Analyser, lexicon: &'a SharedLexicon) -> Self {
        Self {
            analyser,
            lexicon,
            seen: SeenWords::default(),
            several: Vec::new(),
            mentions: Vec::new(),
            found: Vec::new(),
            text_buffer: String::new(),
            places: Vec::new(),
            latin_spellings: HashMap::default(),
        }
    }

    pub(super) fn read(&mut self, document: &SearchDocument<'_>) -> WeighedWords {
        // Exhaustive, so that a new field cannot be forgotten.
        let SearchDocument {
            boost,
            title,
            names,
            summary,
            terms,
            headings,
            texts,
            // These are not searched by words.
            id: _,
            url: _,
            part_of: _,
            language: _,
            kind: _,
            countries: _,
            sectors: _,
        } = document;
        let title_words = self.add(title, DocumentPart::Title);
        let part_of_name = |name: &str| if is_word(name) { DocumentPart::Abbreviation } else { DocumentPart::Name };
        for name in names {
            let Some((name, in_brackets)) = split_brackets(name) else {
                self.add(name, part_of_name(name));
                continue;
            };
            self.add(name, part_of_name(name));
            self.add(in_brackets, part_of_name(in_brackets));
        }
        if let Some((_, in_brackets)) = split_brackets(title).filter(|(_, in_brackets)| is_word(in_brackets)) {
            self.add(in_brackets, DocumentPart::Abbreviation);
        }
        // Names come before texts: a stop word counts only in a document with a name that has it.
        self.add_latin(title);
        for name in names {
            self.add_latin(name);
        }
        self.add(summary, DocumentPart::Summary);
        for (list, part) in [(terms, DocumentPart::Term), (headings, DocumentPart::Heading)] {
            for each in list {
                self.add(each, part);
            }
        }
        let mut buffer = std::mem::take(&mut self.text_buffer);
        for text in texts {
            self.add(text.whole(&mut buffer), DocumentPart::Text);
        }
        self.text_buffer = buffer;
        let level_of = |mentions: Mentions| level(mentions.weight(title_words) * u32::from(*boost) / 100);
        // Most words stand in the text alone, a few times.
        let in_text_alone: [u8; 8] = std::array::from_fn(|at| level_of(Mentions::in_text_alone(at as u32 + 1)));
        let mut numbers = Vec::with_capacity(self.found.len());
        let mut levels = Vec::with_capacity(self.found.len());
        for number in self.found.drain(..) {
            let Some(mentions) = self.mentions.get_mut(number as usize).map(std::mem::take) else { continue };
            let known = in_text_alone.get(mentions.in_text.wrapping_sub(1) as usize);
            let known = known.filter(|_| mentions.parts == DocumentPart::Text.bit());
            numbers.push(number);
            levels.push(known.copied().unwrap_or_else(|| level_of(mentions)));
        }
        WeighedWords { numbers: numbers.into(), levels: levels.into() }
    }

    /// Adds the words of a text, and returns how many there are.
    fn add(&mut self, text: &str, part: DocumentPart) -> u32 {
        let mut places = std::mem::take(&mut self.places);
        self.analyser.folding.places(text, &mut places);
        let (mut count, mut rest) = (0, places.as_slice());
        // Hyphenated words overlap their parts, so a compound is looked for after the last one alone.
        let mut compound_end = 0;
        while let Some((place, after)) = rest.split_first() {
            rest = after;
            if compounds::may_begin(text, place, after) {
                if let Some(number) = compounds::number(text, place, after, self.analyser) {
                    let whole = place.start..number.end;
                    let seen = self.seen.get(text, &whole).unwrap_or_else(|| self.learn_as(text, &whole, &number.word));
                    count += 1;
                    self.mention_seen(seen, part);
                    rest = after.get(number.words_after..).unwrap_or_default();
                    continue;
                }
                if place.start >= compound_end
                    && let Some(end) = compounds::hyphenated_end(text, place, after)
                {
                    compound_end = end;
                    let whole = place.start..end;
                    let seen = self.seen.get(text, &whole).unwrap_or_else(|| {
                        let joined = compounds::joined(text, &whole, &self.analyser.folding);
                        self.learn_as(text, &whole, &joined.unwrap_or_default())
                    });
                    self.mention_seen(seen, part);
                }
            }
            let seen = self.seen.get(text, place).unwrap_or_else(|| self.learn(text, place));
            count += u32::from(seen != SeenWord::Nothing);
            self.mention_seen(seen, part);
        }
        self.places = places;
        count
    }

    #[inline]
    fn mention_seen(&mut self, seen: SeenWord, part: DocumentPart) {
        let word = match seen {
            SeenWord::Nothing => return,
            SeenWord::Word(number) => LexiconWord { number, is_stop: false },
            SeenWord::StopWord(number) => LexiconWord { number, is_stop: true },
            SeenWord::Several(at) => return self.mention_several(at, part),
        };
        self.mention(word, part);
    }

    #[cold]
    fn mention_several(&mut self, at: u32, part: DocumentPart) {
        for word in self.several.get(at as usize).cloned().unwrap_or_default() {
            self.mention(word, part);
        }
    }

    /// Remembers what several words of a text are together; nothing if `word` is empty.
    #[cold]
    fn learn_as(&mut self, text: &str, place: &Range<usize>, word: &str) -> SeenWord {
        let seen = match word {
            "" => SeenWord::Nothing,
            word => SeenWord::Word(self.lexicon.word(word, self.analyser).number),
        };
        self.seen.insert(text, place, seen);
        seen
    }

    #[cold]
    fn learn(&mut self, text: &str, place: &Range<usize>) -> SeenWord {
        let folded = self.analyser.folding.fold(text.get(place.clone()).unwrap_or_default());
        let seen = if folded.is_empty() {
            SeenWord::Nothing
        } else {
            let whole = self.lexicon.word(&folded, self.analyser);
            let mut parts = folding::parts(&folded).map(|part| self.lexicon.word(part, self.analyser)).peekable();
            if parts.peek().is_some() {
                self.several.push(std::iter::once(whole).chain(parts).collect());
                SeenWord::Several(self.several.len() as u32 - 1)
            } else if whole.is_stop {
                SeenWord::StopWord(whole.number)
            } else {
                SeenWord::Word(whole.number)
            }
        };
        self.seen.insert(text, place, seen);
        seen
    }

    #[inline]
    fn mention(&mut self, word: LexiconWord, part: DocumentPart) {
        const NAMED: u8 = DocumentPart::Title.bit() | DocumentPart::Abbreviation.bit() | DocumentPart::Name.bit();
        let at = word.number as usize;
        if at >= self.mentions.len() {
            self.mentions.resize(2 * at + 1, Mentions::default());
        }
        let Some(mentions) = self.mentions.get_mut(at) else { return };
        if word.is_stop && (mentions.parts | part.bit()) & NAMED == 0 {
            return;
        }
        if mentions.parts == 0 {
            self.found.push(word.number);
        }
        mentions.parts |= part.bit();
        mentions.in_text += u32::from(part == DocumentPart::Text);
    }

    /// Adds the Latin spellings of a text's Cyrillic words, so that `zaporizhzhia` finds Запоріжжя.
    fn add_latin(&mut self, text: &str) {
        let analyser = self.analyser;
        let mut spellings = std::mem::take(&mut self.latin_spellings);
        for word in analyser.folding.raw_words(text).filter(|word| folding::has_cyrillic(word)) {
            if !spellings.contains_key(word) {
                spellings.insert(word.into(), transliterate::latin(word).into_boxed_str());
            }
            self.add(spellings.get(word).map_or("", |latin| latin), DocumentPart::Latin);
        }
        self.latin_spellings = spellings;
    }
}

/// A name and what stands after it in brackets, an abbreviation as a rule: `Ukrainian Cluster Alliance (UCA)`.
fn split_brackets(name: &str) -> Option<(&str, &str)> {
    let (before, rest) = name.trim_end().strip_suffix(')')?.split_once('(')?;
    Some((before.trim_end(), rest))
}

fn is_word(name: &str) -> bool {
    name.split_whitespace().nth(1).is_none()
}

/// The level of a weight: one of 52, each an eighth more than the one before, so that one letter can tell it.
///
/// Integers only: the result is the same on every machine, and in the script that reads it back.
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
