//! The language's own alphabetical order.

use std::{borrow::Cow, fmt};

use icu_collator::{
    Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions, preferences::CollationNumericOrdering,
};

use super::Locale;

/// The place of a text in a language's order. Compare keys of one locale only.
#[derive(Default, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey(Box<[u8]>);

impl SortKey {
    /// The key as bytes: comparing them compares the texts.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SortKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SortKey({} bytes)", self.0.len())
    }
}

impl Locale {
    /// The place of a text in the language's alphabet; numbers in it go by their value, and equal keys mean equal texts.
    ///
    /// Apostrophes, the stress mark over a Cyrillic letter and quotation marks do not count, so that м’яч stands beside
    /// мяч and «Поділля» under П; where nothing else differs, the text itself decides.
    pub fn sort_key(&self, text: &str) -> SortKey {
        let mut key = Vec::with_capacity(text.len() * 3 + 16);
        match self.collator() {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(&without_ignorable(text), &mut key);
            }
            None => key.extend_from_slice(text.to_lowercase().as_bytes()),
        }
        // A collation key holds no zero byte, so a shorter key ends before a longer one goes on.
        key.push(0);
        key.extend_from_slice(text.as_bytes());
        SortKey(key.into_boxed_slice())
    }

    fn collator(&self) -> Option<&CollatorBorrowed<'static>> {
        let load = || {
            let mut preferences = CollatorPreferences::from(&self.inner.icu);
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            Collator::try_new(preferences, CollatorOptions::default()).ok()
        };
        self.inner.collator.get_or_init(load).as_ref()
    }
}

/// Apostrophes and quotation marks: they belong to no alphabet.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{2bc}' | '"' | '«' | '»' | '“' | '”' | '„' | '‘' | '‚' | '‹' | '›')
}

fn without_ignorable(text: &str) -> Cow<'_, str> {
    let stress_mark = '\u{301}';
    if !text.contains(|c| is_ignorable(c) || c == stress_mark) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        let is_stress = c == stress_mark && matches!(last, '\u{400}'..='\u{52f}');
        if !is_stress && !is_ignorable(c) {
            kept.push(c);
        }
        last = c;
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(tag: &str, ordered: &[&str]) {
        let locale = Locale::new(tag).unwrap();
        let mut sorted = ordered.to_vec();
        sorted.reverse();
        sorted.sort_by_key(|text| locale.sort_key(text));
        assert_eq!(sorted, ordered, "{tag}");
    }

    #[test]
    fn the_ukrainian_alphabet_has_its_order() {
        let alphabet: Vec<String> = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя".chars().map(String::from).collect();
        check("uk", &alphabet.iter().map(String::as_str).collect::<Vec<_>>());
        let words: Vec<String> = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя".chars().map(|c| format!("{c}а")).collect();
        check("uk", &words.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn cyrillic_stands_before_latin_in_ukrainian_lists_only() {
        check("uk", &["Автокластер", "Ялинка", "Aerospace", "Zet"]);
        check("en", &["Aerospace", "Zet", "Автокластер", "Ялинка"]);
    }

    #[test]
    fn apostrophes_stress_and_quotes_do_not_count() {
        check("uk", &["мята", "м'яч", "мʼяч", "мяч", "м’яч", "м’ячик", "мячник"]);
        check("uk", &["за\u{301}мок", "замо\u{301}к", "замок", "замокнути"]);
        check("uk", &["Запоріжжя", "«Поділля»", "Полтава"]);
        check("en", &["Oakland", "O'Brien", "Ochre"]);
    }

    #[test]
    fn numbers_go_by_value_and_letters_by_case_last() {
        check("en", &["Article 2", "Article 10", "Article 100"]);
        check("uk", &["2 кластери", "10 кластерів", "Альфа"]);
        check("en", &["resume", "Resume", "résumé", "rosé"]);
    }

    #[test]
    fn other_alphabets_have_their_own() {
        check("pl", &["lis", "los", "łan", "zero", "źródło", "żaba"]);
        check("cs", &["hora", "chata", "ibis"]);
        check("sv", &["zon", "ål", "ärta", "öga"]);
        check("lt", &["yda", "iglu", "jonas"]);
    }

    proptest! {
        #[test]
        fn keys_order_any_texts_totally(a in any::<String>(), b in any::<String>()) {
            let locale = Locale::new("uk").unwrap();
            prop_assert_eq!(locale.sort_key(&a) == locale.sort_key(&b), a == b);
        }
    }
}
