use super::{check_findings, document};

#[test]
fn forbidden_addresses_leave_the_text() {
    check_findings("[a](javascript:alert(1)) b", "<p>a b</p>\n", &["forbidden-address: javascript:alert(1)"]);
    check_findings("[a](&#x6A;avascript&colon;b)", "<p>a</p>\n", &["forbidden-address: &#x6A;avascript&colon;b"]);
    check_findings("[a](java&Tab;script:b)", "<p>a</p>\n", &["forbidden-address: java&Tab;script:b"]);
    check_findings(
        "[*a*][r]\n\n[r]: data:text/html,b",
        "<p><em>a</em></p>\n",
        &["forbidden-address: data:text/html,b"],
    );
    check_findings(
        "<javascript:alert(1)>",
        "<p>javascript:alert(1)</p>\n",
        &["forbidden-address: javascript:alert(1)"],
    );
    check_findings("[a](/b)", "<p>a</p>\n", &["link-outside: /b"]);
    check_findings("[a](//b.org)", "<p>a</p>\n", &["forbidden-address: //b.org"]);
    check_findings("[a](https://b@c.org)", "<p>a</p>\n", &["forbidden-address: https://b@c.org"]);
    check_findings("[a]()", "<p>a</p>\n", &["forbidden-address: "]);
    check_findings("![a](https://b.org/c.png)", "<p>a</p>\n", &["forbidden-address: https://b.org/c.png"]);
    check_findings("![a](data:image/png;base64,b)", "<p>a</p>\n", &["forbidden-address: data:image/png;base64,b"]);
    check_findings("![a](#b)", "<p>a</p>\n", &["forbidden-address: #b"]);
}

#[test]
fn headings() {
    check_findings("## a {#B .c d=e}", "<h2 id=\"B\">a</h2>\n", &["heading-attribute: {#B .c d=e}"]);
    check_findings("## a {#_b}", "<h2 id=\"a\">a</h2>\n", &["anchor-invalid: {#_b}"]);
    check_findings("## a {onclick=\"b\"}", "<h2 id=\"a\">a</h2>\n", &["heading-attribute: {onclick=\"b\"}"]);
    check_findings("## a {#x}\n## b {#x}", "<h2 id=\"x\">a</h2>\n<h2 id=\"b\">b</h2>\n", &["duplicate-anchor: {#x}"]);
    check_findings("a\n\n##\n\n## <!-- b -->\n", "<p>a</p>\n", &["empty-value: ##", "empty-value: ## <!-- b -->"]);
}

#[test]
fn footnotes() {
    let end = "<div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"_note-1\"><p>b</p>\n</li>\n</ol>\n</div>\n";
    check_findings("a[^x] \\[^y] `[^z]`", "<p>a[^x] [^y] <code>[^z]</code></p>\n", &["footnote: [^x]"]);
    check_findings("[^\"><script>]: b", end, &["footnote: [^\"><script>]:"]);
    let found = |body: &str| {
        let found = document(body).findings.into_iter();
        found.map(|f| format!("{}: {}", f.rule.name(), &body[f.range])).collect::<Vec<_>>()
    };
    assert_eq!(found("a[^1]\n\n[^1]:\n"), ["footnote: [^1]:"]);
    assert_eq!(found("a[^1]\n\n- [^1]: b\n"), ["footnote: - [^1]: b"]);
    assert_eq!(found("a[^1]\n\n> [^1]: b\n"), ["footnote: > [^1]: b"]);
    assert_eq!(found("a[^1]\n\n- c\n\n  [^1]: b\n"), [""; 0]);
    // A link cannot stand in a link: to Markdown, this is none.
    assert_eq!(found("[a[^1]](b.md)\n\n[^1]: d"), ["footnote: [^1]"]);
    assert_eq!(found("[a](b.md)[^1] [[^1]] x](y)\n\n[^1]: d"), [""; 0]);
    check_findings("[^x]: b\n[^x]: c", end, &["footnote: [^x]:", "footnote: [^x]:"]);
}

