//! Proposes what an editor meant by a value that is none of TOML's.

use super::{
    quoted,
    slip::{LONGEST_TOLD, Slip, TYPOGRAPHIC_QUOTES, is_key, is_value},
    written_boolean, written_text,
};
use crate::{
    locale::date::{self, PartialDate},
    message,
    message::Message,
    text::shortened,
};

/// A remark of another language begins at one of the first places of its sign: each trial reads the value anew.
const REMARKS_TRIED: usize = 100;

/// A line with a key, and a value that is none. `next` is what follows the line.
pub(super) fn find(line: &str, next: &str) -> Option<Slip> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    // Parts with dots between them are a key too.
    if !key.split('.').all(|part| is_key(part.trim())) {
        return None;
    }
    if value.is_empty() {
        return Some(Slip::new(message!("toml-no-value", key), message!("toml-no-value.hint")));
    }
    let write = |value: &str| message!("hint-write-value", key, value);
    if let Some((sound, more)) = with_more(value) {
        return Some(Slip::more_behind(more, write(sound)));
    }
    // What ends a line in other languages is no part of a bare value either.
    let value = if value.starts_with('"') { value } else { value.trim_end_matches([',', ';']).trim_end() };
    if let Some(date) = as_date(value) {
        return Some(date.map_or_else(
            |why| Slip::new(why, message!("toml-no-such-day")),
            |written| Slip::new(message!("toml-date", value), write(&written)),
        ));
    }
    if let Some(number) = as_number(value) {
        return Some(Slip::new(message!("toml-number", value), write(&number)));
    }
    if let Some(text) = value.strip_prefix(TYPOGRAPHIC_QUOTES) {
        let value = written_text(text.trim_end_matches('"').trim_end_matches(TYPOGRAPHIC_QUOTES));
        return Some(Slip::new(message!("toml-quotes"), message!("toml-quotes.hint", key, value)));
    }
    match value.chars().next()? {
        '"' | '\'' => wrong_text(key, value, next),
        '[' | '(' => wrong_list(key, value, next),
        '{' => (!value.ends_with('}') || !is_value(value))
            .then(|| Slip::new(message!("toml-inline"), message!("toml-inline.hint"))),
        _ => wrong_bare(key, value),
    }
}

/// A value that begins with a quotation mark and is no text.
fn wrong_text(key: &str, value: &str, next: &str) -> Option<Slip> {
    let within = |text: &str| {
        let value = written_text(text);
        Slip::new(message!("toml-quote-inside"), message!("toml-quote-inside.hint", key, value))
    };
    if let Some(inner) = value.strip_prefix('\'') {
        let text = inner.strip_suffix('\'').unwrap_or(inner);
        let is_one = !is_value(value) && !text.contains(['"', '#']) && !text.contains("' ");
        return is_one.then(|| within(text));
    }
    let inner = value.strip_prefix('"')?;
    if let Some(text) = running_on(inner, next) {
        let value = written_text(&text);
        return Some(Slip::new(message!("toml-running-on"), message!("toml-running-on.hint", key, value)));
    }
    if let Some(text) = inner.strip_suffix('"').filter(|text| text.contains('\\') && !is_value(value)) {
        let value = quoted(&text.replace("\\\"", "\""));
        return Some(Slip::new(message!("toml-backslash"), message!("toml-backslash.hint", key, value)));
    }
    quotes_within(inner).map(|text| within(&text))
}

fn wrong_list(key: &str, value: &str, next: &str) -> Option<Slip> {
    let write = |list: &str| message!("hint-write-value", key, value = list);
    if let Some(inner) = value.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        let list = format!("[{inner}]");
        return is_value(&list).then(|| Slip::new(message!("toml-brackets"), write(&list)));
    }
    let is_open = value.matches('[').count() > value.matches(']').count();
    let is_whole =
        next.is_empty() || next.lines().next().is_some_and(|next| next.contains('=') || next.starts_with('['));
    let is_sound = value.matches('"').count().is_multiple_of(2);
    if let Some(list) = quoted_list(value) {
        return Some(Slip::new(message!("toml-bare-text"), write(&list)));
    }
    if let Some(list) = without_commas(value) {
        return Some(Slip::new(message!("toml-comma"), write(&list)));
    }
    (is_open && is_whole && is_sound)
        .then(|| Slip::new(message!("toml-open-list"), write(&format!("{}]", value.trim_end_matches([',', ' '])))))
}

/// A list without the commas that have no value before them.
fn without_commas(value: &str) -> Option<String> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    let items: Vec<&str> = inner.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
    let list = format!("[{}]", items.join(", "));
    (!is_value(value) && is_value(&list)).then_some(list)
}

