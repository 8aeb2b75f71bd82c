//! One piece of text on its way through a [`Typographer`]: the rules at each place that can matter.

use std::ops::Range;

use super::{
    Quote, QuoteLevel, Spaces, TypedQuote, Typographer, TypographyRules,
    candidates::{is_candidate, is_candidate_or_space, surely_stays},
    rules::{AFTER_SHORT_AND, CURRENCIES, MULTIPLIERS, QuotePair, UNITS},
};
use crate::{scan, text::bare_address};

const NO_BREAK_SPACE: char = '\u{a0}';
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';
const APOSTROPHE: char = '’';

pub(super) struct TextPiece<'a> {
    typographer: &'a mut Typographer,
    rules: &'static TypographyRules,
    text: &'a str,
    next: Option<char>,
    /// The source of what follows in the block, with its markup.
    following: &'a str,
    out: &'a mut String,
    /// The next address, which is left as it is; empty behind the last.
    address: Range<usize>,
    /// Whether such an address ends where the current candidate stands.
    behind_address: bool,
    /// The beginning of this piece in `out`.
    start: usize,
    /// The last `'` that can close a quote, once it was looked for: the search must not begin anew for each.
    single_closer: Option<usize>,
}

impl<'a> TextPiece<'a> {
    pub(super) fn new(
        typographer: &'a mut Typographer,
        text: &'a str,
        next: Option<char>,
        following: &'a str,
        out: &'a mut String,
    ) -> TextPiece<'a> {
        let (rules, start) = (typographer.rules, out.len());
        let address = next_address(text, 0);
        TextPiece {
            typographer,
            rules,
            text,
            next,
            following,
            out,
            address,
            behind_address: false,
            start,
            single_closer: None,
        }
    }

    pub(super) fn run(self) {
        match self.rules.spaces {
            Spaces::AsTyped => self.work_through(is_candidate),
            _ => self.work_through(is_candidate_or_space),
        }
    }

    fn work_through(mut self, is_candidate: impl Fn(u8) -> bool) {
        let bytes = self.text.as_bytes();
        let mut copied = 0;
        scan::each(bytes, is_candidate, |at| {
            if at < copied || surely_stays(bytes, at) {
                return;
            }
            self.behind_address = at == self.address.end;
            while at >= self.address.end && !self.address.is_empty() {
                self.address = next_address(self.text, self.address.end);
            }
            let taken = if self.address.contains(&at) { self.address.end } else { at };
            self.copy(copied, taken);
            copied = if taken > at { taken } else { at + self.candidate(at) };
        });
        self.copy(copied, self.text.len());
        self.remember();
    }

    /// Leaves the last two characters for the next piece.
    fn remember(self) {
        let mut written = self.out.get(self.start..).unwrap_or_default().chars().rev();
        match (written.next(), written.next()) {
            (None, _) => {}
            (Some(only), None) => self.typographer.remember(only),
            (Some(last), Some(earlier)) => {
                self.typographer.last = Some(last);
                self.typographer.earlier = Some(earlier);
            }
        }
    }

    fn copy(&mut self, from: usize, to: usize) {
        self.out.push_str(self.text.get(from..to).unwrap_or_default());
    }

    fn bytes_from(&self, at: usize) -> &'a [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    fn text_from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The character at a place of the piece, or the one behind the piece.
    fn char_at(&self, at: usize) -> Option<char> {
        self.text_from(at).chars().next().or(self.next)
    }

    /// The last two characters that came out, the very last first.
    fn before(&self) -> (Option<char>, Option<char>) {
        let mut written = self.out.get(self.start..).unwrap_or_default().chars().rev();
        match (written.next(), written.next()) {
            (None, _) => (self.typographer.last, self.typographer.earlier),
            (last, None) => (last, self.typographer.last),
            (last, earlier) => (last, earlier),
        }
    }

    /// Whether a quote that stands here follows a word's boundary and so can open.
    fn after_boundary(&self) -> bool {
        let Some(last) = self.before().0 else { return true };
        if self.behind_address {
            return false;
        }
        let (outer, inner) = (&self.rules.outer, &self.rules.inner);
        if [outer, inner].into_iter().any(|pair| pair.is_ambiguous() && pair.open == last) {
            return self.typographer.quotes.last_opened;
        }
        if last == outer.close || last == inner.close {
            return false;
        }
        last.is_whitespace()
            || last == outer.open
            || last == inner.open
            || matches!(
                last,
                '(' | '[' | '{' | '<' | '-' | '–' | '—' | '/' | '=' | '|' | '«' | '„' | '“' | '‘' | '‚' | '‹'
            )
    }

    /// Deals with the candidate at a place; returns how many bytes of the piece it took.
    fn candidate(&mut self, at: usize) -> usize {
        let Some(c) = self.text_from(at).chars().next() else { return 1 };
        let behind = at + c.len_utf8();
        match c {
            '"' => self.double_quote(behind),
            '\'' => self.single_quote(behind),
            '-' => return self.hyphens(at),
            '.' if self.text_from(at).starts_with("...") => {
                self.out.push('…');
                return 3;
            }
            ' ' | '\n' => {
                let run = self.bytes_from(at).iter().take_while(|byte| matches!(byte, b' ' | b'\n')).count();
                let space = self.space(c, at + run);
                self.out.push(space);
                // A space beside one that does not break would break.
                return if space == c { c.len_utf8() } else { run };
            }
            // The letter apostrophe is the same letter to readers, but fonts and search expect the other.
            'ʼ' if self.between_letters(behind) && self.before().0.is_some_and(is_cyrillic) => self.apostrophe(behind),
            _ => {
                self.own_quote(c, behind);
                self.out.push(c);
            }
        }
        c.len_utf8()
    }

    fn between_letters(&self, behind: usize) -> bool {
        self.before().0.is_some_and(char::is_alphanumeric) && self.char_at(behind).is_some_and(char::is_alphanumeric)
    }

    // Quotes

    fn double_quote(&mut self, behind: usize) {
        let next = self.char_at(behind);
        if self.is_empty_quote(TypedQuote::Double, next) {
            self.close_or(TypedQuote::Double, '"');
        } else if self.after_prime() {
            // Seconds or inches: 49°50'30", 5'10"
            self.out.push('"');
        } else if self.after_boundary() && !next.is_none_or(char::is_whitespace) {
            self.open(TypedQuote::Double);
        } else {
            self.close_or(TypedQuote::Double, '"');
        }
    }

    /// Whether a mark stands right behind the one that opened the innermost quote, and nothing follows that could be quoted.
    fn is_empty_quote(&self, typed: TypedQuote, next: Option<char>) -> bool {
        let Some(quote) = self.typographer.quotes.top().filter(|quote| quote.typed == typed) else { return false };
        let pair = pair(self.rules, quote.level);
        let opened = match self.before() {
            (Some(NO_BREAK_SPACE), Some(earlier)) if pair.spaced => earlier == pair.open,
            (Some(last), _) => last == pair.open && self.typographer.quotes.last_opened,
            _ => false,
        };
        opened
            && next.is_none_or(|c| {
                c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '…' | '/')
            })
    }

    /// Whether a number stands before, and before that number a typed `'` of minutes or feet.
    fn after_prime(&self) -> bool {
        let written = self.out.get(self.start..).unwrap_or_default();
        let before = written.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        before.len() < written.len() && before.trim_end_matches([' ', NO_BREAK_SPACE]).ends_with('\'')
    }

    /// Whether the `'` here stands for minutes or feet: between two numbers, or behind the minutes of 49°50'.
    fn is_prime(&self, behind: usize) -> bool {
        let written = self.out.get(self.start..).unwrap_or_default();
        let before = written.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        written.ends_with(|c: char| c.is_ascii_digit())
            && (self.char_at(behind).is_some_and(|c| c.is_ascii_digit())
                || before.trim_end_matches([' ', NO_BREAK_SPACE]).ends_with('°'))
    }

    fn single_quote(&mut self, behind: usize) {
        let next = self.char_at(behind);
        if self.is_prime(behind) {
            self.out.push('\'');
        } else if self.between_letters(behind) {
            self.apostrophe(behind);
        } else if self.is_empty_quote(TypedQuote::Single, next) {
            self.close_or(TypedQuote::Single, '\'');
        } else if self.after_boundary() {
            match next {
                None => self.close_or(TypedQuote::Single, '\''),
                Some(c) if c.is_whitespace() => self.close_or(TypedQuote::Single, '\''),
                // ’90s
                Some(c) if c.is_numeric() => self.apostrophe(behind),
                Some(_) if self.begins_elision(behind) => self.apostrophe(behind),
                Some(_) if self.single_closes_behind(behind) => self.open(TypedQuote::Single),
                // ’tis
                Some(_) => self.apostrophe(behind),
            }
        } else if self.before().0.is_some_and(char::is_numeric)
            || self.typographer.quotes.find(|quote| quote.typed == TypedQuote::Single).is_some()
        {
            // Behind a digit it may be a minute or a foot.
            self.close_or(TypedQuote::Single, '\'');
        } else {
            self.apostrophe(behind);
        }
    }

    /// Whether a `'` further on ends a word and so can close what one here opens.
    fn single_closes_behind(&mut self, behind: usize) -> bool {
        let place = self.single_closer.unwrap_or_else(|| {
            let closes = |(index, _): &(usize, &str)| {
                let before = self.text.get(..*index).and_then(|text| text.chars().next_back());
                before.is_some_and(|c| !c.is_whitespace())
                    && self.char_at(index + 1).is_none_or(|c| !c.is_alphanumeric())
            };
            let here = self.text.match_indices('\'').rfind(closes).map_or(0, |(index, _)| index);
            if closes_single(self.following) { usize::MAX } else { here }
        });
        self.single_closer = Some(place);
        place >= behind
    }

    /// Whether a word follows that English writes with an apostrophe before it: ’tis, rock ’n’ roll.
    fn begins_elision(&self, behind: usize) -> bool {
        let rest = self.text_from(behind);
        let word = rest.get(..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())).unwrap_or_default();
        if self.rules.elisions.is_empty() {
            return false;
        }
        // Any other word between two marks is quoted.
        if let Some(after) = rest.strip_prefix("n' ").or_else(|| rest.strip_prefix("N' ")) {
            return AFTER_SHORT_AND
                .iter()
                .any(|word| after.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word)));
        }
        let is_quoted = self.char_at(behind + word.len()) == Some('\'');
        !is_quoted && self.rules.elisions.iter().any(|elision| word.eq_ignore_ascii_case(elision))
    }

    /// Within a quote of one level stands the other; outermost, `"` is the outer level and `'` the inner.
    fn open(&mut self, typed: TypedQuote) {
        let level = match (self.typographer.quotes.top(), typed) {
            (Some(Quote { level: QuoteLevel::Outer, .. }), _) | (None, TypedQuote::Single) => QuoteLevel::Inner,
            (Some(Quote { level: QuoteLevel::Inner, .. }), _) | (None, _) => QuoteLevel::Outer,
        };
        if !self.typographer.quotes.push(Quote { level, typed }) {
            self.out.push(if typed == TypedQuote::Single { '\'' } else { '"' });
            return;
        }
        self.typographer.quotes.last_opened = true;
        let pair = pair(self.rules, level);
        self.out.push(pair.open);
        if pair.spaced {
            self.out.push(NO_BREAK_SPACE);
        }
    }

    fn close_or(&mut self, typed: TypedQuote, unmatched: char) {
        let Some(quote) = self.typographer.quotes.close(|quote| quote.typed == typed) else {
            self.out.push(unmatched);
            return;
        };
        self.typographer.quotes.last_opened = false;
        let pair = pair(self.rules, quote.level);
        if pair.spaced && self.before().0 != Some(NO_BREAK_SPACE) {
            self.out.push(NO_BREAK_SPACE);
        }
        self.out.push(pair.close);
    }

    /// The same character may end a quote that was typed so (English ‘…’).
    fn apostrophe(&mut self, behind: usize) {
        self.own_quote(APOSTROPHE, behind);
        self.out.push(APOSTROPHE);
    }

    /// A quote that was typed as it should be counts for the level of those within it.
    fn own_quote(&mut self, c: char, behind: usize) {
        for level in [QuoteLevel::Outer, QuoteLevel::Inner] {
            let pair = pair(self.rules, level);
            if pair.is_ambiguous() && pair.open == c {
                let next = self.char_at(behind);
                self.typographer.quotes.last_opened = self.after_boundary() && next.is_some_and(|c| !c.is_whitespace());
            } else if pair.open == c {
                self.typographer.quotes.push(Quote { level, typed: TypedQuote::Own });
            } else if pair.close == c && !self.between_letters(behind) {
                self.typographer.quotes.close(|quote| quote == Quote { level, typed: TypedQuote::Own });
            }
        }
    }

    // Dashes

    fn hyphens(&mut self, at: usize) -> usize {
        let count = self.bytes_from(at).iter().take_while(|byte| **byte == b'-').count();
        match self.dash(at, self.before().0) {
            Some((dash, _)) => self.out.push(dash),
            None => self.copy(at, at + count),
        }
        count
    }

    /// The dash that stands or was typed with hyphens at a place, and where it ends; `before` stands before it.
    ///
    /// One hyphen is a dash between spaces; `--` is an en dash unless it begins a word (`--strict`); `---` is an em dash;
    /// more are no dash.
    fn dash(&self, at: usize, before: Option<char>) -> Option<(char, usize)> {
        let count = self.bytes_from(at).iter().take_while(|byte| **byte == b'-').count();
        let next = self.char_at(at + count);
        let spaced = before.is_some_and(char::is_whitespace);
        match count {
            0 => self.text_from(at).chars().next().filter(|c| matches!(c, '–' | '—')).map(|c| (c, at + c.len_utf8())),
            1 => (spaced && next.is_some_and(is_typed_space)).then_some(('–', at + 1)),
            2 => {
                let begins_word = (before.is_none() || spaced) && next.is_some_and(char::is_alphanumeric);
                (!begins_word).then_some(('–', at + 2))
            }
            3 => Some(('—', at + 3)),
            _ => None,
        }
    }

    // Spaces

    /// The space that stands here instead of a typed one.
    fn space(&self, typed: char, behind: usize) -> char {
        let (last, earlier) = self.before();
        let Some(last) = last else { return typed };
        let next = self.char_at(behind);
        let after_digit = last.is_ascii_digit();
        let french = self.rules.spaces == Spaces::French;
        match next {
            Some(';' | '!' | '?') if french => return NARROW_NO_BREAK_SPACE,
            Some(':' | '»') if french => return NO_BREAK_SPACE,
            Some('%' | '‰' | '°') if after_digit => return NO_BREAK_SPACE,
            Some(_) if matches!(last, '№' | '§') || (french && last == '«') => return NO_BREAK_SPACE,
            Some('-' | '–' | '—') if self.is_spaced_dash(behind, typed) => return NO_BREAK_SPACE,
            _ => {}
        }
        let alone = earlier.is_none_or(|c| {
            let opens = c == self.rules.outer.open || c == self.rules.inner.open;
            opens || c.is_whitespace() || matches!(c, '(' | '[' | '"' | '–' | '—' | '…')
        });
        let kept = (alone && next.is_some() && self.rules.short_words.contains(last))
            || self.is_before_unit(behind, after_digit);
        if kept { NO_BREAK_SPACE } else { typed }
    }

    fn is_spaced_dash(&self, at: usize, before: char) -> bool {
        self.dash(at, Some(before)).is_some_and(|(_, end)| self.char_at(end).is_none_or(is_typed_space))
    }

    /// Whether a Ukrainian unit or currency stands behind a number, or behind the word that scales one.
    fn is_before_unit(&self, at: usize, after_digit: bool) -> bool {
        if self.rules.spaces != Spaces::KeptWithUnits {
            return false;
        }
        let rest = self.text_from(at);
        let begins_with =
            |word: &&&str| rest.strip_prefix(**word).is_some_and(|behind| !behind.starts_with(char::is_alphanumeric));
        if after_digit {
            return UNITS.iter().any(|unit| begins_with(&unit));
        }
        let written = self.out.get(self.start..).unwrap_or_default();
        CURRENCIES.iter().any(|word| begins_with(&word)) && MULTIPLIERS.iter().any(|word| written.ends_with(word))
    }
}

