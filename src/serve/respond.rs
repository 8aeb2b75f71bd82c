//! One request, one response.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header, request::Parts},
};

use super::{
    Server,
    address::{self, Found},
    guard::Asked,
    own, reload,
    site::{Built, Place, Print},
};
use crate::{
    diagnostics::Diagnostic,
    outputs::{
        content_type::{content_type, is_html},
        headers::SECURITY,
    },
    text::hex,
};

/// Where everything stands that is the server's own. No id or language can begin with an underscore.
pub const OWN: &str = "/__icsi/";

pub async fn respond(server: &Arc<Server>, parts: &Parts, local: SocketAddr) -> Response<Body> {
    let path = parts.uri.path();
    let asked = if path.starts_with(OWN) { Asked::Own } else { Asked::Site };
    let mut response = if parts.method != Method::GET && parts.method != Method::HEAD {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        response
    } else if let Err(refusal) = server.names.judge(&parts.headers, local, asked) {
        text(StatusCode::FORBIDDEN, refusal.message())
    } else {
        server.ready().await;
        match asked {
            Asked::Own => own::respond(server, &parts.uri).await,
            Asked::Site => of_site(server, &parts.uri, &parts.headers).await,
        }
    };
    secure(response.headers_mut());
    response
}

/// What every response says: the published policy, and that nothing is to be kept or read by others.
fn secure(headers: &mut HeaderMap) {
    for (name, value) in SECURITY {
        // Plain HTTP on this machine: there is nothing to upgrade to.
        if *name == "Strict-Transport-Security" || headers.contains_key(*name) {
            continue;
        }
        let value = value.replace("; upgrade-insecure-requests", "");
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

async fn of_site(server: &Arc<Server>, uri: &Uri, headers: &HeaderMap) -> Response<Body> {
    // A site that fails to render is taken back, which may happen once more for the one before it.
    for _ in 0..3 {
        let shown = server.state.shown();
        let Some(site) = &shown.site else { return own::nothing_yet(server, &shown) };
        let Ok(Answer { found, bytes }) = look_up(server, site, uri.path()).await else { continue };
        let (status, place) = match found {
            Found::Output(place) => (StatusCode::OK, place),
            Found::Redirect(to) => return redirect(&to, uri.query()),
            Found::Missing(Some(place)) => (StatusCode::NOT_FOUND, place),
            Found::Missing(None) => return text(StatusCode::NOT_FOUND, "Not found.\n"),
            Found::Malformed => return text(StatusCode::BAD_REQUEST, "This is not a path.\n"),
        };
        if status == StatusCode::OK {
            server.remember(site, uri.path(), place);
        }
        let (print, bytes) = bytes.unwrap_or_default();
        return output(server, site, place, status, &print, bytes, headers);
    }
    text(StatusCode::INTERNAL_SERVER_ERROR, "The page cannot be rendered.\n")
}

/// What stands at a path, and its bytes where they are to be sent.
pub struct Answer {
    pub found: Found,
    pub bytes: Option<(Print, Bytes)>,
}

/// Looks a path up and renders what is there. The error says that the site is not the one to serve any more.
pub async fn look_up(server: &Arc<Server>, site: &Arc<Built>, path: &str) -> Result<Answer, ()> {
    let (task_server, task_site, task_path) = (Arc::clone(server), Arc::clone(site), path.to_owned());
    let result = tokio::task::spawn_blocking(move || {
        let _hold = task_server.state.gate.hold();
        let found = address::find(&task_site, &task_path);
        let bytes = match found {
            Found::Output(place) | Found::Missing(Some(place)) => Some(task_site.bytes(place)?),
            Found::Redirect(_) | Found::Missing(None) | Found::Malformed => None,
        };
        Ok::<Answer, Box<Diagnostic>>(Answer { found, bytes })
    });
    match result.await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(diagnostic)) => {
            server.state.template_failed(site, &diagnostic);
            Err(())
        }
        Err(_) => Err(()),
    }
}

fn output(
    server: &Server,
    site: &Built,
    place: Place,
    status: StatusCode,
    print: &Print,
    bytes: Bytes,
    asked: &HeaderMap,
) -> Response<Body> {
    let path = site.output(place).map_or("", |output| output.path.as_str());
    let (etag, bytes) = if is_html(path) {
        let shape = reload::shape(site, &bytes);
        // The script's address is part of what is sent.
        (format!("\"{}-{}\"", hex(print), server.run_mark()), reload::with_script(&bytes, print, &shape, &server.token))
    } else {
        (format!("\"{}\"", hex(print)), bytes)
    };
    let etag = HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut response = if status == StatusCode::OK && has_it(asked, &etag) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        response
    };
    if status == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// `If-None-Match` compares weakly (RFC 9110, section 13.1.2).
fn has_it(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let Ok(etag) = etag.to_str() else { return false };
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
}

fn redirect(to: &str, query: Option<&str>) -> Response<Body> {
    let to = query.map_or_else(|| to.to_owned(), |query| format!("{to}?{query}"));
    let mut response = text(StatusCode::MOVED_PERMANENTLY, "Moved.\n");
    match HeaderValue::try_from(to) {
        Ok(to) => {
            response.headers_mut().insert(header::LOCATION, to);
            response
        }
        Err(_) => text(StatusCode::BAD_REQUEST, "This is not a path.\n"),
    }
}

pub fn text(status: StatusCode, body: &'static str) -> Response<Body> {
    typed(status, "text/plain; charset=utf-8", Bytes::from_static(body.as_bytes()))
}

pub fn typed(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
