//! Differences between two texts, word by word or line by line.

use super::field_view::Piece;

/// Texts of more words than this are compared as a whole.
const WORDS_LIMIT: usize = 2_000;

/// The pieces of both texts in order. Empty where they are the same.
pub(super) fn pieces(old: &str, new: &str) -> Vec<Piece> {
    if old == new { Vec::new() } else { compared(&words(old), &words(new)) }
}

/// The pieces of both texts in order, by whole lines.
pub(super) fn line_pieces(old: &str, new: &str) -> Vec<Piece> {
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    compared(&lines(old), &lines(new))
}

fn compared(old: &[&str], new: &[&str]) -> Vec<Piece> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let room = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let mut out = Vec::new();
    let (old_middle, new_middle) = (middle(old, start, end), middle(new, start, end));
    push(&mut out, "same", middle(old, 0, old.len() - start));
    if old_middle.len() > WORDS_LIMIT || new_middle.len() > WORDS_LIMIT {
        push(&mut out, "gone", old_middle);
        push(&mut out, "new", new_middle);
    } else {
        common(old_middle, new_middle, &mut out);
    }
    push(&mut out, "same", middle(old, old.len() - end, 0));
    out
}

fn middle<'t, 'w>(words: &'w [&'t str], start: usize, end: usize) -> &'w [&'t str] {
    words.get(start..words.len() - end).unwrap_or_default()
}

/// Words with the blanks after them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive([' ', '\n']).collect()
}

/// By the longest common subsequence.
fn common(old: &[&str], new: &[&str], out: &mut Vec<Piece>) {
    let width = new.len() + 1;
    let mut lengths = vec![0u16; (old.len() + 1) * width];
    let length = |lengths: &[u16], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b {
                length(&lengths, i + 1, j + 1) + 1
            } else {
                length(&lengths, i + 1, j).max(length(&lengths, i, j + 1))
            };
            if let Some(slot) = lengths.get_mut(i * width + j) {
                *slot = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                push(out, "same", &[a]);
                i += 1;
                j += 1;
            }
            (Some(a), b) if b.is_none() || length(&lengths, i + 1, j) >= length(&lengths, i, j + 1) => {
                push(out, "gone", &[a]);
                i += 1;
            }
            (_, Some(b)) => {
                push(out, "new", &[b]);
                j += 1;
            }
            _ => return,
        }
    }
}

fn push(out: &mut Vec<Piece>, kind: &'static str, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(last) if last.kind == kind => last.text.extend(words.iter().copied()),
        _ => out.push(Piece { kind, text: words.concat() }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let mark = |piece: &Piece| match piece.kind {
            "gone" => format!("[-{}-]", piece.text),
            "new" => format!("[+{}+]", piece.text),
            _ => piece.text.clone(),
        };
        pieces(old, new).iter().map(mark).collect()
    }

    #[test]
    fn only_words_that_differ_are_marked() {
        assert_eq!(shown("the old mill stands", "the new mill stands"), "the [-old -][+new +]mill stands");
        assert_eq!(shown("a b", "a b"), "");
        assert_eq!(shown("", "a b"), "[+a b+]");
        assert_eq!(shown("a b", ""), "[-a b-]");
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_pieces(old in "[ab \n]{0,12}", new in "[ab \n]{0,12}") {
            prop_assume!(old != new);
            let without = |kind: &str| -> String {
                pieces(&old, &new).into_iter().filter(|piece| piece.kind != kind).map(|piece| piece.text).collect()
            };
            prop_assert_eq!(without("new"), old.clone());
            prop_assert_eq!(without("gone"), new.clone());
        }
    }
}
