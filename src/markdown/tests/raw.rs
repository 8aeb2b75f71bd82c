use super::{check, check_findings};

#[test]
fn allowed_elements() {
    check("H<sub>2</sub>O<br>x<SUP>2</SUP><wbr/>", "<p>H<sub>2</sub>O<br>x<sup>2</sup><wbr></p>\n");
    check("<kbd>*a*</kbd>", "<p><kbd><em>a</em></kbd></p>\n");
    check(
        "<abbr title='a \"b\" &amp; c'>d</abbr> <abbr>e</abbr>",
        "<p><abbr title=\"a &quot;b&quot; &amp; c\">d</abbr> <abbr>e</abbr></p>\n",
    );
    check("<span lang=en-GB>a</span> <q>b</q>", "<p><span lang=\"en-GB\">a</span> <q>b</q></p>\n");
    check("a <!-- secret --> b\n\n<!--\nmore\n-->\n\nc", "<p>a  b</p>\n<p>c</p>\n");
    check("<mark>\na &amp; b\n</mark>\n", "<p><mark>\na &amp; b\n</mark></p>\n");
    check(
        "## a<sub>1</sub>\n\n| <kbd>b</kbd> |\n|-|\n",
        "<h2 id=\"a1\">a<sub>1</sub></h2>\n<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\"><kbd>b</kbd></th></tr></thead>\n</table></div>\n",
    );
}

#[test]
fn details() {
    check(
        "<details>\n<summary>More <kbd>a</kbd></summary>\n\n*b*\n\n- c\n\n</details>\n\nd",
        "<details><summary>More <kbd>a</kbd></summary>\n<p><em>b</em></p>\n<ul>\n<li>c</li>\n</ul>\n</details>\n<p>d</p>\n",
    );
    check(
        "<details open><summary>a</summary>b</details>",
        "<details open><summary>a</summary>\n<p>b</p>\n</details>\n",
    );
    check(
        "> <details><summary>a</summary>\n>\n> <details><summary>b</summary>\n>\n> c\n>\n> </details>\n>\n> </details>\n",
        "<blockquote>\n<details><summary>a</summary>\n<details><summary>b</summary>\n<p>c</p>\n</details>\n</details>\n</blockquote>\n",
    );
}

#[test]
fn details_out_of_place() {
    check_findings(
        "<details>\n\na\n\n</details>",
        "<p>&lt;details&gt;</p>\n<p>a</p>\n<p>&lt;/details&gt;</p>\n",
        &["raw-html: <details>"],
    );
    check_findings(
        "- <details><summary>a</summary>\n\n  b\n\n</details>",
        "<ul>\n<li><p>&lt;details&gt;</p>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n<p>&lt;/details&gt;</p>\n",
        &["raw-html: <details>"],
    );
    check_findings("a <details>b</details>", "<p>a &lt;details&gt;b&lt;/details&gt;</p>\n", &["raw-html: <details>"]);
    check_findings("<summary>a</summary>", "<p>&lt;summary&gt;a&lt;/summary&gt;</p>\n", &["raw-html: <summary>"]);
    check_findings(
        "<details onclick=x><summary>a</summary></details>",
        "<p>&lt;details onclick=x&gt;&lt;summary&gt;a&lt;/summary&gt;&lt;/details&gt;</p>\n",
        &["raw-html: <details onclick=x>", "raw-html: <summary>"],
    );
}

#[test]
fn elements_around_what_is_left_out() {
    check_findings("a <sub>[](b.md)</sub>", "<p>a <sub></sub></p>\n", &["empty-value: [](b.md)"]);
    check_findings(
        "<kbd>[](x:b)",
        "<p>&lt;kbd&gt;</p>\n",
        &["empty-value: [](x:b)", "forbidden-address: x:b", "raw-html: <kbd>"],
    );
    let (summary, text) = ("<details><summary>a</summary>", "<p>&lt;details&gt;</p>\n<p>a</p>\n");
    let note = "<div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"_note-1\"><p>c</p>\n</li>\n</ol>\n</div>\n";
    check_findings(
        &format!("{summary}\n\n[^b]: c"),
        &format!("{text}{note}"),
        &["raw-html: <details>", "footnote: [^b]:"],
    );
}

