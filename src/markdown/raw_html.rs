//! The HTML that a body may hold: a small list of elements, and a tokenizer that knows just enough to find them.
//!
//! Nothing is copied from a body's HTML to the output: an allowed tag is written anew from this list's own names, and
//! everything else becomes text.

use crate::{message, message::Message};

/// An element that a body may use.
#[derive(Debug, PartialEq, Eq)]
pub struct AllowedElement {
    pub name: &'static str,
    pub kind: ElementKind,
    /// The one attribute that it takes.
    pub attribute: Option<AllowedAttribute>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    /// Opens and closes within a paragraph, heading or cell.
    Inline,
    /// Stands alone.
    Void,
    /// Stands between blocks, on lines of its own, and begins with a summary.
    Details,
    /// Only right inside `details`.
    Summary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowedAttribute {
    pub name: &'static str,
    pub required: bool,
    pub value: AttributeValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    Text,
    /// A BCP 47 tag.
    Language,
    /// The attribute's being there is all that it says.
    Flag,
}

const fn inline(name: &'static str) -> AllowedElement {
    AllowedElement { name, kind: ElementKind::Inline, attribute: None }
}

/// All elements that a body may use. docs/guide/content/chapters/markdown.en.md lists them for editors.
pub const ELEMENTS: &[AllowedElement] = &[
    AllowedElement {
        name: "abbr",
        kind: ElementKind::Inline,
        attribute: Some(AllowedAttribute { name: "title", required: false, value: AttributeValue::Text }),
    },
    inline("bdi"),
    AllowedElement { name: "br", kind: ElementKind::Void, attribute: None },
    inline("cite"),
    inline("del"),
    AllowedElement {
        name: "details",
        kind: ElementKind::Details,
        attribute: Some(AllowedAttribute { name: "open", required: false, value: AttributeValue::Flag }),
    },
    inline("dfn"),
    inline("ins"),
    inline("kbd"),
    inline("mark"),
    inline("q"),
    inline("s"),
    inline("samp"),
    inline("small"),
    AllowedElement {
        name: "span",
        kind: ElementKind::Inline,
        attribute: Some(AllowedAttribute { name: "lang", required: true, value: AttributeValue::Language }),
    },
    inline("sub"),
    AllowedElement { name: "summary", kind: ElementKind::Summary, attribute: None },
    inline("sup"),
    inline("u"),
    inline("var"),
    AllowedElement { name: "wbr", kind: ElementKind::Void, attribute: None },
];

/// Proposes Markdown in the place of an element that is not on the list.
pub fn markdown_for(name: &str) -> Option<Message> {
    Some(match name {
        "b" | "strong" => message!("markdown-for-strong"),
        "i" | "em" => message!("markdown-for-emphasis"),
        "code" | "tt" => message!("markdown-for-code"),
        "pre" => message!("markdown-for-code-block"),
        "a" => message!("markdown-for-link"),
        "img" | "picture" => message!("markdown-for-picture"),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => message!("markdown-for-heading"),
        "p" | "div" => message!("markdown-for-paragraph"),
        "ul" | "ol" | "li" => message!("markdown-for-list"),
        "blockquote" => message!("markdown-for-quote"),
        "hr" => message!("markdown-for-rule"),
        "table" | "tr" | "td" | "th" | "thead" | "tbody" => message!("markdown-for-table"),
        "strike" => message!("markdown-for-struck"),
        _ => return None,
    })
}

/// A piece of HTML source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HtmlToken<'a> {
    Text,
    Open {
        name: &'a str,
        attributes: Vec<(&'a str, Option<&'a str>)>,
    },
    Close {
        name: &'a str,
    },
    Comment,
    /// A comment without end, a declaration, a processing instruction, CDATA.
    Other,
}

/// The first token of `html` and its length in bytes, which is never 0 unless `html` is empty.
pub fn token(html: &str) -> (HtmlToken<'_>, usize) {
    if !html.starts_with('<') {
        return (HtmlToken::Text, html.find('<').unwrap_or(html.len()));
    }
    if html.starts_with("<!--") {
        return comment(html);
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return (HtmlToken::Other, html.find('>').map_or(html.len(), |end| end + 1));
    }
    tag(html).unwrap_or((HtmlToken::Text, html.get(1..).and_then(|h| h.find('<')).map_or(html.len(), |at| at + 1)))
}

