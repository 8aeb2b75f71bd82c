//! site.toml -> [`Config`]. Every mistake is reported at its place; a config comes out only when there is none that
//! would make the rest meaningless.

use std::collections::BTreeSet;

use super::{
    BaseUrl, Collection, CollectionId, Config, Field, FieldKind, Localized, MissingTranslation, Sort, SortBy,
    Vocabulary, VocabularyId, fields, is_id,
    reader::ConfigReader,
    roles::{self, FieldOwner},
    security, with_ids,
};
use crate::{
    diagnostics::{Diagnostics, FilePath, Rule, characters::without_forbidden},
    text::{is_language_tag, suggest},
    toml_reader::{self, TomlEntry, TomlFields, TomlTable, TomlValue, string, wrong_type},
};

pub const SITE_TOML: &str = "site.toml";

/// KnownNames of folders and files that the tool makes below each language: no collection or vocabulary can take them.
pub const RESERVED_NAMES: &[&str] = &["search", "page", "index", "feed", "404", "data", "assets"];

/// `None` when the file is too broken to build anything from; the diagnostics say why.
pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Option<Config> {
    let file: FilePath = SITE_TOML.into();
    let before = diagnostics.errors();
    let mut found = Vec::new();
    let clean = without_forbidden(text, &file, &mut found);
    diagnostics.extend_from(&found);
    let body = clean.strip_prefix('\u{feff}').unwrap_or(&clean);
    let table = toml_reader::parse(body, &file, clean.len() - body.len(), diagnostics);
    if diagnostics.errors() > before {
        return None;
    }
    let mut reader = ConfigReader { file, languages: Vec::new(), broken_fields: BTreeSet::new(), diagnostics };
    let config = reader.config(&table);
    (diagnostics.errors() == before).then_some(config).flatten()
}

