//! How matches of a regular expression begin: what can be told of a line by its bytes, so that it is searched only where
//! something may be found. A pattern that is never searched is never compiled, which costs a hundred times as much as
//! this.

use fancy_regex::{Assertion, Expr, LookAround};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, HirKind},
};

/// So many bytes of a match are looked at.
const DEPTH: usize = 3;

/// What can be told of a match by the bytes around its start. Where a match is, this finds that something may be.
#[derive(Debug)]
pub(super) struct Prefix {
    /// For each byte, a bit for each of the first places of a match: whether it may stand there.
    places: Box<[u8; 256]>,
    /// At so many places not every byte may stand.
    known: usize,
    before: Before,
    /// What a match begins with, where it can be told in full. Of lines of ASCII alone: beyond, a letter may be another
    /// one in another case.
    words: Vec<Word>,
    /// A match ends with its word and at the word's end.
    is_word_whole: bool,
    /// One of these stands in every match or right behind it. Empty where nothing is known.
    needed: Vec<Word>,
}

/// What must stand before a match.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    Anything,
    Line,
    /// No letter, digit or underscore of ASCII: the match begins with one, at a word's boundary.
    NoWord,
}

impl Prefix {
    pub fn new(pattern: &str) -> Self {
        // The grammars' dialect takes these for plain signs, the parser by itself for the ends of words.
        let is_plain = !pattern.contains("\\<") && !pattern.contains("\\>");
        let tree = Expr::parse_tree(pattern).ok().filter(|_| is_plain);
        let expr = tree.as_ref().map_or(&Expr::Empty, |tree| &tree.expr);
        let mut starts = starts(expr, Vec::new()).unwrap_or_default();
        if let Some(first) = starts.first_mut() {
            // A search begins where a character does.
            *first = first.intersection(STARTS);
        }
        let before = before(expr, &starts);
        let words = words(expr).filter(|words| words.texts.iter().all(|word| !word.text.is_empty()));
        let ends = matches!(expr, Expr::Concat(all) if all.last() == Some(&Expr::Assertion(Assertion::WordBoundary)));
        let is_word_whole = ends && words.as_ref().is_some_and(|words| words.is_whole);
        let mut places = Box::new([0; 256]);
        for (byte, bits) in (0..=u8::MAX).zip(places.iter_mut()) {
            for (place, set) in starts.iter().enumerate() {
                *bits |= u8::from(set.contains(byte)) << place;
            }
        }
        let words = words.map(|words| words.texts).unwrap_or_default();
        let needed = needed(expr).unwrap_or_default();
        Self { places, known: starts.len(), before, words, is_word_whole, needed }
    }

    /// The first place from `start` on where a match may begin.
    pub fn first(&self, line: &str, start: usize) -> Option<usize> {
        let is_ascii = line.is_ascii();
        let at = if self.known == 0 { start } else { self.candidate(line.as_bytes(), is_ascii, start)? };
        let rest = line.as_bytes().get(at..).unwrap_or_default();
        let is_there = |word: &Word| (word.casei && !is_ascii) || word.is_in(rest);
        (self.needed.is_empty() || self.needed.iter().any(is_there)).then_some(at)
    }

    fn candidate(&self, bytes: &[u8], is_ascii: bool, start: usize) -> Option<usize> {
        let may_stand = |byte: u8, place: usize| self.places.get(usize::from(byte)).is_none_or(|b| b >> place & 1 == 1);
        let candidates = bytes.get(start..)?.windows(self.known).enumerate();
        let found = candidates.filter(|(_, window)| window.first().is_some_and(|byte| may_stand(*byte, 0)));
        found
            .filter(|(_, window)| window.iter().enumerate().skip(1).all(|(place, byte)| may_stand(*byte, place)))
            .map(|(at, _)| start + at)
            .filter(|at| {
                let previous = at.checked_sub(1).and_then(|previous| bytes.get(previous));
                match self.before {
                    Before::Anything => true,
                    Before::Line => previous.is_none_or(|byte| *byte == b'\n'),
                    Before::NoWord => !previous.is_some_and(|byte| WORD.contains(*byte)),
                }
            })
            .find(|at| !is_ascii || self.words.is_empty() || self.has_word(bytes.get(*at..).unwrap_or_default()))
    }

    /// Whether one of the words stands at the start of a text.
    fn has_word(&self, rest: &[u8]) -> bool {
        self.words.iter().any(|word| {
            let ends_with = |set: Bytes, bytes: &[u8]| bytes.last().is_some_and(|byte| set.contains(*byte));
            let next = rest.get(..=word.text.len());
            word.begins(rest)
                && !(self.is_word_whole
                    && ends_with(WORD, word.text.as_bytes())
                    && next.is_some_and(|to| ends_with(WORD, to)))
        })
    }
}

