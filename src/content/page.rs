//! One Markdown file: front matter typed by its collection, the body parsed. Depends on the file and on site.toml
//! alone, so a warm run keeps it as long as both are unchanged.

use std::{ops::Range, sync::Arc};

use super::{
    changes::{self, ChangeNote},
    field_value::{FieldValues, Value, ValueReader, example, filled, is_empty, read_date, report_placeholder, wanted},
    front_matter,
    misnamed::{Misnamed, moved},
    name::{CONTENT, PageKey},
    revision::{Translatable, former_revision, revision},
};
use crate::{
    config::{
        Collection, Config, Field, FieldId, FieldKind, LanguageId, MissingTexts, fields::PAGE_KEYS, is_id, with_ids,
    },
    diagnostics::{
        Diagnostic, FilePath, Location, Rule, Severity, Sink,
        characters::{forget_explained, report_mixed_scripts, without_forbidden},
        position::position,
    },
    locale::{Locale, SortKey, date::PartialDate, transliterate, typography},
    markdown::{self, LinkTarget},
    message,
    source::SourceFile,
    text::{
        characters::{is_mark, nfc},
        path, percent,
    },
    toml_reader::{self, TomlEntry, TomlTable, TomlValue, is_misspelt, written_text},
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
    /// Title and summary as they are written, in normal form C.
    pub written: Written,
    pub slug: Option<Located<String>>,
    pub aliases: Vec<Located<String>>,
    pub draft: bool,
    pub updated: Option<PartialDate>,
    /// The revision of the original that this page translates; `None` makes it the original.
    pub translates: Option<Located<String>>,
    /// Warnings that are not to be told of this page, for reasons that it gives.
    pub allow: Vec<Rule>,
    /// What the page says of its own changes; an original alone says it.
    pub changes: Vec<ChangeNote>,
    /// Parallel to the collection's fields. A translation has localised fields only.
    pub fields: FieldValues,
    /// Facts that stand in a translation, for the error that names the original.
    pub shared_keys: Vec<Located<String>>,
    /// Required fields without a value: an error when this page is the original.
    pub missing_fields: Vec<Diagnostic>,
    /// Texts that stand here for each language at once and lack one, by field.
    pub missing_texts: Vec<(FieldId, MissingTexts)>,
    pub body: markdown::Document,
    /// By link of the body: the file that its relative path leads to. `None` for other links, and where the path leads out
    /// of content/.
    pub link_files: Vec<Option<String>>,
    /// Where the body begins in the file.
    pub body_start: usize,
    /// What a translation of this page would follow. `None` where the front matter is incomplete or has no title:
    /// then nothing can follow the page until that is mended.
    pub revision: Option<String>,
    /// The same by the formula that the program had before: see [`former_revision`].
    pub former_revision: Option<String>,
    /// The title's place in the alphabet of the page's own language.
    pub sort_key: SortKey,
    /// The front matter could not be read, or in part only: a key that the page lacks may stand in its file.
    pub is_incomplete: bool,
    /// The file stands where its facts are not known, and belongs to another collection.
    pub misplaced: Option<Misnamed>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Page {
    pub fn is_original(&self) -> bool {
        self.translates.is_none()
    }

    /// Whether a translation with this stamp follows the page as it is now.
    pub fn is_followed_by(&self, stamp: &str) -> bool {
        [&self.revision, &self.former_revision].into_iter().any(|revision| revision.as_deref() == Some(stamp))
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

/// Title and summary without typography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub title: String,
    pub summary: Option<String>,
}

/// Parses a page file. Never fails: mistakes are in the page's diagnostics, and a file without readable front matter
/// gives an empty page.
pub fn parse(
    source: &SourceFile,
    key: PageKey,
    language: LanguageId,
    config: &Config,
    locale: Option<&Locale>,
) -> Page {
    let mut sink = Sink::new(&source.path);
    let clean = without_forbidden(source.text().unwrap_or_default(), &mut sink);
    let mut page = Page {
        file: Arc::clone(&source.path),
        key,
        language,
        title: String::new(),
        summary: None,
        written: Written::default(),
        slug: None,
        aliases: Vec::new(),
        draft: false,
        updated: None,
        translates: None,
        allow: Vec::new(),
        changes: Vec::new(),
        fields: FieldValues::default(),
        shared_keys: Vec::new(),
        missing_fields: Vec::new(),
        missing_texts: Vec::new(),
        body: markdown::Document::default(),
        link_files: Vec::new(),
        body_start: 0,
        revision: None,
        former_revision: None,
        sort_key: SortKey::default(),
        is_incomplete: true,
        misplaced: None,
        diagnostics: Vec::new(),
    };
    let mut raw_front = RawFront::default();
    let mut body_range = 0..0;
    if let Some(split) = front_matter::split(&clean, &mut sink) {
        let reported = sink.found.len();
        let table = toml_reader::parse(clean.get(split.toml.clone()).unwrap_or_default(), split.toml.start, &mut sink);
        // What follows from it is not told when the table is there in part.
        page.is_incomplete = sink.found.iter().skip(reported).any(|found| found.severity == Severity::Error);
        // A forbidden character can be what the parser stumbles over.
        forget_explained(&clean, reported, &mut sink);
        raw_front = read_front_matter(&mut page, &table, split.toml, &mut sink, config);
        body_range = split.body;
    }
    page.body_start = body_range.start;
    let body = clean.get(body_range).unwrap_or_default();
    let normalized = nfc(body);
    parse_body(&mut page, body, &normalized, &mut sink, config);
    if !page.is_incomplete && !page.title.is_empty() {
        set_revisions(&mut page, &raw_front, body, &normalized, config);
    }
    page.sort_key = locale.map(|locale| locale.sort_key(&page.title)).unwrap_or_default();
    page.diagnostics = sink.found;
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

/// `normalized` is the body in normal form C, which the ranges of its links are of.
fn set_revisions(page: &mut Page, front: &RawFront, body: &str, normalized: &str, config: &Config) {
    let fields: Vec<_> = localized_values(schema(&page.key, config), &page.fields, page.language).collect();
    let RawFront { title, summary } = front;
    let own_addresses: Vec<Range<usize>> = own_addresses(&page.body).collect();
    let now =
        revision(Translatable { title, summary, fields: &fields, body: normalized, own_addresses: &own_addresses });
    page.former_revision = Some(former_revision(title, summary, fields, body));
    page.revision = Some(now);
}

/// Where links and pictures name the site's own pages and files.
fn own_addresses(body: &markdown::Document) -> impl Iterator<Item = Range<usize>> {
    let own = body.links.iter().filter(|link| matches!(link.target, markdown::LinkTarget::Local { .. }));
    own.map(|link| link.range.clone())
}

/// `normalized` is the body in normal form C.
fn parse_body(page: &mut Page, body: &str, normalized: &str, sink: &mut Sink, config: &Config) {
    let tag = config.tag(page.language);
    let document = markdown::parse(normalized, tag);
    let moved = normalized != body;
    for finding in &document.findings {
        let range = if moved { as_written(normalized, body, &finding.range) } else { finding.range.clone() };
        let location = page.in_body(&range);
        sink.found
            .push(Diagnostic::new(finding.rule, location, finding.message.clone()).maybe_hint(finding.hint.clone()));
    }
    page.link_files = document.links.iter().map(|link| linked_file(&page.file, &link.target)).collect();
    page.body = document;
}

fn linked_file(file: &str, target: &LinkTarget) -> Option<String> {
    let LinkTarget::Local { path, .. } = target else { return None };
    path::join(file, path).filter(|whole| whole.split('/').next() == Some(CONTENT))
}

/// Where text was recomposed, bytes have moved: the place in the body as it was written. Nothing composes over the end of a
/// line, so lines are as they were.
fn as_written(normalized: &str, body: &str, range: &Range<usize>) -> Range<usize> {
    let place = |offset: usize| {
        let line = position(normalized, offset).line;
        let start_of = |text: &str| text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let (written, composed) = (start_of(body), start_of(normalized));
        let text = body.get(written..).unwrap_or_default().lines().next().unwrap_or_default();
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        // The last place that composes to no more than stands before the offset.
        let is_before = |at: &usize| text.get(..*at).is_some_and(|part| nfc(part).len() <= offset - composed);
        written + ends.take_while(is_before).last().unwrap_or(0)
    };
    let start = place(range.start);
    start..place(range.end).max(start)
}

fn read_front_matter(
    page: &mut Page,
    table: &TomlTable,
    toml_range: Range<usize>,
    sink: &mut Sink,
    config: &Config,
) -> RawFront {
    let mut raw = RawFront::default();
    // What is missing is told at the end of the line that opens the front matter.
    let opening = toml_range.start.saturating_sub(1)..toml_range.start.saturating_sub(1);
    let mut front = FrontMatter { page, table, config, sink, in_rows: Vec::new() };
    front.keys_in_rows();
    front.facts_of_others();
    front.page.translates = front.translates();
    if let Some((title, range)) = front.string("title") {
        report_mixed_scripts(title, range, front.sink);
        front.page.title = front.shown(title);
        title.clone_into(&mut raw.title);
        front.page.written.title = nfc(title.trim()).into_owned();
    } else if table.get("title").is_none() && !front.page.is_incomplete && !front.misspells("title") {
        front.sink.report(Rule::MissingKey, &opening, message!("key-is-missing", key = "title")).hint(message!(
            "hint-write-value",
            key = "title",
            value = "\"…\""
        ));
    }
    if let Some((summary, _)) = front.string("summary") {
        front.page.summary = Some(front.shown(summary));
        summary.clone_into(&mut raw.summary);
        front.page.written.summary = Some(nfc(summary.trim()).into_owned());
    }
    front.page.slug = front.slug();
    front.page.aliases = front.aliases();
    front.page.allow = front.allow();
    front.page.changes = front.changes();
    front.page.draft = table.get("draft").is_some_and(|entry| front.sink.boolean(entry));
    let updated = table.get("updated");
    let read_updated = |entry: &TomlEntry| {
        read_date(
            "updated",
            &entry.node,
            message!("hint-write-value", key = "updated", value = "2026-03-29"),
            front.sink,
        )
    };
    front.page.updated = updated.and_then(read_updated);
    front.fields(&opening);
    raw
}

struct FrontMatter<'p> {
    page: &'p mut Page,
    table: &'p TomlTable,
    config: &'p Config,
    sink: &'p mut Sink,
    /// Places of keys of the page that stand in a table's row, which has been reported.
    in_rows: Vec<Range<usize>>,
}

impl<'p> FrontMatter<'p> {
    fn misspells(&self, key: &str) -> bool {
        let known = known_keys(schema(&self.page.key, self.config));
        is_misspelt(key, self.unknown(&known), &known)
    }

    fn unknown(&self, known: &[&str]) -> Vec<&'p TomlEntry> {
        self.table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())).collect()
    }

    /// Whatever follows `[[sources]]` belongs to that row: a key of the page that was added at the end has gone astray.
    fn keys_in_rows(&mut self) {
        let schema = schema(&self.page.key, self.config);
        let known = known_keys(schema);
        for entry in &self.table.entries {
            let field = schema.iter().find(|field| field.name == entry.key);
            if field.is_some_and(|field| !matches!(field.kind, FieldKind::Table(_))) {
                continue;
            }
            let columns = field.map_or(&[][..], Field::columns);
            let is_astray = |key: &str| {
                known.contains(&key) && self.table.get(key).is_none() && columns.iter().all(|column| column.name != key)
            };
            for key in rows(&entry.node.value).flat_map(|row| &row.entries).filter(|key| is_astray(&key.key)) {
                self.page.is_incomplete = true;
                // Of a table that is unknown itself that is told.
                if field.is_some() {
                    let message = message!("key-in-a-row", key = &key.key, table = &entry.key);
                    let hint = message!("key-in-a-row.hint", table = &entry.key);
                    self.sink.report(Rule::UnknownKey, &key.key_range, message).hint(hint);
                    self.in_rows.push(key.key_range.clone());
                }
            }
        }
    }

    /// A page that has the facts of another collection stands in the wrong folder.
    fn facts_of_others(&mut self) {
        let known = known_keys(schema(&self.page.key, self.config));
        let unknown = self.unknown(&known);
        if unknown.len() < 2 || self.page.is_incomplete {
            return;
        }
        let is_field = |collection: &Collection, key: &str| collection.fields.iter().any(|field| field.name == key);
        let has_all = |collection: &&Collection| {
            let mut keys = self.table.entries.iter().map(|entry| entry.key.as_str());
            keys.all(|key| PAGE_KEYS.contains(&key) || is_field(collection, key))
        };
        let mut homes: Vec<&Collection> = self.config.collections.iter().filter(has_all).collect();
        let lacks = |collection: &Collection| {
            collection.fields.iter().filter(|field| field.required && self.table.get(&field.name).is_none()).count()
        };
        homes.sort_by_key(|collection| lacks(collection));
        let (Some(home), Some(first)) = (homes.first(), unknown.first()) else { return };
        let others: Vec<String> = homes.iter().skip(1).map(|collection| collection.name.clone()).collect();
        let keys = message::quoted(unknown.iter().take(3).map(|entry| entry.key.as_str()));
        let message = match unknown.len() {
            ..=3 => message!("facts-of-others", keys, collection = &home.name),
            _ => message!("facts-of-others-and-more", keys, collection = &home.name),
        };
        let name = self.page.file.rsplit('/').next().unwrap_or_default();
        let path = format!("{CONTENT}/{}/{name}", home.name);
        let location = Location::new(&self.page.file, first.key_range.clone());
        self.page.misplaced = Some(moved(Diagnostic::new(Rule::UnknownKey, location, message), path, others));
        self.page.is_incomplete = true;
    }

    fn shown(&self, text: &str) -> String {
        typography::plain(&nfc(text.trim()), self.config.tag(self.page.language)).into_owned()
    }

    fn string(&mut self, key: &str) -> Option<(&'p str, &'p Range<usize>)> {
        let entry = self.table.get(key)?;
        let range = &entry.node.range;
        match &entry.node.value {
            TomlValue::String(text) if text.trim().is_empty() => {
                self.sink
                    .report(Rule::EmptyValue, range, message!("empty-text", key))
                    .hint(message!("empty-text.hint"));
                None
            }
            TomlValue::String(text) => {
                report_placeholder(key, text, range, self.sink);
                Some((text, range))
            }
            _ => {
                let written = entry.node.value.written().filter(|written| !written.starts_with('['));
                let value = written.map_or_else(|| "\"…\"".to_owned(), |value| written_text(&value));
                self.sink.wrong_type(entry, message!("type-text")).hint(message!("hint-write-value", key, value));
                None
            }
        }
    }

    fn translates(&mut self) -> Option<Located<String>> {
        let entry = self.table.get("translates")?;
        let range = entry.node.range.clone();
        let hint = message!("no-revision.hint");
        let value = match &entry.node.value {
            TomlValue::String(text)
                if text.len() == 8 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) =>
            {
                text.clone()
            }
            TomlValue::String(text) => {
                self.sink.report(Rule::InvalidValue, &range, message!("no-revision", text)).hint(hint);
                String::new()
            }
            _ => {
                self.sink.wrong_type(entry, message!("type-revision")).hint(hint);
                String::new()
            }
        };
        Some(Located { value, range })
    }

    fn slug(&mut self) -> Option<Located<String>> {
        let (slug, range) = self.string("slug")?;
        let (message, hint) = match self.page.key {
            _ if !is_id(slug) => {
                let better = transliterate::slug(slug);
                let hint = match better.as_str() {
                    "" => message!("hint-remove-slug"),
                    better => message!("no-slug.hint", better),
                };
                (message!("no-slug", slug), hint)
            }
            PageKey::Home | PageKey::CollectionIndex(_) | PageKey::VocabularyIndex(_) => {
                (message!("slug-of-an-index"), message!("hint-remove-slug"))
            }
            PageKey::Term(..) => (message!("slug-of-a-term"), message!("hint-remove-slug")),
            PageKey::Plain(_) | PageKey::Entry(..) => {
                return Some(Located { value: slug.to_owned(), range: range.clone() });
            }
        };
        self.sink.report(Rule::SlugInvalid, range, message).hint(hint);
        None
    }

    fn aliases(&mut self) -> Vec<Located<String>> {
        let hint = || message!("hint-aliases");
        let Some(entry) = self.table.get("aliases") else { return Vec::new() };
        let mut aliases = Vec::new();
        for item in self.sink.list(entry, message!("type-addresses"), hint()).unwrap_or_default() {
            match &item.value {
                TomlValue::String(text) if let Some(value) = alias(text) => {
                    aliases.push(Located { value, range: item.range.clone() });
                }
                TomlValue::String(text) => {
                    let message = message!("no-alias", text);
                    self.sink.report(Rule::SlugInvalid, &item.range, message).hint(message!("no-alias.hint"));
                }
                _ => self.sink.wrong_type(entry, message!("type-texts")).hint(hint()),
            }
        }
        aliases
    }

    fn changes(&mut self) -> Vec<ChangeNote> {
        let Some(entry) = self.table.get("changes") else { return Vec::new() };
        if self.page.translates.is_some() {
            self.page.shared_keys.push(Located { value: entry.key.clone(), range: entry.key_range.clone() });
            return Vec::new();
        }
        changes::read(entry, self.config, self.sink)
    }

    fn allow(&mut self) -> Vec<Rule> {
        let hint = message!("hint-allow");
        let table = self.table.get("allow").and_then(|entry| self.sink.table(entry, message!("type-reasons"), hint));
        let mut allowed = Vec::new();
        for entry in table.iter().flat_map(|table| &table.entries) {
            let Some(reason) = self.sink.string(entry) else { continue };
            if reason.trim().is_empty() {
                self.sink
                    .report(Rule::EmptyValue, &entry.node.range, message!("allowed-without-reason", rule = &entry.key))
                    .hint(message!("allowed-without-reason.hint"));
            }
            allowed.extend(self.sink.lowerable_rule(&entry.key, &entry.key_range));
        }
        allowed
    }

    fn fields(&mut self, opening: &Range<usize>) {
        let schema = schema(&self.page.key, self.config);
        let known = known_keys(schema);
        let unknown = self.unknown(&known);
        let is_translation = self.page.translates.is_some();
        let mut values = Vec::with_capacity(schema.len());
        let mut missing = Sink::new(&self.page.file);
        for (id, field) in with_ids(schema) {
            let entry = self.table.get(&field.name);
            if let Some(entry) = entry.filter(|_| is_translation && !field.localized) {
                self.page.shared_keys.push(Located { value: field.name.clone(), range: entry.key_range.clone() });
                values.push(Vec::new());
                continue;
            }
            if let Some(entry) = entry.filter(|entry| is_translation && matches!(entry.node.value, TomlValue::Table(_)))
            {
                let message = message!("one-language-in-a-translation", field = &field.name);
                let hint = message!("one-language-in-a-translation.hint", field = &field.name);
                self.sink.report(Rule::WrongType, &entry.node.range, message).hint(hint);
                values.push(Vec::new());
                continue;
            }
            let language = Some(self.page.language);
            let mut missing_texts = MissingTexts::default();
            let mut reader = ValueReader {
                config: self.config,
                language,
                missing_texts: &mut missing_texts,
                sink: self.sink,
                told: &self.in_rows,
            };
            let items = entry.map(|entry| reader.field(field, entry)).unwrap_or_default();
            if missing_texts != MissingTexts::default() {
                self.page.missing_texts.push((id, missing_texts));
            }
            let is_wanted = field.required && !is_translation && !self.page.is_incomplete;
            let hint = || if field.localized { example(field) } else { wanted(field, self.config) };
            if entry.is_none() && is_wanted && !is_misspelt(&field.name, unknown.iter().copied(), &known) {
                let message = message!("required-field-missing", field = &field.name);
                missing.report(Rule::MissingKey, opening, message).hint(hint());
            }
            if let Some(empty) = entry.filter(|entry| is_wanted && items.is_empty() && is_empty(&entry.node)) {
                let message = message!("required-field-empty", field = &field.name);
                let hint = if field.localized { example(field) } else { filled(field, self.config) };
                missing.report(Rule::EmptyValue, &empty.node.range, message).hint(hint);
            }
            values.push(items);
        }
        self.page.fields = FieldValues(values);
        self.page.missing_fields = missing.found;
        for entry in unknown.iter().filter(|_| self.page.misplaced.is_none()) {
            self.sink.unknown_key(entry, known.iter().copied());
        }
    }
}

