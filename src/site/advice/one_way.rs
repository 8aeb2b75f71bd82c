//! Statements of one page that the other page leaves out, of two fields that are each other's reverse.
//!
//! Two fields are that where each one's `inverse` is the other's label (*Members* and *Member of*), and a field is its own
//! reverse where `inverse` and label are the same (*Partners*). If such a field of one page names another page, the field of
//! that page should name the first.

use super::super::{EntryId, Site};
use crate::{
    config::{CollectionId, Field, FieldId, FieldKind, with_ids},
    content::{Item, PageKey, Value},
    diagnostics::{Diagnostic, Location, Rule},
    message,
};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    site.entry_ids().flat_map(|id| of_entry(site, id)).collect()
}

fn of_entry(site: &Site, source: EntryId) -> Vec<Diagnostic> {
    let entry = site.entry(source);
    let (PageKey::Entry(collection, id), Some(facts)) = (&entry.key, site.facts(source)) else { return Vec::new() };
    let mut found = Vec::new();
    for (field_id, field) in with_ids(&site.config.collection(*collection).fields) {
        let FieldKind::Page(of) = &field.kind else { continue };
        for item in facts.get(field_id) {
            let Value::Page(named) = &item.value else { continue };
            let Some(target) = site.find_page(of, named).filter(|target| *target != source) else { continue };
            found.extend(left_out(site, (source, *collection, id), field, target));
        }
    }
    found
}

/// The list of the target that states the same kind of relation and leaves the source out. A target that states none of it
/// leaves it to the other page.
fn left_out(
    site: &Site,
    (source, collection, id): (EntryId, CollectionId, &str),
    field: &Field,
    target: EntryId,
) -> Option<Diagnostic> {
    let PageKey::Entry(of, target_id) = &site.entry(target).key else { return None };
    let (reverse_id, reverse) = reverse(site, field, collection, *of)?;
    let FieldKind::Page(leads_to) = &reverse.kind else { return None };
    let stated = site.facts(target)?.get(reverse_id);
    let first = stated.first()?;
    let names_source =
        |item: &Item| matches!(&item.value, Value::Page(named) if site.find_page(leads_to, named) == Some(source));
    if stated.iter().any(names_source) {
        return None;
    }
    let file = &site.entry(source).original()?.page.file;
    let message =
        message!("one-way-relation", file, field = &field.name, target = target_id, reverse = &reverse.name, id);
    let place = Location::new(&site.entry(target).original()?.page.file, first.range.clone());
    Some(Diagnostic::new(Rule::OneWayRelation, place, message).hint(message!(
        "one-way-relation.hint",
        id,
        target = target_id,
        file
    )))
}

/// The field of another collection that is the reverse of a field.
fn reverse<'s>(
    site: &'s Site,
    field: &Field,
    collection: CollectionId,
    of: CollectionId,
) -> Option<(FieldId, &'s Field)> {
    let inverse = field.inverse.as_ref()?;
    with_ids(&site.config.collection(of).fields).find(|(_, other)| {
        let leads_back = matches!(&other.kind, FieldKind::Page(of) if of.contains(&collection));
        leads_back && other.label == *inverse && other.inverse.as_ref() == Some(&field.label)
    })
}
