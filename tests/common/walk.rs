//! A walk through every page, feed and sitemap of a published site: whatever address it names inside the site is there,
//! fragment and all, and no two elements of a page share an id.

use std::collections::{BTreeMap, BTreeSet};

use super::{Published, html::Page};

/// `base` is the site's `base_url`, with a slash at its end.
#[track_caller]
pub fn assert_walkable(published: &Published, base: &str) {
    let wrong = wrong_addresses(published, base);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every address that leads nowhere, with the file that names it.
pub fn wrong_addresses(published: &Published, base: &str) -> Vec<String> {
    let paths: BTreeSet<String> = published.paths().into_iter().collect();
    let pages: BTreeMap<&str, Page> = paths
        .iter()
        .filter(|path| path.ends_with(".html"))
        .map(|path| (path.as_str(), Page::read(&published.folder, path)))
        .collect();
    let mut wrong = Vec::new();
    for (path, page) in &pages {
        let ids = page.attributes("[id]", "id");
        if ids.iter().collect::<BTreeSet<_>>().len() != ids.len() {
            wrong.push(format!("{path}: an id stands twice"));
        }
        for address in page_addresses(page) {
            if let Some(why) = wrong_address(&paths, &pages, path, &address, base) {
                wrong.push(format!("{path}: {address} {why}"));
            }
        }
    }
    for path in paths.iter().filter(|path| path.ends_with(".xml")) {
        let text = published.read(path);
        let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let text = matches!(node.tag_name().name(), "loc" | "id").then(|| node.text()).flatten();
            for address in node.attribute("href").into_iter().chain(text) {
                if let Some(why) = wrong_address(&paths, &pages, path, address, base) {
                    wrong.push(format!("{path}: {address} {why}"));
                }
            }
        }
    }
    wrong
}

fn page_addresses(page: &Page) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in ["href", "src", "action", "poster", "data-copy"] {
        all.extend(page.attributes(&format!("[{name}]"), name));
    }
    all.extend(
        page.attributes("meta[property^='og:'], meta[name^='twitter:']", "content")
            .into_iter()
            .filter(|text| text.contains("://")),
    );
    let refresh = page.attributes("meta[http-equiv=refresh]", "content");
    all.extend(refresh.iter().filter_map(|content| content.split_once("url=")).map(|(_, url)| url.to_owned()));
    for script in page.all("script[type='application/ld+json']") {
        let json: serde_json::Value = serde_json::from_str(&script.text().collect::<String>()).unwrap();
        json_addresses(&json, &mut all);
    }
    all
}

fn json_addresses(json: &serde_json::Value, all: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                match value {
                    // The part of an `@id` after `#` names a thing that the page is about, no element of it.
                    serde_json::Value::String(text) if key == "@id" => {
                        all.extend(text.split('#').next().map(str::to_owned));
                    }
                    serde_json::Value::String(text) if matches!(key.as_str(), "url" | "item") => {
                        all.push(text.clone());
                    }
                    other => json_addresses(other, all),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| json_addresses(item, all)),
        _ => {}
    }
}

fn wrong_address(
    paths: &BTreeSet<String>,
    pages: &BTreeMap<&str, Page>,
    from: &str,
    address: &str,
    base: &str,
) -> Option<&'static str> {
    let (address, fragment) = address.split_once('#').map_or((address, None), |(a, f)| (a, Some(f)));
    let address = address.split('?').next().unwrap_or_default();
    let host_end = base.match_indices('/').nth(2).map_or(base.len(), |(at, _)| at);
    let path_base = base.get(host_end..).unwrap_or("/");
    let inside = if address.is_empty() {
        from
    } else if let Some(inside) = address.strip_prefix(base).or_else(|| address.strip_prefix(path_base)) {
        inside
    } else if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)) {
        return address.starts_with(base.get(..host_end).unwrap_or(base)).then_some("leaves the site's path");
    } else {
        return Some("is neither full nor from the site's start");
    };
    let file =
        if inside.is_empty() || inside.ends_with('/') { format!("{inside}index.html") } else { inside.to_owned() };
    if !paths.contains(&file) {
        return Some("is not there");
    }
    let fragment = fragment.filter(|fragment| !fragment.is_empty())?;
    let target = pages.get(file.as_str())?;
    (!target.attributes("[id]", "id").iter().any(|id| id == fragment)).then_some("has no such element")
}
