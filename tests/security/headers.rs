//! The policy that the site is published under, and the settings made from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use icsi::outputs::headers;

use super::{servers::said, site::Site};

fn policy() -> BTreeMap<&'static str, Vec<&'static str>> {
    let (_, policy) = headers::SECURITY.iter().find(|(name, _)| *name == "Content-Security-Policy").unwrap();
    let directive = |text: &'static str| {
        let mut words = text.split_whitespace();
        (words.next().unwrap(), words.collect())
    };
    policy.split(';').map(str::trim).filter(|text| !text.is_empty()).map(directive).collect()
}

#[test]
fn the_policy_lets_nothing_in() {
    let policy = policy();
    assert_eq!(policy["default-src"], ["'none'"]);
    assert_eq!(policy["base-uri"], ["'none'"]);
    assert_eq!(policy["frame-ancestors"], ["'none'"]);
    assert_eq!(policy["require-trusted-types-for"], ["'script'"]);
    for (name, sources) in &policy {
        for source in sources {
            assert!(matches!(*source, "'none'" | "'self'" | "'script'"), "{name} {source}");
        }
    }
}

/// Each header stands where browsers heed it, and nowhere else: what scripts fetch by the dozen is sent without the rest.
#[test]
fn each_header_stands_where_it_is_heeded() {
    let everywhere = ["cache-control", "cross-origin-resource-policy", "x-content-type-options"];
    let policy = ["content-security-policy"];
    let documents = [
        "cross-origin-opener-policy",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-frame-options",
    ];
    let scripts = [&everywhere[..], &policy].concat();
    let pages = [&scripts[..], &documents].concat();
    let site = Site::new();
    site.entry("a", "title = \"A\"", "Text.");
    let built = site.build();
    let headers = built.text("_headers");
    let mut kinds = BTreeMap::new();
    for path in built.outputs.keys() {
        let (kind, names) = if path.starts_with("assets/search/") {
            ("index", everywhere.to_vec())
        } else if path.starts_with("assets/") {
            (path.rsplit('.').next().unwrap(), scripts.clone())
        } else if path.starts_with("data/") {
            ("data", [&pages[..], &["access-control-allow-origin"]].concat())
        } else {
            ("page", pages.clone())
        };
        let found = said(headers, &format!("/kb/{path}"));
        let expected: BTreeSet<&str> = names.into_iter().collect();
        assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{path}");
        *kinds.entry(kind.to_owned()).or_insert(0) += 1;
    }
    for kind in ["index", "js", "css", "svg", "woff2", "data", "page"] {
        assert!(kinds.contains_key(kind), "{kind}: {kinds:?}");
    }
    // What is missing is said by a page: servers that can tell send it with all (tests of nginx, Caddy, Apache and `serve`).
    assert!(pages.iter().all(|name| said(headers, "/kb/404.html").contains_key(*name)));
}

#[test]
fn security_txt_is_published_when_the_site_names_a_contact() {
    let site = Site::new();
    assert!(!site.build().outputs.contains_key(".well-known/security.txt"));
    let schema = fs::read_to_string(site.root().join("site.toml")).unwrap();
    let with = |security: &str| {
        site.write("site.toml", format!("{schema}\n[security]\n{security}\n"));
        site.build()
    };
    let built =
        with("contact = [\"mailto:security@example.org\", \"https://example.org/report\"]\nexpires = 2027-06-30");
    assert_eq!(built.code, Some(0), "{:?}", built.diagnostics);
    assert_eq!(
        built.text(".well-known/security.txt"),
        "Contact: mailto:security@example.org\nContact: https://example.org/report\nExpires: 2027-06-30T00:00:00Z\n\
         Preferred-Languages: en, uk\nCanonical: https://example.org/kb/.well-known/security.txt\n"
    );
    for (wrong, rule) in [
        ("contact = [\"http://example.org/\"]\nexpires = 2027-06-30", "invalid-value"),
        ("contact = [\"javascript:x\"]\nexpires = 2027-06-30", "invalid-value"),
        ("contact = [\"mailto:a@b.cc\\nExpires: x\"]\nexpires = 2027-06-30", "invalid-value"),
        ("contact = []\nexpires = 2027-06-30", "empty-value"),
        ("contact = \"mailto:a@b.cc\"\nexpires = 2027-06-30", "wrong-type"),
        ("contact = [\"mailto:a@b.cc\"]", "missing-key"),
        ("contact = [\"mailto:a@b.cc\"]\nexpires = \"soon\"", "wrong-type"),
        ("contact = [\"mailto:a@b.cc\"]\nexpires = 2027-06-30\npolicy = 1", "unknown-key"),
    ] {
        assert_eq!(with(wrong).rules(), [rule], "{wrong}");
    }
}
