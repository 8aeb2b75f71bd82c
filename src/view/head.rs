//! What stands in every page's head: addresses, versions, metadata.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use super::{
    Views,
    fragments::Failed,
    object::{Object, none},
};
use crate::{
    config::{CollectionId, LanguageId},
    plan::address,
    scan,
    text::escape,
    theme::{Value, templates::text_value},
};

/// What a page says of itself; the rest of its head follows.
#[derive(Debug)]
pub struct Head<'v> {
    pub kind: &'static str,
    pub title: Cow<'v, str>,
    pub description: Cow<'v, str>,
    pub language: LanguageId,
    /// Of this page, inside the site.
    pub address: Cow<'v, str>,
    /// The languages in which this page really exists, with their addresses.
    pub existing: Vec<(LanguageId, Cow<'v, str>)>,
    /// Where the language switcher leads, for each language of the site.
    pub switcher: Vec<Cow<'v, str>>,
    /// The state of each of these versions, when the page is an entry's.
    pub states: Vec<&'static str>,
    /// The page shows another language's text: its canonical address is the original's.
    pub fallback_of: Option<Cow<'v, str>>,
    /// The way to it, unless it stands at the beginning of all ways.
    pub trail: Option<Trail>,
    /// Beside the site's feed, this collection's.
    pub feed: Option<CollectionId>,
    pub structured: Option<Structured<'v>>,
    pub article: bool,
    /// Which page of a list.
    pub number: usize,
    /// Not for search engines (the search page, a page not found).
    pub hidden: bool,
    /// It stands wherever nothing else does, and has no address of its own.
    pub nowhere: bool,
}

/// What the page is in the words of <https://schema.org>.
#[derive(Debug)]
pub struct Structured<'v> {
    pub kind: &'static str,
    pub name: Cow<'v, str>,
    pub description: Option<&'v str>,
    pub language: LanguageId,
    pub is_part_of_site: bool,
    pub modified: Option<String>,
    /// The address of the original.
    pub translation_of: Option<&'v str>,
}

/// The pages above a page, from the home page on: for readers, and for programs.
#[derive(Clone, Debug)]
pub struct Trail {
    links: Value,
    /// Elements of a list in JSON, each with a comma after it.
    json: Arc<str>,
    /// As the theme shows it, once it has been asked for.
    html: Arc<OnceLock<Result<Option<Value>, Failed>>>,
}

/// The feeds that a page names: for readers, and for programs.
#[derive(Clone, Debug)]
pub struct Feeds {
    pub links: Value,
    html: Arc<str>,
}

impl Views {
    pub fn head(&self, head: &Head<'_>) -> Result<Value, Failed> {
        let config = &self.site.config;
        let absolute: Vec<(LanguageId, &str, Value)> = head
            .existing
            .iter()
            .map(|(language, address)| (*language, &**address, text_value(&self.absolute(address))))
            .collect();
        let full = |address: &str| {
            let known = absolute.iter().find(|(_, known, _)| *known == address);
            known.map_or_else(|| text_value(&self.absolute(address)), |(_, _, full)| full.clone())
        };
        let canonical: Value = match (&head.fallback_of, head.nowhere) {
            (Some(original), _) => full(original),
            (None, true) => none(),
            (None, false) => full(&head.address),
        };
        let states = head.states.iter().copied().map(Some).chain(std::iter::repeat(None));
        let switcher: Vec<Value> = config
            .language_ids()
            .zip(&head.switcher)
            .zip(states)
            .map(|((language, address), state)| {
                self.version(language, address, state).with("current", language == head.language).into()
            })
            .collect();
        let feeds = self.feeds(head.feed, head.language);
        let meta = self.meta(head, canonical.as_str(), &absolute, &feeds);
        let breadcrumbs = head.trail.as_ref().map_or_else(|| Vec::<Value>::new().into(), |trail| trail.links.clone());
        let trail = match &head.trail {
            Some(trail) => {
                trail.html.get_or_init(|| self.trail_fragment(trail.links.clone(), head.language)).clone()?
            }
            None => None,
        };
        let page = Object::new()
            .with("kind", Value::safe_string(head.kind))
            .with("title", &*head.title)
            .with("description", &*head.description)
            .with("canonical", canonical)
            .with("meta", Value::safe_string(&meta))
            .with("json_ld", Value::safe_string(&self.structured(head)))
            .with("switcher", switcher)
            .with("trail", trail)
            .with("breadcrumbs", breadcrumbs)
            .with("feeds", feeds.links)
            .with("number", head.number.max(1))
            .with("url", self.url_value(&head.address));
        Ok(page.into())
    }

