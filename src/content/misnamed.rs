//! Files whose names content/ cannot have: proposes the name that was probably meant, unless another file has it.

use std::collections::{BTreeMap, BTreeSet};

use super::name::is_file_name;
use crate::{
    config::{Config, ID_LIMIT, is_id},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::transliterate,
    message,
    message::Message,
    text::{
        characters::{in_one_script, nfc},
        nearest,
    },
};

/// A file whose name is not one that content/ can have.
#[derive(Clone, Debug, PartialEq)]
pub struct Misnamed {
    /// Without its hint where there are names to take: see [`Self::told`].
    diagnostic: Diagnostic,
    remedy: Option<Remedy>,
}

/// The advice to the editor, unless the place is taken.
#[derive(Clone, Debug, PartialEq)]
struct Remedy {
    action: Action,
    /// Paths that the file can have, the likeliest first.
    paths: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    Rename,
    /// To a name with an id that can be.
    RenameId,
    /// To a name that can be part of an address.
    RenameFile,
    /// Or delete it: it looks like a copy.
    RenameCopy,
    /// Or add this language to the site.
    RenameOrAdd(String),
    MoveUp,
    /// To its collection, or to one of these.
    Move(Vec<String>),
    /// A document of another program is no text.
    SaveAsText,
}

impl Action {
    fn hint(&self, path: &str) -> Message {
        match self {
            Action::Rename => message!("hint-rename", path),
            Action::RenameId => message!("hint-rename-id", path),
            Action::RenameFile => message!("hint-rename-file", path),
            Action::RenameCopy => message!("hint-rename-copy", path),
            Action::RenameOrAdd(tag) => message!("hint-rename-or-add", path, tag),
            Action::MoveUp => message!("hint-move-up", path),
            Action::Move(others) if others.is_empty() => message!("hint-move", path),
            Action::Move(others) => message!("hint-move-or", path, others = message::list(others)),
            Action::SaveAsText => message!("hint-save-as-text", path),
        }
    }
}

/// A file that belongs to another folder, or to one of several.
pub(super) fn moved(diagnostic: Diagnostic, path: String, others: Vec<String>) -> Misnamed {
    Misnamed { diagnostic, remedy: Some(Remedy { action: Action::Move(others), paths: vec![path] }) }
}

impl Misnamed {
    /// The paths that the file was probably meant to have.
    pub fn meant(&self) -> impl Iterator<Item = &str> {
        self.remedy.iter().flat_map(|remedy| remedy.paths.iter().map(String::as_str))
    }

    /// The diagnostic with a hint that names no path where there is a file already.
    pub fn told(&self, is_taken: impl Fn(&str) -> bool) -> Diagnostic {
        let Some(Remedy { action, paths }) = &self.remedy else { return self.diagnostic.clone() };
        let hint = match (paths.iter().find(|path| !is_taken(path)), paths.first(), action) {
            (Some(free), ..) => action.hint(free),
            (None, _, Action::RenameOrAdd(tag)) => message!("hint-add-language", tag),
            (None, Some(taken), _) if taken.ends_with(".toml") => message!("hint-taken-terms", path = taken),
            (None, Some(taken), _) => match free_name(taken, is_taken) {
                Some(other) => message!("hint-taken", path = taken, other),
                None => message!("hint-taken-delete", path = taken),
            },
            (None, None, _) => return self.diagnostic.clone(),
        };
        self.diagnostic.clone().hint(hint)
    }
}

/// `content/clusters/uca.en.md` -> `content/clusters/uca-2.en.md`, unless its id is too long for that.
fn free_name(path: &str, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    let dot = path.get(name..)?.find('.')? + name;
    let (stem, endings) = path.split_at_checked(dot)?;
    let has_room = dot - name + "-99".len() <= ID_LIMIT;
    (2..=99).filter(|_| has_room).map(|number| format!("{stem}-{number}{endings}")).find(|path| !is_taken(path))
}

/// A mistake in the name of a file, which is reported for the file as a whole.
pub(super) fn misnamed(
    rule: Rule,
    path: &FilePath,
    message: impl Into<Message>,
    hint: impl Into<Message>,
) -> Box<Misnamed> {
    let diagnostic = Diagnostic::new(rule, Location::file(path), message).hint(hint);
    Box::new(Misnamed { diagnostic, remedy: None })
}

/// The folder that a file stands in, with a slash at its end.
pub(super) fn folder_of(path: &str) -> &str {
    path.get(..path.rfind('/').map_or(0, |at| at + 1)).unwrap_or_default()
}

/// A file that is to have another path.
pub(super) fn renamed(
    rule: Rule,
    path: &FilePath,
    message: Message,
    action: Action,
    paths: Vec<String>,
) -> Box<Misnamed> {
    let diagnostic = Diagnostic::new(rule, Location::file(path), message);
    Box::new(Misnamed { diagnostic, remedy: Some(Remedy { action, paths }) })
}

/// Endings under which texts come from other programs.
const TEXT_ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd", "txt", "text"];
/// Endings of files that have to be saved as text first.
const DOCUMENT_ENDINGS: &[&str] = &["doc", "docx", "odt", "rtf", "htm", "html"];

