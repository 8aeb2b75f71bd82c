//! Sums of money as text.

use super::{Locale, Number};

/// The Ukrainian names of a currency, by plural category: one, few, many (also after тис., млн, млрд), other.
///
/// Source: CLDR 48, `uk` currency names; «грн» and «євро» do not change.
const UKRAINIAN_NAMES: &[(&str, [&str; 4])] = &[
    ("BGN", ["болгарський лев", "болгарські леви", "болгарських левів", "болгарського лева"]),
    ("CHF", ["швейцарський франк", "швейцарські франки", "швейцарських франків", "швейцарського франка"]),
    ("CZK", ["чеська крона", "чеські крони", "чеських крон", "чеської крони"]),
    ("DKK", ["данська крона", "данські крони", "данських крон", "данської крони"]),
    ("EUR", ["євро", "євро", "євро", "євро"]),
    ("GBP", ["фунт стерлінгів", "фунти стерлінгів", "фунтів стерлінгів", "фунта стерлінгів"]),
    ("GEL", ["грузинський ларі", "грузинські ларі", "грузинських ларі", "грузинського ларі"]),
    ("HUF", ["угорський форинт", "угорські форинти", "угорських форинтів", "угорського форинта"]),
    ("MDL", ["молдовський лей", "молдовські леї", "молдовських леїв", "молдовського лея"]),
    ("NOK", ["норвезька крона", "норвезькі крони", "норвезьких крон", "норвезької крони"]),
    ("PLN", ["злотий", "злоті", "злотих", "злотого"]),
    ("RON", ["румунський лей", "румунські леї", "румунських леїв", "румунського лея"]),
    ("SEK", ["шведська крона", "шведські крони", "шведських крон", "шведської крони"]),
    ("TRY", ["турецька ліра", "турецькі ліри", "турецьких лір", "турецької ліри"]),
    ("UAH", ["грн", "грн", "грн", "грн"]),
    ("USD", ["долар США", "долари США", "доларів США", "долара США"]),
];

/// Large sums are written with a word when at most so many digits follow the decimal mark: 2,45 млн, but 1 234 567.
const SCALED_FRACTION_LIMIT: usize = 2;

const NO_BREAK_SPACE: char = '\u{a0}';

/// ISO 4217, list one: the currencies and funds in use.
#[rustfmt::skip]
const CURRENCIES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF",
    "CLP", "CNY", "COP", "COU", "CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB",
    "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR",
    "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD",
    "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP",
    "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD",
    "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD",
    "XCG", "XDR", "XOF", "XPF", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG",
];

/// ISO 4217, list three, of Europe since 1990: what older sums are in.
#[rustfmt::skip]
const FORMER_CURRENCIES: &[&str] = &[
    "ATS", "BEF", "BGL", "BYR", "CSK", "CYP", "DEM", "EEK", "ESP", "FIM", "FRF", "GRD", "HRK", "IEP", "ITL", "LTL",
    "LVL", "MTL", "NLG", "PLZ", "PTE", "ROL", "SIT", "SKK", "SLL", "SUR", "TRL", "UAK", "YUM", "ZWL",
];

/// Whether ISO 4217 has this code, in capitals, for a currency of today or of yesterday.
pub(crate) fn is_currency(code: &str) -> bool {
    currencies().any(|known| known == code)
}

pub(crate) fn currencies() -> impl Iterator<Item = &'static str> + Clone {
    CURRENCIES.iter().chain(FORMER_CURRENCIES).copied()
}

impl Locale {
    /// An amount (canonical digits) of a currency (ISO 4217): «300 тис. євро», «2,5 млн євро»; EUR 300,000, EUR 2.5 million.
    ///
    /// Nothing is rounded. Spaces do not break. Other languages get the number and the currency's code.
    pub fn format_money(&self, amount: &str, currency: &str) -> String {
        let currency = currency.to_ascii_uppercase();
        match self.language() {
            "uk" => self.ukrainian_money(amount, &currency),
            "en" => {
                let scales = [(9, "billion"), (6, "million")];
                match scaled(amount, &scales) {
                    Some((digits, scale)) => format!("{currency}\u{a0}{}\u{a0}{scale}", self.format_decimal(&digits)),
                    None => format!("{currency}\u{a0}{}", self.format_decimal(without_zero_cents(amount))),
                }
            }
            _ => format!("{}\u{a0}{currency}", self.format_decimal(without_zero_cents(amount))),
        }
    }

