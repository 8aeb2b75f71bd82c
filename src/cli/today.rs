//! Today's date, for new pages and for `check`'s advice. It is read at the edge: nothing that is published depends on it.

use crate::locale::date::PartialDate;

/// The day in Greenwich.
pub(super) fn today() -> PartialDate {
    date_of(days())
}

/// The latest day that it is anywhere on earth.
pub(super) fn last_day() -> PartialDate {
    date_of(days() + 1)
}

/// Since 1970-01-01.
#[expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the clock is read here, at the edge")]
fn days() -> u64 {
    const DAY: u64 = 24 * 60 * 60;
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() / DAY)
}

/// The date so many days after 1970-01-01. The calendar repeats itself every 400 years; a year that begins in March has its
/// leap day at its end.
fn date_of(days: u64) -> PartialDate {
    const BEFORE: u64 = 719_468;
    const OF_400_YEARS: u64 = 146_097;
    let days = days + BEFORE;
    let (age, day) = (days / OF_400_YEARS, days % OF_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = age * 400 + year + u64::from(month <= 2);
    let part = |number: u64| u8::try_from(number).ok();
    let whole = u16::try_from(year).ok().and_then(|year| PartialDate::new(year, part(month), part(day)).ok());
    whole.unwrap_or(PartialDate::LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_786, "2026-11-29"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
            (u64::MAX / 1_000_000, "9999-12-31"),
        ] {
            assert_eq!(date_of(days).to_string(), date, "{days}");
        }
    }
}
