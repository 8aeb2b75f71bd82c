//! Dates as a language writes them.
//!
//! ICU is asked once a locale for each month's pattern; a date then only fills in its day and year, which costs no
//! more than joining strings.

use std::fmt::Write;

use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{Y, YM, YMD},
    pattern::FixedCalendarDateTimeNames,
};

use super::{
    super::{Locale, Number},
    PartialDate,
};

/// A year and a day whose digits occur nowhere else in a date, so that they can be found in what ICU wrote.
const SAMPLE_YEAR: u16 = 4753;
const SAMPLE_DAY: u8 = 28;

/// Languages of which ICU4X has other patterns than CLDR and ICU4C: what it writes, and what is right.
///
/// Source: CLDR 48, each language's `dateFormats` (long) and `availableFormats` (yMMMM).
const MENDED: &[(&str, &str, &str)] = &[
    ("et", "{d} {M} {y}", "{d}. {M} {y}"),
    ("ga", "{M} {d}, {y}", "{d} {M} {y}"),
    ("lv", "{y}. gada. {M}", "{y}. g. {M}"),
    ("mk", "{d} {M} {y}\u{202f}г", "{d} {M} {y}\u{202f}г."),
    ("mt", "{d} ta’ {M}, {y}", "{d} ta’ {M} {y}"),
];

/// The ways in which a locale writes the dates of each month.
#[derive(Debug)]
pub(in crate::locale) struct DateTemplates {
    /// «2023», «2023. g.».
    year: Template,
    months: [Month; 12],
    /// Whether digits are 0 to 9.
    plain_digits: bool,
}

#[derive(Debug, Default)]
struct Month {
    /// «березень 2023 р.».
    of_year: Template,
    /// «29 березня 2023 р.».
    full: Template,
}

type Template = Vec<DatePiece>;

#[derive(Clone, Debug, PartialEq)]
enum DatePiece {
    Text(String),
    Year,
    Day,
}

impl Locale {
    /// A date as the language writes it, as precise as it is: «29 березня 2023 р.», «березень 2023 р.», «2023».
    ///
    /// ```
    /// use icsi::locale::{Locale, date::PartialDate};
    ///
    /// let date = PartialDate::parse("2023-03-29").unwrap();
    /// assert_eq!(Locale::new("en").unwrap().format_date(&date), "29 March 2023");
    /// ```
    pub fn format_date(&self, date: &PartialDate) -> String {
        let mut written = String::with_capacity(32);
        match self.date_templates() {
            Some(templates) => self.write_date(templates, date, &mut written),
            None => push(&mut written, date),
        }
        written
    }

    fn write_date(&self, templates: &DateTemplates, date: &PartialDate, out: &mut String) {
        match (date.month.and_then(|month| templates.month(month)), date.day) {
            (Some(month), Some(day)) => self.fill(templates, &month.full, date.year, day, out),
            (Some(month), None) => self.fill(templates, &month.of_year, date.year, 1, out),
            (None, _) => self.fill(templates, &templates.year, date.year, 1, out),
        }
    }

    fn fill(&self, templates: &DateTemplates, template: &Template, year: u16, day: u8, out: &mut String) {
        for piece in template {
            match piece {
                DatePiece::Text(text) => out.push_str(text),
                DatePiece::Year => self.push_number(templates, year, out),
                DatePiece::Day => self.push_number(templates, day.into(), out),
            }
        }
    }

    fn push_number(&self, templates: &DateTemplates, number: u16, out: &mut String) {
        if templates.plain_digits {
            push(out, number);
        } else {
            out.push_str(&self.format_ungrouped(&Number::from(number)));
        }
    }

    fn date_templates(&self) -> Option<&DateTemplates> {
        self.inner.dates.get_or_init(|| DateTemplates::load(self)).as_ref()
    }
}

impl DateTemplates {
    /// `None` when ICU has no names for this language's months: then ISO 8601 stands in.
    fn load(locale: &Locale) -> Option<DateTemplates> {
        let preferences = || (&locale.inner.icu).into();
        let full = FixedCalendarDateTimeFormatter::<Gregorian, YMD>::try_new(preferences(), YMD::long()).ok()?;
        let of_year = FixedCalendarDateTimeFormatter::<Gregorian, YM>::try_new(preferences(), YM::long()).ok()?;
        // ICU4X loads digits only when the pattern with an era has some: the Portuguese one has none, the plain one has.
        let mut names = FixedCalendarDateTimeNames::from_formatter(preferences(), of_year);
        names.include_decimal_formatter().ok()?;
        let of_year = names.try_into_formatter(YM::long()).ok()?;
        let alone = FixedCalendarDateTimeFormatter::<Gregorian, Y>::try_new(preferences(), Y::long()).ok()?;
        let mut months: [Month; 12] = Default::default();
        for (number, month) in (1..).zip(&mut months) {
            let sample = Date::try_new_gregorian(SAMPLE_YEAR.into(), number, SAMPLE_DAY).ok()?;
            month.of_year = template(locale, &of_year.format(&sample).to_string());
            month.full = template(locale, &full.format(&sample).to_string());
        }
        let march = Date::try_new_gregorian(SAMPLE_YEAR.into(), 3, SAMPLE_DAY).ok()?;
        // The root locale's names are M01 to M12.
        if full.format(&march).to_string().contains("M03") {
            return None;
        }
        let year = template(locale, &alone.format(&march).to_string());
        let full = &months.first()?.full;
        if ![DatePiece::Year, DatePiece::Day].iter().all(|piece| full.contains(piece)) {
            return None;
        }
        let plain_digits = locale.format_ungrouped(&Number::from(SAMPLE_DAY)) == SAMPLE_DAY.to_string();
        Some(DateTemplates { year, months, plain_digits })
    }

