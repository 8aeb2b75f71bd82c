//! The facts of an entry or term, as labelled values.

use std::sync::PoisonError;

use super::{
    Views,
    fragments::{CardPlace, Failed},
    object::{Object, none},
};
use crate::{
    config::{Choice, CollectionId, Field, FieldId, FieldKind, LanguageId, Role, with_column_ids, with_ids},
    content::{FieldValues, Item, PageKey, Value as Content},
    locale::typography,
    plan::address,
    site::{EntryId, Inverse, TermId, texts_in},
    theme::{Value, templates::text_value},
};

/// So many entries that refer to one by a field are its `cards`; the others come after them.
const FIRST_RELATED: usize = 12;

/// The facts of an entry in the schema's order, those without a value left out.
#[derive(Debug)]
pub struct Facts {
    pub all: Vec<Value>,
    /// Those that are not among the blocks or the sources, as the theme shows them, a line between two.
    pub html: String,
    /// Tables and lists of sentences, which stand below the others; but not the sources.
    pub blocks: Vec<Value>,
    /// Whether a value of any is derived.
    pub derived: bool,
    /// The fact that says where the others come from: the one of the role `source`.
    pub sources: Option<Value>,
    /// All by their fields' names.
    pub by_name: Value,
}

/// A field's values when each is one of few: language, collection, field, and for each value its term or choice and
/// whether it is derived. Many entries have the same.
pub type Chosen = (LanguageId, CollectionId, FieldId, Vec<(usize, bool)>);

/// A fact that many entries have: how the theme shows it, if it does, and whether a value of it is derived.
#[derive(Clone, Debug)]
pub struct Shared {
    fact: Value,
    html: Option<Value>,
    derived: bool,
}

impl Facts {
    fn show(&mut self, fact: Option<&Value>) {
        let Some(fact) = fact.and_then(Value::as_str) else { return };
        if !self.html.is_empty() {
            self.html.push('\n');
        }
        self.html.push_str(fact);
    }
}

impl Views {
    pub fn facts(&self, id: EntryId, language: LanguageId) -> Result<Facts, Failed> {
        let mut facts = Facts {
            all: Vec::new(),
            html: String::new(),
            blocks: Vec::new(),
            derived: false,
            sources: None,
            by_name: Object::new().into(),
        };
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Ok(facts) };
        let Some(values) = self.site.facts(id) else { return Ok(facts) };
        let fields = &self.site.config.collection(*collection).fields;
        let mut by_name = Object::new();
        for (at, field) in with_ids(fields) {
            let fact = if field.localized {
                self.site.localized(id, at, language).and_then(|(texts, shown)| {
                    let values: Vec<Value> =
                        texts.iter().map(|text| self.text(text, &field.kind, shown, language)).collect();
                    let is_block = is_long(field, &values);
                    (!values.is_empty()).then(|| (self.fact(field, values, language), is_block))
                })
            } else if let Some(chosen) = self.chosen(id, at, field, values) {
                let key = (language, *collection, at, chosen);
                if key.3.is_empty() {
                    None
                } else {
                    let shared = self.shared_fact(field, key)?;
                    facts.derived |= shared.derived;
                    facts.show(shared.html.as_ref());
                    facts.all.push(shared.fact.clone());
                    by_name.insert(field.name.clone(), shared.fact);
                    None
                }
            } else if let FieldKind::Table(columns) = &field.kind {
                let rows: Vec<Vec<Value>> =
                    values.get(at).iter().map(|item| self.row(id, columns, item, language)).collect();
                let is_block = field.role != Some(Role::Source);
                (!rows.is_empty()).then(|| (self.table(field, columns, rows, language), is_block))
            } else {
                let shown: Vec<Value> =
                    values.get(at).iter().filter_map(|item| self.value(Some(id), field, item, language)).collect();
                let is_block = is_long(field, &shown);
                (!shown.is_empty()).then(|| (self.fact(field, shown, language), is_block))
            };
            if let Some((fact, is_block)) = fact {
                if is_block {
                    facts.blocks.push(fact.clone());
                } else if !matches!(field.kind, FieldKind::Table(_)) {
                    facts.show(self.fact_fragment(fact.clone(), language)?.as_ref());
                }
                if field.role == Some(Role::Source) {
                    facts.sources = Some(fact.clone());
                }
                by_name.insert(field.name.clone(), fact.clone());
                facts.all.push(fact);
            }
        }
        facts.by_name = by_name.into();
        Ok(facts)
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
                let derived = fields.iter().find(|(field, ..)| *field == at);
                let derived = derived.map(|(_, _, derived)| derived.as_slice()).unwrap_or_default();
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

