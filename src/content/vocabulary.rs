//! The terms of a vocabulary: `content/<vocabulary>.toml`, in the order they stand there.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{
    field_value::{FieldValues, Value, ValueReader, all_known},
    front_matter::{alias, refused_sign},
    page::Located,
};
use crate::{
    config::{Config, Field, FieldId, ID_LIMIT, LanguageId, Localized, MissingTexts, Role, VocabularyId, is_id},
    diagnostics::{Diagnostic, FilePath, Rule, Sink, characters::report_mixed_scripts},
    locale::{country, transliterate, typography},
    message,
    message::Message,
    source::SourceFile,
    text::characters::nfc,
    toml_reader::{self, TomlEntry, TomlValue, is_misspelt},
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
    pub missing_texts: MissingTexts,
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
    /// Other names, by language: whoever knows the term by one of them finds it.
    pub names: Vec<Vec<String>>,
    /// Old addresses that lead to the term's page.
    pub aliases: Vec<Located<String>>,
    /// Parallel to the vocabulary's fields.
    pub fields: FieldValues,
}

pub fn parse(source: &SourceFile, vocabulary: VocabularyId, config: &Config) -> Terms {
    let file = Arc::clone(&source.path);
    let mut sink = Sink::new(&file);
    let Some(table) = toml_reader::parse_file(source.text().unwrap_or_default(), &mut sink) else {
        return Terms { diagnostics: sink.found, ..Terms::unreadable(file) };
    };
    let mut terms = Vec::new();
    let mut broken = BTreeSet::new();
    let mut missing_texts = MissingTexts::default();
    for entry in &table.entries {
        match read_term(entry, &config.vocabulary(vocabulary).fields, config, &mut missing_texts, &mut sink) {
            Some(term) => terms.push(term),
            None => broken.extend([entry.key.clone(), transliterate::slug(&entry.key)]),
        }
    }
    let codes = config.vocabulary(vocabulary).fields.iter().position(|field| field.role == Some(Role::CountryCode));
    let codes = codes.map(FieldId);
    report_codes(&terms, codes, &mut sink);
    report_doubles(&terms, codes, config, &mut sink);
    sink.found.extend(missing_texts.report(&file, &config.languages));
    Terms { file: Some(file), terms, unreadable: false, broken, missing_texts, diagnostics: sink.found }
}

/// The value of a term's field that holds one text, with its place.
fn code_of(term: &Term, codes: Option<FieldId>) -> Option<(&str, &Range<usize>)> {
    term.fields.get(codes?).iter().find_map(|item| match &item.value {
        Value::Text(code) => Some((code.as_str(), &item.range)),
        _ => None,
    })
}

/// The map knows countries by their codes: one that is none takes its country off the map.
fn report_codes(terms: &[Term], codes: Option<FieldId>, sink: &mut Sink) {
    for term in terms {
        let Some((code, range)) = code_of(term, codes).filter(|(code, _)| !country::is_code(code)) else { continue };
        let hint = match country::meant(code, &term.id) {
            Some(meant) => message!("hint-did-you-mean", name = meant),
            None => message!("no-country-code.hint"),
        };
        sink.report(Rule::CountryCode, range, message!("no-country-code", code)).hint(hint);
    }
}

/// Two terms that are called alike are nearly always one thing that was added twice.
fn report_doubles(terms: &[Term], codes: Option<FieldId>, config: &Config, sink: &mut Sink) {
    let mut titles: BTreeMap<(LanguageId, String), &Term> = BTreeMap::new();
    let mut countries: BTreeMap<&str, &Term> = BTreeMap::new();
    for term in terms {
        let same = config.language_ids().find_map(|language| {
            let title = term.title.own(language)?;
            let first = titles.get(&(language, title.to_lowercase())).copied()?;
            Some((first, title))
        });
        let code = code_of(term, codes);
        if let Some((first, title)) = same {
            let message = message!("duplicate-title", term = &term.id, first = &first.id, title);
            let hint = message!("duplicate-title.hint", term = &term.id, first = &first.id);
            sink.report(Rule::DuplicateTerm, &term.id_range, message).hint(hint);
        } else if let Some((first, (code, range))) = code.and_then(|code| Some((*countries.get(code.0)?, code))) {
            let message = message!("duplicate-code", term = &term.id, first = &first.id, code);
            let hint = message!("duplicate-code.hint", term = &term.id, first = &first.id);
            sink.report(Rule::DuplicateTerm, range, message).hint(hint);
        }
        for language in config.language_ids() {
            if let Some(title) = term.title.own(language) {
                titles.entry((language, title.to_lowercase())).or_insert(term);
            }
        }
        if let Some((code, _)) = code {
            countries.entry(code).or_insert(term);
        }
    }
}

