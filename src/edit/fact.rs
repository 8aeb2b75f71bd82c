//! Facts as people type them on a command line: `status=active`, `partners+=giz`, `figures.2.value.uk=понад 50`.
//!
//! The field's type says how the value is read: no quotation marks are needed. A value that begins with `[` or `{`
//! where a list or table belongs is TOML.

use super::{Operation, Path, PlainValue, Refusal, Step, document::below, shown};
use crate::{
    config::{Config, Field, FieldKind, LanguageId, fields::PAGE_KEYS},
    diagnostics::Sink,
    locale::date::{DateError, PartialDate},
    message,
    message::{Argument, Message, list},
    site::Entry,
    system::shell_word,
    text::suggest,
    toml_reader,
};

/// The facts of a page or of a term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'f> {
    pub config: &'f Config,
    /// Of the collection or vocabulary.
    pub fields: &'f [Field],
    /// The id of the term in its vocabulary's file; `None` for a page.
    pub term: Option<&'f str>,
    /// The page's language; terms give each text in all languages.
    pub language: Option<LanguageId>,
    /// The entry that the page is of; `None` for a term.
    pub entry: Option<&'f Entry>,
    pub is_translation: bool,
    /// `clusters/uca`, for messages.
    pub name: &'f str,
}

/// The nature of a fact: its type, and whether this path is of all its values or of one.
#[derive(Clone, Copy, Debug)]
struct FactSlot<'f> {
    kind: FactKind<'f>,
    many: bool,
    /// A text that may differ from language to language, and no language has been named yet.
    localized: bool,
}

#[derive(Clone, Copy, Debug)]
enum FactKind<'f> {
    Text,
    Boolean,
    Date,
    Of(&'f FieldKind),
}

/// The operation that a typed fact means for a file that says `values`.
///
/// # Errors
///
/// A field that is none, or a value that the field does not take.
pub(crate) fn operation(facts: &Facts<'_>, values: &PlainValue, written: &str) -> Result<Operation, Refusal> {
    let (name, text) = written
        .split_once('=')
        .ok_or_else(|| Refusal::new(message!("fact-sets-nothing", written)).hint(message!("fact-sets-nothing.hint")))?;
    let (name, change) = match (name.strip_suffix('+'), name.strip_suffix('-')) {
        (Some(name), _) => (name, FactChange::Add),
        (_, Some(name)) => (name, FactChange::TakeOut),
        _ => (name, FactChange::Set),
    };
    let mut path: Path = facts.term.map(|id| Step::Key(id.to_owned())).into_iter().collect();
    let start = path.len();
    for part in name.trim().split('.') {
        path.push(match part.parse::<usize>() {
            Ok(at) if path.len() > start => {
                Step::Item(at.checked_sub(1).ok_or_else(|| Refusal::new(message!("fact-counted-from-one", name)))?)
            }
            _ => Step::Key(part.to_owned()),
        });
    }
    let mut slot = slot(facts, path.get(start..).unwrap_or_default())?;
    if slot.localized && !text.trim_start().starts_with('{') {
        slot.localized = false;
        choose_language(facts, values, &mut path, start, name)?;
    }
    let text = text.trim();
    refuse_one_of_plain(facts, values, &path, text)?;
    match change {
        FactChange::Set if text.is_empty() => remove(values, path),
        FactChange::Set => Ok(Operation::Set { value: value(&slot, name, text)?, path }),
        FactChange::Add | FactChange::TakeOut if !slot.many => {
            Err(Refusal::new(message!("fact-no-list", name)).hint(message!("fact-no-list.hint", name, text)))
        }
        FactChange::Add => {
            let at = find(values, &path).map_or(0, |value| match value {
                PlainValue::List(items) => items.len(),
                _ => 0,
            });
            Ok(Operation::AddItem { value: value(&FactSlot { many: false, ..slot }, name, text)?, at, path })
        }
        FactChange::TakeOut => {
            let value = value(&FactSlot { many: false, ..slot }, name, text)?;
            let Some(PlainValue::List(items)) = find(values, &path) else {
                return Err(Refusal::new(message!("fact-no-value", name)));
            };
            let at = items.iter().position(|item| item.says_the_same(&value)).ok_or_else(|| {
                let known: Vec<String> = items.iter().map(PlainValue::to_toml).collect();
                Refusal::new(message!("fact-not-named", name, text))
                    .hint(message!("fact-not-named.hint", known = list(known)))
            })?;
            // A list without values would say no more than none.
            if items.len() == 1 { Ok(Operation::Unset { path }) } else { Ok(Operation::RemoveItem { path, at }) }
        }
    }
}

