//! One function for each kind of page: its template and data. Those of vocabularies and terms are in `vocabularies`.

use std::borrow::Cow;

use super::{
    View, Views, brief, changes,
    data::{
        AlternateLink, CollectionPageData, EntryPageData, Group, HomeData, HomeVocabulary, LatestGroup, NotFoundData,
        PageVersion, RedirectData, RootData, RootLanguage, SearchData, SearchPageData, TimelineData,
    },
    data_page,
    fragments::{CardPlace, Failed},
    head::{Article, Head, Thing},
    lists::ListPage,
    page::{index_text, list_head, page_text, plain_head, view},
    table, vocabularies,
};
use crate::{
    config::{CollectionId, LanguageId, VocabularyId},
    content::PageKey,
    plan::{Briefed, ListOf, What, address},
    site::{Entry, EntryId, Version},
    text::shortened,
    theme::TIMELINE,
};

/// The number of entries of each collection that the home page shows.
const HOME_ENTRIES: usize = 6;
/// The number of collections whose first entries it shows where site.toml does not say of which.
const HOME_COLLECTIONS: usize = 2;

pub(super) fn page(views: &Views, what: &What) -> Result<Option<View>, Failed> {
    Ok(match what {
        What::Root => Some(root(views, false)?),
        What::RootNotFound => Some(root(views, true)?),
        What::Home(language) => Some(home(views, *language)?),
        What::Timeline(language) => Some(timeline(views, *language)?),
        What::Plain(id, language) => plain(views, *id, *language)?,
        What::Entry(id, language) => entry(views, *id, *language)?,
        What::Collection(collection, language, number) => {
            Some(self::collection(views, *collection, *language, *number)?)
        }
        What::Table(collection, language, number) => Some(table::page(views, *collection, *language, *number)?),
        What::Vocabulary(vocabulary, language) => Some(vocabularies::vocabulary(views, *vocabulary, *language)?),
        What::Term(vocabulary, term, language, number) => {
            Some(vocabularies::term(views, *vocabulary, *term, *language, *number)?)
        }
        What::Cross(cross, language, number) => vocabularies::cross(views, *cross, *language, *number)?,
        What::Brief(of, language) => brief::brief(views, *of, *language)?,
        What::ChangesPage(language) => Some(changes::page(views, *language)?),
        What::DataPage(language) => Some(data_page::data_page(views, *language)?),
        What::Search(language) => Some(search(views, *language)?),
        What::NotFound(language) => Some(not_found(views, *language)?),
        What::Redirect { target, language } => Some(redirect(views, target, *language)?),
        What::Feed(..)
        | What::ChangesFeed(..)
        | What::ListFile(..)
        | What::Calendar(..)
        | What::SharePicture(..)
        | What::Picture(..)
        | What::Data(..)
        | What::Catalogue
        | What::Database
        | What::Changes
        | What::Sitemap
        | What::SitemapPart(_)
        | What::Robots
        | What::Headers
        | What::Redirects
        | What::SecurityTxt
        | What::Map
        | What::Asset(_)
        | What::Attachment(..)
        | What::Static(_)
        | What::SearchPiece(..) => None,
    })
}

fn root(views: &Views, not_found: bool) -> Result<View, Failed> {
    let config = &views.site.config;
    let default = LanguageId(0);
    let mut head =
        plain_head(views, "root", config.title.get(default), default, |language| address::home(config, language));
    head.address = "".into();
    head.breadcrumbs = None;
    (head.hidden, head.nowhere) = (not_found, not_found);
    let language = |language: LanguageId| RootLanguage {
        language: views.language(language),
        title: config.title.get(language).into(),
        description: config.description.get(language).into(),
        url: views.url(&address::home(config, language)).into(),
        continue_text: views.string(language, "continue").into(),
        not_found_text: views.string(language, "not-found-title").into(),
    };
    let languages = config.language_ids().map(language).collect();
    let alternates = views.alternate_links(&head).into_iter();
    let alternates = alternates.map(|(tag, url)| AlternateLink { tag: tag.into(), url: url.into() }).collect();
    let data = RootData { languages, not_found, alternates };
    view(views, "root.html".to_owned(), &head, &data)
}

