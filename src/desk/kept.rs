//! Memory of a running desk: the texts that forms were made of, and the saves that can be undone.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::proxy::Person;
use crate::{
    edit::{
        SiteEdit,
        write::{FileChange, Sum},
    },
    history::record::RecordedFile,
    source::{SourceFile, SourceTree},
};

/// So many texts are kept. What an older form was made of is looked for in the history.
const TEXTS: usize = 4_000;
/// So many saves can be undone.
const SAVES: usize = 200;

#[derive(Debug, Default)]
pub(super) struct KeptTexts {
    texts: BTreeMap<String, Arc<str>>,
    /// The oldest first.
    order: VecDeque<String>,
    saves: VecDeque<Saved>,
    next: u64,
}

/// A save that was made.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    pub number: u64,
    /// The address on the desk of what was saved: `/page/clusters/uca`.
    pub place: String,
    /// The person who made it, where the desk knows who is who. Nobody else can take it back.
    pub person: Option<Person>,
    pub files: Vec<RecordedFile>,
}

impl KeptTexts {
    /// Keeps the text of a form, and gives its sum, which the form carries.
    pub(super) fn keep(&mut self, text: &Arc<str>) -> String {
        let Sum(sum) = Sum::of(text.as_bytes());
        if !self.texts.contains_key(&sum) {
            if self.order.len() >= TEXTS
                && let Some(oldest) = self.order.pop_front()
            {
                self.texts.remove(&oldest);
            }
            self.order.push_back(sum.clone());
            self.texts.insert(sum.clone(), Arc::clone(text));
        }
        sum
    }

    pub(super) fn text(&self, sum: &str) -> Option<Arc<str>> {
        self.texts.get(sum).map(Arc::clone)
    }

    /// Remembers a save, so that it can be undone, and numbers it.
    pub(super) fn remember(&mut self, saved: Saved) -> u64 {
        self.next += 1;
        self.saves.push_back(Saved { number: self.next, ..saved });
        if self.saves.len() > SAVES {
            self.saves.pop_front();
        }
        self.next
    }

    /// A save that this person made.
    pub(super) fn save(&self, number: u64, person: Option<&Person>) -> Option<&Saved> {
        self.saves.iter().find(|saved| saved.number == number && saved.person.as_ref() == person)
    }

    pub(super) fn forget(&mut self, number: u64) {
        self.saves.retain(|saved| saved.number != number);
    }
}

impl Saved {
    /// An edit that has been written, with what each file said before and says now.
    pub(super) fn of(edit: &SiteEdit, tree: &SourceTree, place: &str, person: Option<&Person>) -> Self {
        let new = edit.tree(tree);
        let bytes = |tree: &SourceTree, path: &str| tree.get(path).map(|file: &Arc<SourceFile>| file.bytes().to_vec());
        let changed = new.difference(tree);
        let files = changed.iter().map(|path| RecordedFile {
            path: path.to_string(),
            before: bytes(tree, path),
            after: bytes(&new, path),
        });
        Self { number: 0, place: place.to_owned(), person: person.cloned(), files: files.collect() }
    }

    /// Gives the changes that take the save back. They are refused when a file has changed since.
    pub(super) fn undo(&self) -> Vec<FileChange> {
        let change = |file: &RecordedFile| {
            let path = file.path.clone();
            match (&file.before, &file.after) {
                (Some(before), Some(after)) => Some(FileChange::Write {
                    path,
                    before: Sum::of(after),
                    text: String::from_utf8(before.clone()).ok()?,
                }),
                (Some(before), None) => Some(FileChange::Create { path, like: None, bytes: before.clone() }),
                (None, Some(after)) => Some(FileChange::Remove { path, before: Sum::of(after) }),
                (None, None) => None,
            }
        };
        self.files.iter().filter_map(change).collect()
    }

    /// The save the other way round.
    pub(super) fn reversed(&self) -> Self {
        let reversed = |file: &RecordedFile| RecordedFile {
            path: file.path.clone(),
            before: file.after.clone(),
            after: file.before.clone(),
        };
        Self { files: self.files.iter().map(reversed).collect(), ..self.clone() }
    }

    /// Gives each file with its bytes after the save.
    pub(super) fn files_after(&self) -> Vec<(String, Option<Vec<u8>>)> {
        self.files.iter().map(|file| (file.path.clone(), file.after.clone())).collect()
    }
}
