//! Holds the sources to ARCHITECTURE.md: its layers, its table of third-party crates, its limit of lines. The document
//! is the list; this test only reads it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// No source file is longer.
const LINES: usize = 600;

/// Modules that are no part of a layer: the library's own list of modules, and the two lines that start it.
const ROOTS: &[&str] = &["lib", "main"];

#[test]
fn modules_use_only_what_is_below_them() {
    let layers = layers();
    let mut wrong = Vec::new();
    for file in sources() {
        for used in file.modules_used() {
            if ROOTS.contains(&file.module.as_str()) || used == file.module {
                continue;
            }
            let (Some(own), Some(other)) = (layers.get(&file.module), layers.get(&used)) else {
                // A name that is no module: something that lib.rs itself would have to offer.
                wrong.push(format!("{} uses crate::{used}, which ARCHITECTURE.md does not list", file.path));
                continue;
            };
            if other <= own {
                wrong.push(format!("{} ({}) uses {used}, which is not below it", file.path, file.module));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the layers of ARCHITECTURE.md:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_layer_and_every_layer_is_of_modules() {
    let listed: BTreeSet<String> = layers().into_keys().collect();
    let there: BTreeSet<String> =
        sources().into_iter().map(|file| file.module).filter(|module| !ROOTS.contains(&module.as_str())).collect();
    assert_eq!(listed, there, "left: the layers of ARCHITECTURE.md; right: the modules of src/");
}

#[test]
fn third_party_crates_stay_in_their_modules() {
    let crates = crates();
    let declared: BTreeSet<String> = dependencies();
    assert_eq!(
        crates.keys().cloned().collect::<BTreeSet<_>>(),
        declared,
        "left: the table of ARCHITECTURE.md; right: the dependencies of Cargo.toml"
    );
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| !file.is_test) {
        for (name, modules) in &crates {
            if !modules.contains(&file.module) && file.uses_crate(&name.replace('-', "_")) {
                wrong.push(format!("{} uses {name}, which belongs to {}", file.path, modules.join(" ")));
            }
        }
    }
    assert!(wrong.is_empty(), "crates outside their modules:\n{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let long =
        sources().into_iter().map(|file| (file.text.lines().count(), file.path)).filter(|(lines, _)| *lines > LINES);
    let long: Vec<_> = long.collect();
    assert!(long.is_empty(), "more than {LINES} lines: is it two things? {long:?}");
}

#[test]
fn where_to_look_is_there() {
    let table = section("<!-- where -->");
    let paths: Vec<&str> = table.split('`').skip(1).step_by(2).filter(|name| name.contains('/')).collect();
    let lost: Vec<&&str> = paths.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(paths.len() > 30 && lost.is_empty(), "ARCHITECTURE.md names what is not there: {lost:?}");
}

/// Cargo compiles what main.rs leads to, and says nothing of a file that nobody names.
#[test]
fn every_file_of_tests_is_a_module() {
    let mut paths = Vec::new();
    collect(&root().join("tests"), &mut paths);
    let mut wrong = Vec::new();
    for path in paths.iter().filter(|path| !path.ends_with("main.rs")) {
        let (name, folder) = match path.file_stem().unwrap().to_str().unwrap() {
            "mod" => (path.parent().unwrap().file_name().unwrap().to_str().unwrap(), path.parent().unwrap().parent()),
            name => (name, path.parent()),
        };
        let read = |file: &str| fs::read_to_string(folder.unwrap().join(file)).unwrap_or_default();
        let declaration = format!("mod {name};");
        if !format!("{}{}", read("main.rs"), read("mod.rs")).lines().any(|line| line.ends_with(&declaration)) {
            wrong.push(format!("{}: no `{declaration}` beside it", path.display()));
        }
    }
    assert!(paths.len() > 30 && wrong.is_empty(), "tests that are never run:\n{}", wrong.join("\n"));
}

/// A source file, and its code without comments, texts and the tests at its end.
struct Source {
    /// `src/site/links.rs`
    path: String,
    /// `site`
    module: String,
    /// Whether the whole file is tests.
    is_test: bool,
    text: String,
    code: String,
}

impl Source {
    /// The modules of this crate that the file names.
    fn modules_used(&self) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        for path in paths_after(&self.code, "crate::") {
            used.extend(path);
        }
        // `super::super::x` can climb to the crate's root too.
        let parents = self.path.matches('/').count() - usize::from(self.path.ends_with("/mod.rs"));
        if parents >= 2 {
            for path in paths_after(&self.code, &"super::".repeat(parents)) {
                used.extend(path);
            }
        }
        used
    }

    fn uses_crate(&self, name: &str) -> bool {
        self.code.match_indices(name).any(|(at, _)| {
            let before = self.code[..at].trim_end();
            let last = self.code[..at].chars().next_back();
            let whole = !last.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.');
            let after = &self.code[at + name.len()..];
            let is_use = before.ends_with("use") && after.starts_with([';', ' ', ':']);
            whole && (after.starts_with("::") || is_use)
        })
    }
}

/// The first names of the paths that stand after a prefix: of `crate::{a::b, c}` both `a` and `c`.
fn paths_after(code: &str, prefix: &str) -> Vec<Vec<String>> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let longer = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        if longer {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => found.push(vec![name(rest)]),
            Some(group) => {
                let mut depth = 0;
                let mut names = vec![String::new()];
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(String::new()),
                        c if depth == 0 => names.last_mut().unwrap().push(c),
                        _ => {}
                    }
                }
                found.push(names.iter().map(|n| name(n)).filter(|n| !n.is_empty()).collect());
            }
        }
    }
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// The lines after a marker, up to the next heading.
fn section(marker: &str) -> String {
    let text = architecture();
    let start = text.find(marker).unwrap_or_else(|| panic!("ARCHITECTURE.md lacks {marker}")) + marker.len();
    text[start..].lines().take_while(|line| !line.starts_with("## ")).collect::<Vec<_>>().join("\n")
}

