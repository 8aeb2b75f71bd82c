//! The screen of all mistakes of the site, each with the page where it is mended.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{Desk, ask::Ask, field_view::MessageView, proxy::Person};
use crate::{
    diagnostics::{Diagnostic, report::position_of},
    messages::MessageLanguage,
    serve::state::{Report, Shown},
};

#[derive(Debug, Serialize)]
struct ProblemsView {
    problems: Vec<ProblemView>,
}

#[derive(Debug, Serialize)]
struct ProblemView {
    message: MessageView,
    /// `content/clusters/uca.en.md:4`
    place: String,
    /// The page of the desk where it is mended; empty where there is none.
    href: String,
}

pub(super) fn show(ask: &Ask<'_>) -> Response<Body> {
    let report = &ask.shown.report;
    let problem = |diagnostic: &Diagnostic| {
        let file = diagnostic.location.as_ref().map(|location| location.file.to_string()).unwrap_or_default();
        let href = match ask.site().page_of_file(&file) {
            Some((entry, language)) => {
                let site = ask.site();
                let path = site.entry(entry).key.path(&site.config);
                format!("/page/{path}?with={}", site.config.tag(language))
            }
            None => {
                let vocabulary = file.strip_prefix("content/").and_then(|name| name.strip_suffix(".toml"));
                let known = vocabulary.filter(|name| ask.config().vocabulary_named(name).is_some());
                known.map(|name| format!("/vocabulary/{name}")).unwrap_or_default()
            }
        };
        ProblemView { href, ..problem_view(diagnostic, report, ask.language) }
    };
    let view = ProblemsView { problems: report.diagnostics.iter().map(problem).collect() };
    ask.html(StatusCode::OK, "problems.html", "/problems", &view)
}

fn problem_view(diagnostic: &Diagnostic, report: &Report, language: MessageLanguage) -> ProblemView {
    let line = position_of(diagnostic, &report.tree).map_or(1, |position| position.line);
    let place = diagnostic.location.as_ref().map(|location| format!("{}:{line}", location.file));
    ProblemView {
        message: MessageView::of_diagnostic(diagnostic, language),
        place: place.unwrap_or_default(),
        href: String::new(),
    }
}

/// The screen that is shown in the place of every other one while the files make no site. `was_sent`: instead of a form that
/// was sent, and nothing of it was saved.
pub(super) fn no_site(
    desk: &Desk,
    shown: &Shown,
    language: MessageLanguage,
    here: &str,
    person: Option<&Person>,
    was_sent: bool,
) -> Response<Body> {
    #[derive(Serialize)]
    struct NoSiteView {
        problems: Vec<ProblemView>,
        was_sent: bool,
    }
    let report = &shown.report;
    let problems = report.diagnostics.iter().map(|one| problem_view(one, report, language)).collect();
    desk.html("no_site.html", language, here, person, &NoSiteView { problems, was_sent })
}
