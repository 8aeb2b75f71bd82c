//! The terms of every entry: written in its own fields, in rows of its tables, or derived (`through`) from the entries
//! that it refers to. What an entry derives counts as its own for those that refer to it in turn; circles are no harm.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{EntryId, EntryTerms, FieldTerms, TermId, lookup::Lookup};
use crate::{
    config::{Collection, Field, FieldKind, Through, VocabularyId, with_column_ids, with_ids},
    content::{Item, Value},
};

/// By entry.
pub(super) fn terms(lookup: &Lookup<'_>) -> Vec<EntryTerms> {
    let ids: Vec<EntryId> = lookup.ids().collect();
    let mut all: Vec<EntryTerms> = ids.par_iter().with_min_len(256).map(|id| written(lookup, *id)).collect();
    // The entries that derive terms from an entry which derives some itself, by the latter.
    let mut dependents: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for id in ids {
        if derive(lookup, id, &mut all, Some(&mut dependents)) {
            changed.insert(id);
        }
    }
    // Terms are only ever added, so this ends.
    while let Some(id) = changed.pop_first() {
        for dependent in dependents.get(&id).into_iter().flatten() {
            if derive(lookup, *dependent, &mut all, None) {
                changed.insert(*dependent);
            }
        }
    }
    all
}

/// Fields with their values: those of an entry, or of a row of one of its tables.
#[derive(Clone, Copy)]
struct FieldRow<'d> {
    fields: &'d [Field],
    /// Parallel to the fields.
    values: &'d [Vec<Item>],
    /// The entry, if the fields are its own.
    entry: Option<EntryId>,
}

impl<'d> FieldRow<'d> {
    /// The field of this name: its place, itself and its values.
    fn named(&self, name: &str) -> Option<(usize, &'d Field, &'d [Item])> {
        let (at, field) = self.fields.iter().enumerate().find(|(_, field)| field.name == name)?;
        Some((at, field, self.values.get(at).map_or(&[][..], Vec::as_slice)))
    }
}

/// The terms that stand in the entry itself. Ids without a term have been reported, and are left out.
fn written(lookup: &Lookup<'_>, id: EntryId) -> EntryTerms {
    let mut terms = EntryTerms::default();
    let Some((collection, values, _)) = lookup.facts(id) else { return terms };
    for (at, field) in with_ids(&collection.fields) {
        match &field.kind {
            FieldKind::Term(vocabulary) => {
                let mut written: Vec<TermId> = terms_in(lookup, values.get(at), *vocabulary).collect();
                written.dedup();
                terms.fields.push(FieldTerms { field: at, written, derived: Vec::new() });
            }
            FieldKind::Table(columns) => {
                for item in values.get(at) {
                    let Value::Row(row) = &item.value else { continue };
                    for (inner, column) in with_column_ids(columns) {
                        let FieldKind::Term(vocabulary) = column.kind else { continue };
                        let found = terms_in(lookup, row.get(inner), vocabulary);
                        terms.in_rows.extend(found.map(|term| (vocabulary, term)));
                    }
                }
            }
            _ => {}
        }
    }
    terms
}

fn terms_in<'l>(
    lookup: &'l Lookup<'_>,
    items: &'l [Item],
    vocabulary: VocabularyId,
) -> impl Iterator<Item = TermId> + 'l {
    items.iter().filter_map(move |item| match &item.value {
        Value::Term(id) => lookup.term(vocabulary, id),
        _ => None,
    })
}

/// Derives an entry's terms from what is known of the others, and says whether there are more of them than before.
fn derive(
    lookup: &Lookup<'_>,
    id: EntryId,
    all: &mut [EntryTerms],
    mut dependents: Option<&mut BTreeMap<EntryId, BTreeSet<EntryId>>>,
) -> bool {
    let Some((collection, values, _)) = lookup.facts(id) else { return false };
    let mut is_new = false;
    for (at, field) in with_ids(&collection.fields).filter(|(_, field)| !field.through.is_empty()) {
        let FieldKind::Term(vocabulary) = field.kind else { continue };
        let mut derived = BTreeSet::new();
        for through in &field.through {
            let start = FieldRow { fields: &collection.fields, values: &values.0, entry: None };
            for row in follow(lookup, through, start) {
                collect(lookup, through, vocabulary, row, all, &mut derived);
                if let (Some(dependents), Some(source)) = (dependents.as_deref_mut(), chained(through, row)) {
                    dependents.entry(source).or_default().insert(id);
                }
            }
        }
        let own = all.get_mut(id.0).and_then(|terms| terms.fields.iter_mut().find(|terms| terms.field == at));
        let Some(own) = own else { continue };
        derived.retain(|term| !own.written.contains(term));
        if derived.len() != own.derived.len() {
            own.derived = derived.into_iter().collect();
            is_new = true;
        }
    }
    is_new
}

/// The entries (or rows of their tables) that the way of a `through` leads to, each entry once.
fn follow<'d>(lookup: &Lookup<'d>, through: &Through, start: FieldRow<'d>) -> Vec<FieldRow<'d>> {
    let mut rows = vec![start];
    for name in &through.way {
        let mut next = Vec::new();
        let mut targets = BTreeSet::new();
        for row in rows {
            let Some((_, field, items)) = row.named(name) else { continue };
            for item in items {
                match (&field.kind, &item.value) {
                    (FieldKind::Table(columns), Value::Row(values)) => {
                        next.push(FieldRow { fields: columns, values: &values.0, entry: None });
                    }
                    (FieldKind::Page(of), Value::Page(id)) => {
                        targets.extend(lookup.entry(of, id));
                    }
                    _ => {}
                }
            }
        }
        next.extend(targets.into_iter().filter_map(|target| {
            let (Collection { fields, .. }, values, _) = lookup.facts(target)?;
            Some(FieldRow { fields, values: &values.0, entry: Some(target) })
        }));
        rows = next;
    }
    rows
}

/// Adds the terms that stand at the end of a path, written or derived.
fn collect(
    lookup: &Lookup<'_>,
    through: &Through,
    vocabulary: VocabularyId,
    row: FieldRow<'_>,
    all: &[EntryTerms],
    derived: &mut BTreeSet<TermId>,
) {
    let Some((at, field, items)) = row.named(&through.term_field) else { return };
    if !matches!(field.kind, FieldKind::Term(of) if of == vocabulary) {
        return;
    }
    derived.extend(terms_in(lookup, items, vocabulary));
    let others = row.entry.and_then(|entry| all.get(entry.0)).map(|terms| terms.fields.as_slice());
    let theirs = others.unwrap_or_default().iter().find(|terms| terms.field.0 == at);
    derived.extend(theirs.into_iter().flat_map(|terms| &terms.derived).copied());
}

/// The entry at the end of a path, if the field there derives terms too.
fn chained(through: &Through, row: FieldRow<'_>) -> Option<EntryId> {
    let (_, field, _) = row.named(&through.term_field)?;
    row.entry.filter(|_| !field.through.is_empty())
}
