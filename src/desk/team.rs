//! Saves of a team's desk: each becomes a commit by the person who made it, of the files that it changed alone. Says
//! too how far the commits have come.
//!
//! Files are written first, as a whole or not at all (`edit::write`), then committed. When that fails, the files are given back what
//! they said before, and the form is shown again. A machine that stops in between leaves a save that no commit has: the desk lists it
//! under changes, and before the next save of that file it gets a commit of its own.

use std::{ffi::OsString, path::Path};

use super::{
    kept::Saved,
    proxy::{Person, Proxy},
};
pub use crate::history::push::Branch;
use crate::{
    edit::{
        Purpose,
        write::{WriteError, write},
    },
    history::{
        commits::Author,
        push::{Pushed, Pusher},
        record::{RecordError, RecordedFile, Repository},
    },
    message,
    message::Message,
    messages::MessageLanguage,
};

/// Options of a desk for a team.
#[derive(Debug)]
pub struct TeamOptions {
    pub proxy: Proxy,
    /// The branch of `origin` that commits are pushed to.
    pub push_to: Option<Branch>,
    /// The variables of the environment that git needs: where programs are, and how to sign in elsewhere.
    pub environment: Vec<(OsString, OsString)>,
}

/// The repository that a team's saves go to, and the branch that they are pushed to.
#[derive(Debug)]
pub(super) struct Team {
    repository: Repository,
    pusher: Option<Pusher>,
    /// The language of messages of commits.
    language: MessageLanguage,
}

/// Why a form was not saved.
#[derive(Debug)]
pub(super) enum NotSaved {
    /// Nothing was written.
    Write(WriteError),
    /// No commit could be made. The message says how the files stand.
    Commit(Message),
}

impl From<WriteError> for NotSaved {
    fn from(error: WriteError) -> Self {
        NotSaved::Write(error)
    }
}

impl From<RecordError> for NotSaved {
    fn from(RecordError(why): RecordError) -> Self {
        NotSaved::Commit(message!("record-failed", why))
    }
}

impl NotSaved {
    pub(super) fn message(&self) -> Message {
        match self {
            NotSaved::Write(error) => error.message(),
            NotSaved::Commit(message) => message.clone(),
        }
    }

    pub(super) fn hint(&self) -> Option<Message> {
        match self {
            NotSaved::Write(error) => error.hint(),
            NotSaved::Commit(_) => None,
        }
    }
}

impl Team {
    /// # Errors
    ///
    /// A site in no repository, or in one without a commit; no remote repository to push to.
    pub(super) fn new(
        root: &Path,
        language: MessageLanguage,
        push_to: Option<Branch>,
        environment: Vec<(OsString, OsString)>,
        tell: impl Fn(Message) + Send + 'static,
    ) -> Result<Self, RecordError> {
        let repository = Repository::open(root, environment)?;
        let start = |branch: Branch| {
            let name = branch.name().to_owned();
            let tell = move |pushed: &Pushed| {
                let said = match pushed {
                    Pushed::NotYet => return,
                    Pushed::Sent => message!("desk-pushed", branch = &name),
                    Pushed::Moved => message!("desk-push-moved", branch = &name),
                    Pushed::Failed(why) => message!("desk-push-failed", branch = &name, why),
                };
                tell(said);
            };
            Pusher::start(repository.clone(), branch, tell)
        };
        Ok(Self { pusher: push_to.map(start).transpose()?, repository, language })
    }

    /// Whether a commit can be made now.
    ///
    /// # Errors
    ///
    /// Why not; nothing has been written then.
    pub(super) fn ready(&self) -> Result<(), NotSaved> {
        Ok(self.repository.ready()?)
    }

    /// Commits what was just written, or takes it back.
    ///
    /// # Errors
    ///
    /// Why there is no commit, and how the files stand.
    pub(super) fn record(&self, root: &Path, saved: &Saved, person: &Person, what: &Purpose) -> Result<(), NotSaved> {
        let message = said(what, &saved.files).text(self.language);
        self.commit(&saved.files, person, &message).map_err(|why| match write(root, &Purpose::Undo, &saved.undo()) {
            Ok(()) => NotSaved::Commit(message!("record-failed", why)),
            Err(_) => NotSaved::Commit(message!("record-stands", why)),
        })
    }

    /// Commits files as somebody's that are written already, and stay as they are where there can be no commit.
    ///
    /// # Errors
    ///
    /// Git's own message.
    pub(super) fn commit(&self, files: &[RecordedFile], person: &Person, message: &str) -> Result<(), Message> {
        let author = Author { name: &person.name, email: &person.email };
        let outside = message!("commit-outside").text(self.language);
        self.repository.record(files, author, message, &outside).map_err(|RecordError(why)| why)?;
        if let Some(pusher) = &self.pusher {
            pusher.push();
        }
        Ok(())
    }

    /// Why what was committed is not where it should be pushed to; `None` where it is, or nothing is pushed.
    pub(super) fn push_problem(&self) -> Option<Message> {
        let pusher = self.pusher.as_ref()?;
        let branch = pusher.branch.name();
        match pusher.last() {
            Pushed::NotYet | Pushed::Sent => None,
            Pushed::Moved => Some(message!("desk-push-moved", branch)),
            Pushed::Failed(why) => Some(message!("desk-push-failed", branch, why)),
        }
    }
}

/// Makes the message of a commit.
fn said(what: &Purpose, files: &[RecordedFile]) -> Message {
    let paths = || crate::message::list(files.iter().map(|file| file.path.as_str()));
    match what {
        Purpose::Add(path) => message!("commit-add", path),
        Purpose::Remove(path) => message!("commit-remove", path),
        Purpose::Rename { from, to } => message!("commit-rename", from, to),
        Purpose::Restore(path) => message!("commit-restore", path),
        Purpose::Save(path) => message!("commit-save", path),
        Purpose::Undo => message!("commit-undo", paths = paths()),
        // The desk does nothing of these.
        Purpose::Addresses | Purpose::Import | Purpose::Stamp | Purpose::Other(_) => {
            message!("commit-save", path = paths())
        }
    }
}
