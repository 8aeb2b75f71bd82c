//! Numbers: plural categories, digits in groups, per cent.

use std::fmt;

use icu_decimal::{
    DecimalFormatter,
    input::Decimal,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules, PluralRulesOptions};

use super::Locale;

/// A decimal number with the digits it was written with: `1.50` keeps its zero, and `1.0` is not `1` to plural rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(pub(super) Decimal);

/// A number has at most so many digits, which is more than any fact has.
pub(super) const DIGITS_LIMIT: usize = 40;

impl Number {
    /// Reads canonical digits: `-1234567.89`. No signs but a minus, no exponents, no groups.
    pub fn parse(text: &str) -> Option<Number> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits.len() > DIGITS_LIMIT || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let mut decimal = Decimal::try_from_str(text).ok()?;
        decimal.absolute.trim_start();
        Some(Number(decimal))
    }

    /// With at least and at most so many digits after the decimal point, halves rounded away from zero (ECMA-402).
    #[must_use]
    pub fn with_fraction_digits(mut self, least: u8, most: u8) -> Number {
        let last = -i16::from(most.max(least));
        if self.0.absolute.digit_at(last - 1) >= 5 {
            self.0.expand(last)
        } else {
            self.0.trunc(last)
        }
        self.0.absolute.trim_end();
        self.0.absolute.pad_end(-i16::from(least));
        self
    }

    /// Whether both are the same value, whatever zeros they are written with.
    pub fn same_value(&self, other: &Number) -> bool {
        let plain = |number: &Number| {
            let mut decimal = number.0.clone();
            decimal.absolute.trim_start();
            decimal.absolute.trim_end();
            decimal
        };
        plain(self) == plain(other)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Number {
            fn from(integer: $integer) -> Self {
                Number(Decimal::from(integer))
            }
        })*
    };
}

from_integers!(i32, i64, u8, u16, u32, u64, usize);

impl Locale {
    /// The CLDR plural category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub fn plural(&self, number: &Number) -> &'static str {
        category(self.cardinal_rules(), number)
    }

    /// The CLDR category of a place in a row: 1st, 2nd, 3rd.
    pub fn ordinal(&self, number: &Number) -> &'static str {
        category(self.ordinal_rules(), number)
    }

    /// The categories that counts have in this language, as CLDR orders them.
    pub fn plural_categories(&self) -> Vec<&'static str> {
        categories(self.cardinal_rules())
    }

    /// The categories that places in a row have in this language, as CLDR orders them.
    pub fn ordinal_categories(&self) -> Vec<&'static str> {
        categories(self.ordinal_rules())
    }

    /// 1234567 as `1 234 567` in Ukrainian.
    pub fn format_integer(&self, integer: i64) -> String {
        self.format_number(&Number::from(integer))
    }

    /// `1234567.89` as `1 234 567,89` in Ukrainian; a text that is not canonical digits comes back as it is.
    pub fn format_decimal(&self, digits: &str) -> String {
        Number::parse(digits).map_or_else(|| digits.to_owned(), |number| self.format_number(&number))
    }

    pub fn format_number(&self, number: &Number) -> String {
        let load = || self.decimal_formatter(GroupingStrategy::Auto);
        self.inner
            .decimals
            .get_or_init(load)
            .as_ref()
            .map_or_else(|| number.to_string(), |icu| icu.format_to_string(&number.0))
    }

    /// Without groups, for what is numbered rather than counted.
    pub fn format_ungrouped(&self, number: &Number) -> String {
        let load = || self.decimal_formatter(GroupingStrategy::Never);
        self.inner
            .ungrouped
            .get_or_init(load)
            .as_ref()
            .map_or_else(|| number.to_string(), |icu| icu.format_to_string(&number.0))
    }

    fn decimal_formatter(&self, grouping: GroupingStrategy) -> Option<DecimalFormatter> {
        DecimalFormatter::try_new((&self.in_any_script()).into(), DecimalFormatterOptions::from(grouping)).ok()
    }

    fn cardinal_rules(&self) -> Option<&PluralRules> {
        self.inner.plurals.get_or_init(|| self.load_rules(PluralRuleType::Cardinal)).as_ref()
    }

    fn ordinal_rules(&self) -> Option<&PluralRules> {
        self.inner.ordinals.get_or_init(|| self.load_rules(PluralRuleType::Ordinal)).as_ref()
    }

    fn load_rules(&self, kind: PluralRuleType) -> Option<PluralRules> {
        PluralRules::try_new((&self.in_any_script()).into(), PluralRulesOptions::from(kind)).ok()
    }

    /// The language without its script: plurals and marks of numbers are the same in each. Where CLDR has nothing of a
    /// language in a script (`az-Cyrl`), and always for plurals, ICU4X falls back to no language at all.
    fn in_any_script(&self) -> icu_locale::Locale {
        let mut icu = self.inner.icu.clone();
        icu.id.script = None;
        icu
    }
}

