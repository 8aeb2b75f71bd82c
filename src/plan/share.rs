//! Share pictures: which entries have one, and the words that stand on it.

use super::address;
use crate::{
    config::LanguageId,
    content::PageKey,
    share_picture::{BACKGROUND, PictureWords},
    site::{EntryId, Site, TermId},
};

/// A picture names at most so many of an entry's countries.
const COUNTRIES: usize = 3;

/// The words on the picture of an entry: the site, the entry's kind and place, its title.
pub(crate) fn words(site: &Site, id: EntryId, language: LanguageId) -> Option<PictureWords> {
    let PageKey::Entry(collection, _) = &site.entry(id).key else { return None };
    let version = site.entry(id).version(language)?;
    let collection = site.config.collection(*collection);
    let countries = site.config.country_vocabulary().map_or_else(Vec::new, |vocabulary| {
        let terms: Vec<TermId> =
            site.terms.get(id.0).map_or_else(Vec::new, |terms| terms.of(vocabulary, &collection.fields));
        terms.into_iter().filter_map(|term| site.term(vocabulary, term)).map(|term| term.title.get(language)).collect()
    });
    let mut kind = collection.title.get(language).to_owned();
    for (at, country) in countries.iter().take(COUNTRIES).enumerate() {
        kind.push_str(if at == 0 { " · " } else { ", " });
        kind.push_str(country);
    }
    if countries.len() > COUNTRIES {
        kind.push_str(" …");
    }
    Some(PictureWords { site: site.config.title.get(language).to_owned(), kind, title: version.page.title.clone() })
}

/// By language and entry: where its picture stands, if it has one.
pub(crate) fn paths(site: &Site, assets: &[super::AssetPath]) -> Vec<Vec<Option<String>>> {
    let (stem, _) = BACKGROUND.rsplit_once('.').unwrap_or((BACKGROUND, ""));
    let start = format!("assets/{stem}.");
    let background = assets.iter().find(|path| path.starts_with(&start));
    let Some(background) = background.filter(|_| site.config.outputs.share_pictures) else { return Vec::new() };
    let path = |id: EntryId, language: LanguageId| {
        let words = words(site, id, language).filter(PictureWords::can_be_drawn)?;
        let name = format!("assets/share/{}/{}.png", site.config.tag(language), site.entry(id).key.path(&site.config));
        Some(address::fingerprinted(&name, &words.fingerprint(background)))
    };
    site.config.language_ids().map(|language| site.entry_ids().map(|id| path(id, language)).collect()).collect()
}
