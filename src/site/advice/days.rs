//! Days in a text that differ from the page's facts. They are told only where a sentence has one day and a word of the label of
//! one date field: *signed on 30 March 2023* where `signed` is another day. Either of the two may be the mistake.

use std::ops::Range;

use super::{
    super::{Entry, Site, Version},
    Body,
};
use crate::{
    config::{Field, FieldKind, with_ids},
    content::{Value, page::schema},
    diagnostics::{Diagnostic, Rule},
    locale::{Locale, date::PartialDate},
    message,
};

/// Shorter words say too little of what a field is: `Date`, `Day`.
const LEAST_WORD: usize = 5;
/// A sentence is hardly longer, in bytes, and has no more years: what is longer is a list of another kind.
const LONGEST: usize = 1_000;
const YEARS: usize = 2;
/// So many last letters of a word are its ending.
const ENDING: usize = 3;

pub(super) fn check<'t>(entry: &Entry, site: &Site, source: impl Fn(&str) -> Option<&'t str>) -> Vec<Diagnostic> {
    let facts = facts(entry, site);
    if facts.is_empty() {
        return Vec::new();
    }
    let of_version = |version: &Version| -> Option<Vec<Diagnostic>> {
        let body = Body::new(&version.page, source(&version.page.file))?;
        Some(compare(version, &body, &facts, site))
    };
    entry.versions.iter().flatten().filter_map(of_version).flatten().collect()
}

/// The date fields of an entry that have one day.
fn facts<'s>(entry: &'s Entry, site: &'s Site) -> Vec<(&'s Field, PartialDate)> {
    let Some(original) = entry.original() else { return Vec::new() };
    let dates = with_ids(schema(&entry.key, &site.config)).filter(|(_, field)| matches!(field.kind, FieldKind::Date));
    let day = |(id, field): (_, &'s Field)| match original.page.fields.get(id) {
        [one] => match &one.value {
            Value::Date(date) if date.day().is_some() => Some((field, *date)),
            _ => None,
        },
        _ => None,
    };
    dates.filter_map(day).collect()
}

fn compare(version: &Version, body: &Body, facts: &[(&Field, PartialDate)], site: &Site) -> Vec<Diagnostic> {
    let page = &version.page;
    let locale = site.locale(page.language);
    let mut found = Vec::new();
    for sentence in sentences(&body.text).into_iter().filter(|sentence| sentence.len() <= LONGEST) {
        let text = body.text.get(sentence.clone()).unwrap_or_default();
        let lower = text.to_lowercase();
        let named: Vec<_> = facts.iter().filter(|(field, _)| names(&lower, field.label.get(page.language))).collect();
        let [(field, fact)] = named[..] else { continue };
        let [(day, range)] = &days(text, locale)[..] else { continue };
        if day != fact {
            let range = sentence.start + range.start..sentence.start + range.end;
            let message = message!("date-differs", field = &field.name, day = day.to_string(), fact = fact.to_string());
            let place = body.place(page, &range);
            found.push(Diagnostic::new(Rule::DateDiffers, place, message).hint(message!("date-differs.hint")));
        }
    }
    found
}

/// Whether a text, in lower case, has a word of a label, whatever its ending: *signed*, *підписали*.
fn names(text: &str, label: &str) -> bool {
    let label = label.to_lowercase();
    let words = label.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= LEAST_WORD);
    let mut stems = words.map(|word| {
        let length = word.chars().count();
        word.chars().take(length.saturating_sub(ENDING).max(LEAST_WORD)).collect::<String>()
    });
    stems.any(|stem| text.split(|c: char| !c.is_alphabetic()).any(|word| word.starts_with(&stem)))
}

/// Sentences, items of lists, rows of tables.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match c {
            '.' | '!' | '?' | ';' => next.is_none_or(char::is_whitespace),
            '\n' => next.is_none_or(|next| !next.is_alphanumeric()),
            _ => false,
        };
        if ends {
            found.push(start..at);
            start = at + c.len_utf8();
        }
    }
    found.push(start..text.len());
    found
}