/// Takes away a value: a key, or one value or row of a list.
fn remove(values: &PlainValue, mut path: Path) -> Result<Operation, Refusal> {
    let Some(Step::Item(at)) = path.last().cloned() else { return Ok(Operation::Unset { path }) };
    if find(values, &path).is_none() {
        return Err(Refusal::new(message!("edit-nothing-there", path = shown(&path))));
    }
    path.pop();
    Ok(match find(values, &path) {
        // A list without values would say no more than none.
        Some(PlainValue::List(items)) if items.len() == 1 => Operation::Unset { path },
        _ => Operation::RemoveItem { path, at },
    })
}

#[derive(Clone, Copy, Debug)]
enum FactChange {
    Set,
    Add,
    TakeOut,
}

fn slot<'f>(facts: &Facts<'f>, path: &[Step]) -> Result<FactSlot<'f>, Refusal> {
    let Some((Step::Key(first), rest)) = path.split_first() else {
        return Err(Refusal::new(message!("fact-without-field")));
    };
    if let Some(slot) = own_key(facts, first) {
        return inner(facts, slot, rest, path);
    }
    let field = facts.fields.iter().find(|field| field.name == *first).ok_or_else(|| {
        let own: &[&str] = if facts.term.is_some() { &["title", "aliases"] } else { PAGE_KEYS };
        let own = own.iter().copied().filter(|key| own_key(facts, key).is_some());
        let known: Vec<&str> = own.chain(facts.fields.iter().map(|field| field.name.as_str())).collect();
        let hint = suggest(first, known.clone()).unwrap_or_else(|| message!("no-such-field.hint", known = list(known)));
        Refusal::new(message!("no-such-field", page = facts.name, first)).hint(hint)
    })?;
    if facts.is_translation && !field.localized {
        return Err(Refusal::new(message!("fact-of-original", first)).hint(message!(
            "fact-of-original.hint",
            page = facts.name,
            first
        )));
    }
    of_field(facts, field, rest, path)
}

fn own_key<'f>(facts: &Facts<'f>, key: &str) -> Option<FactSlot<'f>> {
    let slot = |kind, many, localized| Some(FactSlot { kind, many, localized });
    match (key, facts.term) {
        ("title", Some(_)) => slot(FactKind::Text, false, true),
        ("aliases", _) => slot(FactKind::Text, true, false),
        (_, Some(_)) => None,
        ("title" | "summary" | "slug" | "translates", None) => slot(FactKind::Text, false, false),
        ("draft", None) => slot(FactKind::Boolean, false, false),
        ("updated", None) => slot(FactKind::Date, false, false),
        _ => None,
    }
}

fn of_field<'f>(facts: &Facts<'f>, field: &'f Field, rest: &[Step], path: &[Step]) -> Result<FactSlot<'f>, Refusal> {
    let whole = FactSlot { kind: FactKind::Of(&field.kind), many: field.many, localized: field.localized };
    match (rest, &field.kind) {
        ([Step::Item(_), Step::Key(column), rest @ ..], FieldKind::Table(columns)) if field.many => {
            column_of(facts, columns, column, rest, path)
        }
        ([Step::Key(column), rest @ ..], FieldKind::Table(columns)) if !field.many => {
            column_of(facts, columns, column, rest, path)
        }
        _ => inner(facts, whole, rest, path),
    }
}

fn column_of<'f>(
    facts: &Facts<'f>,
    columns: &'f [Field],
    column: &str,
    rest: &[Step],
    path: &[Step],
) -> Result<FactSlot<'f>, Refusal> {
    let found = columns.iter().find(|known| known.name == *column).ok_or_else(|| {
        let known: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let hint =
            suggest(column, known.clone()).unwrap_or_else(|| message!("no-such-column.hint", known = list(known)));
        Refusal::new(message!("no-such-column", table = shown(path.get(..1).unwrap_or_default()), column)).hint(hint)
    })?;
    of_field(facts, found, rest, path)
}

