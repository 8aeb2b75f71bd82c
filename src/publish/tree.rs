//! The folders of a list of paths.

use super::PublishError;
use crate::{message, text::path::is_below};

#[derive(Debug)]
pub(super) struct Folder {
    /// Empty for the root.
    pub path: String,
    /// The root is its own parent.
    pub parent: usize,
}

#[derive(Debug)]
pub(super) struct Tree {
    /// The root first, each folder after its parent.
    pub folders: Vec<Folder>,
    /// The folder of each file, in the order of the sorted paths.
    pub folder_of: Vec<usize>,
}

impl Tree {
    /// The folders of paths that are checked, sorted and without repetition.
    ///
    /// In a list sorted by bytes the files below one folder follow each other, so that a stack of open folders is enough.
    pub(super) fn new<P: AsRef<str>>(sorted: &[P]) -> Result<Tree, PublishError> {
        let mut folders = vec![Folder { path: String::new(), parent: 0 }];
        let mut folder_of = Vec::with_capacity(sorted.len());
        let mut open = vec![0];
        for path in sorted {
            let path = path.as_ref();
            while open.len() > 1 && !open.last().is_some_and(|&top| is_below(path, &folders[top].path)) {
                open.pop();
            }
            let mut top = open.last().copied().unwrap_or(0);
            let known = match folders[top].path.len() {
                0 => 0,
                length => length + 1,
            };
            for (slash, _) in path[known..].match_indices('/') {
                let folder = &path[..known + slash];
                if find(sorted, folder).is_some() {
                    return Err(PublishError::misuse(message!("misuse-folder", folder, path)));
                }
                folders.push(Folder { path: folder.to_owned(), parent: top });
                top = folders.len() - 1;
                open.push(top);
            }
            folder_of.push(top);
        }
        Ok(Tree { folders, folder_of })
    }
}

/// The place of a path among sorted paths.
pub(super) fn find<P: AsRef<str>>(sorted: &[P], path: &str) -> Option<usize> {
    sorted.binary_search_by(|other| other.as_ref().cmp(path)).ok()
}

/// Whether any of the sorted paths lies in the folder.
pub(super) fn has_folder<P: AsRef<str>>(sorted: &[P], folder: &str) -> bool {
    let inside = format!("{folder}/");
    let first = sorted.partition_point(|path| path.as_ref() < inside.as_str());
    sorted.get(first).is_some_and(|path| path.as_ref().starts_with(&inside))
}

/// The path of a name in a folder.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A folder's path as system calls take it: the empty path of the root becomes `.`.
pub(super) fn or_dot(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}
