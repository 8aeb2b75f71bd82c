//! The entry that speaks for the site, and the page that says how to join: both must be there.

use super::{EntryId, Site};
use crate::{
    content::PageKey,
    diagnostics::{Diagnostic, Rule, Sink},
    message,
    text::suggest,
};

impl Site {
    /// The entry that site.toml names for whoever does not know whom to write to.
    pub fn contact_entry(&self) -> Option<EntryId> {
        let (collection, id) = &self.config.contact.as_ref()?.entry;
        self.find(&PageKey::Entry(*collection, id.clone()))
    }

    /// The plain page that says how to join.
    pub fn join_page(&self) -> Option<EntryId> {
        let (id, _) = self.config.contact.as_ref()?.join.as_ref()?;
        self.find(&PageKey::Plain(id.clone()))
    }
}

/// Reports names in `[contact]` that no page has.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut sink = Sink::new(&site.config.file);
    let Some(contact) = &site.config.contact else { return sink.found };
    if site.contact_entry().is_none() {
        let (collection, id) = &contact.entry;
        let name = &site.config.collection(*collection).name;
        let ids: Vec<&str> = site.collection_entries(*collection).map(|entry| site.entry(entry).key.id()).collect();
        let hint = suggest(id, ids).unwrap_or_else(|| message!("contact-entry.hint", collection = name));
        let message = message!("contact-entry", entry = format!("{name}/{id}"));
        sink.report(Rule::UnknownEntry, &contact.entry_range, message).hint(hint);
    }
    if let Some((id, range)) = contact.join.as_ref().filter(|_| site.join_page().is_none()) {
        let plain = site.entries.iter().filter(|entry| matches!(entry.key, PageKey::Plain(_)));
        let hint = suggest(id, plain.map(|entry| entry.key.id())).unwrap_or_else(|| message!("no-plain-page.hint"));
        sink.report(Rule::UnknownEntry, range, message!("no-plain-page", id)).hint(hint);
    }
    sink.found
}
