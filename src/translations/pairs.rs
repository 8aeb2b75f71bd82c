//! Which text of a translation belongs to which text of its original, when the original has changed since.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Two texts are versions of one another when they share this part of their words, in hundredths.
const LIKENESS: usize = 50;
/// So many pairs of changed texts are compared at most.
const PAIRS_LIMIT: usize = 40_000;

/// A text of the original, and what is known of its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The place of its translation among the translations.
    pub at: Option<usize>,
    /// The place of the text that was translated among the former ones, where it was another text.
    pub former: Option<usize>,
    /// Whether the translation is one of this very text.
    pub is_current: bool,
}

impl Pair {
    const NEW: Pair = Pair { at: None, former: None, is_current: false };
}

/// The pair of each source. `former` are the texts that were translated, `None` where they are not known any more.
/// `None` when there are not as many translations as texts, so that it is not known which belongs to which.
pub fn pairs(sources: &[&str], former: Option<&[&str]>, translations: usize) -> Option<Vec<Pair>> {
    if translations == 0 {
        return Some(vec![Pair::NEW; sources.len()]);
    }
    let Some(former) = former else {
        let by_place = |at| Pair { at: Some(at), former: None, is_current: false };
        return (sources.len() == translations).then(|| (0..translations).map(by_place).collect());
    };
    if former.len() != translations {
        return None;
    }
    let mut found = vec![Pair::NEW; sources.len()];
    let mut places: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for (at, text) in former.iter().enumerate() {
        places.entry(text).or_default().push_back(at);
    }
    for (source, pair) in sources.iter().zip(&mut found) {
        if let Some(at) = places.get_mut(source).and_then(VecDeque::pop_front) {
            *pair = Pair { at: Some(at), former: None, is_current: true };
        }
    }
    let changed: Vec<usize> =
        found.iter().enumerate().filter(|(_, pair)| pair.at.is_none()).map(|(at, _)| at).collect();
    let mut left: Vec<usize> = places.into_values().flatten().collect();
    left.sort_unstable();
    // A title is a new version of the title, however little they share.
    let is_one = sources.len() == 1 && former.len() == 1;
    for (source, other) in like(sources, former, &changed, &left, if is_one { 0 } else { LIKENESS }) {
        if let Some(pair) = found.get_mut(source) {
            *pair = Pair { at: Some(other), former: Some(other), is_current: false };
        }
    }
    Some(found)
}

/// Pairs of a changed text and a former one, the likest first; each text is in one pair at most.
fn like(sources: &[&str], former: &[&str], changed: &[usize], left: &[usize], least: usize) -> Vec<(usize, usize)> {
    if changed.len().saturating_mul(left.len()) > PAIRS_LIMIT {
        return Vec::new();
    }
    let words = |texts: &[&str], at: usize| -> Vec<String> {
        let mut words: Vec<String> =
            texts.get(at).copied().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let left: Vec<(usize, Vec<String>)> = left.iter().map(|at| (*at, words(former, *at))).collect();
    let mut scored = Vec::new();
    for source in changed {
        let own = words(sources, *source);
        for (other, theirs) in &left {
            let likeness = likeness(&own, theirs);
            if likeness >= least {
                scored.push((100 - likeness, source.abs_diff(*other), *source, *other));
            }
        }
    }
    scored.sort_unstable();
    let (mut used_sources, mut used_former) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    for (_, _, source, other) in scored {
        if !used_sources.contains(&source) && used_former.insert(other) {
            used_sources.insert(source);
            found.push((source, other));
        }
    }
    found
}

/// The part of their words that two texts share, in hundredths. Both are sorted.
fn likeness(a: &[String], b: &[String]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(one), Some(other)) = (a.get(i), b.get(j)) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    (200 * both).checked_div(a.len() + b.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pair as `=0` (the translation at 0 is current), `~0` (it is one of a former text), `?0` (of an unknown one) or `new`.
    fn check(sources: &[&str], former: Option<&[&str]>, translations: usize, expected: &str) {
        let shown = |pair: &Pair| match (pair.at, pair.former, pair.is_current) {
            (Some(at), _, true) => format!("={at}"),
            (Some(at), Some(_), false) => format!("~{at}"),
            (Some(at), None, false) => format!("?{at}"),
            (None, ..) => "new".to_owned(),
        };
        let found = pairs(sources, former, translations);
        let found = found.map(|pairs| pairs.iter().map(shown).collect::<Vec<_>>().join(" "));
        assert_eq!(found.as_deref().unwrap_or("not known"), expected, "{sources:?} {former:?}");
    }

    #[test]
    fn texts_are_found_by_what_they_say_then_by_what_is_like_it() {
        let former: &[&str] = &["one two three", "four five six", "seven"];
        check(former, Some(former), 3, "=0 =1 =2");
        check(&["seven", "new text", "one two three"], Some(former), 3, "=2 new =0");
        check(&["one two 3", "four five six", "and more", "seven"], Some(former), 3, "~0 =1 new =2");
        check(&["a", "a", "a"], Some(&["a", "b", "a"]), 3, "=0 =2 new");
        check(&["Title"], Some(&["Name"]), 1, "~0");
        check(&["x", "y"], None, 2, "?0 ?1");
        check(&["x", "y"], Some(&["x", "y"]), 0, "new new");
        check(&["x", "y"], Some(&["x", "y"]), 1, "not known");
        check(&["x", "y"], None, 3, "not known");
    }
}
