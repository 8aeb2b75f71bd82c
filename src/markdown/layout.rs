//! Places of a body's blocks, and of everything that Markdown took for more than text: for the [checks](super::checks)
//! of what it did not take.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

#[derive(Debug, Default)]
pub(super) struct Layout {
    pub paragraphs: Vec<LayoutBlock>,
    pub indented_code: Vec<Range<usize>>,
    pub fenced_code: Vec<Range<usize>>,
    /// Rows below a table's head, each with the number of the head's cells.
    pub rows: Vec<(Range<usize>, usize)>,
    pub bold: Vec<Range<usize>>,
    /// Code, HTML, links, pictures and the signs of emphasis.
    pub taken: Vec<Range<usize>>,
    /// Blocks that are open around the present event.
    depth: usize,
    columns: usize,
}

#[derive(Debug)]
pub(super) struct LayoutBlock {
    pub range: Range<usize>,
    /// In no list, quote or other block.
    pub is_outermost: bool,
}

impl Layout {
    pub(super) fn add(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.start(tag, range);
                self.depth += 1;
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => self.taken.push(range.clone()),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let mut signs = |length: usize| {
            self.taken.push(range.start..range.start + length);
            self.taken.push(range.end.saturating_sub(length)..range.end);
        };
        match tag {
            Tag::Paragraph => {
                self.paragraphs.push(LayoutBlock { range: range.clone(), is_outermost: self.depth == 0 });
            }
            Tag::CodeBlock(kind) => {
                let blocks = match kind {
                    CodeBlockKind::Indented => &mut self.indented_code,
                    CodeBlockKind::Fenced(_) => &mut self.fenced_code,
                };
                blocks.push(range.clone());
                self.taken.push(range.clone());
            }
            Tag::HtmlBlock | Tag::Link { .. } | Tag::Image { .. } => self.taken.push(range.clone()),
            Tag::Strong => {
                signs(2);
                self.bold.push(range.clone());
            }
            Tag::Emphasis => signs(1),
            Tag::Table(alignments) => self.columns = alignments.len(),
            Tag::TableRow => self.rows.push((range.clone(), self.columns)),
            _ => {}
        }
    }
}
