//! Text in XML 1.0.

use crate::scan;

/// Escapes text for element content and attribute values, and leaves out what no XML document may hold.
pub fn escape(text: &str, out: &mut String) {
    // The two signs that are no characters begin with the byte EF.
    let is_suspect = |byte: u8| {
        (byte < b' ')
            | (byte == b'&')
            | (byte == b'<')
            | (byte == b'>')
            | (byte == b'"')
            | (byte == b'\'')
            | (byte == 0xef)
    };
    scan::rewrite(text, is_suspect, out, |c, out| match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        '\t' | '\n' | '\r' => out.push(c),
        c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
        c => out.push(c),
    });
}

/// `<name>text</name>` and a line end.
pub fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(text, out);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// A start or empty tag with attributes.
pub fn tag(name: &str, attributes: &[(&str, &str)], close: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    out.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_may_not_hold_is_left_out_and_the_rest_stays() {
        let mut out = String::new();
        escape("\u{0}a\u{b}\t<\u{fffe}\u{fffd}\u{ffff}ﬁ&\"'>їб", &mut out);
        assert_eq!(out, "a\t&lt;\u{fffd}ﬁ&amp;&quot;&#39;&gt;їб");
    }
}
