//! Interface strings: reads them for each language and compares them with those that the templates use. Strings that are
//! missing or unused are reported. A string of the site's own file (`theme/i18n/`) stands in the place of the theme's.
//! A string that a language lacks is shown in the words of the site's first one.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use hashbrown::HashMap;
use tera::Value;

use super::{
    GENERATOR_STRINGS, OPTIONAL_STRINGS, STRING_ARGUMENTS,
    layers::{OWN, ThemeFiles, ThemeTemplate},
    missing, program,
    templates::text_value,
    tokens::TemplateTags,
};
use crate::{
    config::{Config, LanguageId},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::{
        Locale,
        fluent::{Bundle, FluentArgument, Mistake},
    },
    memo::Memo,
    message,
    message::{Message, quoted},
    source::{SourceFile, SourceTree},
    text::nearest,
};

/// The filter that gives templates their strings.
pub(super) const FILTER: &str = "t";

/// The keys that templates use, each with the places where.
type UsedStrings = BTreeMap<String, Vec<(FilePath, Range<usize>)>>;

/// The interface strings of every language of the site.
#[derive(Debug, Default)]
pub struct Strings {
    tags: Vec<String>,
    by_language: Vec<LanguageStrings>,
    /// By language and key: the strings without arguments, as templates get them.
    constants: Vec<HashMap<String, Value>>,
    /// By language: whether an error of its strings has been reported. Such a site is not published.
    has_errors: Vec<bool>,
}

/// The strings of a language: the site's own, then the theme's, then those of the site's first language.
#[derive(Debug)]
struct LanguageStrings {
    files: Vec<StringsFile>,
    /// The file that a missing string is to be added to.
    add_to: FilePath,
}

#[derive(Clone, Debug)]
pub(super) struct StringsFile {
    path: FilePath,
    messages: Arc<Bundle>,
}

impl LanguageStrings {
    /// The strings that stand in the file of this key.
    fn with(&self, key: &str) -> Option<&Bundle> {
        self.files.iter().map(|file| &*file.messages).find(|messages| messages.contains(key))
    }

    fn keys(&self) -> BTreeSet<&str> {
        self.files.iter().flat_map(|file| file.messages.keys()).map(|key| key.name).collect()
    }
}

