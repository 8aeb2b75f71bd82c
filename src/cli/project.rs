//! Which site a command works on.

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
};

use super::{Exit, args::Common, terminal::Terminal};
use crate::{
    config::{BaseUrl, Collection, Config, read::SITE_TOML},
    diagnostics::Diagnostics,
    edit::write::{Recovered, recover},
    pipeline::{self, LoadMemory, LoadOptions, Loaded, Snapshot},
    source::SourceTree,
    text::suggest,
    timings::Timings,
};

/// A site that a command asks about or changes, mistakes in it or not.
#[derive(Debug)]
pub struct Opened {
    pub root: PathBuf,
    pub tree: SourceTree,
    pub snapshot: Snapshot,
    /// Not sorted yet.
    pub diagnostics: Diagnostics,
}

/// Opens the site that the command line means. The error has been told.
pub fn open(common: &Common, options: &LoadOptions, terminal: &Terminal) -> Result<Opened, Exit> {
    let root = root(common, terminal)?;
    let loaded = pipeline::load(&root, options, &mut LoadMemory::default(), &mut Timings::default())
        .map_err(|error| unreadable(&root, &error, terminal))?;
    let Loaded { tree, snapshot, mut diagnostics, advice: _ } = loaded;
    let Some(snapshot) = snapshot else {
        diagnostics.sort();
        terminal.diagnostics(&diagnostics, &tree);
        return Err(Exit::SiteErrors);
    };
    Ok(Opened { root, tree, snapshot, diagnostics })
}

/// The folder that `--root` names, or the nearest one upwards with a site.toml. An edit that was interrupted there is carried
/// out or taken back first.
pub fn root(common: &Common, terminal: &Terminal) -> Result<PathBuf, Exit> {
    let root = find_root(common, terminal)?;
    match recover(&root) {
        Ok(None) => {}
        Ok(Some(Recovered::Finished(what))) => {
            terminal.notice(format!("{what} was interrupted; the rest of it has been done now"));
        }
        Ok(Some(Recovered::TakenBack)) => {
            terminal.notice("an edit was interrupted before it changed anything; what was prepared for it is removed");
        }
        Err(error) => {
            let hint = "undo the change to that file; or remove the folder .icsi-edit, and the rest is not done";
            let message = format!("an edit was interrupted and cannot be carried out: {error}");
            return Err(terminal.machine(&message, Some(hint.into())));
        }
    }
    Ok(root)
}

#[expect(clippy::disallowed_methods, reason = "the working folder is read here, at the edge")]
fn find_root(common: &Common, terminal: &Terminal) -> Result<PathBuf, Exit> {
    if let Some(root) = &common.root {
        if root.join(SITE_TOML).is_file() {
            return Ok(root.clone());
        }
        let message = format!("`{}` is not a site's folder: it has no {SITE_TOML}", root.display());
        return Err(terminal.usage(&message, Some("name the folder that holds site.toml: --root DIR".into())));
    }
    let here = std::env::current_dir()
        .map_err(|error| terminal.machine(format!("the working folder cannot be found: {error}"), None))?;
    let found = here.ancestors().find(|folder| folder.join(SITE_TOML).is_file());
    found.map(Path::to_owned).ok_or_else(|| {
        let message = format!("there is no {SITE_TOML} here or in a folder above");
        terminal.usage(&message, Some("go to a site's folder, or name it: --root DIR".into()))
    })
}

/// The collection that the command line names.
pub fn collection<'c>(config: &'c Config, name: &str, terminal: &Terminal) -> Result<&'c Collection, Exit> {
    config.collections.iter().find(|collection| collection.name == name).ok_or_else(|| {
        let known: Vec<&str> = config.collections.iter().map(|collection| collection.name.as_str()).collect();
        terminal.usage(format!("there is no collection `{name}`"), suggest(name, known))
    })
}

/// What is wrong with the site's templates: renders every page and keeps none.
pub fn check_templates(loaded: &Loaded) -> Diagnostics {
    let Some(snapshot) = &loaded.snapshot else { return Diagnostics::default() };
    let Ok(found) = pipeline::render_all(snapshot, &snapshot.outputs(), |_, _| Ok::<(), Infallible>(()));
    found
}

/// The address that `--base-url` gives.
pub fn base_url(text: &str, terminal: &Terminal) -> Result<BaseUrl, Exit> {
    BaseUrl::parse(text)
        .map_err(|why| terminal.usage(format!("--base-url: {why}"), Some("--base-url https://example.org/".into())))
}

/// The user's home folder, which no site is ever published over.
#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
pub fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// A site's folder could not be opened at all.
pub fn unreadable(root: &Path, error: &std::io::Error, terminal: &Terminal) -> Exit {
    terminal.machine(format!("the folder `{}` cannot be read: {error}", root.display()), None)
}
