//! The theme within the program. A site that has no folder of its own for the theme `intermarium` is shown by this one, so
//! that an update of the program is an update of its look.

use std::sync::{Arc, OnceLock};

use include_dir::{Dir, DirEntry, include_dir};

use crate::source::{FileContent, SourceFile, SourceTree};

/// The folder that its files have in a [`SourceTree`], and that a site would keep a theme of this name in itself.
pub(crate) const FOLDER: &str = "themes/intermarium";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/intermarium");

/// The same files whenever it is asked, so that two trees with them are quickly compared.
pub(crate) fn files() -> &'static [Arc<SourceFile>] {
    static READ: OnceLock<Vec<Arc<SourceFile>>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut files = Vec::new();
        collect(&FILES, &mut files);
        files
    })
}

fn collect(folder: &Dir<'_>, files: &mut Vec<Arc<SourceFile>>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => {
                let content = match file.contents_utf8() {
                    Some(text) => FileContent::Text(text.into()),
                    None => FileContent::Binary(file.contents().into()),
                };
                let path = format!("{FOLDER}/{}", file.path().to_string_lossy().replace('\\', "/")).into();
                files.push(Arc::new(SourceFile { path, content }));
            }
        }
    }
}

/// A site's files with the program's theme among them, where the site has no theme of this name.
pub(crate) fn completed(tree: SourceTree) -> SourceTree {
    if tree.below(FOLDER).next().is_some() || tree.is_unreadable(FOLDER) { tree } else { tree.with_files(files()) }
}

/// Whether a tree was completed with the program's theme.
pub(crate) fn is_in(tree: &SourceTree) -> bool {
    files().first().is_some_and(|own| has(tree, &own.path))
}

/// Whether a file is the program's own, and not one of the site's folder.
pub(crate) fn has(tree: &SourceTree, path: &str) -> bool {
    tree.get(path).is_some_and(|file| files().iter().any(|own| Arc::ptr_eq(own, file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_has_the_theme_as_it_is_in_the_repository() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
        let entries = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
        let mut there: Vec<String> = entries
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| format!("{FOLDER}/{}", entry.path().strip_prefix(&folder).unwrap().to_str().unwrap()))
            .collect();
        there.sort();
        let mut known: Vec<&str> = files().iter().map(|file| &*file.path).collect();
        known.sort_unstable();
        assert_eq!(
            known, there,
            "left: in the program; right: in the folder. `touch src/theme/program.rs` reads it anew"
        );
    }

    #[test]
    fn a_site_without_a_theme_has_the_programs_and_one_with_its_own_keeps_it() {
        let tree = completed(SourceTree::from_texts([("site.toml", "")]));
        assert!(has(&tree, "themes/intermarium/theme.toml"));
        assert_eq!(tree.get("site.toml").map(|file| file.text()), Some(Some("")));
        let own = completed(SourceTree::from_texts([("themes/intermarium/theme.toml", "name = \"Own\"")]));
        assert_eq!(own.len(), 1);
        assert!(!has(&own, "themes/intermarium/theme.toml"));
    }
}