    fn shared_fact(&self, field: &Field, key: Chosen) -> Result<Shared, Failed> {
        let known = self.shared_facts.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = self.make_shared_fact(field, &key);
            self.shared_facts.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
            made
        })
    }

    fn make_shared_fact(&self, field: &Field, (language, _, _, chosen): &Chosen) -> Result<Shared, Failed> {
        let value = |(at, derived): &(usize, bool)| match &field.kind {
            FieldKind::Term(vocabulary) => {
                let links = self.term_links(*vocabulary, TermId(*at), *language);
                Some(match links.failed {
                    Some(failed) => Err(failed),
                    None => Ok(if *derived { links.derived_fact } else { links.fact }),
                })
            }
            FieldKind::Choice(choices) => choices.get(*at).map(|choice| Ok(choice_value(choice, *language))),
            _ => None,
        };
        let values = chosen.iter().filter_map(value).collect::<Result<Vec<Value>, Failed>>()?;
        let derived = chosen.iter().any(|(_, derived)| *derived);
        let fact = fact(field, *language, Parts { derived, values, ..Parts::default() });
        let html = self.fact_fragment(fact.clone(), *language)?;
        Ok(Shared { fact, html, derived })
    }

    /// The facts of a term, which are localised in place.
    pub fn term_facts(&self, fields: &[Field], values: &FieldValues, language: LanguageId) -> Vec<Value> {
        with_ids(fields)
            .filter_map(|(at, field)| {
                let shown = self.values(None, field, values.get(at), language);
                (!shown.is_empty()).then(|| self.fact(field, shown, language))
            })
            .collect()
    }

    fn fact(&self, field: &Field, values: Vec<Value>, language: LanguageId) -> Value {
        let long = is_long(field, &values);
        fact(field, language, Parts { values, long, ..Parts::default() })
    }

    /// A column that no row has a value for is left out, but not of sources: what comes first there is the source.
    fn table(&self, field: &Field, columns: &[Field], rows: Vec<Vec<Value>>, language: LanguageId) -> Value {
        let has_values = |at: usize| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .any(|cell| cell.as_array().is_some_and(|values| !values.is_empty()))
        };
        let is_shown: Vec<bool> =
            (0..columns.len()).map(|at| field.role == Some(Role::Source) || has_values(at)).collect();
        let shown = || columns.iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown).map(|(column, _)| column);
        let labels: Vec<&str> = shown().map(|column| column.label.get(language)).collect();
        let names: Vec<&str> = shown().map(|column| column.name.as_str()).collect();
        let rows: Vec<Vec<Value>> = rows
            .into_iter()
            .map(|row| {
                row.into_iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown).map(|(cell, _)| cell).collect()
            })
            .collect();
        let table = Object::new().with("columns", labels).with("column_names", names).with("rows", rows);
        fact(field, language, Parts { table: Some(table.into()), ..Parts::default() })
    }

    /// A row: for each column its values.
    fn row(&self, id: EntryId, columns: &[Field], item: &Item, language: LanguageId) -> Vec<Value> {
        let Content::Row(row) = &item.value else { return Vec::new() };
        let cell = |(at, column)| self.values(Some(id), column, row.get(at), language).into();
        with_column_ids(columns).map(cell).collect()
    }

    /// The values of a field that is localised in place, or not at all.
    fn values(&self, id: Option<EntryId>, field: &Field, items: &[Item], language: LanguageId) -> Vec<Value> {
        let values = |item: &Item| match &item.value {
            Content::Localized(_) => texts_in(std::slice::from_ref(item), language)
                .unwrap_or_default()
                .iter()
                .map(|text| self.text(text, &field.kind, language, language))
                .collect(),
            _ => self.value(id, field, item, language).into_iter().collect::<Vec<_>>(),
        };
        items.iter().flat_map(values).collect()
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
            Content::Date(date) => {
                plain(kind, locale.format_date(date)).with("iso", text_value(&date.to_string())).into()
            }
            Content::Url(address) => plain(kind, shown_address(address)).with("url", address.as_str()).into(),
            Content::Email(address) => plain(kind, address.as_str()).with("url", format!("mailto:{address}")).into(),
            Content::Choice(chosen) => {
                let FieldKind::Choice(choices) = &field.kind else { return None };
                let choice = choices.get(*chosen)?;
                choice_value(choice, language)
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
            .with("url", self.url_value(self.plan.address(target, language)))
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
                let field = inverse.field.find(fields)?;
                let label = field.inverse.as_ref()?.get(language);
                let sources = self.site.sorted(&inverse.sources, language);
                (!sources.is_empty()).then(|| {
                    let (first, more) = sources.split_at(FIRST_RELATED.min(sources.len()));
                    let relation = Object::new()
                        .with("label", label)
                        .with("field", field.name.as_str())
                        .with("collection", self.collection_ref(inverse.collection, language))
                        .with("items", self.cards(&sources, language))
                        .with("cards", self.card_fragments(CardPlace::Relation, first, language)?)
                        .with("more_cards", self.card_fragments(CardPlace::Relation, more, language)?)
                        .with("more", more.len())
                        .with("count", sources.len());
                    Ok(relation.into())
                })
            })
            .collect()
    }
}