/// The tables that a value is or holds.
fn rows(value: &TomlValue) -> impl Iterator<Item = &TomlTable> {
    let (one, many) = match value {
        TomlValue::Table(table) => (Some(table), &[][..]),
        TomlValue::Array(items) => (None, items.as_slice()),
        _ => (None, &[][..]),
    };
    let of_items = many.iter().filter_map(|item| match &item.value {
        TomlValue::Table(table) => Some(table),
        _ => None,
    });
    one.into_iter().chain(of_items)
}

fn known_keys(schema: &[Field]) -> Vec<&str> {
    let own = schema.iter().map(|field| field.name.as_str());
    PAGE_KEYS.iter().copied().chain(own).collect()
}

/// An old address, `/en/old/page/` from the site's start or `old-name` beside the page, in whatever script. Browsers show
/// it decoded and copy it percent-encoded: both are read, and both are one.
pub(super) fn alias(written: &str) -> Option<String> {
    let decoded = String::from_utf8(percent::decode(written)).ok()?;
    let text = nfc(&decoded).into_owned();
    let inner = text.strip_prefix('/').unwrap_or(&text);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let plain = |c: char| c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_' | '.' | '~');
    let segment = |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain);
    let fine = text.len() <= 500 && inner.split('/').all(segment) && (text.starts_with('/') || !inner.contains('/'));
    fine.then_some(text)
}
