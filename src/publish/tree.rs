//! The folders of a list of paths.

use std::collections::HashMap;

use super::PublishError;

/// What a path of the tree is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Folder,
    /// Index into the sorted paths.
    File(usize),
}

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
    /// Of paths that were checked, sorted and are unlike each other.
    ///
    /// Sorted by bytes, the files under one folder follow each other, so a stack of open folders is enough.
    pub fn new<P: AsRef<str>>(sorted: &[P]) -> Result<Tree, PublishError> {
        let mut folders = vec![Folder { path: String::new(), parent: 0 }];
        let mut folder_of = Vec::with_capacity(sorted.len());
        let mut open = vec![0];
        for path in sorted {
            let path = path.as_ref();
            while open.len() > 1 && !open.last().is_some_and(|&top| lies_in(path, &folders[top].path)) {
                open.pop();
            }
            let mut top = open.last().copied().unwrap_or(0);
            let known = match folders[top].path.len() {
                0 => 0,
                length => length + 1,
            };
            for (slash, _) in path[known..].match_indices('/') {
                let folder = &path[..known + slash];
                if sorted.binary_search_by(|other| other.as_ref().cmp(folder)).is_ok() {
                    return Err(PublishError::misuse(format!("`{folder}` is an output and also holds `{path}`")));
                }
                folders.push(Folder { path: folder.to_owned(), parent: top });
                top = folders.len() - 1;
                open.push(top);
            }
            folder_of.push(top);
        }
        Ok(Tree { folders, folder_of })
    }

    /// Every path of the tree, to look up what is found on disk.
    pub fn index<'a, P: AsRef<str>>(&'a self, sorted: &'a [P]) -> HashMap<&'a str, Item> {
        let folders = self.folders.iter().skip(1).map(|folder| (folder.path.as_str(), Item::Folder));
        let files = sorted.iter().enumerate().map(|(i, path)| (path.as_ref(), Item::File(i)));
        folders.chain(files).collect()
    }
}

fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The path of something in a folder.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
