//! Text in Latin letters, for ids, for anchors and for the search of names.
//!
//! Ukrainian follows the resolution No. 55 of the Cabinet of Ministers of Ukraine (27 January 2010). Letters that only
//! other Cyrillic alphabets have get what readers of those expect; Latin letters lose their marks.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::text::characters::surely_nfc;

/// A text as an id or anchor: lower-case ASCII letters and digits, with single hyphens between words.
///
/// The result is empty only when the text holds no letter or digit that has a Latin form.
///
/// ```
/// use icsi::locale::transliterate::slug;
///
/// assert_eq!(slug("Об’єднання «Поділля» – 2023"), "obiednannia-podillia-2023");
/// assert_eq!(slug("Košice"), "kosice");
/// ```
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut pending_hyphen = false;
    transliterate(text, |piece| match piece {
        Spelling::Letters("", _) => {}
        Spelling::Letters(letters, _) => {
            if pending_hyphen && !slug.is_empty() {
                slug.push('-');
            }
            pending_hyphen = false;
            slug.push_str(letters);
        }
        Spelling::Other(_) => pending_hyphen = true,
    });
    slug
}

/// The first words of a slug that has more characters than `most`.
pub(crate) fn shortened(slug: &str, most: usize) -> &str {
    match slug.get(..most).filter(|_| slug.len() > most) {
        Some(start) => start.rsplit_once('-').map_or(start, |(words, _)| words),
        None => slug,
    }
}

/// Whether a letter or digit of a text has no Latin form, so that its [`slug`] lacks it: those of `日本 API`, of `мұнай`.
pub(crate) fn loses_letters(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut lost = false;
    transliterate(text, |piece| lost |= matches!(piece, Spelling::Other(c) if c.is_alphanumeric()));
    lost
}

/// A text in plain Latin letters with its capitals, spaces and punctuation: «Запоріжжя» as Zaporizhzhia.
pub(crate) fn latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    transliterate(text, |piece| match piece {
        Spelling::Letters(letters, Case::Lower) => latin.push_str(letters),
        Spelling::Letters(letters, Case::Upper) => latin.extend(letters.chars().map(|c| c.to_ascii_uppercase())),
        Spelling::Letters(letters, Case::Title) => {
            let mut letters = letters.chars();
            latin.extend(letters.next().map(|c| c.to_ascii_uppercase()));
            latin.extend(letters);
        }
        Spelling::Other(c) => latin.push(c),
    });
    latin
}

/// The plain letters for a Latin letter that Unicode does not decompose, in lower case.
fn fold_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "ng",
        'ə' | 'Ə' => "e",
        'ĸ' => "k",
        _ => return None,
    })
}

enum Spelling<'a> {
    /// Lower-case ASCII letters or digits, none for a silent letter (ь), and the case of the source's letter.
    Letters(&'a str, Case),
    /// A character that has no Latin form.
    Other(char),
}

#[derive(Clone, Copy, PartialEq)]
enum Case {
    Lower,
    /// A capital at the start of a word in small letters: Щука, Shchuka.
    Title,
    /// A capital among capitals: ЩУКА, SHCHUKA.
    Upper,
}

