//! Proposes what an editor meant by a line that is no TOML, and how it is written: of keys `key_slip` does, of values
//! `value_slip`.

use std::ops::Range;

use toml::de::DeTable;

use super::{key_slip, parser_words, value_slip};
use crate::{
    message,
    message::Message,
    text::{characters::latin_look_alike, shortened},
};

/// A mistake in a line, told better than the parser can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub message: Message,
    pub hint: Message,
    /// Where, if not where the parser stumbled.
    pub range: Option<Range<usize>>,
}

impl Slip {
    pub(super) fn new(message: impl Into<Message>, hint: impl Into<Message>) -> Self {
        Self { message: message.into(), hint: hint.into(), range: None }
    }

    /// A sound value has `more` behind it, of which the beginning is told.
    pub(super) fn more_behind(more: &str, hint: Message) -> Self {
        Self::new(message!("toml-more", more = shortened(more, LONGEST_TOLD).as_ref()), hint)
    }
}

/// So many letters of a wrong value show which one is meant.
pub(super) const LONGEST_TOLD: usize = 60;
/// Lines that a merge of two versions leaves where both have changed.
const CONFLICT_MARKS: [&str; 2] = ["<<<<<<<", ">>>>>>>"];
/// Signs that people and programs put around a text, none of which TOML takes.
pub(super) const TYPOGRAPHIC_QUOTES: &[char] = &['«', '»', '“', '”', '„', '‟', '‘', '’', '‚', '‹', '›', '″', '`'];

/// Finds the mistake at a byte of a text that is no TOML.
pub(super) fn find(text: &str, at: usize, parser: &str) -> Slip {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let next = text.get(start + line.len()..).unwrap_or_default().trim_start();
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    conflict(text)
        .or_else(|| odd_character(line, start))
        .or_else(|| twice(line, before.get(start..).unwrap_or_default(), rest, parser))
        .or_else(|| long_text(before, parser))
        .or_else(|| no_comma(rest, parser))
        .or_else(|| value_slip::find(line, next))
        .or_else(|| key_slip::find(line))
        .or_else(|| more_behind(line, at.saturating_sub(start)))
        .unwrap_or_else(|| parser_words::said(parser))
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
            // A word of another language, such as `назва`, does not become a key by its look-alikes.
            let hint = match latin.is_ascii() {
                true => message!("toml-cyrillic-key.hint", key = latin),
                false => message!("toml-cyrillic-key.word"),
            };
            return Some(Slip { range, ..Slip::new(message, hint) });
        }
    }
    None
}

/// `before` and `rest` are the line on both sides of the place, the latter with what follows it.
fn twice(line: &str, before: &str, rest: &str, parser: &str) -> Option<Slip> {
    if !parser.contains("duplicate key") {
        return None;
    }
    let key = if before.contains('{') { rest } else { line };
    let key = key.split('=').next().unwrap_or_default().trim().trim_matches(['[', ']']);
    Some(Slip::new(message!("toml-twice", key), message!("toml-twice.hint")))
}

/// A text between three quotation marks that goes on to the end: it is told where it begins.
fn long_text(before: &str, parser: &str) -> Option<Slip> {
    if !parser.starts_with("invalid multi-line") {
        return None;
    }
    let marks = ["\"\"\"", "'''"].into_iter().filter_map(|marks| Some((before.rfind(marks)?, marks)));
    let (at, marks) = marks.max()?;
    let slip = Slip::new(message!("toml-long-text"), message!("toml-long-text.hint", marks));
    Some(Slip { range: Some(at..at + marks.len()), ..slip })
}

/// A sound value with something behind it that begins in byte `at` of the line.
fn more_behind(line: &str, at: usize) -> Option<Slip> {
    let (before, more) = line.split_at_checked(at)?;
    let (key, value) = before.split_once('=')?;
    let (key, value, more) = (key.trim(), value.trim(), more.trim());
    let is_more = !value.is_empty() && !more.is_empty() && is_key(key) && is_value(value);
    is_more.then(|| Slip::more_behind(more, message!("hint-write-value", key, value)))
}

/// Whether a key may be written so, without quotation marks.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// Whether TOML has a value that is written so.
pub(super) fn is_value(text: &str) -> bool {
    DeTable::parse_recoverable(&format!("key = {text}")).1.is_empty()
}