/// As CommonMark 0.31 has it: `<!-->` and `<!--->` are comments too.
fn comment(html: &str) -> (HtmlToken<'_>, usize) {
    for short in ["<!-->", "<!--->"] {
        if html.starts_with(short) {
            return (HtmlToken::Comment, short.len());
        }
    }
    match html.get(4..).and_then(|inside| inside.find("-->")) {
        Some(end) => (HtmlToken::Comment, 4 + end + 3),
        None => (HtmlToken::Other, html.len()),
    }
}

fn tag(html: &str) -> Option<(HtmlToken<'_>, usize)> {
    let closing = html.starts_with("</");
    let start = if closing { 2 } else { 1 };
    let name = take(html, start, |b| b.is_ascii_alphanumeric() || b == b'-')?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut at = start + name.len();
    let mut attributes = Vec::new();
    loop {
        let blank = take(html, at, |b| b.is_ascii_whitespace()).map_or(0, str::len);
        at += blank;
        let rest = html.get(at..)?;
        if rest.starts_with('>') {
            at += 1;
            break;
        }
        if !closing && rest.starts_with("/>") {
            at += 2;
            break;
        }
        if closing || blank == 0 {
            return None;
        }
        let (attribute, length) = attribute(rest)?;
        attributes.push(attribute);
        at += length;
    }
    Some((if closing { HtmlToken::Close { name } } else { HtmlToken::Open { name, attributes } }, at))
}

fn attribute(rest: &str) -> Option<((&str, Option<&str>), usize)> {
    let name = take(rest, 0, |b| b.is_ascii_alphanumeric() || b"_:.-".contains(&b))?;
    let mut at = name.len();
    let blank = take(rest, at, |b| b.is_ascii_whitespace()).map_or(0, str::len);
    if !rest.get(at + blank..)?.starts_with('=') {
        return Some(((name, None), at));
    }
    at += blank + 1;
    at += take(rest, at, |b| b.is_ascii_whitespace()).map_or(0, str::len);
    let value = rest.get(at..)?;
    let (value, length) = match value.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let inside = value.get(1..)?;
            let end = inside.find(char::from(*quote))?;
            (inside.get(..end)?, end + 2)
        }
        _ => {
            let bare = take(value, 0, |b| !b.is_ascii_whitespace() && !b"\"'=<>`".contains(&b))?;
            (bare, bare.len())
        }
    };
    Some(((name, Some(value)), at + length))
}

/// The longest run, of one byte at least, of what `belongs` holds true for.
fn take(text: &str, start: usize, belongs: impl Fn(u8) -> bool) -> Option<&str> {
    let rest = text.get(start..)?;
    let end = rest.bytes().position(|b| !belongs(b)).unwrap_or(rest.len());
    rest.get(..end).filter(|run| !run.is_empty())
}

/// An allowed element, with its attribute's value as it will stand in the output (not escaped yet).
pub fn allow(
    name: &str,
    attributes: &[(&str, Option<&str>)],
) -> Result<(&'static AllowedElement, Option<String>), TagRefusal> {
    let element = ELEMENTS.iter().find(|e| name.eq_ignore_ascii_case(e.name)).ok_or(TagRefusal::Element)?;
    match (element.attribute, attributes) {
        (None, []) => Ok((element, None)),
        (Some(known), []) if !known.required => Ok((element, None)),
        (Some(known), []) => Err(TagRefusal::Missing(known.name)),
        (Some(known), [(name, value)]) if name.eq_ignore_ascii_case(known.name) => {
            let mut text = String::new();
            decode(value.unwrap_or_default(), &mut text);
            let fits = match known.value {
                AttributeValue::Text => !text.trim().is_empty(),
                AttributeValue::Language => crate::text::is_language_tag(&text),
                AttributeValue::Flag => text.is_empty() || text.eq_ignore_ascii_case(known.name),
            };
            if fits { Ok((element, Some(text))) } else { Err(TagRefusal::Value(known.name)) }
        }
        _ => Err(TagRefusal::Attribute(element.attribute.map(|a| a.name))),
    }
}

