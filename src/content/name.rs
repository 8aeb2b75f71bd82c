//! What a path below content/ is. `<id>.<language>.md` is the one rule for naming.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::{CollectionId, Config, LanguageId, VocabularyId, is_id},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::transliterate,
    message::Message,
    text::{characters::nfc, nearest, suggest},
};

pub const CONTENT: &str = "content";

/// What a page is, in whatever language. Ordered so that lists of pages have a stable order.
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
pub enum ContentKind {
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

/// What a file below content/ is, or what is wrong with its name.
pub fn classify(path: &FilePath, config: &Config) -> Result<ContentKind, Box<Diagnostic>> {
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
        (Some(collection), _) => Some(Owner::Collection(collection)),
        (None, vocabulary) => vocabulary.map(Owner::Vocabulary),
    };
    match (owner, rest.split_once('/')) {
        (Some(owner), None) if rest.ends_with(".md") => {
            let (id, language) = page_name(path, rest, config)?;
            let key = match owner {
                Owner::Collection(collection) if id == "index" => PageKey::CollectionIndex(collection),
                Owner::Collection(collection) => PageKey::Entry(collection, id),
                Owner::Vocabulary(vocabulary) if id == "index" => PageKey::VocabularyIndex(vocabulary),
                Owner::Vocabulary(vocabulary) => PageKey::Term(vocabulary, id),
            };
            Ok(ContentKind::Page { key, language })
        }
        (Some(_), Some((entry, name))) => attachment(path, format!("{folder}/{entry}"), name),
        (Some(_), None) => {
            let message = format!("a file beside the pages of `{folder}` belongs to no entry");
            let hint = format!("put it into the folder of its entry: content/{folder}/<id>/");
            Err(misnamed(Rule::FileName, path, message, hint))
        }
        (None, _) if !rest.ends_with(".md") => attachment(path, folder.to_owned(), rest),
        (None, _) => Err(unknown_folder(path, folder, config)),
    }
}

/// What the pages of a folder belong to.
enum Owner {
    Collection(CollectionId),
    Vocabulary(VocabularyId),
}

/// What is wrong with the name of a file, which is reported for the file as a whole.
fn misnamed(rule: Rule, path: &FilePath, message: impl Into<Message>, hint: impl Into<Message>) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(rule, Location::file(path), message).hint(hint))
}

fn vocabulary(path: &FilePath, name: &str, config: &Config) -> Result<ContentKind, Box<Diagnostic>> {
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    config.vocabulary_named(stem).map(ContentKind::Vocabulary).ok_or_else(|| {
        let known: Vec<&str> = config.vocabularies.iter().map(|v| v.name.as_str()).collect();
        let hint =
            suggest(stem, known).unwrap_or_else(|| format!("describe it in site.toml: [vocabularies.{stem}]").into());
        misnamed(Rule::UnknownFolder, path, format!("there is no vocabulary `{stem}`"), hint)
    })
}

fn unknown_folder(path: &FilePath, folder: &str, config: &Config) -> Box<Diagnostic> {
    let known: Vec<&str> = config
        .collections
        .iter()
        .map(|c| c.name.as_str())
        .chain(config.vocabularies.iter().map(|v| v.name.as_str()))
        .collect();
    let message = format!("`{folder}` is neither a collection nor a vocabulary of the site");
    let hint =
        suggest(folder, known).unwrap_or_else(|| format!("describe it in site.toml: [collections.{folder}]").into());
    misnamed(Rule::UnknownFolder, path, message, hint)
}

fn page_name(path: &FilePath, name: &str, config: &Config) -> Result<(String, LanguageId), Box<Diagnostic>> {
    let bad = |rule, message, hint| Err(misnamed(rule, path, message, hint));
    let default = config.languages.first().map_or("en", String::as_str);
    let Some(stem) = name.strip_suffix(".md") else {
        return bad(
            Rule::FileName,
            format!("`{name}` is not a page"),
            format!(
                "pages are named `<id>.<language>.md`, such as about.{default}.md; an entry's own files stand in a folder named after it"
            ),
        );
    };
    let Some((id, tag)) = stem.rsplit_once('.') else {
        return bad(
            Rule::FileName,
            format!("the name `{name}` says no language"),
            format!("rename it to {}.{default}.md", repaired_id(stem)),
        );
    };
    let Some(language) = config.language(tag) else {
        return bad(
            Rule::UnknownLanguage,
            format!("`{tag}` in the name `{name}` is not a language of this site"),
            format!("rename it to {}.{default}.md, or add \"{tag}\" to `languages` in site.toml", repaired_id(id)),
        );
    };
    if !is_id(id) {
        return bad(
            Rule::FileName,
            format!("`{id}` cannot be an id"),
            format!("rename it to {}.{tag}.md: lower-case letters a to z, digits and single hyphens", repaired_id(id)),
        );
    }
    Ok((id.to_owned(), language))
}

