//! Breaks a title into as few lines as possible, of about the same length.

use ab_glyph::{Font, FontRef, GlyphId, PxScaleFont, ScaleFont as _};

use super::drawn;

/// Sizes of letters in pixels, the largest first, and how many lines there may be of each.
const SIZES: [(f32, usize); 5] = [(80.0, 2), (68.0, 3), (58.0, 4), (50.0, 4), (44.0, 5)];

/// So much of a text is looked at: more would not fit.
const LETTERS: usize = 400;

/// A text in a size.
#[derive(Debug)]
pub(super) struct TextBlock {
    pub size: f32,
    pub lines: Vec<String>,
}

/// A font whose letters have a size: so many pixels the em.
pub(super) fn scaled<'f>(font: &'f FontRef<'static>, size: f32) -> PxScaleFont<&'f FontRef<'static>> {
    let em = font.units_per_em().unwrap_or(1000.0);
    font.as_scaled(size * font.height_unscaled() / em)
}

/// Letters with their places from the beginning of a line, and the width of it.
pub(super) fn placed(font: &PxScaleFont<&FontRef<'static>>, text: &str) -> (Vec<(GlyphId, f32)>, f32) {
    let (mut glyphs, mut at, mut before) = (Vec::new(), 0.0, None);
    for c in text.chars() {
        let glyph = font.glyph_id(drawn(c));
        at += before.map_or(0.0, |before| font.kern(before, glyph));
        glyphs.push((glyph, at));
        at += font.h_advance(glyph);
        before = Some(glyph);
    }
    (glyphs, at)
}

/// A title in the largest size in which it fits; cut where it fits in none.
pub(super) fn block(font: &FontRef<'static>, title: &str, width: f32) -> TextBlock {
    let title: String = title.chars().take(LETTERS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    for (size, most) in SIZES {
        let font = scaled(font, size);
        if let Some(lines) = balanced(&font, &title, width).filter(|lines| lines.len() <= most) {
            return TextBlock { size, lines };
        }
    }
    let (size, most) = SIZES[SIZES.len() - 1];
    TextBlock { size, lines: cut(&scaled(font, size), &title, width, most) }
}

/// The words in as few lines as can be, so that no line is much shorter than the others. `None` where a word is wider than
/// a line. Blanks at which no line breaks are part of their words.
fn balanced(font: &PxScaleFont<&FontRef<'static>>, text: &str, width: f32) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let line = |from: usize, to: usize| words.get(from..to).unwrap_or_default().join(" ");
    // By the number of words that are set: lines, how uneven they are, and where the last one begins.
    let mut best: Vec<Option<(usize, f32, usize)>> = vec![None; words.len() + 1];
    best[0] = Some((0, 0.0, 0));
    for to in 1..=words.len() {
        for from in (0..to).rev() {
            let (_, taken) = placed(font, &line(from, to));
            if taken > width {
                break;
            }
            let Some((lines, uneven, _)) = best[from] else { continue };
            let rest = (width - taken) / width;
            let candidate = (lines + 1, uneven + rest * rest, from);
            if best[to].is_none_or(|(lines, uneven, _)| (candidate.0, candidate.1) < (lines, uneven)) {
                best[to] = Some(candidate);
            }
        }
    }
    let (mut lines, mut to) = (Vec::new(), words.len());
    while to > 0 {
        let (_, _, from) = best[to]?;
        lines.push(line(from, to));
        to = from;
    }
    lines.reverse();
    Some(lines)
}

/// As much as fits, letter by letter, with an ellipsis.
fn cut(font: &PxScaleFont<&FontRef<'static>>, text: &str, width: f32, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let last = lines.last().cloned().unwrap_or_default();
        let (_, taken) = placed(font, &format!("{last}{c}…"));
        if taken <= width {
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            continue;
        }
        if lines.len() == most {
            if let Some(line) = lines.last_mut() {
                let whole = line.rfind(' ').and_then(|at| line.get(..at)).unwrap_or(line);
                *line = format!("{}…", whole.trim_end());
            }
            break;
        }
        // A word that has begun goes on in the next line, unless it fills this one.
        let word = last.rfind(' ').map_or(0, |at| at + 1);
        let (rest, carried) = if word > 0 { last.split_at(word) } else { (last.as_str(), "") };
        let carried = format!("{carried}{c}");
        if let Some(line) = lines.last_mut() {
            *line = rest.trim_end().to_owned();
        }
        lines.push(carried.trim_start().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share_picture::fonts;

    fn check(title: &str, expected: &[&str]) {
        let block = block(&fonts().unwrap().serif, title, 1056.0);
        assert_eq!(block.lines, expected, "{}", block.size);
    }

    #[test]
    fn lines_are_as_long_as_each_other() {
        check("UCA", &["UCA"]);
        check("Ukrainian Cluster Alliance", &["Ukrainian Cluster Alliance"]);
        check(
            "Меморандум про співпрацю кластерів України та Польщі",
            &["Меморандум про співпрацю", "кластерів України та Польщі"],
        );
        // A one-letter word stays with the next one.
        check(
            "Український кластерний альянс і\u{a0}Європейський кластерний альянс підписали меморандум у\u{a0}Кошице",
            &[
                "Український кластерний альянс",
                "і\u{a0}Європейський кластерний альянс",
                "підписали меморандум у\u{a0}Кошице",
            ],
        );
        check("", &[]);
    }

    #[test]
    fn what_fits_in_no_size_is_cut() {
        let block = block(&fonts().unwrap().serif, &"слово ".repeat(100), 1056.0);
        assert_eq!(block.lines.len(), 5);
        assert!(block.lines.last().unwrap().ends_with("слово…"), "a whole word");
        for line in &block.lines {
            assert!(placed(&scaled(&fonts().unwrap().serif, block.size), line).1 <= 1056.0, "{line}");
        }
    }
}
