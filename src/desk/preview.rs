//! Shows the page that a form's text makes, before it is saved: the site is resolved with that one text in memory, and the page
//! rendered as a build would. It is sent from a port of its own, where the theme's scripts can reach nothing of the
//! desk.

use std::{collections::VecDeque, net::SocketAddr, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Method, Response, StatusCode, header},
};
use hyper::body::Incoming;
use serde::Serialize;

use super::{
    Desk,
    ask::{Ask, json},
    field_view::MessageView,
    form::Form,
    guard,
    page::Said,
    respond::language,
    save::{filled, plan, tried, tried_on},
};
use crate::{
    content::PageKey,
    diagnostics::Diagnostic,
    edit::{SiteEdit, trial::new_errors},
    lock::lock,
    message,
    message::Message,
    messages::MessageLanguage,
    outputs::content_type::{content_type, is_html},
    serve::{
        address::{self, Destination},
        http::Responder,
        reply::{text, typed},
        site::{Built, OutputPlace},
    },
    source::SourceTree,
};

/// The pages of so many previews are kept: a browser may still be asking for one while the next is made, and the people of a team
/// each have their own.
const KEPT: usize = 24;
const SCRIPT: &str = include_str!("client/preview.js");
/// The address of the script that keeps a preview where it was scrolled to. No page's address begins with an underscore.
const SCRIPT_PATH: &str = "/__desk/preview.js";
/// The name of a page's file, for its type.
const HTML: &str = "index.html";
/// The query of a page of a preview: `?preview=3`.
const QUERY: &str = "preview=";

/// The pages of the newest previews. Their sites are let go of, each of which takes as much as the site itself.
#[derive(Debug, Default)]
pub(super) struct Previews {
    next: u64,
    kept: VecDeque<KeptPreview>,
    /// The edit that the newest preview shows, for outputs that the files alone do not give.
    edit: Option<Arc<SiteEdit>>,
}

#[derive(Clone, Debug)]
struct KeptPreview {
    number: u64,
    /// The page's path at the preview's origin.
    path: String,
    /// The page, or what is wrong with a template.
    page: Result<Bytes, Message>,
}

impl Previews {
    fn keep(&mut self, path: String, page: Result<Bytes, Message>, edit: SiteEdit) -> u64 {
        self.next += 1;
        self.kept.push_back(KeptPreview { number: self.next, path, page });
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        self.edit = Some(Arc::new(edit));
        self.next
    }

    fn get(&self, number: u64, path: &str) -> Option<Result<Bytes, Message>> {
        let kept = self.kept.iter().find(|kept| kept.number == number && kept.path == path);
        kept.map(|kept| kept.page.clone())
    }
}

/// The answer about a preview to the page's script.
#[derive(Debug, Default, Serialize)]
struct PreviewAnswer {
    /// The address of the page; empty where there is none to show.
    address: String,
    /// Mistakes in the text as it stands in the form.
    messages: Vec<PreviewMessage>,
}

#[derive(Debug, Serialize)]
struct PreviewMessage {
    /// Of the input; empty where it is about the page as a whole.
    name: String,
    severity: &'static str,
    text: String,
    hint: String,
}

/// Makes a preview of a form.
pub(super) fn make(ask: &Ask<'_>, key: &PageKey, form: &Form) -> Response<Body> {
    let Some(filled) = filled(ask, key, form) else { return ask.not_found() };
    let mut planned = plan(ask, &filled, form);
    let loaded = tried(ask, &planned.edit);
    let new = new_errors(&ask.shown.report.diagnostics, &loaded.diagnostics);
    let files: Vec<&str> = filled.files.iter().map(|file| file.path.as_str()).collect();
    let is_of_page = |one: &&Diagnostic| {
        let is_here = one.location.as_ref().is_some_and(|place| files.contains(&&*place.file));
        is_here || new.iter().any(|other| other == *one)
    };
    let found: Vec<&Diagnostic> = loaded.diagnostics.iter().filter(is_of_page).collect();
    let tree = &loaded.tree;
    let texts = |path: &str| tree.get(path)?.text().map(Arc::from);
    let mut said = Said::default();
    filled.place_messages(ask, &found, &texts, &mut said);
    said.messages.append(&mut planned.said.messages);
    let general = said.general.into_iter().chain(planned.said.general).map(|message| (String::new(), message));
    let message = |(name, message): (String, MessageView)| PreviewMessage {
        name,
        severity: message.severity,
        text: message.text,
        hint: message.hint,
    };
    let mut answer = PreviewAnswer {
        messages: said.messages.into_iter().chain(general).map(message).collect(),
        ..PreviewAnswer::default()
    };
    let Some(built) = loaded.snapshot.and_then(Built::new) else { return json(&answer) };
    let site = &built.snapshot.site;
    if let Some(id) = site.find(key) {
        let wanted = ask.config().language(form.get("show"));
        let language = wanted.filter(|language| site.entry(id).shown(*language).is_some()).unwrap_or(filled.original);
        let address = built.snapshot.plan.address(id, language);
        let path = format!("{}{address}", built.snapshot.config.base_url.path);
        let place = built.find(&format!("{address}{HTML}"));
        let page = place.map(|place| built.render(place).map_err(|diagnostic| diagnostic.message));
        if let Some(page) = page {
            let number = lock(&ask.desk.previews).keep(path.clone(), page, planned.edit);
            answer.address =
                format!("{}{}?{QUERY}{number}", ask.desk.reach.preview_url(), path.trim_start_matches('/'));
        }
    }
    json(&answer)
}

