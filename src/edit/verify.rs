//! Compares the outcome of an edit with what was asked for, before anything is written.

use std::ops::Range;

use super::{Operation, PlainValue, Refusal, Splice, Step, document::SourceDocument, shown};
use crate::{markdown, message, message::Message};

/// Holds a new text to its old one: all bytes outside the splices are the same, and what it says is what the old one
/// said and the operation.
pub(super) fn verify(
    document: &SourceDocument<'_>,
    operation: &Operation,
    splices: &[Splice],
    new: &str,
) -> Result<(), Refusal> {
    if !is_the_same_outside(document.text, splices, new) {
        return Err(failed(message!("change-elsewhere")));
    }
    verify_values(document, operation, new)?;
    match (operation, splices) {
        (Operation::Body { .. }, [splice]) => verify_blocks(document, splice, new),
        _ => Ok(()),
    }
}

/// Holds what a new text says to what the old one said and the operation.
pub(super) fn verify_values(document: &SourceDocument<'_>, operation: &Operation, new: &str) -> Result<(), Refusal> {
    let mut expected = document.values();
    apply(&mut expected, operation)?;
    let changed = SourceDocument::read(new, document.format)?;
    if !without_empty_lists(changed.values()).says_the_same(&without_empty_lists(expected)) {
        return Err(failed(message!("change-says-otherwise")));
    }
    let keeps_body = matches!(operation, Operation::Body { .. })
        || changed.slice(changed.body.clone()) == document.slice(document.body.clone());
    if keeps_body { Ok(()) } else { Err(failed(message!("change-of-body"))) }
}

fn failed(why: Message) -> Refusal {
    Refusal::new(message!("unsafe-change", why)).hint(message!("unsafe-change.hint"))
}

/// Independent of how splices are made into a text: walks through both.
fn is_the_same_outside(old: &str, splices: &[Splice], new: &str) -> bool {
    let (mut old_at, mut new_at) = (0, 0);
    for splice in splices {
        let Some(kept) = splice.range.start.checked_sub(old_at) else { return false };
        let both = (old.get(old_at..splice.range.start), new.get(new_at..new_at + kept));
        if both.0.is_none() || both.0 != both.1 || splice.range.end < splice.range.start {
            return false;
        }
        new_at += kept;
        if new.get(new_at..new_at + splice.text.len()) != Some(splice.text.as_str()) {
            return false;
        }
        new_at += splice.text.len();
        old_at = splice.range.end;
    }
    old.get(old_at..).is_some() && old.get(old_at..) == new.get(new_at..)
}

/// A list without values says as much as none.
fn without_empty_lists(value: PlainValue) -> PlainValue {
    match value {
        PlainValue::Table(entries) => PlainValue::Table(
            entries
                .into_iter()
                .filter(|(_, value)| !matches!(value, PlainValue::List(items) if items.is_empty()))
                .map(|(key, value)| (key, without_empty_lists(value)))
                .collect(),
        ),
        PlainValue::List(items) => PlainValue::List(items.into_iter().map(without_empty_lists).collect()),
        other => other,
    }
}

/// Blocks that the splice does not touch begin and end where they did, seen from the text's start or end.
fn verify_blocks(document: &SourceDocument<'_>, splice: &Splice, new: &str) -> Result<(), Refusal> {
    let start = document.body.start;
    let old = markdown::blocks(document.slice(document.body.clone()));
    let new = markdown::blocks(new.get(start..).unwrap_or_default());
    let (Some(old), Some(new)) = (old, new) else { return Err(failed(message!("text-no-markdown"))) };
    let touched = splice.range.start - start..splice.range.end - start;
    // Only of places behind the splice.
    let moved = |at: usize| at - touched.len() + splice.text.len();
    let before: Vec<&Range<usize>> = old.iter().filter(|block| block.end <= touched.start).collect();
    let after: Vec<Range<usize>> = old
        .iter()
        .filter(|block| block.start >= touched.end && block.end > touched.start)
        .map(|block| moved(block.start)..moved(block.end))
        .collect();
    let keeps_start = before.len() <= new.len() && before.iter().zip(&new).all(|(old, new)| *old == new);
    let keeps_end = after.len() <= new.len() && after.iter().rev().zip(new.iter().rev()).all(|(old, new)| old == new);
    if keeps_start && keeps_end { Ok(()) } else { Err(failed(message!("change-of-blocks"))) }
}

