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
    borrow::Cow,
    collections::BTreeMap,
    ops::{Range, RangeInclusive},
};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    Facets, Piece,
    analyse::TOP_LEVEL,
    cards::{Labels, cards},
    encode::{Postings, letter, piece},
    language::Analyser,
    memory::Corpus,
    vocabulary::Form,
};

/// Of the pieces; a reader refuses another.
const FORMAT: u32 = 3;
/// Bytes in a shard of stems or words, about: a third or less of it when compressed.
const SHARD_BYTES: RangeInclusive<usize> = 4_000..=14_000;
/// What naming a shard costs each question, in bytes of it. See [`shard_bytes`].
const NAMING_A_SHARD: usize = 10;
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

/// The pieces of a language's index, the one that names the others first.
///
/// # Errors
///
/// As [`Analyser::new`].
pub(super) fn merge(
    language: &str,
    analyser: &Analyser,
    corpus: &Corpus<'_>,
    facets: &Facets,
) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut put = |(hash, piece): (String, Piece)| {
        pieces.push(piece);
        hash
    };
    let labels = Labels::of(&corpus.documents, facets);
    let forms = Forms::gather(corpus);
    let rules = put(piece("rules", "json", analyser.shipped()?));
    let facets = put(piece("facets", "json", labels.columns(&corpus.documents)));
    let mut shards = |kind: &str, shards: Vec<(String, String)>| -> Value {
        let made: Vec<_> =
            shards.into_par_iter().map(|(start, content)| (start, piece(kind, "txt", content))).collect();
        let (starts, hashes): (Vec<String>, Vec<String>) =
            made.into_iter().map(|(start, made)| (start, put(made))).unzip();
        json!({ "starts": starts, "hashes": hashes })
    };
    let stems = shards("stems", stem_shards(&forms));
    let words = shards("words", word_shards(&forms));
    let together = bounded(corpus.documents.len() / DOCUMENTS_FOR_A_CARD, CARDS_TOGETHER);
    let texts_together = (corpus.documents.len() <= SMALL).then_some(TEXTS_TOGETHER);
    let made: Vec<_> = corpus.documents.par_chunks(together).map(|read| cards(read, &labels, texts_together)).collect();
    let (cards, made): (Vec<String>, Vec<Vec<Piece>>) = made.into_iter().unzip();
    pieces.extend(made.into_iter().flatten());
    let index = json!({
        "format": FORMAT,
        "language": language,
        "documents": corpus.documents.len(),
        "rules": rules,
        "facets": facets,
        "labels": labels.json(),
        "stems": stems,
        "words": words,
        "together": together,
        "cards": cards,
    });
    // Of equal texts there is one piece.
    let others: BTreeMap<String, Piece> = pieces.into_iter().map(|piece| (piece.name.clone(), piece)).collect();
    Ok(std::iter::once(piece("index", "json", index.to_string()).1).chain(others.into_values()).collect())
}

/// All forms that documents have, sorted, and where each stands.
struct Forms<'a> {
    forms: Vec<&'a Form>,
    /// Of each form, in [`Self::documents`] and [`Self::levels`].
    ranges: Vec<Range<usize>>,
    documents: Vec<u32>,
    levels: Vec<u8>,
    /// How many documents there are.
    count: usize,
}

