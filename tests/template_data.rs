//! The data of templates are described once: on the fields of the structs in `src/view/data`. The guide shows them, and the
//! theme uses them or they say that they are for others.

use std::{collections::BTreeSet, fs, path::Path};

use snapbox::{Data, assert_data_eq};

use crate::common::files_below;

const GUIDE: &str = "docs/guide/content/chapters/templates.en.md";

/// Between these lines the guide shows the structs.
const BEGIN: &str = "<!-- The tables below are made from src/view/data: SNAPSHOTS=overwrite cargo test -->\n";
const END: &str = "<!-- The tables above are made from src/view/data. -->\n";

/// The files of structs, with their headings in the guide.
const FILES: &[(&str, &str)] = &[
    ("every_template.rs", "Data: in every template"),
    ("by_template.rs", "Data: by template"),
    ("parts.rs", "Data: of parts that many pages share"),
    ("shapes.rs", "Data: shared shapes"),
    ("overviews.rs", "Data: overviews"),
];

struct Struct {
    name: String,
    about: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    about: String,
    /// Whether the names of its struct stand in the place of its own.
    is_flat: bool,
}

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap()
}

/// The structs of a file as `cargo fmt` leaves them.
fn structs(file: &str) -> Vec<Struct> {
    let mut found: Vec<Struct> = Vec::new();
    let (mut about, mut is_flat) = (String::new(), false);
    for line in read(&format!("src/view/data/{file}")).lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("/// ") {
            about = if about.is_empty() { doc.to_owned() } else { format!("{about} {doc}") };
        } else if line == "#[serde(flatten)]" {
            is_flat = true;
        } else if let Some(rest) = line.strip_prefix("pub(crate) struct ") {
            let name = rest.split([' ', '{']).next().unwrap().to_owned();
            found.push(Struct { name, about: std::mem::take(&mut about), fields: Vec::new() });
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|field| field.split_once(": ")) {
            let (name, kind) = (name.to_owned(), kind.trim_end_matches(',').to_owned());
            assert!(!about.is_empty(), "{file}: `{name}` says nothing of itself");
            let about = std::mem::take(&mut about);
            found.last_mut().unwrap().fields.push(Field { name, kind, about, is_flat: std::mem::take(&mut is_flat) });
        }
    }
    assert!(!found.is_empty(), "{file}");
    found
}

fn all_structs() -> Vec<Struct> {
    FILES.iter().flat_map(|(file, _)| structs(file)).collect()
}

/// A type in words: `Option<Vec<Text>>` is "[text] or null".
fn kind_in_words(kind: &str, all: &[Struct]) -> String {
    let inner = |wrapper: &str| kind.strip_prefix(wrapper).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<") {
        return format!("{} or null", kind_in_words(inner, all));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("[{}]", kind_in_words(inner, all));
    }
    if let Some(inner) = inner("Shared<") {
        return kind_in_words(inner, all);
    }
    if let Some(inner) = inner("Named<") {
        return format!("{} by name", kind_in_words(inner, all));
    }
    match kind {
        "Text" => "text".to_owned(),
        "Html" => "*HTML*".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u16" | "i32" | "i64" => "number".to_owned(),
        "(usize, usize)" => "two numbers".to_owned(),
        name => {
            assert!(all.iter().any(|known| known.name == name), "`{name}` is no type of src/view/data");
            name.to_owned()
        }
    }
}

fn tables() -> String {
    let all = all_structs();
    let mut out = String::new();
    for (file, heading) in FILES {
        out += &format!("\n## {heading}\n");
        for each in structs(file) {
            out += &format!("\n### {}\n\n{}\n", each.name, each.about);
            if !each.fields.is_empty() {
                out += "\n| name | is | |\n|---|---|---|\n";
            }
            for Field { name, kind, about, is_flat } in &each.fields {
                let kind = kind_in_words(kind, &all);
                let name = if *is_flat { format!("every name of {kind}") } else { format!("`{name}`") };
                out += &format!("| {name} | {} | {about} |\n", if *is_flat { "" } else { &kind });
            }
        }
    }
    out + "\n"
}

#[test]
fn the_guide_shows_what_templates_get() {
    let guide = read(GUIDE);
    let (before, rest) = guide.split_once(BEGIN).expect(BEGIN);
    let (_, after) = rest.split_once(END).expect(END);
    assert_data_eq!([before, BEGIN, &tables(), END, after].concat(), Data::read_from(&root(GUIDE), None).raw());
}

/// Every word in tags of the theme's templates: a name that is none of them is used by none, whatever it is a name of.
fn words_of_the_theme() -> BTreeSet<String> {
    let folder = root("themes/intermarium/templates");
    let mut words = BTreeSet::new();
    for path in files_below(&folder) {
        let source = fs::read_to_string(folder.join(&path)).unwrap();
        for (open, close) in [("{{", "}}"), ("{%", "%}")] {
            for tag in source.split(open).skip(1).filter_map(|rest| rest.split(close).next()) {
                let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                words.extend(tag.split(|c| !is_word(c)).map(str::to_owned));
            }
        }
    }
    words
}

#[test]
fn what_the_theme_does_not_use_is_said_to_be_for_others() {
    let words = words_of_the_theme();
    let mut wrong = Vec::new();
    for each in all_structs() {
        for field in each.fields.into_iter().filter(|field| !field.is_flat) {
            if !words.contains(&field.name) && !field.about.ends_with("For other themes") {
                wrong.push(format!("{}.{} is used by no template", each.name, field.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Names that come into a context by themselves are the five that every template gets; `push_fields` (src/view/context.rs)
/// gives the fields of one of the structs.
#[test]
fn templates_get_nothing_but_these_structs() {
    let folder = root("src/view");
    let mut names = BTreeSet::new();
    for path in files_below(&folder).into_iter().filter(|path| path != "context.rs") {
        let source = fs::read_to_string(folder.join(&path)).unwrap();
        let program = source.split("#[cfg(test)]").next().unwrap();
        let insertions = program.split("insert_value(").skip(1);
        names.extend(insertions.map(|rest| rest.split(',').next().unwrap().to_owned()));
    }
    let expected = ["\"fragments\"", "\"menu\"", "\"page\"", "\"site\"", "LANGUAGE_KEY"];
    assert_eq!(names, expected.map(str::to_owned).into());
}
