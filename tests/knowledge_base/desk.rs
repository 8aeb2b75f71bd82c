//! The desk over the knowledge base: whoever opens a page and saves it without a change has written nothing, and whoever
//! changes a field has changed its lines alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use icsi::{
    config::{self, Config, Field, FieldKind},
    diagnostics::Diagnostics,
    edit::{FileFormat, Reading, Step},
};

use crate::common::{
    copy,
    desk::{Desk, SentForm, form_of, messages},
    files_below,
};

/// Fewer would mean that the test looks in the wrong place.
const PAGES: usize = 400;

fn texts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(folder).into_iter().map(|name| (name.clone(), std::fs::read(folder.join(&name)).unwrap())).collect()
}

fn knowledge_base() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root.join("site.toml"), folder.path().join("site.toml")).unwrap();
    copy(&root.join("content"), &folder.path().join("content"));
    copy(&root.join("themes"), &folder.path().join("themes"));
    folder
}

#[test]
fn a_page_opened_and_saved_writes_no_byte() {
    let folder = knowledge_base();
    let before = texts(&folder.path().join("content"));
    let desk = Desk::new(folder.path());
    let mut pages = 0;
    for name in before.keys().filter(|name| name.ends_with(".md")) {
        let (path, language) = name.strip_suffix(".md").unwrap().rsplit_once('.').unwrap();
        let mut views = Vec::new();
        for view in ["text", "blocks"] {
            let form = desk.form(&format!("/page/{path}?with={language}&view={view}"));
            assert!(form.names().contains(&"f"), "{path}");
            let location = desk.press(&form, "save");
            assert!(location.ends_with("&done=nothing"), "{name}: {location}");
            views.push(form.get("view").to_owned());
        }
        assert_eq!(views[0], "text");
        pages += 1;
    }
    assert!(pages > PAGES, "{pages}");
    assert!(texts(&folder.path().join("content")) == before, "a byte was written");
}

/// The fields of a page are changed in so many saves, neighbours in different ones. `ICSI_DESK_SAVES=1000` changes each in
/// a save of its own.
const SAVES: usize = 3;
/// Fewer would mean that the test finds no fields.
const CHANGES: usize = 5_000;

#[test]
fn every_field_of_every_page_changes_its_own_lines_alone() {
    let folder = knowledge_base();
    let config =
        config::read(&std::fs::read_to_string(folder.path().join("site.toml")).unwrap(), &mut Diagnostics::default());
    let config = config.unwrap();
    let content = folder.path().join("content");
    let names: Vec<String> = texts(&content).into_keys().collect();
    let pages: BTreeSet<&str> =
        names.iter().filter_map(|name| Some(name.strip_suffix(".md")?.rsplit_once('.')?.0)).collect();
    let saves = std::env::var("ICSI_DESK_SAVES").ok().and_then(|saves| saves.parse().ok()).unwrap_or(SAVES);
    let desk = Desk::new(folder.path());
    let known = Known { config: &config, pages: &pages };
    let mut changes = 0;
    for path in &pages {
        let slots: Vec<String> = all(&desk.form(&address(path)), "f");
        for group in 0..saves.min(slots.len()) {
            let before = texts(&content);
            let mut form = desk.form(&address(path));
            let mut changed: BTreeSet<(String, String)> = BTreeSet::new();
            for slot in slots.iter().skip(group).step_by(saves) {
                if known.change(&desk, path, &mut form, slot) {
                    let (tag, key) = slot.split_once('.').unwrap();
                    changed.insert((tag.to_owned(), key.split('.').next().unwrap().to_owned()));
                    changes += 1;
                }
            }
            if group == 0 {
                for tag in ["en", "uk"] {
                    let name = format!("{tag}.body");
                    let text = format!("{}\n\nЩе.", form.get(&name)).trim().to_owned();
                    form.set(&name, &text);
                    changed.insert((tag.to_owned(), BODY.to_owned()));
                }
            }
            if changed.is_empty() {
                continue;
            }
            let answer = desk.post(&form.with("act", "save"));
            assert_eq!(answer.status, 303, "{path} {changed:?}: {}", messages(&answer));
            assert!(answer.header("location").contains("&saved="), "{path}: {}", answer.header("location"));
            let after = texts(&content);
            let mut differing: BTreeSet<(String, String)> = BTreeSet::new();
            for (name, text) in &after {
                if before.get(name) == Some(text) {
                    continue;
                }
                let tag = name.strip_prefix(path).and_then(|rest| rest.strip_prefix('.')?.strip_suffix(".md"));
                let tag = tag.unwrap_or_else(|| panic!("{path}: {name} was written too"));
                differing
                    .extend(differing_keys(name, &before[name], text).into_iter().map(|key| (tag.to_owned(), key)));
            }
            assert_eq!(differing, changed, "{path}");
        }
    }
    assert!(changes > CHANGES, "{changes}");
}

