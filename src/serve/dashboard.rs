//! The dashboard at `/__icsi/` (the state of the site, and a link to every page), and the HTML that the server's own pages
//! are made of.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Response, StatusCode},
};

use super::{
    Server,
    language::CHOICE,
    problems::{self, Problem},
    reply::{text, typed},
    site::Built,
    state::Shown,
};
use crate::{
    config::{Config, LanguageId},
    content::PageKey,
    history, message,
    message::{Message, decimal},
    messages::MessageLanguage,
    site::{Entry, EntryId, Site},
    text::escape,
};

const STYLE: &str = include_str!("client/dashboard.css");
const ICON: &str = include_str!("client/icon.svg");
/// The folder of pages that show what changed in an original since it was translated.
const CHANGES: &str = "changes/";

pub(super) async fn respond(server: &Arc<Server>, path: &str, language: MessageLanguage) -> Response<Body> {
    match path {
        "dashboard.css" => typed(StatusCode::OK, "text/css; charset=utf-8", STYLE),
        "icon.svg" => typed(StatusCode::OK, "image/svg+xml", ICON),
        "" => {
            let shown = server.state.shown();
            page(dashboard(server, &shown, language))
        }
        path => match path.strip_prefix(CHANGES) {
            Some(which) => changes(server, which, language).await,
            None => text(StatusCode::NOT_FOUND, &message!("reply-not-found"), language),
        },
    }
}

fn page(html: String) -> Response<Body> {
    typed(StatusCode::OK, "text/html; charset=utf-8", html)
}

fn dashboard(server: &Server, shown: &Shown, language: MessageLanguage) -> String {
    let mut body = HtmlPage::new(language);
    status(shown, &mut body);
    if let Some(built) = &shown.newest {
        contents(&mut body);
        translations(built, &mut body);
        diagnostics(server, shown, &mut body);
        last_rebuild(shown, built, &mut body);
        drafts(built, &mut body);
        pages(built, &mut body);
    } else {
        diagnostics(server, shown, &mut body);
    }
    switch(&mut body);
    html_page(server, "icsi serve", &body, &shown.version())
}

/// The parts of the dashboard, by their anchors.
const PARTS: &[&str] = &["translations", "problems", "rebuild", "drafts", "pages"];

fn contents(out: &mut HtmlPage) {
    let label = out.say(message!("dashboard-contents"));
    out.push_str(&format!("<nav aria-label=\"{label}\"><ul>"));
    for id in PARTS {
        let title = out.say(message!("dashboard-part", id = *id));
        out.push_str(&format!("<li><a href=\"#{id}\">{title}</a></li>"));
    }
    out.push_str("</ul></nav>\n");
}

fn heading(id: &str, out: &mut HtmlPage) {
    let title = out.say(message!("dashboard-part", id));
    out.push_str(&format!("<h2 id=\"{id}\">{title}</h2>\n"));
}

fn status(shown: &Shown, out: &mut HtmlPage) {
    let counts = shown.report.diagnostics.counts();
    let errors = shown.report.diagnostics.has_errors();
    let note = match (errors, &shown.site, shown.complete) {
        (true, Some(_), _) => message!("dashboard-site-before"),
        (true, None, _) => message!("dashboard-no-site"),
        (false, _, false) => message!("dashboard-rendering"),
        (false, _, true) => message!("dashboard-rendered"),
    };
    let (counts, note) = (out.say(counts), out.say(note));
    let class = if errors { " class=\"error\"" } else { "" };
    out.push_str(&format!("<p><strong{class}>{counts}</strong>. {note}</p>\n"));
    if let Some(site) = &shown.site {
        let base = escaped(&site.snapshot.config.base_url.path);
        let open = out.say(message!("dashboard-open-site"));
        out.push_str(&format!("<p><a href=\"{base}\">{open}</a></p>\n"));
    }
}

