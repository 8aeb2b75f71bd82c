//! The names of languages in themselves.

use icu_locale::LanguageIdentifier;

/// The language's own name, with a capital: it stands alone in a switcher, not in a sentence.
///
/// Source: CLDR 48, each language's own `localeDisplayNames`, capitalised. A longer tag stands before a shorter one.
const OWN_NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("az", "Azərbaycan"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cnr", "Crnogorski"),
    ("crh", "Qırımtatarca"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("de-AT", "Deutsch (Österreich)"),
    ("de-CH", "Deutsch (Schweiz)"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("en-GB", "English"),
    ("en-US", "English (US)"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fo", "Føroyskt"),
    ("fr", "Français"),
    ("fy", "Frysk"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("ko", "한국어"),
    ("la", "Latina"),
    ("lb", "Lëtzebuergesch"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("mt", "Malti"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pt-BR", "Português (Brasil)"),
    ("pt-PT", "Português (Portugal)"),
    ("rm", "Rumantsch"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("se", "Davvisámegiella"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sr-Latn", "Srpski"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("tt", "Татар"),
    ("uk", "Українська"),
    ("uz", "O‘zbek"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// The name of the language, in the script or region that the tag names where that has a name of its own.
pub(super) fn own_name(id: &LanguageIdentifier) -> Option<&'static str> {
    let language = id.language.as_str();
    let script = id.script.as_ref().map(|script| format!("{language}-{}", script.as_str()));
    let region = id.region.as_ref().map(|region| format!("{language}-{}", region.as_str()));
    [region, script, Some(language.to_owned())].into_iter().flatten().find_map(|tag| {
        OWN_NAMES
            .binary_search_by_key(&tag.as_str(), |(known, _)| known)
            .ok()
            .and_then(|at| OWN_NAMES.get(at))
            .map(|(_, name)| *name)
    })
}

#[cfg(test)]
mod tests {
    use super::OWN_NAMES;

    #[test]
    fn the_table_is_sorted_for_its_search() {
        assert!(OWN_NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
