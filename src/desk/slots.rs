//! The parts of a page's form: which key of which file each of them is, and whether it stands in a pair of languages, among
//! the facts or among the settings.

use std::sync::LazyLock;

use super::inputs::{Input, Shape};
use crate::{
    config::{Config, Field, FieldKind, LanguageId, Localized},
    content::{PageKey, page::schema},
    edit::{FileFormat, Path, PlainValue, Reading, Refusal, Step},
};

/// The column of the screen in which a part of the form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormPart {
    /// A text of this language, beside the same text of another one.
    Text(LanguageId),
    /// A fact, which is the same in all languages.
    Fact,
    /// A key that every page knows, of the page in this language.
    Setting(LanguageId),
}

/// A part of the form.
#[derive(Clone, Debug)]
pub(super) struct Slot<'c> {
    /// Of its inputs: `en.title`.
    pub name: String,
    /// The language of the file that it stands in.
    pub file: LanguageId,
    pub path: Path,
    pub shape: Shape<'c>,
    pub part: FormPart,
}

/// The keys that every page knows, as fields of the form.
static TEXTS: LazyLock<[Field; 2]> = LazyLock::new(|| [own("title", FieldKind::Text), own("summary", FieldKind::Text)]);
static ORIGINAL_SETTINGS: LazyLock<[Field; 4]> = LazyLock::new(|| {
    let aliases = Field { many: true, ..own("aliases", FieldKind::Text) };
    [own("slug", FieldKind::Text), own("draft", FieldKind::Boolean), own("updated", FieldKind::Date), aliases]
});

/// A key that site.toml does not describe, as a field of the form.
pub(super) fn own(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.to_owned(),
        name_range: 0..0,
        kind,
        required: name == "title",
        many: false,
        localized: false,
        role: None,
        schema: None,
        label: Localized::default(),
        inverse: None,
        through: Vec::new(),
    }
}

/// A file of the page: what it says.
#[derive(Clone, Debug)]
pub(super) struct FileValues {
    pub values: PlainValue,
    /// As the form shows it: LF line ends, without blank lines before and after.
    pub body: String,
}

impl FileValues {
    /// The values of a file that is not there yet.
    pub(super) fn none() -> Self {
        Self { values: PlainValue::Table(Vec::new()), body: String::new() }
    }

    /// # Errors
    ///
    /// A text that no form can show.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let reading = Reading::new(text, FileFormat::Page)?;
        let body = text.get(reading.body()).unwrap_or_default().replace("\r\n", "\n");
        Ok(Self { values: reading.values(), body: body.trim_matches('\n').to_owned() })
    }

    pub(super) fn get(&self, path: &[Step]) -> Option<&PlainValue> {
        path.iter().try_fold(&self.values, |value, step| match (value, step) {
            (PlainValue::Table(entries), Step::Key(key)) => {
                entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
            }
            _ => None,
        })
    }

    pub(super) fn input(&self, slot: &Slot<'_>) -> Input {
        Input::of_value(slot.shape, self.get(&slot.path))
    }
}

/// The slots of a page in the order of the screen. `other` is the language that stands beside the original; `values` is what
/// the original says, since it may give a text in all languages at once.
pub(super) fn slots<'c>(
    config: &'c Config,
    key: &PageKey,
    original: LanguageId,
    other: Option<LanguageId>,
    values: &FileValues,
) -> Vec<Slot<'c>> {
    let fields = schema(key, config);
    let mut found = Vec::new();
    let localized = TEXTS.iter().chain(fields.iter().filter(|field| field.localized));
    for field in localized {
        let at_once = matches!(values.get(&[key_of(&field.name)]), Some(PlainValue::Table(_)));
        for language in [Some(original), other].into_iter().flatten() {
            found.push(text_slot(config, field, original, language, at_once));
        }
    }
    for field in fields.iter().filter(|field| !field.localized) {
        found.push(slot(config, field, original, vec![key_of(&field.name)], FormPart::Fact));
    }
    for language in [Some(original), other].into_iter().flatten() {
        for field in settings(key, language == original) {
            found.push(slot(config, field, language, vec![key_of(&field.name)], FormPart::Setting(language)));
        }
    }
    found
}

/// An index page has the address of its folder, and what a translation shares with its original is said there.
fn settings(key: &PageKey, is_original: bool) -> impl Iterator<Item = &'static Field> {
    let can_be_named = matches!(key, PageKey::Plain(_) | PageKey::Entry(..));
    ORIGINAL_SETTINGS.iter().filter(move |field| match field.name.as_str() {
        "slug" => can_be_named,
        "updated" => is_original,
        _ => true,
    })
}

fn text_slot<'c>(
    config: &'c Config,
    field: &'c Field,
    original: LanguageId,
    language: LanguageId,
    at_once: bool,
) -> Slot<'c> {
    let key = key_of(&field.name);
    let part = FormPart::Text(language);
    if at_once && field.localized {
        let path = vec![key, key_of(config.tag(language))];
        return Slot {
            name: format!("{}.{}.{}", config.tag(original), field.name, config.tag(language)),
            ..slot(config, field, original, path, part)
        };
    }
    slot(config, field, language, vec![key], part)
}

fn slot<'c>(config: &'c Config, field: &'c Field, file: LanguageId, path: Path, part: FormPart) -> Slot<'c> {
    let name = format!("{}.{}", config.tag(file), field.name);
    Slot { name, file, path, shape: Shape { field, by_language: false, config }, part }
}

fn key_of(name: &str) -> Step {
    Step::Key(name.to_owned())
}
