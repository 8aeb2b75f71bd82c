//! The output of a small bilingual site, file by file.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use snapbox::{IntoData as _, assert_data_eq, file, str};

use crate::common::{Published, Site, html::Page};

/// The site of fixtures/whole_site.txt, with every translation current.
fn whole_site() -> Site {
    let site = Site::new(include_str!("fixtures/whole_site.txt"));
    let run = site.icsi(&["translated", "--all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    site
}

fn page(published: &Published, path: &str) -> Page {
    Page::read(&published.folder, path)
}

/// An original with nothing but what its collection requires.
fn cluster(id: &str, language: &str, title: &str) -> String {
    format!(
        "//- content/clusters/{id}.{language}.md\n+++\ntitle = \"{title}\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n+++\n"
    )
}

fn translation(path: &str, title: &str, body: &str) -> String {
    format!("//- content/{path}\n+++\ntitle = \"{title}\"\ntranslates = \"00000000\"\n+++\n{body}")
}

/// A current translation: stamped by the tool itself.
fn stamped(site: Site) -> Site {
    assert_eq!(site.icsi(&["translated", "--all"]).code, 0);
    site
}

#[test]
fn every_file_of_a_site() {
    assert_data_eq!(whole_site().built().whole(), file!["fixtures/whole_site.out.txt"].raw());
}

#[test]
fn the_addresses_of_a_site() {
    let published = whole_site().built();
    let paths = published.paths();
    let paths: Vec<&str> = paths.iter().map(String::as_str).filter(|path| !path.contains("/search/")).collect();
    assert_data_eq!(
        published.without_fingerprints(&(paths.join("\n") + "\n")),
        str![[r#"
.icsi
404.html
_headers
_redirects
about.html
assets/clusters/uca/logo.[fingerprint].svg
assets/img/dot.[fingerprint].svg
assets/map.[fingerprint].svg
assets/site.[fingerprint].css
data/all.sqlite
data/catalogue.jsonld
data/changes.json
data/clusters.csv
data/clusters.json
data/clusters.schema.json
data/clusters.tableschema.json
data/countries.csv
data/countries.json
data/countries.schema.json
data/countries.tableschema.json
data/memoranda.csv
data/memoranda.json
data/memoranda.schema.json
data/memoranda.tableschema.json
data/sectors.csv
data/sectors.json
data/sectors.schema.json
data/sectors.tableschema.json
en/404.html
en/about-us/index.html
en/clusters/feed.xml
en/clusters/index.html
en/clusters/uca/index.html
en/clusters/valley/index.html
en/clusters/wool/index.html
en/countries/index.html
en/countries/pl/food/index.html
en/countries/pl/index.html
en/countries/pl/textile/index.html
en/countries/ua/food/index.html
en/countries/ua/index.html
en/feed.xml
en/index.html
en/memoranda/feed.xml
en/memoranda/index.html
en/memoranda/kosice/index.html
en/memoranda/later/index.html
en/sectors/food/index.html
en/sectors/food/pl/index.html
en/sectors/food/ua/index.html
en/sectors/index.html
en/sectors/textile/index.html
en/sectors/textile/pl/index.html
en/who-we-are/index.html
index.html
robots.txt
sitemap.xml
uk/404.html
uk/about/index.html
uk/clusters/feed.xml
uk/clusters/index.html
uk/clusters/uca/index.html
uk/clusters/valley/index.html
uk/clusters/wool/index.html
uk/countries/index.html
uk/countries/pl/food/index.html
uk/countries/pl/index.html
uk/countries/pl/textile/index.html
uk/countries/ua/food/index.html
uk/countries/ua/index.html
uk/feed.xml
uk/index.html
uk/memoranda/feed.xml
uk/memoranda/index.html
uk/memoranda/kosice/index.html
uk/memoranda/later/index.html
uk/sectors/food/index.html
uk/sectors/food/pl/index.html
uk/sectors/food/ua/index.html
uk/sectors/index.html
uk/sectors/textile/index.html
uk/sectors/textile/pl/index.html
uk/who-we-are/index.html

"#]]
    );
}

// ---------------------------------------------------------------- Missing translations

#[test]
fn a_fallback_shows_the_original_under_the_readers_menu() {
    let published = whole_site().built();
    let fallback = page(&published, "uk/clusters/wool/index.html");
    assert_eq!(fallback.attribute("html", "lang"), "uk");
    assert_eq!(fallback.attribute("h1", "lang"), "en");
    assert_eq!(fallback.attribute(".body", "lang"), "en");
    assert!(fallback.text(".notice.fallback").contains("Перекладу ще немає"));
    assert_eq!(fallback.canonical().as_deref(), Some("https://example.org/en/clusters/wool/"));
    assert!(fallback.is_noindex());
    assert!(fallback.alternates().is_empty());
    assert_eq!(fallback.attributes(".switch", "href"), ["/en/clusters/wool/", "/uk/clusters/wool/"]);
    // Its links stay in the reader's language, and so do the titles of the menu.
    assert_eq!(fallback.attributes(".body a", "href"), ["/uk/clusters/uca/#past"]);
    assert_eq!(fallback.texts(".crumb"), ["Головна", "Кластери"]);
    let original = page(&published, "en/clusters/wool/index.html");
    assert!(!original.is_noindex());
    assert_eq!(original.count(".notice"), 0);
    assert_eq!(original.alternates().iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>(), ["en", "x-default"]);
    // The list has it, in its own language.
    let list = page(&published, "uk/clusters/index.html");
    assert_eq!(list.attribute(".list a[href=\"/uk/clusters/wool/\"]", "lang"), "en");
    for program in ["sitemap.xml", "uk/feed.xml", "uk/clusters/feed.xml"] {
        assert!(!published.read(program).contains("uk/clusters/wool/"), "{program}");
    }
    // The original may be in any language: an English reader gets the Ukrainian text.
    let fallback = page(&published, "en/memoranda/kosice/index.html");
    assert_eq!((fallback.attribute("html", "lang"), fallback.attribute("h1", "lang")), ("en".into(), "uk".into()));
    assert_eq!(fallback.canonical().as_deref(), Some("https://example.org/uk/memoranda/kosice/"));
    assert_eq!(fallback.attributes(".body a", "href"), ["/en/clusters/uca/"]);
}

#[test]
fn omitted_entries_stand_in_no_list_and_links_lead_to_the_original() {
    let site = whole_site();
    site.replace("site.toml", "[collections.clusters]\n", "[collections.clusters]\nmissing_translation = \"omit\"\n");
    let published = site.built();
    assert!(!published.has("uk/clusters/wool/index.html"));
    assert_eq!(page(&published, "uk/clusters/index.html").texts(".list a"), ["Український кластерний альянс"]);
    assert_eq!(page(&published, "en/clusters/index.html").count(".list a"), 2);
    // A reader who changes the language comes to the list; a reference and a link lead to what there is.
    let original = page(&published, "en/clusters/wool/index.html");
    assert_eq!(original.attributes(".switch", "href"), ["/en/clusters/wool/", "/uk/clusters/"]);
    let memorandum = page(&published, "uk/memoranda/kosice/index.html");
    assert_eq!(memorandum.attribute("dd a[href$=\"/clusters/wool/\"]", "href"), "/en/clusters/wool/");
    let about = page(&published, "uk/about/index.html");
    assert_eq!(about.attributes(".body a", "href"), ["/en/clusters/wool/"]);
    // The countries still count only what is shown: Poland has the memorandum through its party, not the cluster.
    let poland = page(&published, "uk/countries/pl/index.html");
    assert_eq!(poland.texts("main li a"), ["Меморандум у Кошиці"]);
    assert!(!published.has("uk/countries/pl/textile/index.html"), "no page for a pair that has nothing to show");
    assert!(published.has("en/countries/pl/textile/index.html"));
    // Terms and pages keep the site's own policy.
    assert!(published.has("uk/about/index.html"));
}

// ---------------------------------------------------------------- Drafts

#[test]
fn drafts_are_left_out_until_they_are_asked_for() {
    let site = whole_site();
    let mentions = |published: &Published| {
        published.files().values().any(|bytes| String::from_utf8_lossy(bytes).contains("Not ready"))
    };
    assert!(!mentions(&site.built()));
    let run = site.icsi(&["build", "--no-sync", "--drafts"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.published().has("en/clusters/secret/index.html"));
    assert!(!mentions(&site.built()), "and they go away again");
    assert!(!site.published().has("en/clusters/secret/index.html"));
    // A translation that is a draft is a translation that is missing.
    site.replace("content/clusters/uca.uk.md", "title =", "draft = true\ntitle =");
    assert!(page(&site.built(), "uk/clusters/uca/index.html").is_noindex());
}

#[test]
fn a_reference_to_a_draft_is_a_warning_and_a_link_to_one_an_error() {
    let site = whole_site();
    site.replace("content/memoranda/later.en.md", "[\"uca\"]", "[\"uca\", \"secret\"]");
    let run = site.build();
    assert_data_eq!(
        run.diagnostics(),
        str![[r#"
content/memoranda/later.en.md:4:19 draft-reference (warning): publish the draft, or build with --drafts

"#]]
    );
    assert_eq!(run.code, 0);
    assert_eq!(page(&site.published(), "en/memoranda/later/index.html").texts("dd a")[0], "Ukrainian Cluster Alliance");
    site.replace("content/about.en.md", "clusters/wool.en.md", "clusters/secret.en.md");
    let run = site.build();
    assert_data_eq!(
        run.diagnostics(),
        str![[r#"
content/about.en.md:6:37 broken-link: publish the draft, or build with --drafts
content/memoranda/later.en.md:4:19 draft-reference (warning): publish the draft, or build with --drafts

"#]]
    );
    assert_eq!(run.code, 1);
    assert_eq!(site.icsi(&["build", "--no-sync", "--drafts"]).code, 0);
}

// ---------------------------------------------------------------- Addresses

#[test]
fn old_addresses_lead_to_new_ones() {
    let published = whole_site().built();
    assert_data_eq!(
        published.read("_redirects"),
        str![[r#"
/about.html /en/about-us/ 301
/en/clusters/valley/ /en/clusters/wool/ 301
/en/who-we-are/ /en/about-us/ 301
/uk/clusters/valley/ /uk/clusters/wool/ 301
/uk/who-we-are/ /uk/about/ 301

"#]]
    );
    for (old, new) in [
        ("about.html", "/en/about-us/"),
        ("en/who-we-are/index.html", "/en/about-us/"),
        ("en/clusters/valley/index.html", "/en/clusters/wool/"),
    ] {
        let page = page(&published, old);
        assert_eq!(page.attribute("meta[http-equiv=refresh]", "content"), format!("0; url={new}"), "without script");
        assert_eq!(page.attribute("a", "href"), new);
        assert_eq!(page.canonical(), Some(format!("https://example.org{new}")));
        assert!(page.is_noindex());
        assert!(!page.text("a").is_empty());
    }
}

#[test]
fn a_slug_is_of_its_own_language() {
    let published = whole_site().built();
    assert!(published.has("en/about-us/index.html") && !published.has("en/about/index.html"));
    assert!(published.has("uk/about/index.html") && !published.has("uk/about-us/index.html"));
    let switch = page(&published, "uk/about/index.html").attributes(".switch", "href");
    assert_eq!(switch, ["/en/about-us/", "/uk/about/"]);
}

#[test]
fn a_site_below_a_path_has_it_in_every_address() {
    let site = whole_site();
    site.replace("site.toml", "https://example.org/", "https://example.org/kb/");
    let published = site.built();
    for path in published.paths().iter().filter(|path| path.ends_with(".html")) {
        let page = page(&published, path);
        for address in page.attributes("[href]", "href").iter().chain(&page.attributes("[src]", "src")) {
            let inside = address.starts_with("/kb/") || address.starts_with("https://example.org/kb/");
            let outside = address.starts_with("https://www.example.com/") || address.starts_with("mailto:");
            assert!(inside || outside || address.starts_with('#'), "{path}: {address}");
        }
    }
    assert!(
        published.read("_redirects").lines().all(|line| line.split(' ').take(2).all(|part| part.starts_with("/kb/")))
    );
    assert!(published.read("robots.txt").contains("https://example.org/kb/sitemap.xml"));
    assert!(!published.read("sitemap.xml").contains("example.org/en/"));
    // The command line can say otherwise.
    assert_eq!(site.icsi(&["build", "--no-sync", "--base-url", "http://localhost:8080/"]).code, 0);
    assert!(published.read("en/index.html").contains("<link rel=\"canonical\" href=\"http://localhost:8080/en/\">"));
}

#[test]
fn own_files_are_published_under_their_fingerprint() {
    let site = whole_site();
    let published = site.built();
    let address = page(&published, "en/clusters/uca/index.html").attribute(".body img", "src");
    let path = address.strip_prefix('/').unwrap();
    assert!(path.starts_with("assets/clusters/uca/logo.") && path.ends_with(".svg"), "{path}");
    assert!(published.read(path).contains("viewBox=\"0 0 2 2\""));
    let fact = page(&published, "uk/clusters/uca/index.html").attribute("dd a[href$=\".svg\"]", "href");
    assert_eq!(fact, address, "the same file for every language");
    site.replace("content/clusters/uca/logo.svg", "0 0 2 2", "0 0 3 3");
    let published = site.built();
    assert!(!published.has(path), "a file that changed has another address");
    assert_ne!(page(&published, "en/clusters/uca/index.html").attribute(".body img", "src"), address);
}

#[test]
fn links_and_anchors_hold_in_the_readers_language() {
    let published = whole_site().built();
    let ids = |path: &str| page(&published, path).attributes(".body h2", "id");
    // The translation's headings take the anchors of the original's in the same places.
    assert_eq!(ids("en/clusters/uca/index.html"), ["past", "today"]);
    assert_eq!(ids("uk/clusters/uca/index.html"), ["past", "today"]);
    let english = page(&published, "en/clusters/wool/index.html").attribute(".body a", "href");
    assert_eq!(english, "/en/clusters/uca/#past");
    assert_eq!(page(&published, "uk/index.html").attribute(".body a", "href"), "/uk/clusters/uca/");
}

#[test]
fn where_outlines_differ_a_translation_has_its_own_anchors_and_check_warns() {
    let site = whole_site();
    site.replace("content/clusters/uca.uk.md", "\n## Сьогодні\n", "");
    let check = site.check();
    assert_data_eq!(
        check.diagnostics(),
        str![[r#"
content/clusters/uca.uk.md:8:1 outline-differs (warning): give both the same headings in the same places, so that links to them hold in every language

"#]]
    );
    assert_eq!(check.code, 0, "a warning");
    assert_eq!(site.build().diagnostics(), "", "which does not concern a build");
    let ids = page(&site.published(), "uk/clusters/uca/index.html").attributes(".body h2", "id");
    assert_eq!(ids, ["istoriia"]);
}

// ---------------------------------------------------------------- Translations

#[test]
fn an_outdated_translation_is_published_with_a_notice() {
    let site = whole_site();
    let published = site.built();
    assert_eq!(page(&published, "uk/clusters/uca/index.html").count(".notice"), 0);
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv", "Founded in Kyiv in 2010");
    let check = site.check();
    assert_data_eq!(
        check.diagnostics(),
        str![[r#"
content/clusters/uca.uk.md:6:14 outdated-translation (warning): bring it up to date with content/clusters/uca.en.md, then run `icsi translated clusters/uca` or write translates = "6b0279cf"

"#]]
    );
    assert_eq!(check.code, 0);
    let published = site.built();
    let outdated = page(&published, "uk/clusters/uca/index.html");
    assert!(outdated.text(".notice.outdated").contains("/en/clusters/uca/"));
    assert!(!outdated.is_noindex(), "it is a translation all the same");
    assert!(outdated.text(".revision").ends_with("en=original uk=outdated"));
}

/// The values are what the definition gives: the first 8 digits of the SHA-256 of title, LF, summary, LF, localised
/// fields, body.
#[test]
fn revisions_are_those_of_the_definition() {
    let site = Site::new(
        "//- content/clusters/one.en.md
+++
title = \"Alliance \\\"Ґанок\\\"\"
summary = \"First sentence.\"
country = [\"ua\"]
founded = 2010
updated = 2020-01-01
+++

\u{20}
First paragraph.  \t

Second – with «quotes» and ’ marks.

//- content/clusters/two.en.md
+++
title = \"Two\"
country = [\"ua\"]
place = \"Košice\"
+++
//- content/clusters/three.uk.md
+++
title = \"Три\"
place = { en = \"Kyiv\", uk = \"Київ\" }
country = [\"ua\"]
+++
Текст.
",
    );
    let published = site.built();
    let revision =
        |id: &str| page(&published, &format!("en/clusters/{id}/index.html")).text(".revision")[..8].to_owned();
    assert_eq!(revision("one"), "79c4d1c2");
    assert_eq!(revision("two"), "3507da78");
    assert_eq!(revision("three"), "343f190b");
    // Line ends, blanks at line ends and shared facts are not what there is to translate.
    site.replace("content/clusters/one.en.md", "founded = 2010", "founded = 2011");
    let text = site.read("content/clusters/one.en.md").replace('\n', "\r\n");
    site.write_bytes("content/clusters/one.en.md", text.as_bytes());
    site.built();
    assert_eq!(revision("one"), "79c4d1c2");
}

// ---------------------------------------------------------------- Relations

#[test]
fn back_references_and_terms_through_others_are_computed() {
    let published = whole_site().built();
    let cluster = page(&published, "en/clusters/uca/index.html");
    assert_eq!(cluster.texts("h2.relation"), ["Memoranda signed"]);
    assert_eq!(cluster.attributes("h2.relation + ul a", "href"), ["/en/memoranda/later/", "/en/memoranda/kosice/"]);
    let cluster = page(&published, "uk/clusters/uca/index.html");
    assert_eq!(cluster.texts("h2.relation"), ["Підписані меморандуми"]);
    assert_eq!(cluster.texts("h2.relation + ul a"), ["Пізніший", "Меморандум у Кошиці"]);
    // The memorandum belongs to its parties' countries; its page says that they are derived.
    let memorandum = page(&published, "uk/memoranda/kosice/index.html");
    let derived: Vec<String> = memorandum.texts("dd").into_iter().filter(|text| text.ends_with('*')).collect();
    assert_eq!(derived, ["Польща*", "Україна*"]);
    let poland = page(&published, "en/countries/pl/index.html");
    assert_eq!(poland.texts("main h2"), ["Clusters 1", "Memoranda 1"]);
    assert_eq!(poland.texts("main li a"), ["Wool Valley", "Меморандум у Кошиці"]);
    assert!(poland.text(".body").contains("Poland has many clusters"));
    assert_eq!(page(&published, "en/countries/index.html").texts(".list li"), ["Poland 2", "Ukraine 3"]);
}

#[test]
fn cross_pages_stand_on_both_sides_for_pairs_that_have_something() {
    let published = whole_site().built();
    let found: Vec<String> = published
        .paths()
        .into_iter()
        .filter(|path| path.starts_with("en/countries/") || path.starts_with("en/sectors/"))
        .filter(|path| path.matches('/').count() == 4)
        .collect();
    assert_eq!(
        found,
        [
            "en/countries/pl/food/index.html",
            "en/countries/pl/textile/index.html",
            "en/countries/ua/food/index.html",
            "en/sectors/food/pl/index.html",
            "en/sectors/food/ua/index.html",
            "en/sectors/textile/pl/index.html",
        ]
    );
    let both = |path: &str| page(&published, path).texts("main li a");
    assert_eq!(both("uk/countries/pl/food/index.html"), ["Меморандум у Кошиці"]);
    assert_eq!(both("uk/sectors/food/pl/index.html"), ["Меморандум у Кошиці"]);
    let poland = page(&published, "en/countries/pl/index.html");
    assert_eq!(poland.attributes(".cross", "href"), ["/en/countries/pl/food/", "/en/countries/pl/textile/"]);
    assert_eq!(page(&published, "en/sectors/food/pl/index.html").text("h1"), "Food and Poland");
    assert_eq!(page(&published, "uk/countries/pl/food/index.html").text("h1"), "Польща і Їжа");
}

// ---------------------------------------------------------------- Lists

#[test]
fn lists_have_fifty_entries_a_page() {
    for (count, pages) in [(50, 1), (51, 2), (101, 3)] {
        let site = Site::new("");
        site.without_pages();
        site.write(&(0..count).map(|n| cluster(&format!("c{n:03}"), "en", &format!("C {n:03}"))).collect::<String>());
        let published = site.built();
        for list in ["en/clusters", "uk/clusters", "en/countries/pl", "en/countries/pl/food", "uk/sectors/food/pl"] {
            let mut titles = Vec::new();
            for number in 1..=pages {
                let folder = if number == 1 { list.to_owned() } else { format!("{list}/page/{number}") };
                let page = page(&published, &format!("{folder}/index.html"));
                let items = page.texts("main li a");
                assert!(items.len() <= 50 && !items.is_empty(), "{folder}");
                titles.extend(items);
                assert_eq!(page.canonical(), Some(format!("https://example.org/{folder}/")), "each page is its own");
                assert!(page.alternates().iter().any(|(_, url)| *url == format!("https://example.org/{folder}/")));
                assert_eq!(page.count("[rel=next]"), usize::from(number < pages), "{folder}");
                assert_eq!(page.count("[rel=prev]"), usize::from(number > 1), "{folder}");
                assert!(published.read("sitemap.xml").contains(&format!("<loc>https://example.org/{folder}/</loc>")));
            }
            let expected: Vec<String> = (0..count).map(|n| format!("C {n:03}")).collect();
            assert_eq!(titles, expected, "{list}: every entry once, in order");
            assert!(!published.has(&format!("{list}/page/{}/index.html", pages + 1)));
            assert!(!published.has(&format!("{list}/page/1/index.html")));
        }
        let feed = published.read("en/clusters/feed.xml");
        roxmltree::Document::parse(&feed).unwrap();
    }
}

#[test]
fn titles_sort_by_the_languages_own_alphabet() {
    let ordered = [
        "Аист",
        "апостроф",
        "Вишня",
        "Гора",
        "Ґанок",
        "Дім",
        "Екран",
        "Євро",
        "Жито",
        "Зоря",
        "Иній",
        "Ім’я",
        "Їжак",
        "Йод",
        "Клен",
        "Щука",
        "Юність",
        "Яр",
        "Arsenal",
        "Zinc",
    ];
    let site = Site::new("");
    site.without_pages();
    for (at, title) in ordered.iter().enumerate() {
        // Ids in another order than titles.
        site.write(&cluster(&format!("c{:02}", (at * 7) % 20), "uk", title));
    }
    assert_eq!(page(&site.built(), "uk/clusters/index.html").texts(".list a"), ordered);
}

#[test]
fn dates_sort_as_the_schema_says_and_ties_by_title() {
    let site = Site::new("");
    site.remove("content/memoranda/kosice.uk.md");
    let memorandum = |id: &str, title: &str, signed: &str| {
        format!("//- content/memoranda/{id}.en.md\n+++\ntitle = \"{title}\"\nsigned = {signed}\n+++\n")
    };
    site.write(
        &[
            memorandum("a", "Beta", "2023-03-29"),
            memorandum("b", "Alpha", "2023-03-29"),
            memorandum("c", "Old", "1999"),
            memorandum("d", "New", "2024-01-01"),
            memorandum("e", "Year", "2023"),
            memorandum("f", "Month", "\"2023-03\""),
            memorandum("g", "Alpha", "2023-03-29"),
        ]
        .concat(),
    );
    let published = site.built();
    let list = page(&published, "en/memoranda/index.html");
    assert_eq!(list.texts(".list a"), ["New", "Alpha", "Alpha", "Beta", "Month", "Year", "Old"]);
    assert_eq!(list.attributes(".list a", "href")[1..3], ["/en/memoranda/b/", "/en/memoranda/g/"], "by id in the end");
    site.replace("site.toml", "sort = \"-signed\"", "sort = \"signed\"");
    let list = page(&site.built(), "en/memoranda/index.html");
    assert_eq!(list.texts(".list a"), ["Old", "Year", "Month", "Alpha", "Alpha", "Beta", "New"]);
}

#[test]
fn what_was_changed_on_one_day_goes_by_its_own_date_in_feeds() {
    let site = Site::new("");
    site.remove("content/memoranda/kosice.uk.md");
    let memorandum = |id: &str, signed: &str, updated: &str| {
        let facts = format!("signed = {signed}\nupdated = {updated}");
        format!("//- content/memoranda/{id}.en.md\n+++\ntitle = \"{id}\"\n{facts}\n+++\n")
    };
    site.write(
        &[
            memorandum("a", "2001", "2024-05-02"),
            memorandum("b", "2023-03-29", "2024-05-02"),
            memorandum("c", "1999", "2024-05-03"),
        ]
        .concat(),
    );
    let text = site.built().read("en/memoranda/feed.xml");
    let places: Vec<usize> =
        ["c", "b", "a"].iter().map(|id| text.find(&format!("/en/memoranda/{id}/</id>")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn entries_without_the_field_that_sorts_come_last() {
    let site = Site::new("");
    site.replace("site.toml", "[collections.clusters]\n", "[collections.clusters]\nsort = \"-members\"\n");
    let cluster = |id: &str, more: &str| {
        format!("//- content/clusters/{id}.en.md\n+++\ntitle = \"{id}\"\ncountry = [\"ua\"]\n{more}\n+++\n")
    };
    site.write(&[cluster("a", "members = 9"), cluster("b", "members = 10"), cluster("c", "members = -1")].concat());
    let list = page(&site.built(), "en/clusters/index.html").texts(".list a");
    assert_eq!(list, ["b", "a", "c", "Ukrainian Cluster Alliance", "Wool Valley"]);
}

#[test]
fn plurals_and_numbers_are_the_languages_own() {
    for (count, text) in [(1, "1 запис"), (3, "3 записи"), (5, "5 записів"), (21, "21 запис")] {
        let site = Site::new("");
        site.without_pages();
        site.write(&(0..count).map(|n| cluster(&format!("c{n}"), "uk", "К")).collect::<String>());
        assert_eq!(page(&site.built(), "uk/clusters/index.html").text(".count").replace('\u{a0}', " "), text);
    }
}

// ---------------------------------------------------------------- For programs

#[test]
fn feeds_have_what_says_when_it_was_changed() {
    let published = whole_site().built();
    for (path, expected) in [
        ("en/feed.xml", vec![("/en/clusters/uca/", "2024-05-01"), ("/en/clusters/valley/", "2023-01-01")]),
        ("uk/feed.xml", vec![("/uk/clusters/uca/", "2024-05-02")]),
        // A fact's date says nothing of a change.
        ("en/memoranda/feed.xml", vec![]),
    ] {
        let text = published.read(path);
        let document = roxmltree::Document::parse(&text).unwrap();
        let feed = document.root_element();
        let atom = "http://www.w3.org/2005/Atom";
        let child = |node: roxmltree::Node<'_, '_>, name: &str| {
            node.children()
                .find(|child| child.has_tag_name((atom, name)))
                .and_then(|child| child.text())
                .unwrap()
                .to_owned()
        };
        let entries: Vec<(String, String)> = feed
            .children()
            .filter(|node| node.has_tag_name((atom, "entry")))
            .map(|entry| (child(entry, "id"), child(entry, "updated")))
            .collect();
        let expected: Vec<(String, String)> = expected
            .into_iter()
            .map(|(url, day)| (format!("https://example.org{url}"), format!("{day}T00:00:00Z")))
            .collect();
        assert_eq!(entries, expected, "{path}");
        let newest = expected.first().map_or("2000-01-01T00:00:00Z", |(_, day)| day);
        assert_eq!(child(feed, "updated"), newest, "no clock: the newest entry's");
        assert_eq!(child(feed, "id"), format!("https://example.org/{path}"));
        assert_eq!(feed.attribute(("http://www.w3.org/XML/1998/namespace", "lang")), Some(&path[..2]));
    }
}

#[test]
fn an_entry_of_a_feed_has_its_whole_text_with_full_addresses() {
    let site = whole_site();
    site.replace("site.toml", "base_url = \"https://example.org/\"", "base_url = \"https://example.org/kb/\"");
    site.write(
        "//- content/clusters/told.en.md\n+++\ntitle = \"Told\"\ncountry = [\"ua\"]\nupdated = 2025-01-02\n+++\n\
         ## Here\n[up](#here) [other](uca.en.md) [outside](https://example.com/)[^1] `<a href=\"#x\">`\n\n\
         ![A sign](told/sign.svg)\n\n[^1]: Note.\n\
         //- content/clusters/told/sign.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
    );
    let text = site.built().read("en/clusters/feed.xml");
    let feed = roxmltree::Document::parse(&text).unwrap();
    let contents = feed.descendants().filter(|node| node.tag_name().name() == "content");
    let html = contents.filter_map(|node| node.text()).find(|text| text.contains("up")).unwrap();
    let read = Page::parse(html);
    let addresses = [read.attributes("a", "href"), read.attributes("img", "src")].concat();
    assert!(addresses.len() >= 6 && addresses.iter().all(|address| address.starts_with("https://")), "{addresses:?}");
    for expected in ["https://example.org/kb/en/clusters/told/#here", "https://example.org/kb/en/clusters/uca/"] {
        assert!(addresses.iter().any(|address| address == expected), "{expected} of {addresses:?}");
    }
    assert!(read.texts("code").contains(&"<a href=\"#x\">".to_owned()), "what the author wrote is left alone");
}

#[test]
fn an_entry_keeps_its_name_in_feeds_when_it_is_renamed() {
    let site = Site::new("");
    site.without_pages();
    site.write("//- content/clusters/one.en.md\n+++\ntitle = \"One\"\ncountry = [\"ua\"]\nupdated = 2025-01-02\naliases = [\"/en/short\", \"/kb/\"]\n+++\n");
    let name = || {
        let text = site.built().read("en/feed.xml");
        let (_, entry) = text.split_once("<entry>").unwrap();
        entry.split(['<', '>']).nth(2).unwrap().to_owned()
    };
    assert_eq!(name(), "https://example.org/en/clusters/one/", "an alias elsewhere is no former address");
    for (old, new) in [("one", "two"), ("two", "three")] {
        assert_eq!(site.icsi(&["rename", &format!("clusters/{old}"), new]).code, 0);
        assert_eq!(name(), "https://example.org/en/clusters/one/");
    }
}

#[test]
fn the_sitemap_lists_every_page_that_exists_with_its_versions() {
    let published = whole_site().built();
    let text = published.read("sitemap.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let mut listed = BTreeMap::new();
    for url in document.root_element().children().filter(|node| node.has_tag_name("url")) {
        let location = url.children().find(|node| node.has_tag_name("loc")).and_then(|node| node.text()).unwrap();
        let versions: Vec<(String, String)> = url
            .children()
            .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "link")))
            .map(|link| (link.attribute("hreflang").unwrap().to_owned(), link.attribute("href").unwrap().to_owned()))
            .collect();
        assert!(listed.insert(location.to_owned(), versions).is_none(), "{location} is listed once");
    }
    let mut indexable = BTreeSet::new();
    for path in published.paths().iter().filter(|path| path.ends_with(".html")) {
        let page = page(&published, path);
        let own = format!("https://example.org/{}", path.strip_suffix("index.html").unwrap_or(path));
        if page.is_noindex() {
            assert!(!listed.contains_key(&own), "{own} is not for search engines");
            assert!(page.alternates().is_empty(), "{own}");
            continue;
        }
        assert_eq!(page.canonical().as_deref(), Some(own.as_str()));
        let in_sitemap = &listed[&own];
        if in_sitemap.is_empty() {
            assert!(page.alternates().iter().all(|(_, url)| *url == own), "{own} is alone");
        } else {
            assert_eq!(*in_sitemap, page.alternates(), "{own}");
        }
        // Each version names the others: search engines pass over a version that is not confirmed.
        for (tag, other) in page.alternates() {
            let file = other.strip_prefix("https://example.org/").unwrap();
            let other = Page::read(&published.folder, &format!("{file}index.html"));
            assert_eq!(other.alternates(), page.alternates(), "{own} and its version in {tag}");
        }
        indexable.insert(own);
    }
    assert_eq!(listed.keys().cloned().collect::<BTreeSet<_>>(), indexable);
}

#[test]
fn the_way_in_offers_every_language_and_picks_none() {
    let published = whole_site().built();
    let root = page(&published, "index.html");
    assert_eq!(root.attributes("a", "href"), ["/en/", "/uk/"]);
    assert_eq!(root.count("script:not([type=\"application/ld+json\"]), meta[http-equiv]"), 0);
    let expected =
        [("en", "https://example.org/en/"), ("uk", "https://example.org/uk/"), ("x-default", "https://example.org/")];
    for path in ["index.html", "en/index.html", "uk/index.html"] {
        let alternates = page(&published, path).alternates();
        assert_eq!(alternates, expected.map(|(tag, url)| (tag.to_owned(), url.to_owned())), "{path}");
    }
    let not_found = page(&published, "404.html");
    assert!(not_found.is_noindex() && not_found.canonical().is_none());
    assert_eq!(not_found.attributes("a", "href"), ["/en/", "/uk/"]);
    for path in ["en/404.html", "uk/404.html"] {
        assert!(page(&published, path).is_noindex(), "{path}");
    }
    assert_data_eq!(
        published.read("robots.txt"),
        str![[r#"
User-agent: *
Allow: /

Sitemap: https://example.org/sitemap.xml

"#]]
    );
}

#[test]
fn every_page_says_what_it_is() {
    let published = whole_site().built();
    for path in published.paths().iter().filter(|path| path.ends_with(".html")) {
        let page = page(&published, path);
        assert!(!page.text("title").is_empty(), "{path}");
        assert!(["en", "uk"].contains(&page.attribute("html", "lang").as_str()), "{path}");
        assert_eq!(page.count("h1"), 1, "{path}");
        if page.count("meta[http-equiv]") == 1 {
            continue;
        }
        assert!(!page.attribute("meta[name=description]", "content").is_empty(), "{path}");
        for data in page.all("script[type=\"application/ld+json\"]") {
            let data: serde_json::Value = serde_json::from_str(&data.inner_html()).unwrap();
            assert_eq!(data["@context"], "https://schema.org", "{path}");
            assert!(data["@graph"].is_array(), "{path}");
        }
    }
    let entry = page(&published, "uk/clusters/uca/index.html");
    let data: serde_json::Value =
        serde_json::from_str(&entry.all("script[type=\"application/ld+json\"]")[0].inner_html()).unwrap();
    let graph = data["@graph"].as_array().unwrap();
    let own = graph.iter().find(|node| node["@type"] == "WebPage").unwrap();
    assert_eq!((own["inLanguage"].as_str(), own["name"].as_str()), (Some("uk"), Some("Український кластерний альянс")));
    assert_eq!(own["translationOfWork"]["@id"], "https://example.org/en/clusters/uca/");
    let crumbs =
        graph.iter().find(|node| node["@type"] == "BreadcrumbList").unwrap()["itemListElement"].as_array().unwrap();
    assert_eq!(crumbs.len(), 3);
    assert_eq!(crumbs[2]["item"], "https://example.org/uk/clusters/uca/");
}

#[test]
fn open_data_has_every_field_in_every_language() {
    let published = whole_site().built();
    let data: serde_json::Value = serde_json::from_str(&published.read("data/clusters.json")).unwrap();
    let entry = data["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == "uca").unwrap();
    assert_data_eq!(
        published.without_fingerprints(&(serde_json::to_string_pretty(entry).unwrap() + "\n")),
        str![[r#"
{
  "id": "uca",
  "original": "en",
  "revision": "10159bce",
  "versions": {
    "en": {
      "title": "Ukrainian Cluster Alliance",
      "summary": "The alliance of clusters",
      "written_title": "Ukrainian Cluster Alliance",
      "written_summary": "The alliance of clusters",
      "url": "https://example.org/en/clusters/uca/",
      "translation": "original",
      "updated": "2024-05-01"
    },
    "uk": {
      "title": "Український кластерний альянс",
      "summary": "Альянс кластерів",
      "written_title": "Український кластерний альянс",
      "written_summary": "Альянс кластерів",
      "url": "https://example.org/uk/clusters/uca/",
      "translation": "current",
      "updated": "2024-05-02"
    }
  },
  "fields": {
    "kind": "association",
    "country": [
      "ua"
    ],
    "sectors": [
      "food"
    ],
    "place": {
      "en": "Kyiv",
      "uk": "Київ"
    },
    "founded": "2010-03",
    "members": 1234,
    "share": "0.5",
    "active": true,
    "website": "https://www.example.com/uca/",
    "email": "info@example.com",
    "logo": {
      "name": "logo.svg",
      "url": "https://example.org/assets/clusters/uca/logo.[fingerprint].svg"
    },
    "budget": {
      "amount": "300000",
      "currency": "EUR"
    }
  },
  "derived": {},
  "referenced_by": [
    {
      "collection": "memoranda",
      "field": "parties",
      "entries": [
        "kosice",
        "later"
      ]
    }
  ]
}

"#]]
    );
    let text = published.read("data/memoranda.csv");
    assert_data_eq!(text.as_str(), str![[r#"
id,original,title.en,title.uk,summary.en,summary.uk,written_title.en,written_title.uk,written_summary.en,written_summary.uk,url.en,url.uk,translation.en,translation.uk,updated.en,updated.uk,signed,parties,countries,countries.derived,sectors,sources,referenced_by
kosice,uk,,Меморандум у Кошиці,,,,Меморандум у Кошиці,,,,https://example.org/uk/memoranda/kosice/,,original,,,2023-03-29,"[""clusters/uca"",""clusters/wool""]",,"[""pl"",""ua""]","[""food""]","[{""name"":{""en"":""Brochure"",""uk"":""Брошура""},""page"":12}]",
later,en,A later one,Пізніший,,,A later one,Пізніший,,,https://example.org/en/memoranda/later/,https://example.org/uk/memoranda/later/,original,current,,,2024,"[""clusters/uca""]",,"[""ua""]",,,

"#]].raw());
    assert!(text.lines().count() > 2 && text.matches('\n').count() == text.matches("\r\n").count());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    for row in reader.records() {
        assert_eq!(row.unwrap().len(), header.len());
    }
}

// ---------------------------------------------------------------- Sites of other shapes

#[test]
fn a_site_may_have_one_language_or_three_and_next_to_nothing_in_it() {
    for languages in [vec!["en"], vec!["uk", "en", "pl"]] {
        let site = Site::empty();
        let texts =
            |text: &str| languages.iter().map(|tag| format!("{tag} = \"{text}\"")).collect::<Vec<_>>().join(", ");
        let tags = languages.iter().map(|tag| format!("\"{tag}\"")).collect::<Vec<_>>().join(", ");
        site.write(&format!(
            "//- site.toml\nbase_url = \"https://example.org/\"\nlanguages = [{tags}]\ntheme = \"plain\"\ntitle = {{ {} }}\ndescription = {{ {} }}\n",
            texts("Site"),
            texts("About")
        ));
        let english = site.read("themes/plain/i18n/en.ftl");
        site.write_bytes(
            "themes/plain/i18n/pl.ftl",
            english
                .replace(
                    "[one] { $count } entry",
                    "[one] { $count } wpis\n        [few] { $count } wpisy\n        [many] { $count } wpisów",
                )
                .as_bytes(),
        );
        if languages.len() == 1 {
            site.remove("themes/plain/i18n/uk.ftl");
            site.remove("themes/plain/i18n/pl.ftl");
        }
        let published = site.built();
        assert!(languages.iter().all(|tag| published.has(&format!("{tag}/index.html"))));
        assert_eq!(page(&published, "index.html").count("a"), languages.len());
        assert!(!published.has("_redirects") || published.read("_redirects").is_empty());
    }
}

#[test]
fn a_new_collection_vocabulary_or_field_is_a_change_of_the_configuration_alone() {
    let site = stamped(Site::new(""));
    site.replace(
        "site.toml",
        "[indexes]",
        "[vocabularies.themes]\ntitle = { en = \"Themes\", uk = \"Теми\" }\n\n[collections.people]\ntitle = { en = \"People\", uk = \"Люди\" }\n[collections.people.fields]\nthemes = { type = \"term\", of = \"themes\", many = true }\nwork = { type = \"page\", of = [\"clusters\"], inverse = { en = \"Staff\", uk = \"Люди\" } }\n\n[indexes]",
    );
    site.write("//- content/themes.toml\n[peace]\ntitle = { en = \"Peace\", uk = \"Мир\" }\n//- content/people/ivan.uk.md\n+++\ntitle = \"Іван\"\nthemes = [\"peace\"]\nwork = \"uca\"\n+++\n");
    site.write(&translation("people/ivan.en.md", "Ivan", ""));
    let site = stamped(site);
    let published = site.built();
    assert_eq!(page(&published, "en/themes/peace/index.html").texts("main li a"), ["Ivan"]);
    assert_eq!(page(&published, "uk/clusters/uca/index.html").texts("h2.relation"), ["Підписані меморандуми", "Люди"]);
    assert!(published.has("data/people.csv") && published.has("en/people/feed.xml"));
}

/// One judge for fields and texts; what is published is RFC 6068's: a mail program finds nothing but an address in it.
#[test]
fn addresses_of_e_mails_are_published_encoded_in_fields_as_in_texts() {
    for (email, encoded) in [
        ("info@example.org", "info@example.org"),
        ("o'brien+list@example.org", "o'brien+list@example.org"),
        ("a?attach=/etc/hosts@example.org", "a%3Fattach%3D%2Fetc%2Fhosts@example.org"),
        ("a?bcc=b@example.org", "a%3Fbcc%3Db@example.org"),
        ("a#b{c}`d^|e@example.org", "a%23b%7Bc%7D%60d%5E%7Ce@example.org"),
    ] {
        let site = Site::new(&format!(
            "//- content/clusters/new.en.md\n+++\ntitle = \"New\"\ncountry = [\"ua\"]\nemail = \"{email}\"\n+++\n<{email}>\n"
        ));
        let page = Html::parse_document(&site.built().read("en/clusters/new/index.html"));
        let links = Selector::parse("a[href^='mailto:']").unwrap();
        let found: Vec<_> =
            page.select(&links).map(|link| (link.attr("href").unwrap(), link.text().collect::<String>())).collect();
        let expected = format!("mailto:{encoded}");
        assert_eq!(found, [(expected.as_str(), email.to_owned()), (expected.as_str(), email.to_owned())]);
    }
    for refused in
        ["a%0abcc:b@example.org", "a&attach=b@example.org", "a,b@example.org", "\\\"a\\\"@example.org", "a@b"]
    {
        let field = format!("email = \"{refused}\"");
        let text = format!("[x](mailto:{})", refused.replace("\\\"", "%22"));
        for (field, text) in [(field.as_str(), ""), ("", text.as_str())] {
            let site = Site::new(&format!(
                "//- content/clusters/new.en.md\n+++\ntitle = \"New\"\ncountry = [\"ua\"]\n{field}\n+++\n{text}\n"
            ));
            let run = site.check();
            assert_eq!(run.code, 1, "{refused}: {}", run.diagnostics());
        }
    }
}
