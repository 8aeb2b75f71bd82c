//! Data that every page of a language shares: the site, the language, the menu. And links to collections and
//! vocabularies.

use tera::Context;

use super::{
    Views,
    data::{CollectionLink, LanguageData, Menu, MenuLink, MenuPage, SiteData, VocabularyLink},
    page::{foreign, other_direction},
    values::{Named, Shared, Text, value_of},
};
use crate::{
    config::{
        CollectionId, LanguageId, VocabularyId,
        presentation::{FooterLink, Placed},
    },
    content::PageKey,
    plan::{What, address},
    site::EntryId,
    theme::templates::LANGUAGE_KEY,
};

/// The data that every page of a language gets, made into values once.
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
        let look = &config.presentation.look;
        let asset = |file: &Option<(String, _)>| {
            let (name, _) = file.as_ref()?;
            Some(self.url(self.theme.asset(name)?).into())
        };
        let site = SiteData {
            title: config.title.get(language).into(),
            description: config.description.get(language).into(),
            origin: (&config.base_url.origin).into(),
            base: (&config.base_url.path).into(),
            home: self.url(&address::home(config, language)).into(),
            logo: asset(&look.logo),
            icon: asset(&look.icon),
            colours_url: self.theme.colours().map(|path| self.url(path).into()),
            colours: Named(look.colours.iter().map(|c| (c.name.clone(), (&c.light).into())).collect()),
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
        let named = &config.presentation.menu;
        let collection = |id: &CollectionId| self.collection_link(*id, language);
        let vocabulary = |id: &VocabularyId| self.vocabulary_link(*id, language);
        let pages: Vec<MenuPage> = self.site.entry_ids().filter_map(|id| self.menu_page(id, language)).collect();
        let page = |(name, _): &Placed| pages.iter().find(|page| page.id.as_str() == name).cloned();
        Menu {
            footer: config
                .presentation
                .footer
                .iter()
                .filter_map(|link| match link {
                    FooterLink::Page(name) => {
                        page(name).map(|page| MenuLink { title: page.title, url: page.url, external: false })
                    }
                    FooterLink::Address { title, url } => {
                        Some(MenuLink { title: title.get(language).into(), url: url.into(), external: true })
                    }
                })
                .collect(),
            collections: match &named.collections {
                Some(ids) => ids.iter().map(collection).collect(),
                None => self.collection_links(language),
            },
            vocabularies: match &named.vocabularies {
                Some(ids) => ids.iter().map(vocabulary).collect(),
                None => self.vocabularies().map(|id| vocabulary(&id)).collect(),
            },
            pages: match &named.pages {
                Some(names) => names.iter().filter_map(page).collect(),
                None => pages,
            },
            timeline_url: self.timeline_url(language),
            search_url: self.url(&address::search(config, language)).into(),
            changes_url: self.changes_url(language),
            data_url: self.has_data_page(language).then(|| self.url(&address::data(config, language)).into()),
        }
    }

    fn timeline_url(&self, language: LanguageId) -> Option<Text> {
        let address = address::timeline(&self.site.config, language);
        let stands = self.plan.find(&format!("{address}index.html"))?;
        matches!(stands.what, What::Timeline(_)).then(|| self.url(&address).into())
    }

    /// A plain page, if readers of the language are shown it.
    pub(super) fn menu_page(&self, id: EntryId, language: LanguageId) -> Option<MenuPage> {
        let entry = self.site.entry(id);
        let PageKey::Plain(name) = &entry.key else { return None };
        let (version, _) = entry.shown(language)?;
        let button = &self.site.config.presentation.menu.button;
        Some(MenuPage {
            id: name.into(),
            title: (&version.page.title).into(),
            lang: foreign(self, version.page.language, language),
            dir: other_direction(self, version.page.language, language),
            url: self.url(self.plan.address(id, language)).into(),
            button: button.as_ref().is_some_and(|(button, _)| button == name),
        })
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