/// The origin of the preview: the site as its newest files make it, and pages of previews.
#[derive(Debug)]
pub(super) struct Preview(pub Arc<Desk>);

impl Responder for Preview {
    async fn respond(self: Arc<Self>, request: Request<Incoming>, local: SocketAddr) -> Response<Body> {
        // A body, if there is one, is never read.
        let (parts, _) = request.into_parts();
        let desk = &self.0;
        let language = language(desk, &parts.headers);
        let mut response = if parts.method != Method::GET && parts.method != Method::HEAD {
            text(StatusCode::METHOD_NOT_ALLOWED, &message!("reply-only-reading"), language)
        } else if let Err(refusal) = desk.reach.preview(&parts.uri, &parts.headers, local) {
            text(StatusCode::FORBIDDEN, &refusal, language)
        } else {
            desk.ready().await;
            let (desk, path) = (Arc::clone(desk), parts.uri.path().to_owned());
            let query = parts.uri.query().unwrap_or_default().to_owned();
            let answered = tokio::task::spawn_blocking(move || answer(&desk, &path, &query, language)).await;
            let failed = || text(StatusCode::INTERNAL_SERVER_ERROR, &message!("reply-not-rendered"), language);
            answered.unwrap_or_else(|_| failed())
        };
        guard::secure_preview(response.headers_mut(), &desk.reach);
        response
    }
}

fn answer(desk: &Desk, path: &str, query: &str, language: MessageLanguage) -> Response<Body> {
    if path == SCRIPT_PATH {
        return typed(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT);
    }
    let number = query.split('&').find_map(|pair| pair.strip_prefix(QUERY)).and_then(|number| number.parse().ok());
    if let Some(page) = number.and_then(|number| lock(&desk.previews).get(number, path)) {
        return match page {
            Ok(html) => typed(StatusCode::OK, content_type(HTML), with_script(&html)),
            Err(message) => text(StatusCode::INTERNAL_SERVER_ERROR, &message, language),
        };
    }
    let shown = desk.state.shown();
    let Some(built) = shown.newest.clone().or_else(|| shown.site.clone()) else {
        return text(StatusCode::SERVICE_UNAVAILABLE, &message!("dashboard-no-site"), language);
    };
    match address::find(&built, path) {
        Destination::Output(place) => sent(desk, &built, place, StatusCode::OK, language),
        Destination::Redirect(to) => {
            let mut response = text(StatusCode::TEMPORARY_REDIRECT, &message!("reply-moved"), language);
            if let Ok(to) = HeaderValue::try_from(to) {
                response.headers_mut().insert(header::LOCATION, to);
            }
            response
        }
        Destination::Malformed => text(StatusCode::BAD_REQUEST, &message!("reply-no-path"), language),
        Destination::Gone(missing) | Destination::Missing(missing) => {
            if let Some((latest, place)) = of_latest(desk, &shown.report.tree, path) {
                return sent(desk, &latest, place, StatusCode::OK, language);
            }
            match missing {
                Some(place) => sent(desk, &built, place, StatusCode::NOT_FOUND, language),
                None => text(StatusCode::NOT_FOUND, &message!("reply-not-found"), language),
            }
        }
    }
}

/// A file that only the newest preview has: a picture in a size that no page of the files shows. It is asked for without the
/// preview's number, and so rarely that its site is made again.
fn of_latest(desk: &Desk, tree: &SourceTree, path: &str) -> Option<(Arc<Built>, OutputPlace)> {
    let edit = lock(&desk.previews).edit.clone()?;
    let built = Arc::new(Built::new(tried_on(desk, tree, &edit).snapshot?)?);
    match address::find(&built, path) {
        Destination::Output(place) => Some((built, place)),
        _ => None,
    }
}

fn sent(
    desk: &Desk,
    built: &Arc<Built>,
    place: OutputPlace,
    status: StatusCode,
    language: MessageLanguage,
) -> Response<Body> {
    let path = built.output(place).map_or("", |output| output.path.as_str());
    match built.render(place) {
        Ok(bytes) if is_html(path) => typed(status, content_type(path), with_script(&bytes)),
        Ok(bytes) => typed(status, content_type(path), bytes),
        Err(diagnostic) => {
            desk.state.template_failed(built, &diagnostic);
            typed(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", diagnostic.message.text(language))
        }
    }
}

/// The page with the script at the end of its body. The rendered bytes are the published ones.
fn with_script(html: &[u8]) -> Bytes {
    let script = format!("<script src=\"{SCRIPT_PATH}\"></script>");
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    let (before, after) = html.split_at_checked(at).unwrap_or((html, &[]));
    [before, script.as_bytes(), after].concat().into()
}