impl<'a> Forms<'a> {
    fn gather(corpus: &'a Corpus<'_>) -> Self {
        // Counted first; then every posting has its place and nothing grows.
        let mut counts = vec![0_usize; corpus.vocabulary.len()];
        let mut total = 0;
        for (number, _) in corpus.documents.iter().flat_map(|read| read.words.iter()) {
            counts[number as usize] += 1;
            total += 1;
        }
        let mut forms: Vec<(&Form, u32)> = (0..corpus.vocabulary.len() as u32)
            .filter(|number| counts[*number as usize] > 0)
            .filter_map(|number| Some((corpus.vocabulary.get(number)?, number)))
            .collect();
        forms.par_sort_unstable_by(|(a, _), (b, _)| a.text.cmp(&b.text));
        // From now on, where the next posting of each form goes.
        let mut places = counts;
        let mut ranges = Vec::with_capacity(forms.len());
        let mut start = 0;
        for (_, number) in &forms {
            let place = &mut places[*number as usize];
            let end = start + *place;
            *place = start;
            ranges.push(start..end);
            start = end;
        }
        let (mut documents, mut levels) = (vec![0; total], vec![0; total]);
        for (document, read) in (0..).zip(&corpus.documents) {
            for (number, level) in read.words.iter() {
                let place = &mut places[number as usize];
                (documents[*place], levels[*place]) = (document, level);
                *place += 1;
            }
        }
        let forms = forms.into_iter().map(|(form, _)| form).collect();
        Self { forms, ranges, documents, levels, count: corpus.documents.len() }
    }

    fn text(&self, form: usize) -> &'a str {
        self.forms.get(form).map_or("", |form| &form.text)
    }

    fn postings(&self, form: usize) -> impl Iterator<Item = (u32, u8)> {
        let range = self.ranges.get(form).cloned().unwrap_or_default();
        let documents = self.documents.get(range.clone()).unwrap_or_default();
        documents.iter().copied().zip(self.levels.get(range).unwrap_or_default().iter().copied())
    }

    fn best_level(&self, form: usize) -> u8 {
        let range = self.ranges.get(form).cloned().unwrap_or_default();
        self.levels.get(range).unwrap_or_default().iter().copied().max().unwrap_or(0)
    }

    /// Beginnings that many forms share, with the range of those forms.
    fn beginnings(&self) -> Vec<(&'a str, Range<usize>)> {
        let mut found = Vec::new();
        for length in BEGINNINGS {
            let beginning =
                |form: &'a Form| form.text.char_indices().nth(length).map_or(&*form.text, |(end, _)| &form.text[..end]);
            let mut start = 0;
            for run in self.forms.chunk_by(|a, b| beginning(a) == beginning(b)) {
                let range = start..start + run.len();
                start = range.end;
                if let Some(first) = run.first().filter(|_| run.len() > FORMS_OF_A_BEGINNING) {
                    found.push((beginning(first), range));
                }
            }
        }
        found
    }

    /// The best documents that have any of these forms, as postings.
    fn best(&self, forms: Range<usize>) -> String {
        // By document, one more than its best level; 0 for one without any of the forms.
        let mut best = vec![0_u8; self.count];
        for (document, level) in forms.flat_map(|form| self.postings(form)) {
            best[document as usize] = best[document as usize].max(level + 1);
        }
        let mut of_level = [0_usize; TOP_LEVEL as usize + 2];
        best.iter().for_each(|level| of_level[usize::from(*level)] += 1);
        // All above a level fit, and as many of it as there is room for.
        let (mut room, mut least) = (DOCUMENTS_OF_A_BEGINNING, TOP_LEVEL + 1);
        while least > 1 && of_level[usize::from(least)] <= room {
            room -= of_level[usize::from(least)];
            least -= 1;
        }
        let mut of_least = 0..room;
        let kept = best
            .into_iter()
            .zip(0..)
            .filter(|(level, _)| *level > least || (*level == least && of_least.next().is_some()));
        encode(kept.map(|(level, document)| (document, level - 1)))
    }
}

fn encode(postings: impl IntoIterator<Item = (u32, u8)>) -> String {
    let mut encoded = Postings::default();
    for (document, level) in postings {
        encoded.push(document, level);
    }
    encoded.text
}

