//! Statements of the repository on its safety, held to the code: docs/security.md, docs/dependencies.md, deny.toml.

use std::{fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names below a heading of Cargo.toml.
fn dependencies(manifest: &str, heading: &str) -> Vec<String> {
    let section = manifest.split(&format!("\n[{heading}]\n")).nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| !name.starts_with('#'))
        .collect()
}

/// Those of the program have theirs in ARCHITECTURE.md, which tests/architecture.rs holds to Cargo.toml.
#[test]
fn each_dependency_of_the_tests_has_its_reason() {
    let reasons = read("docs/dependencies.md");
    let told = reasons.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | ")).map(|(name, _)| name);
    let known = dependencies(&read("Cargo.toml"), "dev-dependencies");
    assert!(known.len() > 5);
    assert_eq!(told.collect::<Vec<_>>(), known, "left: docs/dependencies.md; right: [dev-dependencies] of Cargo.toml");
}

#[test]
fn no_code_of_ours_is_unsafe() {
    assert!(read("Cargo.toml").contains("unsafe_code = \"forbid\""));
}

/// Each limit stands in the table with its value as the code has it.
#[test]
fn each_limit_is_documented() {
    use icsi::{
        content, diagnostics,
        markdown::limits,
        plan,
        source::{open, read},
        toml_reader, view,
    };
    let table = read("docs/security.md");
    for (name, value) in [
        ("source::open::TEXT_LIMIT", open::TEXT_LIMIT as usize),
        ("source::open::FILE_LIMIT", open::FILE_LIMIT as usize),
        ("source::read::FILES_LIMIT", read::FILES_LIMIT),
        ("source::read::DEPTH_LIMIT", read::DEPTH_LIMIT),
        ("content::front_matter::LIMIT", content::front_matter::LIMIT),
        ("content::field_value::TEXT_LIMIT", content::field_value::TEXT_LIMIT),
        ("content::field_value::VALUES_LIMIT", content::field_value::VALUES_LIMIT),
        ("content::attachment::SIDE_LIMIT", content::attachment::SIDE_LIMIT as usize),
        ("content::attachment::svg::NESTING_LIMIT", content::attachment::svg::NESTING_LIMIT),
        ("content::attachment::svg::DRAWN_LIMIT", content::attachment::svg::DRAWN_LIMIT),
        ("toml_reader::NESTING_LIMIT", toml_reader::NESTING_LIMIT),
        ("markdown::limits::NESTING", limits::NESTING),
        ("markdown::limits::LINKS", limits::LINKS),
        ("markdown::limits::HEADINGS", limits::HEADINGS),
        ("markdown::limits::TABLE_CELLS", limits::TABLE_CELLS),
        ("markdown::limits::FOOTNOTES", limits::FOOTNOTES),
        ("markdown::limits::OUTPUT", limits::OUTPUT),
        ("markdown::limits::FINDINGS", limits::FINDINGS),
        ("markdown::limits::ADDRESS", limits::ADDRESS),
        ("markdown::limits::ANCHOR", limits::ANCHOR),
        ("markdown::limits::HIGHLIGHTED_LINE", limits::HIGHLIGHTED_LINE),
        ("markdown::limits::HIGHLIGHTED_BLOCK", limits::HIGHLIGHTED_BLOCK),
        ("markdown::limits::HIGHLIGHTED_PAGE", limits::HIGHLIGHTED_PAGE),
        ("diagnostics::FILE_LIMIT", diagnostics::FILE_LIMIT),
        ("plan::OUTPUTS_LIMIT", plan::OUTPUTS_LIMIT),
        ("view::OUTPUT_LIMIT", view::OUTPUT_LIMIT),
        ("view::FRAGMENT_LIMIT", view::FRAGMENT_LIMIT),
    ] {
        let row = format!("| `{name}` | {} |", grouped(value));
        assert!(table.contains(&row), "docs/security.md lacks: {row}");
    }
}

fn grouped(value: usize) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Every test that docs/security.md names is there.
#[test]
fn the_tests_that_hold_the_promises_exist() {
    let document = read("docs/security.md");
    let mut sources = String::new();
    let mut open =
        vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let named: Vec<&str> =
        document.split('`').skip(1).step_by(2).filter_map(|code| code.strip_prefix("test ")).collect();
    assert!(named.len() > 20);
    for name in named {
        assert!(
            sources.contains(&format!("fn {name}(")),
            "docs/security.md names the test `{name}`, which is not there"
        );
    }
}