    /// A version of a page, as links to it say.
    pub fn version(&self, language: LanguageId, address: &str, state: Option<&str>) -> Object {
        Object::new()
            .with("language", self.frame(language).language)
            .with("url", self.url_value(address))
            .with("state", state.map(text_value))
    }

    /// What programs read of every page, whatever the theme: elements of its head.
    fn meta(
        &self,
        head: &Head<'_>,
        canonical: Option<&str>,
        existing: &[(LanguageId, &str, Value)],
        feeds: &Feeds,
    ) -> String {
        let site_title = self.site.config.title.get(head.language);
        let title = escaped(&head.title);
        let description = escaped(&head.description);
        let mut html = String::with_capacity(2_048);
        html.push_str("<title>");
        if !head.title.is_empty() && head.title != site_title {
            html.push_str(&title);
            html.push_str(" – ");
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
            for (tag, url) in self.alternates(head, existing) {
                html.push_str("\n<link rel=\"alternate\" hreflang=\"");
                html.push_str(tag);
                html.push_str("\" href=\"");
                escape::value(url.as_str().unwrap_or_default(), &mut html);
                html.push_str("\">");
            }
        }
        html.push_str(&feeds.html);
        let kind = if head.article { "article" } else { "website" };
        push_element(&mut html, "meta property=\"og:type\" content", kind);
        push_element(&mut html, "meta property=\"og:site_name\" content", &escaped(site_title));
        push_element(&mut html, "meta property=\"og:title\" content", &title);
        push_element(&mut html, "meta property=\"og:description\" content", &description);
        if let Some(canonical) = &canonical {
            push_element(&mut html, "meta property=\"og:url\" content", canonical);
        }
        html
    }

