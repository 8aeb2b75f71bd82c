//! Text itself, whatever a module needs it for: characters, escaping, encodings, names that resemble each other, paths.
//!
//! - [`characters`] says which characters a site refuses, which words mix scripts, and composes text (normal form C);
//! - [`escape`] writes text into HTML, XML and the addresses of links;
//! - [`percent`] encodes and decodes bytes of addresses;
//! - [`bare_address`] finds addresses that stand bare in a text;
//! - [`path`] joins relative paths and tells what lies below a folder.
//!
//! Hexadecimal digits, the beginning of a text, the nearest of several names and the form of language tags are functions of this module.

mod beginning;
mod nearest;

pub(crate) mod bare_address;
pub mod characters;
pub mod escape;
pub(crate) mod path;
pub(crate) mod percent;

pub(crate) use beginning::{beginning, shortened};
pub use nearest::{nearest, one_slip_away, suggest};

/// Appends two hexadecimal digits for each byte, in lower case.
pub fn push_hex<'b>(bytes: impl IntoIterator<Item = &'b u8>, out: &mut String) {
    out.extend(bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit));
}

/// Two hexadecimal digits for each byte, in lower case.
pub fn hex<'b>(bytes: impl IntoIterator<Item = &'b u8>) -> String {
    let mut digits = String::new();
    push_hex(bytes, &mut digits);
    digits
}

/// The lower-case digit of a number from 0 to 15.
fn hex_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 })
}

/// Whether a text has the form of a BCP 47 language tag: subtags of letters and digits, up to eight in each, the first
/// of them the letters of a language.
pub fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_two_digits() {
        assert_eq!(hex(&[0x00, 0x0a, 0x90, 0xff]), "000a90ff");
        assert_eq!(hex(&[]), "");
    }

    #[test]
    fn language_tags_have_a_form() {
        for tag in ["en", "uk-UA", "sr-Latn", "UK", "de-1996"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "e", "en_GB", "en-", "-en", "укр", "abcdefghi", "en-abcdefghi", "e1"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}