/// The number of pages by language and state, then every page that wants work.
fn translations(built: &Built, out: &mut HtmlPage) {
    let site = &*built.snapshot.site;
    let config = &*built.snapshot.config;
    heading("translations", out);
    let word = out.say(message!("dashboard-language"));
    out.push_str(&format!("<div class=\"scroll\"><table><thead><tr><th>{word}</th>"));
    let states = ["original", "current", "outdated", "missing"];
    for state in states {
        let word = out.say(message!("state", state));
        out.push_str(&format!("<th>{word}</th>"));
    }
    out.push_str("</tr></thead><tbody>\n");
    for language in config.language_ids() {
        out.push_str(&format!("<tr><th>{}</th>", escaped(config.tag(language))));
        for state in states {
            let count = site.entries.iter().filter(|entry| entry.state_name(language) == state).count();
            // Zeros are greyed out.
            let class = if count > 0 { state } else { "none" };
            out.push_str(&format!("<td class=\"{class}\">{count}</td>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    let wanted: Vec<(&Entry, LanguageId)> = site
        .entries
        .iter()
        .flat_map(|entry| config.language_ids().map(move |language| (entry, language)))
        .filter(|(entry, language)| matches!(entry.state_name(*language), "outdated" | "missing"))
        .collect();
    if wanted.is_empty() {
        let all = out.say(message!("dashboard-all-current"));
        return out.push_str(&format!("<p>{all}</p>\n"));
    }
    let count = out.say(message!("dashboard-to-do", count = wanted.len()));
    out.push_str(&format!("<details open><summary>{count}</summary>\n<div class=\"scroll\"><table><tbody>\n"));
    for (entry, language) in wanted {
        let state = entry.state_name(language);
        let key = escaped(&entry.key.path(config));
        let tag = escaped(config.tag(language));
        let word = out.say(message!("state", state));
        out.push_str(&format!("<tr><td>{key}</td><td>{tag}</td><td class=\"{state}\">{word}</td><td>"));
        if state == "outdated" {
            let link = out.say(message!("dashboard-changes-link"));
            out.push_str(&format!("<a href=\"/__icsi/{CHANGES}{tag}/{key}\">{link}</a>"));
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody></table></div></details>\n");
}

fn diagnostics(server: &Server, shown: &Shown, out: &mut HtmlPage) {
    heading("problems", out);
    let report = &shown.report;
    if report.diagnostics.is_empty() {
        none(out);
    } else {
        let (list, more) = problems::problems(&report.diagnostics, report, &server.root, &server.editor, out.language);
        problem_list(&list, more.as_deref(), out);
    }
    if !report.advice.is_empty() {
        let count = report.advice.as_slice().len();
        let more = out.say_with_markup(message!("dashboard-advice", count, command = "<code>icsi check</code>"));
        out.push_str(&format!("<details><summary>{more}</summary>\n"));
        let (list, more) = problems::problems(&report.advice, report, &server.root, &server.editor, out.language);
        problem_list(&list, more.as_deref(), out);
        out.push_str("</details>\n");
    }
}

fn last_rebuild(shown: &Shown, built: &Built, out: &mut HtmlPage) {
    heading("rebuild", out);
    let rebuild = &shown.rebuild;
    let took = decimal(rebuild.took.as_secs_f64() * 1000.0, 1);
    let there = out.say(message!("dashboard-there", files = super::name_files(&rebuild.changed), took));
    out.push_str(&format!("<p>{there}</p>\n"));
    let total = out.say(message!("dashboard-files", count = built.planned().len()));
    out.push_str(&format!("<p>{total}</p>\n"));
    let (stage, time) = (out.say(message!("dashboard-stage")), out.say(message!("dashboard-time")));
    let head = format!("<th>{stage}</th><th>{time}</th>");
    out.push_str(&format!("<div class=\"scroll\"><table><thead><tr>{head}</tr></thead><tbody>\n"));
    for (stage, took) in &rebuild.stages {
        let stage = out.say(message!("stage", stage = *stage));
        let took = out.say(message!("milliseconds", number = decimal(took.as_secs_f64() * 1000.0, 2)));
        out.push_str(&format!("<tr><td>{stage}</td><td class=\"number\">{took}</td></tr>\n"));
    }
    out.push_str("</tbody></table></div>\n");
    if rebuild.changed.len() > 1 {
        let all = out.say(message!("dashboard-all-files"));
        out.push_str(&format!("<details><summary>{all}</summary><ul>\n"));
        for file in rebuild.changed.iter().take(1000) {
            out.push_str(&format!("<li>{}</li>\n", escaped(file)));
        }
        out.push_str("</ul></details>\n");
    }
}

fn drafts(built: &Built, out: &mut HtmlPage) {
    heading("drafts", out);
    let drafts = &built.snapshot.drafts;
    if drafts.is_empty() {
        return none(out);
    }
    out.push_str("<ul>\n");
    for file in drafts.iter() {
        out.push_str(&format!("<li>{}</li>\n", escaped(file)));
    }
    let note = out.say_with_markup(message!("dashboard-drafts-note", command = "<code>icsi serve --drafts</code>"));
    out.push_str(&format!("</ul>\n<p class=\"note\">{note}</p>\n"));
}

/// Links to every page in each language, by collection.
fn pages(built: &Built, out: &mut HtmlPage) {
    heading("pages", out);
    let site = &*built.snapshot.site;
    let config = &*built.snapshot.config;
    let mut groups: Vec<(String, Vec<EntryId>)> = Vec::new();
    for id in site.entry_ids() {
        let group = match &site.entry(id).key {
            PageKey::Home | PageKey::Plain(_) => out.say(message!("dashboard-plain-pages")),
            PageKey::CollectionIndex(collection) | PageKey::Entry(collection, _) => {
                config.collection(*collection).name.clone()
            }
            PageKey::VocabularyIndex(vocabulary) | PageKey::Term(vocabulary, _) => {
                config.vocabulary(*vocabulary).name.clone()
            }
        };
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, ids)) => ids.push(id),
            None => groups.push((group, vec![id])),
        }
    }
    for (group, ids) in groups {
        out.push_str(&format!(
            "<details><summary>{} ({})</summary>\n<div class=\"scroll\"><table><tbody>\n",
            escaped(&group),
            ids.len()
        ));
        for id in ids {
            row(built, site, config, id, out);
        }
        out.push_str("</tbody></table></div></details>\n");
    }
}

fn row(built: &Built, site: &Site, config: &Config, id: EntryId, out: &mut HtmlPage) {
    let entry = site.entry(id);
    out.push_str(&format!("<tr><td>{}</td>", escaped(&entry.key.path(config))));
    for language in config.language_ids() {
        let state = entry.state_name(language);
        let tag = escaped(config.tag(language));
        match entry.shown(language) {
            Some((version, _)) => {
                let address = format!("{}{}", config.base_url.path, built.snapshot.plan.address(id, language));
                let title = escaped(&version.page.title);
                let draft = if version.page.draft { out.say(message!("dashboard-draft")) } else { String::new() };
                let word = out.say(message!("state", state));
                out.push_str(&format!(
                    "<td><a href=\"{}\" hreflang=\"{tag}\">{title}</a> <span class=\"{state}\">{tag}: {word}{draft}</span></td>",
                    escaped(&address)
                ));
            }
            None => {
                let word = out.say(message!("state", state));
                out.push_str(&format!("<td class=\"{state}\">{tag}: {word}</td>"));
            }
        }
    }
    out.push_str("</tr>\n");
}

/// The changes to the original since it was translated; `which` is `uk/clusters/uca`.
async fn changes(server: &Arc<Server>, which: &str, spoken: MessageLanguage) -> Response<Body> {
    let shown = server.state.shown();
    let Some(built) = shown.newest.clone() else {
        return text(StatusCode::NOT_FOUND, &message!("reply-not-found"), spoken);
    };
    let site = Arc::clone(&built.snapshot.site);
    let found = which.split_once('/').and_then(|(tag, key)| {
        let language = site.config.language(tag)?;
        let id = site.entry_ids().find(|id| site.entry(*id).key.path(&site.config) == key)?;
        let entry = site.entry(id);
        let follows = entry.version(language)?.page.translates.as_ref()?.value.clone();
        // The difference is always the same for the same two texts.
        let key = format!("{which} {follows} {} {}", entry.revision()?, spoken.tag());
        Some((id, follows, key))
    });
    let Some((id, follows, key)) = found else {
        return text(StatusCode::NOT_FOUND, &message!("reply-not-found"), spoken);
    };
    let difference = match server.difference(&key) {
        Some(known) => known,
        None => {
            let task = Arc::clone(server);
            let made = tokio::task::spawn_blocking(move || {
                let difference = history::difference(&task.root, &site, site.entry(id), &follows, spoken);
                task.remember_difference(key, difference.clone());
                difference
            });
            made.await.unwrap_or_default()
        }
    };
    let mut body = HtmlPage::new(spoken);
    let dashboard = body.say(message!("dashboard"));
    body.push_str(&format!("<p><a href=\"/__icsi/\">{dashboard}</a></p>\n<pre>"));
    for line in difference.lines() {
        let escaped = escaped(line);
        match line.trim_start().chars().next() {
            Some('+') => body.push_str(&format!("<ins>{escaped}</ins>\n")),
            Some('-') => body.push_str(&format!("<del>{escaped}</del>\n")),
            _ => body.push_str(&format!("{escaped}\n")),
        }
    }
    body.push_str("</pre>\n");
    let title = message!("dashboard-changes", page = which).text(spoken);
    page(html_page(server, &title, &body, &shown.version()))
}

/// HTML in the making, for a reader of one language.
#[derive(Debug)]
pub(super) struct HtmlPage {
    text: String,
    pub language: MessageLanguage,
}

impl HtmlPage {
    pub(super) fn new(language: MessageLanguage) -> Self {
        Self { text: String::new(), language }
    }

    fn push_str(&mut self, html: &str) {
        self.text.push_str(html);
    }

    /// A message's words, escaped.
    fn say(&self, message: Message) -> String {
        escaped(&message.text(self.language))
    }

    /// A message's words with HTML in them, which is this program's own.
    fn say_with_markup(&self, message: Message) -> String {
        message.text(self.language)
    }
}

fn none(out: &mut HtmlPage) {
    let none = out.say(message!("dashboard-none"));
    out.push_str(&format!("<p>{none}</p>\n"));
}

/// Links to the dashboard in each language; the browser remembers which was followed.
fn switch(out: &mut HtmlPage) {
    let label = out.say(message!("dashboard-language"));
    out.push_str(&format!("<nav class=\"languages\" aria-label=\"{label}\"><ul>"));
    for language in MessageLanguage::ALL {
        let (tag, name) = (language.tag(), language.own_name());
        let current = if language == out.language { " aria-current=\"true\"" } else { "" };
        out.push_str(&format!("<li><a href=\"/__icsi/?{CHOICE}={tag}\" lang=\"{tag}\"{current}>{name}</a></li>"));
    }
    out.push_str("</ul></nav>\n");
}

/// A whole page of the server's own. `body` is HTML, `title` is text.
pub(super) fn html_page(server: &Server, title: &str, body: &HtmlPage, version: &str) -> String {
    let token = &server.token;
    let (lang, body) = (body.language.tag(), &body.text);
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/__icsi/dashboard.css\">\n<link rel=\"icon\" href=\"/__icsi/icon.svg\">\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}</main>\n<script src=\"/__icsi/{token}/reload.js\" data-page=\"{version}\"></script>\n\
         </body>\n</html>\n"
    )
}

pub(super) fn problem_list(list: &[Problem], more: Option<&str>, out: &mut HtmlPage) {
    out.push_str("<ol class=\"problems\">\n");
    for problem in list {
        out.push_str(&format!("<li class=\"{}\"><pre>{}</pre>", problem.severity, escaped(&problem.text)));
        if let Some(place) = &problem.place {
            match &problem.editor {
                Some(editor) => out.push_str(&format!("<a href=\"{}\">{}</a>", escaped(editor), escaped(place))),
                None => out.push_str(&escaped(place)),
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
    if let Some(more) = more {
        out.push_str(&format!("<p>{}</p>\n", escaped(more)));
    }
}

/// A text escaped for element content and attribute values.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::attribute(text, &mut out);
    out
}
