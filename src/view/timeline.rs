//! What happened when, and who takes part in what: two views of the same entries that a reader can take in at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Views,
    object::{Object, none},
};
use crate::{
    config::{CollectionId, FieldKind, LanguageId},
    content::PageKey,
    locale::date::PartialDate,
    site::{EntryId, Target, references},
    theme::Value,
};

/// A timeline shows so many entries, the newest: beyond that the lists say it better.
const TIMELINE_LIMIT: usize = 150;

/// A diagram with more lines than this says nothing any more; the lists say it better.
const GRAPH_LIMIT: usize = 120;

/// A field, and the column when it is a table.
type Place = (usize, Option<usize>);

impl Views {
    /// All dated entries of the site, newest year first.
    pub fn timeline(&self, language: LanguageId) -> Value {
        match self.timelines.get(language.0) {
            Some(slot) => slot
                .get_or_init(|| {
                    let all: Vec<EntryId> = self.site.entry_ids().collect();
                    self.timeline_of(&all, language)
                })
                .clone(),
            None => none(),
        }
    }

    pub fn timeline_of(&self, entries: &[EntryId], language: LanguageId) -> Value {
        let mut dated: Vec<(&PartialDate, EntryId)> = entries
            .iter()
            .filter(|id| self.site.entry(**id).shown(language).is_some())
            .filter_map(|id| Some((self.first_date(*id)?, *id)))
            .collect();
        dated.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(&b.1)));
        dated.truncate(TIMELINE_LIMIT);
        let mut years: BTreeMap<u16, Vec<EntryId>> = BTreeMap::new();
        for (date, id) in dated {
            years.entry(date.year()).or_default().push(id);
        }
        let years: Vec<Value> = years
            .into_iter()
            .rev()
            .map(|(year, ids)| {
                Object::new().with("year", u64::from(year)).with("items", self.cards(&ids, language)).into()
            })
            .collect();
        years.into()
    }

    /// Who stands with whom: the entries that a collection's page fields of clusters and the like lead to, the
    /// collection's own, and a line for each reference. Null where there is none, or too much to draw.
    pub fn relation_graph(&self, collection: CollectionId, language: LanguageId) -> Value {
        let fields = &self.site.config.collection(collection).fields;
        // The field that names most others: parties, participants.
        let mut by_field: BTreeMap<Place, Vec<(EntryId, EntryId)>> = BTreeMap::new();
        for id in self.site.collection_entries(collection) {
            let Some(facts) = self.site.facts(id).filter(|_| self.site.entry(id).shown(language).is_some()) else {
                continue;
            };
            for reference in references(fields, facts) {
                let Target::Page(of) = reference.target else { continue };
                let is_source = of.contains(&collection);
                if is_source || !self.is_many(collection, reference.field) {
                    continue;
                }
                if let Some(target) = self.site.find_page(of, reference.id)
                    && matches!(self.site.entry(target).key, PageKey::Entry(..))
                {
                    by_field.entry(reference.field).or_default().push((target, id));
                }
            }
        }
        let preferred = ["parties", "participants"]
            .iter()
            .find_map(|name| fields.iter().position(|field| field.name == *name))
            .and_then(|at| by_field.iter().find(|((field, _), _)| *field == at));
        let Some((_, edges)) = preferred else { return none() };
        if edges.is_empty() || edges.len() > GRAPH_LIMIT {
            return none();
        }
        let left: BTreeSet<EntryId> = edges.iter().map(|(party, _)| *party).collect();
        let right: BTreeSet<EntryId> = edges.iter().map(|(_, own)| *own).collect();
        let left = self.site.sorted(&left.into_iter().collect::<Vec<_>>(), language);
        let right = self.site.sorted(&right.into_iter().collect::<Vec<_>>(), language);
        let mut lines: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (party, own) in edges {
            if let (Some(a), Some(b)) = (left.iter().position(|id| id == party), right.iter().position(|id| id == own))
            {
                lines.insert((a, b));
            }
        }
        let lines: Vec<Value> = lines.into_iter().map(|(a, b)| Value::from(vec![a, b])).collect();
        Object::new()
            .with("left", self.cards(&left, language))
            .with("right", self.cards(&right, language))
            .with("edges", lines)
            .into()
    }

    fn is_many(&self, collection: CollectionId, (field, _): (usize, Option<usize>)) -> bool {
        let field = self.site.config.collection(collection).fields.get(field);
        field.is_some_and(|field| field.many && matches!(field.kind, FieldKind::Page(_) | FieldKind::Table(_)))
    }
}