fn home(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let text = views.site.find(&PageKey::Home).and_then(|id| views.site.entry(id).shown(language));
    let own = text.filter(|(version, _)| version.page.language == language);
    let title = own.map_or_else(|| config.title.get(language), |(version, _)| &version.page.title);
    let mut head = plain_head(views, "home", title, language, |language| address::home(config, language));
    head.breadcrumbs = None;
    head.follow = views.follow_link(None, language);
    head.thing = Some(Thing {
        description: Some(config.description.get(language)),
        ..Thing::new("WebSite", config.title.get(language), language)
    });
    let collections = (0..config.collections.len()).map(|at| home_group(views, CollectionId(at), language));
    let vocabulary = |id| {
        let vocabulary = views.vocabulary_link(id, language);
        Ok(HomeVocabulary { vocabulary, terms: views.all_term_data(id, language)? })
    };
    let data = HomeData {
        text: index_text(views, &PageKey::Home, &mut head),
        collections: collections.collect::<Result<_, Failed>>()?,
        vocabularies: views.vocabularies().map(vocabulary).collect::<Result<_, Failed>>()?,
        map: views.map(&[], language)?,
        latest: latest(views, language)?,
        feature: views.site.feature().map(|id| views.card(id, language)),
        timeline: timeline_data(views, language),
        newest: views.newest(language),
        changes: views.newest_changes(language),
    };
    view(views, "home.html".to_owned(), &head, &data)
}

/// The page of the timeline, whose chart the home page shows too.
fn timeline(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let title = views.string(language, "timeline-title");
    let head = plain_head(views, "timeline", title, language, |other| address::timeline(&views.site.config, other));
    view(views, TIMELINE.to_owned(), &head, &timeline_data(views, language))
}

fn timeline_data(views: &Views, language: LanguageId) -> TimelineData {
    let config = &views.site.config;
    let home = &config.presentation.home;
    let named = |id: &CollectionId| home.timeline.as_ref().is_none_or(|named| named.contains(id));
    let collections = (0..config.collections.len()).map(CollectionId).filter(named);
    TimelineData {
        timeline: views.timeline(&views.site.on_timeline(), language),
        timeline_collections: collections.map(|id| views.collection_link(id, language)).collect(),
        timeline_note: home.timeline_note.as_ref().map(|note| note.get(language).into()),
    }
}

/// The first entries of the collections that `[home]` names, or of the first two collections.
fn latest(views: &Views, language: LanguageId) -> Result<Vec<LatestGroup>, Failed> {
    let config = &views.site.config;
    let home = &config.presentation.home;
    let first = || (0..config.collections.len()).take(HOME_COLLECTIONS).map(CollectionId).collect();
    let named = home.latest.clone().unwrap_or_else(first);
    let note = |id: CollectionId| home.notes.iter().find(|(known, _)| *known == id).map(|(_, note)| note.get(language));
    let one = |id| Ok(LatestGroup { group: home_group(views, id, language)?, note: note(id).map(Into::into) });
    let groups: Vec<LatestGroup> = named.into_iter().map(one).collect::<Result<_, Failed>>()?;
    Ok(groups.into_iter().filter(|latest| latest.group.count > 0).collect())
}

