//! Typed quotes, apostrophes, dashes, dots and spaces become the language's own.
//!
//! [`Typographer`] works through a block of text piece by piece, as Markdown splits it into emphasis, code and links;
//! [`plain`] does a title or summary in one go. What is typographic already stays as it was typed, so a text that went
//! through once comes out the same again.
//!
//! Addresses that stand bare in a text are left as they are. Not for code or anything else that is not prose.

use std::borrow::Cow;

mod candidates;
mod piece;
mod rules;

use piece::TextPiece;
use rules::{Spaces, TypographyRules};

/// Makes one block of prose typographic. Keep one for a page and call [`Typographer::reset`] where a block begins.
#[derive(Clone, Debug)]
pub(crate) struct Typographer {
    rules: &'static TypographyRules,
    /// The last two characters that came out; `None` before the block's first.
    last: Option<char>,
    earlier: Option<char>,
    quotes: Quotes,
}

/// The quotes that are open, outermost first. Quotes beyond the limit stay as typed.
#[derive(Clone, Debug, Default)]
struct Quotes {
    open: [Option<Quote>; QUOTES_LIMIT],
    depth: usize,
    /// Whether the last mark opened a quote, in languages that open and close with the same mark.
    last_opened: bool,
}

const QUOTES_LIMIT: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Quote {
    level: QuoteLevel,
    typed: TypedQuote,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum QuoteLevel {
    Outer,
    Inner,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum TypedQuote {
    /// `"`
    Double,
    /// `'`
    Single,
    /// Typographic already: only a typographic mark closes it.
    Own,
}

impl Typographer {
    /// Stands for what is not text, such as code or a picture, where the next character is asked for.
    pub(crate) const OPAQUE: char = '\u{fffc}';

    /// For a language tag; one that is not known gets the English quotes.
    pub(crate) fn new(language: &str) -> Typographer {
        Typographer { rules: rules::rules_of(language), last: None, earlier: None, quotes: Quotes::default() }
    }

    /// A new block begins: no quote is open, nothing stands before.
    pub(crate) fn reset(&mut self) {
        *self = Typographer { rules: self.rules, last: None, earlier: None, quotes: Quotes::default() };
    }

    /// The next piece of text, appended to `out`.
    ///
    /// `next` is the character that follows this piece in the block: the first of the next piece of text whatever
    /// emphasis or link begins there, [`Typographer::OPAQUE`] for code or a picture, a space for a line break, `None` at
    /// the block's end. A soft line break is a piece `"\n"` and may come out as a no-break space.
    pub(crate) fn push(&mut self, text: &str, next: Option<char>, out: &mut String) {
        self.push_before(text, next, "", out);
    }

    /// Like [`push`](Self::push), where the source of what follows is known: Markdown, to the end of the block or beyond. A
    /// `'` opens a quote only if another one closes it further on.
    pub(crate) fn push_before(&mut self, text: &str, next: Option<char>, following: &str, out: &mut String) {
        TextPiece::new(self, text, next, following, out).run();
    }

    /// Marks a place that is not text: code, a picture, a footnote's mark. The quotes around it treat it as a word.
    pub(crate) fn opaque(&mut self) {
        self.remember(Self::OPAQUE);
    }

    /// Marks a hard line break.
    pub(crate) fn line_break(&mut self) {
        self.remember('\n');
    }

    fn remember(&mut self, c: char) {
        self.earlier = self.last.replace(c);
    }
}

impl Quotes {
    fn push(&mut self, quote: Quote) -> bool {
        let Some(place) = self.open.get_mut(self.depth) else { return false };
        *place = Some(quote);
        self.depth += 1;
        true
    }

    fn top(&self) -> Option<Quote> {
        self.open.get(self.depth.checked_sub(1)?).copied().flatten()
    }

    /// Closes the innermost quote that the test accepts, and all within it.
    fn close(&mut self, accepts: impl Fn(Quote) -> bool) -> Option<Quote> {
        let place = self.find(accepts)?;
        self.depth = place;
        self.open.get(place).copied().flatten()
    }

    fn find(&self, accepts: impl Fn(Quote) -> bool) -> Option<usize> {
        self.open.iter().take(self.depth).rposition(|quote| quote.is_some_and(&accepts))
    }
}

/// Makes a whole text typographic, such as a title or a summary. Doing it twice changes nothing more.
///
/// ```
/// use icsi::locale::typography::plain;
///
/// assert_eq!(plain("It's \"new\" - 2020--2023", "en"), "It’s “new” – 2020–2023");
/// assert_eq!(plain("Кластер \"Поділля\"", "uk"), "Кластер «Поділля»");
/// ```
pub fn plain<'a>(text: &'a str, language: &str) -> Cow<'a, str> {
    let mut typographer = Typographer::new(language);
    if !candidates::has_candidates(typographer.rules, text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    typographer.push(text, None, &mut out);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

#[cfg(test)]
mod tests;
