//! Tells an open form, before it is saved, that somebody changed its files meanwhile.

use axum::{body::Body, http::Response};
use serde::Serialize;

use super::{
    ask::{Ask, json, key_of},
    page::path_of,
    terms,
};
use crate::edit::write::Sum;

/// The address of the stream of events: each says that something changed, and the page asks whether it is concerned.
pub(super) const EVENTS: &str = "/events";

#[derive(Debug, Serialize)]
struct ChangedAnswer {
    /// The warning to show; empty where the files are as the form has them.
    text: String,
    /// The words of the link to the page as it is now.
    look: String,
}

/// Answers whether a page or term still is what a form was made of. The query has the sums that the form carries:
/// `/changed/page/clusters/uca?en=…&uk=…`, `/changed/term/countries/pl?base=…`.
pub(super) fn changed(ask: &Ask<'_>, path: &str) -> Response<Body> {
    let files = match path.split_once('/') {
        Some(("page", path)) => changed_files(ask, path),
        Some(("term", path)) if terms::has_changed(ask, path, ask.query.get("base")) => vec![path.to_owned()],
        _ => Vec::new(),
    };
    let text = if files.is_empty() {
        String::new()
    } else {
        ask.say("changed-meanwhile", &[("files", files.join(", ").into())])
    };
    json(&ChangedAnswer { text, look: ask.say("look-now", &[]) })
}

/// The files of a page that say something else than the form was made of. A page that is gone has all of them changed.
fn changed_files(ask: &Ask<'_>, path: &str) -> Vec<String> {
    let (config, site) = (ask.config(), ask.site());
    let Some(key) = key_of(config, path) else { return Vec::new() };
    let is_changed = |file: &String, sum: &str| {
        let now = ask.shown.report.tree.get(file).map(|file| Sum::of(file.bytes()).0);
        now.unwrap_or_default() != sum
    };
    let name = |tag: &str| match site.find(&key) {
        Some(id) => config.language(tag).map(|language| path_of(site, site.entry(id), language)),
        None => config.language(tag).map(|_| format!("content/{path}.{tag}.md")),
    };
    let of_form = config.languages.iter().filter_map(|tag| Some((name(tag)?, ask.query.find(tag)?)));
    of_form.filter(|(file, sum)| is_changed(file, sum)).map(|(file, _)| file).collect()
}