/// A text as a pattern has it.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    /// In small letters or capitals.
    casei: bool,
}

impl Word {
    fn begins(&self, rest: &[u8]) -> bool {
        rest.get(..self.text.len()).is_some_and(|start| self.is(start))
    }

    fn is(&self, text: &[u8]) -> bool {
        if self.casei { text.eq_ignore_ascii_case(self.text.as_bytes()) } else { text == self.text.as_bytes() }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        self.text.is_empty() || text.windows(self.text.len()).any(|part| self.is(part))
    }
}

/// Texts with one of which every match begins.
struct Words {
    texts: Vec<Word>,
    /// Matches have nothing else.
    is_whole: bool,
}

/// So many words are told apart.
const MANY: usize = 256;
/// And so many are looked for in the rest of a line.
const FEW: usize = 8;

fn words(expr: &Expr) -> Option<Words> {
    let nothing = || Words { texts: vec![Word { text: String::new(), casei: false }], is_whole: true };
    let words = match expr {
        // They have no width, and whether they hold is not asked.
        Expr::Empty | Expr::Assertion(_) | Expr::LookAround(..) => nothing(),
        Expr::Literal { val, casei } => {
            Words { texts: vec![Word { text: val.clone(), casei: *casei }], is_whole: true }
        }
        Expr::Group(child) | Expr::AtomicGroup(child) => words(child)?,
        Expr::Alt(children) => {
            let mut all = Words { texts: Vec::new(), is_whole: true };
            for child in children {
                let child = words(child)?;
                all.texts.extend(child.texts);
                all.is_whole &= child.is_whole;
            }
            all
        }
        Expr::Repeat { child, lo: 0, hi: 1, .. } => {
            let mut some = words(child)?;
            some.texts.extend(nothing().texts);
            some
        }
        Expr::Repeat { child, lo: 1.., .. } => Words { is_whole: false, ..words(child)? },
        Expr::Concat(children) => {
            let mut all = nothing();
            for child in children {
                let next = words(child).filter(|next| next.texts.len() * all.texts.len() <= MANY);
                all.is_whole &= next.as_ref().is_some_and(|next| next.is_whole);
                if let Some(next) = next {
                    let followed =
                        |word: &Word| next.texts.iter().map(|then| word.followed_by(then)).collect::<Vec<_>>();
                    all.texts = all.texts.iter().flat_map(followed).collect();
                }
                if !all.is_whole {
                    break;
                }
            }
            all
        }
        _ => return None,
    };
    (words.texts.len() <= MANY).then_some(words)
}

impl Word {
    fn followed_by(&self, next: &Self) -> Self {
        Self { text: format!("{}{}", self.text, next.text), casei: self.casei || next.casei }
    }
}

/// Texts of which one stands in whatever an expression matches or looks forward to: of all there are, the longest.
fn needed(expr: &Expr) -> Option<Vec<Word>> {
    let words = match expr {
        Expr::Literal { val, casei } => vec![Word { text: val.clone(), casei: *casei }],
        Expr::Group(child) | Expr::AtomicGroup(child) | Expr::LookAround(child, LookAround::LookAhead) => {
            needed(child)?
        }
        Expr::Repeat { child, lo: 1.., .. } => needed(child)?,
        Expr::Alt(children) => children.iter().map(needed).collect::<Option<Vec<_>>>()?.concat(),
        Expr::Concat(children) => {
            let mut all = Vec::new();
            for run in
                children.chunk_by(|one, next| matches!((one, next), (Expr::Literal { .. }, Expr::Literal { .. })))
            {
                let mut words = run.iter().map(needed);
                let first = words.next().flatten();
                // A run is one text.
                all.extend(
                    words.flatten().fold(first, |all, next| Some(vec![all?.first()?.followed_by(next.first()?)])),
                );
            }
            let length = |words: &Vec<Word>| words.iter().map(|word| word.text.len()).min();
            all.into_iter().rev().max_by_key(length)?
        }
        _ => return None,
    };
    (words.len() <= FEW && words.iter().all(|word| !word.text.is_empty())).then_some(words)
}

/// A set of bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bytes {
    low: u128,
    high: u128,
}

const NONE: Bytes = Bytes { low: 0, high: 0 };
const ASCII: Bytes = Bytes { low: u128::MAX, high: 0 };
/// Bytes that characters beyond ASCII begin with, and those that follow.
const LEADS: Bytes = NONE.with_range(0xc2, 0xf4);
const FOLLOWING: Bytes = NONE.with_range(0x80, 0xbf);
const STARTS: Bytes = ASCII.with_range(0xc2, 0xf4);
const WORD: Bytes = NONE.with_range(b'0', b'9').with_range(b'A', b'Z').with_range(b'_', b'_').with_range(b'a', b'z');

