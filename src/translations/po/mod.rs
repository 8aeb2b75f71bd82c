//! PO, the format of GNU gettext, as far as texts without plural forms need it: a catalogue of messages in a file.
//!
//! [`Catalogue::to_text`] writes it as gettext's own programs do; [`read()`] reads what those and other programs make of it:
//! lines wrapped anew, remarks dropped, messages put in another order. A file is a stranger's data: its size, its characters
//! and the uniqueness of its messages are checked, and nothing in it names a file to be opened.

mod read;
mod write;

pub use read::read;

/// A file is at most this long, in bytes: some twenty times the longest that an export of a real site makes.
pub const LENGTH_LIMIT: usize = 4 * 1024 * 1024;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Remarks for the translator about the whole file, a line each.
    pub remarks: Vec<String>,
    /// Names and values in their order: `Language`, `Content-Type` …
    pub header: Vec<(String, String)>,
    pub messages: Vec<PoMessage>,
}

impl Catalogue {
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.header.iter().find(named).map(|(_, value)| value.as_str())
    }

    pub fn find(&self, context: &str, source: &str) -> Option<&PoMessage> {
        self.messages.iter().find(|message| message.context == context && message.source == source)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoMessage {
    /// Remarks for the translator, a line each.
    pub remarks: Vec<String>,
    /// The place of the text: `content/clusters/uca.en.md:12`.
    pub place: Option<String>,
    /// The translation is one of another text, which is in `former`, or somebody was not sure of it.
    pub fuzzy: bool,
    pub former: Option<String>,
    /// Tells messages of the same text apart.
    pub context: String,
    pub source: String,
    /// Empty where there is none yet.
    pub translation: String,
    /// The line of the file on which it begins; 0 in a catalogue that was not read.
    pub line: usize,
}

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoMistake {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    pub message: crate::message::Message,
    pub hint: crate::message::Message,
}