/// Why a tag is shown as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagRefusal {
    Element,
    /// An attribute other than the one that the element takes, if it takes one.
    Attribute(Option<&'static str>),
    Missing(&'static str),
    Value(&'static str),
}

/// Character references that HTML source is likely to hold; all others stay as they are written.
const REFERENCES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("shy", "\u{ad}"),
    ("thinsp", "\u{2009}"),
    ("minus", "−"),
    ("times", "×"),
    ("copy", "©"),
];

/// Replaces character references. Those of forbidden characters stay as they are written.
pub fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest reference worth looking for is `&#x10ffff;`.
        let inside = rest.bytes().skip(1).take(11).take_while(|b| *b != b'&');
        let name = inside.enumerate().find(|(_, b)| *b == b';').and_then(|(end, _)| rest.get(1..=end));
        let length = match name {
            Some(name) if push_reference(name, out) => name.len() + 2,
            _ => {
                out.push('&');
                1
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
}

fn push_reference(name: &str, out: &mut String) -> bool {
    if let Some((_, text)) = REFERENCES.iter().find(|(known, _)| *known == name) {
        out.push_str(text);
        return true;
    }
    let Some(number) = name.strip_prefix('#') else { return false };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    match code.ok().and_then(char::from_u32) {
        Some(c) if !crate::text::characters::is_forbidden(c) => {
            out.push(c);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let check =
            |html: &str, expected: HtmlToken<'_>, length: usize| assert_eq!(token(html), (expected, length), "{html}");
        check("<Sub>x", HtmlToken::Open { name: "Sub", attributes: vec![] }, 5);
        check("</sub >x", HtmlToken::Close { name: "sub" }, 7);
        check("<br/>", HtmlToken::Open { name: "br", attributes: vec![] }, 5);
        check(
            "<abbr\n title = 'a>b' x=y z>",
            HtmlToken::Open { name: "abbr", attributes: vec![("title", Some("a>b")), ("x", Some("y")), ("z", None)] },
            27,
        );
        check("<!-- a -- b -->c", HtmlToken::Comment, 15);
        check("<!-->c", HtmlToken::Comment, 5);
        check("<!-- a", HtmlToken::Other, 6);
        check("<!doctype html>x", HtmlToken::Other, 15);
        check("a < b", HtmlToken::Text, 2);
        check("< b <c>", HtmlToken::Text, 4);
        check("<a b='c", HtmlToken::Text, 7);
        check("<1>", HtmlToken::Text, 3);
        check("<", HtmlToken::Text, 1);
        check("<ї>", HtmlToken::Text, 4);
        check("", HtmlToken::Text, 0);
    }

    #[test]
    fn attributes_are_few() {
        assert_eq!(allow("ABBR", &[("TITLE", Some("a &amp; &#34;b"))]).unwrap().1.as_deref(), Some("a & \"b"));
        assert_eq!(allow("sub", &[("onclick", None)]), Err(TagRefusal::Attribute(None)));
        assert_eq!(
            allow("abbr", &[("title", Some("a")), ("title", Some("b"))]),
            Err(TagRefusal::Attribute(Some("title")))
        );
        assert_eq!(allow("span", &[]), Err(TagRefusal::Missing("lang")));
        assert_eq!(allow("span", &[("lang", Some("en\" x"))]), Err(TagRefusal::Value("lang")));
        assert_eq!(allow("script", &[]), Err(TagRefusal::Element));
        assert!(allow("details", &[("open", None)]).is_ok());
    }

    #[test]
    fn references() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            decode(text, &mut out);
            assert_eq!(out, expected);
        };
        check("a &amp; b&nbsp;c &#1111;&#x457;", "a & b\u{a0}c її");
        check("&#0; &#x202e; &bogus; & &&amp;; &#xffffffffff;", "&#0; &#x202e; &bogus; & &&; &#xffffffffff;");
        check("&їїїїїї;", "&їїїїїї;");
    }
}
