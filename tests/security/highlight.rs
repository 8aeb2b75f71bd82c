//! Grammars of highlighted code against lines made to be hard for them: searches that go astray, and time.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use icsi::markdown::{
    self,
    highlight::{ADDED, KEPT},
    limits,
};
use syntect::parsing::{SyntaxSet, syntax_definition::Pattern};

/// Grammars that the kept ones use, and that no fence can name.
const USED: &[&str] = &[
    "Shell-Unix-Generic",
    "commands-builtin-shell-bash",
    "Regular Expressions (Javascript)",
    "Regular Expressions (Python)",
];
/// Backtracking steps that one search through a line of the longest length may take: one or two milliseconds. Patterns
/// that try each part of the line from each of its places stay below, those that do so twice over do not, and never
/// those whose steps double with each byte.
const STEPS: usize = 250_000;
/// For a page full of code, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Texts that grammars look for, to be repeated: brackets, quotes, operators, names, numbers, keywords, halves of all
/// of them.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "[[",
    "]",
    "{",
    "{\"",
    "}",
    "'",
    "\"",
    "\"\\",
    "\\",
    "/*",
    "*/",
    "//",
    "<",
    ">",
    "<a ",
    "</a>",
    "a",
    "a ",
    "a.",
    "a.b(",
    "a,",
    "a(",
    "a[",
    "a<",
    "a::",
    "0",
    "0x",
    "1.",
    "1e",
    "_",
    " ",
    "\t",
    "<?",
    "<?php ",
    "?>",
    "#{",
    "$((",
    "$",
    "${",
    "$a",
    "`",
    "``",
    "- : ",
    "- ",
    "=",
    "==",
    "=>",
    "->",
    "@",
    "@a",
    "@a ",
    "ї",
    "<<A",
    "<<",
    "%",
    "%(",
    "&",
    "&&!",
    "!",
    "|",
    "||",
    ";",
    ":",
    ": ",
    "a: ",
    "?",
    "? :",
    ",",
    "+",
    "++",
    "--",
    "~",
    "^",
    "*",
    "**",
    "#",
    "# ",
    "a b ",
    "a b(",
    "new a",
    "public ",
    "class a ",
    "function ",
    "fn a(",
    "def a(",
    "if ",
    "else ",
    "return ",
    "int a",
    "let a=",
    "var ",
    "const a",
    "a*b",
    "a=b,",
    "a\\",
    "a-",
    "a-b-",
    "a/",
    "/a",
    "/a/",
    "a@b.",
    "a_",
    "Aa",
    "A",
    "A.",
    "A<A,",
    "import a.",
    "a ? b : ",
    "\u{2028}",
    "()",
    "(){",
    "[]",
    "[a](",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&a;",
    "&#",
    "a=\"",
    "a='",
    "--a",
    "select a,",
    "from a ",
    "where ",
    "a as ",
    "a | b",
    "a;b;",
    "\\a",
    "\\{",
    "\\(",
    "\\[",
    "\\\\",
    "{{",
    "<%",
    "%>",
    "'''",
    "\"\"\"",
    "r#",
    "b'",
    "f\"{",
    "1_",
    "1,",
    "1 ",
    "0b",
    "0.0.",
    "a!",
    "a!(",
    "#[",
    "#[a(",
    "'a ",
    "&'a ",
    "|a|",
    "~~~",
    "=====",
    "-----",
    "case a ",
    "for a in ",
    "done;",
    "<script>",
    "<style>",
    "@@",
];
/// Beginnings of a line, after which the rest is read as something else.
const BEFORE: &[&str] = &["", "\t", "!", "\"", "(", "a=", "#[a("];

fn line(before: &str, piece: &str) -> String {
    before.to_owned() + &piece.repeat((limits::HIGHLIGHTED_LINE - before.len()) / piece.len())
}

#[test]
fn no_search_goes_astray() {
    let lines: Vec<String> =
        BEFORE.iter().flat_map(|before| PIECES.iter().map(|piece| line(before, piece) + "\n")).collect();
    let kept = SyntaxSet::load_defaults_newlines().into_builder();
    let added = two_face::syntax::extra_newlines().into_builder();
    let kept = kept.syntaxes().iter().filter(|grammar| [KEPT, USED].concat().contains(&grammar.name.as_str()));
    let added = added.syntaxes().iter().filter(|grammar| ADDED.contains(&grammar.name.as_str()));
    let (mut grammars, mut searches) = (0, 0);
    for grammar in kept.chain(added) {
        grammars += 1;
        let patterns: BTreeSet<&str> = grammar
            .contexts
            .values()
            .flat_map(|context| &context.patterns)
            .filter_map(|pattern| match pattern {
                Pattern::Match(pattern) => Some(pattern.regex().regex_str()),
                Pattern::Include(_) => None,
            })
            .collect();
        for pattern in patterns {
            // As syntect makes it, but for the limit: there it is a million.
            let build = |pattern: &str| {
                fancy_regex::RegexBuilder::new(pattern)
                    .oniguruma_mode(true)
                    .backtrack_limit(STEPS)
                    .build()
                    .map_err(Box::new)
            };
            // A text that was found before, as the end of a text in bash, is put in when it is known.
            let filled = || (1..9).fold(pattern.to_owned(), |text, n| text.replace(&format!("\\{n}"), "a"));
            let regex = build(pattern)
                .or_else(|_| build(&filled()))
                .unwrap_or_else(|error| panic!("{}: {pattern}: {error}", grammar.name));
            for line in &lines {
                searches += 1;
                let found = regex.captures_from_pos(line, 0);
                assert!(found.is_ok(), "{}: {pattern} in {line:?}: {:?}", grammar.name, found.err());
            }
        }
    }
    println!("{searches} searches");
    assert_eq!(grammars, KEPT.len() + USED.len() + ADDED.len());
}

