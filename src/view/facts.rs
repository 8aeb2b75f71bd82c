//! The facts of an entry or term, as labelled values.

use super::{
    Views,
    fragments::{CardPlace, Failed},
    object::{Object, none},
};
use crate::{
    config::{Field, FieldKind, LanguageId},
    content::{FieldValues, Item, PageKey, Value as Content},
    locale::typography,
    plan::address,
    site::{EntryId, Inverse, relations, texts_in},
    theme::Value,
};

impl Views {
    /// The facts of an entry in the schema's order, those without a value left out; and the same by name.
    pub fn facts(&self, id: EntryId, language: LanguageId) -> (Vec<Value>, Value) {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return (Vec::new(), Object::new().into()) };
        let Some(values) = self.site.facts(id) else { return (Vec::new(), Object::new().into()) };
        let fields = &self.site.config.collection(*collection).fields;
        let mut list = Vec::new();
        let mut by_name = Object::new();
        for (at, field) in fields.iter().enumerate() {
            let fact = if field.localized {
                self.site.localized(id, at, language).and_then(|(texts, shown)| {
                    let values: Vec<Value> =
                        texts.iter().map(|text| self.text(text, &field.kind, shown, language)).collect();
                    (!values.is_empty()).then(|| self.fact(field, values, Vec::new(), language))
                })
            } else {
                self.shared_fact(id, at, field, values, language)
            };
            if let Some(fact) = fact {
                let fact: Value = fact.into();
                by_name.insert(field.name.clone(), fact.clone());
                list.push(fact);
            }
        }
        (list, by_name.into())
    }

    fn shared_fact(
        &self,
        id: EntryId,
        at: usize,
        field: &Field,
        values: &FieldValues,
        language: LanguageId,
    ) -> Option<Object> {
        let items = values.get(at);
        if let FieldKind::Table(columns) = &field.kind {
            let rows: Vec<Value> = items.iter().map(|item| self.row(id, columns, item, language)).collect();
            return (!rows.is_empty()).then(|| self.fact(field, Vec::new(), rows, language));
        }
        let mut shown: Vec<Value> =
            items.iter().filter_map(|item| self.value(Some(id), field, item, language)).collect();
        if let FieldKind::Term(vocabulary) = field.kind {
            let derived = self.site.terms.get(id.0).and_then(|terms| terms.fields.iter().find(|(f, _, _)| *f == at));
            for term in derived.map(|(_, _, derived)| derived.as_slice()).unwrap_or_default() {
                shown.push(self.term_links(vocabulary, *term, language).derived_fact);
            }
        }
        (!shown.is_empty()).then(|| self.fact(field, shown, Vec::new(), language))
    }

    /// The facts of a term, which are localised in place.
    pub fn term_facts(&self, fields: &[Field], values: &FieldValues, language: LanguageId) -> Vec<Value> {
        fields
            .iter()
            .enumerate()
            .filter_map(|(at, field)| {
                let shown: Vec<Value> = values
                    .get(at)
                    .iter()
                    .flat_map(|item| match &item.value {
                        Content::Localized(_) => texts_in(std::slice::from_ref(item), language)
                            .unwrap_or_default()
                            .iter()
                            .map(|text| self.text(text, &field.kind, language, language))
                            .collect(),
                        _ => self.value(None, field, item, language).into_iter().collect::<Vec<_>>(),
                    })
                    .collect();
                (!shown.is_empty()).then(|| self.fact(field, shown, Vec::new(), language).into())
            })
            .collect()
    }

    fn fact(&self, field: &Field, values: Vec<Value>, rows: Vec<Value>, language: LanguageId) -> Object {
        let columns: Vec<Value> = match &field.kind {
            FieldKind::Table(columns) => columns.iter().map(|column| column.label.get(language).into()).collect(),
            _ => Vec::new(),
        };
        let column_names: Vec<Value> = match &field.kind {
            FieldKind::Table(columns) => columns.iter().map(|column| column.name.as_str().into()).collect(),
            _ => Vec::new(),
        };
        let derived = values.iter().any(|value| flag(value, "derived"));
        Object::new()
            .with("name", field.name.as_str())
            .with("label", field.label.get(language))
            .with("kind", field.kind.name())
            .with("long", matches!(field.kind, FieldKind::Text) && is_long(&values))
            .with("derived", derived)
            .with("values", values)
            .with("columns", columns)
            .with("column_names", column_names)
            .with("rows", rows)
            .with("localized", field.localized)
    }

    /// A row: for each column its values.
    fn row(&self, id: EntryId, columns: &[Field], item: &Item, language: LanguageId) -> Value {
        let Content::Row(row) = &item.value else { return none() };
        let cells: Vec<Value> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let values: Vec<Value> = row
                    .get(at)
                    .iter()
                    .flat_map(|item| match &item.value {
                        Content::Localized(_) => texts_in(std::slice::from_ref(item), language)
                            .unwrap_or_default()
                            .iter()
                            .map(|text| self.text(text, &column.kind, language, language))
                            .collect(),
                        _ => self.value(Some(id), column, item, language).into_iter().collect::<Vec<_>>(),
                    })
                    .collect();
                values.into()
            })
            .collect();
        cells.into()
    }

    fn text(&self, text: &str, kind: &FieldKind, shown: LanguageId, language: LanguageId) -> Value {
        let url = if matches!(kind, FieldKind::Url) { text.into() } else { none() };
        let text = match kind {
            FieldKind::Url => text.to_owned(),
            _ => typography::plain(text, self.site.config.tag(shown)).into_owned(),
        };
        plain(kind.name(), text).with("url", url).with("lang", self.foreign(shown, language)).into()
    }

    /// One value; `None` for a reference that leads nowhere (which is reported) or to a draft.
    fn value(&self, id: Option<EntryId>, field: &Field, item: &Item, language: LanguageId) -> Option<Value> {
        let locale = self.site.locale(language);
        let kind = field.kind.name();
        Some(match &item.value {
            Content::Text(text) => plain(kind, text.as_str()).into(),
            Content::Integer(number) => plain(kind, locale.format_integer(*number)).with("number", *number).into(),
            Content::Decimal(digits) => plain(kind, locale.format_decimal(digits)).into(),
            Content::Boolean(value) => {
                let key = if *value { "boolean-true" } else { "boolean-false" };
                plain(kind, self.string(language, key)).with("id", value.to_string()).into()
            }
            Content::Date(date) => plain(kind, locale.format_date(date)).with("iso", date.to_string()).into(),
            Content::Url(address) => plain(kind, shown_address(address)).with("url", address.as_str()).into(),
            Content::Email(address) => plain(kind, address.as_str()).with("url", format!("mailto:{address}")).into(),
            Content::Choice(chosen) => {
                let FieldKind::Choice(choices) = &field.kind else { return None };
                let choice = choices.get(*chosen)?;
                plain(kind, choice.label.get(language)).with("id", choice.id.as_str()).into()
            }
            Content::Term(term) => {
                let FieldKind::Term(vocabulary) = field.kind else { return None };
                let term = self.site.find_term(vocabulary, term)?;
                self.term_links(vocabulary, term, language).fact
            }
            Content::Page(page) => {
                let FieldKind::Page(of) = &field.kind else { return None };
                self.reference(self.site.find_page(of, page)?, language)
            }
            Content::File(name) => {
                let entry = self.site.entry(id?);
                let file = entry.attachment(name)?;
                let path = address::attachment(&entry.key, &self.site.config, name, file);
                plain(kind, name.as_str()).with("url", self.url(&path)).into()
            }
            Content::Money { amount, currency } => {
                plain(kind, locale.format_money(amount, currency)).with("id", format!("{amount} {currency}")).into()
            }
            Content::Localized(_) | Content::Row(_) => return None,
        })
    }

    fn reference(&self, target: EntryId, language: LanguageId) -> Value {
        let entry = self.site.entry(target);
        let shown = entry.shown(language);
        let (title, lang) = match shown.or_else(|| entry.original().map(|version| (version, entry.original))) {
            Some((version, shown)) => (version.page.title.as_str(), self.foreign(shown, language)),
            None => ("", none()),
        };
        plain("page", title)
            .with("url", self.url(self.plan.address(target, language)))
            .with("lang", lang)
            .with("id", entry.key.id())
            .with("card", self.card(target, language))
            .into()
    }

    /// What refers to an entry, by the field that does.
    pub fn relations(&self, id: EntryId, language: LanguageId) -> Result<Vec<Value>, Failed> {
        let inverse: &[Inverse] = self.site.inverse.get(id.0).map_or(&[], Vec::as_slice);
        inverse
            .iter()
            .filter_map(|inverse| {
                let fields = &self.site.config.collection(inverse.collection).fields;
                let field = relations::field_at(fields, inverse.field)?;
                let label = field.inverse.as_ref()?.get(language);
                let sources = self.site.sorted(&inverse.sources, language);
                (!sources.is_empty()).then(|| {
                    let relation = Object::new()
                        .with("label", label)
                        .with("field", field.name.as_str())
                        .with("collection", self.collection_ref(inverse.collection, language))
                        .with("items", self.cards(&sources, language))
                        .with("cards", self.card_fragments(CardPlace::Relation, &sources, language)?)
                        .with("count", sources.len());
                    Ok(relation.into())
                })
            })
            .collect()
    }
}

fn plain(kind: &str, text: impl Into<Value>) -> Object {
    Object::new()
        .with("kind", kind)
        .with("text", text)
        .with("url", none())
        .with("lang", none())
        .with("iso", none())
        .with("id", none())
        .with("derived", false)
}

fn flag(value: &Value, key: &str) -> bool {
    value.get_from_path(key).and_then(Value::as_bool).unwrap_or_default()
}

/// A list of sentences: of several values at least half have more than so many characters.
fn is_long(values: &[Value]) -> bool {
    const SENTENCE: usize = 60;
    let long = |value: &&Value| {
        let text = value.get_from_path("text").and_then(Value::as_str).unwrap_or_default();
        text.chars().count() > SENTENCE
    };
    values.len() > 1 && values.iter().filter(long).count() * 2 >= values.len()
}

/// The link to a term as a value of a fact.
pub fn of_term(link: &Object, derived: bool) -> Value {
    let get = |key: &str| link.get(key).cloned().unwrap_or_else(none);
    plain("term", get("title")).with("url", get("url")).with("id", get("id")).with("derived", derived).into()
}

/// An address as people read it: without scheme and closing slash.
fn shown_address(address: &str) -> String {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.strip_suffix('/').unwrap_or(rest).to_owned()
}
