//! The purpose of an edit: told to whoever comes after it was interrupted, in their language.

use crate::{message, message::Message};

/// The purpose of an edit. Paths are those of the site's folder or of its entries: `content/about.en.md`, `clusters/uca`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Add(String),
    /// Writes the ledger of addresses.
    Addresses,
    Import,
    Remove(String),
    Rename {
        from: String,
        to: String,
    },
    /// Brings a removed file back.
    Restore(String),
    Save(String),
    Stamp,
    /// Takes back a save of the desk.
    Undo,
    /// In the words of a program of another version.
    Other(String),
}

impl Purpose {
    /// As the journal has it: a word, then the paths.
    pub(super) fn parts(&self) -> Vec<&str> {
        match self {
            Purpose::Add(path) => vec!["add", path],
            Purpose::Addresses => vec!["addresses"],
            Purpose::Import => vec!["import"],
            Purpose::Remove(path) => vec!["remove", path],
            Purpose::Rename { from, to } => vec!["rename", from, to],
            Purpose::Restore(path) => vec!["restore", path],
            Purpose::Save(path) => vec!["save", path],
            Purpose::Stamp => vec!["stamp"],
            Purpose::Undo => vec!["undo"],
            Purpose::Other(text) => vec![text],
        }
    }

    pub(super) fn of_parts(parts: &[&str]) -> Self {
        match *parts {
            ["add", path] => Purpose::Add(path.to_owned()),
            ["addresses"] => Purpose::Addresses,
            ["import"] => Purpose::Import,
            ["remove", path] => Purpose::Remove(path.to_owned()),
            ["rename", from, to] => Purpose::Rename { from: from.to_owned(), to: to.to_owned() },
            ["restore", path] => Purpose::Restore(path.to_owned()),
            ["save", path] => Purpose::Save(path.to_owned()),
            ["stamp"] => Purpose::Stamp,
            ["undo"] => Purpose::Undo,
            _ => Purpose::Other(parts.join(" ")),
        }
    }

    /// Says that the edit was interrupted, and has been carried out now.
    pub fn finished(&self) -> Message {
        match self {
            Purpose::Add(path) => message!("edit-finished-add", path),
            Purpose::Addresses => message!("edit-finished-addresses"),
            Purpose::Import => message!("edit-finished-import"),
            Purpose::Remove(path) => message!("edit-finished-remove", path),
            Purpose::Rename { from, to } => message!("edit-finished-rename", from, to),
            Purpose::Restore(path) => message!("edit-finished-restore", path),
            Purpose::Save(path) => message!("edit-finished-save", path),
            Purpose::Stamp => message!("edit-finished-stamp"),
            Purpose::Undo => message!("edit-finished-undo"),
            Purpose::Other(text) => message!("edit-finished-other", text),
        }
    }
}
