//! The words of the block that is being written, on their way through the language's typography.

use super::output::HtmlOutput;
use crate::locale::typography::Typographer;

#[derive(Debug)]
pub(super) struct Prose {
    /// Without one, text stays as it was typed.
    typographer: Option<Typographer>,
    /// The text of the block so far, as a reader sees it, without markup.
    written: String,
    /// Text that typography has not seen yet, because the character after it was not known.
    pub pending: String,
    /// Whether text stands as it was typed: an address that is its own text.
    pub literal: bool,
    /// The scheme that such an address has and its author did not write: `http://` before `www.`; else empty.
    pub hidden: &'static str,
}

impl Prose {
    pub(super) fn new(typographer: Option<Typographer>) -> Self {
        Self { typographer, written: String::new(), pending: String::new(), literal: false, hidden: "" }
    }

    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// Begins a block: no text stands before it, and no quotation mark is open.
    pub(super) fn begin(&mut self) {
        self.written.clear();
        if let Some(typographer) = &mut self.typographer {
            typographer.reset();
        }
    }

    /// Writes pending text; `next` is the character that follows it in the block, `following` the source from there on.
    pub(super) fn flush(&mut self, next: Option<char>, following: &str, output: &mut HtmlOutput) {
        if self.pending.is_empty() {
            return;
        }
        let from = self.written.len();
        match &mut self.typographer {
            Some(typographer) => typographer.push_before(&self.pending, next, following, &mut self.written),
            None => self.written.push_str(&self.pending),
        }
        output.text(self.written.get(from..).unwrap_or_default());
        self.pending.clear();
    }

    /// Adds to the block's text what is written into the HTML in another way.
    pub(super) fn push_written(&mut self, text: &str) {
        self.written.push_str(text);
    }

    /// Tells typography that something stands here which it leaves alone: code, a picture, an escaped character.
    pub(super) fn opaque(&mut self) {
        if let Some(typographer) = &mut self.typographer {
            typographer.opaque();
        }
    }

    /// Breaks the line within the block.
    pub(super) fn line_break(&mut self) {
        self.written.push('\n');
        if let Some(typographer) = &mut self.typographer {
            typographer.line_break();
        }
    }
}
