//! One Markdown file: front matter typed by its collection, the body parsed. Depends on the file and on site.toml
//! alone, so a warm run keeps it as long as both are unchanged.

use std::{ops::Range, sync::Arc};

use super::{
    changes::ChangeNote,
    field_value::{FieldValues, Value},
    front_matter::{self, RawFront},
    misnamed::Misnamed,
    name::{CONTENT, PageKey},
    revision::{Translatable, revisions},
};
use crate::{
    config::{Config, Field, FieldId, LanguageId, MissingTexts},
    diagnostics::{
        Diagnostic, FilePath, Location, Rule, Severity, Sink,
        characters::{forget_explained, without_forbidden},
        position::position,
    },
    locale::{Locale, SortKey, date::PartialDate},
    markdown::{self, LinkTarget},
    source::SourceFile,
    text::{characters::nfc, path},
    toml_reader,
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
    pub updated_range: Range<usize>,
    /// The revision of the original that this page translates; `None` makes it the original.
    pub translates: Option<Located<String>>,
    /// Warnings that are not to be told of this page, for reasons that it gives.
    pub allow: Vec<Rule>,
    /// The page's notes on its own changes; an original alone has them.
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
    /// The beginning of the body in the file.
    pub body_start: usize,
    /// The revision that translations of this page follow. `None` in a translation, which none follows, and where the front
    /// matter is incomplete or has no title: then nothing can follow the page until that is mended.
    pub revision: Option<String>,
    /// The revision by the formula that the program had before: see [`revisions`].
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
        updated_range: 0..0,
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
        // Mistakes that only follow from it are not told when the table is there in part.
        page.is_incomplete = sink.found.iter().skip(reported).any(|found| found.severity == Severity::Error);
        // A forbidden character can be what the parser stumbles over.
        forget_explained(&clean, reported, &mut sink);
        raw_front = front_matter::read(&mut page, &table, split.toml, &mut sink, config);
        body_range = split.body;
    }
    page.body_start = body_range.start;
    let body = clean.get(body_range).unwrap_or_default();
    let normalized = nfc(body);
    parse_body(&mut page, body, &normalized, &mut sink, config);
    if page.is_original() && !page.is_incomplete && !page.title.is_empty() {
        set_revisions(&mut page, &raw_front, body, &normalized, config);
    }
    if normalized != body {
        let links = page.body.links.iter_mut().map(|link| &mut link.range);
        let headings = page.body.headings.iter_mut().map(|heading| &mut heading.range);
        links.chain(headings).for_each(|range| *range = as_written(&normalized, body, range));
    }
    page.sort_key = locale.map(|locale| locale.sort_key(&page.title)).unwrap_or_default();
    page.diagnostics = sink.found;
    page
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
    let parts = Translatable { title, summary, fields: &fields, body: normalized, own_addresses: &own_addresses };
    let (revision, former_revision) = revisions(parts, body);
    page.revision = Some(revision);
    page.former_revision = Some(former_revision);
}

/// The places where links and pictures name the site's own pages and files.
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

/// The place in the body as it was written: bytes have moved where text was recomposed. Nothing composes over the end of a
/// line, so lines are as they were.
pub(crate) fn as_written(normalized: &str, body: &str, range: &Range<usize>) -> Range<usize> {
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