/// The forms of every stem, sorted.
///
/// Of the stems that a form could have, those that no other form shares are left out when another form shares one:
/// кластерів stands with кластер and not also alone, as of an unheard-of «кластерів, кластерова».
fn groups<'a>(forms: &Forms<'a>) -> Vec<(&'a str, Vec<usize>)> {
    let mut pairs: Vec<(&str, usize)> = forms
        .forms
        .iter()
        .enumerate()
        .flat_map(|(number, form)| form.stems.iter().map(move |stem| (&**stem, number)))
        .collect();
    pairs.par_sort_unstable();
    let mut shares = vec![false; forms.forms.len()];
    for group in pairs.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1) {
        group.iter().for_each(|(_, form)| shares[*form] = true);
    }
    pairs
        .chunk_by(|(a, _), (b, _)| a == b)
        .filter_map(|group| {
            let (stem, first) = group.first()?;
            let alone = group.len() == 1 && shares[*first];
            (!alone).then(|| (*stem, group.iter().map(|(_, form)| *form).collect()))
        })
        .collect()
}

/// A line with what it is found by.
type Line<'a> = (Cow<'a, str>, String);

/// Shards with the key of their first line.
fn stem_shards(forms: &Forms<'_>) -> Vec<(String, String)> {
    let stems = groups(forms).into_par_iter().map(|(stem, own)| -> Line<'_> {
        let mut line = stem.to_owned();
        for form in own {
            line.push('\t');
            line.push_str(forms.text(form));
            line.push('\t');
            line.push_str(&encode(forms.postings(form)));
        }
        (stem.into(), line)
    });
    let beginnings = forms.beginnings().into_par_iter().map(|(beginning, range)| -> Line<'_> {
        let key = format!("{beginning}*");
        let line = format!("{key}\t\t{}", forms.best(range));
        (key.into(), line)
    });
    let mut lines: Vec<Line<'_>> = stems.chain(beginnings).collect();
    lines.par_sort_unstable();
    shards(&lines)
}

fn word_shards(forms: &Forms<'_>) -> Vec<(String, String)> {
    let line = |form: usize, before: &str| {
        let text = forms.text(form);
        let (shared, length) = shared_beginning(before, text);
        format!("{}{}{}\n", letter(shared), &text[length..], letter(usize::from(forms.best_level(form))))
    };
    // Two thirds of a form are shared with its neighbour.
    let most = shard_bytes(forms.forms.iter().map(|form| form.text.len() / 3 + 3).sum());
    let mut shards: Vec<(String, String)> = Vec::new();
    let mut before = "";
    for form in 0..forms.forms.len() {
        match shards.last_mut() {
            Some((_, shard)) if shard.len() < most => shard.push_str(&line(form, before)),
            // The first line of a shard has none before it.
            _ => shards.push((forms.text(form).to_owned(), line(form, ""))),
        }
        before = forms.text(form);
    }
    shards
}

/// How many letters two words begin with alike, and their length.
fn shared_beginning(a: &str, b: &str) -> (usize, usize) {
    a.chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .fold((0, 0), |(count, length), (letter, _)| (count + 1, length + letter.len_utf8()))
}

/// Lines put together where their lengths add up to a shard, with the key of the first.
fn shards(lines: &[Line<'_>]) -> Vec<(String, String)> {
    let most = shard_bytes(lines.iter().map(|(_, line)| line.len() + 1).sum());
    let mut shards: Vec<(String, String)> = Vec::new();
    for (key, line) in lines {
        match shards.last_mut() {
            Some((_, shard)) if shard.len() + line.len() < most => shard.push_str(line),
            _ => shards.push((key.as_ref().to_owned(), line.clone())),
        }
        if let Some((_, shard)) = shards.last_mut() {
            shard.push('\n');
        }
    }
    shards
}

/// The length of a shard at which a question costs least: of short ones there are many to name, of long ones more is
/// fetched than was asked for.
fn shard_bytes(all: usize) -> usize {
    bounded((all * NAMING_A_SHARD).isqrt(), SHARD_BYTES)
}

fn bounded(number: usize, bounds: RangeInclusive<usize>) -> usize {
    number.clamp(*bounds.start(), *bounds.end())
}
