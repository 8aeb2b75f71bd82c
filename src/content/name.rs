//! Names of files below content/. `<id>.<language>.md` is the one rule for naming.

use super::misnamed::{
    Action, Misnamed, copied, folder_of, is_page_stem, misnamed, other_ending, renamed, repaired_file_name, repaired_id,
};
use crate::{
    config::{CollectionId, Config, ID_LIMIT, LanguageId, VocabularyId, is_id, read::RESERVED_NAMES},
    diagnostics::{FilePath, Rule},
    locale::tag,
    message,
    text::nearest,
};

pub(crate) const CONTENT: &str = "content";

/// The identity of a page, the same in all its languages. Ordered so that lists of pages have a stable order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    Home,
    Plain(String),
    CollectionIndex(CollectionId),
    Entry(CollectionId, String),
    VocabularyIndex(VocabularyId),
    Term(VocabularyId, String),
}

impl PageKey {
    /// The path of its files without language and ending: `clusters/uca`.
    pub fn path(&self, config: &Config) -> String {
        match self {
            PageKey::Home => "index".to_owned(),
            PageKey::Plain(id) => id.clone(),
            PageKey::CollectionIndex(c) => format!("{}/index", config.collection(*c).name),
            PageKey::Entry(c, id) => format!("{}/{id}", config.collection(*c).name),
            PageKey::VocabularyIndex(v) => format!("{}/index", config.vocabulary(*v).name),
            PageKey::Term(v, id) => format!("{}/{id}", config.vocabulary(*v).name),
        }
    }

    pub fn id(&self) -> &str {
        match self {
            PageKey::Plain(id) | PageKey::Entry(_, id) | PageKey::Term(_, id) => id,
            PageKey::Home | PageKey::CollectionIndex(_) | PageKey::VocabularyIndex(_) => "index",
        }
    }