    fn month(&self, number: u8) -> Option<&Month> {
        self.months.get(usize::from(number).checked_sub(1)?)
    }
}

/// Mends a date that ICU wrote with the sample's digits as `year` and `day`, so that it is as CLDR has it.
fn mended(language: &str, written: &str, year: &str, day: &str) -> Option<String> {
    let filled = |pattern: &str| pattern.replace("{y}", year).replace("{d}", day);
    MENDED.iter().filter(|(mended, ..)| *mended == language).find_map(|(_, wrong, right)| {
        let wrong = filled(wrong);
        let (before, after) = wrong.split_once("{M}")?;
        let month = written.strip_prefix(before)?.strip_suffix(after)?;
        Some(filled(right).replace("{M}", month))
    })
}

/// ICU's text of the sample date, with its year and day taken out.
fn template(locale: &Locale, written: &str) -> Template {
    let year = locale.format_ungrouped(&Number::from(SAMPLE_YEAR));
    let day = locale.format_ungrouped(&Number::from(SAMPLE_DAY));
    let written = mended(locale.language(), written, &year, &day).unwrap_or_else(|| written.to_owned());
    let mut pieces = vec![DatePiece::Text(written)];
    for (sample, piece) in [(&year, DatePiece::Year), (&day, DatePiece::Day)] {
        let found = pieces.iter().enumerate().find_map(|(index, text)| match text {
            DatePiece::Text(text) => text.split_once(sample).map(|(a, b)| (index, a.to_owned(), b.to_owned())),
            DatePiece::Year | DatePiece::Day => None,
        });
        if let Some((index, before, after)) = found {
            pieces.splice(index..=index, [DatePiece::Text(before), piece, DatePiece::Text(after)]);
        }
    }
    pieces.retain(|piece| !matches!(piece, DatePiece::Text(text) if text.is_empty()));
    pieces
}

fn push(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Expected texts have plain spaces where any kind of space may stand.
    fn plain(text: &str) -> String {
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
    }

    fn check(tag: &str, date: &str, expected: &str) {
        let written = Locale::new(tag).unwrap().format_date(&PartialDate::parse(date).unwrap());
        assert_eq!(plain(&written), expected, "{tag} {date}");
    }

    #[test]
    fn ukrainian_dates() {
        check("uk", "2023-03-29", "29 березня 2023 р.");
        check("uk", "2023-05-01", "1 травня 2023 р.");
        check("uk", "2023-11-30", "30 листопада 2023 р.");
        check("uk", "2023-03", "березень 2023 р.");
        check("uk", "2023", "2023");
        check("uk", "0988", "988");
        check("uk", "0988-07-28", "28 липня 988 р.");
        let written = Locale::new("uk").unwrap().format_date(&PartialDate::parse("2023-03-29").unwrap());
        assert!(written.ends_with("2023\u{202f}р."), "{written:?}");
    }

    #[test]
    fn english_dates() {
        check("en", "2023-03-29", "29 March 2023");
        check("en", "2023-03", "March 2023");
        check("en", "2023", "2023");
        check("en-US", "2023-03-29", "March 29, 2023");
    }

    #[test]
    fn other_languages_have_their_own() {
        check("pl", "2023-03-29", "29 marca 2023");
        check("pl", "2023-03", "marzec 2023");
        check("pt", "2023-03", "março de 2023");
        check("de", "2023-03-29", "29. März 2023");
        check("hu", "2023-03-29", "2023. március 29.");
        check("lt", "2023-03-29", "2023 m. kovo 29 d.");
        check("ja", "2023-03-29", "2023年3月29日");
        check("ar-EG", "2023-03-29", "٢٩ مارس ٢٠٢٣");
        check("xx", "2023-03-29", "2023-03-29");
        check("xx", "2023", "2023");
    }

    #[test]
    fn languages_that_icu4x_has_otherwise_are_mended() {
        check("et", "2023-03-29", "29. märts 2023");
        check("ga", "2023-03-29", "29 Márta 2023");
        check("lv", "2023-03", "2023. g. marts");
        check("lv", "2023-03-29", "2023. gada 29. marts");
        check("lv", "2023", "2023. g.");
        check("mk", "2023-03-29", "29 март 2023 г.");
        check("mk", "2023", "2023 г.");
        check("mt", "2023-03-29", "29 ta’ Marzu 2023");
        check("hu", "2023", "2023.");
        check("ja", "2023", "2023年");
    }

    proptest! {
        #[test]
        fn any_date_can_be_written(year in 1..=9999u16, month in 1..=12u8, day in 1..=28u8, precision in 0..3) {
            let date = PartialDate::new(year, (precision > 0).then_some(month), (precision > 1).then_some(day)).unwrap();
            for tag in ["uk", "en", "zh", "fa", "th", "xx"] {
                let locale = Locale::new(tag).unwrap();
                prop_assert!(!locale.format_date(&date).is_empty());
            }
        }
    }
}
