//! Helpers for pages of several kinds: their view, heads that follow a rule, texts with their notices.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    View, Views,
    context::push_fields,
    data::{Notice, PageText},
    fragments::Failed,
    head::{Head, Thing},
    values::{Text, value_of},
};
use crate::{
    config::LanguageId,
    content::PageKey,
    plan::address,
    site::{EntryId, State, Version},
};

/// The view of a page: its data, its head's, and those that every page gets.
pub(super) fn view(views: &Views, template: String, head: &Head<'_>, data: &impl Serialize) -> Result<View, Failed> {
    let mut context = views.frame_context(head.language);
    context.insert_value("page", value_of(&views.head(head)?));
    let fragments = views.fragments(head.language, &views.url(&head.address), head.feed)?;
    context.insert_value("fragments", value_of(&fragments));
    push_fields(&mut context, data);
    Ok(View { template, context })
}

/// A head for a page that exists in every language at an address made by a rule.
pub(super) fn plain_head<'v>(
    views: &'v Views,
    kind: &'static str,
    title: impl Into<Cow<'v, str>>,
    language: LanguageId,
    address: impl Fn(LanguageId) -> String,
) -> Head<'v> {
    let config = &views.site.config;
    let switcher: Vec<Cow<'v, str>> = config.language_ids().map(|language| address(language).into()).collect();
    Head {
        kind,
        title: title.into(),
        description: config.description.get(language).into(),
        language,
        address: address(language).into(),
        existing: config.language_ids().zip(switcher.iter().cloned()).collect(),
        switcher,
        states: Vec::new(),
        fallback_of: None,
        breadcrumbs: Some(views.home_breadcrumbs(language)),
        feed: None,
        follow: None,
        thing: None,
        article: None,
        source: None,
        number: 1,
        hidden: false,
        nowhere: false,
    }
}

/// The head of a list: its later pages exist in a language only when the list is long enough there.
pub(super) fn list_head<'v>(
    views: &'v Views,
    kind: &'static str,
    title: impl Into<Cow<'v, str>>,
    language: LanguageId,
    number: usize,
    folder_and_count: impl Fn(LanguageId) -> (String, usize),
) -> Head<'v> {
    let mut head = plain_head(views, kind, title, language, |language| {
        let (folder, count) = folder_and_count(language);
        let pages = crate::plan::pages(count);
        address::list_page(&folder, number.min(pages))
    });
    head.existing.retain(|(language, _)| {
        let (_, count) = folder_and_count(*language);
        number <= crate::plan::pages(count)
    });
    head.number = number;
    head.thing = Some(Thing::new("CollectionPage", head.title.clone(), language));
    head
}

/// The text that an editor wrote for the home page, a list or a term; empty when there is none. The text's summary
/// describes the page, unless it is in another language.
pub(super) fn index_text<'v>(views: &'v Views, key: &PageKey, head: &mut Head<'v>) -> PageText {
    let Some(id) = views.site.find(key) else { return PageText::default() };
    let Some((version, _)) = views.site.entry(id).shown(head.language) else { return PageText::default() };
    if let Some(summary) = version.page.summary.as_ref().filter(|_| version.page.language == head.language) {
        head.description = summary.into();
    }
    head.source = Some(&version.page.file);
    page_text(views, id, version, head.language)
}

/// The text of a file for readers of a language.
pub(super) fn page_text(views: &Views, id: EntryId, version: &Version, language: LanguageId) -> PageText {
    let (toc, toc_length) = views.contents(version);
    PageText {
        body: views.body(version, language),
        toc,
        toc_length,
        notice: notice(views, id, version, language),
        lang: foreign(views, version.page.language, language),
        dir: other_direction(views, version.page.language, language),
        updated: version.page.updated.as_ref().map(|date| views.date(date, language)),
        summary: version.page.summary.as_ref().map(Text::from),
    }
}

/// The notice that a text is the original's, or older than the original.
fn notice(views: &Views, id: EntryId, version: &Version, language: LanguageId) -> Option<Notice> {
    let entry = views.site.entry(id);
    let is_fallback = version.page.language != language;
    (is_fallback || version.state == State::Outdated).then(|| Notice {
        kind: if is_fallback { "fallback" } else { "outdated" }.into(),
        original_url: views.url(views.plan.address(id, entry.original)).into(),
        language: is_fallback.then(|| views.language(version.page.language)),
        original_language: (!is_fallback).then(|| views.language(entry.original)),
    })
}

/// The tag for a `lang` attribute where a text is not in the page's language.
pub(super) fn foreign(views: &Views, shown: LanguageId, language: LanguageId) -> Option<Text> {
    (shown != language).then(|| views.site.config.tag(shown).into())
}

/// The direction for a `dir` attribute where a text does not run as the page does.
pub(super) fn other_direction(views: &Views, shown: LanguageId, language: LanguageId) -> Option<Text> {
    let direction = views.site.locale(shown).direction();
    (direction != views.site.locale(language).direction()).then(|| direction.into())
}
