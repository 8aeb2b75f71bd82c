//! An entry as lists and references show it.

use std::sync::{Arc, OnceLock};

use super::{
    Views,
    data::{Card, CardTermsData, ChosenValue, Date, EntryDate, EntryTerm, Picture, TermIds, TermLink},
    facts::role,
    fragments::Failed,
    page::{foreign, other_direction},
    values::{Html, Named, Shared, Text},
};
use crate::{
    config::{Field, FieldKind, LanguageId, Role, VocabularyId, with_ids},
    content::{PageKey, Value as Content},
    locale::date::PartialDate,
    plan::address,
    site::{EntryId, FieldTerms, TermId},
};

/// An entry's terms of one vocabulary: language, vocabulary, and each term with whether it is derived.
pub(super) type TermRowKey = (LanguageId, VocabularyId, Vec<(TermId, bool)>);

/// Terms as cards show them. Many entries have the same.
#[derive(Debug)]
pub(super) struct CardTerms {
    terms: Shared<Vec<EntryTerm>>,
    /// The same for the script that filters lists.
    ids: Shared<TermIds>,
    html: OnceLock<Result<Option<Html>, Failed>>,
}

impl Views {
    /// A card; an entry that this language leaves out links to its original.
    pub(super) fn card(&self, id: EntryId, language: LanguageId) -> Shared<Card> {
        self.caches.cards.get(language, id.0, || Shared::new(self.make_card(id, language)))
    }

    pub(super) fn cards(&self, ids: &[EntryId], language: LanguageId) -> Vec<Shared<Card>> {
        ids.iter().map(|id| self.card(*id, language)).collect()
    }

