//! The head of every page: addresses, versions, metadata.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{
    Views,
    breadcrumbs::Breadcrumbs,
    data::{CalendarLink, FeedLink, PageData, PageVersion},
    fragments::Failed,
    structured,
    values::{Html, Shared, Text},
};
use crate::{
    config::{CollectionId, LanguageId},
    markdown::address::mailto,
    plan::address,
    share_picture,
    text::{escape, percent},
};

/// A page's own description, from which its head follows. Addresses are inside the site.
#[derive(Debug)]
pub(super) struct Head<'v> {
    /// `page.kind` of templates.
    pub kind: &'static str,
    pub title: Cow<'v, str>,
    pub description: Cow<'v, str>,
    pub language: LanguageId,
    pub address: Cow<'v, str>,
    /// The languages that have a version of this page, with its addresses. Fallbacks do not count.
    pub existing: Vec<(LanguageId, Cow<'v, str>)>,
    /// The addresses that the language switcher leads to, for each language of the site.
    pub switcher: Vec<Cow<'v, str>>,
    /// The state of each of these versions; empty where the page is no entry's.
    pub states: Vec<&'static str>,
    /// The address of the original, where the page shows the original's text: it is the canonical one.
    pub fallback_of: Option<Cow<'v, str>>,
    /// The pages above, unless the page is the first of all.
    pub breadcrumbs: Option<Breadcrumbs>,
    /// The collection whose feed is named beside the site's.
    pub feed: Option<CollectionId>,
    /// The feed of what changed that is named beside them.
    pub follow: Option<FeedLink>,
    /// The page in the words of <https://schema.org>.
    pub thing: Option<Thing<'v>>,
    /// The entry or plain page that it is: an article by Open Graph.
    pub article: Option<Article<'v>>,
    /// The file that the page's text is from.
    pub source: Option<&'v str>,
    /// The number of the page in its list, from 1.
    pub number: usize,
    /// Whether search engines are told not to list the page.
    pub hidden: bool,
    /// Whether it is a 404 page, which is shown at every missing address and has none of its own.
    pub nowhere: bool,
}

/// Open Graph's data of an article.
#[derive(Debug)]
pub(super) struct Article<'v> {
    /// The day on which it was published, if that is known to the day.
    pub published: Option<String>,
    /// The day of its last change, if that is known to the day.
    pub modified: Option<String>,
    /// The collection that it is in.
    pub section: Option<&'v str>,
    /// The path of its share picture.
    pub picture: Option<&'v str>,
}

/// A page in the words of <https://schema.org>.
#[derive(Debug)]
pub(super) struct Thing<'v> {
    /// The type: `WebPage`.
    pub kind: &'static str,
    pub name: Cow<'v, str>,
    pub description: Option<&'v str>,
    pub language: LanguageId,
    pub is_part_of_site: bool,
    pub modified: Option<String>,
    pub published: Option<String>,
    /// The address of the original.
    pub translation_of: Option<&'v str>,
    /// The addresses of the original's translations.
    pub translations: Vec<&'v str>,
    /// The subject of the page: an entry, or the data of a collection.
    pub entity: Option<Json>,
}

impl<'v> Thing<'v> {
    /// A thing with nothing more than it must have.
    pub(super) fn new(kind: &'static str, name: impl Into<Cow<'v, str>>, language: LanguageId) -> Self {
        let name = name.into();
        Self {
            kind,
            name,
            description: None,
            language,
            is_part_of_site: false,
            modified: None,
            published: None,
            translation_of: None,
            translations: Vec::new(),
            entity: None,
        }
    }
}

