//! An entry as lists and references show it.

use std::sync::{Arc, OnceLock, PoisonError};

use super::{
    Views, facts,
    fragments::Failed,
    object::{Object, none},
};
use crate::{
    config::{Field, FieldId, FieldKind, LanguageId, VocabularyId, with_ids},
    content::{PageKey, Value as Content},
    locale::date::PartialDate,
    plan::address,
    site::{EntryId, TermId},
    theme::{Value, templates::text_value},
};

/// A term as entries show it: among their terms and among their facts, each written by the entry itself or derived.
#[derive(Clone, Debug)]
pub struct TermLinks {
    pub link: Value,
    pub derived_link: Value,
    pub fact: Value,
    pub derived_fact: Value,
    /// The theme could not show it.
    pub failed: Option<Failed>,
}

/// An entry's terms of one vocabulary: language, vocabulary, and each term with whether it is derived.
pub type RowKey = (LanguageId, VocabularyId, Vec<(TermId, bool)>);

/// Terms as cards show them. Many entries have the same.
#[derive(Debug)]
pub struct TermRow {
    terms: Value,
    /// Vocabulary and ids, for what lists are filtered by.
    ids: Value,
    html: OnceLock<Result<Option<Value>, Failed>>,
}

impl Views {
    /// A card; an entry that this language leaves out links to its original.
    pub fn card(&self, id: EntryId, language: LanguageId) -> Value {
        match self.cards.get(language.0).and_then(|cards| cards.get(id.0)) {
            Some(slot) => slot.get_or_init(|| self.make_card(id, language)).clone(),
            None => none(),
        }
    }

    pub fn cards(&self, ids: &[EntryId], language: LanguageId) -> Vec<Value> {
        ids.iter().map(|id| self.card(*id, language)).collect()
    }

    fn make_card(&self, id: EntryId, language: LanguageId) -> Value {
        let entry = self.site.entry(id);
        let (title, summary, shown) = match entry.shown(language) {
            Some((version, shown)) => (version.page.title.as_str(), version.page.summary.as_deref(), shown),
            None => match entry.original() {
                Some(version) => (version.page.title.as_str(), version.page.summary.as_deref(), entry.original),
                None => ("", None, entry.original),
            },
        };
        let collection = entry.key.collection().map(|c| self.site.config.collection(c));
        let (terms, term_ids) = self.terms(id, language);
        Object::new()
            .with("id", entry.key.id())
            .with("collection", collection.map_or("", |c| c.name.as_str()))
            .with("collection_title", collection.map_or("", |c| c.title.get(language)))
            .with("title", title)
            .with("url", self.url_value(self.plan.address(id, language)))
            .with("summary", summary)
            .with("lang", self.foreign(shown, language))
            .with("terms", terms)
            .with("term_ids", term_ids)
            .with("choices", self.choices(id, language))
            .with("date", self.dated(id, language))
            .into()
    }

    /// The tag for a `lang` attribute where a text is not in the page's language.
    pub fn foreign(&self, shown: LanguageId, language: LanguageId) -> Value {
        if shown == language { none() } else { self.site.config.tag(shown).into() }
    }

    /// An entry's terms of each vocabulary of the site, each once.
    fn terms_of_each(&self, id: EntryId) -> Vec<Vec<(TermId, bool)>> {
        let config = &self.site.config;
        let mut by_vocabulary: Vec<Vec<(TermId, bool)>> = vec![Vec::new(); config.vocabularies.len()];
        if let (PageKey::Entry(collection, _), Some(terms)) = (&self.site.entry(id).key, self.site.terms.get(id.0)) {
            let mut push = |vocabulary: VocabularyId, term: TermId, is_derived: bool| {
                if let Some(list) = by_vocabulary.get_mut(vocabulary.0)
                    && !list.iter().any(|(known, _)| *known == term)
                {
                    list.push((term, is_derived));
                }
            };
            for (field, written, derived) in &terms.fields {
                let field = config.collection(*collection).fields.get(field.0);
                let Some(FieldKind::Term(vocabulary)) = field.map(|field| &field.kind) else { continue };
                written.iter().for_each(|term| push(*vocabulary, *term, false));
                derived.iter().for_each(|term| push(*vocabulary, *term, true));
            }
            terms.in_rows.iter().for_each(|(vocabulary, term)| push(*vocabulary, *term, false));
        }
        by_vocabulary
    }

    /// The entry's terms by vocabulary, and those that it has with their ids.
    fn terms(&self, id: EntryId, language: LanguageId) -> (Value, Value) {
        let mut object = Object::new();
        let mut ids = Vec::new();
        for (at, terms) in self.terms_of_each(id).into_iter().enumerate() {
            let vocabulary = VocabularyId(at);
            let is_empty = terms.is_empty();
            let row = self.term_row((language, vocabulary, terms));
            object.insert(self.site.config.vocabulary(vocabulary).name.clone(), row.terms.clone());
            if !is_empty {
                ids.push(row.ids.clone());
            }
        }
        (object.into(), ids.into())
    }

    fn term_row(&self, key: RowKey) -> Arc<TermRow> {
        let known = self.term_rows.lock().unwrap_or_else(PoisonError::into_inner).get(&key).map(Arc::clone);
        known.unwrap_or_else(|| {
            let made = Arc::new(self.make_term_row(&key));
            self.term_rows.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
            made
        })
    }

