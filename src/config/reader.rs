//! What all files that read site.toml share: where mistakes are reported, and how texts in every language are read.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use super::Localized;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    text::{characters::nfc, suggest},
    toml_reader::{TomlEntry, TomlValue, string, wrong_type},
};

/// Reads site.toml: knows where to report, and which languages a localised text must have.
#[derive(Debug)]
pub struct ConfigReader<'d> {
    pub file: FilePath,
    pub languages: Vec<String>,
    /// Names of fields that could not be read: what refers to them by name is not reported as well.
    pub broken_fields: BTreeSet<String>,
    pub diagnostics: &'d mut Diagnostics,
}

impl ConfigReader<'_> {
    pub fn error(&mut self, rule: Rule, range: Range<usize>, message: String, hint: impl Into<String>) {
        let location = Location::new(&self.file, range);
        self.diagnostics.push(Diagnostic::new(rule, location, message).hint(hint));
    }

    /// A text for every language of the site: `{ en = "…", uk = "…" }`.
    pub fn localized(&mut self, entry: &TomlEntry) -> Option<Localized> {
        if self.languages.is_empty() {
            // Reported where the languages are read.
            return None;
        }
        let example =
            self.languages.iter().map(|language| format!("{language} = \"…\"")).collect::<Vec<_>>().join(", ");
        let TomlValue::Table(table) = &entry.node.value else {
            let expected = "a text for each language";
            self.diagnostics
                .push(wrong_type(&self.file, entry, expected).hint(format!("write {} = {{ {example} }}", entry.key)));
            return None;
        };
        let mut texts = vec![None; self.languages.len()];
        for text in &table.entries {
            match self.languages.iter().position(|language| *language == text.key) {
                None => {
                    let known = suggest(&text.key, self.languages.iter().map(String::as_str))
                        .unwrap_or_else(|| "one of `languages`".to_owned());
                    self.error(
                        Rule::UnknownLanguage,
                        text.key_range.clone(),
                        format!("the site has no language `{}`", text.key),
                        known,
                    );
                }
                Some(index) => {
                    if let Some((value, range)) = string(text, &self.file, self.diagnostics) {
                        if value.trim().is_empty() {
                            self.error(
                                Rule::EmptyValue,
                                range,
                                format!("the text in `{}` is empty", text.key),
                                "write it, in every language",
                            );
                        }
                        if let Some(slot) = texts.get_mut(index) {
                            *slot = Some(nfc(value));
                        }
                    }
                }
            }
        }
        let missing: Vec<String> =
            self.languages.iter().zip(&texts).filter(|(_, t)| t.is_none()).map(|(l, _)| format!("`{l}`")).collect();
        if !missing.is_empty() {
            self.error(
                Rule::MissingKey,
                entry.key_range.clone(),
                format!("`{}` has no text in {}", entry.key, missing.join(", ")),
                format!("write {} = {{ {example} }}", entry.key),
            );
            return None;
        }
        Some(Localized(texts.into_iter().flatten().map(Cow::into_owned).collect()))
    }
}
