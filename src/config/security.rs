//! `[security]` of site.toml.

use super::{Security, reader::ConfigReader};
use crate::{
    diagnostics::Rule,
    markdown::address::{Address, Scheme, judge},
    toml_reader::{TomlEntry, TomlFields, TomlValue, wrong_type},
};

const CONTACT: &str = "contact = [\"mailto:security@example.org\"]";
const EXPIRES: &str = "expires = 2027-06-30, within a year from now";

pub(super) fn read(reader: &mut ConfigReader<'_>, entry: &TomlEntry) -> Option<Security> {
    let TomlValue::Table(table) = &entry.node.value else {
        reader.diagnostics.push(wrong_type(&reader.file, entry, "a table").hint("write [security]"));
        return None;
    };
    let mut fields = TomlFields::new(&reader.file, table, entry.key_range.clone());
    let contact = fields.require("contact", CONTACT).map(|entry| contacts(reader, entry));
    let expires = fields.require("expires", EXPIRES).and_then(|entry| match entry.node.value {
        TomlValue::Date { year, month, day } => Some((year, month, day)),
        _ => {
            reader.diagnostics.push(wrong_type(&reader.file, entry, "a date").hint(EXPIRES));
            None
        }
    });
    fields.finish(reader.diagnostics);
    Some(Security { contact: contact?, expires: expires? })
}

fn contacts(reader: &mut ConfigReader<'_>, entry: &TomlEntry) -> Vec<String> {
    let TomlValue::Array(items) = &entry.node.value else {
        reader.diagnostics.push(wrong_type(&reader.file, entry, "a list of addresses").hint(CONTACT));
        return Vec::new();
    };
    let mut contacts = Vec::new();
    for item in items {
        match &item.value {
            // RFC 9116, 2.5.3: a web address must be an https one.
            TomlValue::String(text) if matches!(judge(text), Ok(Address::External { scheme, .. }) if scheme != Scheme::Http) =>
            {
                contacts.push(text.clone());
            }
            _ => reader.error(
                Rule::InvalidValue,
                item.range.clone(),
                "a contact is an address with `mailto:`, `https:` or `tel:`".to_owned(),
                CONTACT,
            ),
        }
    }
    if items.is_empty() {
        reader.error(Rule::EmptyValue, entry.node.range.clone(), "`contact` names nobody".to_owned(), CONTACT);
    }
    contacts
}
