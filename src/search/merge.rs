//! All analysed documents to the pieces of an index.
//!
//! Documents are numbered in the order of their ids. Everything is text, in lines, made for `split` and slices:
//!
//! ```text
//! index-….json   language, number of documents, labels of kinds, countries and sectors, and the hashes of all others
//! rules-….json   the language's rules, for the script's engine
//! stems-….txt    a line a stem: stem, then form and postings for each form, tabs between (here shown as |):
//!                `кластер|кластери|3F2A|кластерів|K`. Sorted; `пр*` holds the best documents for a beginning that
//!                too many words have. Postings: how far the document is ahead of the one before, unless it is the
//!                next, then a letter for the word's level there
//! words-….txt    a line a form, sorted: a letter for how many characters it shares with the line before, the rest,
//!                a letter for its best level.  For beginnings of words and for typing errors
//! facets-….json  kind, countries and sectors of every document, in letters
//! cards-….json   what the results of some documents show, and where their texts are, if anywhere
//! texts-….txt    the texts of a few documents, for the passage; on a small site alone
//! ```
//!
//! A query costs the index and the rules once, then a shard of stems and one of words for each word, and the cards
//! of the results that are shown, with what their passages are taken from. The bounds below keep each of these small.
//!
//! On a small site a passage is taken from a piece with a few texts, which is smaller than the result's page with all that
//! stands around its text. On a large one, where a piece would hold the text of one result and of others that nobody
//! asked for, the page itself costs the same, and whoever opens the result has it already; so there are no texts.

use std::{
    cmp::Ordering,
    ops::{Range, RangeInclusive},
};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    Facets, Piece,
    cards::{Labels, cards},
    encode::{letter, piece},
    language::Analyser,
    memory::Corpus,
    postings::{Encoded, Postings},
    vocabulary::{Vocabulary, key},
};

/// Of the pieces; a reader refuses another.
const FORMAT: u32 = 3;
/// Bytes in a shard of stems or words, about: a third or less of it when compressed.
const SHARD_BYTES: RangeInclusive<usize> = 4_000..=14_000;
/// What naming a shard costs each question, in bytes of it. See [`shard_bytes`].
const NAMING_A_SHARD: usize = 10;
/// A line of words is hardly longer.
const LONGEST_LINE: usize = 128;
/// Documents whose cards stand together.
const CARDS_TOGETHER: RangeInclusive<usize> = 4..=12;
/// With so many documents, one card more stands together: results come from all over a large site, and so do files.
const DOCUMENTS_FOR_A_CARD: usize = 50;
/// Documents whose texts stand together, on a site of so many documents at most; on a larger one passages are taken from
/// the pages.
const TEXTS_TOGETHER: usize = 2;
const SMALL: usize = 600;
/// A beginning that more forms have than this has its best documents listed.
const FORMS_OF_A_BEGINNING: usize = 64;
/// So many of them.
const DOCUMENTS_OF_A_BEGINNING: usize = 50;
/// The lengths, in letters, of such beginnings.
const BEGINNINGS: [usize; 2] = [2, 3];

/// The pieces of a language's index, the one that names the others first. Words of documents that nobody remembers are
/// let go of.
///
/// # Errors
///
/// As [`Analyser::new`].
pub(super) fn merge(
    language: &str,
    analyser: &Analyser,
    corpus: &mut Corpus<'_>,
    facets: &Facets,
) -> Result<Vec<Piece>, String> {
    let (stems, words) = {
        let postings = Postings::gather(&mut corpus.documents, corpus.vocabulary.len());
        let forms = Forms::new(&corpus.vocabulary, &postings);
        let (beginnings, encoded) =
            rayon::join(|| beginnings(&forms, &postings), || Encoded::new(&postings, &forms.numbers));
        drop(postings);
        rayon::join(|| stem_shards(&forms, &encoded, &beginnings), || word_shards(&forms, &encoded))
    };
    let labels = Labels::of(&corpus.documents, facets);
    let together = bounded(corpus.documents.len() / DOCUMENTS_FOR_A_CARD, CARDS_TOGETHER);
    let texts_together = has_texts(corpus.documents.len()).then_some(TEXTS_TOGETHER);
    let made: Vec<_> = corpus.documents.par_chunks(together).map(|read| cards(read, &labels, texts_together)).collect();
    let (cards, made): (Vec<String>, Vec<Vec<Piece>>) = made.into_iter().unzip();
    let mut pieces: Vec<Piece> = made.into_iter().flatten().collect();
    let mut put = |(hash, piece): (String, Piece)| {
        pieces.push(piece);
        hash
    };
    let mut put_shards = |shards: Vec<Shard>| -> Value {
        let (starts, hashes): (Vec<String>, Vec<String>) =
            shards.into_iter().map(|(start, made)| (start, put(made))).unzip();
        json!({ "starts": starts, "hashes": hashes })
    };
    let (stems, words) = (put_shards(stems), put_shards(words));
    let index = json!({
        "format": FORMAT,
        "language": language,
        "documents": corpus.documents.len(),
        "rules": put(piece("rules", "json", analyser.shipped()?)),
        "facets": put(piece("facets", "json", labels.columns(&corpus.documents))),
        "labels": labels.json(),
        "stems": stems,
        "words": words,
        "together": together,
        "cards": cards,
    });
    // Of equal texts there is one piece.
    pieces.sort_by(|a, b| a.name.cmp(&b.name));
    pieces.dedup_by(|a, b| a.name == b.name);
    pieces.insert(0, piece("index", "json", index.to_string()).1);
    Ok(pieces)
}

