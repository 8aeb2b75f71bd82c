//! Raw HTML within the flow: which tags open and close, and which become text.
//!
//! An element is written only when both its tags are there, in one paragraph (or in one quote, item or page for
//! `details`). The closing tag decides that: until then, the opening tag is a slot.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::{
    frames::OpenElementKind,
    output::{RawTag, SlotKind},
    raw_elements::HtmlBlock,
    raw_html::{self, AllowedElement, ElementKind, HtmlToken, TagRefusal},
    writer::{Mode, Writer},
};
use crate::{diagnostics::Rule, message, message::Message};

/// Longer `<summary>` texts (in bytes) are shown as text.
const SUMMARY: usize = 2_000;

impl<'a> Writer<'a> {
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        self.flush_at(range.end);
        let (token, _) = raw_html::token(html);
        self.inline_token(&token, html, range);
    }

    fn inline_token(&mut self, token: &HtmlToken<'_>, source: &str, range: Range<usize>) {
        match token {
            HtmlToken::Comment => {}
            HtmlToken::Text => self.show(source),
            HtmlToken::Other => {
                self.show(source);
                let hint = Some(message!("hint-less-than"));
                self.report(Rule::RawHtml, range, message!("raw-html-other"), hint);
            }
            HtmlToken::Close { name } => self.close_inline(name, source, range),
            HtmlToken::Open { name, attributes } => match raw_html::allow(name, attributes) {
                Err(refusal) => {
                    self.refuse(name, refusal_message(name, refusal), refusal_hint(name, refusal), source, range)
                }
                Ok((element, attribute)) => self.open_inline_element(element, attribute, source, range),
            },
        }
    }

    fn open_inline_element(
        &mut self,
        element: &'static AllowedElement,
        attribute: Option<String>,
        source: &str,
        range: Range<usize>,
    ) {
        let AllowedElement { name, kind, attribute: known } = element;
        match kind {
            ElementKind::Void => {
                self.output.push_str("<");
                self.output.push_str(name);
                self.output.push_str(">");
                if *name == "br" {
                    self.prose.line_break();
                }
            }
            ElementKind::Inline if self.is_open(name) => {
                let hint = Some(message!("raw-html-nested.hint"));
                self.refuse(name, message!("raw-html-nested", name = *name), hint, source, range);
            }
            ElementKind::Inline => {
                let attribute =
                    known.zip(attribute).map(|(known, value)| (known.name, self.cleaned(&value, &range).into_owned()));
                let index = self.elements.open(name, attribute, *kind, range.clone());
                self.output.slot(SlotKind::RawTag(index, RawTag::Open));
                self.push_frame(OpenElementKind::Raw(index), "", &range);
            }
            ElementKind::Details | ElementKind::Summary => {
                let hint = Some(message!("raw-html-misplaced.hint"));
                self.refuse(name, message!("raw-html-misplaced", name = *name), hint, source, range);
            }
        }
    }

    /// Whether text stands within an element whose text is what somebody types or sees on a screen, sign by sign.
    pub(super) fn is_verbatim(&self) -> bool {
        self.elements.has_verbatim() && ["kbd", "samp"].iter().any(|name| self.is_open(name))
    }

    /// Text of HTML source, with its character references replaced.
    fn html_text(&mut self, source: &str, range: &Range<usize>) {
        let mut text = String::new();
        raw_html::decode(source, &mut text);
        if self.is_verbatim() {
            return self.literal_text(&text, range);
        }
        let text = self.cleaned(&text, range);
        self.prose.pending.push_str(&text);
    }

    /// Writes HTML source as text.
    fn show(&mut self, source: &str) {
        self.output.text(source);
        self.prose.push_written(source);
    }

    fn refuse(&mut self, name: &str, message: Message, hint: Option<Message>, source: &str, range: Range<usize>) {
        self.show(source);
        self.elements.refuse(name);
        self.report(Rule::RawHtml, range, message, hint);
    }

    fn is_open(&self, name: &str) -> bool {
        self.frames.inside_out().any(|frame| match frame {
            OpenElementKind::Raw(index) => self.elements.get(*index).is_some_and(|element| element.name == name),
            _ => false,
        })
    }

    /// The innermost open inline element of a name, within Markdown's innermost element.
    fn open_inline_named(&self, name: &str) -> Option<usize> {
        let mut inline = self.frames.innermost_raw().map_while(|index| Some((index, self.elements.get(index)?)));
        let (index, element) = inline
            .find(|(_, element)| element.kind != ElementKind::Inline || name.eq_ignore_ascii_case(element.name))?;
        (element.kind == ElementKind::Inline).then_some(index)
    }

    fn close_inline(&mut self, name: &str, source: &str, range: Range<usize>) {
        let Some(found) = self.open_inline_named(name) else { return self.stray(name, source, range) };
        while let Some(OpenElementKind::Raw(index)) = self.frames.pop().map(|frame| frame.kind) {
            if index != found {
                self.leave_unclosed(index);
                continue;
            }
            if let Some(name) = self.elements.close(index) {
                self.output.push_str("</");
                self.output.push_str(name);
                self.output.push_str(">");
            }
            break;
        }
    }

    /// Shows a closing tag that closes nothing as text.
    fn stray(&mut self, name: &str, source: &str, range: Range<usize>) {
        self.show(source);
        if !self.elements.closes_refused(name) {
            let message = message!("raw-html-stray", name = short(name));
            self.report(Rule::RawHtml, range, message, Some(message!("raw-html-stray.hint")));
        }
    }

    /// Turns an opening tag into text, after its frame was taken off.
    pub(super) fn leave_unclosed(&mut self, index: usize) {
        let Some(element) = self.elements.get(index) else { return };
        let (name, range) = (element.name, element.source.clone());
        let hint = if element.kind == ElementKind::Details {
            message!("raw-html-unclosed.details", name)
        } else {
            message!("raw-html-unclosed.hint", name)
        };
        self.elements.refuse(name);
        self.report(Rule::RawHtml, range, message!("raw-html-unclosed", name), Some(hint));
    }

    /// Before Markdown's innermost element ends: what raw HTML left open in it becomes text.
    pub(super) fn drop_unclosed(&mut self) {
        self.drop_unclosed_but(|_| false);
    }

    /// Before a block begins or ends: like `drop_unclosed`, but blocks may stand in `details`.
    pub(super) fn drop_unclosed_inline(&mut self) {
        self.drop_unclosed_but(|kind| kind == ElementKind::Details);
    }

    /// Drops open raw elements from the innermost outwards, up to the first that may stay.
    fn drop_unclosed_but(&mut self, may_stay: impl Fn(ElementKind) -> bool) {
        loop {
            let Some(index) = self.frames.innermost_raw().next() else { break };
            if self.elements.get(index).is_some_and(|element| may_stay(element.kind)) {
                break;
            }
            self.frames.pop();
            self.leave_unclosed(index);
        }
    }

    pub(super) fn html_event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Html(text) | Event::Text(text) => {
                self.html_block.push(&text, range.start);
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.mode = Mode::Flow;
                let block = std::mem::take(&mut self.html_block);
                self.block_html(&block);
            }
            _ => {}
        }
    }

    /// A block of HTML: text and inline elements stand in a paragraph, `details` between paragraphs.
    fn block_html(&mut self, block: &HtmlBlock) {
        let mut at = 0;
        let mut in_paragraph = false;
        while let Some(rest) = block.text.get(at..).filter(|rest| !rest.is_empty() && !self.findings.stopped()) {
            let (token, length) = raw_html::token(rest);
            let range = block.source(at..at + length);
            let source = rest.get(..length).unwrap_or_default();
            match &token {
                HtmlToken::Open { name, attributes } if name.eq_ignore_ascii_case("details") => {
                    if let Some(summary) = self.start_details(attributes, rest, length, &mut in_paragraph, &range) {
                        at += summary;
                        continue;
                    }
                    self.open_paragraph(&mut in_paragraph, &range);
                    let refusal = raw_html::allow(name, attributes).err();
                    let message = match refusal {
                        Some(refusal) => refusal_message(name, refusal),
                        None => message!("details-without-summary"),
                    };
                    self.refuse(name, message, Some(message!("details-without-summary.hint")), source, range);
                }
                HtmlToken::Close { name }
                    if name.eq_ignore_ascii_case("details") && self.ends_details(&mut in_paragraph) => {}
                HtmlToken::Text if !in_paragraph && source.trim().is_empty() => {}
                HtmlToken::Text => {
                    self.open_paragraph(&mut in_paragraph, &range);
                    self.html_text(source, &range);
                }
                HtmlToken::Comment => {}
                _ => {
                    self.open_paragraph(&mut in_paragraph, &range);
                    self.flush(None);
                    self.inline_token(&token, source, range);
                }
            }
            at += length;
        }
        self.close_paragraph(&mut in_paragraph);
    }

    fn open_paragraph(&mut self, in_paragraph: &mut bool, range: &Range<usize>) {
        if !std::mem::replace(in_paragraph, true) {
            self.open_block("<p>", "</p>\n", range);
        }
    }

    fn close_paragraph(&mut self, in_paragraph: &mut bool) {
        if std::mem::replace(in_paragraph, false) {
            self.prose.pending.truncate(self.prose.pending.trim_end().len());
            self.close_block();
        }
    }

    /// `<details>` and its summary, if they are as they should be; returns how much of `rest` they take.
    fn start_details(
        &mut self,
        attributes: &[(&str, Option<&str>)],
        rest: &str,
        length: usize,
        in_paragraph: &mut bool,
        range: &Range<usize>,
    ) -> Option<usize> {
        let (_, attribute) = raw_html::allow("details", attributes).ok()?;
        let (inside, end) = summary(rest, length)?;
        self.close_paragraph(in_paragraph);
        self.boundary();
        let attribute = attribute.map(|_| ("open", String::new()));
        let index = self.elements.open("details", attribute, ElementKind::Details, range.clone());
        self.output.slot(SlotKind::RawTag(index, RawTag::Open));
        self.push_frame(OpenElementKind::Raw(index), "", range);
        self.output.slot(SlotKind::RawTag(index, RawTag::SummaryOpen));
        self.push_frame(OpenElementKind::Markdown, "", range);
        let mut at = inside.start;
        while at < inside.end && !self.findings.stopped() {
            let (token, length) = raw_html::token(rest.get(at..inside.end).unwrap_or_default());
            let source = rest.get(at..at + length).unwrap_or_default();
            if token == HtmlToken::Text {
                self.html_text(source, range);
            } else {
                self.flush(None);
                // The summary may begin on a later line than its details; a finding at the latter will do.
                self.inline_token(&token, source, range.clone());
            }
            at += length.max(1);
        }
        self.flush(None);
        self.drop_unclosed();
        self.frames.pop();
        self.output.slot(SlotKind::RawTag(index, RawTag::SummaryClose));
        self.prose.begin();
        Some(end)
    }

    /// Whether `</details>` closes an element that is open here; closes it.
    fn ends_details(&mut self, in_paragraph: &mut bool) -> bool {
        // The open paragraph and what stands in it are skipped: the next element out is the one that may end.
        let outer = self.frames.inside_out().skip_while(|frame| {
            *in_paragraph
                && matches!(frame, OpenElementKind::Raw(index) if self.elements.is(*index, ElementKind::Inline))
        });
        let Some(OpenElementKind::Raw(index)) = { outer }.nth(usize::from(*in_paragraph)) else { return false };
        let index = *index;
        self.close_paragraph(in_paragraph);
        self.boundary();
        self.frames.pop();
        self.elements.close(index);
        self.output.push_str("</details>\n");
        true
    }
}

