//! One Markdown file: front matter typed by its collection, the body parsed. Depends on the file and on site.toml
//! alone, so a warm run keeps it as long as both are unchanged.

use std::{ops::Range, sync::Arc};

use super::{
    field_value::{FieldValues, Value, ValueReader, example, written_date},
    front_matter,
    name::PageKey,
    revision::revision,
};
use crate::{
    config::{Config, Field, LanguageId, is_id},
    diagnostics::{
        Diagnostic, Diagnostics, FilePath, Location, Rule,
        characters::{is_explained, without_forbidden},
    },
    locale::{Locale, SortKey, date::PartialDate, transliterate, typography},
    markdown,
    source::SourceFile,
    text::characters,
    toml_reader::{self, TomlEntry, TomlTable, TomlValue, is_misspelt, unknown_key},
};

/// A text with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    pub value: T,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub struct Page {
    pub file: FilePath,
    pub key: PageKey,
    pub language: LanguageId,
    /// With the language's typography; empty when the page has none (which is reported).
    pub title: String,
    pub summary: Option<String>,
    pub slug: Option<Located<String>>,
    pub aliases: Vec<Located<String>>,
    pub draft: bool,
    pub updated: Option<PartialDate>,
    /// The revision of the original that this page translates; `None` makes it the original.
    pub translates: Option<Located<String>>,
    /// Parallel to the collection's fields. A translation has localised fields only.
    pub fields: FieldValues,
    /// Facts that stand in a translation, for the error that names the original.
    pub shared_keys: Vec<Located<String>>,
    /// Required fields without a value: an error when this page is the original.
    pub missing_fields: Vec<Diagnostic>,
    pub body: markdown::Document,
    /// Where the body begins in the file.
    pub body_start: usize,
    /// What a translation of this page would follow.
    pub revision: String,
    /// The title's place in the alphabet of the page's own language.
    pub sort_key: SortKey,
    /// The front matter could not be read: what it says of original and translation is not known.
    pub broken: bool,
    pub diagnostics: Vec<Diagnostic>,
}

impl Page {
    pub fn is_original(&self) -> bool {
        self.translates.is_none()
    }

    /// The place of something in the body.
    pub fn in_body(&self, range: &Range<usize>) -> Location {
        Location::new(&self.file, range.start + self.body_start..range.end + self.body_start)
    }
}

/// The fields that a page of this kind has.
pub fn schema<'c>(key: &PageKey, config: &'c Config) -> &'c [Field] {
    match key {
        PageKey::Entry(collection, _) => &config.collection(*collection).fields,
        _ => &[],
    }
}

/// A page of which nothing is known but that it is there: its file could not be read, which has been reported.
pub fn unreadable(file: FilePath, key: PageKey, language: LanguageId) -> Page {
    Page {
        file,
        key,
        language,
        title: String::new(),
        summary: None,
        slug: None,
        aliases: Vec::new(),
        draft: false,
        updated: None,
        translates: None,
        fields: FieldValues::default(),
        shared_keys: Vec::new(),
        missing_fields: Vec::new(),
        body: markdown::Document::default(),
        body_start: 0,
        revision: String::new(),
        sort_key: SortKey::default(),
        broken: true,
        diagnostics: Vec::new(),
    }
}

