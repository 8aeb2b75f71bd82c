//! site.toml -> [`Config`]. Every mistake is reported at its place; a config comes out only when there is none that
//! would make the rest meaningless.

use std::collections::BTreeSet;

use super::{
    BaseUrl, Collection, CollectionId, Config, Field, FieldKind, Localized, MissingTexts, MissingTranslation, Sort,
    SortBy, Vocabulary, VocabularyId, checks, contact, data, edit_url, fields, is_id, needs, outputs, presentation,
    reader::ConfigReader,
    roles::{self, FieldOwner},
    schema_org, security, statics, with_ids,
};
use crate::{
    diagnostics::{Diagnostics, Rule, Sink},
    locale::tag as language_tag,
    message,
    message::Message,
    text::suggest,
    toml_reader::{self, TomlEntry, TomlFields, TomlTable, TomlValue},
};

pub(crate) const SITE_TOML: &str = "site.toml";

/// Names of folders and files that the tool makes below each language: no collection or vocabulary can take them.
pub(crate) const RESERVED_NAMES: &[&str] = &["search", "timeline", "page", "index", "feed", "404", "data", "assets"];

/// `None` when the file is too broken to build anything from; the diagnostics say why.
pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Option<Config> {
    let sink = Sink::new(&SITE_TOML.into());
    let mut reader = ConfigReader {
        languages: Vec::new(),
        broken_fields: BTreeSet::new(),
        missing_texts: MissingTexts::default(),
        sink,
    };
    let table = toml_reader::parse_file(text, &mut reader.sink);
    let table = table.filter(|table| needs::are_met(table, &mut reader.sink));
    let config = table.and_then(|table| reader.config(&table)).filter(|_| !reader.sink.has_errors());
    let ConfigReader { languages, missing_texts, sink, .. } = reader;
    diagnostics.extend(missing_texts.report(&sink.file, &languages));
    diagnostics.extend(sink.found);
    config
}

impl ConfigReader {
    fn config(&mut self, table: &TomlTable) -> Option<Config> {
        let mut top = TomlFields::new(table, &(0..0));
        let base_url = self.base_url(&mut top);
        self.languages = self.languages(&mut top);
        let title = top.require("title", Message::code("title = { en = \"…\", uk = \"…\" }"));
        let title = title.and_then(|entry| self.localized(entry));
        let description = top.require("description", message!("site-description"));
        let description = description.and_then(|entry| self.localized(entry));
        let theme = top.require("theme", message!("site-theme"));
        let theme = theme.and_then(|entry| Some((self.sink.string(entry)?, &entry.node.range)));
        if let Some((name, range)) = theme.filter(|(name, _)| !is_id(name)) {
            self.sink.report(Rule::InvalidValue, range, message!("theme-name", name)).hint(message!("theme-name.hint"));
        }
        let missing_translation = top.take("missing_translation").map_or_else(Default::default, |e| self.policy(e));
        let vocabulary_entries = self.named_tables(top.take("vocabularies"), "vocabularies");
        let collection_entries = self.named_tables(top.take("collections"), "collections");
        self.same_names(&vocabulary_entries, &collection_entries);
        let mut names = fields::KnownNames {
            titles: Vec::new(),
            vocabularies: vocabulary_entries.iter().map(|(entry, _)| entry.key.clone()).collect(),
            collections: collection_entries.iter().map(|(entry, _)| entry.key.clone()).collect(),
        };
        let vocabularies: Vec<Vocabulary> =
            vocabulary_entries.iter().map(|(entry, table)| self.vocabulary(entry, table, &names)).collect();
        roles::check_vocabularies(&mut self.sink, &vocabularies);
        names.titles = vocabularies.iter().map(|vocabulary| vocabulary.title.clone()).collect();
        let collections: Vec<Collection> = collection_entries
            .iter()
            .map(|(entry, table)| self.collection(entry, table, &names, missing_translation))
            .collect();
        fields::check_through(self, &collections);
        schema_org::check(&mut self.sink, &collections, &vocabularies);
        let cross = self.cross(top.take("indexes"), &names);
        let contact = top.take("contact").and_then(|entry| contact::read(&mut self.sink, entry, &collections));
        let security = top.take("security").and_then(|entry| security::read(&mut self.sink, entry));
        let static_allow = top.take("static").map(|entry| statics::read(&mut self.sink, entry)).unwrap_or_default();
        let presentation = presentation::read(self, &mut top, &names);
        let checks = top.take("checks").map(|entry| checks::read(&mut self.sink, entry)).unwrap_or_default();
        let data = top.take("data").map(|entry| data::read(self, entry)).unwrap_or_default();
        let outputs = top.take("outputs").map_or_else(Default::default, |e| outputs::read(&mut self.sink, e));
        let edit_url = top.take("edit_url").and_then(|entry| edit_url::read(&mut self.sink, entry));
        // Judged before everything else.
        let _ = top.take("needs");
        top.finish(&mut self.sink);
        let (theme, theme_range) = theme?;
        Some(Config {
            file: self.sink.file.clone(),
            base_url: base_url?,
            edit_url,
            languages: self.languages.clone(),
            theme: theme.to_owned(),
            theme_range: theme_range.clone(),
            title: title?,
            description: description?,
            missing_translation,
            vocabularies,
            collections,
            contact,
            security,
            static_allow,
            missing_texts: self.missing_texts.clone(),
            checks,
            outputs,
            data,
            presentation,
            cross,
        })
    }

