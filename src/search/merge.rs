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
//! cards-….json   what the results of some documents show, and where their texts are
//! texts-….json   the texts of a few documents, for the passage
//! ```
//!
//! A query costs the index and the rules once, then a shard of stems and one of words for each word, and the cards
//! and texts of the results that are shown. The bounds below keep each of these small.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    Piece,
    analyse::Analysed,
    cards::{Labels, put_cards},
    encode::{Postings, letter, piece},
    language::Analyser,
};

/// Of the pieces; a reader refuses another.
const FORMAT: u32 = 1;
/// Bytes in a shard of stems or words, about: a third or less of it when compressed.
const SHARD_BYTES: usize = 14_000;
/// Documents whose cards stand together.
const CARDS_TOGETHER: usize = 12;
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
pub fn merge(language: &str, analyser: &Analyser, analysed: &[&Analysed]) -> Result<Vec<Piece>, String> {
    let pieces = Mutex::new(BTreeMap::new());
    let first = merge_into(language, analyser, analysed, &|piece| {
        // Only a panic in this same closure could poison it, and nothing here panics.
        pieces.lock().unwrap_or_else(PoisonError::into_inner).insert(piece.name, piece.bytes);
    })?;
    let others = pieces.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(std::iter::once(first).chain(others.into_iter().map(|(name, bytes)| Piece { name, bytes })).collect())
}

/// As [`merge`], for whoever writes pieces as they are made instead of holding them: texts are most of an index.
///
/// `write` gets every piece but the first, which is returned, in no certain order, from several threads, and one
/// that stands in two places (two equal texts) twice.
///
/// # Errors
///
/// As [`Analyser::new`].
pub fn merge_into(
    language: &str,
    analyser: &Analyser,
    analysed: &[&Analysed],
    write: &(dyn Fn(Piece) + Sync),
) -> Result<Piece, String> {
    let mut documents: Vec<&Analysed> = analysed.to_vec();
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let put = |kind: &str, extension: &str, content: String| -> String {
        let (hash, piece) = piece(kind, extension, content);
        write(piece);
        hash
    };
    let labels = Labels::of(&documents);
    let cards: Vec<String> =
        documents.par_chunks(CARDS_TOGETHER).map(|together| put_cards(together, &labels, &put)).collect();
    let forms = Forms::gather(&documents);
    let shards = |kind: &str, shards: Vec<(String, String)>| -> Value {
        let named = shards.into_iter().map(|(start, content)| (start, put(kind, "txt", content)));
        let (starts, hashes): (Vec<String>, Vec<String>) = named.unzip();
        json!({ "starts": starts, "hashes": hashes })
    };
    let index = json!({
        "format": FORMAT,
        "language": language,
        "documents": documents.len(),
        "rules": put("rules", "json", analyser.shipped()?),
        "facets": put("facets", "json", labels.columns(&documents)),
        "labels": labels.json(),
        "stems": shards("stems", stem_shards(analyser, &forms)),
        "words": shards("words", word_shards(&forms)),
        "together": CARDS_TOGETHER,
        "cards": cards,
    });
    Ok(piece("index", "json", index.to_string()).1)
}

/// All forms of all documents, sorted, and where each stands.
struct Forms<'a> {
    forms: Vec<&'a str>,
    /// Of each form, in [`Self::documents`] and [`Self::levels`].
    ranges: Vec<Range<usize>>,
    documents: Vec<u32>,
    levels: Vec<u8>,
}

