//! One function for each kind of page: its template and data. Those of vocabularies and terms are in `vocabularies`.

use std::borrow::Cow;

use tera::Context;

use super::{
    View, Views,
    fragments::{CardPlace, Failed},
    head::{Head, Structured},
    lists::ListPage,
    object::{Object, none},
    vocabularies,
};
use crate::{
    config::{CollectionId, LanguageId, VocabularyId},
    content::PageKey,
    plan::{What, address},
    site::{Entry, EntryId, State, Version},
    theme::{Value, templates::text_value},
};

/// The home page shows so many entries of each collection.
const HOME_ENTRIES: usize = 6;

pub fn page(views: &Views, what: &What) -> Result<Option<View>, Failed> {
    Ok(match what {
        What::Root => Some(root(views, false)?),
        What::RootNotFound => Some(root(views, true)?),
        What::Home(language) => Some(home(views, *language)?),
        What::Plain(id, language) => plain(views, *id, *language)?,
        What::Entry(id, language) => entry(views, *id, *language)?,
        What::Collection(collection, language, number) => {
            Some(self::collection(views, *collection, *language, *number)?)
        }
        What::Vocabulary(vocabulary, language) => Some(vocabularies::vocabulary(views, *vocabulary, *language)?),
        What::Term(vocabulary, term, language, number) => {
            Some(vocabularies::term(views, *vocabulary, *term, *language, *number)?)
        }
        What::Cross(cross, language, number) => vocabularies::cross(views, *cross, *language, *number)?,
        What::Search(language) => Some(search(views, *language)?),
        What::NotFound(language) => Some(not_found(views, *language)?),
        What::Redirect { target, language } => Some(redirect(views, target, *language)?),
        What::Feed(..)
        | What::DataJson(_)
        | What::DataCsv(_)
        | What::Sitemap
        | What::SitemapPart(_)
        | What::Robots
        | What::Headers
        | What::Redirects
        | What::SecurityTxt
        | What::Map
        | What::Asset(_)
        | What::Attachment(..)
        | What::SearchPiece(..) => None,
    })
}

pub(super) fn context(views: &Views, language: LanguageId, head: &Head<'_>) -> Result<Context, Failed> {
    let mut context = views.frame_context(language);
    context.insert_value("page", views.head(head)?);
    context.insert_value("fragments", views.fragments(language, &views.url(&head.address), head.feed)?);
    Ok(context)
}

/// A head for a page that exists in every language at an address made by a rule.
pub(super) fn plain_head<'v>(
    views: &'v Views,
    kind: &'static str,
    title: impl Into<Cow<'v, str>>,
    language: LanguageId,
    address: impl Fn(LanguageId) -> String,
) -> Head<'v> {
    let config = &views.site.config;
    let switcher: Vec<Cow<'v, str>> = config.language_ids().map(|language| address(language).into()).collect();
    Head {
        kind,
        title: title.into(),
        description: config.description.get(language).into(),
        language,
        address: address(language).into(),
        existing: config.language_ids().zip(switcher.iter().cloned()).collect(),
        switcher,
        states: Vec::new(),
        fallback_of: None,
        trail: Some(views.home_trail(language)),
        feed: None,
        structured: None,
        article: false,
        number: 1,
        hidden: false,
        nowhere: false,
    }
}

fn root(views: &Views, not_found: bool) -> Result<View, Failed> {
    let config = &views.site.config;
    let default = LanguageId(0);
    let mut head =
        plain_head(views, "root", config.title.get(default), default, |language| address::home(config, language));
    head.address = "".into();
    head.trail = None;
    (head.hidden, head.nowhere) = (not_found, not_found);
    let mut context = context(views, default, &head)?;
    let languages: Vec<Value> = config
        .language_ids()
        .map(|language| {
            let locale = views.site.locale(language);
            Object::new()
                .with("tag", locale.tag())
                .with("direction", locale.direction())
                .with("name", locale.own_name())
                .with("title", config.title.get(language))
                .with("description", config.description.get(language))
                .with("url", views.url(&address::home(config, language)))
                .with("continue_text", views.string(language, "continue"))
                .with("not_found_text", views.string(language, "not-found-title"))
                .into()
        })
        .collect();
    context.insert_value("languages", languages.into());
    context.insert_value("not_found", not_found.into());
    context.insert_value("alternates", views.alternate_links(&head).into());
    Ok(View { template: "root.html".to_owned(), language: default, context })
}

/// The text of an index, where an editor wrote one: shown version and body.
pub(super) fn index_text<'v>(views: &'v Views, key: &PageKey, language: LanguageId) -> Option<(EntryId, &'v Version)> {
    let id = views.site.find(key)?;
    views.site.entry(id).shown(language).map(|(version, _)| (id, version))
}

