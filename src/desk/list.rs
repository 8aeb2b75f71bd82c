//! The list of all pages with their states, and its search: by the stems that the site's own search uses, so that «кластери»
//! finds «кластерів», and in Latin letters too.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock, Mutex},
};

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{
    ask::{Ask, query as query_text},
    field_view::title,
};
use crate::{
    config::Role,
    content::{PageKey, Value},
    diagnostics::Severity,
    locale::transliterate,
    lock::lock,
    search::Analyser,
    site::{Entry, EntryId, Site},
};

/// A page of the list has so many rows.
const ROWS: usize = 100;
/// Titles of which the words are kept.
const TITLES_LIMIT: usize = 200_000;

/// Knows the stems of Ukrainian and English words.
static ANALYSER: LazyLock<Option<Analyser>> = LazyLock::new(|| Analyser::new("uk").ok());

/// The words of a title, a line each: the word, folded, and its stems, with tabs between them. A site has many titles, and
/// one text takes the least memory.
#[derive(Debug)]
pub(super) struct TitleWords(Box<str>);

impl TitleWords {
    fn new(text: &str) -> Self {
        let Some(analyser) = &*ANALYSER else { return Self(Box::default()) };
        let latin = transliterate::latin(text);
        let mut known = BTreeSet::new();
        let mut lines = String::new();
        for word in analyser.folding.words(text).chain(analyser.folding.words(&latin)) {
            if !known.contains(&word) {
                lines.push_str(&word);
                for stem in analyser.stems(&word) {
                    lines.push('\t');
                    lines.push_str(&stem);
                }
                lines.push('\n');
                known.insert(word);
            }
        }
        Self(lines.into())
    }

    /// Scores how well the best of the words fits a word with its stems. `is_begun`: it may not be finished.
    fn best(&self, word: &str, stems: &[String], is_begun: bool) -> u32 {
        let score = |line: &str| {
            let mut parts = line.split('\t');
            let known = parts.next().unwrap_or_default();
            if known == word {
                4
            } else if parts.any(|stem| stems.iter().any(|one| one == stem)) {
                3
            } else if is_begun && known.starts_with(word) {
                2
            } else {
                0
            }
        };
        self.0.lines().map(score).max().unwrap_or_default()
    }
}

/// The words of a title, made once.
pub(super) fn words_of(kept: &Mutex<BTreeMap<String, Arc<TitleWords>>>, text: &str) -> Arc<TitleWords> {
    let mut kept = lock(kept);
    if let Some(words) = kept.get(text) {
        return Arc::clone(words);
    }
    let words = Arc::new(TitleWords::new(text));
    if kept.len() < TITLES_LIMIT {
        kept.insert(text.to_owned(), Arc::clone(&words));
    }
    words
}

/// Makes the words of all titles, so that the first search need not wait for them.
pub(super) fn warm(site: &Site, kept: &Mutex<BTreeMap<String, Arc<TitleWords>>>) {
    for entry in &site.entries {
        for text in searched(site, entry) {
            words_of(kept, &text);
        }
    }
}

/// The texts of an entry that are searched: its titles, its id as words, its other names.
fn searched<'e>(site: &Site, entry: &'e Entry) -> Vec<Cow<'e, str>> {
    let titles = entry.versions.iter().flatten().map(|version| Cow::Borrowed(version.page.title.as_str()));
    let id = [Cow::Owned(entry.key.id().replace('-', " "))];
    titles.chain(id).chain(names(site, entry).into_iter().map(Cow::Owned)).collect()
}

/// The words that somebody looks for.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, Vec<String>)>);

