//! Creating, renaming and removing pages. The changes are shown before they are made.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{
    ask::{Ask, key_of, see_other},
    field_view::{MessageView, title},
    form::Form,
    page_view::kind_of,
};
use crate::{
    config::{ID_LIMIT, LanguageId, is_id},
    content::PageKey,
    edit::{
        FileFormat, Operation, PlainValue, Purpose, Refusal, Schema, SiteEdit, Step, apply,
        mentions::Mention,
        remove::{self, NotRemoved},
        rename::{self, Known},
        trial::{self, Before, Objection, Stamps},
    },
    locale::transliterate,
    lock::lock,
    system::may_be_named,
};

#[derive(Debug, Default, Serialize)]
struct NewView {
    kinds: Vec<PageKindView>,
    kind: String,
    /// The path of a page that is to be made, where its kind leaves no choice: `countries/pl`.
    page: String,
    languages: Vec<PageLanguageView>,
    title: String,
    id: String,
    problem: String,
}

#[derive(Debug, Serialize)]
struct PageKindView {
    name: String,
    title: String,
    is_chosen: bool,
}

#[derive(Debug, Serialize)]
struct PageLanguageView {
    tag: String,
    name: String,
    is_chosen: bool,
}

/// Asks what is to be made.
pub(super) fn show(ask: &Ask<'_>) -> Response<Body> {
    let page = ask.query.get("page");
    let title = match key_of(ask.config(), page) {
        Some(PageKey::Term(vocabulary, id)) => {
            let term = ask.site().find_term(vocabulary, &id).and_then(|term| ask.site().term(vocabulary, term));
            term.map(|term| term.title.get(ask.labels()).to_owned()).unwrap_or_default()
        }
        Some(key @ (PageKey::CollectionIndex(_) | PageKey::VocabularyIndex(_))) => kind_of(ask, &key).0,
        _ => String::new(),
    };
    asked(ask, ask.query.get("kind"), &Form::from_pairs([("page", page), ("title", title.as_str())]), String::new())
}

fn asked(ask: &Ask<'_>, kind: &str, form: &Form, problem: String) -> Response<Body> {
    let config = ask.config();
    let labels = ask.labels();
    let is_chosen = |name: &str| name == kind;
    let mut kinds: Vec<PageKindView> = config
        .collections
        .iter()
        .map(|collection| PageKindView {
            name: collection.name.clone(),
            title: collection.title.get(labels).to_owned(),
            is_chosen: is_chosen(&collection.name),
        })
        .collect();
    kinds.push(PageKindView {
        name: "pages".to_owned(),
        title: ask.say("plain-page", &[]),
        is_chosen: is_chosen("pages"),
    });
    let wanted = config.language(form.get("language")).unwrap_or(labels);
    let languages = config.language_ids().map(|language| PageLanguageView {
        tag: config.tag(language).to_owned(),
        name: ask.site().locale(language).own_name().to_owned(),
        is_chosen: language == wanted,
    });
    let view = NewView {
        kinds,
        kind: kind.to_owned(),
        page: form.get("page").to_owned(),
        languages: languages.collect(),
        title: form.get("title").to_owned(),
        id: form.get("id").to_owned(),
        problem: problem.clone(),
    };
    let status = if problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ask.html(status, "new.html", "/new", &view)
}