    /// The versions that exist, and the one for readers of no language of the site: the way in, the default's, or the
    /// first. With their tags.
    fn alternates<'a>(
        &'a self,
        head: &Head<'_>,
        existing: &[(LanguageId, &str, Value)],
    ) -> impl Iterator<Item = (&'a str, Value)> {
        let default = existing.iter().find(|(language, ..)| language.0 == 0).or(existing.first());
        // The way in offers every language: it is for those who read none of them.
        let default = match head.kind {
            "home" | "root" => Some(self.absolute("").into()),
            _ => default.map(|(.., full)| full.clone()),
        };
        let existing: Vec<(&str, Value)> =
            existing.iter().map(|(language, _, full)| (self.site.config.tag(*language), full.clone())).collect();
        existing.into_iter().chain(default.map(|full| ("x-default", full)))
    }

    /// The same as values, for a template that writes a head of its own.
    pub fn alternate_links(&self, head: &Head<'_>) -> Vec<Value> {
        let existing: Vec<(LanguageId, &str, Value)> = head
            .existing
            .iter()
            .map(|(language, address)| (*language, &**address, text_value(&self.absolute(address))))
            .collect();
        if head.nowhere {
            return Vec::new();
        }
        self.alternates(head, &existing)
            .map(|(tag, url)| Object::new().with("tag", tag).with("url", url).into())
            .collect()
    }

    fn structured(&self, head: &Head<'_>) -> String {
        let mut json = String::with_capacity(1_024);
        json.push_str("{\"@context\":\"https://schema.org\",\"@graph\":[");
        if let Some(thing) = &head.structured {
            push_field(&mut json, "{\"@type\":", thing.kind);
            push_field(&mut json, ",\"name\":", &thing.name);
            if let Some(description) = thing.description {
                push_field(&mut json, ",\"description\":", description);
            }
            self.push_address(&mut json, ",\"url\":", &head.address);
            push_field(&mut json, ",\"inLanguage\":", self.site.config.tag(thing.language));
            if thing.is_part_of_site {
                let (site, home) = (&self.site.config, address::home(&self.site.config, head.language));
                push_field(&mut json, ",\"isPartOf\":{\"@type\":\"WebSite\",\"name\":", site.title.get(head.language));
                self.push_address(&mut json, ",\"url\":", &home);
                json.push('}');
            }
            if let Some(modified) = &thing.modified {
                push_field(&mut json, ",\"dateModified\":", modified);
            }
            if let Some(original) = thing.translation_of {
                self.push_address(&mut json, ",\"translationOfWork\":{\"@id\":", original);
                json.push('}');
            }
            json.push('}');
        }
        if let Some(trail) = &head.trail {
            if head.structured.is_some() {
                json.push(',');
            }
            json.push_str("{\"@type\":\"BreadcrumbList\",\"itemListElement\":[");
            json.push_str(&trail.json);
            self.push_crumb(&mut json, trail.length() + 1, &head.title, &head.address);
            json.push_str("]}");
        }
        json.push_str("]}");
        json
    }

    fn push_crumb(&self, json: &mut String, position: usize, name: &str, address: &str) {
        json.push_str("{\"@type\":\"ListItem\",\"position\":");
        json.push_str(&position.to_string());
        push_field(json, ",\"name\":", name);
        self.push_address(json, ",\"item\":", address);
        json.push('}');
    }

    fn push_address(&self, json: &mut String, before: &str, inside: &str) {
        push_field(json, before, &self.absolute(inside));
    }

    /// The way to the pages below the home page.
    pub fn home_trail(&self, language: LanguageId) -> Trail {
        let make = || {
            let beginning = Trail { links: Vec::<Value>::new().into(), json: "".into(), html: Arc::default() };
            let home = address::home(&self.site.config, language);
            self.trail_to(&beginning, &self.string(language, "home"), &home)
        };
        self.trails.get(language.0).map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    /// The way to the entries of a collection.
    pub fn collection_trail(&self, collection: CollectionId, language: LanguageId) -> Trail {
        let make = || {
            let config = &self.site.config;
            let address = address::collection(config, collection, language);
            self.trail_to(&self.home_trail(language), config.collection(collection).title.get(language), &address)
        };
        let slot = self.collection_trails.get(language.0).and_then(|all| all.get(collection.0));
        slot.map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    /// The way to what stands below a page: the way to the page, and the page.
    pub fn trail_to(&self, above: &Trail, title: &str, address: &str) -> Trail {
        let mut links = above.links.as_array().unwrap_or_default().to_vec();
        let mut json = above.json.to_string();
        self.push_crumb(&mut json, links.len() + 1, title, address);
        json.push(',');
        links.push(Object::new().with("title", title).with("url", self.url_value(address)).into());
        Trail { links: links.into(), json: json.into(), html: Arc::default() }
    }

    pub fn feeds(&self, collection: Option<CollectionId>, language: LanguageId) -> Feeds {
        let make = || self.make_feeds(collection, language);
        let at = collection.map_or(0, |collection| collection.0 + 1);
        let slot = self.feeds.get(language.0).and_then(|all| all.get(at));
        slot.map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    fn make_feeds(&self, collection: Option<CollectionId>, language: LanguageId) -> Feeds {
        let config = &self.site.config;
        let site = (config.title.get(language), address::home(config, language));
        let own = collection.map(|collection| {
            (config.collection(collection).title.get(language), address::collection(config, collection, language))
        });
        let mut html = String::new();
        let links: Vec<Value> = std::iter::once(site)
            .chain(own)
            .map(|(title, folder)| {
                let url = self.url(&[&folder, "feed.xml"].concat());
                html.push_str("\n<link rel=\"alternate\" type=\"application/atom+xml\" title=\"");
                escape::value(title, &mut html);
                html.push_str("\" href=\"");
                escape::value(&url, &mut html);
                html.push_str("\">");
                Object::new().with("title", title).with("url", url).into()
            })
            .collect();
        Feeds { links: links.into(), html: html.into() }
    }
}

impl Trail {
    fn length(&self) -> usize {
        self.links.as_array().map_or(0, <[Value]>::len)
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

/// What stands before a value in JSON, and the value.
fn push_field(json: &mut String, before: &str, value: &str) {
    json.push_str(before);
    json.push('"');
    push_json(value, json);
    json.push('"');
}

/// Text in a string of JSON that can stand in a `<script>`: nothing in it can end the element or begin a comment.
fn push_json(text: &str, json: &mut String) {
    // The two line separators begin with the byte E2, and so do dashes and quotes.
    let is_suspect = |byte: u8| {
        (byte < b' ')
            | (byte == b'"')
            | (byte == b'\\')
            | (byte == b'<')
            | (byte == b'>')
            | (byte == b'&')
            | (byte == 0xe2)
    };
    scan::rewrite(text, is_suspect, json, |c, json| match c {
        '"' => json.push_str("\\\""),
        '\\' => json.push_str("\\\\"),
        '\n' => json.push_str("\\n"),
        '\t' => json.push_str("\\t"),
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..' ' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
        c => json.push(c),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_a_script_element_says_what_it_should_and_cannot_end_it() {
        let every_low: String = ('\0'..'\u{80}').collect();
        for text in ["</script><!-- & \u{2028}–\u{2029}«ї»…", "\"\\/\r\n\t", "", &every_low] {
            let mut json = String::new();
            push_field(&mut json, "", text);
            assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\n']), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
