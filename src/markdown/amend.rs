//! The body as the parser gets it: a few signs more than its author typed.
//!
//! The parser makes no links of bare addresses (GitHub Flavored Markdown, "Autolinks (extension)"), takes a colon without a
//! blank for a definition's marker, and a `[ ]` that stands alone for a task. A first pass over its events finds these
//! places, and [`amend`] says there in CommonMark's own words what is meant: `<` and `>` around an address, a backslash
//! before a colon or bracket. Most bodies need nothing and are not parsed twice.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{EXTENSIONS, address, document::Document, writer::Judge};
use crate::text::bare_address::{self, BareAddress, BareKind};

/// Added before an address without a scheme; the reader sees the address alone.
const WWW: &str = "<http://";

/// A backslash can lay bare another place that wants one. After so many passes, the rest stays as the parser takes it.
const PASSES: usize = 8;

/// A body with signs added, and where.
#[derive(Debug)]
pub(super) struct Amended<'a> {
    pub body: Cow<'a, str>,
    /// Signs that each pass added: places in its result, ascending, and how many bytes each.
    passes: Vec<Vec<Added>>,
}

#[derive(Debug)]
struct Added {
    sign: Range<usize>,
    /// Bytes that this pass added further to the front.
    before: usize,
}

/// Adds what the parser needs to read a body as it is meant. Addresses that `judge` refuses stay text.
pub(super) fn amend(body: &str, judge: Judge) -> Amended<'_> {
    let mut amended = Amended { body: Cow::Borrowed(body), passes: Vec::new() };
    let addresses = addresses(body, judge);
    if addresses.is_empty() && !may_mislead(body) {
        return amended;
    }
    for _ in 0..PASSES {
        let backslashes = misread(&amended.body);
        if backslashes.is_empty() {
            break;
        }
        amended.add(backslashes.into_iter().map(|at| (at, "\\")));
    }
    let links = in_flow(&amended.body, judge);
    amended.add(links.into_iter().flat_map(|(range, opening)| [(range.start, opening), (range.end, ">")]));
    amended
}

impl Amended<'_> {
    /// Adds signs at ascending places.
    fn add(&mut self, signs: impl Iterator<Item = (usize, &'static str)>) {
        let mut body = String::with_capacity(self.body.len() + 16);
        let (mut copied, mut before, mut added) = (0, 0, Vec::new());
        for (at, sign) in signs {
            body.push_str(self.body.get(copied..at).unwrap_or_default());
            copied = at;
            added.push(Added { sign: body.len()..body.len() + sign.len(), before });
            body.push_str(sign);
            before += sign.len();
        }
        if !added.is_empty() {
            body.push_str(self.body.get(copied..).unwrap_or_default());
            self.body = Cow::Owned(body);
            self.passes.push(added);
        }
    }

    /// Beginnings of links whose scheme was added; ascending.
    pub(super) fn www(&self) -> Vec<usize> {
        let last = self.passes.last().map_or(&[][..], Vec::as_slice);
        last.iter().filter(|added| added.sign.len() == WWW.len()).map(|added| added.sign.start).collect()
    }

    /// Places where backslashes were added, in the body with all signs; ascending.
    pub(super) fn backslashes(&self) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for pass in &self.passes {
            for place in &mut places {
                let earlier = pass.iter().take_while(|added| added.sign.start - added.before <= *place);
                *place += earlier.map(|added| added.sign.len()).sum::<usize>();
            }
            places.extend(pass.iter().map(|added| added.sign.start));
        }
        places.retain(|place| self.body.as_bytes().get(*place) == Some(&b'\\'));
        places.sort_unstable();
        places
    }

    /// The document with every range as it is in the body that its author typed.
    pub(super) fn as_typed(&self, mut document: Document) -> Document {
        if self.passes.is_empty() {
            return document;
        }
        let findings = document.findings.iter_mut().map(|finding| &mut finding.range);
        let headings = document.headings.iter_mut().map(|heading| &mut heading.range);
        let links = document.links.iter_mut().map(|link| &mut link.range);
        for range in findings.chain(headings).chain(links) {
            *range = self.typed_place(range.start)..self.typed_place(range.end);
        }
        document
    }

    fn typed_place(&self, place: usize) -> usize {
        self.passes.iter().rev().fold(place, |place, added| {
            let index = added.partition_point(|added| added.sign.start < place);
            let last = index.checked_sub(1).and_then(|index| added.get(index));
            place - last.map_or(0, |last| last.before + last.sign.end.min(place) - last.sign.start)
        })
    }
}