/// Makes a page: a draft in one language, with a title.
pub(super) fn post(ask: &Ask<'_>, form: &Form) -> Response<Body> {
    let kind = form.get("kind");
    let again = |problem: String| asked(ask, kind, form, problem);
    let title = form.get("title").trim();
    if title.is_empty() {
        return again(ask.say("title-is-needed", &[]));
    }
    let (key, language) = match wanted(ask, form, title) {
        Ok(wanted) => wanted,
        Err(problem) => return again(problem),
    };
    let path = key.path(ask.config());
    let file = format!("content/{path}.{}.md", ask.config().tag(language));
    let _one_at_a_time = lock(&ask.desk.writing);
    let tree = &ask.shown.report.tree;
    let is_there = ask.config().languages.iter().any(|tag| tree.get(&format!("content/{path}.{tag}.md")).is_some());
    if is_there || ask.site().find(&key).is_some() {
        return again(ask.say("id-is-taken", &[("path", path.as_str().into())]));
    }
    let schema = Schema::of_page(ask.config(), &[]);
    let set = |key: &str, value: PlainValue| Operation::Set { path: vec![Step::Key(key.to_owned())], value };
    let operations = [set("title", PlainValue::text(title)), set("draft", PlainValue::Boolean(true))];
    let text = match apply("+++\n+++\n", FileFormat::Page, &schema, &operations) {
        Ok(text) => text,
        Err(refusal) => return again(said(ask, &refusal)),
    };
    let mut edit = SiteEdit::new(Purpose::Add(path.clone()));
    edit.create_file(&file, text.into_bytes());
    match ask.write(&edit, &format!("/page/{path}")) {
        Ok(_) => see_other(&format!("/page/{path}?done=new")),
        Err(error) => again(ask.not_written(error)),
    }
}

/// Refuses what can be no id of a new page or term.
pub(super) fn check_id(ask: &Ask<'_>, id: &str) -> Result<(), String> {
    let why = if id.len() > ID_LIMIT {
        "id-is-too-long"
    } else if !is_id(id) || matches!(id, "index" | "page") {
        "cannot-be-an-id"
    } else if !may_be_named(id) {
        "cannot-be-on-windows"
    } else {
        return Ok(());
    };
    Err(ask.say(why, &[("id", id.into()), ("limit", ID_LIMIT.into())]))
}

/// The key that a form asks for, with the language of its original.
fn wanted(ask: &Ask<'_>, form: &Form, title: &str) -> Result<(PageKey, LanguageId), String> {
    let config = ask.config();
    let language = config.language(form.get("language")).unwrap_or_else(|| ask.labels());
    if !form.get("page").is_empty() {
        let key = key_of(config, form.get("page"));
        return key.map(|key| (key, language)).ok_or_else(|| ask.say("not-found", &[]));
    }
    let typed = form.get("id").trim();
    let id = if typed.is_empty() { transliterate::slug(title) } else { typed.to_owned() };
    check_id(ask, &id)?;
    match form.get("kind") {
        "pages" => Ok((PageKey::Plain(id), language)),
        kind => match config.collection_named(kind) {
            Some(collection) => Ok((PageKey::Entry(collection, id), language)),
            None => Err(ask.say("choose-a-kind", &[])),
        },
    }
}

#[derive(Debug, Default, Serialize)]
struct ConfirmView {
    title: String,
    lines: Vec<String>,
    problem: String,
    /// Lines with `-` and `+`.
    difference: String,
    mentions: Vec<MentionView>,
    action: String,
    /// A text to be typed: its label and what stands in it.
    input: Option<(String, String)>,
    hidden: Vec<(String, String)>,
    /// Empty where nothing can be done.
    button: String,
    is_dangerous: bool,
    back: String,
}

#[derive(Debug, Serialize)]
struct MentionView {
    label: String,
    place: String,
    href: String,
}

fn known<'k>(ask: &'k Ask<'_>) -> Known<'k> {
    let snapshot = &ask.built.snapshot;
    Known { site: &snapshot.site, plan: &snapshot.plan, tree: &ask.shown.report.tree }
}

/// The desk's address of a page or term.
fn place_of(ask: &Ask<'_>, key: &PageKey) -> String {
    match key {
        PageKey::Term(..) => format!("/term/{}", key.path(ask.config())),
        _ => format!("/page/{}", key.path(ask.config())),
    }
}

