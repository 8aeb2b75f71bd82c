//! `icsi translated`: stamps translations as following their original as it is now.

use super::{
    Exit,
    args::{Common, Translated},
    editing::write_error,
    page_name, project,
    terminal::Terminal,
};
use crate::{
    content::{Page, name::CONTENT},
    edit::{Operation, PlainValue, Purpose, SiteEdit, Step},
    message,
    message::Message,
    pipeline::LoadOptions,
    site::{Entry, Site, State, translations::missing_languages},
};

pub(super) fn run(common: &Common, options: &Translated, terminal: &Terminal) -> Result<(), Exit> {
    // Drafts are translated too.
    let mut opened = project::open(common, &LoadOptions { drafts: true, ..LoadOptions::default() }, terminal)?;
    let pages: Vec<String> = options.which.pages.iter().map(|page| project::from_here(&opened.root, page)).collect();
    let chosen = choose(&opened.snapshot.site, &pages, options.which.all).map_err(|page| {
        let (message, hint) = no_translation(&opened.snapshot.site, &page);
        terminal.usage(message, Some(hint))
    })?;
    let (known, unsound): (Vec<&ChosenTranslation<'_>>, Vec<&ChosenTranslation<'_>>) =
        chosen.iter().partition(|one| one.page_to_stamp().is_some());
    let to_stamp: Vec<(&Page, &str)> =
        known.iter().filter(|one| !one.is_current()).filter_map(|one| one.page_to_stamp()).collect();
    let mut edit = SiteEdit::new(Purpose::Stamp);
    for (page, revision) in &to_stamp {
        let stamp =
            Operation::Set { path: vec![Step::Key("translates".to_owned())], value: PlainValue::text(*revision) };
        edit.edit(&opened.snapshot.site, &opened.tree, &page.file, &[stamp])
            .map_err(|refusal| terminal.usage(&refusal.message, refusal.hint.clone()))?;
    }
    edit.write(&opened.root).map_err(|error| write_error(&error, terminal))?;
    for (page, revision) in &to_stamp {
        terminal.line(message!("stamped", file = &page.file, revision));
    }
    terminal.line(message!("stamped-count", stamped = to_stamp.len(), current = known.len() - to_stamp.len()));
    if unsound.is_empty() {
        return Ok(());
    }
    let starts: Vec<String> =
        unsound.iter().map(|one| format!("{CONTENT}/{}.", one.entry.key.path(&opened.snapshot.site.config))).collect();
    let is_unsound = |file: &str| starts.iter().any(|start| file.starts_with(start.as_str()));
    opened.diagnostics.retain(|one| one.location.as_ref().is_some_and(|place| is_unsound(&place.file)));
    opened.diagnostics.sort();
    terminal.diagnostics(&opened.diagnostics, &opened.tree);
    Err(Exit::SiteErrors)
}

/// A translation that was asked for.
#[derive(Clone, Copy, Debug)]
struct ChosenTranslation<'s> {
    entry: &'s Entry,
    file: &'s str,
    /// `None` when the file could not be read.
    page: Option<&'s Page>,
}

impl<'s> ChosenTranslation<'s> {
    /// All translations of an entry, and its files that could not be read: each may be one.
    fn all_of(entry: &'s Entry) -> impl Iterator<Item = Self> {
        let translations = entry.versions.iter().flatten().filter(|version| version.state != State::Original);
        let read = translations.map(move |version| Self { entry, file: &version.page.file, page: Some(&version.page) });
        read.chain(entry.unreadable.iter().map(move |page| Self { entry, file: &page.file, page: None }))
    }

    /// The page and its original's revision; `None` when one of them is not known, which has been reported.
    fn page_to_stamp(&self) -> Option<(&'s Page, &'s str)> {
        Some((self.page.filter(|page| !page.is_incomplete)?, self.entry.revision()?))
    }

    /// Whether it follows its original as it is now, by whatever formula its stamp was made.
    fn is_current(&self) -> bool {
        let original = self.entry.original().map(|version| &version.page);
        let stamp = self.page.and_then(|page| page.translates.as_ref());
        original.zip(stamp).is_some_and(|(original, stamp)| original.is_followed_by(&stamp.value))
    }
}

/// Why a name means no translation, and what to do.
fn no_translation(site: &Site, name: &str) -> (Message, Message) {
    let wanted = page_name::inside(name);
    let message = message!("no-translation-named", name);
    if let Some(entry) = page_name::find_entry(wanted, site) {
        let path = entry.key.path(&site.config);
        let hint = match missing_languages(entry, &site.config).next() {
            Some(language) => message!("no-translation-named.none", path, language = site.config.tag(language)),
            None => message!("no-translation-named.original", path),
        };
        return (message, hint);
    }
    (message, page_name::hint(wanted, site))
}

/// The translations that are meant; `Err` names a page that is none.
fn choose<'s>(site: &'s Site, pages: &[String], all: bool) -> Result<Vec<ChosenTranslation<'s>>, String> {
    let translations = || site.entries.iter().flat_map(ChosenTranslation::all_of);
    if all {
        return Ok(translations().collect());
    }
    let mut chosen = Vec::new();
    for name in pages {
        let wanted = page_name::inside(name);
        let before = chosen.len();
        chosen.extend(translations().filter(|one| page_name::is_meant(wanted, one.entry, one.file, site)));
        if chosen.len() == before {
            return Err(name.clone());
        }
    }
    Ok(chosen)
}
