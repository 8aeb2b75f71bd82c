//! A page described by <https://schema.org>, as JSON that can stand in a `<script>`.

use serde::Serialize;
use serde_json::Value as Json;

use super::{
    Views,
    breadcrumbs::Breadcrumbs,
    head::{Head, Thing},
};
use crate::{config::LanguageId, plan::address, scan};

#[derive(Serialize)]
struct JsonLd<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<GraphNode<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum GraphNode<'a> {
    Page(Box<PageNode<'a>>),
    Entity(&'a Json),
    Breadcrumbs(BreadcrumbList<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: String,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<WebSite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Publisher<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of_work: Option<NamedById>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    work_translation: Vec<NamedById>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<NamedById>,
}

#[derive(Serialize)]
struct WebSite<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
}

/// Of the site: the catalogue of open data has the same name (`@id`) for it.
#[derive(Serialize)]
pub(super) struct Publisher<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
}

#[derive(Serialize)]
struct NamedById {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

/// The page and the way to it.
pub(super) fn json(views: &Views, head: &Head<'_>) -> String {
    let page = head.thing.as_ref().map(|thing| GraphNode::Page(Box::new(page(views, head, thing))));
    let entity = head.thing.as_ref().and_then(|thing| thing.entity.as_ref()).map(GraphNode::Entity);
    let breadcrumbs = head.breadcrumbs.as_ref().map(|trail| GraphNode::Breadcrumbs(breadcrumbs(views, head, trail)));
    let graph = page.into_iter().chain(entity).chain(breadcrumbs).collect();
    script_json(&JsonLd { context: "https://schema.org", graph })
}

fn page<'a>(views: &'a Views, head: &'a Head<'_>, thing: &'a Thing<'_>) -> PageNode<'a> {
    let config = &views.site.config;
    let site = || WebSite {
        kind: "WebSite",
        name: config.title.get(head.language),
        url: views.absolute(&address::home(config, head.language)),
    };
    PageNode {
        kind: thing.kind,
        id: own_address(views, head),
        name: &thing.name,
        description: thing.description,
        url: own_address(views, head),
        in_language: config.tag(thing.language),
        is_part_of: thing.is_part_of_site.then(site),
        license: config.data.licence_address(),
        publisher: publisher(views, head.language),
        date_published: thing.published.as_deref(),
        date_modified: thing.modified.as_deref(),
        translation_of_work: thing.translation_of.map(|original| NamedById { id: views.absolute(original) }),
        work_translation: thing.translations.iter().map(|address| NamedById { id: views.absolute(address) }).collect(),
        main_entity: thing
            .entity
            .as_ref()
            .and_then(|entity| Some(NamedById { id: entity.get("@id")?.as_str()?.to_owned() })),
    }
}

/// The publisher that site.toml names.
pub(super) fn publisher(views: &Views, language: LanguageId) -> Option<Publisher<'_>> {
    let name = views.site.config.data.publisher.as_ref()?.get(language);
    Some(Publisher { kind: "Organization", id: views.absolute("#publisher"), name })
}

/// The address that a page speaks of: a fallback's is the original's.
fn own_address(views: &Views, head: &Head<'_>) -> String {
    views.absolute(head.fallback_of.as_ref().unwrap_or(&head.address))
}

fn breadcrumbs<'a>(views: &Views, head: &'a Head<'_>, trail: &'a Breadcrumbs) -> BreadcrumbList<'a> {
    let origin = &views.site.config.base_url.origin;
    let above = trail.links.iter().map(|link| (link.title.as_str(), [origin, link.url.as_str()].concat()));
    let own = (&*head.title, own_address(views, head));
    let item = |(at, (name, item))| ListItem { kind: "ListItem", position: at + 1, name, item };
    let item_list_element = above.chain([own]).enumerate().map(item).collect();
    BreadcrumbList { kind: "BreadcrumbList", item_list_element }
}

/// JSON in which nothing can end a `<script>` element or begin a comment: such signs stand in texts alone, as escapes.
fn script_json(data: &impl Serialize) -> String {
    // The data have texts and numbers alone, of which there is always JSON.
    let json = serde_json::to_string(data).unwrap_or_default();
    // The two line separators begin with the byte E2, and so do dashes and quotes.
    let is_suspect = |byte: u8| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xe2);
    let mut safe = String::with_capacity(json.len() + 64);
    scan::rewrite(&json, is_suspect, &mut safe, |c, safe| match c {
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
        c => safe.push(c),
    });
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_a_script_element_says_what_it_should_and_cannot_end_it() {
        let every_low: String = ('\0'..'\u{80}').collect();
        for text in ["</script><!-- & \u{2028}–\u{2029}«ї»…", "\"\\/\r\n\t", "", &every_low] {
            let json = script_json(&text);
            assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\n']), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
