//! Answers one request: judges it, finds what its path leads to, and sends that.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header, request::Parts},
};

use super::{
    Server,
    address::Destination,
    guard::Asked,
    language, own, reload,
    reply::{Answer, OWN, look_up, text},
    site::{Built, Checksum, OutputPlace},
};
use crate::{
    message,
    messages::MessageLanguage,
    outputs::{
        content_type::{content_type, is_html},
        headers::{SECURITY, STRICT_TRANSPORT, left_out_in, without_upgrade},
    },
    text::hex,
};

pub(super) async fn respond(server: &Arc<Server>, parts: &Parts, local: SocketAddr) -> Response<Body> {
    let path = parts.uri.path();
    let asked = if path.starts_with(OWN) { Asked::Own } else { Asked::Site };
    let language = language::of_request(&parts.uri, &parts.headers);
    let mut response = if parts.method != Method::GET && parts.method != Method::HEAD {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, &message!("reply-only-reading"), language);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        response
    } else if let Err(refusal) = server.names.judge(&parts.uri, &parts.headers, local, asked) {
        text(StatusCode::FORBIDDEN, &refusal.message(), language)
    } else {
        server.ready().await;
        match asked {
            Asked::Own => own::respond(server, &parts.uri, &parts.headers).await,
            Asked::Site | Asked::Framed => of_site(server, &parts.uri, &parts.headers, language).await,
        }
    };
    let file = response.extensions_mut().remove::<SentFile>();
    secure(response.headers_mut(), file.as_ref().map_or("", |SentFile(path)| path));
    response
}

/// The output that a response sends because it was asked for: its path in the site.
#[derive(Clone)]
struct SentFile(String);

/// Adds the headers of a response as they are published for its file, and `no-store`. What is no file of the site is sent with all.
fn secure(headers: &mut HeaderMap, file: &str) {
    for (name, value) in SECURITY {
        let is_left_out = left_out_in(name).is_some_and(|folder| file.starts_with(folder));
        // The server speaks plain HTTP, so that nothing may be upgraded to HTTPS.
        if *name == STRICT_TRANSPORT || is_left_out || headers.contains_key(*name) {
            continue;
        }
        let value = without_upgrade(value);
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

async fn of_site(server: &Arc<Server>, uri: &Uri, headers: &HeaderMap, language: MessageLanguage) -> Response<Body> {
    // A site with a page that cannot be rendered is replaced by the one before it, which may fail too.
    for _ in 0..3 {
        let shown = server.state.shown();
        let Some(site) = &shown.site else {
            return own::nothing_yet(server, &shown, language);
        };
        let Ok(Answer { destination, bytes }) = look_up(server, site, uri.path()).await else { continue };
        let (status, place) = match destination {
            Destination::Output(place) => (StatusCode::OK, place),
            Destination::Redirect(to) => return redirect(&to, uri.query(), language),
            Destination::Missing(Some(place)) => (StatusCode::NOT_FOUND, place),
            Destination::Gone(Some(place)) => (StatusCode::GONE, place),
            Destination::Gone(None) => return text(StatusCode::GONE, &message!("reply-gone"), language),
            Destination::Missing(None) => {
                return text(StatusCode::NOT_FOUND, &message!("reply-not-found"), language);
            }
            Destination::Malformed => return text(StatusCode::BAD_REQUEST, &message!("reply-no-path"), language),
        };
        if status == StatusCode::OK {
            server.remember(site, uri.path(), place);
        }
        let (checksum, bytes) = bytes.unwrap_or_default();
        return output(server, site, place, status, &checksum, bytes, headers);
    }
    text(StatusCode::INTERNAL_SERVER_ERROR, &message!("reply-not-rendered"), language)
}

fn output(
    server: &Server,
    site: &Built,
    place: OutputPlace,
    status: StatusCode,
    checksum: &Checksum,
    bytes: Bytes,
    asked: &HeaderMap,
) -> Response<Body> {
    let path = site.output(place).map_or("", |output| output.path.as_str());
    let (etag, bytes) = if is_html(path) {
        let shape = reload::shape(site, &bytes);
        // The tag names this run too, since the page is sent with a script at an address of this run.
        (
            format!("\"{}-{}\"", hex(checksum), server.run_mark()),
            reload::with_script(&bytes, checksum, &shape, &server.token),
        )
    } else {
        (format!("\"{}\"", hex(checksum)), bytes)
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
        response.extensions_mut().insert(SentFile(path.to_owned()));
    }
    response
}

/// Whether the browser has the page already. `If-None-Match` compares weakly (RFC 9110, section 13.1.2).
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

fn redirect(to: &str, query: Option<&str>, language: MessageLanguage) -> Response<Body> {
    let to = query.map_or_else(|| to.to_owned(), |query| format!("{to}?{query}"));
    let mut response = text(StatusCode::MOVED_PERMANENTLY, &message!("reply-moved"), language);
    match HeaderValue::try_from(to) {
        Ok(to) => {
            response.headers_mut().insert(header::LOCATION, to);
            response
        }
        Err(_) => text(StatusCode::BAD_REQUEST, &message!("reply-no-path"), language),
    }
}