impl Views {
    pub(super) fn head(&self, head: &Head<'_>) -> Result<PageData, Failed> {
        let canonical = match (&head.fallback_of, head.nowhere) {
            (Some(original), _) => Some(self.absolute(original)),
            (None, true) => None,
            (None, false) => Some(self.absolute(&head.address)),
        };
        let feeds = self.feeds(head.feed, head.language);
        let meta = self.meta(head, canonical.as_deref(), &feeds);
        let breadcrumbs =
            head.breadcrumbs.as_ref().map_or_else(|| Shared::new(Vec::new()), |trail| trail.links.clone());
        Ok(PageData {
            kind: head.kind.into(),
            title: (&*head.title).into(),
            description: (&*head.description).into(),
            report_url: canonical.as_deref().and_then(|url| self.report(&head.title, url)),
            edit_url: head.source.and_then(|file| Some(self.site.config.edit_url.as_ref()?.of(file).into())),
            canonical: canonical.map(Text::from),
            has_picture: head.article.as_ref().is_some_and(|article| article.picture.is_some()),
            meta: Html::new(&meta),
            json_ld: Html::new(&structured::json(self, head)),
            switcher: self.switcher(head),
            trail: head.breadcrumbs.as_ref().map_or(Ok(None), |trail| self.breadcrumbs_html(trail, head.language))?,
            breadcrumbs,
            feeds,
            follow: head.follow.clone(),
            calendars: self.calendars(head.feed, head.language),
            number: head.number.max(1),
            url: self.url(&head.address).into(),
        })
    }

    /// The address that a mistake on a page is told to: a letter that names the page.
    fn report(&self, title: &str, url: &str) -> Option<Text> {
        let email = self.site.config.contact.as_ref()?.mistakes.as_ref()?;
        let (subject, body) = (percent::encode_query(title), percent::encode_query(url));
        Some(format!("{}?subject={subject}&body={body}", mailto(email)).into())
    }

