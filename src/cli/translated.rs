//! `icsi translated`: stamps translations as following their original as it is now.

use std::{collections::BTreeSet, io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, Translated},
    project,
    terminal::Terminal,
};
use crate::{
    content::{Page, front_matter},
    pipeline::LoadOptions,
    site::{Entry, Site, State, translations::missing_languages},
    source::SourceTree,
    text::nearest,
};

pub fn run(common: &Common, options: &Translated, terminal: &Terminal) -> Exit {
    // Drafts are translated too.
    let pipeline_options = LoadOptions { drafts: true, base_url: None };
    let mut opened = match project::open(common, &pipeline_options, terminal) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let chosen = match choose(&opened.snapshot.site, &options.which.pages, options.which.all) {
        Ok(chosen) => chosen,
        Err(page) => {
            let (message, hint) = no_translation(&opened.snapshot.site, &page);
            terminal.error(&message, Some(&hint));
            return Exit::Usage;
        }
    };
    // Of an original that cannot be read, the revision is not known.
    let (chosen, unsound): (Vec<Chosen<'_>>, Vec<Chosen<'_>>) =
        chosen.into_iter().partition(|one| !one.original.broken && !one.page.broken && !one.original.title.is_empty());
    let mut stamped = 0;
    for Chosen { page, original } in &chosen {
        let revision = &original.revision;
        match stamp(&opened.root, page, revision, &opened.tree) {
            Ok(false) => {}
            Ok(true) => {
                stamped += 1;
                terminal.line(&format!("{}: follows {revision}", page.file));
            }
            Err(error) => {
                terminal.error(&format!("`{}` cannot be written: {error}", page.file), None);
                return Exit::Machine;
            }
        }
    }
    terminal.line(&format!("{stamped} stamped, {} current already", chosen.len() - stamped));
    if unsound.is_empty() {
        return Exit::Done;
    }
    let files: BTreeSet<&str> = unsound.iter().flat_map(|one| [&*one.page.file, &*one.original.file]).collect();
    opened.diagnostics.retain(|one| one.location.as_ref().is_some_and(|place| files.contains(&*place.file)));
    opened.diagnostics.sort();
    terminal.diagnostics(&opened.diagnostics, &opened.tree);
    Exit::SiteErrors
}

/// A translation to be stamped with its original's revision.
#[derive(Clone, Copy, Debug)]
struct Chosen<'s> {
    page: &'s Page,
    original: &'s Page,
}

/// A page as it is named on the command line, without what leads to content/.
fn inside(name: &str) -> &str {
    let name = name.trim_start_matches("./");
    name.strip_prefix("content/").unwrap_or(name)
}

/// Whether a name means this page: the entry (`clusters/uca`) or its file, with or without the ending.
fn names(wanted: &str, entry: &Entry, page: &Page, site: &Site) -> bool {
    let file = inside(&page.file);
    entry.key.path(&site.config) == wanted || file == wanted || file.strip_suffix(".md") == Some(wanted)
}

/// Why a name means no translation, and what to do.
fn no_translation(site: &Site, name: &str) -> (String, String) {
    let wanted = inside(name);
    let message = format!("there is no translation `{name}`");
    let entry = site
        .entries
        .iter()
        .find(|entry| entry.versions.iter().flatten().any(|version| names(wanted, entry, &version.page, site)));
    if let Some(entry) = entry {
        let path = entry.key.path(&site.config);
        let hint = match missing_languages(entry, &site.config).next() {
            Some(language) => format!("`{path}` has none yet: write content/{path}.{}.md", site.config.tag(language)),
            None => format!("that is the original; its translations are stamped by `icsi translated {path}`"),
        };
        return (message, hint);
    }
    let known: Vec<String> = site.entries.iter().map(|entry| entry.key.path(&site.config)).collect();
    let hint = nearest(wanted, known.iter().map(String::as_str))
        .map_or_else(|| "name a page as clusters/uca".to_owned(), |near| format!("did you mean `{near}`?"));
    (message, hint)
}

/// The translations that are meant; `Err` names a page that is none.
fn choose<'s>(site: &'s Site, pages: &[String], all: bool) -> Result<Vec<Chosen<'s>>, String> {
    let translations = |entry: &'s Entry| {
        let versions = entry.versions.iter().flatten().filter(|version| version.state != State::Original);
        versions.filter_map(|version| Some(Chosen { page: &version.page, original: &entry.original()?.page }))
    };
    if all {
        return Ok(site.entries.iter().flat_map(|entry| translations(entry)).collect());
    }
    let mut chosen = Vec::new();
    for name in pages {
        let wanted = inside(name);
        let found: Vec<Chosen<'_>> = site
            .entries
            .iter()
            .flat_map(|entry| translations(entry).filter(move |one| names(wanted, entry, one.page, site)))
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
    match &page.translates {
        Some(written) => {
            let mut stamped = text.to_owned();
            text.get(written.range.clone())?;
            stamped.replace_range(written.range.clone(), &format!("\"{revision}\""));
            Some(stamped)
        }
        None => {
            let split = front_matter::split(text, &page.file).ok()?;
            let mut stamped = text.to_owned();
            let line_end = if text.get(split.toml.clone())?.contains("\r\n") { "\r\n" } else { "\n" };
            stamped.insert_str(split.toml.start, &format!("translates = \"{revision}\"{line_end}"));
            Some(stamped)
        }
    }
}