impl Query {
    pub(super) fn new(typed: &str) -> Self {
        Self(TitleWords::new_query(typed))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Scores how well an entry fits; `None` where a word is in none of its titles and names.
    pub(super) fn score(&self, ask: &Ask<'_>, entry: &Entry) -> Option<u32> {
        if self.is_empty() {
            return Some(0);
        }
        let texts = searched(ask.site(), entry);
        self.score_of(texts.iter().map(|text| words_of(&ask.desk.stems, text)))
    }

    pub(super) fn score_of(&self, texts: impl Iterator<Item = Arc<TitleWords>>) -> Option<u32> {
        let texts: Vec<Arc<TitleWords>> = texts.collect();
        let mut total = 0;
        for (at, (word, stems)) in self.0.iter().enumerate() {
            let is_last = at + 1 == self.0.len();
            let best = texts.iter().enumerate().map(|(at, text)| {
                let best = text.best(word, stems, is_last);
                // A title says more than a name.
                if at == 0 { best * 2 } else { best }
            });
            match best.max() {
                Some(best) if best > 0 => total += best,
                _ => return None,
            }
        }
        Some(total)
    }
}

impl TitleWords {
    fn new_query(typed: &str) -> Vec<(String, Vec<String>)> {
        let Some(analyser) = &*ANALYSER else { return Vec::new() };
        analyser.folding.words(typed).map(|word| (word.clone(), analyser.stems(&word))).collect()
    }
}

/// Other names of an entry: abbreviations, for instance.
pub(super) fn names(site: &Site, entry: &Entry) -> Vec<String> {
    let fields = crate::content::page::schema(&entry.key, &site.config);
    let mut found = Vec::new();
    for version in entry.versions.iter().flatten() {
        for (field, items) in
            fields.iter().zip(&version.page.fields.0).filter(|(field, _)| field.role == Some(Role::Name))
        {
            let _ = field;
            for item in items {
                match &item.value {
                    Value::Text(text) => found.push(text.clone()),
                    Value::Localized(texts) => found.extend(texts.iter().flatten().flatten().cloned()),
                    _ => {}
                }
            }
        }
    }
    found
}

#[derive(Debug, Serialize)]
struct ListView {
    q: String,
    kind: String,
    state: String,
    kinds: Vec<KindView>,
    states: Vec<StateView>,
    vocabularies: Vec<VocabularyLinkView>,
    rows: Vec<ListRowView>,
    count: usize,
    page: usize,
    before: Option<String>,
    after: Option<String>,
    can_add: bool,
}

#[derive(Debug, Serialize)]
struct KindView {
    name: String,
    title: String,
    count: usize,
    is_chosen: bool,
    href: String,
}

#[derive(Debug, Serialize)]
struct VocabularyLinkView {
    name: String,
    title: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct StateView {
    name: &'static str,
    is_chosen: bool,
    href: String,
}

#[derive(Debug, Serialize)]
struct ListRowView {
    href: String,
    title: String,
    /// In other languages.
    others: String,
    kind: String,
    states: Vec<LanguageState>,
    is_draft: bool,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct LanguageState {
    tag: String,
    state: &'static str,
    href: String,
}

const STATES: &[&str] = &["all", "outdated", "missing", "draft", "errors"];

/// Shows the list that the query asks for.
pub(super) fn show(ask: &Ask<'_>) -> Response<Body> {
    let q = ask.query.get("q").to_owned();
    let kind = ask.query.get("kind").to_owned();
    let state = STATES.iter().find(|known| **known == ask.query.get("state")).copied().unwrap_or("all");
    let (mut errors, mut warnings) = (BTreeMap::<&str, usize>::new(), BTreeMap::<&str, usize>::new());
    for diagnostic in ask.shown.report.diagnostics.iter() {
        let counts = if diagnostic.severity == Severity::Error { &mut errors } else { &mut warnings };
        if let Some(location) = &diagnostic.location {
            *counts.entry(&*location.file).or_default() += 1;
        }
    }
    let site = ask.site();
    let count_of = |counts: &BTreeMap<&str, usize>, entry: &Entry| -> usize {
        files(entry).filter_map(|file| counts.get(file)).sum()
    };
    let query = Query::new(&q);
    let is_wanted = |entry: &Entry| match state {
        "outdated" | "missing" => site.config.language_ids().any(|language| entry.state_name(language) == state),
        "draft" => is_draft(entry),
        "errors" => count_of(&errors, entry) > 0,
        _ => true,
    };
    let mut found: Vec<(u32, EntryId)> = Vec::new();
    for id in in_order(ask) {
        let entry = site.entry(id);
        if (kind.is_empty() || kind_name(ask, &entry.key) == kind) && is_wanted(entry) && is_page(&entry.key) {
            found.extend(query.score(ask, entry).map(|score| (score, id)));
        }
    }
    if !query.is_empty() {
        // Among equals the order stays.
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    let page = ask.query.get("page").parse::<usize>().unwrap_or(1).max(1);
    let rows = found.iter().skip((page - 1) * ROWS).take(ROWS);
    let rows = rows.map(|(_, id)| {
        let entry = site.entry(*id);
        row(ask, entry, count_of(&errors, entry), count_of(&warnings, entry))
    });
    let href = |kind: &str, state: &str, page: usize| {
        let q = query_text(&q);
        let mut href = format!("/?kind={kind}&state={state}&q={q}");
        if page > 1 {
            href.push_str(&format!("&page={page}"));
        }
        href
    };
    let view = ListView {
        rows: rows.collect(),
        count: found.len(),
        kinds: kinds(ask, &kind, |kind| href(kind, state, 1)),
        states: STATES
            .iter()
            .map(|name| StateView { name, is_chosen: *name == state, href: href(&kind, name, 1) })
            .collect(),
        vocabularies: vocabularies(ask),
        before: (page > 1).then(|| href(&kind, state, page - 1)),
        after: (found.len() > page * ROWS).then(|| href(&kind, state, page + 1)),
        can_add: true,
        state: state.to_owned(),
        page,
        q,
        kind,
    };
    ask.html(StatusCode::OK, "list.html", "/", &view)
}

/// Texts of terms are found with their vocabulary.
fn is_page(key: &PageKey) -> bool {
    !matches!(key, PageKey::Term(..) | PageKey::VocabularyIndex(_))
}

fn files(entry: &Entry) -> impl Iterator<Item = &str> {
    let read = entry.versions.iter().flatten().map(|version| &*version.page.file);
    read.chain(entry.unreadable.iter().map(|page| &*page.file)).collect::<BTreeSet<&str>>().into_iter()
}

fn is_draft(entry: &Entry) -> bool {
    entry.versions.iter().flatten().any(|version| version.page.draft)
}

/// Collections as site.toml has them, then plain pages; entries as lists of the site show them.
fn in_order(ask: &Ask<'_>) -> Vec<EntryId> {
    let site = ask.site();
    let labels = ask.labels();
    let rank = |id: &EntryId| {
        let entry = site.entry(*id);
        let rank = site.ranks.get(labels.0).and_then(|ranks| ranks.get(id.0)).copied();
        (entry.key.collection().map_or(usize::MAX, |id| id.0), entry.key.id() != "index", rank, *id)
    };
    let mut ids: Vec<EntryId> = site.entry_ids().collect();
    ids.sort_by_key(rank);
    ids
}

fn kind_name<'a>(ask: &'a Ask<'_>, key: &PageKey) -> &'a str {
    key.collection().map_or("pages", |id| ask.config().collection(id).name.as_str())
}

fn kinds(ask: &Ask<'_>, chosen: &str, href: impl Fn(&str) -> String) -> Vec<KindView> {
    let site = ask.site();
    let labels = ask.labels();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in site.entries.iter().filter(|entry| is_page(&entry.key)) {
        *counts.entry(kind_name(ask, &entry.key)).or_default() += 1;
    }
    let all = counts.values().sum();
    let view = |name: &str, title: String, count: usize| KindView {
        name: name.to_owned(),
        title,
        count,
        is_chosen: name == chosen,
        href: href(name),
    };
    let mut found = vec![view("", ask.say("all-pages", &[]), all)];
    for collection in &site.config.collections {
        let count = counts.get(collection.name.as_str()).copied().unwrap_or(0);
        found.push(view(&collection.name, collection.title.get(labels).to_owned(), count));
    }
    found.push(view("pages", ask.say("plain-pages", &[]), counts.get("pages").copied().unwrap_or(0)));
    found
}

fn vocabularies(ask: &Ask<'_>) -> Vec<VocabularyLinkView> {
    let config = ask.config();
    let view = |id: crate::config::VocabularyId| {
        let vocabulary = config.vocabulary(id);
        VocabularyLinkView {
            name: vocabulary.name.clone(),
            title: vocabulary.title.get(ask.labels()).to_owned(),
            count: ask.site().terms_of(id).len(),
        }
    };
    (0..config.vocabularies.len()).map(crate::config::VocabularyId).map(view).collect()
}

fn row(ask: &Ask<'_>, entry: &Entry, errors: usize, warnings: usize) -> ListRowView {
    let config = ask.config();
    let path = entry.key.path(config);
    let own = title(entry, ask.labels()).to_owned();
    let others =
        entry.versions.iter().flatten().map(|version| version.page.title.as_str()).filter(|other| *other != own);
    let state = |language| LanguageState {
        tag: config.tag(language).to_owned(),
        state: entry.state_name(language),
        href: format!("/page/{path}?with={}", config.tag(language)),
    };
    ListRowView {
        href: format!("/page/{path}"),
        others: others.collect::<Vec<_>>().join(" · "),
        kind: super::page_view::kind_of(ask, &entry.key).0,
        states: config.language_ids().map(state).collect(),
        is_draft: is_draft(entry),
        errors,
        warnings,
        title: own,
    }
}
