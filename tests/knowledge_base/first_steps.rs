//! The steps of the guide are enough for this knowledge base.

use std::path::Path;

use crate::common::{Site, copy};

/// A copy of the knowledge base.
fn knowledge_base() -> Site {
    let site = Site::with_theme("intermarium");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("content"), &site.path("content"));
    for file in ["site.toml", "addresses.txt"] {
        std::fs::copy(root.join(file), site.path(file)).unwrap();
    }
    site
}

/// The front matter that the guide gives for this knowledge base.
fn enough(language: &str) -> String {
    let path = format!("docs/guide/content/chapters/first-steps.{language}.md");
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let block = guide.split("\n```").find_map(|block| block.strip_prefix("toml\n")).unwrap();
    format!("{block}\n")
}

/// The output of `check --strict` but for addresses that the ledger does not know yet.
fn said(site: &Site) -> (i32, String) {
    let run = site.icsi(&["check", "--strict"]);
    (run.code, run.stderr.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_new_cluster_with_what_the_guide_asks_for() {
    for language in ["en", "uk"] {
        let site = knowledge_base();
        let (front, page) = (enough(language), "content/clusters/example-cluster.en.md");
        site.write_bytes(page, format!("+++\n{front}+++\n\nWhat there is to say about it.\n").as_bytes());
        assert_eq!(said(&site), (0, "no errors, no warnings".to_owned()), "{language}");
        // Each line but the summary is needed.
        for line in front.lines().filter(|line| line.contains(" = ") && !line.starts_with("summary")) {
            if line.starts_with("country") || line.starts_with("note") {
                continue;
            }
            site.write_bytes(page, format!("+++\n{}+++\n", front.replace(&format!("{line}\n"), "")).as_bytes());
            assert_eq!(said(&site).0, 1, "without {line}");
        }
    }
}
