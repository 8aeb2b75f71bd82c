//! The command line: the edge where the environment is read and text is printed. Each command is a file of its own.

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::messages::MessageLanguage;

mod addresses;
mod args;
mod build;
mod check;
mod completions;
mod desk;
mod editing;
mod headers;
mod help;
mod import_translations;
mod init;
mod language;
mod manual;
mod new;
mod page_name;
mod project;
mod remove;
mod rename;
mod repository;
mod schema;
mod serve;
mod set;
mod status;
mod stub;
mod terminal;
mod theme;
mod today;
mod translated;
mod translations;

use args::{Arguments, Command};
use terminal::Terminal;

/// A failed command's kind of failure, which has been told; the numbers are part of the tool's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The site has errors; nothing was published.
    SiteErrors = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The machine failed us.
    Machine = 3,
}

/// Runs a command line and says how the process should end.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = language::of_run(&arguments);
    // Words are looked up only where some are to be shown: help is an error to clap too.
    let matches = Arguments::command()
        .try_get_matches_from(&arguments)
        .or_else(|_| help::command(language).try_get_matches_from(&arguments));
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no mistakes; clap knows which stream and code each takes.
            match help::mistake(&error).filter(|_| language != MessageLanguage::English) {
                Some((message, hint)) => terminal::misunderstood(&message, hint.as_ref(), language),
                None => {
                    if let Err(lost) = error.print()
                        && !error.use_stderr()
                        && lost.kind() != std::io::ErrorKind::BrokenPipe
                    {
                        return ExitCode::from(terminal::not_written(&lost, language) as u8);
                    }
                }
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(&arguments.common, language);
    let unwritten = terminal.unwritten();
    crate::pipeline::start_threads();
    let result = match &arguments.command {
        Command::Build(options) => build::run(&arguments.common, options, &terminal),
        Command::Serve(options) => serve::run(&arguments.common, options, terminal),
        Command::Desk(options) => desk::run(&arguments.common, options, terminal),
        Command::Check(options) => check::run(&arguments.common, options, &terminal),
        Command::Status(options) => status::run(&arguments.common, options, &terminal),
        Command::Translated(options) => translated::run(&arguments.common, options, &terminal),
        Command::Set(options) => set::run(&arguments.common, options, &terminal),
        Command::Rename(options) => rename::run(&arguments.common, options, &terminal),
        Command::Remove(options) => remove::run(&arguments.common, options, &terminal),
        Command::Translations(options) => translations::run(&arguments.common, options, &terminal),
        Command::New(options) => new::run(&arguments.common, options, &terminal),
        Command::Schema(options) => schema::run(&arguments.common, options, &terminal),
        Command::Init(options) => init::run(options, &terminal),
        Command::Theme(command) => theme::run(&arguments.common, command, &terminal),
        Command::Addresses(options) => addresses::run(&arguments.common, options, &terminal),
        Command::Headers(options) => headers::run(&arguments.common, options, &terminal),
        Command::Manual(options) => manual::run(options, &terminal),
        Command::Completions(options) => completions::run(options, &terminal),
    };
    let result = match unwritten.get() {
        Some(error) => Err(terminal::not_written(error, language)),
        None => result,
    };
    result.map_or_else(|exit| ExitCode::from(exit as u8), |()| ExitCode::SUCCESS)
}