/// What an id that is none was probably meant to be.
fn repaired_id(written: &str) -> String {
    let slug = transliterate::slug(written);
    if slug.is_empty() { "new-page".to_owned() } else { slug }
}

/// What files with a bad name were probably meant to hold. References and links to it are not reported as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MisnamedIds {
    /// Folder and id.
    ids: BTreeSet<(String, String)>,
    /// Folders of which everything is missing, since a file stands in their place.
    folders: BTreeSet<String>,
}

impl MisnamedIds {
    /// Adds what the file at this path was probably meant to hold.
    pub fn add(&mut self, path: &str, config: &Config) {
        let inside = path.strip_prefix("content/").unwrap_or("");
        let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
        let id = name.split('.').next().unwrap_or_default();
        let known: Vec<&str> = config.collections.iter().map(|c| c.name.as_str()).collect();
        let meant = if known.contains(&folder) { None } else { nearest(folder, known) };
        for folder in [folder].into_iter().chain(meant) {
            self.ids.insert((folder.to_owned(), id.to_owned()));
            self.ids.insert((folder.to_owned(), repaired_id(id)));
        }
        if folder.is_empty() && !name.contains('.') {
            self.folders.insert(name.to_owned());
        }
    }

    /// Whether a file with a bad name was probably meant to hold this id of a folder.
    pub fn contains(&self, folder: &str, id: &str) -> bool {
        let has_id = || self.ids.contains(&(folder.to_owned(), id.to_owned()));
        self.folders.contains(folder) || (!self.ids.is_empty() && has_id())
    }
}

/// Errors about names, one for each mistake: of a folder that is unknown the first file tells, and of names that are
/// one but for case or normal form the second tells that there is another.
pub fn without_echoes(found: Vec<(FilePath, Diagnostic)>, good: &[&str]) -> Diagnostics {
    let folded = |path: &str| nfc(path).to_lowercase();
    let mut seen: BTreeMap<String, String> = good.iter().map(|path| (folded(path), (*path).to_owned())).collect();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    let mut kept = Diagnostics::default();
    for (path, diagnostic) in found {
        if diagnostic.rule == Rule::UnknownFolder && path.ends_with(".md") {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folders.insert(folder.to_owned()) {
                kept.push(diagnostic);
            }
            continue;
        }
        if diagnostic.rule != Rule::FileName || !path.ends_with(".md") {
            kept.push(diagnostic);
            continue;
        }
        match seen.insert(folded(&path), path.to_string()) {
            None => kept.push(diagnostic),
            Some(other) => {
                let message =
                    format!("this name differs from that of `{other}` only by case or by how its letters are composed");
                let hint =
                    "keep one of the two files, under a name of lower-case letters a to z, digits and single hyphens";
                kept.push(*misnamed(Rule::CollidingIds, &path, message, hint));
            }
        }
    }
    kept
}

fn attachment(path: &FilePath, folder: String, name: &str) -> Result<ContentKind, Box<Diagnostic>> {
    let plain = |part: &str| {
        part.len() <= 120
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            && !part.starts_with('.')
    };
    if let Some(part) = name.split('/').find(|part| !plain(part)) {
        let hint = "letters a to z, digits, hyphens, underscores and dots: the name becomes part of an address";
        let message = format!("`{part}` cannot be the name of a file");
        return Err(misnamed(Rule::FileName, path, message, hint));
    }
    if name.ends_with(".md") {
        // It would be published as it stands there, front matter and all.
        let above = folder.split('/').next().unwrap_or_default();
        let page = name.rsplit('/').next().unwrap_or_default();
        let message = "a page stands among an entry's own files";
        return Err(misnamed(Rule::FileName, path, message, format!("move it up: content/{above}/{page}")));
    }
    Ok(ContentKind::Attachment { folder, name: name.to_owned() })
}