/// Whether the parser may misread a line: one that begins with a colon, or that ends with a task's box. A line can have a
/// million of either sign, so its end is looked for only where the text before the sign fits.
fn may_mislead(body: &str) -> bool {
    memchr::memchr2_iter(b':', b']', body.as_bytes()).any(|at| {
        let (before, behind) = body.split_at(at + 1);
        let ends_line = || {
            let rest = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
            rest.is_empty() || rest.starts_with('\n')
        };
        match before.strip_suffix(':') {
            Some(before) => {
                let marks = |c: char| c.is_ascii_digit() || " \t>-*+.)".contains(c);
                let before = before.trim_end_matches(marks);
                (before.is_empty() || before.ends_with('\n')) && (!behind.starts_with([' ', '\t']) || ends_line())
            }
            None => ["[ ]", "[x]", "[X]"].iter().any(|mark| before.ends_with(mark)) && ends_line(),
        }
    })
}

/// Places where the parser takes for a definition or a task what is none.
fn misread(body: &str) -> Vec<usize> {
    let mut places = Vec::new();
    for (event, range) in Parser::new_ext(body, EXTENSIONS).into_offset_iter() {
        let rest = body.get(range.start..).unwrap_or_default();
        let misread = match event {
            Event::Start(Tag::DefinitionListDefinition) => {
                rest.strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t']))
            }
            // GFM, 5.3: "at least one whitespace character" and other content follow the brackets.
            Event::TaskListMarker(_) => {
                let rest = body.get(range.end..).unwrap_or_default();
                rest.lines().next().is_none_or(|line| line.trim().is_empty())
            }
            _ => false,
        };
        if misread && places.last() < Some(&range.start) {
            places.push(range.start);
        }
    }
    places
}

/// The bare addresses of a body that become links where they stand in its text, and what is added before each.
fn addresses(body: &str, judge: Judge) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(address) = bare_address::find(body, at) {
        at = address.range.end;
        let before = body.get(..address.range.start).unwrap_or_default();
        // Most addresses are written as links; the events would tell, but for a second pass.
        if before.ends_with("](") || before.ends_with('<') {
            continue;
        }
        if let Some(opening) = opening(body, &address, judge) {
            found.push((address.range, opening));
        }
    }
    found
}

/// The sign that is added before an address to make it a link; `None` if it may not be one.
fn opening(body: &str, address: &BareAddress, judge: Judge) -> Option<&'static str> {
    let text = body.get(address.range.clone())?;
    match address.kind {
        BareKind::Web if is_domain(text.split_once("://")?.1) && judge(text).is_ok() => Some("<"),
        BareKind::Www if is_domain(text) && judge(&format!("http://{text}")).is_ok() => Some(WWW),
        BareKind::Mail => {
            let email = text.rsplit_once(':').map_or(text, |(_, email)| email);
            (email.is_ascii() && address::check_email(email).is_ok() && !email.contains("_.")).then_some("<")
        }
        _ => None,
    }
}

/// GFM, "valid domain": a period at least, and no underscore in the last two parts.
fn is_domain(rest: &str) -> bool {
    let host = rest.get(..rest.find(['/', '?', '#', ':']).unwrap_or(rest.len())).unwrap_or_default();
    let mut parts = host.rsplit('.');
    let (last, second) = (parts.next(), parts.next());
    second.is_some() && ![last, second].into_iter().flatten().any(|part| part.is_empty() || part.contains('_'))
}

/// The addresses that stand in text: not in code, HTML, links, pictures, or what is typed and read on a screen.
fn in_flow(body: &str, judge: Judge) -> Vec<(Range<usize>, &'static str)> {
    let mut addresses = addresses(body, judge).into_iter().peekable();
    let mut found = Vec::new();
    let (mut within, mut verbatim) = (0usize, 0usize);
    for (event, range) in Parser::new_ext(body, EXTENSIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => within += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => within -= 1,
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell) => verbatim = 0,
            Event::InlineHtml(html) if html.starts_with("<kbd") || html.starts_with("<samp") => verbatim += 1,
            Event::InlineHtml(html) if html.starts_with("</kbd") || html.starts_with("</samp") => {
                verbatim = verbatim.saturating_sub(1);
            }
            Event::Text(_) if within == 0 && verbatim == 0 => {
                while addresses.next_if(|(address, _)| address.start < range.start).is_some() {}
                found.extend(std::iter::from_fn(|| addresses.next_if(|(address, _)| address.start < range.end)));
            }
            _ => {}
        }
    }
    found
}
