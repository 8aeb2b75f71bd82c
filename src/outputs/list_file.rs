//! A list as a file for spreadsheets: CSV (RFC 4180) in the reader's language, an entry a row, with names instead of ids.
//!
//! It begins with a byte order mark: without one, spreadsheets take Ukrainian letters for something else. Licence and address
//! are columns, so that they go along with every row that somebody takes out.

use super::data::inert;

/// Between two values of a cell.
pub(crate) const BETWEEN: &str = "; ";

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(crate) fn csv(headings: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(headings);
    for row in rows {
        let _ = writer.write_record(row.into_iter().map(inert));
    }
    let text = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    [BYTE_ORDER_MARK, &text].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_are_never_formulas() {
        let rows = [vec!["Кошиці, 2023".to_owned(), "=1+1".to_owned()], vec!["a \"b\"".to_owned(), String::new()]];
        let text = csv(&["Назва".to_owned(), "Місце".to_owned()], rows.into_iter());
        assert_eq!(text, "\u{feff}Назва,Місце\r\n\"Кошиці, 2023\",'=1+1\r\n\"a \"\"b\"\"\",\r\n");
    }
}
