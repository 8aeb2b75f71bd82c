//! Entries in the words of schema.org: what `schema` in site.toml makes of their facts.

use serde_json::{Value, json};

use crate::common::{Published, Site, html::Page};

const SITE: &str = r##"
//- site.toml
base_url = "https://example.org/kb/"
languages = ["en", "uk"]
theme = "plain"
title = { en = "Knowledge", uk = "Знання" }
description = { en = "What is known", uk = "Що відомо" }
[vocabularies.countries]
title = { en = "Countries", uk = "Країни" }
fields = { code = { type = "text", role = "country-code" } }
[vocabularies.sectors]
title = { en = "Sectors", uk = "Сектори" }
[collections.members]
title = { en = "Members", uk = "Члени" }
schema = "Organization"
[collections.members.fields]
kind = { type = "choice", schema = "@type", values = { state = { en = "State", uk = "Держава", schema = "GovernmentOrganization" }, other = { en = "Other", uk = "Інше" } } }
names = { type = "text", many = true, localized = true, schema = "alternateName" }
city = { type = "text", localized = true, schema = "addressLocality" }
land = { type = "term", of = "countries", schema = "addressCountry" }
work = { type = "term", of = "sectors", many = true, schema = "knowsAbout" }
above = { type = "page", of = ["members"], schema = "parentOrganization", inverse = { en = "Parts", uk = "Частини" } }
site = { type = "url", schema = "sameAs" }
logo = { type = "file", role = "logo", schema = "logo" }
note = { type = "text" }
[collections.meetings]
title = { en = "Meetings", uk = "Зустрічі" }
schema = "Event"
[collections.meetings.fields]
begins = { type = "date", schema = "startDate" }
place = { type = "text", localized = true, schema = "location" }
lands = { type = "term", of = "countries", many = true, through = "hosts.land", schema = "about" }
state = { type = "choice", schema = "eventStatus", values = { held = { en = "Held", uk = "Відбулася", schema = "EventScheduled" }, announced = { en = "Announced", uk = "Анонс" } } }
hosts = { type = "page", of = ["members", "notes"], many = true, schema = "organizer" }
[collections.meetings.fields.talks]
type = "table"
many = true
fields = { what = { type = "page", of = ["notes"] }, who = { type = "page", of = ["members"], schema = "performer" } }
[collections.notes]
title = { en = "Notes", uk = "Нотатки" }
//- content/countries.toml
[ua]
title = { en = "Ukraine", uk = "Україна" }
code = "UA"
//- content/sectors.toml
[space]
title = { en = "Space", uk = "Космос" }
//- content/members/one.uk.md
+++
title = "Перший"
summary = "Про <першого> & \"інших\"."
kind = "state"
names = ["Один"]
city = { en = "Kyiv", uk = "Київ" }
land = "ua"
work = ["space"]
site = "https://one.example.org/"
logo = "sign.svg"
note = "Not told"
+++
//- content/members/one/sign.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>
//- content/members/one.en.md
+++
title = "The first"
translates = "00000000"
+++
//- content/members/two.en.md
+++
title = "Two"
kind = "other"
above = "one"
+++
//- content/meetings/day.en.md
+++
title = "A day"
begins = "2026-03"
place = "Kyiv"
state = "held"
hosts = ["one", "other"]
talks = [{ who = "two" }, { who = "one" }, { who = "two" }]
updated = 2026-03-02
+++
//- content/meetings/plan.en.md
+++
title = "A plan"
state = "announced"
+++
//- content/notes/other.en.md
+++
title = "Other"
+++
"##;

fn built() -> Published {
    let site = Site::new("");
    site.without_pages();
    site.write(SITE);
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    site.published()
}

fn graph(published: &Published, path: &str) -> Vec<Value> {
    let page = Page::parse(&published.read(path));
    let data: Value = serde_json::from_str(&page.text("script[type='application/ld+json']")).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().unwrap().clone()
}

