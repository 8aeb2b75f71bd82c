//! The dashboard at `/__icsi/`: how the site is doing, and the way to every page of it.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Response, StatusCode},
};

use super::{
    Server, html, problems,
    respond::{text, typed},
    site::Built,
    state::Shown,
};
use crate::{
    config::{Config, LanguageId},
    content::PageKey,
    history,
    site::{Entry, EntryId, Site, State},
};

const STYLE: &str = include_str!("client/dashboard.css");
const ICON: &str = include_str!("client/icon.svg");
/// Below it: what changed in the original of a page since it was translated.
const CHANGES: &str = "changes/";

pub async fn respond(server: &Arc<Server>, path: &str) -> Response<Body> {
    match path {
        "dashboard.css" => typed(StatusCode::OK, "text/css; charset=utf-8", STYLE),
        "icon.svg" => typed(StatusCode::OK, "image/svg+xml", ICON),
        "" => {
            let shown = server.state.shown();
            page(dashboard(server, &shown))
        }
        path => match path.strip_prefix(CHANGES) {
            Some(which) => changes(server, which).await,
            None => text(StatusCode::NOT_FOUND, "Not found.\n"),
        },
    }
}

fn page(html: String) -> Response<Body> {
    typed(StatusCode::OK, "text/html; charset=utf-8", html)
}

fn dashboard(server: &Server, shown: &Shown) -> String {
    let mut body = String::new();
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
    html::page(server, "icsi serve", &body, &shown.print())
}

fn contents(out: &mut String) {
    out.push_str("<nav aria-label=\"On this page\"><ul>");
    for (id, title) in [
        ("translations", "Translations"),
        ("problems", "Errors and warnings"),
        ("rebuild", "Last rebuild"),
        ("drafts", "Drafts"),
        ("pages", "Pages"),
    ] {
        out.push_str(&format!("<li><a href=\"#{id}\">{title}</a></li>"));
    }
    out.push_str("</ul></nav>\n");
}

fn heading(id: &str, title: &str, out: &mut String) {
    out.push_str(&format!("<h2 id=\"{id}\">{title}</h2>\n"));
}

fn status(shown: &Shown, out: &mut String) {
    let counts = problems::counts(&shown.report.diagnostics);
    let errors = shown.report.diagnostics.has_errors();
    let note = match (errors, &shown.site, shown.complete) {
        (true, Some(_), _) => "The site is shown as it was before these errors.",
        (true, None, _) => "There is no site to show yet.",
        (false, _, false) => "Pages are still being rendered; more may come to light.",
        (false, _, true) => "Every page has been rendered.",
    };
    let class = if errors { " class=\"error\"" } else { "" };
    out.push_str(&format!("<p><strong{class}>{counts}</strong>. {note}</p>\n"));
    if let Some(site) = &shown.site {
        let base = html::text(&site.snapshot.config.base_url.path);
        out.push_str(&format!("<p><a href=\"{base}\">Open the site</a></p>\n"));
    }
}

fn state_of(entry: &Entry, language: LanguageId) -> &'static str {
    match entry.version(language).map(|version| version.state) {
        Some(State::Original) => "original",
        Some(State::Current) => "current",
        Some(State::Outdated) => "outdated",
        None => "missing",
    }
}

