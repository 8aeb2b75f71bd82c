//! Pages of vocabularies, of their terms, and of two terms together.

use super::{
    View, Views,
    fragments::Failed,
    head::Trail,
    lists::ListPage,
    object::{Object, none},
    pages::{body_or_empty, context, describe, index_text, insert_contents, list_head, notice_of, plain_head},
};
use crate::{
    config::{LanguageId, VocabularyId},
    content::PageKey,
    plan::{Cross, address},
    site::TermId,
    theme::Value,
};

pub(super) fn vocabulary(views: &Views, vocabulary: VocabularyId, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let schema = config.vocabulary(vocabulary);
    let text = index_text(views, &PageKey::VocabularyIndex(vocabulary), language);
    let mut head = plain_head(views, "vocabulary", schema.title.get(language), language, |language| {
        address::vocabulary(config, vocabulary, language)
    });
    describe(&mut head, text);
    let mut context = context(views, language, &head)?;
    context.insert_value("vocabulary", views.vocabulary_ref(vocabulary, language).into());
    context.insert_value("body", body_or_empty(views, text, language));
    context.insert_value("notice", notice_of(views, text, language));
    context.insert_value("terms", views.term_refs(vocabulary, language).into());
    let is_countries = views.country_vocabulary() == Some(vocabulary);
    context.insert_value("map", if is_countries { views.region(&[], language)? } else { none() });
    context.insert_value("matrix", matrix(views, vocabulary, language));
    Ok(View { template: views.theme.template_for("vocabulary", &schema.name), language, context })
}

/// The vocabulary against the one it is crossed with, as numbers of entries; null when it is crossed with none.
fn matrix(views: &Views, vocabulary: VocabularyId, language: LanguageId) -> Value {
    let config = &views.site.config;
    let pair = config.cross.iter().enumerate().find(|(_, (a, b))| *a == vocabulary || *b == vocabulary);
    let Some((pair, (first, second))) = pair else { return none() };
    let swapped = *second == vocabulary;
    let other = if swapped { *first } else { *second };
    let Some(cells) = views.site.cross.get(pair) else { return none() };
    let count = |row: TermId, column: TermId| {
        let terms = if swapped { (column, row) } else { (row, column) };
        let ids = cells.get(&terms).map(Vec::as_slice).unwrap_or_default();
        let shown = ids.iter().filter(|id| views.site.entry(**id).shown(language).is_some()).count();
        (terms, shown)
    };
    let columns: Vec<TermId> = (0..views.site.terms_of(other).len())
        .map(TermId)
        .filter(|column| (0..views.site.terms_of(vocabulary).len()).any(|row| count(TermId(row), *column).1 > 0))
        .collect();
    let rows: Vec<Value> = (0..views.site.terms_of(vocabulary).len())
        .map(TermId)
        .filter(|row| columns.iter().any(|column| count(*row, *column).1 > 0))
        .map(|row| {
            let cells: Vec<Value> = columns
                .iter()
                .map(|column| {
                    let (terms, count) = count(row, *column);
                    let url =
                        (count > 0).then(|| address::cross(&views.site, Cross { pair, swapped, terms }, language));
                    Object::new()
                        .with("count", count)
                        .with("url", url.flatten().map(|inside| views.url(&inside)))
                        .into()
                })
                .collect();
            views.term_link(vocabulary, row, language).with("cells", cells).into()
        })
        .collect();
    if rows.is_empty() {
        return none();
    }
    let columns: Vec<Value> = columns.iter().map(|column| views.term_link(other, *column, language).into()).collect();
    Object::new().with("with", views.vocabulary_ref(other, language)).with("columns", columns).with("rows", rows).into()
}

pub(super) fn term(
    views: &Views,
    vocabulary: VocabularyId,
    term: TermId,
    language: LanguageId,
    number: usize,
) -> Result<View, Failed> {
    let config = &views.site.config;
    let entries = views.term_list(vocabulary, term, language);
    let known = views.site.term(vocabulary, term);
    let id = known.map_or("", |term| term.id.as_str());
    let folder = address::term(&views.site, vocabulary, term, language).unwrap_or_default();
    let title = known.map_or("", |term| term.title.get(language));
    let text = index_text(views, &PageKey::Term(vocabulary, id.to_owned()), language);
    let mut head = list_head(views, "term", title, language, number, |language| {
        let folder = address::term(&views.site, vocabulary, term, language).unwrap_or_default();
        (folder, views.term_list(vocabulary, term, language).len())
    });
    describe(&mut head, text);
    head.trail = Some(vocabulary_trail(views, vocabulary, language));
    let list = ListPage { entries: &entries, number, folder: &folder };
    let mut context = context(views, language, &head)?;
    context.insert_value("vocabulary", views.vocabulary_ref(vocabulary, language).into());
    context.insert_value("term", views.term_ref(vocabulary, term, language));
    context.insert_value("body", body_or_empty(views, text, language));
    context.insert_value("notice", notice_of(views, text, language));
    insert_contents(views, &mut context, text.map(|(_, version)| version));
    let summary = text.and_then(|(_, version)| version.page.summary.as_deref());
    context.insert_value("summary", summary.into());
    context.insert_value("groups", views.groups(&list, language)?.into());
    context.insert_value("list", views.list(&list, language).into());
    context.insert_value("cross", crossings(views, vocabulary, term, language).into());
    let is_country = views.country_vocabulary() == Some(vocabulary) && views.iso(vocabulary, term).is_some();
    context.insert_value("map", if is_country { views.region(&[term], language)? } else { none() });
    Ok(View { template: views.theme.template_for("term", &config.vocabulary(vocabulary).name), language, context })
}

