//! Search: an index per language that a small script reads piece by piece, without a server and without WebAssembly.
//!
//! ```text
//! Document    what a page offers to search            (made by whoever plans the pages)
//! analyse     one document -> its words with weights  (parallel, remembered per document)
//! merge       all of them  -> Vec<Piece>              (the files; names carry a hash of their content)
//! ```
//!
//! Start at [`analyse`], then [`merge`]; [`index()`] is both. [`text`] folds and cuts words, [`stem`] finds what forms
//! belong together, [`language`] says with which rules. The pieces' formats are described in [`merge`], their reader
//! is `themes/intermarium/static/js/search/index.js`.

use std::sync::Arc;

use rayon::prelude::*;

pub mod analyse;
mod cards;
mod encode;
pub mod language;
pub mod merge;
pub mod stem;
pub mod text;

pub use analyse::{Analysed, analyse};
pub use language::Analyser;
pub use merge::{merge, merge_into};

/// What a visitor can choose by: a kind, a country, a sector.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    /// As the address carries it, `pl`.
    pub id: Arc<str>,
    /// As the page shows it, `Польща`.
    pub label: Arc<str>,
}

/// What one page offers to search. All text is plain: no HTML, no Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    /// Unique in its language; decides the order of equally good results. `clusters/uca`
    pub id: String,
    /// What a result links to.
    pub url: String,
    /// Of the text; a fallback page's differs from the index's.
    pub language: String,
    /// Its collection, as a rule.
    pub kind: Facet,
    /// In percent: 100 as good as any other, 150 half as good again.
    pub boost: u16,
    pub title: String,
    /// Aliases, abbreviations, other spellings, names in other languages.
    pub names: Vec<String>,
    pub summary: String,
    /// Titles of the vocabulary terms it has.
    pub terms: Vec<String>,
    pub headings: Vec<String>,
    /// The body, paragraph after paragraph.
    pub text: Arc<str>,
    pub countries: Vec<Facet>,
    pub sectors: Vec<Facet>,
}

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// ASCII, without folder, with a hash of the content: `words-0f3a99c2d1.txt`.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The Latin spelling of a Cyrillic text by the official rules: `Запоріжжя` to `zaporizhzhia`.
pub type Latin = fn(&str) -> String;

/// The index of one language. The first piece is the one that the page names (`index-….json`); the others it finds
/// beside it. The same documents in any order, with any number of threads, give the same pieces in the same order.
///
/// # Errors
///
/// As [`Analyser::new`]: none with the rules that this program is built with.
pub fn index(language: &str, documents: &[Document], latin: Latin) -> Result<Vec<Piece>, String> {
    let analyser = Analyser::new(language)?;
    let analysed: Vec<Analysed> = documents.par_iter().map(|document| analyse(&analyser, document, latin)).collect();
    merge(language, &analyser, &analysed.iter().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
