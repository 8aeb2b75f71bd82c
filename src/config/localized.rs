//! A text for each of the site's languages, and what becomes of it where one is missing.

use std::{collections::BTreeMap, ops::Range};

use super::LanguageId;
use crate::{
    diagnostics::{Diagnostic, FilePath, Location, Rule},
    message,
};

/// One text for each of the site's languages, at least in one. Where a language has none, its readers are shown another's, as
/// they are of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    texts: Vec<Option<String>>,
    /// Shown where a language has none.
    substitute: LanguageId,
}

impl Localized {
    /// Takes the texts by language. The site's first language that has one stands in for those that have none; `None` where no
    /// language has one.
    pub fn new(texts: Vec<Option<String>>) -> Option<Self> {
        let substitute = LanguageId(texts.iter().position(Option::is_some)?);
        Some(Self { texts, substitute })
    }

    /// The same text in so many languages.
    pub fn same(text: &str, languages: usize) -> Self {
        Self { texts: vec![Some(text.to_owned()); languages], ..Self::default() }
    }

    /// The text that readers of a language are shown.
    pub fn get(&self, language: LanguageId) -> &str {
        self.own(language).or_else(|| self.own(self.substitute)).unwrap_or_default()
    }

    /// The language of what readers of a language are shown.
    pub fn shown_in(&self, language: LanguageId) -> LanguageId {
        if self.own(language).is_some() { language } else { self.substitute }
    }

    /// The text that the language itself has.
    pub fn own(&self, language: LanguageId) -> Option<&str> {
        self.texts.get(language.0).and_then(Option::as_deref)
    }

    /// All texts that are given.
    pub fn texts(&self) -> impl Iterator<Item = &String> {
        self.texts.iter().flatten()
    }

    /// Of something that could not be read.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// Texts of one file that are given for each language at once and lack one: their places by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingTexts(BTreeMap<LanguageId, Vec<Range<usize>>>);

impl MissingTexts {
    /// Adds the languages that have no text, given a text's place. A text that no language has is reported elsewhere.
    pub fn add<T>(&mut self, texts: &[Option<T>], place: &Range<usize>) {
        if texts.iter().any(Option::is_some) {
            let missing = texts.iter().enumerate().filter(|(_, text)| text.is_none());
            missing.for_each(|(at, _)| self.0.entry(LanguageId(at)).or_default().push(place.clone()));
        }
    }

    /// Adds what another part of the same file lacks, in the languages that count.
    pub fn extend(&mut self, other: &MissingTexts, counts: impl Fn(LanguageId) -> bool) {
        for (language, places) in other.0.iter().filter(|(language, _)| counts(**language)) {
            self.0.entry(*language).or_default().extend_from_slice(places);
        }
    }

    /// Counts the texts that lack a language.
    pub fn count(&self, language: LanguageId) -> usize {
        self.0.get(&language).map_or(0, Vec::len)
    }

    /// One warning for each language that is missing.
    pub fn report<'a>(&'a self, file: &'a FilePath, languages: &'a [String]) -> impl Iterator<Item = Diagnostic> + 'a {
        self.0.iter().filter_map(move |(language, places)| {
            let tag = languages.get(language.0)?;
            let message = match places.as_slice() {
                [_] => message!("text-missing", tag),
                _ => message!("texts-missing", tag, count = places.len()),
            };
            let hint = message!("text-missing.hint", tag);
            Some(Diagnostic::new(Rule::MissingText, Location::new(file, places.first()?.clone()), message).hint(hint))
        })
    }
}
