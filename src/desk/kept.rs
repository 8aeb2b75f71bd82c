//! What the desk keeps while it runs: the texts that forms were made of, and the saves that can be undone.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use crate::{
    edit::{
        SiteEdit,
        write::{Change, Sum},
    },
    source::{SourceFile, SourceTree},
};

/// So many texts are kept. A form older than that is compared with what is on the disk alone.
const TEXTS: usize = 4_000;
/// So many saves can be undone.
const SAVES: usize = 200;

#[derive(Debug, Default)]
pub(super) struct Kept {
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
    files: Vec<SavedFile>,
}

#[derive(Clone, Debug)]
struct SavedFile {
    path: String,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Kept {
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

    /// Remembers an edit that was written, so that it can be undone.
    pub(super) fn saved(&mut self, place: String, edit: &SiteEdit, tree: &SourceTree) -> u64 {
        let new = edit.tree(tree);
        let bytes = |tree: &SourceTree, path: &str| tree.get(path).map(|file: &Arc<SourceFile>| file.bytes().to_vec());
        let changed = new.difference(tree);
        let files = changed.iter().map(|path| SavedFile {
            path: path.to_string(),
            before: bytes(tree, path),
            after: bytes(&new, path),
        });
        self.next += 1;
        let saved = Saved { number: self.next, place, files: files.collect() };
        self.saves.push_back(saved);
        if self.saves.len() > SAVES {
            self.saves.pop_front();
        }
        self.next
    }

    pub(super) fn save(&self, number: u64) -> Option<&Saved> {
        self.saves.iter().find(|saved| saved.number == number)
    }

    pub(super) fn forget(&mut self, number: u64) {
        self.saves.retain(|saved| saved.number != number);
    }
}

impl Saved {
    /// What takes the save back. It is refused when a file has changed since.
    pub(super) fn undo(&self) -> Vec<Change> {
        let change = |file: &SavedFile| {
            let path = file.path.clone();
            match (&file.before, &file.after) {
                (Some(before), Some(after)) => {
                    Some(Change::Write { path, before: Sum::of(after), text: String::from_utf8(before.clone()).ok()? })
                }
                (Some(before), None) => Some(Change::Create { path, like: None, bytes: before.clone() }),
                (None, Some(after)) => Some(Change::Remove { path, before: Sum::of(after) }),
                (None, None) => None,
            }
        };
        self.files.iter().filter_map(change).collect()
    }

    /// What each file says once the save is taken back.
    pub(super) fn files_before(&self) -> Vec<(String, Option<Vec<u8>>)> {
        self.files.iter().map(|file| (file.path.clone(), file.before.clone())).collect()
    }
}
