//! Content of a block: text, code, links, pictures and references to footnotes.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CowStr, Event, LinkType, RefDefs, Tag};

use super::{
    address::{self, Address},
    document::{Finding, HoleKind, LinkTarget},
    footnote_list::push_reference,
    limits,
    links::{OpenLink, OpenPicture},
    writer::{Events, Mode, Writer},
};
use crate::{
    diagnostics::{Rule, position::floor_char_boundary},
    locale::typography::Typographer,
    message,
};

impl<'a> Writer<'a> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        // Text with braces behind it that are no text; between the two no sign is other than in the source.
        let text = match self.left_out.start.checked_sub(range.start) {
            Some(length) if self.left_out.start < range.end && !self.left_out.is_empty() => {
                text.get(..length).unwrap_or(text)
            }
            _ => text,
        };
        if self.prose.literal {
            let text = text.strip_prefix(self.prose.hidden).unwrap_or(text);
            self.prose.push_written(text);
            return self.output.text(text);
        }
        if self.is_verbatim() {
            return self.literal_text(text, &range);
        }
        let source = self.body.as_bytes();
        if source.get(range.start) == Some(&b'&') && self.body.get(range.clone()) != Some(text) {
            return self.literal_text(text, &range);
        }
        let escaped = range.start > 0 && source.get(range.start - 1) == Some(&b'\\');
        match text.chars().next() {
            // Written with a backslash so as to stay what it is.
            Some(first) if escaped && first.is_ascii_punctuation() => {
                let (first, rest) = text.split_at(1);
                self.literal_text(first, &range);
                self.prose.pending.push_str(rest);
            }
            Some('^') if self.prose.pending.ends_with('[') => {
                self.check_undefined_note(&range);
                self.prose.pending.push_str(text);
            }
            _ => self.prose.pending.push_str(text),
        }
    }

    /// Text that typography leaves alone.
    pub(super) fn literal_text(&mut self, text: &str, range: &Range<usize>) {
        let text = self.cleaned(text, range);
        self.flush_before(text.chars().next(), range.start);
        self.prose.push_written(&text);
        self.output.text(&text);
        self.prose.opaque();
    }

    /// `[^label]` without a definition is text to Markdown, and a slip to whoever wrote it.
    fn check_undefined_note(&mut self, range: &Range<usize>) {
        let Some(start) = range.start.checked_sub(1) else { return };
        let line = self.line_at(start);
        let Some(end) = line.find(']') else { return };
        let label = line.get(2..end).unwrap_or_default();
        if label.is_empty() || label.contains(char::is_whitespace) {
            return;
        }
        let hint = Some(message!("footnote-undefined.hint", label));
        self.report(Rule::Footnote, start..start + end + 1, message!("footnote-undefined", label), hint);
    }

    pub(super) fn code_span(&mut self, code: &str, range: &Range<usize>) {
        let code = self.cleaned(code, range);
        self.flush_before(Some(Typographer::OPAQUE), range.start);
        self.output.push_str("<code>");
        self.output.text(&code);
        self.output.push_str("</code>");
        self.prose.push_written(&code);
        self.prose.opaque();
    }

    pub(super) fn hard_break(&mut self) {
        self.flush(Some(' '));
        self.output.push_str("<br>\n");
        self.prose.line_break();
    }

    /// Counts what is limited together: links, pictures and references to footnotes.
    pub(super) fn count_mention(&mut self, range: &Range<usize>) {
        if self.links.count_mention() > limits::LINKS {
            self.findings.stop(range.clone(), message!("too-many-links"), message!("too-many-links.hint"));
        }
    }

    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        title: &str,
        id: CowStr<'a>,
        range: &Range<usize>,
    ) {
        self.flush_at(range.start);
        self.count_mention(range);
        self.prose.literal = matches!(link_type, LinkType::Autolink | LinkType::Email);
        self.prose.hidden = if self.is_www(range) { "http://" } else { "" };
        if self.links.is_open() {
            // The parser lets `<https://…>` stand in a link; HTML does not.
            self.links.open_nested();
            return self.open("", "", range);
        }
        let destination = match link_type {
            LinkType::Email => Cow::Owned(address::mailto(destination)),
            _ => Cow::Borrowed(destination),
        };
        let start = self.output.mark();
        let verdict = match (self.judge)(&destination) {
            Ok(address) => {
                let target = self.write_link_tag(address, title, range);
                self.open("", "</a>", range);
                Ok(self.links.push(target, false, range.clone()))
            }
            Err(reason) => {
                self.open("", "", range);
                Err((reason, destination.into_owned()))
            }
        };
        self.links.open(OpenLink { tag: start..self.output.mark(), verdict, link_type, id });
    }

    /// Whether `<http://` was added before an address that its author wrote without a scheme.
    fn is_www(&self, range: &Range<usize>) -> bool {
        self.www.binary_search(&range.start).is_ok()
    }

    fn write_link_tag(&mut self, address: Address<'_>, title: &str, range: &Range<usize>) -> LinkTarget {
        let target = match address {
            Address::Local { path, fragment } => {
                self.output.push_str("<a href=\"");
                self.output.hole(HoleKind::Address(self.links.next()));
                LinkTarget::Local { path: path.into_owned(), fragment: fragment.map(Cow::into_owned) }
            }
            Address::External { scheme, address } => {
                self.output.push_str(if scheme.is_web() { "<a class=\"external\" href=\"" } else { "<a href=\"" });
                self.output.address(address);
                LinkTarget::External { scheme, address: address.to_owned() }
            }
        };
        self.output.push_str("\"");
        self.write_title(title, range);
        self.output.push_str(">");
        target
    }

    fn write_title(&mut self, title: &str, range: &Range<usize>) {
        if !title.trim().is_empty() {
            let title = self.cleaned(title, range);
            self.output.push_str(" title=\"");
            self.output.attribute(&title);
            self.output.push_str("\"");
        }
    }

    pub(super) fn end_link(&mut self, range: &Range<usize>, definitions: &RefDefs<'_>) {
        self.flush_at(range.end);
        self.prose.literal = false;
        if self.links.close_nested() {
            return self.close();
        }
        self.drop_unclosed();
        let Some(OpenLink { tag, verdict, link_type, id }) = self.links.close() else { return self.close() };
        let place = self.address_range(range, link_type, &id, definitions);
        if self.output.is_empty_since(tag.end) {
            self.output.take_back(tag.start);
            self.frames.pop();
            let hint = Some(message!("empty-link.hint"));
            self.report(Rule::EmptyValue, range.clone(), message!("empty-link"), hint);
        } else {
            self.close();
        }
        match verdict {
            Err((reason, address)) => self.findings.push(Finding::address(reason, &address, place)),
            Ok(index) => self.links.set_range(index, place),
        }
    }

    /// The place of a link's or picture's address in the body: in its definition if it has one, else after its text, which
    /// ended with the last event.
    fn address_range(
        &mut self,
        range: &Range<usize>,
        link_type: LinkType,
        id: &str,
        definitions: &RefDefs<'_>,
    ) -> Range<usize> {
        let found = match link_type {
            LinkType::Inline => destination(self.body, self.last_end.max(range.start)..range.end, "]("),
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let definition = definitions.get(id).map(|definition| definition.span.clone());
                self.links.used.extend(definition.as_ref().map(|span| span.start));
                return definition
                    .and_then(|span| destination(self.body, span.clone(), "]:").or(Some(span)))
                    .unwrap_or_else(|| range.clone());
            }
            LinkType::Autolink | LinkType::Email => Some(range.start + 1..range.end.saturating_sub(1)),
            _ => None,
        };
        found.filter(|found| found.start <= found.end).unwrap_or_else(|| range.clone())
    }

    /// `[Note]: text` defines an address and shows nothing: a text is lost if it was meant as one.
    pub(super) fn report_unused_definitions(&mut self, definitions: &RefDefs<'_>) {
        let mut unused: Vec<(usize, &str)> = definitions
            .iter()
            // An address that leads to the page itself is no text that was meant to be read.
            .filter(|(_, definition)| definition.dest.len() < 2 || !definition.dest.starts_with('#'))
            .map(|(label, definition)| (definition.span.start, label))
            .filter(|(start, _)| !self.links.used.contains(start))
            .collect();
        unused.sort_unstable();
        if self.findings.stopped() {
            return;
        }
        for (start, label) in unused {
            let message = message!("unused-definition", label);
            let is_remark = label == "//" || label.eq_ignore_ascii_case("comment");
            let hint = match label.strip_prefix('!') {
                Some(name) => message!("unused-definition.alert", name),
                None if is_remark => message!("unused-definition.remark"),
                None => message!("unused-definition.hint"),
            };
            self.report(Rule::UnusedDefinition, start..start + self.line_at(start).len(), message, Some(hint));
        }
    }

    pub(super) fn start_picture(
        &mut self,
        link_type: LinkType,
        destination: CowStr<'a>,
        title: CowStr<'a>,
        id: CowStr<'a>,
        range: &Range<usize>,
    ) {
        self.flush_before(Some(Typographer::OPAQUE), range.start);
        self.count_mention(range);
        self.mode = Mode::Picture(OpenPicture {
            title: title.into_string(),
            destination: destination.into_string(),
            inline: link_type == LinkType::Inline,
            id: id.into_string(),
            ..OpenPicture::default()
        });
    }

    pub(super) fn picture_event(&mut self, event: Event<'a>, range: Range<usize>, events: &Events<'a>) {
        let cleaned = match &event {
            Event::Text(text) | Event::Code(text) => self.cleaned(text, &range).into_owned(),
            _ => String::new(),
        };
        let Mode::Picture(picture) = &mut self.mode else { return };
        match event {
            Event::SoftBreak | Event::HardBreak => picture.alt.push(' '),
            Event::Start(tag) => {
                picture.depth += 1;
                // A link or picture in a description shows its words alone.
                if let Tag::Link { id, .. } | Tag::Image { id, .. } = tag {
                    let definition = events.reference_definitions().get(&id);
                    self.links.used.extend(definition.map(|definition| definition.span.start));
                }
            }
            Event::End(_) if picture.depth > 0 => picture.depth -= 1,
            Event::End(_) => {
                let picture = std::mem::take(picture);
                self.mode = Mode::Flow;
                self.end_picture(picture, &range, events.reference_definitions());
            }
            _ => picture.alt.push_str(&cleaned),
        }
    }

    fn end_picture(&mut self, picture: OpenPicture, range: &Range<usize>, definitions: &RefDefs<'_>) {
        let OpenPicture { alt, depth: _, title, destination, inline, id } = picture;
        let link_type = if inline { LinkType::Inline } else { LinkType::Reference };
        // A link without words has no name, and no link holds another.
        let can_be_link = !alt.trim().is_empty() && !self.links.is_open();
        let place = self.address_range(range, link_type, &id, definitions);
        match (self.judge)(&destination) {
            Ok(Address::Local { path, fragment }) if !path.is_empty() => {
                let target = LinkTarget::Local { path: path.into_owned(), fragment: fragment.map(Cow::into_owned) };
                if can_be_link {
                    self.output.hole(HoleKind::PictureLink(self.links.next(), false));
                }
                self.output.push_str("<img");
                self.output.hole(HoleKind::Picture(self.links.next()));
                self.links.push(target, true, place);
            }
            Err(reason) => {
                self.findings.push(Finding::address(reason, &destination, place));
                return self.output.text(&alt);
            }
            Ok(_) => {
                self.report(
                    Rule::ForbiddenAddress,
                    place,
                    message!("picture-from-elsewhere"),
                    Some(message!("picture-from-elsewhere.hint")),
                );
                return self.output.text(&alt);
            }
        }
        self.output.push_str(" alt=\"");
        self.output.attribute(alt.trim());
        self.output.push_str("\" loading=\"lazy\"");
        self.write_title(&title, range);
        self.output.push_str(">");
        if can_be_link {
            self.output.hole(HoleKind::PictureLink(self.links.next().saturating_sub(1), true));
        }
        self.prose.opaque();
        if alt.trim().is_empty() {
            let hint = Some(message!("picture-without-alt.hint"));
            self.report(Rule::PictureWithoutAlt, range.clone(), message!("picture-without-alt"), hint);
        }
    }

    /// `[text[^1]](address)`: a mention is a link, and no link holds another, so that the outer one is text.
    fn check_undone_link(&mut self, range: &Range<usize>) {
        const ENOUGH: usize = 200;
        let start = floor_char_boundary(self.body, range.start.saturating_sub(ENOUGH));
        let before = self.body.get(start..range.start).and_then(|before| before.lines().last()).unwrap_or_default();
        if self.links.is_open() || !begins_link(before) || !ends_link(self.line_at(range.end)) {
            return;
        }
        let hint = Some(message!("footnote-in-link.hint"));
        self.report(Rule::Footnote, range.clone(), message!("footnote-in-link"), hint);
    }

    pub(super) fn footnote_reference(&mut self, label: &str, range: &Range<usize>) {
        self.flush_at(range.end);
        self.count_mention(range);
        self.check_undone_link(range);
        // A link within a link cannot be: there, the number stands alone.
        let linked = !self.links.is_open();
        let (note, reference) = self.notes.mention(label, linked);
        let number = note.to_string();
        self.output.push_str("<sup class=\"footnote\">");
        if linked {
            self.output.push_str("<a href=\"#_note-");
            self.output.push_str(&number);
            self.output.push_str("\" id=\"_ref-");
            push_reference(note, reference, self.output.html_mut());
            self.output.push_str("\" role=\"doc-noteref\">");
        }
        self.output.push_str(&number);
        self.output.push_str(if linked { "</a></sup>" } else { "</sup>" });
    }
}