/// The text of the summary that `details` begin with, and where it ends.
fn summary(rest: &str, mut at: usize) -> Option<(Range<usize>, usize)> {
    loop {
        let (token, length) = raw_html::token(rest.get(at..)?);
        match token {
            HtmlToken::Text if rest.get(at..at + length)?.trim().is_empty() && length > 0 => at += length,
            HtmlToken::Comment => at += length,
            HtmlToken::Open { name, attributes } if name.eq_ignore_ascii_case("summary") && attributes.is_empty() => {
                at += length;
                break;
            }
            _ => return None,
        }
    }
    let start = at;
    while at - start < SUMMARY {
        let (token, length) = raw_html::token(rest.get(at..)?);
        match token {
            HtmlToken::Close { name } if name.eq_ignore_ascii_case("summary") => {
                let inside = start..at;
                let empty = rest.get(inside.clone())?.trim().is_empty();
                return (!empty).then_some((inside, at + length));
            }
            HtmlToken::Open { name, .. } | HtmlToken::Close { name } if name.eq_ignore_ascii_case("details") => {
                return None;
            }
            _ if length == 0 => return None,
            _ => at += length,
        }
    }
    None
}

/// The beginning of a name, as much as a message can take.
fn short(name: &str) -> &str {
    name.get(..40).unwrap_or(name)
}

fn refusal_message(name: &str, refusal: TagRefusal) -> Message {
    let name = short(name);
    match refusal {
        TagRefusal::Element => message!("raw-html-element", name),
        TagRefusal::Attribute(_) => message!("raw-html-attribute", name),
        TagRefusal::Missing(attribute) => message!("raw-html-missing-attribute", name, attribute),
        TagRefusal::Value(attribute) => message!("raw-html-attribute-value", name, attribute),
    }
}

fn refusal_hint(name: &str, refusal: TagRefusal) -> Option<Message> {
    match refusal {
        TagRefusal::Element => {
            raw_html::markdown_for(&name.to_ascii_lowercase()).or_else(|| Some(message!("hint-less-than")))
        }
        TagRefusal::Attribute(None) => Some(message!("raw-html-attribute.hint")),
        TagRefusal::Attribute(Some(known)) => Some(message!("raw-html-attribute.but", known)),
        TagRefusal::Missing(_) | TagRefusal::Value("lang") => Some(message!("raw-html-attribute-value.language")),
        TagRefusal::Value(_) => Some(message!("raw-html-attribute-value.hint")),
    }
}
