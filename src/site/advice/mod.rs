//! Advice on a whole site that only `check` gives, since nothing of it stands in the way of publishing: pages, files
//! and terms that nothing leads to, and statements that contradict each other.
//!
//! ```text
//! reached     plain pages that neither a menu nor a link leads to
//! used        files beside pages and terms of vocabularies that nothing uses
//! numbers     numbers that one language's text has and the other lacks
//! days        days in a text against the day that the page's facts have
//! one_way     of two fields that are each other's reverse, statements that the other page leaves out
//! ```
//!
//! Whatever may be explained by a file that could not be read is not told.

use std::ops::Range;

use rayon::prelude::*;

use super::{Site, Version};
use crate::{
    content::{Page, load::ParsedContent, page::as_written},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    locale::date::PartialDate,
    message,
    text::characters::nfc,
};

mod days;
mod numbers;
mod one_way;
mod reached;
mod used;

/// Gives the advice on a site. `source` gives the text of a file; `last_day` is the latest day that it is anywhere on earth.
pub(crate) fn advise<'t>(
    site: &Site,
    content: &ParsedContent,
    source: impl Fn(&str) -> Option<&'t str> + Sync,
    last_day: PartialDate,
) -> Diagnostics {
    let mut found = Diagnostics::default();
    found.extend(days_to_come(site, last_day));
    found.extend(one_way::check(site));
    let is_all_read = content.unreadable_pages.is_empty()
        && content.pages.iter().all(|page| !page.is_incomplete && !page.body.is_cut());
    if is_all_read {
        found.extend(reached::check(site, content));
        found.extend(used::check(site, content));
    }
    let of_texts: Vec<Diagnostic> = site
        .entries
        .par_iter()
        .flat_map_iter(|entry| {
            let numbers = numbers::check(entry, site, &source);
            numbers.into_iter().chain(days::check(entry, site, &source))
        })
        .collect();
    found.extend(of_texts);
    found
}

/// Feeds and lists believe a day that is still to come, and show its page before all others.
fn days_to_come(site: &Site, last_day: PartialDate) -> Vec<Diagnostic> {
    let versions = site.entries.iter().flat_map(|entry| entry.versions.iter().flatten());
    let told = |version: &Version| {
        let day = version.page.updated.filter(|updated| *updated > last_day)?;
        let place = Location::new(&version.page.file, version.page.updated_range.clone());
        let message = message!("future-updated", day = day.to_string());
        Some(Diagnostic::new(Rule::FutureUpdated, place, message).hint(message!("future-updated.hint")))
    };
    versions.filter_map(told).collect()
}

/// A page's text with blanks in the place of its links' addresses.
struct Body {
    /// In normal form C, as it was parsed.
    text: String,
    as_written: String,
}

impl Body {
    fn new(page: &Page, source: Option<&str>) -> Option<Self> {
        let mut as_written = source?.get(page.body_start..)?.to_owned();
        for link in &page.body.links {
            if let Some(address) = as_written.get(link.range.clone()) {
                let blanks = " ".repeat(address.len());
                as_written.replace_range(link.range.clone(), &blanks);
            }
        }
        Some(Self { text: nfc(&as_written).into_owned(), as_written })
    }

    /// The place in the file of a part of the text.
    fn place(&self, page: &Page, range: &Range<usize>) -> Location {
        if self.text.len() == self.as_written.len() {
            return page.in_body(range);
        }
        page.in_body(&as_written(&self.text, &self.as_written, range))
    }
}
