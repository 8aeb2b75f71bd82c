//! A database file of SQLite, as <https://www.sqlite.org/fileformat2.html> describes it: tables of texts and whole numbers,
//! written once and never changed.
//!
//! Written here because SQLite itself is C, of which the program has none, and a file that is only written takes two kinds
//! of pages. The same tables give the same bytes. `tests/formats` has SQLite check its integrity.

use std::collections::BTreeSet;

/// The size of a page, all of which a table's pages may use.
const PAGE: usize = 4096;
/// Page 1 begins with the file's own header.
const FILE_HEADER: usize = 100;
const LEAF: u8 = 13;
const INTERIOR: u8 = 5;
const LEAF_HEADER: usize = 8;
const INTERIOR_HEADER: usize = 12;
/// A record of more bytes is not kept whole in its page.
const MOST_IN_LEAF: usize = PAGE - 35;
/// So much of such a record stays there at least.
const LEAST_IN_LEAF: usize = (PAGE - 12) * 32 / 255 - 23;
/// The bytes of a record's rest that one page holds, after the number of the next page.
const OVERFLOW: usize = PAGE - 4;
/// The version of SQLite whose format this is, as it writes it itself. Older ones read the file as well.
const VERSION: u32 = 3_040_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SqlValue {
    Null,
    Integer(i64),
    Text(String),
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnType {
    Integer,
    Text,
}

#[derive(Debug)]
pub(super) struct Table {
    name: String,
    columns: Vec<(String, ColumnType)>,
    /// As the file has them.
    records: Vec<Vec<u8>>,
}

impl Table {
    pub(super) fn new(name: String, columns: Vec<(String, ColumnType)>) -> Self {
        Self { name, columns, records: Vec::new() }
    }

    /// Adds a row; its cells are in the order of the columns.
    pub(super) fn push(&mut self, cells: &[SqlValue]) {
        self.records.push(record(cells));
    }
}

fn sql(name: &str, columns: &[(String, ColumnType)]) -> String {
    let mut taken = BTreeSet::new();
    let column = |(name, kind): &(String, ColumnType)| {
        // The field `id` of a table stands beside the entry's own.
        let mut name = name.clone();
        while !taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        format!("{} {}", quoted(&name), if *kind == ColumnType::Integer { "INTEGER" } else { "TEXT" })
    };
    let columns: Vec<String> = columns.iter().map(column).collect();
    format!("CREATE TABLE {} ({})", quoted(name), columns.join(", "))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A database of these tables, whose names differ.
pub(super) fn database<'t>(tables: impl IntoIterator<Item = &'t Table>) -> Vec<u8> {
    // Page 1 is filled last.
    let mut pages = Pages(vec![0; PAGE]);
    let mut schema = Vec::new();
    let mut taken = BTreeSet::new();
    for table in tables {
        let root = pages.tree(&table.records);
        let root = SqlValue::Integer(i64::try_from(root).unwrap_or_default());
        // The list `texts` of `clusters` would have the name that its texts have.
        let mut name = table.name.clone();
        while !taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        let cells = ["table", &name, &name].map(|text| SqlValue::Text(text.to_owned()));
        schema.push(record(&[cells.as_slice(), &[root, SqlValue::Text(sql(&name, &table.columns))]].concat()));
    }
    pages.first(&schema);
    pages.0
}

/// Pages one after another; the first has the number 1.
struct Pages(Vec<u8>);

/// A page below another, with the greatest number of a row in it.
#[derive(Clone, Copy)]
struct Child {
    page: usize,
    last: usize,
}

impl Pages {
    fn count(&self) -> usize {
        self.0.len() / PAGE
    }

    fn push(&mut self, page: &[u8]) -> usize {
        self.0.extend_from_slice(page);
        self.count()
    }

    /// Writes the pages of a table and returns the number of the one at their top.
    fn tree(&mut self, records: &[Vec<u8>]) -> usize {
        let cells = self.cells(records);
        let mut level = self.leaves(cells);
        while level.len() > 1 {
            level = self.above(&level);
        }
        level.first().map_or(0, |root| root.page)
    }

    fn cells(&mut self, records: &[Vec<u8>]) -> Vec<Vec<u8>> {
        records.iter().enumerate().map(|(at, record)| self.leaf_cell(at + 1, record)).collect()
    }

    /// At least one page.
    fn leaves(&mut self, cells: Vec<Vec<u8>>) -> Vec<Child> {
        let mut children = Vec::new();
        let rows = cells.len();
        let mut page = PageCells::new(LEAF, LEAF_HEADER, 0);
        for (at, cell) in cells.into_iter().enumerate() {
            if !page.has_room(&cell) {
                let full = std::mem::replace(&mut page, PageCells::new(LEAF, LEAF_HEADER, 0));
                children.push(Child { page: self.push(&full.bytes(None)), last: at });
            }
            page.cells.push(cell);
        }
        children.push(Child { page: self.push(&page.bytes(None)), last: rows });
        children
    }

    /// A row, whose rest goes to pages of its own where it is long.
    fn leaf_cell(&mut self, number: usize, record: &[u8]) -> Vec<u8> {
        let mut cell = Vec::new();
        varint(record.len() as u64, &mut cell);
        varint(number as u64, &mut cell);
        if record.len() <= MOST_IN_LEAF {
            cell.extend_from_slice(record);
            return cell;
        }
        let even = LEAST_IN_LEAF + (record.len() - LEAST_IN_LEAF) % OVERFLOW;
        let (own, mut rest) = record.split_at(if even <= MOST_IN_LEAF { even } else { LEAST_IN_LEAF });
        cell.extend_from_slice(own);
        cell.extend_from_slice(&number_of(self.count() + 1));
        while !rest.is_empty() {
            let (part, after) = rest.split_at(rest.len().min(OVERFLOW));
            rest = after;
            let next = if rest.is_empty() { 0 } else { self.count() + 2 };
            let mut page = number_of(next).to_vec();
            page.extend_from_slice(part);
            page.resize(PAGE, 0);
            self.push(&page);
        }
        cell
    }

    /// The pages above others.
    fn above(&mut self, children: &[Child]) -> Vec<Child> {
        let mut parents = Vec::new();
        let mut page = PageCells::new(INTERIOR, INTERIOR_HEADER, 0);
        for (at, child) in children.iter().enumerate() {
            let cell = interior_cell(*child);
            // The last child of a page is named in its header.
            if at + 1 == children.len() || !page.has_room(&cell) {
                let full = std::mem::replace(&mut page, PageCells::new(INTERIOR, INTERIOR_HEADER, 0));
                parents.push(Child { page: self.push(&full.bytes(Some(child.page))), last: child.last });
            } else {
                page.cells.push(cell);
            }
        }
        parents
    }

    /// Fills page 1: the header of the file and the list of its tables.
    fn first(&mut self, schema: &[Vec<u8>]) {
        let cells = self.cells(schema);
        let page = PageCells { cells, ..PageCells::new(LEAF, LEAF_HEADER, FILE_HEADER) };
        let mut bytes = if page.used() <= PAGE {
            page.bytes(None)
        } else {
            let mut level = self.leaves(page.cells);
            let mut top = PageCells::new(INTERIOR, INTERIOR_HEADER, FILE_HEADER);
            while level.len() > 1 && !top.takes(&level) {
                level = self.above(&level);
            }
            let last = level.pop();
            top.cells = level.into_iter().map(interior_cell).collect();
            top.bytes(last.map(|last| last.page))
        };
        let header = file_header(self.count());
        if let Some(start) = bytes.get_mut(..FILE_HEADER) {
            start.copy_from_slice(&header);
        }
        if let Some(first) = self.0.get_mut(..PAGE) {
            first.copy_from_slice(&bytes);
        }
    }
}

/// A page of a table under way.
struct PageCells {
    kind: u8,
    header: usize,
    /// The place of the page's own header: the first page has the file's header before it.
    start: usize,
    cells: Vec<Vec<u8>>,
}

impl PageCells {
    fn new(kind: u8, header: usize, start: usize) -> Self {
        Self { kind, header, start, cells: Vec::new() }
    }

    /// Each cell takes two bytes more, for its place.
    fn used(&self) -> usize {
        self.start + self.header + self.cells.iter().map(|cell| cell.len() + 2).sum::<usize>()
    }

    fn has_room(&self, cell: &[u8]) -> bool {
        self.used() + cell.len() + 2 <= PAGE
    }

    fn takes(&self, children: &[Child]) -> bool {
        let cells: usize = children.iter().map(|child| interior_cell(*child).len() + 2).sum();
        self.used() + cells <= PAGE
    }

    /// The whole page. Its cells stand at the end, the first one last.
    fn bytes(&self, last_child: Option<usize>) -> Vec<u8> {
        let content: usize = self.cells.iter().map(Vec::len).sum();
        let mut page = vec![0; self.start];
        page.push(self.kind);
        page.extend_from_slice(&[0, 0]);
        page.extend_from_slice(&short(self.cells.len()));
        page.extend_from_slice(&short(PAGE - content));
        page.push(0);
        if let Some(last) = last_child {
            page.extend_from_slice(&number_of(last));
        }
        let mut place = PAGE;
        for cell in &self.cells {
            place -= cell.len();
            page.extend_from_slice(&short(place));
        }
        page.resize(PAGE - content, 0);
        page.extend(self.cells.iter().rev().flatten());
        page
    }
}

fn interior_cell(child: Child) -> Vec<u8> {
    let mut cell = number_of(child.page).to_vec();
    varint(child.last as u64, &mut cell);
    cell
}

fn file_header(pages: usize) -> [u8; FILE_HEADER] {
    let mut header = Vec::with_capacity(FILE_HEADER);
    header.extend_from_slice(b"SQLite format 3\0");
    header.extend_from_slice(&short(PAGE));
    // Written and read without a journal of its own; no bytes are kept free; three fixed fractions.
    header.extend_from_slice(&[1, 1, 0, 64, 32, 32]);
    const CHANGES: u32 = 1;
    const SCHEMA_FORMAT: u32 = 4;
    const UTF_8: u32 = 1;
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    for number in [CHANGES, pages, 0, 0, CHANGES, SCHEMA_FORMAT, 0, 0, UTF_8, 0, 0, 0] {
        header.extend_from_slice(&number.to_be_bytes());
    }
    header.resize(FILE_HEADER - 8, 0);
    header.extend_from_slice(&CHANGES.to_be_bytes());
    header.extend_from_slice(&VERSION.to_be_bytes());
    let mut fixed = [0; FILE_HEADER];
    for (to, from) in fixed.iter_mut().zip(header) {
        *to = from;
    }
    fixed
}

/// The types of all cells, then their values.
fn record(cells: &[SqlValue]) -> Vec<u8> {
    let mut types = Vec::new();
    let mut values = Vec::new();
    for cell in cells {
        match cell {
            SqlValue::Null => types.push(0),
            SqlValue::Integer(number) => integer(*number, &mut types, &mut values),
            SqlValue::Text(text) => {
                varint(13 + 2 * text.len() as u64, &mut types);
                values.extend_from_slice(text.as_bytes());
            }
        }
    }
    // The length counts itself.
    let mut length = Vec::new();
    varint(types.len() as u64 + 1, &mut length);
    if length.len() > 1 {
        length.clear();
        varint(types.len() as u64 + 2, &mut length);
    }
    [length, types, values].concat()
}

/// In the fewest bytes that there is a type for.
fn integer(number: i64, types: &mut Vec<u8>, values: &mut Vec<u8>) {
    const SIZES: [(u8, usize); 6] = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 8)];
    match number {
        0 => types.push(8),
        1 => types.push(9),
        number => {
            let bytes = number.to_be_bytes();
            let fits = |size: usize| {
                let spare = 64 - 8 * size as u32;
                (number << spare) >> spare == number
            };
            let (kind, size) = SIZES.into_iter().find(|(_, size)| fits(*size)).unwrap_or((6, 8));
            types.push(kind);
            values.extend_from_slice(bytes.get(8 - size..).unwrap_or_default());
        }
    }
}

