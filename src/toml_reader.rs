//! TOML with places: every key and value knows its bytes in the file, in the order they were written.
//!
//! The only place that uses the `toml` crate. [`parse`] gives a [`TomlTable`]; [`TomlFields`] reads it key by key and reports
//! what is unknown, missing or of the wrong type, so that site.toml, theme.toml, vocabularies and front matter share
//! one quality of messages.

mod fields;
mod key_slip;
mod parser_words;
mod slip;
mod value_slip;

use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};

use crate::{
    diagnostics::{
        Rule, Sink,
        characters::{forget_explained, report_forbidden, without_forbidden},
        position::{ceil_char_boundary, floor_char_boundary},
    },
    message,
    message::Message,
    text::characters::{first_forbidden, is_forbidden},
};

pub use fields::{TomlFields, is_misspelt, written_boolean};

/// Deeper nesting than any site needs; bounds recursion on hostile input.
pub const NESTING_LIMIT: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub struct TomlNode {
    pub value: TomlValue,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TomlValue {
    String(String),
    Integer(i64),
    /// A decimal number as it was written, without underscores; never infinite, never not a number.
    Decimal(String),
    Boolean(bool),
    /// A date without time: year, month, day.
    Date {
        year: u16,
        month: u8,
        day: u8,
    },
    Array(Vec<TomlNode>),
    Table(TomlTable),
    Unsupported(Unsupported),
}

/// Values that TOML has and no field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// Past 64 bits.
    LargeNumber,
    Time,
    /// With an exponent, infinite, or too long.
    OddNumber,
}

impl TomlValue {
    /// The kind of the value in words, as it stands behind "takes" and "not" (in the accusative, where a language has one).
    pub fn type_name(&self) -> Message {
        match self {
            TomlValue::String(_) => message!("type-text"),
            TomlValue::Integer(_) => message!("type-whole-number"),
            TomlValue::Decimal(_) => message!("type-decimal-number"),
            TomlValue::Boolean(_) => message!("type-boolean"),
            TomlValue::Date { .. } => message!("type-date"),
            TomlValue::Array(_) => message!("type-list"),
            TomlValue::Table(_) => message!("type-table"),
            TomlValue::Unsupported(Unsupported::LargeNumber) => message!("type-large-number"),
            TomlValue::Unsupported(Unsupported::Time) => message!("type-time"),
            TomlValue::Unsupported(Unsupported::OddNumber) => message!("type-odd-number"),
        }
    }

    /// The value as it is written in a line; `None` for tables and what no field takes.
    pub fn written(&self) -> Option<String> {
        Some(match self {
            TomlValue::String(text) => written_text(text),
            TomlValue::Integer(number) => number.to_string(),
            TomlValue::Decimal(number) => number.clone(),
            TomlValue::Boolean(value) => value.to_string(),
            TomlValue::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
            TomlValue::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| item.value.written()).collect::<Option<_>>()?;
                format!("[{}]", items.join(", "))
            }
            TomlValue::Table(_) | TomlValue::Unsupported(_) => return None,
        })
    }
}

