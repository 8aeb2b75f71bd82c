//! Names that not every computer can have: who works on Windows could not get the site's files.

use std::collections::BTreeSet;

use super::SourceTree;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
    system::may_be_named,
};

/// Warns of files below these folders that Windows cannot have, once for all files of an entry. A file that has been refused
/// gets another name anyway.
pub(crate) fn check(tree: &SourceTree, folders: &[&str], diagnostics: &mut Diagnostics) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for file in folders.iter().flat_map(|folder| tree.below(folder)) {
        let mut start = 0;
        for name in file.path.split('/') {
            if !may_be_named(name) {
                // An entry's pages and its folder are named alike: `aux.en.md`, `aux.uk.md`, `aux/logo.svg`.
                let is_new = file.path.get(..start + stem_length(name)).is_some_and(|named| told.insert(named));
                if is_new && !is_refused(&file.path, diagnostics) {
                    let message = message!("windows-name", name);
                    let found = Diagnostic::new(Rule::WindowsName, Location::file(&file.path), message);
                    diagnostics.push(found.hint(message!("windows-name.hint")));
                }
                break;
            }
            start += name.len() + 1;
        }
    }
}

fn stem_length(name: &str) -> usize {
    name.find('.').unwrap_or(name.len())
}

fn is_refused(path: &str, diagnostics: &Diagnostics) -> bool {
    let is_of_name = |rule| matches!(rule, Rule::FileName | Rule::FileKind | Rule::StaticFile);
    let is_here = |one: &Diagnostic| one.location.as_ref().is_some_and(|place| *place.file == *path);
    diagnostics.iter().any(|one| is_of_name(one.rule) && is_here(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_is_told_of_once() {
        let tree = SourceTree::from_texts([
            ("content/a/aux.en.md", ""),
            ("content/a/aux.uk.md", ""),
            ("content/a/aux/logo.svg", ""),
            ("content/a/auxiliary.en.md", ""),
            ("content/b/aux.en.md", ""),
            ("content/b/uca/Con.pdf", ""),
            ("static/end.", ""),
            ("themes/nul.css", ""),
        ]);
        let mut diagnostics = Diagnostics::default();
        check(&tree, &["content", "static"], &mut diagnostics);
        let told: Vec<&str> =
            diagnostics.iter().filter_map(|one| one.location.as_ref()).map(|place| &*place.file).collect();
        assert_eq!(told, ["content/a/aux.en.md", "content/b/aux.en.md", "content/b/uca/Con.pdf", "static/end."]);
    }
}
