//! Everything that a visitor notices of words; the same vectors run in the page's script (tests/search/vectors.mjs).

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde::Deserialize;

use super::{
    Analyser, Facets, PieceContent, SearchDocument, SearchFacet, SearchMemory, SearchPiece, analyse::DocumentReader,
    folding::Folding, index, lexicon::SharedLexicon, text_piece,
};

const VECTORS: &str = include_str!("../../tests/search/vectors.json");
const WORDS: &str = include_str!("../../benches/stemming/words.txt");

#[derive(Deserialize)]
struct Vectors {
    fold: Vec<(String, String)>,
    words: Vec<(String, Vec<String>)>,
    compounds: Vec<(String, Vec<String>)>,
    stems: Vec<(String, Vec<String>)>,
    stop: Vec<(String, bool)>,
    together: Vec<Vec<String>>,
    apart: Vec<(String, String)>,
}

fn analyser() -> Analyser {
    Analyser::new("uk").unwrap()
}

fn stems(analyser: &Analyser, word: &str) -> BTreeSet<String> {
    analyser.stems(&analyser.folding.fold(word)).into_iter().collect()
}

/// The words by which a document with a text is found, sorted.
fn searched_words(analyser: &Analyser, text: &str) -> Vec<String> {
    let lexicon = SharedLexicon::default();
    let read = DocumentReader::new(analyser, &lexicon).read(&document("a", "", text));
    let lexicon = lexicon.into_inner();
    let words: BTreeSet<String> = read.iter().map(|word| lexicon.text(word.number).to_owned()).collect();
    words.into_iter().collect()
}

#[test]
fn the_shared_vectors_hold() {
    let vectors: Vectors = serde_json::from_str(VECTORS).unwrap();
    let analyser = analyser();
    for (input, expected) in &vectors.fold {
        assert_eq!(&analyser.folding.fold(input), expected, "fold of {input:?}");
    }
    for (input, expected) in &vectors.words {
        assert_eq!(&analyser.folding.words(input).collect::<Vec<_>>(), expected, "words of {input:?}");
    }
    for (input, expected) in &vectors.compounds {
        assert_eq!(&searched_words(&analyser, input), expected, "compounds of {input:?}");
    }
    for (input, expected) in &vectors.stems {
        assert_eq!(&analyser.stems(input), expected, "stems of {input:?}");
    }
    for (input, expected) in &vectors.stop {
        assert_eq!(analyser.is_stop(input), *expected, "stop word {input:?}");
    }
    for group in &vectors.together {
        for (one, other) in group.iter().flat_map(|one| group.iter().map(move |other| (one, other))) {
            assert!(!stems(&analyser, one).is_disjoint(&stems(&analyser, other)), "{one} finds {other}");
        }
    }
    for (one, other) in &vectors.apart {
        assert!(stems(&analyser, one).is_disjoint(&stems(&analyser, other)), "{one} does not find {other}");
    }
}

/// The lemmas of the word list of these kinds (n, a, v), each with its folded forms.
fn lemmas(kinds: &str) -> Vec<BTreeSet<String>> {
    let folding = analyser().folding;
    let lines = WORDS.lines().filter(|line| line.starts_with(|kind| kinds.contains(kind)));
    let forms = |line: &str| {
        let (start, rest) = line[2..].split_once('|').unwrap();
        rest.split(' ').map(|form| folding.fold(&format!("{start}{}", form.replace(['*', '-'], "")))).collect()
    };
    lines.map(forms).collect()
}

/// Of all pairs of forms of one lemma, how many share a stem; of all pairs that share one, how many have a lemma.
fn recall_and_precision(kinds: &str) -> (f64, f64) {
    let analyser = analyser();
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut right: BTreeSet<(String, String)> = BTreeSet::new();
    let pairs = |forms: &BTreeSet<String>| -> Vec<(String, String)> {
        forms.iter().flat_map(|a| forms.range(a.clone()..).skip(1).map(|b| (a.clone(), b.clone()))).collect()
    };
    for forms in lemmas(kinds) {
        right.extend(pairs(&forms));
        for form in forms {
            for stem in analyser.stems(&form) {
                groups.entry(stem).or_default().insert(form.clone());
            }
        }
    }
    let linked: BTreeSet<(String, String)> = groups.values().flat_map(pairs).collect();
    let found = linked.intersection(&right).count() as f64;
    (found / right.len() as f64, found / linked.len() as f64)
}

#[test]
fn a_form_finds_its_other_forms_and_few_others() {
    let (recall, precision) = recall_and_precision("na");
    assert!(recall > 0.99 && precision > 0.97, "nouns and adjectives: recall {recall:.4}, precision {precision:.4}");
    // Verbs of one root that differ in aspect (виконати, виконувати) count as mistakes here, and are wanted.
    let (recall, precision) = recall_and_precision("nav");
    assert!(recall > 0.96 && precision > 0.92, "with verbs: recall {recall:.4}, precision {precision:.4}");
}

