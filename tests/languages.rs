//! Texts of the program and its theme in many languages, beside those of Node's Intl: dates, numbers, plurals, lists,
//! alphabetical order; and texts of one direction on pages of the other.
//!
//! `MEANT` names each difference that is meant, with its reason; one that no longer exists fails the test too. They are
//! named for a Node with the data of CLDR 48; with others the comparison is left out.

use std::{
    collections::BTreeMap,
    io::Write as _,
    process::{Command, Stdio},
};

use icsi::locale::{Locale, Number, date::PartialDate};
use scraper::{Html, Selector};
use serde::Deserialize;
use serde_json::json;

use crate::common::Site;

/// The official languages of the European Union, those of its neighbours, and languages of other scripts and directions.
const LANGUAGES: &[&str] = &[
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl",
    "pt", "ro", "sk", "sl", "sv", "uk", "be", "bs", "bs-Cyrl", "ca", "cy", "eu", "gl", "hy", "is", "ka", "kk", "mk",
    "nb", "sq", "sr", "sr-Latn", "tr", "az", "az-Cyrl", "uz", "uz-Cyrl", "ar", "fa", "he", "hi", "id", "ja", "ko",
    "th", "vi", "zh", "zh-Hant", "en-US", "pt-PT", "de-AT",
];

const DATES: &[&str] = &[
    "2023",
    "1991",
    "2023-01",
    "2023-03",
    "2023-08",
    "2023-10",
    "2023-12",
    "2023-01-01",
    "2023-02-28",
    "2023-03-29",
    "2023-04-11",
    "2023-05-08",
    "2023-06-03",
    "2023-07-31",
    "2023-08-24",
    "2023-09-30",
    "2023-10-02",
    "2023-11-21",
    "2023-12-25",
];

const NUMBERS: &[&str] =
    &["0", "7", "-7", "999", "1000", "1500", "9999", "12345", "123456", "1234567", "1234567.89", "0.5", "-1234.5"];

/// To two digits: halves go away from zero (ECMA-402).
const ROUNDED: &[&str] = &["1.005", "1.015", "1.025", "2.345", "2.3449", "-1.005", "0.125", "0.135", "9.995", "1200"];

const COUNTS: &[&str] = &[
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "17", "19", "20", "21", "22",
    "25", "30", "31", "40", "71", "79", "80", "100", "101", "102", "103", "111", "112", "120", "121", "200", "1000",
    "1000000", "0.0", "0.1", "0.5", "1.0", "1.5", "2.0", "10.0", "11.5", "21.1", "1.10",
];

/// Letters and pairs of letters that languages put in places of their own.
const WORDS: &str = "a à á â ã ä å æ ą ă b c ć č ç ċ ch cs d ď đ ð dd dz dž e é è ê ë ě ę ė ē ə f ff g ğ ģ ġ gy h ħ i ı í î ï \
    ī į j k ķ l ľ ĺ ł ļ ll lj ly m n ń ň ñ ņ ng nj ny o ó ô ö ø œ ő õ p ph q r ŕ ř rh s š ś ş ș ß sz t ť ț þ th u ú ů ü ű ū ų \
    v w ŵ x y ý ŷ z ž ź ż zs Z a1 a2 a10 \
    а б в г ґ ѓ ғ д ђ е є ё ж җ з и і ї й ј к ќ қ л љ м н њ ң о ө п р с т ћ у ў ү ұ ф х һ ц ч џ ш щ ъ ы ь э ю я \
    α ά β γ δ ε έ η ω ა ბ გ დ ჰ ա բ գ և օ א ב ג ת ا آ ب پ ت ج چ ک گ ی अ आ क ख ก ข あ ア い か が 日 本 中 文 국 한 가";

/// A difference that is meant: of a language, in what, and why.
struct Meant {
    language: &'static str,
    what: &'static str,
    why: &'static str,
}

/// The program's data are CLDR 49's, those of Node 20 CLDR 48's.
const NEWER: &str = "CLDR 49 has it otherwise than CLDR 48";
const NO_DATA: &str =
    "the compiled data have nothing for this script: dates stand as ISO 8601, letters in the common order";

