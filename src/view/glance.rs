//! A term at a glance, in a few lines. They follow from site.toml: who speaks for a country (`represents`), collections
//! with parties or with a status, the vocabulary that it is crossed with, sources.

use std::collections::BTreeMap;

use super::{
    Views,
    data::{Crossing, GlanceEntry, GlanceGroup, GlanceRow},
    fragments::Failed,
    values::Text,
};
use crate::{
    config::{
        Choice, Collection, CollectionId, Field, FieldKind, LanguageId, Role, VocabularyId, with_column_ids, with_ids,
    },
    content::{PageKey, Value},
    site::{EntryId, TermId},
};

/// The number of entries of a status that a line names; the list below has the others.
const NAMED: usize = 3;

/// The number of terms of the other vocabulary that a line names.
const LEADING: usize = 3;

impl Views {
    pub(super) fn glance(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        crossings: &[Crossing],
        language: LanguageId,
    ) -> Result<Vec<GlanceRow>, Failed> {
        let entries = self.term_entries(vocabulary, term, language);
        let mut rows = Vec::new();
        let collections = || self.site.config.collections.iter().enumerate().map(|(at, c)| (CollectionId(at), c));
        let of = |collection: CollectionId| -> Vec<EntryId> {
            let is_in = |id: &&EntryId| self.site.entry(**id).key.collection() == Some(collection);
            entries.iter().filter(is_in).copied().collect()
        };
        let mut named = Vec::new();
        if self.country_vocabulary() == Some(vocabulary) {
            for (id, collection) in collections() {
                let speaks =
                    |entry: &EntryId| self.is_written(*entry, vocabulary, term) && self.represents(*entry).is_some();
                let speaking: Vec<EntryId> = of(id).into_iter().filter(speaks).collect();
                rows.extend(self.representing((id, collection), &speaking, language));
                named.extend(speaking);
            }
        }
        let (with_parties, others): (Vec<_>, Vec<_>) = collections().partition(|(_, collection)| has_party(collection));
        for (id, collection) in with_parties.into_iter().chain(others) {
            rows.extend(self.of_collection((id, collection), of(id), &named, language));
        }
        for crossing in crossings {
            let mut terms = crossing.terms.clone();
            terms.sort_by_key(|term| std::cmp::Reverse(term.count));
            terms.truncate(LEADING);
            rows.push(GlanceRow {
                kind: "crossed".into(),
                label: crossing.vocabulary.title.clone(),
                collection: None,
                groups: Vec::new(),
                terms,
            });
        }
        rows.extend(self.newest_source(&entries, language));
        Ok(rows)
    }

    /// The entries that speak for the country; `None` for a collection whose entries never do.
    fn representing(
        &self,
        (id, collection): (CollectionId, &Collection),
        entries: &[EntryId],
        language: LanguageId,
    ) -> Option<GlanceRow> {
        let known = choices(collection).flat_map(|(_, choices)| choices).find(|choice| choice.represents)?;
        let label = entries.first().and_then(|id| self.represents(*id)).unwrap_or(known).label.get(language);
        Some(self.glance_row("represents", label, id, vec![(None, entries.to_vec())], language))
    }

    /// A collection with parties, newest first, or with a status, status by status; `None` for others, and where those
    /// that are `named` already are all of it.
    fn of_collection(
        &self,
        (id, collection): (CollectionId, &Collection),
        mut ids: Vec<EntryId>,
        named: &[EntryId],
        language: LanguageId,
    ) -> Option<GlanceRow> {
        let title = collection.title.get(language);
        if has_party(collection) {
            ids.sort_by_key(|id| std::cmp::Reverse(self.first_date(*id)));
            return Some(self.glance_row("party", title, id, vec![(None, ids)], language));
        }
        let (at, field) = with_ids(&collection.fields).find(|(_, field)| field.role == Some(Role::Status))?;
        if !ids.is_empty() && ids.iter().all(|id| named.contains(id)) {
            return None;
        }
        let FieldKind::Choice(choices) = &field.kind else { return None };
        let mut by_status: BTreeMap<usize, Vec<EntryId>> = BTreeMap::new();
        for id in ids {
            let chosen = self.site.facts(id).and_then(|facts| facts.get(at).first()).map(|item| &item.value);
            let place = if let Some(Value::Choice(chosen)) = chosen { *chosen } else { usize::MAX };
            by_status.entry(place).or_default().push(id);
        }
        let label = |place: usize| choices.get(place).map(|choice| choice.label.get(language));
        let groups = by_status.into_iter().map(|(place, ids)| (label(place), ids)).collect();
        Some(self.glance_row("status", title, id, groups, language))
    }

