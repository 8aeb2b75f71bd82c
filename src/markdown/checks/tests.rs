//! Each kind of slip with what is sound beside it: what is told, and where nothing is to be told.

use crate::{diagnostics::Rule, markdown::parse};

/// Holds what is told of a body: the rule, and the text that is marked.
#[track_caller]
fn check(body: &str, expected: &[(Rule, &str)]) {
    let document = parse(body, "en");
    let found: Vec<(Rule, &str)> = document.findings.iter().map(|one| (one.rule, &body[one.range.clone()])).collect();
    assert_eq!(found, expected, "{body}");
    assert!(document.findings.iter().all(|one| one.hint.is_some()));
}

#[track_caller]
fn sound(bodies: &[&str]) {
    bodies.iter().for_each(|body| check(body, &[]));
}

#[test]
fn merges() {
    let merge = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n";
    check(merge, &[(Rule::ConflictMarks, "<<<<<<< HEAD")]);
    check(&merge.replace('\n', "\r\n"), &[(Rule::ConflictMarks, "<<<<<<< HEAD")]);
    sound(&[&format!("```text\n{merge}```"), "Title\n=======\n\nText.", ">>>>>>> deep", "a <<<<<<< b"]);
}

#[test]
fn headings() {
    for body in ["#History", "##Історія", "Text.\n##History", "> ##History", "#History of it"] {
        check(body, &[(Rule::HeadingNotTaken, body.trim_start_matches("Text.\n").trim_start_matches("> "))]);
    }
    sound(&[
        "# History",
        "#StandWithUkraine",
        "#one #two",
        "#1 in Europe",
        "We are #first\nand #second",
        "\\##History",
        "`##a`",
    ]);
    check("**History**\n\nText.", &[(Rule::BoldHeading, "**History**")]);
    sound(&[
        "**History:**\n\nText.",
        "**We met.**\n\nText.",
        "**History** of it\n\nText.",
        "Text.\n\n**The board**",
        "- **History**\n\n  Text.",
        "> **History**\n\nText.",
    ]);
    check("## A\n\n#### B", &[(Rule::HeadingLevel, "#### B")]);
    check("### A\n\n## B", &[(Rule::HeadingLevel, "### A")]);
    sound(&["### A\n\n#### B\n\n### C", "# A\n\n## B\n\n### C\n\n# D", "## A\n\n> #### B"]);
}

#[test]
fn lists() {
    check("• one\n• two", &[(Rule::ListNotTaken, "• one")]);
    check("Text:\n▪ one", &[(Rule::ListNotTaken, "▪ one")]);
    check("– one;\n– two", &[(Rule::ListNotTaken, "– one;")]);
    check("-one\n-two", &[(Rule::ListNotTaken, "-one")]);
    check("1.one\n2.two", &[(Rule::ListNotTaken, "1.one")]);
    check("Text\n2. two\n3. three", &[(Rule::ListNotTaken, "2. two")]);
    sound(&[
        "- one\n- two",
        "– Так, – сказав він.",
        "Born in\n1986. What a year",
        "1. one\n2. two",
        "a • b",
        "-5 °C\n-6 °C",
    ]);
}

#[test]
fn tables() {
    check("| a | b |\n| 1 | 2 |", &[(Rule::TableNotTaken, "| a | b |")]);
    check("a\tb\n1\t2", &[(Rule::TableNotTaken, "a\tb")]);
    check("| a | b |\n|---|\n| 1 | 2 |", &[]);
    sound(&["| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\nno tab", "|x| is\n|y|", "a | b\nc | d"]);
    check("| a | b |\n|---|---|\n| 1 | 2 | 3 |", &[(Rule::CellsLeftOut, "| 3 |")]);
    check("| a | b |\n|---|---|\n| 1 | `x|y` |", &[(Rule::CellsLeftOut, "|y` |")]);
    sound(&["| a | b |\n|---|---|\n| 1 | x\\|y |", "a | b\n--|--\n1 | 2", "| a | b |\n|---|---|\n| 1 |"]);
}

#[test]
fn blocks() {
    check("Text.\n\n    indented", &[(Rule::IndentedCode, "indented")]);
    sound(&["- one\n\n    more of it", "Text\n    goes on"]);
    check("```\ncode\n\nText.", &[(Rule::UnclosedFence, "```")]);
    check("Text.\n\n~~~~text\ncode\n~~~", &[(Rule::UnclosedFence, "~~~~text")]);
    sound(&[
        "```\ncode\n```",
        "~~~\n```\n~~~",
        "> ```\n> code\n> ```\n\nText.",
        "- ```\n  code\n  ```",
        "````\n```\n`````",
    ]);
    sound(&["<!-- remark -->\n\nText.", "Text <!-- remark --> goes on."]);
}

#[test]
fn links() {
    check("See [y](my file.pdf).", &[(Rule::LinkNotTaken, "[y](my file.pdf)")]);
    check("See [y] (https://example.org/).", &[(Rule::LinkNotTaken, "[y] (https://example.org/)")]);
    check("See [y] (b.en.md#x).", &[(Rule::LinkNotTaken, "[y] (b.en.md#x)")]);
    check("[d](https://example.org/a b.pdf)", &[(Rule::LinkNotTaken, "[d](https://example.org/a b.pdf)")]);
    check("See [[about]].", &[(Rule::LinkNotTaken, "[[about]]")]);
    sound(&[
        "[y](https://example.org/)",
        "as in [1] (see page 3)",
        "[[1]](https://example.org/)",
        "`[[a]]`",
        "\\[[a]]",
        "a[i] (b)",
    ]);
}

#[test]
fn leftovers() {
    check("**«Альянс»**ом", &[(Rule::LeftoverMarkup, "**")]);
    check("Some **bold text.", &[(Rule::LeftoverMarkup, "**")]);
    check("Text.\n\n:::tip[Know]\nText.\n:::", &[(Rule::LeftoverMarkup, ":::tip[Know]")]);
    check("Text.\n:::tip\nText.", &[(Rule::LeftoverMarkup, ":::tip")]);
    check("\\:::tip\n\nText.\n:::note\nText.", &[(Rule::LeftoverMarkup, ":::note")]);
    sound(&["\\:::tip", "Text.\n\\:::tip", "Text.\n\n  \\:::\n"]);
    sound(&["**bold**", "2**10", "`**a`", "\\**a", "src/**/*.rs", "a :: b", "```\n:::tip\n```"]);
}

#[test]
fn a_page_tells_each_kind_once() {
    let document = parse("#One\n\n#Two\n\n#Three\n\n• a", "en");
    let told: Vec<String> = document.findings.iter().map(|one| one.message.to_string()).collect();
    assert_eq!(
        told,
        [
            "this looks like a heading and is shown as text, and 2 other places of this page",
            "this looks like a list and is shown as one paragraph"
        ]
    );
}

#[test]
fn many_warnings_of_one_kind_are_one() {
    let told = |count: usize| {
        let document = parse(&"A <font>.\n\n".repeat(count), "en");
        document.findings.iter().map(|one| (one.range.start, one.message.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(told(5).len(), 5);
    let many = told(40);
    assert_eq!(many.len(), 1, "{many:?}");
    assert!(many[0].0 == 2 && many[0].1.ends_with(", and 39 other places of this page"), "{many:?}");
    // Errors are all to be mended.
    assert_eq!(parse(&"[x](javascript:y)\n\n".repeat(40), "en").findings.len(), 40);
    // These define a place of the page itself.
    sound(&["# Summary\n[summary]: #summary"]);
    check("[a]: members", &[(Rule::UnusedDefinition, "[a]: members")]);
}
