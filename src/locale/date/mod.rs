//! Dates with the precision that they were given: 2023, 2023-03 or 2023-03-29. No time zone, no clock.
//!
//! [`PartialDate`] is the value; `format` (with [`Locale::format_date`](super::Locale::format_date)) writes it in a
//! language.

use std::fmt;

use crate::{message, message::Message, text::beginning};

mod format;

pub(super) use format::DateTemplates;

/// The last year that fits the notation `YYYY`.
pub const LAST_YEAR: u16 = 9999;

/// A day, a month or a year that exists in the Gregorian calendar.
///
/// Dates order by time, and of two that begin together the less precise comes first: 2023, 2023-03, 2023-03-01.
/// `Display` is ISO 8601: what [`PartialDate::parse`] reads.
///
/// ```
/// use icsi::locale::date::PartialDate;
///
/// let month = PartialDate::parse("2023-03").unwrap();
/// assert_eq!(month.to_string(), "2023-03", "a month stays a month");
/// assert!(month < PartialDate::parse("2023-03-01").unwrap());
/// assert!(PartialDate::parse("2023-02-30").is_err(), "there is no such day");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    // The derived order is the promised one: `None` comes before every `Some`.
    year: u16,
    month: Option<u8>,
    /// Never without a month.
    day: Option<u8>,
}

/// Why a text is no date, and how to write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    pub message: Message,
    pub hint: Option<Message>,
}

impl fmt::Display for DateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message, formatter)
    }
}

impl std::error::Error for DateError {}

impl PartialDate {
    /// The last day of all.
    pub const LAST: PartialDate = PartialDate { year: LAST_YEAR, month: Some(12), day: Some(31) };

    /// Reads `2023`, `2023-03` or `2023-03-29`, exactly so.
    pub fn parse(text: &str) -> Result<PartialDate, DateError> {
        let malformed = || DateError {
            message: message!("not-a-date", written = shortened(text)),
            hint: Some(meant(text).map_or_else(
                || message!("not-a-date.hint"),
                |date| {
                    let precision = if date.day().is_some() { "day" } else { "month" };
                    message!("not-a-date.meant", date = date.to_string(), precision)
                },
            )),
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| digits(part, 4)).ok_or_else(malformed)?;
        let month = parts.next().map(|part| digits(part, 2).ok_or_else(malformed)).transpose()?;
        let day = parts.next().map(|part| digits(part, 2).ok_or_else(malformed)).transpose()?;
        if parts.next().is_some() {
            return Err(malformed());
        }
        let small = |part: u16| u8::try_from(part).unwrap_or(u8::MAX);
        PartialDate::new(year, month.map(small), day.map(small))
    }

    /// The date of these parts, if there is such a day; a day needs its month.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Result<PartialDate, DateError> {
        let date = PartialDate { year, month, day };
        let impossible = |message: Message| DateError { message, hint: None };
        let written = date.to_string();
        if year == 0 || year > LAST_YEAR {
            return Err(impossible(message!("not-a-date-year", written, last = LAST_YEAR)));
        }
        let Some(month) = month else {
            return if day.is_none() { Ok(date) } else { Err(impossible(message!("not-a-date-day-alone", written))) };
        };
        let Some(days) = days_of(year, month) else {
            return Err(impossible(message!("not-a-date-month", written)));
        };
        match day {
            Some(0) => Err(impossible(message!("not-a-date-day-zero", written))),
            Some(day) if day > days => {
                Err(impossible(message!("not-a-date-day", written, month, year = year.to_string(), days)))
            }
            _ => Ok(date),
        }
    }

    /// The day after a day; `None` after the last of all, and of what is no day.
    pub fn next_day(self) -> Option<PartialDate> {
        let (month, day) = (self.month?, self.day?);
        let days = days_of(self.year, month)?;
        let (year, month, day) = match (day < days, month < 12) {
            (true, _) => (self.year, month, day + 1),
            (false, true) => (self.year, month + 1, 1),
            (false, false) => (self.year + 1, 1, 1),
        };
        PartialDate::new(year, Some(month), Some(day)).ok()
    }

    pub fn year(self) -> u16 {
        self.year
    }

    /// From 1 to 12.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// From 1; only when there is a month.
    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(formatter, "-{part:02}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        PartialDate::parse(text)
    }
}

/// The number of days of a month.
fn days_of(year: u16, month: u8) -> Option<u8> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    days.get(usize::from(month).checked_sub(1)?).copied()
}

fn digits(part: &str, count: usize) -> Option<u16> {
    let all_digits = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| part.parse().ok())?
}

/// The date that was likely meant by other writings: 29.03.2023, 3/29/2023, 29 березня 2023, March 2023, or with a time behind
/// it. `None` where that is no date, or none that exists.
pub fn meant(text: &str) -> Option<PartialDate> {
    let parts =
        text.split(|c: char| !c.is_alphanumeric()).flat_map(|part| part.split('T')).filter(|part| !part.is_empty());
    let numbers: Vec<u16> = parts.map(number).take_while(Option::is_some).flatten().take(3).collect();
    let is_named = text.chars().any(char::is_alphabetic);
    let day = |year, month: u16, day: u16| {
        PartialDate::new(year, Some(month.try_into().ok()?), Some(day.try_into().ok()?)).ok()
    };
    match numbers[..] {
        // A month by its name in the first place is before its day.
        [month, other, year] if year >= 1000 && is_named && text.starts_with(char::is_alphabetic) => {
            day(year, month, other)
        }
        [first, second, year] if year >= 1000 => day(year, second, first).or_else(|| day(year, first, second)),
        [year, month, other] if year >= 1000 => day(year, month, other),
        [month, year] if year >= 1000 => PartialDate::new(year, Some(month.try_into().ok()?), None).ok(),
        _ => None,
    }
}

