//! Hints are right when followed. Each row is a slip; what the hint says is done by machine, as an editor would do it
//! word by word, and then the site has nothing wrong with it and says what was meant.

use std::collections::BTreeSet;

use icsi::diagnostics::Rule;

use crate::{common::Site, docs};

/// Rules whose hints name a text and cannot be followed by a machine, each with its reason.
const NOT_BY_MACHINE: &[(Rule, &str)] = &[
    (Rule::NoOriginal, "which facts the entry has, its author knows"),
    (Rule::InterfaceString, "which form fits all other cases, whoever knows the language knows"),
    (Rule::LinkOutside, "the path is an example: a page does not know the others"),
    (Rule::ForbiddenAddress, "where the file is, whoever links to it knows"),
];

/// Files of a site with a slip, and whether it then says what was meant.
type Row<'m> = (String, &'m dyn Fn(&Site) -> bool);

/// A mistake as the tool tells it.
struct Told {
    file: String,
    line: usize,
    /// From 1, in characters.
    column: usize,
    rule: String,
    hint: String,
}

fn told(site: &Site) -> Vec<Told> {
    let run = site.check();
    let found = run.stdout.lines().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
        Told {
            file: text("file"),
            line: number("line"),
            column: number("column"),
            rule: text("rule"),
            hint: text("hint"),
        }
    });
    found.collect()
}

/// Does what a hint says.
fn follow(site: &Site, told: &Told) {
    let hint = told.hint.as_str();
    let after = |words: &str| hint.split_once(words).map(|(_, rest)| rest);
    let path = |rest: &str| rest.split([',', ':']).next().unwrap().trim().to_owned();
    if follow_in_text(site, told) || follow_elsewhere(site, told) {
        return;
    }
    if let Some(rest) = after("rename it to ").or_else(|| after("move it to ")).or_else(|| after("move it up: ")) {
        let to = site.path(&path(rest));
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        assert!(!to.exists(), "the name is taken: {hint}");
        std::fs::rename(site.path(&told.file), to).unwrap();
    } else if let Some(rest) = after("did you mean `") {
        replace_value(site, told, rest.split('`').next().unwrap());
    } else if let Some(rest) = after("move the line above the first ") {
        let line = take_line(site, told);
        let text = site.read(&told.file);
        site.write_bytes(&told.file, text.replacen(rest, &format!("{line}\n{rest}"), 1).as_bytes());
    } else if let Some(rest) = after("write `") {
        replace_value(site, told, rest.split('`').next().unwrap());
    } else if let Some(date) = after("write it as `") {
        replace_quoted(site, told, date.split('`').next().unwrap());
    } else if let Some(rest) = after("write ") {
        let end = rest.find(": ").or(rest.find(", without")).unwrap_or(rest.len());
        let _ = take_line(site, told);
        put_line(site, told, rest[..end].trim());
    } else if hint.starts_with("keep one of the two lines")
        || hint.ends_with("remove the line")
        || hint.starts_with("remove")
    {
        let _ = take_line(site, told);
    } else {
        panic!("no machine can follow this: {}: {hint}", told.rule);
    }
}

/// The first text in a hint that stands between signs.
fn quoted(hint: &str) -> &str {
    hint.split('`').nth(1).unwrap_or_default()
}

