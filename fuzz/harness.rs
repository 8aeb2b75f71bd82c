//! Properties that must hold of any input at all, for the fuzzer (fuzz_targets/) and for the property tests
//! (tests/security/).
//!
//! Each function takes bytes from a stranger, runs the code that such bytes reach in a build, and panics when a
//! promise of docs/security.md is broken. That the code itself never panics is the first of them.

#![allow(dead_code, reason = "each target uses one of the functions")]

use std::sync::OnceLock;

use icsi::{
    config::{self, CollectionId, Config, LanguageId, VocabularyId},
    content::{
        PageKey,
        attachment::{self, ENDINGS},
        page, vocabulary,
    },
    diagnostics::{
        Diagnostic, Diagnostics,
        report::{self, ReportFormat, Sources},
    },
    markdown::{self, address::Address},
    source::{FileContent, SourceFile},
    text::escape,
};

/// A site with a field of every type, as bare and as localised, in many and in tables.
pub const SITE: &str = r#"
base_url = "https://example.org/kb/"
languages = ["en", "uk"]
theme = "plain"
title = { en = "T", uk = "Т" }
description = { en = "D", uk = "Д" }
[vocabularies.places]
title = { en = "Places", uk = "Місця" }
[vocabularies.places.fields]
code = { type = "text" }
web = { type = "url" }
note = { type = "text", localized = true, many = true }
[collections.things]
title = { en = "Things", uk = "Речі" }
[collections.things.fields]
text = { type = "text" }
note = { type = "text", localized = true }
notes = { type = "text", localized = true, many = true }
integer = { type = "integer" }
decimal = { type = "decimal" }
boolean = { type = "boolean" }
date = { type = "date" }
dates = { type = "date", many = true }
url = { type = "url" }
home = { type = "url", localized = true }
email = { type = "email" }
choice = { type = "choice", values = { a = { en = "A", uk = "А" }, b = { en = "B", uk = "Б" } } }
place = { type = "term", of = "places", many = true }
other = { type = "page", of = ["things"], many = true }
file = { type = "file" }
money = { type = "money" }
[collections.things.fields.rows]
type = "table"
many = true
[collections.things.fields.rows.fields]
what = { type = "text", localized = true }
when = { type = "date" }
web = { type = "url" }
who = { type = "page", of = ["things"] }
"#;

pub fn config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(|| {
        let mut diagnostics = Diagnostics::default();
        config::read(SITE, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"))
    })
}

/// Front matter between its fences, with a body after it.
pub fn front_matter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    page_file(&format!("+++\n{text}\n+++\nBody\n"));
}

/// A whole file of a page.
pub fn page_file(text: &str) {
    let file = source("content/things/x.en.md", text);
    let key = PageKey::Entry(CollectionId(0), "x".to_owned());
    let page = page::parse(&file, key, LanguageId(0), config(), None);
    check_diagnostics(&page.diagnostics, &file);
    for shown in [Some(&page.title), page.summary.as_ref()].into_iter().flatten() {
        check_text(shown);
    }
    check_text(&format!("{:?}", page.fields));
}

pub fn vocabulary(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let file = source("content/places.toml", text);
    let terms = vocabulary::parse(&file, VocabularyId(0), config());
    check_diagnostics(&terms.diagnostics, &file);
    for term in &terms.terms {
        term.title.texts().for_each(|title| check_text(title));
    }
}

pub fn site_toml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut diagnostics = Diagnostics::default();
    let config = config::read(text, &mut diagnostics);
    let file = source("site.toml", text);
    check_diagnostics(diagnostics.as_slice(), &file);
    assert!(config.is_some() || diagnostics.has_errors(), "what cannot be used has an error");
    if let Some(config) = config {
        config.title.texts().chain(config.description.texts()).for_each(|title| check_text(title));
    }
}