/// The name of what stands below the front matter, in the place of a key.
const BODY: &str = "(body)";

fn address(path: &str) -> String {
    format!("/page/{path}?view=text")
}

fn all(form: &SentForm, name: &str) -> Vec<String> {
    form.values.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
}

/// The keys of which the lines of a file differ. All other lines must be the same, in the same order.
#[track_caller]
fn differing_keys(name: &str, before: &[u8], after: &[u8]) -> BTreeSet<String> {
    let (before, after) = (keyed_lines(before), keyed_lines(after));
    let of_key = |lines: &[(String, String)], key: &str| -> Vec<String> {
        lines.iter().filter(|(of, _)| of == key).map(|(_, line)| line.clone()).collect()
    };
    let keys: BTreeSet<&String> = before.iter().chain(&after).map(|(key, _)| key).collect();
    let differing: BTreeSet<String> = keys
        .into_iter()
        .filter(|key| !key.is_empty() && of_key(&before, key) != of_key(&after, key))
        .cloned()
        .collect();
    let others = |lines: &[(String, String)]| -> Vec<String> {
        lines.iter().filter(|(key, _)| !differing.contains(key)).map(|(_, line)| line.clone()).collect()
    };
    // Rows of a table that had none stand apart from what is above them.
    let is_blank = |line: &String| line.trim().is_empty();
    let without = |lines: Vec<String>| lines.into_iter().filter(|line| !is_blank(line)).collect::<Vec<_>>();
    assert_eq!(without(others(&before)), without(others(&after)), "{name}: {differing:?}");
    differing
}

/// Each line of a page's file with the key that it is of; remarks, blank lines and the `+++` lines are of none.
fn keyed_lines(bytes: &[u8]) -> Vec<(String, String)> {
    let text = std::str::from_utf8(bytes).unwrap();
    let reading = Reading::new(text, FileFormat::Page).unwrap();
    let body = reading.body();
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let key = match reading.path_at(start).and_then(|path| path.first()) {
            _ if start >= body.start => BODY.to_owned(),
            Some(Step::Key(key)) if !line.trim().is_empty() && !line.starts_with('#') => key.clone(),
            _ => String::new(),
        };
        start += line.len();
        found.push((key, line.to_owned()));
    }
    found
}

/// The parts that values can be made of.
struct Known<'k> {
    config: &'k Config,
    /// `clusters/uca`
    pages: &'k BTreeSet<&'k str>,
}