fn read_term(
    entry: &TomlEntry,
    fields: &[Field],
    config: &Config,
    missing_texts: &mut MissingTexts,
    sink: &mut Sink,
) -> Option<Term> {
    let languages: Vec<String> = config.languages.iter().map(|l| format!("{l} = \"…\"")).collect();
    let title_hint = || message!("hint-term-title", texts = message::list(&languages));
    let TomlValue::Table(table) = &entry.node.value else {
        let message = message!("term-is-a-table", term = &entry.key, given = entry.node.value.type_name());
        let hint = message!("term-is-a-table.hint", term = &entry.key, title = title_hint());
        sink.report(Rule::WrongType, &entry.node.range, message).hint(hint);
        return None;
    };
    if !is_id(&entry.key) || entry.key == "index" || entry.key == "page" {
        let slug = transliterate::slug(&entry.key);
        let hint = match slug.as_str() {
            "" => message!("no-term-id.form"),
            long if long.len() > ID_LIMIT => message!("no-term-id.long", limit = ID_LIMIT),
            same if same == entry.key => message!("no-term-id.taken"),
            _ => message!("no-term-id.hint", slug),
        };
        let message = message!("no-term-id", id = &entry.key);
        sink.report(Rule::InvalidValue, &entry.key_range, message).hint(hint);
        return None;
    }
    let Some(title) = table.get("title") else {
        let known: Vec<&str> =
            ["title", "names", "aliases"].into_iter().chain(fields.iter().map(|f| f.name.as_str())).collect();
        let is_unknown = |entry: &&TomlEntry| !known.contains(&entry.key.as_str());
        let mut unknown = table.entries.iter().filter(is_unknown);
        match unknown.find(|entry| is_misspelt("title", [*entry], &known)) {
            Some(misspelt) => sink.unknown_key(misspelt, known.iter().copied()),
            None => {
                let message = message!("term-without-title", term = &entry.key);
                sink.report(Rule::MissingKey, &entry.key_range, message).hint(title_hint());
            }
        }
        return None;
    };
    let title = read_title(title, config, missing_texts, sink, &title_hint())?;
    let mut rest = table.clone();
    rest.entries.retain(|entry| !matches!(entry.key.as_str(), "title" | "names" | "aliases"));
    let names = table.get("names").map(|entry| read_names(entry, config, sink)).unwrap_or_default();
    let aliases = table.get("aliases").map(|entry| read_aliases(entry, sink)).unwrap_or_default();
    let mut reader = ValueReader { config, language: None, missing_texts, sink, told: &[] };
    let fields = FieldValues(reader.values(fields, &rest, &entry.key_range));
    Some(Term { id: entry.key.clone(), id_range: entry.key_range.clone(), title, names, aliases, fields })
}

/// `names = { en = ["UAV", "drones"] }`: a language may have none.
fn read_names(entry: &TomlEntry, config: &Config, sink: &mut Sink) -> Vec<Vec<String>> {
    let hint = || message!("hint-term-names", language = config.tag(LanguageId(0)));
    let mut names = vec![Vec::new(); config.languages.len()];
    let Some(texts) = sink.table(entry, message!("type-names-by-language"), hint()) else { return names };
    for text in &texts.entries {
        let Some(own) = config.language(&text.key).and_then(|language| names.get_mut(language.0)) else {
            let message = message!("no-such-language", tag = &text.key);
            sink.report(Rule::UnknownLanguage, &text.key_range, message).hint(hint());
            continue;
        };
        let TomlValue::Array(items) = &text.node.value else {
            sink.wrong_type(text, message!("type-names")).hint(hint());
            continue;
        };
        for item in items {
            match &item.value {
                TomlValue::String(name) if !name.trim().is_empty() => {
                    report_mixed_scripts(name, &item.range, sink);
                    own.push(typography::plain(&nfc(name.trim()), &text.key).into_owned());
                }
                TomlValue::String(_) => {
                    sink.report(Rule::EmptyValue, &item.range, message!("empty-name")).hint(hint());
                }
                other => {
                    let message = message!("name-is-a-text", given = other.type_name());
                    sink.report(Rule::WrongType, &item.range, message).hint(hint());
                }
            }
        }
    }
    names
}

fn read_aliases(entry: &TomlEntry, sink: &mut Sink) -> Vec<Located<String>> {
    let hint = || message!("hint-term-aliases");
    let TomlValue::Array(items) = &entry.node.value else {
        sink.wrong_type(entry, message!("type-addresses")).hint(hint());
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items {
        match &item.value {
            TomlValue::String(text) => match alias(text) {
                Ok(value) => found.push(Located { value, range: item.range.clone() }),
                Err(refused) => {
                    let hint = refused.map_or_else(hint, refused_sign);
                    sink.report(Rule::SlugInvalid, &item.range, message!("no-term-alias", text)).hint(hint);
                }
            },
            other => {
                let message = message!("alias-is-a-text", given = other.type_name());
                sink.report(Rule::WrongType, &item.range, message).hint(hint());
            }
        }
    }
    found
}

fn read_title(
    entry: &TomlEntry,
    config: &Config,
    missing_texts: &mut MissingTexts,
    sink: &mut Sink,
    hint: &Message,
) -> Option<Localized> {
    let texts = sink.table(entry, message!("type-text-by-language"), hint.clone())?;
    let mut titles = vec![None; config.languages.len()];
    let mut is_told = false;
    for text in &texts.entries {
        let slot = config.language(&text.key).and_then(|language| titles.get_mut(language.0));
        let Some(slot) = slot else {
            let message = message!("no-such-language", tag = &text.key);
            sink.report(Rule::UnknownLanguage, &text.key_range, message).hint(hint.clone());
            continue;
        };
        match &text.node.value {
            TomlValue::String(title) if !title.trim().is_empty() => {
                report_mixed_scripts(title, &text.node.range, sink);
                *slot = Some(typography::plain(&nfc(title.trim()), &text.key).into_owned());
            }
            TomlValue::String(_) => {
                is_told = true;
                sink.report(Rule::EmptyValue, &text.node.range, message!("empty-title")).hint(hint.clone());
            }
            other => {
                is_told = true;
                let message = message!("title-is-a-text", given = other.type_name());
                sink.report(Rule::WrongType, &text.node.range, message).hint(hint.clone());
            }
        }
    }
    if texts.entries.is_empty() {
        sink.report(Rule::MissingKey, &entry.key_range, message!("title-in-no-language")).hint(hint.clone());
    }
    if all_known(config, texts) && !is_told {
        missing_texts.add(&titles, &entry.key_range);
    }
    Localized::new(titles)
}
