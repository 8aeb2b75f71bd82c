//! An entry's own files: pictures and documents that are sent to the desk, shown and removed.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, StatusCode},
};

use super::{
    ask::{Ask, key_of, see_other},
    field_view::MessageView,
    form::{Form, SentFile},
};
use crate::{
    content::{
        PageKey,
        attachment::{self, AttachmentKind},
    },
    edit::{Purpose, SiteEdit, write::WriteError},
    lock::lock,
    message,
    outputs::content_type::content_type,
    serve::reply::{text, typed},
    source::{FileContent, SourceFile},
    system::may_be_named,
};

/// A file's name may be so long.
const NAME_LIMIT: usize = 120;

/// Shows one of an entry's files as it is published.
pub(super) fn send(ask: &Ask<'_>, path: &str) -> Response<Body> {
    let Some((page, name)) = path.rsplit_once('/') else { return ask.not_found() };
    let file = key_of(ask.config(), page)
        .and_then(|key| ask.site().find(&key))
        .and_then(|id| ask.site().entry(id).attachment(name));
    let Some(file) = file else { return text(StatusCode::NOT_FOUND, &message!("reply-not-found"), ask.language) };
    let mut response = typed(StatusCode::OK, content_type(name), file.bytes.to_vec());
    // A drawing that is opened by itself does nothing.
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.headers_mut().insert(HeaderName::from_static("content-security-policy"), policy);
    response
}

/// Takes a file for an entry.
pub(super) fn receive(ask: &Ask<'_>, path: &str, form: &Form, sent: &[(String, SentFile)]) -> Response<Body> {
    let Some(key) = key_of(ask.config(), path).filter(|key| ask.site().find(key).is_some()) else {
        return ask.not_found();
    };
    let back = format!("/page/{path}");
    let refused =
        |why: String| ask.message(StatusCode::UNPROCESSABLE_ENTITY, &ask.say("file-refused", &[]), vec![why], &back);
    let file = sent.iter().find(|(name, file)| name == "file" && !file.name.is_empty());
    let Some((_, file)) = file else { return refused(ask.say("no-file", &[])) };
    let name = match name_of(ask, form.get("name"), file) {
        Ok(name) => name,
        Err(why) => return refused(why),
    };
    if !has_own_files(&key) {
        return refused(ask.say("has-no-files", &[]));
    }
    let description = form.get("description").trim();
    if is_picture(&name) && description.is_empty() {
        return refused(ask.say("description-is-needed", &[]));
    }
    let whole = format!("content/{path}/{name}");
    let _one_at_a_time = lock(&ask.desk.writing);
    if ask.shown.report.tree.get(&whole).is_some() {
        return refused(ask.not_written(WriteError::InTheWay(whole)));
    }
    let content = match std::str::from_utf8(&file.bytes) {
        Ok(text) => FileContent::Text(text.into()),
        Err(_) => FileContent::Binary(file.bytes.as_slice().into()),
    };
    let read = attachment::read(&SourceFile { path: whole.as_str().into(), content });
    if let Some(wrong) = read.diagnostics.iter().find(|one| one.severity == crate::diagnostics::Severity::Error) {
        return refused(MessageView::of_diagnostic(wrong, ask.language).line());
    }
    let mut edit = SiteEdit::new(Purpose::Add(whole.clone()));
    edit.create_file(&whole, file.bytes.clone());
    match ask.write(&edit, &back) {
        Ok(number) => {
            let shows = super::ask::query(description);
            see_other(&format!("{back}?saved={number}&file={}&shows={shows}#_files", super::ask::query(&name)))
        }
        Err(error) => refused(ask.not_written(error)),
    }
}

/// The Markdown that shows a file: a picture with its description, a document as a link by its name.
pub(super) fn markdown(id: &str, name: &str, description: &str) -> String {
    let link = if is_picture(name) { "!" } else { "" };
    let words = if description.is_empty() { name } else { description };
    format!("{link}[{}]({id}/{name})", words.replace(['[', ']', '\n'], ""))
}

fn is_picture(name: &str) -> bool {
    let is_document = |kind| matches!(kind, AttachmentKind::Pdf | AttachmentKind::Csv | AttachmentKind::Txt);
    AttachmentKind::of(name).is_some_and(|kind| !is_document(kind))
}

fn has_own_files(key: &PageKey) -> bool {
    matches!(key, PageKey::Entry(..) | PageKey::Plain(_))
}

/// The name that a file gets: what was typed, or its own, in the form that names of files have.
fn name_of(ask: &Ask<'_>, typed: &str, file: &SentFile) -> Result<String, String> {
    let given = if typed.trim().is_empty() { file.name.as_str() } else { typed.trim() };
    // Some browsers say the whole path.
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let name = format!("{}.{}", crate::locale::transliterate::slug(stem), ending.to_ascii_lowercase());
    let is_good = !name.starts_with('.') && name.len() <= NAME_LIMIT && may_be_named(&name);
    if !is_good {
        return Err(ask.say("bad-file-name", &[("name", given.into())]));
    }
    if AttachmentKind::of(&name).is_none() {
        let endings: Vec<&str> = attachment::ENDINGS.iter().map(|(ending, _)| *ending).collect();
        return Err(ask.say("bad-file-kind", &[("name", given.into()), ("endings", endings.join(", ").into())]));
    }
    Ok(name)
}

/// Removes one of an entry's files.
pub(super) fn remove(ask: &Ask<'_>, path: &str, form: &Form) -> Response<Body> {
    let back = format!("/page/{path}");
    let name = form.get("name");
    let is_there = key_of(ask.config(), path)
        .and_then(|key| ask.site().find(&key))
        .is_some_and(|id| ask.site().entry(id).attachment(name).is_some());
    let _one_at_a_time = lock(&ask.desk.writing);
    let file = ask.shown.report.tree.get(&format!("content/{path}/{name}")).filter(|_| is_there);
    let Some(file) = file else { return ask.not_found() };
    let mut edit = SiteEdit::new(Purpose::Remove(file.path.to_string()));
    edit.remove(file);
    let loaded = super::save::tried(ask, &edit);
    let mut new = crate::edit::trial::new_errors(&ask.shown.report.diagnostics, &loaded.diagnostics);
    if !new.is_empty() {
        new.sort();
        let lines = new.iter().map(|one| {
            let place = one.location.as_ref().map(|place| place.file.to_string()).unwrap_or_default();
            format!("{place}: {}", one.message.text(ask.language))
        });
        return ask.message(StatusCode::CONFLICT, &ask.say("file-is-used", &[]), lines.collect(), &back);
    }
    match ask.write(&edit, &back) {
        Ok(number) => see_other(&format!("{back}?saved={number}#_files")),
        Err(error) => {
            ask.message(StatusCode::CONFLICT, &ask.say("not-saved", &[]), vec![ask.not_written(error)], &back)
        }
    }
}