/// By module: its layer, counted from the top.
fn layers() -> BTreeMap<String, usize> {
    let section = section("<!-- layers -->");
    let lines = section.lines().skip_while(|line| !line.starts_with("```")).skip(1);
    let lines = lines.take_while(|line| !line.starts_with("```")).enumerate();
    lines.flat_map(|(layer, line)| line.split_whitespace().map(move |module| (module.to_owned(), layer))).collect()
}

/// By crate: the modules that may use it.
fn crates() -> BTreeMap<String, Vec<String>> {
    let section = section("<!-- crates -->");
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (name, modules) = (cells.next().unwrap(), cells.next().unwrap());
        assert!(cells.next().is_some_and(|reason| !reason.is_empty()), "{name} has no reason");
        (name.to_owned(), modules.split_whitespace().map(str::to_owned).collect())
    })
    .collect()
}

fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || (line.starts_with("[target.") && line.ends_with(".dependencies]"));
        } else if inside && let Some((name, _)) = line.split_once(" = ") {
            names.insert(name.trim().to_owned());
        }
    }
    names
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&root().join("src"), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            let module = inside.split('/').nth(1).unwrap().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let is_test = inside.ends_with("/tests.rs") || inside.contains("/tests/");
            let code = without_tests(&without_texts(&text)).to_owned();
            Source { path: inside, module, is_test, text, code }
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

/// A file's own tests stand at its end.
fn without_tests(code: &str) -> &str {
    code.find("#[cfg(test)]\nmod tests {").map_or(code, |at| &code[..at])
}

/// The code alone: comments and what stands between quotation marks is left out.
fn without_texts(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if c == '"' {
            quoted(rest, '"')
        } else if rest.starts_with("'\\") {
            quoted(rest, '\'')
        } else if c == '\'' && rest.chars().nth(2) == Some('\'') {
            rest.char_indices().nth(3).map_or(rest.len(), |(at, _)| at)
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        rest = &rest[skipped..];
    }
    code
}

/// The length of `r"…"` or `r#"…"#`, if one begins here.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.chars().take_while(|c| *c == '#').count();
    let inner = after[hashes..].strip_prefix('"')?;
    let end = inner.find(&format!("\"{}", "#".repeat(hashes)))?;
    Some(1 + hashes + 1 + end + 1 + hashes)
}

/// The length of a text with escapes that begins with a quotation mark.
fn quoted(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == mark {
            return at + 1;
        }
    }
    rest.len()
}

#[test]
fn the_reader_of_sources_sees_code_alone() {
    let code = without_texts(
        "use crate::{a::{b, c}, d}; // crate::x\nlet s = \"crate::y\"; let r = r#\"crate::\"z\"#; 'a' '\\'' crate::e::f",
    );
    let found: BTreeSet<String> = paths_after(&code, "crate::").into_iter().flatten().collect();
    assert_eq!(found, ["a", "d", "e"].map(str::to_owned).into());
}