/// Whether the index of so many documents has pieces with their texts.
pub(super) fn has_texts(documents: usize) -> bool {
    documents <= SMALL
}

/// A piece with what its first line is found by.
type Shard = (String, (String, Piece));

/// All forms that documents have, sorted.
struct Forms<'a> {
    vocabulary: &'a Vocabulary,
    numbers: Vec<u32>,
}

impl<'a> Forms<'a> {
    fn new(vocabulary: &'a Vocabulary, postings: &Postings) -> Self {
        let mut keyed: Vec<(u128, u32)> = (0..vocabulary.len() as u32)
            .filter(|number| postings.has(*number))
            .map(|number| (key(vocabulary.text(number)), number))
            .collect();
        keyed.par_sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| vocabulary.text(*one).cmp(vocabulary.text(*other)))
        });
        Self { vocabulary, numbers: keyed.into_iter().map(|(_, number)| number).collect() }
    }

    fn text(&self, form: usize) -> &'a str {
        self.numbers.get(form).map_or("", |number| self.vocabulary.text(*number))
    }

    /// Beginnings that many forms share, with the range of those forms.
    fn beginnings(&self) -> Vec<(&'a str, Range<usize>)> {
        let mut found = Vec::new();
        for length in BEGINNINGS {
            let beginning = |number: &u32| {
                let text = self.vocabulary.text(*number);
                text.char_indices().nth(length).map_or(text, |(end, _)| &text[..end])
            };
            let mut start = 0;
            for run in self.numbers.chunk_by(|a, b| beginning(a) == beginning(b)) {
                let range = start..start + run.len();
                start = range.end;
                if let Some(first) = run.first().filter(|_| run.len() > FORMS_OF_A_BEGINNING) {
                    found.push((beginning(first), range));
                }
            }
        }
        found
    }
}

/// What a line is found by, and the rest of it; sorted.
fn beginnings(forms: &Forms<'_>, postings: &Postings) -> Vec<(String, String)> {
    let found = forms.beginnings().into_par_iter().map(|(beginning, range)| {
        let best = postings.best(forms.numbers.get(range).unwrap_or_default(), DOCUMENTS_OF_A_BEGINNING);
        (format!("{beginning}*"), format!("\t\t{best}"))
    });
    let mut lines: Vec<(String, String)> = found.collect();
    lines.sort_unstable();
    lines
}

/// A stem of a form.
#[derive(Clone, Copy)]
struct Pair {
    key: u128,
    stem: u32,
    form: u32,
}

/// Every stem of every form, sorted by stems, then by forms; and where in the list each stem's are.
///
/// Of the stems that a form could have, those that no other form shares are left out when another form shares one:
/// кластерів stands with кластер and not also alone, as of an unheard-of «кластерів, кластерова».
fn groups(forms: &Forms<'_>) -> (Vec<Pair>, Vec<Range<usize>>) {
    let stem = |pair: &Pair| forms.vocabulary.stem(pair.stem);
    let of_form = |(form, number): (u32, &u32)| {
        forms.vocabulary.stems(*number).map(move |(stem, text)| Pair { key: key(text), stem, form })
    };
    let mut pairs: Vec<Pair> = (0..).zip(&forms.numbers).flat_map(of_form).collect();
    // The last byte of a key is zero where the key is the whole text.
    let order = |a: &Pair, b: &Pair| {
        let rest = || if a.key as u8 == 0 { Ordering::Equal } else { stem(a).cmp(stem(b)) };
        a.key.cmp(&b.key).then_with(rest)
    };
    pairs.par_sort_unstable_by(|a, b| order(a, b).then(a.form.cmp(&b.form)));
    let mut shares = vec![false; forms.numbers.len()];
    let mut groups = Vec::new();
    let mut start = 0;
    for group in pairs.chunk_by(|a, b| order(a, b).is_eq()) {
        groups.push(start..start + group.len());
        start += group.len();
        if group.len() > 1 {
            group.iter().for_each(|pair| shares[pair.form as usize] = true);
        }
    }
    groups.retain(|group| group.len() > 1 || pairs.get(group.start).is_some_and(|pair| !shares[pair.form as usize]));
    (pairs, groups)
}

