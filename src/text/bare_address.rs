//! Addresses that stand bare in a text: `https://example.org/a`, `www.example.org`, `name@example.org`.
//!
//! Typography leaves them alone wherever they stand; Markdown makes links of them. The rules are those of GitHub Flavored
//! Markdown ("Autolinks (extension)"), with three differences: an address also ends at a bracket, a backquote, a pipe, a
//! backslash or a typographic quotation mark; an e-mail address may hold an apostrophe between letters; and addresses
//! that are no links there, such as `ftp://…`, are found too.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BareAddress {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub kind: BareKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BareKind {
    /// `https://…` or `http://…`
    Web,
    /// `www.…`, which wants `http://` in front of it.
    Www,
    /// `name@example.org`, perhaps with `mailto:` in front of it.
    Mail,
    /// Any other scheme with `://`.
    Other,
}

/// Letters of a scheme's name, and of the part of an e-mail address before its `@`, are looked for so far back.
const LOOKED_BACK: usize = 64;

/// The first address at or after a place.
pub(crate) fn find(text: &str, from: usize) -> Option<BareAddress> {
    let mut at = from;
    loop {
        let rest = text.as_bytes().get(at..)?;
        let sign = at + memchr::memchr3(b':', b'@', b'.', rest)?;
        let found = match text.as_bytes().get(sign) {
            Some(b':') => with_scheme(text, from, sign),
            Some(b'@') => mail(text, from, sign),
            _ => www(text, from, sign),
        };
        if found.is_some() {
            return found;
        }
        at = sign + 1;
    }
}

fn with_scheme(text: &str, from: usize, colon: usize) -> Option<BareAddress> {
    text.get(colon..)?.strip_prefix("://")?;
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let start = run_before(text, from, colon, is_of_scheme)?;
    let scheme = text.get(start..colon)?;
    if scheme.len() < 2 || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !begins(text, start) {
        return None;
    }
    let end = end(text, start, colon + 3);
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let kind = if is_web { BareKind::Web } else { BareKind::Other };
    (end > colon + 3).then_some(BareAddress { range: start..end, kind })
}

fn www(text: &str, from: usize, period: usize) -> Option<BareAddress> {
    let start = period.checked_sub(3).filter(|start| *start >= from)?;
    let name = text.get(start..period)?;
    if !name.eq_ignore_ascii_case("www") || !begins(text, start) {
        return None;
    }
    let end = end(text, start, start + 4);
    (end > start + 4).then_some(BareAddress { range: start..end, kind: BareKind::Www })
}

fn mail(text: &str, from: usize, at: usize) -> Option<BareAddress> {
    let of_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-' | '\'');
    let start = run_before(text, from, at, of_name)?;
    // A name begins with a letter or digit: an apostrophe before it is a quotation mark.
    let name = text.get(start..at)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = at - name.len();
    if name.is_empty() || text.get(..start)?.ends_with(['/', '@']) {
        return None;
    }
    let of_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let host = text.get(at + 1..)?;
    let host = host.get(..host.find(|c| !of_host(c)).unwrap_or(host.len()))?.trim_end_matches('.');
    let is_host = host.contains('.') && !host.split('.').any(str::is_empty) && !host.ends_with(['-', '_']);
    const SCHEME: &str = "mailto:";
    let scheme = start.checked_sub(SCHEME.len()).filter(|scheme| {
        *scheme >= from
            && text.get(*scheme..start).is_some_and(|name| name.eq_ignore_ascii_case(SCHEME))
            && begins(text, *scheme)
    });
    let range = scheme.unwrap_or(start)..at + 1 + host.len();
    is_host.then_some(BareAddress { range, kind: BareKind::Mail })
}

/// The beginning of the run of characters that ends at a place; `None` when it is too long to be looked through.
fn run_before(text: &str, from: usize, end: usize, belongs: impl Fn(char) -> bool) -> Option<usize> {
    let before = text.get(from..end)?;
    let mut start = end;
    for c in before.chars().rev() {
        if !belongs(c) {
            return Some(start);
        }
        start -= c.len_utf8();
        if end - start > LOOKED_BACK {
            return None;
        }
    }
    Some(start)
}

