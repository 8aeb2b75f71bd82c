//! All analysed documents to the pieces of an index.
//!
//! Documents are numbered in the order of their ids. Everything is text, in lines, made for `split` and slices:
//!
//! ```text
//! index-….json   language, number of documents, labels of kinds, countries and sectors, and the hashes of all others
//! rules-….json   the language's rules, for the script's engine
//! stems-….txt    a line a stem: stem, then form and postings for each form; tabs between.  кластер	кластери	3F2A	…
//!                Lines are sorted; `пр*` holds the best documents for a beginning that too many words have
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
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    Facet, Piece,
    analyse::Analysed,
    encode::{Postings, letter, letters, piece, width},
    language::Analyser,
};

/// Bytes in a shard of stems or words, about: a third or less of it when compressed.
const SHARD_BYTES: usize = 20_000;
/// Documents whose cards stand together.
const CARDS_TOGETHER: usize = 12;
/// Documents whose texts stand together.
const TEXTS_TOGETHER: usize = 3;
/// A beginning that more forms have than this has its best documents listed.
const FORMS_OF_A_BEGINNING: usize = 64;
/// So many of them.
const DOCUMENTS_OF_A_BEGINNING: usize = 50;
/// The lengths, in letters, of such beginnings.
const BEGINNINGS: [usize; 3] = [1, 2, 3];

/// The pieces of a language's index, the one that names the others first.
///
/// # Errors
///
/// As [`Analyser::new`].
pub fn merge(language: &str, analyser: &Analyser, analysed: &[&Analysed]) -> Result<Vec<Piece>, String> {
    let mut documents: Vec<&Analysed> = analysed.to_vec();
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let forms = Forms::gather(&documents);
    let labels = Labels::of(&documents);

    let (rules, rules_piece) = piece("rules", "json", analyser.shipped()?);
    let (facets, facets_piece) = piece("facets", "json", labels.columns(&documents));
    let mut pieces = vec![rules_piece, facets_piece];
    let stems = stem_shards(analyser, &forms);
    let words = word_shards(&forms);
    let cards = card_pieces(&documents, &labels);
    let mut named = |shards: Vec<(String, String)>, kind: &str| -> Value {
        let (starts, hashes): (Vec<_>, Vec<_>) = shards
            .into_iter()
            .map(|(start, content)| {
                let (hash, piece) = piece(kind, "txt", content);
                pieces.push(piece);
                (start, hash)
            })
            .unzip();
        json!({ "starts": starts, "hashes": hashes })
    };
    let mut index = json!({
        "format": 1,
        "language": language,
        "documents": documents.len(),
        "rules": rules,
        "facets": facets,
        "labels": labels.json(),
        "stems": named(stems, "stems"),
        "words": named(words, "words"),
        "together": CARDS_TOGETHER,
    });
    index["cards"] = cards.iter().map(|(hash, _)| Value::from(hash.as_str())).collect();
    pieces.extend(cards.into_iter().flat_map(|(_, made)| made));
    let (_, index_piece) = piece("index", "json", index.to_string());
    // Two shards of equal content are one file.
    let mut seen = BTreeSet::new();
    pieces.retain(|piece| seen.insert(piece.name.clone()));
    pieces.insert(0, index_piece);
    Ok(pieces)
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

/// Shards with the key of their first line.
fn stem_shards(analyser: &Analyser, forms: &Forms) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, usize)> = forms
        .forms
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, form)| analyser.stems(form).into_iter().map(move |stem| (stem, number)))
        .collect();
    pairs.par_sort_unstable();
    let mut lines: Vec<Line> = pairs
        .chunk_by(|(a, _), (b, _)| a == b)
        .filter_map(|group| {
            let stem = group.first()?.0.clone();
            Some(Line::Stem { stem, forms: group.iter().map(|(_, form)| *form).collect() })
        })
        .collect();
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

/// The facets that documents have, each numbered in the order of its ids.
struct Labels {
    kinds: BTreeMap<Facet, usize>,
    countries: BTreeMap<Facet, usize>,
    sectors: BTreeMap<Facet, usize>,
}

impl Labels {
    fn of(documents: &[&Analysed]) -> Self {
        let number = |facets: &mut dyn Iterator<Item = &Facet>| {
            let all: BTreeSet<Facet> = facets.cloned().collect();
            all.into_iter().zip(0..).collect()
        };
        Self {
            kinds: number(&mut documents.iter().map(|each| &each.card.kind)),
            countries: number(&mut documents.iter().flat_map(|each| &each.card.countries)),
            sectors: number(&mut documents.iter().flat_map(|each| &each.card.sectors)),
        }
    }

    fn json(&self) -> Value {
        let list = |labels: &BTreeMap<Facet, usize>| -> Value {
            labels.keys().map(|facet| json!([&*facet.id, &*facet.label])).collect()
        };
        json!({ "kinds": list(&self.kinds), "countries": list(&self.countries), "sectors": list(&self.sectors) })
    }

    /// What every document has, as letters, commas between documents.
    fn columns(&self, documents: &[&Analysed]) -> String {
        fn column<'a>(labels: &BTreeMap<Facet, usize>, has: impl Iterator<Item = &'a [Facet]>) -> Value {
            let width = width(labels.len());
            let written = |facets: &[Facet]| -> String {
                facets.iter().filter_map(|facet| labels.get(facet)).map(|number| letters(*number, width)).collect()
            };
            json!({ "width": width, "values": has.map(written).collect::<Vec<_>>().join(",") })
        }
        json!({
            "kinds": column(&self.kinds, documents.iter().map(|each| std::slice::from_ref(&each.card.kind))),
            "countries": column(&self.countries, documents.iter().map(|each| each.card.countries.as_slice())),
            "sectors": column(&self.sectors, documents.iter().map(|each| each.card.sectors.as_slice())),
        })
        .to_string()
    }
}

/// The cards of some documents, with their texts' pieces: the cards' hash, and all of these pieces.
fn card_pieces(documents: &[&Analysed], labels: &Labels) -> Vec<(String, Vec<Piece>)> {
    documents
        .par_chunks(CARDS_TOGETHER)
        .map(|together| {
            let (mut hashes, mut pieces) = (Vec::new(), Vec::new());
            for few in together.chunks(TEXTS_TOGETHER) {
                let texts: Vec<&str> = few.iter().map(|document| document.text()).collect();
                let (hash, made) = piece("texts", "json", json!(texts).to_string());
                hashes.push(hash);
                pieces.push(made);
            }
            let cards: Vec<Value> = together
                .iter()
                .map(|document| {
                    let card = &document.card;
                    let countries: Vec<_> =
                        card.countries.iter().filter_map(|each| labels.countries.get(each)).collect();
                    json!([card.title, card.url, card.summary, card.language, labels.kinds.get(&card.kind), countries])
                })
                .collect();
            let content = json!({ "cards": cards, "texts": hashes, "together": TEXTS_TOGETHER });
            let (hash, made) = piece("cards", "json", content.to_string());
            pieces.push(made);
            (hash, pieces)
        })
        .collect()
}
