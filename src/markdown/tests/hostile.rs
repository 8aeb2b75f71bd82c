//! Bodies made to exhaust: each is a finished document or a finding within two seconds, never a crash.

use super::*;

fn survives(name: &str, body: &str) {
    // Two seconds is the promise for the real program; these run unoptimised, beside each other.
    let document = document(body);
    checker::check(&filled(&document)).unwrap_or_else(|error| panic!("{name}: {}", &error[..error.len().min(200)]));
}

const MEGABYTE: usize = 1024 * 1024;

fn flood(piece: &str) -> String {
    piece.repeat(MEGABYTE / piece.len())
}

#[test]
fn floods() {
    for piece in [
        ">", "> ", "- ", "* ", "1. ", "> - ", "[", "![", "[^a", "[^a]", "[a](<b", "[a](b", "[a](b.md)", "![a](b)", "]", "*", "_", "*a_", "**a", "~~a", "`", "<", "<a", "<a ",
        "<!--", "<?", "<![CDATA[", "&", "&#", "\\", "|", "# a\n", "# a {", "a\n: b\n", "[^a]: ", "[^a]: b\n", "[a]: b\n", "<sub>", "</sub>",
        "<details>", "<details><summary>", "<details><summary>a</summary>\n\n", "</details>\n\n", "<abbr title='", "\"", "'", "--", "<b>", "> [!NOTE]\n", "<a@b.c>", "a\\\n", "\n", "\u{0}",
    ] {
        survives(piece, &flood(piece));
    }
}