    fn switcher(&self, head: &Head<'_>) -> Vec<PageVersion> {
        let states = head.states.iter().copied().map(Some).chain(std::iter::repeat(None));
        let languages = self.site.config.language_ids().zip(&head.switcher).zip(states);
        let version = |((language, address), state): ((LanguageId, &Cow<'_, str>), Option<&str>)| PageVersion {
            language: self.language(language),
            url: self.url(address).into(),
            state: state.map(Text::from),
            current: language == head.language,
        };
        languages.map(version).collect()
    }

    /// The elements of a head that programs read, the same whatever the theme.
    fn meta(&self, head: &Head<'_>, canonical: Option<&str>, feeds: &[FeedLink]) -> String {
        let site_title = self.site.config.title.get(head.language);
        let title = escaped(&head.title);
        let description = escaped(&head.description);
        let mut html = String::with_capacity(2_048);
        html.push_str("<title>");
        if !head.title.is_empty() && head.title != site_title {
            html.push_str(&title);
            html.push_str(" – ");
            if let Some(form) = form_of(head.kind) {
                escape::value(&self.string(head.language, form), &mut html);
                html.push_str(" – ");
            }
            if head.number > 1 {
                let page = self.string_with(head.language, "page-number", &[("number", head.number.into())]);
                escape::value(&page, &mut html);
                html.push_str(" – ");
            }
        }
        escape::value(site_title, &mut html);
        html.push_str("</title>");
        push_element(&mut html, "meta name=\"description\" content", &description);
        if head.hidden || head.fallback_of.is_some() {
            html.push_str("\n<meta name=\"robots\" content=\"noindex\">");
        }
        let canonical = canonical.map(escaped);
        if let Some(canonical) = &canonical {
            push_element(&mut html, "link rel=\"canonical\" href", canonical);
        }
        if !head.nowhere && head.fallback_of.is_none() {
            for (tag, url) in self.alternate_links(head) {
                html.push_str("\n<link rel=\"alternate\" hreflang=\"");
                html.push_str(tag);
                html.push_str("\" href=\"");
                escape::value(&url, &mut html);
                html.push_str("\">");
            }
        }
        for feed in feeds.iter().chain(&head.follow) {
            html.push_str("\n<link rel=\"alternate\" type=\"application/atom+xml\" title=\"");
            escape::value(feed.title.as_str(), &mut html);
            html.push_str("\" href=\"");
            escape::value(feed.url.as_str(), &mut html);
            html.push_str("\">");
        }
        self.open_graph(head, &title, &description, canonical.as_deref(), &mut html);
        html
    }

    fn open_graph(&self, head: &Head<'_>, title: &str, description: &str, canonical: Option<&str>, html: &mut String) {
        let site_title = self.site.config.title.get(head.language);
        let mut push = |name: &str, value: &str| {
            html.push_str("\n<meta property=\"");
            html.push_str(name);
            html.push_str("\" content=\"");
            html.push_str(value);
            html.push_str("\">");
        };
        push("og:type", if head.article.is_some() { "article" } else { "website" });
        push("og:site_name", &escaped(site_title));
        push("og:title", title);
        push("og:description", description);
        if let Some(canonical) = canonical {
            push("og:url", canonical);
        }
        let shown = head.thing.as_ref().map_or(head.language, |thing| thing.language);
        push("og:locale", &self.site.locale(shown).with_country());
        for (language, _) in head.existing.iter().filter(|(language, _)| !head.nowhere && *language != shown) {
            push("og:locale:alternate", &self.site.locale(*language).with_country());
        }
        let Some(article) = &head.article else { return };
        if let Some(published) = &article.published {
            push("article:published_time", published);
        }
        if let Some(modified) = &article.modified {
            push("article:modified_time", modified);
        }
        if let Some(section) = article.section {
            push("article:section", &escaped(section));
        }
        if let Some(picture) = article.picture {
            let (width, height) = share_picture::SIZE;
            push("og:image", &escaped(&self.absolute(picture)));
            push("og:image:type", "image/png");
            push("og:image:width", &width.to_string());
            push("og:image:height", &height.to_string());
            push("og:image:alt", title);
            html.push_str("\n<meta name=\"twitter:card\" content=\"summary_large_image\">");
        }
    }

    /// The versions that exist, and the one for readers of no language of the site: the way in, the default's, or the
    /// first. Each has its tag for `hreflang` and its address.
    pub(super) fn alternate_links(&self, head: &Head<'_>) -> Vec<(&str, String)> {
        if head.nowhere {
            return Vec::new();
        }
        // Readers of none of the languages are sent to `/`, where they can choose one.
        let default = match head.kind {
            "home" | "root" => Some(self.absolute("")),
            _ => {
                let default = head.existing.iter().find(|(language, _)| language.0 == 0).or(head.existing.first());
                default.map(|(_, address)| self.absolute(address))
            }
        };
        let existing = head.existing.iter();
        let links = existing.map(|(language, address)| (self.site.config.tag(*language), self.absolute(address)));
        links.chain(default.map(|url| ("x-default", url))).collect()
    }

    /// The site's calendar, and that of a collection, where there are any.
    pub(super) fn calendars(&self, collection: Option<CollectionId>, language: LanguageId) -> Vec<CalendarLink> {
        let config = &self.site.config;
        let calendar = |title: &str, folder: String| {
            let inside = [&folder, address::CALENDAR].concat();
            let full = self.absolute(&inside);
            let subscribe = full.split_once("://").map_or_else(String::new, |(_, rest)| ["webcal://", rest].concat());
            CalendarLink { title: title.into(), url: self.url(&inside).into(), subscribe: subscribe.into() }
        };
        let site = address::has_calendar(config, None)
            .then(|| calendar(config.title.get(language), address::home(config, language)));
        let own = collection
            .filter(|id| address::has_calendar(config, Some(*id)))
            .map(|id| calendar(config.collection(id).title.get(language), address::collection(config, id, language)));
        site.into_iter().chain(own).collect()
    }

    /// The site's feed, and that of a collection.
    pub(super) fn feeds(&self, collection: Option<CollectionId>, language: LanguageId) -> Vec<FeedLink> {
        let config = &self.site.config;
        let feed = |title: &str, folder: String| FeedLink {
            title: title.into(),
            url: self.url(&[&folder, "feed.xml"].concat()).into(),
        };
        let site = feed(config.title.get(language), address::home(config, language));
        let own = collection
            .map(|id| feed(config.collection(id).title.get(language), address::collection(config, id, language)));
        std::iter::once(site).chain(own).collect()
    }
}

/// The string that tells a page from the one of which it is another form, and whose title it has.
fn form_of(kind: &str) -> Option<&'static str> {
    match kind {
        "brief" => Some("brief"),
        "table" => Some("list-table"),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape::value(text, &mut html);
    html
}

/// An element on a line of its own, its last attribute with a value that is escaped.
fn push_element(html: &mut String, before: &str, value: &str) {
    html.push_str("\n<");
    html.push_str(before);
    html.push_str("=\"");
    html.push_str(value);
    html.push_str("\">");
}
