//! A checker of the HTML that comes out, written apart from the writer: well-formed, balanced, and of elements and
//! attributes from its own list.

/// Elements, the attributes each may have, and where it may stand.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "class", "title", "role", "id", "aria-label"]),
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
    ("img", &["src", "alt", "loading", "title"]),
    ("input", &["type", "disabled", "checked", "aria-label"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("li", &["class", "id"]),
    ("mark", &[]),
    ("ol", &["start"]),
    ("p", &["class"]),
    ("pre", &["tabindex"]),
    ("q", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("span", &["lang", "class"]),
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
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];
/// Elements that hold text and inline elements only.
const PHRASING_ONLY: &[&str] =
    &["p", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "pre", "em", "strong", "del", "a", "code"];
const BLOCKS: &[&str] = &[
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

#[derive(Debug, PartialEq)]
pub(super) enum HtmlPiece<'a> {
    Open(&'a str, Vec<(&'a str, &'a str)>),
    Close(&'a str),
    Text(&'a str),
}

/// Splits HTML into tags and text; strict, as the writer is.
pub(super) fn pieces(html: &str) -> Result<Vec<HtmlPiece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if text.contains('>') {
                return Err(format!("a bare `>` in {text:?}"));
            }
            pieces.push(HtmlPiece::Text(text));
            rest = after;
            continue;
        };
        let mut quoted = false;
        let end = tag.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let (tag, after) = tag.split_at(end.ok_or_else(|| format!("a tag without end: {tag:?}"))?);
        rest = &after[1..];
        match tag.strip_prefix('/') {
            Some(name) => pieces.push(HtmlPiece::Close(name)),
            None => {
                let (name, attributes) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
                pieces.push(HtmlPiece::Open(name, self::attributes(attributes)?));
            }
        }
    }
    Ok(pieces)
}

fn attributes(mut rest: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut attributes = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, after) = attribute.split_at(attribute.find([' ', '=']).unwrap_or(attribute.len()));
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').ok_or_else(|| format!("no closing quote in {value:?}"))?;
                attributes.push((name, value));
                rest = after;
            }
            None => {
                attributes.push((name, ""));
                rest = after;
            }
        }
    }
    if rest.is_empty() { Ok(attributes) } else { Err(format!("no attribute: {rest:?}")) }
}

pub(super) fn check(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for piece in pieces(html)? {
        match piece {
            HtmlPiece::Text(text) => check_text(text, open.last().copied())?,
            HtmlPiece::Close(name) => {
                if open.pop() != Some(name) {
                    return Err(format!("</{name}> closes nothing in {html:?}"));
                }
            }
            HtmlPiece::Open(name, attributes) => {
                check_place(name, &open)?;
                check_attributes(name, &attributes)?;
                for (_, id) in attributes.iter().filter(|(name, _)| *name == "id") {
                    if !ids.insert(id.to_string()) {
                        return Err(format!("the id {id:?} stands twice"));
                    }
                }
                if !VOID.contains(&name) {
                    open.push(name);
                }
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?} in {html:?}")) }
}

fn check_text(text: &str, parent: Option<&str>) -> Result<(), String> {
    for (at, _) in text.match_indices('&') {
        if !["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|reference| text[at..].starts_with(reference)) {
            return Err(format!("a bare `&` in {text:?}"));
        }
    }
    if text.chars().any(is_bad) {
        return Err(format!("a forbidden character in {text:?}"));
    }
    let structure = ["ul", "ol", "dl", "table", "thead", "tbody", "tr"];
    if parent.is_some_and(|parent| structure.contains(&parent)) && !text.trim().is_empty() {
        return Err(format!("text right in {parent:?}: {text:?}"));
    }
    Ok(())
}

fn is_bad(c: char) -> bool {
    (c.is_ascii_control() && !matches!(c, '\n' | '\t')) || ('\u{202a}'..='\u{202e}').contains(&c)
}

fn check_place(name: &str, open: &[&str]) -> Result<(), String> {
    let parent = open.last().copied().unwrap_or("body");
    let inside = |names: &[&str]| open.iter().any(|name| names.contains(name));
    let fits = match name {
        "li" => matches!(parent, "ul" | "ol"),
        "dt" | "dd" => parent == "dl",
        "tr" => matches!(parent, "thead" | "tbody"),
        "td" | "th" => parent == "tr",
        "thead" | "tbody" => parent == "table",
        "summary" => parent == "details",
        "a" => !inside(&["a"]),
        _ => !matches!(parent, "ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tr"),
    };
    let block = BLOCKS.contains(&name);
    if !fits || (block && inside(PHRASING_ONLY)) {
        return Err(format!("<{name}> cannot stand in {open:?}"));
    }
    Ok(())
}

/// The part of an address in which a colon would end a scheme: what stands before the first `/`, `?` or `#`.
fn before_path(address: &str) -> &str {
    &address[..address.find(['/', '?', '#']).unwrap_or(address.len())]
}

fn check_attributes(name: &str, attributes: &[(&str, &str)]) -> Result<(), String> {
    let Some((_, known)) = ELEMENTS.iter().find(|(known, _)| *known == name) else {
        return Err(format!("<{name}> is on no list"));
    };
    for (at, (attribute, value)) in attributes.iter().enumerate() {
        if !known.contains(attribute) || attributes[..at].iter().any(|(other, _)| other == attribute) {
            return Err(format!("<{name} {attribute}> is on no list, or twice there"));
        }
        check_text(value, None)?;
        let fits = match *attribute {
            "href" => {
                let start = before_path(value).to_ascii_lowercase();
                !value.starts_with("//")
                    && (!start.contains(':')
                        || ["https:", "http:", "mailto:", "tel:"].iter().any(|s| start.starts_with(s)))
            }
            "src" => !value.starts_with('/') && !before_path(value).contains(':'),
            "id" => value.starts_with("_note-") || value.starts_with("_ref-") || headings_id(value),
            _ => true,
        };
        if !fits {
            return Err(format!("<{name} {attribute}={value:?}> is not allowed"));
        }
    }
    Ok(())
}

fn headings_id(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphanumeric())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}
