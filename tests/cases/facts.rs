//! Front matter as people type it: what the message must say.

use super::none;
use crate::common::Site;

/// The line put into the front matter of a cluster, what was said, what the message or hint must have.
const TYPED: &[(&str, &str, &str)] = &[
    ("founded = 29.03.2023", "invalid float", "2023-03-29"),
    ("founded = \"29.03.2023\"", "says the same twice", "2023-03-29"),
    ("founded = 2023-3-29", "there is no such day", "2023-03-29"),
    ("founded = 2023-03", "there is no such day", "\"2023-03\\\""),
    ("summary = \"Кластер \"Львів\"\"", "unexpected key or value", "«"),
    ("summary = «Кластер»", "string values must be quoted", "\\\""),
    ("draft = \"false\"", "write draft = true", "draft = false"),
    ("website = \"https://example.org/a b.pdf\"", "", "%20"),
];

#[test]
fn what_is_typed() {
    let mut wrong = Vec::new();
    for (line, today, right) in TYPED {
        let site = Site::new(&format!(
            "//- content/clusters/new.en.md\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n{line}\n+++\n"
        ));
        let said = site.check().stdout;
        if !said.contains(right) {
            wrong.push(format!("{line} ({today})\n  right: {right}\n  said:  {}", said.trim()));
        }
    }
    none(&wrong);
}

#[test]
fn terms_by_their_titles() {
    let mut wrong = Vec::new();
    for typed in ["Poland", "Польща", "PL"] {
        let site = Site::new(&format!(
            "//- content/clusters/new.en.md\n+++\ntitle = \"N\"\ncountry = [\"{typed}\"]\nsectors = [\"food\"]\n+++\n"
        ));
        let said = site.check().stdout;
        if !said.contains("did you mean `pl`") {
            wrong.push(format!("country = [\"{typed}\"]: {}", said.trim()));
        }
    }
    none(&wrong);
}

#[test]
fn names_of_files() {
    let mut wrong = Vec::new();
    for (path, right) in [
        ("content/clusters/lviv.ua.md", "content/clusters/lviv.uk.md"),
        ("content/clusters/lviv.en (1).md", "copy"),
        ("content/clusters/lviv.en.md.txt", "lviv.en.md"),
        ("content/clusters/lviv.en.MD", "lviv.en.md"),
        ("content/clusters/lviv-сluster.en.md", "lviv-cluster.en.md"),
    ] {
        let site = Site::new("");
        site.write(&format!("//- {path}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n+++\n"));
        let said = site.check().stdout;
        if !said.lines().any(|line| line.split("\"hint\"").nth(1).is_some_and(|hint| hint.contains(right))) {
            wrong.push(format!("{path}\n  right: {right}\n  said:  {}", said.trim()));
        }
    }
    none(&wrong);
}
