//! Outputs as their readers read them: each context by a parser of its own.

use quick_xml::events::Event;

use super::{
    harness,
    site::{Built, Site, quoted},
};

/// Every output of a build in its own language, with nothing in it that acts.
pub fn check_outputs(built: &Built) {
    for (path, bytes) in &built.outputs {
        let text = || std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        match path.rsplit('.').next() {
            Some("html") => check_page(path, text()),
            Some("xml") => check_xml(path, text()),
            Some("json") => {
                drop(serde_json::from_str::<serde_json::Value>(text()).unwrap_or_else(|e| panic!("{path}: {e}")))
            }
            Some("csv") => check_csv(path, text()),
            _ => {}
        }
    }
}

/// A page of the theme: any element, but no handler, no inline script or style, no address that leads astray.
pub fn check_page(path: &str, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at..];
        let mut quoted = false;
        let end = tag.bytes().position(|b| {
            quoted ^= b == b'"';
            b == b'>' && !quoted
        });
        let end = end.unwrap_or_else(|| panic!("{path}: a tag without end: {:.80}", tag));
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        let name = inside.split([' ', '\n']).next().unwrap_or_default().to_ascii_lowercase();
        let mut attributes = inside[name.len()..].trim_end_matches('/').trim();
        let mut sourced = false;
        let mut is_data = false;
        while !attributes.is_empty() {
            let length = attributes.find(['=', ' ', '\n']).unwrap_or(attributes.len());
            let (attribute, after) = attributes.split_at(length);
            let attribute = attribute.to_ascii_lowercase();
            assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc", "{path}: {inside}");
            assert!(
                attribute.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_' | '!')),
                "{path}: {inside}"
            );
            if let Some(value) = after.strip_prefix("=\"") {
                let end = value.find('"').unwrap_or_else(|| panic!("{path}: {inside}"));
                let value_text = &value[..end];
                if matches!(attribute.as_str(), "href" | "src" | "action" | "formaction" | "data" | "poster") {
                    let decoded = value_text.replace("&amp;", "&").replace("&#x2F;", "/").replace("&#39;", "'");
                    harness::check_address(&decoded);
                    let local = decoded.starts_with('/')
                        || decoded.starts_with('#')
                        || decoded.starts_with("https://example.org/");
                    assert!(
                        local
                            || !matches!(name.as_str(), "script" | "img" | "form" | "iframe") && attribute != "action",
                        "{path}: {inside}"
                    );
                }
                sourced |= attribute == "src";
                is_data |= attribute == "type" && value_text == "application/ld+json";
                attributes = value[end + 1..].trim_start();
            } else {
                assert!(!after.starts_with('='), "{path}: a value without quotes in <{inside}>");
                attributes = after.trim_start();
            }
        }
        if matches!(name.as_str(), "script" | "style") {
            let close = rest.find("</").unwrap_or_else(|| panic!("{path}: {name} without end"));
            assert_ne!(name, "style", "{path}");
            assert!(is_data || (sourced && rest[..close].trim().is_empty()), "{path}: a script of its own");
            if is_data {
                serde_json::from_str::<serde_json::Value>(&rest[..close]).unwrap_or_else(|e| panic!("{path}: {e}"));
            }
            rest = &rest[close..];
        }
    }
}

fn check_xml(path: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{path}: {e}")) {
            Event::Eof => break,
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                assert!(
                    reference.is_char_ref() || matches!(&*name, "amp" | "lt" | "gt" | "quot" | "apos"),
                    "{path}: &{name};"
                );
            }
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|e| panic!("{path}: {e}"));
                }
            }
            Event::DocType(_) | Event::PI(_) | Event::CData(_) => panic!("{path} holds more than elements and text"),
            _ => {}
        }
    }
}

fn check_csv(path: &str, text: &str) {
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        for cell in &record.unwrap_or_else(|e| panic!("{path}: {e}")) {
            assert!(!icsi::text::characters::is_formula(cell), "{path}: {cell:?}");
        }
    }
}

