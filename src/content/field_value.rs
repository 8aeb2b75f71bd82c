//! Values of fields, typed by the schema. Raw TOML in, valid values out; what refers to other files stays an id.

use std::ops::Range;

use super::field_hint::{
    choice_hint, converted, email_address, example, localized_example, wanted, web_address, write,
};
use crate::{
    config::{ColumnId, Config, Field, FieldId, FieldKind, LanguageId, MissingTexts},
    diagnostics::{Rule, Sink, sink::Reported},
    locale::{
        date::{DateError, PartialDate},
        money,
    },
    markdown::address,
    message,
    message::Message,
    text::{characters::nfc, suggest},
    toml_reader::{TomlEntry, TomlNode, TomlTable, TomlValue},
};

/// The values of an entry or term by [`FieldId`]; an empty list is a field without value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldValues(pub Vec<Vec<Item>>);

impl FieldValues {
    pub fn get(&self, field: FieldId) -> &[Item] {
        self.0.get(field.0).map_or(&[], Vec::as_slice)
    }
}

/// The values of a table's row by [`ColumnId`]; an empty list is a cell without value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowValues(pub Vec<Vec<Item>>);

impl RowValues {
    pub fn get(&self, column: ColumnId) -> &[Item] {
        self.0.get(column.0).map_or(&[], Vec::as_slice)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub value: Value,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    /// A localised field: for each language of the site its texts, if given. One item holds them all.
    Localized(Vec<Option<Vec<String>>>),
    Integer(i64),
    /// As written: digits with perhaps a sign and a point.
    Decimal(String),
    Boolean(bool),
    Date(PartialDate),
    Url(String),
    Email(String),
    /// The place in the field's choices.
    Choice(usize),
    /// A term's id in the field's vocabulary.
    Term(String),
    /// An entry's id in one of the field's collections.
    Page(String),
    /// A name below the entry's own folder.
    File(String),
    Money {
        amount: String,
        currency: String,
    },
    Row(RowValues),
}

/// Reads the values of fields and reports what is wrong with them.
#[derive(Debug)]
pub struct ValueReader<'a> {
    pub config: &'a Config,
    /// The language of the file that the values stand in; `None` in vocabularies, where localised texts name theirs.
    pub language: Option<LanguageId>,
    /// Takes the texts that are given for each language at once and lack one.
    pub missing_texts: &'a mut MissingTexts,
    pub sink: &'a mut Sink,
    /// Places of keys in rows that have been reported.
    pub told: &'a [Range<usize>],
}

/// A text of a field may be this long, in bytes.
pub const TEXT_LIMIT: usize = 20_000;
/// A field may have so many values.
pub const VALUES_LIMIT: usize = 1_000;