    fn base_url(&mut self, top: &mut TomlFields<'_>) -> Option<BaseUrl> {
        let hint = message!("no-base-url.hint");
        let entry = top.require("base_url", &hint)?;
        let text = self.sink.string(entry)?;
        let report = |why| {
            let message = message!("no-base-url", text, why);
            self.sink.report(Rule::InvalidValue, &entry.node.range, message).hint(hint);
        };
        BaseUrl::parse(text).map_err(report).ok()
    }

    fn languages(&mut self, top: &mut TomlFields<'_>) -> Vec<String> {
        let Some(entry) = top.require("languages", message!("site-languages")) else {
            return Vec::new();
        };
        let Some(items) =
            self.sink.list(entry, message!("config-type-languages"), Message::code("languages = [\"en\"]"))
        else {
            return Vec::new();
        };
        let mut languages: Vec<String> = Vec::new();
        for item in items {
            let TomlValue::String(tag) = &item.value else {
                let message = message!("language-tag-type", given = item.value.type_name());
                self.sink
                    .report(Rule::WrongType, &item.range, message)
                    .hint(Message::code("languages = [\"en\", \"uk\"]"));
                continue;
            };
            if let Err(error) = language_tag::check(tag) {
                self.sink.report(Rule::InvalidValue, &item.range, error.message).hint(error.hint);
            } else if languages.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                let message = message!("language-twice", tag);
                self.sink.report(Rule::InvalidValue, &item.range, message).hint(message!("listed-twice.hint"));
            } else {
                languages.push(tag.clone());
            }
        }
        if items.is_empty() {
            let message = message!("no-languages");
            self.sink
                .report(Rule::InvalidValue, &entry.node.range, message)
                .hint(Message::code("languages = [\"en\", \"uk\"]"));
        }
        languages
    }

    fn policy(&mut self, entry: &TomlEntry) -> MissingTranslation {
        match self.sink.string(entry) {
            Some("fallback") | None => MissingTranslation::Fallback,
            Some("omit") => MissingTranslation::Omit,
            Some("error") => MissingTranslation::Error,
            Some(other) => {
                let message = message!("no-policy", other);
                let hint = suggest(other, ["fallback", "omit", "error"]);
                let reported = self.sink.report(Rule::InvalidValue, &entry.node.range, message);
                if let Some(hint) = hint {
                    reported.hint(hint);
                }
                MissingTranslation::Fallback
            }
        }
    }

    /// The tables below `[vocabularies]` or `[collections]`, with their names checked.
    fn named_tables<'t>(&mut self, entry: Option<&'t TomlEntry>, what: &str) -> Vec<(&'t TomlEntry, &'t TomlTable)> {
        let Some(entry) = entry else { return Vec::new() };
        let Some(table) = self.sink.table(
            entry,
            message!("config-type-tables"),
            message!("hint-write-line", line = format!("[{what}.name]")),
        ) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for child in &table.entries {
            let hint = message!("hint-write-line", line = format!("[{what}.{}]", child.key));
            let Some(child_table) = self.sink.table(child, message!("type-table"), hint) else { continue };
            if !is_id(&child.key) {
                let hint = message!("name-here.hint");
                let message = message!("name-here", name = &child.key);
                self.sink.report(Rule::InvalidConfig, &child.key_range, message).hint(hint);
            } else if RESERVED_NAMES.contains(&child.key.as_str()) {
                let message = message!("name-reserved", name = &child.key);
                self.sink.report(Rule::InvalidConfig, &child.key_range, message).hint(message!("name-reserved.hint"));
            }
            found.push((child, child_table));
        }
        found
    }

    fn same_names(&mut self, vocabularies: &[(&TomlEntry, &TomlTable)], collections: &[(&TomlEntry, &TomlTable)]) {
        for (collection, _) in collections {
            if vocabularies.iter().any(|(vocabulary, _)| vocabulary.key == collection.key) {
                let message = message!("vocabulary-and-collection", name = &collection.key);
                let hint = message!("vocabulary-and-collection.hint");
                self.sink.report(Rule::InvalidConfig, &collection.key_range, message).hint(hint);
            }
        }
    }

    fn vocabulary(&mut self, entry: &TomlEntry, table: &TomlTable, names: &fields::KnownNames) -> Vocabulary {
        let mut top = TomlFields::new(table, &entry.key_range);
        let title = self.title(&mut top);
        let fields = self.fields(top.take("fields"), names, FieldOwner::Vocabulary);
        for field in fields.iter().chain(fields.iter().flat_map(Field::columns)) {
            if matches!(field.kind, FieldKind::Page(_) | FieldKind::File) || !field.through.is_empty() {
                let message = message!("term-field", kind = field.kind.name(), field = &field.name);
                let hint = message!("term-field.hint");
                self.sink.report(Rule::InvalidConfig, &field.name_range, message).hint(hint);
            }
        }
        roles::check(&mut self.sink, &fields, None);
        top.finish(&mut self.sink);
        Vocabulary { name: entry.key.clone(), title, fields }
    }

    fn collection(
        &mut self,
        entry: &TomlEntry,
        table: &TomlTable,
        names: &fields::KnownNames,
        site_policy: MissingTranslation,
    ) -> Collection {
        let mut top = TomlFields::new(table, &entry.key_range);
        let title = self.title(&mut top);
        let missing_translation = top.take("missing_translation").map_or(site_policy, |entry| self.policy(entry));
        let schema = top.take("schema").and_then(|entry| schema_org::read_type(&mut self.sink, entry));
        let fields = self.fields(top.take("fields"), names, FieldOwner::Collection);
        let own = names.collections.iter().position(|name| *name == entry.key).map(CollectionId);
        roles::check(&mut self.sink, &fields, own);
        let sort = top.take("sort").map_or(Sort { by: SortBy::Title, descending: false }, |e| self.sort(e, &fields));
        top.finish(&mut self.sink);
        Collection { name: entry.key.clone(), title, sort, missing_translation, schema, fields }
    }

    fn title(&mut self, top: &mut TomlFields<'_>) -> Localized {
        let entry = top.require("title", Message::code("title = { en = \"…\", uk = \"…\" }"));
        entry.and_then(|entry| self.localized(entry)).unwrap_or_default()
    }

    fn fields(&mut self, entry: Option<&TomlEntry>, names: &fields::KnownNames, owner: FieldOwner) -> Vec<Field> {
        let Some(entry) = entry else { return Vec::new() };
        let table =
            self.sink.table(entry, message!("config-type-fields"), message!("hint-write-line", line = "[….fields]"));
        table.map(|table| fields::read_fields(self, table, names, owner)).unwrap_or_default()
    }

    fn sort(&mut self, entry: &TomlEntry, fields: &[Field]) -> Sort {
        let by_title = Sort { by: SortBy::Title, descending: false };
        let Some(text) = self.sink.string(entry) else { return by_title };
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        if name == "title" {
            return Sort { by: SortBy::Title, descending };
        }
        let sortable = |field: &Field| !field.many && !matches!(field.kind, FieldKind::Table(_) | FieldKind::File);
        let (message, hint) = match with_ids(fields).find(|(_, field)| field.name == name) {
            Some((id, field)) if sortable(field) => return Sort { by: SortBy::Field(id), descending },
            Some(_) => {
                let message = message!("sort-many", name);
                (message, message!("sort-many.hint"))
            }
            None if self.broken_fields.contains(name) => return by_title,
            None => {
                let known = fields.iter().filter(|f| sortable(f)).map(|f| f.name.as_str()).chain(["title"]);
                let hint = suggest(name, known.collect::<Vec<_>>());
                let hint = hint.unwrap_or_else(|| message!("sort-no-field.hint"));
                (message!("sort-no-field", name), hint)
            }
        };
        self.sink.report(Rule::InvalidConfig, &entry.node.range, message).hint(hint);
        by_title
    }

    fn cross(&mut self, entry: Option<&TomlEntry>, names: &fields::KnownNames) -> Vec<(VocabularyId, VocabularyId)> {
        let Some(entry) = entry else { return Vec::new() };
        let Some(table) =
            self.sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[indexes]"))
        else {
            return Vec::new();
        };
        let mut top = TomlFields::new(table, &entry.key_range);
        let pairs = top.take("cross");
        top.finish(&mut self.sink);
        let hint = Message::code("cross = [[\"countries\", \"sectors\"]]");
        let pairs =
            pairs.and_then(|pairs| self.sink.list(pairs, message!("config-type-pairs"), &hint)).unwrap_or_default();
        let mut cross: Vec<(VocabularyId, VocabularyId)> = Vec::new();
        for item in pairs {
            let pair: Option<Vec<VocabularyId>> = match &item.value {
                TomlValue::Array(both) if both.len() == 2 => both
                    .iter()
                    .map(|one| match &one.value {
                        TomlValue::String(name) => names.vocabulary(&mut self.sink, name, &one.range),
                        _ => None,
                    })
                    .collect(),
                _ => {
                    let message = message!("cross-pair");
                    self.sink.report(Rule::WrongType, &item.range, message).hint(&hint);
                    continue;
                }
            };
            let Some([first, second]) = pair.as_deref().and_then(|pair| <[VocabularyId; 2]>::try_from(pair).ok())
            else {
                continue;
            };
            if first == second || cross.contains(&(first, second)) || cross.contains(&(second, first)) {
                let message = message!("cross-twice");
                self.sink.report(Rule::InvalidConfig, &item.range, message).hint(&hint);
            } else {
                cross.push((first, second));
            }
        }
        cross
    }
}
