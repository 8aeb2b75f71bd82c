//! What a visitor notices of words; the same vectors run in the page's script (tests/search/vectors.mjs).

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde::Deserialize;

use super::{Analyser, Document, Facet, Piece, index};

const VECTORS: &str = include_str!("../../tests/search/vectors.json");
const WORDS: &str = include_str!("../../benches/stemming/words.txt");

#[derive(Deserialize)]
struct Vectors {
    fold: Vec<(String, String)>,
    words: Vec<(String, Vec<String>)>,
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

fn facet(id: &str) -> Facet {
    Facet { id: id.into(), label: id.to_uppercase().into() }
}

fn document(id: &str, title: &str, text: &str) -> Document {
    Document {
        id: id.into(),
        url: format!("/uk/{id}/"),
        language: "uk".into(),
        kind: facet("clusters"),
        boost: 100,
        title: title.into(),
        names: Vec::new(),
        summary: String::new(),
        terms: Vec::new(),
        headings: Vec::new(),
        text: text.into(),
        countries: vec![facet("ua"), facet("pl")],
        sectors: Vec::new(),
    }
}

fn latin(text: &str) -> String {
    if text == "Запоріжжя" { "zaporizhzhia" } else { "latin" }.to_owned()
}

fn piece<'a>(pieces: &'a [Piece], kind: &str) -> &'a str {
    let piece = pieces.iter().find(|piece| piece.name.starts_with(kind)).unwrap();
    std::str::from_utf8(&piece.bytes).unwrap()
}

#[test]
fn an_index_is_written_as_its_reader_expects() {
    let documents = [
        document("b", "Кластер Запоріжжя", "Кластери і безпека. Безпеці – так."),
        document("a", "Рада", "Кластерів багато; рада рада."),
    ];
    let pieces = index("uk", &documents, latin).unwrap();
    let stems = piece(&pieces, "stems");
    // Document 0 is `a`: numbered by id. A word of a title (level Z) weighs more than one of the text (B).
    for line in [
        "кластер\tкластер\t2Z\tкластери\t2B\tкластерів\tB",
        "запоріж\tзапоріжжя\t2Z",
        "безпек\tбезпека\t2B\tбезпеці\t2B",
    ] {
        assert!(stems.contains(&format!("{line}\n")), "{line:?} in\n{stems}");
    }
    assert!(stems.contains("\tzaporizhzhia\t"), "{stems}");
    assert!(!stems.contains("\tі\t"), "stop words of a text are left out\n{stems}");
    assert!(!stems.contains("\nбезпец\t"), "безпеці has its place beside безпека\n{stems}");
    assert!(piece(&pieces, "words").contains("\nAбагатоB\n"), "{}", piece(&pieces, "words"));
    assert!(piece(&pieces, "cards").contains(r#"["Рада","/uk/a/","Кластерів багато; рада рада.","uk",0,[1,0]]"#));
    assert!(pieces[0].name.starts_with("index-"));
    let reversed = [documents[1].clone(), documents[0].clone()];
    assert_eq!(index("uk", &reversed, latin).unwrap(), pieces);
    assert!(index("uk", &[], latin).unwrap()[0].name.starts_with("index-"));
}

proptest! {
    #[test]
    fn any_text_is_folded_once_and_for_all(text in "\\PC*") {
        let folding = analyser().folding;
        for word in folding.words(&text) {
            prop_assert!(!word.is_empty() && word.chars().count() <= super::text::LONGEST_WORD);
            prop_assert!(!word.contains(['\t', '\n', ' ']));
            prop_assert!(!analyser().stems(&word).is_empty());
        }
    }

    #[test]
    fn any_documents_make_an_index(texts in prop::collection::vec("\\PC{0,60}", 0..6)) {
        let documents: Vec<Document> =
            texts.iter().enumerate().map(|(number, text)| document(&format!("d{number}"), text, text)).collect();
        let pieces = index("uk", &documents, latin).unwrap();
        prop_assert!(pieces.iter().all(|piece| std::str::from_utf8(&piece.bytes).is_ok()));
    }
}
