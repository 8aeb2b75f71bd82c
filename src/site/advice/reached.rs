//! Plain pages that visitors find by search alone: neither a menu nor a link leads to them. Entries and terms stand in lists.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{EntryId, Site};
use crate::{
    config::Presentation,
    content::{Page, PageKey, load::ParsedContent},
    diagnostics::{Diagnostic, Location, Rule},
    message,
};

pub(super) fn check(site: &Site, content: &ParsedContent) -> Vec<Diagnostic> {
    let config = &site.config;
    // A menu that site.toml does not give has all plain pages.
    if config.presentation.menu.pages.is_none() {
        return Vec::new();
    }
    // A link to nothing, which is an error, was meant for one of the pages.
    let sources: BTreeSet<&str> = content.pages.iter().map(|page| &*page.file).collect();
    let mut linked = content.pages.iter().flat_map(|page| page.link_files.iter().flatten());
    if linked.any(|file| file.ends_with(".md") && !sources.contains(file.as_str())) {
        return Vec::new();
    }
    // The link of a draft leads there too, as soon as it is published.
    let mut links: BTreeMap<&PageKey, Vec<EntryId>> = BTreeMap::new();
    for page in &content.pages {
        links.entry(&page.key).or_default().extend(linked_pages(page, site));
    }
    let mut pending: Vec<&PageKey> = links.keys().copied().filter(|key| !matches!(key, PageKey::Plain(_))).collect();
    let named = named(&config.presentation)
        .chain(config.contact.iter().flat_map(|contact| &contact.join).map(|(id, _)| id.as_str()));
    let named: Vec<PageKey> = named.map(|id| PageKey::Plain(id.to_owned())).collect();
    // A name that no page has, which is an error, was meant for one of them.
    if named.iter().any(|key| site.find(key).is_none()) {
        return Vec::new();
    }
    pending.extend(&named);
    let mut reached: BTreeSet<&PageKey> = BTreeSet::new();
    while let Some(key) = pending.pop() {
        if reached.insert(key) {
            pending.extend(links.get(key).into_iter().flatten().map(|id| &site.entry(*id).key));
        }
    }
    let lost =
        site.entries.iter().filter(|entry| matches!(entry.key, PageKey::Plain(_)) && !reached.contains(&entry.key));
    let told = lost.filter_map(|entry| {
        let file = &entry.original()?.page.file;
        let hint = message!("unreachable-page.hint", id = entry.key.id(), config = &config.file);
        Some(Diagnostic::new(Rule::UnreachablePage, Location::file(file), message!("unreachable-page")).hint(hint))
    });
    told.collect()
}

/// The plain pages that the menu and the foot of the page name.
fn named(presentation: &Presentation) -> impl Iterator<Item = &str> {
    presentation.pages().map(|(id, _)| id.as_str())
}

fn linked_pages(page: &Page, site: &Site) -> impl Iterator<Item = EntryId> {
    page.link_files.iter().flatten().filter_map(|file| site.page_of_file(file)).map(|(entry, _)| entry)
}
