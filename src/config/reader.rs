//! The parts that all readers of site.toml share: where mistakes are reported, and how texts in every language are read.

use std::collections::BTreeSet;

use super::{Localized, MissingTexts};
use crate::{
    diagnostics::{Rule, Sink},
    message,
    text::{characters::nfc, suggest},
    toml_reader::TomlEntry,
};

/// Reads site.toml: knows where to report, and which languages a localised text must have.
#[derive(Debug)]
pub(super) struct ConfigReader {
    pub languages: Vec<String>,
    /// Names of fields that could not be read: what refers to them by name is not reported as well.
    pub broken_fields: BTreeSet<String>,
    pub missing_texts: MissingTexts,
    pub sink: Sink,
}

impl ConfigReader {
    /// A text for each language of the site, perhaps not for all yet: `{ en = "…", uk = "…" }`.
    pub(super) fn localized(&mut self, entry: &TomlEntry) -> Option<Localized> {
        if self.languages.is_empty() {
            // Reported where the languages are read.
            return None;
        }
        let languages: Vec<String> = self.languages.iter().map(|language| format!("{language} = \"…\"")).collect();
        let value = format!("{{ {} }}", languages.join(", "));
        let hint = message!("hint-write-value", key = &entry.key, value);
        let table = self.sink.table(entry, message!("type-text-by-language"), &hint)?;
        let mut texts = vec![None; self.languages.len()];
        for text in &table.entries {
            let language = self.languages.iter().position(|language| *language == text.key);
            let Some(slot) = language.and_then(|at| texts.get_mut(at)) else {
                let known = suggest(&text.key, self.languages.iter().map(String::as_str));
                let message = message!("site-language", tag = &text.key);
                self.sink
                    .report(Rule::UnknownLanguage, &text.key_range, message)
                    .hint(known.unwrap_or_else(|| message!("site-language.one")));
                continue;
            };
            let Some(value) = self.sink.string(text) else { continue };
            if value.trim().is_empty() {
                let message = message!("text-empty", language = &text.key);
                self.sink.report(Rule::EmptyValue, &text.node.range, message).hint(message!("text-empty.hint"));
            }
            *slot = Some(nfc(value).into_owned());
        }
        if texts.iter().all(Option::is_none) && table.entries.is_empty() {
            let message = message!("text-in-no-language", key = &entry.key);
            self.sink.report(Rule::MissingKey, &entry.key_range, message).hint(hint);
        }
        // A text under another tag is most likely one that is missing.
        if table.entries.iter().all(|text| self.languages.contains(&text.key)) {
            self.missing_texts.add(&texts, &entry.key_range);
        }
        Localized::new(texts)
    }
}
