//! The files of a site as a value. [`read`] makes it from disk; everything after works on the [`SourceTree`] alone.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    diagnostics::{FilePath, report::Sources},
    text::path::is_below,
};

pub mod read;

/// One file, as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub path: FilePath,
    pub content: Content,
}

#[derive(Clone, Debug)]
pub enum Content {
    /// UTF-8, exactly as on disk (a byte order mark and CRLF line ends included).
    Text(Arc<str>),
    Binary(Arc<[u8]>),
    /// A text of which everything has been made that is needed, and that is not held any more; its sum tells whether a
    /// file still says the same.
    Used(u128),
}

impl SourceFile {
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Binary(_) | Content::Used(_) => None,
        }
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Binary(bytes) => bytes,
            Content::Used(_) => &[],
        }
    }

    pub fn is_used(&self) -> bool {
        matches!(self.content, Content::Used(_))
    }

    /// The same file without its text; `None` when it holds none.
    pub fn used(&self) -> Option<Self> {
        let text = self.text()?;
        Some(Self { path: Arc::clone(&self.path), content: Content::Used(sum(text)) })
    }

    /// Whether both are the very same read of the same file: the cheap test that lets a warm run skip work.
    pub fn same_read(&self, other: &SourceFile) -> bool {
        self.path == other.path
            && match (&self.content, &other.content) {
                (Content::Text(a), Content::Text(b)) => Arc::ptr_eq(a, b) || a == b,
                (Content::Binary(a), Content::Binary(b)) => Arc::ptr_eq(a, b) || a == b,
                (Content::Used(a), Content::Used(b)) => a == b,
                (Content::Used(sum), Content::Text(text)) | (Content::Text(text), Content::Used(sum)) => {
                    *sum == self::sum(text)
                }
                _ => false,
            }
    }
}

/// All files of a site that the tool reads, sorted by path.
#[derive(Clone, Debug, Default)]
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
                .map(|(path, text)| Arc::new(SourceFile { path: path.into(), content: Content::Text(text.into()) }))
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
        self.files.get(start..).unwrap_or_default().iter().filter(move |file| is_below(&file.path, folder)).take_while(
            // Sorted, so what follows the folder's last file can be left out once the prefix is passed.
            move |file| file.path.starts_with(folder),
        )
    }

    /// The files below a folder alone, given without a slash at its end, and what could not be read of it.
    pub fn part(&self, folder: &str) -> Self {
        let unreadable = self.unreadable.iter().filter(|file| *file.path == *folder || is_below(&file.path, folder));
        Self { files: self.below(folder).cloned().collect(), unreadable: unreadable.cloned().collect() }
    }

    /// The files that are not the very same reads in another tree: new, changed and gone ones, by path.
    pub fn difference(&self, other: &SourceTree) -> Vec<FilePath> {
        let mut found = differing(&self.files, &other.files, Arc::ptr_eq);
        found.extend(differing(&self.unreadable, &other.unreadable, |a, b| a.same_read(b)));
        found.sort();
        found.dedup();
        found
    }

    /// Puts other values in the place of files with the same paths. Both are sorted by path.
    pub fn replace(&mut self, files: &[Arc<SourceFile>]) {
        replace_sorted(&mut self.files, files, |file| &file.path, |slot, file| *slot = file);
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// XXH3, 128 bits. It tells texts apart, not texts made to collide: who makes two versions of a page with one sum has the
/// former one stay in what remembers it, which takes nothing from anyone else.
fn sum(text: &str) -> u128 {
    twox_hash::XxHash3_128::oneshot(text.as_bytes())
}

/// Hands each of `new` to the value in `all` that is of the same path. Both are sorted by path.
pub fn replace_sorted<T>(
    all: &mut [T],
    new: &[Arc<SourceFile>],
    path: impl Fn(&T) -> &FilePath,
    put: impl Fn(&mut T, Arc<SourceFile>),
) {
    for file in new {
        if let Ok(at) = all.binary_search_by(|known| path(known).cmp(&file.path))
            && let Some(slot) = all.get_mut(at)
        {
            put(slot, Arc::clone(file));
        }
    }
}

/// The paths that are in one list only, or whose files are not the same. Both lists are sorted by path.
fn differing(
    own: &[Arc<SourceFile>],
    others: &[Arc<SourceFile>],
    same: impl Fn(&Arc<SourceFile>, &Arc<SourceFile>) -> bool,
) -> Vec<FilePath> {
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
            (Some(a), Some(b)) if same(a, b) => {}
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