/// Whether an address may begin at a place: not within a word or another address.
fn begins(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '@' | '=' | '&' | '%' | '.' | ':'))
}

/// The end of an address that is sure to reach to `least`: punctuation at its end belongs to the sentence around it.
fn end(text: &str, start: usize, least: usize) -> usize {
    let rest = text.get(least..).unwrap_or_default();
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '<' | '>' | '[' | ']' | '`' | '|' | '\\' | '«' | '»' | '„' | '“' | '”' | '‘' | '‚' | '\u{fffc}'
            )
    };
    let mut address = text.get(start..least + rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    let mut quotes = address.matches('"').count();
    while let Some(last) = address.chars().next_back() {
        let cut = match last {
            ')' if closed > opened => {
                closed -= 1;
                1
            }
            // The second of two belongs to the address.
            '"' if quotes % 2 == 0 => break,
            '"' => {
                quotes -= 1;
                1
            }
            ';' => reference(address).unwrap_or(1),
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '…' | '’' => last.len_utf8(),
            _ => break,
        };
        address = address.get(..address.len() - cut).unwrap_or_default();
    }
    start + address.len()
}

/// The length of the character reference that a text ends with, such as `&copy;`.
fn reference(text: &str) -> Option<usize> {
    let name = text.strip_suffix(';')?;
    let at = name.rfind(|c: char| !c.is_ascii_alphanumeric())?;
    (name.get(at..)?.starts_with('&') && at + 1 < name.len()).then_some(text.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses of a text, each between `‹` and `›`.
    fn check(expected: &str) {
        let text = expected.replace(['‹', '›'], "");
        let mut marked = String::new();
        let mut at = 0;
        while let Some(found) = find(&text, at) {
            marked.push_str(&text[at..found.range.start]);
            marked.push_str(&format!("‹{}›", &text[found.range.clone()]));
            at = found.range.end;
        }
        marked.push_str(&text[at..]);
        assert_eq!(marked, expected);
    }

    #[test]
    fn addresses_as_in_the_specification_of_gfm() {
        // GitHub Flavored Markdown 0.29, 6.9, examples 621 to 631.
        check("‹www.commonmark.org›");
        check("Visit ‹www.commonmark.org/help› for more information.");
        check("Visit ‹www.commonmark.org›.");
        check("‹www.google.com/search?q=Markup+(business)›");
        check("‹www.google.com/search?q=Markup+(business)›))");
        check("(‹www.google.com/search?q=Markup+(business)›)");
        check("‹www.google.com/search?q=(business))+ok›");
        check("‹www.google.com/search?q=commonmark&hl=en›");
        check("‹www.google.com/search?q=commonmark›&hl;");
        check("‹www.commonmark.org/he›<lp");
        check("(Visit ‹https://encrypted.google.com/search?q=Markup+(business)›)");
        check("‹foo@bar.baz›");
        check("hello@mail+xyz.example isn't valid, but ‹hello+xyz@mail.example› is.");
        check("‹a.b-c_d@a.b›. a.b-c_d@a.b- a.b-c_d@a.b_");
        check("‹mailto:a.b@c.org›, ‹ftp://foo.bar.baz›");
    }

    #[test]
    fn addresses_among_words() {
        check("Сайт ‹https://example.org/a--b/c...d›, пошта ‹a--b@example.org›.");
        check("Див. «‹https://uk.wikipedia.org/wiki/П'ять›» та '‹o'brien@example.org›'");
        check("‹https://example.org/?q=\"x\"›, \"‹https://e.org/›\", ‹http://localhost:port›, **‹https://a.b/c_d›**");
        check("see[‹https://a.b›] awww.x.org 12:30 a://b :// x@y http:// www. @ a@ a@b.");
        check("‹https://user@host.org/›, ‹https://web.archive.org/web/https://a.b/›");
    }

    #[test]
    fn floods_take_linear_time() {
        for flood in ["www.", "a@", "https://", "a:", "(", "www.a)", "a.", "&a;", "https://a.b/;"] {
            let text = flood.repeat(100_000);
            let mut at = 0;
            while let Some(found) = find(&text, at) {
                assert!(found.range.end > at);
                at = found.range.end;
            }
        }
    }
}