/// Steps below a field: a language, one of many values, a part of an amount.
fn inner<'f>(facts: &Facts<'f>, slot: FactSlot<'f>, rest: &[Step], path: &[Step]) -> Result<FactSlot<'f>, Refusal> {
    match rest {
        [] => Ok(slot),
        [Step::Key(tag), rest @ ..] if slot.localized => {
            if facts.config.language(tag).is_none() {
                let known = facts.config.languages.iter().map(String::as_str);
                let hint = suggest(tag, known)
                    .unwrap_or_else(|| message!("site-language.list", languages = list(&facts.config.languages)));
                return Err(Refusal::new(message!("site-language", tag)).hint(hint));
            }
            inner(facts, FactSlot { localized: false, ..slot }, rest, path)
        }
        [Step::Item(_), rest @ ..] if slot.many => inner(facts, FactSlot { many: false, ..slot }, rest, path),
        [Step::Key(part)] if matches!((slot.kind, slot.many), (FactKind::Of(FieldKind::Money), false)) => {
            match part.as_str() {
                "amount" => Ok(FactSlot { kind: FactKind::Of(&FieldKind::Decimal), ..slot }),
                "currency" => Ok(FactSlot { kind: FactKind::Text, ..slot }),
                _ => {
                    let name = shown(above(path, rest));
                    Err(Refusal::new(message!("fact-money", name = shown(path)))
                        .hint(message!("fact-money.hint", name)))
                }
            }
        }
        _ => {
            let is_in_row = slot.many && matches!(slot.kind, FactKind::Of(FieldKind::Table(_)));
            let name = shown(above(path, rest));
            let hint = match rest {
                [Step::Key(column)] if is_in_row => message!("fact-too-deep.row", name, column),
                _ => message!("fact-too-deep.hint", name),
            };
            Err(Refusal::new(message!("fact-too-deep", name = shown(path))).hint(hint))
        }
    }
}

/// The path before its last steps.
fn above<'p>(path: &'p [Step], last: &[Step]) -> &'p [Step] {
    path.get(..path.len().saturating_sub(last.len())).unwrap_or_default()
}

/// A text without a language is the page's own; where the file gives all languages at once, it goes among them.
fn choose_language(
    facts: &Facts<'_>,
    values: &PlainValue,
    path: &mut Path,
    start: usize,
    name: &str,
) -> Result<(), Refusal> {
    let is_in_row = path.len() > start + 1 && !matches!(path.get(start + 1), Some(Step::Key(_)));
    let must_say = |tags: &[String]| {
        let examples: Vec<String> = tags.iter().map(|tag| format!("{name}.{tag}=…")).collect();
        Err(Refusal::new(message!("fact-languages", name))
            .hint(message!("fact-languages.hint", examples = examples.join(" "))))
    };
    let Some(language) = facts.language.filter(|_| !is_in_row) else { return must_say(&facts.config.languages) };
    if let Some(PlainValue::Table(_)) = find(values, path) {
        *path = below(path, Step::Key(facts.config.tag(language).to_owned()));
    }
    Ok(())
}

/// Refuses the text of one language where the file has a text without languages: to say which language that one is in
/// takes whoever wrote it.
fn refuse_one_of_plain(facts: &Facts<'_>, values: &PlainValue, path: &[Step], text: &str) -> Result<(), Refusal> {
    let Some((Step::Key(tag), field)) = path.split_last() else { return Ok(()) };
    let Some(language) = facts.config.language(tag) else { return Ok(()) };
    let Some(plain) = find(values, field).filter(|value| !matches!(value, PlainValue::Table(_))) else { return Ok(()) };
    let start = usize::from(facts.term.is_some());
    let name = shown(field.get(start..).unwrap_or_default());
    let one = |hint| Err(Refusal::new(message!("fact-one-text", name = &name)).hint(hint));
    let fact = |text: &str| shell_word(&format!("{name}={text}"));
    let Some((own, entry)) = facts.language.zip(facts.entry) else {
        return one(message!("fact-one-text.hint", name = &name));
    };
    if language == own {
        return one(message!("fact-one-text.own", fact = fact(text)));
    }
    if field.len() == 1 && entry.version(language).is_some() {
        let page = format!("{}.{tag}", facts.name);
        return one(message!("fact-one-text.page", page, fact = fact(text)));
    }
    let texts = [(own, plain.clone()), (language, PlainValue::text(text))];
    let texts = texts.map(|(language, text)| (facts.config.tag(language).to_owned(), text));
    one(message!("fact-one-text.both", fact = fact(&PlainValue::Table(texts.to_vec()).to_toml())))
}

fn find<'v>(value: &'v PlainValue, path: &[Step]) -> Option<&'v PlainValue> {
    path.iter().try_fold(value, |value, step| match (value, step) {
        (PlainValue::Table(entries), Step::Key(key)) => {
            entries.iter().find(|(other, _)| other == key).map(|(_, value)| value)
        }
        (PlainValue::List(items), Step::Item(at)) => items.get(*at),
        _ => None,
    })
}

