//! CSV (RFC 4180) as a file of an entry.

use super::{AttachmentRefusal, Clean};
use crate::{
    message,
    text::{beginning, characters::is_formula},
};

/// Published as it is, if no cell is one that a spreadsheet would run.
pub(super) fn clean(text: &str) -> Result<Clean, AttachmentRefusal> {
    for delimiter in [b',', b';', b'\t'] {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|_| AttachmentRefusal::broken("CSV"))?;
            let Some(cell) = record.iter().find(|cell| is_formula(cell)) else { continue };
            let line = record.position().map_or(1, |position| position.line());
            let shown = beginning(cell, 20);
            return Err(AttachmentRefusal::new(
                message!("refused-formula", line, cell = shown),
                message!("refused-formula.hint"),
            ));
        }
    }
    Ok(Clean { bytes: text.as_bytes().to_vec(), size: None, orientation: None })
}
