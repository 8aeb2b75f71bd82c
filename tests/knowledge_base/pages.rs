//! The knowledge base of this repository: built whole, and walked as visitors, programs and search engines walk it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
    sync::LazyLock,
};

use crate::common::{
    Published, Run,
    html::{self, Page},
};

const BASE: &str = "https://knowledge.example.org/";

struct Real {
    published: Published,
    /// Files by path; pages are those that end in `.html`.
    files: BTreeMap<String, Vec<u8>>,
    _folder: tempfile::TempDir,
}

/// Built once for all tests here.
static REAL: LazyLock<Real> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let run = icsi(&["build", "--no-sync", "--format", "json", "--base-url", BASE, "--out", out.to_str().unwrap()]);
    assert_eq!((run.code, run.diagnostics().as_str()), (0, ""), "{}", run.stderr);
    let published = Published::at(out);
    Real { files: published.files(), published, _folder: folder }
});

fn icsi(arguments: &[&str]) -> Run {
    Run::of(Command::new(env!("CARGO_BIN_EXE_icsi")).args(arguments).current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))))
}

/// Looks at every page, a few at a time, and reports all that is wrong at once.
#[track_caller]
fn every_page(look: impl Fn(&str, &Page, &mut Vec<String>) + Sync) {
    let pages: Vec<&String> = REAL.files.keys().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 500, "{} pages", pages.len());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let look = &look;
        let workers: Vec<_> = pages
            .chunks(pages.len().div_ceil(threads))
            .map(|chunk| {
                scope.spawn(move || {
                    let mut wrong = Vec::new();
                    for path in chunk {
                        let mut found = Vec::new();
                        look(path, &Page::read(&REAL.published.folder, path), &mut found);
                        wrong.extend(found.into_iter().map(|what| format!("{path}: {what}")));
                    }
                    wrong
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} wrong, the first:\n{shown}", wrong.len());
}

/// The destination of an address inside the site: the published file and the fragment.
fn file_of(from: &str, address: &str) -> Option<(String, Option<String>)> {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (address, None),
    };
    let path = path.split('?').next().unwrap_or_default();
    let path = path.strip_prefix(BASE).map_or_else(|| path.to_owned(), |rest| format!("/{rest}"));
    if path.contains("://") || path.starts_with("mailto:") || path.starts_with("tel:") {
        return None;
    }
    let file = match path.strip_prefix('/') {
        None if path.is_empty() => from.to_owned(),
        None => panic!("{from}: a relative address: {address}"),
        Some(inside) if inside.is_empty() || inside.ends_with('/') => format!("{inside}index.html"),
        Some(inside) => inside.to_owned(),
    };
    Some((file, fragment))
}

fn attributes<'p>(page: &'p Page, css: &str, name: &str) -> Vec<&'p str> {
    page.all(css).into_iter().filter_map(|element| element.attr(name)).collect()
}

#[test]
fn check_has_nothing_to_say() {
    let run = icsi(&["check", "--format", "json"]);
    assert_eq!((run.code, run.diagnostics().as_str()), (0, ""));
}

#[test]
fn every_address_leads_to_a_file_and_every_fragment_to_an_element() {
    let ids: BTreeMap<&str, BTreeSet<String>> = REAL
        .files
        .keys()
        .filter(|path| path.ends_with(".html") || path.ends_with(".svg"))
        .map(|path| {
            let page = Page::read(&REAL.published.folder, path);
            (path.as_str(), page.attributes("[id]", "id").into_iter().collect())
        })
        .collect();
    every_page(|path, page, wrong| {
        let mut addresses: Vec<&str> = Vec::new();
        for name in ["href", "src", "action", "poster", "data", "formaction", "data-copy"] {
            addresses.extend(attributes(page, &format!("[{name}]"), name));
        }
        for list in
            attributes(page, "[srcset]", "srcset").into_iter().chain(attributes(page, "[data-pages]", "data-pages"))
        {
            addresses.extend(list.split([',', ' ']).filter(|part| part.contains('/')));
        }
        if let Some(refresh) = attributes(page, "meta[http-equiv=refresh]", "content").first() {
            addresses.push(refresh.split_once("url=").unwrap().1);
        }
        for address in addresses {
            let Some((file, fragment)) = file_of(path, address) else { continue };
            if !REAL.files.contains_key(&file) {
                wrong.push(format!("`{address}` leads nowhere"));
            } else if let Some(fragment) = fragment
                && !ids.get(file.as_str()).is_some_and(|ids| ids.contains(&fragment))
            {
                wrong.push(format!("`{address}` leads to an id that is not there"));
            }
        }
    });
}

