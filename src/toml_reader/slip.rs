//! Proposes what an editor meant by a line that is no TOML, and how it is written.

use std::ops::Range;

use super::written_text;
use crate::{
    locale::date::{self, PartialDate},
    message,
    message::Message,
    text::characters::latin_look_alike,
};

/// A mistake in a line, told better than the parser can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// `None` leaves the parser's own words.
    pub message: Option<Message>,
    pub hint: Message,
    /// Where, if not where the parser stumbled.
    pub range: Option<Range<usize>>,
}

impl Slip {
    fn new(message: impl Into<Message>, hint: impl Into<Message>) -> Self {
        Self { message: Some(message.into()), hint: hint.into(), range: None }
    }
}

/// Lines that a merge of two versions leaves where both have changed.
const CONFLICT_MARKS: [&str; 2] = ["<<<<<<<", ">>>>>>>"];
/// Signs that people and programs put around a text, none of which TOML takes.
const TYPOGRAPHIC_QUOTES: &[char] = &['«', '»', '“', '”', '„', '‟', '‘', '’', '‚', '‹', '›', '″', '`'];

/// Finds the mistake at a byte of a text that is no TOML.
pub(super) fn find(text: &str, at: usize, parser: &str) -> Slip {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let next = text.get(start + line.len()..).unwrap_or_default().trim_start();
    conflict(text)
        .or_else(|| odd_character(line, start))
        .or_else(|| twice(line, parser))
        .or_else(|| wrong_value(line, next))
        .or_else(|| no_key(line))
        .unwrap_or_else(|| Slip { message: None, hint: message!("toml-slip"), range: None })
}

fn conflict(text: &str) -> Option<Slip> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if CONFLICT_MARKS.iter().any(|mark| line.starts_with(mark)) {
            let slip = Slip::new(message!("toml-merge"), message!("toml-merge.hint"));
            return Some(Slip { range: Some(at..at + line.trim_end().len()), ..slip });
        }
        at += line.len();
    }
    None
}

/// A blank that is none to TOML, or a letter that only looks like one of a key.
fn odd_character(line: &str, start: usize) -> Option<Slip> {
    let key_end = line.find('=').unwrap_or(0);
    let outside = line.find(['"', '\'', '#']).unwrap_or(line.len());
    for (at, c) in line.char_indices().filter(|(_, c)| !c.is_ascii()) {
        let range = Some(start + at..start + at + c.len_utf8());
        if at < outside && (c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')) {
            let plain: String = line.chars().map(|own| if own == c { ' ' } else { own }).collect();
            let hint = message!("toml-blank.hint", line = plain.trim());
            return Some(Slip { range, ..Slip::new(message!("toml-blank", code = code(c)), hint) });
        }
        if at < key_end && latin_look_alike(c).is_some() {
            let key = line.get(..key_end).unwrap_or_default().trim();
            let latin: String = key.chars().map(|c| latin_look_alike(c).unwrap_or(c)).collect();
            let message = message!("toml-cyrillic-key", letter = c, key, code = code(c));
            return Some(Slip { range, ..Slip::new(message, message!("toml-cyrillic-key.hint", key = latin)) });
        }
    }
    None
}

fn twice(line: &str, parser: &str) -> Option<Slip> {
    let key = line.split('=').next().unwrap_or_default().trim().trim_matches(['[', ']']);
    parser.contains("duplicate key").then(|| Slip::new(message!("toml-twice", key), message!("toml-twice.hint")))
}

/// A line with a key, and a value that is none. `next` is what follows the line.
fn wrong_value(line: &str, next: &str) -> Option<Slip> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    if value.is_empty() {
        return Some(Slip::new(message!("toml-no-value", key), message!("toml-no-value.hint")));
    }
    let write = |value: &str| message!("hint-write-value", key, value);
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
        let value = written_text(text.trim_end_matches(TYPOGRAPHIC_QUOTES));
        return Some(Slip::new(message!("toml-quotes"), message!("toml-quotes.hint", key, value)));
    }
    if let Some(inner) = value.strip_prefix('"') {
        return quotes_within(inner).map(|text| {
            let value = written_text(&text);
            Slip::new(message!("toml-quote-inside"), message!("toml-quote-inside.hint", key, value))
        });
    }
    if value.starts_with('[') {
        let is_open = value.matches('[').count() > value.matches(']').count();
        let is_whole =
            next.is_empty() || next.lines().next().is_some_and(|next| next.contains('=') || next.starts_with('['));
        let is_sound = value.matches('"').count() % 2 == 0;
        return (is_open && is_whole && is_sound).then(|| {
            Slip::new(message!("toml-open-list"), write(&format!("{}]", value.trim_end_matches([',', ' ']))))
        });
    }
    match value {
        "True" | "TRUE" => return Some(Slip::new(message!("toml-boolean", value), write("true"))),
        "False" | "FALSE" => return Some(Slip::new(message!("toml-boolean", value), write("false"))),
        _ => {}
    }
    let is_bare = value.starts_with(|c: char| c.is_alphabetic());
    is_bare.then(|| {
        let text = value.trim_end_matches('"');
        Slip::new(message!("toml-bare-text"), write(&written_text(text)))
    })
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

