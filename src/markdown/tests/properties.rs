use proptest::prelude::*;

use super::*;

/// Pieces that mean something to Markdown, HTML or addresses, to be strung together at random.
fn piece() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        "\n",
        "\n\n",
        "    ",
        "\t",
        "> ",
        "- ",
        "* ",
        "1. ",
        "# ",
        "## ",
        "```",
        "```rust\n",
        "~~~\n",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "](",
        ")",
        "![",
        "<",
        ">",
        "</",
        "/>",
        "<sub>",
        "</sub>",
        "<kbd>",
        "</kbd>",
        "<details>",
        "<details open>",
        "</details>",
        "<summary>",
        "</summary>",
        "<details><summary>a</summary>",
        "<script>",
        "</script>",
        "<br>",
        "<!--",
        "-->",
        "<!-- a -->",
        "<?",
        "<!A",
        "<![CDATA[",
        "<p>",
        "<abbr title=\"",
        "<span lang=uk>",
        "</span>",
        "\"",
        "'",
        "=",
        "&",
        "&amp;",
        "&#x202e;",
        "&#0;",
        "&lt;",
        "&quot;",
        "javascript:",
        "https://e.org/",
        "data:",
        "//",
        "\\",
        "{#a}",
        "{#a .b c=d}",
        "{",
        "}",
        "[^a]",
        "[^a]: ",
        "[^b]:\n    ",
        "[a]: ",
        "| a | b |\n|---|---|\n",
        "|",
        ":\n",
        ": ",
        "a\n: b\n",
        "[!NOTE]\n",
        "[ ] ",
        "[x] ",
        "---\n",
        "===\n",
        "a",
        "b c",
        "ї",
        "\r\n",
        "\u{0}",
        "\u{7f}",
        "\u{feff}",
        "<a@b.org>",
        "<https://e.org>",
        "(",
        "ӝ́",
        "<div>\n",
        "</div>\n",
        "<mark>\n",
    ]);
    prop_oneof![10 => telling.prop_map(str::to_owned), 1 => "\\PC{0,8}", 1 => "[ -~]{0,8}"]
}

/// The text between the tags, without the numbers and arrows of footnotes.
fn shown(document: &Document) -> String {
    let mut text = String::new();
    let mut left_out = None;
    for piece in checker::pieces(&document.html).unwrap() {
        match piece {
            checker::HtmlPiece::Open("sup", attributes) if !attributes.is_empty() => left_out = Some("sup"),
            checker::HtmlPiece::Open("a", attributes) if attributes.contains(&("role", "doc-backlink")) => {
                left_out = Some("a");
            }
            checker::HtmlPiece::Close(name) if left_out == Some(name) => left_out = None,
            checker::HtmlPiece::Text(piece) if left_out.is_none() => text.push_str(piece),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(1500)))]

    #[test]
    fn whatever_is_written_the_html_is_safe(pieces in prop::collection::vec(piece(), 0..40)) {
        let body = pieces.concat();
        let document = document(&body);
        if let Err(error) = checker::check(&filled(&document)) {
            panic!("{error}\nbody: {body:?}");
        }
        prop_assert!(document.holes.is_sorted_by_key(|hole| hole.at));
        for finding in &document.findings {
            prop_assert!(body.get(finding.range.clone()).is_some(), "{finding:?} in {body:?}");
            prop_assert!(!finding.message.to_string().ends_with('.'));
            prop_assert!(!finding.message.to_string().contains("parser failed"), "{body:?}");
        }
        for link in &document.links {
            prop_assert!(body.get(link.range.clone()).is_some());
        }
        for heading in &document.headings {
            prop_assert!(headings::is_anchor(&heading.anchor));
        }
        prop_assert_eq!(without_blanks(&document.text()), without_blanks(&shown(&document)), "{:?}", body);
        prop_assert!(matches!(document.text().as_bytes(), [] | [.., b'\n']));
    }
}
