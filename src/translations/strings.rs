//! The theme's interface strings as units: the pattern of each message as Fluent writes it.

use std::{collections::BTreeSet, ops::Range};

use super::{
    sum,
    units::{GroupPlace, TranslationUnit, UnitGroup},
};
use crate::{edit::Refusal, message};

/// A message of a Fluent file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StringEntry<'t> {
    key: &'t str,
    /// Without blanks at its ends, in bytes of the file.
    pattern: Range<usize>,
    line: usize,
}

/// Messages begin at the start of a line; what belongs to them is indented, or closes a brace.
fn entries(text: &str) -> Vec<StringEntry<'_>> {
    let mut found: Vec<StringEntry<'_>> = Vec::new();
    let mut at = 0;
    // Whether the lines that follow belong to the message before them.
    let mut is_open = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let message = line.split_once('=').map(|(key, _)| key).filter(|key| {
            let key = key.trim_end();
            key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') && key.chars().all(is_name)
        });
        if let Some(key) = message {
            let start = at + key.len() + 1;
            found.push(StringEntry { key: key.trim_end(), pattern: start..at + line.len(), line: number + 1 });
            is_open = true;
        } else if line.starts_with([' ', '\t', '}', '\r', '\n']) {
            if let Some(entry) = found.last_mut().filter(|_| is_open) {
                entry.pattern.end = at + line.len();
            }
        } else {
            is_open = false;
        }
        at += line.len();
    }
    for entry in &mut found {
        let pattern = text.get(entry.pattern.clone()).unwrap_or_default();
        let start = entry.pattern.start + pattern.len() - pattern.trim_start().len();
        entry.pattern = start..start + pattern.trim().len();
    }
    found
}

fn pattern_of(text: &str, entry: &StringEntry<'_>) -> String {
    text.get(entry.pattern.clone()).unwrap_or_default().replace("\r\n", "\n")
}

/// A group for each message of `source`.
pub(super) fn groups(source: &str, translation: Option<&str>) -> Vec<UnitGroup> {
    let translated = translation.map(entries).unwrap_or_default();
    let group = |entry: &StringEntry<'_>| {
        let theirs = translated.iter().find(|other| other.key == entry.key);
        let unit = TranslationUnit {
            context: entry.key.to_owned(),
            source: pattern_of(source, entry),
            former: None,
            translation: theirs.map(|other| pattern_of(translation.unwrap_or_default(), other)),
            is_current: theirs.is_some(),
            line: entry.line,
        };
        let place = GroupPlace::String(entry.key.to_owned());
        UnitGroup { place, units: vec![unit], is_list: false, is_whole: false, is_in_order: true }
    };
    entries(source).iter().map(group).collect()
}

/// The text of a language's file with other patterns for some keys. Without such a file, the text of `source` with them.
///
/// # Errors
///
/// Patterns that would make other messages.
pub(super) fn rewritten(
    source: &str,
    translation: Option<&str>,
    patterns: &[(String, String)],
) -> Result<String, Refusal> {
    let text = translation.unwrap_or(source);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new_of = |key: &str| patterns.iter().find(|(known, _)| known == key).map(|(_, pattern)| indented(pattern));
    let mut out = String::new();
    let mut done = 0;
    for entry in entries(text) {
        if let Some(pattern) = new_of(entry.key) {
            out.push_str(text.get(done..entry.pattern.start).unwrap_or_default());
            out.push_str(&pattern.replace('\n', line_end));
            done = entry.pattern.end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    // A language may lack a message of the other one.
    for (key, pattern) in patterns.iter().filter(|(key, _)| !entries(text).iter().any(|entry| entry.key == key)) {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push_str(line_end);
        }
        out.push_str(&format!("{key} = {}\n", indented(pattern)).replace('\n', line_end));
    }
    let says = |text: &str| -> BTreeSet<(String, String)> {
        entries(text).iter().map(|entry| (entry.key.to_owned(), sum(&pattern_of(text, entry)))).collect()
    };
    let mut expected: BTreeSet<(String, String)> =
        says(text).into_iter().filter(|(key, _)| new_of(key).is_none()).collect();
    expected.extend(patterns.iter().map(|(key, pattern)| (key.clone(), sum(indented(pattern).trim()))));
    if says(&out) == expected {
        Ok(out)
    } else {
        Err(Refusal::new(message!("po-other-strings")).hint(message!("po-other-strings.hint")))
    }
}

/// Lines after the first belong to the message when they are indented.
fn indented(pattern: &str) -> String {
    let mut lines = pattern.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| {
        let indentation = if line.is_empty() || line.starts_with([' ', '}']) { "" } else { "    " };
        format!("{text}\n{indentation}{line}")
    })
}