/// Does to the values of a file what an operation asks for.
fn apply(value: &mut PlainValue, operation: &Operation) -> Result<(), Refusal> {
    let nothing_there = |path: &[Step]| Refusal::new(message!("edit-nothing-there", path = shown(path)));
    match operation {
        Operation::Set { path, value: new } => {
            *make(value, path).ok_or_else(|| nothing_there(path))? = new.clone();
        }
        Operation::Unset { path } => {
            if let Some((Step::Key(key), parent)) = path.split_last()
                && let Some(PlainValue::Table(entries)) = find(value, parent)
            {
                entries.retain(|(other, _)| other != key);
            }
        }
        Operation::AddItem { path, at, value: new } => {
            if find(value, path).is_none() {
                *make(value, path).ok_or_else(|| nothing_there(path))? = PlainValue::List(Vec::new());
            }
            match find(value, path) {
                Some(PlainValue::List(items)) if *at <= items.len() => items.insert(*at, new.clone()),
                _ => return Err(nothing_there(path)),
            }
        }
        Operation::MoveItem { path, from, to } => match find(value, path) {
            Some(PlainValue::List(items)) if *from < items.len() && *to < items.len() => {
                let moved = items.remove(*from);
                items.insert(*to, moved);
            }
            _ => return Err(nothing_there(path)),
        },
        Operation::RemoveItem { path, at } => match find(value, path) {
            Some(PlainValue::List(items)) if *at < items.len() => drop(items.remove(*at)),
            _ => return Err(nothing_there(path)),
        },
        Operation::RenameKey { path, to } => {
            let Some((Step::Key(key), parent)) = path.split_last() else { return Err(nothing_there(path)) };
            match find(value, parent) {
                Some(PlainValue::Table(entries)) => match entries.iter_mut().find(|(other, _)| other == key) {
                    Some(entry) => entry.0.clone_from(to),
                    None => return Err(nothing_there(path)),
                },
                _ => return Err(nothing_there(path)),
            }
        }
        Operation::Body { .. } => {}
    }
    Ok(())
}

fn find<'v>(value: &'v mut PlainValue, path: &[Step]) -> Option<&'v mut PlainValue> {
    path.iter().try_fold(value, |value, step| match (value, step) {
        (PlainValue::Table(entries), Step::Key(key)) => {
            entries.iter_mut().find(|(other, _)| other == key).map(|(_, value)| value)
        }
        (PlainValue::List(items), Step::Item(at)) => items.get_mut(*at),
        _ => None,
    })
}

/// The value at a path; tables that are missing on the way, and the value itself, are made.
fn make<'v>(value: &'v mut PlainValue, path: &[Step]) -> Option<&'v mut PlainValue> {
    path.iter().try_fold(value, |value, step| match (value, step) {
        (PlainValue::Table(entries), Step::Key(key)) => {
            if !entries.iter().any(|(other, _)| other == key) {
                entries.push((key.clone(), PlainValue::Table(Vec::new())));
            }
            entries.iter_mut().find(|(other, _)| other == key).map(|(_, value)| value)
        }
        (PlainValue::List(items), Step::Item(at)) => items.get_mut(*at),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::FileFormat;

    const PAGE: &str = "+++\ntitle = \"A\" # why\nyear = 2023\n+++\n\nOne.\n\n> Two.\n\nThree.\n";

    fn check(operation: &Operation, splice: Splice, is_good: bool) {
        let document = SourceDocument::read(PAGE, FileFormat::Page).unwrap();
        let splices = [splice];
        let new = super::super::spliced(PAGE, &splices);
        let verdict = verify(&document, operation, &splices, &new);
        assert_eq!(verdict.is_ok(), is_good, "{new}: {verdict:?}");
    }

    /// A splice over the first place where a text stands.
    fn over(part: &str, text: &str) -> Splice {
        let start = PAGE.find(part).unwrap();
        Splice { range: start..start + part.len(), text: text.to_owned() }
    }

    #[test]
    fn a_splice_that_is_broken_on_purpose_is_refused() {
        let set = Operation::Set { path: vec![Step::Key("year".into())], value: PlainValue::Integer(2024) };
        check(&set, over("2023", "2024"), true);
        for broken in [
            over("2023", "2025"),
            over("2023", "20"),
            over("2023", "2024\ndraft = true"),
            over("2023", "\"2024\""),
            over("2023", "2024\n+++\n"),
            over("year = 2023\n+++", "year = 2024\n"),
            over("\"A\" # why\nyear = 2023", "\"B\"\nyear = 2024"),
            over("year = 2023\n+++\n\nOne.", "year = 2024\n+++\n\nTwo."),
        ] {
            check(&set, broken, false);
        }
    }

    #[test]
    fn bytes_outside_of_the_splices_are_compared_by_themselves() {
        let splices = [over("2023", "2024")];
        assert!(is_the_same_outside(PAGE, &splices, &PAGE.replace("2023", "2024")));
        assert!(!is_the_same_outside(PAGE, &splices, &PAGE.replace("2023", "2024").replace("# why", "# who")));
        assert!(!is_the_same_outside(PAGE, &splices, &PAGE.replace("2023", "2025")));
        assert!(!is_the_same_outside(PAGE, &splices, &PAGE.replace("2023", "2024").replace("Three.\n", "Three.")));
        let twice = [over("2023", "2024"), over("title", "titel")];
        assert!(!is_the_same_outside(PAGE, &twice, PAGE), "out of order");
    }

    #[test]
    fn a_block_that_swallows_its_neighbours_is_refused() {
        let body = |part: &str, text: &str| {
            let splice = over(part, text);
            let operation = Operation::Body { range: splice.range.clone(), text: text.to_owned() };
            (operation, splice)
        };
        for (part, text, is_good) in [
            ("One.", "Uno.\n\nAnother.", true),
            ("One.", "```\nopen", false),
            ("One.", "<details>", true),
            ("> Two.", "Two", true),
            ("> Two.\n\n", "> Two.\n", false),
            ("Three.", "Three.\n\n- list", true),
        ] {
            let (operation, splice) = body(part, text);
            check(&operation, splice, is_good);
        }
    }
}
