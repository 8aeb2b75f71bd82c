//! Every field of every page, set and set back: only its lines change, and then not one byte has changed.

use std::path::{Path, PathBuf};

use icsi::{
    config::{self, Config, Field, FieldKind, fields::PAGE_KEYS},
    diagnostics::{Diagnostics, Sink},
    edit::{
        FileFormat, Operation, Path as ValuePath, PlainValue, Schema, Step, apply,
        units::{UnitPlace, of_page},
    },
    toml_reader,
};

/// Fewer would mean that the test looks in the wrong place.
const PAGES: usize = 400;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn config() -> Config {
    let mut found = Diagnostics::default();
    config::read(&std::fs::read_to_string(root().join("site.toml")).unwrap(), &mut found).unwrap()
}

/// Pages below content/ by their path in it.
fn pages() -> Vec<(String, String)> {
    fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.strip_prefix(root().join("content")).unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join("content"), &mut found);
    found.sort();
    found
}

fn fields_of<'c>(name: &str, config: &'c Config) -> &'c [Field] {
    let folder = name.split_once('/').map_or("", |(folder, _)| folder);
    let is_index = name.contains("/index.");
    config.collection_named(folder).filter(|_| !is_index).map_or(&[], |id| config.collection(id).fields.as_slice())
}

/// The front matter of a page and where it stands.
fn front(text: &str) -> (toml_reader::TomlTable, std::ops::Range<usize>) {
    let mut sink = Sink::new(&"page".into());
    let split = icsi::content::front_matter::split(text, &mut sink).unwrap();
    let table = toml_reader::parse(&text[split.toml.clone()], split.toml.start, &mut sink);
    assert!(sink.found.is_empty(), "{:?}", sink.found);
    (table, split.toml)
}

/// A value that no page of ours has.
fn other(kind: Option<&FieldKind>) -> PlainValue {
    match kind {
        Some(FieldKind::Integer | FieldKind::Decimal) => PlainValue::Integer(4711),
        Some(FieldKind::Boolean) => PlainValue::Boolean(true),
        Some(FieldKind::Date) => PlainValue::Date(1999, 12, 31),
        Some(FieldKind::Money) => PlainValue::Table(vec![("amount".to_owned(), PlainValue::Integer(1))]),
        Some(FieldKind::Table(columns)) => {
            let cell = |column: &Field| (column.name.clone(), other(Some(&column.kind)));
            PlainValue::Table(columns.iter().take(2).map(cell).collect())
        }
        _ => PlainValue::text("«Інше» \"value\" \\ of\ttwo\nlines"),
    }
}

struct Edited<'p> {
    name: &'p str,
    text: &'p str,
    schema: Schema<'p>,
}

impl Edited<'_> {
    fn apply(&self, text: &str, operation: &Operation) -> String {
        apply(text, FileFormat::Page, &self.schema, std::slice::from_ref(operation))
            .unwrap_or_else(|refusal| panic!("{}: {operation:?}: {refusal:?}", self.name))
    }

    /// Makes an edit and takes it back.
    fn there_and_back(&self, there: &Operation, back: &Operation, lines: usize) {
        let edited = self.apply(self.text, there);
        assert_ne!(edited, self.text, "{}: {there:?}", self.name);
        let touched = touched_lines(self.text, &edited);
        assert!(touched <= lines, "{}: {there:?} touches {touched} lines, not {lines}", self.name);
        assert!(self.apply(&edited, back) == self.text, "{}: {there:?}, then {back:?}", self.name);
    }
}

/// Counts the lines of the old text that are not in the new one, between what both begin and end with.
fn touched_lines(old: &str, new: &str) -> usize {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    old.len() - start - end
}

fn lines_of(text: &str, range: &std::ops::Range<usize>) -> usize {
    text[range.clone()].lines().count()
}

fn key(name: &str) -> ValuePath {
    vec![Step::Key(name.to_owned())]
}

fn step(path: &ValuePath, step: Step) -> ValuePath {
    path.iter().cloned().chain([step]).collect()
}

/// Every value in an entry, however deep it stands, set and set back; lists get and lose items, and rows change places.
fn walk(
    page: &Edited<'_>,
    path: &ValuePath,
    node: &toml_reader::TomlNode,
    kind: Option<&FieldKind>,
    count: &mut usize,
) {
    let old = PlainValue::of(node, page.text);
    let set = |path: &ValuePath, value: PlainValue| Operation::Set { path: path.clone(), value };
    match &node.value {
        toml_reader::TomlValue::Table(table) => {
            let columns = match kind {
                Some(FieldKind::Table(columns)) => columns.as_slice(),
                _ => &[],
            };
            for entry in &table.entries {
                let column = columns.iter().find(|column| column.name == entry.key);
                let path = step(path, Step::Key(entry.key.clone()));
                walk(page, &path, &entry.node, column.map(|column| &column.kind), count);
            }
            for column in columns.iter().filter(|column| table.get(&column.name).is_none()) {
                let path = step(path, Step::Key(column.name.clone()));
                page.there_and_back(&set(&path, other(Some(&column.kind))), &Operation::Unset { path }, 0);
                *count += 1;
            }
        }
        toml_reader::TomlValue::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(page, &step(path, Step::Item(at)), item, kind, count);
            }
            for at in 0..=items.len() {
                let (path, value) = (path.clone(), other(kind));
                let back = Operation::RemoveItem { path: path.clone(), at };
                page.there_and_back(&Operation::AddItem { path, at, value }, &back, lines_of(page.text, &node.range));
                *count += 1;
            }
            for from in 1..items.len().min(4) {
                if PlainValue::of(&items[0], page.text) != PlainValue::of(&items[from], page.text) {
                    let moved = |from, to| Operation::MoveItem { path: path.clone(), from, to };
                    page.there_and_back(&moved(from, 0), &moved(0, from), usize::MAX);
                    *count += 1;
                }
            }
        }
        _ => {
            page.there_and_back(&set(path, other(kind)), &set(path, old), lines_of(page.text, &node.range));
            *count += 1;
        }
    }
}