#[test]
fn slips() {
    check_findings(
        "![](b.png)",
        "<p><img src=\"b.png\" alt=\"\" loading=\"lazy\"></p>\n",
        &["picture-without-alt: ![](b.png)"],
    );
    check_findings("a [](b.md)", "<p>a </p>\n", &["empty-value: [](b.md)"]);
    check_findings(
        "> [!NOTICE]\n> a",
        "<blockquote>\n<p>[!NOTICE]\na</p>\n</blockquote>\n",
        &["unknown-alert: [!NOTICE]"],
    );
    check_findings(
        "```rusty x\na\n```",
        "<pre tabindex=\"0\"><code>a\n</code></pre>\n",
        &["info-string: x", "unknown-code-language: rusty"],
    );
    for (fence, words) in [
        ("```text title=\"a b\" {1,3}", "title=\"a b\" {1,3}"),
        ("~~~ text,linenos", "linenos"),
        ("```{.text}", "{.text}"),
        ("```text &amp;", "&amp;"),
    ] {
        let end = fence.get(..3).unwrap();
        let expected = format!("info-string: {words}");
        let html = "<pre tabindex=\"0\"><code>a\n</code></pre>\n";
        check_findings(&format!("{fence}\na\n{end}"), html, &[&expected]);
    }
    let code = "<pre tabindex=\"0\"><code>a\n</code></pre>\n";
    check_findings("```text x\na\n```\n```text y\na\n```", &code.repeat(2), &["info-string: x"]);
    for fence in ["```text", "``` text ", "```text,", "~~~", "```TEXT\t"] {
        let end = fence.get(..3).unwrap();
        check_findings(&format!("{fence}\na\n{end}"), "<pre tabindex=\"0\"><code>a\n</code></pre>\n", &[]);
    }
    check_findings("a&#x202E;b", "<p>ab</p>\n", &["forbidden-character: &#x202E;"]);
    check_findings(
        "![a&#8;b](c.png \"d&rlm;\")",
        "<p><img src=\"c.png\" alt=\"ab\" loading=\"lazy\" title=\"d\"></p>\n",
        &["forbidden-character: &#8;", "forbidden-character: ![a&#8;b](c.png \"d&rlm;\")"],
    );
}

/// Unicode Standard Annex 9, 2.6: implicit directional marks are for text whose direction needs them.
#[test]
fn direction_marks_belong_to_languages_written_from_right_to_left() {
    let typed = "a\u{200e}b\u{200f} \u{61c}c\n\n`d\u{200e}`\n";
    let references = "a&lrm;b\n`&rlm;`\n<abbr title=\"a&#x61c;\">b</abbr> c&#8206;\n\n<samp>\nx&#8207;\n</samp>\n";
    for language in ["ar", "he", "fa", "az-Arab"] {
        assert_eq!(super::parse(typed, language).findings, [], "{language}");
        assert_eq!(super::parse(references, language).findings, [], "{language}");
        assert!(super::parse("a&rlm;b", language).html.contains("a\u{200f}b"));
        assert!(!super::parse("a&#x202e;b", language).findings.is_empty());
    }
    for language in ["en", "uk", "az"] {
        let places = |body: &str| {
            let document = super::parse(body, language);
            assert!(!document.html.contains(['\u{200e}', '\u{200f}', '\u{61c}']), "{}", document.html);
            assert!(document.findings.iter().all(|finding| finding.rule.name() == "forbidden-character"));
            document.findings.iter().map(|finding| finding.range.start).collect::<Vec<_>>()
        };
        assert_eq!(places(typed), [1, 16]);
        assert_eq!(places(references), [1, 16, 49, 64]);
    }
}

#[test]
fn definitions_that_no_link_uses() {
    check_findings("[Note]: text\n\na", "<p>a</p>\n", &["unused-definition: [Note]: text"]);
    check_findings("a\n\n[//]: # (b)\n", "<p>a</p>\n", &["unused-definition: [//]: # (b)"]);
    check_findings("> [!NOTE]: a", "<blockquote>\n</blockquote>\n", &["unused-definition: [!NOTE]: a"]);
    for used in ["[a]", "[b][A]", "[A][]", "![c][a]", "![[d][a]](e.png)"] {
        assert_eq!(document(&format!("{used}\n\n[a]: f.png\n")).findings, [], "{used}");
    }
}

#[test]
fn definitions_that_read_otherwise() {
    check_findings(
        "A paragraph of two lines,\nthe second followed\n: by a colon line",
        "<dl>\n<dt>A paragraph of two lines,\nthe second followed</dt>\n<dd>by a colon line</dd>\n</dl>\n",
        &["definition-list: A paragraph of two lines,\nthe second followed"],
    );
    check_findings(
        "A\n: one\nB\n: two",
        "<dl>\n<dt>A</dt>\n<dd>one\nB</dd>\n<dd>two</dd>\n</dl>\n",
        &["definition-list: B"],
    );
}

#[test]
fn alerts_take_no_title() {
    let quote = "<blockquote>\n<p>[!NOTE] Title\na</p>\n</blockquote>\n";
    check_findings("> [!NOTE] Title\n> a", quote, &["unknown-alert: [!NOTE]"]);
    let document = document("> > [!NOTE]+\n> > a");
    assert_eq!(document.findings.len(), 1);
    assert_eq!(
        document.findings[0].hint.as_ref().map(ToString::to_string).as_deref(),
        Some("write `[!NOTE]` alone in its line, and the text in the next")
    );
}

#[test]
fn hints_say_what_to_do() {
    let hint = |body: &str| document(body).findings[0].hint.clone().unwrap().to_string();
    assert_eq!(hint("> [!NOTICE]\n> a"), "did you mean `[!NOTE]`?");
    assert_eq!(hint("```pyton\n```"), "did you mean `python`? Write `text` for code of no language");
    assert_eq!(hint("## a {#Їжак}"), "write `{#yizhak}`");
    assert_eq!(hint("<b>a</b>"), "write `**text**` for strong text");
}
