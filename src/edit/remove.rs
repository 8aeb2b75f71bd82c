//! Removing an entry, one of its translations, a page or a term: only when nothing names it.

use super::{
    Operation, Purpose, Refusal, Step,
    mentions::{Mention, is_of, mentions, stem},
    rename::{Known, file_in, pages_of},
    site_edit::SiteEdit,
};
use crate::{
    config::LanguageId,
    content::PageKey,
    message,
    site::{EntryId, State},
};

/// Why something is not removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotRemoved {
    Refused(Refusal),
    /// These places name it.
    Named(Vec<Mention>),
}

impl From<Refusal> for NotRemoved {
    fn from(refusal: Refusal) -> Self {
        NotRemoved::Refused(refusal)
    }
}

/// The edit that removes a page or term with all its files.
///
/// # Errors
///
/// [`NotRemoved::Named`] with the places that name it.
pub(crate) fn remove(known: Known<'_>, key: &PageKey) -> Result<SiteEdit, NotRemoved> {
    let stem = stem(key, known.site);
    let others: Vec<Mention> =
        mentions(known.site, known.tree, key)?.into_iter().filter(|mention| !is_of(&mention.file, &stem)).collect();
    if !others.is_empty() {
        return Err(NotRemoved::Named(others));
    }
    let mut edit = SiteEdit::new(Purpose::Remove(key.path(&known.site.config)));
    for file in pages_of(known, &stem).iter().filter_map(|path| known.tree.get(path)) {
        edit.remove(file);
    }
    let mut folders: Vec<&str> = Vec::new();
    for file in known.tree.below(&stem) {
        edit.remove(file);
        let above = file.path.match_indices('/').map(|(at, _)| file.path.get(..at).unwrap_or_default());
        folders.extend(above.filter(|folder| folder.len() >= stem.len()));
    }
    // The deepest first.
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.len()));
    folders.dedup();
    folders.into_iter().for_each(|folder| edit.remove_folder(folder));
    if let PageKey::Term(vocabulary, id) = key {
        let file = known.site.vocabulary_file(*vocabulary);
        if let Some(file) = file.filter(|_| known.site.find_term(*vocabulary, id).is_some()) {
            let path = vec![Step::Key(id.clone())];
            edit.edit(known.site, known.tree, file, &[Operation::Unset { path }])?;
        }
    }
    if edit.is_empty() {
        return Err(Refusal::new(message!("nothing-to-remove", name = key.path(&known.site.config))).into());
    }
    Ok(edit)
}

/// The edit that removes one translation. What links to the entry goes on to lead to it, but for links to this very file.
///
/// # Errors
///
/// [`NotRemoved::Named`] with the links to the file; [`NotRemoved::Refused`] where it is the original, which its translations need.
pub(crate) fn remove_translation(
    known: Known<'_>,
    entry: EntryId,
    language: LanguageId,
) -> Result<SiteEdit, NotRemoved> {
    let site = known.site;
    let (version, file) = match (site.entry(entry).version(language), file_in(site, entry, language)) {
        (Some(version), Some(file)) => (version, file),
        _ => return Err(Refusal::new(message!("no-such-translation")).into()),
    };
    let path = site.entry(entry).key.path(&site.config);
    if version.state == State::Original {
        return Err(Refusal::new(message!("original-is-needed", file))
            .hint(message!("original-is-needed.hint", path))
            .into());
    }
    let links: Vec<Mention> = mentions(site, known.tree, &site.entry(entry).key)?
        .into_iter()
        .filter(|mention| mention.leads_to() == Some(&**file) && mention.file != *file)
        .collect();
    if !links.is_empty() {
        return Err(NotRemoved::Named(links));
    }
    let mut edit = SiteEdit::new(Purpose::Remove(file.to_string()));
    if let Some(file) = known.tree.get(file) {
        edit.remove(file);
    }
    Ok(edit)
}