/// The longest that a page takes to be parsed, and what it is full of.
fn page(language: &str, lines: &[String]) -> Duration {
    let mut body = String::new();
    // No line ends it.
    let fence = "~".repeat(limits::HIGHLIGHTED_LINE + 1);
    let per_block = limits::HIGHLIGHTED_BLOCK / (limits::HIGHLIGHTED_LINE + 1);
    for (number, block) in lines.chunks(per_block).enumerate() {
        // Equal blocks would be highlighted once.
        body.push_str(&format!("{fence} {language}\n{}\n{number}\n{fence}\n\n", block.join("\n")));
    }
    let begun = Instant::now();
    let document = markdown::parse(&body, "en");
    let took = begun.elapsed();
    assert!(document.findings.is_empty(), "{language}: {:?}", document.findings);
    took
}

/// Names that a fence gives the kept grammars.
#[rustfmt::skip]
const FENCES: &[&str] = &[
    "bibtex", "bash", "css", "diff", "html", "javascript", "json", "python", "sql", "xml", "yaml",
    "dockerfile", "graphql", "http", "jinja", "kotlin", "nginx", "scss", "swift", "toml", "ts", "tsx", "vue",
];

#[test]
fn a_page_of_hard_lines_ends_in_every_language() {
    assert_eq!(FENCES.len(), KEPT.len() + ADDED.len());
    let per_page = limits::HIGHLIGHTED_PAGE / (limits::HIGHLIGHTED_LINE + 1);
    let lines: Vec<String> = PIECES.iter().map(|piece| line("", piece)).collect();
    for language in FENCES {
        for lines in lines.chunks(per_page) {
            let took = page(language, lines);
            assert!(took < PATIENCE, "{language}: {took:?}");
        }
    }
}

/// Grammars that others bring with them stand behind these lines. Two-face's JavaScript, which goes astray, ends too: a
/// search gives up after a million steps, and each line asks it once.
const OPENINGS: &[(&str, &str)] = &[
    ("vue", "<script>"),
    ("vue", "<script lang=\"ts\">"),
    ("vue", "<style lang=\"scss\">"),
    ("vue", "<style lang=\"stylus\">"),
    ("vue", "<template lang=\"pug\">"),
    ("http", "POST / HTTP/1.1\nContent-Type: application/json\n"),
    ("http", "POST / HTTP/1.1\nContent-Type: application/xml\n"),
    ("dockerfile", "RUN a \\"),
    ("jinja", "{% raw %}"),
    ("tsx", "const a = <a>"),
];

#[test]
fn a_page_of_hard_lines_ends_in_grammars_within_grammars() {
    // The opening is written as one line more.
    let per_block = limits::HIGHLIGHTED_BLOCK / (limits::HIGHLIGHTED_LINE + 1) - 1;
    let hard: Vec<String> = PIECES.iter().map(|piece| line("", piece)).collect();
    for (language, opening) in OPENINGS {
        for hard in hard.chunks(per_block) {
            let mut lines = vec![(*opening).to_owned()];
            lines.extend_from_slice(hard);
            let took = page(language, &lines);
            assert!(took < PATIENCE, "{language} {opening}: {took:?}");
        }
    }
}

/// `cargo test --release --test all worst_pages -- --ignored --nocapture`
#[test]
#[ignore = "takes minutes; docs/security.md has the figures"]
fn the_worst_pages() {
    let per_page = limits::HIGHLIGHTED_PAGE / (limits::HIGHLIGHTED_LINE + 1);
    let begun = Instant::now();
    for language in FENCES {
        page(language, &PIECES.iter().map(|piece| line("", piece)).take(20).collect::<Vec<_>>());
    }
    println!("twenty lines of every language: {:?}", begun.elapsed());
    for language in FENCES {
        let mut worst = (Duration::ZERO, "", "");
        for before in BEFORE {
            for piece in PIECES {
                let took = page(language, &vec![line(before, piece); 3]);
                worst = worst.max((took, before, piece));
            }
        }
        let (_, before, piece) = worst;
        let took = page(language, &vec![line(before, piece); per_page]);
        println!("{language}: {took:?} for a page of {before:?} and {piece:?}");
    }
}