/// Checks that a pattern uses what its text is given. Where the text has forms for numbers, a language may do without the
/// number: it can have one form for all.
///
/// # Errors
///
/// A variable that is lost or new.
pub(super) fn check(source: &str, translation: &str) -> Result<(), Refusal> {
    let variables = |text: &str| -> BTreeSet<String> {
        let name =
            |part: &str| part.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        text.split('$').skip(1).map(name).collect()
    };
    let (wanted, found) = (variables(source), variables(translation));
    let hint = || message!("po-argument-lost.hint");
    let has_forms = source.contains("->");
    match (wanted.difference(&found).next().filter(|_| !has_forms), found.difference(&wanted).next()) {
        (Some(lost), _) => Err(Refusal::new(message!("po-argument-lost", lost)).hint(hint())),
        (None, Some(new)) => Err(Refusal::new(message!("po-argument-new", new)).hint(hint())),
        (None, None) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: &str = "# Frame\n\nhome = Home\ncount = { $n ->\n    [one] { $n } page\n   *[other] { $n } pages\n}\n\n## More\n\nlast =\n    Two\n    lines\n";

    #[test]
    fn patterns_are_replaced_where_they_stand() {
        let keys: Vec<(&str, String)> = entries(EN).iter().map(|entry| (entry.key, pattern_of(EN, entry))).collect();
        assert_eq!(keys[0], ("home", "Home".to_owned()));
        assert_eq!(keys[1].1, "{ $n ->\n    [one] { $n } page\n   *[other] { $n } pages\n}");
        assert_eq!(keys[2], ("last", "Two\n    lines".to_owned()));
        let pattern = |key: &str, text: &str| (key.to_owned(), text.to_owned());
        let new = rewritten(EN, Some(EN), &[pattern("home", "Дім"), pattern("last", "Два\nрядки")]).unwrap();
        assert_eq!(new, EN.replace("Home", "Дім").replace("Two\n    lines", "Два\n    рядки"));
        assert_eq!(rewritten(EN, Some(EN), &[]).unwrap(), EN);
        assert_eq!(
            rewritten(EN, Some("home = Дім"), &[pattern("last", "Кінець")]).unwrap(),
            "home = Дім\nlast = Кінець\n"
        );
        let crlf = EN.replace('\n', "\r\n");
        assert_eq!(
            rewritten(&crlf, Some(&crlf), &[pattern("home", "A\nB")]).unwrap(),
            crlf.replace("Home", "A\r\n    B")
        );
    }

    #[test]
    fn variables_stay() {
        check("{ $n ->\n [one] { $n } page\n}", "{ $n ->\n [few] { $n } сторінки\n [many] { $n } сторінок\n}").unwrap();
        check("{ $n ->\n [one] One page\n *[other] { $n } pages\n}", "頁").unwrap();
        assert_eq!(check("Page { $n }", "Сторінка").unwrap_err().message.to_string(), "`$n` is lost");
        assert_eq!(check("Page", "Сторінка { $n }").unwrap_err().message.to_string(), "`$n` is not in the text");
    }
}
