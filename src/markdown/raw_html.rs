//! The HTML that a body may hold: a small list of elements, and a tokenizer that knows just enough to find them.
//!
//! Nothing is copied from a body's HTML to the output: an allowed tag is written anew from this list's own names, and
//! everything else becomes text.

/// An element that a body may use.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    pub name: &'static str,
    pub kind: Kind,
    /// The one attribute that it takes.
    pub attribute: Option<Attribute>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub struct Attribute {
    pub name: &'static str,
    pub required: bool,
    pub value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Text,
    /// A BCP 47 tag.
    Language,
    /// The attribute's being there is all that it says.
    Flag,
}

const fn inline(name: &'static str) -> Element {
    Element { name, kind: Kind::Inline, attribute: None }
}

/// All elements that a body may use. docs/guide/markdown.md lists them for editors.
pub const ELEMENTS: &[Element] = &[
    Element {
        name: "abbr",
        kind: Kind::Inline,
        attribute: Some(Attribute { name: "title", required: false, value: Value::Text }),
    },
    inline("bdi"),
    Element { name: "br", kind: Kind::Void, attribute: None },
    inline("cite"),
    inline("del"),
    Element {
        name: "details",
        kind: Kind::Details,
        attribute: Some(Attribute { name: "open", required: false, value: Value::Flag }),
    },
    inline("dfn"),
    inline("ins"),
    inline("kbd"),
    inline("mark"),
    inline("q"),
    inline("s"),
    inline("samp"),
    inline("small"),
    Element {
        name: "span",
        kind: Kind::Inline,
        attribute: Some(Attribute { name: "lang", required: true, value: Value::Language }),
    },
    inline("sub"),
    Element { name: "summary", kind: Kind::Summary, attribute: None },
    inline("sup"),
    inline("u"),
    inline("var"),
    Element { name: "wbr", kind: Kind::Void, attribute: None },
];

/// What to write in Markdown for an element that is not on the list.
pub fn markdown_for(name: &str) -> Option<&'static str> {
    Some(match name {
        "b" | "strong" => "write `**text**` for strong text",
        "i" | "em" => "write `*text*` for emphasis",
        "code" | "tt" => "write code between backticks",
        "pre" => "write code between lines of three backticks",
        "a" => "write a link as `[text](address)`",
        "img" | "picture" => "write a picture as `![what it shows](file)`",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write a heading as `## Heading`",
        "p" | "div" => "leave an empty line between paragraphs",
        "ul" | "ol" | "li" => "write a list as lines that begin with `-` or `1.`",
        "blockquote" => "write a quote as lines that begin with `>`",
        "hr" => "write `---` on a line of its own",
        "table" | "tr" | "td" | "th" | "thead" | "tbody" => "write a table with `|` between cells",
        "strike" => "write `~~text~~` for text that no longer holds",
        _ => return None,
    })
}

/// A piece of HTML source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
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
pub fn token(html: &str) -> (Token<'_>, usize) {
    if !html.starts_with('<') {
        return (Token::Text, html.find('<').unwrap_or(html.len()));
    }
    if html.starts_with("<!--") {
        return comment(html);
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return (Token::Other, html.find('>').map_or(html.len(), |end| end + 1));
    }
    tag(html).unwrap_or((Token::Text, html.get(1..).and_then(|h| h.find('<')).map_or(html.len(), |at| at + 1)))
}

/// As CommonMark 0.31 has it: `<!-->` and `<!--->` are comments too.
fn comment(html: &str) -> (Token<'_>, usize) {
    for short in ["<!-->", "<!--->"] {
        if html.starts_with(short) {
            return (Token::Comment, short.len());
        }
    }
    match html.get(4..).and_then(|inside| inside.find("-->")) {
        Some(end) => (Token::Comment, 4 + end + 3),
        None => (Token::Other, html.len()),
    }
}

fn tag(html: &str) -> Option<(Token<'_>, usize)> {
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
    Some((if closing { Token::Close { name } } else { Token::Open { name, attributes } }, at))
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
pub fn allow(name: &str, attributes: &[(&str, Option<&str>)]) -> Result<(&'static Element, Option<String>), Refusal> {
    let element = ELEMENTS.iter().find(|e| name.eq_ignore_ascii_case(e.name)).ok_or(Refusal::Element)?;
    match (element.attribute, attributes) {
        (None, []) => Ok((element, None)),
        (Some(known), []) if !known.required => Ok((element, None)),
        (Some(known), []) => Err(Refusal::Missing(known.name)),
        (Some(known), [(name, value)]) if name.eq_ignore_ascii_case(known.name) => {
            let mut text = String::new();
            decode(value.unwrap_or_default(), &mut text);
            let fits = match known.value {
                Value::Text => !text.trim().is_empty(),
                Value::Language => crate::text::is_language_tag(&text),
                Value::Flag => text.is_empty() || text.eq_ignore_ascii_case(known.name),
            };
            if fits { Ok((element, Some(text))) } else { Err(Refusal::Value(known.name)) }
        }
        _ => Err(Refusal::Attribute(element.attribute.map(|a| a.name))),
    }
}

/// Why a tag is shown as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
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
        Some(c) if !super::is_forbidden(c) => {
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
            |html: &str, expected: Token<'_>, length: usize| assert_eq!(token(html), (expected, length), "{html}");
        check("<Sub>x", Token::Open { name: "Sub", attributes: vec![] }, 5);
        check("</sub >x", Token::Close { name: "sub" }, 7);
        check("<br/>", Token::Open { name: "br", attributes: vec![] }, 5);
        check(
            "<abbr\n title = 'a>b' x=y z>",
            Token::Open { name: "abbr", attributes: vec![("title", Some("a>b")), ("x", Some("y")), ("z", None)] },
            27,
        );
        check("<!-- a -- b -->c", Token::Comment, 15);
        check("<!-->c", Token::Comment, 5);
        check("<!-- a", Token::Other, 6);
        check("<!doctype html>x", Token::Other, 15);
        check("a < b", Token::Text, 2);
        check("< b <c>", Token::Text, 4);
        check("<a b='c", Token::Text, 7);
        check("<1>", Token::Text, 3);
        check("<", Token::Text, 1);
        check("<ї>", Token::Text, 4);
        check("", Token::Text, 0);
    }

    #[test]
    fn attributes_are_few() {
        assert_eq!(allow("ABBR", &[("TITLE", Some("a &amp; &#34;b"))]).unwrap().1.as_deref(), Some("a & \"b"));
        assert_eq!(allow("sub", &[("onclick", None)]), Err(Refusal::Attribute(None)));
        assert_eq!(
            allow("abbr", &[("title", Some("a")), ("title", Some("b"))]),
            Err(Refusal::Attribute(Some("title")))
        );
        assert_eq!(allow("span", &[]), Err(Refusal::Missing("lang")));
        assert_eq!(allow("span", &[("lang", Some("en\" x"))]), Err(Refusal::Value("lang")));
        assert_eq!(allow("script", &[]), Err(Refusal::Element));
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
