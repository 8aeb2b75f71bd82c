//! Headings' anchors: explicit ones first, then one made of each other heading's words, all different.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use sha2::{Digest, Sha256};

use super::{
    document::{Finding, Heading},
    limits,
    output::Mark,
};
use crate::{
    message,
    {
        diagnostics::Rule,
        locale::transliterate,
        text::{self, characters::nfc},
    },
};

/// The headings of a body, and the one that is being written.
#[derive(Debug, Default)]
pub(super) struct Headings {
    pub list: Vec<Heading>,
    /// Headings with an anchor of their own, by number, and where it is written.
    pub explicit: Vec<(usize, Range<usize>)>,
    pub open: Option<OpenHeading>,
}

/// A heading between its two events.
#[derive(Debug)]
pub(super) struct OpenHeading {
    pub index: usize,
    /// The heading's opening tag in the HTML.
    pub tag: Range<Mark>,
}

impl Headings {
    /// Takes back the last heading.
    pub(super) fn take_back(&mut self) {
        self.list.pop();
        let index = self.list.len();
        self.explicit.retain(|(explicit, _)| *explicit != index);
    }
}

/// The anchor of a heading that holds no letter or digit, and the beginning of one of whose letters none has a Latin form.
const NAMELESS: &str = "section";

/// Bytes of a heading's SHA-256 in its anchor: two headings of a page hardly ever share four.
const SUM_BYTES: usize = 4;

/// Whether an author may give a text as an anchor: `[A-Za-z0-9][A-Za-z0-9._-]*`, not too long. Pages that move here from
/// other sites keep such anchors, since links from outside lead to them.
///
/// No anchor begins with `_`, so that ids which do (the theme's own, and footnotes') cannot be taken by a body.
pub(crate) fn is_anchor(text: &str) -> bool {
    text.len() <= limits::ANCHOR
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Whether a text is an anchor of the kind that is made of a heading's words: `[a-z0-9]+(-[a-z0-9]+)*`.
fn is_made_anchor(text: &str) -> bool {
    let label = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= limits::ANCHOR && text.split('-').all(label)
}

/// Keeps of a text only what an anchor may hold; `None` when that is nothing.
pub(super) fn to_anchor(text: &str) -> Option<String> {
    let slug = transliterate::slug(text);
    if is_made_anchor(&slug) {
        return Some(slug);
    }
    let mut anchor = String::new();
    for part in slug.split('-').filter(|part| !part.is_empty()) {
        if anchor.len() + part.len() >= limits::ANCHOR {
            if anchor.is_empty() {
                anchor.push_str(part.get(..limits::ANCHOR).unwrap_or_default());
            }
            break;
        }
        if !anchor.is_empty() {
            anchor.push('-');
        }
        anchor.push_str(part);
    }
    (!anchor.is_empty()).then_some(anchor)
}

/// The anchor that a heading's text decides. Letters of a script without transliteration (日本, العربية) give way to a sum of the
/// text, beside those that have a Latin form (日本 API): so another heading before it does not lead links astray.
fn made_anchor(heading: &str) -> String {
    let words = to_anchor(heading);
    if words.is_some() && !transliterate::loses_letters(heading) {
        return words.unwrap_or_default();
    }
    let words = words.unwrap_or_else(|| NAMELESS.to_owned());
    if !heading.contains(char::is_alphanumeric) {
        return words;
    }
    let sum = Sha256::digest(nfc(heading).as_bytes());
    let sum = text::hex(sum.iter().take(SUM_BYTES));
    let room = limits::ANCHOR - sum.len() - 1;
    format!("{}-{sum}", words.get(..room).unwrap_or(&words).trim_end_matches('-'))
}

/// Gives every heading without an explicit anchor one of its own. `explicit` holds where each explicit one is written.
pub(super) fn assign(headings: &mut [Heading], explicit: &[(usize, Range<usize>)], mut report: impl FnMut(Finding)) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (index, range) in explicit {
        let Some(heading) = headings.get_mut(*index) else { continue };
        if taken.insert(heading.anchor.clone()) {
            continue;
        }
        report(Finding {
            rule: Rule::DuplicateAnchor,
            range: range.clone(),
            message: message!("duplicate-anchor", anchor = &heading.anchor),
            hint: Some(message!("duplicate-anchor.hint")),
        });
        heading.explicit = false;
    }
    // The next number to try for each word: without it, equal headings would try all numbers again and again.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for heading in headings.iter_mut().filter(|heading| !heading.explicit) {
        let base = made_anchor(&heading.text);
        heading.anchor = if taken.contains(&base) {
            let number = numbers.entry(base.clone()).or_insert(2);
            loop {
                let candidate = format!("{base}-{number}");
                *number += 1;
                if !taken.contains(&candidate) {
                    break candidate;
                }
            }
        } else {
            base
        };
        taken.insert(heading.anchor.clone());
    }
}

