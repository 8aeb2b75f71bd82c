//! Fragments: parts that look the same on many pages, so that they are rendered once and kept as HTML. The menu and the
//! footer are fragments (`fragments/*.html`), cards (`cards/*.html`), facts (`facts/*.html`), breadcrumbs
//! (`trails/*.html`) and maps (`maps/*.html`). A theme may do without any of these templates.

use std::borrow::Cow;

use serde::Serialize;
use tera::Context;

use super::{
    Views,
    context::push_fields,
    data::{AroundData, CardData, MenuPlace},
    values::{Html, Named, Shared, Text, value_of},
};
use crate::{
    config::{CollectionId, LanguageId},
    diagnostics::{Diagnostic, Rule},
    message,
    site::EntryId,
    theme::templates::LANGUAGE_KEY,
};

/// Why a fragment could not be rendered: its template failed or wrote too much.
pub(super) type Failed = Box<Diagnostic>;

/// The largest fragment, in bytes.
pub const FRAGMENT_LIMIT: usize = 1024 * 1024;

/// The places where an entry is shown as a card. Each has a template `cards/<name>.html`.
#[derive(Clone, Copy, Debug)]
pub(super) enum CardPlace {
    /// A collection's own list.
    List,
    /// A group of a term's or a crossing's list; the home page.
    Group,
    /// The relations of another entry.
    Relation,
    /// Inside the cards of lists and groups, which have this part in common.
    Body,
}

/// The number of these places.
pub(super) const CARD_PLACES: usize = 4;

impl CardPlace {
    fn template(self) -> &'static str {
        match self {
            Self::List => "cards/list.html",
            Self::Group => "cards/group.html",
            Self::Relation => "cards/relation.html",
            Self::Body => "cards/body.html",
        }
    }
}

/// The inputs by which fragments of two pages can differ: the language; the menu's link to the page or its list, with whether it
/// leads to the page itself; the collection whose feed is named.
pub(super) type AroundKey = (LanguageId, Option<(String, bool)>, Option<CollectionId>);

impl Views {
    /// The theme's fragments for a page, by name: `fragments/menu.html` is `fragments.menu`.
    pub(super) fn fragments(
        &self,
        language: LanguageId,
        url: &str,
        feed: Option<CollectionId>,
    ) -> Result<Shared<Named<Html>>, Failed> {
        let key = (language, self.menu_place(language, url), feed);
        self.caches.fragments.get(key, |key| self.make_fragments(key))
    }

    fn make_fragments(&self, (language, place, feed): &AroundKey) -> Result<Shared<Named<Html>>, Failed> {
        let mut context = self.frame_context(*language);
        let here = place.as_ref().map(|(url, exact)| MenuPlace { url: url.into(), exact: *exact });
        let (feeds, calendars) = (self.feeds(*feed, *language), self.calendars(*feed, *language));
        push_fields(&mut context, &AroundData { here, feeds, calendars });
        let rendered = self.theme.fragments().iter();
        let rendered = rendered.map(|(name, template)| Ok((name.clone(), self.fragment(template, &context)?)));
        Ok(Shared::new(Named(rendered.collect::<Result<_, Failed>>()?)))
    }

    /// The address in the menu that a page stands under (the longest, if several), and whether it is the page's own.
    fn menu_place(&self, language: LanguageId, url: &str) -> Option<(String, bool)> {
        let menu = self.frame(language).menu;
        let collections = menu.collections.iter().map(|item| &item.url);
        let vocabularies = menu.vocabularies.iter().map(|item| &item.url);
        let pages = menu.pages.iter().map(|item| &item.url);
        let others = [&menu.search_url].into_iter().chain(&menu.changes_url).chain(&menu.data_url);
        let all = collections.chain(vocabularies).chain(pages).chain(others).map(Text::as_str);
        let found = all.filter(|known| url.starts_with(known)).max_by_key(|known| known.len())?;
        Some((found.to_owned(), found == url))
    }

    /// Entries as the theme shows them in a place, a line between two; empty when the theme has no template for it.
    pub(super) fn card_fragments(
        &self,
        place: CardPlace,
        ids: &[EntryId],
        language: LanguageId,
    ) -> Result<Html, Failed> {
        if !self.theme.has_template(place.template()) {
            return Ok(Html::default());
        }
        let cards =
            ids.iter().map(|id| self.card_fragment(place, *id, language)).collect::<Result<Vec<_>, Failed>>()?;
        Ok(Html::lines(&cards))
    }

    fn card_fragment(&self, place: CardPlace, id: EntryId, language: LanguageId) -> Result<Html, Failed> {
        let make = || {
            let mut data = CardData { item: self.card(id, language), body: None, terms: Vec::new() };
            match place {
                CardPlace::List | CardPlace::Group if self.theme.has_template(CardPlace::Body.template()) => {
                    data.body = Some(self.card_fragment(CardPlace::Body, id, language)?);
                }
                CardPlace::Body => data.terms = self.term_fragments(id, language)?,
                CardPlace::List | CardPlace::Group | CardPlace::Relation => {}
            }
            self.fragment_of(place.template(), &data, language).map(Option::unwrap_or_default)
        };
        match self.caches.card_html.get(place as usize) {
            Some(cache) => cache.get(language, id.0, make),
            None => make(),
        }
    }

    /// A fragment that the theme may have, with its data; `None` when the theme has no such template.
    pub(super) fn fragment_of(
        &self,
        template: &str,
        data: &impl Serialize,
        language: LanguageId,
    ) -> Result<Option<Html>, Failed> {
        if !self.theme.has_template(template) {
            return Ok(None);
        }
        let mut context = Context::new();
        context.insert_value(LANGUAGE_KEY, value_of(&self.language(language)));
        push_fields(&mut context, data);
        self.fragment(template, &context).map(Some)
    }

    fn fragment(&self, template: &str, context: &Context) -> Result<Html, Failed> {
        match self.theme.render(template, context, FRAGMENT_LIMIT)? {
            Some(bytes) => Ok(Html::new(&text(&bytes))),
            None => {
                let message = message!("fragment-too-large", template, limit = FRAGMENT_LIMIT / 1024);
                Err(Box::new(
                    Diagnostic::without_location(Rule::Limit, message).hint(message!("output-too-large.hint")),
                ))
            }
        }
    }
}

/// The text that a template wrote.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