#[test]
fn references_inside_pages_lead_to_elements_that_stand_once() {
    every_page(|_, page, wrong| {
        let mut ids = BTreeSet::new();
        for id in attributes(page, "[id]", "id") {
            if id.is_empty() || id.contains(char::is_whitespace) || !ids.insert(id) {
                wrong.push(format!("the id `{id}` stands twice or is none"));
            }
        }
        for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers", "list", "data-copy-from"]
        {
            for id in attributes(page, &format!("[{name}]"), name).iter().flat_map(|ids| ids.split_whitespace()) {
                if !ids.contains(id) {
                    wrong.push(format!("{name}=\"{id}\" names nothing"));
                }
            }
        }
    });
}

#[test]
fn every_page_has_what_the_contract_says() {
    every_page(|path, page, wrong| {
        if !page.html.errors.is_empty() {
            wrong.push(format!("the parser says: {:?}", page.html.errors));
        }
        let mut one = |css: &str, name: Option<&str>| {
            let found = page.all(css);
            let value = found.first().map(|element| match name {
                Some(name) => element.attr(name).unwrap_or_default().to_owned(),
                None => html::words(*element),
            });
            if found.len() != 1 || value.as_deref().is_none_or(|value| value.trim().is_empty()) {
                wrong.push(format!("{} × `{css}`: {value:?}", found.len()));
            }
        };
        one("html[lang]", Some("lang"));
        one("head > title", None);
        one("h1", None);
        one("main", None);
        one("meta[name=viewport]", Some("content"));
        let redirect = page.count("meta[http-equiv=refresh]") == 1;
        // One printed page of another, which is the one to find.
        let brief = path.ends_with("/brief/index.html");
        if !redirect {
            for (css, name) in [
                ("meta[name=description]", "content"),
                ("meta[property=\"og:title\"]", "content"),
                ("meta[property=\"og:type\"]", "content"),
                ("meta[property=\"og:description\"]", "content"),
            ] {
                one(css, Some(name));
            }
            if !brief {
                one("script[type=\"application/ld+json\"]", None);
            }
        }
        let not_found = path.ends_with("404.html");
        let search = path.ends_with("/search/index.html");
        if !not_found {
            one("link[rel=canonical]", Some("href"));
        }
        if brief && !page.is_noindex() {
            wrong.push("a brief is hidden from search engines".to_owned());
        }
        // The same list in another form.
        let table = path.contains("/table/");
        if table && page.canonical().is_none_or(|url| url.contains("/table/")) {
            wrong.push("a table names its list as the page to find".to_owned());
        }
        if page.is_noindex()
            && !table
            && !redirect
            && !not_found
            && !search
            && !brief
            && page.count(".notice-fallback") != 1
        {
            wrong.push("is hidden from search engines for no reason".to_owned());
        }
        if !path.ends_with("404.html") && !redirect && !brief && path != "index.html" {
            let tags = attributes(page, ".switcher a", "hreflang");
            if tags != ["en", "uk"] {
                wrong.push(format!("the language switcher offers {tags:?}"));
            }
        }
        let language = path.split('/').next().unwrap_or_default();
        if ["en", "uk"].contains(&language) && attributes(page, "html", "lang") != [language] {
            wrong.push("the language is not that of the address".to_owned());
        }
    });
}

