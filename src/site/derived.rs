//! The terms of every entry: written in its own fields, in rows of its tables, or derived (`through`) from the entries
//! that it refers to. What an entry derives counts as its own for those that refer to it in turn; circles are no harm.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, EntryId, EntryTerms, TermId, facts, find_entry};
use crate::{
    config::{Collection, Config, Field, FieldKind, Through, VocabularyId, with_column_ids, with_ids},
    content::{Item, Value, vocabulary::Term},
};

/// By entry.
pub fn terms(entries: &[Entry], vocabularies: &[Vec<Term>], config: &Config) -> Vec<EntryTerms> {
    let places = vocabularies
        .iter()
        .map(|terms| terms.iter().enumerate().map(|(at, term)| (term.id.as_str(), TermId(at))).collect())
        .collect();
    let derivation = Derivation { entries, config, places };
    let mut all: Vec<EntryTerms> = entries.iter().map(|entry| derivation.written(entry)).collect();
    // Whose terms each entry's own feed, where a `through` leads to a field that has one itself.
    let mut dependents: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for id in (0..entries.len()).map(EntryId) {
        if derivation.derive(id, &mut all, Some(&mut dependents)) {
            changed.insert(id);
        }
    }
    // Terms are only ever added, so this ends.
    while let Some(id) = changed.pop_first() {
        for dependent in dependents.get(&id).into_iter().flatten() {
            if derivation.derive(*dependent, &mut all, None) {
                changed.insert(*dependent);
            }
        }
    }
    all
}

struct Derivation<'d> {
    entries: &'d [Entry],
    config: &'d Config,
    /// By vocabulary, each term's place by its id.
    places: Vec<BTreeMap<&'d str, TermId>>,
}

/// Fields with their values: an entry's, or those of a row of a table of it.
#[derive(Clone, Copy)]
struct Row<'d> {
    fields: &'d [Field],
    /// Parallel to the fields.
    values: &'d [Vec<Item>],
    /// The entry that they are all of, if it is one.
    entry: Option<EntryId>,
}

impl<'d> Row<'d> {
    /// The field of this name: its place, itself and its values.
    fn named(&self, name: &str) -> Option<(usize, &'d Field, &'d [Item])> {
        let (at, field) = self.fields.iter().enumerate().find(|(_, field)| field.name == name)?;
        Some((at, field, self.values.get(at).map_or(&[][..], Vec::as_slice)))
    }
}

impl<'d> Derivation<'d> {
    fn place(&self, vocabulary: VocabularyId, id: &str) -> Option<TermId> {
        self.places.get(vocabulary.0).and_then(|terms| terms.get(id)).copied()
    }

    /// The terms that stand in the entry itself. Ids of no term have been reported.
    fn written(&self, entry: &Entry) -> EntryTerms {
        let mut terms = EntryTerms::default();
        let Some((collection, values, _)) = facts(entry, self.config) else { return terms };
        for (at, field) in with_ids(&collection.fields) {
            match &field.kind {
                FieldKind::Term(vocabulary) => {
                    let mut written = self.terms_in(values.get(at), *vocabulary);
                    written.dedup();
                    terms.fields.push((at, written, Vec::new()));
                }
                FieldKind::Table(columns) => {
                    for item in values.get(at) {
                        let Value::Row(row) = &item.value else { continue };
                        for (inner, column) in with_column_ids(columns) {
                            let FieldKind::Term(vocabulary) = column.kind else { continue };
                            let found = self.terms_in(row.get(inner), vocabulary);
                            terms.in_rows.extend(found.into_iter().map(|term| (vocabulary, term)));
                        }
                    }
                }
                _ => {}
            }
        }
        terms
    }

    fn terms_in(&self, items: &[Item], vocabulary: VocabularyId) -> Vec<TermId> {
        let terms = items.iter().filter_map(|item| match &item.value {
            Value::Term(id) => self.place(vocabulary, id),
            _ => None,
        });
        terms.collect()
    }

    /// Derives an entry's terms from what is known of the others, and says whether that was news.
    fn derive(
        &self,
        id: EntryId,
        all: &mut [EntryTerms],
        mut dependents: Option<&mut BTreeMap<EntryId, BTreeSet<EntryId>>>,
    ) -> bool {
        let Some((collection, values, _)) = self.entries.get(id.0).and_then(|entry| facts(entry, self.config)) else {
            return false;
        };
        let mut news = false;
        for (at, field) in with_ids(&collection.fields).filter(|(_, field)| !field.through.is_empty()) {
            let FieldKind::Term(vocabulary) = field.kind else { continue };
            let mut derived = BTreeSet::new();
            for through in &field.through {
                let start = Row { fields: &collection.fields, values: &values.0, entry: None };
                for row in self.follow(through, start) {
                    self.collect(through, vocabulary, row, all, &mut derived);
                    if let (Some(dependents), Some(source)) = (dependents.as_deref_mut(), chained(through, row)) {
                        dependents.entry(source).or_default().insert(id);
                    }
                }
            }
            let own = all.get_mut(id.0).and_then(|terms| terms.fields.iter_mut().find(|(field, _, _)| *field == at));
            let Some((_, written, known)) = own else { continue };
            derived.retain(|term| !written.contains(term));
            if derived.len() != known.len() {
                *known = derived.into_iter().collect();
                news = true;
            }
        }
        news
    }

    /// The entries (or rows of their tables) that the way of a `through` leads to, each entry once.
    fn follow(&self, through: &Through, start: Row<'d>) -> Vec<Row<'d>> {
        let mut rows = vec![start];
        for name in &through.way {
            let mut next = Vec::new();
            let mut targets = BTreeSet::new();
            for row in rows {
                let Some((_, field, items)) = row.named(name) else { continue };
                for item in items {
                    match (&field.kind, &item.value) {
                        (FieldKind::Table(columns), Value::Row(values)) => {
                            next.push(Row { fields: columns, values: &values.0, entry: None });
                        }
                        (FieldKind::Page(of), Value::Page(id)) => {
                            targets.extend(of.iter().find_map(|collection| find_entry(self.entries, *collection, id)));
                        }
                        _ => {}
                    }
                }
            }
            next.extend(targets.into_iter().filter_map(|target| {
                let (Collection { fields, .. }, values, _) = facts(self.entries.get(target.0)?, self.config)?;
                Some(Row { fields, values: &values.0, entry: Some(target) })
            }));
            rows = next;
        }
        rows
    }

    fn collect(
        &self,
        through: &Through,
        vocabulary: VocabularyId,
        row: Row<'d>,
        all: &[EntryTerms],
        derived: &mut BTreeSet<TermId>,
    ) {
        let Some((at, field, items)) = row.named(&through.term_field) else { return };
        if !matches!(field.kind, FieldKind::Term(of) if of == vocabulary) {
            return;
        }
        derived.extend(self.terms_in(items, vocabulary));
        let others = row.entry.and_then(|entry| all.get(entry.0)).map(|terms| terms.fields.as_slice());
        let theirs = others.unwrap_or_default().iter().find(|(field, _, _)| field.0 == at);
        derived.extend(theirs.into_iter().flat_map(|(_, _, derived)| derived).copied());
    }
}

/// The entry that a path ends at, when the field there derives terms itself.
fn chained(through: &Through, row: Row<'_>) -> Option<EntryId> {
    let (_, field, _) = row.named(&through.term_field)?;
    row.entry.filter(|_| !field.through.is_empty())
}