fn home_group(views: &Views, collection: CollectionId, language: LanguageId) -> Result<Group, Failed> {
    let entries = views.collection_entries(collection, language);
    let first = entries.get(..HOME_ENTRIES.min(entries.len())).unwrap_or_default();
    views.group(collection, entries.len(), first, language)
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
    let switcher = config.language_ids().map(|other| match (entry.shown(other), entry.key.collection()) {
        (Some(_), _) => views.plan.address(id, other).into(),
        // A language that leaves the entry out still has the list that it would stand in.
        (None, Some(collection)) => address::collection(config, collection, other).into(),
        (None, None) => address::home(config, other).into(),
    });
    let is_fallback = version.page.language != language;
    let is_translation = version.page.language != entry.original;
    let original = views.plan.address(id, entry.original);
    let address = |language| views.plan.address(id, language).to_owned();
    let mut head = plain_head(views, kind, &version.page.title, language, address);
    if let Some(description) = described(version) {
        head.description = description;
    }
    head.existing.retain(|(language, _)| entry.version(*language).is_some());
    head.switcher = switcher.collect();
    head.states = config.language_ids().map(|language| state_word(entry, language)).collect();
    head.fallback_of = is_fallback.then(|| original.into());
    if let PageKey::Entry(collection, _) = entry.key {
        head.breadcrumbs = Some(views.collection_breadcrumbs(collection, language));
    }
    let others = config.language_ids().filter(|other| *other != entry.original && entry.version(*other).is_some());
    let others = others.map(|other| views.plan.address(id, other));
    head.thing = Some(Thing {
        description: version.page.summary.as_deref(),
        is_part_of_site: true,
        modified: version.page.updated.as_ref().map(ToString::to_string),
        published: views.published(id),
        translation_of: is_translation.then_some(original),
        translations: if is_translation { Vec::new() } else { others.collect() },
        entity: views.entity(id, version, &views.absolute(views.plan.address(id, version.page.language))),
        ..Thing::new("WebPage", &version.page.title, version.page.language)
    });
    head.article = Some(Article {
        published: views.published(id),
        modified: version.page.updated.filter(|day| day.day().is_some()).map(|day| day.to_string()),
        section: entry.key.collection().map(|collection| config.collection(collection).title.get(language)),
        picture: views.plan.share_picture(id, version.page.language),
    });
    head.source = Some(&version.page.file);
    head
}

/// A page's description: its summary, or its first words, if it has any.
fn described(version: &Version) -> Option<Cow<'_, str>> {
    /// Bytes in which the first words are looked for.
    const BEGINNING: usize = 2_000;
    /// Letters of a description that is made of them.
    const DESCRIPTION: usize = 160;
    let summary = version.page.summary.as_deref().map(Cow::from);
    let first_words = || {
        let beginning = version.page.body.beginning(BEGINNING);
        let line = beginning.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        Some(shortened(line, DESCRIPTION).into_owned().into())
    };
    summary.or_else(first_words).filter(|text: &Cow<'_, str>| !text.is_empty())
}

fn plain(views: &Views, id: EntryId, language: LanguageId) -> Result<Option<View>, Failed> {
    let Some((version, _)) = views.site.entry(id).shown(language) else { return Ok(None) };
    let head = entry_head(views, "plain", id, version, language);
    let template = views.theme.template_for("page", views.site.entry(id).key.id());
    view(views, template, &head, &page_text(views, id, version, language)).map(Some)
}

fn entry(views: &Views, id: EntryId, language: LanguageId) -> Result<Option<View>, Failed> {
    let entry = views.site.entry(id);
    let PageKey::Entry(collection, _) = &entry.key else { return Ok(None) };
    let Some((version, _)) = entry.shown(language) else { return Ok(None) };
    let head = entry_head(views, "entry", id, version, language);
    let data = EntryPageData {
        entry: views.card(id, language),
        text: page_text(views, id, version, language),
        facts: views.facts(id, language)?,
        brief_url: views.brief_url(Briefed::Entry(id), language),
        last_change: views.last_change(&entry.key, language),
        contact: views.contact_of_entry(id, language)?,
        relations: views.relations(id, language)?,
        map: views.map_of_entry(id, language)?,
        translations: translations(views, id, language),
        collection: views.collection_link(*collection, language),
        revision: entry.revision().map(Into::into),
        source_file: (&*version.page.file).into(),
    };
    let template = views.theme.template_for("entry", &views.site.config.collection(*collection).name);
    view(views, template, &head, &data).map(Some)
}