pub(super) fn body_or_empty(views: &Views, text: Option<(EntryId, &Version)>, language: LanguageId) -> Value {
    text.map_or_else(|| Value::safe_string(""), |(_, version)| views.body(version, language))
}

/// The description from an index's text, if it has one in the page's own language.
pub(super) fn describe<'v>(head: &mut Head<'v>, text: Option<(EntryId, &'v Version)>) {
    if let Some((_, version)) = text.filter(|(_, version)| version.page.language == head.language)
        && let Some(summary) = &version.page.summary
    {
        head.description = summary.into();
    }
}

fn home(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let text = index_text(views, &PageKey::Home, language);
    let own = text.filter(|(_, version)| version.page.language == language);
    let title = own.map_or_else(|| config.title.get(language), |(_, version)| &version.page.title);
    let mut head = plain_head(views, "home", title, language, |language| address::home(config, language));
    head.trail = None;
    describe(&mut head, text);
    head.structured = Some(Structured {
        description: Some(config.description.get(language)),
        ..thing("WebSite", config.title.get(language), language)
    });
    let collections: Result<Vec<Value>, Failed> = (0..config.collections.len())
        .map(|at| {
            let collection = CollectionId(at);
            let sorted = views.collection_list(collection, language);
            let first = sorted.get(..HOME_ENTRIES.min(sorted.len())).unwrap_or_default();
            let schema = config.collection(collection);
            let shown = Object::new()
                .with("name", schema.name.as_str())
                .with("title", schema.title.get(language))
                .with("url", views.url(&address::collection(config, collection, language)))
                .with("count", sorted.len())
                .with("items", views.cards(first, language))
                .with("cards", views.card_fragments(CardPlace::Group, first, language)?);
            Ok(shown.into())
        })
        .collect();
    let vocabularies: Vec<Value> = (0..config.vocabularies.len())
        .map(|at| {
            let vocabulary = VocabularyId(at);
            views.vocabulary_ref(vocabulary, language).with("terms", views.term_refs(vocabulary, language)).into()
        })
        .collect();
    let mut context = context(views, language, &head)?;
    context.insert_value("body", body_or_empty(views, text, language));
    context.insert_value("notice", notice_of(views, text, language));
    context.insert_value("collections", collections?.into());
    context.insert_value("vocabularies", vocabularies.into());
    context.insert_value("map", views.region(&[], language)?);
    context.insert_value("timeline", views.timeline(language));
    context.insert_value("newest", views.newest(language).into());
    Ok(View { template: "home.html".to_owned(), language, context })
}

pub(super) fn notice_of(views: &Views, text: Option<(EntryId, &Version)>, language: LanguageId) -> Value {
    text.map_or_else(none, |(id, version)| notice(views, id, version, language))
}

/// What a reader must know of the text's state: that it is the original's, or older than the original.
fn notice(views: &Views, id: EntryId, version: &Version, language: LanguageId) -> Value {
    let entry = views.site.entry(id);
    let original = views.url(views.plan.address(id, entry.original));
    if version.page.language != language {
        return Object::new()
            .with("kind", "fallback")
            .with("language", views.language(version.page.language))
            .with("original_url", original)
            .into();
    }
    match version.state {
        State::Outdated => Object::new()
            .with("kind", "outdated")
            .with("original_url", original)
            .with("original_language", views.language(entry.original))
            .into(),
        State::Original | State::Current => none(),
    }
}

/// The head of an entry or plain page: versions, fallback, switcher.
fn entry_head<'v>(
    views: &'v Views,
    kind: &'static str,
    id: EntryId,
    version: &'v Version,
    language: LanguageId,
) -> Head<'v> {
    let config = &views.site.config;
    let entry = views.site.entry(id);
    let existing: Vec<(LanguageId, Cow<'v, str>)> = config
        .language_ids()
        .filter(|language| entry.version(*language).is_some())
        .map(|language| (language, views.plan.address(id, language).into()))
        .collect();
    let switcher: Vec<Cow<'v, str>> = config
        .language_ids()
        .map(|other| match (entry.shown(other), entry.key.collection()) {
            (Some(_), _) => views.plan.address(id, other).into(),
            // Left out there: the list that it would stand in.
            (None, Some(collection)) => address::collection(config, collection, other).into(),
            (None, None) => address::home(config, other).into(),
        })
        .collect();
    let is_fallback = version.page.language != language;
    let is_translation = version.page.language != entry.original;
    let original = views.plan.address(id, entry.original);
    Head {
        kind,
        title: (&version.page.title).into(),
        description: described(version).unwrap_or_else(|| config.description.get(language).into()),
        language,
        address: views.plan.address(id, language).into(),
        existing,
        switcher,
        states: config.language_ids().map(|language| state(entry, language)).collect(),
        fallback_of: is_fallback.then(|| original.into()),
        trail: Some(match entry.key {
            PageKey::Entry(collection, _) => views.collection_trail(collection, language),
            _ => views.home_trail(language),
        }),
        feed: None,
        structured: Some(Structured {
            description: version.page.summary.as_deref(),
            is_part_of_site: true,
            modified: version.page.updated.as_ref().map(ToString::to_string),
            translation_of: is_translation.then_some(original),
            ..thing("WebPage", &version.page.title, version.page.language)
        }),
        article: true,
        number: 1,
        hidden: false,
        nowhere: false,
    }
}

