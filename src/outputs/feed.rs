//! Atom feeds (RFC 4287): of the whole site and of each collection, in each language.
//!
//! A feed has entries that say when they were changed (`updated`): a date among an entry's facts says nothing of that. Their
//! days alone make the feed's own `updated`, because there is no clock here. Fallbacks stand in no feed.

use std::cmp::Reverse;

use super::xml;
use crate::{
    config::{CollectionId, Config, LanguageId},
    content::PageKey,
    locale::date::PartialDate,
    plan::{Plan, address},
    site::{
        EntryId, Site, Version,
        changes::{History, published},
    },
};

/// A feed has so many entries, the newest.
const LIMIT: usize = 30;

/// The age of a feed with no entry: a date before every entry's.
pub(super) const NO_DATE: &str = "2000-01-01T00:00:00Z";

/// A feed of the site's or a collection's entries.
#[derive(Debug)]
pub(crate) struct Feed<'f> {
    pub history: Option<&'f History>,
    pub language: LanguageId,
    /// `None` for the feed of the whole site.
    pub collection: Option<CollectionId>,
    pub title: &'f str,
}

/// The day on which an entry was last changed, if it stands in feeds.
fn day(site: &Site, id: EntryId, language: LanguageId) -> Option<PartialDate> {
    let entry = site.entry(id);
    matches!(entry.key, PageKey::Entry(..)).then(|| entry.version(language)?.page.updated).flatten()
}

/// A feed as XML. `body` gives the text of a version of an entry as HTML, with full addresses.
pub(crate) fn feed(site: &Site, plan: &Plan, feed: &Feed<'_>, body: impl Fn(&Version, &str) -> String) -> String {
    let Feed { history, language, collection, title } = *feed;
    let config = &site.config;
    let ids: Vec<EntryId> = match collection {
        Some(collection) => site.collection_entries(collection).collect(),
        None => site.entry_ids().collect(),
    };
    let mut dated: Vec<(PartialDate, EntryId)> =
        ids.into_iter().filter_map(|id| Some((day(site, id, language)?, id))).collect();
    // Entries that changed on one day, as all do on a site's first, are ordered by their own dates.
    dated.sort_by_cached_key(|(day, id)| {
        (Reverse(*day), Reverse(site.date_field(*id, |_| true).map(|(_, date)| *date)), *id)
    });
    dated.truncate(LIMIT);
    let (folder, alternate) = match collection {
        Some(collection) => {
            let folder = address::collection(config, collection, language);
            (folder.clone(), folder)
        }
        None => (address::home(config, language), address::home(config, language)),
    };
    let own = config.base_url.join(&format!("{folder}feed.xml"));
    let mut out = String::new();
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let language_tag = config.tag(language);
    xml::tag("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language_tag)], ">\n", &mut out);
    xml::element("id", &own, &mut out);
    xml::element("title", title, &mut out);
    xml::element("subtitle", config.description.get(language), &mut out);
    let newest = dated.first().map_or_else(|| NO_DATE.to_owned(), |(date, _)| timestamp(date));
    xml::element("updated", &newest, &mut out);
    xml::tag("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)], "/>\n", &mut out);
    let page = config.base_url.join(&alternate);
    xml::tag("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)], "/>\n", &mut out);
    out.push_str("<author>\n");
    xml::element("name", config.title.get(language), &mut out);
    out.push_str("</author>\n");
    rights(config, language, &mut out);
    for (date, id) in &dated {
        let Some(version) = site.entry(*id).version(language) else { continue };
        let address = plan.address(*id, language);
        let published = published(site, *id, history);
        let days = (date, published.as_deref());
        entry(site, site.entry(*id).key.collection(), (version, address), days, &mut out);
        xml::content(&body(version, address), &mut out);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// Writes whose the texts are, and under which licence: its name for people, its address for programs (RFC 4946).
pub(super) fn rights(config: &Config, language: LanguageId, out: &mut String) {
    let Some((licence, address)) = config.data.licence.as_ref().zip(config.data.licence_address()) else { return };
    let publisher = config.data.publisher.as_ref().unwrap_or(&config.title);
    xml::element("rights", &format!("{}, {licence}", publisher.get(language)), out);
    xml::tag("link", &[("rel", "license"), ("href", &address)], "/>\n", out);
}

/// An entry up to its text. `days` are of its last change and of its publication.
fn entry(
    site: &Site,
    collection: Option<CollectionId>,
    (version, address): (&Version, &str),
    (date, published): (&PartialDate, Option<&str>),
    out: &mut String,
) {
    let url = site.config.base_url.join(address);
    out.push_str("<entry>\n");
    // No reader of feeds may see it change (RFC 4287, 4.2.6).
    xml::element("id", &site.config.base_url.join(&address::first(&version.page.aliases, address)), out);
    xml::element("title", &version.page.title, out);
    if let Some(day) = published {
        xml::element("published", &format!("{day}T00:00:00Z"), out);
    }
    xml::element("updated", &timestamp(date), out);
    xml::tag("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)], "/>\n", out);
    if let Some(summary) = &version.page.summary {
        xml::element("summary", summary, out);
    }
    if let Some(collection) = collection {
        let collection = site.config.collection(collection);
        let attributes = [("term", collection.name.as_str()), ("label", collection.title.get(version.page.language))];
        xml::tag("category", &attributes, "/>\n", out);
    }
}

/// RFC 3339, at the start of the day, month or year that a date says.
pub(super) fn timestamp(date: &PartialDate) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}
