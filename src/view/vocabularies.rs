//! Pages of vocabularies, of their terms, and of two terms together.

use super::{
    View, Views,
    breadcrumbs::Breadcrumbs,
    data::{
        CountedValue, CrossPageData, CrossSide, Crossing, Matrix, MatrixCell, MatrixRow, TermLink, TermPageData,
        VocabularyPageData,
    },
    fragments::Failed,
    lists::ListPage,
    page::{index_text, list_head, plain_head, view},
    values::Html,
};
use crate::{
    config::{LanguageId, VocabularyId},
    content::PageKey,
    plan::{Briefed, Cross, ListOf, address},
    site::{EntryId, TermId},
};

pub(super) fn vocabulary(views: &Views, vocabulary: VocabularyId, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let schema = config.vocabulary(vocabulary);
    let mut head = plain_head(views, "vocabulary", schema.title.get(language), language, |language| {
        address::vocabulary(config, vocabulary, language)
    });
    let is_countries = views.country_vocabulary() == Some(vocabulary);
    let data = VocabularyPageData {
        vocabulary: views.vocabulary_link(vocabulary, language),
        text: index_text(views, &PageKey::VocabularyIndex(vocabulary), &mut head),
        terms: views.all_term_data(vocabulary, language)?,
        map: if is_countries { views.map(&[], language)? } else { None },
        matrix: matrix(views, vocabulary, language),
    };
    view(views, views.theme.template_for("vocabulary", &schema.name), &head, &data)
}

/// A pair of crossed vocabularies, seen from one of them.
#[derive(Clone, Copy)]
struct CrossedPair {
    pair: usize,
    /// The vocabulary is the pair's second.
    swapped: bool,
    other: VocabularyId,
}

impl CrossedPair {
    /// The pages of a term of the vocabulary and one of the other.
    fn cross(self, term: TermId, other: TermId) -> Cross {
        Cross::new(self.pair, self.swapped, term, other)
    }
}

/// The pairs that a vocabulary is in.
fn crossed_pairs(views: &Views, vocabulary: VocabularyId) -> impl Iterator<Item = CrossedPair> {
    views.site.config.cross.iter().enumerate().filter_map(move |(pair, (first, second))| {
        if *first == vocabulary {
            Some(CrossedPair { pair, swapped: false, other: *second })
        } else if *second == vocabulary {
            Some(CrossedPair { pair, swapped: true, other: *first })
        } else {
            None
        }
    })
}

/// The entries that have both terms.
fn crossed_entries(views: &Views, cross: Cross) -> Option<&[EntryId]> {
    Some(views.site.cross.get(cross.pair)?.get(&cross.terms)?.as_slice())
}

fn count_shown(views: &Views, cross: Cross, language: LanguageId) -> usize {
    let ids = crossed_entries(views, cross).unwrap_or_default();
    views.site.count_shown(ids, language)
}

/// The vocabulary against the first that it is crossed with, as numbers of entries.
fn matrix(views: &Views, vocabulary: VocabularyId, language: LanguageId) -> Option<Matrix> {
    let pair = crossed_pairs(views, vocabulary).next()?;
    let count = |row: TermId, column: TermId| count_shown(views, pair.cross(row, column), language);
    let columns: Vec<TermId> =
        views.terms(pair.other).filter(|column| views.terms(vocabulary).any(|row| count(row, *column) > 0)).collect();
    let entries = |of: VocabularyId, term: TermId| views.term_entries(of, term, language).len();
    let cell = |row: TermId, column: TermId| {
        let count = count(row, column);
        let address = || address::cross(&views.site, pair.cross(row, column), language);
        let url = if count > 0 { address().map(|inside| views.url(&inside).into()) } else { None };
        MatrixCell { count, url }
    };
    let rows: Vec<MatrixRow> = views
        .terms(vocabulary)
        .filter(|row| columns.iter().any(|column| count(*row, *column) > 0))
        .map(|row| {
            let cells = columns.iter().map(|column| cell(row, *column)).collect();
            MatrixRow { link: views.term_link(vocabulary, row, language), cells, count: entries(vocabulary, row) }
        })
        .collect();
    (!rows.is_empty()).then(|| Matrix {
        with: views.vocabulary_link(pair.other, language),
        columns: columns.iter().map(|column| views.term_link(pair.other, *column, language)).collect(),
        column_counts: columns.iter().map(|column| entries(pair.other, *column)).collect(),
        rows,
    })
}

