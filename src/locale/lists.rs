//! “A, B and C”.

use icu::list::{
    ListFormatter,
    options::{ListFormatterOptions, ListLength},
};

use super::Locale;

impl Locale {
    /// The items as a phrase that names them all: «а, б і в», “a, b and c”.
    pub fn format_list<T: AsRef<str>>(&self, items: &[T]) -> String {
        let mut list = String::new();
        let mut separators = self.list_separators(items).into_iter();
        for item in items {
            list.push_str(item.as_ref());
            list.push_str(&separators.next().unwrap_or_default());
        }
        list
    }

    /// What stands between the items, one text fewer than there are items, so that markup can be joined too.
    ///
    /// The items are read only because some languages change “and” before some sounds (Spanish y, e).
    pub fn list_separators<T: AsRef<str>>(&self, items: &[T]) -> Vec<String> {
        let plain = || vec![", ".to_owned(); items.len().saturating_sub(1)];
        if items.len() < 2 {
            return Vec::new();
        }
        let Some(formatter) = self.list_formatter() else { return plain() };
        // The mark behind each item tells where it ended, whatever the items hold; the next item's text, which is
        // known, ends the separator.
        let marked: Vec<String> =
            items.iter().map(|item| format!("{}{END_OF_ITEM}", item.as_ref().replace(END_OF_ITEM, " "))).collect();
        let phrase = formatter.format_to_string(marked.iter().map(String::as_str));
        let separators: Option<Vec<String>> = phrase
            .split_inclusive(END_OF_ITEM)
            .zip(&marked)
            .skip(1)
            .map(|(separated, item)| separated.strip_suffix(item.as_str()).map(str::to_owned))
            .collect();
        separators.filter(|all| all.len() + 1 == items.len()).unwrap_or_else(plain)
    }

    fn list_formatter(&self) -> Option<&ListFormatter> {
        let load = || {
            let options = ListFormatterOptions::default().with_length(ListLength::Wide);
            ListFormatter::try_new_and((&self.inner.icu).into(), options).ok()
        };
        self.inner.lists.get_or_init(load).as_ref()
    }
}

/// A control character, which no text of a site may hold.
const END_OF_ITEM: char = '\u{1}';

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(tag: &str, items: &[&str], expected: &str) {
        assert_eq!(Locale::new(tag).unwrap().format_list(items), expected);
    }

    #[test]
    fn lists_are_joined_as_the_language_does() {
        check("uk", &[], "");
        check("uk", &["Польща"], "Польща");
        check("uk", &["Польща", "Литва"], "Польща і Литва");
        check("uk", &["Польща", "Литва", "Україна"], "Польща, Литва і Україна");
        check("en", &["Poland", "Lithuania", "Ukraine"], "Poland, Lithuania and Ukraine");
        check("en-US", &["Poland", "Lithuania", "Ukraine"], "Poland, Lithuania, and Ukraine");
        check("es", &["padres", "hijos"], "padres e hijos");
        check("uk", &[", і", " і ", ""], ", і,  і  і ");
    }

    #[test]
    fn separators_stand_apart_for_markup() {
        let separators = Locale::new("uk").unwrap().list_separators(&["а", "б", "в"]);
        assert_eq!(separators, [", ", " і "]);
    }

    proptest! {
        #[test]
        fn there_is_one_separator_fewer_than_items(items in proptest::collection::vec(any::<String>(), 0..6)) {
            for tag in ["uk", "en", "es", "he", "zh"] {
                let separators = Locale::new(tag).unwrap().list_separators(&items);
                prop_assert_eq!(separators.len(), items.len().saturating_sub(1));
            }
        }
    }
}
