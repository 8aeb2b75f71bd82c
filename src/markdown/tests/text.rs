//! The text of a body without its markup.

use super::document;

fn check(body: &str, text: &str) {
    assert_eq!(document(body).text(), text, "\nbody:\n{body}");
}

#[test]
fn blocks_end_with_a_line_feed() {
    check("", "");
    check(
        "Before *it*,\nthen\n\n## One `x`\n\nText.\n\n---\n\n> - a\n>   - b\n",
        "Before it,\nthen\nOne x\nText.\na\nb\n",
    );
    check("| a | *b* |\n|---|---|\n| c | d |\n|  | e |\n", "a\nb\nc\nd\ne\n");
    check("Term\n: one\n: two\n", "Term\none\ntwo\n");
    check("a  \nb<br>c<wbr>d", "a\nb\ncd\n");
    check("<details>\n<summary>a <kbd>b</kbd></summary>\n\nc\n\n</details>\n", "a b\nc\n");
}

#[test]
fn signs_are_as_they_are_read() {
    check("a < b & c &amp;lt; > `<d>` \"e\"", "a < b & c &lt; > <d> \"e\"\n");
    check("```json\n\n{\"a\": \"<b>\"}\n```\n\n    c\n\n    d", "\n{\"a\": \"<b>\"}\nc\n\nd\n");
    check("[a **b**](c.md \"d > e\") <https://f.org/?g&h> ![i](j.svg) k", "a b https://f.org/?g&h  k\n");
}

#[test]
fn what_is_no_text_is_left_out() {
    check("- [ ] a\n- [x] b\n", "a\nb\n");
    check("> [!NOTE]\n> a\n", "a\n");
    // Notes are read where they are shown.
    check("a[^1] b<sup>c</sup>[^2]\n\n[^1]: one\n\nd\n\n[^2]: two\n\n    three\n", "a bc\nd\none\ntwo\nthree\n");
}

#[test]
fn a_beginning_has_all_that_was_asked_for() {
    let document = document(&"one *two*\n\n".repeat(100));
    for enough in [0, 1, 3, 4, 20, 800, 10_000] {
        let beginning = document.beginning(enough);
        assert!(document.text().starts_with(beginning.trim_end_matches('\n')), "{beginning:?}");
        assert!(beginning.len() >= enough.min(800) && beginning.len() <= enough + 8, "{enough}: {beginning:?}");
    }
}

#[test]
fn the_first_paragraph_is_no_heading_and_no_list() {
    let first = |body: &str| document(body).first_paragraph();
    assert_eq!(
        first("## A heading\n\n- an item\n\nThe *first* one,[^1] in\ntwo lines.\n\nMore.\n\n[^1]: A note."),
        "The first one, in\ntwo lines."
    );
    assert_eq!(first("## A heading\n\n| a |\n|---|\n| b |"), "");
    assert_eq!(first(""), "");
}

/// Of which desk and translators' files are made: what stands in one block is changed with it alone.
#[test]
fn no_block_reaches_into_the_next() {
    let check = |body: &str, expected: &[&str]| {
        let found = crate::markdown::blocks(body).unwrap();
        let texts: Vec<&str> = found.into_iter().map(|range| &body[range]).collect();
        assert_eq!(texts, expected);
    };
    check("Term\n: Definition.\n\nAfter.\n\nLast.\n", &["Term\n: Definition.", "After.", "Last."]);
    check("Term\n\n: Loose.\n\n\nTwo\nlines.", &["Term\n\n: Loose.", "Two\nlines."]);
}
