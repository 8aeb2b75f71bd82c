//! Changes of a site by its repository's history: which entries and terms were new, changed or removed, by day.
//!
//! Nothing is told of what the site does not have any more, but for what its ledger of addresses marks as gone: whoever was
//! taken out of the site is not named by its history either.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use super::{TRUSTED, git};
use crate::{
    config::{Config, Field, LanguageId, VocabularyId},
    content::{
        PageKey, front_matter,
        name::{CONTENT, ContentKind, classify},
        page::schema,
    },
    diagnostics::Sink,
    plan::Plan,
    site::{
        Site,
        changes::{Change, ChangeKind, History},
    },
    toml_reader::{self, TomlTable, TomlValue},
};

/// Keys of a page that concern nobody who reads it.
const UNTOLD: &[&str] = &["slug", "aliases", "draft", "updated", "translates", "allow", "changes"];
/// The name under which the body is told.
const TEXT: &str = "text";

/// A page file of an entry, or the table of a term.
type PublishedPart = (PageKey, Option<LanguageId>);
/// A part's values at the end of a day: by name, in a form that compares; `None` where it was not published.
type PartValues = Option<BTreeMap<String, String>>;

/// Reads the history of the site's sources up to the last commit. `None` where the folder is in no repository with a commit.
pub(crate) fn changes(root: &Path, site: &Site, plan: &Plan) -> Option<History> {
    let is_shallow = git(root, &["rev-parse", "--is-shallow-repository"])?.trim() == "true";
    let log = git(
        root,
        &[
            "log",
            "--first-parent",
            "-m",
            "--no-renames",
            "--relative",
            "--raw",
            "--no-abbrev",
            "-z",
            "--format=%x01%cs %P",
            "--",
            CONTENT,
        ],
    )?;
    let touches = touches(&log, is_shallow);
    let blobs = blobs(root, touches.iter().filter_map(|touch| touch.blob.as_deref()).collect())?;
    let mut past = Past {
        site,
        plan,
        former: former_keys(site),
        days: BTreeMap::new(),
        parts: BTreeMap::new(),
        vocabularies: BTreeMap::new(),
    };
    for touch in &touches {
        past.add(touch, touch.blob.as_ref().and_then(|blob| blobs.get(blob)));
    }
    let known_from = touches.iter().filter(|touch| touch.is_base).map(|touch| touch.day.clone()).max();
    Some(History { known_from, changes: past.changes() })
}

/// A file that a commit changed.
struct Touch {
    /// From the newest, 0.
    commit: usize,
    day: String,
    path: String,
    /// `None` where it was removed.
    blob: Option<String>,
    /// Whether the history that is there begins with it: then nobody knows what it changed.
    is_base: bool,
}

impl Touch {
    fn moment(&self, state: PartValues) -> Moment {
        Moment { day: self.day.clone(), commit: self.commit, state, is_base: self.is_base }
    }
}

/// The newest first. Days never grow on the way back, whatever clocks commits were made by.
fn touches(log: &str, is_shallow: bool) -> Vec<Touch> {
    let mut found = Vec::new();
    let mut day = String::new();
    for (number, commit) in log.split('\u{1}').skip(1).enumerate() {
        let (head, files) = commit.split_once('\0').unwrap_or((commit, ""));
        let (own_day, parents) = head.split_once(' ').unwrap_or((head, ""));
        if day.is_empty() || own_day < day.as_str() {
            own_day.clone_into(&mut day);
        }
        let is_base = is_shallow && parents.trim().is_empty();
        let mut parts = files.split('\0').map(|part| part.trim_start_matches('\n'));
        while let (Some(modes), Some(path)) = (parts.next(), parts.next()) {
            let blob = modes.split(' ').nth(3).filter(|blob| blob.bytes().any(|digit| digit != b'0'));
            let blob = blob.map(str::to_owned);
            found.push(Touch { commit: number, day: day.clone(), path: path.to_owned(), blob, is_base });
        }
    }
    found
}

/// The texts of blobs, all by one run of git.
fn blobs(root: &Path, wanted: BTreeSet<&str>) -> Option<BTreeMap<String, String>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(TRUSTED).args(["cat-file", "--batch"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    let list: String = wanted.iter().map(|blob| format!("{blob}\n")).collect();
    // In a thread of its own: git answers before it has read everything.
    let asking = std::thread::spawn(move || stdin.write_all(list.as_bytes()));
    let output = child.wait_with_output().ok()?;
    asking.join().ok()?.ok()?;
    let mut rest = output.stdout.as_slice();
    let mut found = BTreeMap::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = std::str::from_utf8(rest.get(..end)?).ok()?;
        let mut parts = head.split(' ');
        let (blob, kind, size) = (parts.next()?, parts.next()?, parts.next());
        rest = rest.get(end + 1..)?;
        if kind == "blob" {
            let size: usize = size?.parse().ok()?;
            // A file that is no text is no page.
            if let Ok(text) = std::str::from_utf8(rest.get(..size)?) {
                found.insert(blob.to_owned(), text.to_owned());
            }
            rest = rest.get(size + 1..)?;
        }
    }
    Some(found)
}

