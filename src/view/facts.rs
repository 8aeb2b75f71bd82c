//! The facts of an entry or term, as labelled values.

use super::{
    Views,
    data::{EntryFacts, Fact, FactData, FactTable, FactValue, FactValueData, Relation, TermLink},
    fragments::{CardPlace, Failed},
    page::{foreign, other_direction},
    values::{Html, Shared, Text},
};
use crate::{
    config::{
        Choice, CollectionId, Field, FieldId, FieldKind, LanguageId, Role, VocabularyId, with_column_ids, with_ids,
    },
    content::{FieldValues, Item, PageKey, Value as Content},
    locale::typography,
    markdown::address::mailto,
    site::{EntryId, Inverse, TermId, texts_shown},
};

/// The number of referring entries that a page shows at once. The others are in `more_cards`, which a theme may fold.
const FIRST_RELATED: usize = 12;

/// A field's values when each is one of few: language, collection, field, and for each value its term or choice and
/// whether it is derived. Many entries have the same.
pub(super) type SharedFactKey = (LanguageId, CollectionId, FieldId, Vec<(usize, bool)>);

/// A fact that many entries have, and how the theme shows it, if it does.
#[derive(Clone, Debug)]
pub(super) struct SharedFact {
    fact: Shared<Fact>,
    html: Option<Html>,
}

/// Of so many facts a phone shows this many before the text, and folds the others. One or two more are sooner read than
/// unfolded.
const FIRST_FACTS: usize = 3;

impl EntryFacts {
    fn push(&mut self, name: &str, fact: Shared<Fact>) {
        self.facts_derived |= fact.derived;
        self.fact.0.push((name.to_owned(), fact.clone()));
        self.facts.push(fact);
    }
}

