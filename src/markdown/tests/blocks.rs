use super::{super::headings, check, check_findings};

#[test]
fn paragraphs_lists_and_quotes() {
    check("one\ntwo  \nthree\n\nfour", "<p>one\ntwo<br>\nthree</p>\n<p>four</p>\n");
    check(
        "- a\n- b\n  1. c\n\n3. d\n",
        "<ul>\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n<ol start=\"3\">\n<li>d</li>\n</ol>\n",
    );
    check("> a\n>\n> b\n\n---\n", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n<hr>\n");
    check("~~old~~ new", "<p><del>old</del> new</p>\n");
    check("", "");
}

#[test]
fn headings() {
    // The first rank used becomes h2, whatever it is written with.
    check("# A\n\n## B\n\n# C", "<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n<h2 id=\"c\">C</h2>\n");
    check("## A\n\n### B", "<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n");
    check("#### A", "<h2 id=\"a\">A</h2>\n");
    check("# 1\n###### 6", "<h2 id=\"1\">1</h2>\n<h6 id=\"6\">6</h6>\n");
    // Anchors: an explicit one wins wherever it stands, equal ones are numbered, none is ever empty.
    check(
        "## A\n\n## A\n\n## B {#a}\n\n## A 2\n\n## …\n",
        "<h2 id=\"a-2\">A</h2>\n<h2 id=\"a-3\">A</h2>\n<h2 id=\"a\">B</h2>\n<h2 id=\"a-2-2\">A 2</h2>\n<h2 id=\"section\">…</h2>\n",
    );
    // Braces that hold no anchor, class or other attribute are text, and so are those with a backslash.
    check("## F {n}\n\n## C {}\n", "<h2 id=\"f-n\">F {n}</h2>\n<h2 id=\"c\">C {}</h2>\n");
    check("## S: {1, 2}\n\n## a_{1}\n", "<h2 id=\"s-1-2\">S: {1, 2}</h2>\n<h2 id=\"a-1\">a_{1}</h2>\n");
    check("## M \\{ab}\n\n## N \\{#a}\n", "<h2 id=\"m-ab\">M {ab}</h2>\n<h2 id=\"n-a\">N {#a}</h2>\n");
    check("## M {ab\\}\n\n## N {x = *1*}\n", "<h2 id=\"m-ab\">M {ab}</h2>\n<h2 id=\"n-x-1\">N {x = <em>1</em>}</h2>\n");
    check("## H {#a} ##\n\nB *c* {#b_2.X}\n---\n", "<h2 id=\"a\">H</h2>\n<h2 id=\"b_2.X\">B <em>c</em></h2>\n");
    check("> ## `x` {#a_b_c}\n", "<blockquote>\n<h2 id=\"a_b_c\"><code>x</code></h2>\n</blockquote>\n");
    check("## *A* `b` [c](d.md)", "<h2 id=\"a-b-c\"><em>A</em> <code>b</code> <a href=\"d.md\">c</a></h2>\n");
    check("## Їжак", "<h2 id=\"yizhak\">Їжак</h2>\n");
}

#[test]
fn anchors_of_scripts_without_latin_letters_do_not_depend_on_their_place() {
    check("## 日本", "<h2 id=\"section-cf2abf0c\">日本</h2>\n");
    check(
        "## العربية\n\n## 日本\n\n## 日本\n",
        "<h2 id=\"section-d2741598\">العربية</h2>\n<h2 id=\"section-cf2abf0c\">日本</h2>\n<h2 id=\"section-cf2abf0c-2\">日本</h2>\n",
    );
    // Beside letters of which each has a Latin form: two headings with one word in common are two.
    let anchors = |body: &str| super::parse(body, "en").headings.into_iter().map(|h| h.anchor).collect::<Vec<_>>();
    let [first, second] = anchors("## 日本 API\n\n## 中国 API\n").try_into().unwrap();
    assert!(first.starts_with("api-") && first.len() == "api-".len() + 8, "{first}");
    assert_ne!(first, second);
    assert_eq!(anchors("## 中国 API\n\n## 日本 API\n"), [second, first]);
    assert_eq!(anchors("## Мұнай"), anchors("## Мұнай\n\n## Газ").get(..1).unwrap());
    // Composed or not, a text is one.
    assert_eq!(anchors("## が"), anchors("## か\u{3099}"));
    assert_eq!(anchors("## が"), anchors("## &#x304b;&#x3099;"));
    let long = anchors(&format!("## {}日本", "word ".repeat(40))).remove(0);
    assert!(long.len() <= 80 && headings::is_anchor(&long) && !long.contains("--"), "{long}");
}

#[test]
fn an_outline_and_what_stands_under_it() {
    let document = super::document(
        "Before *it*.\n\n## One `x`\n\nText\nof one.\n\n> ## Quoted\n> inside\n\n## Two\n\n| a | b |\n|---|---|\n| c | d |\n",
    );
    let outline: Vec<_> = document.headings.iter().map(|h| (h.level, h.text.as_str(), h.nested)).collect();
    assert_eq!(outline, [(2, "One x", false), (2, "Quoted", true), (2, "Two", false)]);
    let text = "Before it.\nOne x\nText\nof one.\nQuoted\ninside\nTwo\na\nb\nc\nd\n";
    assert_eq!(document.text(), text);
}

#[test]
fn tables() {
    check(
        "| a | b |\n|:-:|--:|\n| *c* | d\\|e |\n| f |\n",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n\
         <thead><tr><th scope=\"col\" class=\"align-center\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n\
         <tbody>\n\
         <tr><td class=\"align-center\"><em>c</em></td><td class=\"align-right\">d|e</td></tr>\n\
         <tr><td class=\"align-center\">f</td><td class=\"align-right\"></td></tr>\n\
         </tbody></table></div>\n",
    );
    check(
        "|   | b |\n|---|---|\n",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n\
         <thead><tr><td></td><th scope=\"col\">b</th></tr></thead>\n</table></div>\n",
    );
}

#[test]
fn task_lists() {
    check(
        "- [ ] a\n- [x] b\n- c\n",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"TaskOpen\"> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"TaskDone\"> b</li>\n<li>c</li>\n</ul>\n",
    );
    check(
        "- [ ] a\n\n- [x] b\n",
        "<ul>\n<li class=\"task\"><p><input type=\"checkbox\" disabled aria-label=\"TaskOpen\"> a</p>\n</li>\n\
         <li class=\"task\"><p><input type=\"checkbox\" disabled checked aria-label=\"TaskDone\"> b</p>\n</li>\n</ul>\n",
    );
}

#[test]
fn a_task_may_be_a_heading() {
    check(
        "- [ ] a\n  ---\n",
        "<ul>\n<li><h2 id=\"a\"><input type=\"checkbox\" disabled aria-label=\"TaskOpen\"> a</h2>\n</li>\n</ul>\n",
    );
}

#[test]
fn definition_lists() {
    check(
        "Term\n: one\n  two\n: three\n\nHub\n: four\n",
        "<dl>\n<dt>Term</dt>\n<dd>one\ntwo</dd>\n<dd>three</dd>\n<dt>Hub</dt>\n<dd>four</dd>\n</dl>\n",
    );
    check("Term\n: one\n: two\n", "<dl>\n<dt>Term</dt>\n<dd>one</dd>\n<dd>two</dd>\n</dl>\n");
}

#[test]
fn alerts() {
    check(
        "> [!NOTE]\n> Take *care*.\n",
        "<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">Alert(Note)</p>\n<p>Take <em>care</em>.</p>\n</div>\n",
    );
    check(
        "> [!caution]\n> a\n",
        "<div class=\"alert alert-caution\" role=\"note\">\n<p class=\"alert-title\">Alert(Caution)</p>\n<p>a</p>\n</div>\n",
    );
}

#[test]
fn alerts_with_blanks_and_in_quotes() {
    let alert = |text: &str| {
        format!(
            "<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">Alert(Note)</p>\n{text}</div>\n"
        )
    };
    for body in
        [">  [!NOTE]\n> a", "> [!NOTE]\u{a0}\n> a", ">   [!note]  \n> a", ">  [!NOTE]\n>\n> a", ">  [!NOTE]\r\n> a"]
    {
        check(body, &alert("<p>a</p>\n"));
    }
    check("> > [!NOTE]\n> > a", &format!("<blockquote>\n{}</blockquote>\n", alert("<p>a</p>\n")));
    check("- > [!NOTE]\n  > a", &format!("<ul>\n<li>{}</li>\n</ul>\n", alert("<p>a</p>\n")));
    check(">      [!NOTE]\n", "<blockquote>\n<pre tabindex=\"0\"><code> [!NOTE]\n</code></pre>\n</blockquote>\n");
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_mention() {
    check(
        "B[^b] and A[^a], B again[^b].\n\n[^a]: First\n\n    - with a list\n[^b]: *Second* [c](c.md)\n",
        "<p>B<sup class=\"footnote\"><a href=\"#_note-1\" id=\"_ref-1\" role=\"doc-noteref\">1</a></sup> and \
         A<sup class=\"footnote\"><a href=\"#_note-2\" id=\"_ref-2\" role=\"doc-noteref\">2</a></sup>, \
         B again<sup class=\"footnote\"><a href=\"#_note-1\" id=\"_ref-1-2\" role=\"doc-noteref\">1</a></sup>.</p>\n\
         <div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"_note-1\"><p><em>Second</em> <a href=\"c.md\">c</a> \
         <a href=\"#_ref-1\" role=\"doc-backlink\" aria-label=\"FootnoteBack { note: 1, reference: 1 }\">↩</a> \
         <a href=\"#_ref-1-2\" role=\"doc-backlink\" aria-label=\"FootnoteBack { note: 1, reference: 2 }\">↩</a></p>\n</li>\n\
         <li id=\"_note-2\"><p>First</p>\n<ul>\n<li>with a list</li>\n</ul>\n \
         <a href=\"#_ref-2\" role=\"doc-backlink\" aria-label=\"FootnoteBack { note: 2, reference: 1 }\">↩</a></li>\n\
         </ol>\n</div>\n",
    );
}

#[test]
fn code() {
    check(
        "    a < b\n\n`c  <d>`",
        "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>\n<p><code>c  &lt;d&gt;</code></p>\n",
    );
    check("```\n<b>\n```\n", "<pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>\n");
    check_findings(
        "```text \"onclick=x\n```\n",
        "<pre tabindex=\"0\"><code></code></pre>\n",
        &["info-string: \"onclick=x"],
    );
    check_findings(
        "```json {onclick=x} .a #b\n[1]\n```\n",
        "<pre tabindex=\"0\"><code>[<span class=\"hl-number\">1</span>]\n</code></pre>\n",
        &["info-string: {onclick=x} .a #b"],
    );
    let long = format!("```json\n[{}]\n```\n", "1,".repeat(300));
    check(&long, &format!("<pre tabindex=\"0\"><code>[{}]\n</code></pre>\n", "1,".repeat(300)));
}
