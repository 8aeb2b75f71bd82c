//! The map for templates: every country's shape, with what the site has about it.

use super::{
    Views,
    data::{Country, CountryData, EntryMapData, MapData, MapDrawing},
    fragments::Failed,
    values::Shared,
};
use crate::{
    config::{LanguageId, VocabularyId},
    map,
    site::{EntryId, TermId},
};

impl Views {
    pub(super) fn country_vocabulary(&self) -> Option<VocabularyId> {
        self.site.config.country_vocabulary()
    }

    /// The map with some countries marked; `None` where the site has no vocabulary of countries.
    pub(super) fn map(&self, here: &[TermId], language: LanguageId) -> Result<Option<Shared<MapData>>, Failed> {
        let Some(vocabulary) = self.country_vocabulary() else { return Ok(None) };
        let key = (language, here.to_vec());
        self.caches.maps.get(key, |_| self.make_map(vocabulary, here, language).map(Shared::new)).map(Some)
    }

    /// The map with the countries of an entry marked; `None` when it has none.
    pub(super) fn map_of_entry(&self, id: EntryId, language: LanguageId) -> Result<Option<Shared<MapData>>, Failed> {
        let Some(vocabulary) = self.country_vocabulary() else { return Ok(None) };
        let here = self.terms_of_entry(id, vocabulary);
        let on_map = here.iter().any(|term| self.is_on_map(vocabulary, *term));
        if on_map { self.map(&here, language) } else { Ok(None) }
    }

    fn is_on_map(&self, vocabulary: VocabularyId, term: TermId) -> bool {
        self.iso(vocabulary, term).is_some_and(|iso| map::region().countries.iter().any(|c| c.iso == iso))
    }

    fn make_map(&self, vocabulary: VocabularyId, here: &[TermId], language: LanguageId) -> Result<MapData, Failed> {
        let region = map::region();
        let drawing = MapDrawing {
            width: region.width,
            height: region.height,
            url: self.url(&map::drawing().path).into(),
            view_box: format!("0 0 {} {}", region.width, region.height).into(),
        };
        // Most countries are not marked, and the same on every map.
        let unmarked = if here.is_empty() { None } else { self.map(&[], language)? };
        let mut marked = Vec::new();
        let mut countries = Vec::new();
        for (at, country) in region.countries.iter().enumerate() {
            let is_marked = here.iter().any(|term| self.iso(vocabulary, *term) == Some(country.iso));
            let known = unmarked.as_ref().and_then(|unmarked| unmarked.countries.get(at)).filter(|_| !is_marked);
            let country = match known {
                Some(same) => same.clone(),
                None => Shared::new(self.country(country, is_marked, vocabulary, &drawing, language)?),
            };
            if is_marked {
                marked.push(country.clone());
            }
            countries.push(country);
        }
        let on_map = here.iter().filter(|term| self.is_on_map(vocabulary, **term));
        let places = on_map.map(|term| self.term_link(vocabulary, *term, language)).collect();
        let map = MapData { drawing, countries, marked, places, figure: None };
        if here.is_empty() {
            return Ok(map);
        }
        let figure = self.fragment_of("maps/entry.html", &EntryMapData { map: map.clone() }, language)?;
        Ok(MapData { figure, ..map })
    }

    fn country(
        &self,
        shape: &map::CountryShape,
        here: bool,
        vocabulary: VocabularyId,
        drawing: &MapDrawing,
        language: LanguageId,
    ) -> Result<Country, Failed> {
        let term = self.terms(vocabulary).find(|term| self.iso(vocabulary, *term) == Some(shape.iso));
        let link = term.map(|term| self.term_link(vocabulary, term, language));
        let country = Country {
            iso: shape.iso.into(),
            title: link.as_ref().map(|link| link.title.clone()),
            url: link.and_then(|link| link.url),
            count: term.map_or(0, |term| self.term_entries(vocabulary, term, language).len()),
            here,
            x: shape.centre.0,
            y: shape.centre.1,
            small: shape.small,
            html: None,
        };
        let data = CountryData { country: country.clone(), map: drawing.clone() };
        let html = self.fragment_of("maps/country.html", &data, language)?;
        Ok(Country { html, ..country })
    }
}
