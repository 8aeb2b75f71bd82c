//! Answers one request: judges it, reads its body, and hands it to the screen that its address names.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header, request::Parts},
};
use hyper::body::Incoming;
use tokio::time::timeout;

use super::{
    Desk,
    ask::{Ask, key_of, see_other},
    changes, create, files, follow,
    form::{Form, SentFile},
    guard::{self, Reach},
    list,
    page::{self, Said},
    preview, problems,
    proxy::{Person, Place},
    refer, save, terms,
};
use crate::{
    message,
    messages::MessageLanguage,
    serve::{
        events,
        http::Responder,
        language::accepted,
        reply::{text, typed},
    },
    source::open::{FILE_LIMIT, TEXT_LIMIT},
};

const STYLE: &str = include_str!("client/desk.css");
const SCRIPT: &str = include_str!("client/desk.js");
const ICON: &str = include_str!("client/icon.svg");

/// The time that the body of a form may take to come. Forms come from this very machine.
const BODY_TIME: Duration = Duration::from_secs(30);
/// The bytes that a form has beside its texts and files.
const FORM_EXTRA: u64 = 64 * 1024;
/// Two texts are in a form, each of whose bytes may be written as three.
const TEXTS_FACTOR: u64 = 6;
/// The language that somebody chose, in the browser.
const LANGUAGE_COOKIE: &str = "icsi-desk-language";

impl Responder for Desk {
    async fn respond(self: Arc<Self>, request: Request<Incoming>, local: SocketAddr) -> Response<Body> {
        let mut response = answer(Arc::clone(&self), request, local).await;
        guard::secure_desk(response.headers_mut(), &self.reach);
        response
    }
}

/// A team's desk and its preview, which come in at the same place.
#[derive(Debug)]
pub(super) struct DeskAndPreview {
    pub desk: Arc<Desk>,
    pub preview: Arc<preview::Preview>,
}

impl Responder for DeskAndPreview {
    async fn respond(self: Arc<Self>, request: Request<Incoming>, local: SocketAddr) -> Response<Body> {
        let place = match &self.desk.reach {
            Reach::Proxy(proxy) => proxy.place(request.uri(), request.headers()),
            Reach::ThisMachine { .. } => Ok(Place::Desk),
        };
        match place {
            Ok(Place::Preview) => Arc::clone(&self.preview).respond(request, local).await,
            // A request that names neither is refused there.
            _ => Arc::clone(&self.desk).respond(request, local).await,
        }
    }
}

async fn answer(desk: Arc<Desk>, request: Request<Incoming>, local: SocketAddr) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let language = language(&desk, &parts.headers);
    let judged = match parts.method {
        Method::POST => desk.reach.writing(&parts.uri, &parts.headers, local),
        _ => desk.reach.reading(&parts.uri, &parts.headers, local),
    };
    let person = match judged {
        Ok(person) => person,
        Err(refusal) => return text(StatusCode::FORBIDDEN, &refusal, language),
    };
    let sent = match parts.method {
        Method::GET | Method::HEAD => Ok(None),
        Method::POST => {
            let token = desk.token(person.as_ref());
            match read(&parts, Body::new(body)).await {
                Ok((form, files)) if guard::is_same(form.get(guard::TOKEN), &token) => Ok(Some((form, files))),
                Ok(_) => {
                    return text(StatusCode::FORBIDDEN, &message!("reply-old-form"), language);
                }
                Err(Unread::NoForm) => return text(StatusCode::BAD_REQUEST, &message!("reply-no-form"), language),
                Err(unread) => Err(unread),
            }
        }
        _ => {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED, &message!("reply-only-forms"), language);
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            return response;
        }
    };
    desk.ready().await;
    if matches!(sent, Ok(None)) && parts.uri.path() == follow::EVENTS {
        return events::stream(&desk.state, &desk.streams, language);
    }
    let answered = tokio::task::spawn_blocking(move || match sent {
        Ok(None) => get(&desk, &parts.uri, &parts.headers, person),
        Ok(Some((form, files))) => post(&desk, &parts, person, &form, &files),
        Err(unread) => not_taken(&desk, &parts, person, &unread),
    });
    let failed = || text(StatusCode::INTERNAL_SERVER_ERROR, &message!("reply-failed"), language);
    answered.await.unwrap_or_else(|_| failed())
}

