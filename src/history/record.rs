//! A save as a commit of its own. The desk of a team records what each person does.
//!
//! A commit is put together of git's own parts (`hash-object`, `write-tree`, `commit-tree`, `update-ref`), so that it holds the very
//! bytes that were saved and nothing else. No hook is run, no filter and no signature is made, and what else is changed or staged
//! in the folder stays as it is.
//!
//! The index is brought up to date before the branch. When the machine stops in between, the files are saved and staged, and
//! nobody's next commit can take them back.

use std::{
    ffi::OsString,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{TRUSTED, commits::Author, same_lines};
use crate::{message, message::Message};

/// Another git command is waited for so long, looking again so often.
const PATIENCE: Duration = Duration::from_secs(2);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// While others commit to the same branch, a commit is tried so often.
const ATTEMPTS: usize = 3;
/// Files and folders that git keeps in its own folder while something is unfinished.
const UNFINISHED: [&str; 5] = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"];
/// The index that trees of commits are made with, in git's folder.
const OWN_INDEX: &str = "icsi-desk-index";
/// The mode of a file that no commit has yet.
const PLAIN: &str = "100644";
/// The committer of all these commits, whoever wrote what is in them.
const COMMITTER: Author<'static> = Author { name: "icsi desk", email: "desk@desk.invalid" };

/// The repository that a site is in.
#[derive(Clone, Debug)]
pub(crate) struct Repository {
    root: PathBuf,
    git_folder: PathBuf,
    /// The site's folder below the top of the repository: empty, or `site/`.
    prefix: String,
    /// All that git learns of the environment.
    environment: Vec<(OsString, OsString)>,
    /// Settings that give the repository's filters nothing to run. Git runs a filter not only on what is committed: it compares
    /// files that have the very time of the index, whenever it writes an index.
    no_filters: Vec<(String, String)>,
}

/// A file of the site, with its bytes in a commit. `None`: the commit has no such file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedFile {
    pub path: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

/// Why nothing can be recorded, for people.
#[derive(Clone, Debug)]
pub(crate) struct RecordError(pub Message);

impl Repository {
    /// Finds the repository of a site. Git gets this environment and no other.
    ///
    /// # Errors
    ///
    /// When there is no repository, no git, or no commit in the repository yet.
    pub(crate) fn open(root: &Path, environment: Vec<(OsString, OsString)>) -> Result<Self, RecordError> {
        let mut found = Self {
            root: root.to_owned(),
            git_folder: PathBuf::new(),
            prefix: String::new(),
            environment,
            no_filters: Vec::new(),
        };
        let said = found.text(&["rev-parse", "--absolute-git-dir", "--show-prefix"])?;
        let mut lines = said.lines();
        found.git_folder = PathBuf::from(lines.next().unwrap_or_default());
        found.prefix = lines.next().unwrap_or_default().to_owned();
        found.head().map_err(|_| RecordError(message!("record-no-commit")))?;
        // Fails where there are none.
        let filters = found.text(&["config", "-z", "--name-only", "--get-regexp", "^filter\\."]).unwrap_or_default();
        let nothing = |key: &str| if key.ends_with(".required") { "false" } else { "" };
        let keys = filters.split_terminator('\0');
        found.no_filters = keys.map(|key| (key.to_owned(), nothing(key).to_owned())).collect();
        Ok(found)
    }

    /// Whether a commit can be made now.
    ///
    /// # Errors
    ///
    /// Another git command that is at work or was ended in the middle; a rebase or merge that is unfinished.
    pub(crate) fn ready(&self) -> Result<(), RecordError> {
        let lock = self.git_folder.join("index.lock");
        let mut left = PATIENCE.as_millis() / LOOK_AGAIN.as_millis();
        while is_there(&lock) {
            if left == 0 {
                return Err(RecordError(message!("record-locked", file = lock.display())));
            }
            left -= 1;
            std::thread::sleep(LOOK_AGAIN);
        }
        if let Some(name) = UNFINISHED.into_iter().find(|name| is_there(&self.git_folder.join(name))) {
            return Err(RecordError(message!("record-unfinished", file = self.git_folder.join(name).display())));
        }
        self.branch().map(drop)
    }

    /// The branch that commits go to: `refs/heads/main`.
    ///
    /// # Errors
    ///
    /// When the repository is on none.
    pub(crate) fn branch(&self) -> Result<String, RecordError> {
        let branch = self.text(&["symbolic-ref", "--quiet", "HEAD"]);
        branch.map(|name| name.trim().to_owned()).map_err(|_| RecordError(message!("record-no-branch")))
    }

    /// Commits these files as somebody's. What the last commit did not have of them yet, from outside of the desk, goes into a
    /// commit of its own first, with a message of its own, so that nobody is named for what another wrote.
    ///
    /// # Errors
    ///
    /// Git's own message; the branch and the index are then as they were.
    pub(crate) fn record(
        &self,
        files: &[RecordedFile],
        author: Author<'_>,
        message: &str,
        outside_message: &str,
    ) -> Result<(), RecordError> {
        self.ready()?;
        let committed = self.committed(files)?;
        let outside: Vec<(&str, Option<&[u8]>)> = files
            .iter()
            .zip(&committed)
            .filter(|(file, committed)| match (&file.before, committed) {
                (Some(before), Some(committed)) => !same_lines(before, committed),
                (None, None) => false,
                _ => true,
            })
            .map(|(file, _)| (file.path.as_str(), file.before.as_deref()))
            .collect();
        if !outside.is_empty() {
            self.commit(&outside, COMMITTER, outside_message)?;
        }
        let own: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.after.as_deref())).collect();
        self.commit(&own, author, message)
    }

    fn commit(&self, files: &[(&str, Option<&[u8]>)], author: Author<'_>, message: &str) -> Result<(), RecordError> {
        let former = self.entries(files.iter().map(|(path, _)| *path))?;
        let mut new = Vec::new();
        for ((path, bytes), former) in files.iter().zip(&former) {
            let object = bytes.map(|bytes| self.object(bytes)).transpose()?;
            let mode = former.as_ref().map_or(PLAIN, |entry| entry.mode.as_str()).to_owned();
            new.push((*path, object.map(|object| TreeEntry { mode, object })));
        }
        let head = self.head()?;
        let length = head.len();
        let entries = self.lines(&new, length);
        self.run(&["update-index", "-z", "--index-info"], &[], &entries)?;
        self.move_branch(head, &entries, author, message).inspect_err(|_| {
            let former: Vec<_> = files.iter().map(|(path, _)| *path).zip(former).collect();
            // If this fails too, the files stay staged as they were saved, which the desk shows under changes.
            let _ = self.run(&["update-index", "-z", "--index-info"], &[], &self.lines(&former, length));
        })
    }

    /// Makes a commit on top of the branch, as often as others are quicker.
    fn move_branch(
        &self,
        mut head: String,
        entries: &[u8],
        author: Author<'_>,
        message: &str,
    ) -> Result<(), RecordError> {
        for attempt in 1.. {
            let tree = self.tree(&head, entries)?;
            let names = [
                ("GIT_AUTHOR_NAME", author.name),
                ("GIT_AUTHOR_EMAIL", author.email),
                ("GIT_COMMITTER_NAME", COMMITTER.name),
                ("GIT_COMMITTER_EMAIL", COMMITTER.email),
            ];
            let commit = self.run(&["commit-tree", &tree, "-p", &head, "-F", "-"], &names, message.as_bytes())?;
            let commit = String::from_utf8_lossy(&commit).trim().to_owned();
            let moved = self.run(&["update-ref", "-m", "icsi desk", "HEAD", &commit, &head], &names[2..], b"");
            let Err(error) = moved else { return Ok(()) };
            let newest = self.head()?;
            if newest == head || attempt >= ATTEMPTS {
                return Err(error);
            }
            head = newest;
        }
        Ok(())
    }

    /// The tree of a commit with these entries changed.
    fn tree(&self, commit: &str, entries: &[u8]) -> Result<String, RecordError> {
        let index = self.git_folder.join(OWN_INDEX);
        // Left behind by a run that was killed.
        remove(&index);
        remove(&self.git_folder.join(format!("{OWN_INDEX}.lock")));
        let name = index.to_string_lossy().into_owned();
        let own = [("GIT_INDEX_FILE", name.as_str())];
        self.run(&["read-tree", commit], &own, b"")?;
        self.run(&["update-index", "-z", "--index-info"], &own, entries)?;
        let tree = self.run(&["write-tree"], &own, b"");
        remove(&index);
        Ok(String::from_utf8_lossy(&tree?).trim().to_owned())
    }

    fn head(&self) -> Result<String, RecordError> {
        Ok(self.text(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?.trim().to_owned())
    }

    fn object(&self, bytes: &[u8]) -> Result<String, RecordError> {
        let said = self.run(&["hash-object", "-w", "--no-filters", "--stdin"], &[], bytes)?;
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    }

    /// Finds the entries of the last commit for these paths.
    fn entries<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<Vec<Option<TreeEntry>>, RecordError> {
        let paths: Vec<&str> = paths.collect();
        let listed =
            self.text(&[&["--literal-pathspecs", "ls-tree", "-z", "HEAD", "--"], paths.as_slice()].concat())?;
        let entry = |path: &str| {
            listed.split('\0').find_map(|line| {
                let (head, of) = line.split_once('\t')?;
                let mut parts = head.split(' ');
                let (mode, object) = (parts.next()?, parts.nth(1)?);
                (of == path).then(|| TreeEntry { mode: mode.to_owned(), object: object.to_owned() })
            })
        };
        Ok(paths.into_iter().map(entry).collect())
    }

    /// Writes the input of `update-index --index-info`.
    fn lines(&self, entries: &[(&str, Option<TreeEntry>)], length: usize) -> Vec<u8> {
        let nothing = "0".repeat(length);
        let mut lines = String::new();
        for (path, entry) in entries {
            let (mode, object) = entry.as_ref().map_or(("0", nothing.as_str()), |entry| (&entry.mode, &entry.object));
            lines.push_str(&format!("{mode} {object}\t{}{path}\0", self.prefix));
        }
        lines.into_bytes()
    }

    /// Reads the bytes that the last commit has for these files.
    fn committed(&self, files: &[RecordedFile]) -> Result<Vec<Option<Vec<u8>>>, RecordError> {
        let names: String = files.iter().map(|file| format!("HEAD:{}{}\n", self.prefix, file.path)).collect();
        let said = self.run(&["cat-file", "--batch"], &[], names.as_bytes())?;
        let mut rest = said.as_slice();
        let mut found = Vec::new();
        for _ in files {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let (head, after) = rest.split_at(end);
            let after = after.get(1..).unwrap_or_default();
            let size = std::str::from_utf8(head).ok().and_then(|head| head.rsplit_once(' ')).map(|(_, size)| size);
            let Some(size) = size.and_then(|size| size.parse::<usize>().ok()) else {
                found.push(None);
                rest = after;
                continue;
            };
            found.push(after.get(..size).map(<[u8]>::to_vec));
            rest = after.get(size + 1..).unwrap_or_default();
        }
        Ok(found)
    }

    fn text(&self, arguments: &[&str]) -> Result<String, RecordError> {
        self.run(arguments, &[], b"").map(|said| String::from_utf8_lossy(&said).into_owned())
    }

    fn run(&self, arguments: &[&str], more: &[(&str, &str)], input: &[u8]) -> Result<Vec<u8>, RecordError> {
        let failed = |said: String| RecordError(message!("record-git", said));
        let mut command = self.command();
        command.args(arguments).envs(more.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
        // Git that ends early has said why.
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input));
        let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let name = arguments.iter().find(|argument| !argument.starts_with('-')).copied().unwrap_or_default();
        Err(failed(if said.is_empty() { format!("git {name}: {}", output.status) } else { said }))
    }

    /// Git in the site's folder, with nothing of the environment but what it was given, no hooks, no filters, and no settings but
    /// the repository's own.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("LC_ALL", "C")]);
        command.env("GIT_CONFIG_COUNT", self.no_filters.len().to_string());
        for (number, (key, value)) in self.no_filters.iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{number}"), key).env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
        command.arg("--no-optional-locks").arg("-C").arg(&self.root).args(TRUSTED).args(UNAIDED);
        command
    }
}

/// Settings that keep git from running programs and from work that nobody asked for.
const UNAIDED: [&str; 10] = [
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.attributesFile=/dev/null",
    "-c",
    "i18n.commitEncoding=UTF-8",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
];

/// A file in a tree of git's.
#[derive(Clone, Debug)]
struct TreeEntry {
    mode: String,
    object: String,
}

#[expect(clippy::disallowed_methods, reason = "git's own files say whether it is at work")]
fn is_there(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

#[expect(clippy::disallowed_methods, reason = "an index of this module's own, in git's folder")]
fn remove(path: &Path) {
    // If the file cannot be removed, git says why.
    let _ = std::fs::remove_file(path);
}
