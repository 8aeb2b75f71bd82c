//! The table that is being written.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::output::Mark;

#[derive(Debug, Default)]
pub(super) struct OpenTable {
    /// The attribute of each column's cells.
    alignments: Vec<&'static str>,
    pub column: usize,
    pub in_head: bool,
    /// The current cell's opening tag.
    pub cell: Range<Mark>,
    /// Whether a row was begun after the head.
    pub rows: bool,
    /// Cells of all tables of the body so far.
    cells: usize,
}

impl OpenTable {
    /// Begins another table.
    pub(super) fn begin(&mut self, alignments: &[Alignment]) {
        let attribute = |alignment: &Alignment| match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"align-left\"",
            Alignment::Center => " class=\"align-center\"",
            Alignment::Right => " class=\"align-right\"",
        };
        let alignments = alignments.iter().map(attribute).collect();
        *self = OpenTable { alignments, cells: self.cells, ..OpenTable::default() };
    }

    /// Counts a cell; returns how many the body's tables have so far.
    pub(super) fn count_cell(&mut self) -> usize {
        self.cells += 1;
        self.cells
    }

    /// The attribute of the current column's cells, with a blank before it, or nothing.
    pub(super) fn alignment(&self) -> &'static str {
        self.alignments.get(self.column).copied().unwrap_or_default()
    }
}
