//! Search: an index for each language that a small script reads piece by piece, without a server and without WebAssembly.
//!
//! ```text
//! SearchDocument  what a page offers to search                  made by `view`
//! analyse         one document    -> its words with weights     in parallel, remembered
//! corpus          all documents   -> Corpus                     all words, numbered
//! merge           Corpus          -> Vec<SearchPiece>           the files, each named after its content
//! ```
//!
//! Start at [`index()`]. [`folding`] cuts a text into words and folds them, [`stem`] finds the forms of one word, [`language`]
//! chooses the rules for both. [`seen_words`] and [`lexicon`] hold what was found about each word. [`merge`] describes
//! the formats of the pieces; `themes/intermarium/static/js/search/index.js` reads them.

mod analyse;
mod cards;
mod compounds;
mod corpus;
mod encode;
pub(crate) mod folding;
pub(crate) mod language;
mod lexicon;
pub(crate) mod memory;
mod merge;
mod postings;
mod seen_words;
pub(crate) mod stem;

use std::borrow::Cow;

use corpus::Corpus;

pub use cards::text_piece;
pub use language::Analyser;
pub use memory::SearchMemory;

/// A value that a visitor can filter results by: a kind, a country or a sector.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchFacet {
    /// As addresses have it: `pl`.
    pub id: String,
    /// As the page shows it: `Польща`.
    pub label: String,
}

/// All values that documents can have, used or not.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// The kind of the document: an entry of a collection, a page, a term.
    pub kinds: Vec<SearchFacet>,
    pub countries: Vec<SearchFacet>,
    pub sectors: Vec<SearchFacet>,
}

/// A text of a document: either as it is, or a source from which the text is made each time it is read, so that it need
/// not be held.
#[derive(Clone, Debug)]
pub struct SearchText<'a> {
    source: Cow<'a, str>,
    plain: Option<Plain>,
}

/// Appends the text of a source, for example of HTML, to a string. May stop once it has appended so many bytes. The same
/// source must always give the same text.
pub type Plain = fn(&str, usize, &mut String);

impl<'a> From<&'a str> for SearchText<'a> {
    fn from(source: &'a str) -> Self {
        Self { source: Cow::Borrowed(source), plain: None }
    }
}

impl From<String> for SearchText<'_> {
    fn from(source: String) -> Self {
        Self { source: Cow::Owned(source), plain: None }
    }
}

impl<'a> SearchText<'a> {
    pub fn made(source: &'a str, plain: Plain) -> Self {
        Self { source: Cow::Borrowed(source), plain: Some(plain) }
    }

    /// The whole text. It is made in `buffer` if it is not there as it is.
    fn whole<'t>(&'t self, buffer: &'t mut String) -> &'t str {
        self.beginning(usize::MAX, buffer)
    }

    /// At least the first `enough` bytes of the text, or all of it.
    fn beginning<'t>(&'t self, enough: usize, buffer: &'t mut String) -> &'t str {
        let Some(plain) = self.plain else { return &self.source };
        buffer.clear();
        plain(&self.source, enough, buffer);
        buffer
    }
}

/// The words of one page for search. All texts are plain: no HTML, no Markdown.
#[derive(Clone, Debug)]
pub struct SearchDocument<'a> {
    /// `clusters/uca`: unique in its language. Equally good results are ordered by it.
    pub id: String,
    /// The address that results link to.
    pub url: String,
    /// The language of the text, which on a fallback page is not that of the index.
    pub language: &'a str,
    /// The place of its kind in [`Facets::kinds`].
    pub kind: usize,
    /// The factor of its weights, in percent of the usual.
    pub boost: u16,
    pub title: &'a str,
    /// The title of the page that it is a section of; empty for a page.
    pub part_of: &'a str,
    /// Abbreviations, other spellings, names in other languages.
    pub names: Vec<&'a str>,
    pub summary: &'a str,
    /// The titles of its vocabulary terms.
    pub terms: Vec<&'a str>,
    pub headings: Vec<&'a str>,
    /// The body and whatever else there is to read.
    pub texts: Vec<SearchText<'a>>,
    /// Places in [`Facets::countries`].
    pub countries: Vec<usize>,
    /// Places in [`Facets::sectors`].
    pub sectors: Vec<usize>,
}

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPiece {
    /// ASCII, without folder, with a hash of the content: `words-0f3a99c2d1.txt`.
    pub name: String,
    pub content: PieceContent,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceContent {
    Whole(Vec<u8>),
    /// The texts of these documents, by their places in the list that the index is made of. Nine tenths of an index are
    /// texts, so they are not held: [`text_piece`] makes the content when the piece is written.
    Texts(Vec<usize>),
}

/// The index of one language. The first piece (`index-….json`) is the one that the search page names; it names the others.
/// The same documents in any order, with any number of threads and any memory, give the same pieces in the same order.
///
/// # Errors
///
/// As [`Analyser::new`]: none with the rules that this program is built with.
pub fn index(
    language: &str,
    documents: &[SearchDocument<'_>],
    facets: &Facets,
    memory: Option<&SearchMemory>,
) -> Result<Vec<SearchPiece>, String> {
    let analyser = Analyser::new(language)?;
    let remembered = memory.map(|memory| memory.take(language)).unwrap_or_default();
    let mut corpus = Corpus::analyse(documents, &analyser, remembered, memory.is_some());
    let pieces = merge::merge(language, &analyser, &mut corpus, facets)?;
    if let Some(memory) = memory
        && let Some(remembered) = corpus.into_remembered()
    {
        memory.put(language, remembered);
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests;
