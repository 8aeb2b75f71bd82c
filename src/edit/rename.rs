//! Renaming an entry, a plain page or a term: its files, what names it, and its old addresses.

use std::collections::BTreeMap;

use super::{
    Operation, PlainValue, Purpose, Refusal, Step,
    mentions::{Mention, Renamed, mentions, renamed, stem},
    site_edit::SiteEdit,
};
use crate::{
    config::{ID_LIMIT, LanguageId, is_id},
    content::{Page, PageKey},
    diagnostics::FilePath,
    message,
    message::Message,
    plan::{Plan, address},
    site::{EntryId, Site},
    source::SourceTree,
    system::may_be_named,
};

/// The state of a site that an edit starts from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'k> {
    pub site: &'k Site,
    pub plan: &'k Plan,
    pub tree: &'k SourceTree,
}

/// The edit that gives what has this key another id: its pages in all languages and its own files move, facts and links
/// that name it are rewritten, and its old address is an alias in every language.
///
/// # Errors
///
/// Why it cannot have that id.
pub(crate) fn rename(known: Known<'_>, key: &PageKey, id: &str) -> Result<SiteEdit, Refusal> {
    let site = known.site;
    let new = with_id(key, id)?;
    let (old_path, new_path) = (key.path(&site.config), new.path(&site.config));
    let (from, to) = (stem(key, site), stem(&new, site));
    check_free(known, &new, &to)?;
    let mut edit = SiteEdit::new(Purpose::Rename { from: old_path.clone(), to: new_path.clone() });
    // Links and facts first: their ranges are those of the texts as they are.
    let mut by_file: BTreeMap<FilePath, Vec<Mention>> = BTreeMap::new();
    for mention in mentions(site, known.tree, key)? {
        by_file.entry(mention.file.clone()).or_default().push(mention);
    }
    let what = Renamed { id: key.id(), from: &from, to: &to };
    for (file, found) in &by_file {
        let text = known.tree.get(file).and_then(|file| file.text()).unwrap_or_default();
        let operations = renamed(&found.iter().collect::<Vec<_>>(), text, what)?;
        edit.edit(site, known.tree, file, &operations)?;
    }
    if let PageKey::Term(..) = key {
        rename_term(known, key, id, &mut edit)?;
    }
    for file in pages_of(known, &from) {
        let path = format!("{to}{}", file.get(from.len()..).unwrap_or_default());
        edit.move_text(known.tree, &file, &path)?;
    }
    if let Some(entry) = site.find(key).filter(|_| !matches!(key, PageKey::Term(..))) {
        add_aliases(known, entry, id, &mut edit)?;
    }
    if known.tree.below(&from).next().is_some() {
        edit.move_folder(&from, &to);
    }
    Ok(edit)
}

fn with_id(key: &PageKey, id: &str) -> Result<PageKey, Refusal> {
    let id_of = |id: &str| id.to_owned();
    if !is_id(id) || matches!(id, "index" | "page") {
        return Err(Refusal::new(message!("no-id", id)).hint(message!("no-id.form", limit = ID_LIMIT)));
    }
    if !may_be_named(id) {
        return Err(Refusal::new(message!("windows-name", name = id)).hint(message!("hint-another-id")));
    }
    match key {
        PageKey::Plain(_) => Ok(PageKey::Plain(id_of(id))),
        PageKey::Entry(collection, _) => Ok(PageKey::Entry(*collection, id_of(id))),
        PageKey::Term(vocabulary, _) => Ok(PageKey::Term(*vocabulary, id_of(id))),
        PageKey::Home | PageKey::CollectionIndex(_) | PageKey::VocabularyIndex(_) => {
            Err(Refusal::new(message!("index-not-renamed")))
        }
    }
}

/// Nothing may have the new id yet, published or not.
fn check_free(known: Known<'_>, new: &PageKey, to: &str) -> Result<(), Refusal> {
    let site = known.site;
    let taken = |what: Message| Err(Refusal::new(what).hint(message!("hint-another-id")));
    if let PageKey::Term(vocabulary, id) = new
        && site.find_term(*vocabulary, id).is_some()
    {
        return taken(message!("term-there-already", term = new.path(&site.config)));
    }
    if let Some(file) = pages_of(known, to).first() {
        return taken(message!("file-there-already", file));
    }
    if known.tree.below(to).next().is_some() {
        return taken(message!("folder-there-already", folder = to));
    }
    Ok(())
}