impl ValueReader<'_> {
    /// The values of a field as it stands in front matter, a vocabulary or a row. Empty when nothing could be read.
    pub fn field(&mut self, field: &Field, entry: &TomlEntry) -> Vec<Item> {
        if field.localized {
            return self.localized(field, entry).into_iter().collect();
        }
        match (&entry.node.value, field.many) {
            (TomlValue::Array(items), true) => {
                if items.len() > VALUES_LIMIT {
                    let message = message!("too-many-values", field = &field.name, limit = VALUES_LIMIT);
                    self.sink.report(Rule::Limit, &entry.node.range, message).hint(message!("too-many-values.hint"));
                    return Vec::new();
                }
                let values: Vec<Item> = items.iter().filter_map(|node| self.one(field, node)).collect();
                self.repeats(field, &values);
                values
            }
            (_, true) => {
                let hint = match field.kind {
                    FieldKind::Table(_) => message!("hint-rows", field = &field.name),
                    _ => match entry.node.value.written() {
                        Some(one) => write(field, &format!("[{one}]")),
                        None => message!("hint-one-or-many", field = &field.name),
                    },
                };
                self.sink.wrong_type(entry, message!("type-list")).hint(hint);
                Vec::new()
            }
            (TomlValue::Array(items), false) if !matches!(field.kind, FieldKind::Table(_)) => {
                let only = if let [only] = items.as_slice() { only.value.written() } else { None };
                let hint = match only {
                    Some(only) => write(field, &only),
                    None => message!("hint-keep-one"),
                };
                self.sink.wrong_type(entry, message!("type-one-value")).hint(hint);
                Vec::new()
            }
            _ => self.one(field, &entry.node).into_iter().collect(),
        }
    }

    fn repeats(&mut self, field: &Field, values: &[Item]) {
        if !matches!(field.kind, FieldKind::Page(_) | FieldKind::Term(_) | FieldKind::Choice(_) | FieldKind::File) {
            return;
        }
        for (at, item) in values.iter().enumerate() {
            if values.iter().take(at).any(|earlier| earlier.value == item.value) {
                self.sink
                    .report(Rule::InvalidValue, &item.range, message!("named-twice", field = &field.name))
                    .hint(message!("named-twice.hint"));
            }
        }
    }

    /// A localised text: plain in its file's own language, or a table of languages.
    fn localized(&mut self, field: &Field, entry: &TomlEntry) -> Option<Item> {
        let mut texts: Vec<Option<Vec<String>>> = vec![None; self.config.languages.len()];
        let range = entry.node.range.clone();
        match (&entry.node.value, self.language) {
            (TomlValue::Table(table), _) => {
                // What is wrong with a text is told: it is not missing as well.
                let mut given: Vec<Option<()>> = vec![None; texts.len()];
                for one in &table.entries {
                    match self.config.language(&one.key) {
                        Some(language) => {
                            let reported = self.sink.found.len();
                            let text = self.text_of_language(field, one);
                            if let Some(place) = given.get_mut(language.0) {
                                *place = (text.is_some() || self.sink.found.len() > reported).then_some(());
                            }
                            if let Some(slot) = texts.get_mut(language.0) {
                                *slot = text;
                            }
                        }
                        None => {
                            let known = suggest(&one.key, self.config.languages.iter().map(String::as_str))
                                .unwrap_or_else(|| message!("no-such-language.hint"));
                            let message = message!("no-such-language", tag = &one.key);
                            self.sink.report(Rule::UnknownLanguage, &one.key_range, message).hint(known);
                        }
                    }
                }
                if table.entries.is_empty() {
                    let message = message!("no-text-in-any-language", field = &field.name);
                    let hint = message!("hint-write-line", line = localized_example(field, self.config));
                    self.sink.report(Rule::MissingKey, &entry.key_range, message).hint(hint);
                }
                if all_known(self.config, table) && texts.iter().any(Option::is_some) {
                    self.missing_texts.add(&given, &entry.key_range);
                }
            }
            (_, Some(language)) => {
                if let Some(slot) = texts.get_mut(language.0) {
                    *slot = self.texts(field, &entry.node);
                }
            }
            (_, None) => {
                let hint = message!("hint-write-line", line = localized_example(field, self.config));
                self.sink.wrong_type(entry, message!("type-text-by-language")).hint(hint);
            }
        }
        texts.iter().any(Option::is_some).then_some(Item { value: Value::Localized(texts), range })
    }

    /// The texts of one language among others: an empty one is taken out without the others of its line.
    fn text_of_language(&mut self, field: &Field, one: &TomlEntry) -> Option<Vec<String>> {
        match &one.node.value {
            TomlValue::String(text) if text.trim().is_empty() && !field.many => {
                let message = message!("empty-text", key = format!("{}.{}", field.name, one.key));
                let hint = message!("empty-text.language", language = &one.key);
                self.sink.report(Rule::EmptyValue, &one.node.range, message).hint(hint);
                None
            }
            _ => self.texts(field, &one.node),
        }
    }

    fn texts(&mut self, field: &Field, node: &TomlNode) -> Option<Vec<String>> {
        match (&node.value, field.many) {
            (TomlValue::Array(items), true) => {
                let texts: Vec<String> =
                    items.iter().take(VALUES_LIMIT).filter_map(|item| self.localized_one(field, item)).collect();
                Some(texts).filter(|texts| !texts.is_empty())
            }
            (other, true) => {
                let hint = match other.written() {
                    Some(one) => write(field, &format!("[{one}]")),
                    None => write(field, "[\"…\", \"…\"]"),
                };
                self.wrong_type(field, message!("type-texts"), node).hint(hint);
                None
            }
            _ => self.localized_one(field, node).map(|text| vec![text]),
        }
    }

    fn localized_one(&mut self, field: &Field, node: &TomlNode) -> Option<String> {
        match self.one_of_kind(field, node)? {
            Value::Text(text) | Value::Url(text) => Some(text),
            _ => None,
        }
    }

    fn one(&mut self, field: &Field, node: &TomlNode) -> Option<Item> {
        let value = self.one_of_kind(field, node)?;
        Some(Item { value, range: node.range.clone() })
    }

    fn one_of_kind(&mut self, field: &Field, node: &TomlNode) -> Option<Value> {
        match (&field.kind, &node.value) {
            (FieldKind::Text, TomlValue::String(text)) => self.text(field, text, node).map(Value::Text),
            (FieldKind::Integer, TomlValue::Integer(value)) => Some(Value::Integer(*value)),
            (FieldKind::Decimal, TomlValue::Integer(value)) => Some(Value::Decimal(value.to_string())),
            (FieldKind::Decimal, TomlValue::Decimal(value)) => Some(Value::Decimal(value.clone())),
            (FieldKind::Boolean, TomlValue::Boolean(value)) => Some(Value::Boolean(*value)),
            (FieldKind::Date, _) => self.date(field, node),
            (FieldKind::Url, TomlValue::String(text)) => self.address(node, text).map(Value::Url),
            (FieldKind::Email, TomlValue::String(text)) => self.email(node, text).map(Value::Email),
            (FieldKind::Choice(choices), TomlValue::String(text)) => {
                let found = choices.iter().position(|choice| choice.id == *text);
                if found.is_none() {
                    let message = message!("no-choice", text, field = &field.name);
                    self.sink.report(Rule::InvalidValue, &node.range, message).hint(choice_hint(choices, text));
                }
                found.map(Value::Choice)
            }
            (FieldKind::Term(_), TomlValue::String(text)) => Some(Value::Term(text.clone())),
            (FieldKind::Page(_), TomlValue::String(text)) => Some(Value::Page(text.clone())),
            (FieldKind::File, TomlValue::String(text)) => Some(Value::File(text.clone())),
            (FieldKind::Money, TomlValue::Table(table)) => self.money(field, node, table),
            (FieldKind::Table(columns), TomlValue::Table(table)) => {
                Some(Value::Row(RowValues(self.values(columns, table, &node.range))))
            }
            (kind, other) => {
                let hint = match converted(kind, other).filter(|_| !field.many) {
                    Some(value) => write(field, &value),
                    None => example(field),
                };
                self.wrong_type(field, expected(kind), node).hint(hint);
                None
            }
        }
    }

    fn wrong_type(&mut self, field: &Field, expected: Message, node: &TomlNode) -> Reported<'_> {
        let message = message!("wrong-type", key = &field.name, expected, given = node.value.type_name());
        self.sink.report(Rule::WrongType, &node.range, message)
    }

    fn text(&mut self, field: &Field, text: &str, node: &TomlNode) -> Option<String> {
        if text.trim().is_empty() {
            let message = message!("empty-text", key = &field.name);
            self.sink.report(Rule::EmptyValue, &node.range, message).hint(message!("empty-text.hint"));
            return None;
        }
        report_placeholder(&field.name, text, &node.range, self.sink);
        if text.len() > TEXT_LIMIT {
            let message = message!("too-long-text", field = &field.name, limit = TEXT_LIMIT.to_string());
            self.sink.report(Rule::Limit, &node.range, message).hint(message!("too-long-text.hint"));
            return None;
        }
        Some(nfc(text.trim()).into_owned())
    }

    fn date(&mut self, field: &Field, node: &TomlNode) -> Option<Value> {
        read_date(&field.name, node, message!("hint-dates"), self.sink).map(Value::Date)
    }

    fn address(&mut self, node: &TomlNode, text: &str) -> Option<String> {
        match address::judge(text) {
            Ok(address::Address::External { scheme, address }) if scheme.is_web() => Some(address.to_owned()),
            judged => {
                let is_full = text.starts_with("https://") || text.starts_with("http://");
                let reason = judged.err().filter(|_| is_full);
                let hint = match (web_address(text), reason) {
                    (Some(meant), _) => message!("hint-did-you-mean", name = meant),
                    (None, Some(reason)) => reason.hint(),
                    (None, None) => message!("no-web-address.hint"),
                };
                let message = reason.map_or_else(|| message!("no-web-address", text), |reason| reason.message(text));
                self.sink.report(Rule::ForbiddenAddress, &node.range, message).hint(hint);
                None
            }
        }
    }

    fn email(&mut self, node: &TomlNode, text: &str) -> Option<String> {
        let good = address::check_email(text).is_ok();
        if !good {
            let hint = match email_address(text) {
                Some(meant) => message!("hint-did-you-mean", name = meant),
                None => message!("no-e-mail-address.hint"),
            };
            self.sink.report(Rule::InvalidValue, &node.range, message!("no-e-mail-address", text)).hint(hint);
        }
        good.then(|| text.to_owned())
    }

    fn money(&mut self, field: &Field, node: &TomlNode, table: &TomlTable) -> Option<Value> {
        let amount = match table.get("amount").map(|entry| &entry.node.value) {
            Some(TomlValue::Integer(amount)) => Some(amount.to_string()),
            Some(TomlValue::Decimal(amount)) => Some(amount.clone()),
            _ => None,
        };
        let currency = match table.get("currency").map(|entry| &entry.node.value) {
            Some(TomlValue::String(code)) if money::is_currency(code) => Some(code.clone()),
            Some(TomlValue::String(code)) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) => {
                let hint = suggest(&code.to_ascii_uppercase(), money::currencies());
                let range = table.get("currency").map_or(&node.range, |entry| &entry.node.range);
                self.sink
                    .report(Rule::InvalidValue, range, message!("no-currency", code))
                    .hint(hint.unwrap_or_else(|| message!("no-currency.hint")));
                return None;
            }
            _ => None,
        };
        if let Some(entry) = table.entries.iter().find(|e| !matches!(e.key.as_str(), "amount" | "currency")) {
            self.sink.unknown_key(entry, ["amount", "currency"]);
            return None;
        }
        let (Some(amount), Some(currency)) = (amount, currency) else {
            self.sink
                .report(Rule::InvalidValue, &node.range, message!("no-amount", field = &field.name))
                .hint(message!("no-amount.hint", field = &field.name));
            return None;
        };
        Some(Value::Money { amount, currency })
    }

    /// The values of a table's row or of a term, parallel to its fields: localised texts name their languages here.
    pub fn values(&mut self, fields: &[Field], table: &TomlTable, range: &Range<usize>) -> Vec<Vec<Item>> {
        let language = self.language.take();
        let values = fields
            .iter()
            .map(|field| match table.get(&field.name) {
                Some(entry) => {
                    let items = self.field(field, entry);
                    if field.required && items.is_empty() && is_empty(&entry.node) {
                        let message = message!("required-field-empty", field = &field.name);
                        self.sink.report(Rule::EmptyValue, &entry.node.range, message).hint(wanted(field, self.config));
                    }
                    items
                }
                None => {
                    if field.required {
                        let message = message!("required-field-missing", field = &field.name);
                        let hint = wanted(field, self.config);
                        self.sink.report(Rule::MissingKey, range, message).hint(hint);
                    }
                    Vec::new()
                }
            })
            .collect();
        for entry in &table.entries {
            if !fields.iter().any(|field| field.name == entry.key) && !self.told.contains(&entry.key_range) {
                self.sink.unknown_key(entry, fields.iter().map(|f| f.name.as_str()));
            }
        }
        self.language = language;
        values
    }
}

