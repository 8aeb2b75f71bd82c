//! Hints are right when followed. Each row is a slip; what the hint says is done by machine, as an editor would do it
//! word by word, and then the site has nothing wrong with it and says what was meant.

use crate::common::Site;

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

fn lines(site: &Site, file: &str) -> Vec<String> {
    site.read(file).lines().map(str::to_owned).collect()
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
        ("active = True", "active = true"),
        ("members = \"60\"", "members = 60"),
        ("members = 1 200", "members = 1200"),
        ("share = 2,5", "share = 2.5"),
        ("kind = \"Кластер\"", "kind = \"cluster\""),
        ("kind = \"Association\"", "kind = \"association\""),
        ("website = \"www.example.org/a\"", "website = \"https://www.example.org/a\""),
        ("website = \"https://example.org/a b.pdf\"", "website = \"https://example.org/a%20b.pdf\""),
        ("email = \"mailto:office@example.org\"", "email = \"office@example.org\""),
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
    all(&rows);
}

#[test]
fn links() {
    let wool = "//- content/clusters/wool.en.md\n+++\ntitle = \"Wool Valley\"\ncountry = [\"pl\"]\nsectors = [\"textile\"]\naliases = [\"/en/clusters/old-wool/\"]\n+++\nText.\n";
    let link = |to: &str| format!("{wool}//- {NEW}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\nSee [it]({to}).\n");
    let meant = says("See [it](wool.en.md).");
    let written = ["old-wool.en.md", "WOOL.en.md", "wo\u{43e}l.en.md", "wool-valley.en.md", "woool.en.md"];
    let rows: Vec<Row<'_>> = written.iter().map(|to| (link(to), &meant as &dyn Fn(&Site) -> bool)).collect();
    all(&rows);
}

#[test]
fn names_of_files() {
    let page = |path: &str| {
        format!("//- content/clusters/{path}\n+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n+++\n")
    };
    let is_there = |path: &'static str| move |site: &Site| site.path("content/clusters").join(path).is_file();
    let (lviv, cluster, alliance) =
        (is_there("lviv.en.md"), is_there("lviv-cluster.en.md"), is_there("our-alliance.en.md"));
    let rows: Vec<Row<'_>> = vec![
        (page("lviv.en.md.txt"), &lviv),
        (page("lviv.en.txt"), &lviv),
        (page("lviv.en.MD"), &lviv),
        (page("lviv.en (1).md"), &lviv),
        (page("lviv.en - Copy.md"), &lviv),
        (page("lviv.eng.md"), &lviv),
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
    let cluster = "+++\ntitle = \"N\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\nmembers = 3\n+++\n";
    let at_home = |site: &Site| site.path(NEW).is_file();
    all(&[
        (format!("//- content/memoranda/new.en.md\n{memorandum}"), &moved),
        (format!("//- content/new.en.md\n{cluster}"), &at_home),
    ]);
}
