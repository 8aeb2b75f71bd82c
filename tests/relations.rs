//! What pages say of each other: derived terms, back-references, cross pages, in every language and under every policy.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests make files and fail by panicking"
)]

mod common;
#[path = "common/html.rs"]
mod html;
#[path = "common/walk.rs"]
mod walk;

use common::{Published, Site};
use html::Page;
use snapbox::{IntoData as _, assert_data_eq, str};
use walk::assert_walkable;

const BASE: &str = "https://example.org/";

fn page(published: &Published, path: &str) -> Page {
    Page::read(&published.folder, path)
}

#[test]
fn a_cross_page_that_a_language_lacks_is_named_by_no_other() {
    let site = Site::new("");
    site.replace("site.toml", "[collections.clusters]\n", "[collections.clusters]\nmissing_translation = \"omit\"\n");
    let published = site.built();
    assert!(!published.has("uk/countries/pl/textile/index.html"));
    let cross = page(&published, "en/countries/pl/textile/index.html");
    let tags: Vec<String> = cross.alternates().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, ["en", "x-default"]);
    // Whoever changes the language comes to the country.
    assert_eq!(cross.attributes(".switch", "href"), ["/en/countries/pl/textile/", "/uk/countries/pl/"]);
    assert_walkable(&published, BASE);
}
