//! Signs of links, emphasis and containers that stand in the text as they are.

use super::{Checked, TAKEN};
use crate::{
    diagnostics::{Rule, position::floor_char_boundary},
    message,
};

/// So many bytes of a line are looked at on each side of a sign: some floods are one line.
const ENOUGH: usize = 400;

pub(super) fn check(checked: &mut Checked<'_>) {
    links(checked);
    wiki_links(checked);
    emphasis(checked);
    containers(checked);
}

/// The rest of a line, as far as it is worth looking at.
fn line_from(text: &str, start: usize) -> &str {
    let end = floor_char_boundary(text, start + ENOUGH);
    text.get(start..end).and_then(|line| line.lines().next()).unwrap_or_default()
}

/// `[text](my file.pdf)` and `[text] (address)`.
fn links(checked: &mut Checked<'_>) {
    let mut found = Vec::new();
    for at in checked.places("]") {
        let rest = line_from(&checked.text, at + 1);
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        if blanks > 1 || !rest.get(blanks..).is_some_and(|rest| rest.starts_with('(')) {
            continue;
        }
        // An address within the parentheses is a link by itself, and blanks stand in its place here.
        let start = at + 2 + blanks;
        let written = line_from(checked.body, start);
        let Some(end) = written.find(')') else { continue };
        let address = written.get(..end).unwrap_or_default().trim_matches(['<', '>']);
        if is_address(address) && (blanks == 1 || address.contains(' ')) {
            let before = checked.text.get(floor_char_boundary(&checked.text, at.saturating_sub(ENOUGH))..at);
            let before = before.and_then(|before| before.lines().next_back()).unwrap_or_default();
            let opening = before.rfind('[').map(|opening| at - before.len() + opening);
            let hint = if blanks == 1 {
                message!("link-not-taken.hint")
            } else {
                message!("link-not-taken.blanks", address = address)
            };
            found.push((opening.unwrap_or(at)..start + end + 1, hint));
        }
    }
    for (range, hint) in found {
        checked.add(Rule::LinkNotTaken, range, message!("link-not-taken"), hint);
    }
}

/// Whether the text in parentheses is the address of a page or file, and no remark.
fn is_address(text: &str) -> bool {
    const ENDINGS: &[&str] =
        &[".md", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif", ".csv", ".txt", ".html"];
    let path = text.split('#').next().unwrap_or_default().to_ascii_lowercase();
    text.starts_with("http://") || text.starts_with("https://") || ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// `[[page]]`, as wikis write links.
fn wiki_links(checked: &mut Checked<'_>) {
    let mut found = Vec::new();
    for at in checked.places("[[") {
        let rest = line_from(&checked.text, at + 2);
        let Some(name) = rest.find("]]").and_then(|end| rest.get(..end)) else { continue };
        if !name.contains(['[', ']']) && name.contains(char::is_alphabetic) {
            found.push((at..at + name.len() + 4, name.to_owned()));
        }
    }
    for (range, name) in found {
        let hint = message!("link-not-taken.wiki", name = name.split('|').next().unwrap_or_default());
        checked.add(Rule::LinkNotTaken, range, message!("link-not-taken"), hint);
    }
}

/// `**` that shows: `**«Alliance»**s`, where a sign of punctuation stands before the closing sign and a letter after it.
fn emphasis(checked: &mut Checked<'_>) {
    let text = &checked.text;
    let opens = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + 2..).and_then(|after| after.chars().next());
        let begins_word = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '"' | '„' | '“'));
        begins_word && after.is_some_and(|c| c.is_alphabetic() || matches!(c, '«' | '"' | '„' | '“' | '(' | '['))
    };
    let Some(at) = checked.places("**").find(opens) else { return };
    checked.add(Rule::LeftoverMarkup, at..at + 2, message!("leftover-emphasis"), message!("leftover-emphasis.hint"));
}

/// Whether a line begins with three colons, as typed or as `amend` has them. A backslash that its author typed says that the
/// colons are text.
fn starts_with_colons(checked: &Checked<'_>, start: usize) -> bool {
    let line = line_from(checked.body, start);
    let text = line.trim_start();
    match text.strip_prefix('\\') {
        Some(rest) => {
            rest.starts_with(":::") && checked.backslashes.binary_search(&(start + line.len() - text.len())).is_ok()
        }
        None => text.starts_with(":::"),
    }
}

/// `:::tip`, as other tools write alerts.
fn containers(checked: &mut Checked<'_>) {
    let mut found = None;
    for colons in checked.places("::") {
        // The first of three colons at a line's start has a backslash from `amend`.
        let before = checked.text.get(..colons).unwrap_or_default();
        let before = before.trim_end_matches(|c: char| c == TAKEN || (c.is_whitespace() && c != '\n'));
        let start = before.len();
        if !(before.is_empty() || before.ends_with('\n')) || !starts_with_colons(checked, start) {
            continue;
        }
        let line = checked.text.get(start..).unwrap_or_default().split_inclusive('\n').next().unwrap_or_default();
        let at = start + line.len() - line.trim_start().len();
        let name = checked.text.get(colons..).unwrap_or_default().trim_start_matches([':', ' ']);
        let name: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        found = Some((at..at + line.trim().len(), name));
        break;
    }
    if let Some((range, name)) = found {
        let name = if name.is_empty() { "NOTE".to_owned() } else { name.to_ascii_uppercase() };
        let hint = message!("leftover-container.hint", name = name);
        checked.add(Rule::LeftoverMarkup, range, message!("leftover-container"), hint);
    }
}
