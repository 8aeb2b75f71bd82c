//! Hints on values of fields: how a value is written that is missing, or that was meant by another.

use crate::{
    config::{Choice, Config, Field, FieldKind},
    locale::transliterate,
    markdown::address,
    message,
    message::Message,
    text::{characters::in_one_script, suggest},
    toml_reader::{TomlValue, written_boolean, written_text},
};

/// The choice that was meant by its label or a slip; else all of them.
pub(crate) fn choice_hint(choices: &[Choice], written: &str) -> Message {
    let slug = |text: &str| transliterate::slug(&in_one_script(text));
    let key = slug(written);
    let is_called = |choice: &&Choice| choice.id == key || choice.label.texts().any(|label| slug(label) == key);
    let known: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
    match choices.iter().find(is_called) {
        Some(choice) if !key.is_empty() => message!("hint-did-you-mean", name = &choice.id),
        _ => suggest(written, known.clone()).unwrap_or_else(|| message!("hint-one-of", known = message::list(known))),
    }
}

/// A value of another type as the one that the field takes, where it says the same.
pub(crate) fn converted(kind: &FieldKind, value: &TomlValue) -> Option<String> {
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
pub(crate) fn web_address(written: &str) -> Option<String> {
    let text = written.trim().trim_matches(['<', '>']).trim();
    let has_scheme = text.starts_with("https://") || text.starts_with("http://");
    let is_host = text.split('/').next().is_some_and(|host| host.contains('.') && !host.contains([' ', ':', '@']));
    let whole = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let whole = whole.replace(' ', "%20");
    // Letters that only look like others, typed in another keyboard layout.
    let whole = if address::judge(&whole) == Err(address::Reason::MixedScripts) {
        in_one_script(&whole).into_owned()
    } else {
        whole
    };
    ((has_scheme || is_host) && address::judge(&whole).is_ok() && whole != written).then_some(whole)
}

/// The address in `mailto:name@example.org` or `Name <name@example.org>`.
pub(crate) fn email_address(written: &str) -> Option<&str> {
    let within = written.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(written, |(inner, _)| inner);
    let plain = within.trim();
    let plain = plain.strip_prefix("mailto:").unwrap_or(plain);
    (plain != written && address::check_email(plain).is_ok()).then_some(plain)
}

/// The line to write for a required field that is missing: no fact is proposed that could be taken over unseen.
pub(crate) fn wanted(field: &Field, config: &Config) -> Message {
    let line = || if field.many { format!("{} = [\"…\"]", field.name) } else { format!("{} = \"…\"", field.name) };
    match &field.kind {
        FieldKind::Choice(choices) => {
            let known = choices.iter().map(|choice| choice.id.as_str());
            message!("hint-write-choice", line = line(), known = message::list(known))
        }
        FieldKind::Term(vocabulary) => {
            message!("hint-write-term", line = line(), vocabulary = &config.vocabulary(*vocabulary).name)
        }
        FieldKind::Page(of) => {
            let folders = of.iter().map(|id| format!("content/{}/", config.collection(*id).name));
            message!("hint-write-entry", line = line(), folders = message::list(folders))
        }
        FieldKind::Table(columns) if field.many => rows(field, columns, config),
        _ if field.localized => message!("hint-write-line", line = localized_example(field, config)),
        _ => example(field),
    }
}

/// The line to write for a required field that is an empty list.
pub(crate) fn filled(field: &Field, config: &Config) -> Message {
    match &field.kind {
        FieldKind::Table(_) => message!("hint-instead-of-line", hint = wanted(field, config)),
        _ => wanted(field, config),
    }
}

/// Shows how a row is written: the columns that must be there, and the others.
fn rows(field: &Field, columns: &[Field], config: &Config) -> Message {
    let line = |column: &&Field| match column.localized {
        true => localized_example(column, config),
        false => format!("{} = {}", column.name, example_value(column)),
    };
    let (required, others): (Vec<&Field>, Vec<&Field>) = columns.iter().partition(|column| column.required);
    let name = &field.name;
    let list = |columns: &[&Field]| message::list(columns.iter().map(line));
    match (required.is_empty(), others.is_empty()) {
        (true, _) => message!("hint-write-row", name, columns = list(&others)),
        (false, true) => message!("hint-write-row", name, columns = list(&required)),
        (false, false) => message!("hint-write-row-and", name, columns = list(&required), others = list(&others)),
    }
}

/// A text for each language at once.
pub(crate) fn localized_example(field: &Field, config: &Config) -> String {
    let one = if field.many { "[\"…\"]" } else { "\"…\"" };
    let texts: Vec<String> = config.languages.iter().map(|language| format!("{language} = {one}")).collect();
    format!("{} = {{ {} }}", field.name, texts.join(", "))
}

pub(crate) fn write(field: &Field, value: &str) -> Message {
    message!("hint-write-value", key = &field.name, value)
}

/// Shows how a field is written, for hints.
pub(crate) fn example(field: &Field) -> Message {
    match &field.kind {
        FieldKind::Table(_) if field.many => message!("hint-rows", field = &field.name),
        _ => write(field, &example_value(field)),
    }
}

/// A value as a field of this type has them.
pub(crate) fn example_value(field: &Field) -> String {
    let one = match &field.kind {
        FieldKind::Text => "\"…\"",
        FieldKind::Integer => "12",
        FieldKind::Decimal => "2.5",
        FieldKind::Boolean => "true",
        FieldKind::Date => "2023-03-29",
        FieldKind::Url => "\"https://example.org/\"",
        FieldKind::Email => "\"name@example.org\"",
        FieldKind::Choice(choices) => &format!("\"{}\"", choices.first().map_or("…", |c| c.id.as_str())),
        FieldKind::Term(_) | FieldKind::Page(_) => "\"id\"",
        FieldKind::File => "\"picture.jpg\"",
        FieldKind::Money => "{ amount = 300000, currency = \"EUR\" }",
        FieldKind::Table(_) => "{ … }",
    };
    if field.many { format!("[{one}]") } else { one.to_owned() }
}
