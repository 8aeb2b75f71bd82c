//! Dates as a language writes them.
//!
//! ICU is asked once a locale for each month's pattern; a date then only fills in its day and year, which costs no
//! more than joining strings.

use std::fmt::Write;

use icu::{
    calendar::{Date, Gregorian},
    datetime::{
        FixedCalendarDateTimeFormatter,
        fieldsets::{M, YM, YMD},
    },
};

use super::{
    super::{Locale, Number},
    PartialDate,
};

/// A year and a day whose digits occur nowhere else in a date, so that they can be found in what ICU wrote.
const SAMPLE_YEAR: u16 = 4753;
const SAMPLE_DAY: u8 = 28;

/// How a locale writes each month's dates.
#[derive(Debug)]
pub(in crate::locale) struct DateTemplates {
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
            (None, _) => self.push_year(templates, date.year, out),
        }
    }

    fn fill(&self, templates: &DateTemplates, template: &Template, year: u16, day: u8, out: &mut String) {
        for piece in template {
            match piece {
                DatePiece::Text(text) => out.push_str(text),
                DatePiece::Year => self.push_year(templates, year, out),
                DatePiece::Day => self.push_number(templates, day.into(), out),
            }
        }
    }

    fn push_year(&self, templates: &DateTemplates, year: u16, out: &mut String) {
        self.push_number(templates, year, out);
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
        let alone = FixedCalendarDateTimeFormatter::<Gregorian, M>::try_new(preferences(), M::long()).ok()?;
        let mut months: [Month; 12] = Default::default();
        for (number, month) in (1..).zip(&mut months) {
            let sample = Date::try_new_gregorian(SAMPLE_YEAR.into(), number, SAMPLE_DAY).ok()?;
            month.of_year = template(locale, &of_year.format(&sample).to_string());
            month.full = template(locale, &full.format(&sample).to_string());
        }
        // The root locale's names are M01 to M12.
        let march = Date::try_new_gregorian(SAMPLE_YEAR.into(), 3, SAMPLE_DAY).ok()?;
        if alone.format(&march).to_string().contains("M03") {
            return None;
        }
        let full = &months.first()?.full;
        if ![DatePiece::Year, DatePiece::Day].iter().all(|piece| full.contains(piece)) {
            return None;
        }
        let plain_digits = locale.format_ungrouped(&Number::from(SAMPLE_DAY)) == SAMPLE_DAY.to_string();
        Some(DateTemplates { months, plain_digits })
    }

    fn month(&self, number: u8) -> Option<&Month> {
        self.months.get(usize::from(number).checked_sub(1)?)
    }
}

/// What ICU wrote for the sample date, with its year and day taken out.
fn template(locale: &Locale, written: &str) -> Template {
    let samples = [
        (locale.format_ungrouped(&Number::from(SAMPLE_YEAR)), DatePiece::Year),
        (locale.format_ungrouped(&Number::from(SAMPLE_DAY)), DatePiece::Day),
    ];
    let mut pieces = vec![DatePiece::Text(written.to_owned())];
    for (sample, piece) in samples {
        let found = pieces.iter().enumerate().find_map(|(index, text)| match text {
            DatePiece::Text(text) => text.split_once(&sample).map(|(a, b)| (index, a.to_owned(), b.to_owned())),
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
        check("de", "2023-03-29", "29. März 2023");
        check("hu", "2023-03-29", "2023. március 29.");
        check("lt", "2023-03-29", "2023 m. kovo 29 d.");
        check("ja", "2023-03-29", "2023年3月29日");
        check("ar-EG", "2023-03-29", "٢٩ مارس ٢٠٢٣");
        check("xx", "2023-03-29", "2023-03-29");
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
