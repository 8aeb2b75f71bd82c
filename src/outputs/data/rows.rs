//! The rows of a collection or vocabulary, made once and written in every form that its files have.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::{Described, csv::CsvFile, sqlite::Table, tables::Tables};
use crate::text::hex;

/// Rows in each form that the files of a collection or vocabulary need.
#[derive(Debug)]
pub(crate) struct Rows {
    /// A fingerprint of all rows: the same until one of the facts changes.
    pub revision: String,
    /// The list of the rows, as it stands in the JSON file.
    pub json: Vec<u8>,
    /// The whole CSV file.
    pub csv: Vec<u8>,
    /// Of the database of everything; none where there is no such database.
    pub(super) tables: Vec<Table>,
}

impl Rows {
    pub(crate) fn of(described: Described<'_>) -> Self {
        let mut csv = CsvFile::new(described);
        let mut tables = described.site().config.outputs.database.then(|| Tables::new(described));
        let mut json = Indented(b"[".to_vec());
        described.each_row(&mut |row| {
            let separator: &[u8] = if json.0.len() > 1 { b",\n" } else { b"\n" };
            // Writing into memory cannot fail, and a tree of strings, numbers and lists always serialises.
            let _ = json.write_all(separator);
            let _ = serde_json::to_writer_pretty(&mut json, row);
            csv.push(row);
            if let Some(tables) = &mut tables {
                tables.push(row);
            }
        });
        let Indented(mut json) = json;
        json.extend_from_slice(if json.len() > 1 { b"\n  ]" } else { b"]" });
        let revision = hex(&Sha256::digest(&json)).get(..16).unwrap_or_default().to_owned();
        Rows { revision, json, csv: csv.into_bytes(), tables: tables.map(Tables::into_tables).unwrap_or_default() }
    }
}

/// Lines of JSON, moved to the right as they stand in a file: no text of JSON has a line end in it.
struct Indented(Vec<u8>);

impl Write for Indented {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.0.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.0.extend_from_slice(b"    ");
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