/// Does what hints about the text of a page say. `false` where a hint is of another kind.
fn follow_in_text(site: &Site, told: &Told) -> bool {
    let text = quoted(&told.hint);
    let mut all = lines(site, &told.file);
    let Some(line) = all.get(told.line - 1).cloned() else { return false };
    let start = line.char_indices().nth(told.column - 1).map_or(line.len(), |(at, _)| at);
    let (before, rest) = line.split_at(start);
    let new = match told.rule.as_str() {
        "heading-not-taken" | "bold-heading" => text.to_owned(),
        "heading-level" => format!("{text}{}", line.trim_start_matches('#')),
        "anchor-invalid" | "heading-attribute" => {
            let braces = line[..=start.min(line.len() - 1)].rfind('{').unwrap();
            let anchor = if told.rule == "anchor-invalid" { text } else { "" };
            format!("{}{anchor}{}", &line[..braces], &line[line.rfind('}').unwrap() + 1..])
        }
        "unused-definition" => format!("{before}{text}{}", &rest[1..]),
        "cells-left-out" => format!("{before}\\|{}", &rest[1..]),
        "unknown-alert" => format!("{before}{text}{}", &rest[rest.find(']').unwrap() + 1..]),
        "link-not-taken" => line.replace("] (", "]("),
        "leftover-markup" => line.replace("**", "\\*\\*"),
        "raw-html" => line.replace("<b>", "**").replace("</b>", "**"),
        "document-as-picture" => line.replace("![", "["),
        "indented-code" => line.trim_start().to_owned(),
        "one-way-relation" => format!("{before}\"{text}\", {rest}"),
        "broken-anchor" => line.replace(&rest[rest.find('#').unwrap()..rest.find(')').unwrap()], text),
        "own-address" => {
            let end = rest.find(')').unwrap();
            format!("{before}{}{}", told.hint.rsplit(": ").next().unwrap(), &rest[end..])
        }
        "mixed-scripts" => {
            let mut words = line.split(|c: char| !c.is_alphanumeric());
            let word = words.find(|word| !word.is_ascii() && word.chars().count() == text.chars().count());
            line.replace(word.unwrap(), text)
        }
        "table-not-taken" => format!("{line}\n{}|", "|---".repeat(line.matches('|').count() - 1)),
        "unclosed-fence" => {
            let end = all.iter().skip(told.line).position(String::is_empty).unwrap() + told.line;
            all.insert(end, "```".to_owned());
            line
        }
        "list-not-taken" => {
            all.iter_mut().for_each(|line| *line = line.replace("• ", "- "));
            all[told.line - 1].clone()
        }
        "conflict-marks" => {
            let end = |mark: &str| all.iter().position(|line| line.starts_with(mark)).unwrap();
            let (middle, last) = (end("======="), end(">>>>>>>"));
            all.drain(middle..=last);
            all.remove(told.line - 1);
            write(site, &told.file, &all);
            return true;
        }
        _ => return false,
    };
    all[told.line - 1] = new;
    write(site, &told.file, &all);
    true
}

/// Does what hints say of other files, or of another place in the front matter. `false` where a hint is of another kind.
fn follow_elsewhere(site: &Site, told: &Told) -> bool {
    let hint = told.hint.as_str();
    let (first, last) = (quoted(hint), hint.rsplit(": ").next().unwrap());
    let rename = |to: String| {
        std::fs::create_dir_all(site.path(&to).parent().unwrap()).unwrap();
        std::fs::rename(site.path(&told.file), site.path(&to)).unwrap();
    };
    match told.rule.as_str() {
        "unknown-folder" => {
            rename(format!("content/{first}/{}", told.file.rsplit('/').next().unwrap()));
            std::fs::remove_dir(site.path(told.file.rsplit_once('/').unwrap().0)).unwrap();
        }
        "theme-file" => rename(format!("theme/templates/{first}")),
        "static-file" => {
            let (table, line) = last.split_once("] ").unwrap();
            append(site, "site.toml", &format!("{table}]\n{line}"));
        }
        "unreachable-page" => {
            let page = hint.split('"').nth(1).unwrap();
            site.replace("site.toml", "pages = []", &format!("pages = [\"{page}\"]"));
        }
        "missing-translation" => {
            let set = hint.split_once("set ").unwrap().1.split_once(" in ").unwrap().0;
            site.replace("site.toml", "missing_translation = \"error\"", set);
        }
        "unknown-file" => {
            let folder = hint.split_once("into ").unwrap().1.split(' ').next().unwrap();
            let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 4h8\"/></svg>";
            site.write_bytes(&format!("{folder}{first}"), drawing.as_bytes());
        }
        "duplicate-term" => {
            let text = site.read(&told.file);
            let second = text.find(&format!("[{}]", hint.split('`').nth(3).unwrap())).unwrap();
            site.write_bytes(&told.file, &text.as_bytes()[..second]);
        }
        "lost-address" => {
            let file = hint.split_once("into ").unwrap().1.split(':').next().unwrap();
            let line = hint.split_once(": ").unwrap().1.split(';').next().unwrap();
            add_key(site, file, line);
        }
        "two-originals" | "missing-updated" | "numbers-differ" => {
            let keys = ["translates = ", "updated = ", "allow = "];
            let at = keys.iter().find_map(|key| hint.find(key)).unwrap();
            add_key(site, &told.file, &hint[at..]);
        }
        "invalid-config" => replace_value(site, told, first),
        "slug-invalid" => {
            let _ = take_line(site, told);
            put_line(site, told, last);
        }
        _ => return false,
    }
    true
}