/// A number in digits, or that of a month by its name in English or Ukrainian.
fn number(part: &str) -> Option<u16> {
    if part.bytes().all(|byte| byte.is_ascii_digit()) {
        return part.parse().ok();
    }
    let name = part.to_lowercase();
    let is_month = |(english, ukrainian): &(&str, &str)| {
        (name.chars().count() >= 3 && english.starts_with(name.as_str())) || name.starts_with(ukrainian)
    };
    let at = MONTHS.iter().position(is_month)?;
    u16::try_from(at + 1).ok()
}

/// The names of the months: in English, and what all forms of the Ukrainian name begin with.
const MONTHS: [(&str, &str); 12] = [
    ("january", "січ"),
    ("february", "лют"),
    ("march", "берез"),
    ("april", "квіт"),
    ("may", "трав"),
    ("june", "черв"),
    ("july", "лип"),
    ("august", "серп"),
    ("september", "верес"),
    ("october", "жовт"),
    ("november", "листопад"),
    ("december", "груд"),
];

/// The text as it was written, cut so that a message stays a line.
fn shortened(text: &str) -> String {
    let kept = beginning(text, 40);
    if kept.len() < text.len() { format!("{kept}…") } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_keep_the_precision_they_were_given() {
        for text in ["2023", "2023-03", "2023-03-29", "0988", "2024-02-29", "2000-02-29", "9999-12-31"] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
        let date = PartialDate::parse("2023-03-29").unwrap();
        assert_eq!((date.year(), date.month(), date.day()), (2023, Some(3), Some(29)));
    }

    #[test]
    fn impossible_dates_are_refused_with_a_reason() {
        let check = |text: &str, message: &str, hint: Option<&str>| {
            let error = PartialDate::parse(text).unwrap_err();
            let told = (error.message.to_string(), error.hint.map(|hint| hint.to_string()));
            assert_eq!((told.0.as_str(), told.1.as_deref()), (message, hint));
        };
        let notation = Some("write a date as `2023`, `2023-03` or `2023-03-29`");
        check("2023-02-29", "`2023-02-29` is not a date: February 2023 has 28 days", None);
        check("1900-02-29", "`1900-02-29` is not a date: February 1900 has 28 days", None);
        check("2023-13", "`2023-13` is not a date: months go from 01 to 12", None);
        check("2023-00-01", "`2023-00-01` is not a date: months go from 01 to 12", None);
        check("2023-04-00", "`2023-04-00` is not a date: days begin with 01", None);
        check("0000", "`0000` is not a date: years go from 0001 to 9999", None);
        check(
            "29.03.2023",
            "`29.03.2023` is not a date",
            Some("write it as `2023-03-29`, if that is the day you mean"),
        );
        check("2023-3-9", "`2023-3-9` is not a date", Some("write it as `2023-03-09`, if that is the day you mean"));
        check("03/2024", "`03/2024` is not a date", Some("write it as `2024-03`, if that is the month you mean"));
        check(
            "2023-03-29T10:00:00",
            "`2023-03-29T10:00:00` is not a date",
            Some("write it as `2023-03-29`, if that is the day you mean"),
        );
        check("", "`` is not a date", notation);
        check("2023-", "`2023-` is not a date", notation);
        check("+023", "`+023` is not a date", notation);
        check("весна", "`весна` is not a date", notation);
        assert!(PartialDate::new(2023, None, Some(3)).is_err());
    }

    #[test]
    fn dates_as_people_write_them() {
        for (written, expected) in [
            ("29.03.2023", "2023-03-29"),
            ("29.03.2023 р.", "2023-03-29"),
            ("3/29/2023", "2023-03-29"),
            ("29 березня 2023", "2023-03-29"),
            ("29 March 2023", "2023-03-29"),
            ("March 5, 2023", "2023-03-05"),
            ("березень 2023", "2023-03"),
            ("03.2023", "2023-03"),
            ("2023/3/29", "2023-03-29"),
        ] {
            assert_eq!(meant(written).map(|date| date.to_string()).as_deref(), Some(expected), "{written}");
        }
        for written in ["", "31.02.2023", "40", "12.5", "29 весни 2023", "1.2.3"] {
            assert_eq!(meant(written), None, "{written}");
        }
    }

    #[test]
    fn dates_order_by_time_and_the_less_precise_first() {
        let ordered = ["2022-12-31", "2023", "2023-03", "2023-03-01", "2023-03-29", "2023-04", "2024"];
        let mut dates: Vec<PartialDate> = ordered.iter().rev().map(|text| PartialDate::parse(text).unwrap()).collect();
        dates.sort();
        assert_eq!(dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ordered);
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_a_message(text in "[0-9T:./ -]{0,12}|\\PC{0,60}") {
            match PartialDate::parse(&text) {
                Ok(date) => prop_assert_eq!(date.to_string(), text),
                Err(error) => prop_assert!(error.message.to_string().starts_with('`')),
            }
        }
    }
}
