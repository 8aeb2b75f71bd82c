//! An edit of many files of a site, before it is written: shown as a difference, tried in memory, then written at once.

use std::{collections::BTreeMap, path::Path as FolderPath, sync::Arc};

use super::{
    FileFormat, Operation, PlainValue, Purpose, Refusal, Schema, Step, apply,
    document::SourceDocument,
    write::{self, FileChange, Sum, WriteError},
};
use crate::{
    content::page::schema,
    history, message,
    messages::MessageLanguage,
    site::Site,
    source::{FileContent, SourceFile, SourceTree},
    text::path::is_below,
};

/// An edit of a site's files, gathered before anything is written.
#[derive(Clone, Debug)]
pub struct SiteEdit {
    pub purpose: Purpose,
    /// By the path that the file has now.
    texts: BTreeMap<String, TextEdit>,
    /// Files that are removed, with what they say now.
    removed: BTreeMap<String, Sum>,
    /// New files by their paths.
    created: BTreeMap<String, NewFile>,
    moved_folders: Vec<(String, String)>,
    removed_folders: Vec<String>,
}

#[derive(Clone, Debug)]
struct TextEdit {
    old: String,
    new: String,
    /// The path that the file is to have.
    path: String,
}

#[derive(Clone, Debug)]
struct NewFile {
    /// The file whose permissions it gets.
    like: Option<String>,
    bytes: Vec<u8>,
}