/// The keys that entries and terms had before, as the aliases say that a rename leaves.
fn former_keys(site: &Site) -> BTreeMap<PageKey, PageKey> {
    let config = &site.config;
    let mut found = BTreeMap::new();
    let mut add = |alias: &str, key: &PageKey| {
        let mut parts = alias.trim_matches('/').split('/');
        let former = match (parts.next().and_then(|tag| config.language(tag)), parts.next(), parts.next(), parts.next())
        {
            (Some(_), Some(id), None, None) => Some(PageKey::Plain(id.to_owned())),
            (Some(_), Some(folder), Some(id), None) => config
                .collection_named(folder)
                .map(|collection| PageKey::Entry(collection, id.to_owned()))
                .or_else(|| Some(PageKey::Term(config.vocabulary_named(folder)?, id.to_owned()))),
            _ => None,
        };
        if let Some(former) = former {
            found.insert(former, key.clone());
        }
    };
    for entry in &site.entries {
        for alias in entry.versions.iter().flatten().flat_map(|version| &version.page.aliases) {
            add(&alias.value, &entry.key);
        }
    }
    for (at, vocabulary) in site.vocabularies.iter().enumerate() {
        for term in &vocabulary.terms {
            let key = PageKey::Term(VocabularyId(at), term.id.clone());
            term.aliases.iter().for_each(|alias| add(&alias.value, &key));
        }
    }
    found
}

struct Past<'p> {
    site: &'p Site,
    plan: &'p Plan,
    former: BTreeMap<PageKey, PageKey>,
    /// The parts that were touched on each day.
    days: BTreeMap<String, BTreeSet<PageKey>>,
    parts: BTreeMap<PublishedPart, BTreeMap<String, Moment>>,
    /// By vocabulary: when its file was touched, as far back as has been read.
    vocabularies: BTreeMap<VocabularyId, Vec<Moment>>,
}

/// A part's values at the end of a day.
#[derive(Clone)]
struct Moment {
    day: String,
    commit: usize,
    state: PartValues,
    /// Whether the history that is there begins here.
    is_base: bool,
}

