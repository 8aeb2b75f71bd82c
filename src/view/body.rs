//! A page's body for a reader: the holes that parsing left are filled with addresses, anchors and words.

use super::{Views, values::Html};
use crate::{
    config::LanguageId,
    markdown::{HoleKind, Label},
    plan::address,
    site::{EntryId, Version, links::LinkDestination, links::destination},
    text::escape,
};

/// A text with fewer headings gets no list of contents.
const CONTENTS_FROM: usize = 3;

impl Views {
    /// The body as safe HTML. Its words are in the version's language; its links lead to the reader's.
    pub(super) fn body(&self, version: &Version, reader: LanguageId) -> Html {
        Html::new(&self.body_from(version, reader, ""))
    }

    /// The body for readers of its language who are elsewhere: with full addresses. `address` is its page's.
    pub(super) fn full_body(&self, version: &Version, address: &str) -> String {
        let html = self.body_from(version, version.page.language, &self.site.config.base_url.origin);
        full_anchors(&html, &self.absolute(address))
    }

    /// The body with `origin` before addresses of the site's own.
    fn body_from(&self, version: &Version, reader: LanguageId, origin: &str) -> String {
        let document = &version.page.body;
        let mut html = String::new();
        document.fill(&mut html, |hole, out| match hole {
            HoleKind::Anchor(heading) => out.push_str(version.anchor(heading)),
            HoleKind::Address(link) => {
                let address = self.link(version, link, reader);
                out.push_str(if address.starts_with('/') { origin } else { "" });
                escape::attribute(&address, out);
            }
            HoleKind::Picture(link) => match destination(&self.site, &version.page, link) {
                LinkDestination::File(entry, name, _) => self.push_picture_in_text(entry, name, origin, out),
                _ => out.push_str(" src=\"\""),
            },
            HoleKind::PictureLink(link, is_end) => {
                if let LinkDestination::File(entry, name, _) = destination(&self.site, &version.page, link)
                    && let Some(whole) = self.whole_picture(entry, name)
                {
                    push_picture_link(&[origin, &whole].concat(), is_end, out);
                }
            }
            HoleKind::Label(label) => {
                // The version's language, not the reader's: the words stand within the version's text.
                escape::attribute(&self.label(label, version.page.language), out);
            }
        });
        html
    }

    /// A word that the program puts into a text.
    fn label(&self, label: Label, language: LanguageId) -> String {
        match label {
            Label::Alert(alert) => self.string(language, &format!("alert-{}", alert.name())),
            Label::Table => self.string(language, "table-region"),
            Label::TaskDone => self.string(language, "task-done"),
            Label::TaskOpen => self.string(language, "task-open"),
            Label::Footnotes => self.string(language, "footnotes"),
            Label::FootnoteBack { note, reference } => {
                self.string_with(language, "footnote-back", &[("number", note.into()), ("reference", reference.into())])
            }
        }
    }

    fn link(&self, version: &Version, link: usize, reader: LanguageId) -> String {
        match destination(&self.site, &version.page, link) {
            LinkDestination::Here(anchor) => format!("#{anchor}"),
            LinkDestination::Page(entry, fragment) => {
                let address = self.url(self.plan.address(entry, reader));
                // Checked in the language of the page that links; a reader of another one may get a text with another
                // outline, and then the page itself is where the link leads.
                match fragment.filter(|anchor| self.has_anchor(entry, reader, anchor)) {
                    Some(fragment) => format!("{address}#{fragment}"),
                    None => address,
                }
            }
            LinkDestination::File(entry, name, file) => {
                self.url(&address::attachment(&entry.key, &self.site.config, name, file))
            }
            LinkDestination::Outside | LinkDestination::Nowhere => String::new(),
        }
    }

    fn has_anchor(&self, entry: EntryId, reader: LanguageId, anchor: &str) -> bool {
        let entry = self.site.entry(entry);
        let shown = entry.shown(reader).map(|(version, _)| version).or_else(|| entry.original());
        shown.is_some_and(|version| version.may_have_anchor(anchor))
    }

    /// The address of one of an entry's files.
    pub(super) fn file_url(&self, entry: EntryId, name: &str) -> Option<String> {
        let entry = self.site.entry(entry);
        let file = entry.attachment(name)?;
        Some(self.url(&crate::plan::address::attachment(&entry.key, &self.site.config, name, file)))
    }

    /// The contents list, as the items of a list in HTML: the headings of the outline, each with those right below it; and the
    /// number of items, without those below others.
    pub(super) fn contents(&self, version: &Version) -> (Html, usize) {
        let headings: Vec<OutlineHeading<'_>> = version
            .page
            .body
            .headings
            .iter()
            .zip(version.anchors())
            .filter(|(heading, _)| !heading.nested)
            .map(|(heading, anchor)| (heading.level, anchor, heading.text.as_str()))
            .collect();
        let mut html = String::new();
        let mut count = 0;
        if headings.len() >= CONTENTS_FROM {
            for (heading, below) in outermost(&headings) {
                push_item(heading, &mut html);
                if !below.is_empty() {
                    html.push_str("\n<ol>\n");
                    for (heading, _) in outermost(below) {
                        push_item(heading, &mut html);
                        html.push_str("</li>\n");
                    }
                    html.push_str("</ol>");
                }
                html.push_str("</li>\n");
                count += 1;
            }
            html.pop();
        }
        (Html::new(&html), count)
    }
}

/// Writes the beginning or the end of the link around a picture that leads to the whole of it.
fn push_picture_link(whole: &str, is_end: bool, out: &mut String) {
    if is_end {
        return out.push_str("</a>");
    }
    out.push_str("<a href=\"");
    escape::attribute(whole, out);
    out.push_str("\">");
}

/// The attribute of a link to an anchor of its own page, as far as the anchor.
const TO_AN_ANCHOR: &str = " href=\"#";

/// Puts a page's address before the anchors that links in its HTML lead to. In this HTML, `<` begins tags alone.
fn full_anchors(html: &str, page: &str) -> String {
    let mut full = String::with_capacity(html.len() + html.len() / 8);
    let mut page_in_attribute = String::new();
    escape::attribute(page, &mut page_in_attribute);
    for (at, piece) in html.split('<').enumerate() {
        let (mut tag, text) = piece.split_at(piece.find('>').unwrap_or(0));
        full.push_str(if at > 0 { "<" } else { "" });
        while let Some((before, after)) = tag.split_once(TO_AN_ANCHOR) {
            full.extend([before, " href=\"", &page_in_attribute, "#"]);
            tag = after;
        }
        full.extend([tag, text]);
    }
    full
}

/// A heading: level, anchor and text.
type OutlineHeading<'v> = (u8, &'v str, &'v str);

/// Each heading that is below no other of these, with those that are below it.
fn outermost<'h, 'v>(
    headings: &'h [OutlineHeading<'v>],
) -> impl Iterator<Item = (&'h OutlineHeading<'v>, &'h [OutlineHeading<'v>])> {
    let mut rest = headings;
    std::iter::from_fn(move || {
        let (first, after) = rest.split_first()?;
        let below = after.iter().take_while(|(deeper, ..)| *deeper > first.0).count();
        let (below, after) = after.split_at_checked(below)?;
        rest = after;
        Some((first, below))
    })
}

/// Leaves the item open for the list of the headings below it.
fn push_item((_, anchor, text): &OutlineHeading<'_>, html: &mut String) {
    html.push_str("<li><a href=\"#");
    html.push_str(anchor);
    html.push_str("\">");
    escape::value(text, html);
    html.push_str("</a>");
}
