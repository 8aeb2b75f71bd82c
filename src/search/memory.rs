//! The memory of `serve` for the index between rebuilds: the words of each document.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use twox_hash::XxHash3_128;

use super::{SearchDocument, SearchText, analyse::WeighedWords, lexicon::Lexicon};
use crate::{lock::lock, memo::Memo};

/// The documents that earlier runs analysed, by language: some hundred bytes a document, and every word once.
#[derive(Debug, Default)]
pub struct SearchMemory(Mutex<BTreeMap<String, Remembered>>);

/// The documents that were analysed for the index of one language.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub lexicon: Lexicon,
    /// The words of each document, by its id. The input is the checksum of everything that the words come from.
    pub words: Memo<String, TextChecksum, Arc<WeighedWords>>,
}

/// Stands for a text or a document that is not held: only equal ones have the same.
pub(super) type TextChecksum = [u8; 16];

impl SearchMemory {
    /// Lends what is remembered to a run, which gives it back with [`Self::put`].
    pub(super) fn take(&self, language: &str) -> Remembered {
        lock(&self.0).remove(language).unwrap_or_default()
    }

    pub(super) fn put(&self, language: &str, remembered: Remembered) {
        lock(&self.0).insert(language.to_owned(), remembered);
    }
}

pub(super) fn checksum_of_texts(document: &SearchDocument<'_>) -> TextChecksum {
    let parts =
        document.texts.iter().flat_map(|SearchText { source, plain }| [&**source, plain.map_or("", |_| "made")]);
    checksum_of_parts(parts.map(str::as_bytes))
}

/// The checksum of everything that the words of a document come from; `texts` is [`checksum_of_texts`].
pub(super) fn checksum(document: &SearchDocument<'_>, texts: TextChecksum) -> TextChecksum {
    // Exhaustive, so that a new field cannot be forgotten.
    let SearchDocument {
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
        part_of: _,
        language: _,
        kind: _,
        countries: _,
        sectors: _,
    } = document;
    let boost = boost.to_le_bytes();
    let lengths = [names, terms, headings].map(|list| list.len().to_le_bytes());
    let single = [&boost[..], title.as_bytes(), summary.as_bytes(), &texts];
    let lists = [names, terms, headings].into_iter().flatten().map(|text| text.as_bytes());
    checksum_of_parts(single.into_iter().chain(lengths.iter().map(|length| &length[..])).chain(lists))
}

/// The length before each part tells `ab, c` from `a, bc`.
fn checksum_of_parts<'t>(parts: impl Iterator<Item = &'t [u8]>) -> TextChecksum {
    let mut hasher = XxHash3_128::new();
    for part in parts {
        hasher.write(&part.len().to_le_bytes());
        hasher.write(part);
    }
    hasher.finish_128().to_be_bytes()
}