#[test]
fn every_field_of_every_page_is_set_and_set_back() {
    let config = config();
    let pages = pages();
    assert!(pages.len() > PAGES);
    let mut count = 0;
    for (name, text) in &pages {
        let fields = fields_of(name, &config);
        let page = Edited { name, text, schema: Schema::of_page(&config, fields) };
        let (table, _) = front(text);
        let own = PAGE_KEYS.iter().map(|name| (*name, None));
        for (name, field) in own.chain(fields.iter().map(|field| (field.name.as_str(), Some(field)))) {
            let kind = field.map(|field| &field.kind);
            match table.get(name) {
                Some(entry) => walk(&page, &key(name), &entry.node, kind, &mut count),
                None => {
                    let many = field.is_some_and(|field| field.many);
                    let value = if many { PlainValue::List(vec![other(kind)]) } else { other(kind) };
                    let there = Operation::Set { path: key(name), value };
                    page.there_and_back(&there, &Operation::Unset { path: key(name) }, 0);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn every_page_stays_as_it_is_when_each_value_is_set_to_what_it_is() {
    let config = config();
    for (name, text) in pages() {
        let page = Edited { name: &name, text: &text, schema: Schema::of_page(&config, fields_of(&name, &config)) };
        let (table, _) = front(&text);
        for entry in &table.entries {
            let operation = Operation::Set { path: key(&entry.key), value: PlainValue::of(&entry.node, &text) };
            assert!(page.apply(&text, &operation) == text, "{name}: {}", entry.key);
        }
    }
}

#[test]
fn every_term_is_set_and_set_back() {
    let config = config();
    for vocabulary in &config.vocabularies {
        let text = std::fs::read_to_string(root().join(format!("content/{}.toml", vocabulary.name))).unwrap();
        let schema = Schema::of_vocabulary(&config, &vocabulary.fields);
        let edit = |text: &str, operation| apply(text, FileFormat::Toml, &schema, &[operation]).unwrap();
        for term in &toml_reader::parse(&text, 0, &mut Sink::new(&"t".into())).entries {
            let path = vec![Step::Key(term.key.clone()), Step::Key("title".to_owned()), Step::Key("uk".to_owned())];
            let title = PlainValue::of(&term.node, &text);
            let PlainValue::Table(keys) = &title else { panic!("{title:?}") };
            let Some((_, PlainValue::Table(title))) = keys.iter().find(|(key, _)| key == "title") else { panic!() };
            let old = title.iter().find(|(key, _)| key == "uk").unwrap().1.clone();
            let new = edit(&text, Operation::Set { path: path.clone(), value: other(None) });
            assert_eq!(touched_lines(&text, &new), 1);
            assert!(edit(&new, Operation::Set { path, value: old }) == text);
            let aliases = vec![Step::Key(term.key.clone()), Step::Key("aliases".to_owned())];
            let new = edit(
                &text,
                Operation::Set { path: aliases.clone(), value: PlainValue::List(vec![PlainValue::text("/a/")]) },
            );
            assert_eq!(touched_lines(&text, &new), 0);
            assert!(edit(&new, Operation::Unset { path: aliases }) == text);
            let renamed = edit(&text, Operation::RenameKey { path: key(&term.key), to: "other".to_owned() });
            assert!(edit(&renamed, Operation::RenameKey { path: key("other"), to: term.key.clone() }) == text);
        }
    }
}

#[test]
fn each_block_of_every_body_is_replaced_and_put_back() {
    let config = config();
    let mut count = 0;
    for (name, text) in pages() {
        let fields = fields_of(&name, &config);
        let page = Edited { name: &name, text: &text, schema: Schema::of_page(&config, fields) };
        let language = config.language(name.rsplit('.').nth(1).unwrap()).unwrap();
        for unit in of_page(&text, fields, &config, language).unwrap() {
            let UnitPlace::Block(_) = unit.place else { continue };
            assert_eq!(&text[unit.range.clone()], unit.text, "{name}");
            let new = "Один абзац.".to_owned();
            let back = unit.range.start..unit.range.start + new.len();
            let there = Operation::Body { range: unit.range.clone(), text: new };
            page.there_and_back(
                &there,
                &Operation::Body { range: back, text: unit.text.clone() },
                unit.text.lines().count(),
            );
            count += 1;
        }
    }
    assert!(count > 1_000, "{count}");
}
