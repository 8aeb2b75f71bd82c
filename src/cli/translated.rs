//! `icsi translated`: stamps translations as following their original as it is now.

use std::{io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, Translated},
    project,
    terminal::Terminal,
};
use crate::{
    content::{Page, front_matter},
    pipeline::{self, Memory, Options},
    site::{Entry, Site, State},
    source::SourceTree,
    timings::Timings,
};

pub fn run(common: &Common, options: &Translated, terminal: &Terminal) -> Exit {
    let root = match project::root(common, terminal) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    // Drafts are translated too.
    let pipeline_options = Options { drafts: true, base_url: None };
    let mut loaded = match pipeline::load(&root, &pipeline_options, &mut Memory::default(), &mut Timings::default()) {
        Ok(loaded) => loaded,
        Err(error) => return project::unreadable(&root, &error, terminal),
    };
    let Some(snapshot) = &loaded.snapshot else {
        loaded.diagnostics.sort();
        terminal.diagnostics(&loaded.diagnostics, &loaded.tree);
        return Exit::SiteErrors;
    };
    let chosen = match choose(&snapshot.site, &options.which.pages, options.which.all) {
        Ok(chosen) => chosen,
        Err(page) => {
            let known: Vec<String> = snapshot.site.entries.iter().map(|e| e.key.path(&snapshot.config)).collect();
            let hint = crate::diagnostics::nearest(&page, known.iter().map(String::as_str))
                .map_or_else(|| "name a page as clusters/uca".to_owned(), |near| format!("did you mean `{near}`?"));
            terminal.error(&format!("there is no translation `{page}`"), Some(&hint));
            return Exit::Usage;
        }
    };
    let mut stamped = 0;
    for (page, revision) in &chosen {
        match stamp(&root, page, revision, &loaded.tree) {
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
    Exit::Done
}

/// The translations that are meant, each with the revision to follow; `Err` names a page that is none.
fn choose<'s>(site: &'s Site, pages: &[String], all: bool) -> Result<Vec<(&'s Page, String)>, String> {
    let translations = |entry: &'s Entry| {
        let revision = entry.original().map(|original| original.page.revision.clone()).unwrap_or_default();
        entry
            .versions
            .iter()
            .flatten()
            .filter(|version| version.state != State::Original)
            .map(move |version| (&*version.page, revision.clone()))
    };
    if all {
        return Ok(site.entries.iter().flat_map(|entry| translations(entry)).collect());
    }
    let mut chosen = Vec::new();
    for name in pages {
        let wanted = name.trim_start_matches("./").strip_prefix("content/").unwrap_or(name);
        let found: Vec<(&Page, String)> = site
            .entries
            .iter()
            .flat_map(|entry| translations(entry).map(move |found| (entry, found)))
            .filter(|(entry, (page, _))| {
                let file = page.file.strip_prefix("content/").unwrap_or(&page.file);
                entry.key.path(&site.config) == wanted || file == wanted || file.strip_suffix(".md") == Some(wanted)
            })
            .map(|(_, found)| found)
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
