//! Codes of countries: ISO 3166-1, with EU and UN, which it reserves for those who are many countries, and XK for Kosovo,
//! which it leaves to its users. CLDR has all three.

/// Two letters and the three of the same country, for each.
const CODES: &str = include_str!("countries.txt");

const BESIDE: [(&str, &str); 3] = [("EU", ""), ("UN", ""), ("XK", "XKX")];

fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.split_ascii_whitespace().filter_map(|pair| pair.split_at_checked(2)).chain(BESIDE)
}

/// Whether these are the two capital letters of a country.
pub(crate) fn is_code(text: &str) -> bool {
    codes().any(|(code, _)| code == text)
}

/// The code that was probably meant by something that is none: other capitals, three letters, the codes that others use
/// (the EU writes EL and UK). `hint` is the name that someone gave the country, such as a term's id.
pub(crate) fn meant(text: &str, hint: &str) -> Option<&'static str> {
    let find = |letters: &str| {
        let letters = letters.trim().to_ascii_uppercase();
        codes().find(|(two, three)| !letters.is_empty() && (*two == letters || *three == letters)).map(|(two, _)| two)
    };
    find(text).or_else(|| find(hint)).or_else(|| match text.trim().to_ascii_uppercase().as_str() {
        "UK" => Some("GB"),
        "EL" => Some("GR"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_countries() {
        assert_eq!(codes().count(), 252);
        for code in ["UA", "PL", "GB", "GR", "EU", "XK"] {
            assert!(is_code(code), "{code}");
        }
        for text in ["ua", "POL", "UK", "EL", "", "U"] {
            assert!(!is_code(text), "{text}");
        }
    }

    #[test]
    fn the_code_that_was_meant_is_found() {
        for (text, id, expected) in [
            ("ua", "ua", Some("UA")),
            ("POL", "pl", Some("PL")),
            ("EL", "greece", Some("GR")),
            ("UK", "united-kingdom", Some("GB")),
            ("UK", "ua", Some("UA")),
            ("Poland", "pl", Some("PL")),
            ("XX", "mars", None),
            ("", "", None),
        ] {
            assert_eq!(meant(text, id), expected, "{text} {id}");
        }
    }
}
