//! `[security]` of site.toml.

use super::Security;
use crate::{
    diagnostics::{Rule, Sink},
    markdown::address::{Address, Scheme, judge},
    message,
    message::Message,
    toml_reader::{TomlEntry, TomlFields, TomlValue},
};

const CONTACT: &str = "contact = [\"mailto:security@example.org\"]";
fn expires() -> Message {
    message!("security-expires")
}

pub(super) fn read(sink: &mut Sink, entry: &TomlEntry) -> Option<Security> {
    let table = sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[security]"))?;
    let mut fields = TomlFields::new(table, &entry.key_range);
    let contact = fields.require("contact", Message::code(CONTACT)).map(|entry| contacts(sink, entry));
    let expires = fields.require("expires", self::expires()).and_then(|entry| match entry.node.value {
        TomlValue::Date { year, month, day } => Some((year, month, day)),
        _ => {
            sink.wrong_type(entry, message!("type-date")).hint(self::expires());
            None
        }
    });
    fields.finish(sink);
    Some(Security { contact: contact?, expires: expires? })
}

fn contacts(sink: &mut Sink, entry: &TomlEntry) -> Vec<String> {
    let Some(items) = sink.list(entry, message!("type-addresses"), Message::code(CONTACT)) else {
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
            _ => {
                let message = message!("security-contact");
                sink.report(Rule::InvalidValue, &item.range, message).hint(Message::code(CONTACT));
            }
        }
    }
    if items.is_empty() {
        sink.report(Rule::EmptyValue, &entry.node.range, message!("security-nobody")).hint(Message::code(CONTACT));
    }
    contacts
}