/// A value or key of a list or table that follows another without a comma. `rest` begins with it.
fn no_comma(rest: &str, parser: &str) -> Option<Slip> {
    let is_list = parser.contains("missing comma between array elements");
    if !is_list && !parser.contains("missing comma between") {
        return None;
    }
    // The key of the next line, not a value of the list.
    let is_key = rest.starts_with(char::is_alphanumeric) && rest.lines().next().is_some_and(|line| line.contains('='));
    let has_end = if is_list { !is_key } else { is_closed(rest) };
    if let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, ';' | '|')) {
        return Some(Slip::new(message!("toml-no-comma"), message!("toml-no-comma.sign", sign)));
    }
    let has_end = has_end && !(is_list && rest.starts_with(['}', ')']));
    Some(match (has_end, is_list) {
        (true, _) => Slip::new(message!("toml-no-comma"), message!("toml-no-comma.hint")),
        (false, true) => Slip::new(message!("toml-open-list"), message!("toml-open-list.hint")),
        (false, false) => Slip::new(message!("toml-open-table"), message!("toml-open-table.hint")),
    })
}

/// Whether a table that is open where a text begins ends in it, before the head of another.
fn is_closed(text: &str) -> bool {
    let mut depth = 1u32;
    for c in text.lines().take_while(|line| !line.starts_with('[')).flat_map(str::chars) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// As messages name a character: `U+00A0`.
fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, hint: &str) {
        let text = format!("title = \"A\"\n{line}\n");
        let errors = DeTable::parse_recoverable(&text).1;
        let error = super::super::first(&errors).expect("no TOML");
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
        check("city = \"The\nLviv\n  cluster\"", "write city = \"The Lviv cluster\": a text stands in one line");
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
        check("draft = yes", "write draft = true: a text would stand in quotation marks");
        check("draft = ні", "write draft = false: a text would stand in quotation marks");
        check("city: Львів", "write city = \"Львів\"");
        check("city: \"Львів", "write city = \"Львів\"");
        check("city: “Львів”", "write city = \"Львів\"");
        check("city: «Зерно» і море", "write city = \"«Зерно» і море\"");
        check("draft: true", "write draft = true");
        check("country: [\"ua\"]", "write country = [\"ua\"]");
        check("---", "front matter stands between two lines +++: write +++ in the place of ---");
    }

    #[test]
    fn what_other_languages_write_behind_a_value() {
        check("city = \"Lviv\",", "write city = \"Lviv\"");
        check("city = \"Lviv\" ;", "write city = \"Lviv\"");
        check("city = \"Lviv\" // a city", "write city = \"Lviv\"");
        check("city = 'Lviv',", "write city = 'Lviv'");
        check(&format!("city = 'Lviv' {}", "//".repeat(20_000)), "write city = 'Lviv'");
        check("site = \"https://example.org/\" // home", "write site = \"https://example.org/\"");
        check("country = [\"ua\", \"pl\"],", "write country = [\"ua\", \"pl\"]");
        check("title2 = { en = \"A\", uk = \"А\" },", "write title2 = { en = \"A\", uk = \"А\" }");
        check("members = 3,", "write members = 3");
        check("draft = true;", "write draft = true");
        check("signed = 2023-03-29,", "write signed = 2023-03-29");
        check("signed = 29.03.2023,", "write signed = 2023-03-29");
        check("city = Lviv,", "write city = \"Lviv\"");
        check("city = «Lviv»,", "write city = \"Lviv\": others, as « », are fine inside");
        check("city = \"The \"Lviv\" one\",", "write city = \"The \\\"Lviv\\\" one\": inside a text stand « » or \\\"");
    }

    #[test]
    fn of_a_long_value_the_beginning_is_told() {
        for value in ["1 // ", "1 , ; ] "] {
            let text = format!("members = {}\n", value.repeat(10_000));
            let message = find(&text, 12, "").message.to_string();
            assert!(message.contains(value.trim_end()) && message.chars().count() < 150, "{message}");
        }
    }

    #[test]
    fn commas_between_values() {
        let comma = "write a comma between this and what stands before it";
        check("name = { en = \"a\"\nuk = \"b\" }", comma);
        check("name = { en = \"a\"\nuk = \"b\",\npl = \"c\" }", comma);
        check("name = { en = \"a\" uk = \"b\" }", comma);
        check("country = [\"ua\" \"pl\"]", comma);
        check("country = [\n  \"ua\"\n  \"pl\"\n]", comma);
        check("country = [\"ua\"\nsectors = [\"food\"]", "write ] behind the last value of the list");
        check("country = [\n  \"ua\"\ncity = \"L\"", "write ] behind the last value of the list");
        check(
            "name = { en = \"a\"\ncity = \"L\"\nother = { en = \"b\" }",
            "write } behind the last value of the table",
        );
        check("country = [ua, pl]", "write country = [\"ua\", \"pl\"]");
        check("translates = 00000000", "write translates = \"00000000\": a number would stand without the zeros");
    }

    #[test]
    fn keys_and_lists() {
        check("country = [\"ua\"", "write country = [\"ua\"]");
        check("[[sources]\nplace = \"1\"", "write [[sources]]");
        check("title = \"B\"", "keep one of the two lines: each key stands once");
        check("city =", "write the value after the `=`, or remove the line");
        check("se\u{441}tors = [\"food\"]", "type the key in Latin letters: write sectors = …");
        check("назва = \"L\"", "a key stands in Latin letters: write its Latin name, such as title");
        check("city\u{a0}= \"L\"", "type it again as a plain blank: write city = \"L\"");
        check("Some words", "every line is `key = value`, a `[table]` heading or a comment after `#`");
    }

    #[test]
    fn signs_of_other_languages() {
        let city = "write city = \"Lviv\"";
        for line in [
            "city \"Lviv\"",
            "city == \"Lviv\"",
            "city := \"Lviv\"",
            "city => \"Lviv\"",
            "city = = \"Lviv\"",
            "- city = \"Lviv\"",
            "city = <Lviv>",
            "city = \\\"Lviv\\\"",
            "city = \"Lviv\"]",
        ] {
            check(line, city);
        }
        for line in ["// a note", "/* a note */", "<!-- a note -->", "; a note", "-- a note", "% a note"] {
            check(line, "write # a note");
        }
        check("city", "write the value after the `=`, or remove the line");
        check("country = (\"ua\", \"pl\")", "write country = [\"ua\", \"pl\"]");
        check("country = [\"ua\",, \"pl\"]", "write country = [\"ua\", \"pl\"]");
        check("country = [\"ua\"] [\"pl\"]", "write country = [\"ua\"]");
        check("country = [\"ua\"; \"pl\"]", "write a comma in the place of ;");
        check("country = [\"ua\"}", "write ] behind the last value of the list");
        check("founded = 2023 closed = 2024", "write founded = 2023");
        check("aliases = /a/", "write aliases = \"/a/\"");
        check("city = …", "write city = \"…\"");
        check("translates = 5f0c9a3e", "write translates = \"5f0c9a3e\"");
        let inline = "give each key its value with =, and put commas between them: { en = \"…\", uk = \"…\" }";
        for line in ["city = { en: \"A\" }", "city = { en \"A\" }", "city = { \"A\", \"Б\" }", "city = { en = A }"] {
            check(line, inline);
        }
    }

    #[test]
    fn texts_that_do_not_end_as_they_began() {
        check("city = 'Lviv", "write city = \"Lviv\": inside a text stand « » or \\\"");
        check("city = 'People's'", "write city = \"People's\": inside a text stand « » or \\\"");
        check("city = “Lviv\"", "write city = \"Lviv\": others, as « », are fine inside");
        check("city = \"Lviv”", "write city = \"Lviv\": inside a text stand « » or \\\"");
        check("path = \"C:\\Users\"", "write path = \"C:\\\\Users\": \\\\ is a backslash");
        check("path = \"a\\\"", "write path = \"a\\\\\": \\\\ is a backslash");
        let text = "title = \"A\"\ncity = \"\"\"\nLviv\n";
        let slip = find(text, text.len(), "invalid multi-line basic string");
        assert_eq!((slip.range, slip.hint.to_string().as_str()), (Some(19..22), "write \"\"\" behind its last line"));
    }

    #[test]
    fn keys_and_heads_that_are_none() {
        let key = "a key is one word of Latin letters, digits, - and _, such as title";
        for line in
            ["city name = \"Lviv\"", "city? = \"Lviv\"", "city\" = \"Lviv\"", "= \"Lviv\"", ".city = 1", "[a b]"]
        {
            check(line, key);
        }
        check("[sources]]", "write [sources]");
        check("[]", "write the name of the field between the brackets: [[sources]]");
        check("[[sources]] page = 1", "leave [[sources]] alone in this line, and write page = 1 in the next one");
    }

    /// Whatever the parser comes to say, words of ours are shown.
    #[test]
    fn all_else_is_said_in_general() {
        for (parser, message) in [
            ("extra comma in array, expected value", "a comma stands here without a value before it"),
            ("`_` may only go between digits", "this is not how a number or a date is written"),
            ("cannot extend value of type string with a dotted key", "a value and a table cannot have the same key"),
            ("recursion limit", "this is not how TOML is written"),
        ] {
            assert_eq!(find("", 0, parser).message.to_string(), message);
        }
    }

    #[test]
    fn a_merge_that_was_not_finished_is_told_at_its_mark() {
        let text = "title = \"A\"\n<<<<<<< HEAD\ncity = 1\n=======\ncity = 2\n>>>>>>> other\n";
        let slip = find(text, 12, "");
        assert_eq!(&text[slip.range.unwrap()], "<<<<<<< HEAD");
    }
}
