//! Parts of pages that are the same on many pages, rendered once and put in as they are: what stands around every page
//! (`fragments/*.html` of the theme, once for each language, place in the menu and feed) and an entry in lists
//! (`cards/*.html`, once for each language and entry), facts that are terms or choices (`facts/fact.html`, once for each
//! language, field and values), and the map of an entry's countries (`maps/entry.html`, once for each language and set of
//! countries). A theme needs none of them.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use tera::Context;

use super::{
    Views,
    object::{Object, none},
};
use crate::{
    config::{CollectionId, LanguageId},
    diagnostics::{Diagnostic, Rule},
    site::EntryId,
    theme::{Value, templates::LANGUAGE_KEY},
};

/// A template failed, or wrote too much.
pub type Failed = Box<Diagnostic>;

/// A fragment may be this large, in bytes.
pub const FRAGMENT_LIMIT: usize = 1024 * 1024;

/// Where an entry is shown as a card: each place has a template `cards/<name>.html`.
#[derive(Clone, Copy, Debug)]
pub enum CardPlace {
    /// A collection's own list.
    List,
    /// A group of a term's or a crossing's list; the home page.
    Group,
    /// The relations of another entry.
    Relation,
    /// Within the other cards: what they have in common.
    Body,
}

impl CardPlace {
    const ALL: [Self; 4] = [Self::List, Self::Group, Self::Relation, Self::Body];

    fn template(self) -> &'static str {
        match self {
            Self::List => "cards/list.html",
            Self::Group => "cards/group.html",
            Self::Relation => "cards/relation.html",
            Self::Body => "cards/body.html",
        }
    }
}

/// Of the menu's links, the one that leads to a page or to the list that the page is in.
type Place = Option<(String, bool)>;

/// What differs around pages: language, place in the menu, and of which collection they name the feed.
type Around = (LanguageId, Place, Option<CollectionId>);

/// The cards of entries, each from the first time that it is needed.
type Cards = Vec<OnceLock<Result<Value, Failed>>>;

/// What was rendered so far.
#[derive(Debug, Default)]
pub struct Rendered {
    around: Mutex<BTreeMap<Around, Result<Value, Failed>>>,
    /// By place, language and entry.
    cards: Vec<Vec<Cards>>,
}

impl Rendered {
    pub fn new(languages: usize, entries: usize) -> Self {
        let cards = CardPlace::ALL.map(|_| (0..languages).map(|_| super::empty(entries)).collect());
        Self { around: Mutex::default(), cards: cards.into() }
    }
}

