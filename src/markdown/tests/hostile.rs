//! Bodies made to exhaust: each is a finished document or a finding within two seconds, never a crash.

use super::*;

fn survives(name: &str, body: &str) {
    let document = document(body);
    checker::check(&filled(&document)).unwrap_or_else(|error| panic!("{name}: {}", &error[..error.len().min(200)]));
}

const MEGABYTE: usize = 1024 * 1024;

#[test]
fn depth_and_numbers() {
    let tables = |columns: usize, rows: usize| {
        format!("{}|\n{}|\n{}", "|a".repeat(columns), "|-".repeat(columns), "|b|\n".repeat(rows))
    };
    for (name, body) in [
        ("deep quotes", format!("{}a\n", ">".repeat(10_000))),
        ("deep quotes, lazily continued", format!("{}a\n{}", "> ".repeat(10_000), "a\n".repeat(400_000))),
        ("deep lists, lazily continued", format!("{}a\n{}", "- ".repeat(10_000), "a\n".repeat(400_000))),
        ("quotes of 60, lazily continued", format!("{}a\n{}", "> ".repeat(60), "a\n".repeat(500_000))),
        ("equal headings", "# a\n".repeat(20_000)),
        ("equal headings within the limit", "# a\n".repeat(2_000)),
        ("headings that take each other's numbers", (0..2_000).map(|n| format!("# a {}\n# a\n", n % 700)).collect()),
        ("unclosed fence", format!("```\n{}", "a <b> &\n".repeat(700_000))),
        ("unclosed fence of code", format!("```js\n{}", "fn a() { \"b\" }\n".repeat(300_000))),
        ("wide table", tables(1_000, 1_000)),
        ("very wide table", tables(100_000, 100_000)),
        ("nested lists", (0..1_400).map(|n| format!("{}- a\n", "  ".repeat(n))).collect()),
        ("growing backticks", (0..1_400).map(|n| format!("{}a", "`".repeat(n))).collect()),
        ("long definition, often used", format!("[a]: {}\n\n{}", "b".repeat(100_000), "[a] ".repeat(200_000))),
        ("footnotes", (0..20_000).map(|n| format!("[^{n}] [^{n}]: a\n\n[^{n}]: b\n\n")).collect()),
        ("one footnote, often mentioned", format!("{}\n\n[^a]: b", "[^a] ".repeat(200_000))),
        (
            "footnotes with links to themselves",
            (0..5_000).map(|n| format!("[^{n}]: [^{n}] [^{}]\n\n", n + 1)).collect(),
        ),
        ("nested emphasis", format!("{}{}", "*a".repeat(200_000), "a*".repeat(200_000))),
        ("nested pictures", format!("{}{}", "![".repeat(100_000), "](a)".repeat(100_000))),
        ("nested elements", format!("{}{}", "<sub><sup>".repeat(30_000), "</sup></sub>".repeat(30_000))),
        ("links of one block", "[a](b.md) ".repeat(100_000)),
        ("links that cannot be", "[a](x:b) ".repeat(100_000)),
        ("attributes", format!("<abbr {}>", "a='b' ".repeat(150_000))),
    ] {
        survives(name, &body);
    }
}

#[test]
fn code_in_every_language_is_bounded() {
    let line = |piece: &str| piece.repeat(limits::HIGHLIGHTED_LINE / piece.len());
    let lines: Vec<String> = [
        "(", "[[", "{\"", "'", "\"\\", "/*", "<a ", "a ", "a.b(", "0x", "\t", "<?", "#{", "$((", "`", "- : ", "=",
        "@a", "\u{457}", "<<A", "//", "%", "\\", "&&!",
    ]
    .iter()
    .map(|p| line(p))
    .collect();
    let block: String = lines
        .iter()
        .cycle()
        .take(limits::HIGHLIGHTED_BLOCK / (limits::HIGHLIGHTED_LINE + 1) - 1)
        .map(|l| format!("{l}\n"))
        .collect();
    for name in highlight::names() {
        if matches!(highlight::language(&name), highlight::Language::Known(_)) {
            survives(&name, &format!("~~~~~ {name}\n{block}~~~~~\n"));
        }
    }
}

fn flood(piece: &str) -> String {
    piece.repeat(MEGABYTE / piece.len())
}

#[test]
fn floods() {
    for piece in [
        ">",
        "> ",
        "- ",
        "* ",
        "1. ",
        "> - ",
        "[",
        "![",
        "[^a",
        "[^a]",
        "[a](<b",
        "[a](b",
        "[a](b.md)",
        "![a](b)",
        "]",
        "*",
        "_",
        "*a_",
        "**a",
        "~~a",
        "`",
        "<",
        "<a",
        "<a ",
        "<!--",
        "<?",
        "<![CDATA[",
        "&",
        "&#",
        "\\",
        "|",
        "# a\n",
        "# a {",
        "a\n: b\n",
        "[^a]: ",
        "[^a]: b\n",
        "[a]: b\n",
        "a:",
        "a]",
        "[ ]",
        "[ ] ",
        " ::",
        "<sub>",
        "</sub>",
        "<details>",
        "<details><summary>",
        "<details><summary>a</summary>\n\n",
        "</details>\n\n",
        "<abbr title='",
        "\"",
        "'",
        "--",
        "<b>",
        "> [!NOTE]\n",
        "<a@b.c>",
        "a\\\n",
        "\n",
        "\u{0}",
    ] {
        survives(piece, &flood(piece));
    }
}