impl Known<'_> {
    /// Changes a field in the form; `false` where it has nothing to be changed to.
    fn change(&self, desk: &Desk, path: &str, form: &mut SentForm, slot: &str) -> bool {
        let name = slot.split('.').nth(1).unwrap();
        let collection = path.split_once('/').and_then(|(folder, _)| self.config.collection_named(folder));
        let fields = collection.map(|id| self.config.collection(id).fields.as_slice()).unwrap_or_default();
        let is_index = path.ends_with("index");
        match fields.iter().find(|field| field.name == name).filter(|_| !is_index) {
            Some(field) => match &field.kind {
                FieldKind::Table(columns) => self.change_row(desk, form, slot, columns),
                _ => self.change_value(form, slot, field),
            },
            None => {
                let id = path.replace('/', "-");
                let new = match name {
                    "title" | "summary" => format!("{} ще", form.get(slot)).trim().to_owned(),
                    "slug" => format!("{id}-{}", slot.split('.').next().unwrap()),
                    "draft" => if form.get(slot) == "true" { "false" } else { "true" }.to_owned(),
                    "updated" => "2026-01-02".to_owned(),
                    "aliases" => format!("{}\n/en/was-{id}-{}/", form.get(slot), slot.split('.').next().unwrap()),
                    _ => panic!("{path}: what is {slot}?"),
                };
                form.set(slot, &new);
                true
            }
        }
    }

    fn change_value(&self, form: &mut SentForm, slot: &str, field: &Field) -> bool {
        let old = all(form, slot);
        let first = old.first().cloned().unwrap_or_default();
        let new = match &field.kind {
            FieldKind::Text if field.many => format!("{first}\nЩе одне"),
            FieldKind::Text => format!("{first} ще").trim().to_owned(),
            FieldKind::Integer => "77".to_owned(),
            FieldKind::Decimal => "7.5".to_owned(),
            FieldKind::Boolean => if first == "true" { "false" } else { "true" }.to_owned(),
            FieldKind::Date => if first == "2019-04" { "2019" } else { "2019-04" }.to_owned(),
            FieldKind::Url => "https://example.net/other".to_owned(),
            FieldKind::Email => "other@example.net".to_owned(),
            FieldKind::Money => {
                form.set(&format!("{slot}.amount"), "7").set(&format!("{slot}.currency"), "EUR");
                return true;
            }
            kind => return self.choose(form, slot, kind, field.many, &old),
        };
        form.set(slot, &new);
        true
    }

    /// Chooses something that is not chosen yet.
    fn choose(&self, form: &mut SentForm, slot: &str, kind: &FieldKind, many: bool, old: &[String]) -> bool {
        let ids: Vec<String> = match kind {
            FieldKind::Choice(choices) => choices.iter().map(|choice| choice.id.clone()).collect(),
            FieldKind::Term(id) => {
                let file = format!("content/{}.toml", self.config.vocabulary(*id).name);
                let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
                let headings = text.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
                headings.map(str::to_owned).collect()
            }
            FieldKind::Page(of) => {
                let folders: Vec<&str> = of.iter().map(|id| self.config.collection(*id).name.as_str()).collect();
                let named = self.pages.iter().filter_map(|page| page.split_once('/'));
                let ids = named.filter(|(folder, id)| folders.contains(folder) && *id != "index");
                ids.map(|(_, id)| id.to_owned()).collect()
            }
            // The files that a page can choose are its own, which few have.
            _ => return false,
        };
        let Some(new) = ids.into_iter().find(|id| !old.contains(id)) else { return false };
        let add = format!("{slot}.add");
        if form.names().contains(&add.as_str()) {
            if !many {
                form.values.retain(|(name, _)| name != slot);
            }
            form.set(&add, &new);
        } else {
            form.set(slot, &new);
        }
        true
    }

    /// Changes the first row, or adds one where there is none.
    fn change_row(&self, desk: &Desk, form: &mut SentForm, slot: &str, columns: &[Field]) -> bool {
        let rows = format!("{slot}.rows");
        let is_new = !form.names().contains(&rows.as_str());
        if is_new {
            *form = form_of(&desk.post(&form.with("act", &format!("add:{slot}"))), None);
        }
        let row = form.get(&rows).to_owned();
        for column in columns {
            let name = format!("{slot}.{row}.{}", column.name);
            if column.localized {
                for tag in &self.config.languages {
                    let part = format!("{name}.{tag}");
                    let text = format!("{} ще", form.get(&part)).trim().to_owned();
                    form.set(&part, &text);
                }
            } else {
                self.change_value(form, &name, column);
            }
        }
        true
    }
}
