use super::*;
use proptest::prelude::*;

/// `_` stands for a no-break space.
fn check(language: &str, typed: &str, expected: &str) {
    assert_eq!(plain(typed, language).replace('\u{a0}', "_"), expected, "{language}: {typed}");
}

#[test]
fn ukrainian_quotes_and_apostrophes() {
    check("uk", r#"Кластер "Поділля""#, "Кластер «Поділля»");
    check("uk", r#""Поділля" та "Крок""#, "«Поділля» та «Крок»");
    check("uk", r#"("Поділля"), "Крок"."#, "(«Поділля»), «Крок».");
    check("uk", r#""Союз "Крок" України""#, "«Союз „Крок“ України»");
    check("uk", r#"«Союз "Крок" України»"#, "«Союз „Крок“ України»");
    check("uk", "'Крок'", "„Крок“");
    check("uk", "п'ять м'ячів, об'єднання", "п’ять м’ячів, об’єднання");
    check("uk", "пʼять O'Brien", "п’ять O’Brien");
    check("uk", r#""...і далі""#, "«…і_далі»");
    check("uk", r#"слово-"цитата"!"#, "слово-«цитата»!");
    check("uk", r#"дошка 5" завширшки"#, r#"дошка 5" завширшки"#);
    check("uk", r#"лише " один"#, r#"лише " один"#);
}

#[test]
fn ukrainian_dashes_and_spaces() {
    check("uk", "Київ - столиця", "Київ_– столиця");
    check("uk", "Київ -- столиця --- так", "Київ_– столиця_— так");
    check("uk", "Київ – столиця", "Київ_– столиця");
    check("uk", "2020--2024", "2020–2024");
    check("uk", "будь-що icsi --strict ----", "будь-що icsi --strict ----");
    check("uk", "далі...", "далі…");
    check("uk", "у місті й з друзями, а о шостій І так", "у_місті й_з_друзями, а_о_шостій І_так");
    check("uk", "«В місті» (у селі) та я", "«В_місті» (у_селі) та я");
    check("uk", "Резолюція № 55, § 3", "Резолюція №_55, §_3");
    check("uk", "22 % і 300 грн, 5 тис. євро, 2 млн грн", "22_% і_300_грн, 5_тис._євро, 2_млн_грн");
    check("uk", "29 березня 2023 р. та 2020–2023 рр.", "29 березня 2023_р. та 2020–2023_рр.");
    check("uk", "10 метрів, 10 м", "10 метрів, 10_м");
}

#[test]
fn english() {
    check("en", r#"He said "it's 'fine'", didn't he?"#, "He said “it’s ‘fine’”, didn’t he?");
    check("en", "'Quoted' and the '90s, the clusters' work", "‘Quoted’ and the ’90s, the clusters’ work");
    check("en", "'tis so", "’tis so");
    check("en", r#"'single "double" inside'"#, "‘single “double” inside’");
    check("en", "One - two -- three---four...", "One – two – three—four…");
    check("en", "a well-known pre-2014 6' man", "a well-known pre-2014 6' man");
    check("en", r#""a" "b""#, "“a” “b”");
    check("xx", r#""a""#, "“a”");
}

/// HTML and search expect one no-break space; two typed blanks beside each other are one to a reader.
#[test]
fn doubled_blanks_beside_a_space_that_does_not_break() {
    check("uk", "в  місті і  далі", "в_місті і_далі");
    check("uk", "Київ  -  столиця", "Київ_–  столиця");
    check("uk", "22  % №  5 300   грн", "22_% №_5 300_грн");
    check("uk", "два  слова", "два  слова");
    check("pl", "w  mieście", "w_mieście");
}

/// SI Brochure, 9th edition, table 8: minutes and seconds of arc are signs of their own and no quotation marks.
#[test]
fn minutes_seconds_feet_and_inches_stay() {
    for text in [
        r#"49°50'30" пн. ш., 24°00'05" сх. д."#,
        r#"зріст 5'10"."#,
        r#"зріст 5'10.5" і 49° 50' 30"."#,
        "49°50' пн. ш., 49°50'N",
    ] {
        check("uk", text, &text.replace(" і ", " і_"));
    }
    check("en", r#"He is "5'10" tall" and 6' 2"."#, r#"He is “5'10" tall” and 6' 2"."#);
    check("en", "the 1990's, the 90s' end", "the 1990’s, the 90s’ end");
}

#[test]
fn empty_quotes() {
    check("en", r#"Default is ""."#, "Default is “”.");
    check("uk", r#"Типово "" або ("")"#, "Типово «» або («»)");
    check("en", "Default is '' or ''.", "Default is ‘’ or ‘’.");
    check("uk", "Типово ''.", "Типово „“.");
    check("fr", r#"par défaut "" ici"#, "par défaut «_» ici");
    check("sv", r#"Tomt "", "a"."#, "Tomt ””, ”a”.");
    check("uk", r#"""Крок" України""#, "«„Крок“ України»");
}

/// English words with their beginning left out, even where another mark could close a quotation.
#[test]
fn elisions_beside_quotations() {
    check("en", "'tis the season for rock 'n' roll", "’tis the season for rock ’n’ roll");
    check("en", "'Twas 'quoted' 'til then", "’Twas ‘quoted’ ’til then");
    check("en", "the letter 'n' and the word 'tis'", "the letter ‘n’ and the word ‘tis’");
    check("de", "'til das' ende", "‚til das‘ ende");
}

#[test]
fn bare_addresses_stay() {
    for text in [
        "Сайт https://example.org/a--b/c...d",
        "Див. https://uk.wikipedia.org/wiki/П'ять",
        "https://example.org/?q=\"x\"",
        "Пошта a--b@example.org, o'brien@example.org",
        "www.x.org/a--b та ftp://x.org/a--b",
        "https://github.com/a/b/compare/v1.0...v1.1",
    ] {
        check("uk", text, text);
    }
    check("uk", r#""https://e.org/a--b" - "www.e.org/"..."#, "«https://e.org/a--b»_– «www.e.org/»…");
    check("en", "'o'brien@example.org' isn't", "‘o'brien@example.org’ isn’t");
}

#[test]
fn other_languages() {
    check("pl", r#""Sojusz "Krok" w Polsce""#, "„Sojusz «Krok» w_Polsce”");
    check("cs", r#""Svaz 'Krok' v Praze""#, "„Svaz ‚Krok‘ v_Praze“");
    check("de", r#""Bund 'Schritt'""#, "„Bund ‚Schritt‘“");
    check("de-CH", r#""Bund""#, "«Bund»");
    check("lt", r#""Žingsnis""#, "„Žingsnis“");
    check("ro", r#""Pas "mic" bun""#, "„Pas «mic» bun”");
    check("it", r#""Passo" dell'unione"#, "«Passo» dell’unione");
    check("es", r#""Paso""#, "«Paso»");
    check("sv", r#""Steg 'ett' nu""#, "”Steg ’ett’ nu”");
    check("fr", r#"Il dit "l'accord" : oui ?"#, "Il dit «_l’accord_»_: oui\u{202f}?");
    check("fr", "« oui »", "«_oui_»");
    check("pt-BR", r#""Passo""#, "“Passo”");
}

/// Pieces: text, `*text*` in emphasis, and `` ` `` for a piece of code.
fn check_pieces(language: &str, pieces: &[&str], expected: &str) {
    let mut typographer = Typographer::new(language);
    let mut out = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        if *piece == "`" {
            typographer.opaque();
            out.push('`');
            continue;
        }
        let next = pieces.get(index + 1).and_then(|next| next.chars().next());
        typographer.push(piece, next.map(|c| if c == '`' { Typographer::OPAQUE } else { c }), &mut out);
    }
    assert_eq!(out.replace('\u{a0}', "_"), expected);
}

/// A piece of text and the Markdown behind it.
fn check_source(language: &str, [text, following]: [&str; 2], expected: &str) {
    let next = following.chars().find(|c| !matches!(c, '*' | '[' | '`'));
    let mut out = String::new();
    Typographer::new(language).push_before(text, next, following, &mut out);
    assert_eq!(out, expected);
}

#[test]
fn quotes_go_through_pieces() {
    check_pieces("uk", &["Кластер \"", "Поділля", "\", \"", "Крок", "\""], "Кластер «Поділля», «Крок»");
    check_pieces("uk", &["Команда \"", "`", "\" і \"", "`", "\"."], "Команда «`» і_«`».");
    check_pieces("uk", &["Він у", " ", "місті", " -", " так"], "Він у_місті_– так");
    check_pieces("en", &["The ", "cluster", "'s \"", "own", "\" way"], "The cluster’s “own” way");
    check_pieces("en", &["\"", "One", "\""], "“One”");
    check_source("en", ["Use '", "`c`' and '[x](y)', '*em*', '**b**'."], "Use ‘");
    check_source("uk", ["Це '", "**жирний**' та"], "Це „");
    check_source("en", ["'one ", "*two* three' four"], "‘one ");
    check_source("en", ["the '", "*90s* are\n\nothers' text"], "the ’");
    check_pieces("uk", &["\"Союз ", "\"Крок\"", "\n", "тут\""], "«Союз „Крок“\nтут»");
}

#[test]
fn a_new_block_starts_afresh() {
    let mut typographer = Typographer::new("uk");
    let mut out = String::new();
    typographer.push("\"незакрите", None, &mut out);
    typographer.reset();
    typographer.push("\"нове\"", None, &mut out);
    assert_eq!(out, "«незакрите«нове»");
}

#[test]
fn text_that_needs_nothing_is_not_copied() {
    assert!(matches!(plain("Plain words, nothing else", "en"), Cow::Borrowed(_)));
    assert!(matches!(plain("Кілька звичайних слів", "uk"), Cow::Borrowed(_)));
    assert!(matches!(plain("", "uk"), Cow::Borrowed(_)));
}

#[test]
fn floods_of_quotes_take_linear_time() {
    for flood in ["'a ", "\"a ", " '", "'a' ", "\" \"", "- ", "«\"", ". . ..."] {
        let text = flood.repeat(200_000);
        assert!(plain(&text, "uk").len() >= text.len() / 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn twice_is_as_once(text in "[ав5zА \n\"'ʼ’«»„“”‘.,:;?!№%()–—\u{a0}-]{0,24}|(слово |в |\"|'| - |--|\\.\\.\\.|5 |грн|млн | ){0,12}") {
        for language in ["uk", "en", "pl", "de", "fr", "sv", "hu", "nb"] {
            let once = plain(&text, language).into_owned();
            prop_assert_eq!(plain(&once, language), once.as_str(), "{}", language);
        }
    }

    #[test]
    fn anything_goes_in_any_pieces(pieces in proptest::collection::vec(any::<String>(), 0..6), next in any::<Option<char>>()) {
        for language in ["uk", "en", "fr", "x"] {
            let mut typographer = Typographer::new(language);
            let mut out = String::new();
            for piece in &pieces {
                typographer.push(piece, next, &mut out);
            }
        }
    }
}
