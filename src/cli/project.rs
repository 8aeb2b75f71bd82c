//! The site that a command works on.

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
};

use super::{Exit, args::Common, terminal::Terminal};
use crate::{
    config::{BaseUrl, Collection, Config, read::SITE_TOML},
    diagnostics::Diagnostics,
    edit::write::{Recovered, recover},
    message,
    pipeline::{self, LoadMemory, LoadOptions, Loaded, Snapshot},
    source::SourceTree,
    text::suggest,
    timings::Timings,
};

/// A site that a command asks about or changes, mistakes in it or not.
#[derive(Debug)]
pub(super) struct Opened {
    pub root: PathBuf,
    pub tree: SourceTree,
    pub snapshot: Snapshot,
    /// Not sorted yet.
    pub diagnostics: Diagnostics,
}

/// Opens the site that the command line means. The error has been told.
pub(super) fn open(common: &Common, options: &LoadOptions, terminal: &Terminal) -> Result<Opened, Exit> {
    let root = root(common, terminal)?;
    let loaded = pipeline::load(&root, options, &mut LoadMemory::default(), &mut Timings::default())
        .map_err(|error| unreadable(&root, &error, terminal))?;
    let Loaded { tree, snapshot, mut diagnostics, advice: _, content: _ } = loaded;
    let Some(snapshot) = snapshot else {
        diagnostics.sort();
        terminal.diagnostics(&diagnostics, &tree);
        return Err(Exit::SiteErrors);
    };
    Ok(Opened { root, tree, snapshot, diagnostics })
}

/// The folder that `--root` names, or the nearest one upwards with a site.toml. An edit that was interrupted there is carried
/// out or taken back first.
pub(super) fn root(common: &Common, terminal: &Terminal) -> Result<PathBuf, Exit> {
    let root = find_root(common, terminal)?;
    match recover(&root) {
        Ok(None) => {}
        Ok(Some(Recovered::Finished(purpose))) => {
            terminal.notice(purpose.finished());
        }
        Ok(Some(Recovered::TakenBack)) => {
            terminal.notice(message!("edit-taken-back"));
        }
        Err(error) => {
            let message = message!("edit-stuck", error = error.message());
            return Err(terminal.machine(message, Some(message!("edit-stuck.hint"))));
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
        let message = message!("no-site-folder", folder = root.display(), file = SITE_TOML);
        return Err(terminal.usage(&message, Some(message!("no-site-folder.hint"))));
    }
    let here = std::env::current_dir().map_err(|error| terminal.machine(message!("no-working-folder", error), None))?;
    let found = here.ancestors().find(|folder| folder.join(SITE_TOML).is_file());
    found.map(Path::to_owned).ok_or_else(|| {
        let message = message!("no-site-here", file = SITE_TOML);
        terminal.usage(&message, Some(message!("no-site-here.hint")))
    })
}

/// A page as someone names it who stands in a folder of the site, as shells complete it: `uca.en.md` in content/clusters is
/// `content/clusters/uca.en.md`. What is no file or folder there stays as it is.
#[expect(clippy::disallowed_methods, reason = "the working folder is read here, at the edge")]
pub(super) fn from_here(root: &Path, name: &str) -> String {
    let inside = || {
        let found = std::env::current_dir().ok()?.join(name).canonicalize().ok()?;
        let below = found.strip_prefix(root.canonicalize().ok()?).ok()?.to_str()?.replace('\\', "/");
        (!below.is_empty()).then_some(below)
    };
    inside().unwrap_or_else(|| name.to_owned())
}

/// The collection that the command line names.
pub(super) fn collection<'c>(config: &'c Config, name: &str, terminal: &Terminal) -> Result<&'c Collection, Exit> {
    config.collections.iter().find(|collection| collection.name == name).ok_or_else(|| {
        let known: Vec<&str> = config.collections.iter().map(|collection| collection.name.as_str()).collect();
        terminal.usage(message!("no-collection", name), suggest(name, known))
    })
}

/// Finds the mistakes in the site's templates: renders every page and keeps none.
pub(super) fn check_templates(loaded: &Loaded) -> Diagnostics {
    let Some(snapshot) = &loaded.snapshot else { return Diagnostics::default() };
    let Ok(found) = pipeline::render_all(snapshot, &snapshot.outputs(), |_| Ok(true), |_, _| Ok::<(), Infallible>(()));
    found
}

/// The address that `--base-url` gives.
pub(super) fn base_url(text: &str, terminal: &Terminal) -> Result<BaseUrl, Exit> {
    BaseUrl::parse(text)
        .map_err(|why| terminal.usage(message!("base-url-flag", why), Some(message!("base-url-flag.hint"))))
}

/// The user's home folder, which no site is ever published over.
#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
pub(super) fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// A site's folder could not be opened at all.
pub(super) fn unreadable(root: &Path, error: &std::io::Error, terminal: &Terminal) -> Exit {
    terminal.machine(message!("folder-not-read", folder = root.display(), error), None)
}