/// Item by item what has gone wrong in other generators.
#[test]
fn known_holes_are_closed_by_construction() {
    for (body, absent) in [
        ("# H {onclick=alert(1)}", "onclick=\""),
        ("# H {#a onclick=alert(1) .x style=y}", "onclick=\""),
        ("# H {#a\" onclick=\"alert(1)}", "onclick=\""),
        ("```js\" onclick=\"alert(1)\nx\n```", "onclick=\""),
        ("```js {onclick=alert(1)}\nx\n```", "onclick"),
        ("~~~\"><script>alert(1)</script>\nx\n~~~", "<script"),
        ("x[^\" onclick=alert(1)]\n\n[^\" onclick=alert(1)]: y", "\" onclick"),
        ("x[^<script>]\n\n[^<script>]: y", "<script"),
        ("[a](b.en.md \"x\\\" onclick=\\\"alert(1)\")", "\" onclick"),
        ("[a](b.en.md 'x\" onclick=\"alert(1)')", "\" onclick"),
        ("![x\" onerror=\"alert(1)](b.png)", "\" onerror"),
        ("![x](b.png '\" onerror=\"alert(1)')", "\" onerror"),
        ("[a](javascript:alert(1))", "href=\"java"),
        ("[a](java&#9;script:alert(1))", "script:alert"),
        ("[a](java&Tab;script&colon;alert(1))", "script:alert"),
        ("[a](&#x6a;avascript:alert(1))", "href=\"java"),
        ("[a](<java\tscript:alert(1)>)", "href=\"java"),
        ("[a](\u{1}javascript:alert(1))", "href=\"\u{1}"),
        ("[a](JaVaScRiPt:alert(1))", "href=\"JaVa"),
        ("[a](vbscript:x)", "href=\"vb"),
        ("[a](data:text/html,<script>alert(1)</script>)", "href=\"data"),
        ("![a](data:image/svg+xml;base64,x)", "src=\"data"),
        ("[a](//evil.example/)", "href=\"//"),
        ("[a](\\\\\\\\evil.example/)", "href=\"\\"),
        ("[a](/\\evil.example/)", "href=\"/"),
        ("[a](https://name@evil.example/)", "name@"),
        ("[a](%6aavascript:alert(1))", "href=\"%6a"),
        ("<javascript:alert(1)>", "href=\"java"),
        ("[a]\n\n[a]: javascript:alert(1)", "href=\"java"),
        ("<a href=\"javascript:alert(1)\">x</a>", "<a href"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("<svg><script>alert(1)</script></svg>", "<svg"),
        ("<abbr title=\"x\" onclick=\"alert(1)\">x</abbr>", "<abbr"),
        ("<span lang=\"en\" style=\"position:fixed\">x</span>", "<span"),
        ("<details ontoggle=alert(1) open><summary>x</summary></details>", "<details"),
        ("<kbd\nonclick=alert(1)>x</kbd>", "<kbd"),
        ("<style>*{}</style>", "<style"),
        ("<base href=\"https://evil.example/\">", "<base"),
        ("<meta http-equiv=refresh content=\"0;url=//evil.example/\">", "<meta"),
        ("<form action=//evil.example/><input name=x></form>", "<form"),
        ("# H {#_main}", "id=\"_main\""),
        ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<img"),
        ("<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<img"),
    ] {
        harness::markdown(body.as_bytes());
        let html = icsi::markdown::parse(body, "en").html;
        assert!(!html.contains(absent), "{body:?} became {html:?}");
    }
}

/// Addresses of front matter go through the same judge as those of bodies.
#[test]
fn addresses_of_front_matter_are_judged() {
    for hostile in [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/x",
        "x",
        "https://a@b/",
        "https://a\\b/",
        "https://",
        "mailto:a@b.cc",
        "ftp://x/",
        "https://раypal.com/",
        "https://a b/",
        "\u{1}https://a/",
    ] {
        let site = Site::new();
        site.entry("x", &format!("title = \"T\"\nurl = {}", quoted(hostile)), "");
        let built = site.build();
        assert_eq!(built.code, Some(1), "{hostile:?}: {:?}", built.diagnostics);
        assert!(built.outputs.is_empty());
        assert!(
            built.rules().iter().any(|rule| matches!(*rule, "forbidden-address" | "forbidden-character")),
            "{hostile:?}"
        );
    }
}

/// Templates' words in a contributor's text stay words.
#[test]
fn a_strangers_text_is_no_template() {
    let site = Site::new();
    let hostile = "{{ site.title }} {% include \"base.html\" %} {{ 7 * 6 }} {# gone #} ${7*6} <%= 42 %>";
    let front = format!("title = {0}\nsummary = {0}\ntext = {0}", quoted(hostile));
    site.entry("x", &front, &format!("{hostile}\n\n`{hostile}`"));
    let built = site.build();
    assert_eq!(built.code, Some(0), "{:?}", built.diagnostics);
    let page = built.text("en/things/x/index.html");
    assert!(page.contains("{{ 7 * 6 }}") && page.contains("{# gone #}"), "{page}");
    check_outputs(&built);
}

/// Leftovers of editors, drafts and the places of sources are in no output.
#[test]
fn leftovers_drafts_and_places_stay_inside() {
    let site = Site::new();
    site.entry("x", "title = \"T\"\nother = []\nfile = \"a.txt\"", "![p](x/p.svg) [t](x/a.txt)");
    site.entry("secret", "title = \"SECRET draft\"\ndraft = true", "SECRET");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"><!-- SECRET --><metadata>SECRET</metadata></svg>";
    site.write("content/things/x/p.svg", svg).write("content/things/x/a.txt", "text");
    for left in [
        ".env",
        "x.en.md~",
        ".x.en.md.swp",
        "#x.en.md#",
        "x.en.md.bak",
        "Thumbs.db",
        ".git/config",
        "x/.htaccess",
        "x/p.svg.orig",
    ] {
        site.write(&format!("content/things/{left}"), "SECRET");
    }
    site.write("themes/intermarium/static/.secret", "SECRET").write("SECRET.txt", "SECRET").write(".SECRET", "SECRET");
    let built = site.build();
    assert_eq!(built.code, Some(0), "{:?}", built.diagnostics);
    let root = site.root();
    for (path, bytes) in &built.outputs {
        let text = String::from_utf8_lossy(bytes);
        for secret in ["SECRET", root.to_str().unwrap(), "content/things", ".en.md"] {
            assert!(!text.contains(secret) && !path.contains(secret), "{secret} in {path}");
        }
    }
    let page = built.text("en/things/x/index.html");
    assert!(page.contains(" width=\"4\" height=\"3\""), "{page}");
    assert!(built.outputs.keys().any(|path| path.starts_with("assets/things/x/p.") && path.ends_with(".svg")));
    check_outputs(&built);
}

#[test]
fn a_file_that_is_not_what_it_says_publishes_nothing_and_is_told_once() {
    let site = Site::new();
    site.entry("x", "title = \"T\"\nfile = \"p.png\"", "![p](x/p.png)");
    site.write("content/things/x/p.png", "<html><script>alert(1)</script>");
    let built = site.build();
    assert_eq!((built.code, built.rules()), (Some(1), vec!["file-kind"]));
    assert_eq!(built.diagnostics.len(), 1, "{:?}", built.diagnostics);
}

/// A forge's workflow commands and a terminal read what a stranger wrote: it stays on its line.
#[test]
fn what_is_told_of_hostile_texts_cannot_act() {
    let site = Site::new();
    let hostile = "x\n::error file=a::b\r::set-output name=a::b %0A\u{1b}]0;t\u{7}";
    site.entry(
        "x",
        &format!("title = \"T\"\nchoice = {0}\n{0} = 1\nother = [{0}]", quoted(hostile)),
        "[x](%0a::error::x) [y](\u{1b}[31m)",
    );
    let page = std::fs::read_to_string(site.root().join("content/things/x.en.md")).unwrap();
    harness::page_file(&page);
    for format in ["human", "json", "github"] {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_icsi"))
            .args(["check", "--format", format, "--color", "never", "--root"])
            .arg(site.root())
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(1));
        let said = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
        assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
        if format == "github" {
            assert!(said.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")), "{said}");
            assert!(!said.contains("::set-output name=a::b\n"), "{said}");
        }
    }
}