impl Strings {
    /// A string in a language; the key itself where it is missing, which has been reported.
    pub fn get(&self, language: LanguageId, key: &str, arguments: &[(&str, FluentArgument<'_>)]) -> String {
        self.try_get(language, key, arguments).unwrap_or_else(|_| key.to_owned())
    }

    /// # Errors
    ///
    /// Says what is missing: the string, or an argument of it.
    pub(super) fn try_get(
        &self,
        language: LanguageId,
        key: &str,
        arguments: &[(&str, FluentArgument<'_>)],
    ) -> Result<String, Message> {
        let strings = self.by_language.get(language.0).ok_or_else(|| message!("page-without-language"))?;
        // If no file has the string, any of them says so.
        let messages = strings.with(key).or_else(|| strings.files.first().map(|file| &*file.messages));
        messages.ok_or_else(|| message!("page-language-without-strings"))?.format(key, arguments)
    }

    /// A string without arguments.
    pub(super) fn constant(&self, language: LanguageId, key: &str) -> Option<&Value> {
        self.constants.get(language.0)?.get(key)
    }

    pub(super) fn has(&self, language: LanguageId, key: &str) -> bool {
        self.by_language.get(language.0).is_some_and(|strings| strings.with(key).is_some())
    }

    /// Whether a string that a language lacks has been reported.
    pub(super) fn has_errors(&self, language: LanguageId) -> bool {
        [self.has_errors.get(language.0), self.has_errors.first()].into_iter().flatten().any(|has_errors| *has_errors)
    }

    pub(super) fn language(&self, tag: &str) -> Option<LanguageId> {
        self.tags.iter().position(|known| known == tag).map(LanguageId)
    }
}

/// The strings of each file, and the mistakes in it.
pub(super) type StringsMemo = Memo<FilePath, (Arc<SourceFile>, Locale), (StringsFile, Vec<Mistake>)>;

pub(super) fn load(
    tree: &SourceTree,
    files: &ThemeFiles<'_>,
    config: &Config,
    locales: &[Locale],
    templates: &[ThemeTemplate<'_>],
    memo: &mut StringsMemo,
    diagnostics: &mut Diagnostics,
) -> Strings {
    let mut used = used_strings(templates, diagnostics);
    let optional = OPTIONAL_STRINGS.iter().filter(|(of, _)| templates.iter().any(|template| template.name == *of));
    let optional: Vec<&str> = optional.flat_map(|(_, keys)| keys.iter().copied()).collect();
    for key in &optional {
        used.entry((*key).to_owned()).or_default();
    }
    let replaced = files.replaced_templates().flat_map(|source| TemplateTags::read(source).strings);
    let used_before: BTreeSet<String> = replaced.filter_map(|one| Some(one.written_out?.0)).collect();
    let mut read = read_files(tree, files, config, locales, memo);
    let (mut by_language, mut has_errors) = (Vec::<LanguageStrings>::new(), Vec::new());
    let is_programs = program::has(tree, &format!("{}/theme.toml", files.folder));
    for tag in &config.languages {
        let path = theirs(files, tag);
        // Nobody can write into the program's theme.
        let add_to: FilePath = if is_programs { own_file(tag).into() } else { path.as_str().into() };
        let mut broken = false;
        let found = read.remove(tag.as_str()).unwrap_or_default().into_iter().map(|(file, mistakes)| {
            broken |= mistakes.iter().any(|mistake| !mistake.is_advice);
            report_mistakes(mistakes, &file.path, diagnostics);
            file
        });
        let mut strings = LanguageStrings { files: found.collect(), add_to };
        let is_there = !strings.files.is_empty();
        let asks_for_more = report_arguments(&strings, &optional, diagnostics);
        if !broken && is_there {
            report_unused(&strings, &used, &used_before, diagnostics);
        }
        match by_language.first() {
            None if !is_there => {
                let message = message!("interface-language", theme = &config.theme, tag);
                diagnostics.push(missing(config, message, message!("interface-language.hint", file = &strings.add_to)));
                broken = true;
            }
            None => broken = broken || report_lacks(&strings, &used, diagnostics),
            Some(first) => {
                if !broken {
                    diagnostics.extend(untranslated(&strings, first, &used, config, tag));
                }
                // A missing string is shown in the words of the site's first language.
                strings.files.extend(first.files.iter().cloned());
            }
        }
        has_errors.push(broken || asks_for_more);
        by_language.push(strings);
    }
    let constants = by_language.iter().map(constants).collect();
    Strings { tags: config.languages.clone(), by_language, constants, has_errors }
}

/// Reads the files of each language: the site's own first.
fn read_files<'c>(
    tree: &SourceTree,
    files: &ThemeFiles<'_>,
    config: &'c Config,
    locales: &[Locale],
    memo: &mut StringsMemo,
) -> BTreeMap<&'c str, Vec<(StringsFile, Vec<Mistake>)>> {
    let (mut tags, mut inputs) = (Vec::new(), Vec::new());
    for (tag, locale) in config.languages.iter().zip(locales) {
        let paths = [own_file(tag), theirs(files, tag)];
        for file in paths.iter().filter_map(|path| tree.get(path)) {
            tags.push(tag.as_str());
            inputs.push((Arc::clone(&file.path), (Arc::clone(file), locale.clone())));
        }
    }
    let made = memo.make_all(inputs, |path, (file, locale)| {
        let (messages, mistakes) = Bundle::parse(locale, file.text().unwrap_or_default());
        (StringsFile { path: Arc::clone(path), messages: Arc::new(messages) }, mistakes)
    });
    let mut read: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (tag, made) in tags.into_iter().zip(made) {
        read.entry(tag).or_default().push(made);
    }
    read
}

/// Each mistake, and of what is only advised the first: whoever copied a file of another language made it in every string.
fn report_mistakes(mistakes: Vec<Mistake>, file: &FilePath, diagnostics: &mut Diagnostics) {
    let (advice, errors): (Vec<Mistake>, Vec<Mistake>) = mistakes.into_iter().partition(|mistake| mistake.is_advice);
    let told = |rule: Rule, mistake: Mistake| {
        Diagnostic::new(rule, Location::new(file, mistake.range), mistake.message).hint(mistake.hint)
    };
    diagnostics.extend(errors.into_iter().map(|mistake| told(Rule::InterfaceString, mistake)));
    let more = advice.len().saturating_sub(1);
    diagnostics.extend(advice.into_iter().next().map(|mut first| {
        if more > 0 {
            first.message = message!("and-more-strings", what = first.message, count = more);
        }
        told(Rule::PluralCategory, first)
    }));
}

/// The file of a theme's strings.
fn theirs(files: &ThemeFiles<'_>, tag: &str) -> String {
    format!("{}/i18n/{tag}.ftl", files.folder)
}

/// The file of a site's own strings.
fn own_file(tag: &str) -> String {
    format!("{OWN}/i18n/{tag}.ftl")
}

/// The strings that templates use, each with the places where; reports keys that are not written out, and strings that are
/// called as functions, as in themes of version 0.1.
fn used_strings(templates: &[ThemeTemplate<'_>], diagnostics: &mut Diagnostics) -> UsedStrings {
    let mut used = UsedStrings::new();
    for ThemeTemplate { file, tags, .. } in templates {
        let file = &file.path;
        let mut report = |range, message: Message, hint: Message| {
            let location = Location::new(file, range);
            diagnostics.push(Diagnostic::new(Rule::MissingString, location, message).hint(hint));
        };
        for range in &tags.string_calls {
            report(range.clone(), message!("interface-function"), message!("interface-function.hint"));
        }
        for one in &tags.strings {
            match &one.written_out {
                Some((key, range)) => {
                    used.entry(key.clone()).or_default().push((Arc::clone(file), range.clone()));
                }
                None => {
                    let hint = message!("interface-key-not-written.hint");
                    report(one.range.clone(), message!("interface-key-not-written"), hint);
                }
            }
        }
    }
    used
}

fn constants(strings: &LanguageStrings) -> HashMap<String, Value> {
    let mut constants = HashMap::new();
    // The site's own come last, and stand in the place of the theme's.
    for StringsFile { messages, .. } in strings.files.iter().rev() {
        for key in messages.keys() {
            let text = if key.arguments.is_empty() { messages.format(key.name, &[]).ok() } else { None };
            match text {
                Some(text) => constants.insert(key.name.to_owned(), text_value(&text)),
                None => constants.remove(key.name),
            };
        }
    }
    constants
}

/// The strings that the site needs and the language lacks.
fn lacks<'u>(strings: &LanguageStrings, used: &'u UsedStrings) -> Vec<&'u str> {
    let known = strings.keys();
    let wanted: BTreeSet<&str> = used.keys().map(String::as_str).chain(GENERATOR_STRINGS.iter().copied()).collect();
    wanted.into_iter().filter(|key| !known.contains(key)).collect()
}

/// Reports the strings that the site's first language lacks, which stand in for those of all others. Whether there are any.
fn report_lacks(strings: &LanguageStrings, used: &UsedStrings, diagnostics: &mut Diagnostics) -> bool {
    let file = &strings.add_to;
    let lacks = lacks(strings, used);
    for key in &lacks {
        let diagnostic = match used.get(*key).and_then(|places| places.first()) {
            Some((template, range)) => {
                let message = message!("interface-string-lost", key, file);
                let hint = nearest(key, strings.keys()).map_or_else(
                    || message!("interface-string-lost.hint", file, key),
                    |near| message!("interface-string-lost.near", near, file),
                );
                Diagnostic::new(Rule::MissingString, Location::new(template, range.clone()), message).hint(hint)
            }
            None => {
                let message = message!("interface-string-needed", key);
                let hint = message!("interface-string-needed.hint", key);
                Diagnostic::new(Rule::MissingString, Location::file(file), message).hint(hint)
            }
        };
        diagnostics.push(diagnostic);
    }
    !lacks.is_empty()
}

/// Reports strings of the generator that ask for an argument which it does not give: they could not be shown. Whether
/// there are any.
fn report_arguments(strings: &LanguageStrings, optional: &[&str], diagnostics: &mut Diagnostics) -> bool {
    let before = diagnostics.errors();
    for name in GENERATOR_STRINGS.iter().chain(optional) {
        let given = STRING_ARGUMENTS.iter().find(|(of, _)| of == name).map_or(&[][..], |(_, given)| given);
        let file = strings.files.iter().find(|file| file.messages.contains(name));
        let Some((file, key)) = file.and_then(|file| Some((file, file.messages.key(name)?))) else { continue };
        for argument in key.arguments.iter().filter(|argument| !given.contains(&argument.as_str())) {
            let message = message!("interface-string-argument", key = *name, argument);
            let hint = if given.is_empty() {
                message!("interface-string-argument.none", key = *name)
            } else {
                let given: Vec<String> = given.iter().map(|given| format!("${given}")).collect();
                message!("interface-string-argument.given", given = quoted(given.iter().map(String::as_str)))
            };
            let location = Location::new(&file.path, key.range.clone());
            diagnostics.push(Diagnostic::new(Rule::InterfaceString, location, message).hint(hint));
        }
    }
    diagnostics.errors() > before
}

/// One warning for all strings that the site's first language has and another lacks.
fn untranslated(
    strings: &LanguageStrings,
    first: &LanguageStrings,
    used: &UsedStrings,
    config: &Config,
    tag: &str,
) -> Option<Diagnostic> {
    let hint = message!("interface-untranslated.hint", file = &strings.add_to, language = config.tag(LanguageId(0)));
    if strings.files.is_empty() {
        let message = message!("interface-language", theme = &config.theme, tag);
        let location = Location::new(&config.file, config.theme_range.clone());
        return Some(Diagnostic::new(Rule::MissingText, location, message).hint(hint));
    }
    let lacks: Vec<&str> = lacks(strings, used).into_iter().filter(|key| first.with(key).is_some()).collect();
    let message = message!("interface-untranslated", tag, keys = quoted(lacks.iter().copied()));
    let location = Location::file(&strings.files.first()?.path);
    (!lacks.is_empty()).then(|| Diagnostic::new(Rule::MissingText, location, message).hint(hint))
}

/// Reports strings that no template shows. Those that a replaced template of the theme would show are the theme's affair.
fn report_unused(
    strings: &LanguageStrings,
    used: &UsedStrings,
    used_before: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    let is_used = |key: &&str| used.contains_key(*key) || used_before.contains(*key) || GENERATOR_STRINGS.contains(key);
    let known = strings.keys();
    let shown: BTreeSet<&str> = strings
        .files
        .iter()
        .flat_map(|file| known.iter().copied().filter(is_used).flat_map(|key| file.messages.references(key)))
        .collect();
    for StringsFile { path, messages } in &strings.files {
        for key in messages.keys() {
            if !is_used(&key.name) && !shown.contains(key.name) {
                diagnostics.push(
                    Diagnostic::new(
                        Rule::UnusedString,
                        Location::new(path, key.range.clone()),
                        message!("interface-string-unused", key = &key.name),
                    )
                    .hint(message!("interface-string-unused.hint")),
                );
            }
        }
    }
}
