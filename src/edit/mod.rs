//! Editing pages and vocabularies without touching anything else in the file: a file's text and [`Operation`]s in, its new
//! text out.
//!
//! ```text
//! document   the text parsed, each value and statement with its bytes
//! splices    an operation becomes replacements of byte ranges (statements: lines; items: lists)
//! verify     the new text, parsed anew, says what the old one said and the edit; all other bytes are equal
//! site_edit  many files of a site, shown as a difference; trial: would the site be as good as before?
//! write      many files at once, whole or not at all, whenever the machine stops
//! ```
//!
//! Start at [`apply`]. Remarks, the order of keys, quotation marks, line ends, a byte order mark and lists on many lines
//! stay as they are; new values are written in one style (`value`), and new keys stand where [`Schema`] has them. An
//! outcome that is not the old values and the edit is refused, and nothing is written.
//!
//! [`units`] are the parts of a page that a translator works on, with their bytes.

use std::ops::Range;

mod blocks;
mod disk;
mod document;
pub mod fact;
mod items;
mod journal;
mod layout;
mod lines;
pub mod mentions;
mod purpose;
mod reading;
pub mod remove;
pub mod rename;
pub mod schema;
pub mod site_edit;
pub mod trial;
pub mod units;
pub mod value;
mod verify;
pub mod write;

pub use document::FileFormat;
pub use purpose::Purpose;
pub use reading::Reading;
pub use schema::Schema;
pub use site_edit::SiteEdit;
pub use value::PlainValue;

use document::SourceDocument;

use crate::{message, message::Message};

/// A place in a TOML text: `[Key("figures"), Item(0), Key("value"), Key("uk")]`.
pub type Path = Vec<Step>;

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    Key(String),
    /// A value of a list or a row of a table, from 0.
    Item(usize),
}

/// One change of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Gives a key or item this value. A key that is not there yet is added; an item must be there.
    Set {
        path: Path,
        value: PlainValue,
    },
    /// Removes a key with its value; one that is not there is no mistake.
    Unset {
        path: Path,
    },
    /// Puts a value into a list, or a row into a table, before the one that is `at` this place; at the end where `at` is
    /// their number.
    AddItem {
        path: Path,
        at: usize,
        value: PlainValue,
    },
    /// Takes a value or row out, and puts it in where it then is the one at `to`.
    MoveItem {
        path: Path,
        from: usize,
        to: usize,
    },
    RemoveItem {
        path: Path,
        at: usize,
    },
    /// Gives the key that is the path's last step another name.
    RenameKey {
        path: Path,
        to: String,
    },
    /// Puts text in the place of a range of the body, in bytes of the file.
    Body {
        range: Range<usize>,
        text: String,
    },
}

/// Why an edit was not made. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The mistake, without a full stop.
    pub message: Message,
    pub hint: Option<Message>,
}

impl Refusal {
    pub fn new(message: impl Into<Message>) -> Self {
        Self { message: message.into(), hint: None }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<Message>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// A range of a text, and what stands in its place afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Splice {
    range: Range<usize>,
    text: String,
}

/// The changes that an operation comes to.
enum Edits {
    Splices(Vec<Splice>),
    /// Smaller operations, one after the other.
    Operations(Vec<Operation>),
}

/// Makes the operations one after the other and gives the new text. Paths and ranges of an operation are those of the text
/// that the one before it left.
///
/// # Errors
///
/// A text that cannot be read, a path that leads nowhere, or an outcome that would not be the old values and the edit alone.
pub fn apply(text: &str, format: FileFormat, schema: &Schema<'_>, operations: &[Operation]) -> Result<String, Refusal> {
    let mut text = text.to_owned();
    for operation in operations {
        text = apply_one(&text, format, schema, operation, 0)?;
    }
    Ok(text)
}

/// Operations come apart into smaller ones so often at most.
const DEPTH_LIMIT: usize = 100;

fn apply_one(
    text: &str,
    format: FileFormat,
    schema: &Schema<'_>,
    operation: &Operation,
    depth: usize,
) -> Result<String, Refusal> {
    if depth > DEPTH_LIMIT {
        return Err(Refusal::new(message!("edit-nested-too-deep")));
    }
    let document = SourceDocument::read(text, format)?;
    match plan(&document, schema, operation)? {
        Edits::Splices(splices) => {
            let new = spliced(text, &splices);
            verify::verify(&document, operation, &splices, &new)?;
            Ok(new)
        }
        Edits::Operations(operations) => {
            let mut new = text.to_owned();
            for part in &operations {
                new = apply_one(&new, format, schema, part, depth + 1)?;
            }
            verify::verify_values(&document, operation, &new)?;
            Ok(new)
        }
    }
}

fn plan(document: &SourceDocument<'_>, schema: &Schema<'_>, operation: &Operation) -> Result<Edits, Refusal> {
    match operation {
        Operation::Set { path, value } => lines::set(document, schema, path, value),
        Operation::Unset { path } => lines::unset(document, path),
        Operation::RenameKey { path, to } => lines::rename_key(document, path, to),
        Operation::AddItem { path, at, value } => items::add(document, schema, path, *at, value),
        Operation::MoveItem { path, from, to } => items::move_one(document, path, *from, *to),
        Operation::RemoveItem { path, at } => items::remove(document, path, *at),
        Operation::Body { range, text } => document.body_splice(range, text),
    }
}

/// The text with other text in the place of the ranges, which do not overlap and are sorted.
fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for splice in splices {
        out.push_str(text.get(done..splice.range.start).unwrap_or_default());
        out.push_str(&splice.text);
        done = splice.range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// A path as people write it: `figures.2.value.uk`, rows counted from 1.
pub fn shown(path: &[Step]) -> String {
    let steps: Vec<String> = path
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Item(at) => (at + 1).to_string(),
        })
        .collect();
    steps.join(".")
}

#[cfg(test)]
mod tests;
