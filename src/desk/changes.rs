//! Screen of the saves that are in no commit yet: it commits them and takes them back.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{
    ask::{Ask, see_other},
    form::Form,
    page_view::kind_of,
    team::NotSaved,
};
use crate::{
    edit::{
        Purpose,
        write::{FileChange, WriteError, write},
    },
    history::{
        self,
        commits::{self, Author, ChangedFile, FileChangeKind},
        record::RecordedFile,
    },
    lock::lock,
};

/// The difference of so many files is shown at once.
const SHOWN: usize = 200;

#[derive(Debug, Serialize)]
struct ChangesView {
    has_repository: bool,
    files: Vec<FileView>,
    more: usize,
    message: String,
    knows_author: bool,
    author: String,
    email: String,
    problem: String,
    saved: Option<u64>,
    notice: String,
}

#[derive(Debug, Serialize)]
struct FileView {
    path: String,
    /// The page's title; empty for what is no page.
    title: String,
    href: String,
    is_chosen: bool,
    /// `new`, `changed` or `removed`
    kind: &'static str,
    /// Lines with `-` and `+`; empty for what is no text.
    difference: String,
}

pub(super) fn show(ask: &Ask<'_>) -> Response<Body> {
    screen(ask, "", None)
}

/// The screen with what stood in the form that was sent, and why nothing came of it.
fn refused(ask: &Ask<'_>, form: &Form, problem: &str) -> Response<Body> {
    screen(ask, problem, Some(form))
}

fn screen(ask: &Ask<'_>, problem: &str, sent: Option<&Form>) -> Response<Body> {
    let root = &ask.desk.root;
    let found = commits::changed_files(root);
    let has_repository = found.is_some();
    let found = found.unwrap_or_default();
    let files: Vec<FileView> = found.iter().take(SHOWN).map(|file| file_view(ask, file, sent)).collect();
    let typed = |name: &str| sent.map_or("", |form| form.get(name)).to_owned();
    let view = ChangesView {
        has_repository,
        more: found.len() - files.len(),
        message: sent.map_or_else(|| proposed(ask, &files), |form| form.get("message").to_owned()),
        author: typed("author"),
        email: typed("email"),
        knows_author: ask.person.is_some() || commits::knows_author(root),
        problem: problem.to_owned(),
        saved: ask
            .query
            .get("saved")
            .parse()
            .ok()
            .filter(|number| ask.desk.kept().save(*number, ask.person.as_ref()).is_some()),
        notice: if ask.query.get("done") == "committed" { ask.say("committed-now", &[]) } else { String::new() },
        files,
    };
    let status = if problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ask.html(status, "changes.html", "/changes", &view)
}

fn file_view(ask: &Ask<'_>, file: &ChangedFile, sent: Option<&Form>) -> FileView {
    let site = ask.site();
    let tree = &ask.shown.report.tree;
    let (title, href) = match site.page_of_file(&file.path) {
        Some((id, language)) => {
            let entry = site.entry(id);
            let own = entry.version(language).map_or("", |version| version.page.title.as_str());
            let path = entry.key.path(&site.config);
            (
                format!("{own} ({})", kind_of(ask, &entry.key).0),
                format!("/page/{path}?with={}", site.config.tag(language)),
            )
        }
        None => (String::new(), String::new()),
    };
    let old = commits::committed(&ask.desk.root, &file.path);
    let old = old.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let new = tree.get(&file.path).and_then(|file| file.text()).unwrap_or_default();
    FileView {
        path: file.path.clone(),
        title,
        href,
        is_chosen: sent.is_none_or(|form| form.all("file").any(|path| path == file.path)),
        kind: match file.kind {
            FileChangeKind::New => "new",
            FileChangeKind::Changed => "changed",
            FileChangeKind::Removed => "removed",
        },
        difference: if file.kind == FileChangeKind::Removed {
            String::new()
        } else {
            history::lines(&old, new, ask.language)
        },
    }
}

/// A message that says what was changed, for somebody to improve on.
fn proposed(ask: &Ask<'_>, files: &[FileView]) -> String {
    let mut titles: Vec<&str> = files.iter().map(|file| file.title.split(" (").next().unwrap_or_default()).collect();
    titles.retain(|title| !title.is_empty());
    titles.dedup();
    match titles.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, rest @ ..] => ask.say("message-for-many", &[("first", (*first).into()), ("count", rest.len().into())]),
    }
}

