//! The map for templates: every country's shape, with what the site has about it.

use std::sync::PoisonError;

use super::{
    Views,
    fragments::Failed,
    object::{Object, none},
};
use crate::{
    config::{LanguageId, VocabularyId},
    map,
    plan::address,
    site::{EntryId, TermId},
    theme::Value,
};

impl Views {
    pub fn country_vocabulary(&self) -> Option<VocabularyId> {
        self.site.config.country_vocabulary()
    }

    /// The map with some countries marked as `here`; null where the site has no vocabulary of countries.
    pub fn region(&self, here: &[TermId], language: LanguageId) -> Result<Value, Failed> {
        let Some(vocabulary) = self.country_vocabulary() else { return Ok(none()) };
        let key = (language, here.to_vec());
        let known = self.regions.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = self.make_region(vocabulary, here, language);
            self.regions.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
            made
        })
    }

    /// The map with the countries of an entry marked; null when it has none.
    pub fn region_of_entry(&self, id: EntryId, language: LanguageId) -> Result<Value, Failed> {
        let Some(vocabulary) = self.country_vocabulary() else { return Ok(none()) };
        let here = self.terms_of_entry(id, vocabulary);
        let on_map = here.iter().any(|term| self.is_on_map(vocabulary, *term));
        if on_map { self.region(&here, language) } else { Ok(none()) }
    }

    fn is_on_map(&self, vocabulary: VocabularyId, term: TermId) -> bool {
        self.iso(vocabulary, term).is_some_and(|iso| map::region().countries.iter().any(|c| c.iso == iso))
    }

    fn make_region(&self, vocabulary: VocabularyId, here: &[TermId], language: LanguageId) -> Result<Value, Failed> {
        let map = map::region();
        // Most countries are not marked, and the same on every map.
        let unmarked = match here {
            [] => None,
            _ => Some(self.region(&[], language)?),
        };
        let unmarked = unmarked.as_ref().and_then(|map| map.get_from_path("countries")?.as_array());
        let size = || {
            Object::new()
                .with("width", map.width)
                .with("height", map.height)
                .with("url", self.url(&map::drawing().path))
                .with("view_box", format!("0 0 {} {}", map.width, map.height))
        };
        let drawing = Value::from(size());
        let mut marked_ones: Vec<Value> = Vec::new();
        let countries: Vec<Value> = map
            .countries
            .iter()
            .enumerate()
            .map(|(at, country)| {
                let marked = here.iter().any(|term| self.iso(vocabulary, *term) == Some(country.iso));
                match unmarked.and_then(|unmarked| unmarked.get(at)).filter(|_| !marked) {
                    Some(same) => Ok(same.clone()),
                    None => {
                        let made = self.country(country, marked, vocabulary, &drawing, language)?;
                        if marked {
                            marked_ones.push(made.clone());
                        }
                        Ok(made)
                    }
                }
            })
            .collect::<Result<_, Failed>>()?;
        let places: Vec<Value> = here
            .iter()
            .filter(|term| self.is_on_map(vocabulary, **term))
            .map(|term| self.term_links(vocabulary, *term, language).link)
            .collect();
        let region = || {
            size()
                .with("countries", countries.clone())
                .with("marked", marked_ones.clone())
                .with("places", places.clone())
        };
        let figure = if here.is_empty() { none() } else { self.map_fragment(region().into(), language)? };
        Ok(region().with("figure", figure).into())
    }

    fn country(
        &self,
        country: &map::Country,
        here: bool,
        vocabulary: VocabularyId,
        drawing: &Value,
        language: LanguageId,
    ) -> Result<Value, Failed> {
        let mut terms = (0..self.site.terms_of(vocabulary).len()).map(TermId);
        let term = terms.find(|term| self.iso(vocabulary, *term) == Some(country.iso));
        let title = term.and_then(|term| self.site.term(vocabulary, term)).map(|t| t.title.get(language));
        let url = term.and_then(|term| address::term(&self.site, vocabulary, term, language));
        let count = term.map_or(0, |term| self.term_list(vocabulary, term, language).len());
        let url = url.map(|inside| self.url(&inside));
        let make = || {
            Object::new()
                .with("iso", country.iso)
                .with("title", title)
                .with("url", url.as_deref())
                .with("count", count)
                .with("here", here)
                .with("x", country.centre.0)
                .with("y", country.centre.1)
                .with("small", country.small)
        };
        let html = self.country_fragment(make().into(), drawing.clone(), language)?;
        Ok(make().with("html", html).into())
    }
}
