//! Data of the templates of parts that many pages share, each beside `language`.

use serde::Serialize;

use super::{Breadcrumb, CalendarLink, Card, Country, EntryTerm, Fact, FactValue, FeedLink, MapData, MapDrawing};
use crate::view::values::{Html, Shared, Text};

/// `fragments/….html`: beside `site`, `language` and `menu`.
#[derive(Debug, Serialize)]
pub(crate) struct AroundData {
    /// the page's place in the menu, or null
    pub here: Option<MenuPlace>,
    /// the feeds of the page
    pub feeds: Vec<FeedLink>,
    /// the calendars of the page
    pub calendars: Vec<CalendarLink>,
}

/// The menu's link that leads to a page or to its list.
#[derive(Debug, Serialize)]
pub(crate) struct MenuPlace {
    /// its address
    pub url: Text,
    /// whether it leads to the page itself
    pub exact: bool,
}

/// `cards/list.html`, `cards/group.html`, `cards/relation.html`, `cards/body.html`
#[derive(Debug, Serialize)]
pub(crate) struct CardData {
    /// the entry
    pub item: Shared<Card>,
    /// in lists and groups what `cards/body.html` shows of it; null elsewhere, and without that template
    pub body: Option<Html>,
    /// in `cards/body.html` what `cards/terms.html` shows, for each vocabulary of which the entry has terms
    pub terms: Vec<Html>,
}

/// `cards/terms.html`
#[derive(Debug, Serialize)]
pub(crate) struct CardTermsData {
    /// the vocabulary's name in `site.toml`
    pub vocabulary: Text,
    /// the terms
    pub terms: Shared<Vec<EntryTerm>>,
}

/// `facts/fact.html`
#[derive(Debug, Serialize)]
pub(crate) struct FactData {
    /// the fact
    pub fact: Shared<Fact>,
}

/// `facts/value.html`
#[derive(Debug, Serialize)]
pub(crate) struct FactValueData {
    /// the value
    pub value: FactValue,
}

/// `trails/breadcrumbs.html`
#[derive(Debug, Serialize)]
pub(crate) struct BreadcrumbsData {
    /// as `page.breadcrumbs`
    pub items: Shared<Vec<Breadcrumb>>,
}

/// `maps/country.html`
#[derive(Debug, Serialize)]
pub(crate) struct CountryData {
    /// the country
    pub country: Country,
    /// the drawing that it is in
    pub map: MapDrawing,
}

/// `maps/entry.html`
#[derive(Debug, Serialize)]
pub(crate) struct EntryMapData {
    /// the map, without its `figure`
    pub map: MapData,
}