/// Commits the files that were chosen.
pub(super) fn commit(ask: &Ask<'_>, form: &Form) -> Response<Body> {
    let root = &ask.desk.root;
    let message = form.get("message").trim();
    if message.is_empty() {
        return refused(ask, form, &ask.say("message-is-needed", &[]));
    }
    let _one_at_a_time = lock(&ask.desk.writing);
    let listed = commits::changed_files(root).unwrap_or_default();
    // A file that is not in the list of changes is not committed.
    let chosen: Vec<&str> = form.all("file").filter(|path| listed.iter().any(|file| file.path == *path)).collect();
    if chosen.is_empty() {
        return refused(ask, form, &ask.say("choose-files", &[]));
    }
    if let Some((team, person)) = ask.desk.team.as_ref().zip(ask.person.as_ref()) {
        return match team.commit(&listed_files(ask, &chosen), person, message) {
            Ok(()) => see_other("/changes?done=committed"),
            Err(why) => refused(ask, form, &ask.say("git-failed", &[("why", why.text(ask.language).into())])),
        };
    }
    let (name, email) = (form.get("author").trim(), form.get("email").trim());
    let is_plain = |text: &str| !text.is_empty() && !text.contains(['<', '>', '\n']);
    let author = (is_plain(name) && is_plain(email)).then_some(Author { name, email });
    if author.is_none() && !commits::knows_author(root) {
        return refused(ask, form, &ask.say("author-is-needed", &[]));
    }
    match commits::commit(root, &chosen, message, author) {
        Ok(()) => see_other("/changes?done=committed"),
        Err(why) => refused(ask, form, &ask.say("git-failed", &[("why", why.trim().to_owned().into())])),
    }
}

/// Files with what the last commit and the folder say.
fn listed_files(ask: &Ask<'_>, paths: &[&str]) -> Vec<RecordedFile> {
    let file = |path: &&str| RecordedFile {
        path: (*path).to_owned(),
        before: commits::committed(&ask.desk.root, path),
        after: commits::now(&ask.desk.root, path),
    };
    paths.iter().map(file).collect()
}

/// Brings a removed file back as it was in the last commit.
pub(super) fn restore(ask: &Ask<'_>, form: &Form) -> Response<Body> {
    let root = &ask.desk.root;
    let path = form.get("file");
    let _one_at_a_time = lock(&ask.desk.writing);
    let listed = commits::changed_files(root).unwrap_or_default();
    let is_removed = listed.iter().any(|file| file.path == path && file.kind == FileChangeKind::Removed);
    let Some(bytes) = commits::committed(root, path).filter(|_| is_removed) else { return ask.not_found() };
    let change = FileChange::Create { path: path.to_owned(), like: None, bytes: bytes.clone() };
    if let Err(error) = write(root, &Purpose::Restore(path.to_owned()), &[change]) {
        return screen(ask, &ask.not_written(error), None);
    }
    // The last commit has it: there is nothing to commit.
    ask.desk.wait_for(&[(path.to_owned(), Some(bytes))]);
    see_other("/changes")
}

/// Takes a save back.
pub(super) fn undo(ask: &Ask<'_>, form: &Form) -> Response<Body> {
    let _one_at_a_time = lock(&ask.desk.writing);
    let Ok(number) = form.get("save").parse::<u64>() else { return ask.not_found() };
    match ask.undo(number) {
        Ok(place) => {
            let mark = if place.contains('?') { '&' } else { '?' };
            see_other(&format!("{place}{mark}done=undone"))
        }
        Err(Some(error)) => {
            let why = match &error {
                // Whoever saved twice has changed the file again without anybody else.
                NotSaved::Write(WriteError::Changed(file)) => {
                    ask.say("saved-again-since", &[("file", file.as_str().into())])
                }
                _ => ask.not_written(error),
            };
            ask.message(StatusCode::CONFLICT, &ask.say("cannot-undo", &[]), vec![why], "/")
        }
        Err(None) => {
            ask.message(StatusCode::NOT_FOUND, &ask.say("cannot-undo", &[]), vec![ask.say("too-old", &[])], "/")
        }
    }
}
