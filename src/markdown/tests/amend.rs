use super::*;

fn web(address: &str) -> String {
    let href = address.strip_prefix("www.").map_or(address.to_owned(), |rest| format!("http://www.{rest}"));
    format!("<a class=\"external\" href=\"{}\">{}</a>", href.replace('&', "&amp;"), address.replace('&', "&amp;"))
}

/// GitHub Flavored Markdown 0.29, 6.9 "Autolinks (extension)".
#[test]
fn bare_addresses_are_links() {
    check("www.commonmark.org", &format!("<p>{}</p>\n", web("www.commonmark.org")));
    let mail = "<a href=\"mailto:info@e.org\">info@e.org</a>";
    check(
        "Visit www.commonmark.org/a.b, (see https://e.org/a_(b)_c) **https://e.org/_a--b** *or* info@e.org.",
        &format!(
            "<p>Visit {}, (see {}) <strong>{}</strong> <em>or</em> {mail}.</p>\n",
            web("www.commonmark.org/a.b"),
            web("https://e.org/a_(b)_c"),
            web("https://e.org/_a--b"),
        ),
    );
    check("## A https://e.org/a {#b}\n", &format!("<h2 id=\"b\">A {}</h2>\n", web("https://e.org/a")));
    check(
        "- o'brien@e.org[^1] mailto:a@e.org\n\n[^1]: www.e.org",
        &format!(
            "<ul>\n<li><a href=\"mailto:o'brien@e.org\">o'brien@e.org</a><sup class=\"footnote\"><a href=\"#_note-1\" id=\"_ref-1\" role=\"doc-noteref\">1</a></sup> <a href=\"mailto:a@e.org\">mailto:a@e.org</a></li>\n</ul>\n\
             <div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"_note-1\"><p>{} <a href=\"#_ref-1\" role=\"doc-backlink\" aria-label=\"FootnoteBack {{ note: 1, reference: 1 }}\">↩</a></p>\n</li>\n</ol>\n</div>\n",
            web("www.e.org")
        ),
    );
}

#[test]
fn what_is_no_bare_address_stays() {
    for text in [
        "http://localhost:port",
        "https://user@e.org/",
        "ftp://e.org/a--b",
        "https://localhost/",
        "a.b-c_d@a.b-",
        "www.e_f.org",
    ] {
        check(text, &format!("<p>{text}</p>\n"));
    }
    check("`https://e.org` `www.e.org`", "<p><code>https://e.org</code> <code>www.e.org</code></p>\n");
    check("[see www.e.org](a.md)", "<p><a href=\"a.md\">see www.e.org</a></p>\n");
    check("<kbd>curl https://e.org/</kbd>", "<p><kbd>curl https://e.org/</kbd></p>\n");
    check("    https://e.org/\n", "<pre tabindex=\"0\"><code>https://e.org/\n</code></pre>\n");
    check("<https://e.org/>", &format!("<p>{}</p>\n", web("https://e.org/")));
}

/// PHP Markdown Extra, "Definition Lists": a definition begins with a colon and a blank.
#[test]
fn a_definition_begins_with_a_colon_and_a_blank() {
    check("We have released it.\n:tada: Thanks to all.", "<p>We have released it.\n:tada: Thanks to all.</p>\n");
    check("Do this.\n\n:::tip[a]\nb.\n:::\n\nMore.", "<p>Do this.</p>\n<p>:::tip[a]\nb.\n:::</p>\n<p>More.</p>\n");
    check("> a\n> :b\n\n- c\n  :d", "<blockquote>\n<p>a\n:b</p>\n</blockquote>\n<ul>\n<li>c\n:d</li>\n</ul>\n");
    check_findings("A\n:b\n: c", "<dl>\n<dt>A\n:b</dt>\n<dd>c</dd>\n</dl>\n", &["definition-list: A\n:b"]);
    check("```\na\n:b\n```\n", "<pre tabindex=\"0\"><code>a\n:b\n</code></pre>\n");
    check("Term\n: one\n:   two", "<dl>\n<dt>Term</dt>\n<dd>one</dd>\n<dd>two</dd>\n</dl>\n");
}

/// GitHub Flavored Markdown 0.29, 5.3: a task is a paragraph that goes on behind the brackets and a blank.
#[test]
fn brackets_without_a_task_are_text() {
    check("- [ ]\n\n  a", "<ul>\n<li><p>[ ]</p>\n<p>a</p>\n</li>\n</ul>\n");
    check(
        "- [x] \n- [ ] b",
        "<ul>\n<li>[x]</li>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"TaskOpen\"> b</li>\n</ul>\n",
    );
}

#[test]
fn places_are_those_of_the_body_as_typed() {
    let body = "www.e.org, https://e.org/a, a@e.org\n:a\n\n## B www.e.org {#_c}\n\n[d](javascript:e)\n";
    let document = document(body);
    let links: Vec<_> = document.links.iter().map(|link| &body[link.range.clone()]).collect();
    assert_eq!(links, ["www.e.org", "https://e.org/a", "a@e.org", "www.e.org"]);
    let findings: Vec<_> = document.findings.iter().map(|finding| &body[finding.range.clone()]).collect();
    assert_eq!(findings, ["{#_c}", "javascript:e"]);
    assert!(body[document.headings[0].range.clone()].starts_with("## B"));
    assert_eq!(document.text(), "www.e.org, https://e.org/a, a@e.org\n:a\nB www.e.org\nd\n");
}
