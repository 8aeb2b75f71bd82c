//! Breadcrumbs: the way from the home page to a page, as links and as the theme shows them.

use std::sync::{Arc, OnceLock};

use super::{
    Views,
    caches::of_collection,
    data::{Breadcrumb, BreadcrumbsData},
    fragments::Failed,
    values::{Html, Shared},
};
use crate::{
    config::{CollectionId, LanguageId},
    plan::address,
};

/// The pages above a page, from the home page on.
#[derive(Clone, Debug)]
pub(super) struct Breadcrumbs {
    pub links: Shared<Vec<Breadcrumb>>,
    /// As the theme shows it; rendered for the first page that asks.
    html: Arc<OnceLock<Result<Option<Html>, Failed>>>,
}

impl Views {
    /// Of the pages below the home page.
    pub(super) fn home_breadcrumbs(&self, language: LanguageId) -> Breadcrumbs {
        self.caches.breadcrumbs.get(language, of_collection(None), || {
            let beginning = Breadcrumbs { links: Shared::new(Vec::new()), html: Arc::default() };
            let home = address::home(&self.site.config, language);
            self.breadcrumbs_to(&beginning, &self.string(language, "home"), &home)
        })
    }

    /// Of the entries of a collection.
    pub(super) fn collection_breadcrumbs(&self, collection: CollectionId, language: LanguageId) -> Breadcrumbs {
        self.caches.breadcrumbs.get(language, of_collection(Some(collection)), || {
            let config = &self.site.config;
            let address = address::collection(config, collection, language);
            self.breadcrumbs_to(
                &self.home_breadcrumbs(language),
                config.collection(collection).title.get(language),
                &address,
            )
        })
    }

    /// Of what stands below a page: the page's own, and the page.
    pub(super) fn breadcrumbs_to(&self, above: &Breadcrumbs, title: &str, address: &str) -> Breadcrumbs {
        let mut links = above.links.to_vec();
        links.push(Breadcrumb { title: title.into(), url: self.url(address).into() });
        Breadcrumbs { links: Shared::new(links), html: Arc::default() }
    }

    pub(super) fn breadcrumbs_html(&self, trail: &Breadcrumbs, language: LanguageId) -> Result<Option<Html>, Failed> {
        let render = || {
            let data = BreadcrumbsData { items: trail.links.clone() };
            self.fragment_of("trails/breadcrumbs.html", &data, language)
        };
        trail.html.get_or_init(render).clone()
    }
}