impl SiteEdit {
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            texts: BTreeMap::new(),
            removed: BTreeMap::new(),
            created: BTreeMap::new(),
            moved_folders: Vec::new(),
            removed_folders: Vec::new(),
        }
    }

    /// Edits a page or vocabulary by the operations.
    ///
    /// # Errors
    ///
    /// See [`apply`]; the message names the file.
    pub fn edit(
        &mut self,
        site: &Site,
        tree: &SourceTree,
        file: &str,
        operations: &[Operation],
    ) -> Result<(), Refusal> {
        let text = self.text_edit(tree, file)?;
        let config = &site.config;
        let edited = match site.page_of_file(file) {
            Some((entry, _)) => {
                let schema = Schema::of_page(config, schema(&site.entry(entry).key, config));
                apply(&text.new, FileFormat::Page, &schema, operations)
            }
            None => {
                let named = site.vocabularies.iter().zip(&config.vocabularies);
                let mut vocabularies = named.filter(|(terms, _)| terms.file.as_deref() == Some(file));
                let fields = vocabularies.next().map_or(&[][..], |(_, vocabulary)| vocabulary.fields.as_slice());
                apply(&text.new, FileFormat::Toml, &Schema::of_vocabulary(config, fields), operations)
            }
        };
        text.new = edited
            .map_err(|refusal| Refusal { message: message!("edit-file", file, what = &refusal.message), ..refusal })?;
        Ok(())
    }

    fn text_edit(&mut self, tree: &SourceTree, file: &str) -> Result<&mut TextEdit, Refusal> {
        let Some(text) = tree.get(file).and_then(|file| file.text()) else {
            return Err(Refusal::new(message!("edit-unreadable-file", file)));
        };
        let new = || TextEdit { old: text.to_owned(), new: text.to_owned(), path: file.to_owned() };
        Ok(self.texts.entry(file.to_owned()).or_insert_with(new))
    }

    /// Counts the values of the list at this path of a file, as edited so far.
    pub fn count(&self, tree: &SourceTree, file: &str, path: &[Step]) -> usize {
        let edited = self.texts.get(file).map(|text| text.new.as_str());
        let text = edited.or_else(|| tree.get(file).and_then(|file| file.text())).unwrap_or_default();
        SourceDocument::read(text, format_of(file))
            .ok()
            .and_then(|document| document.items(path).map(<[_]>::len))
            .unwrap_or(0)
    }

    /// Reads the values of a file, as edited so far.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn values(&mut self, tree: &SourceTree, file: &str) -> Result<PlainValue, Refusal> {
        let text = &self.text_edit(tree, file)?.new;
        Ok(SourceDocument::read(text, format_of(file))?.values())
    }

    /// Gives a page another path.
    ///
    /// # Errors
    ///
    /// A file that is not there.
    pub fn move_text(&mut self, tree: &SourceTree, file: &str, to: &str) -> Result<(), Refusal> {
        self.text_edit(tree, file)?.path = to.to_owned();
        Ok(())
    }

    /// Gives a file that is neither a page nor a vocabulary another text. Whoever made it has held it to the old one.
    ///
    /// # Errors
    ///
    /// A file that is not there.
    pub fn replace(&mut self, tree: &SourceTree, file: &str, text: String) -> Result<(), Refusal> {
        self.text_edit(tree, file)?.new = text;
        Ok(())
    }

    /// Makes a page that is not there yet, with the permissions of another one.
    pub fn create(&mut self, file: &str, like: &str, text: String) {
        self.created.insert(file.to_owned(), NewFile { like: Some(like.to_owned()), bytes: text.into_bytes() });
    }

    /// Makes a file that is not there yet.
    pub fn create_file(&mut self, file: &str, bytes: Vec<u8>) {
        self.created.insert(file.to_owned(), NewFile { like: None, bytes });
    }

    pub fn move_folder(&mut self, from: &str, to: &str) {
        self.moved_folders.push((from.to_owned(), to.to_owned()));
    }

    pub fn remove(&mut self, file: &SourceFile) {
        self.texts.remove(&*file.path);
        self.removed.insert(file.path.to_string(), Sum::of(file.bytes()));
    }

    /// Removes a folder if nothing is left in it.
    pub fn remove_folder(&mut self, path: &str) {
        self.removed_folders.push(path.to_owned());
    }

    /// The files that are changed, moved or removed, by the paths that they have now.
    pub fn files(&self) -> Vec<&str> {
        let texts = self.texts.iter().filter(|(path, text)| text.new != text.old || **path != text.path);
        texts.map(|(path, _)| path.as_str()).chain(self.removed.keys().map(String::as_str)).collect()
    }

    pub fn removes(&self, file: &str) -> bool {
        self.removed.contains_key(file)
    }

    pub fn removes_any(&self) -> bool {
        !self.removed.is_empty()
    }

    pub fn is_empty(&self) -> bool {
        self.files().is_empty() && self.created.is_empty() && self.moved_folders.is_empty()
    }

    /// The site's files as they would be.
    pub fn tree(&self, tree: &SourceTree) -> SourceTree {
        let files = tree.iter().filter(|file| !self.removed.contains_key(&*file.path)).map(|file| {
            if let Some(text) = self.texts.get(&*file.path) {
                let content = FileContent::Text(Arc::from(text.new.as_str()));
                return Arc::new(SourceFile { path: text.path.as_str().into(), content });
            }
            let moved = self.moved_folders.iter().find(|(from, _)| is_below(&file.path, from));
            match moved {
                Some((from, to)) => {
                    let path = format!("{to}{}", file.path.get(from.len()..).unwrap_or_default());
                    Arc::new(SourceFile { path: path.into(), content: file.content.clone() })
                }
                None => Arc::clone(file),
            }
        });
        let created = self.created.iter().map(|(path, new)| {
            let content = match std::str::from_utf8(&new.bytes) {
                Ok(text) => FileContent::Text(Arc::from(text)),
                Err(_) => FileContent::Binary(Arc::from(new.bytes.as_slice())),
            };
            Arc::new(SourceFile { path: path.as_str().into(), content })
        });
        SourceTree::new(files.chain(created).collect()).with_unreadable(tree.unreadable().cloned().collect())
    }

    /// Shows the changes file by file, lines with `-` and `+`.
    pub fn difference(&self, language: MessageLanguage) -> String {
        let mut out = String::new();
        for (from, to) in &self.moved_folders {
            out.push_str(&format!("{from}/ -> {to}/\n"));
        }
        for (path, text) in &self.texts {
            if *path != text.path {
                out.push_str(&format!("{path} -> {}\n", text.path));
            } else if text.old != text.new {
                out.push_str(&format!("{path}\n"));
            }
            out.push_str(&history::lines(&text.old, &text.new, language));
        }
        for (path, new) in &self.created {
            match std::str::from_utf8(&new.bytes) {
                Ok(text) => out.push_str(&format!("{path}\n{}", history::lines("", text, language))),
                Err(_) => out.push_str(&format!("{path}\n")),
            }
        }
        for path in self.removed.keys() {
            out.push_str(&message!("file-is-removed", path).text(language));
            out.push('\n');
        }
        out
    }

    /// Writes all of it, or nothing.
    ///
    /// # Errors
    ///
    /// See [`WriteError`].
    pub fn write(&self, root: &FolderPath) -> Result<(), WriteError> {
        let mut changes = Vec::new();
        for (path, text) in &self.texts {
            let before = Sum::of(text.old.as_bytes());
            if *path != text.path {
                let (like, bytes) = (Some(path.clone()), text.new.clone().into_bytes());
                changes.push(FileChange::Create { path: text.path.clone(), like, bytes });
                changes.push(FileChange::Remove { path: path.clone(), before });
            } else if text.old != text.new {
                changes.push(FileChange::Write { path: path.clone(), before, text: text.new.clone() });
            }
        }
        let created = self.created.iter();
        changes.extend(created.map(|(path, new)| {
            let NewFile { like, bytes } = new.clone();
            FileChange::Create { path: path.clone(), like, bytes }
        }));
        let removed = self.removed.iter();
        changes.extend(removed.map(|(path, sum)| FileChange::Remove { path: path.clone(), before: sum.clone() }));
        let moved = self.moved_folders.iter();
        changes.extend(moved.map(|(from, to)| FileChange::MoveFolder { from: from.clone(), to: to.clone() }));
        changes.extend(self.removed_folders.iter().map(|path| FileChange::RemoveFolder { path: path.clone() }));
        write::write(root, &self.purpose, &changes)
    }
}

fn format_of(file: &str) -> FileFormat {
    if file.ends_with(".md") { FileFormat::Page } else { FileFormat::Toml }
}
