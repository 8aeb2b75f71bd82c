//! The one pass over the parser's events.
//!
//! [`Writer`] is made of parts, each with a file of its own: the [`HtmlOutput`], the [`Prose`] on its way there, the stack of
//! open elements ([`OpenElements`], so that the output is balanced whatever the body does), headings, links, footnotes and so on.
//! Events go to the functions in `blocks`, `inlines`, `elements` and `footnotes`.

use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter};

use super::{
    DirectionMarks,
    address::{Address, Reason},
    amend::Amended,
    checks,
    document::{Document, Finding},
    findings::Findings,
    footnote_list::FootnoteList,
    frames::{OpenElement, OpenElementKind, OpenElements},
    headings::Headings,
    highlight::Grammar,
    layout::Layout,
    limits,
    links::{Links, OpenPicture},
    output::{HtmlOutput, SlotKind},
    prose::Prose,
    raw_elements::{HtmlBlock, RawElements},
    tables::OpenTable,
};
use crate::{
    diagnostics::{Rule, position::floor_char_boundary},
    locale::typography::Typographer,
    message,
    message::Message,
};

pub(super) type Judge = fn(&str) -> Result<Address<'_>, Reason>;
pub(super) type Events<'a> = OffsetIter<'a>;

/// The place that the text of events goes to.
#[derive(Debug)]
pub(super) enum Mode {
    Flow,
    /// Code of a language, if that is known.
    Code(Option<Grammar>),
    Html,
    Picture(OpenPicture),
}