#[test]
fn other_languages_have_plain_words() {
    let polish = Analyser::new("pl-PL").unwrap();
    assert_eq!(polish.stems("klastry"), ["klastry"]);
    assert_eq!(polish.stems("кластери"), ["кластер"]);
    let belarusian = Analyser::new("be").unwrap();
    assert_eq!(belarusian.stems("кластары"), ["кластары"]);
    assert_eq!(belarusian.stems("clusters"), ["cluster"]);
}

fn facets() -> Facets {
    let list = |ids: &[&str]| ids.iter().map(|id| SearchFacet { id: (*id).into(), label: id.to_uppercase() }).collect();
    Facets { kinds: list(&["unused", "clusters"]), countries: list(&["ua", "pl"]), sectors: Vec::new() }
}

fn document<'a>(id: &str, title: &'a str, text: &'a str) -> SearchDocument<'a> {
    SearchDocument {
        id: id.into(),
        url: format!("/uk/{id}/"),
        language: "uk",
        kind: 1,
        boost: 100,
        title,
        part_of: "",
        names: Vec::new(),
        summary: "",
        terms: Vec::new(),
        headings: Vec::new(),
        texts: vec![text.into()],
        countries: vec![0, 1],
        sectors: Vec::new(),
    }
}

fn made(documents: &[SearchDocument<'_>]) -> Vec<SearchPiece> {
    index("uk", documents, &facets(), None).unwrap()
}

fn piece<'a>(pieces: &'a [SearchPiece], kind: &str) -> &'a str {
    match &pieces.iter().find(|piece| piece.name.starts_with(kind)).unwrap().content {
        PieceContent::Whole(bytes) => std::str::from_utf8(bytes).unwrap(),
        PieceContent::Texts(_) => panic!("{kind} pieces are made when they are written"),
    }
}

#[test]
fn an_index_is_written_as_its_reader_expects() {
    let documents = [
        document("b", "Кластер Запоріжжя", "Кластери і безпека. Безпеці – так."),
        document("a", "Рада", "Кластерів багато; рада рада."),
    ];
    let pieces = made(&documents);
    let stems = piece(&pieces, "stems");
    // SearchDocument 0 is `a`: numbered by id. A word of a title (level Z) weighs more than one of the text (B).
    for line in ["кластер\tH\t2Z\tHи\t2B\tHів\tB", "запоріж\tHжя\t2Z", "безпек\tGа\t2B\tFці\t2B"]
    {
        assert!(stems.contains(&format!("{line}\n")), "{line:?} in\n{stems}");
    }
    assert!(stems.contains("\nzaporizhzhia\tM\t"), "{stems}");
    assert!(!stems.contains("\nі\t"), "stop words of a text are left out\n{stems}");
    assert!(!stems.contains("\nбезпец\t"), "безпеці has its place beside безпека\n{stems}");
    assert!(piece(&pieces, "words").contains("\nAбагатоB\n"), "{}", piece(&pieces, "words"));
    assert!(piece(&pieces, "cards").contains(r#"["Рада","/uk/a/","Кластерів багато; рада рада.","uk",0,[1,0]]"#));
    let long = "слово ".repeat(40);
    let cut = format!("\"{}…\"", "слово ".repeat(20));
    assert!(piece(&made(&[document("c", "Довгий", &long)]), "cards").contains(&cut));
    assert!(pieces[0].name.starts_with("index-"));
    let reversed = [documents[1].clone(), documents[0].clone()];
    let names = |pieces: &[SearchPiece]| pieces.iter().map(|piece| piece.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&made(&reversed)), names(&pieces));
    assert!(made(&[])[0].name.starts_with("index-"));
}

#[test]
fn texts_are_written_in_the_order_of_the_documents() {
    let documents = [document("b", "Б", "Друга\u{c}сторінка"), document("a", "А", "Перша")];
    let pieces = made(&documents);
    let mut texts: Vec<usize> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.name.starts_with("texts-")) {
        let PieceContent::Texts(places) = &piece.content else { panic!("{} is made when it is written", piece.name) };
        texts.extend(places);
    }
    texts.sort_unstable();
    assert_eq!(texts, [0, 1]);
    let written = text_piece([1, 0].map(|place: usize| documents[place].texts.clone()));
    assert_eq!(written, "Перша\u{c}Друга сторінка");
    assert_eq!(text_piece([vec!["а", "б"], vec![], vec!["", "в\n", "г\n"]]), "а\nб\u{c}\u{c}в\nг");
    let long = "я".repeat(20_000);
    assert_eq!(text_piece([[long.as_str(), "кінець"]]).len(), 12_000, "long texts are cut");
}

