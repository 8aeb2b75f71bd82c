//! `[contact]` of site.toml: the contact of entries that have none of their own.

use super::{Collection, CollectionId, Role, SiteContact};
use crate::{
    diagnostics::{Rule, Sink},
    markdown::address,
    message,
    message::Message,
    text::suggest,
    toml_reader::{TomlEntry, TomlFields},
};

/// The hint that shows how to name an entry, with a collection of this very site.
fn hint(collections: &[Collection]) -> Message {
    let reachable = collections.iter().find(|known| is_reachable(known)).or(collections.first());
    message!("contact-entry-is", collection = reachable.map_or("clusters", |known| known.name.as_str()))
}

/// Whether entries of a collection can say how to reach them.
fn is_reachable(collection: &Collection) -> bool {
    collection.fields.iter().any(|field| field.role == Some(Role::Contact))
}

pub(super) fn read(sink: &mut Sink, entry: &TomlEntry, collections: &[Collection]) -> Option<SiteContact> {
    let table = sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[contact]"))?;
    let mut fields = TomlFields::new(table, &entry.key_range);
    let named =
        fields.require("entry", hint(collections)).and_then(|entry| Some((sink.string(entry)?, &entry.node.range)));
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
        sink.report(Rule::InvalidConfig, range, message).hint(hint(collections));
        return None;
    };
    let Some(at) = collections.iter().position(|known| known.name == collection) else {
        let names = collections.iter().map(|known| known.name.as_str());
        let hint = suggest(collection, names).unwrap_or_else(|| hint(collections));
        sink.report(Rule::InvalidConfig, range, message!("no-collection", name = collection)).hint(hint);
        return None;
    };
    if !collections.get(at).is_some_and(is_reachable) {
        let message = message!("contact-unreachable", collection);
        sink.report(Rule::InvalidConfig, range, message).hint(message!("contact-unreachable.hint"));
        return None;
    }
    Some(SiteContact { entry: (CollectionId(at), id.to_owned()), entry_range: range.clone(), join, mistakes })
}
