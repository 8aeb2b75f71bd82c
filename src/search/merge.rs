//! Merging all analysed documents into the pieces of an index.
//!
//! Documents are numbered in the order of their ids. Every piece is JSON, or lines that a script takes apart with `split`
//! and slices:
//!
//! ```text
//! index-….json   what every question needs: language, the language's rules for the script's engine, number of documents,
//!                labels of kinds, countries and sectors and those of every document in letters, the hashes of all others
//! stems-….txt    a line a stem: stem, then form and postings for each form, tabs between (here shown as |):
//!                `кластер|Hи|3F2A|Hів|K`. A form is a letter for how many characters it shares with the stem, and the
//!                rest. Sorted; `пр*` holds the best documents for a beginning that too many words have. Postings: how
//!                far the document is ahead of the one before, unless it is the next, then a letter for the word's
//!                level there
//! words-….txt    a line a form, sorted: a letter for how many characters it shares with the line before, the rest,
//!                a letter for its best level.  For beginnings of words and for typing errors
//! cards-….json   what the results of some documents show, and the names of the pieces with their texts, if there are any
//! texts-….txt    the texts of a few documents, for passages; on small sites only
//! ```
//!
//! A query fetches the index once, then a shard of stems and one of words for each word, then the cards of
//! the results it shows and what their passages are taken from. The bounds below keep each of these small.
//!
//! On a small site, passages are taken from pieces with a few texts each, since a piece is smaller than the result's whole
//! page. On a large site most texts of a piece would belong to no result, so that it costs as much as the page, which the
//! browser then has already when the result is opened: the index has no texts, and passages are taken from pages.

use std::{
    cmp::Ordering,
    ops::{Range, RangeInclusive},
};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    Facets, SearchPiece,
    cards::{CardPieces, UsedFacets, cards},
    corpus::Corpus,
    encode::{HashedPiece, letter, piece},
    language::Analyser,
    lexicon::{Lexicon, sort_key},
    postings::{EncodedPostings, Postings},
};
use crate::diagnostics::position::floor_char_boundary;

/// The version of the pieces' formats; the script refuses any other.
const FORMAT: u32 = 6;
/// About so many bytes are in a shard of stems or words; compressed, it is a third of that or less.
const SHARD_BYTES: RangeInclusive<usize> = 3_000..=14_000;
/// The cost of each shard to every query, in bytes of the index that names it. See [`shard_bytes`].
const NAMING_A_SHARD: usize = 10;
/// Lines of words are hardly ever longer than this; only a capacity depends on it.
const LONGEST_LINE: usize = 128;
/// The least and the most documents whose cards stand together. Of two cards more, a question on a small site costs a
/// kilobyte more, and the site has a third fewer pieces with cards.
const CARDS_TOGETHER: RangeInclusive<usize> = 6..=12;
/// One more card stands together for each so many documents: the results of a query on a large site are spread over all
/// pieces, so there must not be too many pieces.
const DOCUMENTS_FOR_A_CARD: usize = 70;
/// Beginnings that more forms have than this get a line with their best documents.
const FORMS_OF_A_BEGINNING: usize = 64;
/// The most documents on such a line.
const DOCUMENTS_OF_A_BEGINNING: usize = 50;
/// The lengths, in letters, of beginnings that may get a line.
const BEGINNINGS: [usize; 2] = [2, 3];

