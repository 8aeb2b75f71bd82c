//! Originals and translations: their states, their anchors, and the errors of two originals or none.

use std::sync::Arc;

use super::{Entry, MISSING, State, Version, texts_in};
use crate::{
    config::{Config, LanguageId, MissingTexts, MissingTranslation},
    content::{Page, PageKey, load::UnreadablePage},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
};

/// All pages of one key, sorted by language, become an entry; `unreadable` are its files that could not be read. `advice` takes what only `check` says, since it does not stand in the way of publishing. `None` when nothing
/// of it is to be published (drafts).
pub(crate) fn entry(
    key: PageKey,
    pages: &[&Arc<Page>],
    unreadable: Vec<UnreadablePage>,
    config: &Config,
    with_drafts: bool,
    diagnostics: &mut Diagnostics,
    advice: &mut Diagnostics,
) -> Option<Entry> {
    let policy = match key.collection() {
        Some(collection) => config.collection(collection).missing_translation,
        None => config.missing_translation,
    };
    let mut versions: Vec<Option<Version>> = config.languages.iter().map(|_| None).collect();
    let Some(original) = find_original(pages, &unreadable, diagnostics) else {
        let original = unreadable.first()?.language;
        let missing_texts = MissingTexts::default();
        return Some(Entry { key, original, versions, unreadable, policy, missing_texts, attachments: Vec::new() });
    };
    if original.draft && with_drafts {
        // Publishing would report it; it does not stand in the way of a look at the page.
        advice.extend_from(&original.missing_fields);
    }
    // Mistakes of translations are told by comparing with the original.
    if original.is_original() {
        report_shared_facts(pages, original, diagnostics);
    }
    if original.draft && !with_drafts {
        return None;
    }
    for page in pages {
        if page.draft && !with_drafts {
            continue;
        }
        let follows = page.translates.as_ref();
        let state = if Arc::ptr_eq(page, original) && page.is_original() {
            State::Original
        } else if follows.is_some_and(|follows| original.is_followed_by(&follows.value)) {
            State::Current
        } else {
            State::Outdated
        };
        if state == State::Outdated
            && original.is_original()
            && let Some(revision) = &original.revision
            && let Some(follows) = follows.filter(|follows| !follows.value.is_empty())
        {
            advice.push(
                Diagnostic::new(
                    Rule::OutdatedTranslation,
                    Location::new(&page.file, follows.range.clone()),
                    message!("outdated-translation", stamp = &follows.value, revision),
                )
                .hint(message!(
                    "outdated-translation.hint",
                    file = &original.file,
                    page = key.path(config),
                    revision
                )),
            );
        }
        let outline = outline(page, original, &unreadable, advice);
        if let Some(slot) = versions.get_mut(page.language.0) {
            *slot = Some(Version { page: Arc::clone(page), state, outline });
        }
    }
    let must_be_complete = matches!(key, PageKey::Entry(..) | PageKey::Plain(_) | PageKey::Home);
    if policy == MissingTranslation::Error && must_be_complete {
        report_missing(&versions, &unreadable, original, config, diagnostics);
    }
    let missing_texts = missing_texts(original, &versions);
    diagnostics.extend(missing_texts.report(&original.file, &config.languages));
    Some(Entry {
        key,
        original: original.language,
        versions,
        unreadable,
        policy,
        missing_texts,
        attachments: Vec::new(),
    })
}

/// The texts that the original gives for each language at once and that lack one, where the translation has none either.
fn missing_texts(original: &Page, versions: &[Option<Version>]) -> MissingTexts {
    let mut all = MissingTexts::default();
    for (field, missing) in &original.missing_texts {
        let is_given = |language: LanguageId| {
            let version = versions.get(language.0).and_then(Option::as_ref);
            version.is_some_and(|version| texts_in(version.page.fields.get(*field), language).is_some())
        };
        all.extend(missing, |language| !is_given(language));
    }
    all
}

fn report_missing(
    versions: &[Option<Version>],
    unreadable: &[UnreadablePage],
    original: &Page,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let missing: Vec<&str> = config
        .language_ids()
        .zip(versions)
        .filter(|(language, version)| version.is_none() && unreadable.iter().all(|page| page.language != *language))
        .map(|(language, _)| config.tag(language))
        .collect();
    if !missing.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Rule::MissingTranslation,
                Location::file(&original.file),
                message!("missing-translation", languages = message::quoted(missing)),
            )
            .hint(message!("missing-translation.hint", file = &config.file)),
        );
    }
}

/// Pages of entries without `updated`, where other pages of their collection have it: feeds leave them out.
pub(crate) fn without_day(entries: &[Entry]) -> Vec<Diagnostic> {
    let by_collection = entries.chunk_by(|one, other| one.key.collection() == other.key.collection());
    let of_entries =
        by_collection.filter(|list| list.first().is_some_and(|entry| matches!(entry.key, PageKey::Entry(..))));
    let pages = of_entries.map(|list| list.iter().flat_map(|entry| entry.versions.iter().flatten()));
    let lacking = pages.filter(|pages| pages.clone().any(|version| version.page.updated.is_some())).flatten();
    let report = |version: &Version| {
        Diagnostic::new(Rule::MissingUpdated, Location::file(&version.page.file), message!("missing-updated"))
            .hint(message!("missing-updated.hint"))
    };
    lacking.filter(|version| version.page.updated.is_none() && !version.page.is_incomplete).map(report).collect()
}