pub(super) fn term(
    views: &Views,
    vocabulary: VocabularyId,
    term: TermId,
    language: LanguageId,
    number: usize,
) -> Result<View, Failed> {
    let config = &views.site.config;
    let entries = views.term_entries(vocabulary, term, language);
    let known = views.site.term(vocabulary, term);
    let id = known.map_or("", |term| term.id.as_str());
    let folder = address::term(&views.site, vocabulary, term, language).unwrap_or_default();
    let title = known.map_or("", |term| term.title.get(language));
    let mut head = list_head(views, "term", title, language, number, |language| {
        let folder = address::term(&views.site, vocabulary, term, language).unwrap_or_default();
        (folder, views.term_entries(vocabulary, term, language).len())
    });
    head.breadcrumbs = Some(vocabulary_breadcrumbs(views, vocabulary, language));
    if let Some(thing) = head.thing.as_mut().filter(|_| number == 1) {
        thing.entity = views.term_of_page(vocabulary, term, language);
    }
    head.follow = views.follow_link(Some((vocabulary, term)), language);
    let list = ListPage { entries: &entries, number, folder: &folder };
    let is_country = views.country_vocabulary() == Some(vocabulary) && views.iso(vocabulary, term).is_some();
    let first = number == 1;
    let cross = crossings(views, vocabulary, term, language);
    let data = TermPageData {
        brief_url: if first { views.brief_url(Briefed::Term(vocabulary, term), language) } else { None },
        glance: if first { views.glance(vocabulary, term, &cross, language)? } else { Vec::new() },
        contact: if first { views.contact_of_term(vocabulary, term, language)? } else { None },
        vocabulary: views.vocabulary_link(vocabulary, language),
        term: views.term_data(vocabulary, term, language)?,
        text: index_text(views, &PageKey::Term(vocabulary, id.to_owned()), &mut head),
        groups: views.groups(&list, language)?,
        list: views.list(&list, Html::default(), language),
        download: views.download(ListOf::Term(vocabulary, term), language),
        cross,
        map: if is_country { views.map(&[term], language)? } else { None },
    };
    view(views, views.theme.template_for("term", &config.vocabulary(vocabulary).name), &head, &data)
}

/// The way to the terms of a vocabulary.
fn vocabulary_breadcrumbs(views: &Views, vocabulary: VocabularyId, language: LanguageId) -> Breadcrumbs {
    let config = &views.site.config;
    let title = config.vocabulary(vocabulary).title.get(language);
    views.breadcrumbs_to(&views.home_breadcrumbs(language), title, &address::vocabulary(config, vocabulary, language))
}

/// The pages of a term with another.
fn crossings(views: &Views, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Vec<Crossing> {
    let crossing = |pair: CrossedPair| {
        let value = |other: TermId| {
            let cross = pair.cross(term, other);
            let count = count_shown(views, cross, language);
            let url = address::cross(&views.site, cross, language).map(|inside| views.url(&inside).into());
            let link = TermLink { url, ..views.term_link(pair.other, other, language) };
            (count > 0).then_some(CountedValue { link, count })
        };
        let terms: Vec<CountedValue> = views.terms(pair.other).filter_map(value).collect();
        (!terms.is_empty()).then(|| Crossing { vocabulary: views.vocabulary_link(pair.other, language), terms })
    };
    crossed_pairs(views, vocabulary).filter_map(crossing).collect()
}

pub(super) fn cross(views: &Views, cross: Cross, language: LanguageId, number: usize) -> Result<Option<View>, Failed> {
    let Some([first, second]) = cross.sides(&views.site.config) else { return Ok(None) };
    let Some(all) = crossed_entries(views, cross) else { return Ok(None) };
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
    let count = |language| count_shown(views, cross, language);
    let mut head = list_head(views, "cross", title, language, number, |language| match count(language) {
        // A pair that has nothing to show there has no page: its first term has one.
        0 => (address::term(&views.site, first.0, first.1, language).unwrap_or_default(), 0),
        count => (address::cross(&views.site, cross, language).unwrap_or_default(), count),
    });
    head.existing.retain(|(language, _)| count(*language) > 0);
    let trail = vocabulary_breadcrumbs(views, first.0, language);
    head.breadcrumbs = Some(match address::term(&views.site, first.0, first.1, language) {
        Some(address) => views.breadcrumbs_to(&trail, &title_of(first), &address),
        None => trail,
    });
    let list = ListPage { entries: &entries, number, folder: &folder };
    let side = |(vocabulary, term): (VocabularyId, TermId)| -> Result<CrossSide, Failed> {
        let link = views.vocabulary_link(vocabulary, language);
        Ok(CrossSide { vocabulary: link, term: views.term_data(vocabulary, term, language)? })
    };
    let data = CrossPageData {
        first: side(first)?,
        second: side(second)?,
        groups: views.groups(&list, language)?,
        list: views.list(&list, Html::default(), language),
    };
    view(views, "cross.html".to_owned(), &head, &data).map(Some)
}
