//! The revision of an original: what a translation's `translates` follows.

use sha2::{Digest, Sha256};

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
    let mut rest = body.get(start..).unwrap_or_default();
    // Most texts have no blanks at line ends at all and are taken in one go.
    while let Some(end) = blanks_at_a_line_end(rest) {
        let (line, after) = rest.split_at(end);
        hash.update(line.trim_end_matches(BLANKS_IN_A_LINE));
        rest = after;
    }
    hash.update(rest);
    let digest = hash.finalize();
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

const BLANKS_IN_A_LINE: [char; 3] = ['\r', ' ', '\t'];

/// The first line end that blanks stand before.
fn blanks_at_a_line_end(text: &str) -> Option<usize> {
    let mut ends = text.match_indices('\n').map(|(end, _)| end);
    ends.find(|end| text.get(..*end).is_some_and(|line| line.ends_with(BLANKS_IN_A_LINE)))
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
            let written: String = Sha256::digest(format!("\n\n{}", text.trim_matches('\n'))).iter().take(4)
                .map(|byte| format!("{byte:02x}")).collect();
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
