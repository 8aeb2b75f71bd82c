//! `[contact]` of site.toml: whom readers can write to where an entry says nothing of it.

use super::{Collection, CollectionId, Role, SiteContact};
use crate::{
    diagnostics::{Rule, Sink},
    markdown::address,
    message,
    message::Message,
    text::suggest,
    toml_reader::{TomlEntry, TomlFields},
};

const ENTRY: &str = "entry = \"clusters/uca\"";

pub(super) fn read(sink: &mut Sink, entry: &TomlEntry, collections: &[Collection]) -> Option<SiteContact> {
    let table = sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[contact]"))?;
    let mut fields = TomlFields::new(table, &entry.key_range);
    let named =
        fields.require("entry", Message::code(ENTRY)).and_then(|entry| Some((sink.string(entry)?, &entry.node.range)));
    let join = fields.take("join").and_then(|entry| Some((sink.string(entry)?.to_owned(), entry.node.range.clone())));
    let mistakes = fields.take("mistakes").and_then(|entry| {
        let email = sink.string(entry)?;
        if address::check_email(email).is_ok() {
            return Some(email.to_owned());
        }
        let message = message!("no-email", email);
        sink.report(Rule::InvalidValue, &entry.node.range, message)
            .hint(Message::code("mistakes = \"info@example.org\""));
        None
    });
    fields.finish(sink);
    let (name, range) = named?;
    let Some((collection, id)) = name.split_once('/') else {
        let message = message!("contact-no-entry", name);
        sink.report(Rule::InvalidConfig, range, message).hint(Message::code(ENTRY));
        return None;
    };
    let Some(at) = collections.iter().position(|known| known.name == collection) else {
        let names = collections.iter().map(|known| known.name.as_str());
        let hint = suggest(collection, names).unwrap_or_else(|| Message::code(ENTRY));
        sink.report(Rule::InvalidConfig, range, message!("no-collection", name = collection)).hint(hint);
        return None;
    };
    let reachable = collections.get(at).is_some_and(|known| known.fields.iter().any(|f| f.role == Some(Role::Contact)));
    if !reachable {
        let message = message!("contact-unreachable", collection);
        sink.report(Rule::InvalidConfig, range, message).hint(message!("contact-unreachable.hint"));
        return None;
    }
    Some(SiteContact { entry: (CollectionId(at), id.to_owned()), entry_range: range.clone(), join, mistakes })
}
