//! Entries and pages that site.toml names: the entry that speaks for the site, the page that says how to join, the entry that
//! the home page shows large. Each must be there.

use std::ops::Range;

use super::{EntryId, Site};
use crate::{
    config::CollectionId,
    content::PageKey,
    diagnostics::{Diagnostic, Rule, Sink},
    message,
    text::suggest,
};

impl Site {
    /// The entry that site.toml names for whoever does not know whom to write to.
    pub(crate) fn contact_entry(&self) -> Option<EntryId> {
        let (collection, id) = &self.config.contact.as_ref()?.entry;
        self.find(&PageKey::Entry(*collection, id.clone()))
    }

    /// The entry that the home page shows large.
    pub(crate) fn feature(&self) -> Option<EntryId> {
        let (collection, id, _) = self.config.presentation.home.feature.as_ref()?;
        self.find_entry(*collection, id)
    }

    /// The plain page that says how to join.
    pub(crate) fn join_page(&self) -> Option<EntryId> {
        let (id, _) = self.config.contact.as_ref()?.join.as_ref()?;
        self.find(&PageKey::Plain(id.clone()))
    }
}

/// Reports names in site.toml that no page has.
pub(crate) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut sink = Sink::new(&site.config.file);
    if let Some((collection, id, range)) = &site.config.presentation.home.feature {
        check_entry(site, *collection, id, range, &mut sink);
    }
    let Some(contact) = &site.config.contact else { return sink.found };
    let (collection, id) = &contact.entry;
    check_entry(site, *collection, id, &contact.entry_range, &mut sink);
    if let Some((id, range)) = contact.join.as_ref().filter(|_| site.join_page().is_none()) {
        let plain = site.entries.iter().filter(|entry| matches!(entry.key, PageKey::Plain(_)));
        let hint = suggest(id, plain.map(|entry| entry.key.id())).unwrap_or_else(|| message!("no-plain-page.hint"));
        sink.report(Rule::UnknownEntry, range, message!("no-plain-page", id)).hint(hint);
    }
    sink.found
}

fn check_entry(site: &Site, collection: CollectionId, id: &str, range: &Range<usize>, sink: &mut Sink) {
    if site.find_entry(collection, id).is_some() {
        return;
    }
    let name = &site.config.collection(collection).name;
    let ids: Vec<&str> = site.collection_entries(collection).map(|entry| site.entry(entry).key.id()).collect();
    let hint = suggest(id, ids).unwrap_or_else(|| message!("contact-entry.hint", collection = name));
    let message = message!("contact-entry", entry = format!("{name}/{id}"));
    sink.report(Rule::UnknownEntry, range, message).hint(hint);
}
