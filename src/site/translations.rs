//! Originals, translations and what follows from them: states, anchors, the errors of two originals or none.

use std::sync::Arc;

use super::{Entry, State, Version};
use crate::{
    config::{Config, LanguageId, MissingTranslation},
    content::{Page, PageKey},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
};

/// All pages of one key, sorted by language, become an entry. `advice` takes what only `check` says, since it does not stand in the way of
/// publishing. `None` when nothing of it is to be published (drafts).
pub fn entry(
    key: PageKey,
    pages: &[&Arc<Page>],
    config: &Config,
    with_drafts: bool,
    diagnostics: &mut Diagnostics,
    advice: &mut Diagnostics,
) -> Option<Entry> {
    let (original, is_one) = find_original(pages, diagnostics)?;
    // Mistakes of translations are told by comparing with the original.
    if is_one {
        report_shared_facts(pages, &original, diagnostics);
    }
    let is_sound = is_one && !original.broken && !original.title.is_empty();
    if original.draft && !with_drafts {
        return None;
    }
    let policy = match key.collection() {
        Some(collection) => config.collection(collection).missing_translation,
        None => config.missing_translation,
    };
    let mut versions: Vec<Option<Version>> = config.languages.iter().map(|_| None).collect();
    for page in pages {
        if page.draft && !with_drafts {
            continue;
        }
        let state = if Arc::ptr_eq(page, &original) {
            State::Original
        } else if page.translates.as_ref().is_some_and(|follows| follows.value == original.revision) {
            State::Current
        } else {
            State::Outdated
        };
        if state == State::Outdated
            && is_sound
            && let Some(follows) = page.translates.as_ref().filter(|f| !f.value.is_empty())
        {
            advice.push(
                Diagnostic::new(
                    Rule::OutdatedTranslation,
                    Location::new(&page.file, follows.range.clone()),
                    format!(
                        "the translation follows `{}`, its original is now at `{}`",
                        follows.value, original.revision
                    ),
                )
                .hint(format!(
                    "bring it up to date with {}, then run `icsi translated {}`",
                    original.file,
                    key.path(config)
                )),
            );
        }
        let outline = outline(page, &original, state, advice);
        if let Some(slot) = versions.get_mut(page.language.0) {
            *slot = Some(Version { page: Arc::clone(page), state, outline });
        }
    }
    let must_be_complete = matches!(key, PageKey::Entry(..) | PageKey::Plain(_) | PageKey::Home);
    if policy == MissingTranslation::Error && must_be_complete {
        report_missing(&versions, &original, config, diagnostics);
    }
    Some(Entry { key, original: original.language, versions, policy, attachments: Vec::new() })
}

fn report_missing(versions: &[Option<Version>], original: &Page, config: &Config, diagnostics: &mut Diagnostics) {
    let missing: Vec<&str> = config
        .languages
        .iter()
        .zip(versions)
        .filter(|(_, version)| version.is_none())
        .map(|(language, _)| language.as_str())
        .collect();
    if !missing.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Rule::MissingTranslation,
                Location::file(&original.file),
                format!("the entry has no translation into `{}`", missing.join("`, `")),
            )
            .hint(format!("translate it, or set missing_translation = \"fallback\" in {}", config.file)),
        );
    }
}

/// The page without `translates`, and `true`. Where none has none, the first page stands for the original, with `false`;
/// where several have none, the likeliest does. Both are errors, unless a page's front matter is broken: then its
/// `translates` may be among what could not be read.
fn find_original(pages: &[&Arc<Page>], diagnostics: &mut Diagnostics) -> Option<(Arc<Page>, bool)> {
    let originals: Vec<&Arc<Page>> = pages.iter().copied().filter(|page| page.is_original()).collect();
    let anything_broken = pages.iter().any(|page| page.broken);
    match originals.as_slice() {
        [] => {
            let first = pages.first()?;
            if !anything_broken {
                let range = first.translates.as_ref().map_or(0..0, |t| t.range.clone());
                diagnostics.push(
                    Diagnostic::new(
                        Rule::NoOriginal,
                        Location::new(&first.file, range),
                        "every page of this entry says that it is a translation",
                    )
                    .hint("remove the line `translates` from the page that was written first, and give it the facts"),
                );
            }
            Some((Arc::clone(first), false))
        }
        [one] => {
            diagnostics.extend_from(&one.missing_fields);
            Some((Arc::clone(one), true))
        }
        [first, ..] => {
            // A page with broken front matter may have lost its `translates`, so a complete page is the original.
            let complete = originals.iter().find(|page| !page.broken && page.missing_fields.is_empty());
            let original = complete.or(originals.iter().find(|page| !page.broken)).unwrap_or(first);
            diagnostics.extend_from(&original.missing_fields);
            let other = originals.iter().find(|page| !Arc::ptr_eq(page, original)).filter(|_| !anything_broken);
            if let Some(other) = other {
                diagnostics.push(
                    Diagnostic::new(
                        Rule::TwoOriginals,
                        Location::file(&other.file),
                        format!("`{}` is an original of this entry too", original.file),
                    )
                    .hint(format!(
                        "if this page translates the other, remove its facts and add translates = \"{}\"",
                        original.revision
                    )),
                );
            }
            Some((Arc::clone(original), true))
        }
    }
}

fn report_shared_facts(pages: &[&Arc<Page>], original: &Page, diagnostics: &mut Diagnostics) {
    for page in pages {
        for key in &page.shared_keys {
            diagnostics.push(
                Diagnostic::new(
                    Rule::SharedFieldInTranslation,
                    Location::new(&page.file, key.range.clone()),
                    format!("`{}` is a fact, and facts stand in the original alone", key.value),
                )
                .hint(format!("remove it here; {} says it for every language", original.file)),
            );
        }
    }
}

/// The page whose headings name the anchors: the original, if its outline is the same, or else the page itself.
fn outline(page: &Arc<Page>, original: &Arc<Page>, state: State, advice: &mut Diagnostics) -> Arc<Page> {
    if state == State::Original {
        return Arc::clone(page);
    }
    let (theirs, ours) = (&original.body.headings, &page.body.headings);
    let agree = theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(a, b)| a.level == b.level);
    if agree {
        return Arc::clone(original);
    }
    // Broken front matter may hide headings: then there is nothing to compare.
    if !original.broken && !page.broken {
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
                format!(
                    "the translation has {} headings where {} has {}, or other levels",
                    ours.len(),
                    original.file,
                    theirs.len()
                ),
            )
            .hint("give both the same headings in the same places, so that links to them hold in every language"),
        );
    }
    Arc::clone(page)
}

/// The languages that an entry lacks.
pub fn missing_languages<'e>(entry: &'e Entry, config: &'e Config) -> impl Iterator<Item = LanguageId> + 'e {
    config.language_ids().filter(|language| entry.version(*language).is_none())
}