    fn make_term_row(&self, (language, vocabulary, terms): &RowKey) -> TermRow {
        let links = |(term, is_derived): &(TermId, bool)| {
            let links = self.term_links(*vocabulary, *term, *language);
            if *is_derived { links.derived_link } else { links.link }
        };
        let ids: Vec<&str> = terms
            .iter()
            .filter_map(|(term, _)| self.site.term(*vocabulary, *term).map(|term| term.id.as_str()))
            .collect();
        let ids = Object::new()
            .with("vocabulary", text_value(&self.site.config.vocabulary(*vocabulary).name))
            .with("ids", text_value(&ids.join(" ")));
        let terms: Vec<Value> = terms.iter().map(links).collect();
        TermRow { terms: terms.into(), ids: ids.into(), html: OnceLock::new() }
    }

    /// The terms of an entry as the theme shows them on cards, for each vocabulary that it has some of.
    pub(super) fn term_fragments(&self, id: EntryId, language: LanguageId) -> Result<Vec<Value>, Failed> {
        let mut rows = Vec::new();
        for (at, terms) in self.terms_of_each(id).into_iter().enumerate().filter(|(_, terms)| !terms.is_empty()) {
            let row = self.term_row((language, VocabularyId(at), terms));
            let name = || self.site.config.vocabulary(VocabularyId(at)).name.as_str().into();
            let html = row.html.get_or_init(|| self.terms_fragment(name(), row.terms.clone(), language));
            rows.extend(html.clone()?);
        }
        Ok(rows)
    }

    pub fn term_links(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> TermLinks {
        let make = || {
            let link = |derived: bool| self.term_link(vocabulary, term, language).with("derived", derived).into();
            let mut failed = None;
            let mut fact = |derived| {
                let link = self.term_link(vocabulary, term, language);
                let html = self.value_fragment(facts::of_term(&link, derived, None), language);
                facts::of_term(
                    &link,
                    derived,
                    html.unwrap_or_else(|error| {
                        failed = Some(error);
                        None
                    }),
                )
            };
            let (fact, derived_fact) = (fact(false), fact(true));
            TermLinks { link: link(false), derived_link: link(true), fact, derived_fact, failed }
        };
        let slot =
            self.term_links.get(language.0).and_then(|all| all.get(vocabulary.0)).and_then(|all| all.get(term.0));
        slot.map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    pub fn term_link(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Object {
        let known = self.site.term(vocabulary, term);
        Object::new()
            .with("id", known.map_or("", |term| term.id.as_str()))
            .with("title", text_value(known.map_or("", |term| term.title.get(language))))
            .with("url", address::term(&self.site, vocabulary, term, language).map(|inside| self.url_value(&inside)))
    }

    fn choices(&self, id: EntryId, language: LanguageId) -> Value {
        let mut object = Object::new();
        let entry = self.site.entry(id);
        if let (PageKey::Entry(collection, _), Some(facts)) = (&entry.key, self.site.facts(id)) {
            for (at, field) in with_ids(&self.site.config.collection(*collection).fields) {
                let FieldKind::Choice(choices) = &field.kind else { continue };
                if let Some(Content::Choice(chosen)) = facts.get(at).first().map(|item| &item.value)
                    && let Some(choice) = choices.get(*chosen)
                {
                    let value = Object::new()
                        .with("id", choice.id.as_str())
                        .with("label", choice.label.get(language))
                        .with("role", facts::role(field));
                    object.insert(field.name.clone(), value);
                }
            }
        }
        object.into()
    }

    /// The first date field of the entry's collection that has a value.
    pub fn first_date(&self, id: EntryId) -> Option<&PartialDate> {
        self.date_field(id, |_| true).map(|(_, date)| date)
    }

    /// The first date field with a value among those that are wanted.
    pub fn date_field(&self, id: EntryId, wanted: impl Fn(&Field) -> bool) -> Option<(&Field, &PartialDate)> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let facts = self.site.facts(id)?;
        let fields = &self.site.config.collection(*collection).fields;
        let dates = |(_, field): &(FieldId, &Field)| matches!(field.kind, FieldKind::Date) && wanted(field);
        with_ids(fields).filter(dates).find_map(|(at, field)| match facts.get(at).first().map(|item| &item.value) {
            Some(Content::Date(date)) => Some((field, date)),
            _ => None,
        })
    }

    /// The entry's date with the name and label of its field, and whether this is the first date field of its
    /// collection: another date wants its label to be understood. Null when it has none.
    pub fn dated(&self, id: EntryId, language: LanguageId) -> Value {
        let Some((field, date)) = self.date_field(id, |_| true) else { return none() };
        let collection = self.site.entry(id).key.collection().map(|id| self.site.config.collection(id));
        let first = collection.and_then(|c| c.fields.iter().find(|field| matches!(field.kind, FieldKind::Date)));
        self.date(date, language)
            .with("year", u64::from(date.year()))
            .with("name", field.name.as_str())
            .with("role", facts::role(field))
            .with("label", field.label.get(language))
            .with("first", first.is_some_and(|first| first.name == field.name))
            .into()
    }

    pub fn date(&self, date: &PartialDate, language: LanguageId) -> Object {
        Object::new()
            .with("iso", text_value(&date.to_string()))
            .with("text", self.site.locale(language).format_date(date))
    }
}