/// Whether a table of texts by language has no tag that the site does not know: a text under such a tag is most likely one that
/// is missing under another.
pub fn all_known(config: &Config, texts: &TomlTable) -> bool {
    texts.entries.iter().all(|text| config.language(&text.key).is_some())
}

/// Whether a value is a list of nothing, in whatever languages.
pub fn is_empty(node: &TomlNode) -> bool {
    match &node.value {
        TomlValue::Array(items) => items.is_empty(),
        TomlValue::Table(table) => !table.entries.is_empty() && table.entries.iter().all(|entry| is_empty(&entry.node)),
        _ => false,
    }
}

/// Examples have three dots where a text belongs; whoever copies one may forget them.
pub fn report_placeholder(key: &str, text: &str, range: &Range<usize>, sink: &mut Sink) {
    if matches!(text.trim(), "…" | "...") {
        sink.report(Rule::Placeholder, range, message!("placeholder", key)).hint(message!("placeholder.hint"));
    }
}

/// A date, however TOML wrote it: a date of TOML's own, a text, or a year as a number.
pub fn read_date(name: &str, node: &TomlNode, hint: impl Into<Message>, sink: &mut Sink) -> Option<PartialDate> {
    let written = match &node.value {
        TomlValue::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
        TomlValue::String(text) => text.clone(),
        TomlValue::Integer(year) => format!("{year:04}"),
        other => {
            let message =
                message!("wrong-type", key = name, expected = message!("type-date"), given = other.type_name());
            sink.report(Rule::WrongType, &node.range, message).hint(hint);
            return None;
        }
    };
    let report = |error: DateError| {
        let hint = error.hint.unwrap_or_else(|| hint.into());
        sink.report(Rule::InvalidValue, &node.range, error.message).hint(hint);
    };
    PartialDate::parse(&written).map_err(report).ok()
}

fn expected(kind: &FieldKind) -> Message {
    match kind {
        FieldKind::Text => message!("type-text"),
        FieldKind::Integer => message!("type-whole-number"),
        FieldKind::Decimal => message!("type-number"),
        FieldKind::Boolean => message!("type-boolean"),
        FieldKind::Date => message!("type-date"),
        FieldKind::Url => message!("type-address"),
        FieldKind::Email => message!("type-e-mail-address"),
        FieldKind::Choice(_) => message!("type-choice"),
        FieldKind::Term(_) => message!("type-term"),
        FieldKind::Page(_) => message!("type-entry"),
        FieldKind::File => message!("type-file"),
        FieldKind::Money => message!("type-amount"),
        FieldKind::Table(_) => message!("type-table"),
    }
}
