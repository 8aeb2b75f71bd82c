//! `icsi init`: writes a small bilingual site that builds, a README and a .gitignore and, as asked, a forge's workflow and
//! a licence. Asks nothing and commits nothing.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::{
    Exit,
    args::Init,
    repository::{self, RepositoryFile},
    terminal::Terminal,
};

use crate::{config::read::SITE_TOML, message, messages::MessageLanguage, system};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

#[expect(clippy::disallowed_methods, reason = "this command makes a folder")]
pub(super) fn run(options: &Init, terminal: &Terminal) -> Result<(), Exit> {
    let folder = &options.dir;
    match std::fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => {
            let message = message!("init-not-empty", folder = folder.display());
            return Err(terminal.usage(&message, Some(message!("init-not-empty.hint"))));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(terminal.usage(message!("init-unusable", folder = folder.display(), error), None)),
    }
    write(&STARTER, folder)
        .and_then(|()| write_settings(options, terminal.language))
        .and_then(|()| {
            repository::files(options, terminal.language).iter().try_for_each(|file| write_file(file, folder))
        })
        .map_err(|error| terminal.machine(message!("init-not-written", error), None))?;
    terminal.line(message!("init-made", folder = folder.display()));
    terminal.line(message!("init-now", folder = system::shell_word(&folder.to_string_lossy())));
    if options.forge.is_some() && !repository::knows_its_repository() {
        let script = folder.join(repository::GET_ICSI);
        terminal.line(message!("init-then", script = script.display()));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this command makes files")]
fn write(dir: &Dir<'_>, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in dir.entries() {
        let Some(name) = entry.path().file_name() else { continue };
        match entry {
            include_dir::DirEntry::Dir(inner) => write(inner, &to.join(name))?,
            include_dir::DirEntry::File(file) => std::fs::write(to.join(name), file.contents())?,
        }
    }
    Ok(())
}

/// Writes site.toml: its first line in the editor's language, and the licence that open data names.
#[expect(clippy::disallowed_methods, reason = "this command makes files")]
fn write_settings(options: &Init, language: MessageLanguage) -> std::io::Result<()> {
    let text = STARTER.get_file(SITE_TOML).and_then(|file| file.contents_utf8()).unwrap_or_default();
    let (_, rest) = text.split_once('\n').unwrap_or_default();
    let mut settings = format!("# {}\n{rest}", message!("starter-remark").text(language));
    if let Some(licence) = options.licence {
        settings.push_str(&format!("\n[data]\nlicence = \"{}\"\n", licence.identifier()));
    }
    std::fs::write(options.dir.join(SITE_TOML), settings)
}

#[expect(clippy::disallowed_methods, reason = "this command makes files")]
fn write_file(file: &RepositoryFile, folder: &Path) -> std::io::Result<()> {
    let path = folder.join(file.path);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(&path, &file.text)?;
    if file.executable { system::make_executable(&path) } else { Ok(()) }
}
