//! Changes as people read them: the page, the line on an entry, the home page's newest, and feeds.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    View, Views,
    data::{ChangeDay, ChangeItem, ChangeNoteData, ChangesPageData, FeedLink, LastChange},
    fragments::Failed,
    page::{foreign, other_direction, plain_head, view},
    values::Text,
};
use crate::{
    config::{LanguageId, VocabularyId},
    content::PageKey,
    outputs::changes_feed::{self, ChangesFeed, FeedChange},
    plan::address,
    site::{
        TermId,
        changes::{ChangeKind, Told, told},
    },
    theme::CHANGES,
};

/// The page shows so many changes, the newest. The others are in the open data.
const ON_PAGE: usize = 300;
/// So many of a day are shown at once.
const AT_ONCE: usize = 12;
/// A feed has so many.
const IN_FEED: usize = 50;
/// The home page has so many.
const ON_HOME: usize = 6;

/// Everything that readers of a language are told, and the places of each entry and term in it.
#[derive(Debug)]
pub(super) struct AllChanges {
    told: Vec<Told>,
    /// Places in `told`, the newest first.
    by_key: BTreeMap<PageKey, Vec<usize>>,
}

pub(super) fn page(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let title = views.string(language, "changes-title");
    let mut head = plain_head(views, "changes", title, language, |language| address::changes(config, language));
    head.follow = views.follow_link(None, language);
    let all = views.all_changes(language);
    let mut days: Vec<ChangeDay> = Vec::new();
    for told in all.told.iter().take(ON_PAGE) {
        let item = views.change_item(told, language);
        match days.last_mut().filter(|day| day.day.iso.as_str() == item.day.iso.as_str()) {
            Some(day) if day.items.len() < AT_ONCE => day.items.push(item),
            Some(day) => day.more.push(item),
            None => days.push(ChangeDay { day: views.date(&told.day, language), items: vec![item], more: Vec::new() }),
        }
    }
    let history = views.history();
    let data = ChangesPageData {
        days,
        older: all.told.len().saturating_sub(ON_PAGE),
        has_history: history.is_some(),
        data_url: views.url("data/changes.json").into(),
    };
    view(views, CHANGES.to_owned(), &head, &data)
}

impl Views {
    pub(super) fn all_changes(&self, language: LanguageId) -> Arc<AllChanges> {
        self.caches.changes.get(language, 0, || {
            let told = told(&self.site, self.history(), language);
            let mut by_key: BTreeMap<PageKey, Vec<usize>> = BTreeMap::new();
            for (at, one) in told.iter().enumerate() {
                by_key.entry(one.key.clone()).or_default().push(at);
            }
            Arc::new(AllChanges { told, by_key })
        })
    }

    /// The page of what changed, where there is one.
    pub(super) fn changes_url(&self, language: LanguageId) -> Option<Text> {
        let inside = address::changes(&self.site.config, language);
        let output = self.plan.find(&format!("{inside}index.html"))?;
        matches!(output.what, crate::plan::What::ChangesPage(_)).then(|| self.url(&inside).into())
    }

    /// The newest changes for the home page.
    pub(super) fn newest_changes(&self, language: LanguageId) -> Vec<ChangeItem> {
        if self.changes_url(language).is_none() {
            return Vec::new();
        }
        let all = self.all_changes(language);
        let is_entry = |told: &&Told| matches!(told.key, PageKey::Entry(..)) && told.entry.is_some();
        all.told.iter().filter(is_entry).take(ON_HOME).map(|told| self.change_item(told, language)).collect()
    }

    /// The last change of a page.
    pub(super) fn last_change(&self, key: &PageKey, language: LanguageId) -> Option<LastChange> {
        let page = self.changes_url(language)?;
        let all = self.all_changes(language);
        let at = *all.by_key.get(key)?.first()?;
        let change = self.change_item(all.told.get(at)?, language);
        // A change that is too old for the page has no place there.
        let place = if at < ON_PAGE { format!("#_{}", change.anchor.as_str()) } else { String::new() };
        let page_url = format!("{}{place}", page.as_str()).into();
        Some(LastChange { change, page_url })
    }