/// The pieces of a language's index; the first names all others. Frees the words that no memory will keep.
///
/// # Errors
///
/// As [`Analyser::new`].
pub(super) fn merge(
    language: &str,
    analyser: &Analyser,
    corpus: &mut Corpus<'_>,
    facets: &Facets,
) -> Result<Vec<SearchPiece>, String> {
    let (stems, words) = {
        let postings = Postings::gather(&mut corpus.documents, corpus.lexicon.len());
        let forms = Forms::new(&corpus.lexicon, &postings);
        let (beginnings, encoded) =
            rayon::join(|| beginnings(&forms, &postings), || EncodedPostings::new(&postings, &forms.numbers));
        drop(postings);
        rayon::join(|| stem_shards(&forms, &encoded, &beginnings), || word_shards(&forms, &encoded))
    };
    let facets = UsedFacets::of(&corpus.documents, facets);
    let together = bounded(corpus.documents.len() / DOCUMENTS_FOR_A_CARD, CARDS_TOGETHER);
    let has_texts = corpus.has_texts();
    let made: Vec<CardPieces> =
        corpus.documents.par_chunks(together).map(|some| cards(some, &facets, has_texts)).collect();
    let (mut cards, mut pieces) = (Vec::new(), Vec::new());
    for made in made {
        cards.push(made.hash);
        pieces.extend(made.pieces);
    }
    let mut put = |HashedPiece { hash, piece }: HashedPiece| {
        pieces.push(piece);
        hash
    };
    let mut put_shards = |shards: Vec<Shard>| -> Value {
        let (starts, hashes): (Vec<String>, Vec<String>) =
            shards.into_iter().map(|shard| (shard.start, put(shard.piece))).unzip();
        json!({ "starts": starts, "hashes": hashes })
    };
    let (stems, words) = (put_shards(stems), put_shards(words));
    let index = json!({
        "format": FORMAT,
        "language": language,
        "documents": corpus.documents.len(),
        "rules": analyser.shipped()?,
        "facets": facets.columns(&corpus.documents),
        "labels": facets.json(),
        "stems": stems,
        "words": words,
        "together": together,
        "cards": cards,
    });
    // Documents with equal texts share a piece.
    pieces.sort_by(|a, b| a.name.cmp(&b.name));
    pieces.dedup_by(|a, b| a.name == b.name);
    pieces.insert(0, piece("index", "json", index.to_string()).piece);
    Ok(pieces)
}

/// A part of a sorted list of lines.
struct Shard {
    /// The key that its first line is sorted by.
    start: String,
    piece: HashedPiece,
}

/// All forms that documents have, sorted.
struct Forms<'a> {
    lexicon: &'a Lexicon,
    /// Numbers in the lexicon.
    numbers: Vec<u32>,
}

