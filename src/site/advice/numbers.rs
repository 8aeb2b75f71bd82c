//! Numbers that one language's text of an entry has and the other lacks. Outdated translations are left out: they have been
//! told of already.

use std::{collections::BTreeSet, ops::Range};

use super::{
    super::{Entry, Site, State, Version},
    Body,
};
use crate::{
    config::{LanguageId, with_ids},
    content::page::schema,
    diagnostics::{Diagnostic, Location, Rule},
    message,
    message::Message,
};

/// Numbers up to twelve stand in words in one language and in digits in the other, and so do months.
const WRITTEN_OUT: u64 = 12;
/// So many are named in a message.
const NAMED: usize = 5;
/// Languages that count by ten thousands, so that their large numbers have other digits.
const BY_TEN_THOUSANDS: [&str; 3] = ["ja", "ko", "zh"];

pub(super) fn check<'t>(entry: &Entry, site: &Site, source: impl Fn(&str) -> Option<&'t str>) -> Vec<Diagnostic> {
    let Some(original) = entry.original().filter(|version| version.state == State::Original) else { return Vec::new() };
    let translations = entry.versions.iter().flatten().filter(|version| version.state == State::Current);
    let is_comparable = |version: &&Version| {
        let counts = |language| !BY_TEN_THOUSANDS.contains(&site.locale(language).language());
        counts(version.page.language) && counts(original.page.language) && !version.page.is_incomplete
    };
    translations.filter(is_comparable).filter_map(|version| compare(entry, site, version, original, &source)).collect()
}

fn compare<'t>(
    entry: &Entry,
    site: &Site,
    version: &Version,
    original: &Version,
    source: impl Fn(&str) -> Option<&'t str>,
) -> Option<Diagnostic> {
    let body = |version: &Version| Body::new(&version.page, source(&version.page.file));
    let (ours, theirs) = (body(version)?, body(original)?);
    let front = |one: &Version, other: &Version| front_matter(entry, site, one, other.page.language);
    let all = |body: &Body, front: &[String]| -> Option<BTreeSet<String>> {
        let texts = || front.iter().map(String::as_str).chain([body.text.as_str()]);
        texts().all(has_plain_digits).then(|| texts().flat_map(numbers).map(|(number, _)| number).collect())
    };
    let (our_numbers, their_numbers) =
        (all(&ours, &front(version, original))?, all(&theirs, &front(original, version))?);
    let named = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).take(NAMED).cloned().collect()
    };
    let (added, lacking) = (named(&our_numbers, &their_numbers), named(&their_numbers, &our_numbers));
    let file = &original.page.file;
    let list = |numbers: &[String]| message::quoted(numbers.iter().map(String::as_str));
    let message: Message = match (added.is_empty(), lacking.is_empty()) {
        (true, true) => return None,
        (false, true) => message!("numbers-added", numbers = list(&added), file),
        (true, false) => message!("numbers-lacking", numbers = list(&lacking), file),
        (false, false) => message!("numbers-differ", ours = list(&added), theirs = list(&lacking), file),
    };
    let first = numbers(&ours.text).into_iter().find(|(number, _)| added.contains(number));
    let place = first.map_or(Location::file(&version.page.file), |(_, range)| ours.place(&version.page, &range));
    Some(Diagnostic::new(Rule::NumbersDiffer, place, message).hint(message!("numbers-differ.hint")))
}

/// The texts of front matter that both languages have.
fn front_matter(entry: &Entry, site: &Site, version: &Version, other: LanguageId) -> Vec<String> {
    let page = &version.page;
    let mut texts = vec![page.written.title.clone()];
    let pages = || [page.language, other].into_iter().map(|language| entry.version(language));
    if pages().all(|version| version.is_some_and(|version| version.page.written.summary.is_some())) {
        texts.extend(page.written.summary.clone());
    }
    let Some(id) = site.find(&entry.key) else { return texts };
    for (field, _) in with_ids(schema(&entry.key, &site.config)).filter(|(_, field)| field.localized) {
        let of = |language| site.localized(id, field, language).filter(|(_, own)| *own == language);
        if let (Some((own, _)), Some(_)) = (of(page.language), of(other)) {
            texts.extend(own.iter().cloned());
        }
    }
    texts
}

/// Whether all digits are 0 to 9.
fn has_plain_digits(text: &str) -> bool {
    text.is_ascii() || !text.chars().any(|c| !c.is_ascii() && c.is_numeric() && is_digit(c))
}

/// Whether a sign is a digit of another script, and no fraction, index or Roman number.
fn is_digit(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{2070}'..='\u{218b}' | '\u{2460}'..='\u{24ff}')
}

/// The numbers of a text above [`WRITTEN_OUT`], in digits alone, with their places: `2,750`, `2 750` and `2750` are one.
fn numbers(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|to| at + to) {
        let mut end = start + digits(text, start);
        let mut number = text.get(start..end).unwrap_or_default().to_owned();
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let is_alone = before.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        // `2022 600` is a year before a number.
        let may_be_parted = is_alone && number.len() <= 3;
        while let Some(next) = next_group(text, end).filter(|_| may_be_parted) {
            number.push_str(text.get(next.clone()).unwrap_or_default());
            end = next.end;
        }
        at = end;
        let number = number.trim_start_matches('0').to_owned();
        if number.len() > 2 || number.parse::<u64>().is_ok_and(|number| number > WRITTEN_OUT) {
            found.push((number, start..end));
        }
    }
    found
}

fn digits(text: &str, start: usize) -> usize {
    text.as_bytes().iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count()
}

/// Three digits behind a sign that parts the thousands.
fn next_group(text: &str, end: usize) -> Option<Range<usize>> {
    let sign = text.get(end..)?.chars().next()?;
    let start = end + sign.len_utf8();
    let is_group = matches!(sign, ',' | '.' | ' ' | '\'' | '’' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    (is_group && digits(text, start) == 3).then_some(start..start + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = numbers(text).into_iter().map(|(number, _)| number).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_number_is_one_however_its_thousands_are_parted() {
        for text in ["2,750", "2 750", "2.750", "2750", "2\u{a0}750", "(2\u{202f}750)"] {
            check(text, &["2750"]);
        }
        check("1,200,000 and 1 200 000", &["1200000", "1200000"]);
        check("29.03.2023", &["29", "2023"]);
        check("in 2022 600 members", &["2022", "600"]);
        check("2014–2020, 60", &["2014", "2020", "60"]);
        check("COVID-19 150", &["19", "150"]);
    }

    #[test]
    fn numbers_that_may_stand_in_words_do_not_count() {
        check("12 of 7, in 09", &[]);
        check("13", &["13"]);
    }

    #[test]
    fn digits_of_other_scripts_are_known() {
        assert!(has_plain_digits("x² ½ Ⅻ 60 кластерів"));
        assert!(!has_plain_digits("٦٠"));
    }
}
