//! Why a site was not published.

use std::fmt;

use rustix::io::Errno;

use crate::diagnostics::{Diagnostic, Rule};

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
    /// What is wrong, with backticks around paths and without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl PublishError {
    pub(super) fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind: PublishErrorKind::Refused, message: message.into(), hint: Some(hint.into()) }
    }

    pub(super) fn busy(shown: &str) -> Self {
        Self {
            kind: PublishErrorKind::Busy,
            message: format!("another run is publishing to `{shown}`"),
            hint: Some("wait until it ends".into()),
        }
    }

    pub(super) fn misuse(message: impl Into<String>) -> Self {
        Self { kind: PublishErrorKind::Misuse, message: message.into(), hint: None }
    }

    /// `action` is what failed, with the path, as in "cannot write `public/index.html`".
    pub(super) fn io(action: impl fmt::Display, error: impl Into<std::io::Error>) -> Self {
        let error = error.into();
        let hint = match Errno::from_io_error(&error) {
            Some(Errno::NOSPC | Errno::DQUOT) => Some("free some room on the disk; the published site is as it was"),
            Some(Errno::FBIG) => Some("a file-size limit (`ulimit -f`) stops this file; raise it"),
            Some(Errno::MFILE | Errno::NFILE) => Some("too many files are open; raise the limit (`ulimit -n`)"),
            Some(Errno::XDEV | Errno::BUSY) => Some(MOUNT_HINT),
            _ => None,
        };
        Self {
            kind: PublishErrorKind::Io,
            message: format!("{action}: {}", reason(&error)),
            hint: hint.map(Into::into),
        }
    }

    /// As [`Self::io`], for what is done before the folder is known to be usable: there, being forbidden to write is
    /// a wrong folder rather than a failing machine.
    pub(super) fn io_or_forbidden(action: impl fmt::Display, error: impl Into<std::io::Error>) -> Self {
        let error = error.into();
        match Errno::from_io_error(&error) {
            Some(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Self::refused(
                format!("{action}: {}", reason(&error)),
                "the output folder and the folder that holds it must be writable; choose another with `--out`",
            ),
            _ => Self::io(action, error),
        }
    }

    /// For the list of all that is wrong with the site.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::without_location(Rule::OutputFolder, self.message.clone()).maybe_hint(self.hint.clone())
    }
}

/// The hint for a folder that cannot be renamed because it is a mount point.
pub(super) const MOUNT_HINT: &str = "a new site takes the folder's place by a rename, which a mount point does not allow; publish to a folder inside it";

/// The system's words without Rust's "(os error 28)", which tells an editor nothing.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PublishError {}