impl Past<'_> {
    fn config(&self) -> &Config {
        &self.site.config
    }

    fn add(&mut self, touch: &Touch, text: Option<&String>) {
        match classify(&touch.path.as_str().into(), self.config()) {
            Ok(ContentKind::Page { key, language }) => {
                let state = text.and_then(|text| page_state(text, schema(&key, self.config())));
                self.put((self.now(key), Some(language)), touch.moment(state));
            }
            Ok(ContentKind::Vocabulary(vocabulary)) => self.add_vocabulary(vocabulary, touch, text),
            _ => {}
        }
    }

    fn add_vocabulary(&mut self, vocabulary: VocabularyId, touch: &Touch, text: Option<&String>) {
        let fields = &self.config().vocabulary(vocabulary).fields;
        let table = text.map(|text| toml_reader::parse(text, 0, &mut Sink::new(&touch.path.as_str().into())));
        let mut terms: BTreeMap<PageKey, PartValues> = BTreeMap::new();
        for term in table.iter().flat_map(|table| &table.entries) {
            if let TomlValue::Table(table) = &term.node.value {
                terms.insert(self.now(PageKey::Term(vocabulary, term.key.clone())), Some(told(table, fields)));
            }
        }
        // Terms that a later state has and this one has not, and the reverse.
        let is_of = |key: &PageKey| matches!(key, PageKey::Term(of, _) if *of == vocabulary);
        let known: Vec<PageKey> = self
            .parts
            .keys()
            .filter(|(key, language)| language.is_none() && is_of(key))
            .map(|(key, _)| key.clone())
            .collect();
        let later = self.vocabularies.get(&vocabulary).cloned().unwrap_or_default();
        for key in terms.keys().filter(|key| !known.contains(key)) {
            later.iter().for_each(|moment| self.put((key.clone(), None), moment.clone()));
        }
        for key in known {
            terms.entry(key).or_insert(None);
        }
        for (key, state) in terms {
            self.put((key, None), touch.moment(state));
        }
        self.vocabularies.entry(vocabulary).or_default().push(touch.moment(None));
    }

    /// The key that a thing has today.
    fn now(&self, key: PageKey) -> PageKey {
        self.former.get(&key).cloned().unwrap_or(key)
    }

    /// Of one day the last commit counts, which comes first; of one commit that gave a file another name, what is there.
    fn put(&mut self, part: PublishedPart, moment: Moment) {
        self.days.entry(moment.day.clone()).or_default().insert(part.0.clone());
        let known = self.parts.entry(part).or_default().entry(moment.day.clone()).or_insert_with(|| moment.clone());
        if known.commit == moment.commit && known.state.is_none() {
            known.state = moment.state;
        }
    }

    /// A part's values at the end of a day, or of the day before it.
    fn state(&self, part: &PublishedPart, day: &str, is_before: bool) -> Option<&BTreeMap<String, String>> {
        let days = self.parts.get(part)?;
        let is_earlier = |known: &str| if is_before { known < day } else { known <= day };
        let (_, moment) = days.iter().rev().find(|(known, _)| is_earlier(known))?;
        moment.state.as_ref()
    }

    fn changes(&self) -> Vec<Change> {
        let mut found = Vec::new();
        for (day, keys) in self.days.iter().rev() {
            found.extend(keys.iter().filter_map(|key| self.change(day, key)));
        }
        found
    }

    fn change(&self, day: &str, key: &PageKey) -> Option<Change> {
        let parts: Vec<&PublishedPart> = self.parts.keys().filter(|(of, _)| of == key).collect();
        let is_base = parts
            .iter()
            .any(|part| self.parts.get(*part).and_then(|days| days.get(day)).is_some_and(|moment| moment.is_base));
        if is_base {
            return None;
        }
        let was = parts.iter().any(|part| self.state(part, day, true).is_some());
        let is = parts.iter().any(|part| self.state(part, day, false).is_some());
        let differs = |part: &&&PublishedPart| self.state(part, day, true) != self.state(part, day, false);
        let changed: Vec<&&PublishedPart> = parts.iter().filter(differs).collect();
        let mut fields: BTreeSet<String> = BTreeSet::new();
        let kind = match (was, is) {
            (false, true) => ChangeKind::New,
            (true, false) => ChangeKind::Removed,
            (true, true) => ChangeKind::Changed,
            (false, false) => return None,
        };
        let is_there = self.is_there(key);
        if is_there == (kind == ChangeKind::Removed) || (!is_there && !self.is_gone(key)) || changed.is_empty() {
            return None;
        }
        if kind == ChangeKind::Changed {
            for part in &changed {
                let empty = BTreeMap::new();
                let (old, new) =
                    (self.state(part, day, true).unwrap_or(&empty), self.state(part, day, false).unwrap_or(&empty));
                let names = old.keys().chain(new.keys());
                fields.extend(names.filter(|name| old.get(*name) != new.get(*name)).cloned());
            }
        }
        let languages =
            if kind == ChangeKind::Removed { Vec::new() } else { changed.iter().filter_map(|part| part.1).collect() };
        Some(Change { day: day.to_owned(), key: key.clone(), kind, languages, fields: fields.into_iter().collect() })
    }

    fn is_there(&self, key: &PageKey) -> bool {
        let is_term = |key: &PageKey| match key {
            PageKey::Term(vocabulary, id) => self.site.find_term(*vocabulary, id).is_some(),
            _ => false,
        };
        self.site.find(key).is_some() || is_term(key)
    }

    /// Whether the ledger says that its page was removed on purpose.
    fn is_gone(&self, key: &PageKey) -> bool {
        let path = key.path(self.config());
        let gone = |tag: &String| self.plan.gone.binary_search(&format!("{tag}/{path}/")).is_ok();
        self.config().languages.iter().any(gone)
    }
}

/// `None` where the page is a draft, or cannot be read.
fn page_state(text: &str, fields: &[Field]) -> PartValues {
    let mut sink = Sink::new(&"page".into());
    let split = front_matter::split(text, &mut sink)?;
    let table = toml_reader::parse(text.get(split.toml.clone())?, split.toml.start, &mut sink);
    if matches!(table.get("draft").map(|entry| &entry.node.value), Some(TomlValue::Boolean(true))) {
        return None;
    }
    let mut state = told(&table, fields);
    state.insert(TEXT.to_owned(), text.get(split.body)?.replace("\r\n", "\n").trim().to_owned());
    Some(state)
}

/// The values that concern readers, by names that the site still has.
fn told(table: &TomlTable, fields: &[Field]) -> BTreeMap<String, String> {
    let is_told = |key: &str| {
        matches!(key, "title" | "summary") || (!UNTOLD.contains(&key) && fields.iter().any(|field| field.name == key))
    };
    let values = table.entries.iter().filter(|entry| is_told(&entry.key));
    values.map(|entry| (entry.key.clone(), written(&entry.node.value))).collect()
}

/// A value without its places.
fn written(value: &TomlValue) -> String {
    match value {
        TomlValue::String(text) => format!("{:?}", text.replace("\r\n", "\n")),
        TomlValue::Integer(number) => number.to_string(),
        TomlValue::Decimal(digits) => digits.clone(),
        TomlValue::Boolean(value) => value.to_string(),
        TomlValue::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
        TomlValue::Array(items) => {
            format!("[{}]", items.iter().map(|item| written(&item.value)).collect::<Vec<_>>().join(", "))
        }
        TomlValue::Table(table) => {
            let mut pairs: Vec<String> =
                table.entries.iter().map(|entry| format!("{:?} = {}", entry.key, written(&entry.node.value))).collect();
            pairs.sort();
            format!("{{{}}}", pairs.join(", "))
        }
        TomlValue::Unsupported(what) => format!("{what:?}"),
    }
}