/// Never fails: what is wrong is in the page's diagnostics, and the rest is there all the same.
pub fn parse(
    source: &SourceFile,
    key: PageKey,
    language: LanguageId,
    config: &Config,
    locale: Option<&Locale>,
) -> Page {
    let file = Arc::clone(&source.path);
    let mut diagnostics = Vec::new();
    let raw = source.text().unwrap_or_default();
    let clean = without_forbidden(raw, &file, &mut diagnostics);
    let (table, body_range, toml_range) = match front_matter::split(&clean, &file) {
        Ok(split) => {
            let mut found = Diagnostics::default();
            let toml = clean.get(split.toml.clone()).unwrap_or_default();
            let table = toml_reader::parse(toml, &file, split.toml.start, &mut found);
            let broken = found.has_errors();
            // A forbidden character can be what the parser stumbles over.
            found.retain(|error| !is_explained(error, &diagnostics, &clean));
            diagnostics.extend(found);
            (Some((table, broken)), split.body, split.toml)
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            (None, 0..0, 0..0)
        }
    };
    let mut page = Page { diagnostics, body_start: body_range.start, ..unreadable(file, key, language) };
    let mut raw_front = RawFront::default();
    page.broken = table.as_ref().is_none_or(|(_, broken)| *broken);
    if let Some((table, broken)) = table {
        raw_front = read_front_matter(&mut page, &table, toml_range, broken, config);
    }
    let body = clean.get(body_range).unwrap_or_default();
    parse_body(&mut page, body, config);
    let localized = localized_values(schema(&page.key, config), &page.fields, language);
    page.revision = revision(&raw_front.title, &raw_front.summary, localized, body);
    page.sort_key = locale.map(|locale| locale.sort_key(&page.title)).unwrap_or_default();
    page
}

/// Title and summary as written: the revision is of these, not of their typography.
#[derive(Default)]
struct RawFront {
    title: String,
    summary: String,
}

fn localized_values<'a>(
    fields: &'a [Field],
    values: &'a FieldValues,
    language: LanguageId,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    fields.iter().zip(&values.0).filter(|(field, _)| field.localized).flat_map(move |(field, items)| {
        let texts = items.iter().filter_map(move |item| match &item.value {
            Value::Localized(texts) => texts.get(language.0).and_then(Option::as_ref),
            _ => None,
        });
        texts.flatten().map(|text| (field.name.as_str(), text.as_str()))
    })
}

fn parse_body(page: &mut Page, body: &str, config: &Config) {
    let tag = config.tag(page.language);
    let normalized = characters::nfc(body);
    let document = markdown::parse(&normalized, tag);
    let moved = normalized != body;
    for finding in &document.findings {
        let range = if moved { same_line(&normalized, body, &finding.range) } else { finding.range.clone() };
        let location = page.in_body(&range);
        page.diagnostics
            .push(Diagnostic::new(finding.rule, location, finding.message.clone()).maybe_hint(finding.hint.clone()));
    }
    page.body = document;
}

/// Where text was recomposed, bytes have moved but lines have not: the whole line is marked.
fn same_line(normalized: &str, body: &str, range: &Range<usize>) -> Range<usize> {
    let line = crate::diagnostics::position::position(normalized, range.start).line;
    let start: usize = body.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let end = start + body.get(start..).unwrap_or_default().lines().next().map_or(0, str::len);
    start..end
}

fn read_front_matter(
    page: &mut Page,
    table: &TomlTable,
    toml_range: Range<usize>,
    broken: bool,
    config: &Config,
) -> RawFront {
    let mut raw = RawFront::default();
    let mut front = FrontMatter { page, table, config };
    front.page.translates = front.translates();
    if let Some((title, range)) = front.string("title") {
        front.check_name(&title, &range);
        front.page.title = front.shown(&title);
        raw.title = title;
    } else if table.get("title").is_none() && !broken && !front.misspells("title") {
        let at = toml_range.start.saturating_sub(1)..toml_range.start.saturating_sub(1);
        let location = Location::new(&front.page.file, at);
        front
            .page
            .diagnostics
            .push(Diagnostic::new(Rule::MissingKey, location, "`title` is missing").hint("write title = \"…\""));
    }
    if let Some((summary, _)) = front.string("summary") {
        front.page.summary = Some(front.shown(&summary));
        raw.summary = summary;
    }
    front.page.slug = front.slug();
    front.page.aliases = front.aliases();
    front.page.draft = front.draft();
    front.page.updated = front.updated();
    front.fields(broken, &toml_range);
    raw
}

struct FrontMatter<'p> {
    page: &'p mut Page,
    table: &'p TomlTable,
    config: &'p Config,
}

impl<'p> FrontMatter<'p> {
    fn misspells(&self, key: &str) -> bool {
        let known = known_keys(schema(&self.page.key, self.config));
        is_misspelt(key, self.unknown(&known), &known)
    }

