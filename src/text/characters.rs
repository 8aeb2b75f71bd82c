//! Characters that no text of a site may have, words that mix scripts, and normal form C.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

use crate::scan;

/// Characters that no text may hold, in whatever language: control characters (but for tab and line ends), bidirectional
/// embeddings, overrides and isolates, and tag characters.
///
/// Sources: Unicode Standard Annex 9 (explicit directional formatting) and the Tags block, U+E0000 to U+E007F.
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// The marks that say which way the signs beside them run: LRM, RLM and ALM (Unicode Standard Annex 9, implicit
/// directional marks). Pages in languages written from right to left need them; in others they only hide.
pub fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Whether a text holds such a mark. Looks at the bytes that begin one alone.
pub fn has_direction_mark(text: &str) -> bool {
    memchr::memchr2_iter(0xe2, 0xd8, text.as_bytes())
        .any(|at| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_direction_mark))
}

/// The first forbidden character of a text.
pub fn first_forbidden(text: &str) -> Option<char> {
    if may_hold_forbidden(text) { text.chars().find(|c| is_forbidden(*c)) } else { None }
}

/// Characters that make an address or a line of a terminal read other than it is: all bidirectional controls, and tags.
pub fn is_deceptive(c: char) -> bool {
    is_direction_mark(c) || (is_forbidden(c) && !c.is_control())
}

/// A quick look at bytes: what nearly every text passes without being decoded.
fn may_hold_forbidden(text: &str) -> bool {
    let is_suspect = |byte: u8| {
        // 0xc2 and 0xe2 differ in that one bit.
        ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f) | (byte | 0x20 == 0xe2) | (byte == 0xf3)
    };
    scan::any(text.as_bytes(), is_suspect, |byte, rest| match (byte, rest) {
        (b'\t' | b'\r', _) => false,
        // U+0080 to U+009F
        (0xc2, [second, ..]) => *second < 0xa0,
        // U+202A to U+202E and U+2066 to U+2069
        (0xe2, [second, third, ..]) => matches!((second, third), (0x80, 0xaa..=0xae) | (0x81, 0xa6..=0xa9)),
        _ => true,
    })
}

/// The first word that mixes scripts whose letters look alike, as byte range.
///
/// Parts joined by hyphens or apostrophes are words of their own: `IT-кластер` does not mix.
pub fn mixed_scripts(text: &str) -> Option<std::ops::Range<usize>> {
    let mut start = 0;
    let ends = text.char_indices().filter(|(_, c)| !is_in_word(*c)).map(|(at, c)| (at, at + c.len_utf8()));
    for (end, next) in ends.chain([(text.len(), text.len())]) {
        if text.get(start..end).is_some_and(mixes_scripts) {
            return Some(start..end);
        }
        start = next;
    }
    None
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

/// Marks that stand on a letter, as in letters that were written as two characters.
pub fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Marks of all scripts: vowel signs and the like, which are no letters by themselves (general category M).
pub fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// Whether a word holds letters of two of the scripts whose letters look alike: Latin, Greek, Cyrillic, Armenian.
pub fn mixes_scripts(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(look_alike_script);
    scripts.next().is_some_and(|first| scripts.any(|other| other != first))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
}

fn look_alike_script(c: char) -> Option<Script> {
    match c {
        '×' | '÷' => None,
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}' => {
            Some(Script::Cyrillic)
        }
        '\u{531}'..='\u{58f}' => Some(Script::Armenian),
        _ => None,
    }
}

/// Letters of the Latin and the Cyrillic script that look alike, in pairs.
const LOOK_ALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('x', 'х'),
    ('y', 'у'),
    ('ï', 'ї'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
];

/// The Latin letter that looks like this Cyrillic one.
pub fn latin_look_alike(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(_, cyrillic)| *cyrillic == c).map(|(latin, _)| *latin)
}

/// A text whose words are of one script each: where a word mixes scripts and the letters of one of them all have
/// look-alikes in the other, these take their place. `lviv-сluster` with a Cyrillic letter becomes `lviv-cluster`.
pub fn in_one_script(text: &str) -> Cow<'_, str> {
    let mut mended = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(word) = mended.get(from..).and_then(mixed_scripts) {
        let (start, end) = (from + word.start, from + word.end);
        let written = mended.get(start..end).unwrap_or_default();
        let whole = word_in_one_script(written);
        from = start + whole.as_deref().unwrap_or(written).len();
        if let Some(whole) = whole {
            mended.to_mut().replace_range(start..end, &whole);
        }
    }
    mended
}

