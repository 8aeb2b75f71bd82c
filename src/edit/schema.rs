//! Order of keys: the one in which site.toml describes them.

use super::Step;
use crate::config::{Config, Field, FieldKind, fields::PAGE_KEYS};

/// Keys of a term beside the fields of its vocabulary.
const TERM_KEYS: &[&str] = &["title", "names", "aliases"];

/// The keys that a file can have.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'c> {
    config: &'c Config,
    fields: &'c [Field],
    of_terms: bool,
}

impl<'c> Schema<'c> {
    /// Of a page with these fields; see [`crate::content::page::schema`].
    pub fn of_page(config: &'c Config, fields: &'c [Field]) -> Self {
        Self { config, fields, of_terms: false }
    }

    /// Of a vocabulary whose terms have these fields.
    pub fn of_vocabulary(config: &'c Config, fields: &'c [Field]) -> Self {
        Self { config, fields, of_terms: true }
    }

    /// The keys of the table at a path, in their order; empty where they may stand in any.
    pub(super) fn keys(&self, path: &[Step]) -> Vec<&'c str> {
        let (own, path): (&'static [&'static str], &[Step]) = match (self.of_terms, path) {
            (true, []) => return Vec::new(),
            (true, [_, rest @ ..]) => (TERM_KEYS, rest),
            (false, path) => (PAGE_KEYS, path),
        };
        let names = |fields: &'c [Field]| fields.iter().map(|field| field.name.as_str());
        match (path, self.field(path)) {
            ([], _) => own.iter().copied().chain(names(self.fields)).collect(),
            (_, Some(Field { kind: FieldKind::Money, .. })) => vec!["amount", "currency"],
            (_, Some(Field { kind: FieldKind::Table(columns), .. })) => names(columns).collect(),
            _ => self.config.languages.iter().map(String::as_str).collect(),
        }
    }

    /// Whether a list at this path has rows, which stand under headings of their own.
    pub(super) fn is_table(&self, path: &[Step]) -> bool {
        let path = if self.of_terms { path.get(1..).unwrap_or_default() } else { path };
        path.len() == 1 && self.field(path).is_some_and(|field| field.many && matches!(field.kind, FieldKind::Table(_)))
    }

    /// The field or column at a path inside an entry or term, or that a row or text at this path is of.
    fn field(&self, path: &[Step]) -> Option<&'c Field> {
        let mut fields = self.fields;
        let mut found = None;
        for step in path {
            if let Step::Key(key) = step {
                let field = fields.iter().find(|field| field.name == *key)?;
                found = Some(field);
                fields = if let FieldKind::Table(columns) = &field.kind { columns } else { &[] };
            }
        }
        found
    }
}