#[test]
fn a_large_site_has_no_texts_beside_its_pages() {
    let titles: Vec<String> = (0..601).map(|number| format!("d{number}")).collect();
    let documents: Vec<SearchDocument<'_>> = titles.iter().map(|title| document(title, title, "Текст")).collect();
    let kinds = |documents: &[SearchDocument<'_>]| -> BTreeSet<String> {
        made(documents).iter().filter_map(|piece| Some(piece.name.split_once('-')?.0.to_owned())).collect()
    };
    let large: BTreeSet<String> = ["cards", "index", "stems", "words"].map(str::to_owned).into();
    assert_eq!(kinds(&documents), large);
    assert_eq!(&kinds(&documents[1..]) - &large, BTreeSet::from(["texts".to_owned()]));
}

#[test]
fn what_is_remembered_changes_nothing() {
    let memory = SearchMemory::default();
    let with_memory = |documents: &[SearchDocument<'_>]| index("uk", documents, &facets(), Some(&memory)).unwrap();
    let first =
        [document("a", "Кластер", "Безпека."), document("b", "Рада", "Рада кластерів."), document("c", "Дім", "")];
    assert_eq!(with_memory(&first), made(&first));
    assert_eq!(with_memory(&first), made(&first));
    let mut second = first.clone();
    second[1].texts = vec!["Рада безпеки.".into()];
    second[2].title = "Дім і сад";
    assert_eq!(with_memory(&second), made(&second));
    // The words of one field are not those of another, and a boost weighs.
    let mut third = second.clone();
    third[0].names = vec!["Безпека"];
    third[1].headings = vec!["Безпека"];
    third[2].boost = 300;
    assert_eq!(with_memory(&third), made(&third));
    // Without the words that made up most of the vocabulary.
    assert_eq!(with_memory(&third[..1]), made(&third[..1]));
    assert_eq!(with_memory(&first), made(&first));
}

proptest! {
    #[test]
    fn any_text_is_folded_once_and_for_all(text in "\\PC*") {
        let folding = analyser().folding;
        for word in folding.words(&text) {
            prop_assert!(!word.is_empty() && word.chars().count() <= super::folding::LONGEST_WORD);
            prop_assert!(!word.contains(['\t', '\n', ' ']));
            prop_assert!(!analyser().stems(&word).is_empty());
        }
    }

    #[test]
    fn any_documents_make_an_index(texts in prop::collection::vec("\\PC{0,60}", 0..6)) {
        let documents: Vec<SearchDocument> =
            texts.iter().enumerate().map(|(number, text)| document(&format!("d{number}"), text, text)).collect();
        prop_assert!(made(&documents)[0].name.starts_with("index-"));
    }
}

/// Words letter by letter, as the module says what one is.
fn words_by_letters(folding: &Folding, text: &str) -> Vec<String> {
    let is_in_word = |letter: char| {
        letter <= '\u{ffff}' && (letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter))
    };
    let letters: Vec<char> = text.chars().collect();
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let joint =
            letters[at..].iter().take_while(|letter| folding.is_inner(**letter) && !is_in_word(**letter)).count();
        let goes_on = |at: usize| letters.get(at).is_some_and(|letter| is_in_word(*letter));
        let digits = |at: usize| letters.get(at).is_some_and(|letter| letter.is_numeric());
        if is_in_word(*letter) {
            word.push(*letter);
        } else if word.is_empty() {
        } else if matches!(letter, '.' | ',') && digits(at - 1) && digits(at + 1) && goes_on(at + 1) {
            word.push(*letter);
        } else if joint > 0 && goes_on(at + joint) {
            word.extend(&letters[at..at + joint]);
            at += joint - 1;
        } else {
            words.push(std::mem::take(&mut word));
        }
        at += 1;
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

#[test]
fn letters_that_are_not_looked_at_are_of_words() {
    let folding = analyser().folding;
    for letter in ('\0'..='\u{24ff}').chain('\u{a000}'..='\u{a0ff}') {
        for text in [format!("{letter}"), format!("a{letter}b"), format!("{}я{letter}я", " ".repeat(62))] {
            assert_eq!(folding.raw_words(&text).collect::<Vec<_>>(), words_by_letters(&folding, &text), "{text:?}");
        }
    }
}

proptest! {
    #[test]
    fn words_are_cut_as_letter_by_letter(
        text in "([a-zA-Z0-9а-яїєґ ]{0,30}|[.,'’ʼ\u{ad}\u{301}\u{200d} -]|[«»—…é½٣݀𝐚]|\\PC|\n){0,12}",
    ) {
        let folding = analyser().folding;
        prop_assert_eq!(folding.raw_words(&text).collect::<Vec<_>>(), words_by_letters(&folding, &text));
    }
}
