//! Inputs made to take long, to grow or to crash: each ends in an error or a finished build. That it ends at all is
//! what `Site::build` waits for; within two seconds is what it asks of a release binary:
//!
//!     cargo build --release
//!     ICSI_BINARY=target/release/icsi cargo test --test all security::bounds -- --nocapture --test-threads=1

use std::fs::File;

use super::site::{Built, Site};

/// A site of one entry with this body. The rules of what it says; a build that publishes says nothing or warnings.
fn body(text: &str) -> Built {
    let site = Site::new();
    site.entry("x", "title = \"T\"", text);
    ended(site.build())
}

fn front(text: &str) -> Built {
    let site = Site::new();
    site.entry("x", text, "");
    ended(site.build())
}

/// Done or refused: never a crash, an aborted process or a failing machine.
fn ended(built: Built) -> Built {
    assert!(matches!(built.code, Some(0 | 1)), "{:?}: {}", built.code, built.said);
    assert!(!built.said.contains("panicked"), "{}", built.said);
    assert_eq!(built.code == Some(0), built.outputs.contains_key("index.html"));
    built
}

#[test]
fn bodies_made_to_take_long() {
    let n = 10_000;
    for (name, text, rule) in [
        ("10,000-deep quotes", ">".repeat(n) + "a", Some("limit")),
        ("10,000-deep quotes over many lines", (">".repeat(n) + "a\n").repeat(100), Some("limit")),
        ("deep lists", "- ".repeat(n) + "a", Some("limit")),
        ("ever deeper lists", (0..600).map(|i| format!("{}- a\n", "  ".repeat(i))).collect(), Some("limit")),
        ("deep emphasis", "*a ".repeat(50_000), None),
        ("deep strong", "**a".repeat(50_000) + &"**".repeat(50_000), None),
        ("a flood of footnotes", "[^a".repeat(100_000), None),
        ("a flood of mentions", "[^a]".repeat(100_000) + "\n\n[^a]: x", Some("limit")),
        ("a flood of links", "[a](<b".repeat(100_000), None),
        ("a flood of brackets", "[".repeat(200_000), None),
        ("a flood of closing brackets", "]".repeat(200_000), None),
        ("a flood of pictures", "![".repeat(100_000), None),
        ("a flood of backticks", (1..1_000).map(|i| "`".repeat(i) + " ").collect(), None),
        ("a flood of tags", "<a ".repeat(100_000), None),
        ("a flood of comments", "<!-- a ".repeat(50_000), None),
        ("a flood of entities", "&amp;".repeat(150_000), None),
        ("a flood of escapes", "\\*".repeat(200_000), None),
        ("a flood of reference definitions", (0..20_000).map(|i| format!("[{i}]: a{i}.en.md\n")).collect(), None),
        ("a flood of references", "[x][x] ".repeat(50_000), None),
        ("20,000 equal headings", "# a\n".repeat(20_000), Some("limit")),
        (
            "a table of N by N cells",
            format!("{0}\n{1}\n{2}", "|a".repeat(1_000), "|-".repeat(1_000), "|b\n".repeat(1_000)),
            Some("limit"),
        ),
        (
            "a table of empty rows",
            format!("{0}\n{1}\n{2}", "|a".repeat(20_000), "|-".repeat(20_000), "|\n".repeat(20_000)),
            None,
        ),
        ("a long line", "a ".repeat(400_000), None),
        ("a long word", "a".repeat(900_000), None),
        ("long code", format!("```js\n{}\n```", "let x = \"\\\"\" + '\\'';".repeat(30_000)), None),
        ("many lines of code", format!("```js\n{}```", "fn f() { (((\n".repeat(30_000)), None),
        ("open details", "<details><summary>a</summary>\n\n".repeat(10_000), Some("limit")),
        ("open elements", "<sub>".repeat(100_000), None),
        ("unknown elements", "<x>".repeat(100_000), None),
        ("definitions", "a\n: ".repeat(50_000), None),
        ("alerts", "> [!NOTE]\n> a\n\n".repeat(20_000), None),
        ("bad addresses", "[a](javascript:x) ".repeat(40_000), Some("limit")),
        ("combining marks", format!("# {}", "a\u{301}".repeat(200_000)), None),
        ("quotes", "\"a\" 'b' -- ".repeat(70_000), None),
        ("soft breaks", "a\n".repeat(400_000), None),
    ] {
        println!("{name}:");
        let built = body(&text);
        match rule {
            Some(rule) => assert!(built.rules().contains(&rule), "{name}: {:?}", built.rules()),
            None => assert!(built.diagnostics.len() <= 1_100, "{name}: {} findings", built.diagnostics.len()),
        }
    }
}

