//! The links and pictures of a body, and the one that is being written.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{CowStr, LinkType};

use super::{
    address::Reason,
    document::{Link, LinkTarget},
    output::Mark,
};

/// A link between its two events.
#[derive(Debug)]
pub(super) struct OpenLink<'a> {
    /// The link's opening tag in the HTML.
    pub tag: Range<Mark>,
    /// Its place among the document's links, or why it is not there.
    pub verdict: Result<usize, (Reason, String)>,
    pub link_type: LinkType,
    pub id: CowStr<'a>,
}

/// A picture between its two events; the text between them is its description.
#[derive(Debug, Default)]
pub(super) struct OpenPicture {
    pub alt: String,
    /// Links and pictures open inside.
    pub depth: usize,
    pub title: String,
    pub destination: String,
    pub inline: bool,
    pub id: String,
}

#[derive(Debug, Default)]
pub(super) struct Links<'a> {
    list: Vec<Link>,
    open: Option<OpenLink<'a>>,
    /// Links open within `open`, which are shown as text.
    nested: usize,
    mentions: usize,
    /// The beginnings of definitions of addresses that a link or picture uses.
    pub used: BTreeSet<usize>,
}

impl<'a> Links<'a> {
    pub(super) fn into_list(self) -> Vec<Link> {
        self.list
    }

    /// Counts a link, a picture or a reference to a footnote; returns how many there are so far.
    pub(super) fn count_mention(&mut self) -> usize {
        self.mentions += 1;
        self.mentions
    }

    /// The number that the next link or picture will have.
    pub(super) fn next(&self) -> usize {
        self.list.len()
    }

    pub(super) fn push(&mut self, target: LinkTarget, picture: bool, range: Range<usize>) -> usize {
        self.list.push(Link { target, picture, range });
        self.list.len() - 1
    }

    /// Says where the address of a link is written.
    pub(super) fn set_range(&mut self, index: usize, range: Range<usize>) {
        if let Some(link) = self.list.get_mut(index) {
            link.range = range;
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn open(&mut self, link: OpenLink<'a>) {
        self.open = Some(link);
    }

    /// Begins a link within the open one.
    pub(super) fn open_nested(&mut self) {
        self.nested += 1;
    }

    /// Ends a link within the open one, if one has begun.
    pub(super) fn close_nested(&mut self) -> bool {
        let is_nested = self.nested > 0;
        self.nested = self.nested.saturating_sub(1);
        is_nested
    }

    pub(super) fn close(&mut self) -> Option<OpenLink<'a>> {
        self.open.take()
    }
}
