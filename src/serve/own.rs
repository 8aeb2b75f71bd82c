//! What is the server's own: event stream, script, state for the script, overlay, dashboard.

use std::{collections::BTreeMap, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{Response, StatusCode, Uri},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use serde::Serialize;

use super::{
    Server,
    address::{self, Found},
    dashboard, html,
    problems::{self, Problem},
    reload,
    respond::{Answer, OWN, look_up, text, typed},
    state::Shown,
};
use crate::text::hex;

/// A line without meaning, so that a connection that went away is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub async fn respond(server: &Arc<Server>, uri: &Uri) -> Response<Body> {
    let path = uri.path().strip_prefix(OWN).unwrap_or_default();
    if let Some(inside) = path.strip_prefix(server.token.as_str()).and_then(|rest| rest.strip_prefix('/')) {
        return match inside {
            "reload.js" => typed(StatusCode::OK, "text/javascript; charset=utf-8", reload::SCRIPT),
            "overlay.css" => typed(StatusCode::OK, "text/css; charset=utf-8", reload::STYLE),
            "events" => events(server),
            "state" => state(server, uri.query().unwrap_or_default()).await,
            _ => text(StatusCode::NOT_FOUND, "Not found.\n"),
        };
    }
    dashboard::respond(server, path).await
}

/// Says the generation, first as it is and then whenever it changes.
fn events(server: &Server) -> Response<Body> {
    let Ok(permit) = Arc::clone(&server.streams).try_acquire_owned() else {
        return text(StatusCode::SERVICE_UNAVAILABLE, "Too many pages are open.\n");
    };
    let mut follow = server.state.follow();
    follow.mark_changed();
    let changes = stream::unfold((follow, permit), |(mut follow, permit)| async move {
        follow.changed().await.ok()?;
        let generation = follow.borrow_and_update().to_string();
        let event = Event::default().id(generation.as_str()).data(generation).retry(Duration::from_millis(500));
        Some((Ok::<Event, Infallible>(event), (follow, permit)))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// What an open page asks about itself.
#[derive(Debug, Serialize)]
struct PageState {
    generation: u64,
    page: Option<PageNow>,
    styles: BTreeMap<String, String>,
    errors: usize,
    summary: String,
    problems: Vec<Problem>,
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct PageNow {
    /// Where it stands now.
    address: String,
    print: String,
    shape: String,
}

async fn state(server: &Arc<Server>, query: &str) -> Response<Body> {
    let encoded = query.split('&').find_map(|pair| pair.strip_prefix("path=")).unwrap_or_default();
    let Some(path) = address::decode(encoded) else {
        return text(StatusCode::BAD_REQUEST, "This is not a path.\n");
    };
    let page = page_now(server, &path).await;
    // Rendering the page may have brought a mistake to light.
    let shown = server.state.shown();
    let diagnostics = &shown.report.diagnostics;
    let errors = diagnostics.errors();
    let (problems, more) = if errors > 0 {
        problems::problems(diagnostics, &shown.report, &server.root, &server.editor)
    } else {
        (Vec::new(), None)
    };
    let state = PageState {
        generation: shown.generation,
        page,
        styles: shown.site.as_ref().map(|site| reload::style_addresses(site)).unwrap_or_default(),
        errors,
        summary: summary(&shown),
        problems,
        more,
    };
    typed(StatusCode::OK, "application/json", serde_json::to_vec(&state).unwrap_or_default())
}

fn summary(shown: &Shown) -> String {
    let counts = problems::counts(&shown.report.diagnostics);
    if shown.site.is_some() { format!("{counts} – this is the site as it was before") } else { counts }
}

async fn page_now(server: &Arc<Server>, path: &str) -> Option<PageNow> {
    for _ in 0..3 {
        let shown = server.state.shown();
        let Some(site) = shown.site.as_ref().filter(|_| !path.starts_with(OWN)) else {
            let print = shown.print();
            return Some(PageNow { address: path.to_owned(), print, shape: String::new() });
        };
        let elsewhere = |to: String| Some(PageNow { address: to, print: String::new(), shape: String::new() });
        let Ok(Answer { found, bytes }) = look_up(server, site, path).await else { continue };
        match found {
            Found::Redirect(to) => return elsewhere(to),
            Found::Missing(_) => {
                if let Some(to) = server.moved(site, path, &shown.renamed).filter(|to| to != path) {
                    return elsewhere(to);
                }
            }
            Found::Output(_) | Found::Malformed => {}
        }
        let (print, bytes) = bytes?;
        let shape = reload::shape(site, &bytes);
        return Some(PageNow { address: path.to_owned(), print: hex(&print), shape: hex(&shape) });
    }
    None
}

/// While there is no site that could be served: what stands in the way, on a page that becomes the site's by itself.
pub fn nothing_yet(server: &Server, shown: &Shown) -> Response<Body> {
    let mut body = String::new();
    let (list, more) = problems::problems(&shown.report.diagnostics, &shown.report, &server.root, &server.editor);
    html::problems(&list, more.as_deref(), &mut body);
    let page = html::page(server, &problems::counts(&shown.report.diagnostics), &body, &shown.print());
    typed(StatusCode::SERVICE_UNAVAILABLE, "text/html; charset=utf-8", Bytes::from(page))
}