#[test]
fn nothing_runs_or_comes_from_elsewhere() {
    every_page(|_, page, wrong| {
        for element in page.all("*") {
            for (name, value) in element.value().attrs() {
                if name.starts_with("on") || name == "style" {
                    wrong.push(format!("<{}> has {name}=\"{value}\"", element.value().name()));
                }
                let is_link = element.value().name() == "a" || name == "content";
                let is_metadata =
                    element.value().name() == "link" && matches!(element.attr("rel"), Some("canonical" | "alternate"));
                if !is_link
                    && !is_metadata
                    && matches!(name, "src" | "href" | "action" | "srcset" | "data" | "poster")
                    && value.contains("//")
                {
                    wrong.push(format!("<{}> takes {value} from elsewhere", element.value().name()));
                }
            }
        }
        for script in page.all("script") {
            let inert = script.attr("type") == Some("application/ld+json");
            if !inert && (script.attr("src").is_none() || !script.inner_html().trim().is_empty()) {
                wrong.push("has an inline script".to_owned());
            }
        }
        for css in ["style", "iframe", "object", "embed", "base", "form[method=post]"] {
            if page.count(css) > 0 {
                wrong.push(format!("has <{css}>"));
            }
        }
        for link in page.all("a[href]") {
            let href = link.attr("href").unwrap();
            // The last is how programs are asked to subscribe to a calendar of this very site.
            let starts = ["/", "#", "https://", "http://", "mailto:", "tel:", "webcal://knowledge.example.org/"];
            let allowed = starts.iter().any(|start| href.starts_with(start));
            if !allowed || href.starts_with("//") || href.contains(['\\', '\t', '\n', ' ']) {
                wrong.push(format!("links to `{href}`"));
            }
            if html::words(link).is_empty() && link.attr("aria-label").is_none() {
                wrong.push(format!("the link to `{href}` has no words"));
            }
        }
    });
    for (path, bytes) in REAL.files.iter().filter(|(path, _)| path.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        for address in text.split("url(").skip(1).chain(text.split("@import").skip(1)) {
            let address = address.split([')', ';']).next().unwrap_or_default();
            assert!(!address.contains("//"), "{path} takes {address} from elsewhere");
        }
    }
}

#[test]
fn versions_confirm_each_other_and_the_sitemap_says_the_same() {
    let sitemap = String::from_utf8(REAL.files["sitemap.xml"].clone()).unwrap();
    let document = roxmltree::Document::parse(&sitemap).unwrap();
    let listed: BTreeMap<String, Vec<(String, String)>> = document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name("url"))
        .map(|url| {
            let location = url.children().find(|node| node.has_tag_name("loc")).and_then(|node| node.text()).unwrap();
            let links = url
                .children()
                .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "link")))
                .map(|link| {
                    (link.attribute("hreflang").unwrap().to_owned(), link.attribute("href").unwrap().to_owned())
                })
                .collect();
            (location.to_owned(), links)
        })
        .collect();
    let alternates: BTreeMap<String, Vec<(String, String)>> = REAL
        .files
        .keys()
        .filter(|path| path.ends_with(".html"))
        .map(|path| (path.clone(), Page::read(&REAL.published.folder, path)))
        .map(|(path, page)| (path, page.alternates()))
        .collect();
    every_page(|path, page, wrong| {
        let own = format!("{BASE}{}", path.strip_suffix("index.html").unwrap_or(path));
        if page.is_noindex() == listed.contains_key(&own) {
            wrong.push("the sitemap and the page's own word differ".to_owned());
            return;
        }
        if page.is_noindex() {
            if !alternates[path].is_empty() {
                wrong.push("is hidden and names versions".to_owned());
            }
            return;
        }
        if page.canonical().as_deref() != Some(own.as_str()) {
            wrong.push(format!("its canonical address is {:?}", page.canonical()));
        }
        for (tag, address) in &alternates[path] {
            let other = file_of(path, address).unwrap().0;
            if alternates.get(&other) != alternates.get(path) {
                wrong.push(format!("its version `{tag}` does not confirm it"));
            }
        }
        if !listed[&own].is_empty() && listed[&own] != alternates[path] {
            wrong.push("the sitemap names other versions".to_owned());
        }
    });
}

#[test]
fn every_file_for_programs_can_be_read_by_one() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, bytes) in &REAL.files {
        let ending = path.rsplit('.').next().unwrap();
        *kinds.entry(ending).or_default() += 1;
        let text = || String::from_utf8(bytes.clone()).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        match ending {
            "xml" | "svg" => {
                drop(roxmltree::Document::parse(&text()).unwrap_or_else(|error| panic!("{path}: {error}")))
            }
            "json" => drop(
                serde_json::from_str::<serde_json::Value>(&text()).unwrap_or_else(|error| panic!("{path}: {error}")),
            ),
            "csv" => {
                let text = text();
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                let width = reader.headers().unwrap().len();
                assert!(reader.records().all(|row| row.unwrap().len() == width), "{path}");
            }
            "html" => {
                for data in Page::parse(&text()).all("script[type=\"application/ld+json\"]") {
                    let data: serde_json::Value =
                        serde_json::from_str(&data.inner_html()).unwrap_or_else(|error| panic!("{path}: {error}"));
                    assert_eq!(data["@context"], "https://schema.org", "{path}");
                }
            }
            _ => {}
        }
    }
    for kind in ["xml", "json", "csv", "html", "svg"] {
        assert!(kinds.contains_key(kind), "{kinds:?}");
    }
}