fn transliterate(text: &str, mut output: impl FnMut(Spelling<'_>)) {
    if surely_nfc(text) || is_nfc(text) {
        transliterate_composed(text.chars(), &mut output);
    } else {
        // Й and ї written as two characters must not lose their marks.
        transliterate_composed(text.nfc(), &mut output);
    }
}

fn transliterate_composed(characters: impl Iterator<Item = char>, output: &mut impl FnMut(Spelling<'_>)) {
    let mut characters = characters.peekable();
    let mut previous = PreviousLetter { in_word: false, upper: false, after_z: false };
    while let Some(c) = characters.next() {
        if is_silent(c) {
            continue;
        }
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            output(Spelling::Other(c));
            previous = PreviousLetter { in_word: false, upper: false, after_z: false };
            continue;
        }
        let upper = c.is_uppercase();
        let case = match (upper, characters.peek()) {
            (false, _) => Case::Lower,
            (true, Some(next)) if next.is_uppercase() => Case::Upper,
            (true, Some(next)) if next.is_lowercase() => Case::Title,
            (true, _) if previous.in_word && previous.upper => Case::Upper,
            (true, _) => Case::Title,
        };
        let lower = if upper { c.to_lowercase().next().unwrap_or(c) } else { c };
        let mut in_word = true;
        if lower.is_ascii_alphanumeric() {
            output(Spelling::Letters(lower.encode_utf8(&mut [0; 4]), case));
        } else if let Some(letters) = cyrillic(lower, &previous) {
            output(Spelling::Letters(letters, case));
        } else if let Some(letters) = fold_latin(lower) {
            output(Spelling::Letters(letters, case));
        } else {
            in_word = decomposed(c, case, output);
        }
        previous = PreviousLetter { in_word, upper, after_z: lower == 'з' };
    }
}

struct PreviousLetter {
    in_word: bool,
    upper: bool,
    after_z: bool,
}

/// Takes the marks off; false when nothing Latin is left.
fn decomposed(c: char, case: Case, output: &mut impl FnMut(Spelling<'_>)) -> bool {
    let mut found = false;
    for part in c.to_string().nfkd() {
        let lower = part.to_ascii_lowercase();
        if lower.is_ascii_alphanumeric() {
            output(Spelling::Letters(lower.encode_utf8(&mut [0; 4]), case));
            found = true;
        } else if let Some(letters) = fold_latin(part) {
            output(Spelling::Letters(letters, case));
            found = true;
        }
    }
    if !found {
        output(Spelling::Other(c));
    }
    found
}

/// Apostrophes, stress and other combining marks, soft hyphens and joiners: they neither sound nor part words.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʹ' | 'ʻ' | '′' | '＇'
        | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn cyrillic(c: char, previous: &PreviousLetter) -> Option<&'static str> {
    let starts = !previous.in_word;
    let at_start = |start, elsewhere| if starts { start } else { elsewhere };
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        // Зг is zgh, to tell it from ж, zh.
        'г' if previous.after_z && previous.in_word => "gh",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' => at_start("ye", "ie"),
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'і' => "i",
        'ї' => at_start("yi", "i"),
        'й' => at_start("y", "i"),
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ь' => "",
        'ю' => at_start("yu", "iu"),
        'я' => at_start("ya", "ia"),
        // Letters that Ukrainian does not have.
        'ё' => at_start("yo", "io"),
        'ъ' => "",
        'ы' => "y",
        'э' | 'ѐ' => "e",
        'ў' => "u",
        'ѝ' => "i",
        'ђ' => "dj",
        'ѓ' => "g",
        'ѕ' => "dz",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'ќ' => "k",
        'џ' => "dz",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_official_vectors() {
        let vectors = "Знам’янка znamianka · Короп’є koropie · Мар’їне marine · Єнакієве yenakiieve · Гаєвич haievych · \
            Їжакевич yizhakevych · Кадиївка kadyivka · Йосипівка yosypivka · Стрий stryi · Юрчак yurchak · \
            Корюківка koriukivka · Яготин yahotyn · Костянтин kostiantyn · Згорани zghorany · Розгон rozghon · \
            Ґалаґан galagan · Запоріжжя zaporizhzhia · Рівне-Єдність rivne-yednist · Ярлики yarlyky · \
            Харківський kharkivskyi";
        for vector in vectors.split(" · ") {
            let (name, expected) = vector.trim().split_once(' ').unwrap();
            assert_eq!(slug(name), expected);
            assert_eq!(latin(name).to_lowercase(), expected);
            for apostrophe in ["'", "ʼ", "ʹ", "‘"] {
                assert_eq!(slug(&name.replace('’', apostrophe)), expected);
            }
            assert_eq!(slug(&name.nfd().collect::<String>()), expected, "{name} decomposed");
            assert_eq!(slug(&name.to_uppercase()), expected);
        }
    }

    #[test]
    fn slugs() {
        let check = |text: &str, expected: &str| assert_eq!(slug(text), expected, "{text}");
        check("лис", "lys");
        check("ліс", "lis");
        check("кит кіт", "kyt-kit");
        check("дим, дім", "dym-dim");
        check("Ґанок", "ganok");
        check("п'ять", "piat");
        check("за\u{301}мок", "zamok");
        check("Об’єднання «Поділля» – 2023", "obiednannia-podillia-2023");
        check("  --Про нас!--  ", "pro-nas");
        check("Львівська обл. / Ярослав", "lvivska-obl-yaroslav");
        check("Łódź Gdańsk", "lodz-gdansk");
        check("Příliš žluťoučký kůň", "prilis-zlutoucky-kun");
        check("Košice, Ľubovňa", "kosice-lubovna");
        check("Šiauliai, Kėdainiai", "siauliai-kedainiai");
        check("Târgu Mureș Brașov", "targu-mures-brasov");
        check("Straße Đorđe Ærø Þór", "strasse-dorde-aero-thor");
        check("Выбор Чудовъ Ёлка", "vybor-chudov-yolka");
        check("Љубљана", "ljubljana");
        check("№ 55", "no-55");
        check("don’t O'Neill", "dont-oneill");
        check("C++ & Rust", "c-rust");
        check("東京", "");
        check("!?", "");
    }

    #[test]
    fn names_in_latin_letters() {
        let check = |text: &str, expected: &str| assert_eq!(latin(text), expected);
        check("Запоріжжя", "Zaporizhzhia");
        check("Юрій Щербак", "Yurii Shcherbak");
        check("ЩУКА, ХАЩ", "SHCHUKA, KHASHCH");
        check("ЄС і Я", "YES i Ya");
        check("Мар’їне (2 км)", "Marine (2 km)");
        check("Згорани ЗГОРАНИ", "Zghorany ZGHORANY");
        check("Košice 東京", "Kosice 東京");
    }

    proptest! {
        #[test]
        fn slugs_are_slugs_and_stay(text in "\\PC{0,40}|[а-яіїєґА-ЯІЇЄҐ’ '-]{0,20}") {
            let slug = super::slug(&text);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", slug);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "{}", slug);
            prop_assert_eq!(super::slug(&slug), slug.clone());
            prop_assert_eq!(super::slug(&latin(&text)), slug);
        }
    }
}
