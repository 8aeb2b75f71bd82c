//! All documents of a language with their words, analysed on all cores.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::{
    SearchDocument,
    analyse::{DocumentReader, WeighedWords},
    language::Analyser,
    lexicon::{Lexicon, SharedLexicon},
    memory::{Remembered, TextChecksum, checksum, checksum_of_texts},
};
use crate::{lock::lock, memo::Memo};

/// Documents that a thread analyses before it takes the next ones.
const ANALYSED_TOGETHER: usize = 32;
/// The most documents of which the index has the texts beside the cards; see [`super::merge`].
const SMALL: usize = 600;
/// The lexicon is made anew when so many of its words, in percent, stand in no document any more.
const MOST_UNUSED: usize = 50;

/// All documents, sorted by their ids.
#[derive(Debug)]
pub(super) struct Corpus<'d> {
    pub documents: Vec<AnalysedDocument<'d>>,
    pub lexicon: Lexicon,
}

#[derive(Debug)]
pub(super) struct AnalysedDocument<'d> {
    pub document: &'d SearchDocument<'d>,
    /// The document's place in the list that the index is made of.
    pub place: usize,
    /// The sum of [`SearchDocument::texts`]; zeros where nobody needs it.
    pub texts: TextChecksum,
    /// The sum of everything that the words come from; `None` where no memory will keep them.
    pub checksum: Option<TextChecksum>,
    pub words: Arc<WeighedWords>,
}

impl<'d> Corpus<'d> {
    /// Analyses the documents whose words are not `remembered`. `keep` says that a memory will keep the result.
    pub(super) fn analyse(
        documents: &'d [SearchDocument<'d>],
        analyser: &Analyser,
        remembered: Remembered,
        keep: bool,
    ) -> Self {
        let Remembered { lexicon, words: known } = remembered;
        let lexicon = SharedLexicon::new(lexicon);
        // Summing the texts takes time: only pieces that are named by the sum need it, or a memory.
        let sum_texts = keep || has_texts(documents.len());
        // A reader knows the words it has seen, so idle ones are reused: there are as many as threads.
        let idle: Mutex<Vec<DocumentReader<'_>>> = Mutex::default();
        let analyse_some = |(chunk, documents): (usize, &'d [SearchDocument<'d>])| {
            let reader = lock(&idle).pop();
            let mut reader = reader.unwrap_or_else(|| DocumentReader::new(analyser, &lexicon));
            let mut analysed = Vec::with_capacity(documents.len());
            for (place, document) in (chunk * ANALYSED_TOGETHER..).zip(documents) {
                let texts = if sum_texts { checksum_of_texts(document) } else { TextChecksum::default() };
                let checksum = keep.then(|| checksum(document, texts));
                let known = checksum.and_then(|checksum| known.get(document.id.as_str(), &checksum).cloned());
                let words = known.unwrap_or_else(|| Arc::new(reader.read(document)));
                analysed.push(AnalysedDocument { document, place, texts, checksum, words });
            }
            lock(&idle).push(reader);
            analysed
        };
        let mut documents: Vec<AnalysedDocument<'d>> =
            documents.par_chunks(ANALYSED_TOGETHER).enumerate().flat_map_iter(analyse_some).collect();
        documents.par_sort_by(|a, b| a.document.id.cmp(&b.document.id));
        drop(idle);
        Self { documents, lexicon: lexicon.into_inner() }
    }

    /// Whether the index has pieces with the documents' texts.
    pub(super) fn has_texts(&self) -> bool {
        has_texts(self.documents.len())
    }

    /// Gives the part that is worth remembering; nothing when most of the lexicon is of no use any more.
    pub(super) fn into_remembered(self) -> Option<Remembered> {
        if self.unused_words() * 100 > self.lexicon.len() * MOST_UNUSED {
            return None;
        }
        let mut words = Memo::default();
        words.replace(
            self.documents.into_iter().filter_map(|each| Some((each.document.id.clone(), each.checksum?, each.words))),
        );
        Some(Remembered { lexicon: self.lexicon, words })
    }

    /// Counts the words of the lexicon that no document has.
    fn unused_words(&self) -> usize {
        let mut used = vec![false; self.lexicon.len()];
        for word in self.documents.iter().flat_map(|each| each.words.iter()) {
            if let Some(used) = used.get_mut(word.number as usize) {
                *used = true;
            }
        }
        used.into_iter().filter(|used| !used).count()
    }
}

fn has_texts(documents: usize) -> bool {
    documents <= SMALL
}

impl AnalysedDocument<'_> {
    /// Frees the words, unless a memory will keep them.
    pub(super) fn free_words(&mut self) {
        if self.checksum.is_none() {
            self.words = Arc::default();
        }
    }
}
