//! Holds the documents to the program: every rule, type, option and limit is described, every example does what the
//! text says, every link between documents leads somewhere.
//!
//! An example is a fenced block whose info string goes on after the language:
//!
//! ```text
//! toml front            all that stands between the `+++` lines of content/clusters/alliance.en.md
//! markdown body         the body of that page
//! toml site             added to the end of site.toml
//! toml content/x.toml   a whole file (interface strings, *.ftl, are added to the file's end)
//! … mistake, … mend     in diagnostics.md: what breaks the rule of the heading above, and what keeps it
//! ```
//!
//! The examples of one section are put into the site that `icsi init` makes, with the smallest possible theme, and
//! that site is checked.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use icsi::{
    config::{fields::TYPES, roles::ROLES, schema_org},
    diagnostics::{Rule, Severity},
    markdown::{limits, raw_html::ELEMENTS},
    theme::{GENERATOR_STRINGS, REQUIRED_TEMPLATES},
};

/// Rules whose mistake is no text that could stand in a document.
const WITHOUT_EXAMPLE: &[Rule] = &[
    Rule::NotUtf8,
    Rule::ForbiddenCharacter,
    Rule::FileTooLarge,
    Rule::UnreadableFile,
    Rule::SymlinkEscapes,
    Rule::NotARegularFile,
    Rule::HeavyPicture,
    Rule::CollidingIds,
    Rule::ProgramTooOld,
    Rule::Limit,
    Rule::OutputFolder,
];

/// Rules whose mistake may be told a second time, by another rule.
const TOLD_TWICE: &[(Rule, Rule)] = &[(Rule::MissingString, Rule::Template)];

fn rule_named(name: &str) -> Option<Rule> {
    Rule::ALL.iter().copied().find(|rule| rule.name() == name)
}

#[test]
fn every_rule_is_explained_and_only_rules_are() {
    let guide = read("docs/guide/content/chapters/diagnostics.en.md");
    let explained: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(
        explained, known,
        "left: the headings of docs/guide/content/chapters/diagnostics.en.md; right: Rule::ALL, in its order"
    );
    for (heading, text) in sections(&guide, "### ") {
        let Some(rule) = rule_named(&heading) else { continue };
        let severity = match rule.severity() {
            Severity::Error => "**Error.**",
            Severity::Warning => "**Warning.**",
        };
        assert!(text.trim_start().starts_with(severity), "{heading} begins with {severity}");
    }
}