/// The one pass over a body. Each part owns what it remembers; the functions in `blocks`, `inlines`, `elements` and
/// `footnotes` join them.
pub(super) struct Writer<'a> {
    pub body: &'a str,
    pub judge: Judge,
    pub marks: DirectionMarks,
    pub mode: Mode,
    /// A part of the body that is no text: a heading's braces, an alert's marker.
    pub left_out: Range<usize>,
    /// Beginnings of links of which the reader sees no scheme; ascending.
    pub www: Vec<usize>,
    /// Backslashes that nobody typed; ascending.
    pub backslashes: Vec<usize>,
    /// The end of the last event's source, or where what it opened begins.
    pub last_end: usize,
    pub output: HtmlOutput,
    pub prose: Prose,
    pub frames: OpenElements,
    pub headings: Headings,
    pub links: Links<'a>,
    pub table: OpenTable,
    /// The last definition of the term that is being defined.
    pub definition: Option<Range<usize>>,
    /// The place of the `>` of the last list item's tag in the HTML.
    pub item_tag: usize,
    /// Bytes of code that were highlighted.
    pub highlighted: usize,
    /// Whether words behind a language were told of: many blocks of a page have them.
    pub info_told: bool,
    pub elements: RawElements,
    pub html_block: HtmlBlock,
    pub notes: FootnoteList,
    pub layout: Layout,
    pub findings: Findings<'a>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        amended: &'a Amended<'_>,
        typographer: Option<Typographer>,
        marks: DirectionMarks,
        judge: Judge,
    ) -> Self {
        let body = &*amended.body;
        Self {
            body,
            judge,
            marks,
            mode: Mode::Flow,
            left_out: 0..0,
            www: amended.www(),
            backslashes: amended.backslashes(),
            last_end: 0,
            output: HtmlOutput::with_capacity(body.len() + body.len() / 4 + 64),
            prose: Prose::new(typographer),
            frames: OpenElements::default(),
            headings: Headings::default(),
            links: Links::default(),
            table: OpenTable::default(),
            definition: None,
            item_tag: 0,
            highlighted: 0,
            info_told: false,
            elements: RawElements::default(),
            html_block: HtmlBlock::default(),
            notes: FootnoteList::default(),
            layout: Layout::default(),
            findings: Findings::new(body),
        }
    }

    pub(super) fn run(mut self, mut events: Events<'a>) -> Document {
        while let Some((event, range)) = events.next() {
            let end = if matches!(event, Event::Start(_)) { range.start } else { range.end };
            self.layout.add(&event, &range);
            match self.mode {
                Mode::Flow => self.flow(event, range, &events),
                Mode::Code(_) => self.code_event(event),
                Mode::Html => self.html_event(event, range),
                Mode::Picture(_) => self.picture_event(event, range, &events),
            }
            self.last_end = end;
            if self.findings.stopped() {
                break;
            }
        }
        self.flush(None);
        self.report_unused_definitions(events.reference_definitions());
        if !self.findings.stopped() {
            for finding in checks::check(self.body, &self.layout, &self.headings, &self.backslashes) {
                self.findings.push(finding);
            }
        }
        self.close_all();
        self.assemble()
    }

    fn flow(&mut self, event: Event<'a>, range: Range<usize>, events: &Events<'a>) {
        if range.start >= self.left_out.start && range.end <= self.left_out.end && !range.is_empty() {
            return;
        }
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak => self.prose.pending.push('\n'),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range, events),
            Event::Code(code) => self.code_span(&code, &range),
            Event::HardBreak => self.hard_break(),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label, &range),
            Event::TaskListMarker(done) => self.task_marker(done),
            Event::Rule => {
                self.boundary();
                self.output.push_str("<hr>\n");
            }
            // HTML outside a block of HTML, and what extensions that are off would send.
            Event::Html(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    /// Ends a block: writes pending text, and gives up on inline HTML that was left open.
    pub(super) fn boundary(&mut self) {
        self.flush(None);
        self.drop_unclosed_inline();
        self.prose.begin();
        if self.output.html().len() > limits::OUTPUT {
            self.findings.stop(
                self.last_end..self.last_end,
                message!("page-too-large"),
                message!("page-too-large.hint"),
            );
        }
    }

    /// Writes pending text; `next` is the character that follows it in the block.
    pub(super) fn flush(&mut self, next: Option<char>) {
        self.prose.flush(next, "", &mut self.output);
    }

    /// Writes pending text before markup or text that begins at a place of the body; `next` as in `flush`.
    pub(super) fn flush_before(&mut self, next: Option<char>, at: usize) {
        const ENOUGH: usize = 400;
        let end = floor_char_boundary(self.body, at + ENOUGH);
        self.prose.flush(next, self.body.get(at..end).unwrap_or_default(), &mut self.output);
    }

    /// Writes pending text before or behind markup that stands at a place of the body.
    pub(super) fn flush_at(&mut self, at: usize) {
        self.flush_before(self.following(at), at);
    }

    pub(super) fn open(&mut self, tag: &str, close: &'static str, range: &Range<usize>) {
        self.output.push_str(tag);
        self.push_frame(OpenElementKind::Markdown, close, range);
    }

    pub(super) fn push_frame(&mut self, kind: OpenElementKind, close: &'static str, range: &Range<usize>) {
        self.frames.push(kind, close);
        if self.frames.depth() > limits::NESTING {
            self.findings.stop(range.clone(), message!("nested-too-deep"), message!("nested-too-deep.hint"));
        }
    }

    /// Closes Markdown's innermost element, and before it what raw HTML left open inside.
    pub(super) fn close(&mut self) {
        self.drop_unclosed();
        if let Some(frame) = self.frames.pop() {
            self.close_frame(&frame);
        }
    }

    fn close_all(&mut self) {
        while let Some(frame) = self.frames.pop() {
            match frame.kind {
                OpenElementKind::Raw(index) => self.leave_unclosed(index),
                _ => self.close_frame(&frame),
            }
        }
    }

    fn close_frame(&mut self, frame: &OpenElement) {
        match frame.kind {
            OpenElementKind::Markdown => self.output.push_str(frame.close),
            OpenElementKind::Heading(index) => {
                self.output.push_str("</h");
                self.output.slot(SlotKind::HeadingLevel(index));
                self.output.push_str("2>\n");
            }
            OpenElementKind::Footnote { ref key, start } => self.cut_note(key.as_deref(), start),
            // `leave_unclosed` has seen to it.
            OpenElementKind::Raw(_) => {}
        }
    }

    pub(super) fn report(&mut self, rule: Rule, range: Range<usize>, message: Message, hint: Option<Message>) {
        self.findings.push(Finding { rule, range, message, hint });
    }

    /// The rest of a line of the body, as far as it is worth looking at: some floods are one line.
    pub(super) fn line_at(&self, start: usize) -> &'a str {
        const ENOUGH: usize = 200;
        let end = floor_char_boundary(self.body, start + ENOUGH);
        self.body.get(start..end).and_then(|line| line.lines().next()).unwrap_or_default()
    }

    /// The character that follows in the text, past the markup that may stand before it.
    fn following(&self, at: usize) -> Option<char> {
        let mut characters = self.body.get(at..)?.chars().take(8);
        characters.find(|c| !matches!(c, '*' | '_' | '~' | '[' | ']' | '`' | '\\' | '<'))
    }

    /// Text that comes from a character reference or an attribute, without forbidden characters.
    pub(super) fn cleaned<'t>(&mut self, text: &'t str, range: &Range<usize>) -> std::borrow::Cow<'t, str> {
        let marks = self.marks;
        if !text.contains(|c| marks.forbid(c)) {
            return text.into();
        }
        self.findings.push(super::forbidden_character(range.clone()));
        text.replace(|c| marks.forbid(c), "").into()
    }
}