type Sent = (Form, Vec<(String, SentFile)>);

/// A body that was not read as a form.
enum Unread {
    NoForm,
    /// Its file has more bytes than a file may have.
    FileTooLarge,
    /// Its texts have more bytes than texts may have.
    TextsTooLarge,
    TooSlow,
}

/// Reads a form: no more of it and no longer than there is reason to.
///
/// # Errors
///
/// See [`Unread`].
async fn read(parts: &Parts, body: Body) -> Result<Sent, Unread> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=");
    let (limit, too_large) = match boundary {
        Some(_) => (FILE_LIMIT + FORM_EXTRA, Unread::FileTooLarge),
        None => (TEXT_LIMIT * TEXTS_FACTOR + FORM_EXTRA, Unread::TextsTooLarge),
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let bytes: Bytes = match timeout(BODY_TIME, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(too_large),
        Err(_) => return Err(Unread::TooSlow),
    };
    let form = match boundary {
        Some(boundary) => Form::parse_parts(&bytes, boundary.trim_matches('"')),
        None if kind.starts_with("application/x-www-form-urlencoded") => {
            Form::parse(&bytes).map(|form| (form, Vec::new()))
        }
        None => None,
    };
    form.ok_or(Unread::NoForm)
}

/// Says why a form was not taken, with the way back to where it was sent from.
fn not_taken(desk: &Arc<Desk>, parts: &Parts, person: Option<Person>, unread: &Unread) -> Response<Body> {
    let ask = match asked(desk, &parts.uri, &parts.headers, true, person) {
        Ok(ask) => ask,
        Err(response) => return *response,
    };
    let path = parts.uri.path();
    let back = path.strip_prefix("/upload/").map_or_else(|| path.to_owned(), |page| format!("/page/{page}"));
    let title = if path.starts_with("/upload/") { "file-refused" } else { "not-saved" };
    let (status, why) = match unread {
        Unread::NoForm => (StatusCode::BAD_REQUEST, message!("reply-no-form")),
        Unread::FileTooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, message!("reply-file-too-large", limit = FILE_LIMIT >> 20))
        }
        Unread::TextsTooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, message!("reply-texts-too-large", limit = TEXT_LIMIT >> 10))
        }
        Unread::TooSlow => (StatusCode::REQUEST_TIMEOUT, message!("reply-form-too-slow")),
    };
    ask.message(status, &ask.say(title, &[]), vec![why.text(ask.language)], &back)
}

/// `was_sent`: a form was.
fn asked<'a>(
    desk: &'a Arc<Desk>,
    uri: &Uri,
    headers: &HeaderMap,
    was_sent: bool,
    person: Option<Person>,
) -> Result<Ask<'a>, Box<Response<Body>>> {
    let shown = desk.state.shown();
    let language = language(desk, headers);
    let Some(built) = shown.newest.clone() else {
        let here = if was_sent { "/" } else { uri.path() };
        return Err(Box::new(problems::no_site(desk, &shown, language, here, person.as_ref(), was_sent)));
    };
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    Ok(Ask { desk, shown, built, language, query, person })
}

/// The language chosen on the desk, else the one that the command was told, else the one that the browser asks for.
pub(super) fn language(desk: &Desk, headers: &HeaderMap) -> MessageLanguage {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value: &HeaderValue| value.to_str().ok());
    let mut cookies = values.flat_map(|value| value.split(';'));
    let chosen = cookies.find_map(|cookie| cookie.trim().strip_prefix(LANGUAGE_COOKIE)?.strip_prefix('='));
    chosen.and_then(MessageLanguage::of_tag).or(desk.language).unwrap_or_else(|| accepted(headers))
}

