//! Values of fields, typed by the schema. Raw TOML in, valid values out; what refers to other files stays an id.

use std::ops::Range;

use crate::{
    config::{Choice, ColumnId, Config, Field, FieldId, FieldKind, LanguageId, MissingTexts},
    diagnostics::{Rule, Sink},
    locale::{
        date::{DateError, PartialDate},
        money, transliterate,
    },
    markdown::address,
    message,
    message::Message,
    text::{
        characters::{in_one_script, nfc},
        suggest,
    },
    toml_reader::{TomlEntry, TomlNode, TomlTable, TomlValue, written_boolean, written_text},
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
                    let message = format!("`{}` has more than {VALUES_LIMIT} values", field.name);
                    self.sink.report(Rule::Limit, &entry.node.range, message).hint("split the entry");
                    return Vec::new();
                }
                let values: Vec<Item> = items.iter().filter_map(|node| self.one(field, node)).collect();
                self.repeats(field, &values);
                values
            }
            (_, true) => {
                let message = format!("`{}` takes a list, not {}", field.name, entry.node.value.type_name());
                let hint = match field.kind {
                    FieldKind::Table(_) => format!("write [[{}]] above each row", field.name),
                    _ => match entry.node.value.written() {
                        Some(one) => format!("write {} = [{one}]", field.name),
                        None => format!("write {} = […], with one value or many", field.name),
                    },
                };
                self.sink.report(Rule::WrongType, &entry.node.range, message).hint(hint);
                Vec::new()
            }
            (TomlValue::Array(items), false) if !matches!(field.kind, FieldKind::Table(_)) => {
                let message = format!("`{}` takes one value, not a list", field.name);
                let only = if let [only] = items.as_slice() { only.value.written() } else { None };
                let hint = match only {
                    Some(only) => format!("write {} = {only}", field.name),
                    None => "remove the brackets [ ] and keep one value".to_owned(),
                };
                self.sink.report(Rule::WrongType, &entry.node.range, message).hint(hint);
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
                let message = format!("`{}` names this value twice", field.name);
                self.sink.report(Rule::InvalidValue, &item.range, message).hint("remove the second one");
            }
        }
    }

    /// A localised text: plain in its file's own language, or a table of languages.
    fn localized(&mut self, field: &Field, entry: &TomlEntry) -> Option<Item> {
        let mut texts: Vec<Option<Vec<String>>> = vec![None; self.config.languages.len()];
        let range = entry.node.range.clone();
        match (&entry.node.value, self.language) {
            (TomlValue::Table(table), _) => {
                for one in &table.entries {
                    match self.config.language(&one.key) {
                        Some(language) => {
                            if let Some(slot) = texts.get_mut(language.0) {
                                *slot = self.texts(field, &one.node);
                            }
                        }
                        None => {
                            let known = suggest(&one.key, self.config.languages.iter().map(String::as_str))
                                .unwrap_or_else(|| "one of `languages` in site.toml".into());
                            let message = format!("the site has no language `{}`", one.key);
                            self.sink.report(Rule::UnknownLanguage, &one.key_range, message).hint(known);
                        }
                    }
                }
                if table.entries.is_empty() {
                    let message = format!("`{}` has no text in any language", field.name);
                    let hint = format!("write {}", localized_example(field, self.config));
                    self.sink.report(Rule::MissingKey, &entry.key_range, message).hint(hint);
                }
                if all_known(self.config, table) {
                    self.missing_texts.add(&texts, &entry.key_range);
                }
            }
            (_, Some(language)) => {
                if let Some(slot) = texts.get_mut(language.0) {
                    *slot = self.texts(field, &entry.node);
                }
            }
            (other, None) => {
                let message = format!("`{}` takes a text for each language, not {}", field.name, other.type_name());
                let hint = format!("write {}", localized_example(field, self.config));
                self.sink.report(Rule::WrongType, &range, message).hint(hint);
            }
        }
        texts.iter().any(Option::is_some).then_some(Item { value: Value::Localized(texts), range })
    }

    fn texts(&mut self, field: &Field, node: &TomlNode) -> Option<Vec<String>> {
        match (&node.value, field.many) {
            (TomlValue::Array(items), true) => {
                let texts: Vec<String> =
                    items.iter().take(VALUES_LIMIT).filter_map(|item| self.localized_one(field, item)).collect();
                Some(texts).filter(|texts| !texts.is_empty())
            }
            (other, true) => {
                let message = format!("`{}` takes a list of texts, not {}", field.name, other.type_name());
                self.sink.report(Rule::WrongType, &node.range, message).hint(match other.written() {
                    Some(one) => format!("write {} = [{one}]", field.name),
                    None => format!("write {} = [\"…\", \"…\"]", field.name),
                });
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
                    let message = format!("`{text}` is not a value of `{}`", field.name);
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
                let message = format!("`{}` takes {}, not {}", field.name, expected(kind), other.type_name());
                let hint = match converted(kind, other).filter(|_| !field.many) {
                    Some(value) => format!("write {} = {value}", field.name),
                    None => example(field),
                };
                self.sink.report(Rule::WrongType, &node.range, message).hint(hint);
                None
            }
        }
    }

    fn text(&mut self, field: &Field, text: &str, node: &TomlNode) -> Option<String> {
        if text.trim().is_empty() {
            let message = format!("`{}` is empty", field.name);
            self.sink.report(Rule::EmptyValue, &node.range, message).hint("write the text, or remove the line");
            return None;
        }
        if text.len() > TEXT_LIMIT {
            let message = format!("`{}` is longer than {TEXT_LIMIT} bytes", field.name);
            self.sink.report(Rule::Limit, &node.range, message).hint("long text belongs to the body of the page");
            return None;
        }
        Some(nfc(text.trim()).into_owned())
    }

    fn date(&mut self, field: &Field, node: &TomlNode) -> Option<Value> {
        let hint = "2023, \"2023-03\" or 2023-03-29";
        read_date(&field.name, node, hint, self.sink).map(Value::Date)
    }

    fn address(&mut self, node: &TomlNode, text: &str) -> Option<String> {
        match address::judge(text) {
            Ok(address::Address::External { scheme, address }) if scheme.is_web() => Some(address.to_owned()),
            _ => {
                let message = format!("`{text}` is not an address on the web");
                let hint = web_address(text).map_or_else(
                    || "a full address: https://example.org/page".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                self.sink.report(Rule::ForbiddenAddress, &node.range, message).hint(hint);
                None
            }
        }
    }

    fn email(&mut self, node: &TomlNode, text: &str) -> Option<String> {
        let good = address::check_email(text).is_ok();
        if !good {
            let message = format!("`{text}` is not an e-mail address");
            let hint = email_address(text).map_or_else(
                || "name@example.org, nothing before or after it".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            self.sink.report(Rule::InvalidValue, &node.range, message).hint(hint);
        }
        good.then(|| text.to_owned())
    }

    fn money(&mut self, field: &Field, node: &TomlNode, table: &TomlTable) -> Option<Value> {
        let hint = format!("{} = {{ amount = 300000, currency = \"EUR\" }}", field.name);
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
                let message = format!("`{code}` is not a currency of ISO 4217");
                self.sink
                    .report(Rule::InvalidValue, range, message)
                    .hint(hint.unwrap_or_else(|| "EUR, UAH, PLN …".into()));
                return None;
            }
            _ => None,
        };
        if let Some(entry) = table.entries.iter().find(|e| !matches!(e.key.as_str(), "amount" | "currency")) {
            self.sink.unknown_key(entry, ["amount", "currency"]);
            return None;
        }
        let (Some(amount), Some(currency)) = (amount, currency) else {
            let message = format!("`{}` is an amount with an ISO 4217 currency", field.name);
            self.sink.report(Rule::InvalidValue, &node.range, message).hint(hint);
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
                        let message = format!("the required field `{}` is empty", field.name);
                        self.sink.report(Rule::EmptyValue, &entry.node.range, message).hint(wanted(field, self.config));
                    }
                    items
                }
                None => {
                    if field.required {
                        let message = format!("the required field `{}` is missing", field.name);
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

/// A date, however TOML wrote it: a date of TOML's own, a text, or a year as a number.
pub fn read_date(name: &str, node: &TomlNode, hint: &str, sink: &mut Sink) -> Option<PartialDate> {
    let written = match &node.value {
        TomlValue::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
        TomlValue::String(text) => text.clone(),
        TomlValue::Integer(year) => format!("{year:04}"),
        other => {
            let message = format!("`{name}` takes a date, not {}", other.type_name());
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

/// The choice that was meant by its label or a slip; else all of them.
fn choice_hint(choices: &[Choice], written: &str) -> Message {
    let slug = |text: &str| transliterate::slug(&in_one_script(text));
    let key = slug(written);
    let is_called = |choice: &&Choice| choice.id == key || choice.label.texts().any(|label| slug(label) == key);
    let known: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
    match choices.iter().find(is_called) {
        Some(choice) if !key.is_empty() => message!("hint-did-you-mean", name = &choice.id),
        _ => suggest(written, known.clone()).unwrap_or_else(|| format!("one of {}", known.join(", ")).into()),
    }
}

/// A value of another type as the one that the field takes, where it says the same.
fn converted(kind: &FieldKind, value: &TomlValue) -> Option<String> {
    let is_number = |text: &str, with_point: bool| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let mut parts = digits.split('.');
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.next().is_some_and(are_digits)
            && parts.next().is_none_or(|part| with_point && are_digits(part))
            && parts.next().is_none()
    };
    match (kind, value) {
        (FieldKind::Boolean, TomlValue::String(text)) => written_boolean(text).map(str::to_owned),
        (FieldKind::Integer | FieldKind::Decimal, TomlValue::String(text)) => {
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            Some(plain.replace(',', ".")).filter(|plain| is_number(plain, matches!(kind, FieldKind::Decimal)))
        }
        (FieldKind::Text, TomlValue::Integer(_) | TomlValue::Decimal(_) | TomlValue::Date { .. }) => {
            value.written().map(|written| written_text(&written))
        }
        _ => None,
    }
}

/// The address that was meant: `www.example.org` lacks its scheme, a blank is written `%20`.
fn web_address(written: &str) -> Option<String> {
    let text = written.trim().trim_matches(['<', '>']).trim();
    let has_scheme = text.starts_with("https://") || text.starts_with("http://");
    let is_host = text.split('/').next().is_some_and(|host| host.contains('.') && !host.contains([' ', ':', '@']));
    let whole = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let whole = whole.replace(' ', "%20");
    ((has_scheme || is_host) && address::judge(&whole).is_ok() && whole != written).then_some(whole)
}

/// The address in `mailto:name@example.org` or `Name <name@example.org>`.
fn email_address(written: &str) -> Option<&str> {
    let within = written.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(written, |(inner, _)| inner);
    let plain = within.trim();
    let plain = plain.strip_prefix("mailto:").unwrap_or(plain);
    (plain != written && address::check_email(plain).is_ok()).then_some(plain)
}

fn expected(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "a text",
        FieldKind::Integer => "a whole number",
        FieldKind::Decimal => "a number",
        FieldKind::Boolean => "true or false",
        FieldKind::Date => "a date",
        FieldKind::Url => "an address",
        FieldKind::Email => "an e-mail address",
        FieldKind::Choice(_) => "one of its values",
        FieldKind::Term(_) => "the id of a term",
        FieldKind::Page(_) => "the id of an entry",
        FieldKind::File => "the name of a file",
        FieldKind::Money => "an amount with its currency",
        FieldKind::Table(_) => "a table",
    }
}

/// What to write for a required field that is missing: no fact is proposed that could be taken over unseen.
pub fn wanted(field: &Field, config: &Config) -> String {
    let name = &field.name;
    let one =
        |value: &str| if field.many { format!("write {name} = [{value}]") } else { format!("write {name} = {value}") };
    match &field.kind {
        FieldKind::Choice(choices) => {
            let known: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            format!("{} with one of {}", one("\"…\""), known.join(", "))
        }
        FieldKind::Term(vocabulary) => {
            format!("{} with the id of a term of content/{}.toml", one("\"…\""), config.vocabulary(*vocabulary).name)
        }
        FieldKind::Page(of) => {
            let names: Vec<&str> = of.iter().map(|id| config.collection(*id).name.as_str()).collect();
            format!("{} with the id of an entry in content/{}/", one("\"…\""), names.join("/ or content/"))
        }
        FieldKind::Table(columns) if field.many => {
            format!("write [[{name}]] below all other keys, and in the lines after it {}", row(columns, config))
        }
        _ if field.localized => format!("write {}", localized_example(field, config)),
        _ => example(field),
    }
}

/// What to write for a required field that is an empty list.
pub fn filled(field: &Field, config: &Config) -> String {
    let hint = wanted(field, config);
    if let FieldKind::Table(_) = field.kind { format!("remove this line, and {hint}") } else { hint }
}

/// The columns of a row, those that must be there first.
fn row(columns: &[Field], config: &Config) -> String {
    let line = |column: &Field| {
        if column.localized { localized_example(column, config) } else { example(column).replacen("write ", "", 1) }
    };
    let (required, others): (Vec<&Field>, Vec<&Field>) = columns.iter().partition(|column| column.required);
    let list = |columns: &[&Field]| columns.iter().map(|column| line(column)).collect::<Vec<_>>().join(", ");
    match (required.is_empty(), others.is_empty()) {
        (true, _) => list(&others),
        (false, true) => list(&required),
        (false, false) => format!("{}, and if known {}", list(&required), list(&others)),
    }
}

/// A text for each language at once.
fn localized_example(field: &Field, config: &Config) -> String {
    let one = if field.many { "[\"…\"]" } else { "\"…\"" };
    let texts: Vec<String> = config.languages.iter().map(|language| format!("{language} = {one}")).collect();
    format!("{} = {{ {} }}", field.name, texts.join(", "))
}

/// How a field's value is written, for hints.
pub fn example(field: &Field) -> String {
    let one = match &field.kind {
        FieldKind::Text => "\"…\"".to_owned(),
        FieldKind::Integer => "12".to_owned(),
        FieldKind::Decimal => "2.5".to_owned(),
        FieldKind::Boolean => "true".to_owned(),
        FieldKind::Date => "2023-03-29".to_owned(),
        FieldKind::Url => "\"https://example.org/\"".to_owned(),
        FieldKind::Email => "\"name@example.org\"".to_owned(),
        FieldKind::Choice(choices) => format!("\"{}\"", choices.first().map_or("…", |c| c.id.as_str())),
        FieldKind::Term(_) | FieldKind::Page(_) => "\"id\"".to_owned(),
        FieldKind::File => "\"picture.jpg\"".to_owned(),
        FieldKind::Money => "{ amount = 300000, currency = \"EUR\" }".to_owned(),
        FieldKind::Table(_) if field.many => return format!("write [[{}]] above each row", field.name),
        FieldKind::Table(_) => "{ … }".to_owned(),
    };
    if field.many { format!("write {} = [{one}]", field.name) } else { format!("write {} = {one}", field.name) }
}