/// The days that a sentence gives, as the language writes them or in digits, with their places.
fn days(sentence: &str, locale: &Locale) -> Vec<(PartialDate, Range<usize>)> {
    let text: String =
        sentence.chars().map(|c| if matches!(c, '\u{a0}' | '\u{202f}' | '\n') { ' ' } else { c }).collect();
    if text.len() != sentence.len() {
        // A blank of another length moves what follows: the sentence as a whole stands for the place.
        return days(&text, locale).into_iter().map(|(day, _)| (day, 0..sentence.len())).collect();
    }
    let mut found: Vec<(PartialDate, Range<usize>)> = Vec::new();
    let years = years(&text);
    if years.len() > YEARS {
        return found;
    }
    for year in years {
        let of_year = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
        let dates = of_year.filter_map(|(month, day)| PartialDate::new(year, Some(month), Some(day)).ok());
        for date in dates {
            for written in forms(date, locale) {
                let places = text.match_indices(&written).map(|(at, _)| at..at + written.len());
                found.extend(places.filter(|place| is_whole(&text, place)).map(|place| (date, place)));
            }
        }
    }
    found.sort_by_key(|(date, place)| (place.start, *date));
    found.dedup();
    found
}

/// Numbers of four digits that may be years, each once.
fn years(text: &str) -> Vec<u16> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
    let mut years: Vec<u16> = words.filter_map(|word| word.parse().ok()).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The ways in which a day is written: 29 March 2023, March 29, 2023, 29.03.2023, 2023-03-29.
fn forms(date: PartialDate, locale: &Locale) -> Vec<String> {
    let (Some(month), Some(day)) = (date.month(), date.day()) else { return Vec::new() };
    let year = date.year().to_string();
    let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
    // A word behind the year, such as «р.», is not always written.
    let to_year = |text: String| text.rfind(&year).and_then(|at| Some(text.get(..at + year.len())?.to_owned()));
    let month_of_year = PartialDate::new(date.year(), Some(month), None).ok();
    let american =
        month_of_year.map(|month| plain(locale.format_date(&month)).replace(&year, &format!("{day}, {year}")));
    let mut forms: Vec<String> = to_year(plain(locale.format_date(&date))).into_iter().chain(american).collect();
    forms.extend([format!("{day:02}.{month:02}.{year}"), format!("{day}.{month:02}.{year}"), date.to_string()]);
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Whether no letter or digit stands right before or after a place: 9 March is none of 29 March.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).and_then(|text| text.chars().next_back());
    let after = text.get(place.end..).and_then(|text| text.chars().next());
    [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, sentence: &str, expected: &[&str]) {
        let found = days(sentence, &Locale::new(language).unwrap());
        let days: Vec<String> = found.iter().map(|(day, _)| day.to_string()).collect();
        assert_eq!(days, expected, "{sentence}");
    }

    #[test]
    fn days_are_found_however_they_are_written() {
        for written in ["29 March 2023", "March 29, 2023", "29.03.2023", "2023-03-29", "29\u{a0}March 2023"] {
            check("en", &format!("It was signed on {written}, in Košice"), &["2023-03-29"]);
        }
        check("uk", "Меморандум підписано 29 березня 2023 року", &["2023-03-29"]);
        check("uk", "Підписано 9 березня 2023 р. і 10.03.2023", &["2023-03-09", "2023-03-10"]);
        check("pl", "Podpisano 29 marca 2023 r", &["2023-03-29"]);
        check("en", "In March 2023, 29 clusters", &[]);
    }

    #[test]
    fn a_label_is_named_whatever_the_ending() {
        assert!(names("сторони підписали його", "Підписано або ухвалено"));
        assert!(names("it was signed", "Signed"));
        assert!(!names("on this day", "Day"));
        assert!(!names("it was adopted", "Signed"));
    }

    #[test]
    fn a_text_is_taken_apart_into_sentences() {
        let text = "One. Two goes\non; three!\n\n- four\n- five 2.5";
        let parts: Vec<&str> = sentences(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(parts, ["One", "Two goes\non", "three", "", "", "- four", "- five 2.5"]);
    }
}
