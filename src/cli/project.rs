//! Which site a command works on.

use std::path::{Path, PathBuf};

use super::{Exit, args::Common, terminal::Terminal};
use crate::{
    config::read::SITE_TOML,
    diagnostics::Diagnostics,
    pipeline::{self, LoadMemory, LoadOptions, Snapshot},
    source::SourceTree,
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
    let pipeline::Loaded { tree, snapshot, mut diagnostics, advice: _ } = loaded;
    let Some(snapshot) = snapshot else {
        diagnostics.sort();
        terminal.diagnostics(&diagnostics, &tree);
        return Err(Exit::SiteErrors);
    };
    Ok(Opened { root, tree, snapshot, diagnostics })
}

/// The folder that `--root` names, or the nearest one upwards with a site.toml.
#[expect(clippy::disallowed_methods, reason = "the working folder is read here, at the edge")]
pub fn root(common: &Common, terminal: &Terminal) -> Result<PathBuf, Exit> {
    if let Some(root) = &common.root {
        if root.join(SITE_TOML).is_file() {
            return Ok(root.clone());
        }
        terminal.error(
            &format!("`{}` is not a site's folder: it has no {SITE_TOML}", root.display()),
            Some("name the folder that holds site.toml: --root DIR"),
        );
        return Err(Exit::Usage);
    }
    let here = std::env::current_dir().map_err(|error| {
        terminal.error(&format!("the working folder cannot be found: {error}"), None);
        Exit::Machine
    })?;
    match here.ancestors().find(|folder| folder.join(SITE_TOML).is_file()) {
        Some(root) => Ok(root.to_owned()),
        None => {
            terminal.error(
                &format!("there is no {SITE_TOML} here or in a folder above"),
                Some("go to a site's folder, or name it: --root DIR"),
            );
            Err(Exit::Usage)
        }
    }
}

/// The user's home folder, which no site is ever published over.
#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
pub fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// A site's folder could not be opened at all.
pub fn unreadable(root: &Path, error: &std::io::Error, terminal: &Terminal) -> Exit {
    terminal.error(&format!("the folder `{}` cannot be read: {error}", root.display()), None);
    Exit::Machine
}