/// A page (`lviv.en.md.txt`, `lviv.en.MD`, `lviv.en.docx`) or vocabulary by all but its ending.
pub(super) fn other_ending(path: &FilePath, name: &str, config: &Config) -> Option<Box<Misnamed>> {
    let folder = folder_of(path);
    let (first, last) = name.rsplit_once('.')?;
    let is_document = DOCUMENT_ENDINGS.contains(&last.to_lowercase().as_str());
    let (mut stem, mut is_toml) = (first, last.eq_ignore_ascii_case("toml"));
    if !is_document && !is_toml && !TEXT_ENDINGS.contains(&last.to_lowercase().as_str()) {
        return None;
    }
    if let Some((inner, ending)) = stem.rsplit_once('.') {
        is_toml |= ending.eq_ignore_ascii_case("toml");
        if is_toml || TEXT_ENDINGS.contains(&ending.to_lowercase().as_str()) {
            stem = inner;
        }
    }
    let message = message!("other-ending", name);
    if is_toml {
        let is_known = folder == "content/" && config.vocabulary_named(stem).is_some();
        return is_known
            .then(|| renamed(Rule::FileName, path, message, Action::Rename, vec![format!("{folder}{stem}.toml")]));
    }
    let stem = copied(stem).unwrap_or_else(|| stem.to_owned());
    if !is_page_stem(&stem, config) {
        return None;
    }
    let action = if is_document { Action::SaveAsText } else { Action::Rename };
    Some(renamed(Rule::FileName, path, message, action, vec![format!("{folder}{stem}.md")]))
}

/// Whether a name without its ending is that of a page: `lviv-cluster.en`.
pub(super) fn is_page_stem(stem: &str, config: &Config) -> bool {
    stem.rsplit_once('.').is_some_and(|(id, tag)| is_id(id) && config.language(tag).is_some())
}

/// The name that a copy was made of: `lviv.en (1)`, `lviv.en - Copy`, `lviv (2).en`, `Copy of lviv.en`.
pub(super) fn copied(stem: &str) -> Option<String> {
    let lower = stem.to_lowercase();
    let start = ["copy of ", "копія "].iter().find(|start| lower.starts_with(**start));
    let whole = start.and_then(|start| stem.get(start.len()..)).unwrap_or(stem);
    let parts: Vec<&str> = whole.split('.').map(without_copy_mark).collect();
    let original = parts.join(".");
    (original != stem).then_some(original)
}

/// A part of a name without ` (1)`, ` copy`, ` - Copy (2)`, `_копія` at its end.
fn without_copy_mark(part: &str) -> &str {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_');
    let numbered = part.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    let unnumbered = match numbered {
        Some((before, number)) if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) => before.trim_end(),
        _ => part,
    };
    let lower = unnumbered.to_lowercase();
    let word = ["copy", "копія", "(copy)", "(копія)"].iter().find(|word| lower.ends_with(**word));
    let unworded = word.and_then(|word| unnumbered.get(..unnumbered.len().checked_sub(word.len())?));
    match unworded.filter(|rest| rest.ends_with(is_blank)) {
        Some(rest) => rest.trim_end_matches(is_blank),
        None => unnumbered,
    }
}

/// The id that was probably meant by one that is none.
pub(super) fn repaired_id(written: &str) -> String {
    let slug = transliterate::slug(&in_one_script(written));
    if slug.is_empty() { "new-page".to_owned() } else { slug }
}

pub(super) fn repaired_file_name(part: &str) -> String {
    if is_file_name(part) {
        return part.to_owned();
    }
    let (stem, ending) = part.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((part, ""));
    let slug: String = transliterate::slug(&in_one_script(stem)).chars().take(100).collect();
    let stem = if slug.is_empty() { "file" } else { slug.trim_end_matches('-') };
    let ending: String = transliterate::slug(ending).chars().take(10).collect();
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

/// The entries and terms that files with a bad name were probably meant to hold. References and links to it are not reported as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MisnamedIds {
    /// Folder and id.
    ids: BTreeSet<(String, String)>,
    /// Folders of which everything is missing, since a file stands in their place.
    folders: BTreeSet<String>,
}

impl MisnamedIds {
    /// Adds what the file at this path was probably meant to hold.
    pub(crate) fn add(&mut self, path: &str, config: &Config) {
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
    pub(crate) fn contains(&self, folder: &str, id: &str) -> bool {
        let has_id = || self.ids.contains(&(folder.to_owned(), id.to_owned()));
        self.folders.contains(folder) || (!self.ids.is_empty() && has_id())
    }
}

/// Errors about names, one for each mistake: of a folder that is unknown the first file tells, and of names that are
/// one but for case or normal form the second tells that there is another.
pub(crate) fn without_echoes(found: Vec<(FilePath, Diagnostic)>, good: &[&str]) -> Diagnostics {
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
                let location = Location::file(&path);
                let message = message!("colliding-ids", other);
                kept.push(Diagnostic::new(Rule::CollidingIds, location, message).hint(message!("colliding-ids.hint")));
            }
        }
    }
    kept
}
