//! `[static]` of site.toml.

use std::ops::Range;

use crate::{
    diagnostics::{Rule, Sink},
    message,
    message::Message,
    toml_reader::{TomlEntry, TomlFields, TomlValue},
};

const ALLOW: &str = "allow = [\"google0123456789abcdef.html\"]";

/// The files of static/ that a browser may run, each with its place.
pub(super) fn read(sink: &mut Sink, entry: &TomlEntry) -> Vec<(String, Range<usize>)> {
    let Some(table) = sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[static]")) else {
        return Vec::new();
    };
    let mut fields = TomlFields::new(table, &entry.key_range);
    let items =
        fields.take("allow").and_then(|entry| sink.list(entry, message!("config-type-paths"), Message::code(ALLOW)));
    let mut allowed = Vec::new();
    for item in items.unwrap_or_default() {
        match &item.value {
            TomlValue::String(path) => allowed.push((path.clone(), item.range.clone())),
            other => {
                let message = message!("path-type", given = other.type_name());
                sink.report(Rule::WrongType, &item.range, message).hint(Message::code(ALLOW));
            }
        }
    }
    fields.finish(sink);
    allowed
}
