//! Every place of the theme's templates where a value stands, and whether escaping covers it there.
//!
//! Templates escape what stands between tags and in quoted attributes. It covers neither addresses, nor attributes
//! without quotes, nor scripts and styles, nor names of elements and attributes: there, only what is listed here may
//! stand, and the list says why it is safe.

use std::{fs, path::Path};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Text,
    /// Inside quotes, where escaping covers it.
    Quoted,
    /// Inside quotes of an attribute that is an address.
    Address,
    /// In a tag outside of quotes, or a tag's name.
    Tag,
    Script,
}

/// Values that are HTML already: the body and the list of what stands in it, written by the Markdown writer; a head's
/// metadata, each value of it escaped; JSON with its `<` escaped; and what templates of the same theme made for many pages.
const HTML: &[(&str, Place)] = &[
    ("body", Place::Text),
    ("toc", Place::Text),
    ("page.meta", Place::Text),
    ("page.json_ld", Place::Script),
    ("page.trail", Place::Text),
    ("row", Place::Text),
    ("facts_html", Place::Text),
    ("more_facts_html", Place::Text),
    ("value.html", Place::Text),
    ("group.cards", Place::Text),
    ("list.cards", Place::Text),
    ("relation.cards", Place::Text),
    ("relation.more_cards", Place::Text),
    ("map.figure", Place::Text),
    ("fragments.brand", Place::Text),
    ("fragments.head", Place::Text),
    ("fragments.pages", Place::Text),
    ("fragments.search", Place::Text),
    ("fragments.menu", Place::Text),
    ("fragments.footer", Place::Text),
];

/// Components that write whole attributes, each value of them in quotes; a number; names of fields and vocabularies.
const IN_TAGS: &[&str] = &[
    "<lang_mark",
    "<current_mark",
    "level",
    "name",
    "row.vocabulary",
    "value.picture.attributes",
    "item.logo.attributes",
];

/// Ends of the names of addresses, which are made by the planner, the judge of addresses or the theme's assets.
const ADDRESSES: &[&str] = &[
    ".url",
    "_url",
    ".subscribe",
    // Files of the theme or of theme/, by site.toml.
    "site.icon",
    "site.logo",
    // The file of the search index.
    "search.index",
    ".canonical",
    ".home",
    ".base",
    ".id",
    "target",
    ".previous",
    ".next",
    "collection.name",
    "country.iso",
    // Names of vocabularies and ids of terms, behind the question mark of a list's address.
    "query",
];

fn templates() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/intermarium/templates")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

/// Every `{{ … }}` with its place. Statements and comments are taken out: what they choose between is all read.
fn values(source: &str) -> Vec<(Place, String, String)> {
    let mut found = Vec::new();
    let (mut in_tag, mut quoted, mut script) = (false, false, false);
    let mut tag = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        if rest.starts_with("{#") {
            rest = &rest[until("#}")..];
            continue;
        }
        if rest.starts_with("{%") {
            rest = &rest[until("%}")..];
            continue;
        }
        if rest.starts_with("{{") {
            let end = until("}}");
            let value = rest[2..end - 2].trim_matches(['-', ' ', '\n']).to_owned();
            let attribute =
                tag.rsplit([' ', '\n']).find(|word| word.contains("=\"")).unwrap_or("").split('=').next().unwrap_or("");
            let is_address =
                matches!(attribute, "href" | "src" | "action" | "formaction" | "data-copy" | "data-pages" | "content");
            let place = match (in_tag, quoted) {
                (true, true) if is_address && !tag.rsplit('"').next().is_some_and(|value| value.starts_with('#')) => {
                    Place::Address
                }
                (true, true) => Place::Quoted,
                (true, false) => Place::Tag,
                (false, _) if script => Place::Script,
                (false, _) => Place::Text,
            };
            found.push((place, value, format!("<{tag}")));
            rest = &rest[end..];
            continue;
        }
        match c {
            '<' if !in_tag => {
                in_tag = true;
                quoted = false;
                tag.clear();
            }
            '>' if in_tag && !quoted => {
                in_tag = false;
                script = tag.starts_with("script") || tag.starts_with("style");
            }
            '"' if in_tag => {
                quoted = !quoted;
                tag.push(c);
            }
            _ if in_tag => tag.push(c),
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    found
}

#[test]
fn values_stand_only_where_escaping_covers_them() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    let all = templates();
    for (html, _) in HTML {
        assert!(
            all.iter().any(|(_, source)| source.contains(&format!("{{{{ {html} }}}}"))),
            "no template shows {html}"
        );
    }
    for (name, source) in all {
        assert!(!source.contains("| safe") && !source.contains("|safe"), "{name} marks a value as safe");
        for word in [
            " style=",
            "onclick",
            "onload",
            "onerror",
            "javascript:",
            "srcdoc",
            "<style",
            "<iframe",
            "<object",
            "<embed",
            "<base",
        ] {
            assert!(!source.to_ascii_lowercase().contains(word), "{name} has {word}");
        }
        for (place, value, tag) in values(&source) {
            seen += 1;
            let is_html = HTML.contains(&(value.as_str(), place));
            assert!(is_html || !HTML.iter().any(|(html, _)| value == *html), "{name}: {value} in {tag}");
            let fits = match place {
                Place::Text | Place::Quoted => true,
                Place::Script => is_html,
                Place::Tag => IN_TAGS.iter().any(|known| value.starts_with(known)),
                Place::Address => {
                    value.starts_with("asset(")
                        || value.starts_with("t(")
                        || ADDRESSES.iter().any(|end| value.split(" or ").all(|part| part.ends_with(end) || ADDRESSES.iter().any(|e| part.ends_with(e))))
                        // The words of a description in `content`, which is no address there.
                        || (tag.starts_with("<meta") && !tag.contains("http-equiv"))
                }
            };
            if !fits {
                wrong.push(format!("{name}: {value} as {place:?} in {tag}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 150, "{seen} values");
}

/// Bodies' ids begin with a letter or a digit, those of footnotes apart, so none can take the place of a page's own.
#[test]
fn ids_of_templates_begin_with_an_underscore() {
    let mut seen = 0;
    for (name, source) in templates() {
        for id in source.split(" id=\"").skip(1) {
            seen += 1;
            assert!(id.starts_with('_'), "{name}: {}", id.split('"').next().unwrap_or_default());
            assert!(!id.starts_with("_note-") && !id.starts_with("_ref-"), "{name} takes an id of footnotes");
        }
    }
    assert!(seen > 20, "{seen} ids");
}

#[test]
fn the_walk_sees_places_that_escaping_does_not_cover() {
    let place = |source: &str| values(source).first().map(|(place, _, _)| *place);
    assert_eq!(place("<a href=\"{{ x }}\">"), Some(Place::Address));
    assert_eq!(place("<a title=\"{{ x }}\">"), Some(Place::Quoted));
    assert_eq!(place("<a title={{ x }}>"), Some(Place::Tag));
    assert_eq!(place("<a {{ x }}>"), Some(Place::Tag));
    assert_eq!(place("<script>{{ x }}"), Some(Place::Script));
    assert_eq!(place("<p class=\"a{% if b > c %} d{% endif %}\">{{ x }}"), Some(Place::Text));
}