#[test]
fn every_mistake_of_the_guide_breaks_its_rule_and_every_mend_keeps_it() {
    let guide = read("docs/guide/content/chapters/diagnostics.en.md");
    let mut wrong = String::new();
    for (heading, text) in sections(&guide, "### ") {
        let Some(rule) = rule_named(&heading) else { continue };
        let examples = blocks(&text);
        let of_role = |role: &str| -> Vec<&Block> {
            examples.iter().filter(|block| block.role.as_deref() == Some(role)).collect()
        };
        let (mistake, mend) = (of_role("mistake"), of_role("mend"));
        if WITHOUT_EXAMPLE.contains(&rule) {
            assert!(mistake.is_empty(), "{heading} has an example: remove it from WITHOUT_EXAMPLE");
            continue;
        }
        let found = check(&mistake);
        let told = found.rules.iter().copied().filter(|other| !TOLD_TWICE.contains(&(rule, *other)));
        let rules: BTreeSet<Rule> = told.collect();
        if rules != BTreeSet::from([rule]) {
            let _ = writeln!(wrong, "## {heading}: the mistake gives {rules:?}\n{}", found.shown);
        }
        let found = check(&mend);
        if !found.rules.is_empty() {
            let _ = writeln!(wrong, "## {heading}: the mend gives\n{}", found.shown);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_example_of_the_guide_builds() {
    let mut wrong = String::new();
    for path in documents() {
        let text = read(&path);
        for (heading, section) in sections(&text, "## ") {
            let examples = blocks(&section).into_iter().filter(|block| block.role.is_none() && block.target.is_some());
            let (alone, together): (Vec<Block>, Vec<Block>) = examples.partition(Block::is_one_page);
            // Of several front matters or bodies of the one example page, each is built by itself.
            let alone: Vec<Option<&Block>> =
                if alone.is_empty() { vec![None] } else { alone.iter().map(Some).collect() };
            for one in alone {
                let examples: Vec<&Block> = together.iter().chain(one).collect();
                let found = if examples.is_empty() { continue } else { check(&examples) };
                // A file that one of the front matters names is there for all of them.
                if found.rules.iter().any(|rule| *rule != Rule::UnusedFile) {
                    let _ = writeln!(wrong, "# {path}, {heading}\n{}", found.shown);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut wrong = Vec::new();
    for path in documents() {
        let text = without_code(&read(&path));
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match file {
                "" => root().join(&path),
                file => root().join(Path::new(&path).parent().unwrap_or(Path::new(""))).join(file),
            };
            if !target.exists() {
                wrong.push(format!("{path}: {link}"));
            } else if !anchor.is_empty() && target.extension().is_some_and(|ending| ending == "md") {
                let anchors = anchors(&fs::read_to_string(&target).unwrap());
                if !anchors.contains(anchor) {
                    wrong.push(format!("{path}: {link} (no such heading)"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "links to nowhere:\n{}", wrong.join("\n"));
}

#[test]
fn every_document_can_be_reached_from_the_guide() {
    let index = read("docs/guide/content/index.en.md");
    let linked: BTreeSet<String> = links(&without_code(&index)).into_iter().collect();
    for path in documents().iter().filter_map(|path| path.strip_prefix("docs/guide/content/")) {
        let reached = path.starts_with("index.") || !path.ends_with(".en.md") || linked.contains(path);
        assert!(reached, "docs/guide/content/index.en.md does not link to {path}");
    }
}

#[test]
fn types_elements_limits_and_names_are_listed() {
    let configuration = read("docs/guide/content/chapters/configuration.en.md");
    let types: Vec<&str> = configuration.lines().filter_map(|line| line.strip_prefix("### `")).collect();
    for name in TYPES {
        assert!(types.contains(&format!("{name}`").as_str()), "configuration.md has no heading for the type {name}");
    }
    for rule in ROLES {
        let types: Vec<String> = rule.types.iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| `{}` | {}", rule.name, types.join(", "));
        assert!(configuration.contains(&row), "configuration.md has no row for the role {} of these types", rule.name);
    }
    let markdown = read("docs/guide/content/chapters/markdown.en.md");
    for element in ELEMENTS {
        assert!(markdown.contains(&format!("| `<{}>` |", element.name)), "markdown.md: no row for <{}>", element.name);
    }
    for (what, limit) in [
        ("nesting", limits::NESTING),
        ("links", limits::LINKS),
        ("headings", limits::HEADINGS),
        ("cells", limits::TABLE_CELLS),
        ("footnotes", limits::FOOTNOTES),
        ("address", limits::ADDRESS),
        ("anchor", limits::ANCHOR),
    ] {
        assert!(markdown.contains(&format!("| {} |", grouped(limit))), "markdown.md: no row with the limit of {what}");
    }
    let templates = read("docs/guide/content/chapters/templates.en.md");
    for name in REQUIRED_TEMPLATES.iter().chain(GENERATOR_STRINGS) {
        assert!(templates.contains(&format!("`{name}`")), "templates.md does not name `{name}`");
    }
}

#[test]
fn every_command_and_option_is_described() {
    let guide = read("docs/guide/content/chapters/commands.en.md");
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_icsi")).args(arguments).arg("--help").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let top = help(&[]);
    let commands = top.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"build"), "{top}");
    let common = options(&top);
    for command in commands.iter().filter(|command| **command != "help") {
        let heading = format!("icsi {command}");
        let section = sections(&guide, "## ").into_iter().find(|(name, _)| name.trim_matches('`') == heading);
        let section = section.unwrap_or_else(|| panic!("commands.md has no section `{heading}`")).1;
        for option in options(&help(&[command])).difference(&common) {
            assert!(section.contains(&format!("`{option}")), "commands.md, {heading}: {option} is missing");
        }
    }
    for option in &common {
        assert!(guide.contains(&format!("`{option}")), "commands.md: {option} is missing");
    }
}

fn options(help: &str) -> BTreeSet<String> {
    let words = help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(|word| word.starts_with("--") && word.len() > 3).map(str::to_owned).collect()
}

/// 50000 as people write it: 50,000.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The documents for people, as paths from the repository's root.
fn documents() -> Vec<String> {
    let mut found: Vec<String> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(str::to_owned).into();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// A text in pieces, each with the heading it stands under; headings inside of fenced blocks are none.
fn sections(text: &str, prefix: &str) -> Vec<(String, String)> {
    let mut sections = vec![(String::new(), String::new())];
    let mut fence: Option<String> = None;
    for line in text.split_inclusive('\n') {
        fence = after_line(fence, line);
        if fence.is_none()
            && let Some(heading) = line.strip_prefix(prefix)
        {
            sections.push((heading.trim().to_owned(), String::new()));
        } else if let Some((_, section)) = sections.last_mut() {
            section.push_str(line);
        }
    }
    sections
}

/// The fence that is open after a line, given the one before it.
fn after_line(open: Option<String>, line: &str) -> Option<String> {
    let line = line.trim_end();
    match open {
        Some(fence) if line.trim_end_matches(['`', '~']).is_empty() && line.starts_with(&fence) => None,
        Some(fence) => Some(fence),
        None => {
            let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
            let length = line.chars().take_while(|c| *c == mark).count();
            (length >= 3).then(|| mark.to_string().repeat(length))
        }
    }
}

struct Block {
    target: Option<String>,
    role: Option<String>,
    text: String,
}

impl Block {
    /// Whether it is a part of the example page, of which a section may show several.
    fn is_one_page(&self) -> bool {
        matches!(self.target.as_deref(), Some("front" | "body"))
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut fence: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let before = fence.clone();
        fence = after_line(fence, line);
        match (&before, &fence) {
            (None, Some(_)) => {
                let mut words = line.trim_start_matches(['`', '~']).split_whitespace().skip(1).map(str::to_owned);
                found.push(Block { target: words.next(), role: words.next(), text: String::new() });
            }
            (Some(_), Some(_)) => {
                if let Some(block) = found.last_mut() {
                    block.text.push_str(line);
                }
            }
            _ => {}
        }
    }
    found
}

fn without_code(text: &str) -> String {
    let mut fence: Option<String> = None;
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let before = fence.is_some();
        fence = after_line(fence, line);
        if !before && fence.is_none() {
            // Code within a line can look like a link.
            out.push_str(&line.split('`').step_by(2).collect::<Vec<_>>().join("code"));
        }
    }
    out
}

/// The addresses of links and pictures.
fn links(text: &str) -> Vec<String> {
    let starts = text.match_indices("](").map(|(at, _)| &text[at + 2..]);
    starts.filter_map(|rest| rest.split([')', ' ']).next()).map(str::to_owned).collect()
}

/// Headings' anchors, as forges make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = sections(text, "#").into_iter().map(|(heading, _)| heading);
    headings
        .map(|heading| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// The output of `icsi check` for a site.
struct Checked {
    rules: BTreeSet<Rule>,
    shown: String,
}

/// Every rule's mistake in the guide: the files of a site that has it.
pub(super) fn mistakes() -> Vec<(Rule, BTreeMap<String, String>)> {
    let guide = read("docs/guide/content/chapters/diagnostics.en.md");
    let of_section = |(heading, text): (String, String)| {
        let examples = blocks(&text);
        let mistake: Vec<&Block> = examples.iter().filter(|block| block.role.as_deref() == Some("mistake")).collect();
        Some((rule_named(&heading).filter(|_| !mistake.is_empty())?, files(&mistake)))
    };
    sections(&guide, "### ").into_iter().filter_map(of_section).collect()
}

/// The site that `icsi init` makes with these examples in it.
fn files(examples: &[&Block]) -> BTreeMap<String, String> {
    let mut files = starter();
    let (mut front, mut body) = (None, None);
    for Block { target, text, .. } in examples {
        match target.as_deref() {
            None => {}
            Some("front") => front = Some(text.clone()),
            Some("body") => body = Some(text.clone()),
            Some("site") => files.get_mut("site.toml").unwrap().push_str(&format!("\n{text}")),
            Some(path) if path.ends_with(".ftl") => files.get_mut(path).unwrap().push_str(&format!("\n{text}")),
            Some(path) => {
                files.insert(path.to_owned(), text.clone());
            }
        }
    }
    if front.is_some() || body.is_some() {
        let front = front.unwrap_or_else(|| "title = \"An alliance\"\ncountry = [\"ua\"]\n".to_owned());
        let page = format!("+++\n{front}+++\n\n{}", body.unwrap_or_default());
        files.insert("content/clusters/alliance.en.md".to_owned(), page);
    }
    files
}

fn check(examples: &[&Block]) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    for (path, text) in &files(examples) {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let checked = |format: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_icsi"));
        let output =
            command.args(["check", "--color", "never", "--format", format, "--root"]).arg(site).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
        output
    };
    let lines = String::from_utf8(checked("json").stdout).unwrap();
    let name =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["rule"].as_str().unwrap().to_owned();
    let rules: BTreeSet<Rule> = lines.lines().map(|line| rule_named(&name(line)).unwrap()).collect();
    let shown = if rules.is_empty() { Vec::new() } else { checked("human").stderr };
    Checked { rules, shown: String::from_utf8(shown).unwrap() }
}

/// The files that `icsi init` makes, with a theme of no look at all.
fn starter() -> BTreeMap<String, String> {
    let folder = root().join("src/cli/starter");
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.clone()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files.insert(path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned(), text);
            }
        }
    }
    let theme = "themes/intermarium";
    files.insert(format!("{theme}/theme.toml"), "name = \"Plain\"\n".to_owned());
    for template in REQUIRED_TEMPLATES {
        files.insert(format!("{theme}/templates/{template}"), "<h1>{{ page.title }}</h1>\n".to_owned());
    }
    let strings: String = GENERATOR_STRINGS.iter().map(|key| format!("{key} = …\n")).collect();
    for language in ["en", "uk"] {
        files.insert(format!("{theme}/i18n/{language}.ftl"), strings.clone());
    }
    files
}

#[test]
fn every_type_and_property_of_schema_org_is_in_the_guide() {
    let guide = read("docs/guide/content/chapters/configuration.en.md");
    let section = sections(&guide, "## ").into_iter().find(|(heading, _)| heading == "Data for search engines");
    let section = section.map(|(_, text)| text).unwrap_or_default();
    let types = schema_org::TYPES.iter().map(|known| format!("`{}`", known.name));
    let row = |known: &schema_org::Property| {
        format!("| `{}` | {} | {} |", known.name, known.of.join(", "), known.values.join(", "))
    };
    let wanted = types.chain(schema_org::PROPERTIES.iter().map(row));
    let missing: Vec<String> = wanted.filter(|text| !section.contains(text)).collect();
    assert_eq!(missing, Vec::<String>::new(), "in the guide, line by line");
}
