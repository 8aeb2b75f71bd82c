//! What stands in every page's head: addresses, versions, metadata.

use serde_json::json;

use super::{
    Views,
    object::{Object, none},
};
use crate::{config::LanguageId, plan::address, theme::Value};

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
    /// Schema.org, without `@context`.
    pub structured: serde_json::Value,
    pub article: bool,
    /// Which page of a list.
    pub number: usize,
    /// Not for search engines (the search page, a page not found).
    pub hidden: bool,
    /// It stands wherever nothing else does, and has no address of its own.
    pub nowhere: bool,
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
            .with("json_ld", Value::safe_string(&script_json(&self.structured(head))))
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

    fn structured(&self, head: &Head) -> serde_json::Value {
        let mut graph = Vec::new();
        if head.structured.is_object() {
            graph.push(head.structured.clone());
        }
        if !head.breadcrumbs.is_empty() {
            let crumbs = head.breadcrumbs.iter().map(|(title, address)| (title.as_str(), self.absolute(address)));
            let own = std::iter::once((head.title.as_str(), self.absolute(&head.address)));
            let items: Vec<serde_json::Value> = crumbs
                .chain(own)
                .enumerate()
                .map(|(at, (title, url))| json!({"@type": "ListItem", "position": at + 1, "name": title, "item": url}))
                .collect();
            graph.push(json!({"@type": "BreadcrumbList", "itemListElement": items}));
        }
        json!({"@context": "https://schema.org", "@graph": graph})
    }

    /// Every list's and index's first breadcrumb.
    pub fn home_crumb(&self, language: LanguageId) -> (String, String) {
        (self.string(language, "home"), address::home(&self.site.config, language))
    }
}

/// JSON that can stand in a `<script>`: nothing in it can end the element or begin a comment.
pub fn script_json(value: &serde_json::Value) -> String {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len() + 64);
    let mut written = 0;
    for (at, found) in text.match_indices(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        out.push_str(text.get(written..at).unwrap_or_default());
        out.push_str(match found {
            "<" => "\\u003c",
            ">" => "\\u003e",
            "&" => "\\u0026",
            "\u{2028}" => "\\u2028",
            _ => "\\u2029",
        });
        written = at + found.len();
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_a_script_element_cannot_end_it() {
        let hostile = json!({"name": "</script><!-- & \u{2028}"});
        let text = script_json(&hostile);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), hostile);
    }
}
