//! Text made safe for its place in HTML or XML. Everything that an author wrote goes through one of these.

use super::percent;
use crate::scan;

/// Text between tags. Control characters have no place in HTML, escaped or not, and are left out.
pub fn text(text: &str, out: &mut String) {
    without_controls(text, false, out);
}

/// The value of an attribute that stands between double quotes. Control characters are left out.
pub fn attribute(value: &str, out: &mut String) {
    without_controls(value, true, out);
}

/// A quotation mark ends an attribute's value and is nothing special in text.
fn without_controls(text: &str, quotes: bool, out: &mut String) {
    let is_special = |byte: u8| {
        ((byte < b' ') & (byte != b'\t') & (byte != b'\n'))
            | (byte == b'&')
            | (byte == b'<')
            | (byte == b'>')
            | (byte == 0x7f)
            | (quotes & (byte == b'"'))
    };
    scan::rewrite(text, is_special, out, |c, out| out.push_str(reference(c).unwrap_or_default()));
}

/// Text for any place in HTML where a text may stand, as templates write their values: both quotation marks escaped, all
/// else kept.
pub fn value(text: &str, out: &mut String) {
    scan::rewrite(text, is_special, out, |c, out| out.push_str(reference(c).unwrap_or_default()));
}

/// Whether [`value`] writes a reference for a byte.
pub fn is_special(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'')
}

/// The character reference for a sign that means something in HTML and XML.
pub fn reference(sign: char) -> Option<&'static str> {
    Some(match sign {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}

/// Text for XML 1.0, in elements and in attribute values. Characters that no XML document may hold are left out.
pub fn xml(text: &str, out: &mut String) {
    // U+FFFE and U+FFFF, which are no characters, begin with the byte EF.
    let is_suspect = |byte: u8| (byte < b' ') | is_special(byte) | (byte == 0xef);
    scan::rewrite(text, is_suspect, out, |c, out| match (reference(c), c) {
        (Some(reference), _) => out.push_str(reference),
        (None, '\t' | '\n' | '\r') => out.push(c),
        (None, '\0'..' ' | '\u{fffe}' | '\u{ffff}') => {}
        (None, _) => out.push(c),
    });
}

/// An address as the value of `href` or `src`: what may not stand in a URL is percent-encoded, then escaped.
///
/// A percent sign that already begins an encoded byte stays; letters of any script stay, as browsers show them.
pub fn address(address: &str, out: &mut String) {
    let bytes = address.as_bytes();
    let mut written = 0;
    let mut in_fragment = false;
    let authority_end = authority_end(address);
    for (at, &byte) in bytes.iter().enumerate() {
        let encode = match byte {
            0..=b' ' | 0x7f | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => true,
            b'[' | b']' => at >= authority_end,
            b'#' => std::mem::replace(&mut in_fragment, true),
            b'%' => !bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            b'&' => {
                out.push_str(&address[written..at]);
                out.push_str("&amp;");
                written = at + 1;
                continue;
            }
            _ => false,
        };
        if encode {
            out.push_str(&address[written..at]);
            written = at + 1;
            percent::push(byte, out);
        }
    }
    out.push_str(&address[written..]);
}

/// The end of the part of an address in which the brackets of an IPv6 host may stand.
fn authority_end(address: &str) -> usize {
    match address.find("://") {
        Some(at) => address[at + 3..].find(['/', '?', '#']).map_or(address.len(), |end| at + 3 + end),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    fn check(escape: fn(&str, &mut String), input: &str, expected: &str) {
        let mut out = String::new();
        escape(input, &mut out);
        assert_eq!(out, expected, "{input:?}");
    }

    #[test]
    fn text_and_attributes() {
        check(super::text, "a < b & \"c\" > 'd'\u{0}\u{7f}\r\n\tї", "a &lt; b &amp; \"c\" &gt; 'd'\n\tї");
        check(super::attribute, "\" onclick=\"<&>", "&quot; onclick=&quot;&lt;&amp;&gt;");
        check(super::text, "", "");
        check(super::value, "<'&'>\"\u{1}", "&lt;&#39;&amp;&#39;&gt;&quot;\u{1}");
        let text = "\u{0}a\u{b}\t<\u{fffe}\u{fffd}\u{ffff}ﬁ&\"'>їб";
        check(super::xml, text, "a\t&lt;\u{fffd}ﬁ&amp;&quot;&#39;&gt;їб");
    }

    #[test]
    fn addresses() {
        check(super::address, "https://e.org/a b?c=\"d\"&e", "https://e.org/a%20b?c=%22d%22&amp;e");
        check(super::address, "https://e.org/%41%4g%#a#b", "https://e.org/%41%254g%25#a%23b");
        check(super::address, "http://[::1]/[1]", "http://[::1]/%5B1%5D");
        check(super::address, "https://укр.укр/їжак", "https://укр.укр/їжак");
    }
}
