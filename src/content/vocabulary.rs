//! The terms of a vocabulary: `content/<vocabulary>.toml`, in the order they stand there.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use super::field_value::{FieldValues, ValueReader};
use crate::{
    config::{Config, LanguageId, Localized, VocabularyId, is_id},
    diagnostics::{
        Diagnostic, Diagnostics, FilePath, Location, Rule,
        characters::{is_explained, without_forbidden},
    },
    locale::{transliterate, typography},
    source::SourceFile,
    text::characters,
    toml_reader::{self, TomlEntry, TomlValue, is_misspelt, unknown_key},
};

#[derive(Debug, Default)]
pub struct Terms {
    /// The vocabulary's file, when it has one.
    pub file: Option<FilePath>,
    pub terms: Vec<Term>,
    /// The file could not be read or parsed: which terms there are is not known.
    pub unreadable: bool,
    /// Ids of terms that are there but cannot be used: what refers to them stays silent.
    pub broken: BTreeSet<String>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Terms {
    /// Of a file that could not be read, which has been reported.
    pub fn unreadable(file: FilePath) -> Self {
        Self { file: Some(file), unreadable: true, ..Self::default() }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub id: String,
    pub id_range: Range<usize>,
    /// With each language's typography.
    pub title: Localized,
    /// Parallel to the vocabulary's fields.
    pub fields: FieldValues,
}

pub fn parse(source: &SourceFile, vocabulary: VocabularyId, config: &Config) -> Terms {
    let file = Arc::clone(&source.path);
    let mut diagnostics = Vec::new();
    let raw = source.text().unwrap_or_default();
    let clean = without_forbidden(raw, &file, &mut diagnostics);
    let body = clean.strip_prefix('\u{feff}').unwrap_or(&clean);
    let mut found = Diagnostics::default();
    let table = toml_reader::parse(body, &file, clean.len() - body.len(), &mut found);
    if found.has_errors() {
        found.retain(|error| !is_explained(error, &diagnostics, &clean));
        diagnostics.extend(found);
        return Terms { diagnostics, ..Terms::unreadable(file) };
    }
    let mut terms = Vec::new();
    let mut broken = BTreeSet::new();
    for entry in &table.entries {
        match term(entry, vocabulary, config, &file, &mut diagnostics) {
            Some(term) => terms.push(term),
            None => broken.extend([entry.key.clone(), transliterate::slug(&entry.key)]),
        }
    }
    Terms { file: Some(file), terms, unreadable: false, broken, diagnostics }
}

fn term(
    entry: &TomlEntry,
    vocabulary: VocabularyId,
    config: &Config,
    file: &FilePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Term> {
    let mut report = |rule, range: Range<usize>, message: String, hint: String| {
        diagnostics.push(Diagnostic::new(rule, Location::new(file, range), message).hint(hint));
    };
    let languages: Vec<String> = config.languages.iter().map(|l| format!("{l} = \"…\"")).collect();
    let title_hint = format!("title = {{ {} }}", languages.join(", "));
    let TomlValue::Table(table) = &entry.node.value else {
        let message = format!("a term is a table, and `{}` is {}", entry.key, entry.node.value.type_name());
        report(Rule::WrongType, entry.node.range.clone(), message, format!("write [{}], then {title_hint}", entry.key));
        return None;
    };
    if !is_id(&entry.key) || entry.key == "index" || entry.key == "page" {
        let message = format!("`{}` cannot be the id of a term", entry.key);
        let slug = transliterate::slug(&entry.key);
        let hint = if slug == entry.key {
            "this name is the site's own in addresses: choose another".to_owned()
        } else {
            format!("lower-case letters, digits and single hyphens: [{slug}]")
        };
        report(Rule::InvalidValue, entry.key_range.clone(), message, hint);
        return None;
    }
    let title = match table.get("title") {
        None => {
            let fields = &config.vocabulary(vocabulary).fields;
            let known: Vec<&str> = std::iter::once("title").chain(fields.iter().map(|f| f.name.as_str())).collect();
            let unknown = table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str()));
            let misspelt = unknown.clone().find(|entry| is_misspelt("title", [*entry], &known));
            if let Some(misspelt) = misspelt {
                diagnostics.push(unknown_key(file, misspelt, known.iter().copied()));
                return None;
            }
            report(
                Rule::MissingKey,
                entry.key_range.clone(),
                format!("the term `{}` has no `title`", entry.key),
                title_hint,
            );
            return None;
        }
        Some(title) => read_title(title, config, file, diagnostics, &title_hint)?,
    };
    let fields = &config.vocabulary(vocabulary).fields;
    let mut rest = table.clone();
    rest.entries.retain(|entry| entry.key != "title");
    let mut reader = ValueReader { config, file, language: None, diagnostics };
    let fields = FieldValues(reader.values(fields, &rest, &entry.key_range));
    Some(Term { id: entry.key.clone(), id_range: entry.key_range.clone(), title, fields })
}

fn read_title(
    entry: &TomlEntry,
    config: &Config,
    file: &FilePath,
    diagnostics: &mut Vec<Diagnostic>,
    hint: &str,
) -> Option<Localized> {
    let mut report = |rule, range: Range<usize>, message: String| {
        let hint = if rule == Rule::MixedScripts { characters::MIXED_SCRIPTS_HINT } else { hint };
        diagnostics.push(Diagnostic::new(rule, Location::new(file, range), message).hint(hint));
    };
    let TomlValue::Table(texts) = &entry.node.value else {
        let message = format!("`title` takes a text for each language, not {}", entry.node.value.type_name());
        report(Rule::WrongType, entry.node.range.clone(), message);
        return None;
    };
    let mut titles = vec![None; config.languages.len()];
    for text in &texts.entries {
        let Some(LanguageId(at)) = config.language(&text.key) else {
            let message = format!("the site has no language `{}`", text.key);
            report(Rule::UnknownLanguage, text.key_range.clone(), message);
            continue;
        };
        match &text.node.value {
            TomlValue::String(title) if !title.trim().is_empty() => {
                if let Some(mixed) = characters::mixed_scripts(title) {
                    let word = title.get(mixed).unwrap_or_default();
                    let message = format!("the word `{word}` mixes letters of two scripts");
                    report(Rule::MixedScripts, text.node.range.clone(), message);
                }
                if let Some(slot) = titles.get_mut(at) {
                    *slot = Some(typography::plain(&characters::nfc(title.trim()), &text.key).into_owned());
                }
            }
            TomlValue::String(_) => report(Rule::EmptyValue, text.node.range.clone(), "the title is empty".to_owned()),
            other => {
                let message = format!("a title is a text, not {}", other.type_name());
                report(Rule::WrongType, text.node.range.clone(), message);
            }
        }
    }
    let missing: Vec<&str> = config
        .languages
        .iter()
        .zip(&titles)
        .filter(|(language, title)| title.is_none() && texts.get(language).is_none())
        .map(|(language, _)| language.as_str())
        .collect();
    if !missing.is_empty() {
        let message = format!("the title is missing in `{}`", missing.join("`, `"));
        report(Rule::MissingKey, entry.key_range.clone(), message);
    }
    let complete: Option<Vec<String>> = titles.into_iter().collect();
    complete.map(Localized)
}
