//! Whether a tag names a language that exists, and the tag that is meant where it does not: `ua` is a country, its
//! language is `uk`.
//!
//! A subtag exists when the IANA registry has it (`subtags.txt` has its languages, scripts, regions and variants). What
//! is meant comes from CLDR: its aliases (`eng` is `en`, `UK` is `GB`) and the likely language of a country.

use icu_locale::{LanguageIdentifier, LocaleCanonicalizer, LocaleExpander, subtags::Region};

use super::Locale;
use crate::{message, message::Message};

const REGISTRY: &str = include_str!("subtags.txt");

/// Languages from `qaa` to `qtz` are for private use (RFC 5646, section 2.2.1).
const PRIVATE_USE: std::ops::RangeInclusive<&str> = "qaa"..="qtz";

/// Why a tag names no language, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagError {
    pub message: Message,
    pub hint: Message,
}

/// Says whether a site can be written in the language of a BCP 47 tag: it is well-formed, its language stands in small
/// letters, and all its subtags are registered.
pub(crate) fn check(tag: &str) -> Result<(), TagError> {
    let language = tag.split('-').next().unwrap_or_default();
    if Locale::new(tag).is_err() || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err(TagError { message: message!("malformed-language-tag", tag), hint: well_formed(tag) });
    }
    let Ok(id) = tag.parse::<icu_locale::Locale>().map(|locale| locale.id) else { return Ok(()) };
    let error = |what: &str, subtag: &str, hint: Message| {
        let message = if subtag.eq_ignore_ascii_case(tag) {
            message!("unregistered-language", tag)
        } else {
            message!("unregistered-subtag", subtag, tag, what)
        };
        Err(TagError { message, hint })
    };
    if !is_registered("language", id.language.as_str()) && !PRIVATE_USE.contains(&id.language.as_str()) {
        let hint = language_meant(&id).map_or_else(examples, |meant| write(&meant));
        return error("language", id.language.as_str(), hint);
    }
    if let Some(script) = id.script.filter(|script| !is_registered("script", script.as_str())) {
        let without = LanguageIdentifier { script: None, ..id.clone() };
        let hint = message!("unregistered-subtag.script", tag = without.to_string());
        return error("script", script.as_str(), hint);
    }
    if let Some(region) = id.region.filter(|region| !is_registered("region", region.as_str())) {
        return error("region", region.as_str(), write(&region_meant(&id)));
    }
    if let Some(variant) = id.variants.iter().find(|variant| !is_registered("variant", variant.as_str())) {
        let without = LanguageIdentifier { variants: Default::default(), ..id.clone() };
        return error("variant", variant.as_str(), write(&without));
    }
    Ok(())
}

/// The language that is probably meant by letters that are no tag of one, or not written as one: `ua` is `uk`, `EN` is
/// `en`, `ukr` is `uk`. `None` where the tag is one, or no telling.
pub(crate) fn meant(tag: &str) -> Option<String> {
    let tag = tag.replace('_', "-");
    let id = tag.parse::<icu_locale::Locale>().ok()?.id;
    let meant = if is_registered("language", id.language.as_str()) { id } else { language_meant(&id)? };
    Some(meant.to_string()).filter(|meant| *meant != tag && check(meant).is_ok())
}

fn subtags(kind: &str) -> impl Iterator<Item = &'static str> {
    let (_, behind) = REGISTRY.split_once(&format!("[{kind}]")).unwrap_or_default();
    behind.split('[').next().unwrap_or_default().split_ascii_whitespace()
}

fn is_registered(kind: &str, subtag: &str) -> bool {
    subtags(kind).any(|registered| registered == subtag)
}

fn write(meant: &LanguageIdentifier) -> Message {
    message!("language-tag-meant", tag = meant.to_string())
}

fn examples() -> Message {
    message!("language-tag-examples")
}

/// Proposes how to write a text that has not the form of a tag: `EN` is `en`, `uk_UA` is `uk-UA`.
fn well_formed(tag: &str) -> Message {
    let Ok(meant) = tag.replace('_', "-").parse::<icu_locale::Locale>() else { return examples() };
    let meant = meant.to_string();
    if meant == tag {
        // The canonical form is itself no language of a site: `und`.
        return examples();
    }
    match check(&meant) {
        Ok(()) => message!("language-tag-meant", tag = meant),
        Err(error) => error.hint,
    }
}

/// With CLDR's aliases replaced by what they stand for.
fn canonical(id: &LanguageIdentifier) -> LanguageIdentifier {
    let mut locale = icu_locale::Locale::from(id.clone());
    LocaleCanonicalizer::new_common().canonicalize(&mut locale);
    locale.id
}

