//! `[checks]` of site.toml: how strict the site is, rule by rule.

use crate::{
    diagnostics::{
        Rule, Sink,
        levels::{Level, Levels},
    },
    message,
    message::list,
    text::suggest,
    toml_reader::TomlEntry,
};

pub(super) fn read(sink: &mut Sink, entry: &TomlEntry) -> Levels {
    let mut levels = Levels::new();
    let Some(table) = sink.table(entry, message!("config-type-rules"), message!("hint-write-line", line = "[checks]"))
    else {
        return levels;
    };
    for entry in &table.entries {
        let Some(name) = sink.string(entry) else { continue };
        let Some(level) = Level::parse(name) else {
            let hint =
                suggest(name, Level::NAMES).unwrap_or_else(|| message!("hint-one-of", known = list(Level::NAMES)));
            let message = message!("no-such-level", name);
            sink.report(Rule::InvalidValue, &entry.node.range, message).hint(hint);
            continue;
        };
        let rule = match level {
            Level::Error => sink.rule(&entry.key, &entry.key_range),
            Level::Warning | Level::Off => sink.lowerable_rule(&entry.key, &entry.key_range),
        };
        levels.extend(rule.map(|rule| (rule, level)));
    }
    levels
}
