//! The rules of each language, by which its index is made and queried.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    folding::{Folding, FoldingFile, has_cyrillic},
    stem::{RulesFile, Stemmer},
};

const FOLD: &str = include_str!("rules/fold.json");
const LATIN: &str = include_str!("rules/latin.json");
const UKRAINIAN: &str = include_str!("rules/uk.json");
const ENGLISH: &str = include_str!("rules/en.json");
const PLAIN: &str = include_str!("rules/plain.json");

/// Languages in Cyrillic whose words the Ukrainian rules would cut wrongly.
const OTHER_CYRILLIC: [&str; 9] = ["be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg"];
/// Languages that are not written in Latin letters, so that their Latin words are most likely English. Of the languages in
/// Latin letters only English has rules.
const NOT_LATIN: [&str; 6] = ["ar", "el", "he", "hy", "ka", "uk"];

/// Applies the rules of a language to words.
#[derive(Clone, Debug)]
pub struct Analyser {
    pub folding: Folding,
    cyrillic: Stemmer,
    latin: Stemmer,
    cyrillic_source: &'static str,
    latin_source: &'static str,
}

impl Analyser {
    /// The analyser for a language tag (BCP 47). A language without rules of its own has whole words, folded.
    ///
    /// # Errors
    ///
    /// A message that names the line, when the rules built into this program are broken, which its tests exclude.
    pub fn new(language: &str) -> Result<Self, String> {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let foreign = OTHER_CYRILLIC.contains(&primary.as_str());
        let cyrillic_source = if foreign { PLAIN } else { UKRAINIAN };
        let english = primary == "en" || foreign || NOT_LATIN.contains(&primary.as_str());
        let latin_source = if english { ENGLISH } else { PLAIN };
        Ok(Self {
            folding: Folding::new(read::<FoldingFile>(FOLD)?),
            cyrillic: Stemmer::new(&read::<RulesFile>(cyrillic_source)?)?,
            latin: Stemmer::new(&read::<RulesFile>(latin_source)?)?,
            cyrillic_source,
            latin_source,
        })
    }

    /// The stems of a folded word: at least one.
    pub fn stems(&self, folded: &str) -> Vec<String> {
        self.stemmer(folded).stems(folded)
    }

    /// The power of ten that a folded word multiplies a number before it by: 3 for `тис`.
    pub fn power_of_ten(&self, folded: &str) -> Option<u32> {
        self.stemmer(folded).power_of_ten(folded)
    }

    /// Whether a folded word says nothing by itself.
    pub fn is_stop(&self, folded: &str) -> bool {
        self.stemmer(folded).is_stop(folded)
    }

    fn stemmer(&self, folded: &str) -> &Stemmer {
        if has_cyrillic(folded) { &self.cyrillic } else { &self.latin }
    }

    /// The rules for the page's script: JSON, without what is for people only.
    ///
    /// # Errors
    ///
    /// As [`Analyser::new`].
    pub fn shipped(&self) -> Result<Value, String> {
        let value = |source| read::<Value>(source).map(without_source);
        Ok(json!({
            "fold": value(FOLD)?,
            "latin": value(LATIN)?,
            "scripts": { "Cyrl": value(self.cyrillic_source)?, "Latn": value(self.latin_source)? },
        }))
    }
}

fn without_source(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.shift_remove("source");
    }
    value
}

fn read<'a, T: Deserialize<'a>>(source: &'a str) -> Result<T, String> {
    serde_json::from_str(source).map_err(|error| error.to_string())
}
