//! Why a site was not published.

use std::fmt;

use crate::{
    diagnostics::{Diagnostic, Rule},
    message,
    message::Message,
    system::{self, Errno},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishErrorKind {
    /// The output folder is not ours to write to. Nothing was written.
    Refused,
    /// Another run is publishing to the same folder.
    Busy,
    /// The system failed to read or write. The published site is as it was.
    Io,
    /// The caller broke the rules of [`super::Publication`], which is a defect of this program.
    Misuse,
}

/// Why a site was not published. The output folder is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishError {
    pub kind: PublishErrorKind,
    /// The mistake, with backticks around paths and without a full stop.
    pub message: Message,
    /// The way out of it.
    pub hint: Option<Message>,
}

impl PublishError {
    pub(super) fn refused(message: Message, hint: Message) -> Self {
        Self { kind: PublishErrorKind::Refused, message, hint: Some(hint) }
    }

    pub(super) fn busy(shown: &str) -> Self {
        Self {
            kind: PublishErrorKind::Busy,
            message: message!("out-busy", folder = shown),
            hint: Some(message!("out-busy.hint")),
        }
    }

    pub(super) fn misuse(message: Message) -> Self {
        Self { kind: PublishErrorKind::Misuse, message, hint: None }
    }

    /// `action` is what failed, with the path, as in "cannot write `public/index.html`".
    pub(super) fn io(action: Message, error: impl Into<std::io::Error>) -> Self {
        let error = error.into();
        let hint = match Errno::from_io_error(&error) {
            Some(error) if system::is_in_use(error) => Some(message!("publish-failed.in-use")),
            Some(Errno::NOSPC | Errno::DQUOT) => Some(message!("publish-failed.room")),
            Some(Errno::FBIG) => Some(message!("publish-failed.file-size")),
            Some(Errno::MFILE | Errno::NFILE) => Some(message!("publish-failed.open-files")),
            Some(Errno::XDEV | Errno::BUSY) => Some(mount_hint()),
            _ => None,
        };
        Self { kind: PublishErrorKind::Io, message: message!("publish-failed", action, reason = reason(&error)), hint }
    }

    /// As [`Self::io`], for what is done before the folder is known to be usable: there, being forbidden to write has a
    /// hint of its own.
    pub(super) fn io_or_forbidden(action: Message, error: impl Into<std::io::Error>) -> Self {
        let error = error.into();
        match Errno::from_io_error(&error) {
            Some(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Self {
                kind: PublishErrorKind::Io,
                message: message!("publish-failed", action, reason = reason(&error)),
                hint: Some(message!("publish-failed.forbidden")),
            },
            _ => Self::io(action, error),
        }
    }

    /// For the list of all that is wrong with the site.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::without_location(Rule::OutputFolder, self.message.clone()).maybe_hint(self.hint.clone())
    }
}

/// The hint for a folder that cannot be renamed because it is a mount point.
pub(super) fn mount_hint() -> Message {
    message!("publish-failed.mount-point")
}

/// The system's words without Rust's "(os error 28)", which tells an editor nothing.
fn reason(error: &std::io::Error) -> Message {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    message!("system-error", kind = format!("{:?}", error.kind()), text)
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message, f)
    }
}

impl std::error::Error for PublishError {}