#[rustfmt::skip]
const MEANT: &[Meant] = &[
    Meant { language: "bg", what: "ordinal", why: NEWER },
    Meant { language: "es", what: "ordinal", why: NEWER },
    Meant { language: "gl", what: "number", why: NEWER },
    Meant { language: "gl", what: "rounded", why: NEWER },
    Meant { language: "gl", what: "cardinal", why: NEWER },
    Meant { language: "hy", what: "date", why: NEWER },
    Meant { language: "hi", what: "date", why: NEWER },
    Meant { language: "vi", what: "date", why: NEWER },
    Meant { language: "vi", what: "cardinal", why: NEWER },
    Meant { language: "az-Cyrl", what: "date", why: NO_DATA },
    Meant { language: "az-Cyrl", what: "order", why: NO_DATA },
    Meant { language: "uz-Cyrl", what: "order", why: NO_DATA },
    Meant { language: "ar", what: "list", why: "values stand beside one another with a comma; the word for `and` binds a sentence" },
    Meant { language: "th", what: "list", why: "values of several words, with a blank alone between them, would be one" },
    Meant { language: "fa", what: "date", why: "the compiled data have months without the mark of the ezafe (U+0654)" },
    Meant { language: "th", what: "date", why: "years say that they are of the common era: Thai years are Buddhist" },
];

#[derive(Deserialize)]
struct Answers {
    cldr: String,
    found: BTreeMap<String, Answer>,
}

#[derive(Deserialize)]
struct Answer {
    dates: Vec<String>,
    numbers: Vec<String>,
    rounded: Vec<String>,
    cardinal: Vec<String>,
    ordinal: Vec<String>,
    list: Vec<String>,
    order: Vec<String>,
}

/// The text that the theme's style sheet puts between the parts of a list.
fn list_comma(css: &str, tag: &str) -> String {
    let language = format!(":lang({})", tag.split('-').next().unwrap());
    let is_meant = |line: &&str| !line.contains(":lang(") || line.contains(&language);
    let found = css.lines().filter(|line| line.contains("--list-comma: ")).rfind(is_meant).unwrap();
    found.split("--list-comma: \"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn languages_are_written_as_intl_writes_them() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let answers = ask(&json!({
        "languages": LANGUAGES, "dates": DATES, "numbers": NUMBERS, "rounded": ROUNDED, "counts": COUNTS, "words": words,
    }));
    if !answers.cldr.starts_with("48.") {
        println!("left out: this Node's data are CLDR {}'s, and the differences are named for 48", answers.cldr);
        return;
    }
    let css = std::fs::read_to_string("themes/intermarium/static/css/site.css").unwrap();
    let mut compared = 0;
    let mut differences = Vec::new();
    let mut used = vec![false; MEANT.len()];
    for &tag in LANGUAGES {
        let locale = Locale::new(tag).unwrap();
        let theirs = &answers.found[tag];
        let number = |digits: &str| Number::parse(digits).unwrap();
        let mut ordered = words.clone();
        ordered.sort_by_key(|word| locale.sort_key(word));
        // V8 writes a plain space where CLDR has this one.
        let date = |text: &str| locale.format_date(&PartialDate::parse(text).unwrap()).replace('\u{202f}', " ");
        let rounded = |text: &str| locale.format_number(&number(text).with_fraction_digits(0, 2));
        let mut compare = |what: &str, questions: &[&str], ours: Vec<String>, theirs: &[String]| {
            for ((question, ours), theirs) in questions.iter().zip(ours).zip(theirs) {
                compared += 1;
                if ours == *theirs {
                    continue;
                }
                let meant = MEANT.iter().position(|meant| meant.language == tag && meant.what == what);
                match meant {
                    Some(at) => used[at] = true,
                    None => differences.push(format!("{tag} {what} {question}: {ours:?}, Intl {theirs:?}")),
                }
            }
        };
        compare("date", DATES, DATES.iter().map(|text| date(text)).collect(), &theirs.dates);
        compare("number", NUMBERS, NUMBERS.iter().map(|text| locale.format_decimal(text)).collect(), &theirs.numbers);
        compare("rounded", ROUNDED, ROUNDED.iter().map(|text| rounded(text)).collect(), &theirs.rounded);
        let cardinal = COUNTS.iter().map(|text| locale.plural(&number(text)).to_owned()).collect();
        compare("cardinal", COUNTS, cardinal, &theirs.cardinal);
        let ordinal = COUNTS.iter().map(|text| locale.ordinal(&number(text)).to_owned()).collect();
        compare("ordinal", COUNTS, ordinal, &theirs.ordinal);
        compare("list", &["comma"], vec![list_comma(&css, tag)], &theirs.list);
        compare("order", &["words"], vec![ordered.join(" ")], &[theirs.order.join(" ")]);
    }
    for (meant, used) in MEANT.iter().zip(used) {
        assert!(used, "no difference any more: {} {} ({})", meant.language, meant.what, meant.why);
    }
    println!("{} languages, {compared} answers, Node's CLDR {}", LANGUAGES.len(), answers.cldr);
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

