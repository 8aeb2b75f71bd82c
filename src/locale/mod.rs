//! Everything that depends on a language: alphabetical order, plurals, numbers, dates, quotes, texts with arguments.
//!
//! Start at [`Locale`], a cheap handle that can be cloned and used from any thread. ICU's data, which cost to load, are
//! loaded when first asked for. The rest stands beside it:
//!
//! - [`date`] holds [`PartialDate`](date::PartialDate), a date with the precision it was given;
//! - [`tag`] says whether a tag names a language that exists, and which is meant where it does not;
//! - [`transliterate`] makes ids and anchors from any text, by the Ukrainian rules;
//! - [`typography`] turns typed quotes, dashes and spaces into the language's own;
//! - [`fluent`] reads and evaluates texts with arguments and plurals: a theme's interface strings, the tool's messages.
//!
//! This is the only module that uses `icu` and `fluent-syntax`; their types do not leave it. The data are CLDR 49's,
//! compiled in, so that the same text comes out on every machine.
//!
//! Plain `en` is written the European way (CLDR's `en-GB`): 29 March 2023, and no comma before “and”. A site that
//! wants another English says so in its tag: `en-US`.

use icu_locale::LocaleExpander;
use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use icu_collator::CollatorBorrowed;
use icu_decimal::DecimalFormatter;
use icu_locale::{LocaleDirectionality, subtags::region};
use icu_plurals::PluralRules;

use crate::{message, message::Message};

mod collation;
pub(crate) mod country;
pub mod date;
pub(crate) mod fluent;
pub(crate) mod money;
mod names;
mod numbers;
pub(crate) mod tag;
pub mod transliterate;
pub mod typography;

pub use collation::SortKey;
pub use numbers::Number;

/// A tag longer than this is refused; RFC 5646 (section 4.4.1) asks for at least 35 characters.
const TAG_LIMIT: usize = 64;

/// One language as a site writes it.
#[derive(Clone)]
pub struct Locale {
    inner: Arc<LocaleData>,
}

struct LocaleData {
    tag: String,
    language: String,
    right_to_left: bool,
    own_name: Option<&'static str>,
    /// The tag as ICU is asked for it, with a region where the language alone does not say enough.
    icu: icu_locale::Locale,
    // `None` inside when ICU has no data: the plainest form stands in, nothing fails.
    collator: OnceLock<Option<CollatorBorrowed<'static>>>,
    plurals: OnceLock<Option<PluralRules>>,
    ordinals: OnceLock<Option<PluralRules>>,
    decimals: OnceLock<Option<DecimalFormatter>>,
    ungrouped: OnceLock<Option<DecimalFormatter>>,
    dates: OnceLock<Option<date::DateTemplates>>,
}

impl Locale {
    /// The locale of a BCP 47 tag, such as `uk`, `en-GB` or `sr-Latn`. The error is a message for people.
    pub fn new(tag: &str) -> Result<Locale, Message> {
        let well_formed = !tag.is_empty()
            && tag.len() <= TAG_LIMIT
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let parsed = icu_locale::Locale::try_from_str(tag).ok().filter(|locale| !locale.id.language.is_unknown());
        let Some(mut icu) = parsed.filter(|_| well_formed) else {
            return Err(message!("no-language-tag", tag));
        };
        let language = icu.id.language.as_str().to_owned();
        let right_to_left = LocaleDirectionality::new_common().is_right_to_left(&icu.id);
        if language == "en" && icu.id.region.is_none() {
            icu.id.region = Some(region!("GB"));
        }
        Ok(Locale {
            inner: Arc::new(LocaleData {
                tag: tag.to_owned(),
                language,
                right_to_left,
                own_name: names::own_name(&icu.id),
                icu,
                collator: OnceLock::new(),
                plurals: OnceLock::new(),
                ordinals: OnceLock::new(),
                decimals: OnceLock::new(),
                ungrouped: OnceLock::new(),
                dates: OnceLock::new(),
            }),
        })
    }

    /// The tag as it was given, for `lang` attributes and addresses.
    pub fn tag(&self) -> &str {
        &self.inner.tag
    }

    /// The language alone, in lower case: `uk` of `uk-UA`.
    pub fn language(&self) -> &str {
        &self.inner.language
    }

    /// `ltr` or `rtl`, as the `dir` attribute takes it.
    pub fn direction(&self) -> &'static str {
        if self.inner.right_to_left { "rtl" } else { "ltr" }
    }

    /// With an underscore and a country, as Open Graph writes it: `uk_UA`. The country that the language is likely to be of
    /// stands in for one that is not written; the language alone where there is none.
    pub fn with_country(&self) -> String {
        let mut id = self.inner.icu.id.clone();
        if id.region.is_none() {
            LocaleExpander::new_common().maximize(&mut id);
        }
        let language = id.language.as_str();
        id.region.map_or_else(|| language.to_owned(), |region| format!("{language}_{}", region.as_str()))
    }

    /// The language's name for itself, for a language switcher: `English`, `Українська`. The tag when not known.
    pub fn own_name(&self) -> &str {
        self.inner.own_name.unwrap_or(&self.inner.tag)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Locale").field(&self.inner.tag).finish()
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.inner.tag == other.inner.tag
    }
}

impl Eq for Locale {}

/// Whether a language is written from right to left, by its tag; a tag that is none is not.
pub fn is_right_to_left(tag: &str) -> bool {
    let parsed = icu_locale::Locale::try_from_str(tag);
    parsed.is_ok_and(|locale| LocaleDirectionality::new_common().is_right_to_left(&locale.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_becomes_a_locale() {
        let check = |tag: &str, language: &str, direction: &str, own_name: &str| {
            let locale = Locale::new(tag).unwrap();
            assert_eq!(
                (locale.tag(), locale.language(), locale.direction(), locale.own_name()),
                (tag, language, direction, own_name)
            );
        };
        check("en", "en", "ltr", "English");
        check("uk", "uk", "ltr", "Українська");
        check("uk-UA", "uk", "ltr", "Українська");
        check("pl", "pl", "ltr", "Polski");
        check("pt-BR", "pt", "ltr", "Português (Brasil)");
        check("sr-Latn", "sr", "ltr", "Srpski");
        check("sr", "sr", "ltr", "Српски");
        check("ar", "ar", "rtl", "العربية");
        check("he", "he", "rtl", "עברית");
        check("tlh", "tlh", "ltr", "tlh");
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for tag in ["", "und", "e", "en_GB", "українська", "en-", "-", "en us", "x-mine", &"a".repeat(500)] {
            assert!(Locale::new(tag).is_err(), "{tag}");
        }
    }

    #[test]
    fn a_locale_can_be_shared_between_threads() {
        fn shareable<T: Send + Sync + Clone>() {}
        shareable::<Locale>();
    }
}