/// The text that was meant by what stands behind an opening quotation mark, where that is not one text of TOML's.
fn quotes_within(inner: &str) -> Option<String> {
    let text = inner.strip_suffix('"').unwrap_or(inner);
    let is_sound = !text.contains('"') && text.len() < inner.len();
    let is_several = text.contains("\", \"") || text.contains('\\') || text.contains('#');
    (!is_sound && !is_several && !text.is_empty()).then(|| text.to_owned())
}

/// As messages name a character: `U+00A0`.
fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A line without `=` that is neither a comment nor the head of a table.
fn no_key(line: &str) -> Option<Slip> {
    let line = line.trim();
    if let Some(name) = line.strip_prefix('[') {
        let (open, close) = if name.starts_with('[') { ("[[", "]]") } else { ("[", "]") };
        let name = name.trim_matches(['[', ']']).trim();
        return (!name.is_empty() && !line.ends_with(close)).then(|| {
            Slip::new(message!("toml-open-head"), message!("hint-write-line", line = format!("{open}{name}{close}")))
        });
    }
    if line.contains('=') || line.is_empty() || line.starts_with('#') {
        return None;
    }
    if let Some((key, value)) = line.split_once(':')
        && !key.is_empty()
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && !value.trim().is_empty()
    {
        let value = value.trim();
        let is_value = value.starts_with(['"', '[', '{']) || value.bytes().all(|b| b.is_ascii_digit());
        let value = if is_value { value.to_owned() } else { written_text(value.trim_matches('\'')) };
        return Some(Slip::new(message!("toml-colon"), message!("hint-write-value", key, value)));
    }
    Some(Slip { message: None, hint: message!("toml-line"), range: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, hint: &str) {
        let text = format!("title = \"A\"\n{line}\n");
        let error = toml::de::DeTable::parse_recoverable(&text).1.into_iter().next().expect("no TOML");
        let slip = find(&text, error.span().map_or(0, |span| span.start), error.message());
        assert_eq!(slip.hint.to_string(), hint, "{line}");
        // The proposal is TOML itself.
        let written = hint.strip_prefix("write ").and_then(|rest| rest.split(": ").next());
        if let Some(written) = written.filter(|written| written.contains(" = ") || written.starts_with('[')) {
            assert!(toml::de::DeTable::parse_recoverable(written).1.is_empty(), "{written}");
        }
    }

    #[test]
    fn dates_and_numbers() {
        check("signed = 29.03.2023", "write signed = 2023-03-29");
        check("signed = 2023-3-29", "write signed = 2023-03-29");
        check("signed = 2023-03", "write signed = \"2023-03\"");
        check("signed = 29/3/2023", "write signed = 2023-03-29");
        check("signed = 29 березня 2023", "write signed = 2023-03-29");
        check("signed = 2023-02-30", "write a day that the calendar has: 2023, \"2023-03\" or 2023-03-29");
        check("members = 300 000", "write members = 300000");
        check("share = 2,5", "write share = 2.5");
    }

    #[test]
    fn quotation_marks() {
        check(
            "city = \"Кластер \"Львів\"\"",
            "write city = \"Кластер \\\"Львів\\\"\": inside a text stand « » or \\\"",
        );
        check("city = \"An alliance", "write city = \"An alliance\": inside a text stand « » or \\\"");
        for written in ["«Кластер»", "“Кластер”", "„Кластер“", "‘Кластер’", "«Кластер"]
        {
            check(&format!("city = {written}"), "write city = \"Кластер\": others, as « », are fine inside");
        }
        check("city = Кластер", "write city = \"Кластер\"");
        check("city = Lviv\"", "write city = \"Lviv\"");
        check("draft = True", "write draft = true");
        check("city: Львів", "write city = \"Львів\"");
    }

    #[test]
    fn keys_and_lists() {
        check("country = [\"ua\"", "write country = [\"ua\"]");
        check("[[sources]\nplace = \"1\"", "write [[sources]]");
        check("title = \"B\"", "keep one of the two lines: each key stands once");
        check("city =", "write the value after the `=`, or remove the line");
        check("se\u{441}tors = [\"food\"]", "type the key in Latin letters: write sectors = …");
        check("city\u{a0}= \"L\"", "type it again as a plain blank: write city = \"L\"");
        check("Some words", "every line is `key = value`, a `[table]` heading or a comment after `#`");
    }

    #[test]
    fn a_merge_that_was_not_finished_is_told_at_its_mark() {
        let text = "title = \"A\"\n<<<<<<< HEAD\ncity = 1\n=======\ncity = 2\n>>>>>>> other\n";
        let slip = find(text, 12, "");
        assert_eq!(&text[slip.range.unwrap()], "<<<<<<< HEAD");
    }
}
