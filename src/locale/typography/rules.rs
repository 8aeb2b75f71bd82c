//! What each language asks of quotes and spaces.
//!
//! Quotes: CLDR 48 `delimiters`, corrected where the language's own norm differs (Romanian, Latvian, Estonian, Finnish).

/// One language's habits.
#[derive(Debug)]
pub(super) struct Rules {
    pub outer: Pair,
    pub inner: Pair,
    /// Words of one letter that do not end a line.
    pub short_words: &'static str,
    pub spaces: Spaces,
}

#[derive(Debug, PartialEq)]
pub(super) struct Pair {
    pub open: char,
    pub close: char,
    /// Whether a no-break space stands inside the quotes.
    pub spaced: bool,
}

/// Where a typed space becomes one that does not break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spaces {
    /// Nowhere.
    AsTyped,
    /// Before a dash between words and a per cent sign, after № and §, after [`Rules::short_words`].
    Kept,
    /// Also before units and currencies, as Ukrainian abbreviates them.
    KeptWithUnits,
    /// Also inside « » and before ; : ! ?
    French,
}

impl Pair {
    const fn new(open: char, close: char) -> Pair {
        Pair { open, close, spaced: false }
    }

    pub fn is_ambiguous(&self) -> bool {
        self.open == self.close
    }
}

const fn rules(outer: [char; 2], inner: [char; 2], short_words: &'static str, spaces: Spaces) -> Rules {
    let [open, close] = outer;
    let [inner_open, inner_close] = inner;
    Rules { outer: Pair::new(open, close), inner: Pair::new(inner_open, inner_close), short_words, spaces }
}

static ENGLISH: Rules = rules(['“', '”'], ['‘', '’'], "", Spaces::AsTyped);
static UKRAINIAN: Rules = rules(['«', '»'], ['„', '“'], "вуійзаоВУІЙЗАО", Spaces::KeptWithUnits);
static BELARUSIAN: Rules = rules(['«', '»'], ['„', '“'], "уўізайоУЎІЗАЙО", Spaces::Kept);
static RUSSIAN: Rules = rules(['«', '»'], ['„', '“'], "вксоуаиВКСОУАИ", Spaces::Kept);
static POLISH: Rules = rules(['„', '”'], ['«', '»'], "aiouwzAIOUWZ", Spaces::Kept);
static CZECH: Rules = rules(['„', '“'], ['‚', '‘'], "aikosuvzAIKOSUVZ", Spaces::Kept);
static GERMAN: Rules = rules(['„', '“'], ['‚', '‘'], "", Spaces::Kept);
static SWISS_GERMAN: Rules = rules(['«', '»'], ['‹', '›'], "", Spaces::Kept);
static ROMANIAN: Rules = rules(['„', '”'], ['«', '»'], "", Spaces::Kept);
static CROATIAN: Rules = rules(['„', '”'], ['‚', '’'], "", Spaces::Kept);
static HUNGARIAN: Rules = rules(['„', '”'], ['»', '«'], "", Spaces::Kept);
static ESTONIAN: Rules = rules(['„', '“'], ['«', '»'], "", Spaces::Kept);
static SWEDISH: Rules = rules(['”', '”'], ['’', '’'], "", Spaces::Kept);
static ROMANCE: Rules = rules(['«', '»'], ['“', '”'], "", Spaces::Kept);
static NORWEGIAN: Rules = rules(['«', '»'], ['‘', '’'], "", Spaces::Kept);
static FRENCH: Rules = Rules {
    outer: Pair { open: '«', close: '»', spaced: true },
    inner: Pair::new('“', '”'),
    short_words: "",
    spaces: Spaces::French,
};

/// The rules of a language tag; a language that is not known gets the English quotes.
pub(super) fn rules_of(tag: &str) -> &'static Rules {
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
        "pt" if in_region("BR") => &ENGLISH,
        "it" | "es" | "pt" | "ca" | "gl" | "el" | "eu" | "hy" => &ROMANCE,
        "nb" | "nn" | "no" => &NORWEGIAN,
        "fr" => &FRENCH,
        _ => &ENGLISH,
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
