//! Search: an index per language that a small script reads piece by piece, without a server and without WebAssembly.
//!
//! ```text
//! Document    what a page offers to search            (made by whoever plans the pages)
//! analyse     one document -> its words with weights  (parallel, remembered per document)
//! merge       all of them  -> Vec<Piece>              (the files; names carry a hash of their content)
//! ```
//!
//! Start at [`index()`]. [`text`] folds and cuts words, [`vocabulary`] numbers them, [`stem`] finds what forms belong
//! together, [`language`] says with which rules. The pieces' formats are described in [`merge`], their reader is
//! `themes/intermarium/static/js/search/index.js`.

mod analyse;
mod cards;
mod encode;
pub mod language;
pub mod memory;
pub mod merge;
mod postings;
mod slots;
pub mod stem;
pub mod text;
mod tokens;
mod vocabulary;

pub use cards::text_piece;
pub use language::Analyser;
pub use memory::Memory;

/// What a visitor can choose by: a kind, a country, a sector.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    /// As the address carries it, `pl`.
    pub id: String,
    /// As the page shows it, `Польща`.
    pub label: String,
}

/// All that documents can have, whether one has it or not.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Collections, as a rule.
    pub kinds: Vec<Facet>,
    pub countries: Vec<Facet>,
    pub sectors: Vec<Facet>,
}

/// A text to read: as it stands, or made of something else whenever it is needed, so as not to be held.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    source: &'a str,
    plain: Option<Plain>,
}

/// Appends the text that a source stands for; it may stop when there are so many bytes of it. The same source always
/// gives the same text.
pub type Plain = fn(&str, usize, &mut String);

impl<'a> From<&'a str> for Text<'a> {
    fn from(source: &'a str) -> Self {
        Self { source, plain: None }
    }
}

impl<'a> Text<'a> {
    pub fn made(source: &'a str, plain: Plain) -> Self {
        Self { source, plain: Some(plain) }
    }

    /// The whole text; `made` is where one that is made stands.
    fn whole<'t>(&self, made: &'t mut String) -> &'t str
    where
        'a: 't,
    {
        self.beginning(usize::MAX, made)
    }

    /// So many bytes of the text at least, if it is as long.
    fn beginning<'t>(&self, enough: usize, made: &'t mut String) -> &'t str
    where
        'a: 't,
    {
        let Some(plain) = self.plain else { return self.source };
        made.clear();
        plain(self.source, enough, made);
        made
    }
}

/// What one page offers to search. All text is plain: no HTML, no Markdown.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Unique in its language; decides the order of equally good results. `clusters/uca`
    pub id: String,
    /// What a result links to.
    pub url: String,
    /// Of the text; a fallback page's differs from the index's.
    pub language: &'a str,
    /// Its place in [`Facets`], as those of countries and sectors.
    pub kind: usize,
    /// In percent: 100 as good as any other, 150 half as good again.
    pub boost: u16,
    pub title: &'a str,
    /// Aliases, abbreviations, other spellings, names in other languages.
    pub names: Vec<&'a str>,
    pub summary: &'a str,
    /// Titles of the vocabulary terms it has.
    pub terms: Vec<&'a str>,
    pub headings: Vec<&'a str>,
    /// The body, and what else there is to read, paragraph after paragraph.
    pub texts: Vec<Text<'a>>,
    pub countries: Vec<usize>,
    pub sectors: Vec<usize>,
}

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// ASCII, without folder, with a hash of the content: `words-0f3a99c2d1.txt`.
    pub name: String,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Whole(Vec<u8>),
    /// What [`text_piece`] makes of the texts of these documents, by their places in the list that the index was made
    /// of: nine tenths of an index, so that it is made when it is written and never held.
    Texts(Vec<usize>),
}

/// The Latin spelling of a Cyrillic text by the official rules: `Запоріжжя` to `zaporizhzhia`.
pub type Latin = fn(&str) -> String;

/// The index of one language. The first piece is the one that the page names (`index-….json`); the others it finds
/// beside it. The same documents in any order, with any number of threads, give the same pieces in the same order,
/// whatever is remembered.
///
/// # Errors
///
/// As [`Analyser::new`]: none with the rules that this program is built with.
pub fn index(
    language: &str,
    documents: &[Document<'_>],
    facets: &Facets,
    latin: Latin,
    memory: Option<&Memory>,
) -> Result<Vec<Piece>, String> {
    let analyser = Analyser::new(language)?;
    let mut corpus = Memory::read(memory, language, &analyser, documents, latin);
    let pieces = merge::merge(language, &analyser, &mut corpus, facets)?;
    if let Some(memory) = memory {
        memory.keep(language, corpus);
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests;
