//! A page's own notes of what has changed: `changes = [{ on = 2026-11-28, what = { en = "…", uk = "…" } }]`.

use super::field_value::read_date;
use crate::{
    config::Config,
    diagnostics::{Rule, Sink},
    locale::{date::PartialDate, typography},
    message,
    message::Message,
    text::characters::nfc,
    toml_reader::{TomlEntry, TomlFields, TomlNode, TomlValue},
};

const EXAMPLE: &str = "changes = [{ on = 2026-03-29, what = { en = \"…\" } }]";

/// An editor's note on the changes of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeNote {
    /// A whole day.
    pub on: PartialDate,
    /// By language, with its typography; at least one language has a text.
    pub what: Vec<Option<String>>,
}

/// The notes that can be read, in the order in which they are written.
pub(crate) fn read(entry: &TomlEntry, config: &Config, sink: &mut Sink) -> Vec<ChangeNote> {
    let items = sink.list(entry, message!("change-type-list"), Message::code(EXAMPLE)).unwrap_or_default();
    items.iter().filter_map(|item| note(item, config, sink)).collect()
}

fn note(item: &TomlNode, config: &Config, sink: &mut Sink) -> Option<ChangeNote> {
    let TomlValue::Table(table) = &item.value else {
        sink.report(Rule::WrongType, &item.range, message!("change-not-a-table")).hint(Message::code(EXAMPLE));
        return None;
    };
    let mut fields = TomlFields::new(table, &item.range);
    let (on, what) = (
        fields.require("on", Message::code("on = 2026-03-29")),
        fields.require("what", Message::code("what = { en = \"…\" }")),
    );
    fields.finish(sink);
    let on = on.and_then(|on| {
        Some((read_date("on", &on.node, message!("hint-write-line", line = "on = 2026-03-29"), sink)?, &on.node.range))
    });
    let what = what.map(|what| texts(what, config, sink));
    let ((on, range), what) = (on?, what?);
    if on.day().is_none() {
        sink.report(Rule::InvalidValue, range, message!("change-not-a-day", date = on.to_string()))
            .hint(message!("hint-write-line", line = "on = 2026-03-29"));
        return None;
    }
    what.iter().any(Option::is_some).then_some(ChangeNote { on, what })
}

fn texts(entry: &TomlEntry, config: &Config, sink: &mut Sink) -> Vec<Option<String>> {
    let mut found = vec![None; config.languages.len()];
    let hint = Message::code("what = { en = \"…\" }");
    let Some(table) = sink.table(entry, message!("type-text-by-language"), &hint) else { return found };
    if table.entries.is_empty() {
        sink.report(Rule::EmptyValue, &entry.node.range, message!("change-says-nothing")).hint(hint);
    }
    for text in &table.entries {
        let slot = config.language(&text.key).and_then(|language| found.get_mut(language.0));
        let Some(slot) = slot else {
            let message = message!("site-language", tag = &text.key);
            sink.report(Rule::UnknownLanguage, &text.key_range, message).hint(message!("site-language.listed"));
            continue;
        };
        let Some(written) = sink.string(text) else { continue };
        if written.trim().is_empty() {
            sink.report(Rule::EmptyValue, &text.node.range, message!("change-empty"))
                .hint(message!("change-empty.hint"));
            continue;
        }
        *slot = Some(typography::plain(&nfc(written.trim()), &text.key).into_owned());
    }
    found
}