fn value(slot: &FactSlot<'_>, name: &str, text: &str) -> Result<PlainValue, Refusal> {
    let is_table = matches!(slot.kind, FactKind::Of(FieldKind::Table(_) | FieldKind::Money));
    if (slot.many && text.starts_with('[')) || ((is_table || slot.localized) && text.starts_with('{')) {
        return toml(name, text);
    }
    if !slot.many {
        return one(slot.kind, name, text);
    }
    let is_text =
        matches!(slot.kind, FactKind::Text | FactKind::Of(FieldKind::Text | FieldKind::Table(_) | FieldKind::Money));
    let parts: Vec<&str> = if is_text { vec![text] } else { text.split(',').map(str::trim).collect() };
    let values: Result<Vec<PlainValue>, Refusal> = parts.into_iter().map(|part| one(slot.kind, name, part)).collect();
    Ok(PlainValue::List(values?))
}

fn one(kind: FactKind<'_>, name: &str, text: &str) -> Result<PlainValue, Refusal> {
    let wrong = |expected: Message| Err(Refusal::new(message!("fact-takes", name, expected, text)));
    match kind {
        FactKind::Boolean | FactKind::Of(FieldKind::Boolean) => match text {
            "true" => Ok(PlainValue::Boolean(true)),
            "false" => Ok(PlainValue::Boolean(false)),
            _ => wrong(message!("fact-takes-boolean")),
        },
        FactKind::Date | FactKind::Of(FieldKind::Date) => {
            match PartialDate::parse(text) {
                Ok(_) => date(text).map_or_else(|| wrong(message!("fact-takes-date")), Ok),
                // It is written as dates are, and there is no such day.
                Err(DateError { message, hint: None }) => Err(Refusal::new(message)),
                Err(_) => wrong(message!("fact-takes-date")),
            }
        }
        FactKind::Of(FieldKind::Integer) => {
            text.parse().map_or_else(|_| wrong(message!("fact-takes-integer")), |n| Ok(PlainValue::Integer(n)))
        }
        FactKind::Of(FieldKind::Decimal) => decimal(text).map_or_else(|| wrong(message!("fact-takes-decimal")), Ok),
        FactKind::Of(FieldKind::Money) => {
            let money = text.split_once(' ').and_then(|(amount, currency)| Some((decimal(amount)?, currency.trim())));
            let Some((amount, currency)) = money else { return wrong(message!("fact-takes-money")) };
            let currency = PlainValue::text(currency);
            Ok(PlainValue::Table(vec![("amount".to_owned(), amount), ("currency".to_owned(), currency)]))
        }
        FactKind::Of(FieldKind::Table(_)) => {
            Err(Refusal::new(message!("fact-row", name)).hint(message!("fact-row.hint", name)))
        }
        FactKind::Text | FactKind::Of(_) => Ok(PlainValue::text(text)),
    }
}

/// One value of a field of this type, as people type it; `name` is the field's.
///
/// # Errors
///
/// A text that the field does not take.
pub(crate) fn typed(kind: &FieldKind, name: &str, text: &str) -> Result<PlainValue, Refusal> {
    one(FactKind::Of(kind), name, text)
}

fn date(text: &str) -> Option<PlainValue> {
    let parts: Vec<u16> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let small = |part: &u16| u8::try_from(*part).ok();
    Some(match parts.as_slice() {
        [year] if *year >= 1000 => PlainValue::Integer(i64::from(*year)),
        [year, month, day] => PlainValue::Date(*year, small(month)?, small(day)?),
        _ => PlainValue::text(text),
    })
}

fn decimal(text: &str) -> Option<PlainValue> {
    if let Ok(integer) = text.parse::<i64>() {
        return Some(PlainValue::Integer(integer));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.')?;
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
    (all_digits(whole) && all_digits(part) && !has_leading_zero).then(|| PlainValue::Decimal(text.to_owned()))
}

/// A value of the field `name` as TOML writes it.
///
/// # Errors
///
/// A text that has characters which TOML does not take.
pub(crate) fn written(name: &str, text: &str) -> Result<PlainValue, Refusal> {
    toml(name, text)
}

fn toml(name: &str, text: &str) -> Result<PlainValue, Refusal> {
    let line = format!("x = {text}");
    let mut sink = Sink::new(&"".into());
    let table = toml_reader::parse(&line, 0, &mut sink);
    let entry = table.get("x").filter(|_| sink.found.is_empty() && table.entries.len() == 1);
    entry.map(|entry| PlainValue::of(&entry.node, &line)).ok_or_else(|| {
        let why = sink.found.first().map(|error| Argument::from(&error.message)).unwrap_or_else(|| Argument::from(""));
        Refusal::new(message!("fact-no-toml", name, text, why)).hint(message!("fact-no-toml.hint"))
    })
}