impl Bytes {
    const fn with_range(self, from: u8, to: u8) -> Self {
        let Self { mut low, mut high } = self;
        let mut byte = from;
        while byte <= to {
            if byte < 128 {
                low |= 1 << byte;
            } else {
                high |= 1 << (byte - 128);
            }
            byte += 1;
        }
        Self { low, high }
    }

    fn contains(self, byte: u8) -> bool {
        let half = if byte < 128 { self.low } else { self.high };
        half >> (byte % 128) & 1 == 1
    }

    fn union(self, other: Self) -> Self {
        Self { low: self.low | other.low, high: self.high | other.high }
    }

    fn intersection(self, other: Self) -> Self {
        Self { low: self.low & other.low, high: self.high & other.high }
    }
}

/// Which bytes may stand at the first places of what an expression matches together with what follows it: `rest`, the
/// same of that. Of places that are not told, nothing is known. None where a match depends on where the search began.
fn starts(expr: &Expr, rest: Vec<Bytes>) -> Option<Vec<Bytes>> {
    Some(match expr {
        // They only narrow what may stand there.
        Expr::Empty | Expr::Assertion(_) => rest,
        Expr::Any { newline } => {
            let but_newline = NONE.with_range(0, b'\n' - 1).with_range(b'\n' + 1, 0x7f);
            character(if *newline { ASCII } else { but_newline }, true, &rest)
        }
        Expr::Literal { val, casei: false } => prepended(val.as_bytes(), rest),
        Expr::Literal { val, casei: true } => val.chars().rev().fold(rest, |rest, c| {
            let Ok(byte) = u8::try_from(c) else { return Vec::new() };
            if !byte.is_ascii() {
                return Vec::new();
            }
            let (lower, upper) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
            // ſ and the sign for kelvins are s and k in another case.
            character(NONE.with_range(lower, lower).with_range(upper, upper), matches!(lower, b's' | b'k'), &rest)
        }),
        Expr::Delegate { inner, casei, .. } => class(inner, *casei, rest),
        Expr::Concat(children) => children.iter().rev().try_fold(rest, |rest, child| starts(child, rest))?,
        Expr::Alt(children) => {
            let mut all = children.iter().map(|child| starts(child, rest.clone()));
            let first = all.next()??;
            all.try_fold(first, |one, other| Some(either(&one, &other?)))?
        }
        Expr::Group(child) | Expr::AtomicGroup(child) => starts(child, rest)?,
        Expr::LookAround(child, kind) => {
            let inside = starts(child, Vec::new())?;
            if *kind == LookAround::LookAhead { both(&inside, &rest) } else { rest }
        }
        Expr::Repeat { child, lo, hi, .. } => {
            let mut repeated = Vec::new();
            if lo < hi {
                for _ in 0..DEPTH {
                    repeated = either(&rest, &starts(child, repeated)?);
                }
            } else if *lo <= DEPTH {
                repeated = rest;
            }
            for _ in 0..DEPTH.min(*lo) {
                repeated = starts(child, repeated)?;
            }
            repeated
        }
        Expr::Backref { .. } => Vec::new(),
        // Rare, and hard to tell anything of.
        _ => return None,
    })
}

fn either(one: &[Bytes], other: &[Bytes]) -> Vec<Bytes> {
    one.iter().zip(other).map(|(one, other)| one.union(*other)).collect()
}

fn both(one: &[Bytes], other: &[Bytes]) -> Vec<Bytes> {
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    let everything = Bytes { low: u128::MAX, high: u128::MAX };
    let short = short.iter().copied().chain(std::iter::repeat(everything));
    long.iter().zip(short).map(|(one, other)| one.intersection(other)).collect()
}

fn prepended(bytes: &[u8], rest: Vec<Bytes>) -> Vec<Bytes> {
    let sets = bytes.iter().map(|byte| NONE.with_range(*byte, *byte));
    sets.chain(rest).take(DEPTH).collect()
}

/// A character of ASCII, or any other one.
fn character(ascii: Bytes, others: bool, rest: &[Bytes]) -> Vec<Bytes> {
    let one: Vec<Bytes> = std::iter::once(ascii).chain(rest.iter().copied()).take(DEPTH).collect();
    match (others, ascii == NONE) {
        (false, _) => one,
        (true, true) => vec![LEADS, FOLLOWING],
        (true, false) => either(&one, &[LEADS, FOLLOWING]),
    }
}

