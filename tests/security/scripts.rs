//! Things that the theme's scripts do not use: ways for text to become markup or code, and memory in the visitor's browser.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each is a way to make markup or code of text, to remember a visitor, or to ask another host.
const UNUSED: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "createContextualFragment",
    "DOMParser",
    "setHTMLUnsafe",
    "parseHTMLUnsafe",
    "document.write",
    "srcdoc",
    "eval(",
    "Function(",
    "setTimeout(\"",
    "setTimeout('",
    "javascript:",
    "new Worker",
    "serviceWorker",
    "importScripts",
    "WebAssembly",
    "trustedTypes",
    "cookie",
    "localStorage",
    "indexedDB",
    "caches.",
    "sendBeacon",
    "WebSocket",
    "postMessage",
    "window.name",
    "http://",
    "https://",
];

fn scripts(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "js") {
                found.push(path);
            }
        }
    }
    found
}

/// The code of a script, without its comments.
fn code(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn scripts_make_no_markup_and_remember_nothing() {
    let mut read = 0;
    for (folder, may_remember_the_place) in [("themes", false), ("src/serve/client", true)] {
        for path in scripts(folder) {
            read += 1;
            let code = code(&fs::read_to_string(&path).unwrap());
            for word in UNUSED {
                assert!(!code.contains(word), "{} uses {word}", path.display());
            }
            // The development server's own script keeps the place on a page while it loads anew.
            assert!(may_remember_the_place || !code.contains("sessionStorage"), "{}", path.display());
        }
    }
    assert!(read >= 7, "{read} scripts");
}
