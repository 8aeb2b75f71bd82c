//! Two people's changes of one text, put together by lines.

use std::ops::Range;

use super::words_difference::line_pieces;

/// The outcome of a merge.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Merged {
    /// All of mine, and what of theirs does not touch it.
    pub text: String,
    /// Nothing of theirs touches mine: `text` has all of both.
    pub is_whole: bool,
}

/// Lines of a text that were replaced.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    /// In bytes of the text before.
    range: Range<usize>,
    new: String,
}

impl Change {
    /// Whether two changes share a line or have none between them. Neighbouring lines may be one sentence.
    fn touches(&self, other: &Self) -> bool {
        self.range.start <= other.range.end && other.range.start <= self.range.end
    }
}

/// Merges two texts that were both made of `base`.
pub(super) fn merged(base: &str, mine: &str, theirs: &str) -> Merged {
    // Every line has an end: else one that is added behind the last would change that one too.
    let with_end = |text: &str| if text.is_empty() { String::new() } else { format!("{text}\n") };
    let (base, mine, theirs) = (with_end(base), with_end(mine), with_end(theirs));
    let mut all = changes(&base, &mine);
    let mine_count = all.len();
    let mut is_whole = true;
    for change in changes(&base, &theirs) {
        let own = all.get(..mine_count).unwrap_or_default();
        if own.contains(&change) {
            continue;
        }
        if own.iter().any(|own| own.touches(&change)) {
            is_whole = false;
        } else {
            all.push(change);
        }
    }
    all.sort_by_key(|change| change.range.start);
    let mut text = String::new();
    let mut done = 0;
    for change in &all {
        text.push_str(base.get(done..change.range.start).unwrap_or_default());
        text.push_str(&change.new);
        done = change.range.end;
    }
    text.push_str(base.get(done..).unwrap_or_default());
    text.truncate(text.strip_suffix('\n').map_or(text.len(), str::len));
    Merged { text, is_whole }
}

/// The changes that make `new` of `old`, in order.
fn changes(old: &str, new: &str) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let mut at = 0;
    let mut goes_on = false;
    for piece in line_pieces(old, new) {
        if piece.kind == "same" {
            at += piece.text.len();
            goes_on = false;
            continue;
        }
        if !goes_on {
            found.push(Change { range: at..at, new: String::new() });
            goes_on = true;
        }
        if let Some(last) = found.last_mut() {
            if piece.kind == "new" {
                last.new.push_str(&piece.text);
            } else {
                at += piece.text.len();
                last.range.end = at;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASE: &str = "One.\n\nTwo.\n\nThree.";

    #[track_caller]
    fn check(mine: &str, theirs: &str, expected: &str, is_whole: bool) {
        let expected = Merged { text: expected.to_owned(), is_whole };
        assert_eq!(merged(BASE, mine, theirs), expected);
    }

    #[test]
    fn changes_of_different_lines_are_put_together() {
        check("Uno.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nTre.", "Uno.\n\nTwo.\n\nTre.", true);
        check("One.\n\nTwo.\n\nTre.", "Uno.\n\nTwo.\n\nThree.", "Uno.\n\nTwo.\n\nTre.", true);
        check("Uno.\n\nTwo.\n\nTre.", "One.\n\nDue.\n\nThree.", "Uno.\n\nDue.\n\nTre.", true);
        check(
            "One.\n\nTwo.\n\nThree.\n\nFour.",
            "Zero.\n\nOne.\n\nTwo.\n\nThree.",
            "Zero.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.",
            true,
        );
        check("Uno.\n\nTwo.\n\nThree.", "Uno.\n\nTwo.\n\nTre.", "Uno.\n\nTwo.\n\nTre.", true);
        check("Uno.\n\nTwo.\n\nThree.", BASE, "Uno.\n\nTwo.\n\nThree.", true);
        check(BASE, "", "", true);
    }

    #[test]
    fn changes_of_one_line_are_not() {
        check("One.\n\nMine.\n\nThree.", "One.\n\nTheirs.\n\nTre.", "One.\n\nMine.\n\nTre.", false);
        check(
            "One.\n\nTwo.\n\nThree.\n\nMine.",
            "One.\n\nTwo.\n\nThree.\n\nTheirs.",
            "One.\n\nTwo.\n\nThree.\n\nMine.",
            false,
        );
        check("Mine.", "", "Mine.", false);
        // Neighbouring lines may be one sentence.
        assert!(!merged("a\nb", "c\nb", "a\nd").is_whole);
    }

    /// A letter a line.
    fn lines(letters: &str) -> String {
        letters.chars().map(String::from).collect::<Vec<_>>().join("\n")
    }

    fn only(text: &str, letters: std::ops::RangeInclusive<char>) -> String {
        text.chars().filter(|letter| letters.contains(letter)).collect()
    }

    proptest! {
        #[test]
        fn no_line_of_either_is_lost(base in "[a-d]{0,9}", mine in "[a-dm-p]{0,9}", theirs in "[a-dt-w]{0,9}") {
            let (base, mine, theirs) = (lines(&base), lines(&mine), lines(&theirs));
            let found = merged(&base, &mine, &theirs);
            prop_assert_eq!(only(&found.text, 'm'..='p'), only(&mine, 'm'..='p'));
            if found.is_whole {
                prop_assert_eq!(only(&found.text, 't'..='w'), only(&theirs, 't'..='w'));
                prop_assert_eq!(&merged(&base, &theirs, &mine), &found, "it is the same, whoever saves first");
            }
            let unchanged = merged(&base, &base, &theirs);
            prop_assert_eq!(unchanged, Merged { text: theirs.clone(), is_whole: true });
            let alone = merged(&base, &mine, &base);
            prop_assert_eq!(alone, Merged { text: mine, is_whole: true });
        }

        #[test]
        fn lines_apart_are_merged_and_the_same_line_is_a_conflict(
            kinds in proptest::collection::vec(0..4, 1..12),
        ) {
            // Each changeable line stands between two that nobody changes.
            let text = |change: &dyn Fn(usize, i32) -> String| -> String {
                let one = |(at, kind): (usize, &i32)| format!("stays {at}\n{}", change(at, *kind));
                kinds.iter().enumerate().map(one).collect::<Vec<_>>().join("\n")
            };
            let base = text(&|at, _| format!("base {at}"));
            let mine = text(&|at, kind| if kind & 1 == 1 { format!("mine {at}") } else { format!("base {at}") });
            let theirs = text(&|at, kind| if kind & 2 == 2 { format!("theirs {at}") } else { format!("base {at}") });
            let both = text(&|at, kind| match kind {
                0 => format!("base {at}"),
                2 => format!("theirs {at}"),
                _ => format!("mine {at}"),
            });
            prop_assert_eq!(merged(&base, &mine, &theirs), Merged { text: both, is_whole: !kinds.contains(&3) });
        }
    }
}
