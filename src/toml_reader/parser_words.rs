//! Says in words of ours what the parser says in English, where no more is known of a slip.

use super::slip::Slip;
use crate::message;

/// The first words of the parser's messages.
const KEYS: [&str; 8] = [
    "invalid unquoted key",
    "unquoted keys cannot be empty",
    "keys cannot be multi-line",
    "key with no value",
    "missing key",
    "unclosed table",
    "missing table open",
    "invalid key-value pair",
];
const TEXTS: [&str; 6] = [
    "string values must be quoted",
    "missing opening quote",
    "invalid literal string",
    "invalid basic string",
    "invalid multi-line",
    "invalid string",
];
const BACKSLASHES: [&str; 3] = ["too few unicode value digits", "missing escaped value", "invalid value"];
const NUMBERS: [&str; 8] = [
    "invalid float",
    "invalid integer",
    "invalid date",
    "unexpected leading zero",
    "unexpected sign",
    "redundant",
    "radix must be lowercase",
    "`_` may only go between digits",
];

/// Every message of the parser has words; those that people hardly meet have general ones.
pub(super) fn said(parser: &str) -> Slip {
    let is_one_of = |words: &[&str]| words.iter().any(|words| parser.starts_with(words));
    if is_one_of(&KEYS) {
        Slip::new(message!("toml-no-line"), message!("toml-line"))
    } else if is_one_of(&TEXTS) {
        Slip::new(message!("toml-bare-text"), message!("toml-slip"))
    } else if is_one_of(&BACKSLASHES) {
        Slip::new(message!("toml-backslash"), message!("toml-backslash.general"))
    } else if is_one_of(&NUMBERS) {
        Slip::new(message!("toml-no-number"), message!("toml-slip"))
    } else if parser.starts_with("extra comma") {
        Slip::new(message!("toml-comma"), message!("toml-comma.hint"))
    } else if parser.starts_with("cannot extend value") {
        Slip::new(message!("toml-extended"), message!("toml-twice.hint"))
    } else {
        Slip::new(message!("toml-no-toml"), message!("toml-slip"))
    }
}