    fn make_card(&self, id: EntryId, language: LanguageId) -> Card {
        let entry = self.site.entry(id);
        let shown = entry.shown(language).or_else(|| entry.original().map(|version| (version, entry.original)));
        let page = shown.map(|(version, _)| &version.page);
        let shown_in = shown.map_or(entry.original, |(_, shown_in)| shown_in);
        let collection = entry.key.collection().map(|c| self.site.config.collection(c));
        let (terms, term_ids) = self.terms_of_card(id, language);
        Card {
            id: entry.key.id().into(),
            collection: collection.map_or("", |c| c.name.as_str()).into(),
            collection_title: collection.map_or("", |c| c.title.get(language)).into(),
            title: page.map_or("", |page| page.title.as_str()).into(),
            url: self.url(self.plan.address(id, language)).into(),
            summary: page.and_then(|page| page.summary.as_ref()).map(Into::into),
            logo: self.logo(id, language),
            lang: foreign(self, shown_in, language),
            dir: other_direction(self, shown_in, language),
            terms,
            term_ids,
            kind: self.kind(id, language),
            choices: self.choices(id, language),
            unconfirmed: self.unconfirmed(id).map(|choice| choice.label.get(language).into()),
            date: self.site.date_field(id, |_| true).map(|(field, date)| self.entry_date(id, field, date, language)),
        }
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
            for FieldTerms { field, written, derived } in &terms.fields {
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
    fn terms_of_card(
        &self,
        id: EntryId,
        language: LanguageId,
    ) -> (Named<Shared<Vec<EntryTerm>>>, Vec<Shared<TermIds>>) {
        let mut by_name = Vec::new();
        let mut ids = Vec::new();
        for (at, terms) in self.terms_of_each(id).into_iter().enumerate() {
            let vocabulary = VocabularyId(at);
            let is_empty = terms.is_empty();
            let row = self.term_row((language, vocabulary, terms));
            by_name.push((self.site.config.vocabulary(vocabulary).name.clone(), row.terms.clone()));
            if !is_empty {
                ids.push(row.ids.clone());
            }
        }
        (Named(by_name), ids)
    }

    fn term_row(&self, key: TermRowKey) -> Arc<CardTerms> {
        self.caches.term_rows.get(key, |key| Arc::new(self.make_term_row(key)))
    }

    fn make_term_row(&self, (language, vocabulary, terms): &TermRowKey) -> CardTerms {
        let term = |(term, derived): &(TermId, bool)| EntryTerm {
            link: self.term_link(*vocabulary, *term, *language),
            derived: *derived,
        };
        let known = terms.iter().filter_map(|(term, _)| self.site.term(*vocabulary, *term));
        let ids: Vec<&str> = known.map(|term| term.id.as_str()).collect();
        let vocabulary_name = &self.site.config.vocabulary(*vocabulary).name;
        CardTerms {
            terms: Shared::new(terms.iter().map(term).collect()),
            ids: Shared::new(TermIds { vocabulary: vocabulary_name.into(), ids: ids.join(" ").into() }),
            html: OnceLock::new(),
        }
    }

    /// The terms of an entry as the theme shows them on cards, for each vocabulary that it has some of.
    pub(super) fn term_fragments(&self, id: EntryId, language: LanguageId) -> Result<Vec<Html>, Failed> {
        let mut rows = Vec::new();
        for (at, terms) in self.terms_of_each(id).into_iter().enumerate().filter(|(_, terms)| !terms.is_empty()) {
            let row = self.term_row((language, VocabularyId(at), terms));
            let html = row.html.get_or_init(|| {
                let vocabulary = (&self.site.config.vocabulary(VocabularyId(at)).name).into();
                let data = CardTermsData { vocabulary, terms: row.terms.clone() };
                self.fragment_of("cards/terms.html", &data, language)
            });
            rows.extend(html.clone()?);
        }
        Ok(rows)
    }

    pub(super) fn term_link(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> TermLink {
        let known = self.site.term(vocabulary, term);
        TermLink {
            id: known.map_or("", |term| term.id.as_str()).into(),
            title: known.map_or("", |term| term.title.get(language)).into(),
            url: address::term(&self.site, vocabulary, term, language).map(|inside| self.url(&inside).into()),
        }
    }

    /// The entry's sign, by its field of the role `logo`.
    fn logo(&self, id: EntryId, language: LanguageId) -> Option<Picture> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let mut fields = with_ids(&self.site.config.collection(*collection).fields);
        let (at, _) = fields.find(|(_, field)| field.role == Some(Role::Logo))?;
        match &self.site.facts(id)?.get(at).first()?.value {
            Content::File(name) => self.picture(id, name, true, language),
            _ => None,
        }
    }

    /// The kind of the entry, by its choice of the role `kind`.
    fn kind(&self, id: EntryId, language: LanguageId) -> Option<Text> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let mut fields = with_ids(&self.site.config.collection(*collection).fields);
        let (at, field) = fields.find(|(_, field)| field.role == Some(Role::Kind))?;
        let FieldKind::Choice(choices) = &field.kind else { return None };
        match self.site.facts(id)?.get(at).first()?.value {
            Content::Choice(chosen) => Some(choices.get(chosen)?.label.get(language).into()),
            _ => None,
        }
    }

    fn choices(&self, id: EntryId, language: LanguageId) -> Named<ChosenValue> {
        let mut chosen_values = Vec::new();
        let entry = self.site.entry(id);
        if let (PageKey::Entry(collection, _), Some(facts)) = (&entry.key, self.site.facts(id)) {
            for (at, field) in with_ids(&self.site.config.collection(*collection).fields) {
                let FieldKind::Choice(choices) = &field.kind else { continue };
                if let Some(Content::Choice(chosen)) = facts.get(at).first().map(|item| &item.value)
                    && let Some(choice) = choices.get(*chosen)
                {
                    let value = ChosenValue {
                        id: (&choice.id).into(),
                        label: choice.label.get(language).into(),
                        role: role(field),
                        unconfirmed: choice.unconfirmed,
                    };
                    chosen_values.push((field.name.clone(), value));
                }
            }
        }
        Named(chosen_values)
    }

    /// The first date field of the entry's collection that has a value.
    pub(super) fn first_date(&self, id: EntryId) -> Option<&PartialDate> {
        self.site.date_field(id, |_| true).map(|(_, date)| date)
    }

    /// A date of an entry, with its field.
    pub(super) fn entry_date(&self, id: EntryId, field: &Field, date: &PartialDate, language: LanguageId) -> EntryDate {
        let collection = self.site.entry(id).key.collection().map(|id| self.site.config.collection(id));
        let first = collection.and_then(|c| c.fields.iter().find(|field| matches!(field.kind, FieldKind::Date)));
        EntryDate {
            date: self.date(date, language),
            year: date.year(),
            name: (&field.name).into(),
            role: role(field),
            label: field.label.get(language).into(),
            first: first.is_some_and(|first| first.name == field.name),
        }
    }

    pub(super) fn date(&self, date: &PartialDate, language: LanguageId) -> Date {
        Date { iso: date.to_string().into(), text: self.site.locale(language).format_date(date).into() }
    }
}