/// The page without `translates`. Where all pages have it, the first one stands for the original; where several have not,
/// the likeliest does. Both are errors, unless part of the entry could not be read: then the original, or the line
/// `translates`, may be there. `None` without pages.
fn find_original<'p>(
    pages: &[&'p Arc<Page>],
    unreadable: &[UnreadablePage],
    diagnostics: &mut Diagnostics,
) -> Option<&'p Arc<Page>> {
    let originals: Vec<&Arc<Page>> = pages.iter().copied().filter(|page| page.is_original()).collect();
    let is_all_read = unreadable.is_empty() && pages.iter().all(|page| !page.is_incomplete);
    match originals.as_slice() {
        [] => {
            let first = pages.first()?;
            // A line `translates` without a stamp has been told.
            let is_told = pages.iter().any(|page| page.translates.as_ref().is_some_and(|stamp| stamp.value.is_empty()));
            if is_all_read && !is_told {
                let range = first.translates.as_ref().map_or(0..0, |t| t.range.clone());
                diagnostics.push(
                    Diagnostic::new(Rule::NoOriginal, Location::new(&first.file, range), message!("no-original"))
                        .hint(message!("no-original.hint")),
                );
            }
            Some(first)
        }
        [one] => {
            report_missing_fields(one, diagnostics);
            Some(one)
        }
        [first, ..] => {
            // A page may have lost its `translates` with other front matter, so a complete page is the original.
            let is_read = |page: &&&Arc<Page>| !page.is_incomplete;
            let complete = originals.iter().filter(is_read).find(|page| page.missing_fields.is_empty());
            let original = *complete.or(originals.iter().find(is_read)).unwrap_or(first);
            report_missing_fields(original, diagnostics);
            let other = originals.iter().find(|page| !Arc::ptr_eq(page, original)).filter(|_| is_all_read);
            if let Some(other) = other {
                let stamp = match &original.revision {
                    Some(revision) => message!("two-originals.hint", revision),
                    None => message!("two-originals.later"),
                };
                diagnostics.push(
                    Diagnostic::new(
                        Rule::TwoOriginals,
                        Location::file(&other.file),
                        message!("two-originals", file = &original.file),
                    )
                    .hint(stamp),
                );
            }
            Some(original)
        }
    }
}

/// A draft may be incomplete: that is what it is for.
fn report_missing_fields(original: &Page, diagnostics: &mut Diagnostics) {
    if !original.draft {
        diagnostics.extend_from(&original.missing_fields);
    }
}

fn report_shared_facts(pages: &[&Arc<Page>], original: &Page, diagnostics: &mut Diagnostics) {
    for page in pages {
        for key in &page.shared_keys {
            diagnostics.push(
                Diagnostic::new(
                    Rule::SharedFieldInTranslation,
                    Location::new(&page.file, key.range.clone()),
                    message!("fact-in-a-translation", key = &key.value),
                )
                .hint(message!("fact-in-a-translation.hint", file = &original.file)),
            );
        }
    }
}

/// The page whose headings name the anchors: the original, if its outline is the same, or else the page itself.
fn outline(
    page: &Arc<Page>,
    original: &Arc<Page>,
    unreadable: &[UnreadablePage],
    advice: &mut Diagnostics,
) -> Arc<Page> {
    let (theirs, ours) = (&original.body.headings, &page.body.headings);
    let agree = theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(a, b)| a.level == b.level);
    if agree {
        return Arc::clone(original);
    }
    // Without front matter no headings are known, and an original that could not be read has others than its stand-in.
    let is_stand_in = !original.is_original() && !unreadable.is_empty();
    if !original.is_incomplete && !page.is_incomplete && !is_stand_in {
        let first = theirs
            .iter()
            .zip(ours)
            .find(|(a, b)| a.level != b.level)
            .map(|(_, b)| b)
            .or_else(|| ours.get(theirs.len()).or(ours.last()));
        let location = first.map_or(Location::file(&page.file), |heading| page.in_body(&heading.range));
        advice.push(
            Diagnostic::new(
                Rule::OutlineDiffers,
                location,
                message!("outline-differs", ours = ours.len(), file = &original.file, theirs = theirs.len()),
            )
            .hint(message!("outline-differs.hint")),
        );
    }
    Arc::clone(page)
}

/// The languages in which an entry has no file.
pub(crate) fn missing_languages<'e>(entry: &'e Entry, config: &'e Config) -> impl Iterator<Item = LanguageId> + 'e {
    config.language_ids().filter(|language| entry.state_name(*language) == MISSING)
}