    fn glance_row(
        &self,
        kind: &str,
        label: &str,
        collection: CollectionId,
        groups: Vec<(Option<&str>, Vec<EntryId>)>,
        language: LanguageId,
    ) -> GlanceRow {
        let group = |(label, ids): (Option<&str>, Vec<EntryId>)| GlanceGroup {
            label: label.map(Text::from),
            more: ids.len().saturating_sub(NAMED),
            items: ids.iter().take(NAMED).map(|id| self.glance_entry(*id, language)).collect(),
        };
        GlanceRow {
            kind: kind.into(),
            label: label.into(),
            collection: Some(self.collection_link(collection, language)),
            groups: groups.into_iter().filter(|(_, ids)| !ids.is_empty()).map(group).collect(),
            terms: Vec::new(),
        }
    }

    fn glance_entry(&self, id: EntryId, language: LanguageId) -> GlanceEntry {
        let state = self.unconfirmed(id).map(|choice| choice.label.get(language).into());
        GlanceEntry { entry: self.card(id, language), place: self.place(id, language), state }
    }

    /// The place of an entry, in words.
    pub(super) fn place(&self, id: EntryId, language: LanguageId) -> Option<Text> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let fields = &self.site.config.collection(*collection).fields;
        let (at, field) = with_ids(fields).find(|(_, field)| field.role == Some(Role::Place))?;
        let values = self.site.facts(id)?;
        let fact = self.own_fact(id, at, field, values, language).ok()??;
        fact.values.first().map(|value| value.text.clone())
    }

    /// The source with the latest date of all that these entries name.
    fn newest_source(&self, entries: &[EntryId], language: LanguageId) -> Option<GlanceRow> {
        let sources = entries.iter().flat_map(|id| self.sources_of(*id));
        let shown = sources.filter(|(id, _)| self.site.entry(*id).shown(language).is_some());
        let (id, field) = shown
            .filter(|(id, _)| self.first_date(*id).is_some())
            .max_by(|a, b| self.first_date(a.0).cmp(&self.first_date(b.0)).then(b.0.cmp(&a.0)))?;
        Some(GlanceRow {
            kind: "source".into(),
            label: field.label.get(language).into(),
            collection: None,
            groups: vec![GlanceGroup { label: None, items: vec![self.glance_entry(id, language)], more: 0 }],
            terms: Vec::new(),
        })
    }

    /// Whether entries of a collection have parties or a status.
    pub(super) fn has_status(&self, collection: &Collection) -> bool {
        has_party(collection) || collection.fields.iter().any(|field| field.role == Some(Role::Status))
    }

    /// The documents that an entry's field of the role `source` names, with that field.
    pub(super) fn sources_of(&self, id: EntryId) -> Vec<(EntryId, &Field)> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Vec::new() };
        let fields = &self.site.config.collection(*collection).fields;
        let (Some(facts), Some((at, field))) =
            (self.site.facts(id), with_ids(fields).find(|(_, field)| field.role == Some(Role::Source)))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in facts.get(at) {
            let Value::Row(row) = &item.value else { continue };
            for (column_at, column) in with_column_ids(field.columns()) {
                let FieldKind::Page(of) = &column.kind else { continue };
                found.extend(row.get(column_at).iter().filter_map(|item| match &item.value {
                    Value::Page(page) => Some((self.site.find_page(of, page)?, field)),
                    _ => None,
                }));
            }
        }
        found
    }

    /// The choice by which an entry speaks for its country.
    pub(super) fn represents(&self, id: EntryId) -> Option<&Choice> {
        self.chosen_with(id, |choice| choice.represents)
    }

    /// The first choice of an entry that is of a kind.
    pub(super) fn chosen_with(&self, id: EntryId, is_meant: impl Fn(&Choice) -> bool) -> Option<&Choice> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let facts = self.site.facts(id)?;
        choices(self.site.config.collection(*collection)).find_map(|(at, choices)| {
            facts.get(at).iter().find_map(|item| match item.value {
                Value::Choice(chosen) => choices.get(chosen).filter(|choice| is_meant(choice)),
                _ => None,
            })
        })
    }

    /// Whether an entry has a term itself, and not through others alone.
    pub(super) fn is_written(&self, id: EntryId, vocabulary: VocabularyId, term: TermId) -> bool {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return false };
        let fields = &self.site.config.collection(*collection).fields;
        let Some(terms) = self.site.terms.get(id.0) else { return false };
        let of_vocabulary = |kind: &FieldKind| matches!(kind, FieldKind::Term(of) if *of == vocabulary);
        terms.in_rows.contains(&(vocabulary, term))
            || terms.fields.iter().any(|own| {
                fields.get(own.field.0).is_some_and(|field| of_vocabulary(&field.kind)) && own.written.contains(&term)
            })
    }
}

/// Whether entries of the collection bring others together.
fn has_party(collection: &Collection) -> bool {
    let mut fields = collection.fields.iter().flat_map(|field| std::iter::once(field).chain(field.columns()));
    fields.any(|field| field.role == Some(Role::Party))
}

/// The choice fields of a collection, each with its choices.
fn choices(collection: &Collection) -> impl Iterator<Item = (crate::config::FieldId, &[Choice])> {
    with_ids(&collection.fields).filter_map(|(at, field)| match &field.kind {
        FieldKind::Choice(choices) => Some((at, choices.as_slice())),
        _ => None,
    })
}