#[test]
fn front_matter_made_to_take_long() {
    let deep = |n: usize| format!("title = \"T\"\ntext = {}{}", "[".repeat(n), "]".repeat(n));
    let dotted = |n: usize| "a.".repeat(n) + "a";
    // As deep as the parser takes it in each way at once.
    let product = {
        let key = dotted(60);
        format!("title = \"T\"\n[{key}]\n{key} = {}1{}", format!("{{ {key} = ").repeat(60), " }".repeat(60))
    };
    for (name, text) in [
        ("deep brackets", deep(10_000)),
        ("deep braces", format!("title = \"T\"\ntext = {}", "{a=".repeat(10_000))),
        ("brackets behind a string", format!("title = \"T\"\ntext = ['''a'b''', {}", "[".repeat(10_000))),
        ("dotted keys", format!("title = \"T\"\n{} = 1", dotted(15_000))),
        ("dotted headings", format!("title = \"T\"\n[{}]", dotted(15_000))),
        ("every way at once", product),
        ("many keys", (0..8_000).map(|i| format!("k{i}=1\n")).collect()),
        ("many headings", (0..8_000).map(|i| format!("[h{i}]\n")).collect()),
        ("many rows", "[[rows]]\n".repeat(6_000)),
        (
            "aliases",
            format!("title = \"T\"\naliases = [{}]", (0..5_000).map(|i| format!("\"/a{i}\",")).collect::<String>()),
        ),
        ("values", format!("title = \"T\"\nplace = [{}]", "\"pl\",".repeat(9_000))),
        ("an endless string", format!("title = \"{}", "a".repeat(60_000))),
        ("a long number", format!("title = \"T\"\ninteger = {}", "9".repeat(60_000))),
        ("a long decimal", format!("title = \"T\"\ndecimal = 0.{}", "9".repeat(60_000))),
        ("64 KiB and more", format!("title = \"T\"\n#{}", "a".repeat(70_000))),
    ] {
        println!("{name}:");
        let built = front(&text);
        if name != "aliases" {
            assert_eq!(built.code, Some(1), "{name}");
        }
        assert!(built.diagnostics.len() <= 1_100, "{name}: {} findings", built.diagnostics.len());
    }
    assert_eq!(front(&format!("title = \"T\"\n#{}", "a".repeat(70_000))).rules(), ["limit"]);
    assert_eq!(front(&deep(10_000)).rules(), ["limit"]);
}

#[test]
fn files_made_to_be_large() {
    let site = Site::new();
    site.entry("x", "title = \"T\"", "");
    site.entry("y", "title = \"T\"", &format!("```\n{}", "a\n".repeat(2_500_000)));
    std::fs::create_dir_all(site.root().join("content/things/x")).unwrap();
    for name in ["things/z.en.md", "things/x/z.png", "places.toml"] {
        File::create(site.root().join("content").join(name)).unwrap().set_len(5_000_000_000).unwrap();
    }
    let built = ended(site.build());
    let large = built.diagnostics.iter().filter(|d| d["rule"] == "file-too-large").count();
    assert_eq!((built.code, large), (Some(1), 4), "{:?}", built.diagnostics);
}

#[test]
fn vocabularies_made_to_take_long() {
    for text in [
        (0..100_000).map(|i| format!("k{i}=1\n")).collect::<String>(),
        (0..60_000).map(|i| format!("[t{i}]\n")).collect(),
        format!("[pl]\n{} = 1", "a.".repeat(200_000)),
        "[".repeat(900_000),
        "a = 1\n".repeat(100_000),
    ] {
        let site = Site::new();
        site.entry("x", "title = \"T\"\nplace = [\"pl\"]", "").write("content/places.toml", text);
        let built = ended(site.build());
        assert_eq!(built.code, Some(1));
        assert!(built.diagnostics.len() <= 1_100, "{} findings", built.diagnostics.len());
    }
}

