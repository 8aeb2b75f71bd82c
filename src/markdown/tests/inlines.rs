use super::*;

#[test]
fn links() {
    check("[a](../b/c.en.md#d)", "<p><a href=\"../b/c.en.md#d\">a</a></p>\n");
    check("[a](#b \"c\\\"d\")", "<p><a href=\"#b\" title=\"c&quot;d\">a</a></p>\n");
    check("[a][r]\n\n[r]: b.pdf", "<p><a href=\"b.pdf\">a</a></p>\n");
    check("[*a* b](<c d.pdf>)", "<p><a href=\"c%20d.pdf\"><em>a</em> b</a></p>\n");
    check(
        "[a](https://e.org/?b=c&d=\"e\")",
        "<p><a class=\"external\" href=\"https://e.org/?b=c&amp;d=%22e%22\">a</a></p>\n",
    );
    check("<https://e.org/a--b>", "<p><a class=\"external\" href=\"https://e.org/a--b\">https://e.org/a--b</a></p>\n");
    check(
        "<a@e.org> [b](tel:+380441234567)",
        "<p><a href=\"mailto:a@e.org\">a@e.org</a> <a href=\"tel:+380441234567\">b</a></p>\n",
    );
}

#[test]
fn a_link_within_a_link_is_text() {
    check("[a <https://b.org>](c.md)", "<p><a href=\"c.md\">a https://b.org</a></p>\n");
}

#[test]
fn links_know_where_they_are_written() {
    let body = "[a *b*](c.md) ![x](<d e.svg> \"t\") [f][g] <https://h.org> [i]( j(k).md ) [l](m.md\n\"n\") <o@p.org>\n\n[g]: q.md 'r'\n";
    let document = document(body);
    let places: Vec<_> = document.links.iter().map(|link| &body[link.range.clone()]).collect();
    assert_eq!(places, ["c.md", "d e.svg", "q.md", "https://h.org", "j(k).md", "m.md", "o@p.org"]);
    assert_eq!(document.text(), "a b  f https://h.org i l o@p.org\n");
    assert_eq!(document.links[0].target, LinkTarget::Local { path: "c.md".to_owned(), fragment: None });
}

#[test]
fn pictures() {
    check(
        "![A *b* `c` [d](javascript:x)](e.svg \"f\")",
        "<p><img src=\"e.svg\" alt=\"A b c d\" loading=\"lazy\" title=\"f\"></p>\n",
    );
    check(
        "[![a\"b<](c.png)](d.md)",
        "<p><a href=\"d.md\"><img src=\"c.png\" alt=\"a&quot;b&lt;\" loading=\"lazy\"></a></p>\n",
    );
}

#[test]
fn text_is_escaped_once() {
    check("a < b & c &amp; &lt;script&gt; \"d\"", "<p>a &lt; b &amp; c &amp; &lt;script&gt; \"d\"</p>\n");
}

fn check_typography(body: &str, html: &str) {
    let document = parse(body, "uk");
    assert_eq!(filled(&document), html);
    checker::check(&filled(&document)).unwrap();
}

#[test]
fn typography_sees_text_and_what_follows_it() {
    // Over markup, links and line ends.
    check_typography(
        "п'ять *\"слів\"*\nі [в *я*](c.md).",
        "<p>п’ять <em>«слів»</em>\nі\u{a0}<a href=\"c.md\">в\u{a0}<em>я</em></a>.</p>\n",
    );
    // Code and pictures are words.
    check_typography(
        "\"`\"b\"`\"\\\nв \"![e](f.png)\"",
        "<p>«<code>\"b\"</code>»<br>\nв\u{a0}«<img src=\"f.png\" alt=\"e\" loading=\"lazy\">»</p>\n",
    );
    // Text that is written to stay as it is stays.
    check_typography(
        "\\\"a\\\" \"b\" <https://e.org/--a>",
        "<p>\"a\" «b» <a class=\"external\" href=\"https://e.org/--a\">https://e.org/--a</a></p>\n",
    );
    // Text that is typed or read on a screen stays.
    check_typography(
        "\"<kbd>'a' -- b...</kbd>\" <samp>\"c\"\nd - *e--f*</samp> \"g\"",
        "<p>«<kbd>'a' -- b...</kbd>» <samp>\"c\"\nd - <em>e--f</em></samp> «g»</p>\n",
    );
    check_typography("<samp>\n\"a\"\n</samp>\n", "<p><samp>\n\"a\"\n</samp></p>\n");
    // A single mark before markup opens, if another one closes.
    check_typography(
        "Це '**жирний**' та '`код`', '[x](y.md)' і '![e](f.png)'.",
        "<p>Це „<strong>жирний</strong>“ та „<code>код</code>“, „<a href=\"y.md\">x</a>“ і\u{a0}„<img src=\"f.png\" alt=\"e\" loading=\"lazy\">“.</p>\n",
    );
    check_typography("'один *два* три' *'чотири*'", "<p>„один <em>два</em> три“ <em>„чотири</em>“</p>\n");
    check_typography("в  `rabbit.eat` і  далі \"\"", "<p>в\u{a0}<code>rabbit.eat</code> і\u{a0}далі «»</p>\n");
    // A quote is open to the end of its block.
    check_typography(
        "- \"а\n- \"б\"\n\n  \"в\"",
        "<ul>\n<li><p>«а</p>\n</li>\n<li><p>«б»</p>\n<p>«в»</p>\n</li>\n</ul>\n",
    );
    check_typography(
        "|\"а|\n|-|\n|\"б\"|",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">«а</th></tr></thead>\n<tbody>\n<tr><td>«б»</td></tr>\n</tbody></table></div>\n",
    );
}
