//! `icsi translated`: stamps translations as following their original as it is now.

use std::{io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, Translated},
    page_name, project,
    terminal::Terminal,
};
use crate::{
    content::{Page, front_matter, name::CONTENT},
    diagnostics::Sink,
    pipeline::LoadOptions,
    site::{Entry, Site, State, translations::missing_languages},
    source::SourceTree,
};

pub fn run(common: &Common, options: &Translated, terminal: &Terminal) -> Result<(), Exit> {
    // Drafts are translated too.
    let mut opened = project::open(common, &LoadOptions { drafts: true, base_url: None }, terminal)?;
    let chosen = choose(&opened.snapshot.site, &options.which.pages, options.which.all).map_err(|page| {
        let (message, hint) = no_translation(&opened.snapshot.site, &page);
        terminal.usage(&message, Some(&hint))
    })?;
    let (mut stamped, mut unsound) = (0, Vec::new());
    for one in &chosen {
        let Some((page, revision)) = one.page_to_stamp() else {
            unsound.push(format!("{CONTENT}/{}.", one.entry.key.path(&opened.snapshot.site.config)));
            continue;
        };
        let is_new = stamp(&opened.root, page, revision, &opened.tree)
            .map_err(|error| terminal.machine(&format!("`{}` cannot be written: {error}", page.file), None))?;
        if is_new {
            stamped += 1;
            terminal.line(&format!("{}: follows {revision}", page.file));
        }
    }
    terminal.line(&format!("{stamped} stamped, {} current already", chosen.len() - unsound.len() - stamped));
    if unsound.is_empty() {
        return Ok(());
    }
    let is_unsound = |file: &str| unsound.iter().any(|start| file.starts_with(start.as_str()));
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
}

/// Why a name means no translation, and what to do.
fn no_translation(site: &Site, name: &str) -> (String, String) {
    let wanted = page_name::inside(name);
    let message = format!("there is no translation `{name}`");
    if let Some(entry) = page_name::find_entry(wanted, site) {
        let path = entry.key.path(&site.config);
        let hint = match missing_languages(entry, &site.config).next() {
            Some(language) => format!("`{path}` has none yet: write content/{path}.{}.md", site.config.tag(language)),
            None => format!("that is the original; its translations are stamped by `icsi translated {path}`"),
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

/// Writes the stamp into the file, which keeps every other byte. `false` when it stands there already.
fn stamp(root: &Path, page: &Page, revision: &str, tree: &SourceTree) -> std::io::Result<bool> {
    let Some(text) = tree.get(&page.file).and_then(|file| file.text()) else { return Ok(false) };
    let Some(stamped) = stamped(text, page, revision).filter(|stamped| stamped != text) else { return Ok(false) };
    let path = root.join(&*page.file);
    let folder = path.parent().unwrap_or(root);
    // A new file takes the old one's place at once: a crash leaves the page whole.
    let mut file = tempfile::Builder::new().prefix(".icsi-").tempfile_in(folder)?;
    file.write_all(stamped.as_bytes())?;
    keep_mode(&path, file.as_file())?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(true)
}

#[expect(clippy::disallowed_methods, reason = "this command writes pages")]
fn keep_mode(path: &Path, file: &std::fs::File) -> std::io::Result<()> {
    file.set_permissions(std::fs::metadata(path)?.permissions())
}

fn stamped(text: &str, page: &Page, revision: &str) -> Option<String> {
    let mut stamped = text.to_owned();
    if let Some(written) = &page.translates {
        text.get(written.range.clone())?;
        stamped.replace_range(written.range.clone(), &format!("\"{revision}\""));
    } else {
        let split = front_matter::split(text, &mut Sink::new(&page.file))?;
        let line_end = if text.get(split.toml.clone())?.contains("\r\n") { "\r\n" } else { "\n" };
        stamped.insert_str(split.toml.start, &format!("translates = \"{revision}\"{line_end}"));
    }
    Some(stamped)
}
