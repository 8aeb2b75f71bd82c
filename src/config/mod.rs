//! The configuration of a site as data: languages, collections, vocabularies, fields. Made from site.toml by [`read()`];
//! everything here is valid: a field's collection exists, a `through` path leads to a term field, a sort field is one.

use std::{borrow::Cow, ops::Range};

use crate::{
    diagnostics::{FilePath, levels::Levels},
    message,
    message::Message,
};

mod checks;
mod contact;
mod data;
mod edit_url;
pub mod fields;
pub(crate) mod json_schema;
mod localized;
mod needs;
pub(crate) mod outputs;
pub(crate) mod presentation;
pub(crate) mod read;
mod reader;
pub mod roles;
pub mod schema_org;
mod security;
mod statics;

pub use data::DataSettings;
pub use edit_url::EditUrl;
pub use localized::{Localized, MissingTexts};
pub use presentation::Presentation;
pub use read::read;
pub use roles::Role;

/// The place of a language in `languages`; the first is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollectionId(pub usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VocabularyId(pub usize);

/// The place of a field among the fields of its collection or vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub usize);

/// The place of a column among the columns of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub usize);

/// The place of a value in an entry: a field, or a column of a field that is a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPlace {
    pub field: FieldId,
    pub column: Option<ColumnId>,
}

impl FieldPlace {
    /// The field or column that stands there, given the fields of the collection.
    pub fn find(self, fields: &[Field]) -> Option<&Field> {
        let field = fields.get(self.field.0)?;
        self.column.map_or(Some(field), |column| field.columns().get(column.0))
    }
}

/// The fields of a collection or vocabulary, each with its id.
pub fn with_ids(fields: &[Field]) -> impl Iterator<Item = (FieldId, &Field)> {
    fields.iter().enumerate().map(|(at, field)| (FieldId(at), field))
}

/// The columns of a table, each with its id.
pub fn with_column_ids(columns: &[Field]) -> impl Iterator<Item = (ColumnId, &Field)> {
    columns.iter().enumerate().map(|(at, column)| (ColumnId(at), column))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub file: FilePath,
    pub base_url: BaseUrl,
    /// The address at which readers can change the file of a page; `None` shows no such link.
    pub edit_url: Option<EditUrl>,
    /// BCP 47 tags, as written.
    pub languages: Vec<String>,
    pub theme: String,
    pub theme_range: Range<usize>,
    pub title: Localized,
    pub description: Localized,
    pub missing_translation: MissingTranslation,
    pub vocabularies: Vec<Vocabulary>,
    pub collections: Vec<Collection>,
    /// The address that readers can write to where an entry has no contact of its own.
    pub contact: Option<SiteContact>,
    /// The lines of `/.well-known/security.txt`; `None` publishes none.
    pub security: Option<Security>,
    /// Files of static/ that a browser may run, each with its place in site.toml.
    pub static_allow: Vec<(String, Range<usize>)>,
    /// Texts of site.toml itself that lack a language.
    pub missing_texts: MissingTexts,
    /// The levels of checks: how strict the site is.
    pub checks: Levels,
    pub outputs: outputs::Outputs,
    /// Licence and publisher of the open data.
    pub data: DataSettings,
    /// The choice of menus and of the home page, the site's sign, colours and links.
    pub presentation: Presentation,
    /// Pages for every non-empty pair of terms, from both sides.
    pub cross: Vec<(VocabularyId, VocabularyId)>,
}

/// The entry that speaks for the site, and the plain page that says how to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteContact {
    /// Its collection has fields of the role `contact`.
    pub entry: (CollectionId, String),
    pub entry_range: Range<usize>,
    /// The id of a plain page, with its place in site.toml.
    pub join: Option<(String, Range<usize>)>,
    /// The e-mail address that mistakes on pages are told to.
    pub mistakes: Option<String>,
}

