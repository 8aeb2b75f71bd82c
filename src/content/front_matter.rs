//! The front matter of a page: its split from the body, and its keys as values of the page.

use std::ops::Range;

use super::{
    changes::{self, ChangeNote},
    field_hint::{example, filled, wanted},
    field_value::{FieldValues, ValueReader, is_empty, read_date, report_placeholder},
    misnamed::moved,
    name::{CONTENT, PageKey},
    page::{Located, Page, schema},
};
use crate::{
    config::{Collection, Config, Field, FieldKind, ID_LIMIT, MissingTexts, fields::PAGE_KEYS, is_id, with_ids},
    diagnostics::{Diagnostic, Location, Rule, Sink, characters::report_mixed_scripts},
    locale::{transliterate, typography},
    message,
    message::Message,
    text::{
        characters::{is_mark, nfc},
        percent,
    },
    toml_reader::{TomlEntry, TomlTable, TomlValue, is_misspelt, written_text},
};

/// Front matter may be this long, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// Byte ranges of the TOML between the `+++` lines and of the body after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub toml: Range<usize>,
    pub body: Range<usize>,
}

/// `None` when the page has no front matter that begins and ends, which is reported.
pub fn split(text: &str, sink: &mut Sink) -> Option<Split> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    let mut toml_start = None;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let is_fence = line.trim_end() == "+++";
        match toml_start {
            None if is_fence => toml_start = Some(at + line.len()),
            None if line.trim().is_empty() => {}
            None => break,
            Some(toml_start) if is_fence => {
                if at - toml_start > LIMIT {
                    let message = message!("front-matter-too-long", limit = LIMIT / 1024);
                    sink.report(Rule::Limit, &(toml_start..toml_start), message)
                        .hint(message!("front-matter-too-long.hint"));
                    return None;
                }
                return Some(Split { toml: toml_start..at, body: at + line.len()..text.len() });
            }
            Some(_) => {}
        }
        at += line.len();
    }
    let first_line = start..start + text.get(start..).unwrap_or_default().lines().next().map_or(0, str::len);
    if text.get(first_line.clone()).is_some_and(|line| line.starts_with("<<<<<<<")) {
        sink.report(Rule::FrontMatter, &first_line, message!("toml-merge")).hint(message!("toml-merge.hint"));
    } else if toml_start.is_some() {
        sink.report(Rule::FrontMatter, &first_line, message!("front-matter-without-end"))
            .hint(message!("front-matter-without-end.hint"));
    } else if text.get(first_line.clone()).is_some_and(|line| line.trim_end() == "---") {
        // As other generators have it.
        sink.report(Rule::FrontMatter, &first_line, message!("no-front-matter"))
            .hint(message!("no-front-matter.dashes"));
    } else {
        sink.report(Rule::FrontMatter, &first_line, message!("no-front-matter")).hint(message!("no-front-matter.hint"));
    }
    None
}

/// Title and summary as written: the revision is of these, not of their typography.
#[derive(Default)]
pub(super) struct RawFront {
    pub(super) title: String,
    pub(super) summary: String,
}

/// Fills in what the front matter says of the page.
pub(super) fn read(
    page: &mut Page,
    table: &TomlTable,
    toml_range: Range<usize>,
    sink: &mut Sink,
    config: &Config,
) -> RawFront {
    let mut raw = RawFront::default();
    // Missing keys are told at the end of the line that opens the front matter.
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
    front.page.updated_range = updated.map(|entry| entry.node.range.clone()).unwrap_or_default();
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

    /// Lines after `[[sources]]` belong to that row: a key of the page that was added at the end has gone astray.
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
        let Some(entry) = self.table.get("translates") else { return self.misspelt_stamp() };
        let range = entry.node.range.clone();
        let hint = message!("no-revision.hint");
        let value = match &entry.node.value {
            TomlValue::String(text) if is_stamp(text) => text.clone(),
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

    /// The stamp under a key that is `translates`, misspelt: the key is told, and the page is the translation that it is.
    fn misspelt_stamp(&self) -> Option<Located<String>> {
        let known = known_keys(schema(&self.page.key, self.config));
        self.unknown(&known).into_iter().find_map(|entry| match &entry.node.value {
            TomlValue::String(text) if is_stamp(text) && is_misspelt("translates", [entry], &known) => {
                Some(Located { value: text.clone(), range: entry.node.range.clone() })
            }
            _ => None,
        })
    }

    fn slug(&mut self) -> Option<Located<String>> {
        let (slug, range) = self.string("slug")?;
        let (message, hint) = match self.page.key {
            _ if !is_id(slug) => {
                let better = transliterate::slug(slug);
                let hint = match better.as_str() {
                    "" => message!("hint-remove-slug"),
                    long if long.len() > ID_LIMIT => {
                        let better = transliterate::shortened(long, ID_LIMIT);
                        message!("no-slug.long", limit = ID_LIMIT, better)
                    }
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
                TomlValue::String(text) => match alias(text) {
                    Ok(value) => aliases.push(Located { value, range: item.range.clone() }),
                    Err(refused) => {
                        let message = message!("no-alias", text);
                        let hint = refused.map_or_else(|| message!("no-alias.hint"), refused_sign);
                        self.sink.report(Rule::SlugInvalid, &item.range, message).hint(hint);
                    }
                },
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

/// Whether a text is written as revisions are.
fn is_stamp(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
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
///
/// # Errors
///
/// The character that it cannot have, if that is all that is wrong.
pub(super) fn alias(written: &str) -> Result<String, Option<char>> {
    let decoded = String::from_utf8(percent::decode(written)).map_err(|_| None)?;
    let text = nfc(&decoded).into_owned();
    let inner = text.strip_prefix('/').unwrap_or(&text);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let plain = |c: char| c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_' | '.' | '~');
    let segment = |part: &str| !part.is_empty() && !part.starts_with('.');
    if let Some(refused) = inner.chars().find(|c| !plain(*c) && *c != '/') {
        return Err(Some(refused));
    }
    let fine = text.len() <= 500 && inner.split('/').all(segment) && (text.starts_with('/') || !inner.contains('/'));
    if fine { Ok(text) } else { Err(None) }
}

/// The hint on a character that no old address can have.
pub(super) fn refused_sign(refused: char) -> Message {
    if refused.is_whitespace() || refused.is_control() {
        message!("alias-sign.blank")
    } else {
        message!("alias-sign.hint", sign = refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, toml: &str, body: &str) {
        let split = split(text, &mut Sink::new(&"x.md".into())).unwrap();
        assert_eq!((&text[split.toml], &text[split.body]), (toml, body));
    }

    #[test]
    fn byte_order_marks_and_line_ends_do_not_matter() {
        check("+++\na = 1\n+++\nBody\n", "a = 1\n", "Body\n");
        check("\u{feff}+++\r\na = 1\r\n+++\r\nBody\r\n", "a = 1\r\n", "Body\r\n");
        check("\n+++\n+++", "", "");
    }

    #[test]
    fn without_fences_the_error_says_what_to_write() {
        for text in ["", "# Title\n", "+++\na = 1\n", "---\ntitle: x\n---\n"] {
            let mut sink = Sink::new(&"x.md".into());
            assert_eq!(split(text, &mut sink), None, "{text}");
            assert_eq!(sink.found.iter().map(|found| found.rule).collect::<Vec<_>>(), [Rule::FrontMatter], "{text}");
        }
    }
}