    fn unknown(&self, known: &[&str]) -> Vec<&'p TomlEntry> {
        self.table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())).collect()
    }

    fn report(&mut self, rule: Rule, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let location = Location::new(&self.page.file, range);
        self.page.diagnostics.push(Diagnostic::new(rule, location, message).hint(hint));
    }

    fn shown(&self, text: &str) -> String {
        typography::plain(&characters::nfc(text.trim()), self.config.tag(self.page.language)).into_owned()
    }

    fn wrong_type(&mut self, entry: &TomlEntry, expected: &str, hint: &str) {
        let message = format!("`{}` takes {expected}, not {}", entry.key, entry.node.value.type_name());
        self.report(Rule::WrongType, entry.node.range.clone(), message, hint);
    }

    fn string(&mut self, key: &str) -> Option<(String, Range<usize>)> {
        let entry = self.table.get(key)?;
        match &entry.node.value {
            TomlValue::String(text) if text.trim().is_empty() => {
                let message = format!("`{key}` is empty");
                self.report(Rule::EmptyValue, entry.node.range.clone(), message, "write the text, or remove the line");
                None
            }
            TomlValue::String(text) => Some((text.clone(), entry.node.range.clone())),
            _ => {
                self.wrong_type(entry, "a text", &format!("write {key} = \"…\""));
                None
            }
        }
    }

    /// A title's letters of two scripts in one word are nearly always a slip of the keyboard.
    fn check_name(&mut self, title: &str, range: &Range<usize>) {
        if let Some(mixed) = characters::mixed_scripts(title) {
            let word = title.get(mixed).unwrap_or_default();
            self.report(
                Rule::MixedScripts,
                range.clone(),
                format!("the word `{word}` mixes letters of two scripts"),
                characters::MIXED_SCRIPTS_HINT,
            );
        }
    }

    fn translates(&mut self) -> Option<Located<String>> {
        let entry = self.table.get("translates")?;
        let range = entry.node.range.clone();
        let hint = "let `icsi translated` write it: translates = \"5f0c9a3e\"";
        match &entry.node.value {
            TomlValue::String(text)
                if text.len() == 8 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) =>
            {
                Some(Located { value: text.clone(), range })
            }
            TomlValue::String(text) => {
                let message = format!("`{text}` is not a revision: eight digits 0-9 or letters a-f");
                self.report(Rule::InvalidValue, range.clone(), message, hint);
                Some(Located { value: String::new(), range })
            }
            _ => {
                self.wrong_type(entry, "a revision", hint);
                Some(Located { value: String::new(), range })
            }
        }
    }

    fn slug(&mut self) -> Option<Located<String>> {
        let (slug, range) = self.string("slug")?;
        if !is_id(&slug) {
            let better = transliterate::slug(&slug);
            let message = format!("`{slug}` cannot be part of an address");
            let hint = format!("lower-case letters a to z, digits and single hyphens: slug = \"{better}\"");
            self.report(Rule::SlugInvalid, range, message, hint);
            return None;
        }
        let (at_folder, of_term) = match self.page.key {
            PageKey::Home | PageKey::CollectionIndex(_) | PageKey::VocabularyIndex(_) => (true, false),
            PageKey::Term(..) => (false, true),
            PageKey::Plain(_) | PageKey::Entry(..) => (false, false),
        };
        if at_folder || of_term {
            let message = if of_term {
                "a term has the address of its id"
            } else {
                "an index page has the address of its folder"
            };
            self.report(Rule::SlugInvalid, range, message, "remove `slug`");
            return None;
        }
        Some(Located { value: slug, range })
    }

    fn aliases(&mut self) -> Vec<Located<String>> {
        let Some(entry) = self.table.get("aliases") else { return Vec::new() };
        let hint = "aliases = [\"/en/clusters/old-name/\"]";
        let TomlValue::Array(items) = &entry.node.value else {
            self.wrong_type(entry, "a list of addresses", hint);
            return Vec::new();
        };
        let mut aliases = Vec::new();
        for item in items {
            match &item.value {
                TomlValue::String(text) if is_alias(text) => {
                    aliases.push(Located { value: text.clone(), range: item.range.clone() });
                }
                TomlValue::String(text) => self.report(
                    Rule::SlugInvalid,
                    item.range.clone(),
                    format!("`{text}` cannot be an old address of this page"),
                    format!("a path from the site's start, or a name beside this page: {hint}"),
                ),
                _ => self.wrong_type(entry, "a list of texts", hint),
            }
        }
        aliases
    }

    fn draft(&mut self) -> bool {
        match self.table.get("draft") {
            None => false,
            Some(entry) => match entry.node.value {
                TomlValue::Boolean(draft) => draft,
                _ => {
                    self.wrong_type(entry, "true or false", "write draft = true");
                    false
                }
            },
        }
    }

    fn updated(&mut self) -> Option<PartialDate> {
        let entry = self.table.get("updated")?;
        let Some(written) = written_date(&entry.node.value) else {
            self.wrong_type(entry, "a date", "write updated = 2026-03-29");
            return None;
        };
        match PartialDate::parse(&written) {
            Ok(date) => Some(date),
            Err(error) => {
                let message = format!("`{written}` is not a date: {error}");
                self.report(Rule::InvalidValue, entry.node.range.clone(), message, "write updated = 2026-03-29");
                None
            }
        }
    }

    fn fields(&mut self, broken: bool, toml_range: &Range<usize>) {
        let schema = schema(&self.page.key, self.config);
        let known = known_keys(schema);
        let unknown = self.unknown(&known);
        let is_translation = self.page.translates.is_some();
        let mut values = Vec::with_capacity(schema.len());
        for field in schema {
            let entry = self.table.get(&field.name);
            if let Some(entry) = entry.filter(|_| is_translation && !field.localized) {
                self.page.shared_keys.push(Located { value: field.name.clone(), range: entry.key_range.clone() });
                values.push(Vec::new());
                continue;
            }
            if let Some(entry) = entry.filter(|entry| is_translation && matches!(entry.node.value, TomlValue::Table(_)))
            {
                let message = format!("`{}` takes the text of this language alone in a translation", field.name);
                let hint =
                    format!("write {} = \"…\"; texts for all languages at once stand in the original", field.name);
                self.report(Rule::WrongType, entry.node.range.clone(), message, hint);
                values.push(Vec::new());
                continue;
            }
            let mut reader = ValueReader {
                config: self.config,
                file: &self.page.file,
                language: Some(self.page.language),
                diagnostics: &mut self.page.diagnostics,
            };
            let items = entry.map(|entry| reader.field(field, entry)).unwrap_or_default();
            // A draft may be incomplete: that is what it is for.
            let misspelt = || is_misspelt(&field.name, unknown.iter().copied(), &known);
            if entry.is_none() && field.required && !is_translation && !broken && !self.page.draft && !misspelt() {
                let at = toml_range.start.saturating_sub(1)..toml_range.start.saturating_sub(1);
                let message = format!("the required field `{}` is missing", field.name);
                let location = Location::new(&self.page.file, at);
                self.page
                    .missing_fields
                    .push(Diagnostic::new(Rule::MissingKey, location, message).hint(example(field)));
            }
            values.push(items);
        }
        self.page.fields = FieldValues(values);
        for entry in unknown {
            let diagnostic = unknown_key(&self.page.file, entry, known.iter().copied());
            self.page.diagnostics.push(diagnostic);
        }
    }
}

fn known_keys(schema: &[Field]) -> Vec<&str> {
    let own = schema.iter().map(|field| field.name.as_str());
    crate::config::fields::PAGE_KEYS.iter().copied().chain(own).collect()
}

/// `/en/old/page/` from the site's start, or `old-name` beside the page.
fn is_alias(text: &str) -> bool {
    let inner = text.strip_prefix('/').unwrap_or(text);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let segment = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'))
    };
    text.len() <= 500 && inner.split('/').all(segment) && (text.starts_with('/') || !inner.contains('/'))
}