    fn change_item(&self, told: &Told, language: LanguageId) -> ChangeItem {
        let subject = self.subject(told, language);
        let note = |(text, of): &(String, LanguageId)| ChangeNoteData {
            text: text.into(),
            lang: foreign(self, *of, language),
            dir: other_direction(self, *of, language),
        };
        let kind = match told.kind {
            Some(kind) => kind.name(),
            None if told.notes.is_empty() => "updated",
            None => "noted",
        };
        let state = told.entry.and_then(|id| self.unconfirmed(id));
        ChangeItem {
            kind: kind.into(),
            day: self.date(&told.day, language),
            anchor: format!("{}-{}", told.day, told.key.path(&self.site.config).replace('/', "--")).into(),
            fields: told.fields.iter().map(|name| self.field_label(&told.key, name, language)).collect(),
            notes: told.notes.iter().map(note).collect(),
            state: state.map(|choice| choice.label.get(language).into()),
            ..subject
        }
    }

    /// The entry or term of a change: its names and address. Of one that was removed, only the id is given.
    fn subject(&self, told: &Told, language: LanguageId) -> ChangeItem {
        let config = &self.site.config;
        let of = match &told.key {
            PageKey::Entry(collection, _) | PageKey::CollectionIndex(collection) => {
                Some(config.collection(*collection).title.get(language))
            }
            PageKey::Term(vocabulary, _) | PageKey::VocabularyIndex(vocabulary) => {
                Some(config.vocabulary(*vocabulary).title.get(language))
            }
            PageKey::Home | PageKey::Plain(_) => None,
        };
        let term = match &told.key {
            PageKey::Term(vocabulary, id) => self.site.find_term(*vocabulary, id).map(|term| (*vocabulary, term)),
            _ => None,
        };
        let shown = told.entry.and_then(|id| Some((id, self.site.entry(id).shown(language)?)));
        let (title, url, shown_in) = match (term, shown) {
            (Some((vocabulary, term)), _) => {
                let link = self.term_link(vocabulary, term, language);
                (link.title, link.url, language)
            }
            (None, Some((id, (version, shown_in)))) => {
                let url = self.url(self.plan.address(id, language));
                ((&version.page.title).into(), Some(url.into()), shown_in)
            }
            (None, None) => (told.key.id().into(), None, language),
        };
        ChangeItem {
            kind: "".into(),
            day: self.date(&told.day, language),
            anchor: "".into(),
            title,
            url,
            lang: foreign(self, shown_in, language),
            dir: other_direction(self, shown_in, language),
            of: of.map(Text::from),
            fields: Vec::new(),
            notes: Vec::new(),
            state: None,
        }
    }

    /// The name of what changed, in the reader's language.
    fn field_label(&self, key: &PageKey, name: &str, language: LanguageId) -> Text {
        let config = &self.site.config;
        match name {
            "title" => return self.string(language, "change-field-title").into(),
            "summary" => return self.string(language, "change-field-summary").into(),
            "text" => return self.string(language, "change-field-text").into(),
            _ => {}
        }
        let fields = match key {
            PageKey::Entry(collection, _) => config.collection(*collection).fields.as_slice(),
            PageKey::Term(vocabulary, _) => config.vocabulary(*vocabulary).fields.as_slice(),
            _ => &[],
        };
        fields.iter().find(|field| field.name == name).map_or(name, |field| field.label.get(language)).into()
    }

    /// The feed of every change, or of those that concern a term, where there is one.
    pub(super) fn follow_link(&self, term: Option<(VocabularyId, TermId)>, language: LanguageId) -> Option<FeedLink> {
        let inside = self.changes_feed_address(term, language)?;
        self.plan.find(&inside)?;
        Some(FeedLink { title: self.changes_feed_title(term, language).into(), url: self.url(&inside).into() })
    }

