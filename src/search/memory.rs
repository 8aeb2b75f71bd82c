//! Reading all documents, on all cores, those that are as they were not again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use super::{
    Document, Latin, Text,
    analyse::{Reader, Words},
    language::Analyser,
    merge,
    vocabulary::{Shared, Vocabulary},
};

/// Documents that a thread reads before it takes the next ones.
const READ_TOGETHER: usize = 32;
/// The vocabulary is forgotten when so many of its words, in percent, stand nowhere any more.
const MOST_UNHEARD: usize = 50;

/// What an earlier run found, by language: some hundred bytes a document, and every word once.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<String, Known>>);

#[derive(Debug, Default)]
struct Known {
    vocabulary: Vocabulary,
    /// Sorted by id.
    documents: Vec<(String, Print, Arc<Words>)>,
}

/// What a text or a document is, without holding it: a sum that only equal ones share.
pub(super) type Print = [u8; 16];

/// All documents, sorted by their ids, and their words.
#[derive(Debug)]
pub(super) struct Corpus<'d> {
    pub documents: Vec<Read<'d>>,
    pub vocabulary: Vocabulary,
}

/// A document that has been read.
#[derive(Debug)]
pub(super) struct Read<'d> {
    pub document: &'d Document<'d>,
    /// Its place in the list that was given.
    pub place: usize,
    /// Of what [`Document::texts`] are, or are made of.
    pub texts: Print,
    /// Of all that its words come from; `None` where nobody will remember it.
    print: Option<Print>,
    pub words: Arc<Words>,
}

impl Read<'_> {
    /// Lets go of the words if nobody will remember them.
    pub fn let_go(&mut self) {
        if self.print.is_none() {
            self.words = Arc::default();
        }
    }
}

impl Memory {
    /// Reads what is not remembered. What is remembered is lent to this run, until [`Self::keep`] gives it back.
    pub(super) fn read<'d>(
        memory: Option<&Self>,
        language: &str,
        analyser: &Analyser,
        documents: &'d [Document<'d>],
        latin: Latin,
    ) -> Corpus<'d> {
        let known = memory.and_then(|memory| lock(&memory.0).remove(language)).unwrap_or_default();
        let vocabulary = Shared::new(known.vocabulary);
        let remembered = |id: &str, print: Option<Print>| {
            let at = known.documents.binary_search_by(|(known, _, _)| known.as_str().cmp(id)).ok()?;
            known.documents.get(at).filter(|(_, known, _)| Some(*known) == print).map(|(_, _, words)| Arc::clone(words))
        };
        // What texts are is of no use where nothing is named after it and nobody remembers it.
        let told_by_texts = memory.is_some() || merge::has_texts(documents.len());
        // One reader for each thread, however the documents fall to them.
        let readers: Mutex<Vec<Reader<'_>>> = Mutex::default();
        let read_some = |(chunk, documents): (usize, &'d [Document<'d>])| {
            let idle = lock(&readers).pop();
            let mut reader = idle.unwrap_or_else(|| Reader::new(analyser, latin, &vocabulary));
            let places = chunk * READ_TOGETHER..;
            let read: Vec<Read<'d>> = documents
                .iter()
                .zip(places)
                .map(|(document, place)| {
                    let texts = if told_by_texts { print_of_texts(document) } else { Print::default() };
                    let print = memory.map(|_| print_of(document, texts));
                    let words = remembered(&document.id, print).unwrap_or_else(|| Arc::new(reader.read(document)));
                    Read { document, place, texts, print, words }
                })
                .collect();
            lock(&readers).push(reader);
            read
        };
        let mut read: Vec<Read<'d>> =
            documents.par_chunks(READ_TOGETHER).enumerate().flat_map_iter(read_some).collect();
        read.par_sort_by(|a, b| a.document.id.cmp(&b.document.id));
        drop(readers);
        Corpus { documents: read, vocabulary: vocabulary.into_inner() }
    }

    /// Remembers what was read, until the next run.
    pub(super) fn keep(&self, language: &str, corpus: Corpus<'_>) {
        let Corpus { documents, vocabulary } = corpus;
        if unheard(&documents, &vocabulary) * 100 > vocabulary.len() * MOST_UNHEARD {
            return;
        }
        let documents =
            documents.into_iter().filter_map(|read| Some((read.document.id.clone(), read.print?, read.words)));
        let known = Known { documents: documents.collect(), vocabulary };
        lock(&self.0).insert(language.to_owned(), known);
    }
}

/// How many words of the vocabulary no document has.
fn unheard(documents: &[Read<'_>], vocabulary: &Vocabulary) -> usize {
    let mut heard = vec![false; vocabulary.len()];
    for (number, _) in documents.iter().flat_map(|read| read.words.iter()) {
        if let Some(heard) = heard.get_mut(number as usize) {
            *heard = true;
        }
    }
    heard.into_iter().filter(|heard| !heard).count()
}

fn print_of_texts(document: &Document<'_>) -> Print {
    let parts = document.texts.iter().flat_map(|Text { source, plain }| [*source, plain.map_or("", |_| "made")]);
    print_of_parts(parts.map(str::as_bytes))
}

fn print_of(document: &Document<'_>, texts: Print) -> Print {
    // Exhaustive, so that a new field cannot be forgotten.
    let Document {
        boost,
        title,
        names,
        summary,
        terms,
        headings,
        texts: _,
        // No words come from these.
        id: _,
        url: _,
        language: _,
        kind: _,
        countries: _,
        sectors: _,
    } = document;
    let boost = boost.to_le_bytes();
    let lengths = [names, terms, headings].map(|list| list.len().to_le_bytes());
    let single = [&boost[..], title.as_bytes(), summary.as_bytes(), &texts];
    let lists = [names, terms, headings].into_iter().flatten().map(|text| text.as_bytes());
    print_of_parts(single.into_iter().chain(lengths.iter().map(|length| &length[..])).chain(lists))
}

/// The length before each part tells `ab, c` from `a, bc`.
fn print_of_parts<'t>(parts: impl Iterator<Item = &'t [u8]>) -> Print {
    let mut hasher = XxHash3_128::new();
    for part in parts {
        hasher.write(&part.len().to_le_bytes());
        hasher.write(part);
    }
    hasher.finish_128().to_be_bytes()
}

/// Only a panic while it is held could poison a lock, and nothing here panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