/// `None` where a word cannot be one of either script.
pub fn word_in_one_script(word: &str) -> Option<String> {
    let cyrillic_look_alike = |c| LOOK_ALIKES.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic);
    let all_in = |script, other: &dyn Fn(char) -> Option<char>| -> Option<String> {
        let letter = |c| if look_alike_script(c).is_none_or(|own| own == script) { Some(c) } else { other(c) };
        word.chars().map(letter).collect()
    };
    all_in(Script::Latin, &latin_look_alike).or_else(|| all_in(Script::Cyrillic, &cyrillic_look_alike))
}

/// Whether a spreadsheet would run a cell: some skip blanks and take full-width signs for the plain ones.
pub fn is_formula(cell: &str) -> bool {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    (cell.starts_with(starts) || cell.trim_start().starts_with(starts)) && cell.parse::<f64>().is_err()
}

/// Normal form C, as every text of the site is published.
pub fn nfc(text: &str) -> Cow<'_, str> {
    // Nothing composes over the end of a line, so that a stress mark is a matter for its line alone.
    let is_composed = |line: &str| surely_nfc(line) || is_nfc(line);
    if surely_nfc(text) || text.split_inclusive('\n').all(is_composed) {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if is_composed(line) {
            composed.push_str(line);
        } else {
            composed.extend(line.nfc());
        }
    }
    Cow::Owned(composed)
}

/// Whether a text holds only ASCII, letters of Latin-1, Latin Extended-A and basic Cyrillic, the Ukrainian ґ and letter
/// apostrophe, and the usual punctuation and currency signs: none of them composes with another. A look at bytes, because
/// nearly every text is of these.
pub fn surely_nfc(text: &str) -> bool {
    let is_suspect = |byte: u8| (byte > 0xc5) & (byte != 0xd0) & (byte != 0xd1);
    !scan::any(text.as_bytes(), is_suspect, |byte, rest| match (byte, rest) {
        // U+2002 to U+203F, U+2080 to U+20BF, and U+2116; U+2000 and U+2001 do change.
        (0xe2, [second, third, ..]) => !matches!((second, third), (0x80, 0x82..) | (0x82, _) | (0x84, 0x96)),
        // ґ, Ґ, ʼ.
        (0xd2, [second, ..]) => !matches!(second, 0x90 | 0x91),
        (0xca, [second, ..]) => *second != 0xbc,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_of_two_scripts_are_found_and_compounds_are_not() {
        assert_eq!(mixed_scripts("the EСA alliance"), Some(4..8), "a Cyrillic С among Latin letters");
        for fine in ["IT-кластер", "DIH «Centre 4.0 KPI»", "п'ять", "Košice", "Україна", "µm", ""]
        {
            assert_eq!(mixed_scripts(fine), None, "{fine}");
        }
    }

    #[test]
    fn a_word_of_two_scripts_becomes_one_of_one() {
        for (mixed, whole) in [
            ("lviv-\u{441}luster", "lviv-cluster"),
            ("The U\u{421}A alliance", "The UCA alliance"),
            ("Льв\u{69}в і Київ", "Львів і Київ"),
            ("IT-кластер", "IT-кластер"),
            ("zжz", "zжz"),
            ("zжz \u{441}ar", "zжz car"),
            ("", ""),
        ] {
            assert_eq!(in_one_script(mixed), whole, "{mixed}");
        }
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(nfc("и\u{306}ои\u{308}"), "йоӥ");
        assert_eq!(nfc("\u{2000}\u{212b}"), "\u{2002}Å");
        assert_eq!(nfc("за\u{301}мок\nи\u{306}\nсло\u{301}во"), "за\u{301}мок\nй\nсло\u{301}во");
        assert!(matches!(nfc("за\u{301}мок\nсло\u{301}во"), Cow::Borrowed(_)));
        assert!(surely_nfc("Кошиці – «Єднання» № 5, 2,5 млн €/₴, Košice… ґрунт, Ґданськ, пʼять"));
    }

    proptest! {
        #[test]
        fn direction_marks_are_found_in_bytes(text in "[ -~ا-ي\u{600}-\u{620}\u{2000}-\u{2030}]{0,40}") {
            prop_assert_eq!(has_direction_mark(&text), text.contains(is_direction_mark));
        }

        #[test]
        fn the_quick_look_never_errs(text in "[ -~\nà-žЀ-ԯ\u{2b0}-\u{2ff}\u{300}-\u{345}\u{2000}-\u{2130}ー-ヾ]{0,40}") {
            prop_assert_eq!(nfc(&text).into_owned(), text.nfc().collect::<String>());
        }
    }
}