/// The first address at or after a place; an empty range behind the text if there is none.
fn next_address(text: &str, from: usize) -> Range<usize> {
    bare_address::find(text, from).map_or(text.len()..text.len(), |found| found.range)
}

/// Whether a `'` in Markdown's source, up to the end of its block, ends a word and so can close a quote.
fn closes_single(source: &str) -> bool {
    let block = source.get(..source.find("\n\n").unwrap_or(source.len())).unwrap_or_default();
    block.match_indices('\'').any(|(at, _)| {
        let before = block.get(..at).and_then(|text| text.chars().next_back());
        let next = block.get(at + 1..).and_then(|text| text.chars().next());
        // Right at the source's beginning, markup ended a word.
        before.is_none_or(|c| !c.is_whitespace()) && next.is_none_or(|c| !c.is_alphanumeric())
    })
}

fn pair(rules: &'static TypographyRules, level: QuoteLevel) -> &'static QuotePair {
    match level {
        QuoteLevel::Outer => &rules.outer,
        QuoteLevel::Inner => &rules.inner,
    }
}

/// A no-break space inside French quotes is not a space between words.
fn is_typed_space(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: &str =
        "([ав5zéßї\u{e4}\u{2bc}\u{301}№§«»„’(%°;:?!–—x\\-.\n ]|слово |word |млн |млрд |тис\\. |грн|євро|км|в ){0,12}";

    proptest! {
        #[test]
        fn what_surely_stays_is_what_the_rules_leave(text in WORDS) {
            for language in ["en", "uk", "pl", "fr", "sv", "de"] {
                for at in (0..text.len()).filter(|at| surely_stays(text.as_bytes(), *at)) {
                    let (mut typographer, mut out) = (Typographer::new(language), String::new());
                    let mut piece = TextPiece::new(&mut typographer, &text, None, "", &mut out);
                    piece.copy(0, at);
                    let taken = piece.candidate(at);
                    prop_assert_eq!(&out, text.get(..at + taken).unwrap(), "{} at {} in {}", language, at, text);
                }
            }
        }
    }
}
