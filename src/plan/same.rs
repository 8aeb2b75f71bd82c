//! Whether two sites have the same plan: everything stands where it stood, and lists have as many pages.

use std::{collections::BTreeMap, sync::Arc};

use super::PAGE_SIZE;
use crate::{
    config::LanguageId,
    site::{EntryId, Site},
};

/// Whether a plan made of one site, mistakes in it included, is the plan of the other.
pub fn addresses(old: &Site, new: &Site) -> bool {
    Arc::ptr_eq(&old.config, &new.config)
        && new.has_the_entries_of(old)
        && (Arc::ptr_eq(&old.term_entries, &new.term_entries) || same_lists(old, new))
        && (Arc::ptr_eq(&old.cross, &new.cross) || same_pairs(old, new))
}

/// Lists of terms. That the terms are the same has been seen.
fn same_lists(old: &Site, new: &Site) -> bool {
    old.term_entries.len() == new.term_entries.len()
        && old.term_entries.iter().zip(new.term_entries.iter()).all(|(old_terms, new_terms)| {
            let mut lists = old_terms.iter().zip(new_terms);
            old_terms.len() == new_terms.len() && lists.all(|(a, b)| a == b || same_pages(old, a, new, b))
        })
}

/// Pairs of terms that have a page in some language.
fn same_pairs(old: &Site, new: &Site) -> bool {
    // A full plan counts pairs, shown or not.
    let pairs = |site: &Site| site.cross.iter().map(BTreeMap::len).sum::<usize>();
    pairs(old) == pairs(new)
        && old.cross.iter().zip(new.cross.iter()).all(|(old_pairs, new_pairs)| {
            let mut both = old_pairs.iter().zip(new_pairs);
            old_pairs.len() == new_pairs.len()
                && both.all(|((a, list), (b, other))| a == b && (list == other || same_pages(old, list, new, other)))
        })
}

/// In every language both lists have as many pages; none is a number of its own, since a pair has no page then.
fn same_pages(old: &Site, list: &[EntryId], new: &Site, other: &[EntryId]) -> bool {
    let pages = |site: &Site, ids: &[EntryId], language: LanguageId| {
        ids.iter().filter(|id| site.entry(**id).shown(language).is_some()).count().div_ceil(PAGE_SIZE)
    };
    new.config.language_ids().all(|language| pages(old, list, language) == pages(new, other, language))
}