fn ask(questions: &serde_json::Value) -> Answers {
    let mut node = Command::new("node")
        .arg("tests/languages/intl.mjs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node answers");
    node.stdin.take().unwrap().write_all(questions.to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// An English and a Persian page, each without the other; both cards, facts, lists and texts of either direction.
const TWO_DIRECTIONS: &str = r#"//- site.toml
base_url = "https://example.org/"
languages = ["en", "fa"]
theme = "intermarium"
title = { en = "Knowledge", fa = "دانش" }
description = { en = "What is known", fa = "آنچه می‌دانیم" }
[vocabularies.countries]
title = { en = "Countries", fa = "کشورها" }
[collections.notes]
title = { en = "Notes", fa = "یادداشت‌ها" }
[collections.notes.fields]
day = { type = "date", label = { en = "Day", fa = "روز" } }
country = { type = "term", of = "countries", label = { en = "Country", fa = "کشور" } }
said = { type = "text", localized = true, label = { en = "Said", fa = "گفته" } }
next = { type = "page", of = ["notes"], label = { en = "Next", fa = "بعدی" }, inverse = { en = "Before", fa = "پیشین" } }
//- content/countries.toml
[ir]
title = { en = "Iran", fa = "ایران" }
//- content/about.en.md
+++
title = "About"
summary = "What it is"
+++
Text.
//- content/contact.fa.md
+++
title = "تماس"
summary = "نشانی"
+++
متن.
//- content/notes/index.fa.md
+++
title = "یادداشت‌ها"
+++
متن.
//- content/countries/ir.en.md
+++
title = "Iran"
+++
Text.
//- content/notes/one.en.md
+++
title = "One"
summary = "First"
day = 2023-03-29
country = "ir"
said = "Words"
next = "two"
+++
Text.
//- content/notes/two.fa.md
+++
title = "دو"
summary = "دوم"
day = 2023-03-30
country = "ir"
said = "سخن"
next = "one"
+++
متن.
"#;

#[test]
fn text_of_the_other_direction_says_so() {
    let site = Site::with_theme("intermarium");
    site.write(TWO_DIRECTIONS);
    site.write_bytes("themes/intermarium/i18n/fa.ftl", site.read("themes/intermarium/i18n/en.ftl").as_bytes());
    let run = site.build();
    assert_eq!(run.code, 0, "{}{}", run.diagnostics(), run.stderr);
    let published = site.published();
    let marked = Selector::parse("body [lang]").unwrap();
    let mut found = BTreeMap::new();
    for path in published.paths().iter().filter(|path| path.ends_with(".html")) {
        let page = Html::parse_document(&published.read(path));
        let own = page.root_element().value().attr("dir").unwrap();
        for element in page.select(&marked).map(|element| element.value()) {
            let direction = Locale::new(element.attr("lang").unwrap()).unwrap().direction();
            let other = (direction != own).then_some(direction);
            let said = element.attr("dir").filter(|said| *said != own);
            assert_eq!(said, other, "{path}: {element:?}");
            if other.is_some() {
                let class = element.attr("class").unwrap_or_default();
                *found.entry((own.to_owned(), format!("{}.{class}", element.name()))).or_insert(0) += 1;
            }
        }
    }
    // Title, lead, body, cards' titles and summaries, values of facts, in both directions.
    for own in ["ltr", "rtl"] {
        for element in ["h1.", "p.lead", "div.page-body prose", "div.entry-body prose", "a.", "p.card-summary", "span."]
        {
            assert!(found.contains_key(&(own.to_owned(), element.to_owned())), "{own} {element}: {found:#?}");
        }
    }
}