/// A line: what it is found by, forms with their postings, and what else.
struct Line<'a> {
    key: &'a str,
    forms: &'a [Pair],
    rest: &'a str,
}

impl Line<'_> {
    fn length(&self, forms: &Forms<'_>, encoded: &Encoded) -> usize {
        let of_form = |pair: &Pair| {
            let form = pair.form as usize;
            forms.text(form).len() + encoded.postings(form).len() + 2
        };
        self.key.len() + self.forms.iter().map(of_form).sum::<usize>() + self.rest.len() + 1
    }

    fn write(&self, to: &mut String, forms: &Forms<'_>, encoded: &Encoded) {
        to.push_str(self.key);
        for pair in self.forms {
            let form = pair.form as usize;
            to.push('\t');
            to.push_str(forms.text(form));
            to.push('\t');
            to.push_str(encoded.postings(form));
        }
        to.push_str(self.rest);
        to.push('\n');
    }
}

/// Lines are put together where their lengths add up to a shard.
fn stem_shards(forms: &Forms<'_>, encoded: &Encoded, beginnings: &[(String, String)]) -> Vec<Shard> {
    let (pairs, groups) = groups(forms);
    let mut beginnings = beginnings.iter().map(|(key, rest)| Line { key, forms: &[], rest }).peekable();
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(groups.len() + beginnings.len());
    for forms_of_stem in groups.into_iter().filter_map(|group| pairs.get(group)) {
        let key = forms_of_stem.first().map_or("", |pair| forms.vocabulary.stem(pair.stem));
        while let Some(beginning) = beginnings.next_if(|beginning| beginning.key < key) {
            lines.push(beginning);
        }
        lines.push(Line { key, forms: forms_of_stem, rest: "" });
    }
    lines.extend(beginnings);
    let lengths: Vec<usize> = lines.par_iter().map(|line| line.length(forms, encoded)).collect();
    let most = shard_bytes(lengths.iter().sum());
    let mut shards: Vec<(Range<usize>, usize)> = Vec::new();
    for (line, length) in lengths.into_iter().enumerate() {
        match shards.last_mut() {
            Some((lines, bytes)) if *bytes + length <= most => {
                lines.end += 1;
                *bytes += length;
            }
            _ => shards.push((line..line + 1, length)),
        }
    }
    let write = |(range, bytes): (Range<usize>, usize)| {
        let lines = lines.get(range).unwrap_or_default();
        let mut shard = String::with_capacity(bytes);
        lines.iter().for_each(|line| line.write(&mut shard, forms, encoded));
        (lines.first().map_or("", |line| line.key).to_owned(), piece("stems", "txt", shard))
    };
    shards.into_par_iter().map(write).collect()
}

fn word_shards(forms: &Forms<'_>, encoded: &Encoded) -> Vec<Shard> {
    // Two thirds of a form are shared with its neighbour.
    let most = shard_bytes((0..forms.numbers.len()).map(|form| forms.text(form).len() / 3 + 3).sum());
    let mut shards: Vec<(&str, String)> = Vec::new();
    let mut before = "";
    for form in 0..forms.numbers.len() {
        let text = forms.text(form);
        if shards.last().is_none_or(|(_, shard)| shard.len() >= most) {
            shards.push((text, String::with_capacity(most + LONGEST_LINE)));
            // The first line of a shard has none before it.
            before = "";
        }
        let Some((_, shard)) = shards.last_mut() else { continue };
        let (shared, length) = shared_beginning(before, text);
        shard.push(letter(shared));
        shard.push_str(text.get(length..).unwrap_or_default());
        shard.push(letter(usize::from(encoded.best_level(form))));
        shard.push('\n');
        before = text;
    }
    shards.into_par_iter().map(|(start, shard)| (start.to_owned(), piece("words", "txt", shard))).collect()
}

/// How many letters two words begin with alike, and their length.
fn shared_beginning(a: &str, b: &str) -> (usize, usize) {
    a.chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .fold((0, 0), |(count, length), (letter, _)| (count + 1, length + letter.len_utf8()))
}

/// The length of a shard at which a question costs least: of short ones there are many to name, of long ones more is
/// fetched than was asked for.
fn shard_bytes(all: usize) -> usize {
    bounded((all * NAMING_A_SHARD).isqrt(), SHARD_BYTES)
}

fn bounded(number: usize, bounds: RangeInclusive<usize>) -> usize {
    number.clamp(*bounds.start(), *bounds.end())
}