impl Views {
    pub(super) fn facts(&self, id: EntryId, language: LanguageId) -> Result<EntryFacts, Failed> {
        let mut facts = EntryFacts::default();
        let mut html = Vec::new();
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Ok(facts) };
        let Some(values) = self.site.facts(id) else { return Ok(facts) };
        let has_contact = self.has_contact(id);
        for (at, field) in with_ids(&self.site.config.collection(*collection).fields) {
            if let Some(chosen) = self.chosen(id, at, field, values) {
                if !chosen.is_empty() {
                    let shared = self.shared_fact(field, (language, *collection, at, chosen))?;
                    html.extend(shared.html.map(|html| (asked_for(field), html)));
                    facts.push(&field.name, shared.fact);
                }
                continue;
            }
            let Some(fact) = self.own_fact(id, at, field, values, language)? else { continue };
            let fact = Shared::new(fact);
            let (is_table, is_source) = (fact.table.is_some(), field.role == Some(Role::Source));
            if fact.long || (is_table && !is_source) {
                facts.fact_blocks.push(fact.clone());
            } else if !(is_table || has_contact && field.role == Some(Role::Contact)) {
                html.extend(self.fact_html(&fact, language)?.map(|html| (asked_for(field), html)));
            }
            if is_source {
                facts.sources = Some(fact.clone());
            }
            facts.push(&field.name, fact);
        }
        html.sort_by_key(|(rank, _)| *rank);
        let html: Vec<Html> = html.into_iter().map(|(_, html)| html).collect();
        let first = if html.len() > FIRST_FACTS + 2 { FIRST_FACTS } else { html.len() };
        let (first, more) = html.split_at(first);
        facts.facts_html = Html::lines(first);
        facts.more_facts_html = Html::lines(more);
        facts.more_facts = more.len();
        Ok(facts)
    }

    /// A fact of an entry. `None` without a value.
    pub(super) fn fact_of_entry(
        &self,
        id: EntryId,
        collection: CollectionId,
        (at, field): (FieldId, &Field),
        values: &FieldValues,
        language: LanguageId,
    ) -> Result<Option<Shared<Fact>>, Failed> {
        match self.chosen(id, at, field, values) {
            Some(chosen) if chosen.is_empty() => Ok(None),
            Some(chosen) => Ok(Some(self.shared_fact(field, (language, collection, at, chosen))?.fact)),
            None => Ok(self.own_fact(id, at, field, values, language)?.map(Shared::new)),
        }
    }

    /// A fact that is the entry's own: neither terms nor choices. `None` without a value.
    pub(super) fn own_fact(
        &self,
        id: EntryId,
        at: FieldId,
        field: &Field,
        values: &FieldValues,
        language: LanguageId,
    ) -> Result<Option<Fact>, Failed> {
        if field.localized {
            let Some((texts, shown)) = self.site.localized(id, at, language) else { return Ok(None) };
            let values = texts.iter().map(|text| self.text(text, &field.kind, shown, language)).collect();
            return Ok(fact(field, values, language));
        }
        if let FieldKind::Table(columns) = &field.kind {
            let rows = values.get(at).iter().map(|item| self.row(id, columns, item, language));
            let rows = rows.collect::<Result<Vec<_>, Failed>>()?;
            return Ok((!rows.is_empty()).then(|| table(field, columns, rows, language)));
        }
        let values = values.get(at).iter().filter_map(|item| self.value(Some(id), field, item, language).transpose());
        Ok(fact(field, values.collect::<Result<_, Failed>>()?, language))
    }

    fn fact_html(&self, fact: &Shared<Fact>, language: LanguageId) -> Result<Option<Html>, Failed> {
        self.fragment_of("facts/fact.html", &FactData { fact: fact.clone() }, language)
    }

    /// The terms or choices of a field that has nothing else.
    fn chosen(&self, id: EntryId, at: FieldId, field: &Field, values: &FieldValues) -> Option<Vec<(usize, bool)>> {
        match &field.kind {
            FieldKind::Term(vocabulary) => {
                let written = values.get(at).iter().filter_map(|item| match &item.value {
                    Content::Term(term) => self.site.find_term(*vocabulary, term),
                    _ => None,
                });
                let fields = self.site.terms.get(id.0).map(|terms| terms.fields.as_slice()).unwrap_or_default();
                let derived = fields.iter().find(|terms| terms.field == at);
                let derived = derived.map(|terms| terms.derived.as_slice()).unwrap_or_default();
                Some(written.map(|term| (term.0, false)).chain(derived.iter().map(|term| (term.0, true))).collect())
            }
            FieldKind::Choice(_) => {
                let chosen = values.get(at).iter().filter_map(|item| match item.value {
                    Content::Choice(chosen) => Some((chosen, false)),
                    _ => None,
                });
                Some(chosen.collect())
            }
            _ => None,
        }
    }

    fn shared_fact(&self, field: &Field, key: SharedFactKey) -> Result<SharedFact, Failed> {
        self.caches.facts.get(key, |key| self.make_shared_fact(field, key))
    }

    fn make_shared_fact(&self, field: &Field, (language, _, _, chosen): &SharedFactKey) -> Result<SharedFact, Failed> {
        let value = |(at, derived): &(usize, bool)| match &field.kind {
            FieldKind::Term(vocabulary) => Some(self.term_value(*vocabulary, TermId(*at), *derived, *language)),
            FieldKind::Choice(choices) => choices.get(*at).map(|choice| Ok(choice_value(self, choice, *language))),
            _ => None,
        };
        let values = chosen.iter().filter_map(value).collect::<Result<Vec<FactValue>, Failed>>()?;
        let fact = Shared::new(fact_of(field, values, None, *language));
        let html = self.fact_html(&fact, *language)?;
        Ok(SharedFact { fact, html })
    }

    /// A term as a value, with how the theme shows it.
    fn term_value(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        derived: bool,
        language: LanguageId,
    ) -> Result<FactValue, Failed> {
        let TermLink { id, title, url } = self.term_link(vocabulary, term, language);
        let known = self.site.term(vocabulary, term);
        let shown = known.map_or(language, |term| term.title.shown_in(language));
        let (lang, dir) = (foreign(self, shown, language), other_direction(self, shown, language));
        let value = FactValue { url, id: Some(id), derived, lang, dir, ..FactValue::new("term", title) };
        let html = self.fragment_of("facts/value.html", &FactValueData { value: value.clone() }, language)?;
        Ok(FactValue { html, ..value })
    }

    /// The facts of a term, which are localised in place.
    pub(super) fn term_facts(
        &self,
        fields: &[Field],
        values: &FieldValues,
        language: LanguageId,
    ) -> Result<Vec<Fact>, Failed> {
        let facts = with_ids(fields).map(|(at, field)| {
            let shown = self.values(None, field, values.get(at), language)?;
            Ok(fact(field, shown, language))
        });
        Ok(facts.collect::<Result<Vec<_>, Failed>>()?.into_iter().flatten().collect())
    }

    /// A row: for each column its values.
    fn row(
        &self,
        id: EntryId,
        columns: &[Field],
        item: &Item,
        language: LanguageId,
    ) -> Result<Vec<Vec<FactValue>>, Failed> {
        let Content::Row(row) = &item.value else { return Ok(Vec::new()) };
        with_column_ids(columns).map(|(at, column)| self.values(Some(id), column, row.get(at), language)).collect()
    }

    /// The values of a field that is localised in place, or not at all.
    fn values(
        &self,
        id: Option<EntryId>,
        field: &Field,
        items: &[Item],
        language: LanguageId,
    ) -> Result<Vec<FactValue>, Failed> {
        let mut values = Vec::new();
        for item in items {
            match &item.value {
                Content::Localized(_) => {
                    let original = id.map_or(LanguageId::default(), |id| self.site.entry(id).original);
                    let Some((texts, shown)) = texts_shown(std::slice::from_ref(item), language, original) else {
                        continue;
                    };
                    values.extend(texts.iter().map(|text| self.text(text, &field.kind, shown, language)));
                }
                _ => values.extend(self.value(id, field, item, language)?),
            }
        }
        Ok(values)
    }

    fn text(&self, text: &str, kind: &FieldKind, shown: LanguageId, language: LanguageId) -> FactValue {
        let is_url = matches!(kind, FieldKind::Url);
        let written = if is_url { text.into() } else { typography::plain(text, self.site.config.tag(shown)) };
        FactValue {
            url: is_url.then(|| text.into()),
            lang: foreign(self, shown, language),
            dir: other_direction(self, shown, language),
            ..FactValue::new(kind.name(), &*written)
        }
    }

    /// One value; `None` for a reference that leads nowhere (which is reported) or to a draft.
    fn value(
        &self,
        id: Option<EntryId>,
        field: &Field,
        item: &Item,
        language: LanguageId,
    ) -> Result<Option<FactValue>, Failed> {
        let Content::Term(term) = &item.value else { return Ok(self.plain_value(id, field, item, language)) };
        let FieldKind::Term(vocabulary) = field.kind else { return Ok(None) };
        let term = self.site.find_term(vocabulary, term);
        term.map(|term| self.term_value(vocabulary, term, false, language)).transpose()
    }

    /// One value that is no term.
    pub(super) fn plain_value(
        &self,
        id: Option<EntryId>,
        field: &Field,
        item: &Item,
        language: LanguageId,
    ) -> Option<FactValue> {
        let locale = self.site.locale(language);
        let kind = field.kind.name();
        Some(match &item.value {
            Content::Text(text) => FactValue::new(kind, text),
            Content::Integer(number) => {
                FactValue { number: Some(*number), ..FactValue::new(kind, locale.format_integer(*number)) }
            }
            Content::Decimal(digits) => {
                FactValue { id: Some(digits.into()), ..FactValue::new(kind, locale.format_decimal(digits)) }
            }
            Content::Boolean(value) => {
                let key = if *value { "boolean-true" } else { "boolean-false" };
                FactValue { id: Some(value.to_string().into()), ..FactValue::new(kind, self.string(language, key)) }
            }
            Content::Date(date) => {
                FactValue { iso: Some(date.to_string().into()), ..FactValue::new(kind, locale.format_date(date)) }
            }
            Content::Url(address) => {
                FactValue { url: Some(address.into()), ..FactValue::new(kind, shown_address(address)) }
            }
            Content::Email(address) => FactValue { url: Some(mailto(address).into()), ..FactValue::new(kind, address) },
            Content::Choice(chosen) => {
                let FieldKind::Choice(choices) = &field.kind else { return None };
                choice_value(self, choices.get(*chosen)?, language)
            }
            Content::Page(page) => {
                let FieldKind::Page(of) = &field.kind else { return None };
                self.page_value(self.site.find_page(of, page)?, language)
            }
            Content::File(name) => {
                let role = field.role.filter(|role| role.is_picture());
                let picture = role.and_then(|role| self.picture(id?, name, role == Role::Logo, language));
                FactValue { url: Some(self.file_url(id?, name)?.into()), picture, ..FactValue::new(kind, name) }
            }
            Content::Money { amount, currency } => FactValue {
                id: Some(format!("{amount} {currency}").into()),
                ..FactValue::new(kind, locale.format_money(amount, currency))
            },
            Content::Term(_) | Content::Localized(_) | Content::Row(_) => return None,
        })
    }

    fn page_value(&self, target: EntryId, language: LanguageId) -> FactValue {
        let card = self.card(target, language);
        FactValue {
            url: Some(card.url.clone()),
            lang: card.lang.clone(),
            dir: card.dir.clone(),
            id: Some(card.id.clone()),
            card: Some(card.clone()),
            ..FactValue::new("page", card.title.clone())
        }
    }

    /// The entries that refer to one, by the field that does.
    pub(super) fn relations(&self, id: EntryId, language: LanguageId) -> Result<Vec<Relation>, Failed> {
        let inverse: &[Inverse] = self.site.inverse.get(id.0).map_or(&[], Vec::as_slice);
        inverse.iter().filter_map(|inverse| self.relation(inverse, language).transpose()).collect()
    }

    fn relation(&self, inverse: &Inverse, language: LanguageId) -> Result<Option<Relation>, Failed> {
        let fields = &self.site.config.collection(inverse.collection).fields;
        let Some(field) = inverse.field.find(fields) else { return Ok(None) };
        let Some(label) = field.inverse.as_ref().map(|label| label.get(language)) else { return Ok(None) };
        let sources = self.site.sorted(&inverse.sources, language);
        if sources.is_empty() {
            return Ok(None);
        }
        let (first, more) = sources.split_at(FIRST_RELATED.min(sources.len()));
        Ok(Some(Relation {
            label: label.into(),
            field: (&field.name).into(),
            collection: self.collection_link(inverse.collection, language),
            items: self.cards(&sources, language),
            cards: self.card_fragments(CardPlace::Relation, first, language)?,
            more_cards: self.card_fragments(CardPlace::Relation, more, language)?,
            more: more.len(),
            count: sources.len(),
        }))
    }
}

