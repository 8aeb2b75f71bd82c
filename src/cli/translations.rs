//! `icsi translations`: texts of the site as files for translators, and those files back into the site.

use std::path::Path;

use super::{
    Exit,
    args::{Common, ExportTranslations, Translations},
    editing::Editing,
    import_translations::import,
    page_name::{NamedPage, find_any, inside},
    project,
    terminal::Terminal,
};
use crate::{
    config::LanguageId,
    message,
    message::list,
    site::{Site, State},
    text::suggest,
    translations::{TextSource, export::Exporting, glossary::Glossary, po::Catalogue},
};

pub(super) fn run(common: &Common, options: &Translations, terminal: &Terminal) -> Result<(), Exit> {
    match options {
        Translations::Export(options) => export(common, options, terminal),
        Translations::Import(options) => import(common, options, terminal),
    }
}

fn export(common: &Common, options: &ExportTranslations, terminal: &Terminal) -> Result<(), Exit> {
    let editing = Editing::open(common, terminal)?;
    let (site, plan) = (&*editing.opened.snapshot.site, &editing.opened.snapshot.plan);
    let to = language(site, &options.to, terminal)?;
    let from = site.config.language_ids().find(|language| *language != to).unwrap_or(to);
    let pages: Vec<String> = options.pages.iter().map(|page| project::from_here(&editing.opened.root, page)).collect();
    let sources = chosen(site, to, &pages, terminal)?;
    let glossary = Glossary::new(site, from, to);
    let root = editing.opened.root.as_path();
    let exporting = Exporting { root, site, plan, tree: &editing.opened.tree, to, glossary: &glossary };
    let mut files: Vec<(String, Catalogue)> = Vec::new();
    for source in sources.iter().filter(|source| !options.outdated || is_outdated(site, source, to)) {
        if let Some(catalogue) = exporting.catalogue(source).map_err(|refusal| editing.refused(&refusal))? {
            files.push((source.po_file(site), catalogue));
        }
    }
    if files.is_empty() {
        terminal.line(message!("nothing-to-translate"));
        return Ok(());
    }
    write(&options.out, &files, terminal)?;
    let messages = || files.iter().flat_map(|(_, catalogue)| &catalogue.messages);
    let fuzzy = messages().filter(|message| message.fuzzy).count();
    let empty = messages().filter(|message| message.translation.is_empty()).count();
    let current = messages().count() - fuzzy - empty;
    let (count, folder) = (files.len(), options.out.display());
    terminal.line(message!("exported", count, folder, current, fuzzy, empty));
    Ok(())
}

fn language(site: &Site, tag: &str, terminal: &Terminal) -> Result<LanguageId, Exit> {
    let config = &site.config;
    config.language(tag).ok_or_else(|| {
        let known = config.languages.iter().map(String::as_str);
        let languages = || message!("site-language.known", languages = list(&config.languages));
        let hint = suggest(tag, known).unwrap_or_else(languages);
        terminal.usage(message!("site-language", tag), Some(hint))
    })
}

/// The sources that are named: pages as everywhere, TOML files by their paths; all of the site where none is.
fn chosen(site: &Site, to: LanguageId, names: &[String], terminal: &Terminal) -> Result<Vec<TextSource>, Exit> {
    let all = TextSource::all(site, to);
    if names.is_empty() {
        return Ok(all);
    }
    let find = |name: &String| {
        let is_toml = |source: &&TextSource| matches!(source, TextSource::Toml(file) | TextSource::Strings(file) if inside(file) == inside(name));
        if let Some(source) = all.iter().find(is_toml) {
            return Ok(source.clone());
        }
        match find_any(name, site, terminal)? {
            NamedPage::Entry(id) | NamedPage::Page(id, _) => Ok(TextSource::Page(id)),
            named @ NamedPage::Term(vocabulary, _) => {
                match (site.find(&named.key(site)), site.vocabulary_file(vocabulary)) {
                    (Some(page), _) => Ok(TextSource::Page(page)),
                    (None, Some(file)) => Ok(TextSource::Toml(file.to_string())),
                    (None, None) => Err(terminal.usage(message!("no-texts", name), None)),
                }
            }
        }
    };
    names.iter().map(find).collect()
}

fn is_outdated(site: &Site, source: &TextSource, to: LanguageId) -> bool {
    match source {
        TextSource::Page(id) => site.entry(*id).version(to).is_some_and(|version| version.state == State::Outdated),
        TextSource::Toml(_) | TextSource::Strings(_) => false,
    }
}

/// Writes into a folder that has nothing in it: somebody's work might be there.
#[expect(clippy::disallowed_methods, reason = "this command makes files outside of the site's sources")]
fn write(folder: &Path, files: &[(String, Catalogue)], terminal: &Terminal) -> Result<(), Exit> {
    let failed = |path: &Path, error: std::io::Error| {
        terminal.machine(message!("cannot-write", path = path.display(), error), None)
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let mut there = std::fs::read_dir(folder).map_err(|error| failed(folder, error))?;
    if there.next().is_some() {
        let message = message!("folder-not-empty", folder = folder.display());
        return Err(terminal.usage(&message, Some(message!("folder-not-empty.export"))));
    }
    for (name, catalogue) in files {
        let path = folder.join(name);
        let parent = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = parent.and_then(|()| std::fs::write(&path, catalogue.to_text()));
        written.map_err(|error| failed(&path, error))?;
    }
    Ok(())
}
