//! The revision of an original: what a translation's `translates` follows.

use sha2::{Digest, Sha256};

use crate::text::hex;

/// The first 8 hexadecimal digits of the SHA-256 of what there is to translate: title, LF, summary, LF, each localised
/// field that has a value as `name=value` LF in the schema's order (a field with many values: a line for each), then
/// the body with LF line ends, no blanks at line ends and no blank lines before or after.
pub fn revision<'a>(
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
            prop_assert_eq!(revision("", "", [], &body), revision("", "", [], text.trim_matches('\n')));
            let written = hex(Sha256::digest(format!("\n\n{}", text.trim_matches('\n'))).iter().take(4));
            prop_assert_eq!(revision("", "", [], &body), written);
        }
    }

    #[test]
    fn line_ends_and_blanks_do_not_count_and_words_do() {
        let plain = revision("T", "S", [("place", "Kyiv")], "One\n\nTwo");
        assert_eq!(plain.len(), 8);
        assert_eq!(revision("T", "S", [("place", "Kyiv")], "\r\n\nOne  \r\n\r\nTwo\t\n\n"), plain);
        assert_ne!(revision("T", "S", [("place", "Lviv")], "One\n\nTwo"), plain);
        assert_ne!(revision("T", "S", [], "One\n\nTwo"), plain);
        assert_ne!(revision("T", "", [("place", "Kyiv")], "One\n\nTwo"), plain);
    }

    #[test]
    fn it_is_the_sha_256_that_anyone_can_compute() {
        // printf 'T\nS\nplace=Kyiv\nOne\n\nTwo' | sha256sum
        assert_eq!(revision("T", "S", [("place", "Kyiv")], "One\n\nTwo"), "0e63c532");
        assert_eq!(revision("", "", [], ""), "75a11da4");
    }
}