impl FactValue {
    /// A value that is nothing but its text.
    pub(super) fn new(kind: &str, text: impl Into<Text>) -> Self {
        Self {
            kind: kind.into(),
            text: text.into(),
            url: None,
            lang: None,
            dir: None,
            iso: None,
            id: None,
            derived: false,
            number: None,
            card: None,
            picture: None,
            html: None,
        }
    }
}

/// A fact that is no table; `None` without a value.
fn fact(field: &Field, values: Vec<FactValue>, language: LanguageId) -> Option<Fact> {
    (!values.is_empty()).then(|| fact_of(field, values, None, language))
}

fn fact_of(field: &Field, values: Vec<FactValue>, table: Option<FactTable>, language: LanguageId) -> Fact {
    Fact {
        name: (&field.name).into(),
        label: field.label.get(language).into(),
        kind: field.kind.name().into(),
        role: role(field),
        many: values.len() != 1,
        long: is_long(field, &values),
        derived: values.iter().any(|value| value.derived),
        values,
        table,
    }
}

/// Leaves out columns that are empty in every row. Sources keep all, as templates rely on the first one being the source.
fn table(field: &Field, columns: &[Field], rows: Vec<Vec<Vec<FactValue>>>, language: LanguageId) -> Fact {
    let has_values = |at: usize| rows.iter().filter_map(|row| row.get(at)).any(|cell| !cell.is_empty());
    let is_shown: Vec<bool> = (0..columns.len()).map(|at| field.role == Some(Role::Source) || has_values(at)).collect();
    let shown = || columns.iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown).map(|(column, _)| column);
    let shown_cells = |row: Vec<Vec<FactValue>>| {
        row.into_iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown).map(|(cell, _)| cell).collect()
    };
    let table = FactTable {
        columns: shown().map(|column| column.label.get(language).into()).collect(),
        column_names: shown().map(|column| (&column.name).into()).collect(),
        rows: rows.into_iter().map(shown_cells).collect(),
    };
    fact_of(field, Vec::new(), Some(table), language)
}

