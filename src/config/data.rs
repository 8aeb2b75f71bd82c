//! `[data]` of site.toml: what open data says of itself.

use super::{Localized, reader::ConfigReader};
use crate::{
    diagnostics::Rule,
    message,
    toml_reader::{TomlEntry, TomlFields},
};

/// What open data says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataSettings {
    /// The licence's SPDX identifier (<https://spdx.org/licenses/>).
    pub licence: Option<String>,
    pub publisher: Option<Localized>,
}

const LICENCE: &str = "licence = \"CC-BY-4.0\"";

pub(super) fn read(reader: &mut ConfigReader, entry: &TomlEntry) -> DataSettings {
    let hint = message!("hint-write-line", line = "[data]");
    let Some(table) = reader.sink.table(entry, message!("type-table"), hint) else { return DataSettings::default() };
    let mut fields = TomlFields::new(table, &entry.key_range);
    let licence = fields.take("licence").and_then(|entry| Some((reader.sink.string(entry)?, &entry.node.range)));
    let licence = licence.and_then(|(text, range)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        if text.is_empty() || !text.chars().all(plain) {
            let message = message!("data-licence", licence = text);
            reader
                .sink
                .report(Rule::InvalidValue, range, message)
                .hint(message!("data-licence.hint", example = LICENCE));
            return None;
        }
        Some(text.to_owned())
    });
    let publisher = fields.take("publisher").and_then(|entry| reader.localized(entry));
    fields.finish(&mut reader.sink);
    DataSettings { licence, publisher }
}
