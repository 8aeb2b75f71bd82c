//! Interface strings: reads them for each language and compares them with those that the templates use. Strings that are
//! missing or unused are reported.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use tera::Value;

use super::{GENERATOR_STRINGS, missing, templates::text_value, tokens::calls};
use crate::{
    config::{Config, LanguageId},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::{
        Locale,
        messages::{Argument, Messages},
    },
    source::SourceTree,
    text::nearest,
};

/// The interface strings of every language of the site.
#[derive(Debug, Default)]
pub struct Strings {
    tags: Vec<String>,
    by_language: Vec<Messages>,
    /// By language and key: the strings without arguments, as templates get them.
    constants: Vec<BTreeMap<String, Value>>,
    /// By language: whether an error of its strings has been reported. Such a site is not published.
    has_errors: Vec<bool>,
}

impl Strings {
    /// A string in a language; the key itself where it is missing, which has been reported.
    pub fn get(&self, language: LanguageId, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.try_get(language, key, arguments).unwrap_or_else(|_| key.to_owned())
    }

    /// # Errors
    ///
    /// Says what is missing: the string, or an argument of it.
    pub(super) fn try_get(
        &self,
        language: LanguageId,
        key: &str,
        arguments: &[(&str, Argument<'_>)],
    ) -> Result<String, String> {
        let messages = self.by_language.get(language.0).ok_or("the page has no language")?;
        messages.format(key, arguments)
    }

    /// A string without arguments.
    pub(super) fn constant(&self, language: LanguageId, key: &str) -> Option<&Value> {
        self.constants.get(language.0)?.get(key)
    }

    pub(super) fn has(&self, language: LanguageId, key: &str) -> bool {
        self.by_language.get(language.0).is_some_and(|messages| messages.contains(key))
    }

    /// Whether a string that a language lacks has been reported.
    pub(super) fn has_errors(&self, language: LanguageId) -> bool {
        self.has_errors.get(language.0).is_some_and(|has_errors| *has_errors)
    }

    pub(super) fn language(&self, tag: &str) -> Option<LanguageId> {
        self.tags.iter().position(|known| known == tag).map(LanguageId)
    }
}

pub fn load(
    tree: &SourceTree,
    folder: &str,
    config: &Config,
    locales: &[Locale],
    templates: &[(String, FilePath, &str)],
    diagnostics: &mut Diagnostics,
) -> Strings {
    let mut used: BTreeMap<String, Vec<(FilePath, Range<usize>)>> = BTreeMap::new();
    for (_, file, source) in templates {
        for call in calls(source, "t", "key") {
            match call.written_out {
                Some((key, range)) => used.entry(key).or_default().push((Arc::clone(file), range)),
                None => diagnostics.push(
                    Diagnostic::new(
                        Rule::MissingString,
                        Location::new(file, call.range),
                        "the key of an interface string is not written out",
                    )
                    .hint("write t(key=\"…\") with a text, so that the string can be checked"),
                ),
            }
        }
    }
    let (mut by_language, mut has_errors) = (Vec::new(), Vec::new());
    let mut lacking: BTreeMap<&str, Vec<Lack>> = BTreeMap::new();
    for (tag, locale) in config.languages.iter().zip(locales) {
        let path = format!("{folder}/i18n/{tag}.ftl");
        let Some(file) = tree.get(&path) else {
            let message = format!("the theme `{}` has no interface strings in `{tag}`", config.theme);
            diagnostics.push(missing(config, message, format!("add {path}")));
            by_language.push(Messages::parse(locale, &config.file, "").0);
            has_errors.push(true);
            continue;
        };
        let (messages, found) = Messages::parse(locale, &file.path, file.text().unwrap_or_default());
        let broken = found.iter().any(|d| d.severity == crate::diagnostics::Severity::Error);
        diagnostics.extend_from(&found);
        let lacks = if broken { Vec::new() } else { compare(&messages, &file.path, &used, diagnostics) };
        has_errors.push(broken || !lacks.is_empty());
        for (key, hint) in lacks {
            lacking.entry(key).or_default().push(Lack { file: Arc::clone(&file.path), hint });
        }
        by_language.push(messages);
    }
    for (key, lacks) in lacking {
        let place = used.get(key).and_then(|places| places.first());
        if let (Some((template, range)), Some(first)) = (place, lacks.first()) {
            let files: Vec<&str> = lacks.iter().map(|lack| &*lack.file).collect();
            let message = format!("the interface string `{key}` is not in {}", files.join(", "));
            let location = Location::new(template, range.clone());
            diagnostics.push(Diagnostic::new(Rule::MissingString, location, message).hint(first.hint.as_str()));
        }
    }
    let constants = by_language.iter().map(constants).collect();
    Strings { tags: config.languages.clone(), by_language, constants, has_errors }
}

fn constants(messages: &Messages) -> BTreeMap<String, Value> {
    let without_arguments = messages.keys().filter(|key| key.arguments.is_empty());
    without_arguments
        .filter_map(|key| Some((key.name.to_owned(), text_value(&messages.format(key.name, &[]).ok()?))))
        .collect()
}

/// A language's file that lacks a string, and the hint about it.
struct Lack {
    file: FilePath,
    hint: String,
}

/// The keys that the templates use and the language lacks, each with what to do about it.
fn compare<'u>(
    messages: &Messages,
    file: &FilePath,
    used: &'u BTreeMap<String, Vec<(FilePath, Range<usize>)>>,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'u str, String)> {
    let known: BTreeSet<&str> = messages.keys().map(|key| key.name).collect();
    let lacking = used.keys().filter(|key| !known.contains(key.as_str())).map(|key| {
        let hint = nearest(key, known.iter().copied()).map_or_else(
            || format!("add it to {file}: {key} = …"),
            |near| format!("did you mean `{near}`? or add it to {file}"),
        );
        (key.as_str(), hint)
    });
    let lacking = lacking.collect();
    for key in GENERATOR_STRINGS {
        if !known.contains(key) {
            diagnostics.push(
                Diagnostic::new(
                    Rule::MissingString,
                    Location::file(file),
                    format!("the interface string `{key}`, which every site needs, is missing"),
                )
                .hint(format!("add it: {key} = …")),
            );
        }
    }
    let is_used = |key: &&str| used.contains_key(*key) || GENERATOR_STRINGS.contains(key);
    let shown: BTreeSet<&str> =
        known.iter().copied().filter(is_used).flat_map(|key| messages.references(key)).collect();
    for key in messages.keys() {
        if !is_used(&key.name) && !shown.contains(key.name) {
            diagnostics.push(
                Diagnostic::new(
                    Rule::UnusedString,
                    Location::new(file, key.range.clone()),
                    format!("no template uses the interface string `{}`", key.name),
                )
                .hint("remove it, or use it: t(key=\"…\")"),
            );
        }
    }
    lacking
}
