//! The files of a site as a value. [`read`] makes it from disk; everything after works on the [`SourceTree`] alone.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    diagnostics::{FilePath, report::Sources},
    text::path::is_below,
};

pub(crate) mod names;
pub mod open;
pub mod read;
mod walk;

/// One file, as it was read.
///
/// A file that did not change is the very same value from run to run, and comparing an `Arc` with itself costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub path: FilePath,
    pub content: FileContent,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// UTF-8, exactly as on disk (a byte order mark and CRLF line ends included).
    Text(Arc<str>),
    Binary(Arc<[u8]>),
}

impl SourceFile {
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            FileContent::Text(text) => Some(text),
            FileContent::Binary(_) => None,
        }
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            FileContent::Text(text) => text.as_bytes(),
            FileContent::Binary(bytes) => bytes,
        }
    }
}

/// All files of a site that the tool reads, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceTree {
    files: Vec<Arc<SourceFile>>,
    unreadable: Vec<Arc<SourceFile>>,
}

impl SourceTree {
    pub fn new(mut files: Vec<Arc<SourceFile>>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Self { files, unreadable: Vec::new() }
    }

    /// With files and folders that are there but could not be read, each reported by itself: what needs them stays
    /// silent. Their text is what can be shown of them, if anything.
    pub fn with_unreadable(mut self, mut unreadable: Vec<Arc<SourceFile>>) -> Self {
        unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        self.unreadable = unreadable;
        self
    }

    /// With more files, of paths that it has not.
    pub fn with_files(mut self, more: &[Arc<SourceFile>]) -> Self {
        self.files.extend(more.iter().cloned());
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }

    pub fn unreadable(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.unreadable.iter()
    }

    /// Whether something at this path, above it or below it could not be read.
    pub fn is_unreadable(&self, path: &str) -> bool {
        self.unreadable
            .iter()
            .any(|file| *file.path == *path || is_below(path, &file.path) || is_below(&file.path, path))
    }

    /// For tests and for sites held in memory.
    pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::new(
            files
                .into_iter()
                .map(|(path, text)| Arc::new(SourceFile { path: path.into(), content: FileContent::Text(text.into()) }))
                .collect(),
        )
    }

    pub fn get(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().and_then(|i| self.files.get(i))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.iter()
    }

    /// The files below a folder, given without a slash at its end.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Arc<SourceFile>> {
        let start = self.files.partition_point(|file| &*file.path < folder);
        let files = self.files.get(start..).unwrap_or_default().iter();
        files.take_while(move |file| file.path.starts_with(folder)).filter(move |file| is_below(&file.path, folder))
    }

    /// The files below some folders alone, given in their order without a slash at their ends, and what could not be read
    /// of these.
    pub fn part(&self, folders: &[&str]) -> Self {
        let is_within = |path: &str| folders.iter().any(|folder| path == *folder || is_below(path, folder));
        let unreadable = self.unreadable.iter().filter(|file| is_within(&file.path));
        let files = folders.iter().flat_map(|folder| self.below(folder));
        Self { files: files.cloned().collect(), unreadable: unreadable.cloned().collect() }
    }

    /// The files that another tree does not have with the same content: new, changed and gone ones, by path.
    pub fn difference(&self, other: &SourceTree) -> Vec<FilePath> {
        let mut found = differing(&self.files, &other.files);
        found.extend(differing(&self.unreadable, &other.unreadable));
        found.sort();
        found.dedup();
        found
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The paths that are in one list only, or whose files are not the same. Both lists are sorted by path.
fn differing(own: &[Arc<SourceFile>], others: &[Arc<SourceFile>]) -> Vec<FilePath> {
    let (mut own, mut others) = (own.iter().peekable(), others.iter().peekable());
    let mut found = Vec::new();
    loop {
        let order = match (own.peek(), others.peek()) {
            (None, None) => return found,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.path.cmp(&b.path),
        };
        let a = if order.is_le() { own.next() } else { None };
        let b = if order.is_ge() { others.next() } else { None };
        match (a, b) {
            (Some(a), Some(b)) if a == b => {}
            (Some(file), _) | (None, Some(file)) => found.push(Arc::clone(&file.path)),
            (None, None) => {}
        }
    }
}

impl Sources for SourceTree {
    fn text(&self, file: &str) -> Option<&str> {
        let unreadable = || self.unreadable.iter().find(|unreadable| *unreadable.path == *file);
        self.get(file).or_else(unreadable).and_then(|file| file.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_below_a_folder_are_its_own_only() {
        let tree = SourceTree::from_texts([
            ("content/a-b.en.md", ""),
            ("content/a/x.en.md", ""),
            ("content/a/y/z.svg", ""),
            ("content/ab/x.en.md", ""),
        ]);
        let below: Vec<&str> = tree.below("content/a").map(|f| &*f.path).collect();
        assert_eq!(below, ["content/a/x.en.md", "content/a/y/z.svg"]);
    }
}