/// The place to report a vulnerability of the site (RFC 9116).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// `mailto:`, `https:` or `tel:` addresses, the preferred one first.
    pub contact: Vec<String>,
    /// The day from which on this is not to be relied upon: year, month, day.
    pub expires: (u16, u8, u8),
}

impl Config {
    pub fn language_ids(&self) -> impl Iterator<Item = LanguageId> + use<> {
        (0..self.languages.len()).map(LanguageId)
    }

    pub fn language(&self, tag: &str) -> Option<LanguageId> {
        self.languages.iter().position(|language| language == tag).map(LanguageId)
    }

    pub fn tag(&self, language: LanguageId) -> &str {
        self.languages.get(language.0).map_or("", String::as_str)
    }

    pub fn collection_named(&self, name: &str) -> Option<CollectionId> {
        self.collections.iter().position(|c| c.name == name).map(CollectionId)
    }

    pub fn vocabulary_named(&self, name: &str) -> Option<VocabularyId> {
        self.vocabularies.iter().position(|v| v.name == name).map(VocabularyId)
    }

    /// The vocabulary whose terms are countries: the one with a field of the role `country-code`.
    pub fn country_vocabulary(&self) -> Option<VocabularyId> {
        self.vocabularies.iter().position(Vocabulary::is_of_countries).map(VocabularyId)
    }

    /// The vocabulary that says what entries are about: the first one that is not the countries.
    pub fn subject_vocabulary(&self) -> Option<VocabularyId> {
        let countries = self.country_vocabulary();
        (0..self.vocabularies.len()).map(VocabularyId).find(|id| Some(*id) != countries)
    }

    pub fn collection(&self, id: CollectionId) -> &Collection {
        // Ids are only made from positions in this very list.
        &self.collections[id.0]
    }

    pub fn vocabulary(&self, id: VocabularyId) -> &Vocabulary {
        &self.vocabularies[id.0]
    }
}

/// `https://example.org/kb/`, always with a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`
    pub origin: String,
    /// `/` or `/kb/`
    pub path: String,
}

impl BaseUrl {
    /// Takes `https://` or `http://`, a host, perhaps a port and a path; nothing else. A host in other letters
    /// (`кластери.укр`) becomes the one that addresses, headers and servers know (`xn--…`).
    pub fn parse(text: &str) -> Result<Self, Message> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| message!("base-url-scheme"))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = ascii_host(host)?;
        let plain_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(plain_host) || !host.chars().any(|c| c.is_ascii_alphanumeric()) {
            return Err(message!("base-url-host"));
        }
        let plain_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~' | '%');
        if !path.chars().all(plain_path) || path.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(message!("base-url-path"));
        }
        let trimmed = path.trim_matches('/');
        if trimmed.contains("//") {
            return Err(message!("base-url-empty-part"));
        }
        let scheme = text.get(..text.len() - rest.len()).unwrap_or_default();
        let origin = [scheme, &host].concat();
        let path = if trimmed.is_empty() { "/".to_owned() } else { format!("/{trimmed}/") };
        Ok(Self { origin, path })
    }

    /// `example.org`, without a port.
    pub fn host(&self) -> &str {
        let host = self.origin.split_once("//").map_or("", |(_, host)| host);
        // A port follows the last colon, unless that stands in an address of IPv6.
        host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(host, _)| host)
    }

    /// The full address of a path inside the site, given without a slash at its start.
    pub fn join(&self, inside: &str) -> String {
        [&self.origin, &self.path, inside].concat()
    }
}

/// A host with its port in ASCII, as the domain name system knows it (UTS 46).
fn ascii_host(host: &str) -> Result<Cow<'_, str>, Message> {
    if host.is_ascii() {
        return Ok(Cow::Borrowed(host));
    }
    let name = host.split(':').next().unwrap_or(host);
    let port = host.get(name.len()..).unwrap_or_default();
    let ascii = idna::domain_to_ascii_strict(name).map_err(|_| message!("base-url-host"))?;
    Ok(Cow::Owned(ascii + port))
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingTranslation {
    /// The original stands under the reader's own menu, with a notice.
    #[default]
    Fallback,
    /// The page does not exist in that language.
    Omit,
    /// A missing translation stops the build.
    Error,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    pub name: String,
    pub title: Localized,
    pub fields: Vec<Field>,
}