/// A text as TOML writes it in one line, between quotation marks: runs of blanks and line ends are one blank.
pub fn written_text(text: &str) -> String {
    quoted(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A basic string of TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Keys in the order they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TomlTable {
    pub entries: Vec<TomlEntry>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TomlEntry {
    pub key: String,
    pub key_range: Range<usize>,
    pub node: TomlNode,
}

impl TomlTable {
    pub fn get(&self, key: &str) -> Option<&TomlEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// Reads a whole file of TOML. `None` when it has mistakes of form, which are reported.
pub fn parse_file(text: &str, sink: &mut Sink) -> Option<TomlTable> {
    let clean = without_forbidden(text, sink);
    let reported = sink.found.len();
    let body = clean.strip_prefix('\u{feff}').unwrap_or(&clean);
    let table = parse(body, clean.len() - body.len(), sink);
    forget_explained(&clean, reported, sink);
    (!sink.has_errors()).then_some(table)
}

/// Parses TOML that begins at byte `base` of a file. The first mistake that the parser finds is reported; the table holds
/// what could be read before it.
///
/// ```
/// use icsi::{
///     diagnostics::Sink,
///     toml_reader::{TomlValue, parse},
/// };
///
/// let mut sink = Sink::new(&"site.toml".into());
/// let table = parse("name = \"Podillia\"\n", 0, &mut sink);
/// let name = table.get("name").unwrap();
/// assert_eq!(name.node.value, TomlValue::String("Podillia".to_owned()));
/// assert_eq!((name.key_range.clone(), name.node.range.clone()), (0..4, 7..17));
/// assert!(sink.found.is_empty());
/// ```
pub fn parse(text: &str, base: usize, sink: &mut Sink) -> TomlTable {
    // The parser recurses: a line of ten thousand brackets must be an error, not a stack overflow.
    if let Some(at) = nests_too_deep(text) {
        let message = message!("toml-nesting", limit = NESTING_LIMIT);
        sink.report(Rule::Limit, &(base + at..base + at + 1), message).hint(message!("toml-nesting.hint"));
        return TomlTable::default();
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut converted = convert_table(table.get_ref(), base, text);
    if let Some(error) = first(&errors) {
        let range = error.span().unwrap_or(0..0);
        let start = floor_char_boundary(text, range.start);
        let end = ceil_char_boundary(text, range.end.max(start + 1)).max(start);
        let slip = slip::find(text, start, error.message());
        let place = slip.range.unwrap_or(start..end);
        sink.report(Rule::Toml, &(base + place.start..base + place.end), slip.message).hint(slip.hint);
        let line_start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        forget_from(&mut converted, base + line_start);
    }
    clean_table(&mut converted, sink);
    converted
}

/// One slip often derails the parser several times over: the first error in the text is the mistake.
fn first(errors: &[Error]) -> Option<&Error> {
    errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start))
}

/// Removes everything that begins in the line of a parser's error or after it, or reaches into it. It is guesswork, and
/// would be reported as mistakes of its own.
fn forget_from(table: &mut TomlTable, from: usize) {
    table.entries.retain_mut(|entry| {
        if let TomlValue::Table(inner) = &mut entry.node.value {
            forget_from(inner, from);
        }
        entry.key_range.start < from && entry.node.range.end <= from
    });
}

/// An escape such as `\u202e` writes a character that may not stand in the file itself: it is reported and replaced.
fn clean_table(table: &mut TomlTable, sink: &mut Sink) {
    for entry in &mut table.entries {
        clean_text(&mut entry.key, &entry.key_range, sink);
        clean_node(&mut entry.node, sink);
    }
}

fn clean_node(node: &mut TomlNode, sink: &mut Sink) {
    match &mut node.value {
        TomlValue::String(text) => clean_text(text, &node.range, sink),
        TomlValue::Array(items) => items.iter_mut().for_each(|item| clean_node(item, sink)),
        TomlValue::Table(table) => clean_table(table, sink),
        TomlValue::Integer(_)
        | TomlValue::Decimal(_)
        | TomlValue::Boolean(_)
        | TomlValue::Date { .. }
        | TomlValue::Unsupported(_) => {}
    }
}

fn clean_text(text: &mut String, range: &Range<usize>, sink: &mut Sink) {
    let Some(first) = first_forbidden(text) else { return };
    report_forbidden(first, range, sink).hint(message!("forbidden-character.escape"));
    *text = text.replace(is_forbidden, "\u{fffd}");
}

/// The place at which brackets outside of strings and comments nest past the limit.
fn nests_too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // So few brackets nest no deeper, wherever they stand.
    if bytes.iter().filter(|byte| (**byte == b'[') | (**byte == b'{')).count() <= NESTING_LIMIT {
        return None;
    }
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at = line_end(bytes, at),
            b'"' | b'\'' => at = string_end(bytes, at, *byte),
            b'[' | b'{' => {
                depth += 1;
                if depth > NESTING_LIMIT {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
}

/// The last byte of the string that begins here. One that does not end, ends with its line.
fn string_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let triple = [quote; 3];
    let is_long = bytes.get(start..start + 3) == Some(&triple[..]);
    let mut at = start + if is_long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !is_long => return at,
            byte if byte == quote && !is_long => return at,
            byte if byte == quote && bytes.get(at..at + 3) == Some(&triple[..]) => return at + 2,
            _ => {}
        }
        at += 1;
    }
    if is_long { start + 2 } else { at }
}

fn convert_table(table: &DeTable<'_>, base: usize, source: &str) -> TomlTable {
    let mut entries: Vec<TomlEntry> = table
        .iter()
        .map(|(key, value)| TomlEntry {
            key: key.get_ref().to_string(),
            key_range: shift(key.span(), base),
            node: TomlNode {
                value: convert(value.get_ref(), value.span(), base, source),
                range: shift(value.span(), base),
            },
        })
        .collect();
    entries.sort_by_key(|entry| (entry.key_range.start, entry.node.range.start));
    TomlTable { entries }
}

fn shift(range: Range<usize>, base: usize) -> Range<usize> {
    range.start + base..range.end + base
}

/// `span` is the value's place in `source`, which begins at byte `base` of the file.
fn convert(value: &DeValue<'_>, span: Range<usize>, base: usize, source: &str) -> TomlValue {
    match value {
        // A text of several lines says the same whichever way its file ends lines.
        DeValue::String(text) if source.get(span).is_some_and(|written| written.contains("\r\n")) => {
            TomlValue::String(text.replace("\r\n", "\n"))
        }
        DeValue::String(text) => TomlValue::String(text.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or(TomlValue::Unsupported(Unsupported::LargeNumber), TomlValue::Integer),
        DeValue::Float(float) => decimal(float.as_str()),
        DeValue::Boolean(boolean) => TomlValue::Boolean(*boolean),
        DeValue::Datetime(datetime) => match (datetime.date, datetime.time, datetime.offset) {
            (Some(date), None, None) => TomlValue::Date { year: date.year, month: date.month, day: date.day },
            _ => TomlValue::Unsupported(Unsupported::Time),
        },
        DeValue::Array(items) => TomlValue::Array(
            items
                .iter()
                .map(|item| TomlNode {
                    value: convert(item.get_ref(), item.span(), base, source),
                    range: shift(item.span(), base),
                })
                .collect(),
        ),
        DeValue::Table(table) => TomlValue::Table(convert_table(table, base, source)),
    }
}

fn decimal(written: &str) -> TomlValue {
    let plain: String = written.chars().filter(|c| *c != '_').collect();
    let digits = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    if digits.chars().all(|c| c.is_ascii_digit() || c == '.') && digits.len() <= 40 {
        TomlValue::Decimal(plain.strip_prefix('+').unwrap_or(&plain).to_owned())
    } else {
        TomlValue::Unsupported(Unsupported::OddNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut sink = Sink::new(&"t.toml".into());
        parse(text, 0, &mut sink);
        let found: Vec<(&str, String)> = sink
            .found
            .iter()
            .map(|d| {
                let location = d.location.as_ref().unwrap();
                (d.rule.name(), text[location.start..location.end].to_owned())
            })
            .collect();
        let expected: Vec<(&str, String)> = expected.iter().map(|(r, t)| (*r, (*t).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn keys_keep_the_order_they_were_written_in() {
        let table = parse("b = 1\na = 2\n[z]\nq = 1\n[c]\n", 10, &mut Sink::new(&"t.toml".into()));
        assert_eq!(table.entries.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(), ["b", "a", "z", "c"]);
        assert_eq!(table.entries[0].key_range, 10..11);
    }

    #[test]
    fn one_slip_is_one_error_at_its_place() {
        check("a = \"x\nb = 1\n", &[("toml", "\n")]);
        check("a = 1\na = 2\n", &[("toml", "a")]);
        check("a = 1979-02-30\n", &[("toml", "1979-02-30")]);
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        let text = format!("a = {}", "[".repeat(100_000));
        check(&text, &[("limit", "[")]);
        check(&format!("a = [\'\'\'a\'b\'\'\', {}", "[".repeat(100_000)), &[("limit", "[")]);
        check(
            &format!(
                "a = \"\"\"\n{}\"\"\"\nb = \'\'\'\n{}\'\'\' # {}\n",
                "[".repeat(90),
                "{".repeat(90),
                "[".repeat(90)
            ),
            &[],
        );
    }

    #[test]
    fn numbers_and_dates_that_no_field_takes_are_named() {
        let text = "a = 9223372036854775808\nb = inf\nc = 07:32:00\nd = 1_000.50\n";
        let table = parse(text, 0, &mut Sink::new(&"t.toml".into()));
        assert!(matches!(table.entries[0].node.value, TomlValue::Unsupported(_)));
        assert!(matches!(table.entries[1].node.value, TomlValue::Unsupported(_)));
        assert!(matches!(table.entries[2].node.value, TomlValue::Unsupported(_)));
        assert_eq!(table.entries[3].node.value, TomlValue::Decimal("1000.50".into()));
    }
}
