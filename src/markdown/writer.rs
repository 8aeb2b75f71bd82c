//! The one pass over the parser's events.
//!
//! [`Writer`] holds what is open: a stack of [`Frame`]s, one for each element, Markdown's and raw HTML's alike, so
//! that the output is balanced whatever the body does. Events go to `blocks`, `inlines`, `elements` and `footnotes`.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, OffsetIter};
use syntect::parsing::SyntaxReference;

use super::{
    address::{Address, Reason},
    document::{Document, Finding, Heading, HoleKind, Link},
    elements::RawElement,
    footnotes::Notes,
    inlines::{OpenLink, OpenPicture},
    limits,
};
use crate::{
    diagnostics::{Rule, position::floor_char_boundary},
    locale::typography::Typographer,
    text::escape,
};

pub(super) type Judge = fn(&str) -> Result<Address<'_>, Reason>;
pub(super) type Events<'a> = OffsetIter<'a>;

/// A place in the HTML that is filled in later: by `assemble`, or left for the caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub at: usize,
    pub kind: SlotKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum SlotKind {
    Hole(HoleKind),
    /// Before the digit of a heading's tag.
    Level(usize),
    /// A raw element's tag, which becomes text if the element is never closed.
    Element(usize, Part),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Open,
    /// Of a `details` element's summary.
    SummaryOpen,
    SummaryClose,
}

/// A place in what was written so far. Slots take no room in the HTML: bytes alone do not tell a place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    pub html: usize,
    pub slots: usize,
}

/// An open element.
#[derive(Debug)]
pub(super) struct Frame {
    pub kind: FrameKind,
    pub close: &'static str,
}

#[derive(Debug)]
pub(super) enum FrameKind {
    Markdown,
    Heading(usize),
    /// A footnote's definition, cut out from `start` when it ends; `None` if it repeats another.
    Note {
        key: Option<String>,
        start: Mark,
    },
    Raw(usize),
}

/// Where events go, other than into the flow.
#[derive(Debug)]
pub(super) enum Mode {
    Flow,
    /// Code of a language, if that is known.
    Code(Option<&'static SyntaxReference>),
    Html,
    Picture(OpenPicture),
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub alignments: Vec<&'static str>,
    pub column: usize,
    pub in_head: bool,
    /// Where the current cell's tag begins and ends.
    pub cell: Range<Mark>,
    pub rows: bool,
}

#[derive(Debug)]
pub(super) struct OpenHeading {
    pub index: usize,
    /// Where its tag begins and ends in the HTML.
    pub tag: Range<Mark>,
}

pub(super) struct Writer<'a> {
    pub body: &'a str,
    /// Without one, text stays as it was typed.
    pub typographer: Option<Typographer>,
    pub judge: Judge,

    pub html: String,
    pub slots: Vec<Slot>,
    /// The text of the block that is being written, as it is read.
    pub text: String,
    /// Text that typography has not seen yet, because what follows it was not known.
    pub pending: String,
    pub frames: Vec<Frame>,
    pub mode: Mode,
    /// Text stands as it is written: an address that is its own text.
    pub literal: bool,
    /// The end of the last event's source, or where what it opened begins.
    pub last_end: usize,
    pub stopped: bool,

    pub headings: Vec<Heading>,
    pub explicit: Vec<(usize, Range<usize>)>,
    pub heading: Option<OpenHeading>,
    pub links: Vec<Link>,
    pub link: Option<OpenLink<'a>>,
    /// Links open within `link`, which are shown as text.
    pub links_within: usize,
    /// Links, pictures and references to footnotes so far.
    pub mentions: usize,
    pub table: Table,
    pub cells: usize,
    /// Before the `>` of the last list item's tag.
    pub item_tag: usize,
    pub highlighted: usize,
    pub html_block: String,
    /// Where the lines of `html_block` begin, there and in the body.
    pub html_lines: Vec<(usize, usize)>,
    pub elements: Vec<RawElement>,
    /// How often each name was shown as text where an element would open: its closing tag is no second mistake.
    pub refused: BTreeMap<String, usize>,
    pub notes: Notes,
    pub findings: Vec<Finding>,
}