fn category(rules: Option<&PluralRules>, number: &Number) -> &'static str {
    name(rules.map_or(PluralCategory::Other, |rules| rules.category_for(&number.0)))
}

fn categories(rules: Option<&PluralRules>) -> Vec<&'static str> {
    rules.map_or_else(|| vec!["other"], |rules| rules.categories().map(name).collect())
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn locale(tag: &str) -> Locale {
        Locale::new(tag).unwrap()
    }

    #[test]
    fn counts_have_the_categories_of_the_language() {
        let check = |tag: &str, category: &str, numbers: &[&str]| {
            for number in numbers {
                assert_eq!(locale(tag).plural(&Number::parse(number).unwrap()), category, "{tag} {number}");
            }
        };
        check("uk", "one", &["1", "21", "101", "1001"]);
        check("uk", "few", &["2", "3", "4", "22", "104"]);
        check("uk", "many", &["0", "5", "11", "12", "13", "14", "25", "111", "112"]);
        check("uk", "other", &["1.5", "0.1", "1.0"]);
        check("en", "one", &["1"]);
        check("en", "other", &["0", "2", "1.0", "21"]);
        check("pl", "few", &["2", "23"]);
        check("pl", "many", &["0", "5", "12"]);
        check("lt", "one", &["1", "21"]);
        for tag in ["sr", "sr-Latn", "bs-Cyrl"] {
            check(tag, "few", &["2", "23"]);
        }
        check("uk-Latn", "many", &["5", "11"]);
        for tag in ["uz-Cyrl", "az-Cyrl"] {
            check(tag, "one", &["1"]);
        }
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(locale("uk").format_decimal("1234567.89"), "1\u{a0}234\u{a0}567,89");
        assert_eq!(locale("uk").format_integer(-1234), "-1\u{a0}234");
        assert_eq!(locale("en").format_decimal("1234567.890"), "1,234,567.890");
        assert_eq!(locale("de").format_integer(300_000), "300.000");
        assert_eq!(locale("pl").format_integer(1500), "1500");
        assert_eq!(locale("uk").format_decimal("багато"), "багато");
    }

    #[test]
    fn only_canonical_digits_are_a_number() {
        for text in ["", "-", ".", "1.", ".5", "1e5", "1,5", "+1", "--1", "١", "1.2.3", " 1", &"9".repeat(41)] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        assert_eq!(Number::parse("007.50").unwrap().to_string(), "7.50");
    }

    #[test]
    fn fractions_can_be_cut_and_filled() {
        let check = |text: &str, least, most, expected: &str| {
            assert_eq!(Number::parse(text).unwrap().with_fraction_digits(least, most).to_string(), expected);
        };
        check("1.2345", 0, 2, "1.23");
        check("1.5", 2, 2, "1.50");
        check("2.5", 0, 0, "3");
        check("-1.005", 0, 2, "-1.01");
        check("9.995", 0, 2, "10");
        check("1.0049", 0, 2, "1");
        check("1200", 0, 3, "1200");
        check("1200.000", 0, 3, "1200");
    }

    proptest! {
        #[test]
        fn any_digits_are_formatted(integer in any::<i64>(), text in "-?[0-9]{1,20}(\\.[0-9]{1,12})?") {
            for tag in ["uk", "en", "ar-EG", "xx"] {
                prop_assert!(!locale(tag).format_integer(integer).is_empty());
                prop_assert!(!locale(tag).format_decimal(&text).is_empty());
            }
        }
    }
}
