//! Timelines: entries by the years of their dates, and the newest.

use std::collections::BTreeMap;

use super::{
    Views,
    data::{Date, LabelledDate, NewestEntry, TimelineYear},
    values::Shared,
};
use crate::{
    config::{LanguageId, Role},
    locale::date::PartialDate,
    site::EntryId,
};

/// A timeline shows so many entries, the newest: beyond that the lists say it better.
const TIMELINE_LIMIT: usize = 150;

/// The home page shows so many of the newest entries.
const NEWEST: usize = 8;

impl Views {
    /// All dated entries of the site, newest year first.
    pub(super) fn timeline(&self, language: LanguageId) -> Shared<Vec<TimelineYear>> {
        self.caches.timelines.get(language, 0, || {
            let all: Vec<EntryId> = self.site.entry_ids().collect();
            Shared::new(self.timeline_of(&all, language))
        })
    }

    pub(super) fn timeline_of(&self, entries: &[EntryId], language: LanguageId) -> Vec<TimelineYear> {
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
        let year = |(year, ids): (u16, Vec<EntryId>)| TimelineYear { year, items: self.cards(&ids, language) };
        years.into_iter().rev().map(year).collect()
    }

    /// The entries that came last, by their own dates: when signed, held, published, announced.
    pub(super) fn newest(&self, language: LanguageId) -> Vec<NewestEntry> {
        let mut dated: Vec<_> = self
            .site
            .entry_ids()
            .filter(|id| self.site.entry(*id).shown(language).is_some())
            .filter_map(|id| {
                let (field, date) = self.site.date_field(id, |field| !field.role.is_some_and(Role::is_last_day))?;
                Some((date, field, id))
            })
            .collect();
        dated.sort_by(|a, b| b.0.cmp(a.0).then(a.2.cmp(&b.2)));
        let newest = dated.iter().take(NEWEST).map(|(date, field, id)| {
            let Date { iso, text } = self.date(date, language);
            let date = LabelledDate { iso, text, label: field.label.get(language).into() };
            NewestEntry { entry: self.card(*id, language), date }
        });
        newest.collect()
    }
}
