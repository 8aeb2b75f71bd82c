//! Two small caches for data that many pages show: [`LanguageGrid`] for things that are numbered, [`KeyedCache`] for the
//! rest. Both make a value when it is first asked for, on any thread.

use std::{
    collections::BTreeMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use crate::config::LanguageId;

/// A value for each language and number (of an entry, a collection, a term).
#[derive(Debug)]
pub(super) struct LanguageGrid<T> {
    slots: Vec<Vec<OnceLock<T>>>,
}

impl<T> LanguageGrid<T> {
    pub(super) fn new(languages: usize, length: usize) -> Self {
        let row = || std::iter::repeat_with(OnceLock::new).take(length).collect();
        Self { slots: std::iter::repeat_with(row).take(languages).collect() }
    }

    /// The value in its place; `None` for a place outside of the grid.
    pub(super) fn get_ref(&self, language: LanguageId, at: usize, make: impl FnOnce() -> T) -> Option<&T> {
        Some(self.slots.get(language.0)?.get(at)?.get_or_init(make))
    }
}

impl<T: Clone> LanguageGrid<T> {
    pub(super) fn get(&self, language: LanguageId, at: usize, make: impl Fn() -> T) -> T {
        self.get_ref(language, at, &make).cloned().unwrap_or_else(make)
    }
}

/// A value for each key. Two threads that ask at once may both make it; the values are equal.
#[derive(Debug)]
pub(super) struct KeyedCache<K, V> {
    known: Mutex<BTreeMap<K, V>>,
}

impl<K, V> Default for KeyedCache<K, V> {
    fn default() -> Self {
        Self { known: Mutex::default() }
    }
}

impl<K: Ord, V: Clone> KeyedCache<K, V> {
    /// No lock is held while the value is made, so `make` may ask for other values.
    pub(super) fn get(&self, key: K, make: impl FnOnce(&K) -> V) -> V {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = make(&key);
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
            made
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_value_is_made_once_for_its_place() {
        let made = Cell::new(0);
        let make = || {
            made.set(made.get() + 1);
            made.get()
        };
        let grid = LanguageGrid::new(2, 3);
        let asked =
            [(0, 0), (0, 0), (1, 0), (0, 2), (1, 0)].map(|(language, at)| grid.get(LanguageId(language), at, make));
        assert_eq!(asked, [1, 1, 2, 3, 2]);
        assert_eq!((grid.get(LanguageId(0), 3, make), grid.get(LanguageId(0), 3, make)), (4, 5), "outside, each time");
        assert_eq!(grid.get_ref(LanguageId(2), 0, make), None);
    }

    #[test]
    fn a_value_is_made_once_for_its_key_and_may_ask_for_others() {
        let cache: KeyedCache<u32, u32> = KeyedCache::default();
        fn sum(cache: &KeyedCache<u32, u32>, to: u32) -> u32 {
            cache.get(to, |to| to.checked_sub(1).map_or(0, |before| to + sum(cache, before)))
        }
        assert_eq!(sum(&cache, 4), 10);
        assert_eq!(cache.get(3, |_| unreachable!()), 6);
    }
}
