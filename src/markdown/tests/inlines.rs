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
    assert_eq!(document.links[0].target, Target::Local { path: "c.md".to_owned(), fragment: None });
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

/// Upper-cases, and shows what it is told.
struct Shown;

impl Typography for Shown {
    fn begin(&mut self) {}

    fn push(&mut self, piece: &str, next: Option<char>, out: &mut String) {
        out.push('{');
        out.push_str(piece);
        out.push('|');
        out.push_str(
            &next.map_or("end".to_owned(), |c| if c == '"' { c.to_string() } else { c.escape_default().to_string() }),
        );
        out.push('}');
    }

    fn opaque(&mut self) {}

    fn line_break(&mut self) {}
}

fn check_pieces(body: &str, html: &str) {
    let document = parse(body, Context { typography: &mut Shown, slug });
    assert_eq!(filled(&document), html);
    checker::check(&filled(&document)).unwrap();
}

#[test]
fn typography_sees_text_and_what_follows_it() {
    check_pieces(
        "it's *\"one\"*\ntwo [a & b](c.md).",
        "<p>{it's |\"}<em>{\"one\"|\\n}</em>{\ntwo |a}<a href=\"c.md\">{a &amp; b|.}</a>{.|end}</p>\n",
    );
    check_pieces(
        "a `b` c\\\nd ![e](f.png)",
        "<p>{a |\\u{fffc}}<code>b</code>{ c| }<br>\n{d |\\u{fffc}}<img src=\"f.png\" alt=\"e\" loading=\"lazy\"></p>\n",
    );
    // What is written to stay as it is stays.
    check_pieces(
        "a \\\"b\\\" &quot;c <https://e.org>",
        "<p>{a |\"}\"{b|\"}\"{ |\"}\"{c |h}<a class=\"external\" href=\"https://e.org\">https://e.org</a></p>\n",
    );
    check_pieces(
        "- a\n- b\n\n  c",
        "<ul>\n<li><p>{a|end}</p>\n</li>\n<li><p>{b|end}</p>\n<p>{c|end}</p>\n</li>\n</ul>\n",
    );
    check_pieces(
        "|a|\n|-|\n|b|",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">{a|end}</th></tr></thead>\n<tbody>\n<tr><td>{b|end}</td></tr>\n</tbody></table></div>\n",
    );
}
