//! Relations between pages: derived terms, back-references, cross pages, in every language and under every policy.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::common::{Published, Site, html::Page, walk::assert_walkable};

const BASE: &str = "https://example.org/";

fn page(published: &Published, path: &str) -> Page {
    Page::read(&published.folder, path)
}

#[test]
fn a_cross_page_that_a_language_lacks_is_named_by_no_other() {
    let site = Site::new("");
    site.replace("site.toml", "[collections.clusters]\n", "[collections.clusters]\nmissing_translation = \"omit\"\n");
    let published = site.built();
    assert!(!published.has("uk/countries/pl/textile/index.html"));
    let cross = page(&published, "en/countries/pl/textile/index.html");
    let tags: Vec<String> = cross.alternates().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, ["en", "x-default"]);
    // Whoever changes the language comes to the country.
    assert_eq!(cross.attributes(".switch", "href"), ["/en/countries/pl/textile/", "/uk/countries/pl/"]);
    assert_walkable(&published, BASE);
}

/// Events over the memoranda that they led to, which have their countries through their parties.
const EVENTS: &str = r#"
[collections.events]
title = { en = "Events", uk = "Події" }
[collections.events.fields]
led_to    = { type = "page", of = ["memoranda", "clusters"], many = true }
held_in   = { type = "term", of = "countries" }
after     = { type = "page", of = "events", many = true }
WITH
[collections.events.fields.speakers]
type = "table"
many = true
[collections.events.fields.speakers.fields]
name = { type = "text" }
from = { type = "term", of = "sectors" }

[indexes]"#;

fn event(id: &str, lines: &str) -> String {
    format!("//- content/events/{id}.en.md\n+++\ntitle = \"Event {id}\"\n{lines}\n+++\n")
}

fn with_events(countries: &str, files: &str) -> Site {
    let site = Site::new(files);
    site.replace("site.toml", "[indexes]", &EVENTS.replace("WITH", countries));
    site
}

/// The titles that a term's page lists.
fn listed(published: &Published, path: &str) -> Vec<String> {
    page(published, path).texts("main li a")
}

#[test]
fn a_path_may_lead_over_several_references() {
    let site = with_events(
        r#"countries = { type = "term", of = "countries", many = true, through = "led_to.parties.country" }"#,
        &event("one", "led_to = [\"kosice\"]"),
    );
    let published = site.built();
    assert!(listed(&published, "en/countries/pl/index.html").contains(&"Event one".to_owned()));
    assert!(listed(&published, "en/countries/ua/index.html").contains(&"Event one".to_owned()));
    let data: serde_json::Value = serde_json::from_str(&published.read("data/events.json")).unwrap();
    assert_eq!(data["entries"][0]["derived"]["countries"], serde_json::json!(["pl", "ua"]));
    assert_walkable(&published, BASE);
}

#[test]
fn what_is_derived_counts_for_those_who_derive_from_it() {
    let site = with_events(
        r#"countries = { type = "term", of = "countries", many = true, through = ["led_to.countries", "led_to.country", "after.countries"] }"#,
        // The last two are a circle.
        &(event("one", "led_to = [\"kosice\"]")
            + &event("two", "after = [\"three\", \"one\"]")
            + &event("three", "after = [\"two\"]")),
    );
    let published = site.built();
    for country in ["pl", "ua"] {
        let listed = listed(&published, &format!("en/countries/{country}/index.html"));
        let events: Vec<&String> = listed.iter().filter(|title| title.starts_with("Event")).collect();
        assert_eq!(events, ["Event one", "Event three", "Event two"], "{country}");
    }
}

#[test]
fn a_path_that_leads_nowhere_is_an_error_at_its_place() {
    for (path, expected) in [
        (
            "led_to.partys.country",
            str![[r#"
site.toml:54:71 invalid-config: did you mean `parties`?

"#]],
        ),
        (
            "led_to.after.countries",
            str![[r#"
site.toml:54:71 invalid-config: name fields that are there, one after another

"#]],
        ),
        (
            "speakers.name.countries",
            str![[r#"
site.toml:54:71 invalid-config: go through a page field

"#]],
        ),
        (
            "speakers.from",
            str![[r#"
site.toml:54:71 invalid-config: name the page field of its rows

"#]],
        ),
        (
            "led_to.sectors",
            str![[r#"
site.toml:54:71 invalid-config: known here: `countries`, `country`

"#]],
        ),
    ] {
        let field = format!(r#"countries = {{ type = "term", of = "countries", many = true, through = "{path}" }}"#);
        let run = with_events(&field, "").build();
        assert_data_eq!(run.diagnostics(), expected.raw());
    }
}

#[test]
fn a_term_in_a_row_of_a_table_is_one_of_the_entrys() {
    let site = with_events(
        "",
        &event(
            "one",
            "held_in = \"pl\"\nspeakers = [{ name = \"A\", from = \"food\" }, { name = \"B\", from = \"food\" }]",
        ),
    );
    let published = site.built();
    assert_eq!(
        listed(&published, "en/sectors/food/index.html").iter().filter(|title| *title == "Event one").count(),
        1
    );
    assert!(listed(&published, "en/countries/pl/food/index.html").contains(&"Event one".to_owned()));
    assert!(page(&published, "en/sectors/index.html").texts(".list li").contains(&"Food 2".to_owned()));
    assert_walkable(&published, BASE);
}

#[test]
fn numbers_sort_as_numbers() {
    let site = Site::new("");
    site.without_pages();
    site.replace(
        "site.toml",
        "title = { en = \"Clusters\", uk = \"Кластери\" }",
        "title = { en = \"Clusters\", uk = \"Кластери\" }\nsort = \"share\"",
    );
    let ordered = [
        "-10",
        "-1.7",
        "-1.25",
        "-1.2",
        "-0.5",
        "0.0",
        "0.25",
        "0.3",
        "1",
        "9.99",
        "10.0",
        "123456789012345678901234567890.5",
    ];
    for (at, share) in ordered.iter().enumerate() {
        // Ids in another order than the numbers.
        let id = format!("c{}", (at * 7) % ordered.len());
        site.write(&format!(
            "//- content/clusters/{id}.en.md\n+++\ntitle = \"{share}\"\ncountry = [\"pl\"]\nshare = {share}\n+++\n"
        ));
    }
    assert_eq!(page(&site.built(), "en/clusters/index.html").texts(".list a"), ordered);
}