/// Numbers by language, then every page that wants work.
fn translations(built: &Built, out: &mut String) {
    let site = &*built.snapshot.site;
    let config = &*built.snapshot.config;
    heading("translations", "Translations", out);
    out.push_str("<div class=\"scroll\"><table><thead><tr><th>Language</th>");
    let states = ["original", "current", "outdated", "missing"];
    for state in states {
        out.push_str(&format!("<th>{state}</th>"));
    }
    out.push_str("</tr></thead><tbody>\n");
    for language in config.language_ids() {
        out.push_str(&format!("<tr><th>{}</th>", html::text(config.tag(language))));
        for state in states {
            let count = site.entries.iter().filter(|entry| state_of(entry, language) == state).count();
            // What there is none of is nothing to look at.
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
        .filter(|(entry, language)| matches!(state_of(entry, *language), "outdated" | "missing"))
        .collect();
    if wanted.is_empty() {
        out.push_str("<p>Every page is there in every language, and current.</p>\n");
        return;
    }
    out.push_str(&format!(
        "<details open><summary>{} to do</summary>\n<div class=\"scroll\"><table><tbody>\n",
        wanted.len()
    ));
    for (entry, language) in wanted {
        let state = state_of(entry, language);
        let key = html::text(&entry.key.path(config));
        let tag = html::text(config.tag(language));
        out.push_str(&format!("<tr><td>{key}</td><td>{tag}</td><td class=\"{state}\">{state}</td><td>"));
        if state == "outdated" {
            out.push_str(&format!("<a href=\"/__icsi/{CHANGES}{tag}/{key}\">what changed since</a>"));
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody></table></div></details>\n");
}

fn diagnostics(server: &Server, shown: &Shown, out: &mut String) {
    heading("problems", "Errors and warnings", out);
    let report = &shown.report;
    if report.diagnostics.is_empty() {
        out.push_str("<p>None.</p>\n");
    } else {
        let (list, more) = problems::problems(&report.diagnostics, report, &server.root, &server.editor);
        html::problems(&list, more.as_deref(), out);
    }
    if !report.advice.is_empty() {
        let count = report.advice.as_slice().len();
        out.push_str(&format!("<details><summary>{count} more that <code>icsi check</code> says</summary>\n"));
        let (list, more) = problems::problems(&report.advice, report, &server.root, &server.editor);
        html::problems(&list, more.as_deref(), out);
        out.push_str("</details>\n");
    }
}

fn last_rebuild(shown: &Shown, built: &Built, out: &mut String) {
    heading("rebuild", "Last rebuild", out);
    let rebuild = &shown.rebuild;
    let took = rebuild.took.as_secs_f64() * 1000.0;
    let files = html::text(&super::told_files(&rebuild.changed));
    out.push_str(&format!("<p>{files}: there after {took:.1} ms.</p>\n"));
    let total = built.planned().len();
    match rebuild.differing {
        Some(count) => out.push_str(&format!("<p>{count} of {total} files of the site changed.</p>\n")),
        None => out.push_str(&format!("<p>The site has {total} files.</p>\n")),
    }
    out.push_str("<div class=\"scroll\"><table><thead><tr><th>Stage</th><th>Time</th></tr></thead><tbody>\n");
    for (stage, took) in &rebuild.stages {
        let took = took.as_secs_f64() * 1000.0;
        out.push_str(&format!("<tr><td>{stage}</td><td class=\"number\">{took:.2} ms</td></tr>\n"));
    }
    out.push_str("</tbody></table></div>\n");
    if rebuild.changed.len() > 1 {
        out.push_str("<details><summary>All files</summary><ul>\n");
        for file in rebuild.changed.iter().take(1000) {
            out.push_str(&format!("<li>{}</li>\n", html::text(file)));
        }
        out.push_str("</ul></details>\n");
    }
}

fn drafts(built: &Built, out: &mut String) {
    heading("drafts", "Drafts", out);
    let drafts = &built.snapshot.drafts;
    if drafts.is_empty() {
        out.push_str("<p>None.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for file in drafts.iter() {
        out.push_str(&format!("<li>{}</li>\n", html::text(file)));
    }
    out.push_str("</ul>\n<p class=\"note\">They are shown with <code>icsi serve --drafts</code>.</p>\n");
}

/// Every page in each language, by collection.
fn pages(built: &Built, out: &mut String) {
    heading("pages", "Pages", out);
    let site = &*built.snapshot.site;
    let config = &*built.snapshot.config;
    let mut groups: Vec<(String, Vec<EntryId>)> = Vec::new();
    for id in site.entry_ids() {
        let group = match &site.entry(id).key {
            PageKey::Home | PageKey::Plain(_) => "pages".to_owned(),
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
            html::text(&group),
            ids.len()
        ));
        for id in ids {
            row(built, site, config, id, out);
        }
        out.push_str("</tbody></table></div></details>\n");
    }
}

fn row(built: &Built, site: &Site, config: &Config, id: EntryId, out: &mut String) {
    let entry = site.entry(id);
    out.push_str(&format!("<tr><td>{}</td>", html::text(&entry.key.path(config))));
    for language in config.language_ids() {
        let state = state_of(entry, language);
        let tag = html::text(config.tag(language));
        match entry.shown(language) {
            Some((version, _)) => {
                let address = format!("{}{}", config.base_url.path, built.snapshot.plan.address(id, language));
                let title = html::text(&version.page.title);
                let draft = if version.page.draft { ", draft" } else { "" };
                out.push_str(&format!(
                    "<td><a href=\"{}\" hreflang=\"{tag}\">{title}</a> <span class=\"{state}\">{tag}: {state}{draft}</span></td>",
                    html::text(&address)
                ));
            }
            None => out.push_str(&format!("<td class=\"{state}\">{tag}: {state}</td>")),
        }
    }
    out.push_str("</tr>\n");
}

/// `uk/clusters/uca`: the lines that changed in the original since.
async fn changes(server: &Arc<Server>, which: &str) -> Response<Body> {
    let shown = server.state.shown();
    let Some(built) = shown.newest.clone() else { return text(StatusCode::NOT_FOUND, "Not found.\n") };
    let site = Arc::clone(&built.snapshot.site);
    let found = which.split_once('/').and_then(|(tag, key)| {
        let language = site.config.language(tag)?;
        let id = site.entry_ids().find(|id| site.entry(*id).key.path(&site.config) == key)?;
        let entry = site.entry(id);
        let follows = entry.version(language)?.page.translates.as_ref()?.value.clone();
        // The same two texts differ in the same way.
        let memory = format!("{which} {follows} {}", entry.original()?.page.revision);
        Some((id, follows, memory))
    });
    let Some((id, follows, memory)) = found else { return text(StatusCode::NOT_FOUND, "Not found.\n") };
    let difference = match server.difference(&memory) {
        Some(known) => known,
        None => {
            let task = Arc::clone(server);
            let made = tokio::task::spawn_blocking(move || {
                let difference = history::difference(&task.root, &site, site.entry(id), &follows);
                task.remember_difference(memory, difference.clone());
                difference
            });
            made.await.unwrap_or_default()
        }
    };
    let mut body = String::from("<p><a href=\"/__icsi/\">Dashboard</a></p>\n<pre>");
    for line in difference.lines() {
        let escaped = html::text(line);
        match line.trim_start().chars().next() {
            Some('+') => body.push_str(&format!("<ins>{escaped}</ins>\n")),
            Some('-') => body.push_str(&format!("<del>{escaped}</del>\n")),
            _ => body.push_str(&format!("{escaped}\n")),
        }
    }
    body.push_str("</pre>\n");
    let title = format!("What changed in the original of {which}");
    page(html::page(server, &title, &body, &shown.print()))
}
