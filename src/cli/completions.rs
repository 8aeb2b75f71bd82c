//! `icsi completions`

use super::{Exit, args::Completions, help, terminal::Terminal};

pub(super) fn run(options: &Completions, terminal: &Terminal) -> Result<(), Exit> {
    clap_complete::generate(
        options.shell,
        &mut help::command(terminal.language),
        "icsi",
        &mut std::io::stdout().lock(),
    );
    Ok(())
}