pub fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // Characters that a file may not hold are taken out before Markdown is parsed.
    let mut sink = icsi::diagnostics::Sink::new(&"content/things/x.en.md".into());
    let clean = icsi::diagnostics::characters::without_forbidden(text, &mut sink);
    let document = markdown::parse(&clean, "en");
    for finding in &document.findings {
        assert!(finding.range.start <= finding.range.end && finding.range.end <= clean.len(), "{finding:?}");
    }
    for hole in &document.holes {
        assert!(document.html.is_char_boundary(hole.at));
    }
    let mut html = String::new();
    document.fill(&mut html, |hole, out| match hole {
        markdown::HoleKind::Anchor(heading) => out.push_str(&document.headings[heading].anchor),
        markdown::HoleKind::Address(_) => out.push_str("../x/"),
        markdown::HoleKind::Picture(_) => out.push_str(" src=\"../x.png\" width=\"1\" height=\"1\""),
        markdown::HoleKind::PictureLink(_, is_end) => out.push_str(if is_end { "</a>" } else { "<a href=\"../x/\">" }),
        markdown::HoleKind::Label(_) => out.push_str("label"),
    });
    check_html(&html);
}

pub fn address(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(Address::External { address, .. }) = markdown::address::judge(text) else { return };
    let mut written = String::new();
    escape::address(address, &mut written);
    check_address(&written);
}

/// The first byte chooses the kind, the rest is the file.
pub fn attachment(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let Some((ending, _)) = ENDINGS.get(usize::from(*first) % ENDINGS.len()) else { return };
    let name = format!("x.{ending}");
    let Ok(once) = attachment::clean(&name, bytes) else { return };
    assert!(once.bytes.len() <= bytes.len() * 6 + 200, "{} bytes of {}", once.bytes.len(), bytes.len());
    let again = attachment::clean(&name, &once.bytes);
    assert_eq!(again.as_ref(), Ok(&once), "what is clean stays as it is");
    if *ending == "svg" {
        let text = std::str::from_utf8(&once.bytes).unwrap_or_else(|error| panic!("{error}"));
        check_svg(text);
    }
}

/// Nothing in a cleaned picture can act, whatever it is made of.
pub fn check_svg(text: &str) {
    let mut rest = text;
    // Tags, and what stands in style sheets; all else is text to read, whatever it says.
    let mut acting = String::new();
    while let Some(at) = rest.find('<') {
        let tag = &rest[at..];
        let end = tag_end(tag).unwrap_or_else(|| panic!("a tag without end in {text:?}"));
        let inside = tag[1..end].trim_start_matches('/').trim_end_matches('/');
        let name = inside.split(' ').next().unwrap_or_default();
        let bad = ["script", "foreignObject", "a", "image", "iframe", "animate", "set", "handler", "feImage", "object"];
        assert!(!bad.contains(&name) && name.chars().all(|c| c.is_ascii_alphanumeric()), "<{name}> in {text:?}");
        for part in inside.split('"').step_by(2).skip(1).chain(inside.split(' ').skip(1).take(1)) {
            let attribute = part.trim().split('=').next().unwrap_or_default();
            assert!(!attribute.to_ascii_lowercase().starts_with("on"), "{attribute} in {text:?}");
        }
        rest = &tag[end + 1..];
        acting.push_str(&tag[..=end]);
        if tag.starts_with("<style") {
            acting.push_str(&rest[..rest.find('<').unwrap_or(rest.len())]);
        }
    }
    let lower = acting.to_ascii_lowercase().replace(char::is_whitespace, "");
    let outside =
        ["href=\"http", "href=\"data", "href=\"//", "href=\"java", "url(http", "url(data", "url(//", "<!", "<?"];
    assert!(!outside.iter().any(|word| lower.contains(word)), "{text:?}");
}

pub fn source(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), content: FileContent::Text(text.into()) }
}

struct One<'a>(&'a SourceFile);

impl Sources for One<'_> {
    fn text(&self, _file: &str) -> Option<&str> {
        self.0.text()
    }
}