impl<'a> Forms<'a> {
    fn new(lexicon: &'a Lexicon, postings: &Postings) -> Self {
        let mut keyed: Vec<(u128, u32)> = (0..lexicon.len() as u32)
            .filter(|number| postings.has(*number))
            .map(|number| (sort_key(lexicon.text(number)), number))
            .collect();
        keyed.par_sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| lexicon.text(*one).cmp(lexicon.text(*other)))
        });
        Self { lexicon, numbers: keyed.into_iter().map(|(_, number)| number).collect() }
    }

    fn text(&self, form: usize) -> &'a str {
        self.numbers.get(form).map_or("", |number| self.lexicon.text(*number))
    }

    /// Beginnings that many forms share, each with the range of its forms.
    fn beginnings(&self) -> Vec<(&'a str, Range<usize>)> {
        let mut found = Vec::new();
        for length in BEGINNINGS {
            let beginning = |number: &u32| {
                let text = self.lexicon.text(*number);
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

/// The lines of beginnings that many forms share, sorted.
fn beginnings(forms: &Forms<'_>, postings: &Postings) -> Vec<BeginningLine> {
    let mut lines: Vec<BeginningLine> = forms
        .beginnings()
        .into_par_iter()
        .map(|(beginning, range)| {
            let best = postings.best(forms.numbers.get(range).unwrap_or_default(), DOCUMENTS_OF_A_BEGINNING);
            BeginningLine { key: format!("{beginning}*"), rest: format!("\t\t{best}") }
        })
        .collect();
    lines.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    lines
}

struct BeginningLine {
    /// `пр*`
    key: String,
    /// The best documents, as the line has them after the key.
    rest: String,
}

/// A stem of a form.
#[derive(Clone, Copy)]
struct StemOfForm {
    /// The beginning of the stem; see [`sort_key`].
    key: u128,
    /// The place of the stem in the lexicon.
    stem: u32,
    /// The place of the form among the forms.
    form: u32,
}

/// Every stem of every form, sorted by stems, then by forms; and for each stem the range of its forms.
///
/// A form may have several possible stems. When other forms share one of them, the stems that it has alone are left out:
/// `кластерів` is listed with `кластер`, and not also alone as the adjective (`кластерова`) that its ending allows.
fn groups(forms: &Forms<'_>) -> (Vec<StemOfForm>, Vec<Range<usize>>) {
    let stem = |pair: &StemOfForm| forms.lexicon.stem(pair.stem);
    let of_form = |(form, number): (u32, &u32)| {
        forms.lexicon.stems(*number).map(move |(stem, text)| StemOfForm { key: sort_key(text), stem, form })
    };
    let mut pairs: Vec<StemOfForm> = (0..).zip(&forms.numbers).flat_map(of_form).collect();
    // A key whose last byte is zero is the whole text, so that equal ones need no further look.
    let order = |a: &StemOfForm, b: &StemOfForm| {
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

/// A line of a shard of stems: of a stem with its forms, or of a beginning.
struct StemLine<'a> {
    key: &'a str,
    /// The forms of the stem, which the line has with their postings.
    forms: &'a [StemOfForm],
    /// The rest of a beginning's line.
    rest: &'a str,
}

impl StemLine<'_> {
    fn length(&self, forms: &Forms<'_>, encoded: &EncodedPostings) -> usize {
        let of_form = |pair: &StemOfForm| {
            let form = pair.form as usize;
            let (_, shared) = shared_beginning(self.key, forms.text(form));
            forms.text(form).len() - shared + encoded.postings(form).len() + 3
        };
        self.key.len() + self.forms.iter().map(of_form).sum::<usize>() + self.rest.len() + 1
    }

    fn write(&self, to: &mut String, forms: &Forms<'_>, encoded: &EncodedPostings) {
        to.push_str(self.key);
        for pair in self.forms {
            let form = pair.form as usize;
            let (shared, length) = shared_beginning(self.key, forms.text(form));
            to.push('\t');
            to.push(letter(shared));
            to.push_str(forms.text(form).get(length..).unwrap_or_default());
            to.push('\t');
            to.push_str(encoded.postings(form));
        }
        to.push_str(self.rest);
        to.push('\n');
    }
}

/// The lines of stems and beginnings, sorted and cut into shards.
fn stem_shards(forms: &Forms<'_>, encoded: &EncodedPostings, beginnings: &[BeginningLine]) -> Vec<Shard> {
    let (pairs, groups) = groups(forms);
    let mut beginnings =
        beginnings.iter().map(|each| StemLine { key: &each.key, forms: &[], rest: &each.rest }).peekable();
    let mut lines: Vec<StemLine<'_>> = Vec::with_capacity(groups.len() + beginnings.len());
    for forms_of_stem in groups.into_iter().filter_map(|group| pairs.get(group)) {
        let key = forms_of_stem.first().map_or("", |pair| forms.lexicon.stem(pair.stem));
        while let Some(beginning) = beginnings.next_if(|beginning| beginning.key < key) {
            lines.push(beginning);
        }
        lines.push(StemLine { key, forms: forms_of_stem, rest: "" });
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
        let start = lines.first().map_or("", |line| line.key).to_owned();
        Shard { start, piece: piece("stems", "txt", shard) }
    };
    shards.into_par_iter().map(write).collect()
}

/// The lines of forms, cut into shards.
fn word_shards(forms: &Forms<'_>, encoded: &EncodedPostings) -> Vec<Shard> {
    // A form shares two thirds with the one before, as a rule.
    let most = shard_bytes((0..forms.numbers.len()).map(|form| forms.text(form).len() / 3 + 3).sum());
    let mut shards: Vec<(&str, String)> = Vec::new();
    let mut before = "";
    for form in 0..forms.numbers.len() {
        let text = forms.text(form);
        if shards.last().is_none_or(|(_, shard)| shard.len() >= most) {
            shards.push((text, String::with_capacity(most + LONGEST_LINE)));
            // The first line of a shard cannot refer to a line before.
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
    shards
        .into_par_iter()
        .map(|(start, shard)| Shard { start: start.to_owned(), piece: piece("words", "txt", shard) })
        .collect()
}

/// The number of letters that two words begin with alike, and the bytes of these.
fn shared_beginning(a: &str, b: &str) -> (usize, usize) {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let length = floor_char_boundary(a, same);
    (a.get(..length).unwrap_or_default().chars().count(), length)
}

/// The length of a shard at which a query costs least: many short shards make the index long, which every query fetches;
/// long shards have much that the query did not ask for.
fn shard_bytes(all: usize) -> usize {
    bounded((all * NAMING_A_SHARD).isqrt(), SHARD_BYTES)
}

fn bounded(number: usize, bounds: RangeInclusive<usize>) -> usize {
    number.clamp(*bounds.start(), *bounds.end())
}