/// A value that no sign stands around.
fn wrong_bare(key: &str, value: &str) -> Option<Slip> {
    let write = |value: &str| message!("hint-write-value", key, value);
    if value.starts_with('0') && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let text = written_text(value);
        return Some(Slip::new(message!("toml-leading-zero"), message!("toml-leading-zero.hint", key, text)));
    }
    match value {
        "True" | "TRUE" => return Some(Slip::new(message!("toml-boolean", value), write("true"))),
        "False" | "FALSE" => return Some(Slip::new(message!("toml-boolean", value), write("false"))),
        // A text that means true or false would be the next mistake.
        _ => {
            if let Some(boolean) = written_boolean(value) {
                let hint = message!("toml-boolean-word.hint", key, boolean);
                return Some(Slip::new(message!("toml-boolean-word", value), hint));
            }
        }
    }
    if is_value(value) || value.starts_with(['=', ']', '}', '>', ',', '-', '#']) {
        return None;
    }
    if let Some((one, more)) = value.split_once(' ').filter(|(one, more)| more.contains('=') && is_value(one)) {
        return Some(Slip::more_behind(more, write(one)));
    }
    // A number or day with a slip that is not known: what was meant cannot be told.
    if !value.contains(char::is_alphabetic) && value.contains(|c: char| c.is_ascii_digit()) {
        let value = shortened(value, LONGEST_TOLD);
        return Some(Slip::new(message!("toml-number", value = value.as_ref()), message!("toml-slip")));
    }
    let text = value.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(value);
    let text = text.strip_prefix("\\\"").map_or(text, |text| text.trim_end_matches("\\\""));
    Some(Slip::new(message!("toml-bare-text"), write(&written_text(text.trim_end_matches('"')))))
}

/// Writes a date that stands without quotation marks; an error says why there is no such day.
fn as_date(value: &str) -> Option<Result<String, Message>> {
    if !value.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match PartialDate::parse(value) {
        // A month is no value of TOML's own.
        Ok(date) if date.day().is_none() && date.month().is_some() => Some(Ok(format!("\"{date}\""))),
        Ok(_) => None,
        Err(_) => match date::meant(value) {
            Some(date) if date.day().is_none() => Some(Ok(format!("\"{date}\""))),
            Some(date) => Some(Ok(date.to_string())),
            None if is_day(value) => PartialDate::parse(value).err().map(|error| Err(error.message)),
            None => None,
        },
    }
}

/// `2023-02-30`, whether or not the calendar has it.
fn is_day(value: &str) -> bool {
    let lengths: Vec<usize> = value.split('-').map(str::len).collect();
    lengths == [4, 2, 2] && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// `300 000` and `2,5` as TOML writes them.
fn as_number(value: &str) -> Option<String> {
    let is_grouped = value.contains([' ', '\u{a0}']);
    let plain: String = value.chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
    let decimal = plain.replace(',', ".");
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = match decimal.split_once('.') {
        Some((whole, part)) => is_digits(whole) && is_digits(part),
        None => is_digits(&decimal),
    };
    (is_number && (is_grouped || plain != decimal)).then_some(decimal)
}

/// A sound value, and what ends lines or begins remarks in other languages behind it: `"Lviv",`, `3;`, `"Lviv" // a city`.
fn with_more(value: &str) -> Option<(&str, &str)> {
    let remarks = value.match_indices("//").map(|(at, _)| at).take(REMARKS_TRIED);
    let last_sign = value.ends_with([',', ';', ']', '}']).then(|| value.len() - 1);
    remarks.chain(last_sign).find_map(|at| {
        let (sound, more) = value.split_at_checked(at)?;
        is_value(sound).then(|| (sound.trim_end(), more))
    })
}

/// `[ua, "pl"]` with all its words in quotation marks.
fn quoted_list(value: &str) -> Option<String> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    let items = inner.trim_end().trim_end_matches(',').split(',').map(|item| item.trim().trim_matches('"'));
    let is_word =
        |item: &str| !item.is_empty() && item.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let texts: Vec<String> = items.map(|item| is_word(item).then(|| written_text(item))).collect::<Option<_>>()?;
    Some(format!("[{}]", texts.join(", ")))
}

/// A text that goes on in the next lines, up to the quotation mark at the end of one of them. `inner` is its first line.
fn running_on(inner: &str, next: &str) -> Option<String> {
    let is_odd = |text: &str| text.contains(['"', '\\']);
    if is_odd(inner) {
        return None;
    }
    let mut text = inner.to_owned();
    for line in next.lines() {
        if line.is_empty() || line.starts_with('[') || line.contains('=') {
            return None;
        }
        text.push('\n');
        if let Some(last) = line.trim_end().strip_suffix('"') {
            text.push_str(last);
            return (!last.contains('"')).then_some(text);
        }
        if is_odd(line) {
            return None;
        }
        text.push_str(line);
    }
    None
}

/// The text that was meant by what stands behind an opening quotation mark, where that is not one text of TOML's.
fn quotes_within(inner: &str) -> Option<String> {
    let ended = inner.trim_end_matches([',', ';']).trim_end();
    let inner = if ended.ends_with('"') { ended } else { inner };
    let text = inner.strip_suffix('"').unwrap_or(inner);
    // `"Lviv”`: the mark at the end was meant to end the text.
    let is_closed = |text: &str| text.ends_with(TYPOGRAPHIC_QUOTES) && text.matches(TYPOGRAPHIC_QUOTES).count() == 1;
    if text.len() == inner.len() && is_closed(text) && !text.contains('"') {
        return Some(text.trim_end_matches(TYPOGRAPHIC_QUOTES).to_owned());
    }
    let is_sound = !text.contains('"') && text.len() < inner.len();
    let is_several = text.contains("\", \"") || text.contains('\\') || text.contains('#');
    (!is_sound && !is_several && !text.is_empty()).then(|| text.to_owned())
}