/// The content of the braces at a heading's end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attributes<'a> {
    /// The braces and what stands between them, in the heading's source.
    pub braces: Range<usize>,
    pub id: Option<&'a str>,
    /// Whether anything but the id stands there.
    pub others: bool,
}

/// The attributes at the end of a heading's source: `{#anchor}`, perhaps behind other ones (`.class`, `name=value`). Braces
/// without any of these are text, and so are braces with a backslash before them.
pub(super) fn attributes(source: &str) -> Option<Attributes<'_>> {
    let source = content(source);
    let open = source.strip_suffix('}')?.rfind('{')?;
    let inside = source.get(open + 1..source.len() - 1)?;
    let backslashes = source.get(..open)?.bytes().rev().take_while(|byte| *byte == b'\\').count();
    if backslashes % 2 == 1 || inside.contains(['\\', '<', '>', '`', '[', ']', '*', '~', '\n', '\r', '}']) {
        return None;
    }
    let is_attribute = |word: &&str| match word.split_at_checked(1) {
        Some(("#", id)) => !id.is_empty(),
        Some((".", class)) => class.starts_with(char::is_alphabetic),
        _ => {
            word.split_once('=').is_some_and(|(name, value)| name.starts_with(char::is_alphabetic) && !value.is_empty())
        }
    };
    let words = || inside.split_ascii_whitespace();
    words().find(is_attribute)?;
    let id = words().filter_map(|word| word.strip_prefix('#')).rfind(|id| !id.is_empty());
    Some(Attributes { braces: open..source.len(), id, others: words().count() > usize::from(id.is_some()) })
}

/// A heading's source without what closes it: signs `#` at its end (CommonMark 0.31, 4.2), or the line below it (4.3).
fn content(source: &str) -> &str {
    let source = source.trim_end();
    if let Some((lines, _)) = source.rsplit_once(['\n', '\r']) {
        return lines.trim_end();
    }
    let open = source.trim_end_matches('#');
    if open.ends_with([' ', '\t']) { open.trim_end() } else { source }
}

/// The number of levels by which headings move, so that a body's first rank of headings stands right under the page's
/// title, whatever number of `#` it was written with.
pub(super) fn shift(headings: &[Heading]) -> i8 {
    let highest = headings.iter().map(|heading| heading.level).min().unwrap_or(2);
    2 - i8::try_from(highest).unwrap_or(2)
}

/// A level after the shift.
pub(super) fn shifted(level: u8, shift: i8) -> u8 {
    level.saturating_add_signed(shift).clamp(2, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_anchor_is() {
        for good in ["a", "history", "a-1", "2023", "Our_History", "a--b", "v1.0", "a-", "A"] {
            assert!(is_anchor(good), "{good}");
        }
        for bad in ["", "-", "-a", ".a", "_a", "a b", "a:b", "їжак", &"a".repeat(81)] {
            assert!(!is_anchor(bad), "{bad}");
        }
    }

    #[test]
    fn words_become_anchors() {
        assert_eq!(to_anchor("One  Two!").as_deref(), Some("one-two"));
        assert_eq!(to_anchor("…"), None);
        let long = to_anchor(&"word ".repeat(40)).unwrap();
        assert!(is_made_anchor(&long) && long.ends_with("word") && long.len() > 70, "{long}");
        assert!(is_made_anchor(&to_anchor(&"x".repeat(500)).unwrap()));
    }
}
