//! The rules of each language for quotes and spaces.
//!
//! Quotes: CLDR 48 `delimiters`, corrected where the language's own norm differs (Romanian, Latvian, Estonian, Finnish).

/// One language's habits.
#[derive(Debug)]
pub(super) struct TypographyRules {
    pub outer: QuotePair,
    pub inner: QuotePair,
    /// Words of one letter that do not end a line.
    pub short_words: &'static str,
    /// Words whose beginning is left out and marked by an apostrophe.
    pub elisions: &'static [&'static str],
    pub spaces: Spaces,
}

#[derive(Debug, PartialEq)]
pub(super) struct QuotePair {
    pub open: char,
    pub close: char,
    /// Whether a no-break space stands inside the quotes.
    pub spaced: bool,
}

/// The places at which a typed space becomes one that does not break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spaces {
    /// Nowhere.
    AsTyped,
    /// Before a dash between words and a per cent sign, after № and §, after [`TypographyRules::short_words`].
    Kept,
    /// Also before units and currencies, as Ukrainian abbreviates them.
    KeptWithUnits,
    /// Also inside « » and before ; : ! ?
    French,
}

impl QuotePair {
    const fn new(open: char, close: char) -> QuotePair {
        QuotePair { open, close, spaced: false }
    }

    pub(super) fn is_ambiguous(&self) -> bool {
        self.open == self.close
    }
}

const fn rules(outer: [char; 2], inner: [char; 2], short_words: &'static str, spaces: Spaces) -> TypographyRules {
    let [open, close] = outer;
    let [inner_open, inner_close] = inner;
    TypographyRules {
        outer: QuotePair::new(open, close),
        inner: QuotePair::new(inner_open, inner_close),
        short_words,
        elisions: &[],
        spaces,
    }
}

static ENGLISH: TypographyRules = TypographyRules {
    elisions: &["tis", "tisn", "twas", "twasn", "twere", "twould", "til"],
    ..rules(['“', '”'], ['‘', '’'], "", Spaces::AsTyped)
};
static LIKE_ENGLISH: TypographyRules = rules(['“', '”'], ['‘', '’'], "", Spaces::AsTyped);
static UKRAINIAN: TypographyRules = rules(['«', '»'], ['„', '“'], "вуійзаоВУІЙЗАО", Spaces::KeptWithUnits);
static BELARUSIAN: TypographyRules = rules(['«', '»'], ['„', '“'], "уўізайоУЎІЗАЙО", Spaces::Kept);
static RUSSIAN: TypographyRules = rules(['«', '»'], ['„', '“'], "вксоуаиВКСОУАИ", Spaces::Kept);
static POLISH: TypographyRules = rules(['„', '”'], ['«', '»'], "aiouwzAIOUWZ", Spaces::Kept);
static CZECH: TypographyRules = rules(['„', '“'], ['‚', '‘'], "aikosuvzAIKOSUVZ", Spaces::Kept);
static GERMAN: TypographyRules = rules(['„', '“'], ['‚', '‘'], "", Spaces::Kept);
static SWISS_GERMAN: TypographyRules = rules(['«', '»'], ['‹', '›'], "", Spaces::Kept);
static ROMANIAN: TypographyRules = rules(['„', '”'], ['«', '»'], "", Spaces::Kept);
static CROATIAN: TypographyRules = rules(['„', '”'], ['‚', '’'], "", Spaces::Kept);
static HUNGARIAN: TypographyRules = rules(['„', '”'], ['»', '«'], "", Spaces::Kept);
static ESTONIAN: TypographyRules = rules(['„', '“'], ['«', '»'], "", Spaces::Kept);
static SWEDISH: TypographyRules = rules(['”', '”'], ['’', '’'], "", Spaces::Kept);
static ROMANCE: TypographyRules = rules(['«', '»'], ['“', '”'], "", Spaces::Kept);
static NORWEGIAN: TypographyRules = rules(['«', '»'], ['‘', '’'], "", Spaces::Kept);
static FRENCH: TypographyRules = TypographyRules {
    outer: QuotePair { open: '«', close: '»', spaced: true },
    inner: QuotePair::new('“', '”'),
    short_words: "",
    elisions: &[],
    spaces: Spaces::French,
};

/// The rules of a language tag; a language that is not known gets the English quotes.
pub(super) fn rules_of(tag: &str) -> &'static TypographyRules {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    let in_region = |wanted: &str| subtags.clone().any(|subtag| subtag.eq_ignore_ascii_case(wanted));
    match language.to_ascii_lowercase().as_str() {
        "uk" => &UKRAINIAN,
        "be" => &BELARUSIAN,
        "ru" => &RUSSIAN,
        "pl" => &POLISH,
        "cs" | "sk" => &CZECH,
        "de" if in_region("CH") => &SWISS_GERMAN,
        "de" | "sl" | "lt" | "bg" | "mk" | "is" | "ka" => &GERMAN,
        "ro" => &ROMANIAN,
        "hr" | "sr" | "bs" | "cnr" => &CROATIAN,
        "hu" => &HUNGARIAN,
        "et" => &ESTONIAN,
        "fi" | "sv" => &SWEDISH,
        "en" => &ENGLISH,
        "pt" if in_region("BR") => &LIKE_ENGLISH,
        "it" | "es" | "pt" | "ca" | "gl" | "el" | "eu" | "hy" => &ROMANCE,
        "nb" | "nn" | "no" => &NORWEGIAN,
        "fr" => &FRENCH,
        _ => &LIKE_ENGLISH,
    }
}

/// Ukrainian abbreviations and units that stay with the number before them.
pub(super) const UNITS: &[&str] = &[
    "р", "рр", "ст", "тис", "млн", "млрд", "трлн", "грн", "євро", "дол", "км", "м", "см", "мм", "кг", "т", "га", "год",
    "хв", "осіб", "МВт", "кВт", "ГВт",
];

/// Words between a number and its currency: «5 млн грн». They end in a point, лн or рд.
pub(super) const MULTIPLIERS: &[&str] = &["тис.", "млн", "млрд", "трлн"];
pub(super) const CURRENCIES: &[&str] = &["грн", "євро", "дол"];

/// The second words of English pairs whose "and" is short: rock ’n’ roll.
pub(super) const AFTER_SHORT_AND: &[&str] = &["roll", "bass", "blues", "cheese", "chips", "mix", "pepper"];