/// The pages of an entry in all languages, drafts too: `stem.<language>.md`.
pub(super) fn pages_of(known: Known<'_>, stem: &str) -> Vec<String> {
    let languages = known.site.config.languages.iter();
    let paths = languages.map(|language| format!("{stem}.{language}.md"));
    paths.filter(|path| known.tree.get(path).is_some()).collect()
}

/// Each page gets its old address as an alias; the original also those of languages that show it for want of a translation.
fn add_aliases(known: Known<'_>, id: EntryId, new_id: &str, edit: &mut SiteEdit) -> Result<(), Refusal> {
    let site = known.site;
    let entry = site.entry(id);
    let original = entry.original().map(|version| &version.page);
    if original.is_none_or(|original| original.draft) {
        // It has never been published: nobody knows its address.
        return Ok(());
    }
    for language in site.config.language_ids() {
        let version = entry.version(language).map(|version| &version.page);
        let page = version.or(original.filter(|_| entry.shown(language).is_some()));
        let Some(page) = page.filter(|page| !page.draft) else { continue };
        let has_slug = version.is_some_and(|page| page.slug.is_some());
        if !has_slug {
            add_alias(known, page, known.plan.address(id, language), new_id, edit)?;
        }
    }
    Ok(())
}

fn add_alias(known: Known<'_>, page: &Page, address: &str, new_id: &str, edit: &mut SiteEdit) -> Result<(), Refusal> {
    let old = format!("/{address}");
    let new = format!("{}/{new_id}/", address.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder));
    let stands_at = |alias: &str| address::alias(alias, address).trim_end_matches('/').to_owned();
    if let Some(back) = page.aliases.iter().find(|alias| stands_at(&alias.value) == new.trim_end_matches('/')) {
        return Err(Refusal::new(message!("page-back-to-alias", new)).hint(message!(
            "page-back-to-alias.hint",
            alias = &back.value,
            file = &page.file
        )));
    }
    if page.aliases.iter().any(|alias| stands_at(&alias.value) == address.trim_end_matches('/')) {
        return Ok(());
    }
    let path = vec![Step::Key("aliases".to_owned())];
    let at = edit.count(known.tree, &page.file, &path);
    let operation = Operation::AddItem { path, at, value: PlainValue::text(old) };
    edit.edit(known.site, known.tree, &page.file, &[operation])
}

/// The key in the vocabulary's file, and the term's old addresses.
fn rename_term(known: Known<'_>, key: &PageKey, id: &str, edit: &mut SiteEdit) -> Result<(), Refusal> {
    let PageKey::Term(vocabulary, old) = key else { return Ok(()) };
    let site = known.site;
    let term = site.find_term(*vocabulary, old).and_then(|term| Some((term, site.term(*vocabulary, term)?)));
    let (Some((at, term)), Some(file)) = (term, site.vocabulary_file(*vocabulary)) else {
        return Err(Refusal::new(message!("edit-no-term", term = key.path(&site.config))));
    };
    let aliases = vec![Step::Key(old.clone()), Step::Key("aliases".to_owned())];
    let mut operations = Vec::new();
    let mut count = edit.count(known.tree, file, &aliases);
    for language in site.config.language_ids() {
        let Some(address) = address::term(site, *vocabulary, at, language) else { continue };
        let new = format!("/{}/{}/{id}", site.config.tag(language), site.config.vocabulary(*vocabulary).name);
        if let Some(back) = term.aliases.iter().find(|alias| alias.value.trim_end_matches('/') == new) {
            return Err(Refusal::new(message!("term-back-to-alias", new)).hint(message!(
                "page-back-to-alias.hint",
                alias = &back.value,
                file
            )));
        }
        let value = PlainValue::Text(format!("/{address}"));
        operations.push(Operation::AddItem { path: aliases.clone(), at: count, value });
        count += 1;
    }
    operations.push(Operation::RenameKey { path: vec![Step::Key(old.clone())], to: id.to_owned() });
    edit.edit(site, known.tree, file, &operations)
}

/// The key of a page after a rename.
pub(super) fn after(key: &PageKey, old: &PageKey, id: &str) -> PageKey {
    if key == old { with_id(old, id).unwrap_or_else(|_| key.clone()) } else { key.clone() }
}

/// A language's own version of an entry, for messages.
pub(super) fn file_in(site: &Site, entry: EntryId, language: LanguageId) -> Option<&FilePath> {
    site.entry(entry).version(language).map(|version| &version.page.file)
}