fn shown_title(ask: &Ask<'_>, key: &PageKey) -> Option<String> {
    let site = ask.site();
    if let PageKey::Term(vocabulary, id) = key {
        let term = site.find_term(*vocabulary, id).and_then(|term| site.term(*vocabulary, term))?;
        return Some(term.title.get(ask.labels()).to_owned());
    }
    site.find(key).map(|id| title(site.entry(id), ask.labels()).to_owned())
}

pub(super) fn show_rename(ask: &Ask<'_>, path: &str) -> Response<Body> {
    let Some(key) = key_of(ask.config(), path) else { return ask.not_found() };
    if shown_title(ask, &key).is_none() {
        return ask.not_found();
    }
    let view = rename_view(ask, &key, key.id());
    ask.html(StatusCode::OK, "confirm.html", &format!("/rename/{path}"), &view)
}

fn rename_view(ask: &Ask<'_>, key: &PageKey, id: &str) -> ConfirmView {
    let title = shown_title(ask, key).unwrap_or_default();
    ConfirmView {
        title: ask.say("rename-title", &[("title", title.into())]),
        lines: vec![ask.say("rename-explained", &[])],
        action: format!("/rename/{}", key.path(ask.config())),
        input: Some((ask.say("new-id", &[]), id.to_owned())),
        button: ask.say("show-what-changes", &[]),
        back: place_of(ask, key),
        ..ConfirmView::default()
    }
}

pub(super) fn post_rename(ask: &Ask<'_>, path: &str, form: &Form) -> Response<Body> {
    let Some(key) = key_of(ask.config(), path).filter(|key| shown_title(ask, key).is_some()) else {
        return ask.not_found();
    };
    let id = form.get("input").trim();
    let here = format!("/rename/{path}");
    let mut view = rename_view(ask, &key, id);
    let _one_at_a_time = lock(&ask.desk.writing);
    let edit = match try_rename(ask, &key, id) {
        Ok(edit) => edit,
        Err(problem) => {
            view.problem = problem;
            return ask.html(StatusCode::UNPROCESSABLE_ENTITY, "confirm.html", &here, &view);
        }
    };
    if form.get("confirm") != id {
        view.difference = edit.difference(ask.language);
        view.hidden = vec![("confirm".to_owned(), id.to_owned())];
        view.button = ask.say("rename", &[]);
        return ask.html(StatusCode::OK, "confirm.html", &here, &view);
    }
    let new = match &key {
        PageKey::Term(vocabulary, _) => PageKey::Term(*vocabulary, id.to_owned()),
        PageKey::Entry(collection, _) => PageKey::Entry(*collection, id.to_owned()),
        _ => PageKey::Plain(id.to_owned()),
    };
    let place = place_of(ask, &new);
    // Undone, the page is at its old address again.
    match ask.write(&edit, &place_of(ask, &key)) {
        Ok(number) => see_other(&format!("{place}?saved={number}")),
        Err(error) => {
            view.problem = ask.not_written(error);
            ask.html(StatusCode::CONFLICT, "confirm.html", &here, &view)
        }
    }
}

fn try_rename(ask: &Ask<'_>, key: &PageKey, id: &str) -> Result<SiteEdit, String> {
    let edit = rename::rename(known(ask), key, id).map_err(|refusal| said(ask, &refusal))?;
    try_edit(ask, edit, Some((key, id)))
}

/// Tries an edit of the whole site. The error is for people.
fn try_edit(ask: &Ask<'_>, edit: SiteEdit, renamed: trial::RenamedKey<'_>) -> Result<SiteEdit, String> {
    let before = Before {
        tree: &ask.shown.report.tree,
        site: ask.site(),
        diagnostics: &ask.shown.report.diagnostics,
        options: &ask.desk.options,
    };
    trial::tried(before, edit, renamed, Stamps::Keep).map_err(|objection| match objection {
        Objection::Refused(refusal) => said(ask, &refusal),
        Objection::Errors(diagnostics, _) => {
            let lines = diagnostics.iter().map(|one| MessageView::of_diagnostic(one, ask.language).line());
            lines.collect::<Vec<_>>().join("; ")
        }
    })
}

