//! `[data]` of site.toml: licence and publisher of the open data.

use super::{Localized, reader::ConfigReader};
use crate::{
    diagnostics::Rule,
    message,
    toml_reader::{TomlEntry, TomlFields},
};

/// Licence and publisher of the open data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataSettings {
    /// The licence's SPDX identifier (<https://spdx.org/licenses/>).
    pub licence: Option<String>,
    pub publisher: Option<Localized>,
}

impl DataSettings {
    /// The address of the licence; portals know Creative Commons' licences by their own addresses.
    pub fn licence_address(&self) -> Option<String> {
        let licence = self.licence.as_deref()?;
        let version =
            |rest: &str| rest.rsplit_once('-').map(|(kind, version)| (kind.to_lowercase(), version.to_owned()));
        Some(match (licence.strip_prefix("CC-").and_then(version), licence) {
            (_, "CC0-1.0") => "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
            (Some((kind, version)), _) => format!("https://creativecommons.org/licenses/{kind}/{version}/"),
            (None, _) => format!("https://spdx.org/licenses/{licence}.html"),
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_known_by_their_own_addresses() {
        for (licence, address) in [
            ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
            ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
            ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
            ("ODbL-1.0", "https://spdx.org/licenses/ODbL-1.0.html"),
        ] {
            let settings = DataSettings { licence: Some(licence.to_owned()), ..DataSettings::default() };
            assert_eq!(settings.licence_address().as_deref(), Some(address));
        }
    }
}