/// The way to the terms of a vocabulary.
fn vocabulary_trail(views: &Views, vocabulary: VocabularyId, language: LanguageId) -> Trail {
    let config = &views.site.config;
    let title = config.vocabulary(vocabulary).title.get(language);
    views.trail_to(&views.home_trail(language), title, &address::vocabulary(config, vocabulary, language))
}

/// The cross pages below a term's.
fn crossings(views: &Views, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Vec<Value> {
    let config = &views.site.config;
    let mut found = Vec::new();
    for (pair, (first, second)) in config.cross.iter().enumerate() {
        let (swapped, other) = if *first == vocabulary {
            (false, *second)
        } else if *second == vocabulary {
            (true, *first)
        } else {
            continue;
        };
        let Some(cells) = views.site.cross.get(pair) else { continue };
        let mut terms = Vec::new();
        for at in (0..views.site.terms_of(other).len()).map(TermId) {
            let both = if swapped { (at, term) } else { (term, at) };
            let ids = cells.get(&both).map(Vec::as_slice).unwrap_or_default();
            let count = ids.iter().filter(|id| views.site.entry(**id).shown(language).is_some()).count();
            if count == 0 {
                continue;
            }
            let url = address::cross(&views.site, Cross { pair, swapped, terms: both }, language);
            terms.push(
                views
                    .term_link(other, at, language)
                    .with("url", url.map(|inside| views.url(&inside)))
                    .with("count", count)
                    .into(),
            );
        }
        if !terms.is_empty() {
            let terms: Vec<Value> = terms;
            let reference = views.vocabulary_ref(other, language);
            found.push(Object::new().with("vocabulary", reference).with("terms", terms).into());
        }
    }
    found
}

pub(super) fn cross(views: &Views, cross: Cross, language: LanguageId, number: usize) -> Result<Option<View>, Failed> {
    let config = &views.site.config;
    let Some((one, two)) = config.cross.get(cross.pair).copied() else { return Ok(None) };
    let (first, second) = if cross.swapped {
        ((two, cross.terms.1), (one, cross.terms.0))
    } else {
        ((one, cross.terms.0), (two, cross.terms.1))
    };
    let Some(all) = views.site.cross.get(cross.pair).and_then(|cells| cells.get(&cross.terms)) else { return Ok(None) };
    let entries = views.site.sorted(all, language);
    let Some(folder) = address::cross(&views.site, cross, language) else { return Ok(None) };
    let title_of = |(vocabulary, term): (VocabularyId, TermId)| {
        views.site.term(vocabulary, term).map_or("", |term| term.title.get(language)).to_owned()
    };
    let title = views.string_with(
        language,
        "cross-title",
        &[("first", title_of(first).into()), ("second", title_of(second).into())],
    );
    let count = |language| all.iter().filter(|id| views.site.entry(**id).shown(language).is_some()).count();
    let mut head = list_head(views, "cross", title, language, number, |language| match count(language) {
        // A pair that has nothing to show there has no page: its first term has one.
        0 => (address::term(&views.site, first.0, first.1, language).unwrap_or_default(), 0),
        count => (address::cross(&views.site, cross, language).unwrap_or_default(), count),
    });
    head.existing.retain(|(language, _)| count(*language) > 0);
    let trail = vocabulary_trail(views, first.0, language);
    head.trail = Some(match address::term(&views.site, first.0, first.1, language) {
        Some(address) => views.trail_to(&trail, &title_of(first), &address),
        None => trail,
    });
    let list = ListPage { entries: &entries, number, folder: &folder };
    let mut context = context(views, language, &head)?;
    for (key, (vocabulary, term)) in [("first", first), ("second", second)] {
        let side = Object::new()
            .with("vocabulary", views.vocabulary_ref(vocabulary, language))
            .with("term", views.term_ref(vocabulary, term, language));
        context.insert_value(key, side.into());
    }
    context.insert_value("groups", views.groups(&list, language)?.into());
    context.insert_value("list", views.list(&list, language).into());
    Ok(Some(View { template: "cross.html".to_owned(), language, context }))
}
