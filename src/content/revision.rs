//! The revision of an original: what a translation's `translates` follows.

use std::{borrow::Cow, ops::Range};

use sha2::{Digest, Sha256};

use crate::text::{characters::nfc, hex};

/// The parts of a page that are translated, as its file has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Translatable<'t> {
    pub title: &'t str,
    /// Empty where there is none.
    pub summary: &'t str,
    /// Each localised field that has a value, in the schema's order; a field with many values stands once for each.
    pub fields: &'t [(&'t str, &'t str)],
    /// In normal form C.
    pub body: &'t str,
    /// The places where the body has addresses of the site's own pages and files, in bytes, in any order.
    pub own_addresses: &'t [Range<usize>],
}

/// The first 8 hexadecimal digits of the SHA-256 of what there is to translate: title, LF, summary, LF, each localised
/// field that has a value as `name=value` LF in the schema's order (a field with many values: a line for each), then
/// the body with LF line ends, no blanks at line ends and no blank lines before or after. All text is in normal form C with
/// LF line ends. Addresses of the site's own pages and files are left out of the body: which page a link leads to is nothing
/// that anyone translates.
///
/// The second is the former revision, of the texts as they are written, addresses of links included. Stamps had it before
/// there was the first, and stay valid.
pub(crate) fn revisions(page: Translatable<'_>, written: &str) -> (String, String) {
    let Translatable { title, summary, fields, .. } = page;
    let normal = |text: &str| nfc(text).replace("\r\n", "\n");
    let normal_title = normal(title);
    let normal_summary = normal(summary);
    let normal_fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, normal(value))).collect();
    let normal_fields: Vec<(&str, &str)> = normal_fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let body = without(page.body, page.own_addresses);
    let revision = fingerprint(&normal_title, &normal_summary, normal_fields.iter().copied(), &body);
    // Of a page without links to the site's own pages, both are of the same texts as a rule.
    let is_same = normal_title == title && normal_summary == summary && normal_fields == fields && body == written;
    let former = if is_same { revision.clone() } else { fingerprint(title, summary, fields.iter().copied(), written) };
    (revision, former)
}

/// The text without the ranges.
fn without<'t>(text: &'t str, ranges: &[Range<usize>]) -> Cow<'t, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut ranges = ranges.to_vec();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut rest = String::with_capacity(text.len());
    let mut done = 0;
    for range in ranges {
        rest.push_str(text.get(done..range.start).unwrap_or_default());
        done = done.max(range.end);
    }
    rest.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(rest)
}

/// The fingerprint of texts, by the formula of [`revisions`].
fn fingerprint<'a>(
    title: &str,
    summary: &str,
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    body: &str,
) -> String {
    let mut hash = Sha256::new();
    for part in [title, "\n", summary, "\n"] {
        hash.update(part);
    }
    for (name, value) in fields {
        for part in [name, "=", value, "\n"] {
            hash.update(part);
        }
    }
    let blanks = ['\r', ' ', '\t', '\n'];
    let body = body.trim_end_matches(blanks);
    let first = body.len() - body.trim_start_matches(blanks).len();
    let start = body.get(..first).and_then(|blanks| blanks.rfind('\n')).map_or(0, |at| at + 1);
    let body = body.get(start..).unwrap_or_default();
    // Most texts have no blanks at line ends at all and are taken in one go.
    if has_blanks_at_line_ends(body.as_bytes()) {
        for line in body.split_inclusive('\n') {
            let text = line.strip_suffix('\n').unwrap_or(line);
            hash.update(text.trim_end_matches(['\r', ' ', '\t']));
            hash.update(line.get(text.len()..).unwrap_or_default());
        }
    } else {
        hash.update(body);
    }
    let digest = hash.finalize();
    hex(digest.iter().take(4))
}

/// Looks at all pairs of bytes without a branch, so that the compiler looks at many at once.
fn has_blanks_at_line_ends(bytes: &[u8]) -> bool {
    let followed = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    followed.fold(false, |some, (byte, next)| {
        some | ((*next == b'\n') & ((*byte == b'\r') | (*byte == b' ') | (*byte == b'\t')))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_of_the_lines_as_the_contract_says_them(body in "[a\r\n\t ]{0,24}") {
            let lines: Vec<&str> = body.split('\n').map(|line| line.trim_end_matches(['\r', ' ', '\t'])).collect();
            let text = lines.join("\n");
            prop_assert_eq!(fingerprint("", "", [], &body), fingerprint("", "", [], text.trim_matches('\n')));
            let written = hex(Sha256::digest(format!("\n\n{}", text.trim_matches('\n'))).iter().take(4));
            prop_assert_eq!(fingerprint("", "", [], &body), written);
        }
    }

    #[test]
    fn own_addresses_line_ends_and_forms_of_letters_do_not_count() {
        let body = "See [\u{457}](../a.en.md) and [1].\n\n[1]: b.en.md\n";
        let page = |title, summary, body: &str, addresses: &[&str]| {
            let at = |part: &&str| body.find(*part).map_or(0..0, |start| start..start + part.len());
            let own_addresses: Vec<Range<usize>> = addresses.iter().map(at).collect();
            let fields = &[("place", "Kyiv")];
            revisions(Translatable { title, summary, fields, body, own_addresses: &own_addresses }, body).0
        };
        let plain = page("T", "S\nS", body, &["b.en.md", "../a.en.md", "b.en.md"]);
        let cut = "See [\u{457}]() and [1].\n\n[1]:";
        assert_eq!(plain, fingerprint("T", "S\nS", [("place", "Kyiv")], cut));
        let moved = body.replace("a.en.md", "other.en.md");
        assert_eq!(page("T", "S\r\nS", &moved, &["../other.en.md", "b.en.md"]), plain);
        assert_eq!(page("\u{439}", "", "", &[]), page("\u{438}\u{306}", "", "", &[]));
        assert_ne!(page("T", "S\nS", &body.replace("See", "Read"), &["../a.en.md", "b.en.md"]), plain);
        assert_ne!(page("T", "S\nS", body, &[]), plain, "other addresses count");
    }

    #[test]
    fn line_ends_and_blanks_do_not_count_and_words_do() {
        let plain = fingerprint("T", "S", [("place", "Kyiv")], "One\n\nTwo");
        assert_eq!(plain.len(), 8);
        assert_eq!(fingerprint("T", "S", [("place", "Kyiv")], "\r\n\nOne  \r\n\r\nTwo\t\n\n"), plain);
        assert_ne!(fingerprint("T", "S", [("place", "Lviv")], "One\n\nTwo"), plain);
        assert_ne!(fingerprint("T", "S", [], "One\n\nTwo"), plain);
        assert_ne!(fingerprint("T", "", [("place", "Kyiv")], "One\n\nTwo"), plain);
    }

    #[test]
    fn it_is_the_sha_256_that_anyone_can_compute() {
        // printf 'T\nS\nplace=Kyiv\nOne\n\nTwo' | sha256sum
        assert_eq!(fingerprint("T", "S", [("place", "Kyiv")], "One\n\nTwo"), "0e63c532");
        assert_eq!(fingerprint("", "", [], ""), "75a11da4");
    }
}
