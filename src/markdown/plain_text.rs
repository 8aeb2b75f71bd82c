//! The text of a body's HTML: what there is to read, for search and for a page's description. It is not held beside the
//! HTML, but made of it when it is asked for. This reads what `writer` writes, and no other HTML.

/// Before a mention of a footnote, which is a number and no text.
const MENTION: &str = "<sup class=\"footnote\">";
/// Before an arrow that leads back from a footnote; no author's link leads to an id that begins with `_`.
const BACK: &str = "<a href=\"#_ref-";

/// Appends the text, without markup: blocks end with a line feed. It may stop when there are `enough` bytes of it.
pub(crate) fn push(html: &str, enough: usize, out: &mut String) {
    let start = out.len();
    let mut rest = html;
    while out.len() - start < enough {
        let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) else {
            out.push_str(rest);
            break;
        };
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        rest = if special.starts_with('&') { reference(special, out) } else { tag(special, start, out) };
    }
    end_line(start, out);
}

/// The character references that `escape` writes between tags; returns what follows.
fn reference<'h>(html: &'h str, out: &mut String) -> &'h str {
    let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];
    let found = known.into_iter().find_map(|(reference, sign)| Some((html.strip_prefix(reference)?, sign)));
    let (rest, sign) = found.unwrap_or((html.get(1..).unwrap_or_default(), '&'));
    out.push(sign);
    rest
}

/// Adds to the text what a tag stands for, and returns the HTML after the tag.
fn tag<'h>(html: &'h str, start: usize, out: &mut String) -> &'h str {
    // No `>` stands in a value.
    let Some(end) = memchr::memchr(b'>', html.as_bytes()) else { return "" };
    let rest = html.get(end + 1..).unwrap_or_default();
    let tag = html.get(1..end).unwrap_or_default();
    let name = tag.strip_prefix('/').unwrap_or(tag).as_bytes();
    // Names are short: a search takes longer than a look at each byte.
    let name = name.split_at(name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()).0;
    match name {
        b"br" => out.push('\n'),
        // A blank follows the box of a task.
        b"input" => return rest.strip_prefix(' ').unwrap_or(rest),
        b"sup" if html.starts_with(MENTION) => return after(rest, "</sup>"),
        b"a" if html.starts_with(BACK) => {
            out.truncate(out.trim_end_matches(' ').len().max(start));
            return after(rest, "</a>");
        }
        b"blockquote" | b"dd" | b"details" | b"div" | b"dl" | b"dt" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"hr"
        | b"li" | b"ol" | b"p" | b"pre" | b"summary" | b"table" | b"tbody" | b"td" | b"th" | b"thead" | b"tr"
        | b"ul" => {
            end_line(start, out);
        }
        _ => return rest,
    }
    // The line feed after a block's tag or a break is the HTML's own.
    rest.strip_prefix('\n').unwrap_or(rest)
}

fn after<'h>(html: &'h str, end: &str) -> &'h str {
    html.split_once(end).map_or("", |(_, rest)| rest)
}

fn end_line(start: usize, out: &mut String) {
    if out.len() > start && !out.ends_with('\n') {
        out.push('\n');
    }
}
