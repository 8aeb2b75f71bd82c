//! Interface strings: which ones the templates use, which ones the languages have. Both ways a difference is reported
//! at its place.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{GENERATOR_STRINGS, Strings, calls::calls};
use crate::{
    config::Config,
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::{Locale, messages::Messages},
    source::SourceTree,
    text::nearest,
};

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
                        Location::new(file, call.start..call.start + "t(".len()),
                        "the key of an interface string is not written out",
                    )
                    .hint("write t(key=\"…\") with a text, so that the string can be checked"),
                ),
            }
        }
    }
    let mut by_language = Vec::new();
    let mut lacking: BTreeMap<&str, Vec<Lack>> = BTreeMap::new();
    for (tag, locale) in config.languages.iter().zip(locales) {
        let path = format!("{folder}/i18n/{tag}.ftl");
        let Some(file) = tree.get(&path) else {
            diagnostics.push(
                Diagnostic::new(
                    Rule::MissingTheme,
                    Location::new(&config.file, config.theme_range.clone()),
                    format!("the theme `{}` has no interface strings in `{tag}`", config.theme),
                )
                .hint(format!("add {path}")),
            );
            by_language.push(Messages::parse(locale, &config.file, "").0);
            continue;
        };
        let (messages, found) = Messages::parse(locale, &file.path, file.text().unwrap_or_default());
        let broken = found.iter().any(|d| d.severity == crate::diagnostics::Severity::Error);
        diagnostics.extend_from(&found);
        if !broken {
            for (key, hint) in compare(&messages, &file.path, &used, diagnostics) {
                lacking.entry(key).or_default().push(Lack { file: Arc::clone(&file.path), hint });
            }
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
    Strings { tags: config.languages.clone(), by_language }
}

/// A language's file without a string that a template uses.
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
    for key in messages.keys() {
        if !used.contains_key(key.name) && !GENERATOR_STRINGS.contains(&key.name) {
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
