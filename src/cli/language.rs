//! The language that the tool speaks: what `--messages` says, else the environment.

use std::ffi::{OsStr, OsString};

use crate::{
    message,
    message::{Message, list},
    messages::MessageLanguage,
};

pub(super) const FLAG: &str = "--messages";

/// The first of these that is set decides (POSIX, Environment Variables, 8.2).
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language of a whole run. It is looked for before the command line is read, since the help and what is wrong with the
/// command line are said in it too.
pub(super) fn of_run(arguments: &[OsString]) -> MessageLanguage {
    flag(arguments).or_else(environment).unwrap_or_default()
}

/// Reads the value of `--messages`: `en`, `uk`, and tags of theirs such as `uk-UA`.
pub(super) fn parse(tag: &str) -> Result<MessageLanguage, String> {
    // English is what a command line is told in whose language is not known.
    MessageLanguage::of_tag(tag).ok_or_else(|| known().text(MessageLanguage::English))
}

/// The languages that there are, as a hint.
pub(super) fn known() -> Message {
    message!("hint-known-here", known = list(MessageLanguage::ALL.map(MessageLanguage::tag)))
}

fn flag(arguments: &[OsString]) -> Option<MessageLanguage> {
    let mut texts = arguments.iter().filter_map(|argument| argument.to_str()).take_while(|text| *text != "--");
    while let Some(text) = texts.next() {
        let given = match text.strip_prefix(FLAG) {
            Some("") => texts.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(language) = given.and_then(MessageLanguage::of_tag) {
            return Some(language);
        }
    }
    None
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
fn environment() -> Option<MessageLanguage> {
    let set = VARIABLES.into_iter().filter_map(std::env::var_os).find(|value| !value.is_empty())?;
    MessageLanguage::of_tag(OsStr::to_str(&set)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_found_wherever_it_stands() {
        let check = |line: &str, expected: Option<MessageLanguage>| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(flag(&arguments), expected, "{line}");
        };
        let (english, ukrainian) = (Some(MessageLanguage::English), Some(MessageLanguage::Ukrainian));
        check("icsi build", None);
        check("icsi --messages uk build", ukrainian);
        check("icsi build --messages=uk-UA", ukrainian);
        check("icsi build --messages EN", english);
        check("icsi build --messages pl", None);
        check("icsi build --messages", None);
        check("icsi new clusters -- --messages=uk", None);
    }

    #[test]
    fn names_of_locales_are_understood() {
        for tag in ["uk", "uk-UA", "uk_UA.UTF-8", "uk_UA@euro", "UK"] {
            assert_eq!(parse(tag), Ok(MessageLanguage::Ukrainian), "{tag}");
        }
        for tag in ["C", "POSIX", "pl_PL.UTF-8", "", "ukr"] {
            assert!(parse(tag).is_err(), "{tag}");
        }
    }
}