fn said(ask: &Ask<'_>, refusal: &Refusal) -> String {
    MessageView::of_refusal(refusal, ask.language).line()
}

pub(super) fn show_remove(ask: &Ask<'_>, path: &str) -> Response<Body> {
    let Some(key) = key_of(ask.config(), path) else { return ask.not_found() };
    let Some(view) = remove_view(ask, &key, ask.query.get("language")) else { return ask.not_found() };
    ask.html(StatusCode::OK, "confirm.html", &format!("/remove/{path}"), &view.0)
}

/// Describes what a removal would do, with the edit that does it where it can be done.
fn remove_view(ask: &Ask<'_>, key: &PageKey, language: &str) -> Option<(ConfirmView, Option<SiteEdit>)> {
    let title = shown_title(ask, key)?;
    let chosen = ask.config().language(language);
    let mut view = ConfirmView {
        title: match chosen {
            None => ask.say("remove-title", &[("title", title.into())]),
            Some(language) => {
                let name = ask.site().locale(language).own_name().to_owned();
                ask.say("remove-translation-title", &[("title", title.into()), ("language", name.into())])
            }
        },
        action: format!("/remove/{}", key.path(ask.config())),
        hidden: vec![("language".to_owned(), language.to_owned())],
        is_dangerous: true,
        back: place_of(ask, key),
        ..ConfirmView::default()
    };
    let edit = match chosen {
        Some(language) => remove::remove_translation(known(ask), ask.site().find(key)?, language),
        None => remove::remove(known(ask), key),
    };
    let edit = edit.map_err(|kept| match kept {
        NotRemoved::Refused(refusal) => said(ask, &refusal),
        NotRemoved::Named(mentions) => {
            view.mentions = mentions_view(ask, &mentions);
            ask.say("is-named", &[("count", view.mentions.len().into())])
        }
    });
    match edit.and_then(|edit| try_edit(ask, edit, None)) {
        Ok(edit) => {
            view.lines = vec![ask.say("remove-explained", &[])];
            view.difference = edit.difference(ask.language);
            view.button = ask.say("remove", &[]);
            Some((view, Some(edit)))
        }
        Err(problem) => {
            view.problem = problem;
            Some((view, None))
        }
    }
}

fn mentions_view(ask: &Ask<'_>, mentions: &[Mention]) -> Vec<MentionView> {
    let site = ask.site();
    let view = |mention: &Mention| {
        let (label, href) = match site.page_of_file(&mention.file) {
            Some((id, language)) => {
                let entry = site.entry(id);
                let path = entry.key.path(&site.config);
                (title(entry, ask.labels()).to_owned(), format!("/page/{path}?with={}", site.config.tag(language)))
            }
            None => (mention.file.to_string(), String::new()),
        };
        MentionView { label, place: format!("{}:{}", mention.file, mention.line), href }
    };
    mentions.iter().map(view).collect()
}

pub(super) fn post_remove(ask: &Ask<'_>, path: &str, form: &Form) -> Response<Body> {
    let Some(key) = key_of(ask.config(), path) else { return ask.not_found() };
    let here = format!("/remove/{path}");
    let _one_at_a_time = lock(&ask.desk.writing);
    let Some((mut view, edit)) = remove_view(ask, &key, form.get("language")) else { return ask.not_found() };
    let Some(edit) = edit else { return ask.html(StatusCode::CONFLICT, "confirm.html", &here, &view) };
    match ask.write(&edit, &place_of(ask, &key)) {
        Ok(number) => see_other(&format!("/changes?saved={number}")),
        Err(error) => {
            view.problem = ask.not_written(error);
            ask.html(StatusCode::CONFLICT, "confirm.html", &here, &view)
        }
    }
}
