//! What every page of a language shares: the site, the language, the menu.

use std::sync::Arc;

use super::{Views, object::Object};
use crate::{
    config::{CollectionId, LanguageId, VocabularyId},
    content::PageKey,
    plan::address,
    theme::{Value, templates::text_value},
};

#[derive(Clone, Debug)]
pub struct Frame {
    pub site: Value,
    pub language: Value,
    pub menu: Value,
    /// The addresses of the menu's links.
    pub urls: Arc<[String]>,
}

impl Views {
    pub fn frame(&self, language: LanguageId) -> Frame {
        match self.frames.get(language.0) {
            Some(slot) => slot.get_or_init(|| self.make_frame(language)).clone(),
            None => self.make_frame(language),
        }
    }

    fn make_frame(&self, language: LanguageId) -> Frame {
        let config = &self.site.config;
        let base = &config.base_url;
        let site = Object::new()
            .with("title", text_value(config.title.get(language)))
            .with("description", text_value(config.description.get(language)))
            .with("origin", text_value(&base.origin))
            .with("base", text_value(&base.path))
            .with("home", self.url_value(&address::home(config, language)));
        let menu = self.menu(language);
        let urls = menu_urls(&menu);
        Frame { site: site.into(), language: self.language(language), menu, urls }
    }

    /// Tag, direction and own name of a language.
    pub fn language(&self, language: LanguageId) -> Value {
        let locale = self.site.locale(language);
        Object::new()
            .with("tag", text_value(locale.tag()))
            .with("direction", text_value(locale.direction()))
            .with("name", text_value(locale.own_name()))
            .into()
    }

    fn menu(&self, language: LanguageId) -> Value {
        let config = &self.site.config;
        let collections: Vec<Value> =
            (0..config.collections.len()).map(|at| self.collection_ref(CollectionId(at), language)).collect();
        let vocabularies: Vec<Value> = (0..config.vocabularies.len())
            .map(|at| {
                let vocabulary = VocabularyId(at);
                self.vocabulary_ref(vocabulary, language).with("count", self.site.terms_of(vocabulary).len()).into()
            })
            .collect();
        let pages: Vec<Value> = self
            .site
            .entry_ids()
            .filter_map(|id| {
                let entry = self.site.entry(id);
                let PageKey::Plain(name) = &entry.key else { return None };
                let (version, _) = entry.shown(language)?;
                let page = Object::new()
                    .with("id", name.as_str())
                    .with("title", version.page.title.as_str())
                    .with("url", self.url_value(self.plan.address(id, language)));
                Some(page.into())
            })
            .collect();
        Object::new()
            .with("collections", collections)
            .with("vocabularies", vocabularies)
            .with("pages", pages)
            .with("search_url", self.url_value(&address::search(config, language)))
            .into()
    }

    /// Name, title, address and number of entries of a collection.
    pub fn collection_ref(&self, collection: CollectionId, language: LanguageId) -> Value {
        let make = || {
            let config = &self.site.config;
            Object::new()
                .with("name", text_value(&config.collection(collection).name))
                .with("title", config.collection(collection).title.get(language))
                .with("url", self.url_value(&address::collection(config, collection, language)))
                .with("count", self.collection_list(collection, language).len())
                .into()
        };
        match self.collection_refs.get(language.0).and_then(|all| all.get(collection.0)) {
            Some(slot) => slot.get_or_init(make).clone(),
            None => make(),
        }
    }

    pub fn vocabulary_ref(&self, vocabulary: VocabularyId, language: LanguageId) -> Object {
        let config = &self.site.config;
        Object::new()
            .with("name", config.vocabulary(vocabulary).name.as_str())
            .with("title", config.vocabulary(vocabulary).title.get(language))
            .with("url", self.url_value(&address::vocabulary(config, vocabulary, language)))
    }
}

fn menu_urls(menu: &Value) -> Arc<[String]> {
    let url = |item: &Value, key: &str| item.get_from_path(key).and_then(|url| url.as_str().map(str::to_owned));
    let links = ["collections", "vocabularies", "pages"]
        .into_iter()
        .filter_map(|group| menu.get_from_path(group)?.as_array())
        .flatten()
        .filter_map(|item| url(item, "url"));
    links.chain(url(menu, "search_url")).collect()
}