fn plain(kind: &str, text: impl Into<Value>) -> Object {
    Object::new()
        .with("kind", Value::safe_string(kind))
        .with("text", text)
        .with("url", none())
        .with("lang", none())
        .with("iso", none())
        .with("id", none())
        .with("derived", false)
}

/// What differs between facts of a field.
#[derive(Default)]
struct Parts {
    long: bool,
    derived: bool,
    values: Vec<Value>,
    table: Option<Value>,
}

fn fact(field: &Field, language: LanguageId, parts: Parts) -> Value {
    Object::new()
        .with("name", field.name.as_str())
        .with("label", field.label.get(language))
        .with("kind", Value::safe_string(field.kind.name()))
        .with("role", role(field))
        .with("many", parts.values.len() != 1)
        .with("long", parts.long)
        .with("derived", parts.derived)
        .with("values", parts.values)
        .with("table", parts.table)
        .into()
}

/// The name of a field's role, or null.
pub fn role(field: &Field) -> Value {
    field.role.map_or_else(none, |role| Value::safe_string(role.name()))
}

fn choice_value(choice: &Choice, language: LanguageId) -> Value {
    plain("choice", choice.label.get(language)).with("id", choice.id.as_str()).into()
}

/// A list of sentences: of several values at least half have more than so many characters.
fn is_long(field: &Field, values: &[Value]) -> bool {
    const SENTENCE: usize = 60;
    let long = |value: &&Value| {
        let text = value.get_from_path("text").and_then(Value::as_str).unwrap_or_default();
        text.chars().count() > SENTENCE
    };
    matches!(field.kind, FieldKind::Text) && values.len() > 1 && values.iter().filter(long).count() * 2 >= values.len()
}

/// The link to a term as a value of a fact; with how the theme shows it, once that is known.
pub fn of_term(link: &Object, derived: bool, html: Option<Value>) -> Value {
    let get = |key: &str| link.get(key).cloned().unwrap_or_else(none);
    Object::new()
        .with("kind", "term")
        .with("text", get("title"))
        .with("url", get("url"))
        .with("lang", none())
        .with("iso", none())
        .with("id", get("id"))
        .with("derived", derived)
        .with("html", html)
        .into()
}

/// An address as people read it: without scheme and closing slash.
fn shown_address(address: &str) -> String {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.strip_suffix('/').unwrap_or(rest).to_owned()
}