    pub fn collection(&self) -> Option<CollectionId> {
        match self {
            PageKey::Entry(c, _) | PageKey::CollectionIndex(c) => Some(*c),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ContentKind {
    Page {
        key: PageKey,
        language: LanguageId,
    },
    Vocabulary(VocabularyId),
    /// One of a page's own files: `clusters/uca/logo.svg`, with the page's folder and the name below it.
    Attachment {
        folder: String,
        name: String,
    },
}

/// The kind of a file below content/, or the mistake in its name.
pub(crate) fn classify(path: &FilePath, config: &Config) -> Result<ContentKind, Box<Misnamed>> {
    let inside = path.strip_prefix("content/").unwrap_or(path);
    let Some((folder, rest)) = inside.split_once('/') else {
        if inside.ends_with(".toml") {
            return vocabulary(path, inside, config);
        }
        let (id, language) = page_name(path, inside, config)?;
        let key = if id == "index" { PageKey::Home } else { PageKey::Plain(id) };
        return Ok(ContentKind::Page { key, language });
    };
    let owner = match (config.collection_named(folder), config.vocabulary_named(folder)) {
        (Some(collection), _) => Some(FolderOwner::Collection(collection)),
        (None, vocabulary) => vocabulary.map(FolderOwner::Vocabulary),
    };
    match (owner, rest.split_once('/')) {
        (Some(owner), None) if rest.ends_with(".md") => {
            let (id, language) = page_name(path, rest, config)?;
            let key = match owner {
                FolderOwner::Collection(collection) if id == "index" => PageKey::CollectionIndex(collection),
                FolderOwner::Collection(collection) => PageKey::Entry(collection, id),
                FolderOwner::Vocabulary(vocabulary) if id == "index" => PageKey::VocabularyIndex(vocabulary),
                FolderOwner::Vocabulary(vocabulary) => PageKey::Term(vocabulary, id),
            };
            Ok(ContentKind::Page { key, language })
        }
        (Some(_), Some((entry, name))) => attachment(path, format!("{folder}/{entry}"), name),
        (Some(_), None) => Err(other_ending(path, rest, config).unwrap_or_else(|| {
            misnamed(
                Rule::FileName,
                path,
                message!("file-of-no-entry", folder),
                message!("file-of-no-entry.hint", folder),
            )
        })),
        (None, _) if !rest.ends_with(".md") => attachment(path, folder.to_owned(), rest),
        (None, _) => Err(unknown_folder(path, folder, config)),
    }
}

/// The collection or vocabulary that the pages of a folder belong to.
enum FolderOwner {
    Collection(CollectionId),
    Vocabulary(VocabularyId),
}

fn vocabulary(path: &FilePath, name: &str, config: &Config) -> Result<ContentKind, Box<Misnamed>> {
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    config.vocabulary_named(stem).map(ContentKind::Vocabulary).ok_or_else(|| {
        let known: Vec<&str> = config.vocabularies.iter().map(|v| v.name.as_str()).collect();
        let message = message!("no-such-vocabulary", name = stem);
        if let Some(meant) = same_name(stem, &known).or_else(|| nearest(stem, known.iter().copied())) {
            return renamed(
                Rule::UnknownFolder,
                path,
                message,
                Action::Rename,
                vec![format!("{CONTENT}/{meant}.toml")],
            );
        }
        let hint = if can_be_described(stem) {
            message!("no-such-vocabulary.hint", name = stem)
        } else {
            message!("no-such-vocabulary.known", known = message::list(known))
        };
        misnamed(Rule::UnknownFolder, path, message, hint)
    })
}

/// Whether site.toml may describe a collection or vocabulary of this name.
fn can_be_described(name: &str) -> bool {
    is_id(name) && !RESERVED_NAMES.contains(&name)
}

/// The known name that differs in capitals, blanks or look-alike letters alone.
fn same_name<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let slug = repaired_id(written);
    known.iter().copied().find(|known| *known == slug)
}

fn unknown_folder(path: &FilePath, folder: &str, config: &Config) -> Box<Misnamed> {
    let known: Vec<&str> = config
        .collections
        .iter()
        .map(|c| c.name.as_str())
        .chain(config.vocabularies.iter().map(|v| v.name.as_str()))
        .collect();
    let message = message!("unknown-folder", folder);
    let hint = match same_name(folder, &known).or_else(|| nearest(folder, known.iter().copied())) {
        Some(meant) => message!("hint-did-you-mean", name = meant),
        None if can_be_described(folder) => message!("unknown-folder.hint", folder),
        None => message!("unknown-folder.known", known = message::list(known)),
    };
    misnamed(Rule::UnknownFolder, path, message, hint)
}

/// Id and language of a page's file name, or what is wrong with it.
fn page_name(path: &FilePath, name: &str, config: &Config) -> Result<(String, LanguageId), Box<Misnamed>> {
    let folder = folder_of(path);
    let default = config.languages.first().map_or("en", String::as_str);
    let Some(stem) = name.strip_suffix(".md") else {
        return Err(other_ending(path, name, config).unwrap_or_else(|| {
            misnamed(Rule::FileName, path, message!("no-page", name), message!("no-page.hint", language = default))
        }));
    };
    if let Some(original) = copied(stem).filter(|original| is_page_stem(original, config)) {
        let message = message!("looks-like-a-copy", name, original = format!("{original}.md"));
        let paths = vec![format!("{folder}{original}.md")];
        return Err(renamed(Rule::FileName, path, message, Action::RenameCopy, paths));
    }
    let id = stem.rsplit_once('.').map_or(stem, |(id, _)| id);
    if repaired_id(id).len() > ID_LIMIT {
        let message = message!("long-id", id, limit = ID_LIMIT);
        return Err(misnamed(Rule::FileName, path, message, message!("long-id.hint", limit = ID_LIMIT)));
    }
    let Some((id, tag)) = stem.rsplit_once('.') else {
        let paths = config.languages.iter().map(|tag| format!("{folder}{}.{tag}.md", repaired_id(stem))).collect();
        return Err(renamed(Rule::FileName, path, message!("name-without-language", name), Action::Rename, paths));
    };
    let Some(language) = config.language(tag) else { return Err(unknown_language(path, id, tag, config)) };
    if !is_id(id) {
        let paths = vec![format!("{folder}{}.{tag}.md", repaired_id(id))];
        return Err(renamed(Rule::FileName, path, message!("no-id", id), Action::RenameId, paths));
    }
    Ok((id.to_owned(), language))
}

fn unknown_language(path: &FilePath, id: &str, tag: &str, config: &Config) -> Box<Misnamed> {
    let folder = folder_of(path);
    let in_language = |tag: &str| format!("{folder}{}.{tag}.md", repaired_id(id));
    let message = message!("name-in-no-language", tag, name = format!("{id}.{tag}.md"));
    let meant = tag::meant(tag).filter(|meant| config.language(meant).is_some());
    if let Some(meant) = meant {
        return renamed(Rule::UnknownLanguage, path, message, Action::Rename, vec![in_language(&meant)]);
    }
    let paths = config.languages.iter().map(|known| in_language(known)).collect();
    let action = if tag::check(tag).is_ok() { Action::RenameOrAdd(tag.to_owned()) } else { Action::Rename };
    renamed(Rule::UnknownLanguage, path, message, action, paths)
}

fn attachment(path: &FilePath, folder: String, name: &str) -> Result<ContentKind, Box<Misnamed>> {
    if name.split('/').any(|part| !is_file_name(part)) {
        let part = name.split('/').find(|part| !is_file_name(part)).unwrap_or_default();
        let parts: Vec<String> = name.split('/').map(repaired_file_name).collect();
        let paths = vec![format!("{CONTENT}/{folder}/{}", parts.join("/"))];
        return Err(renamed(Rule::FileName, path, message!("no-file-name", name = part), Action::RenameFile, paths));
    }
    if name.ends_with(".md") {
        // It would be published as it stands there, front matter and all.
        let above = folder.split('/').next().unwrap_or_default();
        let page = name.rsplit('/').next().unwrap_or_default();
        let paths = vec![format!("{CONTENT}/{above}/{page}")];
        return Err(renamed(Rule::FileName, path, message!("page-among-files"), Action::MoveUp, paths));
    }
    Ok(ContentKind::Attachment { folder, name: name.to_owned() })
}

/// Whether a name can be part of the address of an entry's own file.
pub(super) fn is_file_name(part: &str) -> bool {
    part.len() <= 120
        && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !part.starts_with('.')
}
