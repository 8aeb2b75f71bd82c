//! The result of parsing a body.

use std::ops::Range;

use super::{
    address::{Reason, Scheme},
    plain_text,
};
use crate::{diagnostics::Rule, message::Message, text::beginning};

/// A body as safe HTML, with holes for all that depends on other files, and the headings, links and findings in it.
///
/// Positions in `html` are bytes; ranges called `range` are bytes of the body that was parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub html: String,
    /// Ascending by position.
    pub holes: Vec<Hole>,
    /// In the order of the body.
    pub headings: Vec<Heading>,
    /// Links and pictures whose addresses may be published, in the order of the body.
    pub links: Vec<Link>,
    /// In the order they were found in.
    pub findings: Vec<Finding>,
}

/// A place in the HTML where something must be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    pub at: usize,
    pub kind: HoleKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// The value of a link's `href`, between its quotes: index into [`Document::links`].
    Address(usize),
    /// A picture's attributes ` src="…" width="…" height="…"`, each with a blank before it: index into
    /// [`Document::links`].
    Picture(usize),
    /// Before a picture and behind it, where it can be a link to the whole of it: index into [`Document::links`], and whether
    /// it is the end.
    PictureLink(usize, bool),
    /// A heading's id, between its quotes: index into [`Document::headings`].
    Anchor(usize),
    /// A word of the interface. In an attribute's value or in text: escaped for an attribute, it is right in both.
    Label(Label),
}

/// A word of the interface that a body needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// An alert's title.
    Alert(Alert),
    /// The name of a table's scrolling frame.
    Table,
    /// The name of a ticked or unticked box of a task list.
    TaskDone,
    TaskOpen,
    /// The name of the list of footnotes.
    Footnotes,
    /// The name of the arrow that leads from a footnote back to its `reference`th mention.
    FootnoteBack {
        note: usize,
        reference: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Alert {
    pub const ALL: [Alert; 5] = [Alert::Note, Alert::Tip, Alert::Important, Alert::Warning, Alert::Caution];

    /// As in the class `alert-note`, and in upper case as in `> [!NOTE]`.
    pub fn name(self) -> &'static str {
        match self {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// As published: 2 to 6, the page's title being the only 1.
    pub level: u8,
    /// Typographic, without markup.
    pub text: String,
    /// The anchor that it has by itself: of `[a-z0-9]+(-[a-z0-9]+)*`, unique in the body.
    pub anchor: String,
    /// Whether the anchor was written as `{#anchor}`.
    pub explicit: bool,
    /// Inside a quote, list, alert or footnote: not part of the page's outline.
    pub nested: bool,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub target: LinkTarget,
    pub picture: bool,
    /// The place of the address in the body; for a link by reference, in the reference's definition.
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// See [`Address::Local`](super::address::Address::Local). Needs filling in.
    Local { path: String, fragment: Option<String> },
    /// Written into the HTML already.
    External { scheme: Scheme, address: String },
}

/// Something wrong with a body: a diagnostic that does not know its file yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub range: Range<usize>,
    pub message: Message,
    pub hint: Option<Message>,
}

impl Document {
    /// Writes the HTML to `out`; `fill` writes, escaped, what belongs into each hole.
    pub fn fill(&self, out: &mut String, mut fill: impl FnMut(HoleKind, &mut String)) {
        out.reserve(self.html.len() + self.holes.len() * 32);
        let mut written = 0;
        for hole in &self.holes {
            out.push_str(self.html.get(written..hole.at).unwrap_or_default());
            fill(hole.kind, out);
            written = hole.at;
        }
        out.push_str(self.html.get(written..).unwrap_or_default());
    }

    /// All that there is to read, without markup: blocks end with a line feed. Typographic signs are as in `html`.
    pub fn text(&self) -> String {
        self.beginning(usize::MAX)
    }

    /// The text, or as many bytes of its beginning, and perhaps some more.
    pub fn beginning(&self, enough: usize) -> String {
        let mut out = String::with_capacity(self.html.len().min(enough.saturating_add(64)));
        plain_text::push(&self.html, enough, &mut out);
        out
    }

    /// The text of the first paragraph, whatever heading or list stands before it; empty when there is none.
    pub fn first_paragraph(&self) -> String {
        let mut out = String::new();
        if let Some((_, rest)) = self.html.split_once("<p>") {
            let (paragraph, _) = rest.split_once("</p>").unwrap_or((rest, ""));
            plain_text::push(paragraph, usize::MAX, &mut out);
        }
        out.trim().to_owned()
    }

    /// Whether a limit was passed, so that only the body's beginning was read.
    pub fn is_cut(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == Rule::Limit)
    }
}

impl Finding {
    /// A finding about an address, for links and for fields of front matter alike.
    pub fn address(reason: Reason, address: &str, range: Range<usize>) -> Self {
        Self { rule: reason.rule(), range, message: reason.message(beginning(address, 80)), hint: Some(reason.hint()) }
    }
}
