//! The files that the new site will have.

use super::{
    PublishError,
    listed::ListedTree,
    manifest::check_path,
    tree::{Tree, find},
};

use crate::message;

#[derive(Debug)]
pub(super) struct WantedFiles {
    /// Sorted by bytes.
    pub paths: Vec<String>,
    pub tree: Tree,
    /// By place in the caller's order: the place in `paths`.
    pub rank: Vec<usize>,
}

impl WantedFiles {
    /// Takes the caller's paths.
    ///
    /// # Errors
    ///
    /// [`super::PublishErrorKind::Misuse`] for a path that no output can have, that comes twice, or that is also a folder.
    pub(super) fn new<P: AsRef<str>>(paths: &[P]) -> Result<WantedFiles, PublishError> {
        let mut order: Vec<usize> = (0..paths.len()).collect();
        let path_at = |index: usize| paths.get(index).map_or("", AsRef::as_ref);
        order.sort_by(|&a, &b| path_at(a).cmp(path_at(b)));
        let mut rank = vec![0; paths.len()];
        let mut sorted: Vec<String> = Vec::with_capacity(paths.len());
        for (place, &index) in order.iter().enumerate() {
            let path = path_at(index);
            check_path(path)?;
            if sorted.last().is_some_and(|last| last == path) {
                return Err(PublishError::misuse(message!("misuse-planned-twice", path)));
            }
            sorted.push(path.to_owned());
            if let Some(rank) = rank.get_mut(index) {
                *rank = place;
            }
        }
        let tree = Tree::new(&sorted)?;
        Ok(WantedFiles { paths: sorted, tree, rank })
    }

    /// Counts the files of the former site that the new one does not have.
    pub(super) fn count_removed(&self, former: &ListedTree) -> usize {
        former.entries.iter().filter(|entry| find(&self.paths, &entry.path).is_none()).count()
    }
}