impl<'a> Writer<'a> {
    pub fn new(body: &'a str, typographer: Option<Typographer>, judge: Judge) -> Self {
        Self {
            body,
            typographer,
            judge,
            html: String::with_capacity(body.len() + body.len() / 4 + 64),
            slots: Vec::new(),
            text: String::new(),
            pending: String::new(),
            frames: Vec::with_capacity(16),
            mode: Mode::Flow,
            literal: false,
            last_end: 0,
            stopped: false,
            headings: Vec::new(),
            explicit: Vec::new(),
            heading: None,
            links: Vec::new(),
            link: None,
            links_within: 0,
            mentions: 0,
            table: Table::default(),
            cells: 0,
            item_tag: 0,
            highlighted: 0,
            html_block: String::new(),
            html_lines: Vec::new(),
            elements: Vec::new(),
            refused: BTreeMap::new(),
            notes: Notes::default(),
            findings: Vec::new(),
        }
    }

    pub fn run(mut self, mut events: Events<'a>) -> Document {
        while let Some((event, range)) = events.next() {
            let end = if matches!(event, Event::Start(_)) { range.start } else { range.end };
            match self.mode {
                Mode::Flow => self.flow(event, range, &events),
                Mode::Code(_) => self.code_event(event),
                Mode::Html => self.html_event(event, range),
                Mode::Picture(_) => self.picture_event(event, range, &events),
            }
            self.last_end = end;
            if self.stopped {
                break;
            }
        }
        self.flush(None);
        self.close_all();
        self.assemble()
    }

