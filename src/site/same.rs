//! In what two runs must agree so that a step need not be done again: exactly what the step looks at. A property test
//! holds warm runs against clean ones after many kinds of edits.

use std::sync::Arc;

use super::{Entry, resolve::Parsed};
use crate::{
    config::{Config, Field, FieldKind, SortBy},
    content::{Item, Page, Value, vocabulary::Terms},
};

/// The very same files.
pub fn parsed(old: &Parsed, new: &Parsed) -> bool {
    let Parsed { pages, vocabularies, attachments: _, broken } = new;
    pages.len() == old.pages.len()
        && pages.iter().zip(&old.pages).all(|(a, b)| Arc::ptr_eq(a, b))
        && vocabularies.len() == old.vocabularies.len()
        && vocabularies.iter().zip(&old.vocabularies).all(|(a, b)| Arc::ptr_eq(a, b))
        && self::attachments(old, new)
        && *broken == old.broken
}

/// The very same files of entries.
pub fn attachments(old: &Parsed, new: &Parsed) -> bool {
    old.attachments.len() == new.attachments.len()
        && old.attachments.iter().zip(&new.attachments).all(|(a, b)| Arc::ptr_eq(&a.2, &b.2))
}

/// The same pages are there, whatever they say.
pub fn paths(old: &[Arc<Page>], new: &[Arc<Page>]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| Arc::ptr_eq(a, b) || a.file == b.file)
}

/// The same terms in the same order, whatever they are called.
pub fn term_ids(old: &[Arc<Terms>], new: &[Arc<Terms>]) -> bool {
    let same = |a: &Arc<Terms>, b: &Arc<Terms>| {
        Arc::ptr_eq(a, b) || (a.terms.len() == b.terms.len() && a.terms.iter().zip(&b.terms).all(|(a, b)| a.id == b.id))
    };
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same(a, b))
}

/// What references lead to, and which files the entry has.
pub fn references(old: &Entry, new: &Entry, config: &Config) -> bool {
    let fields = new.key.collection().map_or(&[][..], |collection| &config.collection(collection).fields);
    let same_values = match (old.original(), new.original()) {
        (Some(a), Some(b)) => a.page.file == b.page.file && references_in(fields, &a.page.fields.0, &b.page.fields.0),
        (None, None) => true,
        _ => false,
    };
    old.original == new.original && same_values && attachment_names(old, new)
}

/// The values that refer to something, wherever they stand in the file.
fn references_in(fields: &[Field], old: &[Vec<Item>], new: &[Vec<Item>]) -> bool {
    fields.iter().enumerate().all(|(at, field)| {
        let (old, new) = (items_at(old, at), items_at(new, at));
        let same = |(a, b): (&Item, &Item)| match (&field.kind, &a.value, &b.value) {
            (FieldKind::Table(columns), Value::Row(a), Value::Row(b)) => references_in(columns, &a.0, &b.0),
            (FieldKind::Page(_) | FieldKind::Term(_) | FieldKind::File, a, b) => a == b,
            (_, Value::Row(_), _) | (_, _, Value::Row(_)) => false,
            _ => true,
        };
        old.len() == new.len() && old.iter().zip(new).all(same)
    })
}

fn items_at(values: &[Vec<Item>], at: usize) -> &[Item] {
    values.get(at).map_or(&[], Vec::as_slice)
}

/// The places of references, which their mistakes name.
pub fn places(old: &Entry, new: &Entry) -> bool {
    match (old.original(), new.original()) {
        (Some(a), Some(b)) => a.page.fields == b.page.fields,
        _ => true,
    }
}

/// The order of lists: titles, and values of the field that the collection is sorted by.
pub fn order(old: &Entry, new: &Entry, config: &Config) -> bool {
    let sorted_by = new.key.collection().map(|collection| config.collection(collection).sort.by);
    let same_values = |a: &Page, b: &Page| match sorted_by {
        Some(SortBy::Field(at)) => {
            let (a, b) = (a.fields.get(at), b.fields.get(at));
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.value == b.value)
        }
        Some(SortBy::Title) | None => true,
    };
    old.original == new.original
        && versions(old, new, |a, b| a.title == b.title && a.sort_key == b.sort_key && same_values(a, b))
}

/// What links can lead to: files, pages and their headings.
pub fn targets(old: &Entry, new: &Entry) -> bool {
    let same_anchors =
        old.versions.iter().flatten().zip(new.versions.iter().flatten()).all(|(a, b)| a.anchors == b.anchors);
    old.original == new.original
        && versions(old, new, |a, b| a.file == b.file && a.broken == b.broken && a.body.is_cut() == b.body.is_cut())
        && same_anchors
        && attachment_names(old, new)
}

/// Addresses: of pages, their old ones, and those of the entry's files.
pub fn addresses(old: &Entry, new: &Entry) -> bool {
    let same_files = old.attachments.iter().zip(&new.attachments).all(|(a, b)| Arc::ptr_eq(&a.1, &b.1));
    old.original == new.original
        && versions(old, new, |a, b| a.file == b.file && a.slug == b.slug && a.aliases == b.aliases)
        && attachment_names(old, new)
        && same_files
}

/// The same languages, and the pages in each alike.
fn versions(old: &Entry, new: &Entry, same: impl Fn(&Page, &Page) -> bool) -> bool {
    old.versions.len() == new.versions.len()
        && old.policy == new.policy
        && old.versions.iter().zip(&new.versions).all(|(a, b)| match (a, b) {
            (Some(a), Some(b)) => same(&a.page, &b.page),
            (None, None) => true,
            _ => false,
        })
}

fn attachment_names(old: &Entry, new: &Entry) -> bool {
    old.attachments.len() == new.attachments.len()
        && old.attachments.iter().zip(&new.attachments).all(|(a, b)| a.0 == b.0)
}
