//! `icsi manual`: the manual pages, as `man` shows them.

use std::path::Path;

use super::{Exit, args::Manual, help, terminal::Terminal};

use crate::{message, messages::MessageLanguage};

pub(super) fn run(options: &Manual, terminal: &Terminal) -> Result<(), Exit> {
    write(&options.out, terminal.language)
        .map_err(|error| terminal.machine(message!("manual-not-written", folder = options.out.display(), error), None))
}

/// A page for the program and one for each command: icsi.1, icsi-build.1 …
#[expect(clippy::disallowed_methods, reason = "this command makes files")]
fn write(folder: &Path, language: MessageLanguage) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(help::command(language), folder)
}