#[test]
fn words_stay_in_their_language() {
    every_page(|path, page, wrong| {
        // The interface of a Ukrainian page is Ukrainian: no key, no untranslated string.
        let text = html::words(page.all("body")[0]);
        if text.contains("{$") || text.contains("{ $") || text.contains("\u{2068}") {
            wrong.push("an interface string was not filled in".to_owned());
        }
        if path.starts_with("uk/")
            && page
                .all("main [lang=uk]")
                .iter()
                .any(|element| element.attr("hreflang").is_none() && page.count(".notice-fallback") == 0)
        {
            wrong.push("marks Ukrainian as foreign in a Ukrainian page".to_owned());
        }
    });
}

#[test]
fn every_page_can_be_reached_from_the_way_in() {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        if !reached.insert(path.clone()) || !path.ends_with(".html") {
            continue;
        }
        let page = Page::read(&REAL.published.folder, &path);
        for address in attributes(&page, "[href]", "href") {
            if let Some((file, _)) = file_of(&path, address) {
                open.push(file);
            }
        }
    }
    let lost: Vec<&String> = REAL
        .files
        .keys()
        .filter(|path| path.ends_with(".html") && !path.ends_with("404.html") && !reached.contains(*path))
        .filter(|path| Page::read(&REAL.published.folder, path).count("meta[http-equiv=refresh]") == 0)
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// Questions that people ask find their pages: as often as when the ranking was made, but for three questions in a
/// hundred, which leaves room for edits. `node tests/search/answers.mjs OUT --misses` says which do not.
#[test]
fn questions_are_answered_by_the_first_results() {
    let mut node = Command::new("node");
    node.arg("tests/search/answers.mjs").arg(&REAL.published.folder).args(["--at-least", "94", "96"]);
    let output = node.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("node runs the page's scripts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// An official in Warsaw: what Poland signed, who speaks for it, whom to write to, all before the page's own text.
#[test]
fn a_country_begins_at_a_glance() {
    let page = Page::read(&REAL.published.folder, "en/countries/pl/index.html");
    let glance = page.text("section.glance");
    for said in [
        "National cluster association Polish National Cluster Association",
        "Clusters Partnership for Ukraine Memorandum 29 March 2023 Košice",
        "Questions go to: ICSI Joint Platform gen.rocket@clusters.org.ua How to join",
        "Announced, not confirmed",
    ] {
        assert!(without_blanks(&glance).contains(&without_blanks(said)), "{said}\n{glance}");
    }
}

/// A company of unmanned systems: that no cluster is on record is said.
#[test]
fn what_is_not_on_record_is_said() {
    let page = Page::read(&REAL.published.folder, "en/sectors/unmanned-robotics/index.html");
    let glance = page.text("section.glance");
    assert!(without_blanks(&glance).contains("Clustersandassociationsnothingonrecord"), "{glance}");
}

/// Elements stand beside each other with or without a blank.
fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The contact of an entry that has one is its own; of another, the nearest, and whose it is.
#[test]
fn every_cluster_and_organisation_says_whom_to_write_to() {
    every_page(|path, page, wrong| {
        let parts: Vec<&str> = path.split('/').collect();
        let is_table = parts.get(2) == Some(&"table");
        if is_table
            || !matches!(parts[..], [_, "clusters" | "organisations" | "countries" | "sectors", _, "index.html"])
        {
            return;
        }
        if !page.texts(".fact-contact").concat().contains('@') {
            wrong.push("no address to write to".to_owned());
        }
    });
    let own = Page::read(&REAL.published.folder, "en/clusters/uca/index.html").text(".fact-contact");
    assert!(own.contains("info@clusters.org.ua") && !own.contains("nearest"), "{own}");
    let other = Page::read(&REAL.published.folder, "en/clusters/klastry-polskie/index.html").text(".fact-contact");
    assert!(other.contains("nearest: Ukrainian Cluster Alliance (Cooperation on record)"), "{other}");
}
