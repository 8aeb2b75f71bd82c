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
    let lines = || body.split('\n').map(|line| line.trim_end_matches(['\r', ' ', '\t']));
    let first = lines().position(|line| !line.is_empty());
    let last = lines().enumerate().filter(|(_, line)| !line.is_empty()).map(|(at, _)| at).last();
    if let (Some(first), Some(last)) = (first, last) {
        for (at, line) in lines().enumerate().take(last + 1).skip(first) {
            if at > first {
                hash.update("\n");
            }
            hash.update(line);
        }
    }
    let digest = hash.finalize();
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
