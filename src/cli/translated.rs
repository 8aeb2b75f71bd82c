//! `icsi translated`: stamps translations as following their original as it is now.

use std::{collections::BTreeSet, io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, Translated},
    page_name, project,
    terminal::Terminal,
};
use crate::{
    content::{Page, front_matter},
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
    // Of an original that cannot be read, the revision is not known.
    let (chosen, unsound): (Vec<TranslationToStamp<'_>>, Vec<TranslationToStamp<'_>>) =
        chosen.into_iter().partition(|one| !one.original.broken && !one.page.broken && !one.original.title.is_empty());
    let mut stamped = 0;
    for TranslationToStamp { page, original } in &chosen {
        let revision = &original.revision;
        let is_new = stamp(&opened.root, page, revision, &opened.tree)
            .map_err(|error| terminal.machine(&format!("`{}` cannot be written: {error}", page.file), None))?;
        if is_new {
            stamped += 1;
            terminal.line(&format!("{}: follows {revision}", page.file));
        }
    }
    terminal.line(&format!("{stamped} stamped, {} current already", chosen.len() - stamped));
    if unsound.is_empty() {
        return Ok(());
    }
    let files: BTreeSet<&str> = unsound.iter().flat_map(|one| [&*one.page.file, &*one.original.file]).collect();
    opened.diagnostics.retain(|one| one.location.as_ref().is_some_and(|place| files.contains(&*place.file)));
    opened.diagnostics.sort();
    terminal.diagnostics(&opened.diagnostics, &opened.tree);
    Err(Exit::SiteErrors)
}

/// A translation to be stamped with its original's revision.
#[derive(Clone, Copy, Debug)]
struct TranslationToStamp<'s> {
    page: &'s Page,
    original: &'s Page,
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
fn choose<'s>(site: &'s Site, pages: &[String], all: bool) -> Result<Vec<TranslationToStamp<'s>>, String> {
    let translations = |entry: &'s Entry| {
        let versions = entry.versions.iter().flatten().filter(|version| version.state != State::Original);
        versions
            .filter_map(|version| Some(TranslationToStamp { page: &version.page, original: &entry.original()?.page }))
    };
    if all {
        return Ok(site.entries.iter().flat_map(|entry| translations(entry)).collect());
    }
    let mut chosen = Vec::new();
    for name in pages {
        let wanted = page_name::inside(name);
        let found: Vec<TranslationToStamp<'_>> = site
            .entries
            .iter()
            .flat_map(|entry| translations(entry).filter(move |one| page_name::is_meant(wanted, entry, one.page, site)))
            .collect();
        if found.is_empty() {
            return Err(name.clone());
        }
        chosen.extend(found);
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