fn append(site: &Site, file: &str, text: &str) {
    site.write_bytes(file, format!("{}\n{text}\n", site.read(file)).as_bytes());
}

/// Writes a line below the title of a page.
fn add_key(site: &Site, file: &str, line: &str) {
    let mut all = lines(site, file);
    all.insert(2, line.to_owned());
    write(site, file, &all);
}

fn lines(site: &Site, file: &str) -> Vec<String> {
    // Pictures have no lines.
    let text = std::fs::read(site.path(file)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.unwrap_or_default().lines().map(str::to_owned).collect()
}

fn write(site: &Site, file: &str, lines: &[String]) {
    site.write_bytes(file, format!("{}\n", lines.join("\n")).as_bytes());
}

fn take_line(site: &Site, told: &Told) -> String {
    let mut all = lines(site, &told.file);
    let line = all.remove(told.line - 1);
    write(site, &told.file, &all);
    line
}

fn put_line(site: &Site, told: &Told, line: &str) {
    let mut all = lines(site, &told.file);
    all.insert(told.line - 1, line.to_owned());
    write(site, &told.file, &all);
}

/// Replaces what stands between the quotation marks at the place of a mistake, or the word there.
fn replace_value(site: &Site, told: &Told, value: &str) {
    let mut all = lines(site, &told.file);
    let line = &mut all[told.line - 1];
    let start = line.char_indices().nth(told.column - 1).map_or(line.len(), |(at, _)| at);
    let rest = line[start..].to_owned();
    let (open, end) = match rest.strip_prefix('"') {
        Some(inner) => (1, 1 + inner.find('"').unwrap()),
        None => (0, rest.find(['"', '=', ' ', ']', ')']).unwrap_or(rest.len())),
    };
    line.replace_range(start + open..start + end, value);
    write(site, &told.file, &all);
}

/// Replaces a value with its quotation marks.
fn replace_quoted(site: &Site, told: &Told, value: &str) {
    let mut all = lines(site, &told.file);
    let line = &mut all[told.line - 1];
    let key = line.split('=').next().unwrap().trim().to_owned();
    *line = format!("{key} = {value}");
    write(site, &told.file, &all);
}

/// Follows the one hint that there is, or fails with what is wrong.
fn check(files: &str, meant: impl Fn(&Site) -> bool) -> Result<(), String> {
    let site = Site::new(files);
    let found = told(&site);
    let [one] = found.as_slice() else {
        let all: Vec<String> = found.iter().map(|told| format!("{}: {}", told.rule, told.hint)).collect();
        return Err(format!("{files}\n  one mistake, {} messages: {all:#?}", found.len()));
    };
    follow(&site, one);
    let left: Vec<String> = told(&site).iter().map(|told| format!("{}: {}", told.rule, told.hint)).collect();
    if !left.is_empty() {
        return Err(format!("{files}\n  after following `{}`: {left:#?}", one.hint));
    }
    if meant(&site) { Ok(()) } else { Err(format!("{files}\n  `{}` does not say what was meant", one.hint)) }
}

#[track_caller]
fn all(rows: &[Row<'_>]) {
    let wrong: Vec<String> = rows.iter().filter_map(|(files, meant)| check(files, meant).err()).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

const NEW: &str = "content/clusters/new.en.md";

/// A cluster with a line more.
fn cluster(line: &str) -> String {
    format!("//- {NEW}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n{line}\n+++\nText.\n")
}

fn says(line: &'static str) -> impl Fn(&Site) -> bool {
    move |site| site.read(NEW).lines().any(|own| own == line)
}

#[test]
fn values_and_keys() {
    let rows = [
        ("founded = 29.03.2023", "founded = 2023-03-29"),
        ("founded = \"29.03.2023\"", "founded = 2023-03-29"),
        ("founded = \"29 березня 2023\"", "founded = 2023-03-29"),
        ("founded = 2023-3-29", "founded = 2023-03-29"),
        ("founded = 2023-03", "founded = \"2023-03\""),
        ("place = \"Кластер \"Львів\"\"", "place = \"Кластер \\\"Львів\\\"\""),
        ("place = «Львів»", "place = \"Львів\""),
        ("place = “Lviv”", "place = \"Lviv\""),
        ("place = Lviv", "place = \"Lviv\""),
        ("place = \"Lviv", "place = \"Lviv\""),
        ("place: Lviv", "place = \"Lviv\""),
        ("active = \"false\"", "active = false"),
        ("draft = \"false\"", "draft = false"),
        ("active = yes", "active = true"),
        ("active = так", "active = true"),
        ("active = true;", "active = true"),
        ("place = \"Lviv\",", "place = \"Lviv\""),
        ("place = \"Lviv\" // a city", "place = \"Lviv\""),
        ("members = 60,", "members = 60"),
        ("active = True", "active = true"),
        ("members = \"60\"", "members = 60"),
        ("members = 1 200", "members = 1200"),
        ("share = 2,5", "share = 2.5"),
        ("kind = \"Кластер\"", "kind = \"cluster\""),
        ("kind = \"Association\"", "kind = \"association\""),
        ("website = \"www.example.org/a\"", "website = \"https://www.example.org/a\""),
        ("website = \"https://example.org/a b.pdf\"", "website = \"https://example.org/a%20b.pdf\""),
        ("email = \"mailto:office@example.org\"", "email = \"office@example.org\""),
        ("place\u{a0}= \"Lviv\"", "place = \"Lviv\""),
        ("website = \"https://\u{435}xample.org/\"", "website = \"https://example.org/\""),
        ("websit = \"https://example.org/\"", "website = \"https://example.org/\""),
    ]
    .map(|(typed, meant)| (cluster(typed), says(meant)));
    let rows: Vec<Row<'_>> =
        rows.iter().map(|(files, meant)| (files.clone(), meant as &dyn Fn(&Site) -> bool)).collect();
    all(&rows);
}

#[test]
fn references() {
    let with = |country: &str| format!("//- {NEW}\n+++\ntitle = \"N\"\ncountry = {country}\n+++\n");
    let poland = says("country = [\"pl\"]");
    let party = |party: &str| {
        format!("//- content/memoranda/new.en.md\n+++\ntitle = \"N\"\nsigned = 2023\nparties = [\"{party}\"]\n+++\n")
    };
    let alliance = |site: &Site| site.read("content/memoranda/new.en.md").contains("parties = [\"uca\"]");
    let mut rows: Vec<Row<'_>> = Vec::new();
    for country in ["[\"Poland\"]", "[\"Польща\"]", "[\"PL\"]", "[\"POL\"]", "\"pl\""] {
        rows.push((with(country), &poland));
    }
    for written in ["Ukrainian Cluster Alliance", "Український кластерний альянс", "uca.en.md", "clusters/uca", "UCA"]
    {
        rows.push((party(written), &alliance));
    }
    // By a name that it had before.
    let files = party("old-name") + &UCA.replace("country", "aliases = [\"/en/clusters/old-name/\"]\ncountry");
    rows.push((files, &alliance));
    all(&rows);
}

/// The alliance's page, as the base site has it.
const UCA: &str = "//- content/clusters/uca.en.md\n+++\ntitle = \"Ukrainian Cluster Alliance\"\ncountry = [\"ua\"]\nsectors = [\"food\"]\n+++\n## History\n\nFounded in Kyiv.\n";

#[test]
fn links() {
    let wool = "//- content/clusters/wool.en.md\n+++\ntitle = \"Wool Valley\"\ncountry = [\"pl\"]\nsectors = [\"textile\"]\naliases = [\"/en/clusters/old-wool/\"]\n+++\nText.\n";
    let link = |to: &str| format!("{wool}//- {NEW}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\nSee [it]({to}).\n");
    let meant = says("See [it](wool.en.md).");
    let written = [
        "old-wool.en.md",
        "WOOL.en.md",
        "wo\u{43e}l.en.md",
        "wool-valley.en.md",
        "woool.en.md",
        "https://example.org/en/clusters/wool/",
        "https://codeberg.org/org/kb/src/branch/main/content/clusters/wool.en.md",
    ];
    let rows: Vec<Row<'_>> = written.iter().map(|to| (link(to), &meant as &dyn Fn(&Site) -> bool)).collect();
    all(&rows);
}

#[test]
fn links_without_a_scheme() {
    let link = |to: &str| format!("//- {NEW}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\nSee [it]({to}).\n");
    let (host, page) = (says("See [it](https://www.example.org)."), says("See [it](https://www.example.org/a/b)."));
    all(&[(link("www.example.org"), &host), (link("www.example.org/a/b"), &page)]);
    let site = Site::new(&link("example.org/a"));
    assert_eq!(told(&site)[0].hint, "if it is on the web, write https://example.org/a; if it is a file, put it there");
    // Endings of files are no hosts.
    for file in ["report.docx", "notes.ai", "../logo.svg"] {
        let hint = &told(&Site::new(&link(file)))[0].hint;
        assert!(hint.starts_with("put the file there"), "{file}: {hint}");
    }
}

#[test]
fn links_to_what_has_no_source_file() {
    let link = |to: &str| format!("//- {NEW}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\nSee [it]({to}).\n");
    for (to, file) in [
        ("../clusters/", "content/clusters/index.en.md"),
        ("../countries", "content/countries/index.en.md"),
        ("../memoranda/index.en.md", "content/memoranda/index.en.md"),
    ] {
        let site = Site::new(&link(to));
        let hint = &told(&site)[0].hint;
        assert!(hint.starts_with(&format!("make the file {file} with a title, and link to it")), "{to}: {hint}");
        site.write(&format!("//- {file}\n+++\ntitle = \"All\"\n+++\nText.\n"));
        for told in told(&site) {
            follow(&site, &told);
        }
        assert!(told(&site).is_empty(), "{to}");
    }
    let site = Site::new(&link("../countries/pl.en.md"));
    let hint = told(&site)[0].hint.clone();
    let command = hint.strip_prefix("make the page of the term, and link to that: icsi ").unwrap();
    assert_eq!(site.icsi(&command.split(' ').collect::<Vec<_>>()).code, 0, "{hint}");
    let rules: Vec<String> = told(&site).into_iter().map(|told| told.rule).collect();
    assert!(!rules.contains(&"broken-link".to_owned()), "{rules:?}");
}

/// A name that is too long is no copy of another, and no part of it is a better name.
#[test]
fn names_that_are_too_long_are_told_with_the_limit() {
    let long = "a".repeat(101);
    let site =
        Site::new(&format!("//- content/clusters/{long}.en.md\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\nText.\n"));
    let hints: Vec<String> = told(&site).into_iter().map(|told| told.hint).collect();
    assert_eq!(hints, ["give the file a shorter name, with 100 characters at most before its language"]);
    let slug = Site::new(&cluster(&format!("slug = \"{}\"", "long-name-".repeat(11) + "x")));
    let found = told(&slug);
    follow(&slug, &found[0]);
    assert!(found.len() == 1 && told(&slug).is_empty());
    let term = Site::new(&format!(
        "//- content/sectors.toml\n[food]\ntitle = {{ en = \"Food\", uk = \"Їжа\" }}\n[textile]\ntitle = {{ en = \"Textile\", uk = \"Текстиль\" }}\n[{long}]\ntitle = {{ en = \"A\", uk = \"А\" }}\n"
    ));
    let hints: Vec<String> = told(&term).into_iter().map(|told| told.hint).collect();
    assert_eq!(hints, ["choose a shorter one, with 100 characters at most"]);
    for (command, said) in [
        (vec!["rename", "clusters/uca", &long], "100 characters at most; `index`"),
        (vec!["new", "clusters", "A", "--id", &long], "100 characters at most\n"),
    ] {
        let run = Site::new("").icsi(&command);
        assert!(run.code == 2 && run.stderr.contains(said), "{}", run.stderr);
    }
}

/// One mistake is one message, and the other language's text stays.
#[test]
fn one_slip_is_told_once() {
    let memorandum = "//- content/memoranda/new.en.md\n+++\ntitle = \"N\"\nsigned = 2023\n[[sources]]\nname = { en = \"A\", uk = \"\" }\n+++\n";
    let translation = |line: &str| {
        format!(
            "//- {NEW}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\nText.\n//- content/clusters/new.uk.md\n+++\ntitle = \"Н\"\n{line}\n+++\nТекст.\n"
        )
    };
    let revision = {
        let site = Site::new(&translation("translates = \"00000000\""));
        let hint = told(&site).into_iter().find(|told| told.rule == "outdated-translation").unwrap().hint;
        hint.rsplit('"').nth(1).unwrap().to_owned()
    };
    let briefs = "//- content/clusters/new.en.md\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\nslug = \"uca\"\n+++\nText.\n";
    let alone = |stamp: &str| cluster(&format!("translates = {stamp}"));
    for (files, rule, hint) in [
        (memorandum.to_owned(), "empty-value", "write the text, or take `uk` out of the line"),
        (translation(&format!("tranlates = \"{revision}\"")), "unknown-key", "did you mean `translates`?"),
        (briefs.to_owned(), "address-collision", "give one of the two another id, slug or alias"),
        (cluster("place = \"In\nLviv\""), "toml", "write place = \"In Lviv\": a text stands in one line"),
        (cluster("place =\n\"Lviv\""), "toml", "write the value after the `=`, or remove the line"),
    ] {
        let found: Vec<(String, String)> =
            told(&Site::new(&files)).into_iter().map(|told| (told.rule, told.hint)).collect();
        assert_eq!(found, [(rule.to_owned(), hint.to_owned())], "{files}");
    }
    for stamp in ["\"\"", "12345678"] {
        let files = alone(stamp).replace("country = [\"pl\"]\nsectors = [\"food\"]\n", "");
        let rules: Vec<String> = told(&Site::new(&files)).into_iter().map(|told| told.rule).collect();
        assert_eq!(rules.len(), 1, "{stamp}: {rules:?}");
    }
}

#[test]
fn aliases_that_are_needless_or_cannot_be() {
    let aliases = |list: &str| cluster(&format!("aliases = [{list}]"));
    for (list, hint) in [
        ("\"/en/clusters/new/\"", "take it out of `aliases`"),
        ("\"new\"", "take it out of `aliases`"),
        ("\"old\", \"old\"", "take it out of `aliases`"),
        ("\"/uk/кластери/ім’я/\"", "leave `’` out"),
        ("\"/en/a+b/\"", "leave `+` out"),
        ("\"/en/a%20b/\"", "an old address has no blanks"),
    ] {
        let hints: Vec<String> = told(&Site::new(&aliases(list))).into_iter().map(|told| told.hint).collect();
        assert!(hints.len() == 1 && hints[0].starts_with(hint), "{list}: {hints:?}");
    }
    let page = Site::new("//- content/clusters.en.md\n+++\ntitle = \"All\"\n+++\nText.\n");
    let found = told(&page);
    assert_eq!(
        found[0].hint,
        "the text of the list `clusters` stands in its folder: move the file to content/clusters/index.en.md"
    );
    page.write("//- content/clusters/index.en.md\n+++\ntitle = \"All\"\n+++\nText.\n");
    page.remove("content/clusters.en.md");
    assert!(found.len() == 1 && told(&page).is_empty());
}

#[test]
fn names_of_files() {
    let page = |path: &str| {
        format!("//- content/clusters/{path}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n+++\n")
    };
    let is_there = |path: &'static str| move |site: &Site| site.path("content/clusters").join(path).is_file();
    let (lviv, cluster, alliance) =
        (is_there("lviv.en.md"), is_there("lviv-cluster.en.md"), is_there("our-alliance.en.md"));
    let ukrainian = is_there("lviv.uk.md");
    let rows: Vec<Row<'_>> = vec![
        (page("lviv.en.md.txt"), &lviv),
        (page("lviv.en.txt"), &lviv),
        (page("lviv.en.MD"), &lviv),
        (page("lviv.en (1).md"), &lviv),
        (page("lviv.en - Copy.md"), &lviv),
        (page("lviv.eng.md"), &lviv),
        (page("lviv.ua.md"), &ukrainian),
        (page("lviv.md"), &lviv),
        (page("lviv-\u{441}luster.en.md"), &cluster),
        (page("Our_Alliance.en.md"), &alliance),
    ];
    all(&rows);
}

#[test]
fn no_hint_names_what_is_taken() {
    let page = "+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\n";
    for (path, taken) in [
        ("uca.ua.md", "uca.uk.md"),
        ("uca.en (1).md", "uca.en.md"),
        ("UCA.en.md", "uca.en.md"),
        ("uca.en.txt", "uca.en.md"),
    ] {
        let site = Site::new(&format!("//- content/clusters/{path}\n{page}"));
        let hint = told(&site).pop().unwrap().hint;
        assert!(!hint.contains(&format!("rename it to content/clusters/{taken}")), "{path}: {hint}");
    }
}

#[test]
fn what_stands_in_the_wrong_place() {
    let memorandum =
        "+++\ntitle = \"N\"\nsigned = 2023\n[[sources]]\nname = { en = \"A\", uk = \"А\" }\nslug = \"koshytsi\"\n+++\n";
    let moved = |site: &Site| {
        let text = site.read("content/memoranda/new.en.md");
        text.find("slug").unwrap() < text.find("[[sources]]").unwrap()
    };
    let cluster = "+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\nmembers = 3\n+++\nSee the [alliance](uca.en.md) and the [memorandum](../memoranda/kosice.uk.md).\n";
    let at_home = |site: &Site| site.path(NEW).is_file();
    all(&[
        (format!("//- content/memoranda/new.en.md\n{memorandum}"), &moved),
        (format!("//- content/new.en.md\n{cluster}"), &at_home),
    ]);
}

/// Whether a hint names a text to write, and not only where or how.
fn proposes_a_text(hint: &str) -> bool {
    (hint.contains('`') || hint.contains(" = ") || hint.contains("rename it to")) && !hint.contains('…')
}

/// The guide has a mistake for each rule. Where the hint names a text, a machine writes it, and nothing is left to say.
#[test]
fn each_rule_that_proposes_a_text_is_followed() {
    let (mut wrong, mut excepted) = (Vec::new(), BTreeSet::new());
    for (rule, files) in docs::mistakes() {
        let site = Site::empty();
        for (path, text) in &files {
            site.write_bytes(path, text.as_bytes());
        }
        let found = told(&site);
        let Some(first) = found.iter().find(|told| told.rule == rule.name()) else { continue };
        if !proposes_a_text(&first.hint) {
            continue;
        }
        if NOT_BY_MACHINE.iter().any(|(excepted, _)| *excepted == rule) {
            excepted.insert(rule);
            continue;
        }
        follow(&site, first);
        let left: Vec<String> = told(&site).iter().map(|told| format!("{}: {}", told.rule, told.hint)).collect();
        if !left.is_empty() {
            wrong.push(format!("{}, after following `{}`: {left:#?}", rule.name(), first.hint));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(NOT_BY_MACHINE.len() <= 10);
    assert_eq!(excepted.len(), NOT_BY_MACHINE.len(), "whatever is excepted still needs it: {excepted:?}");
}