/// Whether a bracket is open at a text's end.
fn begins_link(before: &str) -> bool {
    let mut closed = 0usize;
    for c in before.chars().rev() {
        match c {
            ']' => closed += 1,
            '[' if closed == 0 => return true,
            '[' => closed -= 1,
            _ => {}
        }
    }
    false
}

/// Whether a link's brackets and address go on behind a place in its text.
fn ends_link(rest: &str) -> bool {
    let mut depth = 0usize;
    for (at, c) in rest.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return rest.get(at..).is_some_and(|end| end.starts_with("](")),
            ']' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Finds an address after `opening`: between `<` and `>`, or up to a blank or the closing parenthesis.
fn destination(body: &str, range: Range<usize>, opening: &str) -> Option<Range<usize>> {
    let source = body.get(range.clone())?;
    let after = source.find(opening)? + opening.len();
    let rest = source.get(after..)?;
    let address = rest.trim_start();
    let start = range.start + after + (rest.len() - address.len());
    if let Some(inside) = address.strip_prefix('<') {
        let end = unescaped(inside, |c| c == '>')?;
        return Some(start + 1..start + 1 + end);
    }
    let mut depth = 0usize;
    let end = unescaped(address, |c| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        c.is_ascii_whitespace()
    });
    Some(start..start + end.unwrap_or(address.len()))
}

/// The first character that stands without a backslash and ends an address.
fn unescaped(text: &str, mut ends: impl FnMut(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if ends(c) {
            return Some(at);
        }
    }
    None
}
