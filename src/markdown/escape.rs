//! Text made safe for its place in HTML. Everything that a body's author wrote goes through one of these.

use crate::scan;

/// Text between tags.
pub fn text(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// The value of an attribute that stands between double quotes.
pub fn attribute(value: &str, out: &mut String) {
    escape(value, true, out);
}

/// A quotation mark ends an attribute's value and is nothing special in text. Control characters have no place in HTML,
/// escaped or not.
fn escape(text: &str, quotes: bool, out: &mut String) {
    let is_special = |byte: u8| {
        ((byte < b' ') & (byte != b'\t') & (byte != b'\n'))
            | (byte == b'&')
            | (byte == b'<')
            | (byte == b'>')
            | (byte == 0x7f)
            | (quotes & (byte == b'"'))
    };
    scan::rewrite(text, is_special, out, |c, out| {
        out.push_str(match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            _ => "",
        });
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
            push_encoded(byte, out);
        }
    }
    out.push_str(&address[written..]);
}

/// Where the brackets of an IPv6 host may stand.
fn authority_end(address: &str) -> usize {
    match address.find("://") {
        Some(at) => address[at + 3..].find(['/', '?', '#']).map_or(address.len(), |end| at + 3 + end),
        None => 0,
    }
}

fn push_encoded(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
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
    }

    #[test]
    fn addresses() {
        check(super::address, "https://e.org/a b?c=\"d\"&e", "https://e.org/a%20b?c=%22d%22&amp;e");
        check(super::address, "https://e.org/%41%4g%#a#b", "https://e.org/%41%254g%25#a%23b");
        check(super::address, "http://[::1]/[1]", "http://[::1]/%5B1%5D");
        check(super::address, "https://укр.укр/їжак", "https://укр.укр/їжак");
    }
}