fn class(pattern: &str, casei: bool, rest: Vec<Bytes>) -> Vec<Bytes> {
    let Ok(hir) = ParserBuilder::new().case_insensitive(casei).build().parse(pattern) else { return Vec::new() };
    match hir.kind() {
        HirKind::Literal(literal) => prepended(&literal.0, rest),
        HirKind::Class(Class::Unicode(class)) => {
            let mut ascii = NONE;
            let mut others = false;
            for range in class.ranges() {
                if let Ok(start) = u8::try_from(u32::from(range.start()))
                    && start.is_ascii()
                {
                    ascii =
                        ascii.with_range(start, u8::try_from(u32::from(range.end())).map_or(0x7f, |end| end.min(0x7f)));
                }
                others |= !range.end().is_ascii();
            }
            character(ascii, others, &rest)
        }
        _ => Vec::new(),
    }
}

/// What must stand before a match that begins with one of these.
fn before(expr: &Expr, starts: &[Bytes]) -> Before {
    match expr {
        Expr::Assertion(Assertion::StartText | Assertion::StartLine { .. }) => Before::Line,
        Expr::Assertion(Assertion::WordBoundary)
            if starts.first().is_some_and(|set| set.intersection(WORD) == *set) =>
        {
            Before::NoWord
        }
        Expr::Concat(children) => children.first().map_or(Before::Anything, |first| before(first, starts)),
        Expr::Group(child) => before(child, starts),
        _ => Before::Anything,
    }
}

#[cfg(test)]
mod tests {
    use fancy_regex::RegexBuilder;
    use proptest::prelude::*;

    use super::*;

    /// Where a pattern may match a line.
    fn places(pattern: &str, line: &str) -> Vec<usize> {
        let prefix = Prefix::new(pattern);
        let mut places = Vec::new();
        while let Some(at) = prefix.first(line, places.last().map_or(0, |last| last + 1)) {
            if places.len() > line.len() {
                break;
            }
            places.push(at);
        }
        places
    }

    #[test]
    fn lines_without_the_start_of_a_match_are_known() {
        assert_eq!(places(r"\b(?:if|else)\b", "life, if not, of"), [6]);
        assert_eq!(places(r"^\s*#", " # #"), [0]);
        assert_eq!(places(r"(?=[a-c]x)\w", "ax bx dx"), [0, 3]);
        assert_eq!(places("[^[:ascii:]]", "aїb"), [1]);
        assert_eq!(places(r"\s*\b(def)\b", "a  b def  #"), [1, 4, 5]);
        assert_eq!(places(r"\s*(?:(\.)|->)\w", "a  b  c- >  d"), [0usize; 0]);
        assert_eq!(places(r"\b(?:in|is)\b", "int is in isin"), [4, 7]);
        assert_eq!(places("(?i:sql)", "SQL ſql xql"), [0, 4]);
        assert_eq!(places("a?b*c{2}d", "accd ccd dcc"), [0, 1, 5]);
        assert_eq!(places("x{5,}", "xxxxxx"), [0, 1, 2, 3]);
    }

    #[test]
    fn where_nothing_is_known_every_place_is_one() {
        for pattern in ["", "a*", r"\Gz", r"(a)\1?|", r"\<a", "("] {
            assert_eq!(Prefix::new(pattern).first("zzz", 1), Some(1), "{pattern}");
        }
    }

    proptest! {
        /// Patterns put together at random find the same from the place that is told as from the start.
        #[test]
        fn no_match_is_missed(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "a", "b", "ї", "k", "\\w", "\\s", "[^a]", "[ab]", ".", "\\b", "^", "$", "(?:", "(", "(?=", "(?!", "(?<!", "(?i:",
                ")", ")", ")", "|", "*", "+", "?", "{2}", "{1,4}", "\\B", "(?>", "\n", "ab", "ab", "k", "ba",
            ]), 1..12),
            line in "[abk ї\u{212a}\n]{0,12}",
            start in 0..6usize,
        ) {
            let pattern = parts.concat();
            let Ok(regex) = RegexBuilder::new(&pattern).oniguruma_mode(true).build() else { return Ok(()) };
            let start = (start..=line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(line.len());
            let whole = regex.captures_from_pos(&line, start).ok().flatten().map(|found| found.get(0).unwrap().range());
            let told = Prefix::new(&pattern).first(&line, start);
            let rest = told.and_then(|at| regex.captures_from_pos(&line, at).ok().flatten());
            prop_assert_eq!(whole, rest.map(|found| found.get(0).unwrap().range()), "{} at {:?}", pattern, told);
        }
    }
}
