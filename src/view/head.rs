//! What stands in every page's head: addresses, versions, metadata.

use serde::Serialize;

use super::{
    Views,
    object::{Object, none},
};
use crate::{config::LanguageId, plan::address, scan, theme::Value};

/// What a page says of itself; the rest of its head follows.
#[derive(Debug)]
pub struct Head {
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    pub language: LanguageId,
    /// Of this page, inside the site.
    pub address: String,
    /// The languages in which this page really exists, with their addresses.
    pub existing: Vec<(LanguageId, String)>,
    /// Where the language switcher leads, for each language of the site.
    pub switcher: Vec<String>,
    /// The page shows another language's text: its canonical address is the original's.
    pub fallback_of: Option<String>,
    pub breadcrumbs: Vec<(String, String)>,
    pub feeds: Vec<(String, String)>,
    pub structured: Option<Structured>,
    pub article: bool,
    /// Which page of a list.
    pub number: usize,
    /// Not for search engines (the search page, a page not found).
    pub hidden: bool,
    /// It stands wherever nothing else does, and has no address of its own.
    pub nowhere: bool,
}

/// What the page is in the words of <https://schema.org>.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Structured {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_part_of: Option<Box<Structured>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_of_work: Option<Reference>,
}

#[derive(Debug, Serialize)]
pub struct Reference {
    #[serde(rename = "@id")]
    pub id: String,
}

impl Structured {
    pub fn new(kind: &'static str, name: &str, url: String, language: Option<&str>) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            description: None,
            url,
            in_language: language.map(str::to_owned),
            is_part_of: None,
            date_modified: None,
            translation_of_work: None,
        }
    }
}

#[derive(Serialize)]
struct Graph<'h> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Node<'h>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'h> {
    Thing(&'h Structured),
    Breadcrumbs {
        #[serde(rename = "@type")]
        kind: &'static str,
        #[serde(rename = "itemListElement")]
        items: Vec<Crumb<'h>>,
    },
}

#[derive(Serialize)]
struct Crumb<'h> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'h str,
    item: String,
}

impl Views {
    pub fn head(&self, head: &Head) -> Value {
        let config = &self.site.config;
        let site_title = config.title.get(head.language);
        let head_title = match (head.title.is_empty() || head.title == site_title, head.number) {
            (true, _) => site_title.to_owned(),
            (false, 0 | 1) => format!("{} – {site_title}", head.title),
            (false, number) => {
                let page = self.string_with(head.language, "page-number", &[("number", number.into())]);
                format!("{} – {page} – {site_title}", head.title)
            }
        };
        let noindex = head.hidden || head.fallback_of.is_some();
        let canonical: Value = match (&head.fallback_of, head.nowhere) {
            (Some(original), _) => self.absolute(original).into(),
            (None, true) => none(),
            (None, false) => self.absolute(&head.address).into(),
        };
        // The way in offers every language: it is for those who read none of them.
        let way_in = matches!(head.kind, "home" | "root").then_some("");
        let alternates = if head.nowhere || head.fallback_of.is_some() {
            Vec::new()
        } else {
            self.alternates(&head.existing, way_in)
        };
        let switcher: Vec<Value> = config
            .language_ids()
            .zip(&head.switcher)
            .map(|(language, address)| {
                let locale = self.site.locale(language);
                Object::new()
                    .with("tag", locale.tag())
                    .with("name", locale.own_name())
                    .with("direction", locale.direction())
                    .with("url", self.url(address))
                    .with("current", language == head.language)
                    .into()
            })
            .collect();
        Object::new()
            .with("kind", head.kind)
            .with("title", head.title.as_str())
            .with("head_title", head_title)
            .with("description", head.description.as_str())
            .with("url", self.url(&head.address))
            .with("canonical", canonical)
            .with("alternates", alternates)
            .with("noindex", noindex)
            .with("switcher", switcher)
            .with("breadcrumbs", self.links(&head.breadcrumbs))
            .with("feeds", self.links(&head.feeds))
            .with("json_ld", Value::safe_string(&self.structured(head)))
            .with("og_type", if head.article { "article" } else { "website" })
            .with("number", head.number.max(1))
            .into()
    }

    fn links(&self, links: &[(String, String)]) -> Vec<Value> {
        links
            .iter()
            .map(|(title, address)| Object::new().with("title", title.as_str()).with("url", self.url(address)).into())
            .collect()
    }

    /// The versions that exist, and the one for readers of no language of the site: the way in, the default's, or the
    /// first.
    fn alternates(&self, existing: &[(LanguageId, String)], way_in: Option<&str>) -> Vec<Value> {
        let default = existing.iter().find(|(language, _)| language.0 == 0).or(existing.first());
        let default = way_in.or(default.map(|(_, address)| address.as_str()));
        let one = |tag: &str, address: &str| Object::new().with("tag", tag).with("url", self.absolute(address)).into();
        existing
            .iter()
            .map(|(language, address)| one(self.site.config.tag(*language), address))
            .chain(default.map(|address| one("x-default", address)))
            .collect()
    }

    fn structured(&self, head: &Head) -> String {
        let mut graph: Vec<Node<'_>> = head.structured.iter().map(Node::Thing).collect();
        if !head.breadcrumbs.is_empty() {
            let crumbs = head.breadcrumbs.iter().map(|(title, address)| (title, address));
            let items = crumbs
                .chain(std::iter::once((&head.title, &head.address)))
                .enumerate()
                .map(|(at, (name, address))| Crumb {
                    kind: "ListItem",
                    position: at + 1,
                    name,
                    item: self.absolute(address),
                })
                .collect();
            graph.push(Node::Breadcrumbs { kind: "BreadcrumbList", items });
        }
        script_json(&Graph { context: "https://schema.org", graph })
    }

    /// Every list's and index's first breadcrumb.
    pub fn home_crumb(&self, language: LanguageId) -> (String, String) {
        (self.string(language, "home"), address::home(&self.site.config, language))
    }
}

/// JSON that can stand in a `<script>`: nothing in it can end the element or begin a comment.
pub fn script_json(value: &impl Serialize) -> String {
    // Strings and numbers can always be written; an empty graph says nothing wrong.
    let text = serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned());
    // The two line separators begin with the byte E2, and so do dashes and quotes.
    let is_suspect = |byte: u8| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xe2);
    let mut out = String::with_capacity(text.len() + 64);
    scan::rewrite(&text, is_suspect, &mut out, |c, out| match c {
        '<' => out.push_str("\\u003c"),
        '>' => out.push_str("\\u003e"),
        '&' => out.push_str("\\u0026"),
        '\u{2028}' => out.push_str("\\u2028"),
        '\u{2029}' => out.push_str("\\u2029"),
        c => out.push(c),
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_a_script_element_cannot_end_it() {
        let hostile = serde_json::json!({"name": "</script><!-- & \u{2028}–\u{2029}«ї»…"});
        let text = script_json(&hostile);
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), hostile);
    }
}
