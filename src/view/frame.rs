//! Data that every page of a language shares: the site, the language, the menu. And links to collections and
//! vocabularies.

use tera::Context;

use super::{
    Views,
    data::{CollectionLink, LanguageData, Menu, MenuPage, SiteData, VocabularyLink},
    values::{Shared, value_of},
};
use crate::{
    config::{CollectionId, LanguageId, VocabularyId},
    content::PageKey,
    plan::address,
    theme::templates::LANGUAGE_KEY,
};

/// What every page of a language gets, made into values once.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub site: Shared<SiteData>,
    pub language: Shared<LanguageData>,
    pub menu: Shared<Menu>,
}

impl Views {
    pub(super) fn frame(&self, language: LanguageId) -> Frame {
        self.caches.frames.get(language, 0, || self.make_frame(language))
    }

    fn make_frame(&self, language: LanguageId) -> Frame {
        let config = &self.site.config;
        let locale = self.site.locale(language);
        let site = SiteData {
            title: config.title.get(language).into(),
            description: config.description.get(language).into(),
            origin: (&config.base_url.origin).into(),
            base: (&config.base_url.path).into(),
            home: self.url(&address::home(config, language)).into(),
        };
        let menu = self.menu(language);
        let language = LanguageData {
            tag: locale.tag().into(),
            direction: locale.direction().into(),
            name: locale.own_name().into(),
        };
        Frame { site: Shared::new(site), language: Shared::new(language), menu: Shared::new(menu) }
    }

    pub(super) fn language(&self, language: LanguageId) -> Shared<LanguageData> {
        self.frame(language).language
    }

    fn menu(&self, language: LanguageId) -> Menu {
        let config = &self.site.config;
        let page = |id| {
            let entry = self.site.entry(id);
            let PageKey::Plain(name) = &entry.key else { return None };
            let (version, _) = entry.shown(language)?;
            let url = self.url(self.plan.address(id, language)).into();
            Some(MenuPage { id: name.into(), title: (&version.page.title).into(), url })
        };
        Menu {
            collections: self.collection_links(language),
            vocabularies: self.vocabularies().map(|id| self.vocabulary_link(id, language)).collect(),
            pages: self.site.entry_ids().filter_map(page).collect(),
            search_url: self.url(&address::search(config, language)).into(),
        }
    }

    /// The data that every template gets.
    pub(super) fn frame_context(&self, language: LanguageId) -> Context {
        let frame = self.frame(language);
        let mut context = Context::new();
        context.insert_value("site", value_of(&frame.site));
        context.insert_value(LANGUAGE_KEY, value_of(&frame.language));
        context.insert_value("menu", value_of(&frame.menu));
        context
    }

    pub(super) fn collection_links(&self, language: LanguageId) -> Vec<CollectionLink> {
        (0..self.site.config.collections.len()).map(|at| self.collection_link(CollectionId(at), language)).collect()
    }

    pub(super) fn collection_link(&self, collection: CollectionId, language: LanguageId) -> CollectionLink {
        let config = &self.site.config;
        CollectionLink {
            name: (&config.collection(collection).name).into(),
            title: config.collection(collection).title.get(language).into(),
            url: self.url(&address::collection(config, collection, language)).into(),
            count: self.collection_entries(collection, language).len(),
        }
    }

    pub(super) fn vocabulary_link(&self, vocabulary: VocabularyId, language: LanguageId) -> VocabularyLink {
        let config = &self.site.config;
        VocabularyLink {
            name: (&config.vocabulary(vocabulary).name).into(),
            title: config.vocabulary(vocabulary).title.get(language).into(),
            url: self.url(&address::vocabulary(config, vocabulary, language)).into(),
            count: self.site.terms_of(vocabulary).len(),
        }
    }
}
