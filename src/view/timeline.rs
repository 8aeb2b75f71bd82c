//! Timelines: entries by the years of their dates, and the newest.

use std::collections::BTreeMap;

use super::{
    Views,
    data::{NewestEntry, TimelineCount, TimelineYear},
};
use crate::{
    config::{Choice, CollectionId, LanguageId, Role},
    locale::date::PartialDate,
    site::EntryId,
};

/// A timeline lists the newest years, until it has so many entries; older years are counted. Readers who want more have the lists.
const TIMELINE_LIMIT: usize = 150;

/// The number of the newest entries that the home page shows.
const NEWEST: usize = 8;

impl Views {
    /// The dated ones among some entries, newest year first. A year's entries stand there all or not at all.
    pub(super) fn timeline(&self, entries: &[EntryId], language: LanguageId) -> Vec<TimelineYear> {
        let mut dated: Vec<(&PartialDate, EntryId)> = entries
            .iter()
            .filter(|id| self.site.entry(**id).shown(language).is_some())
            .filter_map(|id| Some((self.first_date(*id)?, *id)))
            .collect();
        dated.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(&b.1)));
        let mut years: BTreeMap<u16, Vec<EntryId>> = BTreeMap::new();
        for (date, id) in dated {
            years.entry(date.year()).or_default().push(id);
        }
        let mut listed = 0;
        let year = |(year, ids): (u16, Vec<EntryId>)| {
            let is_listed = listed < TIMELINE_LIMIT;
            listed += ids.len();
            TimelineYear {
                year,
                count: ids.len(),
                counts: self.timeline_counts(&ids),
                items: if is_listed { self.cards(&ids, language) } else { Vec::new() },
            }
        };
        years.into_iter().rev().map(year).collect()
    }

    /// The numbers of a year's entries by collection, in the order of site.toml.
    fn timeline_counts(&self, ids: &[EntryId]) -> Vec<TimelineCount> {
        let mut counts: BTreeMap<CollectionId, usize> = BTreeMap::new();
        for collection in ids.iter().filter_map(|id| self.site.entry(*id).key.collection()) {
            *counts.entry(collection).or_default() += 1;
        }
        let count = |(collection, count)| TimelineCount {
            collection: (&self.site.config.collection(collection).name).into(),
            count,
        };
        counts.into_iter().map(count).collect()
    }

    /// The entries that came last, by their own dates: when signed, held, published, announced. What nobody has confirmed
    /// is not among them.
    pub(super) fn newest(&self, language: LanguageId) -> Vec<NewestEntry> {
        let mut dated: Vec<_> = self
            .site
            .entry_ids()
            .filter(|id| self.site.entry(*id).shown(language).is_some() && self.unconfirmed(*id).is_none())
            .filter_map(|id| {
                let (field, date) = self.site.date_field(id, |field| !field.role.is_some_and(Role::is_last_day))?;
                Some((date, field, id))
            })
            .collect();
        dated.sort_by(|a, b| b.0.cmp(a.0).then(a.2.cmp(&b.2)));
        let newest = dated.iter().take(NEWEST).map(|(date, field, id)| NewestEntry {
            entry: self.card(*id, language),
            date: self.entry_date(*id, field, date, language),
        });
        newest.collect()
    }

    /// The choice of the entry that says that it is announced and not confirmed.
    pub(super) fn unconfirmed(&self, id: EntryId) -> Option<&Choice> {
        self.chosen_with(id, |choice| choice.unconfirmed)
    }
}