    fn changes_feed_title(&self, term: Option<(VocabularyId, TermId)>, language: LanguageId) -> String {
        let title = match term.and_then(|(vocabulary, term)| self.site.term(vocabulary, term)) {
            Some(term) => term.title.get(language),
            None => self.site.config.title.get(language),
        };
        self.string_with(language, "changes-of", &[("title", title.to_owned().into())])
    }

    fn changes_feed_address(&self, term: Option<(VocabularyId, TermId)>, language: LanguageId) -> Option<String> {
        let folder = match term {
            Some((vocabulary, term)) => address::term(&self.site, vocabulary, term, language)?,
            None => address::changes(&self.site.config, language),
        };
        Some(format!("{folder}feed.xml"))
    }

    /// A feed of changes as XML. What is not written in the language stands in no feed.
    pub(super) fn changes_feed(&self, term: Option<(VocabularyId, TermId)>, language: LanguageId) -> String {
        let all = self.all_changes(language);
        let places: Vec<usize> = match term {
            None => (0..all.told.len()).collect(),
            Some((vocabulary, term)) => {
                let own = self.site.term(vocabulary, term).map(|known| PageKey::Term(vocabulary, known.id.clone()));
                let entries = self.site.entries_of_term(vocabulary, term);
                let keys = entries.iter().map(|id| &self.site.entry(*id).key).chain(own.as_ref());
                let mut places: Vec<usize> = keys.filter_map(|key| all.by_key.get(key)).flatten().copied().collect();
                places.sort_unstable();
                places
            }
        };
        let told = places.into_iter().filter_map(|at| all.told.get(at));
        let is_written = |told: &&Told| told.entry.is_none_or(|id| self.site.entry(id).version(language).is_some());
        let changes: Vec<FeedChange> =
            told.filter(is_written).take(IN_FEED).map(|told| self.feed_change(told, language)).collect();
        let address = self.changes_feed_address(term, language).unwrap_or_default();
        let page = address.strip_suffix("feed.xml").unwrap_or_default();
        let title = self.changes_feed_title(term, language);
        let feed = ChangesFeed { language, title: &title, address: &address, page };
        changes_feed::feed(&self.site.config, &feed, &changes)
    }

    fn feed_change(&self, told: &Told, language: LanguageId) -> FeedChange {
        let item = self.change_item(told, language);
        let config = &self.site.config;
        let inside = |url: &str| url.strip_prefix(&config.base_url.path).unwrap_or(url).to_owned();
        let page = address::changes(config, language);
        let url = item.url.as_ref().map_or(page, |url| inside(url.as_str()));
        let version = told.entry.and_then(|id| self.site.entry(id).version(language));
        // No reader of feeds may see it change (RFC 4287, 4.2.6).
        let first = version.map_or_else(|| url.clone(), |version| address::first(&version.page.aliases, &url));
        let of =
            if item.url.is_none() { format!("{}-", told.key.path(config).replace('/', "-")) } else { String::new() };
        let mut text = self.change_words(told.kind, &item, language);
        for note in &item.notes {
            text = format!("{text}. {}", note.text.as_str());
        }
        let state = item.state.map(|state| format!(" ({})", state.as_str())).unwrap_or_default();
        FeedChange {
            id: self.absolute(&format!("{first}?changed={of}{}", told.day)),
            title: format!("{}{state}", item.title.as_str()),
            day: told.day,
            url: self.absolute(&url),
            text,
        }
    }

    /// `Changed: Sectors, Text`
    fn change_words(&self, kind: Option<ChangeKind>, item: &ChangeItem, language: LanguageId) -> String {
        let key = match kind {
            Some(ChangeKind::New) => "change-new",
            Some(ChangeKind::Changed) => "change-changed",
            Some(ChangeKind::Removed) => "change-removed",
            None if item.notes.is_empty() => "change-updated",
            None => "change-noted",
        };
        let words = self.string(language, key);
        let fields: Vec<&str> = item.fields.iter().map(Text::as_str).collect();
        if fields.is_empty() { words } else { format!("{words}: {}", fields.join(", ")) }
    }
}
