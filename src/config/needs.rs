//! `needs` of site.toml: the oldest program that understands the site.

use crate::{
    diagnostics::{Rule, Sink},
    message,
    message::Message,
    toml_reader::{TomlTable, TomlValue},
};

fn hint() -> Message {
    message!("needs-hint")
}
/// This program's version.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// Whether this program is new enough. It is asked before anything else is judged: of what a newer one knows, an older one
/// would say that it is wrong.
pub(super) fn are_met(table: &TomlTable, sink: &mut Sink) -> bool {
    let Some(entry) = table.get("needs") else { return true };
    let TomlValue::String(text) = &entry.node.value else {
        sink.wrong_type(entry, message!("config-type-version")).hint(hint());
        return true;
    };
    let Some(needed) = version(text) else {
        sink.report(Rule::InvalidValue, &entry.node.range, message!("no-version", text)).hint(hint());
        return true;
    };
    if version(OWN).is_some_and(|own| needed <= own) {
        return true;
    }
    let message = message!("program-too-old", needed = text, own = OWN);
    sink.report(Rule::ProgramTooOld, &entry.node.range, message).hint(message!("program-too-old.hint"));
    false
}

/// Up to three numbers with dots between them.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    for (count, part) in text.split('.').enumerate() {
        let is_number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        *numbers.get_mut(count)? = if is_number { part.parse().ok()? } else { return None };
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(version("0.10") > version("0.9.9"));
        assert_eq!(version("1"), version("1.0.0"));
        assert!(version(OWN).is_some());
        for text in ["", "0.", ".2", "0.2.0.1", "0.2-rc", "+1", "v0.2", "99999999999"] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