    fn ukrainian_money(&self, amount: &str, currency: &str) -> String {
        let forms = UKRAINIAN_NAMES.iter().find(|(code, _)| *code == currency).map(|(_, forms)| forms);
        let name = |category: &str| match (forms, category) {
            (None, _) => currency.to_owned(),
            (Some([one, ..]), "one") => spaces_kept(one),
            (Some([_, few, ..]), "few") => spaces_kept(few),
            (Some([_, _, many, _]), "many") => spaces_kept(many),
            (Some([.., other]), _) => spaces_kept(other),
        };
        let scales = [(9, "млрд"), (6, "млн"), (3, "тис.")];
        if let Some((digits, scale)) = scaled(amount, &scales) {
            return format!("{}\u{a0}{scale}\u{a0}{}", self.format_decimal(&digits), name("many"));
        }
        let amount = without_zero_cents(amount);
        let category = Number::parse(amount).map_or("other", |number| self.plural(&number));
        format!("{}\u{a0}{}", self.format_decimal(amount), name(category))
    }
}

/// The amount in the largest of the scales (powers of ten, largest first) in which it is short; thousands only when whole.
fn scaled<'a>(amount: &str, scales: &[(usize, &'a str)]) -> Option<(String, &'a str)> {
    Number::parse(amount)?;
    let (sign, digits) = amount.strip_prefix('-').map_or(("", amount), |digits| ("-", digits));
    let digits = without_zero_cents(digits).trim_start_matches('0');
    if digits.contains('.') {
        return None;
    }
    let &(power, scale) = scales.iter().find(|(power, _)| digits.len() > *power)?;
    let (whole, fraction) = digits.split_at_checked(digits.len() - power)?;
    let fraction = fraction.trim_end_matches('0');
    let limit = if power == 3 { 0 } else { SCALED_FRACTION_LIMIT };
    if fraction.len() > limit {
        return None;
    }
    let point = if fraction.is_empty() { "" } else { "." };
    Some((format!("{sign}{whole}{point}{fraction}"), scale))
}

fn without_zero_cents(amount: &str) -> &str {
    match amount.split_once('.') {
        Some((whole, cents)) if cents.bytes().all(|digit| digit == b'0') => whole,
        _ => amount,
    }
}

fn spaces_kept(name: &str) -> String {
    name.replace(' ', NO_BREAK_SPACE.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected texts are written with plain spaces; all that come out do not break.
    fn check(tag: &str, amount: &str, currency: &str, expected: &str) {
        let written = Locale::new(tag).unwrap().format_money(amount, currency);
        assert!(!written.contains(' '), "{written}");
        assert_eq!(written.replace(NO_BREAK_SPACE, " "), expected, "{tag} {amount} {currency}");
    }

    #[test]
    fn ukrainian_sums() {
        check("uk", "300000", "EUR", "300 тис. євро");
        check("uk", "2500000", "EUR", "2,5 млн євро");
        check("uk", "2450000.00", "eur", "2,45 млн євро");
        check("uk", "1234567", "EUR", "1 234 567 євро");
        check("uk", "1234000", "EUR", "1 234 000 євро");
        check("uk", "1500", "UAH", "1 500 грн");
        check("uk", "99.90", "UAH", "99,90 грн");
        check("uk", "-3000000000", "UAH", "-3 млрд грн");
        check("uk", "1", "USD", "1 долар США");
        check("uk", "2", "PLN", "2 злоті");
        check("uk", "5000000", "USD", "5 млн доларів США");
        check("uk", "1.50", "USD", "1,50 долара США");
        check("uk", "5", "XAU", "5 XAU");
        check("uk", "0", "EUR", "0 євро");
        check("uk", "", "EUR", " євро");
    }

    #[test]
    fn english_and_other_sums() {
        check("en", "300000", "EUR", "EUR 300,000");
        check("en", "2500000", "EUR", "EUR 2.5 million");
        check("en", "3000000000", "USD", "USD 3 billion");
        check("en", "1234567.89", "EUR", "EUR 1,234,567.89");
        check("de", "300000", "EUR", "300.000 EUR");
        check("pl", "300000", "PLN", "300 000 PLN");
    }
}