/// Seven bits a byte, the highest first; all but the last are marked. Lengths take no ninth byte.
fn varint(number: u64, out: &mut Vec<u8>) {
    let mut shift = (0..8).rev().map(|at| at * 7).find(|shift| number >> shift != 0).unwrap_or(0);
    while shift > 0 {
        out.push(0x80 | (number >> shift & 0x7f) as u8);
        shift -= 7;
    }
    out.push((number & 0x7f) as u8);
}

fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(0).to_be_bytes()
}

fn number_of(page: usize) -> [u8; 4] {
    u32::try_from(page).unwrap_or(0).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_as_few_bytes_as_they_need() {
        for (number, expected) in [(0, "00"), (127, "7f"), (128, "8100"), (16_384, "818000")] {
            let mut out = Vec::new();
            varint(number, &mut out);
            assert_eq!(crate::text::hex(&out), expected, "{number}");
        }
        for (number, expected) in [(0, "0208"), (1, "0209"), (-1, "0201ff"), (128, "02020080"), (-32_769, "0203ff7fff")]
        {
            assert_eq!(crate::text::hex(&record(&[SqlValue::Integer(number)])), expected, "{number}");
        }
    }

    #[test]
    fn an_empty_database_is_one_page() {
        let file = database([]);
        assert_eq!(file.len(), PAGE);
        assert!(file.starts_with(b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20\0\0\0\x01\0\0\0\x01"));
    }
}