#[test]
fn an_entry_is_told_by_its_facts_in_the_language_of_its_text() {
    let published = built();
    let logo = published.paths().into_iter().find(|path| path.contains("sign")).unwrap();
    let id = "https://example.org/kb/uk/members/one/#_entry";
    let entry = json!({
        "@type": "GovernmentOrganization",
        "@id": id,
        "name": "Перший",
        "description": "Про <першого> & «інших».",
        "mainEntityOfPage": { "@id": "https://example.org/kb/uk/members/one/" },
        "alternateName": "Один",
        "address": { "@type": "PostalAddress", "addressLocality": "Київ", "addressCountry": "UA" },
        "knowsAbout": {
            "@type": "DefinedTerm",
            "name": "Космос",
            "url": "https://example.org/kb/uk/sectors/space/",
            "inDefinedTermSet": "https://example.org/kb/uk/sectors/",
        },
        "sameAs": "https://one.example.org/",
        "logo": format!("https://example.org/kb/{logo}"),
        "subOrganization": {
            "@type": "Organization",
            "@id": "https://example.org/kb/en/members/two/#_entry",
            "name": "Two",
        },
    });
    let nodes = graph(&published, "uk/members/one/index.html");
    assert_eq!(nodes[1], entry);
    assert_eq!(nodes[0]["mainEntity"], json!({ "@id": id }));
    assert_eq!(nodes[0]["workTranslation"], json!([{ "@id": "https://example.org/kb/en/members/one/" }]));

    let translated = graph(&published, "en/members/one/index.html");
    assert_eq!(translated[1]["@id"], id, "one thing in every language");
    assert_eq!(translated[1]["address"]["addressLocality"], "Kyiv");
    assert_eq!(translated[1].get("alternateName"), None, "no text of another language");
    assert_eq!(translated[0]["translationOfWork"], json!({ "@id": "https://example.org/kb/uk/members/one/" }));
}

#[test]
fn an_event_has_its_place_status_organisers_and_speakers() {
    let published = built();
    let member = |id: &str, language: &str, kind: &str, name: &str| json!({ "@type": kind, "@id": format!("https://example.org/kb/{language}/members/{id}/#_entry"), "name": name });
    let entry = json!({
        "@type": "Event",
        "@id": "https://example.org/kb/en/meetings/day/#_entry",
        "name": "A day",
        "mainEntityOfPage": { "@id": "https://example.org/kb/en/meetings/day/" },
        "startDate": "2026-03",
        "location": { "@type": "Place", "name": "Kyiv", "address": "Kyiv" },
        "about": { "@type": "Country", "name": "Ukraine", "identifier": "UA" },
        "eventStatus": "https://schema.org/EventScheduled",
        // The note has no type: it is nothing that organises.
        "organizer": member("one", "uk", "GovernmentOrganization", "The first"),
        "performer": [
            member("two", "en", "Organization", "Two"),
            member("one", "uk", "GovernmentOrganization", "The first"),
        ],
    });
    assert_eq!(graph(&published, "en/meetings/day/index.html")[1], entry);
    let plan = graph(&published, "en/meetings/plan/index.html");
    assert_eq!(plan[1].get("eventStatus"), None, "a value that names no member says nothing");
    assert_eq!(graph(&published, "en/notes/other/index.html").len(), 2, "no schema, no entity");
}

#[test]
fn a_fallback_speaks_of_the_original() {
    let nodes = graph(&built(), "uk/meetings/day/index.html");
    let original = "https://example.org/kb/en/meetings/day/";
    assert_eq!((&nodes[0]["@id"], &nodes[0]["url"]), (&json!(original), &json!(original)));
    assert_eq!(nodes[0]["inLanguage"], "en");
    assert_eq!(nodes[1]["mainEntityOfPage"], json!({ "@id": original }));
    assert_eq!(nodes[2]["itemListElement"][2]["item"], original);
}

#[test]
fn a_collection_has_its_data() {
    let nodes = graph(&built(), "uk/members/index.html");
    assert_eq!(nodes[1]["@type"], "Dataset");
    assert_eq!(nodes[1]["name"], "Знання: Члени");
    assert_eq!(nodes[1]["distribution"][1]["contentUrl"], "https://example.org/kb/data/members.csv");
}

#[test]
fn a_term_is_told_with_its_other_names_and_an_entry_with_the_day_it_was_published() {
    let site = Site::new("");
    site.replace("content/countries.toml", "iso = \"PL\"", "iso = \"PL\"\nnames = { en = [\"Republic of Poland\"] }");
    site.replace(
        "site.toml",
        "place    = { type = \"text\", localized = true }",
        "place    = { type = \"text\", localized = true }\nfirst = { type = \"date\", role = \"published\" }",
    );
    site.replace("content/clusters/uca.en.md", "country", "first = 2024-02-03\nupdated = 2024-05-02\ncountry");
    site.replace("content/clusters/wool.en.md", "country", "first = \"2024-02\"\nupdated = 2024-05-01\ncountry");
    let published = site.built();
    let term = &graph(&published, "en/countries/pl/index.html")[1];
    assert_eq!((&term["@type"], &term["identifier"]), (&json!("Country"), &json!("PL")));
    assert_eq!(term["alternateName"], json!(["Republic of Poland"]));
    assert_eq!(graph(&published, "uk/countries/pl/index.html")[1]["alternateName"], Value::Null);
    assert_eq!(graph(&published, "uk/clusters/uca/index.html")[0]["datePublished"], "2024-02-03");
    let feed = published.read("en/clusters/feed.xml");
    assert_eq!(feed.matches("<published>").count(), 1, "a month is no day: {feed}");
    assert!(feed.contains("<published>2024-02-03T00:00:00Z</published>"), "{feed}");
}
