//! Pairs of a text as an author writes it and as a reader gets it.

use super::*;
use crate::text::escape;

mod address;
mod amend;
mod blocks;
mod checker;
mod findings;
mod hostile;
mod inlines;
mod properties;
mod raw;
mod specification;
mod text;

pub(super) fn document(body: &str) -> Document {
    parse_with(body, None, DirectionMarks::Refused, super::address::judge)
}

/// The HTML with every hole filled with what shows what it was for.
pub(super) fn filled(document: &Document) -> String {
    let mut out = String::new();
    document.fill(&mut out, |kind, out| match kind {
        HoleKind::Address(link) => address_of(&document.links[link], out),
        HoleKind::Picture(link) => {
            out.push_str(" src=\"");
            address_of(&document.links[link], out);
            out.push('"');
        }
        HoleKind::Anchor(heading) => out.push_str(&document.headings[heading].anchor),
        HoleKind::PictureLink(..) => {}
        HoleKind::Label(label) => escape::attribute(&format!("{label:?}"), out),
    });
    out
}

fn address_of(link: &Link, out: &mut String) {
    match &link.target {
        LinkTarget::Local { path, fragment } => {
            escape::address(path, out);
            if let Some(fragment) = fragment {
                out.push('#');
                escape::address(fragment, out);
            }
        }
        LinkTarget::External { .. } => panic!("an external link has no hole"),
    }
}

/// Checks the HTML of a body in which nothing is wrong; that its author may have meant something else has tests of its own.
fn check(body: &str, html: &str) {
    let document = document(body);
    assert_eq!(filled(&document), html, "\nbody:\n{body}");
    let wrong: Vec<&Finding> =
        document.findings.iter().filter(|finding| !super::checks::RULES.contains(&finding.rule)).collect();
    assert!(wrong.is_empty(), "{wrong:?}\nbody:\n{body}");
    checker::check(&filled(&document)).unwrap();
}

/// Checks the HTML of a body, and what is said about it: each finding as `rule: source`.
fn check_findings(body: &str, html: &str, findings: &[&str]) {
    let document = document(body);
    let found: Vec<String> = document
        .findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule.name(), &body[finding.range.clone()]))
        .collect();
    assert_eq!(filled(&document), html, "\nbody:\n{body}");
    assert_eq!(found, findings, "\nbody:\n{body}");
    checker::check(&filled(&document)).unwrap();
}
