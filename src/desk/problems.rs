//! All that is wrong with the site, each mistake with the page where it is mended.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{ask::Ask, field_view::MessageView};
use crate::diagnostics::report::position_of;

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
    let problem = |diagnostic: &crate::diagnostics::Diagnostic| {
        let file = diagnostic.location.as_ref().map(|location| location.file.to_string()).unwrap_or_default();
        let line = position_of(diagnostic, &report.tree).map_or(1, |position| position.line);
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
        let place = if file.is_empty() { String::new() } else { format!("{file}:{line}") };
        ProblemView { message: MessageView::of_diagnostic(diagnostic, ask.language), place, href }
    };
    let view = ProblemsView { problems: report.diagnostics.iter().map(problem).collect() };
    ask.html(StatusCode::OK, "problems.html", "/problems", &view)
}