/// The language that CLDR has under another code (`ukr`), or that is likely in the country of these letters (`ua`).
fn language_meant(id: &LanguageIdentifier) -> Option<LanguageIdentifier> {
    let alias = canonical(id);
    if is_registered("language", alias.language.as_str()) {
        return Some(alias);
    }
    let region: Region =
        id.language.as_str().parse().ok().filter(|region: &Region| is_registered("region", region.as_str()))?;
    let mut likely = LanguageIdentifier { region: Some(region), ..LanguageIdentifier::UNKNOWN };
    LocaleExpander::new_common().maximize(&mut likely);
    // A country whose language is at home elsewhere (`us`, `mx`) says little of what is meant.
    let mut home = LanguageIdentifier { language: likely.language, ..LanguageIdentifier::UNKNOWN };
    LocaleExpander::new_common().maximize(&mut home);
    (home.region == Some(region)).then(|| LanguageIdentifier { language: likely.language, ..id.clone() })
}

/// The region that CLDR has under another code (`UK`); the language's likely one where its own letters stand (`ja-JA`);
/// else none.
fn region_meant(id: &LanguageIdentifier) -> LanguageIdentifier {
    let without = LanguageIdentifier { region: None, ..id.clone() };
    let region = if id.region.is_some_and(|region| region.as_str().eq_ignore_ascii_case(id.language.as_str())) {
        let mut likely = without.clone();
        LocaleExpander::new_common().maximize(&mut likely);
        likely.region
    } else {
        canonical(id).region
    };
    LanguageIdentifier { region: region.filter(|region| is_registered("region", region.as_str())), ..without }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: &str = "for example en, uk, pl, pt-BR or sr-Latn";

    #[test]
    fn registered_languages_pass() {
        for tag in [
            "en",
            "uk",
            "pl",
            "pt-BR",
            "sr-Latn",
            "zh-Hant-TW",
            "es-419",
            "de-1996",
            "ca-valencia",
            "no",
            "crh",
            "tlh",
            "cnr",
            "qaa",
            "uk-ua",
            "en-x-kb",
            "sr-Cyrl-ME",
        ] {
            assert_eq!(check(tag), Ok(()), "{tag}");
        }
    }

    #[test]
    fn what_is_no_language_is_told_with_the_one_that_is_meant() {
        let wrong = |tag: &str, message: &str, hint: &str| {
            let error = check(tag).unwrap_err();
            assert_eq!((&*error.message.to_string(), &*error.hint.to_string()), (message, hint), "{tag}");
        };
        wrong("ua", "`ua` is not a registered language", "write `uk`");
        wrong("ua-UA", "`ua` in `ua-UA` is not a registered language", "write `uk-UA`");
        wrong("cz", "`cz` is not a registered language", "write `cs`");
        wrong("jp", "`jp` is not a registered language", "write `ja`");
        wrong("dk", "`dk` is not a registered language", "write `da`");
        wrong("gr", "`gr` is not a registered language", "write `el`");
        wrong("cn", "`cn` is not a registered language", "write `zh`");
        wrong("ukr", "`ukr` is not a registered language", "write `uk`");
        wrong("zz", "`zz` is not a registered language", EXAMPLES);
        wrong("en-UK", "`UK` in `en-UK` is not a registered region", "write `en-GB`");
        wrong("uk-UK", "`UK` in `uk-UK` is not a registered region", "write `uk-UA`");
        wrong("ja-JA", "`JA` in `ja-JA` is not a registered region", "write `ja-JP`");
        wrong("en-XY", "`XY` in `en-XY` is not a registered region", "write `en`");
        wrong(
            "sr-Latm",
            "`Latm` in `sr-Latm` is not a registered script",
            "write `sr`, or a script of ISO 15924 in it: Cyrl, Latn, Hans",
        );
        wrong("sr-latin", "`latin` in `sr-latin` is not a registered variant", "write `sr`");
    }

    #[test]
    fn what_has_no_form_of_a_tag_is_told_with_the_form() {
        let wrong = |tag: &str, hint: &str| assert_eq!(check(tag).unwrap_err().hint.to_string(), hint, "{tag}");
        wrong("EN", "write `en`");
        wrong("Uk", "write `uk`");
        wrong("uk_UA", "write `uk-UA`");
        wrong("ua_UA", "write `uk-UA`");
        wrong("english", EXAMPLES);
        for tag in ["", "e", "und", "українська", "en-", "x-mine"] {
            wrong(tag, EXAMPLES);
        }
    }

    #[test]
    fn a_tag_is_found_in_what_people_write() {
        for (written, expected) in [
            ("ua", Some("uk")),
            ("UA", Some("uk")),
            ("EN", Some("en")),
            ("ukr", Some("uk")),
            ("en", None),
            ("md", None),
        ] {
            assert_eq!(meant(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn the_registry_s_lists_are_whole() {
        let counts = ["language", "script", "region", "variant"].map(|kind| subtags(kind).count());
        assert_eq!(counts, [8267, 224, 303, 134]);
    }
}
