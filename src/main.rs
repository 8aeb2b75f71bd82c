//! The command `icsi`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    icsi::cli::run(std::env::args_os())
}