impl<'a> Forms<'a> {
    fn gather(analysed: &[&'a Analysed]) -> Self {
        // Numbered as they come, counted, sorted; then every posting has its place and nothing grows.
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut forms: Vec<(&str, u32)> = Vec::new();
        let mut mentions: Vec<u32> = Vec::new();
        for document in analysed {
            for (word, _) in document.words() {
                let number = *numbers.entry(word).or_insert_with(|| {
                    forms.push((word, forms.len() as u32));
                    forms.len() as u32 - 1
                });
                mentions.push(number);
            }
        }
        drop(numbers);
        forms.par_sort_unstable();
        let mut counts = vec![0_usize; forms.len()];
        mentions.iter().for_each(|number| counts[*number as usize] += 1);
        let mut places = vec![0_usize; forms.len()];
        let mut ranges = Vec::with_capacity(forms.len());
        let mut start = 0;
        for (_, number) in &forms {
            places[*number as usize] = start;
            let end = start + counts[*number as usize];
            ranges.push(start..end);
            start = end;
        }
        let (mut documents, mut levels) = (vec![0; mentions.len()], vec![0; mentions.len()]);
        let mut mention = mentions.iter();
        for (number, document) in (0..).zip(analysed) {
            for ((_, level), form) in document.words().zip(&mut mention) {
                let place = &mut places[*form as usize];
                (documents[*place], levels[*place]) = (number, level);
                *place += 1;
            }
        }
        Self { forms: forms.into_iter().map(|(form, _)| form).collect(), ranges, documents, levels }
    }

    fn postings(&self, form: usize) -> impl Iterator<Item = (u32, u8)> {
        let range = self.ranges.get(form).cloned().unwrap_or_default();
        let documents = self.documents.get(range.clone()).unwrap_or_default();
        documents.iter().copied().zip(self.levels.get(range).unwrap_or_default().iter().copied())
    }

    fn best_level(&self, form: usize) -> u8 {
        self.postings(form).map(|(_, level)| level).max().unwrap_or(0)
    }

    /// Beginnings that many forms share, with the range of those forms.
    fn beginnings(&self) -> Vec<(&'a str, Range<usize>)> {
        let mut found = Vec::new();
        for length in BEGINNINGS {
            let beginning = |form: &'a str| form.char_indices().nth(length).map_or(form, |(end, _)| &form[..end]);
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
        let mut best: BTreeMap<u32, u8> = BTreeMap::new();
        for (document, level) in forms.flat_map(|form| self.postings(form)) {
            let known = best.entry(document).or_insert(level);
            *known = (*known).max(level);
        }
        let mut ranked: Vec<(u32, u8)> = best.into_iter().collect();
        ranked.sort_by_key(|(document, level)| (std::cmp::Reverse(*level), *document));
        ranked.truncate(DOCUMENTS_OF_A_BEGINNING);
        ranked.sort_unstable();
        encode(ranked)
    }
}

fn encode(postings: impl IntoIterator<Item = (u32, u8)>) -> String {
    let mut encoded = Postings::default();
    for (document, level) in postings {
        encoded.push(document, level);
    }
    encoded.text
}

/// A line of a shard before it is written: how long it will be, about, and what it is made of.
enum Line<'a> {
    Stem { stem: String, forms: Vec<usize> },
    Beginning { beginning: &'a str, forms: Range<usize> },
}

impl Line<'_> {
    fn key(&self) -> String {
        match self {
            Line::Stem { stem, .. } => stem.clone(),
            Line::Beginning { beginning, .. } => format!("{beginning}*"),
        }
    }

    fn length(&self, forms: &Forms) -> usize {
        /// A posting is a letter and, mostly, a digit or two.
        const POSTING_BYTES: usize = 2;
        match self {
            Line::Stem { forms: own, .. } => own
                .iter()
                .map(|form| forms.forms[*form].len() + 2 + POSTING_BYTES * forms.ranges[*form].len())
                .sum::<usize>(),
            Line::Beginning { .. } => DOCUMENTS_OF_A_BEGINNING * (POSTING_BYTES + 1),
        }
    }

    fn write(&self, forms: &Forms, out: &mut String) {
        out.push_str(&self.key());
        match self {
            Line::Stem { forms: own, .. } => {
                for form in own {
                    out.push('\t');
                    out.push_str(forms.forms[*form]);
                    out.push('\t');
                    out.push_str(&encode(forms.postings(*form)));
                }
            }
            Line::Beginning { forms: range, .. } => {
                out.push_str("\t\t");
                out.push_str(&forms.best(range.clone()));
            }
        }
        out.push('\n');
    }
}

/// The forms of every stem, sorted.
///
/// Of the stems that a form could have, those that no other form shares are left out when another form shares one:
/// кластерів stands with кластер and not also alone, as of an unheard-of «кластерів, кластерова».
fn groups(analyser: &Analyser, forms: &Forms) -> Vec<(String, Vec<usize>)> {
    let mut pairs: Vec<(String, usize)> = forms
        .forms
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, form)| analyser.stems(form).into_iter().map(move |stem| (stem, number)))
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
            (!alone).then(|| (stem.clone(), group.iter().map(|(_, form)| *form).collect()))
        })
        .collect()
}

/// Shards with the key of their first line.
fn stem_shards(analyser: &Analyser, forms: &Forms) -> Vec<(String, String)> {
    let groups = groups(analyser, forms).into_iter();
    let mut lines: Vec<Line> = groups.map(|(stem, forms)| Line::Stem { stem, forms }).collect();
    lines.extend(forms.beginnings().into_iter().map(|(beginning, forms)| Line::Beginning { beginning, forms }));
    lines.par_sort_by_cached_key(Line::key);
    shards(&lines, |line| line.length(forms))
        .into_par_iter()
        .map(|lines| {
            let mut content = String::new();
            lines.iter().for_each(|line| line.write(forms, &mut content));
            (lines.first().map(Line::key).unwrap_or_default(), content)
        })
        .collect()
}

fn word_shards(forms: &Forms) -> Vec<(String, String)> {
    let numbers: Vec<usize> = (0..forms.forms.len()).collect();
    // Two thirds of a form are shared with its neighbour.
    shards(&numbers, |number| forms.forms[*number].len() / 3 + 3)
        .into_par_iter()
        .map(|numbers| {
            let (mut content, mut before) = (String::new(), "");
            for number in numbers {
                let form = forms.forms[*number];
                let shared = form.chars().zip(before.chars()).take_while(|(a, b)| a == b).count();
                content.push(letter(shared));
                content.extend(form.chars().skip(shared));
                content.push(letter(usize::from(forms.best_level(*number))));
                content.push('\n');
                before = form;
            }
            (numbers.first().map(|number| forms.forms[*number].to_owned()).unwrap_or_default(), content)
        })
        .collect()
}

/// Cuts a list where the lengths add up to a shard.
fn shards<T>(list: &[T], length: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let (mut cuts, mut start, mut total) = (Vec::new(), 0, 0);
    for (at, item) in list.iter().enumerate() {
        let length = length(item);
        if total > 0 && total + length > SHARD_BYTES {
            cuts.push(&list[start..at]);
            (start, total) = (at, 0);
        }
        total += length;
    }
    if start < list.len() {
        cuts.push(&list[start..]);
    }
    cuts
}