#[test]
fn unbalanced_elements_are_text() {
    check_findings("a <sub>b", "<p>a &lt;sub&gt;b</p>\n", &["raw-html: <sub>"]);
    check_findings("a</sub> b", "<p>a&lt;/sub&gt; b</p>\n", &["raw-html: </sub>"]);
    check_findings("<sub>a\n\nb</sub>", "<p>&lt;sub&gt;a</p>\n<p>b&lt;/sub&gt;</p>\n", &["raw-html: <sub>"]);
    check_findings("*<sub>a*</sub>", "<p><em>&lt;sub&gt;a</em>&lt;/sub&gt;</p>\n", &["raw-html: <sub>"]);
    check_findings(
        "<sub>a *</sub>b*",
        "<p>&lt;sub&gt;a <em>&lt;/sub&gt;b</em></p>\n",
        &["raw-html: </sub>", "raw-html: <sub>"],
    );
    check_findings("<sub>a<sup>b</sub>c</sup>", "<p><sub>a&lt;sup&gt;b</sub>c&lt;/sup&gt;</p>\n", &["raw-html: <sup>"]);
    check_findings("<q>a<q>b</q></q>", "<p><q>a&lt;q&gt;b</q>&lt;/q&gt;</p>\n", &["raw-html: <q>"]);
    check_findings(
        "- <sub>a\n  > b</sub>",
        "<ul>\n<li>&lt;sub&gt;a<blockquote>\n<p>b&lt;/sub&gt;</p>\n</blockquote>\n</li>\n</ul>\n",
        &["raw-html: <sub>"],
    );
    check_findings("<!-- a\n\nb", "<p>&lt;!-- a\n\nb</p>\n", &["raw-html: <!-- a\n\nb"]);
}

#[test]
fn all_else_is_text() {
    check_findings(
        "<script>alert(1)</script>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
        &["raw-html: <script>"],
    );
    check_findings(
        "a <img src=x onerror=alert(1)>",
        "<p>a &lt;img src=x onerror=alert(1)&gt;</p>\n",
        &["raw-html: <img src=x onerror=alert(1)>"],
    );
    check_findings(
        "<sub onclick=x>a</sub>",
        "<p>&lt;sub onclick=x&gt;a&lt;/sub&gt;</p>\n",
        &["raw-html: <sub onclick=x>"],
    );
    check_findings(
        "<span lang='\"><script>'>a</span>",
        "<p>&lt;span lang='\"&gt;&lt;script&gt;'&gt;a&lt;/span&gt;</p>\n",
        &["raw-html: <span lang='\"><script>'>"],
    );
    check_findings(
        "<abbr title=\"a\" style=\"b\">c</abbr>",
        "<p>&lt;abbr title=\"a\" style=\"b\"&gt;c&lt;/abbr&gt;</p>\n",
        &["raw-html: <abbr title=\"a\" style=\"b\">"],
    );
    check_findings(
        "> <div>\n> a\n> </div>",
        "<blockquote>\n<p>&lt;div&gt;\na\n&lt;/div&gt;</p>\n</blockquote>\n",
        &["raw-html: <div>"],
    );
    check_findings(
        "<?php x ?> <!DOCTYPE html>",
        "<p>&lt;?php x ?&gt; &lt;!DOCTYPE html&gt;</p>\n",
        &["raw-html: <?php x ?>", "raw-html: <!DOCTYPE html>"],
    );
    check_findings("<svg/onload=alert(1)>", "<p>&lt;svg/onload=alert(1)&gt;</p>\n", &[]);
}
