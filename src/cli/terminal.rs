//! Output of the commands: diagnostics, and a few calm lines about what was done.

use std::{
    io::{self, IsTerminal, Write},
    sync::{Arc, OnceLock},
};

use super::{
    Exit,
    args::{Color, Common, Format},
};
use crate::{
    diagnostics::{Diagnostics, report, report::Sources},
    message,
    message::Message,
    messages::MessageLanguage,
};

/// Terminals are at least so wide.
const TRANSIENT_LENGTH: usize = 79;

#[derive(Debug)]
pub(super) struct Terminal {
    format: report::ReportFormat,
    quiet: bool,
    pub verbose: bool,
    /// The language that the tool speaks.
    pub language: MessageLanguage,
    unwritten: Unwritten,
}

/// Why an answer could not be written, if one could not: its disk is full. Whoever asked has only a part of it.
pub(super) type Unwritten = Arc<OnceLock<io::Error>>;

impl Terminal {
    #[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
    pub(super) fn new(common: &Common, language: MessageLanguage) -> Self {
        let color = match common.color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org
            Color::Auto => {
                io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        let format = match common.format {
            Format::Human => report::ReportFormat::Human { color },
            Format::Json => report::ReportFormat::Json,
            Format::Github => report::ReportFormat::Github,
            Format::Gitlab => report::ReportFormat::Gitlab,
        };
        Self { format, quiet: common.quiet, verbose: common.verbose, language, unwritten: Unwritten::default() }
    }

    /// Prints all diagnostics: for people on standard error, for programs on standard output.
    pub(super) fn diagnostics(&self, diagnostics: &Diagnostics, sources: &dyn Sources) {
        let text = report::render_all(diagnostics, sources, self.format, self.language);
        match self.format {
            report::ReportFormat::Human { .. } => write(&mut io::stderr().lock(), &text),
            report::ReportFormat::Json | report::ReportFormat::Github | report::ReportFormat::Gitlab => {
                self.answer(&text);
            }
        }
    }

    /// A line about what was done. Programs that read diagnostics get none.
    pub(super) fn line(&self, message: impl Into<Message>) {
        if !self.quiet && matches!(self.format, report::ReportFormat::Human { .. }) {
            write(&mut io::stderr().lock(), &format!("{}\n", self.text(message)));
        }
    }

    /// Says something that people have to know whatever they asked for: on standard error, in every format.
    pub(super) fn notice(&self, message: impl Into<Message>) {
        let note = self.text(message!("word-note"));
        write(&mut io::stderr().lock(), &format!("{note}: {}\n", report::visible(&self.text(message))));
    }

    /// A line of progress for people who watch; the next line replaces it.
    pub(super) fn transient(&self, message: impl Into<Message>) {
        if !self.quiet && matches!(self.format, report::ReportFormat::Human { .. }) {
            // The line is cut, because the part that wraps could not be erased again. CR and EL (ECMA-48) go back to the
            // line's start and erase it.
            let text: String = self.text(message).chars().take(TRANSIENT_LENGTH).collect();
            write(&mut io::stderr().lock(), &format!("\r\x1b[K{text}"));
        }
    }

    /// The words of a message, for whoever reads this terminal.
    pub(super) fn text(&self, message: impl Into<Message>) -> String {
        message.into().text(self.language)
    }

    /// Gives the answer that a command was asked for: on standard output, whatever the format.
    pub(super) fn answer(&self, text: &str) {
        if let Err(error) = write_all(&mut io::stdout().lock(), text) {
            let _ = self.unwritten.set(error);
        }
    }

    /// What becomes known of answers that could not be written, also once the terminal is gone.
    pub(super) fn unwritten(&self) -> Unwritten {
        Arc::clone(&self.unwritten)
    }

    /// Tells what is wrong with the command line.
    pub(super) fn usage(&self, message: impl Into<Message>, hint: Option<Message>) -> Exit {
        self.error(message, hint);
        Exit::Usage
    }

    /// Tells why a command stops at errors of the site, which have been told.
    pub(super) fn site_errors(&self, message: impl Into<Message>, hint: Option<Message>) -> Exit {
        self.error(message, hint);
        Exit::SiteErrors
    }

    /// Tells what the machine failed to do.
    pub(super) fn machine(&self, message: impl Into<Message>, hint: Option<Message>) -> Exit {
        self.error(message, hint);
        Exit::Machine
    }

    fn error(&self, message: impl Into<Message>, hint: Option<Message>) {
        let error = self.text(message!("word-error"));
        let mut text = format!("{error}: {}\n", report::visible(&self.text(message)));
        if let Some(hint) = hint {
            let word = self.text(message!("word-hint"));
            text.push_str(&format!("{word}: {}\n", report::visible(&self.text(hint))));
        }
        write(&mut io::stderr().lock(), &text);
    }
}

/// Says why a command line was not understood, before there is a [`Terminal`]: what it would be like stood in that line.
pub(super) fn misunderstood(message: &Message, hint: Option<&Message>, language: MessageLanguage) {
    let say =
        |word: Message, text: &Message| format!("{}: {}\n", word.text(language), report::visible(&text.text(language)));
    let mut text = say(message!("word-error"), message);
    if let Some(hint) = hint {
        text.push_str(&say(message!("word-hint"), hint));
    }
    text.push_str(&format!("\n{}\n", message!("usage-more", command = "icsi").text(language)));
    write(&mut io::stderr().lock(), &text);
}

/// Tells that an answer could not be written.
pub(super) fn not_written(error: &io::Error, language: MessageLanguage) -> Exit {
    let (word, text) = (message!("word-error").text(language), message!("answer-not-written", error).text(language));
    write(&mut io::stderr().lock(), &format!("{word}: {}\n", report::visible(&text)));
    Exit::Machine
}

/// Nobody could be told that what is said to people was not written.
fn write(stream: &mut dyn Write, text: &str) {
    let _ = write_all(stream, text);
}

/// A reader that went away (`icsi check | head`) is no reason to fail.
fn write_all(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
