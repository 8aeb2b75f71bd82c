//! Pairs each text of a translation with the text of its original, when the original has changed since.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Two texts are versions of one another when they share this part of their words, in hundredths.
const LIKENESS: usize = 50;
/// So many pairs of changed texts are compared at most.
const PAIRS_LIMIT: usize = 40_000;

/// A text of the original, and what is known of its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The place of its translation among the translations.
    pub at: Option<usize>,
    /// The place of the text that was translated among the former ones, where it was another text.
    pub former: Option<usize>,
    /// Whether the translation is one of this very text.
    pub is_current: bool,
}

impl Pair {
    const NEW: Pair = Pair { at: None, former: None, is_current: false };

    fn changed(at: usize) -> Self {
        Pair { at: Some(at), former: Some(at), is_current: false }
    }
}

/// The pair of each source. `former` are the texts that were translated, `None` where they are not known any more.
/// `None` when there are not as many translations as texts, so that it is not known which belongs to which.
pub(super) fn pairs(sources: &[&str], former: Option<&[&str]>, translations: usize) -> Option<Vec<Pair>> {
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
    for (source, other) in like(sources, former, &changed, &left) {
        if let Some(pair) = found.get_mut(source) {
            *pair = Pair::changed(other);
        }
    }
    by_neighbours(&mut found, former.len());
    Some(found)
}

/// A text between the neighbours of a former one, which nothing else came of, is a new version of it, however little they
/// share.
fn by_neighbours(found: &mut [Pair], former: usize) {
    let mut used: BTreeSet<usize> = found.iter().filter_map(|pair| pair.at).collect();
    for at in 0..found.len() {
        let neighbour = |at: Option<usize>| at.and_then(|at| found.get(at)).map(|pair| pair.at);
        let before = match neighbour(at.checked_sub(1)) {
            None => Some(0),
            Some(before) => before.map(|before| before + 1),
        };
        let after = match neighbour(Some(at + 1)) {
            None => former.checked_sub(1),
            Some(after) => after.and_then(|after| after.checked_sub(1)),
        };
        let Some(other) = before.filter(|before| Some(*before) == after && !used.contains(before)) else { continue };
        if let Some(pair) = found.get_mut(at).filter(|pair| pair.at.is_none()) {
            *pair = Pair::changed(other);
            used.insert(other);
        }
    }
}

/// Pairs of a changed text and a former one, the likest first; each text is in one pair at most.
fn like(sources: &[&str], former: &[&str], changed: &[usize], left: &[usize]) -> Vec<(usize, usize)> {
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
            if likeness >= LIKENESS {
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
        check(&["one two three", "another", "seven"], Some(former), 3, "=0 ~1 =2");
        check(&["one two three", "another", "more", "seven"], Some(former), 3, "=0 new new =2");
        check(&["another", "four five six", "last"], Some(former), 3, "~0 =1 ~2");
        check(&["x", "y"], None, 2, "?0 ?1");
        check(&["x", "y"], Some(&["x", "y"]), 0, "new new");
        check(&["x", "y"], Some(&["x", "y"]), 1, "not known");
        check(&["x", "y"], None, 3, "not known");
    }
}
