//! Terms of the site that occur in a text, with their translations, as remarks for the translator: titles of vocabularies'
//! terms, and headings of the plain page `glossary` where the site has one.

use crate::{config::LanguageId, content::PageKey, site::Site};

/// The plain page whose headings are terms.
const PAGE: &str = "glossary";
/// A text has at most so many remarks.
const REMARKS_LIMIT: usize = 8;
/// Between a term and what it stands for in a heading: `B2B – business to business`.
const DASH: &str = " – ";

#[derive(Debug, Default)]
pub(crate) struct Glossary {
    terms: Vec<GlossaryTerm>,
}

#[derive(Debug)]
struct GlossaryTerm {
    /// The words that are looked for, in lower case.
    word: String,
    remark: String,
}

impl Glossary {
    /// The terms of a site in two languages.
    pub(crate) fn new(site: &Site, from: LanguageId, to: LanguageId) -> Self {
        let mut terms = Vec::new();
        let mut add = |word: &str, source: &str, translation: &str| {
            if !word.is_empty() && !translation.is_empty() && !is_same(source, translation) {
                let remark = format!("{source} = {translation}");
                terms.push(GlossaryTerm { word: word.to_lowercase(), remark });
            }
        };
        for term in site.vocabularies.iter().flat_map(|vocabulary| &vocabulary.terms) {
            if let (Some(source), Some(translation)) = (term.title.own(from), term.title.own(to)) {
                add(source, source, translation);
            }
        }
        let page = site.find(&PageKey::Plain(PAGE.to_owned())).map(|id| site.entry(id));
        let versions = page.and_then(|entry| Some((entry.version(from)?, entry.version(to)?)));
        if let Some((source, translation)) = versions {
            let (source, translation) = (&source.page.body.headings, &translation.page.body.headings);
            if source.len() == translation.len() {
                for (source, translation) in source.iter().zip(translation) {
                    let word = source.text.split(DASH).next().unwrap_or_default();
                    add(word, &source.text, &translation.text);
                }
            }
        }
        Self { terms }
    }

    /// A remark for each term that occurs in a text.
    pub(crate) fn remarks(&self, text: &str) -> Vec<String> {
        let text = text.to_lowercase();
        let occurs = |word: &str| {
            text.match_indices(word).any(|(at, _)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            })
        };
        let found = self.terms.iter().filter(|term| occurs(&term.word)).map(|term| term.remark.clone());
        found.take(REMARKS_LIMIT).collect()
    }
}

/// Spaces of a language's typography make no other words.
fn is_same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}