impl Views {
    /// The theme's fragments for a page, by name: `fragments/menu.html` is `fragments.menu`.
    pub fn fragments(&self, language: LanguageId, url: &str, feed: Option<CollectionId>) -> Result<Value, Failed> {
        let key = (language, self.place(language, url), feed);
        let known = self.rendered.around.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = self.make_fragments(&key);
            self.rendered.around.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
            made
        })
    }

    fn make_fragments(&self, (language, place, feed): &Around) -> Result<Value, Failed> {
        let language = *language;
        let here = place
            .as_ref()
            .map_or_else(none, |(url, exact)| Object::new().with("url", url.as_str()).with("exact", *exact).into());
        let mut context = self.frame_context(language);
        context.insert_value("here", here);
        context.insert_value("feeds", self.feeds(*feed, language).links);
        let mut fragments = Object::new();
        for (name, template) in self.theme.fragments() {
            fragments.insert(name.clone(), self.fragment(template, &context)?);
        }
        Ok(fragments.into())
    }

    /// The longest of the menu's addresses that begins this one.
    fn place(&self, language: LanguageId, url: &str) -> Place {
        let menu = self.frame(language).urls;
        let found = menu.iter().filter(|known| url.starts_with(known.as_str())).max_by_key(|known| known.len())?;
        Some((found.clone(), found == url))
    }

    /// Entries as the theme shows them in a place, a line between two; empty when the theme has no template for it.
    pub fn card_fragments(&self, place: CardPlace, ids: &[EntryId], language: LanguageId) -> Result<Value, Failed> {
        if !self.theme.has_template(place.template()) {
            return Ok(Value::safe_string(""));
        }
        let cards: Vec<Value> =
            ids.iter().map(|id| self.card_fragment(place, *id, language)).collect::<Result<_, Failed>>()?;
        let cards: Vec<&str> = cards.iter().filter_map(Value::as_str).collect();
        Ok(Value::safe_string(&cards.join("\n")))
    }

    fn card_fragment(&self, place: CardPlace, id: EntryId, language: LanguageId) -> Result<Value, Failed> {
        let make = || {
            let mut context = Context::new();
            context.insert_value(LANGUAGE_KEY, self.frame(language).language);
            context.insert_value("item", self.card(id, language));
            if matches!(place, CardPlace::List | CardPlace::Group)
                && self.theme.has_template(CardPlace::Body.template())
            {
                context.insert_value("body", self.card_fragment(CardPlace::Body, id, language)?);
            }
            if matches!(place, CardPlace::Body) {
                context.insert_value("terms", self.term_fragments(id, language)?.into());
            }
            self.fragment(place.template(), &context)
        };
        match self.rendered.cards.get(place as usize).and_then(|by| by.get(language.0)).and_then(|by| by.get(id.0)) {
            Some(slot) => slot.get_or_init(make).clone(),
            None => make(),
        }
    }

    /// The map of some countries as the theme's `maps/entry.html` shows it; null without one.
    pub(super) fn map_fragment(&self, map: Value, language: LanguageId) -> Result<Value, Failed> {
        Ok(self.fragment_of("maps/entry.html", [("map", map)], language)?.unwrap_or_else(none))
    }

    /// A country on the map as the theme's `maps/country.html` draws it.
    pub(super) fn country_fragment(
        &self,
        country: Value,
        map: Value,
        language: LanguageId,
    ) -> Result<Option<Value>, Failed> {
        self.fragment_of("maps/country.html", [("country", country), ("map", map)], language)
    }

    /// A fact as the theme's `facts/fact.html` shows it.
    pub(super) fn fact_fragment(&self, fact: Value, language: LanguageId) -> Result<Option<Value>, Failed> {
        self.fragment_of("facts/fact.html", [("fact", fact)], language)
    }

    /// The way to pages as the theme's `trails/breadcrumbs.html` shows it.
    pub(super) fn trail_fragment(&self, links: Value, language: LanguageId) -> Result<Option<Value>, Failed> {
        self.fragment_of("trails/breadcrumbs.html", [("items", links)], language)
    }

    /// A value of a fact as the theme's `facts/value.html` shows it.
    pub(super) fn value_fragment(&self, value: Value, language: LanguageId) -> Result<Option<Value>, Failed> {
        self.fragment_of("facts/value.html", [("value", value)], language)
    }

    /// Terms of a vocabulary as the theme's `cards/terms.html` shows them.
    pub(super) fn terms_fragment(
        &self,
        vocabulary: Value,
        terms: Value,
        language: LanguageId,
    ) -> Result<Option<Value>, Failed> {
        self.fragment_of("cards/terms.html", [("vocabulary", vocabulary), ("terms", terms)], language)
    }

    /// A fragment that the theme may have, of some values by name.
    fn fragment_of<const COUNT: usize>(
        &self,
        template: &str,
        values: [(&'static str, Value); COUNT],
        language: LanguageId,
    ) -> Result<Option<Value>, Failed> {
        if !self.theme.has_template(template) {
            return Ok(None);
        }
        let mut context = Context::new();
        context.insert_value(LANGUAGE_KEY, self.frame(language).language);
        for (name, value) in values {
            context.insert_value(name, value);
        }
        self.fragment(template, &context).map(Some)
    }

    fn fragment(&self, template: &str, context: &Context) -> Result<Value, Failed> {
        match self.theme.render(template, context, FRAGMENT_LIMIT)? {
            Some(bytes) => Ok(Value::safe_string(&text(&bytes))),
            None => {
                let message = format!("the fragment `{template}` is larger than {} KiB", FRAGMENT_LIMIT / 1024);
                Err(Box::new(Diagnostic::without_location(Rule::Limit, message).hint("split what it is made of")))
            }
        }
    }

    /// What every page of a language gets.
    pub(super) fn frame_context(&self, language: LanguageId) -> Context {
        let frame = self.frame(language);
        let mut context = Context::new();
        context.insert_value("site", frame.site);
        context.insert_value(LANGUAGE_KEY, frame.language);
        context.insert_value("menu", frame.menu);
        context
    }
}

/// What templates write is text.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