fn get(desk: &Arc<Desk>, uri: &Uri, headers: &HeaderMap, person: Option<Person>) -> Response<Body> {
    match uri.path() {
        "/desk.css" => return typed(StatusCode::OK, "text/css; charset=utf-8", STYLE),
        "/desk.js" => return typed(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT),
        "/icon.svg" => return typed(StatusCode::OK, "image/svg+xml", ICON),
        _ => {}
    }
    let ask = match asked(desk, uri, headers, false, person) {
        Ok(ask) => ask,
        Err(response) => return *response,
    };
    let (screen, rest) = parts_of(uri.path());
    match (screen, rest) {
        ("", "") => list::show(&ask),
        ("page", path) => {
            let Some(key) = key_of(ask.config(), path) else { return ask.not_found() };
            let notice = match ask.query.get("done") {
                "nothing" => ask.say("nothing-changed", &[]),
                "undone" => ask.say("undone", &[]),
                "new" => ask.say("made-new", &[]),
                _ => String::new(),
            };
            let saved = ask.query.get("saved").parse().ok();
            page::show(&ask, &key, Said { saved, notice, ..Said::default() })
        }
        ("problems", "") => problems::show(&ask),
        ("pick", "") => refer::pick(&ask),
        ("changed", path) => follow::changed(&ask, path),
        ("new", "") => create::show(&ask),
        ("rename", path) => create::show_rename(&ask, path),
        ("remove", path) => create::show_remove(&ask, path),
        ("file", path) => files::send(&ask, path),
        ("vocabulary", name) => terms::show_all(&ask, name),
        ("term", path) => terms::show(&ask, path),
        ("changes", "") => changes::show(&ask),
        _ => ask.not_found(),
    }
}

fn post(
    desk: &Arc<Desk>,
    parts: &Parts,
    person: Option<Person>,
    form: &Form,
    sent: &[(String, SentFile)],
) -> Response<Body> {
    if parts.uri.path() == "/language" {
        return choose_language(form);
    }
    let ask = match asked(desk, &parts.uri, &parts.headers, true, person) {
        Ok(ask) => ask,
        Err(response) => return *response,
    };
    let (screen, rest) = parts_of(parts.uri.path());
    let key = || key_of(ask.config(), rest);
    match (screen, rest) {
        ("page", _) => key().map_or_else(|| ask.not_found(), |key| save::post(&ask, &key, form)),
        ("preview", _) => key().map_or_else(|| ask.not_found(), |key| preview::make(&ask, &key, form)),
        ("new", "") => create::post(&ask, form),
        ("rename", path) => create::post_rename(&ask, path, form),
        ("remove", path) => create::post_remove(&ask, path, form),
        ("upload", path) => files::receive(&ask, path, form, sent),
        ("remove-file", path) => files::remove(&ask, path, form),
        ("vocabulary", name) => terms::post_new(&ask, name, form),
        ("term", path) => terms::post(&ask, path, form),
        ("changes", "") => changes::commit(&ask, form),
        ("restore", "") => changes::restore(&ask, form),
        ("undo", "") => changes::undo(&ask, form),
        _ => ask.not_found(),
    }
}

/// `/page/clusters/uca` -> `page`, `clusters/uca`
fn parts_of(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split_once('/').unwrap_or((path, ""))
}

/// Keeps the language in the browser and goes back to where it was chosen.
fn choose_language(form: &Form) -> Response<Body> {
    let here = form.get("here");
    // An address of the desk, and of nobody else.
    let is_own = here.starts_with('/') && !here.starts_with("//") && !here.contains(['\\', '\n', '\r']);
    let mut response = see_other(if is_own { here } else { "/" });
    if let Some(language) = MessageLanguage::of_tag(form.get("language")) {
        let cookie =
            format!("{LANGUAGE_COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000", language.tag());
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    response
}
