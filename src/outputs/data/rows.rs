//! The rows of a collection or vocabulary, made once and written in every form that its files have.

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
        let (mut json, mut lines) = (b"[".to_vec(), Vec::new());
        described.each_row(&mut |row| {
            lines.clear();
            // Writing into memory cannot fail, and a tree of strings, numbers and lists always serialises.
            let _ = serde_json::to_writer_pretty(&mut lines, row);
            if json.len() > 1 {
                json.push(b',');
            }
            push_indented(&lines, &mut json);
            csv.push(row);
            if let Some(tables) = &mut tables {
                tables.push(row);
            }
        });
        json.extend_from_slice(if json.len() > 1 { b"\n  ]" } else { b"]" });
        let revision = hex(&Sha256::digest(&json)).get(..16).unwrap_or_default().to_owned();
        Rows { revision, json, csv: csv.into_bytes(), tables: tables.map(Tables::into_tables).unwrap_or_default() }
    }
}

/// Adds lines of JSON, moved to the right as they stand in a file: no text of JSON has a line end in it.
fn push_indented(lines: &[u8], json: &mut Vec<u8>) {
    for line in lines.split(|byte| *byte == b'\n') {
        json.extend_from_slice(b"\n    ");
        json.extend_from_slice(line);
    }
}
