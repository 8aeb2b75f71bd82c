//! Data that every template gets.

use serde::Serialize;

use super::{CollectionLink, VocabularyLink};
use crate::view::values::{Html, Named, Shared, Text};

/// `site`: the site in the page's language.
#[derive(Debug, Serialize)]
pub(crate) struct SiteData {
    /// its title
    pub title: Text,
    /// its description
    pub description: Text,
    /// `https://example.org`
    pub origin: Text,
    /// its path: `/` or `/kb/`
    pub base: Text,
    /// the address of the language's home page
    pub home: Text,
    /// the address of its sign, as `[look]` gives it, or null
    pub logo: Option<Text>,
    /// the address of its icon in browsers, as `[look]` gives it, or null
    pub icon: Option<Text>,
    /// the address of a style sheet of its own colours, or null
    pub colours_url: Option<Text>,
    /// its own colours by the names that `theme.toml` gives them, each as in the light look: `#0b2b42`
    pub colours: Named<Text>,
}

/// `language`: the page's language; also in versions of a page, in notices.
#[derive(Debug, Serialize)]
pub(crate) struct LanguageData {
    /// its BCP 47 tag, for `lang`
    pub tag: Text,
    /// `ltr` or `rtl`, for `dir`
    pub direction: Text,
    /// its own name: Українська
    pub name: Text,
}

/// `menu`: what the site has.
#[derive(Debug, Serialize)]
pub(crate) struct Menu {
    /// in the order of `site.toml`
    pub collections: Vec<CollectionLink>,
    /// in the order of `site.toml`
    pub vocabularies: Vec<VocabularyLink>,
    /// the plain pages
    pub pages: Vec<MenuPage>,
    /// links at the foot of every page
    pub footer: Vec<MenuLink>,
    /// the address of the timeline's page, or null where there is none
    pub timeline_url: Option<Text>,
    /// the address of the search page
    pub search_url: Text,
    /// the address of the page of what changed, or null
    pub changes_url: Option<Text>,
    /// the address of the page about open data, or null
    pub data_url: Option<Text>,
}

/// A plain page in the menu.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MenuPage {
    /// the name of its file
    pub id: Text,
    /// its title
    pub title: Text,
    /// the tag of `title` where it is not in the page's language, else null
    pub lang: Option<Text>,
    /// `ltr` or `rtl` where `title` runs the other way than the page does, else null
    pub dir: Option<Text>,
    /// its address
    pub url: Text,
    /// whether `[menu]` calls it the one to be found first
    pub button: bool,
}

/// A link at the foot of every page.
#[derive(Debug, Serialize)]
pub(crate) struct MenuLink {
    /// its text
    pub title: Text,
    /// its address
    pub url: Text,
    /// whether it leads to another site
    pub external: bool,
}

/// `page`: what the page is.
#[derive(Debug, Serialize)]
pub(crate) struct PageData {
    /// `home`, `plain`, `entry`, `collection`, `table`, `vocabulary`, `term`, `cross`, `brief`, `timeline`, `changes`, `data`, `search`, `not-found`, `root` or `redirect`
    pub kind: Text,
    /// its title
    pub title: Text,
    /// its description, which `meta` has for search engines
    pub description: Text,
    /// its full address, null where there is none
    pub canonical: Option<Text>,
    /// for the head, the same whatever the theme: `<title>` (with the site's), description, `noindex` where search engines are to pass by, canonical address, versions in other languages, feeds, Open Graph with the share picture of an entry
    pub meta: Html,
    /// whether `meta` names a picture of the page's own: where it does not, a theme may name one for all
    pub has_picture: bool,
    /// for `<script type="application/ld+json">`
    pub json_ld: Html,
    /// a `mailto:` address that tells a mistake on this page, or null
    pub report_url: Option<Text>,
    /// the address at which the file of this page's text can be changed, or null without `edit_url` in `site.toml`
    pub edit_url: Option<Text>,
    /// this page in each language
    pub switcher: Vec<PageVersion>,
    /// `breadcrumbs` as `trails/breadcrumbs.html` shows them, null without that template
    pub trail: Option<Html>,
    /// the pages above it, home first; `trail` shows them. For other themes
    pub breadcrumbs: Shared<Vec<Breadcrumb>>,
    /// the site's feed, and the collection's
    pub feeds: Vec<FeedLink>,
    /// the feed of what changed: on the home page and the page of changes of everything, on that of a term of what has to do with it. Elsewhere null
    pub follow: Option<FeedLink>,
    /// the site's calendar, and on a page of a collection with days the collection's; empty where there is none
    pub calendars: Vec<CalendarLink>,
    /// which page of a list, from 1
    pub number: usize,
    /// its address
    pub url: Text,
}

/// A page in one of the languages.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PageVersion {
    /// the language
    pub language: Shared<LanguageData>,
    /// its address; in `page.switcher`, where the page is missing, that of a list
    pub url: Text,
    /// for entries and plain pages `original`, `current`, `outdated`, `fallback` or `missing`, else null
    pub state: Option<Text>,
    /// whether it is the language of the page
    pub current: bool,
}

/// A page above another.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Breadcrumb {
    /// its title
    pub title: Text,
    /// its address
    pub url: Text,
}

/// A calendar (iCalendar).
#[derive(Debug, Serialize)]
pub(crate) struct CalendarLink {
    /// the title of the site or collection
    pub title: Text,
    /// its address
    pub url: Text,
    /// the address by which programs subscribe to it: `webcal://…`
    pub subscribe: Text,
}

/// An Atom feed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FeedLink {
    /// the title of the site or collection
    pub title: Text,
    /// its address
    pub url: Text,
}
