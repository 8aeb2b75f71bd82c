//! Text in XML 1.0.

use crate::text::escape;

/// `<name>text</name>` and a line end.
pub(crate) fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape::xml(text, out);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// HTML as the content of an Atom entry.
pub(crate) fn content(html: &str, out: &mut String) {
    out.push_str("<content type=\"html\">");
    escape::xml(html, out);
    out.push_str("</content>\n");
}

/// A start or empty tag with attributes.
pub(crate) fn tag(name: &str, attributes: &[(&str, &str)], close: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape::xml(value, out);
        out.push('"');
    }
    out.push_str(close);
}