impl Vocabulary {
    pub fn is_of_countries(&self) -> bool {
        self.fields.iter().any(|field| field.role == Some(Role::CountryCode))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    pub name: String,
    pub title: Localized,
    pub sort: Sort,
    pub missing_translation: MissingTranslation,
    /// The type of its entries, by <https://schema.org>.
    pub schema: Option<&'static schema_org::Type>,
    pub fields: Vec<Field>,
}

impl Collection {
    /// Whether its entries may stand in a calendar: one of its fields is a first day or a deadline.
    pub fn has_days(&self) -> bool {
        let is_first_day = |field: &Field| match &field.schema {
            Some(schema) => {
                matches!(schema.meaning, schema_org::Meaning::Property(property) if property.name == "startDate")
            }
            None => false,
        };
        self.fields.iter().any(|field| is_first_day(field) || field.role == Some(Role::Deadline))
    }

    pub fn field(&self, name: &str) -> Option<(FieldId, &Field)> {
        with_ids(&self.fields).find(|(_, field)| field.name == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// The language's own alphabet.
    Title,
    Field(FieldId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub name_range: Range<usize>,
    pub kind: FieldKind,
    pub required: bool,
    pub many: bool,
    pub localized: bool,
    /// The role as which the program and themes know the field, whatever its name.
    pub role: Option<Role>,
    /// Its property by <https://schema.org>.
    pub schema: Option<schema_org::FieldSchema>,
    /// Shown to readers; the name, made readable, when site.toml gives none.
    pub label: Localized,
    /// Names the relation on the target's page; `None` hides it there.
    pub inverse: Option<Localized>,
    /// For term fields: paths through page fields to term fields whose terms count as this field's own.
    pub through: Vec<Through>,
}

impl Field {
    /// The columns of a table; no other field has any.
    pub fn columns(&self) -> &[Field] {
        match &self.kind {
            FieldKind::Table(columns) => columns,
            _ => &[],
        }
    }
}

/// `participants.who.country`: names of fields, from this collection's own over tables and referenced entries to a term
/// field. A page field leads to entries of several collections: a name need not be a field of each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// The fields on the way, a page field among them.
    pub way: Vec<String>,
    pub term_field: String,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    Url,
    Email,
    Choice(Vec<Choice>),
    Term(VocabularyId),
    Page(Vec<CollectionId>),
    File,
    Money,
    Table(Vec<Field>),
}

impl FieldKind {
    /// The type's name in site.toml.
    pub fn name(&self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Integer => "integer",
            FieldKind::Decimal => "decimal",
            FieldKind::Boolean => "boolean",
            FieldKind::Date => "date",
            FieldKind::Url => "url",
            FieldKind::Email => "email",
            FieldKind::Choice(_) => "choice",
            FieldKind::Term(_) => "term",
            FieldKind::Page(_) => "page",
            FieldKind::File => "file",
            FieldKind::Money => "money",
            FieldKind::Table(_) => "table",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: Localized,
    /// An entry with this value is announced, and nobody has confirmed that it came about: it is not among the newest.
    pub unconfirmed: bool,
    /// The type or member of a list that it is by <https://schema.org>, with its place in site.toml.
    pub schema: Option<(String, Range<usize>)>,
    /// An entry with this value speaks for its country: the country's page names it first.
    pub represents: bool,
}

/// An id may have so many characters: it is a part of file names and addresses.
pub const ID_LIMIT: usize = 100;

/// Whether a text can be an id: lower-case ASCII letters, digits and single hyphens between them.
pub fn is_id(text: &str) -> bool {
    text.len() <= ID_LIMIT
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
