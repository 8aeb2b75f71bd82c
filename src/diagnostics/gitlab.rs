//! Diagnostics as GitLab's Code Quality report, which a merge request shows at its lines: one JSON array, empty when
//! there is nothing to report.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{
    Diagnostics, Severity,
    position::Position,
    report::{Sources, position_of},
};
use crate::{message, messages::MessageLanguage, text::hex};

/// A fingerprint has so many bytes.
const FINGERPRINT: usize = 16;

/// Findings that belong to no file are shown at the file that describes the site: each needs a place.
const ELSEWHERE: &str = "site.toml";

#[derive(Serialize)]
struct GitlabFinding<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: GitlabPlace<'a>,
}

#[derive(Serialize)]
struct GitlabPlace<'a> {
    path: &'a str,
    lines: GitlabLines,
}

#[derive(Serialize)]
struct GitlabLines {
    begin: usize,
}

/// The whole report, with a line end. GitLab compares findings of two reports by their fingerprints: they depend on the
/// file, the rule and the message in English, not on the line or the language, so that a line added above brings no new
/// finding.
pub(super) fn report(diagnostics: &Diagnostics, sources: &dyn Sources, language: MessageLanguage) -> String {
    let mut seen = BTreeMap::<String, usize>::new();
    let findings: Vec<GitlabFinding<'_>> = diagnostics
        .iter()
        .map(|diagnostic| {
            let path = diagnostic.location.as_ref().map_or(ELSEWHERE, |location| &*location.file);
            let Position { line, .. } = position_of(diagnostic, sources).unwrap_or(Position { line: 1, column: 1 });
            let what = format!("{path}\n{}\n{}", diagnostic.rule.name(), diagnostic.message);
            let times = seen.entry(what.clone()).or_default();
            *times += 1;
            let message = diagnostic.message.text(language);
            let hint = diagnostic.hint.as_ref().map(|hint| message!("word-hint-in-brackets", hint).text(language));
            GitlabFinding {
                description: message + &hint.unwrap_or_default(),
                check_name: diagnostic.rule.name(),
                fingerprint: hex(Sha256::digest(format!("{what}\n{times}")).iter().take(FINGERPRINT)),
                severity: match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                location: GitlabPlace { path, lines: GitlabLines { begin: line } },
            }
        })
        .collect();
    // A list of structs of strings and numbers always serialises.
    serde_json::to_string_pretty(&findings).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Diagnostic, Location, Rule};

    struct Text(&'static str);

    impl Sources for Text {
        fn text(&self, _file: &str) -> Option<&str> {
            Some(self.0)
        }
    }

    fn fingerprints(text: &'static str) -> Vec<String> {
        let found = text.match_indices("<b>").map(|(at, _)| {
            Diagnostic::new(
                Rule::RawHtml,
                Location::new(&"content/a.en.md".into(), at..at + 3),
                message!("raw-html-element", name = "b"),
            )
        });
        let report = report(&found.collect(), &Text(text), MessageLanguage::English);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        report.as_array().unwrap().iter().map(|one| one["fingerprint"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_finding_is_the_same_on_another_line_and_none_is_like_another() {
        let before = fingerprints("<b> <b>\n");
        assert_eq!(before, fingerprints("One more line.\n\n<b> <b>\n"));
        assert_eq!(before.len(), 2);
        assert_ne!(before.first(), before.last());
    }

    #[test]
    fn a_clean_site_has_an_empty_list() {
        assert_eq!(report(&Diagnostics::default(), &Text(""), MessageLanguage::Ukrainian), "[]\n");
    }
}
