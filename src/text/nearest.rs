//! The name that was probably meant.

use crate::{
    message,
    message::{Message, quoted},
};

/// Words of so many letters are too short to guess at.
const SHORT: usize = 3;

/// The candidate nearest to what was written, if it is near enough to be what was meant.
///
/// Distance is optimal string alignment (insertions, deletions, substitutions and swaps of neighbours);
/// near enough is at most a third of the longer word. Of candidates of up to [`SHORT`] letters any letter may make
/// another (`lt`, `at`, `it`): they are never guessed.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written_chars: Vec<char> = written.chars().take(64).collect();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let chars: Vec<char> = candidate.chars().take(64).collect();
            if chars.len() <= SHORT && candidate != written {
                return None;
            }
            let limit = written_chars.len().max(chars.len()) / 3;
            if written_chars.len().abs_diff(chars.len()) > limit.max(1) {
                return None;
            }
            let distance = alignment_distance(&written_chars, &chars);
            (distance <= limit.max(1)).then_some((distance, candidate))
        })
        .min_by(|a, b| a.cmp(b))
        .map(|(_, candidate)| candidate)
}

/// The candidate that differs from what was written by one slip alone. Names that are not of the same thing often differ
/// by two letters (Slovenia, Slovakia), short ones by one (Gambia, Zambia).
pub fn one_slip_away<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().collect();
    candidates.into_iter().find(|candidate| {
        let chars: Vec<char> = candidate.chars().collect();
        let length = written.len().min(chars.len());
        (8..=64).contains(&length)
            && written.len().abs_diff(chars.len()) <= 1
            && alignment_distance(&written, &chars) == 1
    })
}

fn alignment_distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// `did you mean \`…\`?` for the nearest candidate, or a list of all when they are few.
pub fn suggest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> Option<Message> {
    if let Some(near) = nearest(written, candidates.clone()) {
        return Some(message!("hint-did-you-mean", name = near));
    }
    let all: Vec<&str> = candidates.into_iter().take(13).collect();
    if all.is_empty() || all.len() > 12 {
        return None;
    }
    Some(message!("hint-known-here", known = quoted(all)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_typos_and_keeps_quiet_otherwise() {
        let ids = ["uca", "appau", "klaster-lt", "podillya-fashion-cluster"];
        assert_eq!(nearest("apapu", ids), Some("appau"));
        assert_eq!(nearest("klaster-tl", ids), Some("klaster-lt"));
        assert_eq!(nearest("podilia-fashion-cluster", ids), Some("podillya-fashion-cluster"));
        assert_eq!(nearest("zzz", ids), None);
        assert_eq!(nearest("", ids), None);
        assert_eq!(nearest("lt", ["at", "it", "lv"]), None);
        assert_eq!(nearest("uc", ids), None);
        assert_eq!(nearest("hom", ["home"]), Some("home"));
        assert_eq!(nearest("uca", ids), Some("uca"));
    }

    #[test]
    fn names_are_one_slip_apart_or_are_others() {
        let names = ["slovakia", "lithuania", "zambia"];
        assert_eq!(one_slip_away("lithuana", names), Some("lithuania"));
        assert_eq!(one_slip_away("slovenia", names), None);
        assert_eq!(one_slip_away("gambia", names), None);
        assert_eq!(one_slip_away("lithuania", names), None);
    }
}
