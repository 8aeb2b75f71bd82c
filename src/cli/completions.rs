//! `icsi completions`

use super::{Exit, args::Completions, help, terminal::Terminal};

pub(super) fn run(options: &Completions, terminal: &Terminal) -> Result<(), Exit> {
    // clap_complete panics where it cannot write: when the reader has gone, or the disk is full.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut help::command(terminal.language), "icsi", &mut script);
    terminal.answer(&String::from_utf8_lossy(&script));
    Ok(())
}