/// A page in the words of programs, with nothing more than it must have.
fn thing<'v>(kind: &'static str, name: impl Into<Cow<'v, str>>, language: LanguageId) -> Structured<'v> {
    Structured {
        kind,
        name: name.into(),
        description: None,
        language,
        is_part_of_site: false,
        modified: None,
        translation_of: None,
    }
}

/// What a page says of itself: its summary, or its first words, if it has any.
fn described(version: &Version) -> Option<Cow<'_, str>> {
    /// Bytes in which the first words are looked for.
    const BEGINNING: usize = 2_000;
    let summary = version.page.summary.as_deref().map(Cow::from);
    summary.or_else(|| Some(lead(&version.page.body.beginning(BEGINNING)).into())).filter(|text| !text.is_empty())
}

/// The first words of a text, for a description where no summary is given.
fn lead(text: &str) -> String {
    const LENGTH: usize = 160;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    if first.chars().count() <= LENGTH {
        return first.to_owned();
    }
    let cut: String = first.chars().take(LENGTH).collect();
    let whole = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(&cut);
    format!("{whole}…")
}

fn plain(views: &Views, id: EntryId, language: LanguageId) -> Result<Option<View>, Failed> {
    let Some((version, _)) = views.site.entry(id).shown(language) else { return Ok(None) };
    let head = entry_head(views, "plain", id, version, language);
    let mut context = context(views, language, &head)?;
    insert_text(views, &mut context, id, version, language);
    context.insert_value("summary", version.page.summary.as_deref().into());
    let template = views.theme.template_for("page", views.site.entry(id).key.id());
    Ok(Some(View { template, language, context }))
}

/// What every page with a text of its own has.
fn insert_text(views: &Views, context: &mut Context, id: EntryId, version: &Version, language: LanguageId) {
    context.insert_value("body", views.body(version, language));
    insert_contents(views, context, Some(version));
    context.insert_value("notice", notice(views, id, version, language));
    context.insert_value("lang", views.foreign(version.page.language, language));
    let updated = version.page.updated.as_ref().map(|date| views.date(date, language));
    context.insert_value("updated", updated.into());
}

pub(super) fn insert_contents(views: &Views, context: &mut Context, version: Option<&Version>) {
    let (contents, count) = version.map_or_else(|| (Value::safe_string(""), 0), |version| views.contents(version));
    context.insert_value("toc", contents);
    context.insert_value("toc_length", count.into());
}

fn entry(views: &Views, id: EntryId, language: LanguageId) -> Result<Option<View>, Failed> {
    let entry = views.site.entry(id);
    let PageKey::Entry(collection, _) = &entry.key else { return Ok(None) };
    let Some((version, _)) = entry.shown(language) else { return Ok(None) };
    let config = &views.site.config;
    let head = entry_head(views, "entry", id, version, language);
    let mut context = context(views, language, &head)?;
    insert_text(views, &mut context, id, version, language);
    // Whatever list the entry stands in has made its card.
    context.insert_value("entry", views.card(id, language));
    context.insert_value("collection", views.collection_ref(*collection, language));
    context.insert_value("revision", entry.original().map(|original| text_value(&original.page.revision)).into());
    context.insert_value("source_file", (&*version.page.file).into());
    let facts = views.facts(id, language)?;
    context.insert_value("facts_derived", facts.derived.into());
    context.insert_value("fact_blocks", facts.blocks.into());
    context.insert_value("facts", facts.all.into());
    context.insert_value("facts_html", Value::safe_string(&facts.html));
    context.insert_value("fact", facts.by_name);
    context.insert_value("sources", facts.sources.unwrap_or_else(none));
    context.insert_value("relations", views.relations(id, language)?.into());
    context.insert_value("map", views.region_of_entry(id, language)?);
    let translations = translations(views, id, language, context.get("page"));
    context.insert_value("translations", translations);
    let template = views.theme.template_for("entry", &config.collection(*collection).name);
    Ok(Some(View { template, language, context }))
}

