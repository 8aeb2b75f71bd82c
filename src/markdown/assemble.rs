//! Puts the HTML together: its pieces in order with everything that could only be known at the end, then the footnotes.

use super::{
    document::{Document, Heading, Hole, HoleKind, Label},
    footnote_list::{Footnote, push_reference},
    headings::{self, Headings},
    output::{OutputSlot, RawTag, SlotKind},
    raw_elements::RawElement,
    raw_html::ElementKind,
    writer::Writer,
};
use crate::text::escape;

struct Assembly<'a> {
    body: &'a str,
    headings: &'a [Heading],
    elements: &'a [RawElement],
    html: String,
    holes: Vec<Hole>,
}

impl Writer<'_> {
    pub(super) fn assemble(mut self) -> Document {
        self.number_unmentioned_notes();
        let Headings { list: mut headings, explicit, .. } = self.headings;
        headings::assign(&mut headings, &explicit, |finding| self.findings.push(finding));
        let shift = headings::shift(&headings);
        for heading in &mut headings {
            heading.level = headings::shifted(heading.level, shift);
        }
        let mut assembly = Assembly {
            body: self.body,
            headings: &headings,
            elements: self.elements.list(),
            html: String::with_capacity(self.output.html().len() + 64),
            holes: Vec::with_capacity(self.output.slots().len()),
        };
        assembly.append(self.output.html(), self.output.slots());
        if !self.notes.list.is_empty() {
            assembly.append_notes(&self.notes.list);
        }
        let Assembly { mut html, holes, .. } = assembly;
        // Pages are kept as long as their site: what was reserved for growing is not.
        html.shrink_to_fit();
        let (links, findings) = (self.links.into_list(), self.findings.into_list());
        Document { html, holes, headings, links, findings }
    }
}

impl Assembly<'_> {
    fn append(&mut self, html: &str, slots: &[OutputSlot]) {
        let mut written = 0;
        for slot in slots {
            self.html.push_str(html.get(written..slot.at).unwrap_or_default());
            written = slot.at;
            match slot.kind {
                SlotKind::Hole(kind) => self.hole(kind),
                SlotKind::HeadingLevel(index) => {
                    let level = self.headings.get(index).map_or(2, |heading| heading.level);
                    self.html.push(char::from(b'0' + level));
                    // The digit that stood in for it.
                    written += 1;
                }
                SlotKind::RawTag(index, tag) => self.raw_tag(index, tag),
            }
        }
        self.html.push_str(html.get(written..).unwrap_or_default());
    }

    fn hole(&mut self, kind: HoleKind) {
        self.holes.push(Hole { at: self.html.len(), kind });
    }

    fn raw_tag(&mut self, index: usize, tag: RawTag) {
        let Some(element) = self.elements.get(index) else { return };
        let source = self.body.get(element.source.clone()).unwrap_or_default();
        match (tag, element.closed) {
            (RawTag::Open, true) => {
                self.html.push('<');
                self.html.push_str(element.name);
                if let Some((name, value)) = &element.attribute {
                    self.html.push(' ');
                    self.html.push_str(name);
                    if !value.is_empty() {
                        self.html.push_str("=\"");
                        escape::attribute(value, &mut self.html);
                        self.html.push('"');
                    }
                }
                self.html.push('>');
            }
            (RawTag::Open, false) if element.kind == ElementKind::Details => {
                self.html.push_str("<p>");
                escape::text(source, &mut self.html);
                self.html.push_str("</p>\n");
            }
            (RawTag::Open, false) => escape::text(source, &mut self.html),
            (RawTag::SummaryOpen, true) => self.html.push_str("<summary>"),
            (RawTag::SummaryOpen, false) => self.html.push_str("<p>"),
            (RawTag::SummaryClose, true) => self.html.push_str("</summary>\n"),
            (RawTag::SummaryClose, false) => self.html.push_str("</p>\n"),
        }
    }

    fn append_notes(&mut self, notes: &[Footnote]) {
        self.html.push_str("<div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.hole(HoleKind::Label(Label::Footnotes));
        self.html.push_str("\">\n<ol>\n");
        for (note, number) in notes.iter().zip(1..) {
            self.html.push_str("<li id=\"_note-");
            self.html.push_str(&number.to_string());
            self.html.push_str("\">");
            let (html, ending) = (note.output.html(), "</p>\n");
            let inside = html.strip_suffix(ending);
            self.append(inside.unwrap_or(html), note.output.slots());
            for reference in 1..=note.references {
                self.append_back_link(number, reference);
            }
            self.html.push_str(if inside.is_some() { ending } else { "" });
            self.html.push_str("</li>\n");
        }
        self.html.push_str("</ol>\n</div>\n");
    }

    fn append_back_link(&mut self, note: usize, reference: usize) {
        self.html.push_str(" <a href=\"#_ref-");
        push_reference(note, reference, &mut self.html);
        self.html.push_str("\" role=\"doc-backlink\" aria-label=\"");
        self.hole(HoleKind::Label(Label::FootnoteBack { note, reference }));
        self.html.push_str("\">↩</a>");
    }
}
