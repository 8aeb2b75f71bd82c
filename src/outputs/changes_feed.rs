//! Atom feeds (RFC 4287) of what changed: of everything, and of a term with the entries that have it.

use super::xml;
use crate::{
    config::{Config, LanguageId},
    locale::date::PartialDate,
    outputs::feed::{NO_DATE, rights, timestamp},
};

/// A feed of changes. Addresses are inside the site.
#[derive(Debug)]
pub(crate) struct ChangesFeed<'f> {
    pub language: LanguageId,
    pub title: &'f str,
    /// The feed's own address.
    pub address: &'f str,
    /// The page that shows the same.
    pub page: &'f str,
}

/// A change as a feed has it.
#[derive(Debug)]
pub(crate) struct FeedChange {
    /// A full address that no other change of the site has, and that this one keeps.
    pub id: String,
    pub title: String,
    pub day: PartialDate,
    /// The full address of the page to read.
    pub url: String,
    /// The change in words.
    pub text: String,
}

/// A feed as XML, of changes with the newest first.
pub(crate) fn feed(config: &Config, feed: &ChangesFeed<'_>, changes: &[FeedChange]) -> String {
    let mut out = String::new();
    let own = config.base_url.join(feed.address);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", config.tag(feed.language))];
    xml::tag("feed", &attributes, ">\n", &mut out);
    xml::element("id", &own, &mut out);
    xml::element("title", feed.title, &mut out);
    let newest = changes.first().map_or_else(|| NO_DATE.to_owned(), |change| timestamp(&change.day));
    xml::element("updated", &newest, &mut out);
    xml::tag("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)], "/>\n", &mut out);
    let page = config.base_url.join(feed.page);
    xml::tag("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)], "/>\n", &mut out);
    out.push_str("<author>\n");
    xml::element("name", config.title.get(feed.language), &mut out);
    out.push_str("</author>\n");
    rights(config, feed.language, &mut out);
    for change in changes {
        out.push_str("<entry>\n");
        xml::element("id", &change.id, &mut out);
        xml::element("title", &change.title, &mut out);
        xml::element("updated", &timestamp(&change.day), &mut out);
        xml::tag("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &change.url)], "/>\n", &mut out);
        xml::element("summary", &change.text, &mut out);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}
