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

#[test]
fn quotes_go_through_pieces() {
    check_pieces("uk", &["Кластер \"", "Поділля", "\", \"", "Крок", "\""], "Кластер «Поділля», «Крок»");
    check_pieces("uk", &["Команда \"", "`", "\" і \"", "`", "\"."], "Команда «`» і_«`».");
    check_pieces("uk", &["Він у", " ", "місті", " -", " так"], "Він у_місті_– так");
    check_pieces("en", &["The ", "cluster", "'s \"", "own", "\" way"], "The cluster’s “own” way");
    check_pieces("en", &["\"", "One", "\""], "“One”");
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