#[test]
fn site_toml_made_to_take_long() {
    for text in [
        (0..100_000).map(|i| format!("k{i}=1\n")).collect::<String>(),
        "[".repeat(900_000),
        format!("{} = 1", "a.".repeat(200_000)),
    ] {
        let site = Site::new();
        site.write("site.toml", text);
        let built = ended(site.build());
        assert!(built.code == Some(1) && built.diagnostics.len() <= 1_100);
    }
}

/// Relations may lead in circles, back to where they began: they are not followed further than the schema says.
#[test]
fn cyclic_relations_are_fine() {
    let site = Site::new();
    for at in 0..200 {
        let next = (at + 1) % 200;
        site.entry(
            &format!("e{at}"),
            &format!("title = \"E{at}\"\nother = [\"e{next}\", \"e{at}\"]"),
            &format!("[n](e{next}.en.md)"),
        );
    }
    assert_eq!(ended(site.build()).code, Some(0));
}

/// A slug or alias that takes another's place in a circle: redirects do not follow each other.
#[test]
fn redirects_in_a_circle_are_an_error_or_end() {
    let site = Site::new();
    site.entry("a", "title = \"A\"\naliases = [\"/en/things/b/\", \"/en/things/a/\"]", "");
    site.entry("b", "title = \"B\"\naliases = [\"/en/things/a/\"]", "");
    let built = ended(site.build());
    assert_eq!((built.code, built.rules()), (Some(1), vec!["address-collision"]));
}

#[test]
fn templates_that_have_no_end() {
    for (name, text) in [
        ("home.html", "{% include \"home.html\" %}"),
        ("home.html", "{% extends \"home.html\" %}"),
        ("home.html", "{% include \"a.html\" %}"),
        ("home.html", "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}"),
        (
            "home.html",
            "{% component a() %}{{ <b /> }}{% endcomponent a %}{% component b() %}{{ <a /> }}{% endcomponent b %}{{ <a /> }}",
        ),
        (
            "home.html",
            "{% for a in range(end=1000000000) %}{% for b in range(end=1000000000) %}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}{% endfor %}",
        ),
        ("home.html", "{{ 9223372036854775807 * 2 }}{{ 1 / 0 }}{{ site.title.x.y }}"),
    ] {
        let site = Site::new();
        site.entry("x", "title = \"T\"", "");
        site.write(&format!("themes/intermarium/templates/{name}"), text);
        site.write("themes/intermarium/templates/a.html", "{% include \"home.html\" %}");
        let built = ended(site.build());
        assert_eq!(built.code, Some(1), "{text}");
        assert!(built.rules().iter().any(|rule| matches!(*rule, "template" | "limit")), "{text}: {:?}", built.rules());
    }
}

/// One entry with a thousand terms in each of two vocabularies asks for four million pages.
#[test]
fn pages_without_number() {
    let site = Site::new();
    let schema = std::fs::read_to_string(site.root().join("site.toml")).unwrap();
    let more = "subject = { type = \"term\", of = \"subjects\", many = true }\n[vocabularies.subjects]\ntitle = { en = \"S\", uk = \"С\" }\n\
                [indexes]\ncross = [[\"places\", \"subjects\"]]\n";
    let schema = schema.replace("file = { type = \"file\" }", "file = { type = \"file\" }\n#MORE");
    let (before, after) = schema.split_once("#MORE").unwrap();
    let (subject, tables) = more.split_once('\n').unwrap();
    site.write("site.toml", format!("{before}{subject}{after}\n{tables}"));
    let terms = |letter: &str| -> String {
        (0..1_000)
            .map(|i| format!("[{letter}{i}]\ntitle = {{ en = \"{letter}{i}\", uk = \"{letter}{i}\" }}\n"))
            .collect()
    };
    let names = |letter: &str| -> String { (0..1_000).map(|i| format!("\"{letter}{i}\",")).collect() };
    site.write("content/places.toml", terms("p")).write("content/subjects.toml", terms("s"));
    site.entry("x", &format!("title = \"T\"\nplace = [{}]\nsubject = [{}]", names("p"), names("s")), "");
    let built = ended(site.build());
    assert_eq!((built.code, built.rules()), (Some(1), vec!["limit"]));
}