/// The place of a fact among the others by what readers ask first: when, where, who, how it stands; what it is sorted
/// under comes last.
pub(super) fn asked_for(field: &Field) -> usize {
    match (&field.kind, field.role) {
        (FieldKind::Date, _) => 0,
        (_, Some(Role::Place)) => 1,
        (_, Some(Role::Party)) => 2,
        (_, Some(Role::Status)) => 3,
        (FieldKind::Term(_) | FieldKind::Choice(_), _) => 5,
        _ => 4,
    }
}

/// The name of a field's role.
pub(super) fn role(field: &Field) -> Option<Text> {
    field.role.map(|role| role.name().into())
}

fn choice_value(views: &Views, choice: &Choice, language: LanguageId) -> FactValue {
    let shown = choice.label.shown_in(language);
    FactValue {
        id: Some((&choice.id).into()),
        lang: foreign(views, shown, language),
        dir: other_direction(views, shown, language),
        ..FactValue::new("choice", choice.label.get(language))
    }
}

/// Whether a fact is a list of sentences: at least half of its values have more than `SENTENCE` characters.
fn is_long(field: &Field, values: &[FactValue]) -> bool {
    const SENTENCE: usize = 60;
    let long = |value: &&FactValue| value.text.as_str().chars().count() > SENTENCE;
    matches!(field.kind, FieldKind::Text) && values.len() > 1 && values.iter().filter(long).count() * 2 >= values.len()
}

/// An address as people read it: without scheme and closing slash.
fn shown_address(address: &str) -> String {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.strip_suffix('/').unwrap_or(rest).to_owned()
}