/// The entry in every language.
fn translations(views: &Views, id: EntryId, reader: LanguageId) -> Vec<PageVersion> {
    let entry = views.site.entry(id);
    let version = |language| PageVersion {
        language: views.language(language),
        url: views.url(views.plan.address(id, language)).into(),
        state: Some(state_word(entry, language).into()),
        current: language == reader,
    };
    views.site.config.language_ids().map(version).collect()
}

fn state_word(entry: &Entry, language: LanguageId) -> &'static str {
    match entry.version(language) {
        None if entry.shown(language).is_some() => "fallback",
        _ => entry.state_name(language),
    }
}

fn collection(views: &Views, collection: CollectionId, language: LanguageId, number: usize) -> Result<View, Failed> {
    let config = &views.site.config;
    let schema = config.collection(collection);
    let entries = views.collection_entries(collection, language);
    let folder = address::collection(config, collection, language);
    let mut head = list_head(views, "collection", schema.title.get(language), language, number, |language| {
        (address::collection(config, collection, language), views.collection_entries(collection, language).len())
    });
    head.feed = Some(collection);
    let list = ListPage { entries: &entries, number, folder: &folder };
    let cards = views.card_fragments(CardPlace::List, list.own(), language)?;
    let is_first = number == 1;
    let data = CollectionPageData {
        collection: views.collection_link(collection, language),
        text: index_text(views, &PageKey::CollectionIndex(collection), &mut head),
        list: views.list(&list, cards, language),
        facets: views.facets(collection, language),
        table_url: views.table_url(collection, language),
        download: views.download(ListOf::Collection(collection), language),
        timeline: if is_first { views.timeline(&entries, language) } else { Vec::new() },
        relation_graph: if is_first { views.relation_graph(collection, language) } else { None },
    };
    if let Some(thing) = head.thing.as_mut().filter(|_| is_first) {
        let page = views.absolute(&folder);
        thing.entity = Some(views.dataset(collection, &head.description, language, &page));
    }
    view(views, views.theme.template_for("collection", &schema.name), &head, &data)
}

fn search(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let head = plain_head(views, "search", views.string(language, "search-title"), language, |language| {
        address::search(config, language)
    });
    let first = views.search_pieces(language).first();
    let index = first.map(|piece| views.url(&views.search_path(language, piece)).into());
    let title = |id: Option<VocabularyId>| id.map(|id| config.vocabulary(id).title.get(language).into());
    let (countries, subjects) = (title(config.country_vocabulary()), title(config.subject_vocabulary()));
    let data =
        SearchPageData { search: SearchData { index, countries, subjects }, kinds: views.collection_links(language) };
    view(views, "search.html".to_owned(), &head, &data)
}

fn not_found(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let mut head = plain_head(views, "not-found", views.string(language, "not-found-title"), language, |language| {
        address::home(config, language)
    });
    (head.hidden, head.nowhere) = (true, true);
    head.address = format!("{}/404.html", config.tag(language)).into();
    view(views, "404.html".to_owned(), &head, &NotFoundData {})
}

fn redirect(views: &Views, target: &str, language: LanguageId) -> Result<View, Failed> {
    let mut head = plain_head(views, "redirect", "", language, |language| address::home(&views.site.config, language));
    head.fallback_of = Some(target.into());
    head.breadcrumbs = None;
    let mut ids = views.site.entry_ids();
    let entry = ids.find(|id| views.plan.address(*id, language) == target).map(|id| views.site.entry(id));
    let version = entry.and_then(|entry| entry.shown(language)).map(|(version, _)| version);
    let target_title = version.map_or_else(|| "".into(), |version| (&version.page.title).into());
    let data = RedirectData { target: views.url(target).into(), target_title };
    view(views, "redirect.html".to_owned(), &head, &data)
}
