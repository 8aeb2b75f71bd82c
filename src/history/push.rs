//! Handing commits on: to one branch of `origin`, never by force, on a thread of its own, so that no save waits for it.

use std::{
    io::Read as _,
    process::{Child, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    time::Duration,
};

use super::record::{RecordError, Repository};
use crate::{lock::lock, message, message::Message};

/// The remote that commits are pushed to.
const REMOTE: &str = "origin";
/// A push may take so long; it is looked at so often.
const PUSH_TIME: Duration = Duration::from_secs(120);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// After so long a push that failed is tried again, if no save asks for it before.
const TRY_AGAIN: Duration = Duration::from_secs(5 * 60);
/// The bytes that are kept of git's output.
const SAID_LIMIT: u64 = 16 * 1024;
/// A branch's name may be so long.
const NAME_LIMIT: usize = 200;

/// The name of a branch, without anything in it that git gives a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch(String);

impl Branch {
    /// Letters, digits and `-_./` as git allows them: `main`, `desk/drafts`. `None` for anything else.
    pub fn parse(name: &str) -> Option<Self> {
        let is_part = |part: &str| {
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
            !part.is_empty()
                && part.chars().all(is_plain)
                && !part.starts_with(['-', '.'])
                && !part.ends_with('.')
                && !part.ends_with(".lock")
                && !part.contains("..")
        };
        let is_branch = name.len() <= NAME_LIMIT && name != "HEAD" && name.split('/').all(is_part);
        is_branch.then(|| Self(name.to_owned()))
    }

    pub(crate) fn name(&self) -> &str {
        &self.0
    }
}

/// The outcome of the last push.
#[derive(Clone, Debug, Default)]
pub(crate) enum Pushed {
    /// None has ended yet.
    #[default]
    NotYet,
    /// The branch has all that was committed then.
    Sent,
    /// The branch has commits that are not here. Nothing was pushed.
    Moved,
    /// Nothing was pushed, for this reason.
    Failed(Message),
}

/// Pushes whenever it is asked to.
#[derive(Debug)]
pub(crate) struct Pusher {
    pub branch: Branch,
    wanted: Sender<()>,
    last: Arc<Mutex<Pushed>>,
}

impl Pusher {
    /// Starts the thread that pushes to a branch of `origin`, and pushes what is there. `tell` hears of each push that changed how
    /// things stand.
    ///
    /// # Errors
    ///
    /// When there is no `origin`, or the system gives no thread.
    pub(crate) fn start(
        repository: Repository,
        branch: Branch,
        tell: impl Fn(&Pushed) + Send + 'static,
    ) -> Result<Self, RecordError> {
        let known = repository.command().args(["remote", "get-url", REMOTE]).stderr(Stdio::null()).output();
        if !known.is_ok_and(|output| output.status.success()) {
            return Err(RecordError(message!("push-no-remote", remote = REMOTE)));
        }
        let (wanted, asked) = mpsc::channel();
        let last: Arc<Mutex<Pushed>> = Arc::default();
        let (own, to) = (Arc::clone(&last), branch.clone());
        std::thread::Builder::new()
            .name("push".to_owned())
            .spawn(move || keep_pushing(&repository, &to, &asked, &own, &tell))
            .map_err(|error| RecordError(message!("record-git", said = error.to_string())))?;
        let pusher = Self { branch, wanted, last };
        pusher.push();
        Ok(pusher)
    }

    /// Asks for a push. It comes after the ones that are under way.
    pub(crate) fn push(&self) {
        // The thread lives as long as the desk.
        let _ = self.wanted.send(());
    }

    pub(crate) fn last(&self) -> Pushed {
        lock(&self.last).clone()
    }
}

fn keep_pushing(
    repository: &Repository,
    branch: &Branch,
    asked: &Receiver<()>,
    last: &Mutex<Pushed>,
    tell: &dyn Fn(&Pushed),
) {
    loop {
        match asked.recv_timeout(TRY_AGAIN) {
            Ok(()) => {
                // One push takes all that is there.
                while asked.try_recv().is_ok() {}
            }
            Err(RecvTimeoutError::Timeout) if !matches!(*lock(last), Pushed::Sent) => {}
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let pushed = push(repository, branch);
        let before = std::mem::replace(&mut *lock(last), pushed.clone());
        if std::mem::discriminant(&before) != std::mem::discriminant(&pushed) {
            tell(&pushed);
        }
    }
}

/// Pushes the branch that the repository is on to another of `origin`: only where that goes forward.
fn push(repository: &Repository, branch: &Branch) -> Pushed {
    let own = match repository.branch() {
        Ok(own) => own,
        Err(RecordError(why)) => return Pushed::Failed(why),
    };
    let mut command = repository.command();
    // Access to the remote is set up for whoever runs the desk, and nobody can be asked.
    command.env_remove("GIT_CONFIG_GLOBAL").env("GIT_TERMINAL_PROMPT", "0");
    command.args(["push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no"]);
    command.args([REMOTE, &format!("{own}:refs/heads/{}", branch.name())]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let failed = |said: String| Pushed::Failed(message!("record-git", said));
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return failed(error.to_string()),
    };
    let is_good = wait(&mut child);
    let said = said(&mut child);
    match is_good {
        Some(true) => Pushed::Sent,
        None => Pushed::Failed(message!("push-too-long", seconds = PUSH_TIME.as_secs())),
        Some(false) if said.contains("(fetch first)") || said.contains("(non-fast-forward)") => Pushed::Moved,
        Some(false) => failed(said.trim().to_owned()),
    }
}

/// Whether it ended well; `None` where it had to be ended.
fn wait(child: &mut Child) -> Option<bool> {
    for _ in 0..PUSH_TIME.as_millis() / LOOK_AGAIN.as_millis() {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) => std::thread::sleep(LOOK_AGAIN),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn said(child: &mut Child) -> String {
    let mut said = Vec::new();
    if let Some(stream) = child.stderr.take() {
        let _ = stream.take(SAID_LIMIT).read_to_end(&mut said);
    }
    if let Some(stream) = child.stdout.take() {
        let _ = stream.take(SAID_LIMIT).read_to_end(&mut said);
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_branches() {
        for name in ["main", "desk/drafts", "v1.2", "a-b_c"] {
            assert!(Branch::parse(name).is_some(), "{name}");
        }
        for name in [
            "",
            "-f",
            "+main",
            "main:other",
            ":main",
            "HEAD",
            "a..b",
            "a//b",
            "/a",
            "a/",
            "a.lock",
            ".a",
            "a b",
            "a~1",
            "refs/heads/*",
            "a^",
            "a@{1}",
            "гілка",
            "a\n",
        ] {
            assert!(Branch::parse(name).is_none(), "{name}");
        }
    }
}