impl ConfigReader<'_> {
    fn config(&mut self, table: &TomlTable) -> Option<Config> {
        let mut top = TomlFields::new(&self.file, table, 0..0);
        let base_url = self.base_url(&mut top);
        self.languages = self.languages(&mut top);
        let title = top.require("title", "title = { en = \"…\", uk = \"…\" }");
        let title = title.and_then(|entry| self.localized(entry));
        let description = top.require("description", "one sentence for search engines: description = { en = \"…\" }");
        let description = description.and_then(|entry| self.localized(entry));
        let theme = top
            .require("theme", "name a folder of themes/: theme = \"intermarium\"")
            .and_then(|entry| string(entry, &self.file, self.diagnostics));
        if let Some((name, range)) = &theme
            && !is_id(name)
        {
            self.error(
                Rule::InvalidValue,
                range.clone(),
                format!("`{name}` cannot be the name of a theme"),
                "lower-case letters, digits and single hyphens",
            );
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
        roles::check_vocabularies(self, &vocabularies);
        names.titles = vocabularies.iter().map(|vocabulary| vocabulary.title.clone()).collect();
        let collections: Vec<Collection> = collection_entries
            .iter()
            .map(|(entry, table)| self.collection(entry, table, &names, missing_translation))
            .collect();
        fields::check_through(self, &collections);
        let cross = self.cross(top.take("indexes"), &names);
        let security = top.take("security").and_then(|entry| security::read(self, entry));
        top.finish(self.diagnostics);
        let (theme, theme_range) = theme?;
        Some(Config {
            file: self.file.clone(),
            base_url: base_url?,
            languages: self.languages.clone(),
            theme: theme.to_owned(),
            theme_range,
            title: title?,
            description: description?,
            missing_translation,
            vocabularies,
            collections,
            security,
            cross,
        })
    }

    fn base_url(&mut self, top: &mut TomlFields<'_>) -> Option<BaseUrl> {
        let hint = "the address where the site will stand: base_url = \"https://example.org/\"";
        let entry = top.require("base_url", hint)?;
        let (text, range) = string(entry, &self.file, self.diagnostics)?;
        match BaseUrl::parse(text) {
            Ok(url) => Some(url),
            Err(why) => {
                self.error(Rule::InvalidValue, range, format!("`{text}` cannot be a base address: {why}"), hint);
                None
            }
        }
    }

    fn languages(&mut self, top: &mut TomlFields<'_>) -> Vec<String> {
        let Some(entry) = top.require("languages", "languages = [\"en\", \"uk\"], the default first") else {
            return Vec::new();
        };
        let TomlValue::Array(items) = &entry.node.value else {
            self.diagnostics
                .push(wrong_type(&self.file, entry, "a list of language tags").hint("languages = [\"en\"]"));
            return Vec::new();
        };
        let mut languages: Vec<String> = Vec::new();
        for item in items {
            let tag = match &item.value {
                TomlValue::String(tag) => tag,
                other => {
                    let message = format!("a language tag is a text, not {}", other.type_name());
                    self.error(Rule::WrongType, item.range.clone(), message, "languages = [\"en\", \"uk\"]");
                    continue;
                }
            };
            if !is_language_of_site(tag) {
                self.error(
                    Rule::InvalidValue,
                    item.range.clone(),
                    format!("`{tag}` is not a BCP 47 language tag"),
                    "for example en, uk, pl, pt-BR or sr-Latn",
                );
            } else if languages.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                self.error(
                    Rule::InvalidValue,
                    item.range.clone(),
                    format!("the language `{tag}` is listed twice"),
                    "remove one of the two",
                );
            } else {
                languages.push(tag.clone());
            }
        }
        if items.is_empty() {
            self.error(
                Rule::InvalidValue,
                entry.node.range.clone(),
                "a site has at least one language".to_owned(),
                "languages = [\"en\", \"uk\"]",
            );
        }
        languages
    }

    fn policy(&mut self, entry: &TomlEntry) -> MissingTranslation {
        let Some((text, range)) = string(entry, &self.file, self.diagnostics) else { return Default::default() };
        match text {
            "fallback" => MissingTranslation::Fallback,
            "omit" => MissingTranslation::Omit,
            "error" => MissingTranslation::Error,
            other => {
                self.error(
                    Rule::InvalidValue,
                    range,
                    format!("`{other}` is not a way to treat a missing translation"),
                    suggest(other, ["fallback", "omit", "error"]).unwrap_or_default(),
                );
                Default::default()
            }
        }
    }

    /// The tables below `[vocabularies]` or `[collections]`, with their names checked.
    fn named_tables<'t>(&mut self, entry: Option<&'t TomlEntry>, what: &str) -> Vec<(&'t TomlEntry, &'t TomlTable)> {
        let Some(entry) = entry else { return Vec::new() };
        let TomlValue::Table(table) = &entry.node.value else {
            self.diagnostics.push(wrong_type(&self.file, entry, "tables").hint(format!("write [{what}.name]")));
            return Vec::new();
        };
        let mut found = Vec::new();
        for child in &table.entries {
            let TomlValue::Table(child_table) = &child.node.value else {
                self.diagnostics
                    .push(wrong_type(&self.file, child, "a table").hint(format!("write [{what}.{}]", child.key)));
                continue;
            };
            if !is_id(&child.key) {
                self.error(
                    Rule::InvalidConfig,
                    child.key_range.clone(),
                    format!("`{}` cannot be a name here", child.key),
                    "lower-case letters, digits and single hyphens: the name becomes part of addresses",
                );
            } else if RESERVED_NAMES.contains(&child.key.as_str()) {
                self.error(
                    Rule::InvalidConfig,
                    child.key_range.clone(),
                    format!("`{}` is a name that the site keeps for itself", child.key),
                    "choose another name",
                );
            }
            found.push((child, child_table));
        }
        found
    }

    fn same_names(&mut self, vocabularies: &[(&TomlEntry, &TomlTable)], collections: &[(&TomlEntry, &TomlTable)]) {
        for (collection, _) in collections {
            if vocabularies.iter().any(|(vocabulary, _)| vocabulary.key == collection.key) {
                self.error(
                    Rule::InvalidConfig,
                    collection.key_range.clone(),
                    format!("`{}` is a vocabulary and a collection at once", collection.key),
                    "both would stand at the same address: rename one",
                );
            }
        }
    }

    fn vocabulary(&mut self, entry: &TomlEntry, table: &TomlTable, names: &fields::KnownNames) -> Vocabulary {
        let mut top = TomlFields::new(&self.file, table, entry.key_range.clone());
        let title = self.title(&mut top);
        let fields = self.fields(top.take("fields"), names, FieldOwner::Vocabulary);
        for field in &fields {
            if matches!(field.kind, FieldKind::Page(_) | FieldKind::File) || !field.through.is_empty() {
                self.error(
                    Rule::InvalidConfig,
                    field.name_range.clone(),
                    format!("a term cannot have the {} field `{}`", field.kind.name(), field.name),
                    "terms carry plain values; relations belong to collections",
                );
            }
        }
        roles::check(self, &fields, None);
        top.finish(self.diagnostics);
        Vocabulary { name: entry.key.clone(), title, fields }
    }

    fn collection(
        &mut self,
        entry: &TomlEntry,
        table: &TomlTable,
        names: &fields::KnownNames,
        site_policy: MissingTranslation,
    ) -> Collection {
        let mut top = TomlFields::new(&self.file, table, entry.key_range.clone());
        let title = self.title(&mut top);
        let missing_translation = top.take("missing_translation").map_or(site_policy, |entry| self.policy(entry));
        let fields = self.fields(top.take("fields"), names, FieldOwner::Collection);
        let own = names.collections.iter().position(|name| *name == entry.key).map(CollectionId);
        roles::check(self, &fields, own);
        let sort = top.take("sort").map_or(Sort { by: SortBy::Title, descending: false }, |e| self.sort(e, &fields));
        top.finish(self.diagnostics);
        Collection { name: entry.key.clone(), title, sort, missing_translation, fields }
    }

    fn title(&mut self, top: &mut TomlFields<'_>) -> Localized {
        let entry = top.require("title", "title = { en = \"…\", uk = \"…\" }");
        entry.and_then(|entry| self.localized(entry)).unwrap_or_default()
    }

    fn fields(&mut self, entry: Option<&TomlEntry>, names: &fields::KnownNames, owner: FieldOwner) -> Vec<Field> {
        let Some(entry) = entry else { return Vec::new() };
        match &entry.node.value {
            TomlValue::Table(table) => fields::read_fields(self, table, names, owner),
            _ => {
                self.diagnostics.push(wrong_type(&self.file, entry, "a table of fields").hint("write [….fields]"));
                Vec::new()
            }
        }
    }

    fn sort(&mut self, entry: &TomlEntry, fields: &[Field]) -> Sort {
        let by_title = Sort { by: SortBy::Title, descending: false };
        let Some((text, range)) = string(entry, &self.file, self.diagnostics) else { return by_title };
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        if name == "title" {
            return Sort { by: SortBy::Title, descending };
        }
        let sortable = |field: &Field| !field.many && !matches!(field.kind, FieldKind::Table(_) | FieldKind::File);
        match with_ids(fields).find(|(_, field)| field.name == name) {
            Some((id, field)) if sortable(field) => Sort { by: SortBy::Field(id), descending },
            Some(_) => {
                self.error(
                    Rule::InvalidConfig,
                    range,
                    format!("`{name}` has many values and no order of its own"),
                    "sort by title or by a field with one value",
                );
                by_title
            }
            None if self.broken_fields.contains(name) => by_title,
            None => {
                let known = fields.iter().filter(|f| sortable(f)).map(|f| f.name.as_str()).chain(["title"]);
                let hint = suggest(name, known.collect::<Vec<_>>())
                    .unwrap_or_else(|| "sort by title or by a field of this collection".to_owned());
                self.error(Rule::InvalidConfig, range, format!("there is no field `{name}` to sort by"), hint);
                by_title
            }
        }
    }

    fn cross(&mut self, entry: Option<&TomlEntry>, names: &fields::KnownNames) -> Vec<(VocabularyId, VocabularyId)> {
        let Some(entry) = entry else { return Vec::new() };
        let TomlValue::Table(table) = &entry.node.value else {
            self.diagnostics.push(wrong_type(&self.file, entry, "a table").hint("write [indexes]"));
            return Vec::new();
        };
        let mut top = TomlFields::new(&self.file, table, entry.key_range.clone());
        let pairs = top.take("cross");
        top.finish(self.diagnostics);
        let Some(pairs) = pairs else { return Vec::new() };
        let hint = "cross = [[\"countries\", \"sectors\"]]";
        let TomlValue::Array(items) = &pairs.node.value else {
            self.diagnostics.push(wrong_type(&self.file, pairs, "a list of pairs").hint(hint));
            return Vec::new();
        };
        let mut cross: Vec<(VocabularyId, VocabularyId)> = Vec::new();
        for item in items {
            let pair: Option<Vec<VocabularyId>> = match &item.value {
                TomlValue::Array(both) if both.len() == 2 => both
                    .iter()
                    .map(|one| match &one.value {
                        TomlValue::String(name) => names.vocabulary(self, name, one.range.clone()),
                        _ => None,
                    })
                    .collect(),
                _ => {
                    let message = "an entry of `cross` is a pair of vocabularies".to_owned();
                    self.error(Rule::WrongType, item.range.clone(), message, hint);
                    continue;
                }
            };
            let Some([first, second]) = pair.as_deref().and_then(|pair| <[VocabularyId; 2]>::try_from(pair).ok())
            else {
                continue;
            };
            if first == second || cross.contains(&(first, second)) || cross.contains(&(second, first)) {
                let message = "a pair is of two different vocabularies and stands once".to_owned();
                self.error(Rule::InvalidConfig, item.range.clone(), message, hint);
            } else {
                cross.push((first, second));
            }
        }
        cross
    }
}

/// The longest language tag of a site: RFC 5646 (section 4.4.1) asks for at least so many bytes.
const LANGUAGE_TAG: usize = 35;

/// A language tag whose language is in lower case, as addresses have it.
fn is_language_of_site(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default();
    is_language_tag(tag) && tag.len() <= LANGUAGE_TAG && language.bytes().all(|byte| byte.is_ascii_lowercase())
}