/// The entry in every language. Mostly the language switcher offers the same.
fn translations(views: &Views, id: EntryId, reader: LanguageId, page: Option<&Value>) -> Value {
    let entry = views.site.entry(id);
    let languages = || views.site.config.language_ids();
    let offered = page.and_then(|page| page.get_from_path("switcher"));
    if let Some(offered) = offered.filter(|_| languages().all(|language| entry.shown(language).is_some())) {
        return offered.clone();
    }
    let versions = languages().map(|language| {
        let version = views.version(language, views.plan.address(id, language), Some(state(entry, language)));
        version.with("current", language == reader).into()
    });
    versions.collect::<Vec<Value>>().into()
}

fn state(entry: &Entry, language: LanguageId) -> &'static str {
    match entry.version(language).map(|version| version.state) {
        Some(State::Original) => "original",
        Some(State::Current) => "current",
        Some(State::Outdated) => "outdated",
        None if entry.shown(language).is_some() => "fallback",
        None => "missing",
    }
}

fn collection(views: &Views, collection: CollectionId, language: LanguageId, number: usize) -> Result<View, Failed> {
    let config = &views.site.config;
    let schema = config.collection(collection);
    let entries = views.collection_list(collection, language);
    let folder = address::collection(config, collection, language);
    let text = index_text(views, &PageKey::CollectionIndex(collection), language);
    let mut head = list_head(views, "collection", schema.title.get(language), language, number, |language| {
        (address::collection(config, collection, language), views.collection_list(collection, language).len())
    });
    describe(&mut head, text);
    head.feed = Some(collection);
    let list = ListPage { entries: &entries, number, folder: &folder };
    let mut context = context(views, language, &head)?;
    context.insert_value("collection", views.collection_ref(collection, language));
    context.insert_value("body", body_or_empty(views, text, language));
    context.insert_value("notice", notice_of(views, text, language));
    let cards = views.card_fragments(CardPlace::List, list.own(), language)?;
    context.insert_value("list", views.list(&list, language).with("cards", cards).into());
    context.insert_value("facets", views.facets(collection, language));
    context.insert_value(
        "timeline",
        if number == 1 { views.timeline_of(&entries, language) } else { Vec::<Value>::new().into() },
    );
    let graph = if number == 1 { views.relation_graph(collection, language) } else { none() };
    context.insert_value("relation_graph", graph);
    Ok(View { template: views.theme.template_for("collection", &schema.name), language, context })
}

/// The head of a list: its later pages exist in a language only when the list is long enough there.
pub(super) fn list_head<'v>(
    views: &'v Views,
    kind: &'static str,
    title: impl Into<Cow<'v, str>>,
    language: LanguageId,
    number: usize,
    folder_and_count: impl Fn(LanguageId) -> (String, usize),
) -> Head<'v> {
    let mut head = plain_head(views, kind, title, language, |language| {
        let (folder, count) = folder_and_count(language);
        let pages = count.div_ceil(crate::plan::PAGE_SIZE).max(1);
        address::list_page(&folder, number.min(pages))
    });
    head.existing.retain(|(language, _)| {
        let (_, count) = folder_and_count(*language);
        number <= count.div_ceil(crate::plan::PAGE_SIZE).max(1)
    });
    head.number = number;
    head.structured = Some(thing("CollectionPage", head.title.clone(), language));
    head
}

fn search(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let head = plain_head(views, "search", views.string(language, "search-title"), language, |language| {
        address::search(config, language)
    });
    let mut context = context(views, language, &head)?;
    let first = views.search_pieces(language).first();
    let index = first.map(|piece| views.url(&views.search_path(language, piece)));
    context.insert_value("search", Object::new().with("index", index).into());
    let kinds: Vec<Value> =
        (0..config.collections.len()).map(|at| views.collection_ref(CollectionId(at), language)).collect();
    context.insert_value("kinds", kinds.into());
    Ok(View { template: "search.html".to_owned(), language, context })
}

fn not_found(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let mut head = plain_head(views, "not-found", views.string(language, "not-found-title"), language, |language| {
        address::home(config, language)
    });
    (head.hidden, head.nowhere) = (true, true);
    head.address = format!("{}/404.html", config.tag(language)).into();
    Ok(View { template: "404.html".to_owned(), language, context: context(views, language, &head)? })
}

fn redirect(views: &Views, target: &str, language: LanguageId) -> Result<View, Failed> {
    let mut head = plain_head(views, "redirect", "", language, |language| address::home(&views.site.config, language));
    head.fallback_of = Some(target.into());
    head.trail = None;
    let mut context = context(views, language, &head)?;
    context.insert_value("target", views.url(target).into());
    let title = views
        .site
        .entry_ids()
        .find(|id| views.plan.address(*id, language) == target)
        .and_then(|id| views.site.entry(id).shown(language))
        .map(|(version, _)| version.page.title.clone());
    context.insert_value("target_title", title.unwrap_or_default().into());
    Ok(View { template: "redirect.html".to_owned(), language, context })
}