/// Every diagnostic lies in its file and can be shown without acting on the terminal or the forge that shows it.
pub fn check_diagnostics(diagnostics: &[Diagnostic], file: &SourceFile) {
    let length = file.bytes().len();
    for diagnostic in diagnostics.iter().take(20) {
        if let Some(location) = &diagnostic.location {
            assert!(location.start <= location.end && location.end <= length, "{diagnostic:?} of {length}");
        }
        for format in [ReportFormat::Human { color: false }, ReportFormat::Json, ReportFormat::Github] {
            let shown = report::render(diagnostic, &One(file), format, icsi::messages::MessageLanguage::Ukrainian);
            let controls = shown.chars().filter(|c| c.is_control() && *c != '\n').count();
            assert_eq!(controls, 0, "{shown:?}");
            assert!(!shown.contains(icsi::text::characters::is_deceptive) || format == ReportFormat::Json, "{shown:?}");
            let lines = shown.trim_end().lines().count();
            assert!(matches!(format, ReportFormat::Human { .. }) || lines == 1, "{shown:?}");
        }
    }
}

/// A text that may be published.
pub fn check_text(text: &str) {
    let forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!text.contains(forbidden), "{text:?}");
}

/// Elements that a body's HTML may hold, with the attributes that each may have.
const WRITTEN: &[(&str, &[&str])] = &[
    ("a", &["href", "class", "title", "id", "role", "aria-label"]),
    ("abbr", &["title"]),
    ("bdi", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("dd", &[]),
    ("del", &[]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "width", "height", "alt", "loading", "title"]),
    ("input", &["type", "disabled", "checked", "aria-label"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("li", &["id", "class"]),
    ("mark", &[]),
    ("ol", &["start"]),
    ("p", &["class"]),
    ("pre", &["tabindex"]),
    ("q", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("span", &["lang", "class", "role", "aria-label"]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &["class"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &["class"]),
    ("var", &[]),
    ("wbr", &[]),
];

const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

/// Reads HTML as strictly as can be: every tag known, every attribute quoted and known, every element closed in its
/// turn, every `<`, `>` and `&` in text written as a reference.
pub fn check_html(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        check_escaped(text, html);
        let end = tag_end(tag).unwrap_or_else(|| panic!("a tag without end in {html:?}"));
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of turn in {html:?}");
            continue;
        }
        let name = inside.split(' ').next().unwrap_or_default();
        let known = WRITTEN.iter().find(|(known, _)| *known == name);
        let (_, allowed) = known.unwrap_or_else(|| panic!("<{name}> in {html:?}"));
        check_attributes(inside[name.len()..].trim_end(), allowed, html);
        if !VOID.contains(&name) {
            open.push(known.map_or("", |(name, _)| *name));
        }
    }
    check_escaped(rest, html);
    assert!(open.is_empty(), "{open:?} left open in {html:?}");
}

/// The place of the `>` that ends a tag: none inside a quoted value counts.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn check_attributes(mut attributes: &str, allowed: &[&str], html: &str) {
    while let Some(rest) = attributes.strip_prefix(' ') {
        let length = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        assert!(allowed.contains(&name), "attribute {name:?} in {html:?}");
        let Some(value) = after.strip_prefix("=\"") else {
            attributes = after;
            continue;
        };
        let end = value.find('"').unwrap_or_else(|| panic!("a value without end in {html:?}"));
        check_escaped(&value[..end], html);
        if matches!(name, "href" | "src") {
            check_address(&value[..end]);
        }
        attributes = &value[end + 1..];
    }
    assert!(attributes.is_empty(), "{attributes:?} in {html:?}");
}

fn check_escaped(text: &str, html: &str) {
    assert!(!text.contains(['<', '>', '\0']), "{text:?} in {html:?}");
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|name| text[at..].starts_with(name));
        assert!(known, "a bare & in {text:?} in {html:?}");
    }
}

/// An address as it stands between quotes in the output: nothing that a browser would read in another way.
pub fn check_address(address: &str) {
    let bad = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>' | '`' | '\u{feff}');
    assert!(!address.contains(bad), "{address:?}");
    let start = &address[..address.find(['/', '?', '#']).unwrap_or(address.len())];
    if let Some((scheme, _)) = start.split_once(':') {
        let scheme = scheme.to_ascii_lowercase();
        assert!(matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel"), "{address:?}");
        if scheme.starts_with("http") {
            // As browsers read it: a question mark and a number sign end the host as a slash does.
            let authority =
                address.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
            assert!(address.contains("://") && !authority.is_empty() && !authority.contains('@'), "{address:?}");
        }
    } else {
        assert!(!address.starts_with("//"), "{address:?}");
    }
}
