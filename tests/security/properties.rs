//! The fuzzer's harness over inputs made up at random, and over its corpus.

use std::{fs, path::Path};

use proptest::prelude::*;

use super::{harness, server};

type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] = &[
    ("address", harness::address),
    ("attachment", harness::attachment),
    ("front_matter", harness::front_matter),
    ("markdown", harness::markdown),
    ("request", server::ask_anything),
    ("site_toml", harness::site_toml),
    ("vocabulary", harness::vocabulary),
];

#[test]
fn the_corpus_holds() {
    let mut tried = 0;
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        for file in fs::read_dir(folder).unwrap() {
            target(&fs::read(file.unwrap().path()).unwrap());
            tried += 1;
        }
    }
    assert!(tried >= TARGETS.len());
}

/// Pieces that mean something somewhere, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "```",
        "~~~",
        "`",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "[^a]",
        "[^a]: ",
        "<",
        ">",
        "</",
        "/>",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<abbr title=\"",
        "\"",
        "'",
        "&",
        "&lt;",
        "&#x202e;",
        "&colon;",
        "{#a}",
        "{#a onclick=x}",
        "|",
        "|-|",
        "\n|-|-|\n",
        ": ",
        "javascript:",
        "java\tscript:",
        "https://",
        "//",
        "\\",
        "../",
        "x.en.md",
        "#",
        "?",
        "%2e",
        "%00",
        "@",
        "mailto:",
        "tel:",
        "\u{202e}",
        "\u{0}",
        "\u{feff}",
        "\r\n",
        "їжак",
        "a\u{301}",
        "[x]: ",
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "\u{2028}",
        "[!NOTE]",
        "---",
        "+++",
        " = ",
        "title",
        "{",
        "}",
        "[[rows]]",
        "url",
        "\"\"\"",
        "1979-05-27",
        "0x",
        "e9",
        "inf",
        "\\u0000",
        "\\U000E0041",
        "en",
        "uk",
        "date",
        "type",
        "fields",
        "xn--",
        ":80",
        "[::1]",
        "€",
        "\u{1F468}\u{200D}\u{1F469}",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => ".{0,6}"], 0..60)
        .prop_map(|all| all.concat())
}

/// Requests of parts that matter to the server, sound ones among them.
fn requests() -> impl Strategy<Value = String> {
    let method = prop::sample::select(vec!["GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", ""]);
    let segments = prop::sample::select(vec![
        "en",
        "uk",
        "about",
        "clusters",
        "index.html",
        "..",
        ".",
        "",
        "%2e%2e",
        "%2f",
        "%5c",
        "\\",
        "%00",
        "%",
        "@fs",
        "__icsi",
        "TOKEN",
        "state",
        "reload.js",
        "data",
        "clusters.json",
        "evil.example",
        "etc",
        "old",
        "?",
        "#",
        "?path=",
    ]);
    let path = prop::collection::vec(segments, 0..6).prop_map(|parts| format!("/{}", parts.join("/")));
    let name = prop::sample::select(vec![
        "Host",
        "Host",
        "host",
        "Origin",
        "Sec-Fetch-Site",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Dest",
        "If-None-Match",
        "Content-Length",
        "Transfer-Encoding",
        "Upgrade",
        "Connection",
        "X-Forwarded-Host",
        " Host",
    ]);
    let value = prop::sample::select(vec![
        "localhost",
        "localhost:8000",
        "127.0.0.1:8000",
        "[::1]:8000",
        "evil.example",
        "localhost@evil.example",
        "[::1",
        "",
        "http://localhost:8000",
        "http://evil.example",
        "null",
        "same-origin",
        "none",
        "cross-site",
        "navigate",
        "document",
        "*",
        "5",
        "chunked",
        "websocket",
        "close",
        "\u{e9}",
    ]);
    let headers = prop::collection::vec((name, value), 0..5)
        .prop_map(|all| all.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<String>());
    let sound = prop::sample::select(vec!["Host: localhost:8000\r\n", "Host: localhost:8000\r\n", ""]);
    (method, path, sound, headers)
        .prop_map(|(method, path, sound, headers)| format!("{method} {path} HTTP/1.1\r\n{sound}{headers}\r\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_promise(text in pieces()) {
        for (_, target) in TARGETS.iter().filter(|(name, _)| *name != "request") {
            target(text.as_bytes());
        }
        harness::page_file(&text);
        harness::page_file(&format!("+++\ntitle = \"T\"\n+++\n{text}"));
        harness::vocabulary(format!("[a]\ntitle = {{ en = \"{text}\", uk = \"т\" }}").as_bytes());
    }

    #[test]
    fn no_request_breaks_a_promise(request in requests()) {
        server::ask_anything(request.as_bytes());
    }

    #[test]
    fn no_bytes_break_a_promise(kind in any::<u8>(), seed in 0usize..7, at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        const SEEDS: &[&[u8]] = &[
            include_bytes!("../../fuzz/corpus/attachment/png"),
            include_bytes!("../../fuzz/corpus/attachment/jpeg"),
            include_bytes!("../../fuzz/corpus/attachment/gif"),
            include_bytes!("../../fuzz/corpus/attachment/webp"),
            include_bytes!("../../fuzz/corpus/attachment/svg"),
            include_bytes!("../../fuzz/corpus/attachment/pdf"),
            include_bytes!("../../fuzz/corpus/attachment/csv"),
        ];
        // A sound file with a stretch of it replaced.
        let mut file = SEEDS[seed].to_vec();
        let at = 1 + at.index(file.len() - 1);
        let end = (at + bytes.len()).min(file.len());
        file.splice(at..end, bytes.iter().copied());
        harness::attachment(&file);
        harness::attachment(&[&[kind], bytes.as_slice()].concat());
    }
}
