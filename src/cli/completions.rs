//! `icsi completions`

use clap::CommandFactory as _;

use super::{
    Exit,
    args::{Arguments, Completions},
};

pub fn run(options: &Completions) -> Result<(), Exit> {
    clap_complete::generate(options.shell, &mut Arguments::command(), "icsi", &mut std::io::stdout().lock());
    Ok(())
}
