//! The means by which pages in the browser stay up to date: the event stream, the script, and the state that the script asks for.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Response, StatusCode, Uri, header},
};
use serde::Serialize;

use super::{
    Server,
    address::{self, Destination},
    dashboard::{self, HtmlPage},
    events, language,
    problems::{self, Problem},
    reload,
    reply::{Answer, OWN, look_up, text, typed},
    state::Shown,
};
use crate::{
    message,
    {messages::MessageLanguage, text::hex},
};

pub(super) async fn respond(server: &Arc<Server>, uri: &Uri, headers: &HeaderMap) -> Response<Body> {
    let language = language::of_request(uri, headers);
    let mut response = answer(server, uri, language).await;
    if let Some(chosen) = language::chosen(uri) {
        response.headers_mut().insert(header::SET_COOKIE, language::memory(chosen));
    }
    response
}

async fn answer(server: &Arc<Server>, uri: &Uri, language: MessageLanguage) -> Response<Body> {
    let path = uri.path().strip_prefix(OWN).unwrap_or_default();
    if let Some(inside) = path.strip_prefix(server.token.as_str()).and_then(|rest| rest.strip_prefix('/')) {
        return match inside {
            "reload.js" => typed(StatusCode::OK, "text/javascript; charset=utf-8", reload::SCRIPT),
            "overlay.css" => typed(StatusCode::OK, "text/css; charset=utf-8", reload::STYLE),
            "events" => events::stream(&server.state, &server.streams, language),
            "state" => state(server, uri.query().unwrap_or_default(), language).await,
            _ => text(StatusCode::NOT_FOUND, &message!("reply-not-found"), language),
        };
    }
    dashboard::respond(server, path, language).await
}

/// The question of an open page about itself.
#[derive(Debug, Serialize)]
struct PageState {
    generation: u64,
    page: Option<PageNow>,
    styles: BTreeMap<String, String>,
    errors: usize,
    /// The overlay's own words.
    label: String,
    hide: String,
    language: &'static str,
    summary: String,
    problems: Vec<Problem>,
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct PageNow {
    /// Its address now, which differs from the one asked for when the page has moved.
    address: String,
    print: String,
    shape: String,
}

async fn state(server: &Arc<Server>, query: &str, language: MessageLanguage) -> Response<Body> {
    let encoded = query.split('&').find_map(|pair| pair.strip_prefix("path=")).unwrap_or_default();
    let Some(path) = address::decode(encoded) else {
        return text(StatusCode::BAD_REQUEST, &message!("reply-no-path"), language);
    };
    let page = page_now(server, &path).await;
    // Read after the page was rendered, which may have brought a mistake to light.
    let shown = server.state.shown();
    let diagnostics = &shown.report.diagnostics;
    let errors = diagnostics.errors();
    let (problems, more) = if errors > 0 {
        problems::problems(diagnostics, &shown.report, &server.root, &server.editor, language)
    } else {
        (Vec::new(), None)
    };
    let state = PageState {
        generation: shown.generation,
        page,
        styles: shown.site.as_ref().map(|site| reload::style_addresses(site)).unwrap_or_default(),
        errors,
        label: message!("overlay-label").text(language),
        hide: message!("overlay-hide").text(language),
        language: language.tag(),
        summary: summary(&shown, language),
        problems,
        more,
    };
    typed(StatusCode::OK, "application/json", serde_json::to_vec(&state).unwrap_or_default())
}

fn summary(shown: &Shown, language: MessageLanguage) -> String {
    let counts = shown.report.diagnostics.counts();
    if shown.site.is_some() { message!("overlay-site-before", counts).text(language) } else { counts.text(language) }
}

async fn page_now(server: &Arc<Server>, path: &str) -> Option<PageNow> {
    for _ in 0..3 {
        let shown = server.state.shown();
        let Some(site) = shown.site.as_ref().filter(|_| !path.starts_with(OWN)) else {
            let print = shown.version();
            return Some(PageNow { address: path.to_owned(), print, shape: String::new() });
        };
        let elsewhere = |to: String| Some(PageNow { address: to, print: String::new(), shape: String::new() });
        let Ok(Answer { destination, bytes }) = look_up(server, site, path).await else { continue };
        match destination {
            Destination::Redirect(to) => return elsewhere(to),
            Destination::Missing(_) | Destination::Gone(_) => {
                if let Some(to) = server.moved(site, path, &shown.renamed).filter(|to| to != path) {
                    return elsewhere(to);
                }
            }
            Destination::Output(_) | Destination::Malformed => {}
        }
        let (print, bytes) = bytes?;
        let shape = reload::shape(site, &bytes);
        return Some(PageNow { address: path.to_owned(), print: hex(&print), shape: hex(&shape) });
    }
    None
}

/// The page shown while no site can be served: it lists what stands in the way, and reloads once there is a site.
pub(super) fn nothing_yet(server: &Server, shown: &Shown, language: MessageLanguage) -> Response<Body> {
    let mut body = HtmlPage::new(language);
    let (list, more) =
        problems::problems(&shown.report.diagnostics, &shown.report, &server.root, &server.editor, language);
    dashboard::problem_list(&list, more.as_deref(), &mut body);
    let page = dashboard::html_page(server, &shown.report.diagnostics.counts().text(language), &body, &shown.version());
    typed(StatusCode::SERVICE_UNAVAILABLE, "text/html; charset=utf-8", Bytes::from(page))
}