    fn flow(&mut self, event: Event<'a>, range: Range<usize>, events: &Events<'a>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak => self.pending.push('\n'),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range, events),
            Event::Code(code) => self.code_span(&code, &range),
            Event::HardBreak => self.hard_break(),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label, &range),
            Event::TaskListMarker(done) => self.task_marker(done),
            Event::Rule => {
                self.boundary();
                self.html.push_str("<hr>\n");
            }
            // HTML outside a block of HTML, and what extensions that are off would send.
            Event::Html(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    /// What stands between two blocks: pending text is written, and what inline HTML left open is not closed.
    pub fn boundary(&mut self) {
        self.flush(None);
        self.drop_unclosed_inline();
        self.begin();
        if self.html.len() > limits::OUTPUT {
            self.stop(self.last_end..self.last_end, "this page grows too large", "split the page");
        }
    }

    /// No text of another block goes before what follows.
    pub fn begin(&mut self) {
        self.text.clear();
        if let Some(typographer) = &mut self.typographer {
            typographer.reset();
        }
    }

    /// Writes pending text.
    pub fn flush(&mut self, next: Option<char>) {
        if self.pending.is_empty() {
            return;
        }
        let from = self.text.len();
        match &mut self.typographer {
            Some(typographer) => typographer.push(&self.pending, next, &mut self.text),
            None => self.text.push_str(&self.pending),
        }
        escape::text(self.text.get(from..).unwrap_or_default(), &mut self.html);
        self.pending.clear();
    }

    /// Tells typography that something stands here that is not to be changed: code, a picture, an escaped character.
    pub fn opaque(&mut self) {
        if let Some(typographer) = &mut self.typographer {
            typographer.opaque();
        }
    }

    /// Tells typography that a line ends here, and the block goes on.
    pub fn line_break(&mut self) {
        if let Some(typographer) = &mut self.typographer {
            typographer.line_break();
        }
    }

    pub fn open(&mut self, tag: &str, close: &'static str, range: &Range<usize>) {
        self.html.push_str(tag);
        self.push_frame(FrameKind::Markdown, close, range);
    }

    pub fn push_frame(&mut self, kind: FrameKind, close: &'static str, range: &Range<usize>) {
        self.frames.push(Frame { kind, close });
        if self.frames.len() > limits::NESTING {
            self.stop(range.clone(), "this is nested too deep", "nest quotes, lists and other elements less deep");
        }
    }

    /// Closes Markdown's innermost element, and before it what raw HTML left open inside.
    pub fn close(&mut self) {
        self.drop_unclosed();
        if let Some(frame) = self.frames.pop() {
            self.close_frame(&frame);
        }
    }

    fn close_all(&mut self) {
        while let Some(frame) = self.frames.pop() {
            match frame.kind {
                FrameKind::Raw(index) => self.leave_unclosed(index),
                _ => self.close_frame(&frame),
            }
        }
    }

    fn close_frame(&mut self, frame: &Frame) {
        match frame.kind {
            FrameKind::Markdown => self.html.push_str(frame.close),
            FrameKind::Heading(index) => {
                self.html.push_str("</h");
                self.slot(SlotKind::Level(index));
                self.html.push_str("2>\n");
            }
            FrameKind::Note { ref key, start } => self.cut_note(key.as_deref(), start),
            // `leave_unclosed` has seen to it.
            FrameKind::Raw(_) => {}
        }
    }

    pub fn slot(&mut self, kind: SlotKind) {
        self.slots.push(Slot { at: self.html.len(), kind });
    }

    pub fn hole(&mut self, kind: HoleKind) {
        self.slot(SlotKind::Hole(kind));
    }

    pub fn mark(&self) -> Mark {
        Mark { html: self.html.len(), slots: self.slots.len() }
    }

    /// Whether nothing was written since, and nothing will be.
    pub fn is_empty_since(&self, mark: Mark) -> bool {
        self.html.len() == mark.html && self.slots.len() == mark.slots
    }

    /// Takes back what was written since.
    pub fn take_back(&mut self, mark: Mark) {
        self.html.truncate(mark.html);
        self.slots.truncate(mark.slots);
    }

    pub fn report(&mut self, rule: Rule, range: Range<usize>, message: String, hint: Option<&str>) {
        self.report_finding(Finding { rule, range, message, hint: hint.map(str::to_owned) });
    }

    pub fn report_finding(&mut self, mut finding: Finding) {
        finding.range.start = floor_char_boundary(self.body, finding.range.start);
        finding.range.end = floor_char_boundary(self.body, finding.range.end.max(finding.range.start));
        match self.findings.len() {
            0..limits::FINDINGS => self.findings.push(finding),
            limits::FINDINGS => self.findings.push(Finding {
                rule: Rule::Limit,
                range: finding.range,
                message: format!("there is more wrong with this page than {} findings", limits::FINDINGS),
                hint: Some("mend these first".to_owned()),
            }),
            _ => {}
        }
    }

    /// A limit is passed: what is open is closed, and the rest of the body is not read.
    pub fn stop(&mut self, range: Range<usize>, message: &str, hint: &str) {
        if !self.stopped {
            self.stopped = true;
            self.findings.push(Finding {
                rule: Rule::Limit,
                range,
                message: message.to_owned(),
                hint: Some(hint.to_owned()),
            });
        }
    }

    /// The rest of a line of the body, as far as it is worth looking at: some floods are one line.
    pub fn line_at(&self, start: usize) -> &'a str {
        const ENOUGH: usize = 200;
        let end = floor_char_boundary(self.body, start + ENOUGH);
        self.body.get(start..end).and_then(|line| line.lines().next()).unwrap_or_default()
    }

    /// The character that follows in the text, past the markup that may stand before it.
    pub fn following(&self, at: usize) -> Option<char> {
        let mut characters = self.body.get(at..)?.chars().take(8);
        characters.find(|c| !matches!(c, '*' | '_' | '~' | '[' | ']' | '`' | '\\' | '<'))
    }

    /// Text that comes from a character reference or an attribute, without forbidden characters.
    pub fn cleaned<'t>(&mut self, text: &'t str, range: &Range<usize>) -> std::borrow::Cow<'t, str> {
        if !text.contains(super::is_forbidden) {
            return text.into();
        }
        self.report(
            Rule::ForbiddenCharacter,
            range.clone(),
            "this writes a control or direction character".to_owned(),
            Some("leave it out"),
        );
        text.replace(super::is_forbidden, "").into()
    }
}
